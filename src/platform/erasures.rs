//! The erasure ledger: what was erased or withdrawn for good, in a file beside the database.
//!
//! A database that comes back from an older backup knows again what people asked to forget. The ledger outlives it:
//! it is read at every start and whatever came back is erased again. It holds ids only, one per line, and is only
//! ever appended to.

use std::{
    collections::BTreeSet,
    fs::{self, File, OpenOptions},
    io::{ErrorKind, Write as _},
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use futures::FutureExt as _;
use serde::{Deserialize, Serialize};

use crate::{
    kernel::{
        error::{Error, Result},
        id::Id,
    },
    platform::{
        actors,
        app::{App, Tx},
        fediverse::inbound::{self, Departed},
        jobs::Consumer,
        journal::{Fact, Recorded, Withdrawn},
        objects,
    },
};

/// The ledger's name in the data folder and in backups.
pub const FILE: &str = "erasures.jsonl";

/// Something that must never come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Erased {
    /// A person who closed their account, here or on their own server.
    Actor(Id),
    /// An object that was withdrawn.
    Object(Id),
}

/// Writes what the journal says into the ledger.
pub const CONSUMERS: &[Consumer] = &[Consumer {
    name: "erasures.remember",
    topics: &[Withdrawn::TOPIC, Departed::TOPIC],
    heeds: None,
    run: |app, fact| {
        async move {
            if let Some(erased) = read_fact(&fact) {
                remember(&app, erased).await?;
            }
            Ok(())
        }
        .boxed()
    },
}];

fn read_fact(fact: &Recorded) -> Option<Erased> {
    fact.read::<Withdrawn>()
        .map(|withdrawn| Erased::Object(withdrawn.object))
        .or_else(|| fact.read::<Departed>().map(|departed| Erased::Actor(departed.actor)))
}

/// Adds a line to the ledger; returns after it is on disk. The same line twice is one.
pub async fn remember(app: &App, erased: Erased) -> Result<()> {
    let path = path_in(&app.config.data_dir);
    let mut line = serde_json::to_string(&erased)?;
    line.push('\n');
    tokio::task::spawn_blocking(move || {
        // One write of one short line: lines of two processes do not mix.
        let mut file = OpenOptions::new().create(true).append(true).open(path)?;
        file.write_all(line.as_bytes())?;
        file.sync_data()
    })
    .await
    .map_err(Error::internal)??;
    Ok(())
}

/// Where the ledger is kept.
pub fn path_in(data_dir: &Path) -> PathBuf {
    data_dir.join(FILE)
}

/// Reads a ledger; none is an empty one. A last line cut short by a power cut is left out: its job runs again.
pub fn read(path: &Path) -> anyhow::Result<BTreeSet<Erased>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(parse(&text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(BTreeSet::new()),
        Err(error) => Err(error)
            .with_context(|| format!("the erasure ledger {} cannot be read", path.display())),
    }
}

/// The lines of a ledger.
pub fn parse(text: &str) -> BTreeSet<Erased> {
    text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// Writes a whole ledger in place of the one that is there.
pub fn replace(data_dir: &Path, ledger: &BTreeSet<Erased>) -> anyhow::Result<()> {
    let unfinished = data_dir.join("erasures.part");
    let mut file = File::create(&unfinished)?;
    for erased in ledger {
        writeln!(file, "{}", serde_json::to_string(erased)?)?;
    }
    file.sync_all()?;
    fs::rename(&unfinished, path_in(data_dir))?;
    Ok(())
}

/// How many lines are looked at in one transaction.
const AT_ONCE: usize = 200;

/// Erases again whatever of the ledger came back; returns how much did. Nothing, on every ordinary start.
pub async fn reapply(app: &App) -> Result<usize> {
    let ledger = read(&path_in(&app.config.data_dir)).map_err(Error::Internal)?;
    let ledger: Vec<Erased> = ledger.into_iter().collect();
    let mut again = 0;
    for some in ledger.chunks(AT_ONCE) {
        let some = some.to_vec();
        let asked = some.clone();
        let back = app.read(move |conn| Ok(came_back(conn, &asked)?.len())).await?;
        if back > 0 {
            again += app.write(move |tx| erase_again(tx, &some)).await?;
        }
    }
    Ok(again)
}

/// Those of these that the database does not know to be erased.
fn came_back(conn: &mut crate::kernel::db::Conn, ledger: &[Erased]) -> Result<Vec<Erased>> {
    let (mut people, mut things) = (Vec::new(), Vec::new());
    for erased in ledger {
        match erased {
            Erased::Actor(id) => people.push(*id),
            Erased::Object(id) => things.push(*id),
        }
    }
    let people = actors::find_all(conn, &people)?;
    let things = objects::find_all(conn, &things)?;
    let people = people.values().filter(|a| a.deleted_at.is_none()).map(|a| Erased::Actor(a.id));
    let things = things.values().filter(|o| o.deleted_at.is_none()).map(|o| Erased::Object(o.id));
    Ok(people.chain(things).collect())
}

fn erase_again(tx: &mut Tx<'_>, ledger: &[Erased]) -> Result<usize> {
    let back = came_back(tx.conn, ledger)?;
    for erased in &back {
        match *erased {
            Erased::Object(id) => objects::withdraw(tx, id)?,
            Erased::Actor(id) => erase_actor(tx, id)?,
        }
    }
    Ok(back.len())
}

fn erase_actor(tx: &mut Tx<'_>, id: Id) -> Result<()> {
    let Some(actor) = actors::find(tx.conn, id)? else { return Ok(()) };
    if !actor.local {
        inbound::leave(tx, &actor)?;
        return Ok(());
    }
    for feature in tx.app.features {
        feature.erase(tx, id)?;
    }
    Ok(())
}
