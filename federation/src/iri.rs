//! Addresses of actors and objects: validated, and kept exactly as written.
//!
//! For every module that names something on the network. An [`Iri`] is compared byte for byte, because that is what
//! identifies an object; only its origin is compared normalised. Never rewrites, never follows, never resolves.

use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use url::Url;

use crate::error::WireError;

/// The longest address accepted, in bytes.
pub const MAX_LENGTH: usize = 2048;

/// An absolute `http` or `https` address, kept verbatim.
#[derive(Clone)]
pub struct Iri {
    text: String,
    url: Url,
    host: String,
}

impl Iri {
    /// Checks and keeps an address. Refuses credentials, white space, control characters, backslashes and over-long text.
    pub fn parse(text: &str) -> Result<Self, WireError> {
        const BAD: WireError = WireError::Malformed("not an absolute http(s) address");
        if text.len() > MAX_LENGTH {
            return Err(WireError::Malformed("address too long"));
        }
        if text.chars().any(|c| c.is_whitespace() || c.is_control() || c == '\\') {
            return Err(BAD);
        }
        let after = after_scheme(text).ok_or(BAD)?;
        let authority = after.split(['/', '?', '#']).next().unwrap_or_default();
        if authority.is_empty() || authority.contains('@') {
            return Err(BAD);
        }
        let url = Url::parse(text).map_err(|_| BAD)?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(BAD);
        }
        let host = url
            .host_str()
            .map(|host| host.trim_end_matches('.').to_ascii_lowercase())
            .unwrap_or_default();
        if host.is_empty() {
            return Err(BAD);
        }
        Ok(Self { text: text.to_owned(), url, host })
    }

    /// The address as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// `http` or `https`.
    #[must_use]
    pub fn scheme(&self) -> &str {
        self.url.scheme()
    }

    /// The host in lower case, without a trailing dot and without the port.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The host, followed by `:port` when the port is not the scheme's own.
    #[must_use]
    pub fn authority(&self) -> String {
        match self.url.port() {
            Some(port) => format!("{}:{port}", self.host),
            None => self.host.clone(),
        }
    }

    /// Scheme, host and port: `https://venue.example`.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("{}://{}", self.scheme(), self.authority())
    }

    /// Tells whether both addresses are served by the same origin: scheme, host and port.
    #[must_use]
    pub fn same_origin(&self, other: &Self) -> bool {
        self.scheme() == other.scheme()
            && self.host == other.host
            && self.url.port() == other.url.port()
    }

    /// The path and the query as written, with `/` for an empty path.
    #[must_use]
    pub fn path_and_query(&self) -> Cow<'_, str> {
        let after = after_scheme(&self.text).unwrap_or_default();
        let start = after.find(['/', '?', '#']).unwrap_or(after.len());
        let rest = after.get(start..).unwrap_or_default();
        let rest = rest.split('#').next().unwrap_or_default();
        if rest.starts_with('/') { Cow::Borrowed(rest) } else { Cow::Owned(format!("/{rest}")) }
    }

    /// The path alone, as written.
    #[must_use]
    pub fn path(&self) -> String {
        self.path_and_query().split('?').next().unwrap_or_default().to_owned()
    }

    /// The query alone, without its question mark.
    #[must_use]
    pub fn query(&self) -> Option<String> {
        self.path_and_query().split_once('?').map(|(_, query)| query.to_owned())
    }

    /// The fragment, without its `#`.
    #[must_use]
    pub fn fragment(&self) -> Option<&str> {
        self.text.split_once('#').map(|(_, fragment)| fragment)
    }

    /// The address of the document this one points into.
    #[must_use]
    pub fn without_fragment(&self) -> Self {
        match self.text.split_once('#') {
            None => self.clone(),
            Some((text, _)) => {
                let mut url = self.url.clone();
                url.set_fragment(None);
                Self { text: text.to_owned(), url, host: self.host.clone() }
            }
        }
    }

    /// The same address as an HTTP client sends it (dot segments resolved, unsafe characters encoded).
    #[must_use]
    pub const fn as_url(&self) -> &Url {
        &self.url
    }
}

fn after_scheme(text: &str) -> Option<&str> {
    let (scheme, rest) = text.split_once("://")?;
    (scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")).then_some(rest)
}

impl PartialEq for Iri {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Iri {}

impl Hash for Iri {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl PartialOrd for Iri {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Iri {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.text.cmp(&other.text)
    }
}

impl fmt::Display for Iri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Iri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}>", self.text)
    }
}

impl AsRef<str> for Iri {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl PartialEq<str> for Iri {
    fn eq(&self, other: &str) -> bool {
        self.text == other
    }
}

impl PartialEq<&str> for Iri {
    fn eq(&self, other: &&str) -> bool {
        self.text == *other
    }
}

impl FromStr for Iri {
    type Err = WireError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<&str> for Iri {
    type Error = WireError;

    fn try_from(text: &str) -> Result<Self, Self::Error> {
        Self::parse(text)
    }
}

impl From<Iri> for String {
    fn from(iri: Iri) -> Self {
        iri.text
    }
}

impl From<&Iri> for serde_json::Value {
    fn from(iri: &Iri) -> Self {
        Self::String(iri.text.clone())
    }
}

impl Serialize for Iri {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Iri {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}
