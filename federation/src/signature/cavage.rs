//! draft-cavage-http-signatures: the `Signature` header read, and what it signed rebuilt.
//!
//! For [`super::policy`], and for tests against published vectors. Never decides whether what is covered is enough.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::Method;

use super::headers::joined;
use super::{SignatureError, SignedRequest};

/// The most headers one signature covers.
const MANY: usize = 40;

/// A `Signature` header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cavage {
    /// The key it names.
    pub key_id: String,
    /// The algorithm it declares, in lower case.
    pub algorithm: Option<String>,
    /// What it covers, in order, in lower case.
    pub covered: Vec<String>,
    /// When it was made, in seconds, if it says.
    pub created: Option<String>,
    /// Until when it holds, in seconds, if it says.
    pub expires: Option<String>,
    /// The signature.
    pub signature: Vec<u8>,
}

impl Cavage {
    /// Reads the header's value. A leading `Signature ` is tolerated, a doubled parameter is not.
    pub fn parse(value: &str) -> Result<Self, SignatureError> {
        let mut found: Vec<(String, String)> = Vec::new();
        let text = value.trim();
        let mut rest = text.strip_prefix("Signature ").unwrap_or(text);
        while let Some((name, content, after)) = parameter(rest)? {
            if found.iter().any(|(known, _)| *known == name) {
                return Err(SignatureError::Malformed("a doubled signature parameter"));
            }
            found.push((name, content));
            rest = after;
        }
        let mut take = |name: &str| {
            let place = found.iter().position(|(known, _)| known == name)?;
            Some(found.swap_remove(place).1)
        };
        let signature =
            take("signature").ok_or(SignatureError::Malformed("no signature parameter"))?;
        let covered = take("headers").unwrap_or_else(|| "date".to_owned()).to_ascii_lowercase();
        let covered: Vec<String> = covered.split_ascii_whitespace().map(str::to_owned).collect();
        if covered.len() > MANY
            || covered
                .iter()
                .enumerate()
                .any(|(at, name)| covered.iter().take(at).any(|one| one == name))
        {
            return Err(SignatureError::Malformed("headers covered twice or too many"));
        }
        Ok(Self {
            key_id: take("keyId").ok_or(SignatureError::Malformed("no keyId parameter"))?,
            algorithm: take("algorithm").map(|name| name.to_ascii_lowercase()),
            covered,
            created: take("created"),
            expires: take("expires"),
            signature: STANDARD
                .decode(signature.trim())
                .map_err(|_| SignatureError::Malformed("the signature is not base64"))?,
        })
    }

    /// Tells whether it covers this header or pseudo-header.
    #[must_use]
    pub fn covers(&self, name: &str) -> bool {
        self.covered.iter().any(|one| one == name)
    }

    /// What may have been signed, most likely first: with the query; for a GET also without it; and with a `Host` without its
    /// port, because Gancio signs that.
    pub fn signing_strings(
        &self,
        request: &SignedRequest<'_>,
    ) -> Result<Vec<Vec<u8>>, SignatureError> {
        let full = request.target_uri.path_and_query();
        let mut paths = vec![full.as_ref()];
        if let (&Method::GET, Some((path, _))) = (request.method, full.split_once('?')) {
            paths.push(path);
        }
        let mut hosts = vec![None];
        if let Some(host) = joined(request.headers, "host").filter(|_| self.covers("host"))
            && let Some(colon) = host.iter().rposition(|byte| *byte == b':')
        {
            hosts.push(host.get(..colon).map(<[u8]>::to_vec));
        }
        let mut all = Vec::new();
        for host in &hosts {
            for path in &paths {
                all.push(self.signing_string(request, path, host.as_deref())?);
            }
        }
        Ok(all)
    }

    fn signing_string(
        &self,
        request: &SignedRequest<'_>,
        path: &str,
        host: Option<&[u8]>,
    ) -> Result<Vec<u8>, SignatureError> {
        let mut lines: Vec<Vec<u8>> = Vec::new();
        for name in &self.covered {
            let value = match (name.as_str(), host) {
                ("(request-target)", _) => {
                    format!("{} {path}", request.method.as_str().to_ascii_lowercase()).into_bytes()
                }
                ("(created)", _) => self.moment(self.created.as_ref())?,
                ("(expires)", _) => self.moment(self.expires.as_ref())?,
                ("host", Some(host)) => host.to_vec(),
                _ => joined(request.headers, name)
                    .ok_or(SignatureError::Refused("a covered header is missing"))?,
            };
            lines.push([name.as_bytes(), b": ", &value].concat());
        }
        Ok(lines.join(&b'\n'))
    }

    /// The value of `(created)` or `(expires)`, which only `hs2019` may cover.
    fn moment(&self, value: Option<&String>) -> Result<Vec<u8>, SignatureError> {
        if self.algorithm.as_deref().is_some_and(|name| name.starts_with("rsa-")) {
            return Err(SignatureError::Refused("(created) does not go with this algorithm"));
        }
        value
            .map(|value| value.clone().into_bytes())
            .ok_or(SignatureError::Refused("a covered parameter is missing"))
    }
}

/// Takes one `name="value"` or `name=value` off the front; `None` at the end.
fn parameter(text: &str) -> Result<Option<(String, String, &str)>, SignatureError> {
    const BAD: SignatureError =
        SignatureError::Malformed("the signature parameters cannot be read");
    let text = text.trim_start();
    if text.is_empty() {
        return Ok(None);
    }
    let (name, rest) = text.split_once('=').ok_or(BAD)?;
    let name = name.trim();
    if name.is_empty()
        || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
    {
        return Err(BAD);
    }
    let rest = rest.trim_start();
    let (value, after) = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split_once('"').ok_or(BAD)?,
        None => rest.split_at(rest.find(',').unwrap_or(rest.len())),
    };
    if value.contains('\\') {
        return Err(BAD);
    }
    let after = after.trim_start();
    let after = if after.is_empty() { after } else { after.strip_prefix(',').ok_or(BAD)? };
    Ok(Some((name.to_owned(), value.trim().to_owned(), after)))
}
