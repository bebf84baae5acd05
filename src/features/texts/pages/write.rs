//! Writing the pages of text, and who answers for the site. For administrators.

use std::collections::BTreeMap;

use axum::{http::StatusCode, response::Response};
use serde::Serialize;

use crate::{
    features::texts::{
        actions,
        model::{self, LONGEST, Name},
        store,
    },
    kernel::{
        clock::Time,
        error::{Error, FieldErrors, Message, Result},
        i18n::Lang,
        text::markdown_to_html,
    },
    platform::{
        feature::{StaffNav, Typed},
        web::{Ctx, Form, Page, Path, Role, Staff},
    },
};

#[derive(Serialize)]
pub(super) struct ListPage {
    pub(super) staff_nav: StaffNav,
    pub(super) texts: Vec<Line>,
    #[serde(flatten)]
    pub(super) typed: Typed,
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "texts/list.html";
}

/// A page of text, as the list shows it.
#[derive(Serialize)]
pub(super) struct Line {
    pub(super) title: String,
    pub(super) url: &'static str,
    pub(super) write_url: String,
    pub(super) revised: Option<Time>,
}

pub(super) async fn list(ctx: Ctx, staff: Staff) -> Result<Response> {
    staff.require(Role::Admin)?;
    let contact = ctx.app.venue().contact.clone();
    let values = [
        ("publisher", contact.publisher),
        ("director", contact.director),
        ("host", contact.host),
        ("email", contact.email),
    ];
    let values = values.map(|(name, value)| (name.to_owned(), value)).into();
    render_list(&ctx, StatusCode::OK, Typed { values, errors: BTreeMap::new() }).await
}

async fn render_list(ctx: &Ctx, status: StatusCode, typed: Typed) -> Result<Response> {
    let asking = ctx.clone();
    let page = ctx
        .app
        .read(move |conn| {
            let mut texts = Vec::new();
            for name in Name::ALL {
                let own = store::text(conn, *name, asking.lang)?;
                texts.push(Line {
                    title: asking.text(&format!("{}-title", name.key())),
                    url: name.path(),
                    write_url: format!("/equipe/pages/{name}"),
                    revised: own.map(|text| text.revised_at),
                });
            }
            Ok(ListPage { staff_nav: StaffNav::load(&asking.app, conn)?, texts, typed })
        })
        .await?;
    ctx.html_with(status, &page)
}

pub(super) async fn save_contact(ctx: Ctx, staff: Staff, form: Form) -> Result<Response> {
    staff.require(Role::Admin)?;
    let contact = match model::contact(&form.values()) {
        Ok(contact) => contact,
        Err(errors) => {
            let typed = Typed { values: form.values(), errors: ctx.messages(&errors) };
            return render_list(&ctx, StatusCode::UNPROCESSABLE_ENTITY, typed).await;
        }
    };
    let account = staff.0.account_id;
    ctx.app
        .write(move |tx| {
            actions::settle(tx, account, "contact", |venue| venue.contact = contact.clone())
        })
        .await?;
    ctx.app.reload_venue().await?;
    Ok(ctx.redirect_saying("/equipe/pages", "ok", Message::new("venue-settings-saved")))
}

#[derive(Serialize)]
pub(super) struct WritePage {
    pub(super) staff_nav: StaffNav,
    pub(super) title: String,
    pub(super) action: String,
    pub(super) url: &'static str,
    #[serde(flatten)]
    pub(super) typed: Typed,
    pub(super) previews: Vec<Preview>,
    pub(super) longest: usize,
}

impl Page for WritePage {
    const TEMPLATE: &'static str = "texts/write.html";
}

/// How a text will look.
#[derive(Serialize)]
pub(super) struct Preview {
    pub(super) lang: Lang,
    pub(super) html: String,
}

fn field(lang: Lang) -> String {
    format!("text_{lang}")
}

pub(super) async fn show(ctx: Ctx, staff: Staff, Path(name): Path<String>) -> Result<Response> {
    staff.require(Role::Admin)?;
    let name: Name = name.parse().map_err(|_| Error::NotFound)?;
    let asking = ctx.clone();
    let values = ctx
        .app
        .read(move |conn| {
            let mut values = BTreeMap::new();
            let (venue, site) = (asking.app.venue(), asking.app.config.address("/"));
            for lang in Lang::ALL {
                let own = store::text(conn, name, *lang)?.map(|text| text.source);
                let text = own.unwrap_or_else(|| name.default_text(&venue, &site, *lang));
                values.insert(field(*lang), text);
            }
            Ok(values)
        })
        .await?;
    let typed = Typed { values, errors: BTreeMap::new() };
    render(&ctx, StatusCode::OK, name, typed, Vec::new()).await
}

async fn render(
    ctx: &Ctx,
    status: StatusCode,
    name: Name,
    typed: Typed,
    previews: Vec<Preview>,
) -> Result<Response> {
    let app = ctx.app.clone();
    let staff_nav = ctx.app.read(move |conn| StaffNav::load(&app, conn)).await?;
    let page = WritePage {
        staff_nav,
        title: ctx.text(&format!("{}-title", name.key())),
        action: format!("/equipe/pages/{name}"),
        url: name.path(),
        typed,
        previews,
        longest: LONGEST,
    };
    ctx.html_with(status, &page)
}

pub(super) async fn save(
    ctx: Ctx,
    staff: Staff,
    Path(name): Path<String>,
    form: Form,
) -> Result<Response> {
    staff.require(Role::Admin)?;
    let name: Name = name.parse().map_err(|_| Error::NotFound)?;
    let texts: Vec<(Lang, String)> = Lang::ALL
        .iter()
        .map(|lang| (*lang, form.text(&field(*lang)).replace("\r\n", "\n")))
        .collect();
    let mut errors = FieldErrors::default();
    for (lang, text) in &texts {
        if text.chars().count() > LONGEST {
            errors.add(&field(*lang), "venue-error-long");
        }
    }
    let typed = Typed { values: form.values(), errors: ctx.messages(&errors) };
    if !errors.is_empty() {
        return render(&ctx, StatusCode::UNPROCESSABLE_ENTITY, name, typed, Vec::new()).await;
    }
    if form.text("step") == "preview" {
        let preview =
            |(lang, text): &(Lang, String)| Preview { lang: *lang, html: markdown_to_html(text) };
        let previews = texts.iter().map(preview).collect();
        return render(&ctx, StatusCode::OK, name, typed, previews).await;
    }
    let texts = match form.text("step") {
        // The text that comes with the program, as if nothing was ever written.
        "reset" => Lang::ALL.iter().map(|lang| (*lang, String::new())).collect(),
        _ => texts,
    };
    let account = staff.0.account_id;
    ctx.app.write(move |tx| actions::write(tx, account, name, &texts)).await?;
    Ok(ctx.redirect_saying("/equipe/pages", "ok", Message::new("texts-saved")))
}
