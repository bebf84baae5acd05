//! The kiosk: a feeling in one touch, words with large letters, and the way to go on with one's own phone.
//!
//! Nobody stays on it: every form is somebody new's, nothing is kept in its browser, no link leads anywhere else.

use axum::{extract::Query, http::StatusCode, response::Response};
use serde::{Deserialize, Serialize};

use super::{
    coming,
    corner::{self, Corner},
    open, or_closed, unkept,
};
use crate::{
    features::{
        devices::{
            actions,
            model::{Device, Kind},
        },
        feelings::{self, Panel},
        traces,
    },
    kernel::{
        error::{Error, FieldErrors, Message, Result},
        i18n::{self, Args, Lang},
    },
    platform::{
        feature::{Heading, Typed},
        web::{Ctx, Form, Page, Participant, Path, Viewer, guard, limits},
    },
};

/// How long nobody touches a kiosk before it asks, and how long it waits for an answer, in seconds.
const IDLE: u64 = 60;
const WARNING: u64 = 20;

/// How long thanks stand there, in seconds: long enough to copy a code by hand.
const THANKS: u64 = 40;

#[derive(Serialize)]
pub(super) struct KioskPage {
    pub(super) about: Heading,
    pub(super) corner: Corner,
    pub(super) panel: Option<Panel>,
    #[serde(flatten)]
    pub(super) glass: Glass,
    pub(super) writing: bool,
    /// There is an event to answer.
    pub(super) coming: bool,
    pub(super) stamp: String,
    #[serde(flatten)]
    pub(super) typed: Typed,
}

impl Page for KioskPage {
    const TEMPLATE: &'static str = "devices/kiosk.html";
    const FOR_EVERYBODY: bool = false;
}

/// What every page of a kiosk that waits for somebody has: where it begins, how long it waits, in which languages.
#[derive(Serialize)]
pub(super) struct Glass {
    pub(super) base: String,
    /// Where the next person begins: in the venue's language, whichever this one chose.
    pub(super) home: String,
    pub(super) idle: u64,
    pub(super) warning: u64,
    pub(super) languages: Vec<Tongue>,
}

impl Glass {
    pub(super) fn of(ctx: &Ctx, token: &str) -> Self {
        let base = Kind::Kiosk.path(token);
        let name = |lang: Lang| i18n::text(lang, "language-name", &Args::new());
        let venue = ctx.app.venue();
        let others = venue.languages.iter().filter(|lang| **lang != ctx.lang);
        Self {
            home: home(ctx, &base),
            base,
            idle: IDLE,
            warning: WARNING,
            languages: others.map(|lang| Tongue { code: *lang, name: name(*lang) }).collect(),
        }
    }
}

/// A language to go on in.
#[derive(Serialize)]
pub(super) struct Tongue {
    pub(super) code: Lang,
    pub(super) name: String,
}

#[derive(Serialize)]
pub(super) struct ThanksPage {
    pub(super) about: Heading,
    pub(super) corner: Corner,
    pub(super) base: String,
    pub(super) home: String,
    pub(super) seconds: u64,
}

impl Page for ThanksPage {
    const TEMPLATE: &'static str = "devices/thanks.html";
    const FOR_EVERYBODY: bool = false;
}

/// `?ecrire` opens the form of words.
#[derive(Deserialize)]
pub(super) struct Asked {
    ecrire: Option<String>,
}

pub(super) async fn show(
    ctx: Ctx,
    Path(token): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    or_closed(&ctx, start(&ctx, &token, asked.ecrire.is_some()).await)
}

async fn start(ctx: &Ctx, token: &str, writing: bool) -> Result<Response> {
    let device = open(ctx, Kind::Kiosk, token).await?;
    render(ctx, StatusCode::OK, device, token, writing, Typed::default()).await
}

async fn render(
    ctx: &Ctx,
    status: StatusCode,
    device: Device,
    token: &str,
    writing: bool,
    typed: Typed,
) -> Result<Response> {
    let asking = ctx.clone();
    let glass = Glass::of(ctx, token);
    let page = ctx
        .app
        .read(move |conn| {
            let subject = actions::subject(conn, device.object_id)?.ok_or(Error::NotFound)?;
            let (about, corner) = corner::about(&asking, conn, subject.id)?;
            // Whoever used the kiosk before is nobody's business: no feeling is marked as one's own.
            let seen = (&Viewer::Anonymous, asking.lang);
            let panel = feelings::panel(&asking.app, conn, seen, &subject, &glass.base, false)?;
            let stamp = match typed.values.get(guard::STAMP) {
                Some(stamp) => stamp.clone(),
                None => guard::stamp(&asking.app)?,
            };
            Ok(KioskPage {
                about,
                corner,
                panel,
                glass,
                writing,
                coming: coming::any(&asking, conn)?,
                stamp,
                typed,
            })
        })
        .await?;
    ctx.html_with(status, &page).map(unkept)
}

