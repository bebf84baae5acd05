//! The `@context` of each family of documents we emit.
//!
//! For the builders of this crate and for anyone adding a noun. Terms stand inline: peers never look inside, and those that
//! do must not have to fetch ours. Never read on the way in: nothing here processes JSON-LD.

use serde_json::{Map, Value, json};

/// The ActivityStreams context, first in every document.
pub const ACTIVITY_STREAMS: &str = "https://www.w3.org/ns/activitystreams";
/// The context that defines `publicKey`.
pub const SECURITY: &str = "https://w3id.org/security/v1";
/// The context that defines `Multikey` and `assertionMethod`.
pub const CONTROLLED_IDENTIFIERS: &str = "https://www.w3.org/ns/cid/v1";
/// The context that defines `webfinger` (FEP-2c59).
pub const WEBFINGER: &str = "https://purl.archive.org/socialweb/webfinger";
/// The context that defines `proof` (FEP-8b32).
pub const DATA_INTEGRITY: &str = "https://w3id.org/security/data-integrity/v2";
/// Where the terms of Parvis live.
pub const PARVIS: &str = "https://w3id.org/parvis/ns#";

/// A family of documents that shares one `@context`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Activities and collections that need no term beyond ActivityStreams.
    Plain,
    /// Actors other than the instance.
    Actor,
    /// The instance actor: as few terms as possible.
    Instance,
    /// Notes: replies, traces, artworks, works, awards.
    Note,
    /// Events and places.
    Event,
    /// Polls.
    Poll,
    /// A `Like` that carries an emoji.
    Reaction,
    /// The answer to a quote request.
    QuoteAnswer,
    /// A quote authorization.
    QuoteAuthorization,
}

/// The `@context` value of a family.
#[must_use]
pub fn context(family: Family) -> Value {
    match family {
        Family::Plain => json!(ACTIVITY_STREAMS),
        Family::Actor => json!([
            ACTIVITY_STREAMS,
            SECURITY,
            CONTROLLED_IDENTIFIERS,
            WEBFINGER,
            merged(&[actor_terms(), policy_terms(), event_terms()])
        ]),
        Family::Instance => {
            json!([ACTIVITY_STREAMS, SECURITY, { "manuallyApprovesFollowers": "as:manuallyApprovesFollowers" }])
        }
        Family::Note => {
            json!([ACTIVITY_STREAMS, merged(&[note_terms(), policy_terms(), venue_terms()])])
        }
        Family::Event => json!([ACTIVITY_STREAMS, event_terms()]),
        Family::Poll => json!([ACTIVITY_STREAMS, {
            "sensitive": "as:sensitive",
            "toot": "http://joinmastodon.org/ns#",
            "votersCount": "toot:votersCount",
        }]),
        Family::Reaction => {
            json!([ACTIVITY_STREAMS, { "toot": "http://joinmastodon.org/ns#", "Emoji": "toot:Emoji" }])
        }
        Family::QuoteAnswer => {
            json!([ACTIVITY_STREAMS, { "QuoteRequest": "https://w3id.org/fep/044f#QuoteRequest" }])
        }
        Family::QuoteAuthorization => json!([ACTIVITY_STREAMS, {
            "QuoteAuthorization": "https://w3id.org/fep/044f#QuoteAuthorization",
            "gts": "https://gotosocial.org/ns#",
            "interactingObject": { "@id": "gts:interactingObject", "@type": "@id" },
            "interactionTarget": { "@id": "gts:interactionTarget", "@type": "@id" },
        }]),
    }
}

/// Joins `@context` values into one: addresses first, each once, then one object with every term.
#[must_use]
pub fn combine(contexts: &[Value]) -> Value {
    let mut addresses: Vec<Value> = vec![json!(ACTIVITY_STREAMS)];
    let mut terms = Map::new();
    for item in contexts.iter().flat_map(crate::lenient::items) {
        match item {
            Value::Object(map) => terms.extend(map.clone()),
            Value::String(_) if !addresses.contains(item) => addresses.push(item.clone()),
            _ => {}
        }
    }
    if !terms.is_empty() {
        addresses.push(Value::Object(terms));
    }
    if addresses.len() == 1 { json!(ACTIVITY_STREAMS) } else { Value::Array(addresses) }
}

fn merged(parts: &[Value]) -> Value {
    let mut terms = Map::new();
    for part in parts {
        if let Value::Object(map) = part {
            terms.extend(map.clone());
        }
    }
    Value::Object(terms)
}

