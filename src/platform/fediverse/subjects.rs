//! Artworks and places as somebody one can follow: a `Service` actor each, made when it is first asked for.
//!
//! Members follow them like anybody; people elsewhere may where the venue allows it. Such an actor shares what is said
//! to its artwork or place and says nothing of its own. Its name always has a `-`, which no person's may have: the two
//! never meet, whichever is made first.

use std::collections::HashMap;

use diesel::prelude::*;
use futures::FutureExt as _;
use parvis_federation::{
    Audience,
    activity::{Head, build},
    audience::Visibility as Wire,
};
use serde_json::json;

use super::{
    documents::address,
    local::{self, Keys, NewActor},
    outbox::{self, Post, Recipients},
    publish,
};
use crate::{
    kernel::{
        db::Conn,
        error::{Error, Result},
        i18n::{self, Args},
        id::Id,
        text,
    },
    platform::{
        actors::{self, Actor, ActorKind, ProfileField},
        app::{App, Tx},
        feature,
        jobs::{Consumer, JobResult},
        journal::{self, Fact as _, ProfileChanged, Recalled, Recorded, Shown},
        media::pictures,
        objects::{self, Object, Visibility},
    },
    schema::{actors as table, follows, outbound, subject_actors},
};

/// Keeps the actors of artworks and places up to date and lets them say what happens there: whatever is published,
/// changed, hidden or withdrawn was or is shown.
pub(super) const CONSUMER: Consumer = Consumer {
    name: "fediverse.subjects",
    topics: &[Shown::TOPIC, Recalled::TOPIC],
    heeds: Some(heeds),
    run: |app, fact| hear(app, fact).boxed(),
};

/// Longer names are cut: some servers refuse them.
const LONGEST: usize = 60;

/// True for the actor of an artwork or a place.
pub fn is_one(actor: &Actor) -> bool {
    actor.local && actor.kind == ActorKind::Service
}

/// False for an actor other servers must not hear of, because the venue keeps its artworks and places to itself.
pub fn may_be_told(app: &App, actor: &Actor) -> bool {
    app.venue().subjects_federate || !is_one(actor)
}

/// The actor of an artwork or a place, if it was ever asked for.
pub fn of(conn: &mut Conn, object: Id) -> Result<Option<Actor>> {
    Ok(subject_actors::table
        .inner_join(table::table.on(table::id.eq(subject_actors::actor_id)))
        .filter(subject_actors::object_id.eq(object))
        .filter(table::deleted_at.is_null())
        .select(Actor::as_select())
        .first(conn)
        .optional()?)
}

/// The actors of those among these artworks and places that have one, by what they stand for.
pub fn among(conn: &mut Conn, objects: &[Id]) -> Result<HashMap<Id, Id>> {
    let pairs: Vec<(Id, Id)> = subject_actors::table
        .filter(subject_actors::object_id.eq_any(objects))
        .select((subject_actors::object_id, subject_actors::actor_id))
        .load(conn)?;
    // Asked of all words that are said, and most of them are about what nobody follows.
    if pairs.is_empty() {
        return Ok(HashMap::new());
    }
    let actors: Vec<Id> = pairs.iter().map(|(_, actor)| *actor).collect();
    let there: Vec<Id> = table::table
        .filter(table::id.eq_any(&actors))
        .filter(table::deleted_at.is_null())
        .select(table::id)
        .load(conn)?;
    Ok(pairs.into_iter().filter(|(_, actor)| there.contains(actor)).collect())
}

/// The artwork or place an actor stands for.
pub fn object_of(conn: &mut Conn, actor: Id) -> Result<Option<Id>> {
    Ok(subject_actors::table
        .filter(subject_actors::actor_id.eq(actor))
        .select(subject_actors::object_id)
        .first(conn)
        .optional()?)
}

