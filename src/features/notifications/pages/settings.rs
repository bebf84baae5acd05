//! How a member wants to be told: kinds and ways, the digest, devices; and the way out of the digest from a letter.

use std::collections::BTreeMap;

use axum::{
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
};
use serde::Serialize;

use crate::{
    features::notifications::{
        actions, digest,
        model::{Channel, Kind, Rhythm},
        push, store,
    },
    kernel::{
        clock::Time,
        error::{Error, FieldErrors, Message, Result},
        i18n::{self, Args},
        id::Id,
    },
    platform::{
        fediverse::{client, documents},
        web::{Ctx, Form, Member, Page, Path, Sample, device_name},
    },
};

/// The most devices of one member.
const DEVICES: usize = 10;

/// The longest address of a device; the longest seen are under 500 letters.
const LONGEST: usize = 1000;

#[derive(Serialize)]
pub(super) struct SettingsPage {
    rows: Vec<Row>,
    values: BTreeMap<String, String>,
    errors: BTreeMap<String, String>,
    next: Option<Time>,
    mail: bool,
    devices: Vec<DeviceView>,
    push_key: String,
}

impl Page for SettingsPage {
    const TEMPLATE: &'static str = "notifications/settings.html";
}

/// A kind, and whether it comes by each way.
#[derive(Serialize)]
struct Row {
    kind: Kind,
    label: String,
    ways: Vec<Way>,
}

#[derive(Serialize)]
struct Way {
    channel: Channel,
    on: bool,
}

#[derive(Serialize)]
struct DeviceView {
    id: Id,
    name: String,
    since: Time,
}

/// The page behind the way out of a letter, for people; mail programs post to it by themselves.
#[derive(Serialize)]
pub(super) struct StopPage {
    token: String,
    done: bool,
}

impl Page for StopPage {
    const TEMPLATE: &'static str = "notifications/stop.html";
}

pub(super) async fn show(ctx: Ctx, member: Member) -> Result<Response> {
    let page = assemble(&ctx, &member, BTreeMap::new()).await?;
    ctx.html(&page)
}

async fn assemble(
    ctx: &Ctx,
    member: &Member,
    errors: BTreeMap<String, String>,
) -> Result<SettingsPage> {
    let (actor, lang) = (member.actor_id, ctx.lang);
    let (choices, rhythm, devices, key) = ctx
        .app
        .read(move |conn| {
            Ok((
                store::choices(conn, actor)?,
                store::rhythm(conn, actor)?,
                store::devices(conn, actor)?,
                store::push_key(conn)?,
            ))
        })
        .await?;
    let (rhythm, next) = rhythm.unwrap_or((Rhythm::Never, None));
    let row = |kind: Kind| Row {
        kind,
        label: i18n::text(lang, &format!("notifications-kind-{kind}"), &Args::new()),
        ways: Channel::ALL
            .iter()
            .map(|channel| Way { channel: *channel, on: choices.wants(kind, *channel) })
            .collect(),
    };
    Ok(SettingsPage {
        rows: Kind::of(ctx.viewer.is_staff()).map(row).collect(),
        values: [("rhythm".to_owned(), rhythm.to_string())].into(),
        errors,
        next,
        mail: ctx.app.mail.is_there(),
        devices: devices
            .into_iter()
            .map(|device| DeviceView {
                id: device.id,
                name: device.device,
                since: device.created_at,
            })
            .collect(),
        push_key: key.map(|(public, _)| public).unwrap_or_default(),
    })
}

