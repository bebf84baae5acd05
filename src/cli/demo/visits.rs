//! Visitors of the demo museum who have no account: what they feel, and where things are on the plan they see it on.

use std::time::Duration;

use anyhow::Context as _;
use serde::Deserialize;

use super::content::{self, Files};
use crate::{
    features::{feelings, maps},
    kernel::{clock::Time, id::Id},
    platform::{app::App, guests, objects::Object},
};

/// How many different people the visitors are.
const PEOPLE: u64 = 90;

/// Over how many days they came.
const DAYS: u64 = 200;

/// One tap in front of something.
#[derive(Clone, Debug)]
pub(super) struct Felt {
    /// What it was in front of.
    pub(super) code: String,
    /// What it was.
    pub(super) feeling: feelings::Feeling,
    /// Who it was.
    pub(super) person: u64,
    /// When.
    pub(super) at: Time,
}

/// Everything visitors felt, in no order: the same at every start, as far before today.
pub(super) fn felt(today: Time) -> anyhow::Result<Vec<Felt>> {
    let table = content::text("feelings.csv")?;
    let mut lines = table.lines();
    let keys: Vec<&str> = lines.next().context("an empty table")?.split(',').skip(1).collect();
    let mut all = Vec::new();
    for line in lines {
        let mut cells = line.split(',');
        let code = cells.next().unwrap_or_default();
        let mut person = code.bytes().map(u64::from).sum::<u64>();
        for (key, count) in keys.iter().zip(cells) {
            let feeling = key.parse().map_err(|why: String| anyhow::anyhow!(why))?;
            for _ in 0..count.parse::<u64>()? {
                person += 1;
                let mixed = person.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20;
                // More came lately than long ago; nobody at night.
                let days = (mixed % DAYS) * (mixed / DAYS % DAYS) / DAYS;
                let minutes = mixed / 7 % 480;
                let ago = Duration::from_secs(days * 86_400 + minutes * 60);
                let person = person % PEOPLE;
                all.push(Felt { code: code.to_owned(), feeling, person, at: today.minus(ago) });
            }
        }
    }
    Ok(all)
}

/// Somebody feels something.
pub(super) async fn feel(app: &App, felt: &Felt, object: Object) -> anyhow::Result<()> {
    let (token, feeling) = (format!("demo visitor {}", felt.person), felt.feeling);
    app.write(move |tx| {
        let guest = guests::welcome(tx, &token)?;
        feelings::feel(tx, &object, guest.actor_id, feeling)
    })
    .await?;
    Ok(())
}

#[derive(Deserialize)]
struct Spots {
    spot: Vec<Spot>,
}

#[derive(Deserialize)]
struct Spot {
    code: String,
    x: i32,
    y: i32,
}

/// Where things are on the plan: code, thousandths to the right and down.
pub(super) fn spots() -> anyhow::Result<Vec<(String, i32, i32)>> {
    let spots: Spots = toml::from_str(&content::text("plan.toml")?)?;
    Ok(spots.spot.into_iter().map(|spot| (spot.code, spot.x, spot.y)).collect())
}

/// Hangs the plan of the museum and pins its rooms and some works on it.
pub(super) async fn hang_plan(app: &App, place: Id, pins: Vec<maps::Pin>) -> anyhow::Result<()> {
    let drawing = Files::get("plan.svg").context("the plan is missing")?;
    let media = app.media.add_plan(app, drawing.data.into_owned().into()).await?;
    app.write(move |tx| {
        let said = (
            "De l’entrée, au sud, on passe la salle 3 et sa passerelle ; la salle 1 est à l’ouest, la salle 2 au \
             nord, le cabinet des papiers à l’est, puis le jardin de la digue.",
            "From the entrance in the south one crosses room 3 and its footbridge; room 1 is to the west, room 2 to \
             the north, the cabinet of papers to the east, then the garden on the dyke.",
        );
        maps::hang(tx, place, Some(media.id), said)?;
        maps::pin(tx, place, &pins)
    })
    .await?;
    Ok(())
}
