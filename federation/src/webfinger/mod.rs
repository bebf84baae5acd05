//! WebFinger and host-meta: from a handle to an actor and back.
//!
//! For `/.well-known/webfinger` and for looking people up. Never believes a handle by itself: the actor's own document and
//! this one have to name each other, which is the caller's check.

mod resource;

use serde_json::{Map, Value, json};

use crate::error::WireError;
use crate::iri::Iri;
use crate::lenient;
use crate::{ACTIVITY_JSON, is_activity_type};

pub use resource::{Resource, parse_handle, request_address};

/// The media type of a WebFinger answer.
pub const JRD_JSON: &str = "application/jrd+json";
/// The media type of host-meta.
pub const XRD_XML: &str = "application/xrd+xml";

const SELF: &str = "self";
const PROFILE: &str = "http://webfinger.net/rel/profile-page";
const AVATAR: &str = "http://webfinger.net/rel/avatar";
const SUBSCRIBE: &str = "http://ostatus.org/schema/1.0/subscribe";
const SERVICE: &str = "https://www.w3.org/ns/activitystreams#Service";

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

impl Jrd {
    /// The answer for one of our actors. `self` is the only `application/` link: Lemmy takes the last one of those.
    #[must_use]
    pub fn build(account: &Account<'_>) -> Self {
        let link = |rel: &str, media_type: &str, href: &Iri| Link {
            rel: rel.to_owned(),
            media_type: Some(media_type.to_owned()),
            href: Some(href.to_string()),
            template: None,
        };
        let mut links = vec![link(SELF, ACTIVITY_JSON, account.actor)];
        links.extend(account.page.map(|page| link(PROFILE, "text/html", page)));
        links.extend(account.subscribe_template.map(|template| Link {
            rel: SUBSCRIBE.to_owned(),
            template: Some(template.to_owned()),
            ..Link::default()
        }));
        links.extend(account.avatar.map(|(avatar, media_type)| link(AVATAR, media_type, avatar)));
        Self {
            subject: format!("acct:{}@{}", account.name, account.domain),
            aliases: account.page.into_iter().chain([account.actor]).map(Iri::to_string).collect(),
            links,
        }
    }

    /// The answer about the server itself (FEP-d556): its root address and its instance actor.
    #[must_use]
    pub fn server(root: &Iri, instance_actor: &Iri) -> Self {
        let link = Link {
            rel: SERVICE.to_owned(),
            media_type: Some(ACTIVITY_JSON.to_owned()),
            href: Some(instance_actor.to_string()),
            template: None,
        };
        Self { subject: root.to_string(), aliases: Vec::new(), links: vec![link] }
    }

    /// Reads somebody's answer leniently.
    pub fn parse(document: &Value) -> Result<Self, WireError> {
        let links = document
            .get("links")
            .map(lenient::items)
            .ok_or(WireError::Malformed("an answer without links"))?;
        let links = links.into_iter().filter_map(|link| {
            Some(Link {
                rel: lenient::text(link, "rel")?,
                media_type: lenient::text(link, "type"),
                href: lenient::text(link, "href"),
                template: lenient::text(link, "template"),
            })
        });
        Ok(Self {
            subject: lenient::text(document, "subject").unwrap_or_default(),
            aliases: document.get("aliases").map(lenient::strings).unwrap_or_default(),
            links: links.collect(),
        })
    }

    /// The document, to serve as `application/jrd+json`.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let links = self.links.iter().map(|link| {
            let mut object = Map::new();
            object.insert("rel".into(), link.rel.as_str().into());
            let parts =
                [("type", &link.media_type), ("href", &link.href), ("template", &link.template)];
            for (member, part) in parts {
                if let Some(part) = part {
                    object.insert(member.into(), part.as_str().into());
                }
            }
            Value::Object(object)
        });
        let links: Vec<Value> = links.collect();
        let mut document = Map::new();
        document.insert("subject".into(), self.subject.as_str().into());
        if !self.aliases.is_empty() {
            document.insert("aliases".into(), json!(self.aliases));
        }
        document.insert("links".into(), links.into());
        Value::Object(document)
    }

    /// The actor: the `self` link of an ActivityPub media type.
    #[must_use]
    pub fn self_link(&self) -> Option<Iri> {
        let mut links = self.links.iter().filter(|link| link.rel == SELF);
        let link = links.find(|link| link.media_type.as_deref().is_some_and(is_activity_type))?;
        Iri::parse(link.href.as_deref()?).ok()
    }

    /// The instance actor of an answer about a server (FEP-d556).
    #[must_use]
    pub fn service_link(&self) -> Option<Iri> {
        let link = self.links.iter().find(|link| link.rel == SERVICE)?;
        Iri::parse(link.href.as_deref()?).ok()
    }

    /// The name and the domain of the subject, both in lower case.
    #[must_use]
    pub fn subject(&self) -> Option<(String, String)> {
        let start = self.subject.get(..5)?;
        start.eq_ignore_ascii_case("acct:").then(|| parse_handle(&self.subject).ok()).flatten()
    }

    /// The pattern by which a person follows from their own server; `{uri}` is the gap.
    #[must_use]
    pub fn subscribe_template(&self) -> Option<&str> {
        let link = self.links.iter().find(|link| link.rel == SUBSCRIBE)?;
        let template = link.template.as_deref()?;
        let usable =
            template.contains("{uri}") && Iri::parse(&template.replace("{uri}", "x")).is_ok();
        usable.then_some(template)
    }
}

/// The host-meta document (XRD) that points old servers to WebFinger.
#[must_use]
pub fn host_meta(origin: &str) -> String {
    let origin = origin.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <XRD xmlns=\"http://docs.oasis-open.org/ns/xri/xrd-1.0\">\n  \
         <Link rel=\"lrdd\" type=\"{JRD_JSON}\" template=\"{origin}/.well-known/webfinger?resource={{uri}}\"/>\n\
         </XRD>\n"
    )
}
