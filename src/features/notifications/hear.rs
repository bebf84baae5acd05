//! From the journal to members: what happened that concerns somebody here. May hear a fact twice and tells it once.

use std::{
    collections::{HashMap, hash_map::Entry},
    time::Duration,
};

use super::{
    actions,
    model::{Channel, KEPT_DAYS, Kind, News},
    store,
};
use crate::{
    features::{
        accounts::{self, AccountClosed},
        artworks,
        attendance::{self, Word},
        follows, places, proposals,
        reactions::{Reacted, ReactionKind},
        traces::{self, Pinned},
    },
    kernel::{db::Conn, error::Result, id::Id},
    platform::{
        app::{App, Tx},
        fediverse::{inbound::Departed, subjects},
        jobs::JobResult,
        journal::{Judged, Published, Recorded, Shown, Withdrawn},
        objects::{self, Object, State},
    },
};

/// Of what changes on pages, words that somebody may be told of: those that answer a member, or stand where a member
/// follows something or somebody.
pub(super) fn heeds(conn: &mut Conn, facts: &[Recorded]) -> Result<Vec<bool>> {
    let shown: Vec<Option<Id>> =
        facts.iter().map(|fact| fact.read().map(|Shown { object }| object)).collect();
    let ids: Vec<Id> = shown.iter().flatten().copied().collect();
    let mut words = objects::find_all(conn, &ids)?;
    words.retain(|_, object| object.kind == traces::KIND);
    let parents: Vec<Id> = words.values().filter_map(|object| object.parent_id).collect();
    let parents = objects::find_all(conn, &parents)?;
    let roots: Vec<Id> = words.values().map(Object::root).collect();
    let around = subjects_around(conn, &roots)?;
    let authors = words.values().map(|object| object.author_id);
    let followable: Vec<Id> = authors.chain(around.values().flatten().copied()).collect();
    let followed = follows::followed_by_members(conn, &followable)?;
    let is_news = |object: &Object| {
        let parent = object.parent_id.and_then(|id| parents.get(&id));
        let around = around.get(&object.root()).into_iter().flatten();
        parent.is_some_and(|parent| answers_a_member(object, parent))
            || around.chain([&object.author_id]).any(|actor| followed.contains(actor))
    };
    Ok(shown.iter().map(|id| id.is_none_or(|id| words.get(&id).is_some_and(is_news))).collect())
}

fn answers_a_member(object: &Object, parent: &Object) -> bool {
    parent.local && parent.kind == traces::KIND && parent.author_id != object.author_id
}

pub(super) async fn hear(app: App, fact: Recorded) -> JobResult {
    if let Some(Shown { object }) = fact.read() {
        // Heard for everything that changes on a page: most of it is nobody's news.
        let oldest = app.now().minus(Duration::from_secs(KEPT_DAYS * 86_400));
        let is_said = move |object: &Object| {
            object.state == State::Published
                && object.deleted_at.is_none()
                && object.created_at > oldest
                && object.kind == traces::KIND
        };
        let heard = app.read(move |conn| {
            let Some(object) = objects::find(conn, object)?.filter(is_said) else {
                return Ok(None);
            };
            let hearers = hearers(conn, &object)?;
            Ok(hearers.is_some().then_some((object, hearers)))
        });
        if let Some((object, hearers)) = heard.await? {
            app.write(move |tx| somebody_said(tx, &object, &hearers)).await?;
        }
        return Ok(());
    }
    if let Some(Published { object }) = fact.read() {
        let new = app.read(move |conn| objects::find(conn, object)).await?;
        // Words under something are heard of when they are shown.
        if let Some(object) = new.filter(|object| object.parent_iri.is_none()) {
            app.write(move |tx| something_new(tx, &object)).await?;
        }
        return Ok(());
    }
    app.write(move |tx| {
        if let Some(Withdrawn { object }) = fact.read() {
            return store::forget_object(tx.conn, object);
        }
        if let Some(reacted) = fact.read() {
            return somebody_reacted(tx, &reacted);
        }
        if let Some(Pinned { object, on }) = fact.read() {
            return to_its_author(tx, object, Kind::Pinned, on);
        }
        if let Some(judged) = fact.read() {
            return team_decided(tx, &judged);
        }
        if let Some(follows::Came { follow }) = fact.read() {
            return somebody_follows(tx, follow);
        }
        if let Some(attendance::Told { word, .. }) = fact.read() {
            return of_an_event(tx, word);
        }
        if let Some(decided) = fact.read() {
            return of_a_proposal(tx, decided);
        }
        if let Some(proposed) = fact.read() {
            return to_the_team(tx, proposed);
        }
        let left = fact.read().map(|AccountClosed { actor }| actor);
        match left.or_else(|| fact.read().map(|Departed { actor }| actor)) {
            Some(actor) => actions::forget(tx, actor),
            None => Ok(()),
        }
    })
    .await?;
    Ok(())
}

