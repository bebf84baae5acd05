//! The daily round: what nobody needs any more is let go of.
//!
//! One of the background loops. What must happen promptly is a job; this may be a day late.

use std::time::Duration;

use crate::{
    kernel::{
        db,
        error::{Error, Result},
    },
    platform::{app::App, fediverse::local, guests, media, web::once},
};

/// How often. The first round is soon after the start: a venue that restarts every night is tidied too.
const EACH: Duration = Duration::from_secs(24 * 3600);

/// How long after the start.
const FIRST: Duration = Duration::from_secs(120);

/// Goes round for as long as the program runs.
pub async fn run(app: App) {
    tokio::time::sleep(FIRST).await;
    let mut day = tokio::time::interval(EACH);
    loop {
        day.tick().await;
        if let Err(error) = round(&app).await {
            tracing::error!(%error, "the daily round did not finish");
        }
    }
}

/// One round.
pub async fn round(app: &App) -> Result<()> {
    let files = media::sweep(app).await?;
    let keys = app.write(local::forget_keys).await?;
    app.write(once::sweep).await?;
    let mut rows = app.write(guests::forget_old).await?;
    for feature in app.features {
        rows += app.write(|tx| feature.tidy(tx)).await?;
    }
    let (url, now) = (app.config.database_url.clone(), app.now());
    let folder = app.config.data_dir.join(db::COPIES);
    let copies = tokio::task::spawn_blocking(move || {
        db::empty_journal(&url)?;
        db::forget_copies(&folder, now)
    });
    let copies = copies.await.map_err(Error::internal)??;
    if files + keys + rows + copies > 0 {
        tracing::info!(files, keys, rows, copies, "what nobody needs any more is gone");
    }
    Ok(())
}
