//! Moderation on the wire. `Flag` comes in from servers, and goes out from the instance, so that nobody is exposed;
//! a warning goes out as a private message of the venue.

use parvis_federation::{
    Audience, Iri, Verb,
    activity::{Head, Item, build},
    object::{Note, Tag},
};

use super::{
    actions::{self, Forwarded, Warned},
    model::Pointing,
    store,
};
use crate::{
    kernel::{
        error::{Error, Result},
        i18n, text,
    },
    platform::{
        actors,
        app::{App, Tx},
        feature::{Inbound, Outcome},
        fediverse::{
            documents::{self, address},
            local,
            outbox::{self, Post, Recipients},
            publish,
        },
        jobs::JobResult,
        journal::Recorded,
        objects,
    },
};

/// How many objects one report may point at.
const MANY: usize = 20;

pub(super) fn apply(tx: &mut Tx<'_>, inbound: &Inbound) -> Result<Option<Outcome>> {
    let activity = &inbound.activity;
    if activity.verb != Verb::Flag {
        return Ok(None);
    }
    let mut subject = None;
    let mut found = Vec::new();
    for iri in activity.object.iter().filter_map(Item::id).take(MANY) {
        if let Some(object) = objects::find_by_iri(tx.conn, iri.as_str())? {
            found.push(object);
        } else if let Some(actor) = actors::find_by_iri(tx.conn, iri.as_str())? {
            subject.get_or_insert(actor);
        }
    }
    // Only what is here can be looked at, and only what its subject wrote is part of the case.
    let author = subject.map(|actor| actor.id).or_else(|| found.first().map(|o| o.author_id));
    let Some(author) = author else {
        return Ok(Some(Outcome::Ignored("nothing we know")));
    };
    found.retain(|object| object.author_id == author && object.deleted_at.is_none());
    let said = activity.content.as_deref().unwrap_or_default();
    actions::report(
        tx,
        &Pointing {
            iri: Some(activity.id.to_string()),
            reporter: inbound.actor.id,
            subject: author,
            objects: found.iter().map(|object| object.id).collect(),
            comment: text::html_to_text(&text::clean_html(said)),
        },
    )?;
    Ok(Some(Outcome::Applied))
}

/// Hands a report on to the server of whom it is about.
pub(super) async fn forward(app: App, fact: Recorded) -> JobResult {
    let Some(Forwarded { report }) = fact.read() else {
        return Ok(());
    };
    app.write(move |tx| {
        let Some(report) = store::report(tx.conn, report)?.filter(|r| r.forwarded_at.is_none())
        else {
            return Ok(());
        };
        let Some(sender) = local::instance_actor(tx.app) else {
            return Err(Error::internal("there is no instance actor"));
        };
        let subject = match report.subject_id {
            Some(id) => actors::find(tx.conn, id)?.filter(|actor| !actor.local),
            None => None,
        };
        let (Some(subject), Some(sender)) = (subject, actors::find(tx.conn, sender)?) else {
            return Ok(());
        };
        let ids = store::objects_of(tx.conn, &[report.id])?.remove(&report.id).unwrap_or_default();
        let mut pointed = vec![address(&subject.iri)?];
        for object in objects::find_all(tx.conn, &ids)?.values() {
            pointed.push(address(&object.iri)?);
        }
        let head = Head {
            id: &address(&report.iri)?,
            actor: &address(&sender.iri)?,
            audience: &Audience::direct(&[address(&subject.iri)?]),
            published: None,
        };
        let post = Post {
            actor: sender.id,
            object: None,
            public: false,
            body: build::flag(&head, &pointed, &report.comment),
            to: Recipients { actors: vec![subject.id], ..Recipients::default() },
        };
        outbox::post(tx, &post)?;
        store::set_forwarded(tx.conn, report.id, tx.now)
    })
    .await?;
    Ok(())
}

/// Writes to somebody of another server what a member would find on the page of their account.
pub(super) async fn write_to(app: App, fact: Recorded) -> JobResult {
    let Some(Warned { warning }) = fact.read() else {
        return Ok(());
    };
    app.write(move |tx| {
        let Some(warning) = store::warning(tx.conn, warning)? else {
            return Ok(());
        };
        let Some(venue) = tx.app.venue().actor_id else {
            return Ok(());
        };
        let mut known = actors::find_all(tx.conn, &[venue, warning.person_id])?;
        let Some((venue, person)) =
            known.remove(&venue).zip(known.remove(&warning.person_id)).filter(|(_, p)| !p.local)
        else {
            return Ok(());
        };
        let about = match warning.object_id {
            Some(id) => objects::find(tx.conn, id)?,
            None => None,
        };
        let lang = tx.app.venue().main_language();
        let id = address(&tx.app.config.address(&objects::path(warning.id)))?;
        let to = address(&person.iri)?;
        let audience = Audience::direct(std::slice::from_ref(&to));
        let by = address(&venue.iri)?;
        let at = warning.created_at.utc();
        let mut note = Note::new(id.clone(), by.clone(), audience.clone(), at);
        let args = i18n::Args::from([("venue".into(), tx.app.venue().name.clone().into())]);
        let key = if about.is_some() { "moderation-warn-about" } else { "moderation-warn-to" };
        note.content = vec![(
            lang.to_string(),
            format!(
                "<p>{} {}</p>{}",
                documents::mention(&person),
                text::escape(&i18n::text(lang, key, &args)),
                text::typed_to_html(&warning.text)
            ),
        )];
        note.in_reply_to = about.and_then(|object| Iri::parse(&object.iri).ok());
        note.tags = vec![Tag::mention(to, &person.address())];
        let head = Head {
            id: &address(&publish::create_iri(id.as_str()))?,
            actor: &by,
            audience: &audience,
            published: Some(at),
        };
        let post = Post {
            actor: venue.id,
            object: None,
            public: false,
            body: build::create(&head, documents::with_context(note.to_json())),
            to: Recipients { personally: vec![person.id], ..Recipients::default() },
        };
        outbox::post(tx, &post)?;
        Ok(())
    })
    .await?;
    Ok(())
}
