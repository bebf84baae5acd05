//! The programme over 500 and 5,000 events, and answers to events: by form at the door, by signed `Join` of others.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, ensure};
use bytes::Bytes;
use chrono::{Days, NaiveDate};
use parvis_federation::signature::Scheme;
use serde_json::{Value, json};
use tokio::time::sleep;

use super::Scene;
use crate::{
    drive::{Requests, drive},
    table::{Table, number, time},
};

/// How many events the programme has when its page is measured; the second is ten times the first.
const EVENTS: [usize; 2] = [500, 5_000];

/// How many events one repetition makes, with the first: every day.
const REPEATED: usize = 100;

/// How many pages are made anew, over how many connections.
const MADE: usize = 500;
const MAKERS: usize = 4;

/// How many people answer by `Join`, each as many events; over how many connections.
const PEOPLE: usize = 200;
const EVENINGS: usize = 20;
const CONNECTIONS: usize = 64;

/// How many people are counted in at the door, over how many connections.
const AT_THE_DOOR: usize = 2_000;

const FORM: &str = "application/x-www-form-urlencoded";

pub(super) async fn measure(scene: &Scene, table: &mut Table) -> Result<()> {
    let cookie = scene.sign_in().await?;
    let mut made = 0;
    let mut first = None;
    for wanted in EVENTS {
        while made < wanted {
            publish(scene, &cookie, made).await?;
            made += REPEATED;
        }
        scene.server.rest().await?;
        let p99 = programme(scene, wanted, table).await?;
        match first {
            None => first = Some(p99),
            Some(before) => table.add(
                "the programme, ten times the events: p99 of a page made anew",
                "≤ 2×",
                format!("{:.1}×", p99.as_secs_f64() / before.as_secs_f64()),
            ),
        }
    }
    door(scene, &cookie, table).await?;
    joins(scene, &cookie, table).await
}

/// An event and its repetitions, a hundred days in a row.
async fn publish(scene: &Scene, cookie: &str, n: usize) -> Result<()> {
    let year = 2030 + i32::try_from(n / REPEATED / 3)?;
    let month = 1 + 4 * u32::try_from(n / REPEATED % 3)?;
    let fields = format!(
        "title=Soir%C3%A9e+{n}&category=music&day={year}-{month:02}-01&hour=20%3A00&status=announced\
         &audience=public&rsvp=open&party_max=4&save=stay"
    );
    let id = event(scene, cookie, &fields).await?;
    let first = NaiveDate::from_ymd_opt(year, month, 1).context("a day of the calendar")?;
    let until = first + Days::new(REPEATED as u64 - 1);
    let path = format!("/equipe/agenda/{id}/repeter");
    let answer =
        scene.server.post(&path, FORM, cookie, &format!("every=day&until={until}")).await?;
    ensure!(answer.status == 303, "the event is not repeated until {until}: {}", answer.status);
    Ok(())
}

/// Announces an event; returns its key.
async fn event(scene: &Scene, cookie: &str, fields: &str) -> Result<String> {
    let answer = scene.server.post("/equipe/agenda/nouveau", FORM, cookie, fields).await?;
    ensure!(answer.status == 303, "the event is not announced: {}", answer.status);
    let path = answer.header("location").context("an event without a page")?;
    Ok(path.rsplit('/').next().unwrap_or_default().to_owned())
}

/// The page of the programme for visitors: kept, and made anew each time. Returns the p99 of the latter.
async fn programme(scene: &Scene, events: usize, table: &mut Table) -> Result<Duration> {
    let name = format!("the programme, {} events", number(events as f64));
    let request = Bytes::from(scene.server.request("/agenda", &[("accept", "text/html")]));
    let again = Requests::Again(request, Duration::from_secs(3));
    let kept = drive(scene.server.port, 32, again).await?;
    ensure!(kept.statuses.keys().eq([&200]), "not all were pages: {:?}", kept.statuses);
    table.add(
        &name,
        "",
        format!("{}/s; p99 {}", number(kept.rate(200)), time(kept.percentile(0.99))),
    );
    let requests = (0..MADE)
        .map(|n| {
            let path = format!("/agenda?n={n}");
            Bytes::from(scene.server.request(&path, &[("accept", "text/html")]))
        })
        .collect();
    let processor = scene.server.processor()?;
    let made = drive(scene.server.port, MAKERS, Requests::Each(Arc::new(requests))).await?;
    ensure!(made.statuses.keys().eq([&200]), "not all were pages: {:?}", made.statuses);
    let each = (scene.server.processor()? - processor) / u32::try_from(MADE)?;
    let p99 = made.percentile(0.99);
    table.add(
        &format!("{name}, made anew each time"),
        "p99 < 50 ms",
        format!(
            "{}/s; median {}, p99 {}; processor {} each",
            number(made.rate(200)),
            time(made.percentile(0.5)),
            time(p99),
            time(each),
        ),
    );
    Ok(p99)
}

