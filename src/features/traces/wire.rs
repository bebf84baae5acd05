//! Traces on the wire: posts of other servers in our threads come in, members' words go out as Notes.
//!
//! Never decides what may be said or shown: see `model`. What is not in a thread of ours is nobody's business here.

use std::{collections::HashSet, mem};

use parvis_federation::{
    Audience, Iri, Post, Verb, Visibility as Wire, collection,
    object::{Attachment, Note, Tag},
};
use serde_json::Value;

use super::{
    KIND,
    actions::{self, Received},
    model::{self, Body, DESCRIPTION, Draft, Trace},
    store,
};
use crate::{
    kernel::{clock::Time, db::Conn, error::Result, id::Id, text},
    platform::{
        actors::{self, Actor},
        app::{App, Tx},
        feature::{self, Inbound, Outcome},
        fediverse::{
            documents::{self, address},
            inbound::Said,
        },
        media::{pictures, sounds},
        objects::{self, Object, Visibility},
    },
};

/// How far up a conversation is followed to find something of ours (wire.md §3.10).
const DEPTH: usize = 20;

/// What says something. A place, a person or what is left of a deleted post may carry words too, and answers
/// nothing.
const SAID: [&str; 11] = [
    "Note",
    "Article",
    "Page",
    "Question",
    "Event",
    "Image",
    "Video",
    "Audio",
    "Document",
    "Album",
    "ChatMessage",
];

/// How many pictures of a post are shown, as Mastodon does.
const PICTURES: usize = 4;

pub(super) fn apply(tx: &mut Tx<'_>, inbound: &Inbound) -> Result<Option<Outcome>> {
    match inbound.activity.verb {
        Verb::Create => create(tx, inbound),
        Verb::Update => update(tx, inbound),
        Verb::Delete => delete(tx, inbound),
        _ => Ok(None),
    }
}

/// New posts, stored together as far as none has to do with one before it.
pub(super) fn apply_words(tx: &mut Tx<'_>, words: &[&Inbound]) -> Result<Vec<Option<Outcome>>> {
    let mut outcomes = Vec::with_capacity(words.len());
    let mut new: Vec<Received> = Vec::new();
    let mut stored: HashSet<String> = HashSet::new();
    for inbound in words {
        let post = inbound.said.as_deref().map(|said| &said.post);
        let is_new = |iri: &Iri| new.iter().any(|received| received.iri == iri.as_str());
        if post
            .is_some_and(|post| is_new(&post.id) || post.in_reply_to.as_ref().is_some_and(is_new))
        {
            stored.extend(new.iter().map(|received| received.iri.clone()));
            actions::receive_all(tx, &mem::take(&mut new))?;
        }
        let came = post.is_some_and(|post| stored.contains(post.id.as_str()));
        outcomes.push(match judge(tx, inbound, came)? {
            Judged::New(received) => {
                new.push(*received);
                Some(Outcome::Applied)
            }
            Judged::Otherwise(outcome) => outcome,
        });
    }
    actions::receive_all(tx, &new)?;
    Ok(outcomes)
}

fn create(tx: &mut Tx<'_>, inbound: &Inbound) -> Result<Option<Outcome>> {
    Ok(match judge(tx, inbound, false)? {
        Judged::New(received) => {
            actions::receive(tx, &received)?;
            Some(Outcome::Applied)
        }
        Judged::Otherwise(outcome) => outcome,
    })
}

/// What is to become of a new post.
enum Judged {
    /// It is to be stored.
    New(Box<Received>),
    /// Something else, or nothing.
    Otherwise(Option<Outcome>),
}

/// Judges a new post. One that came a moment ago is known, though it was not when this was looked up.
fn judge(tx: &mut Tx<'_>, inbound: &Inbound, came: bool) -> Result<Judged> {
    let otherwise = |outcome| Ok(Judged::Otherwise(outcome));
    let Some(said) = said(inbound) else {
        return otherwise(None);
    };
    let post = &said.post;
    if post.attributed_to != inbound.activity.actor {
        return otherwise(Some(Outcome::Rejected("somebody else's post")));
    }
    if looks_like_a_vote(said) {
        return otherwise(None);
    }
    if post.in_reply_to.is_none() {
        return otherwise(mentions_us(tx, post)?);
    }
    let known = match came {
        true => objects::find_by_iri(tx.conn, post.id.as_str())?,
        false => inbound.known.clone(),
    };
    if let Some(known) = known {
        return otherwise(Some(if known.author_id == inbound.actor.id {
            Outcome::Applied
        } else {
            Outcome::Rejected("the address is somebody else's")
        }));
    }
    let Some(parent) = parent(tx, inbound, post)? else {
        return otherwise(None);
    };
    let Some(received) = read(inbound, said, &inbound.actor, &parent) else {
        return otherwise(Some(Outcome::Ignored("it says nothing")));
    };
    let apart = match &inbound.answered {
        Some(answered) if answered.id == parent.id => inbound.apart,
        _ => !actions::may_answer(tx, inbound.actor.id, &parent)?,
    };
    if apart {
        return otherwise(Some(Outcome::Rejected("one of the two blocked the other")));
    }
    Ok(Judged::New(Box::new(received)))
}

