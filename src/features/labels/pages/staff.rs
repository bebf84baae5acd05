//! Labels for staff: which hang, when each was last used, sheets to print, a new code for an old one.

use axum::{
    extract::Query,
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use serde::{Deserialize, Serialize};

use crate::{
    features::{
        artworks,
        labels::{
            model::{self, Format, Label},
            sheet::{self, Wording},
        },
        places,
    },
    kernel::{
        clock::Time,
        db::Conn,
        error::{Error, Message, Result},
        i18n::{self, Args, Lang},
        id::Id,
    },
    platform::{
        app::App,
        audit,
        feature::{self, StaffNav},
        objects,
        web::{Choice, Ctx, Form, Page, PageNumber, Pager, Path, Staff},
    },
};

/// How many labels stand on one page: a few sheets.
const PER_PAGE: i64 = 48;

#[derive(Serialize)]
pub(super) struct ListPage {
    pub(super) staff_nav: StaffNav,
    pub(super) labels: Vec<Row>,
    pub(super) pager: Pager,
    pub(super) places: Vec<Choice>,
    pub(super) place: String,
    pub(super) formats: Vec<Choice>,
    pub(super) most: usize,
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "labels/staff_list.html";
}

/// A label that hangs.
#[derive(Serialize)]
pub(super) struct Row {
    pub(super) id: Id,
    pub(super) code: String,
    pub(super) address: String,
    pub(super) title: String,
    pub(super) url: String,
    pub(super) used_at: Option<Time>,
}

/// Which labels are looked at.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Filter {
    #[serde(default)]
    lieu: String,
}

pub(super) async fn list(
    ctx: Ctx,
    _staff: Staff,
    filter: Query<Filter>,
    page: Query<PageNumber>,
) -> Result<Response> {
    let place: Option<Id> = filter.lieu.parse().ok();
    let (asking, page) = (ctx.clone(), *page);
    let page = ctx.app.read(move |conn| listed(&asking, conn, place, page)).await?;
    ctx.html(&page)
}

fn listed(ctx: &Ctx, conn: &mut Conn, place: Option<Id>, page: PageNumber) -> Result<ListPage> {
    let lang = ctx.lang;
    let tree = places::tree(conn)?;
    let among = match place {
        Some(place) => Some(within(conn, &tree, place)?),
        None => None,
    };
    let (labels, total) = places::labels(conn, among.as_deref(), page.offset(PER_PAGE), PER_PAGE)?;
    let ids: Vec<Id> = labels.iter().map(|label| label.object).collect();
    let mut headings = feature::headings(&ctx.app, conn, lang, &ids)?;
    let rows = labels.into_iter().map(|label| {
        let heading = headings.remove(&label.object);
        Row {
            id: label.object,
            address: ctx.app.config.address(&format!("/p/{}", label.code)),
            code: label.code,
            title: heading.as_ref().map_or_else(String::new, |heading| heading.title.clone()),
            url: heading.map_or_else(|| "/".to_owned(), |heading| heading.url),
            used_at: label.used_at,
        }
    });
    Ok(ListPage {
        labels: rows.collect(),
        pager: Pager::new(&ctx.path, page, PER_PAGE, total),
        places: places::menu(&tree, lang),
        place: place.map(|id| id.to_string()).unwrap_or_default(),
        formats: formats(lang),
        most: model::MOST,
        staff_nav: StaffNav::load(&ctx.app, conn)?,
    })
}

/// A place, what is inside it, and what hangs there.
fn within(conn: &mut Conn, tree: &places::Tree, place: Id) -> Result<Vec<Id>> {
    let mut ids = tree.within(place);
    ids.extend(artworks::ids_at(conn, &tree.within(place))?);
    Ok(ids)
}

pub(super) fn formats(lang: Lang) -> Vec<Choice> {
    let name = |format: &Format| i18n::text(lang, &format!("labels-format-{format}"), &Args::new());
    Format::ALL.iter().map(|format| Choice::new(format, name(format))).collect()
}

