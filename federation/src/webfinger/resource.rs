//! What a WebFinger request asks about, and handles.
//!
//! For answering requests and for making them. Never lets a handle steer a request: its domain is a bare host.

use url::form_urlencoded;

use crate::error::WireError;
use crate::iri::Iri;

/// The longest handle read, in bytes: a name and a DNS name.
const MAX_HANDLE: usize = 512;

/// What a WebFinger request asks about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resource {
    /// `acct:name@domain` of our domain; the name in lower case.
    Account {
        /// The part before the `@`.
        name: String,
    },
    /// An address of our own host: an actor's id, a profile page, or the root for the server itself.
    Address(Iri),
}

impl Resource {
    /// Reads the `resource` parameter: with or without `acct:` and a leading `@`, any case of the domain, percent-encoded or not.
    /// Another domain is [`WireError::WrongOrigin`] (answer 404), anything unreadable [`WireError::Malformed`] (answer 400).
    pub fn parse(resource: &str, own_domain: &str) -> Result<Self, WireError> {
        const FOREIGN: WireError = WireError::WrongOrigin("not a resource of this server");
        let text = resource.trim();
        let scheme = text.get(..8).unwrap_or(text).to_ascii_lowercase();
        if scheme.starts_with("http") {
            // An address keeps its own percent-encoding; only one encoded as a whole is decoded.
            let address =
                if text.contains("://") { Iri::parse(text)? } else { Iri::parse(&decode(text))? };
            return if address.authority().eq_ignore_ascii_case(own_domain) {
                Ok(Self::Address(address))
            } else {
                Err(FOREIGN)
            };
        }
        let (name, domain) = parse_handle(&decode(text))?;
        if domain.eq_ignore_ascii_case(own_domain) {
            Ok(Self::Account { name })
        } else {
            Err(FOREIGN)
        }
    }

    /// Reads a whole query string (`resource=…&rel=…`).
    pub fn from_query(query: &str, own_domain: &str) -> Result<Self, WireError> {
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        let (_, resource) = pairs
            .find(|(name, _)| name == "resource")
            .ok_or(WireError::Malformed("no resource asked about"))?;
        Self::parse(&resource, own_domain)
    }
}

/// Undoes percent-encoding, and nothing else: a plus stays a plus.
fn decode(text: &str) -> String {
    let text = text.replace('+', "%2B");
    form_urlencoded::parse(format!("x={text}").replace('&', "%26").as_bytes())
        .map(|(_, value)| value.into_owned())
        .next()
        .unwrap_or_default()
}

/// Splits `name@domain`, with or without `acct:` or a leading `@`; both parts come back in lower case.
///
/// The domain must be a bare host, with or without a port: nothing that could steer a request elsewhere.
pub fn parse_handle(handle: &str) -> Result<(String, String), WireError> {
    const BAD: WireError = WireError::Malformed("not a handle");
    if handle.len() > MAX_HANDLE {
        return Err(BAD);
    }
    let text = handle.trim();
    let text = match text.get(..5) {
        Some(scheme) if scheme.eq_ignore_ascii_case("acct:") => text.get(5..).unwrap_or_default(),
        _ => text,
    };
    let (name, domain) = text.strip_prefix('@').unwrap_or(text).split_once('@').ok_or(BAD)?;
    let named = !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '~' | '!' | '+'));
    let hosted = !domain.is_empty()
        && domain.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.' | ':' | '[' | ']'));
    let address = Iri::parse(&format!("https://{domain}/")).map_err(|_| BAD)?;
    // The instance actor is named like its domain, which may carry a port.
    let named = named || name.eq_ignore_ascii_case(domain);
    if named && hosted { Ok((name.to_lowercase(), address.authority())) } else { Err(BAD) }
}

/// The address to ask about a handle: `https://domain/.well-known/webfinger?resource=acct:…`.
pub fn request_address(name: &str, domain: &str) -> Result<Iri, WireError> {
    let (_, domain) = parse_handle(&format!("{name}@{domain}"))?;
    let name: String = form_urlencoded::byte_serialize(name.as_bytes()).collect();
    Iri::parse(&format!("https://{domain}/.well-known/webfinger?resource=acct:{name}@{domain}"))
}
