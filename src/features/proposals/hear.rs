//! From the journal: a draft was announced or deleted on the page of the event, and somebody had proposed it.

use super::{actions, store};
use crate::platform::{
    app::App,
    jobs::JobResult,
    journal::{Published, Recorded, Withdrawn},
};

pub(super) async fn hear(app: App, fact: Recorded) -> JobResult {
    let announced = fact.read().map(|Published { object }| (object, true));
    let gone = || fact.read().map(|Withdrawn { object }| (object, false));
    let Some((event, accepted)) = announced.or_else(gone) else { return Ok(()) };
    // Heard for everything that is published: most of it nobody proposed.
    if app.read(move |conn| store::find(conn, event)).await?.is_none() {
        return Ok(());
    }
    app.write(move |tx| actions::decide(tx, event, accepted, "")).await?;
    Ok(())
}
