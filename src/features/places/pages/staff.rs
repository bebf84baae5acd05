//! The staff's pages of places.

use std::collections::BTreeMap;

use axum::{http::StatusCode, response::Response};
use serde::Serialize;

use crate::{
    features::places::{
        actions, kind_name,
        model::{Facts, Place, PlaceKind, Tree},
        store,
    },
    kernel::{
        error::{Error, FieldErrors, Message, Result},
        i18n::Lang,
        id::Id,
    },
    platform::{
        audit,
        feature::{self, StaffNav},
        web::{Choice, Ctx, Form, Page, Path, Staff},
    },
};

type Texts = BTreeMap<String, String>;

#[derive(Serialize)]
pub(super) struct Node {
    pub(super) id: Id,
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) code: String,
    pub(super) artworks: i64,
    pub(super) edit_url: String,
    pub(super) children: Vec<Self>,
}

#[derive(Serialize)]
pub(super) struct ListPage {
    pub(super) staff_nav: StaffNav,
    pub(super) places: Vec<Node>,
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "places/staff_list.html";
}

#[derive(Serialize)]
pub(super) struct FormPage {
    pub(super) staff_nav: StaffNav,
    pub(super) place: Option<Edited>,
    pub(super) values: Texts,
    pub(super) errors: Texts,
    pub(super) parents: Vec<Choice>,
    pub(super) kinds: Vec<Choice>,
}

impl Page for FormPage {
    const TEMPLATE: &'static str = "places/staff_form.html";
}

#[derive(Serialize)]
pub(super) struct Edited {
    pub(super) id: Id,
    pub(super) name: String,
    pub(super) url: String,
    pub(super) deletable: bool,
}

pub(super) async fn list(ctx: Ctx, _staff: Staff) -> Result<Response> {
    let (app, lang) = (ctx.app.clone(), ctx.lang);
    let page = ctx
        .app
        .read(move |conn| {
            let tree = store::tree(conn)?;
            let ids: Vec<Id> = tree.places().iter().map(|place| place.id).collect();
            let codes = store::codes(conn, &ids)?;
            let counts = feature::counts_by_place(&app, conn)?;
            let view = |place: &Place| Node {
                id: place.id,
                name: place.name(lang).to_owned(),
                kind: kind_name(place.facts.kind, lang),
                code: codes.get(&place.id).cloned().unwrap_or_default(),
                artworks: counts.get(&place.id).copied().unwrap_or(0),
                edit_url: format!("/equipe/lieux/{}", place.id),
                children: Vec::new(),
            };
            Ok(ListPage {
                places: tree.top().into_iter().map(|place| branch(&tree, place, &view)).collect(),
                staff_nav: StaffNav::load(&app, conn)?,
            })
        })
        .await?;
    ctx.html(&page)
}

fn branch(tree: &Tree, place: &Place, view: &impl Fn(&Place) -> Node) -> Node {
    let children =
        tree.inside(place.id).into_iter().map(|inner| branch(tree, inner, view)).collect();
    Node { children, ..view(place) }
}

pub(super) async fn new(ctx: Ctx, _staff: Staff) -> Result<Response> {
    let page = form_page(&ctx, None, None, &FieldErrors::default()).await?;
    ctx.html(&page)
}

pub(super) async fn edit(ctx: Ctx, _staff: Staff, Path(id): Path<String>) -> Result<Response> {
    let id: Id = id.parse().map_err(|_| Error::NotFound)?;
    let page = form_page(&ctx, Some(id), None, &FieldErrors::default()).await?;
    ctx.html(&page)
}

pub(super) async fn publish(ctx: Ctx, staff: Staff, form: Form) -> Result<Response> {
    save(ctx, staff, None, form).await
}

