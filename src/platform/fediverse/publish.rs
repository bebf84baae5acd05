//! From the journal to the outbox: what was published, revised or withdrawn here is told to those it concerns.
//!
//! A consumer, so it may run twice for one fact: the address of each activity follows from what it is about,
//! and the outbox keeps an address once. Never sends, never decides what an object looks like.

use std::collections::BTreeSet;

use diesel::prelude::*;
use futures::FutureExt as _;
use parvis_federation::{
    Audience, Iri,
    activity::{Head, build},
    audience::Visibility as Wire,
    object::Tag,
};
use serde_json::Value;

use super::{
    documents, listings,
    outbox::{self, Post, Recipients},
    subjects,
};
use crate::{
    kernel::{
        clock::Time,
        db::Conn,
        error::{Error, Result},
        id::Id,
    },
    platform::{
        actors::{self, Actor},
        app::Tx,
        jobs::Consumer,
        journal::{Fact, Featured, ProfileChanged, Published, Revised, Withdrawn},
        objects::{self, Object, Visibility},
    },
    schema,
};

/// Tells the network what happened to our objects and actors.
pub(super) const CONSUMER: Consumer = Consumer {
    name: "fediverse.publish",
    topics: &[
        Published::TOPIC,
        Revised::TOPIC,
        Withdrawn::TOPIC,
        Featured::TOPIC,
        ProfileChanged::TOPIC,
    ],
    heeds: None,
    run: |app, fact| {
        async move {
            app.write(move |tx| {
                if let Some(published) = fact.read::<Published>() {
                    create(tx, published.object)?;
                } else if let Some(revised) = fact.read::<Revised>() {
                    update(tx, revised.object)?;
                } else if let Some(withdrawn) = fact.read::<Withdrawn>() {
                    delete(tx, withdrawn.object)?;
                } else if let Some(featured) = fact.read::<Featured>() {
                    feature(tx, &featured)?;
                } else if let Some(changed) = fact.read::<ProfileChanged>() {
                    update_actor(tx, changed.actor)?;
                }
                Ok(())
            })
            .await?;
            Ok(())
        }
        .boxed()
    },
};

/// The address of the `Create` of an object.
pub fn create_iri(object: &str) -> String {
    format!("{object}/activity")
}

/// The address of the `Delete` of an object.
pub fn delete_iri(object: &str) -> String {
    format!("{object}#delete")
}

fn create(tx: &mut Tx<'_>, id: Id) -> Result<()> {
    let Some((object, author)) = told(tx.conn, id)? else {
        return Ok(());
    };
    let Some(document) = post_document(tx, &object)? else {
        return Ok(());
    };
    // What was recalled and is shown again is recalled anew if need be.
    outbox::take_back(tx, &delete_iri(&object.iri))?;
    let to = recipients(tx.conn, &object, &document)?;
    let audience = audience(&object, &author, &document)?;
    let head = Head {
        id: &documents::address(&create_iri(&object.iri))?,
        actor: &documents::address(&author.iri)?,
        audience: &audience,
        published: Some(object.published_at.utc()),
    };
    post(tx, &object, build::create(&head, document.clone()), to)?;
    listings::create(tx, &object, &document)
}

fn update(tx: &mut Tx<'_>, id: Id) -> Result<()> {
    let Some((object, author)) = told(tx.conn, id)? else {
        // It may have been public before: then it is taken back.
        return delete(tx, id);
    };
    let Some(document) = post_document(tx, &object)? else {
        return Ok(());
    };
    let mut to = recipients(tx.conn, &object, &document)?;
    to.actors.extend(repliers(tx.conn, &object)?);
    to.followers_of.extend(subjects::of(tx.conn, object.root())?.map(|actor| actor.id));
    let audience = audience(&object, &author, &document)?;
    let version = object.updated_at.unwrap_or(object.published_at).micros();
    let head = Head {
        id: &documents::address(&format!("{}#updates/{version}", object.iri))?,
        actor: &documents::address(&author.iri)?,
        audience: &audience,
        published: None,
    };
    post(tx, &object, build::update(&head, document.clone()), to)?;
    listings::update(tx, &object, &document)
}

