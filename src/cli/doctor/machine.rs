//! What can be seen without leaving the machine: the data folder, the disk, the database.

use std::{fs, os::unix::fs::PermissionsExt as _};

use super::Finding;
use crate::kernel::{
    config::Config,
    db::{self, Conn},
};

/// Below this the disk is nearly full.
const LITTLE: u64 = 1024 * 1024 * 1024;
/// Below this nothing can be written soon.
const NOTHING: u64 = 100 * 1024 * 1024;

/// The data folder holds keys: nobody else on the machine may read it.
pub(super) fn folder(config: &Config) -> Finding {
    let path = config.data_dir.display();
    match fs::metadata(&config.data_dir) {
        Err(_) => Finding::failure("folder", "missing").with("path", path),
        Ok(found) if found.permissions().mode() & 0o007 != 0 => {
            Finding::warning("folder", "open").with("path", path)
        }
        Ok(_) => Finding::ok("folder").with("path", path),
    }
}

/// Free space where the data is.
pub(super) fn disk(config: &Config) -> Finding {
    let Ok(found) = rustix::fs::statvfs(&config.data_dir) else {
        return Finding::new("disk", super::Level::Skipped, "unknown");
    };
    let free = found.f_bavail.saturating_mul(found.f_frsize);
    let finding = match free {
        NOTHING.. if free >= LITTLE => Finding::ok("disk"),
        NOTHING.. => Finding::warning("disk", "little"),
        _ => Finding::failure("disk", "full"),
    };
    finding.with("free", free / (1024 * 1024))
}

/// Can the database be opened, is it whole, does it fit this program?
pub(super) fn database(config: &Config) -> Finding {
    let path = config.database_url.strip_prefix("sqlite:");
    // Opening would create it.
    if path.is_some_and(|path| !std::path::Path::new(path).is_file()) {
        return Finding::failure("database", "missing");
    }
    let opened = db::open(&config.database_url, db::Use::Write);
    let Ok(mut conn) = opened.inspect_err(|error| tracing::debug!(%error, "the database")) else {
        return Finding::failure("database", "closed");
    };
    match look(&mut conn) {
        Ok(finding) => finding,
        Err(error) => Finding::failure("database", "broken").with("error", format!("{error:#}")),
    }
}

fn look(conn: &mut Conn) -> anyhow::Result<Finding> {
    let health = db::health(conn)?;
    if let Some(damage) = health.damage {
        return Ok(Finding::failure("database", "damaged").with("error", damage));
    }
    let pending = db::pending(conn)?;
    if !pending.is_empty() {
        return Ok(Finding::failure("database", "pending").with("count", pending.len()));
    }
    if !health.durable {
        return Ok(Finding::warning("database", "fragile"));
    }
    Ok(Finding::ok("database").with("kind", health.version))
}
