//! `/equipe/autour`: what waits to be approved, what is shown, what was put aside, and whose events are read in.

use std::{
    collections::{BTreeMap, HashMap},
    time::Duration,
};

use axum::{extract::Query, http::StatusCode, response::Response};
use serde::{Deserialize, Serialize};

use super::public::views;
use crate::{
    features::{
        around::{
            actions,
            model::{Change, Doing},
            store::{self, Wanted},
        },
        follows,
    },
    kernel::{
        clock::Time,
        db::Conn,
        error::{Error, FieldErrors, Message, Result},
        id::Id,
    },
    platform::{
        actors,
        app::App,
        feature::{Beside, StaffNav},
        fediverse::{fetch::FetchError, lookup, policy},
        objects::State,
        web::{Ctx, Form, Page, PageNumber, Pager, Path, Quota, Role, Staff, take_for_account},
    },
};

const HERE: &str = "/equipe/autour";

const PER_PAGE: i64 = 30;

/// Look-ups one account may cause: each is a request of ours to a server of somebody's choosing.
const LOOK_UPS: Quota = Quota { name: "source-look-up", burst: 20, every: Duration::from_secs(10) };

#[derive(Serialize)]
pub(super) struct StaffPage {
    pub(super) staff_nav: StaffNav,
    pub(super) tabs: Vec<Tab>,
    /// `waiting`, `shown` or `aside`.
    pub(super) pile: &'static str,
    pub(super) events: Vec<Row>,
    pub(super) total: i64,
    pub(super) pager: Pager,
    pub(super) sources: Vec<SourceView>,
    pub(super) values: BTreeMap<String, String>,
    pub(super) errors: BTreeMap<String, String>,
}

impl Page for StaffPage {
    const TEMPLATE: &'static str = "around/staff.html";
}

#[derive(Serialize)]
pub(super) struct Tab {
    pub(super) label: String,
    pub(super) url: String,
    pub(super) count: Option<i64>,
    pub(super) current: bool,
}

#[derive(Serialize)]
pub(super) struct Row {
    pub(super) id: Id,
    pub(super) event: Beside,
    /// It was shown, and says something else since.
    pub(super) changed: bool,
}

#[derive(Serialize)]
pub(super) struct SourceView {
    pub(super) id: Id,
    pub(super) name: String,
    pub(super) address: String,
    pub(super) url: String,
    pub(super) doing: Doing,
    pub(super) trusted: bool,
    pub(super) paused: bool,
    pub(super) events: i64,
    pub(super) added_at: Time,
    pub(super) heard_at: Option<Time>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    file: String,
}

const PILES: [(&str, &str, State); 3] = [
    ("waiting", "", State::Pending),
    ("shown", "montres", State::Published),
    ("aside", "ecartes", State::Hidden),
];

pub(super) async fn list(
    ctx: Ctx,
    _staff: Staff,
    Query(asked): Query<Asked>,
    Query(page): Query<PageNumber>,
) -> Result<Response> {
    let page = load(&ctx, asked, page, BTreeMap::new(), &FieldErrors::default()).await?;
    ctx.html(&page)
}

async fn load(
    ctx: &Ctx,
    asked: Asked,
    page: PageNumber,
    values: BTreeMap<String, String>,
    errors: &FieldErrors,
) -> Result<StaffPage> {
    let asking = ctx.clone();
    let errors = ctx.messages(errors);
    ctx.app
        .read(move |conn| {
            let now = asking.app.now();
            let found = PILES.iter().find(|(_, word, _)| *word == asked.file);
            let (pile, _, state) = *found.unwrap_or(&PILES[0]);
            let of = |state| {
                // What waits is shown even when it is over: nobody is left to wonder what the number counts.
                let since = if state == State::Pending { Time::from_micros(0) } else { now };
                Wanted { state, now: since, from: None, until: None }
            };
            let mut tabs = Vec::new();
            for (name, word, state) in PILES {
                tabs.push(Tab {
                    label: asking.text(&format!("around-pile-{name}")),
                    url: if word.is_empty() {
                        HERE.to_owned()
                    } else {
                        format!("{HERE}?file={word}")
                    },
                    count: Some(store::count(conn, &of(state))?),
                    current: name == pile,
                });
            }
            let total = store::count(conn, &of(state))?;
            let found = store::search(conn, &of(state), page.offset(PER_PAGE), PER_PAGE)?;
            let events = views(conn, asking.lang, &found)?;
            let rows = found.iter().zip(events);
            Ok(StaffPage {
                staff_nav: StaffNav::load(&asking.app, conn)?,
                tabs,
                pile,
                events: rows
                    .map(|(one, event)| Row { id: one.id, event, changed: one.changed })
                    .collect(),
                total,
                pager: Pager::new(&asking.path, page, PER_PAGE, total),
                sources: sources(&asking.app, conn, now)?,
                values: values.clone(),
                errors: errors.clone(),
            })
        })
        .await
}

