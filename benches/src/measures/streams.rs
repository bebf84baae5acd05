//! Two thousand pages left open: what they cost, and how soon all of them learn of a new word.

use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use parvis_federation::signature::Scheme;
use tokio::task::JoinSet;

use super::{Scene, inbox};
use crate::{
    drive::Connection,
    table::{Table, number, time},
};

const OPEN: usize = 2_000;

pub(super) async fn measure(scene: &Scene, table: &mut Table) -> Result<()> {
    let artwork = scene.artwork(6)?;
    let topic = artwork.iri.rsplit('/').next().context("an artwork without an id")?;
    let request =
        scene.server.request(&format!("/live?topics={topic}"), &[("accept", "text/event-stream")]);
    let before = scene.server.memory()?.all;
    let begun = Instant::now();
    let mut streams = Vec::with_capacity(OPEN);
    for _ in 0..OPEN {
        let mut stream = Connection::open(scene.server.port).await?;
        stream.send(&request).await?;
        ensure!(stream.head().await?.contains(" 200 "), "a stream was refused");
        streams.push(stream);
    }
    let opened = begun.elapsed();
    let after = scene.server.memory()?.all;
    let mut waiting: JoinSet<Result<Instant>> = JoinSet::new();
    for mut stream in streams {
        waiting.spawn(async move {
            stream.wait_for("event: trace").await?;
            Ok(Instant::now())
        });
    }
    let sent = Instant::now();
    inbox::send(scene, Scheme::Cavage, artwork, "live", 1).await?;
    let mut last = sent;
    while let Some(told) = waiting.join_next().await {
        last = last.max(told??);
    }
    table.add(
        &format!("{} live streams", number(OPEN as f64)),
        "open",
        format!(
            "opened in {}, {:.1} kB each; all told of a new word {} after it was sent",
            time(opened),
            (after - before) * 1024.0 / OPEN as f64,
            time(last - sent),
        ),
    );
    Ok(())
}
