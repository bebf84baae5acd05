//! The page of an artwork to visitors who are not signed in: kept, and made anew because something changed; how both
//! grow with the words beneath.

use std::{sync::Arc, time::Duration};

use anyhow::{Result, ensure};
use bytes::Bytes;
use parvis_federation::signature::Scheme;

use super::{Artwork, Scene, inbox};
use crate::{
    drive::{Requests, drive},
    table::{Table, number, time},
};

/// How many words stand beneath the artworks measured; the aim is for the second.
const WORDS: [usize; 3] = [100, 1_000, 10_000];
const CONNECTIONS: usize = 32;
const HOW_LONG: Duration = Duration::from_secs(5);

/// How many pages are made anew, over how many connections.
const MADE: usize = 2_000;
const MAKERS: usize = 4;

pub(super) async fn measure(scene: &Scene, table: &mut Table) -> Result<()> {
    for (at, words) in (3..).zip(WORDS) {
        let artwork = scene.artwork(at)?;
        inbox::send(scene, Scheme::Cavage, artwork, &format!("words-{words}"), words).await?;
        scene.server.rest().await?;
        let (middle, name) =
            (words == 1_000, format!("artwork page, {} words", number(words as f64)));
        let aim = if middle { "≥ 3,000/s, p99 < 20 ms" } else { "" };
        kept(scene, artwork, &name, "", aim, table).await?;
        if middle {
            kept(scene, artwork, &format!("{name}, compressed"), "br, gzip", "", table).await?;
            sizes(scene, artwork, table).await?;
        }
        made(scene, artwork, &format!("{name}, made anew each time"), table).await?;
    }
    Ok(())
}

/// The same page again and again: nothing changes meanwhile, so it is made once.
async fn kept(
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
    load(scene, CONNECTIONS, Requests::Again(request, HOW_LONG), name, aim, table).await
}

/// The page under an address of its own each time, which was never kept.
async fn made(scene: &Scene, artwork: &Artwork, name: &str, table: &mut Table) -> Result<()> {
    let requests = (0..MADE)
        .map(|n| {
            let path = format!("{}?n={n}", artwork.path);
            Bytes::from(scene.server.request(&path, &[("accept", "text/html")]))
        })
        .collect();
    load(scene, MAKERS, Requests::Each(Arc::new(requests)), name, "", table).await
}

async fn load(
    scene: &Scene,
    connections: usize,
    requests: Requests,
    name: &str,
    aim: &str,
    table: &mut Table,
) -> Result<()> {
    let processor = scene.server.processor()?;
    let answers = drive(scene.server.port, connections, requests).await?;
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