/// Tells these actors, and whoever lists it, the document of an object because numbers in it changed at a moment. Nothing
/// was edited, so its `updated` stays: nobody is told of an edit.
pub fn recount(tx: &mut Tx<'_>, id: Id, at: Time, people: Vec<Id>) -> Result<()> {
    let Some((object, author)) = told(tx.conn, id)? else {
        return Ok(());
    };
    let Some(document) = post_document(tx, &object)? else {
        return Ok(());
    };
    let audience = audience(&object, &author, &document)?;
    let head = Head {
        id: &documents::address(&format!("{}#counts/{}", object.iri, at.micros()))?,
        actor: &documents::address(&author.iri)?,
        audience: &audience,
        published: None,
    };
    let body = build::update(&head, document.clone());
    let to = Recipients { actors: people, ..Recipients::default() };
    let about = Some(object.id);
    outbox::post(tx, &Post { actor: author.id, object: about, public: false, body, to })?;
    listings::recount(tx, &object, &document, at)
}

/// Recalls an object, when it was ever told, from everybody it was told to.
fn delete(tx: &mut Tx<'_>, id: Id) -> Result<()> {
    let Some(object) = objects::find(tx.conn, id)?.filter(|object| object.local) else {
        return Ok(());
    };
    let Some(told) = outbox::find(tx.conn, &create_iri(&object.iri))? else {
        return Ok(());
    };
    let Some(author) = actors::find(tx.conn, object.author_id)? else {
        return Ok(());
    };
    let created: Value = serde_json::from_str(&told.body)?;
    let said = created.get("object").cloned().unwrap_or_default();
    let mut to = recipients(tx.conn, &object, &said)?;
    to.actors.extend(repliers(tx.conn, &object)?);
    to.followers_of.extend(subjects::of(tx.conn, object.root())?.map(|actor| actor.id));
    let mut tombstone = documents::tombstone(tx.conn, &object)?;
    tombstone.deleted.get_or_insert(tx.now.utc());
    let audience = Audience::parse(&created);
    let head = Head {
        id: &documents::address(&delete_iri(&object.iri))?,
        actor: &documents::address(&author.iri)?,
        audience: &audience,
        published: None,
    };
    let listed = listings::was_told(tx.conn, &object)?;
    // Its words must not leave any more, even to servers that never had them.
    outbox::forget(tx, object.id)?;
    post(tx, &object, build::delete(&head, &tombstone), to)?;
    if listed { listings::delete(tx, &object, &tombstone) } else { Ok(()) }
}

/// Tells the followers of an author what it puts first now: `Add` to its featured collection, or `Remove`.
fn feature(tx: &mut Tx<'_>, fact: &Featured) -> Result<()> {
    let Some((object, author)) = told(tx.conn, fact.object)? else {
        return Ok(());
    };
    let (Some(collection), Some(followers)) = (&author.featured, &author.followers) else {
        return Ok(());
    };
    let (iri, collection) = (documents::address(&object.iri)?, documents::address(collection)?);
    let word = if fact.on { "featured" } else { "unfeatured" };
    let head = Head {
        id: &documents::address(&format!("{iri}#{word}/{}", fact.at.micros()))?,
        actor: &documents::address(&author.iri)?,
        audience: &Audience::build(Wire::Public, &documents::address(followers)?, &[]),
        published: None,
    };
    let body = if fact.on {
        build::add(&head, &iri, &collection)
    } else {
        build::remove(&head, &iri, &collection)
    };
    let to = Recipients { followers_of: vec![author.id], ..Recipients::default() };
    outbox::post(tx, &Post { actor: author.id, object: Some(object.id), public: false, body, to })?;
    Ok(())
}

