//! Forms: fields as they were typed, kept when something must be corrected; uploads with limits.

use std::{collections::BTreeMap, error::Error as _};

use axum::{
    body::to_bytes,
    extract::{
        DefaultBodyLimit, FromRequest, Multipart, Request,
        multipart::{Field, MultipartError},
    },
    http::{StatusCode, header},
};
use bytes::{Bytes, BytesMut};
use http_body_util::LengthLimitError;

use crate::kernel::error::{Error, Result};

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

    /// Every field with its value, in the order they came.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
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

/// The layer of routes that accept this many files: without it a request may weigh two megabytes at most.
pub fn uploads(files: usize) -> DefaultBodyLimit {
    DefaultBodyLimit::max(files * FILE_BYTES + FORM_BYTES)
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        UploadForm::from_request(request, state).await.map(|form| form.fields)
    }
}

impl<S: Send + Sync> FromRequest<S> for UploadForm {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        if is_multipart(&request) {
            return read_parts(request, state).await;
        }
        Ok(Self { fields: read_plain(request).await?, files: Vec::new() })
    }
}

const FORM_TOO_LARGE: Error = Error::TooLarge("error-form-too-large");
const FILE_TOO_LARGE: Error = Error::TooLarge("error-file-too-large");

fn unreadable() -> Error {
    Error::field("form", "error-form-unreadable")
}

fn refused(error: MultipartError) -> Error {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE { FILE_TOO_LARGE } else { unreadable() }
}

/// Reads `name=value&…`.
async fn read_plain(request: Request) -> Result<Form> {
    let body = to_bytes(request.into_body(), FORM_BYTES).await.map_err(|error| {
        let large = error.source().is_some_and(|why| why.is::<LengthLimitError>());
        if large { FORM_TOO_LARGE } else { unreadable() }
    })?;
    let fields = url::form_urlencoded::parse(&body);
    Ok(Form(fields.map(|(name, value)| (name.into_owned(), without_nul(&value))).collect()))
}

/// No text holds a NUL: PostgreSQL keeps none, and nobody types one.
fn without_nul(text: &str) -> String {
    text.replace('\0', "")
}

/// Reads `multipart/form-data`, within limits on parts and bytes.
async fn read_parts<S: Send + Sync>(request: Request, state: &S) -> Result<UploadForm> {
    let mut parts = Multipart::from_request(request, state).await.map_err(|_| unreadable())?;
    let mut form = UploadForm::default();
    for _ in 0..PARTS {
        let part = parts.next_field().await.map_err(refused)?;
        let Some(part) = part else { return Ok(form) };
        let field = part.name().unwrap_or_default().to_owned();
        let file_name = part.file_name().map(str::to_owned);
        let most = if file_name.is_some() { FILE_BYTES } else { FORM_BYTES };
        let bytes = read_part(part, most).await?;
        match file_name {
            Some(file_name) if !bytes.is_empty() => {
                form.files.push(Upload { field, file_name, bytes });
            }
            Some(_) => {}
            None => {
                let text = without_nul(&String::from_utf8_lossy(&bytes));
                form.fields.0.push((field, text));
            }
        }
    }
    Err(FORM_TOO_LARGE)
}

/// One part, given up as soon as it is larger than `most`. All of them together are bounded by [`uploads`].
async fn read_part(mut part: Field<'_>, most: usize) -> Result<Bytes> {
    let mut all = BytesMut::new();
    while let Some(chunk) = part.chunk().await.map_err(refused)? {
        if all.len() + chunk.len() > most {
            return Err(if most == FORM_BYTES { FORM_TOO_LARGE } else { FILE_TOO_LARGE });
        }
        all.extend_from_slice(&chunk);
    }
    Ok(all.freeze())
}

fn is_multipart(request: &Request) -> bool {
    request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kind| kind.to_ascii_lowercase().starts_with("multipart/form-data"))
}
