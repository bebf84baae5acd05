//! The answers on the page of an event: numbers for everybody, and the buttons.

use serde::Serialize;

use super::view::{self, Mine, Numbers};
use crate::{
    features::{
        attendance::{
            model::{Who, Wish, open},
            store,
        },
        events::{Event, REGULAR_FROM, Rsvp, Status},
    },
    kernel::{db::Conn, error::Result},
    platform::{
        app::App,
        web::{Once, Viewer},
    },
};

/// What `attendance/_panel.html` shows.
#[derive(Clone, Debug, Serialize)]
pub(in crate::features::attendance) struct Panel {
    /// People are asked here at all.
    pub(super) asked: bool,
    /// They may answer at present.
    pub(super) open: bool,
    /// It is for regulars, and the viewer is none yet.
    pub(super) reserved: Option<Reserved>,
    /// Where the form is, and where it posts to.
    pub(super) action: String,
    /// The viewer has an account: their buttons are on the page itself.
    pub(super) member: bool,
    pub(super) once: String,
    pub(super) numbers: Numbers,
    pub(super) party_max: i32,
    pub(super) mine: Option<Mine>,
    /// The staff's list.
    pub(super) staff_url: Option<String>,
}

/// How often one must have come, and how often the viewer has.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Reserved {
    pub(super) wanted: i64,
    pub(super) came: i64,
}

/// The panel of an event for somebody.
pub(in crate::features::attendance) fn panel(
    app: &App,
    conn: &mut Conn,
    viewer: &Viewer,
    event: &Event,
) -> Result<Panel> {
    let room = store::room(conn, event)?;
    let mine = match viewer.member() {
        Some(member) => store::of(conn, event.id, &Who::Actor(member.actor_id))?,
        None => None,
    };
    let reserved = match viewer.member().filter(|_| event.regulars) {
        Some(member) => {
            Some(Reserved { wanted: REGULAR_FROM, came: store::came_to(conn, member.actor_id)? })
        }
        None => None,
    };
    let reserved = reserved.filter(|reserved| reserved.came < reserved.wanted);
    let mine = match mine {
        Some(one) => Some(view::mine(app, conn, &one)?),
        None => None,
    };
    Ok(Panel {
        asked: event.facts.rsvp == Rsvp::Open && event.status != Status::Draft,
        open: open(event, app.now(), Wish::Going).is_ok() && reserved.is_none(),
        reserved,
        action: format!("{}/venir", event.path()),
        member: viewer.is_member(),
        once: Once::key(app, viewer),
        numbers: room.into(),
        party_max: event.facts.party_max,
        mine,
        staff_url: viewer.is_staff().then(|| format!("/equipe/agenda/{}/reponses", event.id)),
    })
}