/// What it is called before the `@`: its own name once it has one, else the one it would be given.
pub fn handle(conn: &mut Conn, object: &Object) -> Result<String> {
    match of(conn, object.id)? {
        Some(actor) => Ok(actor.handle),
        None => free_handle(conn, object),
    }
}

/// How somebody elsewhere follows an object: the address to search for, and the actor's own. The venue's, where it
/// keeps its artworks and places to itself.
pub fn way_to(app: &App, conn: &mut Conn, object: &Object) -> Result<(String, String)> {
    let venue = app.venue();
    let handle = match venue.subjects_federate && can_be_one(app, object) {
        true => handle(conn, object)?,
        false => venue.handle.clone(),
    };
    let address = format!("@{handle}@{}", app.config.domain());
    Ok((address, app.config.address(&format!("/actors/{handle}"))))
}

/// Can it be followed at all? What is not for everybody is not.
pub fn can_be_one(app: &App, object: &Object) -> bool {
    let followable =
        app.features.iter().any(|feature| feature.followable().contains(&object.kind.as_str()));
    followable && object.local && object.deleted_at.is_none() && object.federates()
}

/// The actor of an artwork or a place, made now when it has none; [`Error::NotFound`] for what cannot have one.
pub async fn ensure(app: &App, object: Id) -> Result<Actor> {
    let inner = app.clone();
    let known = app
        .read(move |conn| {
            let found = objects::find(conn, object)?.ok_or(Error::NotFound)?;
            if can_be_one(&inner, &found) { of(conn, object) } else { Err(Error::NotFound) }
        })
        .await?;
    if let Some(actor) = known {
        return Ok(actor);
    }
    let keys = Keys::make().await?;
    app.write(move |tx| {
        let found = objects::find(tx.conn, object)?.ok_or(Error::NotFound)?;
        match of(tx.conn, object)? {
            Some(actor) => Ok(actor),
            None if can_be_one(tx.app, &found) => create(tx, &found, &keys),
            None => Err(Error::NotFound),
        }
    })
    .await
}

/// The actor somebody elsewhere means by `name`: the last part of the page's address, or the code of a label. Made when
/// it is the first time. Nothing where the venue keeps its artworks and places to itself.
pub(super) async fn called(app: &App, name: &str) -> Result<Option<Actor>> {
    if !app.venue().subjects_federate {
        return Ok(None);
    }
    let (inner, name) = (app.clone(), name.to_owned());
    let meant = app
        .read(move |conn| {
            for feature in inner.features {
                if let Some(id) = feature.named(conn, &name)? {
                    let object = objects::find(conn, id)?;
                    return Ok(object.filter(|object| can_be_one(&inner, object)));
                }
            }
            Ok(None)
        })
        .await?;
    match meant {
        Some(object) => ensure(app, object.id).await.map(Some),
        None => Ok(None),
    }
}

/// The actor at this address of ours, when it is an artwork's or a place's; made when it is the first time.
pub async fn at(app: &App, address: &str) -> Result<Option<Actor>> {
    let actors = app.config.address("/actors/");
    let Some(handle) = address.strip_prefix(&actors) else { return Ok(None) };
    Ok(called(app, handle).await?.filter(|actor| actor.handle == handle))
}

fn create(tx: &mut Tx<'_>, object: &Object, keys: &Keys) -> Result<Actor> {
    let handle = free_handle(tx.conn, object)?;
    let new = NewActor { kind: ActorKind::Service, handle: &handle, name: &handle, keys };
    let mut actor = local::create(tx, &new)?;
    diesel::insert_into(subject_actors::table)
        .values((subject_actors::object_id.eq(object.id), subject_actors::actor_id.eq(actor.id)))
        .execute(tx.conn)?;
    describe(tx, object, &mut actor)?;
    actors::update(tx.conn, &actor)?;
    share(tx, object, &actor)?;
    Ok(actor)
}

