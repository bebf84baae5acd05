//! NodeInfo: what software a server runs, and which actor is the server.
//!
//! For `/.well-known/nodeinfo` and for getting to know peers. Never a reason to trust or refuse anybody.

use serde_json::{Map, Value, json};

use crate::iri::Iri;
use crate::lenient;

const SCHEMA_2_1: &str = "http://nodeinfo.diaspora.software/ns/schema/2.1";
const SCHEMA_2_0: &str = "http://nodeinfo.diaspora.software/ns/schema/2.0";
const APPLICATION: &str = "https://www.w3.org/ns/activitystreams#Application";

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
    pub fn to_json(&self, version: Version) -> Value {
        let mut software = Map::new();
        software.insert("name".into(), self.software.as_str().into());
        software.insert("version".into(), self.version.as_str().into());
        // The two addresses came with schema 2.1; 2.0 allows no others.
        if version == Version::V2_1 {
            for (member, address) in
                [("repository", &self.repository), ("homepage", &self.homepage)]
            {
                if let Some(address) = address {
                    software.insert(member.into(), address.as_str().into());
                }
            }
        }
        json!({
            "version": if version == Version::V2_0 { "2.0" } else { "2.1" },
            "software": software,
            "protocols": ["activitypub"],
            "services": { "inbound": [], "outbound": [] },
            "openRegistrations": self.open_registrations,
            "usage": {
                "users": { "total": self.users, "activeMonth": self.active_month, "activeHalfyear": self.active_half_year },
                "localPosts": self.local_posts,
                "localComments": self.local_comments,
            },
            "metadata": {
                "nodeName": self.node_name,
                "nodeDescription": self.node_description,
                "federation": { "enabled": true },
            },
        })
    }
}

/// The document at `/.well-known/nodeinfo`: both versions under `{origin}/nodeinfo/` and the instance actor (FEP-2677).
#[must_use]
pub fn well_known(origin: &str, instance_actor: &Iri) -> Value {
    json!({ "links": [
        { "rel": SCHEMA_2_1, "href": format!("{origin}/nodeinfo/2.1") },
        { "rel": SCHEMA_2_0, "href": format!("{origin}/nodeinfo/2.0") },
        { "rel": APPLICATION, "href": instance_actor },
    ] })
}

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
    pub fn parse(document: &Value) -> Self {
        let mut newest: Option<(String, Iri)> = None;
        let mut application = None;
        for link in document.get("links").map(lenient::items).unwrap_or_default() {
            let (Some(rel), Some(href)) = (lenient::text(link, "rel"), lenient::iri(link, "href"))
            else {
                continue;
            };
            if rel == APPLICATION {
                application = Some(href);
            } else if rel.contains("/ns/schema/2.")
                && newest.as_ref().is_none_or(|(known, _)| *known < rel)
            {
                newest = Some((rel, href));
            }
        }
        Self { nodeinfo: newest.map(|(_, href)| href), application }
    }
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
    pub fn parse(document: &Value) -> Self {
        let software = document.get("software").unwrap_or(&Value::Null);
        let protocols = document.get("protocols").map(lenient::strings).unwrap_or_default();
        let users = document.pointer("/usage/users/total").and_then(lenient::integer);
        Self {
            software: lenient::text(software, "name").map(|name| name.to_lowercase()),
            version: lenient::text(software, "version"),
            activitypub: protocols.iter().any(|one| one.eq_ignore_ascii_case("activitypub")),
            node_name: document
                .get("metadata")
                .and_then(|metadata| lenient::text(metadata, "nodeName")),
            users: users.and_then(|users| u64::try_from(users).ok()),
        }
    }
}
