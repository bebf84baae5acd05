//! Signing our requests, in the two forms that most peers verify.
//!
//! For deliveries and signed fetches. Each form returns every header it covers, ready to set; never both forms in one
//! request, because a peer that knows the newer one then ignores the other.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use http::{HeaderName, HeaderValue, Method, header};

use crate::ACTIVITY_JSON;
use crate::digest;
use crate::iri::Iri;
use crate::key::{Algorithm, KeyError, PrivateKey};

/// A request of ours, about to be signed.
#[derive(Debug, Clone, Copy)]
pub struct Outgoing<'a> {
    /// The method.
    pub method: &'a Method,
    /// Where it goes.
    pub target: &'a Iri,
    /// The exact bytes of the body.
    pub body: Option<&'a [u8]>,
}

impl Outgoing<'_> {
    /// Path and query as an HTTP client sends them.
    fn path_and_query(&self) -> String {
        let url = self.target.as_url();
        url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()))
    }

    /// The whole address as an HTTP client sends it.
    fn target_uri(&self) -> String {
        format!("{}{}", self.target.origin(), self.path_and_query())
    }
}

/// Signs by draft-cavage: `Host`, `Date`, `Digest` and `Content-Type` for a body, `Signature`. Set them all on the request.
///
/// No spaces after commas (Pixelfed), no `created` or `expires` (GoToSocial allows ten seconds), one digest (Lemmy).
pub fn sign_cavage(
    request: &Outgoing<'_>,
    key: &PrivateKey,
    key_id: &Iri,
    now: DateTime<Utc>,
) -> Result<Vec<(HeaderName, HeaderValue)>, KeyError> {
    let mut headers = vec![
        (header::HOST, value(&request.target.authority())?),
        (header::DATE, value(&now.format("%a, %d %b %Y %H:%M:%S GMT").to_string())?),
    ];
    if let Some(body) = request.body {
        headers.push((HeaderName::from_static("digest"), digest::make(body)));
        headers.push((header::CONTENT_TYPE, HeaderValue::from_static(ACTIVITY_JSON)));
    }
    let method = request.method.as_str().to_ascii_lowercase();
    let mut names = "(request-target)".to_owned();
    let mut text = format!("(request-target): {method} {}", request.path_and_query()).into_bytes();
    for (name, value) in &headers {
        names.push(' ');
        names.push_str(name.as_str());
        text.extend_from_slice(format!("\n{name}: ").as_bytes());
        text.extend_from_slice(value.as_bytes());
    }
    let algorithm = match key.algorithm() {
        Algorithm::Ed25519 => "hs2019",
        Algorithm::RsaSha256 | Algorithm::RsaSha512 => "rsa-sha256",
    };
    let signature = STANDARD.encode(key.sign(&text)?);
    let text = format!(
        "keyId=\"{key_id}\",algorithm=\"{algorithm}\",headers=\"{names}\",signature=\"{signature}\""
    );
    headers.push((HeaderName::from_static("signature"), value(&text)?));
    Ok(headers)
}

/// Signs by RFC 9421 in Mastodon's profile: `Content-Digest` and `Content-Type` for a body, `Signature-Input`, `Signature`. Set them all on the request.
pub fn sign_rfc9421(
    request: &Outgoing<'_>,
    key: &PrivateKey,
    key_id: &Iri,
    now: DateTime<Utc>,
) -> Result<Vec<(HeaderName, HeaderValue)>, KeyError> {
    let mut headers = Vec::new();
    let mut components = "\"@method\" \"@target-uri\"".to_owned();
    let mut base =
        format!("\"@method\": {}\n\"@target-uri\": {}\n", request.method, request.target_uri())
            .into_bytes();
    if let Some(body) = request.body {
        let content_digest = digest::make_content(body);
        components.push_str(" \"content-digest\"");
        base.extend_from_slice(b"\"content-digest\": ");
        base.extend_from_slice(content_digest.as_bytes());
        base.push(b'\n');
        headers.push((HeaderName::from_static("content-digest"), content_digest));
        headers.push((header::CONTENT_TYPE, HeaderValue::from_static(ACTIVITY_JSON)));
    }
    let algorithm = match key.algorithm() {
        Algorithm::Ed25519 => "ed25519",
        Algorithm::RsaSha256 | Algorithm::RsaSha512 => "rsa-v1_5-sha256",
    };
    let params = format!(
        "({components});created={};keyid=\"{key_id}\";alg=\"{algorithm}\"",
        now.timestamp()
    );
    base.extend_from_slice(format!("\"@signature-params\": {params}").as_bytes());
    let signature = STANDARD.encode(key.sign(&base)?);
    headers.push((HeaderName::from_static("signature-input"), value(&format!("sig1={params}"))?));
    headers.push((HeaderName::from_static("signature"), value(&format!("sig1=:{signature}:"))?));
    Ok(headers)
}

fn value(text: &str) -> Result<HeaderValue, KeyError> {
    HeaderValue::from_str(text).map_err(|_| KeyError::Failed)
}
