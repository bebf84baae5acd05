//! Forms: fields as they were typed, kept when something must be corrected; uploads with limits.

use std::collections::BTreeMap;

use axum::{
    extract::{DefaultBodyLimit, FromRequest, Multipart, Request},
    http::header,
};
use bytes::Bytes;

use crate::{
    kernel::error::{Error, Result},
    platform::app::App,
};

/// The fields of a form, in the order they came; a field may come several times.
#[derive(Clone, Debug, Default)]
pub struct Form(Vec<(String, String)>);

/// A file of a form.
#[derive(Clone)]
pub struct Upload {
    /// The field.
    pub field: String,
    /// The name the browser gave.
    pub file_name: String,
    /// What is in it.
    pub bytes: Bytes,
}

/// A form with files.
#[derive(Clone, Default)]
pub struct UploadForm {
    /// The fields that are not files.
    pub fields: Form,
    /// The files; empty file inputs are left out.
    pub files: Vec<Upload>,
}

impl Form {
    /// A form made in the program.
    pub fn from_pairs(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    /// The field as typed, trimmed; empty when it did not come.
    pub fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
    }

    /// The field exactly as typed, for secrets, whose spaces count.
    pub fn raw(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// Every value of a field.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.trim())
    }

    /// A ticked box.
    pub fn ticked(&self, name: &str) -> bool {
        matches!(self.text(name), "on" | "1" | "true" | "yes")
    }

    /// The field read as something, when it can be.
    pub fn parse<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.text(name).parse().ok()
    }

    /// Every field as typed, to fill the form again. Passwords are left out.
    pub fn values(&self) -> BTreeMap<String, String> {
        self.0
            .iter()
            .filter(|(name, _)| !name.contains("password"))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    }
}

/// The largest form without files.
const FORM_BYTES: usize = 256 * 1024;

/// The largest file of a form, and the largest number of parts.
const FILE_BYTES: usize = 24 * 1024 * 1024;
const PARTS: usize = 200;

/// The layer of routes that accept files: without it a request may weigh two megabytes at most.
pub fn uploads() -> DefaultBodyLimit {
    DefaultBodyLimit::max(4 * FILE_BYTES + FORM_BYTES)
}

impl FromRequest<App> for Form {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self> {
        if is_multipart(&request) {
            return read_parts(request, app).await.map(|form| form.fields);
        }
        read_plain(request).await
    }
}

impl FromRequest<App> for UploadForm {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self> {
        if is_multipart(&request) {
            return read_parts(request, app).await;
        }
        Ok(Self { fields: read_plain(request).await?, files: Vec::new() })
    }
}

/// Reads `name=value&…`.
async fn read_plain(request: Request) -> Result<Form> {
    let body = axum::body::to_bytes(request.into_body(), FORM_BYTES)
        .await
        .map_err(|_| Error::field("form", "error-form-too-large"))?;
    Ok(Form(url::form_urlencoded::parse(&body).into_owned().collect()))
}

/// Reads `multipart/form-data`, within limits on parts and bytes.
async fn read_parts(request: Request, app: &App) -> Result<UploadForm> {
    let unreadable = || Error::field("form", "error-form-unreadable");
    let mut parts = Multipart::from_request(request, app).await.map_err(|_| unreadable())?;
    let mut form = UploadForm::default();
    let mut total = 0usize;
    for _ in 0..PARTS {
        let part = parts.next_field().await.map_err(|_| unreadable())?;
        let Some(part) = part else { return Ok(form) };
        let field = part.name().unwrap_or_default().to_owned();
        let file_name = part.file_name().map(str::to_owned);
        let bytes = part.bytes().await.map_err(|_| Error::field("form", "error-file-too-large"))?;
        total = total.saturating_add(bytes.len());
        if bytes.len() > FILE_BYTES || total > 4 * FILE_BYTES {
            return Err(Error::field("form", "error-file-too-large"));
        }
        match file_name {
            Some(file_name) if !bytes.is_empty() => {
                form.files.push(Upload { field, file_name, bytes });
            }
            Some(_) => {}
            None => {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                form.fields.0.push((field, text));
            }
        }
    }
    Err(Error::field("form", "error-form-too-large"))
}

fn is_multipart(request: &Request) -> bool {
    request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kind| kind.to_ascii_lowercase().starts_with("multipart/form-data"))
}