/// A post that answers nothing but names somebody of ours is understood, and not kept.
fn mentions_us(tx: &mut Tx<'_>, post: &Post) -> Result<Option<Outcome>> {
    for mention in post.mentions().filter_map(|tag| tag.href.as_ref()) {
        let named = actors::find_by_iri(tx.conn, mention.as_str())?;
        if named.is_some_and(|actor| actor.local) {
            return Ok(Some(Outcome::Ignored("names us but answers nothing")));
        }
    }
    Ok(None)
}

fn update(tx: &mut Tx<'_>, inbound: &Inbound) -> Result<Option<Outcome>> {
    let Some(said) = said(inbound) else {
        return Ok(None);
    };
    let Some(object) = &inbound.known else {
        // The edit of a post that never reached us is as good as the post.
        return create(tx, inbound);
    };
    if object.kind != KIND {
        return Ok(None);
    }
    if object.author_id != inbound.actor.id || said.post.attributed_to != inbound.activity.actor {
        return Ok(Some(Outcome::Rejected("somebody else's post")));
    }
    let Some(trace) = store::find(tx.conn, object.id)?.filter(|_| object.deleted_at.is_none())
    else {
        return Ok(Some(Outcome::Ignored("it was withdrawn")));
    };
    let Some(edit) = read(inbound, said, &inbound.actor, object) else {
        return Ok(Some(Outcome::Ignored("it says nothing")));
    };
    Ok(Some(if actions::receive_edit(tx, &trace, &edit)? {
        Outcome::Applied
    } else {
        Outcome::Ignored("no newer than what we have")
    }))
}

fn delete(tx: &mut Tx<'_>, inbound: &Inbound) -> Result<Option<Outcome>> {
    let Some(object) = inbound.known.as_ref().filter(|object| object.kind == KIND) else {
        return Ok(None);
    };
    if object.author_id != inbound.actor.id {
        return Ok(Some(Outcome::Rejected("somebody else's post")));
    }
    actions::withdraw(tx, object.id)?;
    Ok(Some(Outcome::Applied))
}

/// The post an activity is about, when it says something.
fn said(inbound: &Inbound) -> Option<&Said> {
    inbound.said.as_deref().filter(|said| SAID.contains(&said.post.kind.as_str()))
}

/// Votes of polls travel as Notes with a name and no words.
fn looks_like_a_vote(said: &Said) -> bool {
    let post = &said.post;
    post.is_vote() || (post.kind == "Note" && post.name.is_some() && said.text.is_empty())
}

/// What a post answers, when that stands in a thread of ours. Posts between it and ours that were fetched for
/// this are kept first, from the top down.
fn parent(tx: &mut Tx<'_>, inbound: &Inbound, post: &Post) -> Result<Option<Object>> {
    let mut missing: Vec<Post> = Vec::new();
    let mut wanted = post.in_reply_to.clone();
    let mut found = None;
    while let Some(iri) = wanted.filter(|_| missing.len() < DEPTH) {
        found = match &inbound.answered {
            Some(object) if object.iri == iri.as_str() => Some(object.clone()),
            _ => objects::find_by_iri(tx.conn, iri.as_str())?,
        };
        if found.is_some() {
            break;
        }
        let Some(between) = inbound.gathered.get(iri.as_str()) else {
            return Ok(None);
        };
        let Ok(between) = Post::parse(between) else {
            return Ok(None);
        };
        wanted = between.in_reply_to.clone();
        missing.push(between);
    }
    let Some(mut parent) = found else {
        return Ok(None);
    };
    if !in_our_thread(tx.conn, &parent)? {
        return Ok(None);
    }
    for between in missing.into_iter().rev() {
        let Some(author) = author(tx, &between)? else {
            return Ok(None);
        };
        let Some(received) = read(inbound, &Said::new(between), &author, &parent) else {
            return Ok(None);
        };
        // Asked for by another address, it may be here all the same.
        parent = match objects::find_by_iri(tx.conn, &received.iri)? {
            Some(known) => known,
            None => actions::receive(tx, &received)?,
        };
    }
    Ok(Some(parent))
}

