//! Signed answers to an artwork: how fast they are stored and answered 202, and how fast they are all on its page.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use parvis_federation::signature::Scheme;
use tokio::time::sleep;

use super::{Artwork, Scene};
use crate::{
    drive::{Requests, drive},
    table::{Table, number, time},
};

/// How many activities one measure sends, by how many actors, over how many connections.
const COUNT: usize = 20_000;
const ACTORS: usize = 200;
const CONNECTIONS: usize = 64;

pub(super) async fn measure(scene: &Scene, table: &mut Table) -> Result<()> {
    // The actors introduce themselves first: their documents are fetched once in their lives.
    send(scene, Scheme::Cavage, scene.artwork(0)?, "hello", ACTORS).await?;
    scene.server.rest().await?;
    run(scene, Scheme::Cavage, 1, "draft-cavage", table).await?;
    run(scene, Scheme::Rfc9421, 2, "RFC 9421", table).await
}

async fn run(
    scene: &Scene,
    scheme: Scheme,
    artwork: usize,
    name: &str,
    table: &mut Table,
) -> Result<()> {
    let artwork = scene.artwork(artwork)?;
    let before = scene.words_left(artwork).await?;
    let activities: Vec<_> = (0..COUNT)
        .map(|n| {
            (n % ACTORS, scene.peers.create(n % ACTORS, &format!("{scheme:?}-{n}"), &artwork.iri))
        })
        .collect();
    let requests = scene.peers.sign(scene.server.port, scheme, &activities)?;
    let processor = scene.server.processor()?;
    let begun = Instant::now();
    let answers = drive(scene.server.port, CONNECTIONS, Requests::Each(requests)).await?;
    ensure!(answers.statuses.len() == 1, "not all were taken: {:?}", answers.statuses);
    all_there(scene, artwork, before + COUNT).await?;
    let applied = begun.elapsed();
    // What follows from them is part of what they cost, and must not be in the way of what is measured next.
    scene.server.rest().await?;
    let each = (scene.server.processor()? - processor) / u32::try_from(COUNT)?;
    table.add(
        &format!("Create(Note), {name}: answered 202 after commit"),
        "≥ 4,500/s",
        format!(
            "{}/s; median {}, p99 {}",
            number(answers.rate(202)),
            time(answers.percentile(0.5)),
            time(answers.percentile(0.99)),
        ),
    );
    table.add(
        &format!("Create(Note), {name}: applied"),
        "≥ 2,000/s",
        format!(
            "{}/s; processor {} each",
            number(COUNT as f64 / applied.as_secs_f64()),
            time(each)
        ),
    );
    Ok(())
}

/// Sends one answer by each of the first actors and waits until all are there.
pub(super) async fn send(
    scene: &Scene,
    scheme: Scheme,
    artwork: &Artwork,
    name: &str,
    count: usize,
) -> Result<()> {
    let before = scene.words_left(artwork).await?;
    let activities: Vec<_> = (0..count)
        .map(|n| (n % ACTORS, scene.peers.create(n % ACTORS, &format!("{name}-{n}"), &artwork.iri)))
        .collect();
    let requests = scene.peers.sign(scene.server.port, scheme, &activities)?;
    let answers = drive(scene.server.port, 8, Requests::Each(requests)).await?;
    ensure!(answers.statuses.len() == 1, "not all were taken: {:?}", answers.statuses);
    all_there(scene, artwork, before + count).await
}

/// Waits until so many words are on the page of an artwork. Looks seldom enough that looking, which makes the page
/// anew each time, takes a twentieth of the time.
async fn all_there(scene: &Scene, artwork: &Artwork, count: usize) -> Result<()> {
    let begun = Instant::now();
    loop {
        let looked = Instant::now();
        if scene.words_left(artwork).await? >= count {
            return Ok(());
        }
        ensure!(begun.elapsed() < Duration::from_secs(300), "not all were applied");
        sleep((looked.elapsed() * 20).clamp(Duration::from_millis(50), Duration::from_secs(2)))
            .await;
    }
}
