//! Leaving, changing and withdrawing words, by members here and by people elsewhere. Each records what follows
//! from it in the journal; nothing is sent from here.

use std::{mem, time::Duration};

use serde::{Deserialize, Serialize};

use super::{
    KIND,
    model::{self, Draft, Held, Judged, Offered, Purpose, Speaker, Trace, Voice, Words, Wrong},
    store::{self, consents, queue},
    trust::{self, Rung},
};
use crate::{
    kernel::{
        clock::Time,
        db::Conn,
        error::{Error, FieldErrors, Result},
        id::Id,
    },
    platform::{
        actors::{self, Actor, Standing},
        app::Tx,
        barriers,
        journal::{self, Fact, Shown},
        media::{
            self,
            pictures::{self, NewPicture},
            sounds,
        },
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
    /// A picture and a sound that go with it.
    pub attached: Attached,
    /// What the venue may do with it.
    pub reuse: Vec<Purpose>,
    /// Also for other servers, not only for this site.
    pub to_the_network: bool,
}

/// What goes with words: kept files, see [`media::MediaStore`], each described for those who cannot see or hear it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attached {
    /// A picture and what it shows.
    pub picture: Option<(Id, String)>,
    /// A sound and what is heard; empty until somebody writes it.
    pub sound: Option<(Id, String)>,
}

impl Attached {
    /// True when there is nothing.
    pub fn is_empty(&self) -> bool {
        self.picture.is_none() && self.sound.is_none()
    }
}

/// What an author changes of their own trace.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// What it says now.
    pub words: Words,
    /// What its picture shows, if it has one.
    pub alt: Option<String>,
    /// What is heard in its sound, if it has one.
    pub summary: Option<String>,
    /// What the venue may do with it.
    pub reuse: Vec<Purpose>,
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
    /// Its sound: address and what is heard.
    pub sound: Option<(String, String)>,
    /// When it was published, as it says.
    pub published_at: Time,
    /// When it was last edited, as it says.
    pub updated_at: Option<Time>,
}

impl Received {
    /// What is judged of it.
    fn offered(&self) -> Offered<'_> {
        let with_media = !self.pictures.is_empty() || self.sound.is_some();
        Offered { words: &self.words, with_media }
    }
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
    if !may_answer(tx, author.id, parent)? {
        return Err(Error::Forbidden("traces-forbidden-apart"));
    }
    // Two sounds without a word are not the same words.
    let since = tx.now.minus(TWICE);
    if leaving.attached.is_empty()
        && let Some(twin) = store::twin(tx.conn, author.id, parent.id, words, since)?
    {
        return objects::find(tx.conn, twin)?.ok_or(Error::NotFound);
    }
    let said = Offered { words, with_media: !leaving.attached.is_empty() };
    let judged = judge(tx, author, leaving.voice, said)?;
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
    let bare = leaving.attached.is_empty();
    let mut trace = Trace::new(object, words.clone(), judged.held_for);
    fold(tx, &mut trace, bare)?;
    store::insert(tx.conn, &trace)?;
    attach(tx, trace.object.id, &leaving.attached)?;
    consents::set(tx, trace.object.id, &leaving.reuse)?;
    if trace.object.state == State::Published {
        objects::announce(tx, trace.object.id)?;
    }
    Ok(trace.object)
}

/// How words of somebody are to be taken now.
fn judge(tx: &mut Tx<'_>, author: &Actor, voice: Voice, said: Offered<'_>) -> Result<Judged> {
    let judged = of_a_newcomer(tx, author, voice, said);
    // Nothing is held of anybody that would not be held of a newcomer: only then is it looked how far they came.
    if judged.held_for.is_none() {
        return Ok(judged);
    }
    let (standing, rung) = (author.standing, trust::rung(tx.conn, author)?);
    Ok(model::judge(&tx.app.venue(), tx.now, Speaker { voice, standing, rung }, said))
}

/// How they would be taken of somebody of whom nothing but their standing is known.
fn of_a_newcomer(tx: &Tx<'_>, author: &Actor, voice: Voice, said: Offered<'_>) -> Judged {
    let speaker = Speaker { voice, standing: author.standing, rung: Rung::Newcomer };
    model::judge(&tx.app.venue(), tx.now, speaker, said)
}

/// Puts words that wait beside those they resemble. A picture or a sound is looked at by itself, whatever words go with it:
/// nobody approves it with its neighbours.
fn fold(tx: &mut Tx<'_>, trace: &mut Trace, bare: bool) -> Result<()> {
    if trace.object.state == State::Pending && bare {
        trace.fold_id = queue::fold_of(tx.conn, trace)?;
    }
    Ok(())
}

