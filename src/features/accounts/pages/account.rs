//! A member's own account: profile, password, devices, the end.

use std::collections::BTreeMap;

use axum::{http::StatusCode, response::Response};
use serde::Serialize;

use super::{Choice, languages};
use crate::{
    features::accounts::{
        actions::{self, Profile},
        model, store,
    },
    kernel::{
        clock::Time,
        error::{Error, FieldErrors, Message, Result},
        id::Id,
        text,
    },
    platform::{
        actors,
        feature::{self, Heading, Notice, Typed},
        web::{self, Ctx, Form, Member, Page, Path, Sample, Session, UploadForm},
    },
};

#[derive(Serialize)]
struct AccountPage {
    address: String,
    profile_url: String,
    avatar: Option<String>,
    profile: Typed,
    password: Typed,
    proven: bool,
    email: Option<String>,
    has_password: bool,
    mails: bool,
    sessions: Vec<SessionView>,
    langs: Vec<Choice>,
    pairs: [usize; model::FIELDS],
    notices: Vec<Notice>,
}

impl Page for AccountPage {
    const TEMPLATE: &'static str = "accounts/account.html";
}

#[derive(Serialize)]
struct SessionView {
    id: Id,
    device: String,
    created: Time,
    last_seen: Time,
    current: bool,
}

impl SessionView {
    fn new(session: Session, current: Id) -> Self {
        Self {
            current: session.id == current,
            id: session.id,
            device: session.device,
            created: session.created_at,
            last_seen: session.seen_at,
        }
    }
}

/// The page as stored, with empty errors.
async fn page(ctx: &Ctx, member: &Member) -> Result<AccountPage> {
    let (account_id, actor_id) = (member.account_id, member.actor_id);
    let (app, lang) = (ctx.app.clone(), ctx.lang);
    let (account, actor, sessions, notices, has_password) = ctx
        .app
        .read(move |conn| {
            let account = store::find(conn, account_id)?.ok_or(Error::NotFound)?;
            let actor = actors::find(conn, actor_id)?.ok_or(Error::NotFound)?;
            let notices = feature::notices(&app, conn, lang, actor_id)?;
            let has_password = store::password_hash(conn, account_id)?.is_some();
            Ok((account, actor, web::list(conn, account_id)?, notices, has_password))
        })
        .await?;
    let mut values = BTreeMap::from([
        ("name".to_owned(), actor.name.clone()),
        ("bio".to_owned(), text::html_to_text(&actor.summary_html)),
        ("lang".to_owned(), account.language.to_string()),
    ]);
    for (name, on) in [
        ("discoverable", actor.discoverable),
        ("approves_followers", actor.approves_followers),
        ("shows_follows", account.shows_follows),
        ("lists_traces", account.lists_traces),
    ] {
        if on {
            values.insert(name.to_owned(), "1".to_owned());
        }
    }
    values.insert("spoken".to_owned(), account.spoken.clone());
    for (at, field) in actor.profile_fields().into_iter().enumerate() {
        values.insert(format!("field_name_{at}"), field.name);
        values.insert(format!("field_value_{at}"), text::html_to_text(&field.value_html));
    }
    Ok(AccountPage {
        address: actor.address(),
        profile_url: actor.path(),
        avatar: actor.icon_url.clone(),
        profile: Typed { values, errors: BTreeMap::new() },
        password: Typed::default(),
        proven: member.proven,
        email: account.email,
        has_password,
        mails: ctx.app.mail.is_there(),
        sessions: sessions
            .into_iter()
            .map(|session| SessionView::new(session, member.session_id))
            .collect(),
        langs: languages(ctx),
        pairs: std::array::from_fn(|at| at),
        notices,
    })
}

pub(super) async fn show(ctx: Ctx, member: Member) -> Result<Response> {
    ctx.html(&page(&ctx, &member).await?)
}

pub(super) async fn submit_profile(ctx: Ctx, member: Member, form: UploadForm) -> Result<Response> {
    let values = form.fields.values();
    match change_profile(&ctx, &member, form).await {
        Ok(()) => Ok(ctx.redirect_saying("/compte", "ok", Message::new("accounts-profile-saved"))),
        Err(Error::Invalid(errors)) => {
            let mut page = page(&ctx, &member).await?;
            page.profile = Typed { values, errors: ctx.messages(&errors) };
            ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other),
    }
}

async fn change_profile(ctx: &Ctx, member: &Member, form: UploadForm) -> Result<()> {
    let picture = match form.files.into_iter().find(|file| file.field == "avatar") {
        Some(file) => Some(ctx.app.media.add(&ctx.app, file.bytes).await.map_err(on_avatar)?),
        None => None,
    };
    let fields = &form.fields;
    let profile = Profile {
        name: fields.text("name").to_owned(),
        bio: fields.text("bio").to_owned(),
        language: fields.parse("lang"),
        discoverable: fields.ticked("discoverable"),
        approves_followers: fields.ticked("approves_followers"),
        shows_follows: fields.ticked("shows_follows"),
        lists_traces: fields.ticked("lists_traces"),
        spoken: fields.text("spoken").to_owned(),
        fields: (0..model::FIELDS)
            .map(|at| {
                let typed = |part| fields.text(&format!("field_{part}_{at}")).to_owned();
                (typed("name"), typed("value"))
            })
            .collect(),
        picture,
        without_picture: fields.ticked("without_avatar"),
    };
    actions::change_profile(&ctx.app, member, profile).await
}

