//! What goes into an archive.

use std::collections::BTreeMap;

use minijinja::value::{Serde, Value as View};
use serde::Serialize;
use serde_json::{Value, json};

use super::{
    archive::{Content, Entry},
    model::People,
    store,
};
use crate::{
    features::follows::{self, End},
    kernel::{
        db::Conn,
        error::{Error, Result},
        i18n::Lang,
        id::Id,
    },
    platform::{
        actors::{self, Actor},
        app::App,
        barriers::{self, Kind},
        fediverse::documents,
        media,
        personal::{self, Subject},
        web::{Page, Sample},
    },
};

/// How many people are read at a time.
const AT_ONCE: i64 = 500;

/// The name of the program's rows in the archive.
pub(super) const EVERYTHING: &str = "everything.json";

type Rows = Vec<BTreeMap<String, Value>>;

/// Everything of one table, for a step of the job.
pub(super) fn table(conn: &mut Conn, name: &str, subject: Subject) -> Result<Rows> {
    personal::given(conn, name, subject)
}

/// What somebody published and whom they know, as other programs read it; and their pictures.
pub(super) fn published(app: &App, conn: &mut Conn, who: &Actor) -> Result<Vec<Entry>> {
    let mut entries = vec![
        text("actor.json", &documents::actor(app, conn, who)?)?,
        text("outbox.json", &outbox(conn, who)?)?,
        text("likes.json", &collection("likes.json", store::liked(conn, who.id)?))?,
    ];
    for list in People::ALL {
        let addresses = addresses(conn, who.id, list)?;
        let content = Content::Text(list.csv(&addresses));
        entries.push(Entry { name: list.file().to_owned(), content });
    }
    for picture in store::pictures_of(conn, who.id)? {
        let file = picture.file();
        let path = media::path_in(&app.config.data_dir, &file);
        entries.push(Entry { name: format!("media/{file}"), content: Content::File(path) });
    }
    Ok(entries)
}

fn outbox(conn: &mut Conn, who: &Actor) -> Result<Value> {
    let bodies = store::said(conn, who.id)?;
    let said = bodies.iter().filter_map(|body| serde_json::from_str::<Value>(body).ok());
    Ok(collection("outbox.json", said.collect::<Vec<_>>()))
}

/// An ActivityStreams collection, as Mastodon's archives have it: its id is its name in the archive.
fn collection(name: &str, items: Vec<impl Serialize>) -> Value {
    json!({
        "@context": "https://www.w3.org/ns/activitystreams", "id": name,
        "type": "OrderedCollection", "totalItems": items.len(), "orderedItems": items,
    })
}

fn text(name: &str, document: &Value) -> Result<Entry> {
    let content = Content::Text(serde_json::to_string_pretty(document)?);
    Ok(Entry { name: name.to_owned(), content })
}

/// The addresses of a list of people, `me@server`.
fn addresses(conn: &mut Conn, who: Id, list: People) -> Result<Vec<String>> {
    let mut all = Vec::new();
    loop {
        let at = i64::try_from(all.len()).unwrap_or(i64::MAX);
        let ids: Vec<Id> = match list {
            People::Following => {
                follows::page(conn, who, End::Following, &[follows::State::Accepted], at, AT_ONCE)?
                    .0
                    .iter()
                    .map(|follow| follow.followed_id)
                    .collect()
            }
            People::Followers => {
                follows::page(conn, who, End::Followers, &[follows::State::Accepted], at, AT_ONCE)?
                    .0
                    .iter()
                    .map(|follow| follow.follower_id)
                    .collect()
            }
            People::Muted => kept_away(conn, who, Kind::Mute, at)?,
            People::Blocked => kept_away(conn, who, Kind::Block, at)?,
        };
        if ids.is_empty() {
            return Ok(all.into_iter().flatten().collect());
        }
        let people = actors::find_all(conn, &ids)?;
        all.extend(ids.iter().map(|id| {
            people.get(id).map(|actor| actor.address().trim_start_matches('@').to_owned())
        }));
    }
}

fn kept_away(conn: &mut Conn, who: Id, kind: Kind, at: i64) -> Result<Vec<Id>> {
    let (rows, _) = barriers::list(conn, who, kind, at, AT_ONCE)?;
    Ok(rows.iter().map(|barrier| barrier.target_id).collect())
}

/// A table of the readable page.
#[derive(Serialize)]
struct TableView<'a> {
    name: &'a str,
    columns: Vec<&'a String>,
    rows: Vec<Vec<String>>,
}

/// What the readable page shows.
#[derive(Serialize)]
struct Words<'a> {
    person: String,
    address: String,
    made: String,
    words: Vec<Said>,
    tables: Vec<TableView<'a>>,
}

impl Page for Words<'_> {
    const TEMPLATE: &'static str = "exports/archive.html";
}

/// The page of an archive with example data.
pub(super) fn sample() -> Sample {
    let column = "name".to_owned();
    let page = Words {
        person: "Léa".to_owned(),
        address: "@lea@musee.example".to_owned(),
        made: "2026-06-01T10:00:00Z".to_owned(),
        words: vec![Said {
            html: "<p>Le rouge de la digue.</p>".to_owned(),
            at: Some("2026-05-01T10:00:00Z".to_owned()),
        }],
        tables: vec![TableView {
            name: "actors",
            columns: vec![&column],
            rows: vec![vec!["Léa".to_owned()]],
        }],
    };
    Sample::of("the page of an archive", &page)
}

/// Words somebody left.
#[derive(Serialize)]
struct Said {
    html: String,
    at: Option<String>,
}

/// The page that a person opens, and every row behind it for a program.
pub(super) fn readable(
    app: &App,
    lang: Lang,
    who: &Actor,
    tables: &BTreeMap<String, Rows>,
) -> Result<Vec<Entry>> {
    let words = said(tables);
    let shown = tables.iter().filter(|(_, rows)| !rows.is_empty()).map(|(name, rows)| TableView {
        name,
        columns: rows.first().map(|row| row.keys().collect()).unwrap_or_default(),
        rows: rows.iter().map(|row| row.values().map(plain).collect()).collect(),
    });
    let venue = app.venue();
    let page = Words {
        person: who.display_name(),
        address: who.address(),
        made: app.now().rfc3339(),
        words,
        tables: shown.collect(),
    };
    let frame = minijinja::context! { lang => lang.as_str(), venue => venue.name.clone() };
    let html = app.templates.render_value(
        Words::TEMPLATE,
        lang,
        venue.time_zone,
        frame,
        View::from(Serde(&page)),
    )?;
    let everything = serde_json::to_string_pretty(tables).map_err(Error::internal)?;
    Ok(vec![
        Entry { name: "index.html".to_owned(), content: Content::Text(html) },
        Entry { name: EVERYTHING.to_owned(), content: Content::Text(everything) },
    ])
}

/// The words somebody left, beside the moment they were left.
fn said(tables: &BTreeMap<String, Rows>) -> Vec<Said> {
    let field = |row: &BTreeMap<String, Value>, name: &str| {
        row.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let rows = |name: &str| tables.get(name).map(Vec::as_slice).unwrap_or_default();
    let moments: BTreeMap<String, String> =
        rows("objects").iter().map(|row| (field(row, "id"), field(row, "published_at"))).collect();
    rows("traces")
        .iter()
        .map(|row| (field(row, "id"), field(row, "body_html")))
        .filter(|(_, html)| !html.is_empty())
        .map(|(id, html)| Said { html, at: moments.get(&id).cloned() })
        .collect()
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
