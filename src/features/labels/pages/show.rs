//! The page behind the code on the wall: what one stands in front of, eight buttons, a line to write, what others said.
//!
//! Made for each visitor anew, since its forms carry stamps; nothing is loaded that a bad network would wait for.

use std::time::Duration;

use axum::{http::HeaderMap, response::Response};
use serde::Serialize;

use super::search;
use crate::{
    features::{
        artworks::{self, Artwork, Order, Wanted},
        feelings::{self, Panel},
        labels::model,
        places::{self, Label, Tree},
        traces::{self, FormView, Reader, TraceView},
    },
    kernel::{
        clock::Time,
        db::Conn,
        error::{Error, Result},
        i18n::Lang,
        id::Id,
        text,
    },
    platform::{
        media::pictures::{self, PictureView},
        objects::{self, Object},
        web::{Card, Crumb, Ctx, Page, Path, wants_activity},
    },
};

/// How stale the last use of a label may be: one write an hour for a label that is scanned all day.
const NOTED: Duration = Duration::from_secs(3600);

/// How many quotations are shown.
const QUOTATIONS: usize = 3;

/// How many works of a room are looked through for the next.
const ROOM: i64 = 200;

#[derive(Serialize)]
pub(super) struct ShowPage {
    pub(super) subject: Subject,
    pub(super) feelings: Option<Panel>,
    pub(super) form: Option<FormView>,
    pub(super) quotations: Vec<TraceView>,
    pub(super) next: Option<Next>,
}

impl Page for ShowPage {
    const TEMPLATE: &'static str = "labels/show.html";
    const FOR_EVERYBODY: bool = false;
}

/// What the label hangs beside.
#[derive(Serialize)]
pub(super) struct Subject {
    pub(super) code: String,
    pub(super) title: String,
    pub(super) lang: Lang,
    pub(super) url: String,
    pub(super) maker: Option<String>,
    pub(super) place: Option<Crumb>,
    pub(super) sentence: Option<String>,
    pub(super) sentence_lang: Lang,
    pub(super) on_show: bool,
    pub(super) picture: Option<PictureView>,
}

/// Where to go next.
#[derive(Serialize)]
pub(super) struct Next {
    pub(super) title: String,
    pub(super) artist: Option<String>,
    pub(super) url: String,
}

/// Where a code leads.
enum Found {
    Nowhere,
    Gone,
    /// Another label hangs there now.
    Elsewhere(String),
    Here(Box<Here>),
}

/// A page, where machines are sent instead, and the label that led here.
struct Here {
    page: ShowPage,
    url: String,
    label: Label,
}

pub(super) async fn show(
    ctx: Ctx,
    Path(code): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    let (asking, wanted) = (ctx.clone(), code.clone());
    let found = ctx.app.read(move |conn| find(&asking, conn, &wanted)).await?;
    let machine = wants_activity(&headers);
    match found {
        Found::Nowhere | Found::Gone if machine => {
            Ok(search::plainly(matches!(found, Found::Gone)))
        }
        Found::Nowhere => search::nowhere(&ctx, &code, false).await,
        Found::Gone => search::nowhere(&ctx, &code, true).await,
        Found::Elsewhere(code) => Ok(ctx.redirect(&format!("/p/{code}"))),
        Found::Here(here) if machine => {
            let ours = ctx.app.config.address("");
            Ok(ctx.redirect(here.url.strip_prefix(&ours).unwrap_or("/")))
        }
        Found::Here(here) => {
            note(&ctx, here.label).await;
            ctx.html(&here.page)
        }
    }
}

/// Notes that the label was used. A page does not fail for this, on a full disk least of all.
async fn note(ctx: &Ctx, label: Label) {
    let now = ctx.app.now();
    let stale = |at: Time| now.since(at) > NOTED;
    if !label.used_at.is_none_or(stale) {
        return;
    }
    let noted = ctx.app.write(move |tx| places::note_label_use(tx, &label.code)).await;
    if let Err(error) = noted {
        tracing::warn!(%error, "when a label was last used cannot be noted");
    }
}

