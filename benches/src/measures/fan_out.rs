//! A new artwork on its way to everybody who follows the venue: one inbox each, four on every host.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use parvis_federation::signature::Scheme;
use serde_json::Value;
use tokio::time::{sleep, timeout};

use super::{FOLLOWERS, HOSTS, Scene};
use crate::{
    drive::{Requests, drive},
    table::{Table, number, time},
};

pub(super) async fn measure(scene: &Scene, table: &mut Table) -> Result<()> {
    follow(scene).await?;
    scene.server.rest().await?;
    let cookie = scene.sign_in().await?;
    // Once for the connections: a server that has run for a while knows its hosts.
    for name in ["to 500 hosts met just now", "to 500 known hosts"] {
        scene.peers.forget();
        let processor = scene.server.processor()?;
        let begun = Instant::now();
        publish(scene, &cookie, name).await?;
        let answered = begun.elapsed();
        let first = timeout(Duration::from_secs(120), scene.peers.wait_for(FOLLOWERS)).await??;
        let (whole, sending) = (begun.elapsed(), first.elapsed());
        sleep(Duration::from_millis(500)).await;
        let each = (scene.server.processor()? - processor) / u32::try_from(FOLLOWERS)?;
        table.add(
            &format!("an artwork to {} inboxes {name}", number(FOLLOWERS as f64)),
            "≥ 1,500/s",
            format!(
                "{}/s; form answered in {}, first delivery after {}, last after {}; processor {} each",
                number(FOLLOWERS as f64 / sending.as_secs_f64()),
                time(answered),
                time(whole - sending),
                time(whole),
                time(each),
            ),
        );
        scene.server.rest().await?;
    }
    Ok(())
}

/// Everybody follows the venue, which answers each.
async fn follow(scene: &Scene) -> Result<()> {
    let jrd =
        scene.server.get_as("/.well-known/webfinger?resource=acct:musee@localhost", "*/*").await?;
    let jrd: Value = match jrd.status {
        200 => serde_json::from_slice(&jrd.body)?,
        _ => {
            let named = format!(
                "/.well-known/webfinger?resource=acct:musee@localhost:{}",
                scene.server.port
            );
            serde_json::from_slice(&scene.server.get_as(&named, "*/*").await?.body)?
        }
    };
    let links = jrd.get("links").and_then(Value::as_array).context("a venue without links")?;
    let own = links
        .iter()
        .find(|link| link.get("rel").is_some_and(|rel| rel == "self"))
        .and_then(|link| link.get("href")?.as_str());
    let venue = own.context("a venue without an address")?;
    scene.peers.forget();
    let follows: Vec<_> =
        (0..FOLLOWERS).map(|actor| (actor, scene.peers.follow(actor, venue))).collect();
    let requests = scene.peers.sign(scene.server.port, Scheme::Cavage, &follows)?;
    let answers = drive(scene.server.port, 32, Requests::Each(requests)).await?;
    ensure!(answers.statuses.len() == 1, "not all may follow: {:?}", answers.statuses);
    timeout(Duration::from_secs(120), scene.peers.wait_for(FOLLOWERS)).await??;
    ensure!(HOSTS < FOLLOWERS, "several followers on each host");
    Ok(())
}

async fn publish(scene: &Scene, cookie: &str, title: &str) -> Result<()> {
    let field = |name: &str, value: &str| {
        format!("--parts\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let number = title.len();
    let body = format!(
        "{}{}{}--parts--\r\n",
        field("title", title),
        field("inventory", &format!("LOAD.{number}")),
        field("artist", "Personne"),
    );
    let kind = "multipart/form-data; boundary=parts";
    let answer = scene.server.post("/equipe/oeuvres/nouvelle", kind, cookie, &body).await?;
    ensure!(answer.status == 303, "the artwork is not published: {}", answer.status);
    Ok(())
}
