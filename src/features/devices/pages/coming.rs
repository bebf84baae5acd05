//! Answering at a kiosk: the next events as large buttons, and for each a form with a first name.
//!
//! Whoever gives an address confirms it by the link of a letter; whoever gives none has their seat at once, because they
//! stand in the building, but never a place in the line: nobody could tell them when it is theirs.

use axum::{http::StatusCode, response::Response};
use serde::Serialize;

use super::{
    corner::{self, Corner},
    kiosk::{Glass, thank},
    open, or_closed, unkept,
};
use crate::{
    features::{
        accounts::Email,
        attendance::{self, Answer, Asked, Channel, Claim, Refusal, Who, Wish},
        devices::model::{Device, Kind},
        events::{self, Event},
        places,
    },
    kernel::{
        db::Conn,
        error::{Error, FieldErrors, Message, Result},
        id::Id,
    },
    platform::{
        feature::{Heading, Typed},
        objects,
        web::{self, Ctx, Form, Once, Page, Path, Viewer, guard, limits},
    },
};

/// How many events stand on a kiosk: as many as fit one look.
const SHOWN: usize = 6;

/// The most people one answer at a kiosk speaks for: each number is a button.
const PARTY: i32 = 6;

#[derive(Serialize)]
pub(super) struct ComingPage {
    pub(super) about: Heading,
    pub(super) corner: Corner,
    pub(super) events: Vec<Coming>,
    #[serde(flatten)]
    pub(super) glass: Glass,
}

impl Page for ComingPage {
    const TEMPLATE: &'static str = "devices/coming.html";
    const FOR_EVERYBODY: bool = false;
}

/// An event one can answer here.
#[derive(Serialize)]
pub(super) struct Coming {
    pub(super) id: Id,
    pub(super) title: String,
    pub(super) when: String,
    pub(super) place: Option<String>,
    /// Seats nobody has; none when nobody counts.
    pub(super) left: Option<i64>,
    pub(super) full: bool,
}

#[derive(Serialize)]
pub(super) struct AnswerPage {
    pub(super) about: Heading,
    pub(super) corner: Corner,
    pub(super) event: Coming,
    /// The numbers of people to choose from.
    pub(super) parties: Vec<i32>,
    /// Letters can be sent.
    pub(super) mail: bool,
    #[serde(flatten)]
    pub(super) glass: Glass,
    pub(super) stamp: String,
    pub(super) once: String,
    #[serde(flatten)]
    pub(super) typed: Typed,
}

impl Page for AnswerPage {
    const TEMPLATE: &'static str = "devices/answer.html";
    const FOR_EVERYBODY: bool = false;
}

/// Is there anything to answer?
pub(super) fn any(ctx: &Ctx, conn: &mut Conn) -> Result<bool> {
    Ok(!coming(ctx, conn)?.is_empty())
}

/// The next events that take answers from everybody.
fn coming(ctx: &Ctx, conn: &mut Conn) -> Result<Vec<Event>> {
    let now = ctx.app.now();
    let all = events::coming(conn, &Viewer::Anonymous, now, 60)?;
    Ok(all.into_iter().filter(|event| event.takes_answers(now)).take(SHOWN).collect())
}

fn views(ctx: &Ctx, conn: &mut Conn, found: &[Event]) -> Result<Vec<Coming>> {
    let tree = places::tree(conn)?;
    let rooms = attendance::rooms(conn, found)?;
    let view = |event: &Event| {
        let own = event.facts.place.and_then(|id| tree.get(id)).map(|place| place.name(ctx.lang));
        let place = own.unwrap_or(&event.facts.location.name);
        let room = rooms.get(&event.id);
        Coming {
            id: event.id,
            title: event.facts.title.clone(),
            when: web::period(ctx.lang, &event.facts.when.period()),
            place: (!place.is_empty()).then(|| place.to_owned()),
            left: room.and_then(attendance::Room::left),
            full: room.is_some_and(attendance::Room::is_full),
        }
    };
    Ok(found.iter().map(view).collect())
}

pub(super) async fn list(ctx: Ctx, Path(token): Path<String>) -> Result<Response> {
    or_closed(&ctx, listed(&ctx, &token).await)
}

async fn listed(ctx: &Ctx, token: &str) -> Result<Response> {
    let device = open(ctx, Kind::Kiosk, token).await?;
    let asking = ctx.clone();
    let glass = Glass::of(ctx, token);
    let page = ctx
        .app
        .read(move |conn| {
            let (about, corner) = corner::about(&asking, conn, device.object_id)?;
            let found = coming(&asking, conn)?;
            let events = views(&asking, conn, &found)?;
            Ok(ComingPage { about, corner, events, glass })
        })
        .await?;
    ctx.html(&page).map(unkept)
}

pub(super) async fn form(ctx: Ctx, Path((token, id)): Path<(String, Id)>) -> Result<Response> {
    or_closed(&ctx, begin(&ctx, &token, id).await)
}

async fn begin(ctx: &Ctx, token: &str, id: Id) -> Result<Response> {
    open(ctx, Kind::Kiosk, token).await?;
    let typed =
        Typed { values: [("people".to_owned(), "1".to_owned())].into(), ..Typed::default() };
    render(ctx, StatusCode::OK, token, id, typed).await
}

