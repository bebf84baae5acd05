//! Leaving, changing and withdrawing words, by members here and by people elsewhere. Each records what follows
//! from it in the journal; nothing is sent from here.

use std::time::Duration;

use super::{
    KIND,
    model::{self, Draft, Held, Judged, Speaker, Trace, Voice, Words, Wrong},
    store::{self, queue},
    trust,
};
use crate::{
    kernel::{
        clock::Time,
        error::{Error, FieldErrors, Result},
        id::Id,
    },
    platform::{
        actors::{self, Actor, Standing},
        app::Tx,
        journal::{self, Shown},
        media::pictures,
        objects::{self, Mint, Object, State, Visibility},
    },
};

/// A form sent again within this long is the same words, not new ones.
const TWICE: Duration = Duration::from_secs(600);

/// Words somebody here leaves.
#[derive(Clone)]
pub struct Leaving {
    /// Who speaks: a member, or the venue by a member of its staff.
    pub author: Actor,
    /// In which capacity.
    pub voice: Voice,
    /// What it answers: a work, a place, a trace.
    pub parent: Object,
    /// What it says.
    pub words: Words,
    /// Also for other servers, not only for this site.
    pub to_the_network: bool,
}

/// A post of another server in a thread of ours, already judged to be its author's.
#[derive(Clone, Debug)]
pub struct Received {
    /// Its address.
    pub iri: String,
    /// Its page, at its origin.
    pub url: String,
    /// Who wrote it.
    pub author: Actor,
    /// What it answers.
    pub parent: Object,
    /// For everybody, or for nobody we may show it to.
    pub visibility: Visibility,
    /// What it says.
    pub words: Words,
    /// Its pictures: address and description.
    pub pictures: Vec<(String, String)>,
    /// When it was published, as it says.
    pub published_at: Time,
    /// When it was last edited, as it says.
    pub updated_at: Option<Time>,
}

/// What a form says, or what is wrong with it.
pub fn typed(draft: &Draft<'_>) -> Result<Words> {
    model::words(draft).map_err(|wrong| Error::Invalid(FieldErrors::one("text", said_wrong(wrong))))
}

/// The key of what to tell whoever typed it.
pub fn said_wrong(wrong: Wrong) -> &'static str {
    match wrong {
        Wrong::Empty => "traces-error-empty",
        Wrong::TooLong => "traces-error-too-long",
    }
}

/// Leaves words under an object the author may see.
pub fn leave(tx: &mut Tx<'_>, leaving: &Leaving) -> Result<Object> {
    let Leaving { author, parent, words, .. } = leaving;
    if author.standing == Standing::Blocked {
        return Err(Error::Forbidden("traces-forbidden-blocked"));
    }
    let since = tx.now.minus(TWICE);
    if let Some(twin) = store::twin(tx.conn, author.id, parent.id, words, since)? {
        return objects::find(tx.conn, twin)?.ok_or(Error::NotFound);
    }
    let judged = judge(tx, author, leaving.voice, words)?;
    let object = objects::mint(
        tx,
        &Mint {
            kind: KIND,
            author: author.id,
            visibility: model::visibility(parent, leaving.to_the_network),
            state: judged.state,
            path: "/traces/{id}",
            parent: Some(parent),
        },
    )?;
    let trace = keep(tx, Trace::new(object, words.clone(), judged.held_for))?;
    if trace.object.state == State::Published {
        objects::announce(tx, trace.object.id)?;
    }
    Ok(trace.object)
}

/// How words of somebody are to be taken now.
fn judge(tx: &mut Tx<'_>, author: &Actor, voice: Voice, words: &Words) -> Result<Judged> {
    let rung = trust::rung(tx.conn, author)?;
    let speaker = Speaker { voice, standing: author.standing, rung };
    Ok(model::judge(&tx.app.venue(), tx.now, speaker, words))
}

/// Stores the words of an object that is stored already; words that wait are put beside those they resemble.
fn keep(tx: &mut Tx<'_>, mut trace: Trace) -> Result<Trace> {
    if trace.object.state == State::Pending {
        trace.fold_id = queue::fold_of(tx.conn, &trace)?;
    }
    store::insert(tx.conn, &trace)?;
    Ok(trace)
}

/// Words that changed wait to be read anew: why, and beside which others.
fn hold(tx: &mut Tx<'_>, trace: &Trace, words: &Words, held_for: Option<Held>) -> Result<()> {
    let changed = Trace { words: words.clone(), held_for, ..trace.clone() };
    let fold = queue::fold_of(tx.conn, &changed)?;
    queue::set_held(tx.conn, trace.object.id, held_for, fold)?;
    objects::set_state(tx, &trace.object, State::Pending)?;
    Ok(())
}