fn actor_terms() -> Value {
    json!({
        "manuallyApprovesFollowers": "as:manuallyApprovesFollowers",
        "toot": "http://joinmastodon.org/ns#",
        "featured": { "@id": "toot:featured", "@type": "@id" },
        "featuredTags": { "@id": "toot:featuredTags", "@type": "@id" },
        "discoverable": "toot:discoverable",
        "indexable": "toot:indexable",
        "suspended": "toot:suspended",
        "schema": "http://schema.org#",
        "PropertyValue": "schema:PropertyValue",
        "value": "schema:value",
        "alsoKnownAs": { "@id": "as:alsoKnownAs", "@type": "@id" },
        "movedTo": { "@id": "as:movedTo", "@type": "@id" },
        "Hashtag": "as:Hashtag",
    })
}

fn note_terms() -> Value {
    json!({
        "sensitive": "as:sensitive",
        "Hashtag": "as:Hashtag",
        "toot": "http://joinmastodon.org/ns#",
        "blurhash": "toot:blurhash",
        "focalPoint": { "@container": "@list", "@id": "toot:focalPoint" },
    })
}

fn policy_terms() -> Value {
    json!({
        "gts": "https://gotosocial.org/ns#",
        "interactionPolicy": { "@id": "gts:interactionPolicy", "@type": "@id" },
        "canQuote": { "@id": "gts:canQuote", "@type": "@id" },
        "automaticApproval": { "@id": "gts:automaticApproval", "@type": "@id" },
        "manualApproval": { "@id": "gts:manualApproval", "@type": "@id" },
    })
}

fn venue_terms() -> Value {
    json!({
        "parvis": PARVIS,
        "crm": "http://www.cidoc-crm.org/cidoc-crm/",
        "schemaorg": "https://schema.org/",
        "artwork": { "@id": "parvis:artwork", "@type": "@id" },
        "contributions": { "@id": "parvis:contributions", "@type": "@id" },
        "contributors": { "@id": "parvis:contributors", "@type": "@id" },
        "feeling": "parvis:feeling",
    })
}

fn event_terms() -> Value {
    json!({
        "sensitive": "as:sensitive",
        "Hashtag": "as:Hashtag",
        "mz": "https://joinmobilizon.org/ns#",
        "pt": "https://joinpeertube.org/ns#",
        "sc": "http://schema.org#",
        "ical": "http://www.w3.org/2002/12/cal/ical#",
        "PostalAddress": "sc:PostalAddress",
        "address": { "@id": "sc:address", "@type": "sc:PostalAddress" },
        "addressCountry": "sc:addressCountry",
        "addressRegion": "sc:addressRegion",
        "addressLocality": "sc:addressLocality",
        "postalCode": "sc:postalCode",
        "streetAddress": "sc:streetAddress",
        "category": "sc:category",
        "inLanguage": "sc:inLanguage",
        "maximumAttendeeCapacity": "sc:maximumAttendeeCapacity",
        "remainingAttendeeCapacity": "sc:remainingAttendeeCapacity",
        "joinMode": { "@id": "mz:joinMode", "@type": "mz:joinModeType" },
        "participantCount": { "@id": "mz:participantCount", "@type": "sc:Integer" },
        "timezone": { "@id": "mz:timezone", "@type": "sc:Text" },
        "isOnline": { "@id": "mz:isOnline", "@type": "sc:Boolean" },
        "anonymousParticipationEnabled": { "@id": "mz:anonymousParticipationEnabled", "@type": "sc:Boolean" },
        "externalParticipationUrl": { "@id": "mz:externalParticipationUrl", "@type": "sc:URL" },
        "repliesModerationOption": { "@id": "mz:repliesModerationOption", "@type": "mz:repliesModerationOptionType" },
        "commentsEnabled": { "@id": "pt:commentsEnabled", "@type": "sc:Boolean" },
        "displayEndTime": "https://w3id.org/fep/8a8e/displayEndTime",
        "pf": "https://join.piefed.social/ns#",
        "anonymousParticipation": "pf:anonymousParticipation",
        "onlineLink": "pf:onlineLink",
        "buyTicketsLink": "pf:buyTicketsLink",
        "feeCurrency": "pf:feeCurrency",
        "feeAmount": "pf:feeAmount",
        "uuid": "sc:identifier",
        "status": "http://www.w3.org/2002/12/cal/ical#status",
    })
}