/// A name nobody has. `les-rives-basses` is itself; `nympheas` becomes `oeuvres-nympheas`, so that it has a `-`.
fn free_handle(conn: &mut Conn, object: &Object) -> Result<String> {
    let mut parts = object.url.rsplit('/');
    let slug = parts.next().unwrap_or_default().to_lowercase();
    let noun = parts.next().unwrap_or_default().to_lowercase();
    let full = format!("{noun}-{slug}");
    let cut = |name: &str| -> String {
        let short: String = name.chars().take(LONGEST).collect();
        short.trim_matches('-').to_owned()
    };
    if slug.contains('-') && slug.len() <= LONGEST && actors::find_local(conn, &slug)?.is_none() {
        return Ok(slug);
    }
    let base = cut(&full);
    let mut name = base.clone();
    let mut n = 1;
    while actors::find_local(conn, &name)?.is_some() {
        n += 1;
        name = format!("{base}-{n}");
    }
    Ok(name)
}

/// Says of the actor what its artwork or place is called and looks like now.
fn describe(tx: &mut Tx<'_>, object: &Object, actor: &mut Actor) -> Result<()> {
    let (app, venue) = (tx.app, tx.app.venue());
    let lang = venue.main_language();
    let Some(heading) = feature::headings(app, tx.conn, lang, &[object.id])?.remove(&object.id)
    else {
        return Ok(());
    };
    let mut args = Args::new();
    args.insert("venue".into(), venue.name.clone().into());
    let link = |url: &str, shown: &str| {
        format!("<a href=\"{}\" rel=\"me\">{}</a>", text::escape(url), text::escape(shown))
    };
    let mut fields = vec![ProfileField {
        name: i18n::text(lang, "subjects-field-venue", &Args::new()),
        value_html: link(&app.config.address("/"), &venue.name),
    }];
    if let Some(code) = &heading.reference {
        fields.push(ProfileField {
            name: i18n::text(lang, &format!("subjects-field-{}", object.kind), &Args::new()),
            value_html: text::escape(code),
        });
    }
    actor.name = heading.title;
    actor.summary_html =
        format!("<p>{}</p>", text::escape(&i18n::text(lang, "subjects-summary", &args)));
    actor.url.clone_from(&object.url);
    actor.fields = serde_json::to_string(&fields)?;
    let picture = pictures::of(tx.conn, &[object.id])?.remove(&object.id);
    actor.icon_media_id = picture.and_then(|all| all.first().map(|first| first.media.id));
    Ok(())
}

fn shown(fact: &Recorded) -> Option<Id> {
    let shown = fact.read().map(|Shown { object }| object);
    shown.or_else(|| fact.read().map(|Recalled { object }| object))
}

/// Most of what happens is about nothing anybody follows.
fn heeds(conn: &mut Conn, facts: &[Recorded]) -> Result<Vec<bool>> {
    let shown: Vec<Option<Id>> = facts.iter().map(shown).collect();
    let objects: Vec<Id> = shown.iter().flatten().copied().collect();
    let objects = objects::find_all(conn, &objects)?;
    let roots: Vec<Id> = objects.values().map(Object::root).collect();
    let followed = among(conn, &roots)?;
    let is_followed = |object: &Object| followed.contains_key(&object.root());
    Ok(shown.iter().map(|id| id.and_then(|id| objects.get(&id)).is_some_and(is_followed)).collect())
}

async fn hear(app: App, fact: Recorded) -> JobResult {
    let Some(object) = shown(&fact) else {
        return Ok(());
    };
    app.write(move |tx| {
        let Some(object) = objects::find(tx.conn, object)? else { return Ok(()) };
        let Some(actor) = of(tx.conn, object.root())? else { return Ok(()) };
        if object.root() != object.id {
            return pass_on(tx, &object, &actor);
        }
        if can_be_one(tx.app, &object) { refresh(tx, &object, actor) } else { retire(tx, actor) }
    })
    .await?;
    Ok(())
}

