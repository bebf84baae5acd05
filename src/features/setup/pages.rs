//! The set-up page. Once the venue is open it does not exist.

use std::collections::BTreeMap;

use axum::{
    Router,
    extract::{DefaultBodyLimit, Query},
    http::{HeaderMap, StatusCode, header},
    response::Response,
    routing::get,
};
use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::{
    actions::{self, Installed},
    model::Installation,
};
use crate::{
    features::venue::choices,
    kernel::{
        error::{Error, FieldErrors, Message, Result},
        i18n::Lang,
        id::Id,
    },
    platform::{
        app::App,
        venue::{Theme, Venue},
        web::{self, Choice, Ctx, Form, Page, Proof, Sample, UploadForm, theme},
    },
};

/// A logo and a page of text.
const FORM_BYTES: usize = 8 * 1024 * 1024;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/installation", get(show).post(submit).layer(DefaultBodyLimit::max(FORM_BYTES)))
}

#[derive(Serialize)]
struct WizardPage {
    values: BTreeMap<String, String>,
    errors: BTreeMap<String, String>,
    langs: Vec<Choice>,
    zones: Vec<Choice>,
    fonts_display: Vec<Choice>,
    corners: Vec<Choice>,
    domain: String,
    preview: Preview,
}

impl Page for WizardPage {
    const TEMPLATE: &'static str = "setup/wizard.html";
}

#[derive(Default, Serialize)]
struct Preview {
    stylesheet: Option<String>,
    notice: Option<String>,
}

/// The code in the address, as the log prints it.
#[derive(Deserialize)]
pub(super) struct Code {
    #[serde(default)]
    token: String,
}

async fn show(ctx: Ctx, Query(code): Query<Code>) -> Result<Response> {
    only_before(&ctx)?;
    let theme = Theme::default();
    let values = [
        ("setup_code", code.token),
        ("lang", ctx.lang.to_string()),
        ("other_lang", "1".to_owned()),
        ("time_zone", Venue::default().time_zone.name().to_owned()),
        ("brand", theme.brand),
        ("accent", theme.accent),
        ("display_font", theme.display_font.to_string()),
        ("corners", theme.corners.to_string()),
    ];
    let values = values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    ctx.html(&wizard(&ctx, values, &FieldErrors::default()))
}