/// People counted in at the door, one form each: an answer that is on disk when it is answered.
async fn door(scene: &Scene, cookie: &str, table: &mut Table) -> Result<()> {
    let fields = "title=Portes+ouvertes&category=party&day=2029-06-01&hour=20%3A00&status=announced\
                  &audience=public&rsvp=open&party_max=4&save=stay";
    let id = event(scene, cookie, fields).await?;
    let port = scene.server.port;
    let requests = (0..AT_THE_DOOR)
        .map(|n| {
            let body = format!("name=Passant+{n}&people=1&once=a-key-of-the-form-{n:06}");
            Bytes::from(format!(
                "POST /equipe/agenda/{id}/entree/sans-reponse HTTP/1.1\r\nhost: localhost:{port}\r\n\
                 origin: http://localhost:{port}\r\ncontent-type: {FORM}\r\ncookie: {cookie}\r\n\
                 content-length: {}\r\n\r\n{body}",
                body.len()
            ))
        })
        .collect();
    let answers = drive(port, 16, Requests::Each(Arc::new(requests))).await?;
    ensure!(answers.statuses.keys().eq([&303]), "not all were taken: {:?}", answers.statuses);
    let name = "answers to one event by form, on disk when answered";
    table.add(
        name,
        "≥ 500/s",
        format!(
            "{}/s; median {}, p99 {}",
            number(answers.rate(303)),
            time(answers.percentile(0.5)),
            time(answers.percentile(0.99)),
        ),
    );
    Ok(())
}

/// People of other servers answer by `Join`: how fast that is stored, and how fast they are all on their lists.
async fn joins(scene: &Scene, cookie: &str, table: &mut Table) -> Result<()> {
    let mut evenings = Vec::new();
    for n in 0..EVENINGS {
        let fields = format!(
            "title=Veill%C3%A9e+{n}&category=music&day=2029-07-{:02}&hour=20%3A00&status=announced\
             &audience=public&rsvp=open&capacity=150&party_max=1&save=stay",
            n + 1
        );
        let id = event(scene, cookie, &fields).await?;
        evenings.push(format!("http://localhost:{}/objects/{id}", scene.server.port));
    }
    scene.server.rest().await?;
    let mut activities = Vec::new();
    for (n, evening) in evenings.iter().enumerate() {
        for actor in 0..PEOPLE {
            let by = scene.peers.actor(actor);
            let join = json!({
                "@context": "https://www.w3.org/ns/activitystreams",
                "id": format!("{by}/joins/{n}"), "type": "Join", "actor": by, "object": evening,
            });
            activities.push((actor, join));
        }
    }
    let requests = scene.peers.sign(scene.server.port, Scheme::Cavage, &activities)?;
    let processor = scene.server.processor()?;
    let begun = Instant::now();
    let answers = drive(scene.server.port, CONNECTIONS, Requests::Each(requests)).await?;
    ensure!(answers.statuses.keys().eq([&202]), "not all were taken: {:?}", answers.statuses);
    for evening in &evenings {
        full(scene, evening, begun).await?;
    }
    let applied = begun.elapsed();
    scene.server.rest().await?;
    let count = PEOPLE * EVENINGS;
    let each = (scene.server.processor()? - processor) / u32::try_from(count)?;
    table.add(
        "Join of an event: answered 202 after commit",
        "",
        format!("{}/s; p99 {}", number(answers.rate(202)), time(answers.percentile(0.99))),
    );
    table.add(
        "Join of an event: every seat given, nobody twice",
        "≥ 300/s",
        format!(
            "{}/s; processor {} each, with its answer",
            number(count as f64 / applied.as_secs_f64()),
            time(each)
        ),
    );
    Ok(())
}

/// Waits until an event says that every one of its 150 seats is given; more would be one too many.
async fn full(scene: &Scene, evening: &str, begun: Instant) -> Result<()> {
    let origin = format!("http://localhost:{}", scene.server.port);
    let path = evening.strip_prefix(&origin).context("an event of another server")?;
    loop {
        let document = scene.server.get_as(path, "application/activity+json").await?;
        let document: Value = serde_json::from_slice(&document.body)?;
        let going = document.get("participantCount").and_then(Value::as_u64).unwrap_or(0);
        ensure!(going <= 150, "{evening} is oversold: {going}");
        if going == 150 {
            return Ok(());
        }
        ensure!(begun.elapsed() < Duration::from_secs(300), "not all were applied");
        sleep(Duration::from_millis(100)).await;
    }
}