/// The artwork or place changed: so does its profile, and whoever follows it hears.
fn refresh(tx: &mut Tx<'_>, object: &Object, known: Actor) -> Result<()> {
    let mut actor = known.clone();
    describe(tx, object, &mut actor)?;
    let shown = |actor: &Actor| {
        (actor.name.clone(), actor.summary_html.clone(), actor.fields.clone(), actor.icon_media_id)
    };
    if shown(&actor) == shown(&known) {
        return Ok(());
    }
    actor.updated_at = tx.now;
    actors::update(tx.conn, &actor)?;
    journal::record(tx, &ProfileChanged { actor: actor.id })
}

/// What it stood for was withdrawn: it leaves for good, and whoever followed it hears that.
fn retire(tx: &mut Tx<'_>, mut actor: Actor) -> Result<()> {
    actor.deleted_at = Some(tx.now);
    actor.updated_at = tx.now;
    actors::update(tx.conn, &actor)?;
    publish::update_actor(tx, actor.id)?;
    diesel::delete(follows::table.filter(follows::followed_id.eq(actor.id))).execute(tx.conn)?;
    Ok(())
}

/// Shares what was said to the artwork or place, or takes that back once it is not for everybody any more.
fn pass_on(tx: &mut Tx<'_>, object: &Object, actor: &Actor) -> Result<()> {
    let public = object.federates()
        && object.deleted_at.is_none()
        && object.visibility == Visibility::Public;
    if public && object.parent_id == object.root_id {
        return share(tx, object, actor);
    }
    if public {
        return Ok(());
    }
    let Some(iri) = shared(tx.conn, object.id, actor.id)? else {
        return Ok(());
    };
    let undone = json!({
        "id": iri, "type": "Announce", "actor": actor.iri, "object": object.iri,
    });
    let head = Head {
        id: &address(&format!("{iri}#undo"))?,
        actor: &address(&actor.iri)?,
        audience: &to_followers(actor)?,
        published: None,
    };
    let body = build::undo(&head, &undone);
    outbox::take_back(tx, &iri)?;
    let to = Recipients { followers_of: vec![actor.id], ..Recipients::default() };
    outbox::post(tx, &Post { actor: actor.id, object: None, public: false, body, to })?;
    Ok(())
}

/// Shares an object with whoever follows the actor, once. A place is nobody's news.
fn share(tx: &mut Tx<'_>, object: &Object, actor: &Actor) -> Result<()> {
    if !tx.app.venue().subjects_federate || shared(tx.conn, object.id, actor.id)?.is_some() {
        return Ok(());
    }
    if object.local {
        let document = super::documents::object(tx.app, tx.conn, object)?;
        if !document.is_some_and(|document| super::documents::is_post(&document)) {
            return Ok(());
        }
    }
    let head = Head {
        id: &address(&outbox::activity_iri(tx))?,
        actor: &address(&actor.iri)?,
        audience: &to_followers(actor)?,
        published: Some(tx.now.utc()),
    };
    let body = build::announce(&head, &address(&object.iri)?);
    let to = Recipients {
        followers_of: vec![actor.id],
        actors: vec![object.author_id],
        ..Recipients::default()
    };
    let post = Post { actor: actor.id, object: Some(object.id), public: true, body, to };
    outbox::post(tx, &post)?;
    Ok(())
}

fn to_followers(actor: &Actor) -> Result<Audience> {
    let followers = actor.followers.as_deref().unwrap_or(&actor.iri);
    Ok(Audience::build(Wire::Public, &address(followers)?, &[]))
}

/// The address of the `Announce` of an object by this actor.
fn shared(conn: &mut Conn, object: Id, actor: Id) -> Result<Option<String>> {
    Ok(outbound::table
        .filter(outbound::object_id.eq(object))
        .filter(outbound::actor_id.eq(actor))
        .filter(outbound::verb.eq("Announce"))
        .select(outbound::iri)
        .first(conn)
        .optional()?)
}
