//! Events and answers as these pages show them.

use serde::Serialize;

use crate::{
    features::{
        attendance::{
            codes,
            model::{Answer, Attendance, Room},
            store,
        },
        events::{Event, Stage},
        places::Tree,
    },
    kernel::{clock::Time, db::Conn, error::Result, id::Id},
    platform::{
        app::App,
        web::{self, Ctx},
    },
};

/// An event in a line.
#[derive(Clone, Debug, Serialize)]
pub(super) struct EventLine {
    pub(super) id: Id,
    pub(super) title: String,
    pub(super) url: String,
    pub(super) when: String,
    pub(super) starts: Time,
    pub(super) place: Option<String>,
    pub(super) stage: Stage,
}

/// How this event is shown in a line.
pub(super) fn line(ctx: &Ctx, tree: &Tree, event: &Event) -> EventLine {
    let own = event.facts.place.and_then(|id| tree.get(id)).map(|place| place.name(ctx.lang));
    let place = own.unwrap_or(&event.facts.location.name);
    EventLine {
        id: event.id,
        title: event.facts.title.clone(),
        url: event.path(),
        when: web::period(ctx.lang, &event.facts.when.period()),
        starts: event.facts.when.starts,
        place: (!place.is_empty()).then(|| place.to_owned()),
        stage: event.stage(ctx.app.now()),
    }
}

/// How full an event is, for everybody.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Numbers {
    pub(super) going: i64,
    pub(super) maybe: i64,
    /// Seats nobody has.
    pub(super) left: Option<i64>,
    /// People who wait.
    pub(super) waiting: i64,
    /// Whoever asks now waits.
    pub(super) full: bool,
}

impl From<Room> for Numbers {
    fn from(room: Room) -> Self {
        Self {
            going: room.going,
            maybe: room.maybe,
            left: room.left(),
            waiting: room.waiting,
            full: room.is_full(),
        }
    }
}

/// Somebody's own answer.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Mine {
    pub(super) answer: &'static str,
    pub(super) people: i32,
    /// Parties before them in the line.
    pub(super) before: i64,
    /// The page of the answer, with what is shown at the door.
    pub(super) url: String,
    pub(super) came: bool,
}

/// An answer as its owner sees it.
pub(super) fn mine(app: &App, conn: &mut Conn, one: &Attendance) -> Result<Mine> {
    let place = one.place.filter(|_| one.answer == Answer::Waiting);
    Ok(Mine {
        answer: one.answer.as_str(),
        people: one.people,
        before: match place {
            Some(place) => store::before(conn, one.event, place)?,
            None => 0,
        },
        url: codes::path(app, one.id)?,
        came: one.came_at.is_some(),
    })
}

/// What somebody is told after they answered: a key, and what it mentions.
pub(super) fn noted(one: &Attendance) -> &'static str {
    match one.answer {
        Answer::Going => "attendance-noted-going",
        Answer::Waiting => "attendance-noted-waiting",
        Answer::Maybe => "attendance-noted-maybe",
        Answer::No => "attendance-noted-no",
    }
}
