//! The form under a work, a place or a trace: what it shows, and what it says when it comes back.

use serde::Serialize;

use super::{
    actions::{self, Attached, Leaving},
    attach::{self, HeldView},
    model::{self, Body, Draft, Offered, Purpose, Speaker, TYPED, Voice, Words},
    thread::Reader,
    trust::{self, Rung},
};
use crate::{
    kernel::{
        db::Conn,
        error::{Error, Result},
        i18n::Lang,
        id::Id,
    },
    platform::{
        actors::{self, Actor, Standing},
        app::{App, Tx},
        feature::Typed,
        objects::{self, Object, State},
        web::{Form, Member, Once, Participant, Role, Viewer, guard},
    },
};

/// The form as `macros.html` shows it.
#[derive(Clone, Debug, Serialize)]
pub struct FormView {
    action: String,
    once: String,
    #[serde(flatten)]
    typed: Typed,
    held: HeldView,
    longest: usize,
    may_picture: bool,
    reply_to: Option<ReplyTo>,
    pending: bool,
    may_share: bool,
    may_speak: bool,
    /// For whoever has no account: see [`guard`].
    stamp: Option<String>,
    /// The page to come back to, when it is another than that of what the words are about.
    back: Option<String>,
}

/// Whom the form answers.
#[derive(Clone, Debug, Serialize)]
pub struct ReplyTo {
    id: Id,
    author_name: String,
    cancel_url: String,
}

/// What is to be written where.
pub struct Asking<'a> {
    /// What the words would answer.
    pub parent: &'a Object,
    /// Where the form posts to.
    pub action: &'a str,
    /// What was typed, when it must be corrected.
    pub typed: Typed,
    /// The page is made for this visitor alone, so that even somebody who is not known may find the form on it: it
    /// carries a stamp.
    pub personal: bool,
}

/// The form for this viewer under `parent`; `None` when they may not write there.
pub fn form(reader: &Reader<'_>, conn: &mut Conn, asking: Asking<'_>) -> Result<Option<FormView>> {
    let Reader { app, viewer, lang } = *reader;
    let Asking { parent, action, typed, personal } = asking;
    if parent.state != State::Published || parent.deleted_at.is_some() {
        return Ok(None);
    }
    if viewer.is_anybody() && !personal && typed.errors.is_empty() {
        return Ok(None);
    }
    let Some(speaker) = speaker(conn, viewer)? else { return Ok(None) };
    if speaker.standing == Standing::Blocked {
        return Ok(None);
    }
    let member = viewer.member();
    let stamp = match member {
        Some(_) => None,
        // What came back has the stamp it came with, as long as that is good.
        None => Some(match typed.values.get(guard::STAMP) {
            Some(stamp) => stamp.clone(),
            None => guard::stamp(app)?,
        }),
    };
    let state = state_of(app, speaker);
    Ok(Some(FormView {
        action: action.to_owned(),
        once: Once::key(app, viewer),
        held: attach::held(conn, viewer.actor_id(), lang, &typed.values)?,
        longest: TYPED,
        may_picture: may_picture(app, member),
        typed,
        reply_to: None,
        pending: state == State::Pending,
        may_share: member.is_some() && parent.federates(),
        may_speak: viewer.is_staff(),
        stamp,
        back: None,
    }))
}

impl FormView {
    /// The same form in answer to a trace.
    #[must_use]
    pub fn answering(mut self, id: Id, author_name: String, cancel_url: String) -> Self {
        self.reply_to = Some(ReplyTo { id, author_name, cancel_url });
        self
    }

    /// The same form on a page of another slice, which is come back to.
    #[must_use]
    pub fn coming_back(mut self, to: &str) -> Self {
        self.back = Some(to.to_owned());
        self
    }

    /// An example, for the test that renders every page.
    pub fn example() -> Self {
        Self {
            action: "/traces/1/reponses".to_owned(),
            once: "a-key-of-this-very-form".to_owned(),
            typed: Typed::default(),
            held: HeldView::default(),
            longest: TYPED,
            may_picture: true,
            reply_to: None,
            pending: true,
            may_share: true,
            may_speak: true,
            stamp: Some("1.ab.cd".to_owned()),
            back: None,
        }
        .answering(Id::from_raw(1), "Léa".to_owned(), "/traces/1".to_owned())
    }
}