/// Words that changed wait to be read anew: why, and beside which others.
fn hold(tx: &mut Tx<'_>, trace: &Trace, words: &Words, held_for: Option<Held>) -> Result<()> {
    let changed = Trace { words: words.clone(), held_for, ..trace.clone() };
    let id = trace.object.id;
    let bare = is_bare(tx.conn, id)?;
    // Those that stood beside the old words are not decided about with the new ones.
    queue::leave_fold(tx.conn, id)?;
    let fold = if bare { queue::fold_of(tx.conn, &changed)? } else { id };
    queue::set_held(tx.conn, id, held_for, fold)?;
    if trace.object.state != State::Pending {
        objects::set_state(tx, &trace.object, State::Pending)?;
    }
    Ok(())
}

/// Does a trace consist of words alone?
fn is_bare(conn: &mut Conn, id: Id) -> Result<bool> {
    Ok(!pictures::has(conn, id)? && !sounds::has(conn, id)?)
}

/// Somebody of the team read words and found them fit to be shown, or takes that back.
pub fn set_read(tx: &mut Tx<'_>, id: Id, read: Option<Time>) -> Result<()> {
    queue::set_read(tx.conn, id, read)
}

/// Nobody answers somebody they blocked, or who blocked them: the same for a form and for a peer's post.
pub fn may_answer(tx: &mut Tx<'_>, author: Id, parent: &Object) -> Result<bool> {
    Ok(!barriers::is_blocked(tx.conn, author, parent.author_id)?)
}

fn attach(tx: &mut Tx<'_>, id: Id, attached: &Attached) -> Result<()> {
    if let Some((media, alt)) = &attached.picture {
        pictures::replace(tx, id, &[described(*media, alt)])?;
    }
    if let Some((media, summary)) = &attached.sound {
        sounds::hang(tx, id, *media, summary)?;
    }
    Ok(())
}

/// A picture with the one description there is, whatever its language.
fn described(media: Id, alt: &str) -> NewPicture {
    let alt_fr = alt.to_owned();
    NewPicture { media, alt_fr, alt_en: String::new(), source: String::new() }
}

/// Changes one's own words, and what is said of the picture and the sound that go with them. Where words are read
/// before they are shown, changed ones are read again; what the venue may do with them is the author's alone.
pub fn revise(tx: &mut Tx<'_>, trace: &Trace, voice: Voice, change: &Change) -> Result<()> {
    let id = trace.object.id;
    consents::set(tx, id, &change.reuse)?;
    let described_anew = describe(tx, id, change)?;
    if trace.words == change.words && !described_anew {
        return Ok(());
    }
    let words = &change.words;
    store::set_words(tx.conn, id, words)?;
    queue::set_read(tx.conn, id, None)?;
    let author = actors::find(tx.conn, trace.object.author_id)?.ok_or(Error::NotFound)?;
    let with_media = !is_bare(tx.conn, id)?;
    let judged = judge(tx, &author, voice, Offered { words, with_media })?;
    match trace.object.state {
        State::Published => {}
        // Words that wait go on waiting, beside those they resemble now.
        State::Pending => {
            store::set_updated(tx.conn, id, tx.now)?;
            return hold(tx, trace, words, judged.held_for.or(trace.held_for));
        }
        State::Hidden | State::Withheld => return store::set_updated(tx.conn, id, tx.now),
    }
    if judged.state == State::Published {
        return objects::revise(tx, id);
    }
    store::set_updated(tx.conn, id, tx.now)?;
    hold(tx, trace, words, judged.held_for)
}

/// Says anew what the picture shows and what is heard; false when that was said already.
fn describe(tx: &mut Tx<'_>, id: Id, change: &Change) -> Result<bool> {
    let mut anew = false;
    let hung = pictures::of(tx.conn, &[id])?.remove(&id).unwrap_or_default();
    if let (Some(picture), Some(alt)) = (hung.first(), &change.alt)
        && picture.alt_fr != *alt
    {
        pictures::replace(tx, id, &[described(picture.media.id, alt)])?;
        anew = true;
    }
    let heard = sounds::of(tx.conn, &[id])?.remove(&id);
    if let (Some(sound), Some(summary)) = (heard, &change.summary)
        && sound.summary != *summary
    {
        anew |= sounds::summarise(tx, id, summary)?;
    }
    Ok(anew)
}