/// True for objects of ours that other servers may know of, and for what stands in the threads of such objects.
fn in_our_thread(conn: &mut Conn, object: &Object) -> Result<bool> {
    if object.local && !object.federates() {
        return Ok(false);
    }
    let root = match object.root_id {
        Some(root) => objects::find(conn, root)?,
        None => Some(object.clone()),
    };
    Ok(root.is_some_and(|root| root.local && root.deleted_at.is_none() && root.federates()))
}

/// The author of a post that was fetched on the way up: known, or fetched beside it.
fn author(tx: &mut Tx<'_>, post: &Post) -> Result<Option<Actor>> {
    let author = actors::find_by_iri(tx.conn, post.attributed_to.as_str())?;
    Ok(author.filter(|author| !author.local && author.deleted_at.is_none()))
}

/// A post as a trace, by the rule that judges a member's form; `None` when it says nothing.
fn read(inbound: &Inbound, said: &Said, author: &Actor, parent: &Object) -> Option<Received> {
    let post = &said.post;
    let pictures: Vec<(String, String)> = post
        .attachments
        .iter()
        .filter(|attachment| attachment.is_image())
        .take(PICTURES)
        .map(|picture| {
            let alt = picture.name.as_deref().unwrap_or_default();
            (picture.url.to_string(), text::shorten(alt, DESCRIPTION))
        })
        .collect();
    let sound = post.attachments.iter().find(|attachment| attachment.is_audio()).map(|sound| {
        let heard = sound.name.as_deref().unwrap_or_default();
        (sound.url.to_string(), text::shorten(heard, DESCRIPTION))
    });
    let titled = with_title(post);
    let words = model::words(&Draft {
        body: match &titled {
            Some(html) => Body::Html(html),
            None => Body::Clean { html: &said.html, text: &said.text },
        },
        warning: post.summary.as_deref().filter(|_| is_short(post)).unwrap_or_default(),
        language: post.language.as_deref().unwrap_or_default(),
        has_media: !pictures.is_empty() || sound.is_some(),
    })
    .ok()?;
    Some(Received {
        iri: post.id.to_string(),
        url: post.url.as_ref().unwrap_or(&post.id).to_string(),
        author: author.clone(),
        parent: parent.clone(),
        visibility: visibility(inbound, post, author),
        words,
        pictures,
        sound,
        published_at: post.published.map_or(inbound.received_at, Time::from),
        updated_at: post.updated.map(Time::from),
    })
}

/// Only on these is the summary a content warning, and is there no title (wire.md §3.1).
fn is_short(post: &Post) -> bool {
    matches!(post.kind.as_str(), "Note" | "Question")
}

/// The words of a post that has a title begin with it.
fn with_title(post: &Post) -> Option<String> {
    let title = post.name.as_ref().filter(|_| !is_short(post))?;
    let content = post.content.as_deref().filter(|content| !content.is_empty());
    let words = content.or(post.summary.as_deref()).unwrap_or_default();
    Some(format!("<p><strong>{}</strong></p>{words}", text::escape(title)))
}

/// For everybody, or for nobody but its author: what is for followers or for named people is never shown here.
fn visibility(inbound: &Inbound, post: &Post, author: &Actor) -> Visibility {
    let followers = author.followers.as_deref().and_then(|f| Iri::parse(f).ok());
    let same = inbound.activity.object_id().as_ref() == Some(&post.id);
    let audience =
        if post.audience.is_empty() && same { &inbound.activity.audience } else { &post.audience };
    match audience.visibility(followers.as_ref()) {
        Wire::Public => Visibility::Public,
        Wire::Unlisted => Visibility::Unlisted,
        Wire::Followers | Wire::Direct => Visibility::Direct,
    }
}

