//! What is measured, in an order in which each measure leaves behind what the next one needs.

mod agenda;
mod fan_out;
mod idle;
mod inbox;
mod page;
mod streams;

use std::{sync::Arc, time::Duration};

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;
use tokio::time::sleep;

use crate::{
    peers::Peers,
    server::{Place, Server},
    table::{Table, time},
};

/// How many hosts the small fediverse has, and the size of a big audience.
const HOSTS: usize = 500;
const FOLLOWERS: usize = 2_000;

/// How long after the load it is looked how much memory stayed.
const CALM: Duration = Duration::from_secs(60);

/// A museum under load and the fediverse around it.
struct Scene {
    server: Server,
    peers: Arc<Peers>,
    artworks: Vec<Artwork>,
}

/// An artwork of the demo.
#[derive(Clone)]
struct Artwork {
    /// The path of its page.
    path: String,
    /// Its address on the network.
    iri: String,
}

/// Measures everything, or what was asked for by name, on a new venue.
pub async fn all(place: &Place, only: &[String], table: &mut Table) -> Result<()> {
    let wanted = |name: &str| only.is_empty() || only.iter().any(|one| one == name);
    let server = Server::start(place, "demo").await?;
    table.add("demo opens, from nothing", "≤ 5 s", time(server.ready_after));
    server.rest().await?;
    let scene =
        Scene { artworks: artworks(&server).await?, peers: Peers::open(HOSTS).await?, server };
    if wanted("inbox") {
        inbox::measure(&scene, table).await?;
    }
    if wanted("page") {
        page::measure(&scene, table).await?;
    }
    if wanted("streams") {
        streams::measure(&scene, table).await?;
    }
    if wanted("fan-out") {
        fan_out::measure(&scene, table).await?;
    }
    if wanted("agenda") {
        agenda::measure(&scene, table).await?;
    }
    if wanted("idle") {
        scene.server.rest().await?;
        sleep(CALM).await;
        table.add("memory, a minute after all this", "", scene.server.memory()?.to_string());
    }
    drop(scene);
    if wanted("idle") {
        idle::measure(place, table).await?;
    }
    Ok(())
}

/// The artworks of the first page of the catalogue.
async fn artworks(server: &Server) -> Result<Vec<Artwork>> {
    let page = server.get("/oeuvres").await?.text();
    let mut found: Vec<Artwork> = Vec::new();
    for rest in page.split("href=\"/oeuvres/").skip(1) {
        let slug = rest.split('"').next().unwrap_or_default();
        let path = format!("/oeuvres/{slug}");
        if slug.is_empty() || found.iter().any(|known| known.path == path) {
            continue;
        }
        let document = server.get_as(&path, "application/activity+json").await?;
        let document: Value = serde_json::from_slice(&document.body)?;
        let iri = document
            .get("id")
            .and_then(Value::as_str)
            .context("an artwork without an address")?
            .to_owned();
        found.push(Artwork { path, iri });
    }
    Ok(found)
}

impl Scene {
    /// The n-th artwork of the demo; each measure has its own.
    fn artwork(&self, n: usize) -> Result<&Artwork> {
        self.artworks.get(n).context("the demo has too few artworks")
    }

    /// Signs the staff of the demo in; returns the cookie.
    async fn sign_in(&self) -> Result<String> {
        let password = self.server.password()?;
        let form = format!("login=equipe%40musee.example&password={password}");
        let kind = "application/x-www-form-urlencoded";
        let answer = self.server.post("/connexion", kind, "", &form).await?;
        ensure!(answer.status == 303, "staff cannot sign in: {}", answer.status);
        let cookie = answer.header("set-cookie").context("no session")?;
        Ok(cookie.split(';').next().unwrap_or_default().to_owned())
    }

    /// How many words its page says were left there.
    async fn words_left(&self, artwork: &Artwork) -> Result<usize> {
        let page = self.server.get(&format!("{}?lang=en", artwork.path)).await?.text();
        let digits: String = page
            .split(" words left here")
            .next()
            .unwrap_or_default()
            .chars()
            .rev()
            .filter(|c| *c != ',')
            .take_while(char::is_ascii_digit)
            .collect();
        Ok(digits.chars().rev().collect::<String>().parse().unwrap_or(0))
    }
}
