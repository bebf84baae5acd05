//! Following, answering, leaving. Each records what other servers must hear; nothing is sent from here.

use serde::{Deserialize, Serialize};

use super::{
    model::{self, Follow, State},
    store,
};
use crate::{
    kernel::{
        error::{Error, Result},
        id::Id,
    },
    platform::{
        actors::{self, Actor, ActorKind},
        app::Tx,
        barriers,
        fediverse::{outbox, subjects},
        journal::{self, Fact},
    },
};

/// A follow of an actor of ours was answered: its server must hear how.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Answered {
    /// The follow.
    pub follow: Id,
}

impl Fact for Answered {
    const TOPIC: &'static str = "follow.answered";
    fn lane(&self) -> Option<Id> {
        Some(self.follow)
    }
}

/// Somebody follows a person of ours, or asks to: the person is told.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Came {
    /// The follow.
    pub follow: Id,
}

impl Fact for Came {
    const TOPIC: &'static str = "follow.came";
    fn lane(&self) -> Option<Id> {
        Some(self.follow)
    }
}

/// The venue keeps its artworks and places to itself from now on: who follows them from elsewhere must hear.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct SubjectsClosed {}

impl Fact for SubjectsClosed {
    const TOPIC: &'static str = "follow.subjects-closed";
}

/// An actor of ours asked to follow somebody elsewhere.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Asked {
    /// The follow.
    pub follow: Id,
}

impl Fact for Asked {
    const TOPIC: &'static str = "follow.asked";
    fn lane(&self) -> Option<Id> {
        Some(self.follow)
    }
}

/// An actor of ours follows somebody elsewhere no more. The row is gone, so the fact says it all.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Left {
    /// The follow that was.
    pub follow: Id,
    /// Who followed.
    pub follower: Id,
    /// Who was followed.
    pub followed: Id,
    /// The address of the `Follow`.
    pub activity_iri: String,
}

impl Fact for Left {
    const TOPIC: &'static str = "follow.left";
    fn lane(&self) -> Option<Id> {
        Some(self.follow)
    }
}

/// Somebody asks to follow an actor of ours. Asking again is answered again: their server may have
/// forgotten, or never heard. `None` when this actor cannot be followed.
pub fn receive(
    tx: &mut Tx<'_>,
    follower: &Actor,
    followed: &Actor,
    activity_iri: &str,
) -> Result<Option<State>> {
    if !follower.local && !subjects::may_be_told(tx.app, followed) {
        return Ok(None);
    }
    let Some(wanted) = model::answer(follower, followed) else {
        return Ok(None);
    };
    let blocked = barriers::is_blocked(tx.conn, follower.id, followed.id)?;
    let wanted = if blocked { State::Rejected } else { wanted };
    let known = store::between(tx.conn, follower.id, followed.id)?;
    // Who was let in before stays in, whatever is asked of newcomers now.
    let kept = known.as_ref().map(|follow| follow.state) == Some(State::Accepted)
        && wanted == State::Pending;
    let state = if kept { State::Accepted } else { wanted };
    let news = known.as_ref().map(|follow| follow.state) != Some(state);
    let follow = put(tx, known, follower.id, followed.id, activity_iri, state)?;
    if state != State::Pending {
        journal::record(tx, &Answered { follow: follow.id })?;
    }
    if news && followed.kind == ActorKind::Person && state != State::Rejected {
        journal::record(tx, &Came { follow: follow.id })?;
    }
    Ok(Some(state))
}

/// A follow that was accepted before this server kept books: nobody is asked. For the demonstration.
pub fn stand(tx: &mut Tx<'_>, follower: Id, followed: Id) -> Result<()> {
    let iri = outbox::activity_iri(tx);
    put(tx, None, follower, followed, &iri, State::Accepted).map(|_| ())
}

/// Stores a follow in a state, over the one there is.
fn put(
    tx: &mut Tx<'_>,
    known: Option<Follow>,
    follower: Id,
    followed: Id,
    activity_iri: &str,
    state: State,
) -> Result<Follow> {
    let answered_at = (state != State::Pending).then_some(tx.now);
    if let Some(mut follow) = known {
        follow.activity_iri = activity_iri.to_owned();
        follow.state = state;
        follow.answered_at = answered_at;
        store::save(tx.conn, &follow)?;
        return Ok(follow);
    }
    let follow = Follow {
        id: tx.new_id(),
        follower_id: follower,
        followed_id: followed,
        activity_iri: activity_iri.to_owned(),
        state,
        created_at: tx.now,
        answered_at,
    };
    store::insert(tx.conn, &follow)?;
    Ok(follow)
}

/// Staff answer a request that waits, or end a follow. Only of somebody of ours: what a member asked of somebody elsewhere
/// is answered there. What was refused is let in when it is asked again.
pub fn decide(tx: &mut Tx<'_>, id: Id, state: State) -> Result<()> {
    let follow = store::find(tx.conn, id)?.ok_or(Error::NotFound)?;
    let followed = actors::find(tx.conn, follow.followed_id)?;
    let ours = followed.is_some_and(|actor| actor.local);
    if !ours || (follow.state == State::Rejected && state != State::Rejected) {
        return Err(Error::NotFound);
    }
    answer(tx, id, state)
}