/// A member's words as a Note: in reply to what they answer, naming whoever they answer.
pub(super) fn describe(app: &App, conn: &mut Conn, object: &Object) -> Result<Option<Value>> {
    let Some(trace) = store::find(conn, object.id)?.filter(|trace| trace.object.local) else {
        return Ok(None);
    };
    let Some(author) = actors::find(conn, object.author_id)? else {
        return Ok(None);
    };
    let answered = answered(conn, object)?;
    let followers = address(author.followers.as_deref().unwrap_or(&author.iri))?;
    let people: Vec<Iri> =
        answered.iter().filter_map(|actor| Iri::parse(&actor.iri).ok()).collect();
    let visibility = match object.visibility {
        Visibility::Public => Wire::Public,
        Visibility::Unlisted => Wire::Unlisted,
        Visibility::Followers => Wire::Followers,
        Visibility::Here | Visibility::Members | Visibility::Direct => return Ok(None),
    };
    let audience = Audience::build(visibility, &followers, &people);
    let id = address(&object.iri)?;
    let echo = feature::echoes(app, conn, &[object.id])?;
    let echo = echo.get(&object.id).copied().unwrap_or_default();
    let mut note = Note::new(id, address(&author.iri)?, audience, object.published_at.utc());
    note.updated = object.updated_at.map(Time::utc);
    note.content = vec![(trace.words.language.clone(), content(&trace, &answered))];
    note.warning = Some(trace.words.warning.clone()).filter(|warning| !warning.is_empty());
    note.url = Some(address(&object.url)?);
    note.in_reply_to = object.parent_iri.as_deref().and_then(|iri| Iri::parse(iri).ok());
    note.tags = answered
        .iter()
        .filter_map(|actor| Some(Tag::mention(Iri::parse(&actor.iri).ok()?, &actor.address())))
        .collect();
    note.context = Some(address(&app.config.address(&format!("/contexts/{}", object.root())))?);
    note.replies = Some(address(&format!("{}/replies", object.iri))?.as_str().into());
    note.likes = Some(count(object, "likes", echo.likes)?);
    note.shares = Some(count(object, "shares", echo.boosts)?);
    note.attachments = attachments(app, conn, object.id)?;
    note.quotable = true;
    Ok(Some(note.to_json()))
}

/// The picture and the sound that go with the words, described as their author did. The picture first and
/// `Document`s both: what Lemmy and Pixelfed read at all.
fn attachments(app: &App, conn: &mut Conn, trace: Id) -> Result<Vec<Attachment>> {
    let side = |pixels: i32| u32::try_from(pixels).ok();
    let mut all = Vec::new();
    for picture in pictures::of(conn, &[trace])?.remove(&trace).unwrap_or_default() {
        let url = address(&app.config.address(&picture.media.path()))?;
        let mut image = Attachment::new("Document", url, &picture.media.mime, &picture.alt_fr);
        image.width = side(picture.media.width);
        image.height = side(picture.media.height);
        image.blurhash = Some(picture.media.blurhash);
        all.push(image);
    }
    if let Some(sound) = sounds::of(conn, &[trace])?.remove(&trace) {
        let url = address(&app.config.address(&sound.media.path()))?;
        all.push(Attachment::new("Document", url, &sound.media.mime, &sound.summary));
    }
    Ok(all)
}

fn count(object: &Object, name: &str, total: i64) -> Result<Value> {
    let id = address(&format!("{}/{name}", object.iri))?;
    Ok(collection::count(&id, u64::try_from(total).unwrap_or(0)))
}

/// Whoever wrote what is answered, and whoever began the thread; the author aside.
fn answered(conn: &mut Conn, object: &Object) -> Result<Vec<Actor>> {
    let ids: Vec<_> = object.parent_id.into_iter().chain(object.root_id).collect();
    let above = objects::find_all(conn, &ids)?;
    let mut authors = Vec::new();
    for id in ids {
        let Some(author) = above.get(&id).map(|object| object.author_id) else {
            continue;
        };
        if author != object.author_id && !authors.contains(&author) {
            authors.push(author);
        }
    }
    let mut known = actors::find_all(conn, &authors)?;
    Ok(authors.iter().filter_map(|id| known.remove(id)).collect())
}

/// The words, begun by the name of whoever they answer first: that is what other servers notify and show.
fn content(trace: &Trace, answered: &[Actor]) -> String {
    let html = &trace.words.html;
    let Some(actor) = answered.first() else {
        return html.clone();
    };
    let named = format!("{} ", documents::mention(actor));
    match html.strip_prefix("<p>") {
        Some(rest) => format!("<p>{named}{rest}"),
        None => format!("<p>{named}</p>{html}"),
    }
}