/// Tells an actor's followers its new profile, or that it left.
pub(super) fn update_actor(tx: &mut Tx<'_>, id: Id) -> Result<()> {
    let Some(actor) = actors::find(tx.conn, id)?.filter(|actor| actor.local) else {
        return Ok(());
    };
    let iri = documents::address(&actor.iri)?;
    let followers = documents::address(actor.followers.as_deref().unwrap_or(&actor.iri))?;
    let audience = Audience::build(Wire::Public, &followers, &[]);
    let left = actor.deleted_at.is_some();
    let name = if left {
        delete_iri(&actor.iri)
    } else {
        format!("{iri}#updates/{}", actor.updated_at.micros())
    };
    let head =
        Head { id: &documents::address(&name)?, actor: &iri, audience: &audience, published: None };
    let body = if left {
        build::delete_actor(&head)
    } else {
        build::update(&head, documents::actor(tx.app, tx.conn, &actor)?)
    };
    let to = Recipients { followers_of: vec![actor.id], ..Recipients::default() };
    outbox::post(tx, &Post { actor: actor.id, object: None, public: false, body, to })?;
    Ok(())
}

/// The object and its author, when the network may hear of it.
fn told(conn: &mut Conn, id: Id) -> Result<Option<(Object, Actor)>> {
    let Some(object) = objects::find(conn, id)? else {
        return Ok(None);
    };
    if !object.local || object.deleted_at.is_some() || !object.federates() {
        return Ok(None);
    }
    let author = actors::find(conn, object.author_id)?;
    Ok(author.map(|author| (object, author)))
}

fn post_document(tx: &mut Tx<'_>, object: &Object) -> Result<Option<Value>> {
    let document = documents::object(tx.app, tx.conn, object)?;
    Ok(document.filter(documents::is_post))
}

fn post(tx: &mut Tx<'_>, object: &Object, body: Value, to: Recipients) -> Result<()> {
    outbox::post(
        tx,
        &Post {
            actor: object.author_id,
            object: Some(object.id),
            public: object.visibility == Visibility::Public,
            body,
            to,
        },
    )?;
    Ok(())
}

/// The activity goes to whom the object is addressed.
fn audience(object: &Object, author: &Actor, document: &Value) -> Result<Audience> {
    let said = Audience::parse(document);
    if !said.is_empty() {
        return Ok(said);
    }
    let followers = author.followers.as_deref();
    let followers = followers.ok_or_else(|| Error::internal("an author without followers"))?;
    let visibility =
        if object.visibility == Visibility::Public { Wire::Public } else { Wire::Unlisted };
    Ok(Audience::build(visibility, &documents::address(followers)?, &[]))
}

/// The author's followers, whoever the object answers, whoever began the thread, whoever it names.
fn recipients(conn: &mut Conn, object: &Object, document: &Value) -> Result<Recipients> {
    use schema::{actors as a, objects as o};
    let answered: Vec<Id> = object.parent_id.into_iter().chain(object.root_id).collect();
    let mut people: BTreeSet<Id> = o::table
        .filter(o::id.eq_any(&answered))
        .select(o::author_id)
        .load::<Id>(conn)?
        .into_iter()
        .collect();
    let mentioned = Tag::parse_all(document).into_iter().filter_map(|tag| tag.href);
    let named: Vec<String> = Audience::parse(document)
        .everyone()
        .cloned()
        .chain(mentioned)
        .map(|iri: Iri| iri.to_string())
        .collect();
    let known: Vec<Id> = a::table.filter(a::iri.eq_any(&named)).select(a::id).load(conn)?;
    people.extend(known);
    Ok(Recipients {
        followers_of: vec![object.author_id],
        actors: people.into_iter().collect(),
        ..Recipients::default()
    })
}

/// Whoever answered an object has a copy of it, whether they follow its author or not; so has whoever follows the
/// artwork or the place it is about.
fn repliers(conn: &mut Conn, object: &Object) -> Result<Vec<Id>> {
    use schema::objects as o;
    Ok(o::table
        .filter(o::parent_id.eq(object.id))
        .filter(o::local.eq(false))
        .select(o::author_id)
        .distinct()
        .load(conn)?)
}
