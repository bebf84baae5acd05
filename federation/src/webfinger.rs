//! WebFinger and host-meta: from a handle to an actor and back.
use serde_json::Value;
use crate::error::WireError;
use crate::iri::Iri;
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
    pub fn parse(_resource: &str, _own_domain: &str) -> Result<Self, WireError> { todo!() }
    /// Reads a whole query string (`resource=…&rel=…`).
    pub fn from_query(_query: &str, _own_domain: &str) -> Result<Self, WireError> { todo!() }
}
/// One link of a JRD.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Link {
    /// What it is to the subject.
    pub rel: String,
    /// Its media type.
    pub media_type: Option<String>,
    /// Where it leads.
    pub href: Option<String>,
    /// A pattern with a gap.
    pub template: Option<String>,
}
/// The answer to a WebFinger request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Jrd {
    /// Whom it is about: `acct:name@domain`.
    pub subject: String,
    /// Other addresses of the same actor.
    pub aliases: Vec<String>,
    /// The links.
    pub links: Vec<Link>,
}
impl Jrd {
    /// The answer for one of our actors.
    #[must_use]
    pub fn build(_account: &Account<'_>) -> Self { todo!() }
    /// The answer about the server itself (FEP-d556): its root address and its instance actor.
    #[must_use]
    pub fn server(_root: &Iri, _instance_actor: &Iri) -> Self { todo!() }
    /// Reads somebody's answer leniently.
    pub fn parse(_document: &Value) -> Result<Self, WireError> { todo!() }
    /// The document, to serve as `application/jrd+json`.
    #[must_use]
    pub fn to_json(&self) -> Value { todo!() }
    /// The actor: the `self` link of an ActivityPub media type.
    #[must_use]
    pub fn self_link(&self) -> Option<Iri> { todo!() }
    /// The name and the domain of the subject, both in lower case.
    #[must_use]
    pub fn subject(&self) -> Option<(String, String)> { todo!() }
    /// The pattern by which a person follows from their own server; `{uri}` is the gap.
    #[must_use]
    pub fn subscribe_template(&self) -> Option<&str> { todo!() }
}
/// What WebFinger tells of one of our actors.
#[derive(Debug, Clone, Copy)]
pub struct Account<'a> {
    /// The name before the `@`.
    pub name: &'a str,
    /// Our domain.
    pub domain: &'a str,
    /// The actor's id.
    pub actor: &'a Iri,
    /// The page for people.
    pub page: Option<&'a Iri>,
    /// The avatar and its media type.
    pub avatar: Option<(&'a Iri, &'a str)>,
    /// Where our people go to interact with somebody else's things: an address ending in `{uri}`.
    pub subscribe_template: Option<&'a str>,
}
/// Splits `name@domain`, with or without `acct:` or a leading `@`; the domain must be a bare host, with a port or not.
pub fn parse_handle(_handle: &str) -> Result<(String, String), WireError> { todo!() }
/// The address to ask about a handle: `https://domain/.well-known/webfinger?resource=acct:…`.
pub fn request_address(_name: &str, _domain: &str) -> Result<Iri, WireError> { todo!() }
/// The host-meta document (XRD) that points old servers to WebFinger.
#[must_use]
pub fn host_meta(_origin: &str) -> String { todo!() }
/// The media type of a WebFinger answer.
pub const JRD_JSON: &str = "application/jrd+json";
/// The media type of host-meta.
pub const XRD_XML: &str = "application/xrd+xml";
