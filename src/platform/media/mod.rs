//! Pictures: decoded within limits, re-encoded without metadata, resized, kept under the hash of their
//! content, served for ever. Copies of remote pictures come through the same door.
//!
//! Never serves what was uploaded as it was, and never JSON, HTML or SVG.

use std::path::{Path, PathBuf};

use axum::Router;

use crate::platform::{app::App, jobs::Job};

/// The folder of pictures.
pub struct MediaStore {
    root: PathBuf,
}

impl MediaStore {
    /// Opens (and makes) the folder inside the data folder.
    pub fn open(data_dir: &Path) -> anyhow::Result<Self> {
        let root = data_dir.join("media");
        std::fs::create_dir_all(&root)?;
        Ok(Self { root })
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }
}

/// Background work on pictures.
pub const JOBS: &[Job] = &[];

/// Addresses of pictures.
pub fn routes() -> Router<App> {
    Router::new()
}
