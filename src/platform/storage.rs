//! Room on the disk: watched, so that the venue stops taking things in while there is still room to live in.
//!
//! Below the reserve no form, picture or activity is taken in; pages are served as ever, and the reserve is left to
//! what was promised already. Never deletes anything.

use std::{
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use crate::platform::app::App;

/// How much of the disk is left to the queues, the journal of the database and staff who tidy up.
pub const RESERVE: u64 = 64 * 1024 * 1024;

/// How often the room is measured: a disk that fills faster than this is met by the database's own refusal.
const LOOK: Duration = Duration::from_secs(3);

/// How long whoever was refused is asked to wait.
pub const COME_BACK: Duration = Duration::from_secs(600);

/// The disk that holds the venue's folder.
pub struct Storage {
    folder: PathBuf,
    full: AtomicBool,
}

impl Storage {
    /// The disk under this folder, taken to have room until it is measured.
    pub fn new(data_dir: &Path) -> Self {
        Self { folder: data_dir.to_owned(), full: AtomicBool::new(false) }
    }

    /// Is there room for nothing new?
    pub fn is_full(&self) -> bool {
        self.full.load(Ordering::Relaxed)
    }

    /// Measures the room.
    pub fn measure(&self) {
        let left = match rustix::fs::statvfs(&self.folder) {
            Ok(disk) => disk.f_bavail.saturating_mul(disk.f_frsize),
            Err(error) => {
                tracing::warn!(%error, "the room on the disk cannot be measured");
                return;
            }
        };
        let full = left < RESERVE;
        let was_full = self.full.swap(full, Ordering::Relaxed);
        let mebibytes = left / (1024 * 1024);
        if full && !was_full {
            tracing::error!(
                mebibytes,
                "the disk is full: nothing new is taken in until there is room again"
            );
        } else if was_full && !full {
            tracing::info!(mebibytes, "there is room on the disk again");
        }
    }
}

/// Measures the room for as long as the program runs.
pub async fn run(app: App) {
    let mut looks = tokio::time::interval(LOOK);
    loop {
        looks.tick().await;
        app.storage.measure();
    }
}