fn home(ctx: &Ctx, base: &str) -> String {
    format!("{base}?lang={}", ctx.app.venue().main_language())
}

/// Whoever stands at a kiosk: somebody new, whoever is signed in on that machine. The stamp of the page makes them, so
/// that a button pressed twice is one person's.
fn somebody(ctx: &Ctx, form: &Form) -> Result<Participant> {
    let mut nobody = ctx.clone();
    nobody.viewer = Viewer::Anonymous;
    Participant::of(&nobody, form.text(guard::STAMP))
}

pub(super) async fn feel(ctx: Ctx, Path(token): Path<String>, form: Form) -> Result<Response> {
    or_closed(&ctx, felt(&ctx, &token, &form).await)
}

async fn felt(ctx: &Ctx, token: &str, form: &Form) -> Result<Response> {
    let device = open(ctx, Kind::Kiosk, token).await?;
    match leave_feeling(ctx, &device, form).await {
        Ok(word) => {
            Ok(thank(ctx, token, Message::new("devices-thanks-felt").with("feeling", word)))
        }
        Err(error) => again(ctx, device, token, (form, false), error).await,
    }
}

async fn leave_feeling(ctx: &Ctx, device: &Device, form: &Form) -> Result<String> {
    ctx.app.limits.take(&limits::KIOSK, device.id, ctx.app.now())?;
    let unknown = || Error::field("feeling", "feelings-error-unknown");
    let feeling: feelings::Feeling = form.parse("feeling").ok_or_else(unknown)?;
    let (who, leaving) = (somebody(ctx, form)?, device.clone());
    ctx.app.write(move |tx| actions::feel(tx, &leaving, feeling, &who)).await?;
    Ok(feelings::word(&ctx.app, feeling, ctx.lang))
}

pub(super) async fn say(ctx: Ctx, Path(token): Path<String>, form: Form) -> Result<Response> {
    or_closed(&ctx, said(&ctx, &token, &form).await)
}

async fn said(ctx: &Ctx, token: &str, form: &Form) -> Result<Response> {
    let device = open(ctx, Kind::Kiosk, token).await?;
    match leave_words(ctx, &device, form).await {
        Ok(code) => Ok(thank(ctx, token, Message::new("devices-thanks-said").with("code", code))),
        Err(error) => again(ctx, device, token, (form, true), error).await,
    }
}

async fn leave_words(ctx: &Ctx, device: &Device, form: &Form) -> Result<String> {
    ctx.app.limits.take(&limits::KIOSK, device.id, ctx.app.now())?;
    let words = traces::words_of(form, ctx.lang)?;
    let reuse = traces::reuse_of(form);
    let (who, leaving) = (somebody(ctx, form)?, device.clone());
    ctx.app.write(move |tx| actions::say(tx, &leaving, &words, &reuse, &who)).await
}

/// The page again as it was, with what is wrong: nobody types on glass twice.
async fn again(
    ctx: &Ctx,
    device: Device,
    token: &str,
    (form, writing): (&Form, bool),
    error: Error,
) -> Result<Response> {
    let (status, errors) = match error {
        Error::Invalid(errors) => (StatusCode::UNPROCESSABLE_ENTITY, errors),
        Error::SlowDown(_) => {
            let field = if writing { "text" } else { "feeling" };
            (StatusCode::TOO_MANY_REQUESTS, FieldErrors::one(field, "devices-error-haste"))
        }
        other => return Err(other),
    };
    let typed = Typed { values: form.values(), errors: ctx.messages(&errors) };
    render(ctx, status, device, token, writing, typed).await
}

/// Thanks. What is said there is said once: the next visitor who goes back finds no code of this one.
pub(super) async fn thanks(ctx: Ctx, Path(token): Path<String>) -> Result<Response> {
    or_closed(&ctx, thanked(&ctx, &token).await)
}

async fn thanked(ctx: &Ctx, token: &str) -> Result<Response> {
    let device = open(ctx, Kind::Kiosk, token).await?;
    let asking = ctx.clone();
    let base = Kind::Kiosk.path(token);
    let page = ctx
        .app
        .read(move |conn| {
            let (about, corner) = corner::about(&asking, conn, device.object_id)?;
            Ok(ThanksPage { about, corner, home: home(&asking, &base), base, seconds: THANKS })
        })
        .await?;
    ctx.html(&page).map(unkept)
}

pub(super) fn thank(ctx: &Ctx, token: &str, said: Message) -> Response {
    ctx.redirect_saying(&format!("{}/merci", Kind::Kiosk.path(token)), "ok", said)
}