fn sources(app: &App, conn: &mut Conn, now: Time) -> Result<Vec<SourceView>> {
    let all = store::sources(conn)?;
    let ids: Vec<Id> = all.iter().map(|source| source.actor).collect();
    let people = actors::find_all(conn, &ids)?;
    let counts = store::counts(conn)?;
    let mut follow = HashMap::new();
    if let Some(venue) = app.venue().actor_id {
        for id in &ids {
            follow.insert(*id, follows::between(conn, venue, *id)?);
        }
    }
    let views = all.iter().filter_map(|source| {
        let actor = people.get(&source.actor)?;
        let blocked = policy::refuses(app, &actor.domain);
        let asked = follow.get(&source.actor).copied().flatten();
        Some(SourceView {
            id: source.actor,
            name: actor.display_name(),
            address: actor.address(),
            url: actor.url.clone(),
            doing: Doing::of(source, blocked, asked, now),
            trusted: source.trusted,
            paused: source.paused,
            events: counts.get(&source.actor).copied().unwrap_or(0),
            added_at: source.added_at,
            heard_at: source.heard_at,
        })
    });
    Ok(views.collect())
}

/// Follows a source: found at its server, then asked.
pub(super) async fn add(ctx: Ctx, staff: Staff, form: Form) -> Result<Response> {
    staff.require(Role::Moderator)?;
    take_for_account(&ctx.app, &LOOK_UPS, staff.0.account_id)?;
    let trusted = form.ticked("trusted");
    let found = match form.text("address") {
        "" => Err(FieldErrors::one("address", "around-error-address")),
        typed => lookup::somebody(&ctx.app, typed)
            .await
            .map_err(|error| FieldErrors::one("address", excuse(&error))),
    };
    let added = match found {
        Ok(actor) => {
            let name = actor.display_name();
            let by = staff.0;
            let done = ctx.app.write(move |tx| actions::add(tx, &by, &actor, trusted)).await;
            match done {
                Ok(()) => Ok(name),
                Err(Error::Invalid(errors)) => Err(errors),
                Err(other) => return Err(other),
            }
        }
        Err(errors) => Err(errors),
    };
    match added {
        Ok(name) => {
            let said = Message::new("around-said-added").with("name", name);
            Ok(ctx.redirect_saying(HERE, "ok", said))
        }
        Err(errors) => {
            let (asked, first) = (Asked::default(), PageNumber::default());
            let page = load(&ctx, asked, first, form.values(), &errors).await?;
            ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// Why another server did not help, as a locale key.
fn excuse(error: &FetchError) -> &'static str {
    match error {
        FetchError::Refused(_) => "around-error-blocked",
        FetchError::Gone | FetchError::NotFound => "around-error-nobody",
        FetchError::Invalid("not a handle") => "around-error-address",
        FetchError::Denied | FetchError::Invalid(_) => "around-error-nobody",
        FetchError::Unreachable(_) | FetchError::TooOften(_) => "around-error-silent",
    }
}

/// Trusts a source or not, pauses it, asks it again, reads it now, or lets it go.
pub(super) async fn change(
    ctx: Ctx,
    staff: Staff,
    Path(id): Path<Id>,
    form: Form,
) -> Result<Response> {
    staff.require(Role::Moderator)?;
    let change = Change::parse(form.text("action")).ok_or(Error::NotFound)?;
    let by = staff.0;
    let done = ctx.app.write(move |tx| actions::change(tx, &by, id, change)).await;
    let back = format!("{HERE}#sources");
    match done {
        Ok(()) => {
            let said = match change {
                Change::Ask => "around-said-asked",
                Change::Read => "around-said-reading",
                Change::Remove => "around-said-removed",
                _ => "around-said-changed",
            };
            Ok(ctx.redirect_saying(&back, "ok", Message::new(said)))
        }
        Err(Error::Invalid(errors)) => {
            let said = errors.0.into_values().next().unwrap_or_default();
            Ok(ctx.redirect_saying(&back, "error", said))
        }
        Err(other) => Err(other),
    }
}

/// Shows an event of somebody else, or puts it aside.
pub(super) async fn decide(
    ctx: Ctx,
    staff: Staff,
    Path(id): Path<Id>,
    form: Form,
) -> Result<Response> {
    let (show, said) = match form.text("action") {
        "show" => (true, "around-said-shown"),
        "refuse" => (false, "around-said-refused"),
        _ => return Err(Error::NotFound),
    };
    let by = staff.0;
    ctx.app.write(move |tx| actions::decide(tx, &by, id, show)).await?;
    let pile = PILES.iter().find(|(name, ..)| *name == form.text("back"));
    let back = match pile {
        Some((_, word, _)) if !word.is_empty() => format!("{HERE}?file={word}"),
        _ => HERE.to_owned(),
    };
    Ok(ctx.redirect_saying(&back, "ok", Message::new(said)))
}