fn find(ctx: &Ctx, conn: &mut Conn, code: &str) -> Result<Found> {
    let Some(label) = places::label_at(conn, code)? else {
        return Ok(Found::Nowhere);
    };
    let object = match objects::visible(conn, label.object, &ctx.viewer) {
        Ok(object) => object,
        Err(Error::Gone) => return Ok(Found::Gone),
        Err(Error::NotFound) => return Ok(Found::Nowhere),
        Err(other) => return Err(other),
    };
    if label.retired
        && let Some(code) = places::codes(conn, &[object.id])?.remove(&object.id)
    {
        return Ok(Found::Elsewhere(code));
    }
    let page = assemble(ctx, conn, &label, &object)?;
    Ok(match page {
        Some(page) => Found::Here(Box::new(Here { page, url: object.url, label })),
        None => Found::Nowhere,
    })
}

fn assemble(
    ctx: &Ctx,
    conn: &mut Conn,
    label: &Label,
    object: &Object,
) -> Result<Option<ShowPage>> {
    let (app, viewer, lang) = (&ctx.app, &ctx.viewer, ctx.lang);
    let tree = places::tree(conn)?;
    let Some((subject, room)) = subject(ctx, conn, &tree, label, object)? else {
        return Ok(None);
    };
    let here = format!("/p/{}", label.code);
    let reader = Reader { app, viewer, lang };
    Ok(Some(ShowPage {
        feelings: feelings::panel(app, conn, (viewer, lang), object, &here, true)?,
        form: traces::form_on(app, conn, viewer, object, &here)?,
        quotations: traces::quotations(&reader, conn, object.id, QUOTATIONS)?,
        next: next(conn, lang, room, &subject.url)?,
        subject,
    }))
}

/// What the label hangs beside, and the room it is in; none for what is neither a work nor a place.
fn subject(
    ctx: &Ctx,
    conn: &mut Conn,
    tree: &Tree,
    label: &Label,
    object: &Object,
) -> Result<Option<(Subject, Option<Id>)>> {
    let lang = ctx.lang;
    let picture = pictures::views(conn, &[object.id], lang)?
        .remove(&object.id)
        .and_then(|list| list.into_iter().next());
    let crumb = |id: Option<Id>| {
        let place = tree.get(id?)?;
        Some(Crumb { label: place.name(lang).to_owned(), url: place.path() })
    };
    if let Some(work) = artworks::find_all(conn, &[object.id])?.remove(&object.id) {
        let (said, sentence_lang) = work.facts.description(lang);
        let subject = Subject {
            code: label.code.clone(),
            title: work.facts.title.clone(),
            lang: ctx.app.venue().main_language(),
            url: work.path(),
            maker: maker(&work),
            place: crumb(work.place),
            sentence: sentence(said),
            sentence_lang,
            on_show: work.on_show,
            picture,
        };
        return Ok(Some((subject, work.place)));
    }
    let Some(place) = tree.get(object.id) else {
        return Ok(None);
    };
    let (said, sentence_lang) = place.description(lang);
    let subject = Subject {
        code: label.code.clone(),
        title: place.name(lang).to_owned(),
        lang,
        url: place.path(),
        maker: None,
        place: crumb(place.facts.parent),
        sentence: sentence(said),
        sentence_lang,
        on_show: true,
        picture,
    };
    Ok(Some((subject, Some(place.id))))
}

/// Who made a work, and when.
pub(super) fn maker(work: &Artwork) -> Option<String> {
    let parts: Vec<&str> = [work.facts.artist.as_str(), work.facts.date.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn sentence(markdown: &str) -> Option<String> {
    let plain = text::html_to_text(&text::markdown_to_html(markdown));
    Some(model::first_sentence(&plain)).filter(|sentence| !sentence.is_empty())
}

/// The work after this one in its room, by number; the first of the room after the last.
fn next(conn: &mut Conn, lang: Lang, room: Option<Id>, here: &str) -> Result<Option<Next>> {
    let wanted = Wanted {
        places: room.into_iter().collect(),
        on_show: Some(true),
        featured: room.is_none(),
        order: Order::Inventory,
        ..Wanted::default()
    };
    let (cards, _) = artworks::wall(conn, lang, &wanted, 0, ROOM)?;
    let after = cards.iter().position(|card| card.url == here).map_or(0, |at| at + 1);
    let around = cards.iter().skip(after).chain(cards.iter().take(after));
    let next = around.into_iter().find(|card| card.url != here);
    Ok(next.map(|card: &Card| Next {
        title: card.title.clone(),
        artist: card.artist.clone(),
        url: card.url.clone(),
    }))
}
