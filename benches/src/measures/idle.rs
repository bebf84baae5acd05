//! A server that has nothing to do: how soon it is ready, how much memory and how much processor it takes, how big it is.

use std::{fs, time::Duration};

use anyhow::Result;
use tokio::time::sleep;

use crate::{
    server::{Place, Server},
    table::{Table, time},
};

const STARTS: usize = 5;
const WATCHED: Duration = Duration::from_secs(10);

pub(super) async fn measure(place: &Place, table: &mut Table) -> Result<()> {
    let mut starts = Vec::new();
    for _ in 0..STARTS {
        starts.push(Server::start(place, "serve").await?.ready_after);
    }
    starts.sort_unstable();
    let median = starts.get(STARTS / 2).copied().unwrap_or_default();
    table.add("ready after its start", "≤ 300 ms", time(median));
    let server = Server::start(place, "serve").await?;
    server.get("/").await?;
    server.rest().await?;
    let before = server.processor()?;
    sleep(WATCHED).await;
    let share = (server.processor()? - before).as_secs_f64() / WATCHED.as_secs_f64();
    table.add("memory, idle", "≤ 40 MB", server.memory()?.to_string());
    table.add("processor, idle", "≈ 0", format!("{:.2} % of a core", share * 100.0));
    let size = fs::metadata(&place.program)?.len() as f64 / 1e6;
    table.add("the program, stripped", "", format!("{size:.1} MB"));
    Ok(())
}
