//! What people send with forms: fields, files, tables.

use axum::{body::Body, extract::FromRequest as _};
use futures::FutureExt as _;
use http::Request;
use parvis::{
    features::{artworks, events},
    kernel::{clock::Time, i18n::Lang},
    platform::web::UploadForm,
};

/// A form with files, behind its boundary: the first line of the input.
pub fn form(data: &[u8]) {
    let cut = data.iter().position(|byte| *byte == b'\n').unwrap_or(data.len());
    let (boundary, rest) = data.split_at(cut);
    let kind = [b"multipart/form-data; boundary=", boundary].concat();
    let body = rest.get(1..).unwrap_or_default().to_vec();
    let size = body.len();
    let Ok(request) = Request::post("/").header("content-type", kind).body(Body::from(body)) else {
        return;
    };
    let read =
        UploadForm::from_request(request, &()).now_or_never().expect("the whole body is here");
    if let Ok(form) = read {
        let taken: usize = form.files.iter().map(|file| file.bytes.len()).sum();
        assert!(taken <= size, "more was read than was sent");
    }
}

/// A catalogue as a table.
pub fn table(data: &[u8]) {
    if let Ok(table) = artworks::import::read(data) {
        for line in &table.lines {
            assert!(line.number >= 1);
            let _ = (line.get("title"), line.list("pictures"));
        }
    }
}

/// A programme, as a calendar or as a table. However it repeats, reading it ends, and each line is of an event it names.
pub fn programme(data: &[u8]) {
    let zone = "Europe/Paris".parse().expect("a zone");
    let now = chrono::DateTime::from_timestamp(1_780_308_000, 0).expect("a moment");
    if let Ok(read) = events::import::read_at(data, zone, Lang::Fr, Time::from(now)) {
        for line in &read.lines {
            assert!(line.number >= 1);
            let _ = (line.get("uid"), line.get("title"), line.get("start"));
        }
    }
}