/// Writes what is heard in the sound of a trace, for its author: staff do, so that it may be projected.
pub fn summarise(tx: &mut Tx<'_>, trace: &Trace, summary: &str) -> Result<()> {
    let id = trace.object.id;
    if !sounds::summarise(tx, id, summary)? {
        return Err(Error::NotFound);
    }
    match trace.object.state {
        State::Published => objects::revise(tx, id),
        _ => store::set_updated(tx.conn, id, tx.now),
    }
}

/// Withdraws words for good: what they said is erased, their address answers that they are gone.
pub fn withdraw(tx: &mut Tx<'_>, id: Id) -> Result<()> {
    objects::withdraw(tx, id)?;
    erase(tx, id)
}

/// Erases what a withdrawn trace said, showed and sounded like.
pub fn erase(tx: &mut Tx<'_>, id: Id) -> Result<()> {
    store::set_words(tx.conn, id, &Words::default())?;
    consents::set(tx, id, &[])?;
    let hung = pictures::of(tx.conn, &[id])?.remove(&id).unwrap_or_default();
    let mut files: Vec<Id> = hung.iter().map(|picture| picture.media.id).collect();
    files.extend(sounds::take_down(tx, id)?);
    pictures::replace_remote(tx, id, &[])?;
    media::forget_soon(tx, files)
}

/// The venue put words on top of their thread, or took them down: whoever wrote them is told.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Pinned {
    /// Which.
    pub object: Id,
    /// On top, or not any more.
    pub on: bool,
}

impl Fact for Pinned {
    const TOPIC: &'static str = "trace.pinned";
    fn lane(&self) -> Option<Id> {
        Some(self.object)
    }
}

/// Puts words on top of their thread, or takes them down.
pub fn pin(tx: &mut Tx<'_>, id: Id, on_top: bool) -> Result<()> {
    store::set_pinned(tx.conn, id, on_top.then_some(tx.now))?;
    journal::record(tx, &Pinned { object: id, on: on_top })?;
    journal::record(tx, &Shown { object: id })
}

/// Keeps a post of another server, which is not here yet, as a trace.
pub fn receive(tx: &mut Tx<'_>, received: &Received) -> Result<Object> {
    let trace = offered(tx, received)?;
    store_received(tx, &[(received, trace.clone())])?;
    Ok(trace.object)
}

/// Keeps posts that have nothing to do with one another, as [`receive`] would one after the other.
pub fn receive_all(tx: &mut Tx<'_>, all: &[Received]) -> Result<()> {
    let mut new: Vec<(&Received, Trace)> = Vec::with_capacity(all.len());
    for received in all {
        // It is weighed by what its author said before and put beside what it resembles: all of that must be there.
        if of_a_newcomer(tx, &received.author, Voice::Remote, received.offered()).held_for.is_some()
        {
            store_received(tx, &mem::take(&mut new))?;
        }
        new.push((received, offered(tx, received)?));
    }
    store_received(tx, &new)
}

/// A post as it will be stored.
fn offered(tx: &mut Tx<'_>, received: &Received) -> Result<Trace> {
    let judged = judge(tx, &received.author, Voice::Remote, received.offered())?;
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
    let mut trace = Trace::new(object, received.words.clone(), judged.held_for);
    fold(tx, &mut trace, !received.offered().with_media)?;
    Ok(trace)
}

fn store_received(tx: &mut Tx<'_>, new: &[(&Received, Trace)]) -> Result<()> {
    if new.is_empty() {
        return Ok(());
    }
    let traces: Vec<Trace> = new.iter().map(|(_, trace)| trace.clone()).collect();
    let objects: Vec<Object> = traces.iter().map(|trace| trace.object.clone()).collect();
    objects::insert_all(tx.conn, &objects)?;
    store::insert_all(tx.conn, &traces)?;
    for (received, trace) in new {
        if trace.object.visibility != Visibility::Direct {
            pictures::keep_remote(tx, trace.object.id, &received.pictures)?;
            sounds::keep_remote(tx, trace.object.id, received.sound.as_ref())?;
            journal::record(tx, &Shown { object: trace.object.id })?;
        }
    }
    Ok(())
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
        sounds::replace_remote(tx, id, edit.sound.as_ref())?;
    }
    let judged = judge(tx, &edit.author, Voice::Remote, edit.offered())?;
    let waits = match trace.object.state {
        State::Published => judged.state == State::Pending,
        state => state == State::Pending,
    };
    if waits {
        hold(tx, trace, &edit.words, judged.held_for.or(trace.held_for))?;
        return Ok(true);
    }
    journal::record(tx, &Shown { object: id })?;
    Ok(true)
}