pub(super) async fn save(ctx: Ctx, member: Member, form: Form) -> Result<Response> {
    let Some(rhythm) = form.parse::<Rhythm>("rhythm") else {
        let errors = ctx.messages(&FieldErrors::one("rhythm", "notifications-error-rhythm"));
        let page = assemble(&ctx, &member, errors).await?;
        return ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let mut chosen = Vec::new();
    for kind in Kind::of(ctx.viewer.is_staff()) {
        for channel in Channel::ALL {
            chosen.push((kind, *channel, form.ticked(&format!("{kind}-{channel}"))));
        }
    }
    ctx.app
        .write(move |tx| {
            for (kind, channel, on) in &chosen {
                store::set_choice(tx.conn, member.actor_id, *kind, *channel, *on)?;
            }
            actions::choose_rhythm(tx, member.actor_id, rhythm)
        })
        .await?;
    let said = Message::new("notifications-said-saved");
    Ok(ctx.redirect_saying("/notifications/reglages", "ok", said))
}

/// A browser asks to be told at once. With nothing in the form it asks for the venue's key first.
pub(super) async fn add_device(
    ctx: Ctx,
    member: Member,
    headers: HeaderMap,
    form: Form,
) -> Result<Response> {
    let endpoint = form.text("endpoint").to_owned();
    if endpoint.is_empty() {
        return Ok(push::public_key(&ctx.app).await?.into_response());
    }
    let (public_key, auth) = (form.text("p256dh").to_owned(), form.text("auth").to_owned());
    let broken = || Error::field("endpoint", "notifications-error-device");
    push::check(&public_key, &auth).map_err(|_| broken())?;
    let target = documents::address(&endpoint).map_err(|_| broken())?;
    if endpoint.len() > LONGEST || client::may_reach(&ctx.app, &target).is_err() {
        return Err(broken());
    }
    let agent = headers.get("user-agent").and_then(|agent| agent.to_str().ok());
    let device = device_name(agent.unwrap_or_default());
    ctx.app
        .write(move |tx| {
            let known = store::devices(tx.conn, member.actor_id)?;
            for old in known.iter().skip(DEVICES - 1) {
                store::remove_device(tx.conn, old.id, None)?;
            }
            let device = store::Device {
                id: tx.new_id(),
                actor_id: member.actor_id,
                endpoint: endpoint.clone(),
                public_key: public_key.clone(),
                auth: auth.clone(),
                device: device.clone(),
                created_at: tx.now,
            };
            store::insert_device(tx.conn, &device)
        })
        .await?;
    let said = Message::new("notifications-said-device");
    Ok(ctx.redirect_saying("/notifications/reglages#appareils", "ok", said))
}

pub(super) async fn remove_device(
    ctx: Ctx,
    member: Member,
    Path(id): Path<Id>,
) -> Result<Response> {
    let of = Some(member.actor_id);
    let removed = ctx.app.write(move |tx| store::remove_device(tx.conn, id, of)).await?;
    if !removed {
        return Err(Error::NotFound);
    }
    let said = Message::new("notifications-said-device-gone");
    Ok(ctx.redirect_saying("/notifications/reglages#appareils", "ok", said))
}

pub(super) async fn ask_stop(ctx: Ctx, Path(token): Path<String>) -> Result<Response> {
    let asked = token.clone();
    let app = ctx.app.clone();
    let known = ctx.app.read(move |conn| digest::holder(&app, conn, &asked)).await?;
    known.ok_or(Error::NotFound)?;
    ctx.html(&StopPage { token, done: false })
}

/// Ends the digest of whoever holds the letter; saying it twice is saying it once (RFC 8058 §3.2: no cookie is needed).
pub(super) async fn stop(ctx: Ctx, Path(token): Path<String>) -> Result<Response> {
    let asked = token.clone();
    ctx.app
        .write(move |tx| {
            let member = digest::holder(tx.app, tx.conn, &asked)?.ok_or(Error::NotFound)?;
            actions::choose_rhythm(tx, member, Rhythm::Never)
        })
        .await?;
    ctx.html(&StopPage { token, done: true })
}

pub(super) fn samples() -> Vec<Sample> {
    let page = |wrong: bool| SettingsPage {
        rows: Kind::ALL
            .iter()
            .map(|kind| Row {
                kind: *kind,
                label: "Une réponse à vos mots".to_owned(),
                ways: Channel::ALL
                    .iter()
                    .map(|channel| Way { channel: *channel, on: !wrong })
                    .collect(),
            })
            .collect(),
        values: [("rhythm".to_owned(), "weekly".to_owned())].into(),
        errors: if wrong {
            [("rhythm".to_owned(), "Choisissez un rythme.".to_owned())].into()
        } else {
            BTreeMap::new()
        },
        next: (!wrong).then(|| Time::from_micros(1_780_000_000_000_000)),
        mail: !wrong,
        devices: if wrong {
            Vec::new()
        } else {
            vec![DeviceView {
                id: Id::from_raw(1),
                name: "Firefox, Android".to_owned(),
                since: Time::from_micros(1_780_000_000_000_000),
            }]
        },
        push_key: String::new(),
    };
    vec![
        Sample::of("everything chosen", &page(false)),
        Sample::of("no mail server, and something to correct", &page(true)),
        Sample::of(
            "before the digest ends",
            &StopPage { token: digest::way_out("x"), done: false },
        ),
        Sample::of("the digest has ended", &StopPage { token: String::new(), done: true }),
    ]
}
