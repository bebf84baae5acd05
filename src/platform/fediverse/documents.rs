//! The ActivityPub documents of this server's own actors and objects, as they are served and sent.
//!
//! For `serve` and `publish`. Objects are described by the noun that owns them; whether anybody may read a
//! document is the caller's question.

use diesel::prelude::*;
use parvis_federation::{
    Iri,
    actor::{self, ActorKey, PropertyValue, RFC_9421},
    context::{Family, context},
    key::PublicKey,
    lenient,
    object::{Image, Tombstone},
};
use serde_json::Value;

use super::local;
use crate::{
    kernel::{
        db::Conn,
        error::{Error, Result},
        text,
    },
    platform::{
        actors::{Actor, ActorKind},
        app::App,
        media::pictures,
        objects::Object,
    },
    schema::outbound,
};

/// The document of an object with its `@context`; `None` when no noun describes it.
pub fn object(app: &App, conn: &mut Conn, object: &Object) -> Result<Option<Value>> {
    for feature in app.features {
        if feature.kinds().contains(&object.kind.as_str()) {
            let described = feature.describe(app, conn, object)?;
            return Ok(described.map(with_context));
        }
    }
    Ok(None)
}

/// Is it something peers show as a post? Places are documents too, but nobody's news.
pub fn is_post(document: &Value) -> bool {
    lenient::kind(document).is_some_and(|kind| {
        matches!(
            kind.as_str(),
            "Note" | "Article" | "Page" | "Question" | "Event" | "Image" | "Audio" | "Video"
        )
    })
}

/// A document with the `@context` its type needs.
pub fn with_context(mut document: Value) -> Value {
    if document.get("@context").is_none() {
        let family = match lenient::kind(&document).as_deref() {
            Some("Event" | "Place") => Family::Event,
            Some("Question") => Family::Poll,
            _ => Family::Note,
        };
        if let Some(members) = document.as_object_mut() {
            members.shift_insert(0, "@context".to_owned(), context(family));
        }
    }
    document
}

/// What stands in the place of a withdrawn object.
pub fn tombstone(conn: &mut Conn, object: &Object) -> Result<Tombstone> {
    // What the object was is known from what was said about it: its noun may have forgotten already.
    let said: Vec<String> = outbound::table
        .filter(outbound::object_id.eq(object.id))
        .filter(outbound::verb.eq_any(["Create", "Delete"]))
        .select(outbound::body)
        .load(conn)?;
    let former = said.iter().find_map(|body| {
        let activity: Value = serde_json::from_str(body).ok()?;
        let about = activity.get("object")?;
        lenient::text(about, "formerType").or_else(|| lenient::kind(about))
    });
    Ok(Tombstone {
        id: address(&object.iri)?,
        former_type: Some(former.unwrap_or_else(|| "Note".to_owned())),
        deleted: object.deleted_at.map(|at| at.utc()),
    })
}

/// What stands in the place of an actor that left.
pub fn departed(actor: &Actor) -> Result<Tombstone> {
    Ok(Tombstone {
        id: address(&actor.iri)?,
        former_type: Some(actor.kind.to_string()),
        deleted: actor.deleted_at.map(|at| at.utc()),
    })
}

/// The document of a local actor.
pub fn actor(app: &App, conn: &mut Conn, of: &Actor) -> Result<Value> {
    let id = address(&of.iri)?;
    let signer = local::signer_in(app, conn, of.id)?;
    let optional = |text: &Option<String>| text.as_deref().and_then(|one| Iri::parse(one).ok());
    let kind = actor::ActorKind::from_name(of.kind.as_str());
    let mut document = actor::Actor::new(kind, id.clone(), &of.handle);
    document.name = Some(of.display_name());
    document.summary = Some(of.summary_html.clone());
    document.url = Some(address(&of.url)?);
    document.inbox = Some(address(&of.inbox)?);
    document.outbox = optional(&of.outbox);
    document.followers = optional(&of.followers);
    document.following = optional(&of.following);
    document.shared_inbox = optional(&of.shared_inbox);
    document.manually_approves_followers = of.approves_followers;
    document.public_keys =
        vec![ActorKey::main(&id, signer.rsa.public().clone()).map_err(Error::internal)?];
    document.published = Some(of.created_at.utc());
    if of.kind == ActorKind::Application {
        // The instance actor says as little as possible: every server must be able to read it.
        return Ok(document.to_json());
    }
    if let PublicKey::Ed25519(key) = signer.ed25519.public() {
        let key = ActorKey::ed25519(&id, *key).map_err(Error::internal)?;
        document.assertion_method = vec![key];
    }
    document.webfinger = Some(format!("{}@{}", of.handle, app.config.domain()));
    document.featured = optional(&of.featured);
    document.icon = icon(app, conn, of)?.as_deref().and_then(picture);
    document.image = of.image_url.as_deref().and_then(picture);
    document.discoverable = Some(of.discoverable);
    document.indexable = Some(of.discoverable);
    document.updated = Some(of.updated_at.utc());
    document.attachment = of
        .profile_fields()
        .into_iter()
        .map(|field| PropertyValue { name: field.name, value: field.value_html })
        .collect();
    document.also_known_as =
        of.aliases().iter().filter_map(|alias| Iri::parse(alias).ok()).collect();
    document.moved_to = optional(&of.moved_to);
    document.implements = vec![RFC_9421.to_owned()];
    Ok(document.to_json())
}

/// The address of a local actor's picture: its own, or for the venue its logo.
pub(super) fn icon(app: &App, conn: &mut Conn, of: &Actor) -> Result<Option<String>> {
    let venue = app.venue();
    let logo = venue.logo.filter(|_| venue.actor_id == Some(of.id));
    let Some(id) = of.icon_media_id.or(logo) else {
        return Ok(of.icon_url.clone());
    };
    let path = pictures::thumbs(conn, &[id])?.remove(&id);
    Ok(path.map(|path| app.config.address(&path)))
}

/// The name of somebody as a post begins with it: other servers notify and show whoever is named so.
pub fn mention(actor: &Actor) -> String {
    format!(
        "<a href=\"{}\" class=\"u-url mention\">@<span>{}</span></a>",
        text::escape(&actor.url),
        text::escape(&actor.handle)
    )
}

/// A picture of a profile.
fn picture(url: &str) -> Option<Image> {
    Some(Image {
        url: Iri::parse(url).ok()?,
        media_type: Some(media_type(url).to_owned()),
        name: Some(String::new()),
    })
}

/// The kind of a picture, told by its name, because that is all an address tells.
pub(super) fn media_type(url: &str) -> &'static str {
    match url.rsplit_once('.').map(|(_, extension)| extension) {
        Some("png") => "image/png",
        Some("webp") => "image/webp",
        Some("gif") => "image/gif",
        _ => "image/jpeg",
    }
}

/// An address of ours, which was valid when it was stored.
pub fn address(text: &str) -> Result<Iri> {
    Iri::parse(text).map_err(Error::internal)
}
