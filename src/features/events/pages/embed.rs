//! The programme inside other sites: a frame that needs no script, a small script that needs no frame, and the page that
//! tells the team what to paste. Both show what everybody may see, whoever looks.

use axum::{
    extract::Query,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};

use super::{
    list::{Asked, Filters},
    view::{self, EventCard},
};
use crate::{
    features::{events::store, places},
    kernel::error::{Error, Result},
    platform::{
        feature::StaffNav,
        web::{self, Choice, Ctx, Page, PageNumber, Pager, Staff, Viewer},
    },
};

/// How many events a frame shows, unless it asks for fewer.
const MOST: i64 = 20;

/// How a frame is to look.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Look {
    theme: String,
    max: String,
}

impl Look {
    fn most(&self) -> i64 {
        self.max.parse().unwrap_or(MOST).clamp(1, MOST)
    }
}

#[derive(Serialize)]
pub(super) struct EmbedPage {
    pub(super) events: Vec<EventCard>,
    pub(super) pager: Pager,
    /// Light or dark whatever the reader's device says.
    pub(super) look: Option<&'static str>,
    pub(super) agenda_url: String,
}

impl Page for EmbedPage {
    const TEMPLATE: &'static str = "events/embed.html";
}

/// `/agenda/embed`
pub(super) async fn frame(
    ctx: Ctx,
    Query(asked): Query<Asked>,
    Query(look): Query<Look>,
    Query(page): Query<PageNumber>,
) -> Result<Response> {
    let (app, lang, path) = (ctx.app.clone(), ctx.lang, ctx.path.clone());
    let page = ctx
        .app
        .read(move |conn| {
            let (now, most) = (app.now(), look.most());
            let tree = places::tree(conn)?;
            let wanted = asked.wanted(&tree, now);
            let total = store::count(conn, &wanted, &Viewer::Anonymous)?;
            let found = store::search(conn, &wanted, &Viewer::Anonymous, page.offset(most), most)?;
            Ok(EmbedPage {
                events: view::cards(conn, lang, now, &tree, &found)?,
                pager: Pager::new(&path, page, most, total),
                look: match look.theme.as_str() {
                    "light" => Some("light"),
                    "dark" => Some("dark"),
                    _ => None,
                },
                agenda_url: app.config.address(&format!("/agenda{}", asked.query())),
            })
        })
        .await?;
    ctx.html(&page).map(web::framed)
}

/// `/agenda.js`: the element `<parvis-agenda>`, for pages of other sites.
pub(super) async fn script() -> Result<Response> {
    let text = web::asset_text("agenda.js").ok_or(Error::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=3600"),
    ];
    let mut response = (headers, text).into_response();
    let anybody = HeaderValue::from_static("*");
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, anybody);
    Ok(response)
}

#[derive(Serialize)]
pub(super) struct SnippetsPage {
    pub(super) staff_nav: StaffNav,
    #[serde(flatten)]
    pub(super) filters: Filters,
    /// What to paste: the frame, the element.
    pub(super) frame: String,
    pub(super) element: String,
    pub(super) preview_url: String,
    /// Addresses for other programs.
    pub(super) feeds: Vec<Choice>,
}

impl Page for SnippetsPage {
    const TEMPLATE: &'static str = "events/staff_embed.html";
}

/// `/equipe/agenda/integrer`
pub(super) async fn snippets(
    ctx: Ctx,
    _staff: Staff,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let asking = ctx.clone();
    let page = ctx
        .app
        .read(move |conn| {
            let tree = places::tree(conn)?;
            let config = &asking.app.config;
            let query = asked.query();
            let preview_url = format!("/agenda/embed{query}");
            let name = crate::kernel::text::escape(&asking.app.venue().name);
            let attributes = asked.attributes();
            let feeds = ["ics", "atom", "json"];
            Ok(SnippetsPage {
                staff_nav: StaffNav::load(&asking.app, conn)?,
                filters: asked.filters(&tree, asking.lang),
                frame: format!(
                    "<iframe src=\"{}\" title=\"{} {name}\" width=\"100%\" height=\"640\" loading=\"lazy\" \
                     style=\"border:0\"></iframe>",
                    crate::kernel::text::escape(&config.address(&preview_url)),
                    asking.text("events-title"),
                ),
                element: format!(
                    "<script type=\"module\" src=\"{}\"></script>\n<parvis-agenda{attributes}>\n  \
                     <a href=\"{}\">{} {name}</a>\n</parvis-agenda>",
                    config.address("/agenda.js"),
                    crate::kernel::text::escape(&config.address(&format!("/agenda{query}"))),
                    asking.text("events-title"),
                ),
                feeds: feeds
                    .iter()
                    .map(|end| {
                        let address = config.address(&format!("/agenda.{end}{query}"));
                        Choice::new(address, asking.text(&format!("events-embed-feed-{}", end)))
                    })
                    .collect(),
                preview_url,
            })
        })
        .await?;
    ctx.html(&page)
}