/// A follow is let in, refused or ended: the follower's server is told.
pub fn answer(tx: &mut Tx<'_>, id: Id, state: State) -> Result<()> {
    let mut follow = store::find(tx.conn, id)?.ok_or(Error::NotFound)?;
    if follow.state == state {
        return Ok(());
    }
    follow.state = state;
    follow.answered_at = Some(tx.now);
    store::save(tx.conn, &follow)?;
    journal::record(tx, &Answered { follow: id })
}

/// An actor of ours asks to follow somebody; a local actor answers at once.
pub fn follow(tx: &mut Tx<'_>, follower: &Actor, followed: &Actor) -> Result<()> {
    if follower.id == followed.id {
        return Ok(());
    }
    if barriers::is_blocked(tx.conn, follower.id, followed.id)? {
        return Err(Error::Forbidden("follows-forbidden-blocked"));
    }
    let iri = outbox::activity_iri(tx);
    if followed.local {
        receive(tx, follower, followed, &iri)?.ok_or(Error::NotFound)?;
        return Ok(());
    }
    let known = store::between(tx.conn, follower.id, followed.id)?;
    if known.as_ref().map(|follow| follow.state) == Some(State::Accepted) {
        return Ok(());
    }
    let follow = put(tx, known, follower.id, followed.id, &iri, State::Pending)?;
    journal::record(tx, &Asked { follow: follow.id })
}

/// An actor of ours follows somebody no more.
pub fn leave(tx: &mut Tx<'_>, follower: Id, followed: Id) -> Result<()> {
    let Some(follow) = store::between(tx.conn, follower, followed)? else {
        return Ok(());
    };
    store::remove(tx.conn, follow.id)?;
    journal::record(
        tx,
        &Left { follow: follow.id, follower, followed, activity_iri: follow.activity_iri },
    )
}

/// Ends some of the follows of artworks and places by people elsewhere, whose servers are told; returns how many.
pub fn close_subjects(tx: &mut Tx<'_>, at_once: i64) -> Result<usize> {
    let follows = store::of_subjects_from_elsewhere(tx.conn, at_once)?;
    for follow in &follows {
        answer(tx, follow.id, State::Rejected)?;
    }
    Ok(follows.len())
}

/// The other side took its follow back; false when there was none.
pub fn forget(tx: &mut Tx<'_>, follower: Id, followed: Id) -> Result<bool> {
    let Some(follow) = store::between(tx.conn, follower, followed)? else {
        return Ok(false);
    };
    store::remove(tx.conn, follow.id)?;
    Ok(true)
}

/// An actor is gone for good, here or elsewhere: so are its follows, and nobody need be told.
pub fn bury(tx: &mut Tx<'_>, actor: Id) -> Result<()> {
    for follow in store::around(tx.conn, &[actor])? {
        store::remove(tx.conn, follow.id)?;
    }
    Ok(())
}

/// The other side answered our request; a follow it ends later is refused the same way.
pub fn answered(tx: &mut Tx<'_>, follow: &Follow, state: State) -> Result<()> {
    let mut follow = follow.clone();
    follow.state = state;
    follow.answered_at = Some(tx.now);
    store::save(tx.conn, &follow)
}

/// The followed answers whoever asked to follow them, or ends it: their server is told.
pub fn answer_follower(tx: &mut Tx<'_>, followed: Id, follower: Id, state: State) -> Result<()> {
    let follow = store::between(tx.conn, follower, followed)?.ok_or(Error::NotFound)?;
    answer(tx, follow.id, state)
}

/// Ends what there is between two actors, both ways, because the first wants nothing to do with the other.
pub fn part(tx: &mut Tx<'_>, one: Id, other: Id) -> Result<()> {
    leave(tx, one, other)?;
    match store::between(tx.conn, other, one)? {
        Some(follow) => answer(tx, follow.id, State::Rejected),
        None => Ok(()),
    }
}

/// Forgets every follow between two actors: the other side knows already.
pub fn forget_both(tx: &mut Tx<'_>, one: Id, other: Id) -> Result<()> {
    forget(tx, one, other)?;
    forget(tx, other, one)?;
    Ok(())
}

/// Ends every follow from or to these actors. Followers on other servers are told, because theirs would go
/// on showing us; those we followed are left in the same way as by hand.
pub fn sever(tx: &mut Tx<'_>, actors: &[Id]) -> Result<()> {
    for follow in store::around(tx.conn, actors)? {
        if actors.contains(&follow.followed_id) {
            leave(tx, follow.follower_id, follow.followed_id)?;
        } else if follow.state != State::Rejected {
            answer(tx, follow.id, State::Rejected)?;
        }
    }
    Ok(())
}

/// `from` lives at `to` now: everybody here who followed the old address asks to follow the new one.
pub fn moved(tx: &mut Tx<'_>, from: &Actor, to: &Actor) -> Result<()> {
    let follows = store::local_followers(tx.conn, &[from.id])?;
    let ids: Vec<Id> = follows.iter().map(|follow| follow.follower_id).collect();
    let followers = actors::find_all(tx.conn, &ids)?;
    for follower in followers.values() {
        follow(tx, follower, to)?;
        leave(tx, follower.id, from.id)?;
    }
    Ok(())
}
