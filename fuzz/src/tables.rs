//! What people send with forms: fields, files, tables.

use axum::{body::Body, extract::FromRequest as _};
use futures::FutureExt as _;
use http::Request;
use parvis::{features::artworks::import, platform::web::UploadForm};

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
    if let Ok(table) = import::read(data) {
        for line in &table.lines {
            assert!(line.number >= 1);
            let _ = (line.get("title"), line.list("pictures"));
        }
    }
}
