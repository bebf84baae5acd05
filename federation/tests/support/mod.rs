//! What the tests share: fixtures, keys, clocks and requests.
//!
//! For the test binaries of this crate. Reads files, never the network.

#![allow(dead_code)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use parvis_federation::Iri;
use parvis_federation::key::{PrivateKey, PublicKey};
use parvis_federation::signature::SignedRequest;
use serde_json::Value;

pub fn iri(text: &str) -> Iri {
    Iri::parse(text).unwrap()
}

pub fn iris(list: &[&str]) -> Vec<Iri> {
    list.iter().map(|text| iri(text)).collect()
}

pub fn time(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().with_timezone(&Utc)
}

/// In the checkout the tests run in. The one they were built in may be another: checkouts share what was built.
pub fn fixtures() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR").expect("run by cargo");
    PathBuf::from(here).join("tests/fixtures")
}

pub fn read(path: &Path) -> Value {
    let bytes = fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_slice(&bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub fn own(name: &str) -> Value {
    read(&fixtures().join("own").join(name))
}

/// The example whose file name starts with this number.
pub fn example(number: &str) -> Value {
    let folder = fixtures().join("examples");
    let file = files(&folder).into_iter().find(|path| {
        path.file_name().unwrap().to_str().unwrap().starts_with(&format!("{number}-"))
    });
    read(&file.unwrap())
}

/// Every JSON file under a folder, in order.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
    {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "json") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The folder of published vectors, when the environment names it. Says loudly when it does not.
pub fn conformance() -> Option<PathBuf> {
    let Some(folder) = std::env::var_os("PARVIS_CONFORMANCE_DATA") else {
        eprintln!("SKIPPED: PARVIS_CONFORMANCE_DATA is not set");
        return None;
    };
    Some(Path::new(&folder).join("vectors"))
}

pub fn text<'a>(value: &'a Value, member: &str) -> &'a str {
    value[member].as_str().unwrap_or_else(|| panic!("{member} is no text in {value}"))
}

static RSA: LazyLock<PrivateKey> = LazyLock::new(|| key("rsa_private_pkcs8_pem"));
static ED25519: LazyLock<PrivateKey> = LazyLock::new(|| key("ed25519_private_pkcs8_pem"));

fn key(member: &str) -> PrivateKey {
    PrivateKey::from_pem(text(&own("test_keys.json"), member)).unwrap()
}

pub fn rsa() -> PrivateKey {
    RSA.clone()
}

pub fn ed25519() -> PrivateKey {
    ED25519.clone()
}

pub fn rsa_public() -> PublicKey {
    RSA.public().clone()
}

pub fn ed25519_public() -> PublicKey {
    ED25519.public().clone()
}

/// A request put together from a vector.
#[derive(Clone)]
pub struct Request {
    pub method: Method,
    pub target: Iri,
    pub headers: HeaderMap,
    pub body: Option<Vec<u8>>,
}

impl Request {
    pub fn new(method: &str, target: &str, body: Option<&str>) -> Self {
        Self {
            method: method.parse().unwrap(),
            target: iri(target),
            headers: HeaderMap::new(),
            body: body.map(|body| body.as_bytes().to_vec()),
        }
    }

    pub fn with_headers(mut self, headers: &Value) -> Self {
        for (name, value) in headers.as_object().unwrap() {
            if let Some(value) = value.as_str() {
                self.set(name, value);
            }
        }
        self
    }

    pub fn set(&mut self, name: &str, value: &str) {
        let name: HeaderName = name.to_ascii_lowercase().parse().unwrap();
        self.headers.insert(name, HeaderValue::from_str(value).unwrap());
    }

    pub fn add(&mut self, name: &str, value: &str) {
        let name: HeaderName = name.to_ascii_lowercase().parse().unwrap();
        self.headers.append(name, HeaderValue::from_str(value).unwrap());
    }

    pub fn set_all(&mut self, headers: Vec<(HeaderName, HeaderValue)>) {
        self.headers.extend(headers);
    }

    pub fn get(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }

    pub fn signed(&self) -> SignedRequest<'_> {
        SignedRequest {
            method: &self.method,
            target_uri: &self.target,
            headers: &self.headers,
            body: self.body.as_deref(),
        }
    }
}

/// A document without the members whose difference does not matter on the wire: contexts are compared elsewhere, and an
/// empty `cc` says the same as none.
pub fn comparable(document: &Value) -> Value {
    match document {
        Value::Object(members) => members
            .iter()
            .filter(|(name, value)| {
                name.as_str() != "@context"
                    && !(*name == "cc" && value.as_array().is_some_and(Vec::is_empty))
            })
            .map(|(name, value)| (name.clone(), comparable(value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        Value::Array(list) => list.iter().map(comparable).collect(),
        other => other.clone(),
    }
}
