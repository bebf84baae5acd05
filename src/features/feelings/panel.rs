//! The feelings of one thing as a page shows them: the buttons, what this person feels, what everybody feels.

use serde::Serialize;

use super::{
    actions,
    model::{self, Feeling, Part},
    store,
};
use crate::{
    kernel::{db::Conn, error::Result, i18n::Lang, id::Id},
    platform::{
        app::App,
        objects::Object,
        web::{Viewer, guard},
    },
};

/// What `macros.html` shows as `feelings(panel)`.
#[derive(Clone, Debug, Serialize)]
pub struct Panel {
    /// Where the buttons post to.
    pub action: String,
    /// The way back after that, for whoever has no script.
    pub back: String,
    /// The feelings on offer.
    pub choices: Vec<Choice>,
    /// What this person feels, in words.
    pub mine: Option<String>,
    /// What everybody feels.
    pub ribbon: Vec<Part>,
    /// How many people that is.
    pub total: i64,
    /// Makes a newcomer's guest, on a page that is for them alone.
    pub stamp: Option<String>,
}

/// One button.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    /// The feeling.
    pub key: &'static str,
    /// What it is called.
    pub word: String,
    /// It is what this person feels.
    pub mine: bool,
}

/// Which panel is wanted.
pub(super) struct Wanted<'a> {
    pub(super) lang: Lang,
    pub(super) object: Id,
    /// Whose feeling is marked.
    pub(super) actor: Option<Id>,
    pub(super) back: &'a str,
    pub(super) stamp: Option<String>,
}

/// The feelings of an object for this viewer; none where nothing can be felt. `personal` pages are made for one visitor
/// alone.
pub fn panel(
    app: &App,
    conn: &mut Conn,
    (viewer, lang): (&Viewer, Lang),
    object: &Object,
    back: &str,
    personal: bool,
) -> Result<Option<Panel>> {
    if !actions::may_be_felt(object) {
        return Ok(None);
    }
    let stamp = if personal && viewer.is_anybody() { Some(guard::stamp(app)?) } else { None };
    let actor = viewer.actor_id();
    load(app, conn, Wanted { lang, object: object.id, actor, back, stamp }).map(Some)
}

/// A panel, whoever asks.
pub(super) fn load(app: &App, conn: &mut Conn, wanted: Wanted<'_>) -> Result<Panel> {
    let Wanted { lang, object, actor, back, stamp } = wanted;
    let mine = match actor {
        Some(actor) => store::find(conn, object, actor)?,
        None => None,
    };
    let tally = store::tallies(conn, &[object], None)?.remove(&object).unwrap_or_default();
    let venue = app.venue();
    let chosen = &venue.feelings;
    let word = |feeling: Feeling| model::word(feeling, chosen, lang);
    let choice = |feeling: Feeling| Choice {
        key: feeling.as_str(),
        word: word(feeling),
        mine: mine == Some(feeling),
    };
    Ok(Panel {
        action: format!("/objets/{object}/ressenti"),
        back: back.to_owned(),
        choices: model::offered(chosen).into_iter().map(choice).collect(),
        mine: mine.map(word),
        ribbon: model::ribbon(&tally, chosen, lang),
        total: tally.iter().map(|(_, count)| count).sum(),
        stamp,
    })
}
