//! The venue's settings: four forms on one page, each saved by itself. For administrators.

use std::collections::BTreeMap;

use axum::{http::StatusCode, response::Response};
use serde::Serialize;

use crate::{
    features::venue::{
        actions,
        model::{self, Look},
        pages::choices,
    },
    kernel::{
        error::{Error, FieldErrors, Message, Result},
        i18n::{self, Lang},
    },
    platform::{
        feature::StaffNav,
        venue::{Federation, Theme, Venue},
        web::{Choice, Ctx, Form, Page, Role, Staff, UploadForm, theme as palette},
    },
};

type Texts = BTreeMap<String, String>;

#[derive(Serialize)]
pub(super) struct SettingsPage {
    pub(super) staff_nav: StaffNav,
    pub(super) profile: Part,
    pub(super) look: LookPart,
    pub(super) moderation: Part,
    pub(super) federation: Part,
    pub(super) langs: Vec<Choice>,
    pub(super) zones: Vec<Choice>,
    pub(super) fonts_display: Vec<Choice>,
    pub(super) fonts_text: Vec<Choice>,
    pub(super) corners: Vec<Choice>,
    pub(super) preview_css: Option<String>,
}

impl Page for SettingsPage {
    const TEMPLATE: &'static str = "venue/staff_settings.html";
}

/// One of the forms.
#[derive(Default, Serialize)]
pub(super) struct Part {
    pub(super) values: Texts,
    pub(super) errors: Texts,
}

/// The form of colours. Not called `theme`: every page has that word for light and dark.
#[derive(Serialize)]
pub(super) struct LookPart {
    #[serde(flatten)]
    pub(super) part: Part,
    pub(super) notice: Option<String>,
    pub(super) logo: Option<String>,
    pub(super) logo_dark: Option<String>,
}

pub(super) async fn page(ctx: Ctx, staff: Staff) -> Result<Response> {
    staff.require(Role::Admin)?;
    let page = stored(&ctx).await?;
    ctx.html(&page)
}

async fn stored(ctx: &Ctx) -> Result<SettingsPage> {
    let app = ctx.app.clone();
    let staff_nav = ctx.app.read(move |conn| StaffNav::load(&app, conn)).await?;
    Ok(SettingsPage::of(&ctx.app.venue(), ctx.lang, staff_nav))
}

impl SettingsPage {
    pub(super) fn of(venue: &Venue, lang: Lang, staff_nav: StaffNav) -> Self {
        let part = |values: Texts| Part { values, errors: Texts::new() };
        let held = |held: bool| if held { "before" } else { "after" }.to_owned();
        let theme = &venue.theme;
        Self {
            staff_nav,
            profile: part(texts([
                ("name", venue.name.clone()),
                ("summary_fr", venue.summary_fr.clone()),
                ("summary_en", venue.summary_en.clone()),
                ("address", venue.address.clone()),
                ("hours", venue.hours.clone()),
                ("website", venue.website.clone()),
                ("lang", venue.main_language().to_string()),
                ("time_zone", venue.time_zone.name().to_owned()),
            ])),
            look: LookPart {
                part: part(texts([
                    ("brand", theme.brand.clone()),
                    ("accent", theme.accent.clone()),
                    ("display_font", theme.display_font.to_string()),
                    ("text_font", theme.text_font.to_string()),
                    ("corners", theme.corners.to_string()),
                ])),
                notice: notice(theme, lang),
                logo: venue.logo.map(|id| format!("/media/logo/{id}")),
                logo_dark: venue.logo_dark.map(|id| format!("/media/logo/{id}")),
            },
            moderation: part(texts([
                ("members", held(venue.hold_member_traces)),
                ("remote", held(venue.hold_remote_traces)),
                ("guest_pictures", if venue.guest_pictures { "1" } else { "" }.to_owned()),
            ])),
            federation: part(texts([
                ("mode", venue.federation.to_string()),
                ("sign_up", if venue.open_registration { "open" } else { "closed" }.to_owned()),
                ("signed_only", if venue.authorized_fetch { "1" } else { "" }.to_owned()),
                ("subjects", if venue.subjects_federate { "1" } else { "" }.to_owned()),
            ])),
            langs: choices::languages(),
            zones: choices::zones(),
            fonts_display: choices::fonts(lang),
            fonts_text: choices::text_fonts(lang),
            corners: choices::corners(lang),
            preview_css: None,
        }
    }
}

fn texts<const N: usize>(pairs: [(&str, String); N]) -> Texts {
    pairs.map(|(name, value)| (name.to_owned(), value)).into()
}

