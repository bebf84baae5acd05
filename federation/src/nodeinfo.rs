//! NodeInfo: what software a server runs, and which actor is the server.
use serde_json::Value;
use crate::iri::Iri;
/// The version of the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// 2.0
    V2_0,
    /// 2.1
    V2_1,
}
/// What we tell about ourselves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NodeInfo {
    /// The software: lower case letters, digits and dashes.
    pub software: String,
    /// Its version.
    pub version: String,
    /// Where its source is.
    pub repository: Option<String>,
    /// Where it is described.
    pub homepage: Option<String>,
    /// Whether anybody may sign up.
    pub open_registrations: bool,
    /// How many members.
    pub users: u64,
    /// How many were here this month.
    pub active_month: u64,
    /// How many were here this half-year.
    pub active_half_year: u64,
    /// How many posts were written here.
    pub local_posts: u64,
    /// How many comments were written here.
    pub local_comments: u64,
    /// The venue's name.
    pub node_name: String,
    /// What the venue is.
    pub node_description: String,
}
impl NodeInfo {
    /// The document, to serve as `application/json`.
    #[must_use]
    pub fn to_json(&self, _version: Version) -> Value { todo!() }
}
/// The document at `/.well-known/nodeinfo`: both versions under `{origin}/nodeinfo/` and the instance actor (FEP-2677).
#[must_use]
pub fn well_known(_origin: &str, _instance_actor: &Iri) -> Value { todo!() }
/// Somebody's well-known document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WellKnown {
    /// Where the newest NodeInfo is.
    pub nodeinfo: Option<Iri>,
    /// The instance actor.
    pub application: Option<Iri>,
}
impl WellKnown {
    /// Reads it leniently.
    #[must_use]
    pub fn parse(_document: &Value) -> Self { todo!() }
}
/// What somebody's NodeInfo says; nothing in it is to be believed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Foreign {
    /// The software, in lower case.
    pub software: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// Whether it says it speaks ActivityPub.
    pub activitypub: bool,
    /// The server's name.
    pub node_name: Option<String>,
    /// How many members it says it has.
    pub users: Option<u64>,
}
impl Foreign {
    /// Reads it leniently.
    #[must_use]
    pub fn parse(_document: &Value) -> Self { todo!() }
}