/// Who is told that somebody said something: whom they answer, and whoever follows the artwork, the place or the
/// person. Most words are nobody's news.
#[derive(Clone, Debug)]
struct Hearers {
    answered: Option<Id>,
    following: Vec<Id>,
}

impl Hearers {
    const fn is_some(&self) -> bool {
        self.answered.is_some() || !self.following.is_empty()
    }
}

fn hearers(conn: &mut Conn, object: &Object) -> Result<Hearers> {
    let answered = match object.parent_id {
        Some(parent) => {
            objects::find(conn, parent)?.filter(|parent| answers_a_member(object, parent))
        }
        None => None,
    };
    let answered = answered.map(|parent| parent.author_id);
    let mut followed = vec![object.author_id];
    followed.extend(subjects_around(conn, &[object.root()])?.into_values().flatten());
    let following = follows::members_following(conn, &followed, object.created_at)?
        .into_iter()
        .filter(|member| Some(*member) != answered && *member != object.author_id)
        .collect();
    Ok(Hearers { answered, following })
}

/// Whom it answers is told of each answer; who follows, once an hour for each thread.
fn somebody_said(tx: &mut Tx<'_>, object: &Object, hearers: &Hearers) -> Result<()> {
    let (by, about) = (Some(object.author_id), Some(object.id));
    if let Some(author) = hearers.answered {
        let same = format!("answer:{}", object.id);
        actions::notify(tx, &[author], &News { kind: Kind::Answer, object: about, by, same })?;
    }
    let hour = object.created_at.micros() / 3_600_000_000;
    let same = format!("news:{}:{hour}", object.root());
    let news = News { kind: Kind::News, object: about, by, same };
    actions::notify(tx, &hearers.following, &news)
}

/// The actors of artworks or places and of the places around them, by artwork or place.
fn subjects_around(conn: &mut Conn, roots: &[Id]) -> Result<HashMap<Id, Vec<Id>>> {
    let places = artworks::places_of(conn, roots)?;
    let mut above: HashMap<Id, Vec<Id>> = HashMap::new();
    let mut around: HashMap<Id, Vec<Id>> = HashMap::new();
    for root in roots {
        let place = *places.get(root).unwrap_or(root);
        let above = match above.entry(place) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => unknown.insert(places::above(conn, place)?),
        };
        around.insert(*root, [&[*root, place], above.as_slice()].concat());
    }
    let objects: Vec<Id> = around.values().flatten().copied().collect();
    let actors = subjects::among(conn, &objects)?;
    for here in around.values_mut() {
        *here = here.iter().filter_map(|object| actors.get(object).copied()).collect();
    }
    Ok(around)
}

/// A new artwork: whoever follows the venue or the place is told, once a day: a catalogue may come all at once.
fn something_new(tx: &mut Tx<'_>, object: &Object) -> Result<()> {
    let mut followed = vec![object.author_id];
    followed.extend(subjects_around(tx.conn, &[object.id])?.into_values().flatten());
    let members = follows::members_following(tx.conn, &followed, object.created_at)?;
    let day = object.created_at.micros() / 86_400_000_000;
    let news = News {
        kind: Kind::News,
        object: Some(object.id),
        by: Some(object.author_id),
        same: format!("new:{}:{day}", object.author_id),
    };
    actions::notify(tx, &members, &news)
}

/// The venue's like is a thank-you.
fn somebody_reacted(tx: &mut Tx<'_>, reacted: &Reacted) -> Result<()> {
    let Reacted { object, by, kind, on } = *reacted;
    let thanks = tx.app.venue().actor_id == Some(by) && kind == ReactionKind::Like;
    let same = if thanks { "thanks".to_owned() } else { format!("like:{by}") };
    if !on {
        return store::take_back(tx.conn, &format!("{same}:{object}"), object);
    }
    let Some(author) = objects::find(tx.conn, object)?.map(|object| object.author_id) else {
        return Ok(());
    };
    let kind = if thanks { Kind::Thanks } else { Kind::Like };
    let same = format!("{same}:{object}");
    actions::notify(tx, &[author], &News { kind, object: Some(object), by: Some(by), same })
}