async fn submit(ctx: Ctx, headers: HeaderMap, form: UploadForm) -> Result<Response> {
    only_before(&ctx)?;
    let fields = &form.fields;
    let again = |errors: &FieldErrors| {
        let page = wizard(&ctx, fields.values(), errors);
        ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
    };
    // Nothing of a stranger's form is looked at, their pictures least of all.
    if !actions::code_is_right(&ctx.app, fields.text("setup_code")).await? {
        return again(&FieldErrors::one("setup_code", "setup-error-code"));
    }
    if fields.text("step") == "preview" {
        let mut page = wizard(&ctx, fields.values(), &FieldErrors::default());
        page.preview = preview(&ctx, &theme(fields));
        return ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let file = form.files.iter().find(|file| file.field == "logo");
    let done = open(&ctx, fields, file.map(|file| file.bytes.clone())).await;
    match done {
        Ok(installed) => welcome(&ctx, installed, &headers).await,
        Err(Error::Invalid(errors)) => again(&errors),
        Err(other) => Err(other),
    }
}

async fn open(ctx: &Ctx, fields: &Form, logo: Option<Bytes>) -> Result<Installed> {
    let mut installation = read(fields);
    // The words first: a picture is not worth keeping while they are wrong.
    installation.check().map_err(Error::Invalid)?;
    if let Some(bytes) = logo {
        installation.logo = Some(keep_logo(&ctx.app, bytes).await?);
    }
    actions::install(&ctx.app, installation).await
}

async fn keep_logo(app: &App, bytes: Bytes) -> Result<Id> {
    match app.media.add(app, bytes).await {
        Ok(media) => Ok(media.id),
        Err(Error::Invalid(errors)) => {
            let mut moved = FieldErrors::default();
            for (_, message) in errors.0 {
                moved.add_message("logo", message);
            }
            Err(Error::Invalid(moved))
        }
        Err(other) => Err(other),
    }
}

/// Signs the first administrator in.
async fn welcome(ctx: &Ctx, installed: Installed, headers: &HeaderMap) -> Result<Response> {
    let device = headers
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    let cookie = ctx
        .app
        .write(move |tx| web::start(tx, installed.account, &device, Proof::Password))
        .await?;
    let mut response = ctx.redirect_saying("/equipe", "ok", Message::new("setup-done"));
    if let Ok(value) = cookie.to_string().parse() {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    Ok(response)
}

/// The form as answers; the one summary it asks for is in the main language.
fn read(fields: &Form) -> Installation {
    let main: Lang = fields.parse("lang").unwrap_or(Lang::Fr);
    let mut languages = vec![main];
    if fields.ticked("other_lang") {
        languages.extend(Lang::ALL.iter().filter(|lang| **lang != main));
    }
    let summary = fields.text("summary").to_owned();
    let (summary_fr, summary_en) = match main {
        Lang::Fr => (summary, String::new()),
        Lang::En => (String::new(), summary),
    };
    Installation {
        name: fields.text("venue_name").to_owned(),
        handle: fields.text("handle").to_owned(),
        summary_fr,
        summary_en,
        languages,
        time_zone: fields.text("time_zone").to_owned(),
        theme: theme(fields),
        logo: None,
        admin_name: fields.text("name").to_owned(),
        admin_email: fields.text("email").to_owned(),
        admin_handle: fields.text("login").to_owned(),
        admin_password: fields.raw("password").to_owned(),
    }
}

fn theme(fields: &Form) -> Theme {
    let usual = Theme::default();
    Theme {
        brand: fields.text("brand").to_owned(),
        accent: fields.text("accent").to_owned(),
        display_font: fields.parse("display_font").unwrap_or(usual.display_font),
        text_font: usual.text_font,
        corners: fields.parse("corners").unwrap_or(usual.corners),
    }
}

fn preview(ctx: &Ctx, chosen: &Theme) -> Preview {
    let hard = !theme::moved(chosen).is_empty();
    let mut notice = ctx.text("setup-preview-password");
    if hard {
        notice = format!("{} {notice}", ctx.text("setup-preview-notice"));
    }
    Preview { stylesheet: Some(theme::preview_url(chosen)), notice: Some(notice) }
}

fn wizard(ctx: &Ctx, values: BTreeMap<String, String>, errors: &FieldErrors) -> WizardPage {
    WizardPage {
        values,
        errors: ctx.messages(errors),
        langs: choices::languages(),
        zones: choices::zones(),
        fonts_display: choices::fonts(ctx.lang),
        corners: choices::corners(ctx.lang),
        domain: ctx.app.config.domain(),
        preview: Preview::default(),
    }
}

fn only_before(ctx: &Ctx) -> Result<()> {
    if ctx.app.venue().is_set_up() { Err(Error::NotFound) } else { Ok(()) }
}

pub(super) fn samples() -> Vec<Sample> {
    let page = |preview| WizardPage {
        values: BTreeMap::from([("venue_name".to_owned(), "Musée des Rives".to_owned())]),
        errors: BTreeMap::from([("handle".to_owned(), "…".to_owned())]),
        langs: choices::languages(),
        zones: choices::zones(),
        fonts_display: choices::fonts(Lang::Fr),
        corners: choices::corners(Lang::Fr),
        domain: "musee.example".to_owned(),
        preview,
    };
    vec![
        Sample::of("a handle to correct", &page(Preview::default())),
        Sample::of(
            "colours being tried",
            &page(Preview {
                stylesheet: Some(theme::preview_url(&Theme::default())),
                notice: Some("…".to_owned()),
            }),
        ),
    ]
}
