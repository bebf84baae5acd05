//! What listings of the network take from the server itself: Gancio and Mobilizon follow a server, found by its instance
//! actor (FEP-2677), and import what that actor says. So it says again what the venue publishes of the kinds that are
//! listed: an `Announce`, by which Mobilizon lists the venue's own object, and a `Create`, which is all that Gancio reads.
//!
//! For `publish`, in its transactions. Tells nobody but the instance actor's followers, which are servers; never
//! says anything the venue itself did not say to everybody.

use parvis_federation::{
    Audience, Iri,
    activity::{Head, build},
    audience::Visibility as Wire,
    object::Tombstone,
};
use serde_json::Value;

use super::{
    documents::address,
    local,
    outbox::{self, Post, Recipients},
};
use crate::{
    kernel::{clock::Time, db::Conn, error::Result},
    platform::{
        actors::{self, Actor},
        app::Tx,
        objects::{Object, Visibility},
    },
};

/// The address of the instance actor's `Create` of an object.
fn create_iri(object: &str) -> String {
    format!("{object}#listed")
}

fn delete_iri(object: &str) -> String {
    format!("{object}#listed/delete")
}

/// Lists an object that was published.
pub(super) fn create(tx: &mut Tx<'_>, object: &Object, document: &Value) -> Result<()> {
    let Some(instance) = lister(tx, object)? else { return Ok(()) };
    outbox::take_back(tx, &delete_iri(&object.iri))?;
    let by = By::new(&instance)?;
    // First, so that whoever reads both meets the venue's own before the copy.
    let announced = address(&format!("{}#announced", object.iri))?;
    let head = by.head(&announced, object.published_at.utc().into());
    let body = build::announce(&head, &address(&object.iri)?);
    by.post(tx, object, body, false)?;
    let listed = address(&create_iri(&object.iri))?;
    let head = by.head(&listed, object.published_at.utc().into());
    let body = build::create(&head, by.copy(document));
    by.post(tx, object, body, true)
}

/// Corrects what was listed; lists what was not.
pub(super) fn update(tx: &mut Tx<'_>, object: &Object, document: &Value) -> Result<()> {
    if !was_told(tx.conn, object)? {
        return create(tx, object, document);
    }
    let version = object.updated_at.unwrap_or(object.published_at);
    again(tx, object, document, (&format!("updates/{}", version.micros()), true))
}

/// Says the numbers of what was listed, as they are at a moment.
pub(super) fn recount(tx: &mut Tx<'_>, object: &Object, document: &Value, at: Time) -> Result<()> {
    if !was_told(tx.conn, object)? {
        return Ok(());
    }
    again(tx, object, document, (&format!("counts/{}", at.micros()), false))
}

fn again(
    tx: &mut Tx<'_>,
    object: &Object,
    document: &Value,
    (name, public): (&str, bool),
) -> Result<()> {
    let Some(instance) = lister(tx, object)? else { return Ok(()) };
    let by = By::new(&instance)?;
    let iri = address(&format!("{}/{name}", create_iri(&object.iri)))?;
    let body = build::update(&by.head(&iri, None), by.copy(document));
    by.post(tx, object, body, public)
}

/// Was the object listed?
pub(super) fn was_told(conn: &mut Conn, object: &Object) -> Result<bool> {
    Ok(outbox::find(conn, &create_iri(&object.iri))?.is_some())
}

/// Takes an object that was listed off the lists.
pub(super) fn delete(tx: &mut Tx<'_>, object: &Object, tombstone: &Tombstone) -> Result<()> {
    let Some(instance) = instance(tx)? else { return Ok(()) };
    let by = By::new(&instance)?;
    let iri = address(&delete_iri(&object.iri))?;
    let body = build::delete(&by.head(&iri, None), tombstone);
    by.post(tx, object, body, true)
}

/// The instance actor, when the object is one that is listed and everybody may see it.
fn lister(tx: &mut Tx<'_>, object: &Object) -> Result<Option<Actor>> {
    let kind = object.kind.as_str();
    let listed = tx.app.features.iter().any(|feature| feature.listed().contains(&kind));
    if listed && object.visibility == Visibility::Public { instance(tx) } else { Ok(None) }
}

fn instance(tx: &mut Tx<'_>) -> Result<Option<Actor>> {
    match local::instance_actor(tx.app) {
        Some(id) => actors::find(tx.conn, id),
        None => Ok(None),
    }
}

/// The instance actor, about to say something.
struct By<'a> {
    actor: &'a Actor,
    iri: Iri,
    audience: Audience,
}

impl<'a> By<'a> {
    fn new(actor: &'a Actor) -> Result<Self> {
        let followers = address(actor.followers.as_deref().unwrap_or(&actor.iri))?;
        let audience = Audience::build(Wire::Public, &followers, &[]);
        Ok(Self { actor, iri: address(&actor.iri)?, audience })
    }

    fn head<'b>(
        &'b self,
        id: &'b Iri,
        published: Option<chrono::DateTime<chrono::Utc>>,
    ) -> Head<'b> {
        Head { id, actor: &self.iri, audience: &self.audience, published }
    }

    /// The document in the name of whoever says it: peers refuse what somebody creates for somebody else. Whoever
    /// fetches the object reads the venue's name.
    fn copy(&self, document: &Value) -> Value {
        let mut copy = document.clone();
        if let Some(members) = copy.as_object_mut() {
            for name in ["attributedTo", "actor"] {
                if let Some(member) = members.get_mut(name) {
                    *member = (&self.iri).into();
                }
            }
            for (name, iris) in [("to", &self.audience.to), ("cc", &self.audience.cc)] {
                members.insert(name.to_owned(), iris.iter().map(Value::from).collect());
            }
        }
        copy
    }

    fn post(&self, tx: &mut Tx<'_>, object: &Object, body: Value, public: bool) -> Result<()> {
        let to = Recipients { followers_of: vec![self.actor.id], ..Recipients::default() };
        let about = Some(object.id);
        outbox::post(tx, &Post { actor: self.actor.id, object: about, public, body, to })?;
        Ok(())
    }
}
