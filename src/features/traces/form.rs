//! The form under a work, a place or a trace: what it shows, and what it says when it comes back.

use serde::Serialize;

use super::{
    actions::{self, Attached, Leaving},
    attach::{self, HeldView},
    model::{self, Body, Draft, Purpose, Speaker, TYPED, Voice, Words},
    thread::Reader,
    trust,
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
        app::Tx,
        feature::Typed,
        objects::{self, Object, State},
        web::{Form, Member, Once, Role, Viewer},
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
    reply_to: Option<ReplyTo>,
    pending: bool,
    may_share: bool,
    may_speak: bool,
}

/// Whom the form answers.
#[derive(Clone, Debug, Serialize)]
pub struct ReplyTo {
    id: Id,
    author_name: String,
    cancel_url: String,
}

/// The form for this viewer under `parent`; `None` when they may not write there.
pub fn form(
    reader: &Reader<'_>,
    conn: &mut Conn,
    parent: &Object,
    action: &str,
    typed: Typed,
) -> Result<Option<FormView>> {
    let Reader { app, viewer, lang } = *reader;
    let Some(member) = viewer.member() else {
        return Ok(None);
    };
    if parent.state != State::Published || parent.deleted_at.is_some() {
        return Ok(None);
    }
    let author = actors::find(conn, member.actor_id)?;
    let Some(author) = author.filter(|author| author.standing != Standing::Blocked) else {
        return Ok(None);
    };
    let speaker = Speaker {
        voice: voice(member),
        standing: author.standing,
        rung: trust::rung(conn, &author)?,
    };
    let state = model::judge(&app.venue(), app.now(), speaker, &Words::default()).state;
    Ok(Some(FormView {
        action: action.to_owned(),
        once: Once::key(app, viewer),
        held: attach::held(conn, viewer.actor_id(), lang, &typed.values)?,
        longest: TYPED,
        typed,
        reply_to: None,
        pending: state == State::Pending,
        may_share: parent.federates(),
        may_speak: member.role >= Role::Mediator,
    }))
}

impl FormView {
    /// The same form in answer to a trace.
    #[must_use]
    pub fn answering(mut self, id: Id, author_name: String, cancel_url: String) -> Self {
        self.reply_to = Some(ReplyTo { id, author_name, cancel_url });
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
            reply_to: None,
            pending: true,
            may_share: true,
            may_speak: true,
        }
        .answering(Id::from_raw(1), "Léa".to_owned(), "/traces/1".to_owned())
    }
}

/// In which capacity a member writes.
pub fn voice(member: &Member) -> Voice {
    if member.role >= Role::Mediator { Voice::Staff } else { Voice::Member }
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

/// What a member's form asks for, checked against what they may see and do.
#[derive(Clone)]
pub struct Asked {
    pub viewer: Viewer,
    pub member: Member,
    pub parent: Id,
    pub words: Words,
    pub attached: Attached,
    pub reuse: Vec<Purpose>,
    pub share: bool,
    pub as_venue: bool,
}

impl Asked {
    /// Reads a form that stands under `parent`, or under the trace it answers.
    pub fn read(
        viewer: &Viewer,
        member: Member,
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
            share: form.ticked("share"),
            as_venue: form.ticked("as_venue"),
            member,
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
                voice: voice(&self.member),
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
        let speaker = match venue.filter(|_| self.as_venue && self.member.role >= Role::Mediator) {
            Some(venue) => venue,
            None => self.member.actor_id,
        };
        actors::find(tx.conn, speaker)?.ok_or(Error::NotFound)
    }
}