/// Somebody of the team read words and found them fit to be shown, or takes that back.
pub fn set_read(tx: &mut Tx<'_>, id: Id, read: Option<Time>) -> Result<()> {
    queue::set_read(tx.conn, id, read)
}

/// Changes one's own words. Where words are read before they are shown, changed ones are read again.
pub fn revise(tx: &mut Tx<'_>, trace: &Trace, voice: Voice, words: &Words) -> Result<()> {
    if trace.words == *words {
        return Ok(());
    }
    let id = trace.object.id;
    store::set_words(tx.conn, id, words)?;
    queue::set_read(tx.conn, id, None)?;
    if trace.object.state != State::Published {
        return store::set_updated(tx.conn, id, tx.now);
    }
    let author = actors::find(tx.conn, trace.object.author_id)?.ok_or(Error::NotFound)?;
    let judged = judge(tx, &author, voice, words)?;
    if judged.state == State::Published {
        return objects::revise(tx, id);
    }
    store::set_updated(tx.conn, id, tx.now)?;
    hold(tx, trace, words, judged.held_for)
}

/// Withdraws words for good: what they said is erased, their address answers that they are gone.
pub fn withdraw(tx: &mut Tx<'_>, id: Id) -> Result<()> {
    objects::withdraw(tx, id)?;
    erase(tx, id)
}

/// Erases what a withdrawn trace said.
pub fn erase(tx: &mut Tx<'_>, id: Id) -> Result<()> {
    store::set_words(tx.conn, id, &Words::default())?;
    pictures::replace_remote(tx, id, &[])
}

/// Puts words on top of their thread, or takes them down.
pub fn pin(tx: &mut Tx<'_>, id: Id, on_top: bool) -> Result<()> {
    store::set_pinned(tx.conn, id, on_top.then_some(tx.now))?;
    journal::record(tx, &Shown { object: id })
}

/// Keeps a post of another server as a trace. A post we have already is left as it is.
pub fn receive(tx: &mut Tx<'_>, received: &Received) -> Result<Object> {
    if let Some(known) = objects::find_by_iri(tx.conn, &received.iri)? {
        return Ok(known);
    }
    let judged = judge(tx, &received.author, Voice::Remote, &received.words)?;
    let object = Object {
        id: tx.new_id(),
        iri: received.iri.clone(),
        kind: KIND.to_owned(),
        author_id: received.author.id,
        local: false,
        visibility: received.visibility,
        state: judged.state,
        url: received.url.clone(),
        parent_id: Some(received.parent.id),
        parent_iri: Some(received.parent.iri.clone()),
        root_id: Some(received.parent.root()),
        // A clock that runs ahead must not keep its words on top.
        published_at: received.published_at.min(tx.now),
        updated_at: received.updated_at.map(|at| at.min(tx.now)),
        deleted_at: None,
        featured_at: None,
        created_at: tx.now,
    };
    objects::insert(tx.conn, &object)?;
    let trace = keep(tx, Trace::new(object, received.words.clone(), judged.held_for))?;
    if trace.object.visibility != Visibility::Direct {
        pictures::replace_remote(tx, trace.object.id, &received.pictures)?;
        journal::record(tx, &Shown { object: trace.object.id })?;
    }
    Ok(trace.object)
}

/// Takes over an edit its author made elsewhere; an edit no newer than what we have changes nothing.
pub fn receive_edit(tx: &mut Tx<'_>, trace: &Trace, edit: &Received) -> Result<bool> {
    let known = trace.object.updated_at.unwrap_or(trace.object.published_at);
    let Some(at) = edit.updated_at.filter(|at| *at > known) else {
        return Ok(false);
    };
    let id = trace.object.id;
    store::set_words(tx.conn, id, &edit.words)?;
    store::set_updated(tx.conn, id, at.min(tx.now))?;
    queue::set_read(tx.conn, id, None)?;
    if trace.object.visibility != Visibility::Direct {
        pictures::replace_remote(tx, id, &edit.pictures)?;
    }
    let judged = judge(tx, &edit.author, Voice::Remote, &edit.words)?;
    if trace.object.state == State::Published && judged.state == State::Pending {
        hold(tx, trace, &edit.words, judged.held_for)?;
        return Ok(true);
    }
    journal::record(tx, &Shown { object: id })?;
    Ok(true)
}