/// Who speaks when this viewer writes; none whose actor is not there any more.
fn speaker(conn: &mut Conn, viewer: &Viewer) -> Result<Option<Speaker>> {
    let (mut standing, mut rung) = (Standing::Good, Rung::Newcomer);
    if let Some(actor) = viewer.actor_id() {
        let Some(author) = actors::find(conn, actor)? else { return Ok(None) };
        (standing, rung) = (author.standing, trust::rung(conn, &author)?);
    }
    Ok(Some(Speaker { voice: voice(viewer.member()), standing, rung }))
}

/// Would words of this viewer wait to be read now, whatever they say?
pub fn waits(app: &App, conn: &mut Conn, viewer: &Viewer) -> Result<bool> {
    Ok(speaker(conn, viewer)?.is_some_and(|speaker| state_of(app, speaker) == State::Pending))
}

/// Where words of this speaker would stand now, whatever they say.
fn state_of(app: &App, speaker: Speaker) -> State {
    let said = Offered { words: &Words::default(), with_media: false };
    model::judge(&app.venue(), app.now(), speaker, said).state
}

/// May this member send a picture, or a guest when it is none? That is the venue's to decide.
pub fn may_picture(app: &App, member: Option<&Member>) -> bool {
    member.is_some() || app.venue().guest_pictures
}

/// In which capacity a member writes, or a guest when it is none.
pub fn voice(member: Option<&Member>) -> Voice {
    match member {
        Some(member) if member.role >= Role::Mediator => Voice::Staff,
        Some(_) => Voice::Member,
        None => Voice::Guest,
    }
}

/// The words of a form; with a picture or a sound there may be none.
pub fn words(form: &Form, lang: Lang, has_media: bool) -> Result<Words> {
    actions::typed(&Draft {
        body: Body::Typed(form.text("text")),
        warning: form.text("warning"),
        language: lang.as_str(),
        has_media,
    })
}

/// What the venue may do with it, as a form says.
pub fn reuse(form: &Form) -> Vec<Purpose> {
    let ticked = |purpose: &Purpose| form.ticked(&format!("reuse_{purpose}"));
    Purpose::ALL.iter().copied().filter(ticked).collect()
}

/// What a form asks for, checked against what its author may see and do.
#[derive(Clone)]
pub struct Asked {
    pub viewer: Viewer,
    pub author: Participant,
    pub parent: Id,
    pub words: Words,
    pub attached: Attached,
    pub reuse: Vec<Purpose>,
    pub share: bool,
    pub as_venue: bool,
}

impl Asked {
    /// Reads a form that stands under `parent`, or under the trace it answers. What guests say stays here.
    pub fn read(
        viewer: &Viewer,
        author: Participant,
        parent: Id,
        form: &Form,
        (words, attached): (Words, Attached),
    ) -> Self {
        Self {
            viewer: viewer.clone(),
            parent: form.parse("reply_to").unwrap_or(parent),
            words,
            attached,
            reuse: reuse(form),
            share: form.ticked("share") && author.member().is_some(),
            as_venue: form.ticked("as_venue"),
            author,
        }
    }

    /// Leaves the words. What may not be seen cannot be answered.
    pub fn leave(&self, tx: &mut Tx<'_>) -> Result<Object> {
        let parent = objects::visible(tx.conn, self.parent, &self.viewer)?;
        if parent.state != State::Published {
            return Err(Error::NotFound);
        }
        let author = self.author(tx)?;
        actions::leave(
            tx,
            &Leaving {
                author,
                voice: voice(self.author.member()),
                parent,
                words: self.words.clone(),
                attached: self.attached.clone(),
                reuse: self.reuse.clone(),
                to_the_network: self.share,
            },
        )
    }

    fn author(&self, tx: &mut Tx<'_>) -> Result<Actor> {
        let venue = tx.app.venue().actor_id;
        let speaker = match venue.filter(|_| self.as_venue && self.viewer.is_staff()) {
            Some(venue) => venue,
            None => self.author.actor(tx)?,
        };
        actors::find(tx.conn, speaker)?.ok_or(Error::NotFound)
    }
}