/// What people are told about colours that had to be moved to be readable: which, where, and what became of them.
fn notice(theme: &Theme, lang: Lang) -> Option<String> {
    let moved = palette::moved(theme);
    let sentences: Vec<String> = moved
        .iter()
        .map(|moved| {
            let contrast = format!("{:.1}", moved.contrast);
            let contrast = if lang == Lang::Fr { contrast.replace('.', ",") } else { contrast };
            let args = i18n::Args::from([
                ("input".into(), moved.input.into()),
                ("page".into(), if moved.dark { "dark" } else { "light" }.into()),
                ("contrast".into(), contrast.into()),
                ("became".into(), moved.became.clone().into()),
            ]);
            i18n::text(lang, "venue-contrast-moved", &args)
        })
        .collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

fn saved(ctx: &Ctx, part: &str) -> Response {
    let to = format!("/equipe/reglages#{part}");
    ctx.redirect_saying(&to, "ok", Message::new("venue-settings-saved"))
}

/// The page with one form as it was typed and what is wrong with it.
async fn again(
    ctx: &Ctx,
    form: &Form,
    errors: &FieldErrors,
    choose: impl Fn(&mut SettingsPage) -> &mut Part,
) -> Result<Response> {
    let mut page = stored(ctx).await?;
    *choose(&mut page) = Part { values: form.values(), errors: ctx.messages(errors) };
    ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

pub(super) async fn profile(ctx: Ctx, staff: Staff, form: Form) -> Result<Response> {
    staff.require(Role::Admin)?;
    let text = |name: &str| form.text(name).to_owned();
    let answers = model::Profile {
        name: text("name"),
        summary_fr: text("summary_fr"),
        summary_en: text("summary_en"),
        address: text("address"),
        hours: text("hours"),
        website: text("website"),
        lang: text("lang"),
        time_zone: text("time_zone"),
    };
    let done = actions::save(&ctx.app, staff.0.account_id, "profile", move |venue| {
        answers.apply(venue).into_result()
    })
    .await;
    match done {
        Ok(()) => Ok(saved(&ctx, "profil")),
        Err(Error::Invalid(errors)) => again(&ctx, &form, &errors, |page| &mut page.profile).await,
        Err(other) => Err(other),
    }
}

pub(super) async fn theme(ctx: Ctx, staff: Staff, form: UploadForm) -> Result<Response> {
    staff.require(Role::Admin)?;
    let fields = &form.fields;
    let chosen = model::theme(&Look {
        brand: fields.text("brand"),
        accent: fields.text("accent"),
        display_font: fields.text("display_font"),
        text_font: fields.text("text_font"),
        corners: fields.text("corners"),
    });
    let chosen = match chosen {
        Ok(chosen) => chosen,
        Err(errors) => return again(&ctx, fields, &errors, |page| &mut page.look.part).await,
    };
    if fields.text("step") == "preview" {
        let mut page = stored(&ctx).await?;
        page.look.part.values = fields.values();
        page.look.notice = notice(&chosen, ctx.lang);
        page.preview_css = Some(palette::preview_url(&chosen));
        return ctx.html(&page);
    }
    let mut logos = [None, None];
    for (logo, field) in logos.iter_mut().zip(["logo", "logo_dark"]) {
        let Some(file) = form.files.iter().find(|file| file.field == field) else { continue };
        match ctx.app.media.add(&ctx.app, file.bytes.clone()).await {
            Ok(media) => *logo = Some(media.id),
            Err(Error::Invalid(refused)) => {
                let mut errors = FieldErrors::default();
                for message in refused.0.into_values() {
                    errors.add_message(field, message);
                }
                return again(&ctx, fields, &errors, |page| &mut page.look.part).await;
            }
            Err(other) => return Err(other),
        }
    }
    let gone = ["no_logo", "no_logo_dark"].map(|name| fields.ticked(name));
    actions::save(&ctx.app, staff.0.account_id, "theme", move |venue| {
        let [logo, logo_dark] = logos;
        let [no_logo, no_logo_dark] = gone;
        venue.theme = chosen.clone();
        venue.logo = logo.or(venue.logo.filter(|_| !no_logo));
        venue.logo_dark = logo_dark.or(venue.logo_dark.filter(|_| !no_logo_dark));
        Ok(())
    })
    .await?;
    Ok(saved(&ctx, "theme"))
}

pub(super) async fn moderation(ctx: Ctx, staff: Staff, form: Form) -> Result<Response> {
    staff.require(Role::Admin)?;
    let held = |name: &str| match form.text(name) {
        "before" => Some(true),
        "after" => Some(false),
        _ => None,
    };
    let (Some(members), Some(remote)) = (held("members"), held("remote")) else {
        let errors = FieldErrors::one("members", "venue-error-choice");
        return again(&ctx, &form, &errors, |page| &mut page.moderation).await;
    };
    let guest_pictures = form.ticked("guest_pictures");
    actions::save(&ctx.app, staff.0.account_id, "moderation", move |venue| {
        venue.hold_member_traces = members;
        venue.hold_remote_traces = remote;
        venue.guest_pictures = guest_pictures;
        Ok(())
    })
    .await?;
    Ok(saved(&ctx, "moderation"))
}

pub(super) async fn federation(ctx: Ctx, staff: Staff, form: Form) -> Result<Response> {
    staff.require(Role::Admin)?;
    let Some(mode) = form.parse::<Federation>("mode") else {
        let errors = FieldErrors::one("mode", "venue-error-choice");
        return again(&ctx, &form, &errors, |page| &mut page.federation).await;
    };
    let (open, signed_only) = (form.text("sign_up") == "open", form.ticked("signed_only"));
    let subjects = form.ticked("subjects");
    actions::save(&ctx.app, staff.0.account_id, "federation", move |venue| {
        venue.federation = mode;
        venue.open_registration = open;
        venue.authorized_fetch = signed_only;
        venue.subjects_federate = subjects;
        Ok(())
    })
    .await?;
    Ok(saved(&ctx, "federation"))
}