async fn render(
    ctx: &Ctx,
    status: StatusCode,
    token: &str,
    id: Id,
    typed: Typed,
) -> Result<Response> {
    let asking = ctx.clone();
    let glass = Glass::of(ctx, token);
    let page = ctx
        .app
        .read(move |conn| {
            let event = events::find(conn, id)?.ok_or(Error::NotFound)?;
            objects::visible(conn, id, &Viewer::Anonymous)?;
            let (about, corner) = corner::about(&asking, conn, id)?;
            let parties = (1..=event.facts.party_max.min(PARTY)).collect();
            let event = views(&asking, conn, &[event])?.pop().ok_or(Error::NotFound)?;
            let stamp = match typed.values.get(guard::STAMP) {
                Some(stamp) => stamp.clone(),
                None => guard::stamp(&asking.app)?,
            };
            Ok(AnswerPage {
                about,
                corner,
                event,
                parties,
                mail: asking.app.mail.is_there(),
                glass,
                stamp,
                once: asking.app.entropy.token(),
                typed,
            })
        })
        .await?;
    ctx.html_with(status, &page).map(unkept)
}

pub(super) async fn send(
    ctx: Ctx,
    Path((token, id)): Path<(String, Id)>,
    form: Form,
) -> Result<Response> {
    or_closed(&ctx, sent(&ctx, &token, id, &form).await)
}

async fn sent(ctx: &Ctx, token: &str, id: Id, form: &Form) -> Result<Response> {
    let device = open(ctx, Kind::Kiosk, token).await?;
    match answer(ctx, &device, id, form).await {
        Ok(said) => Ok(thank(ctx, token, said)),
        Err(error) => {
            let (status, errors) = match error {
                Error::Invalid(errors) => (StatusCode::UNPROCESSABLE_ENTITY, errors),
                Error::SlowDown(_) => {
                    (StatusCode::TOO_MANY_REQUESTS, FieldErrors::one("form", "devices-error-haste"))
                }
                other => return Err(other),
            };
            let mut values = form.values();
            values.remove(guard::HONEYPOT);
            values.insert(guard::STAMP.to_owned(), guard::again(&ctx.app, form)?);
            let typed = Typed { values, errors: ctx.messages(&errors) };
            render(ctx, status, token, id, typed).await
        }
    }
}

/// What somebody typed on the glass.
struct Typing {
    name: String,
    people: i32,
    email: Option<Email>,
}

fn read(ctx: &Ctx, form: &Form) -> Result<Typing> {
    let mut errors = FieldErrors::default();
    let name = form.text("name").to_owned();
    if name.is_empty() || name.chars().count() > 60 {
        errors.add("name", "devices-error-first-name");
    }
    let people = form.parse("people").filter(|people| (1..=PARTY).contains(people));
    if people.is_none() {
        errors.add("people", "attendance-error-people");
    }
    let email = match form.text("email") {
        "" => None,
        _ if !ctx.app.mail.is_there() => None,
        typed => Email::parse(typed).map_err(|key| errors.add("email", key)).ok(),
    };
    errors.into_result()?;
    Ok(Typing { name, people: people.unwrap_or(1), email })
}

/// Takes the answer once, or asks for its confirmation by letter; says what came of it.
async fn answer(ctx: &Ctx, device: &Device, event: Id, form: &Form) -> Result<Message> {
    let typing = read(ctx, form)?;
    let now = ctx.app.now();
    ctx.app.limits.take(&limits::KIOSK, device.id, now)?;
    if let Some(email) = &typing.email {
        ctx.app.limits.take(&limits::ANSWER_ADDRESS, email.as_str(), now)?;
    }
    let admitted = guard::admit(&ctx.app, form)?;
    // Whoever is signed in on that machine is not who stands before it.
    let (once, using, language) = (Once::of(&Viewer::Anonymous, form), admitted.clone(), ctx.lang);
    let name = typing.name.clone();
    let done = ctx
        .app
        .write(move |tx| {
            objects::visible(tx.conn, event, &Viewer::Anonymous)?;
            once.run(tx, |tx| {
                using.use_up(tx)?;
                let (name, people) = (typing.name.clone(), typing.people);
                if let Some(email) = typing.email.clone() {
                    let asked = Asked { email, name, people, channel: Channel::Kiosk, language };
                    attendance::ask(tx, event, &asked)?.map_err(refused)?;
                    return Ok(false);
                }
                let nobody = Who::Email(String::new());
                let claim = Claim {
                    name,
                    people,
                    ..Claim::new(nobody, Wish::Going, Channel::Kiosk, language)
                };
                let one = attendance::answer(tx, event, &claim)?.map_err(refused)?;
                if one.answer == Answer::Waiting {
                    // Nobody could tell them when a seat is theirs.
                    return Err(Error::field("email", "devices-error-full"));
                }
                Ok(true)
            })
        })
        .await;
    match done {
        Ok(true) => Ok(Message::new("devices-thanks-coming").with("name", name)),
        Ok(false) => Ok(Message::new("devices-thanks-letter").with("name", name)),
        Err(error) => {
            admitted.give_back(&ctx.app);
            Err(error)
        }
    }
}

fn refused(refusal: Refusal) -> Error {
    let field = match refusal {
        Refusal::Party(_) | Refusal::Room(_) | Refusal::NoMore(_) => "people",
        _ => "form",
    };
    let mut errors = FieldErrors::default();
    errors.add_message(field, refusal.message());
    Error::Invalid(errors)
}
