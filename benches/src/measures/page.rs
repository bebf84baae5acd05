//! The page of an artwork with a thousand words beneath, and with ten times as many, to visitors who are not signed in.

use std::time::Duration;

use anyhow::{Result, ensure};
use bytes::Bytes;
use parvis_federation::signature::Scheme;

use super::{Artwork, Scene, inbox};
use crate::{
    drive::{Requests, drive},
    table::{Table, number, time},
};

const WORDS: usize = 1_000;
const CONNECTIONS: usize = 32;
const HOW_LONG: Duration = Duration::from_secs(5);

pub(super) async fn measure(scene: &Scene, table: &mut Table) -> Result<()> {
    for (at, words, aim) in [(3, WORDS, "≥ 3,000/s, p99 < 20 ms"), (4, 10 * WORDS, "")] {
        let artwork = scene.artwork(at)?;
        inbox::send(scene, Scheme::Cavage, artwork, &format!("words-{words}"), words).await?;
        scene.server.rest().await?;
        let name = format!("artwork page, {} words", number(words as f64));
        load(scene, artwork, &name, "", aim, table).await?;
        if at == 3 {
            let name = format!("{name}, compressed");
            load(scene, artwork, &name, "br, gzip", "", table).await?;
            sizes(scene, artwork, table).await?;
        }
    }
    Ok(())
}

async fn load(
    scene: &Scene,
    artwork: &Artwork,
    name: &str,
    encoding: &str,
    aim: &str,
    table: &mut Table,
) -> Result<()> {
    let headers =
        [("accept", "text/html"), ("accept-language", "fr"), ("accept-encoding", encoding)];
    let request = Bytes::from(scene.server.request(&artwork.path, &headers));
    let processor = scene.server.processor()?;
    let answers = drive(scene.server.port, CONNECTIONS, Requests::Again(request, HOW_LONG)).await?;
    ensure!(answers.statuses.keys().eq([&200]), "not all were pages: {:?}", answers.statuses);
    let each = (scene.server.processor()? - processor) / u32::try_from(answers.times.len())?;
    table.add(
        name,
        aim,
        format!(
            "{}/s; median {}, p99 {}; processor {} each",
            number(answers.rate(200)),
            time(answers.percentile(0.5)),
            time(answers.percentile(0.99)),
            time(each),
        ),
    );
    Ok(())
}

async fn sizes(scene: &Scene, artwork: &Artwork, table: &mut Table) -> Result<()> {
    let mut sizes = Vec::new();
    for encoding in ["identity", "gzip", "br"] {
        let headers = [("accept", "text/html"), ("accept-encoding", encoding)];
        let request = scene.server.request(&artwork.path, &headers);
        let mut connection = crate::drive::Connection::open(scene.server.port).await?;
        let answer = connection.ask(&request).await?;
        sizes.push(format!("{:.1} kB {encoding}", answer.body.len() as f64 / 1000.0));
    }
    table.add("its HTML", "< 60 kB", sizes.join(", "));
    Ok(())
}