fn to_its_author(tx: &mut Tx<'_>, object: Id, kind: Kind, on: bool) -> Result<()> {
    let same = format!("{kind}:{object}");
    if !on {
        return store::take_back(tx.conn, &same, object);
    }
    let Some(author) = objects::find(tx.conn, object)?.map(|object| object.author_id) else {
        return Ok(());
    };
    actions::notify(tx, &[author], &News { kind, object: Some(object), by: None, same })
}

/// What the team decided about words, unless it was decided anew meanwhile.
fn team_decided(tx: &mut Tx<'_>, judged: &Judged) -> Result<()> {
    let now = objects::find(tx.conn, judged.object)?.map(|object| object.state);
    if now != Some(judged.to) {
        return Ok(());
    }
    let (told, undone) = match judged.to {
        State::Published => (Kind::Shown, Kind::Hidden),
        State::Hidden => (Kind::Hidden, Kind::Shown),
        State::Pending | State::Withheld => return Ok(()),
    };
    store::take_back(tx.conn, &format!("{undone}:{}", judged.object), judged.object)?;
    if judged.from == State::Hidden && told == Kind::Shown {
        // Shown again as if nothing had been: nothing to tell.
        return Ok(());
    }
    to_its_author(tx, judged.object, told, true)
}

/// What a member is told of an event they answered: here, on their devices, and by a letter of its own, because it cannot
/// wait for the next digest.
fn of_an_event(tx: &mut Tx<'_>, word: Id) -> Result<()> {
    let Some((one, telling)) = attendance::word(tx.conn, word)? else {
        return Ok(());
    };
    let Some(member) = one.actor().filter(|_| telling.word != Word::Answered) else {
        return Ok(());
    };
    let kind = match telling.word {
        Word::Answered => return Ok(()),
        Word::Promoted => Kind::Promoted,
        Word::Reminder => Kind::Reminder,
        Word::Changed => Kind::Changed,
        Word::CalledOff | Word::Removed => Kind::CalledOff,
        Word::Message => Kind::Message,
    };
    // What was taken down has no page any more.
    let object = objects::find(tx.conn, one.event)?.filter(|event| event.deleted_at.is_none());
    let object = object.map(|event| event.id);
    let news = News { kind, object, by: None, same: format!("event:{word}") };
    actions::notify(tx, &[member], &news)?;
    let Some((lang, Some(to))) = accounts::mailbox(tx.conn, member)? else {
        return Ok(());
    };
    if store::choices(tx.conn, member)?.wants(kind, Channel::Mail) {
        attendance::carry(tx, word, (lang, &to))?;
    }
    Ok(())
}

/// Whoever proposed an event is told what became of it. What was declined has no page.
fn of_a_proposal(tx: &mut Tx<'_>, decided: proposals::Decided) -> Result<()> {
    let proposals::Decided { event, actor, accepted } = decided;
    let kind = if accepted { Kind::ProposalAccepted } else { Kind::ProposalDeclined };
    let object = accepted.then_some(event);
    actions::notify(
        tx,
        &[actor],
        &News { kind, object, by: None, same: format!("proposal:{event}") },
    )
}

/// The team is told that an event was proposed.
fn to_the_team(tx: &mut Tx<'_>, proposed: proposals::Proposed) -> Result<()> {
    let proposals::Proposed { event, actor } = proposed;
    let team = accounts::team(tx.conn)?;
    let same = format!("proposed:{event}");
    actions::notify(tx, &team, &News { kind: Kind::Proposal, object: None, by: Some(actor), same })
}

fn somebody_follows(tx: &mut Tx<'_>, id: Id) -> Result<()> {
    let Some(follow) = follows::find(tx.conn, id)? else {
        return Ok(());
    };
    let kind = match follow.state {
        follows::State::Pending => Kind::Request,
        follows::State::Accepted => Kind::Follower,
        follows::State::Rejected => return Ok(()),
    };
    let same = format!("{kind}:{}", follow.follower_id);
    let news = News { kind, object: None, by: Some(follow.follower_id), same };
    actions::notify(tx, &[follow.followed_id], &news)
}