pub(super) async fn revise(
    ctx: Ctx,
    staff: Staff,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response> {
    let id: Id = id.parse().map_err(|_| Error::NotFound)?;
    save(ctx, staff, Some(id), form).await
}

async fn save(ctx: Ctx, staff: Staff, id: Option<Id>, form: Form) -> Result<Response> {
    let saved = match read_form(&form) {
        Ok((facts, code)) => {
            let account = staff.0.account_id;
            ctx.app
                .write(move |tx| {
                    let (action, target) = match id {
                        None => ("place.publish", actions::publish(tx, &facts, &code)?.id),
                        Some(id) => {
                            let mut facts = facts.clone();
                            // The form does not show the rank: it stays.
                            facts.position = store::find(tx.conn, id)?
                                .map_or(facts.position, |place| place.facts.position);
                            ("place.revise", actions::revise(tx, id, &facts, &code)?.id)
                        }
                    };
                    audit::record(
                        tx,
                        &audit::Entry {
                            account: Some(account),
                            action,
                            target_kind: "place",
                            target: &target.to_string(),
                            ..audit::Entry::default()
                        },
                    )
                })
                .await
                .map(|_| ())
        }
        Err(error) => Err(error),
    };
    match saved {
        Ok(()) => Ok(ctx.redirect_saying("/equipe/lieux", "ok", Message::new("places-saved"))),
        Err(Error::Invalid(errors)) => {
            let page = form_page(&ctx, id, Some(&form), &errors).await?;
            ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other),
    }
}

pub(super) async fn withdraw(ctx: Ctx, staff: Staff, Path(id): Path<String>) -> Result<Response> {
    let id: Id = id.parse().map_err(|_| Error::NotFound)?;
    let account = staff.0.account_id;
    let done = ctx
        .app
        .write(move |tx| {
            actions::withdraw(tx, id)?;
            audit::record(
                tx,
                &audit::Entry {
                    account: Some(account),
                    action: "place.withdraw",
                    target_kind: "place",
                    target: &id.to_string(),
                    ..audit::Entry::default()
                },
            )
        })
        .await;
    match done {
        Ok(_) => Ok(ctx.redirect_saying("/equipe/lieux", "ok", Message::new("places-deleted"))),
        Err(Error::Invalid(_)) => Ok(ctx.redirect_saying(
            &format!("/equipe/lieux/{id}"),
            "error",
            Message::new("places-error-not-empty"),
        )),
        Err(other) => Err(other),
    }
}

/// Reads what was typed; what cannot even be read is an error of its field.
fn read_form(form: &Form) -> Result<(Facts, String)> {
    let mut errors = FieldErrors::default();
    let mut degrees = |name: &str| {
        let typed = form.text(name).replace(',', ".");
        if typed.is_empty() {
            return None;
        }
        let read = typed.parse::<f64>().ok().filter(|n| n.is_finite());
        if read.is_none() {
            errors.add(name, "places-error-coordinates");
        }
        read
    };
    let (latitude, longitude) = (degrees("latitude"), degrees("longitude"));
    let kind: Option<PlaceKind> = form.parse("kind");
    if kind.is_none() {
        errors.add("kind", "places-error-kind");
    }
    let parent: Option<Id> = form.parse("parent");
    if parent.is_none() && !form.text("parent").is_empty() {
        errors.add("parent", "places-error-parent");
    }
    errors.into_result()?;
    let text = |name: &str| form.text(name).to_owned();
    Ok((
        Facts {
            parent,
            kind: kind.unwrap_or(PlaceKind::Spot),
            name_fr: text("name_fr"),
            name_en: text("name_en"),
            description_fr: text("description_fr"),
            description_en: text("description_en"),
            // After every place whose rank an import set; names decide among these.
            position: i32::MAX,
            latitude,
            longitude,
        },
        text("code"),
    ))
}

async fn form_page(
    ctx: &Ctx,
    id: Option<Id>,
    typed: Option<&Form>,
    errors: &FieldErrors,
) -> Result<FormPage> {
    let (app, lang) = (ctx.app.clone(), ctx.lang);
    let typed = typed.map(Form::values);
    let errors = ctx.messages(errors);
    ctx.app
        .read(move |conn| {
            let tree = store::tree(conn)?;
            let place = id.map(|id| tree.get(id).cloned().ok_or(Error::NotFound)).transpose()?;
            let code = match id {
                Some(id) => store::codes(conn, &[id])?.remove(&id).unwrap_or_default(),
                None => String::new(),
            };
            let held = feature::counts_by_place(&app, conn)?;
            let edited = place.as_ref().map(|place| Edited {
                id: place.id,
                name: place.name(lang).to_owned(),
                url: place.path(),
                deletable: tree.inside(place.id).is_empty() && !held.contains_key(&place.id),
            });
            let stored = place.as_ref().map(|place| values(place, code));
            Ok(FormPage {
                staff_nav: StaffNav::load(&app, conn)?,
                values: typed.or(stored).unwrap_or_default(),
                parents: choices(&tree, lang, id),
                kinds: kinds(lang),
                place: edited,
                errors,
            })
        })
        .await
}

fn values(place: &Place, code: String) -> Texts {
    let facts = &place.facts;
    let degrees = |n: Option<f64>| n.map(|n| n.to_string()).unwrap_or_default();
    [
        ("name_fr", facts.name_fr.clone()),
        ("name_en", facts.name_en.clone()),
        ("kind", facts.kind.to_string()),
        ("parent", facts.parent.map(|id| id.to_string()).unwrap_or_default()),
        ("code", code),
        ("description_fr", facts.description_fr.clone()),
        ("description_en", facts.description_en.clone()),
        ("latitude", degrees(facts.latitude)),
        ("longitude", degrees(facts.longitude)),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}

/// The places one may be inside of: all but itself and what it holds.
fn choices(tree: &Tree, lang: Lang, id: Option<Id>) -> Vec<Choice> {
    let own = id.map(|id| tree.within(id)).unwrap_or_default();
    tree.walk()
        .into_iter()
        .filter(|(_, place)| !own.contains(&place.id))
        .map(|(depth, place)| Choice::new(place.id, indented(depth, place.name(lang))))
        .collect()
}

/// A name under its parents, in a menu that has no other way to show it.
pub(in crate::features::places) fn indented(depth: usize, name: &str) -> String {
    format!("{}{name}", "\u{2003}".repeat(depth))
}

pub(super) fn kinds(lang: Lang) -> Vec<Choice> {
    PlaceKind::ALL.iter().map(|kind| Choice::new(kind, kind_name(*kind, lang))).collect()
}
