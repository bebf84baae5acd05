//! Backups: everything the venue owns in one file, taken while the server runs, readable by either database.
//!
//! A backup is a tar archive. `tables/NAME-NNNN.jsonl.gz` are the rows (`kernel::db::portable`), `media/` the pictures
//! under the hash of their content, `templates/` the venue's own, `erasures.jsonl` the erasure ledger;
//! `manifest.json` comes last with the SHA-256 of everything before it, and `manifest.sha256` with its own. A file
//! without them was cut short. Sealed to an `age` key, it can be opened only where that key's other half is: not on
//! this server.
//!
//! Never holds the configuration file: the passwords in it belong to the machine.

mod read;
mod restore;
mod write;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::kernel::{clock::Time, db::portable::Sum};

pub use read::verify;
pub use restore::{Restore, Restored, restore};
pub use write::{Backup, Taken, take};

/// The version of the archive's shape.
const FORMAT: u32 = 1;
const MANIFEST: &str = "manifest.json";
const MANIFEST_SUM: &str = "manifest.sha256";
const TABLES: &str = "tables/";
const MEDIA: &str = "media/";
const TEMPLATES: &str = "templates/";

/// What an archive holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of the archive's shape.
    pub format: u32,
    /// The version of the program that made it.
    pub program: String,
    /// The public address of the venue: its ids belong to it.
    pub url: String,
    /// The moment the rows were read.
    pub made_at: Time,
    /// The migrations the tables went through.
    pub migrations: Vec<String>,
    /// Every table.
    pub tables: BTreeMap<String, Rows>,
    /// The SHA-256 of every entry before this one.
    pub files: BTreeMap<String, String>,
    /// Pictures the tables name and the folder does not have, or has with another content.
    pub missing: Vec<String>,
}

/// What a table held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rows {
    /// Its columns, in the order rows are written in.
    pub columns: Vec<String>,
    /// How many rows, and their checksum.
    #[serde(flatten)]
    pub sum: Sum,
}

impl Manifest {
    /// How many rows there are in all tables.
    pub fn rows(&self) -> u64 {
        self.tables.values().map(|table| table.sum.rows).sum()
    }

    /// How many files of pictures there are.
    pub fn pictures(&self) -> usize {
        self.files.keys().filter(|name| name.starts_with(MEDIA)).count()
    }
}