/// The sheets of the ticked labels, or of a place with what hangs there, or of all: `?objet=…&objet=…` or `?lieu=…`.
pub(super) async fn sheet(
    ctx: Ctx,
    _staff: Staff,
    Query(asked): Query<Vec<(String, String)>>,
) -> Result<Response> {
    let one =
        |name: &str| asked.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
    let format: Format = one("format").and_then(|name| name.parse().ok()).unwrap_or(Format::A7);
    let all = asked.iter().filter(|(key, _)| key == "objet");
    let ticked: Vec<Id> = all.filter_map(|(_, id)| id.parse().ok()).collect();
    let place: Option<Id> = one("lieu").and_then(|id| id.parse().ok());
    let (app, lang) = (ctx.app.clone(), ctx.app.venue().main_language());
    let labels = ctx
        .app
        .read(move |conn| {
            let tree = places::tree(conn)?;
            let among = match place {
                _ if !ticked.is_empty() => Some(ticked),
                Some(place) => Some(within(conn, &tree, place)?),
                None => None,
            };
            printed(&app, conn, lang, &tree, among.as_deref())
        })
        .await?;
    if labels.is_empty() {
        return Ok(ctx.redirect_saying(
            "/equipe/etiquettes",
            "warn",
            Message::new("labels-nothing-to-print"),
        ));
    }
    let wording = wording(&ctx.app);
    let pdf = tokio::task::spawn_blocking(move || sheet::sheets(&labels, format, &wording))
        .await
        .map_err(|error| Error::internal(format!("the printer stopped: {error}")))??;
    let name = format!("inline; filename=\"etiquettes-{format}.pdf\"");
    let name = HeaderValue::from_str(&name).map_err(|error| Error::internal(error.to_string()))?;
    Ok((
        [
            (header::CONTENT_TYPE, HeaderValue::from_static("application/pdf")),
            (header::CONTENT_DISPOSITION, name),
            (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
        ],
        pdf,
    )
        .into_response())
}

/// What stands on the labels of these objects, by code.
fn printed(
    app: &App,
    conn: &mut Conn,
    lang: Lang,
    tree: &places::Tree,
    among: Option<&[Id]>,
) -> Result<Vec<Label>> {
    let most = i64::try_from(model::MOST).unwrap_or(i64::MAX);
    let (hanging, _) = places::labels(conn, among, 0, most)?;
    let ids: Vec<Id> = hanging.iter().map(|label| label.object).collect();
    let works = artworks::find_all(conn, &ids)?;
    let name = |id: Option<Id>| {
        id.and_then(|id| tree.get(id)).map_or_else(String::new, |place| place.name(lang).to_owned())
    };
    let label = |hanging: places::Label| {
        let url = app.config.address(&format!("/p/{}", hanging.code));
        let (title, maker, place) = match works.get(&hanging.object) {
            Some(work) => {
                let maker = super::show::maker(work).unwrap_or_default();
                (work.facts.title.clone(), maker, name(work.place))
            }
            None => {
                let above = tree.get(hanging.object).and_then(|place| place.facts.parent);
                (name(Some(hanging.object)), String::new(), name(above))
            }
        };
        Label { code: hanging.code, url, title, maker, place }
    };
    Ok(hanging.into_iter().map(label).collect())
}

/// What every label of the venue says, in the languages it speaks.
fn wording(app: &App) -> Wording {
    let venue = app.venue();
    let say = |lang: Lang, key: &str| i18n::text(lang, key, &Args::new());
    Wording {
        title: say(venue.main_language(), "labels-title"),
        language: venue.main_language().to_string(),
        promises: venue.languages.iter().map(|lang| say(*lang, "labels-promise")).collect(),
        venue: venue.name.clone(),
    }
}

/// Gives what hangs there a new code; the old one leads to the new.
pub(super) async fn reissue(
    ctx: Ctx,
    staff: Staff,
    Path(id): Path<Id>,
    form: Form,
) -> Result<Response> {
    let (account, wanted) = (staff.0.account_id, form.text("code").to_owned());
    let viewer = ctx.viewer.clone();
    let done = ctx
        .app
        .write(move |tx| {
            objects::visible(tx.conn, id, &viewer)?;
            let before = places::codes(tx.conn, &[id])?.remove(&id).ok_or(Error::NotFound)?;
            let code = places::reissue(tx, id, &wanted)?;
            audit::record(
                tx,
                &audit::Entry {
                    account: Some(account),
                    action: "label.reissue",
                    target_kind: "label",
                    target: &code,
                    reason: &before,
                    ..audit::Entry::default()
                },
            )?;
            Ok(code)
        })
        .await;
    let said = match done {
        Ok(code) => ("ok", Message::new("labels-reissued").with("code", code)),
        Err(Error::Invalid(errors)) => {
            let why = errors.0.into_values().next();
            ("error", why.unwrap_or_else(|| Message::new("places-error-code")))
        }
        Err(other) => return Err(other),
    };
    Ok(ctx.redirect_saying("/equipe/etiquettes", said.0, said.1))
}