/// What is wrong with a picture is said beside the field it came from.
fn on_avatar(error: Error) -> Error {
    match error {
        Error::Invalid(errors) => {
            let mut moved = FieldErrors::default();
            for (_, message) in errors.0 {
                moved.add_message("avatar", message);
            }
            Error::Invalid(moved)
        }
        other => other,
    }
}

pub(super) async fn submit_password(ctx: Ctx, member: Member, form: Form) -> Result<Response> {
    let (current, new) = (form.raw("current_password"), form.raw("password"));
    match actions::change_password(&ctx.app, &member, current, new).await {
        Ok(()) => {
            Ok(ctx.redirect_saying("/compte", "ok", Message::new("accounts-password-changed")))
        }
        Err(Error::Invalid(errors)) => {
            let mut page = page(&ctx, &member).await?;
            page.password.errors = ctx.messages(&errors);
            ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other),
    }
}

pub(super) async fn end_session(
    ctx: Ctx,
    member: Member,
    Path(session): Path<Id>,
) -> Result<Response> {
    let account = member.account_id;
    if !ctx.app.write(move |tx| web::end(tx.conn, account, session)).await? {
        return Err(Error::NotFound);
    }
    Ok(ctx.redirect_saying("/compte", "ok", Message::new("accounts-session-closed")))
}

pub(super) async fn end_other_sessions(ctx: Ctx, member: Member) -> Result<Response> {
    let (account, actor, kept) = (member.account_id, member.actor_id, member.session_id);
    ctx.app.write(move |tx| web::end_all(tx, account, actor, Some(kept))).await?;
    Ok(ctx.redirect_saying("/compte", "ok", Message::new("accounts-sessions-closed")))
}

#[derive(Serialize)]
struct ClosePage {
    address: String,
    proven: bool,
    has_password: bool,
    errors: BTreeMap<String, String>,
}

impl Page for ClosePage {
    const TEMPLATE: &'static str = "accounts/close.html";
}

impl ClosePage {
    async fn new(ctx: &Ctx, member: &Member, errors: &FieldErrors) -> Result<Self> {
        let account = member.account_id;
        let hash = ctx.app.read(move |conn| store::password_hash(conn, account)).await?;
        Ok(Self {
            address: format!("@{}@{}", member.handle, ctx.app.config.domain()),
            proven: member.proven,
            has_password: hash.is_some(),
            errors: ctx.messages(errors),
        })
    }
}

pub(super) async fn show_close(ctx: Ctx, member: Member) -> Result<Response> {
    ctx.html(&ClosePage::new(&ctx, &member, &FieldErrors::default()).await?)
}

pub(super) async fn submit_close(ctx: Ctx, member: Member, form: Form) -> Result<Response> {
    let errors = match actions::close(&ctx.app, &member, form.raw("password")).await {
        Ok(()) => return Ok(ctx.redirect_signed_out("/")),
        Err(Error::Invalid(errors)) => errors,
        Err(Error::Conflict(key)) => FieldErrors::one("password", key),
        Err(other) => return Err(other),
    };
    let page = ClosePage::new(&ctx, &member, &errors).await?;
    ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

pub(super) fn samples() -> Vec<Sample> {
    let seen = Time::from_micros(1_780_000_000_000_000);
    let session = |device: &str, current| SessionView {
        id: Id::from_raw(7),
        device: device.to_owned(),
        created: seen,
        last_seen: seen,
        current,
    };
    let typed = |key: &str, value: &str, error: &str| Typed {
        values: BTreeMap::from([(key.to_owned(), value.to_owned())]),
        errors: BTreeMap::from([(key.to_owned(), error.to_owned())]),
    };
    let notice = |read_url: Option<&str>| Notice {
        text_html: "<p>Restez courtois, s’il vous plaît.</p>".to_owned(),
        about: Some(Heading {
            title: "C’est nul".to_owned(),
            url: "/traces/1".to_owned(),
            reference: None,
        }),
        at: seen,
        read_url: read_url.map(str::to_owned),
    };
    let lang = |value: &str, label: &str| Choice {
        value: value.to_owned(),
        label: label.to_owned(),
        hint: None,
    };
    vec![
        Sample::of(
            "a profile to correct, two devices",
            &AccountPage {
                address: "@lea@musee.example".to_owned(),
                profile_url: "/@lea".to_owned(),
                avatar: Some("/media/x.jpg".to_owned()),
                profile: typed("name", "Léa", "Trop long."),
                password: typed("current_password", "", "Ce n’est pas le bon."),
                proven: false,
                email: Some("lea@example.org".to_owned()),
                has_password: true,
                mails: true,
                sessions: vec![session("Firefox, Linux", true), session("Safari, iPhone", false)],
                langs: vec![lang("fr", "Français"), lang("en", "English")],
                pairs: std::array::from_fn(|at| at),
                notices: vec![notice(Some("/compte/messages/1/lu")), notice(None)],
            },
        ),
        Sample::of(
            "before closing an account",
            &ClosePage {
                address: "@lea@musee.example".to_owned(),
                proven: false,
                has_password: true,
                errors: BTreeMap::new(),
            },
        ),
    ]
}
