//! The log: every act of staff as a sentence, never changed afterwards.

use std::collections::HashMap;

use axum::{extract::Query, response::Response};
use serde::{Deserialize, Serialize};

use crate::{
    features::moderation::{
        model::Verdict,
        store::{self, Entry, Wanted},
    },
    kernel::{
        clock::Time,
        db::Conn,
        error::Result,
        i18n::{self, Lang},
        id::Id,
    },
    platform::{
        actors,
        feature::{self, StaffNav},
        objects,
        web::{Choice, Ctx, Page, PageNumber, Pager, Staff},
    },
};

const PER_PAGE: i64 = 50;

#[derive(Serialize)]
pub(super) struct LogPage {
    pub(super) staff_nav: StaffNav,
    pub(super) entries: Vec<Line>,
    pub(super) people: Vec<Choice>,
    pub(super) actions: Vec<Choice>,
    pub(super) values: Asked,
    pub(super) filtered: bool,
    pub(super) pager: Pager,
}

impl Page for LogPage {
    const TEMPLATE: &'static str = "moderation/log.html";
}

#[derive(Serialize)]
pub(super) struct Line {
    pub(super) at: Time,
    pub(super) who: String,
    pub(super) text: String,
    pub(super) note: Option<String>,
    pub(super) url: Option<String>,
    pub(super) undo_url: Option<String>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    pub(super) qui: String,
    #[serde(default)]
    pub(super) quoi: String,
}

pub(super) async fn show(
    ctx: Ctx,
    _staff: Staff,
    Query(asked): Query<Asked>,
    Query(page): Query<PageNumber>,
) -> Result<Response> {
    let asking = ctx.clone();
    let shown = ctx.app.read(move |conn| assemble(&asking, conn, asked, page)).await?;
    ctx.html(&shown)
}

fn assemble(ctx: &Ctx, conn: &mut Conn, asked: Asked, page: PageNumber) -> Result<LogPage> {
    let wanted = Wanted {
        account: asked.qui.parse().ok(),
        action: Some(asked.quoi.clone()).filter(|action| !action.is_empty()),
    };
    let (entries, total) = store::entries(conn, &wanted, page.offset(PER_PAGE), PER_PAGE)?;
    let people = store::people(conn)?;
    let names = store::names_of(conn, &people)?;
    let targets = targets(ctx, conn, &entries)?;
    let mut choices: Vec<Choice> = names.iter().map(|(id, name)| Choice::new(id, name)).collect();
    choices.sort_by(|a, b| a.label.cmp(&b.label));
    let lines = entries.iter().map(|entry| {
        let (name, url) = targets.get(&entry.target).cloned().unwrap_or_default();
        let name = if name.is_empty() { entry.target.clone() } else { name };
        Line {
            at: entry.created_at,
            who: entry
                .account_id
                .and_then(|id| names.get(&id).cloned())
                .unwrap_or_else(|| ctx.text("moderation-log-program")),
            text: sentence(ctx.lang, entry, name),
            note: Some(entry.reason.clone()).filter(|note| !note.is_empty()),
            url: Some(url).filter(|url| !url.is_empty()),
            undo_url: undo_url(entry),
        }
    });
    Ok(LogPage {
        entries: lines.collect(),
        staff_nav: StaffNav::load(&ctx.app, conn)?,
        people: choices,
        actions: store::seen_actions(conn)?
            .iter()
            .map(|action| Choice::new(action, act(ctx.lang, action, "…".to_owned())))
            .collect(),
        filtered: wanted.account.is_some() || wanted.action.is_some(),
        values: asked,
        pager: Pager::new(&ctx.path, page, PER_PAGE, total),
    })
}

/// Where a decision is taken back, while it can be.
pub(super) fn undo_url(entry: &Entry) -> Option<String> {
    let verdict = Verdict::of_action(&entry.action)?;
    (entry.undone_at.is_none() && verdict.can_be_undone())
        .then(|| format!("/equipe/journal/{}/annuler", entry.id))
}

fn sentence(lang: Lang, entry: &Entry, name: String) -> String {
    let said = act(lang, &entry.action, name);
    if entry.undone_at.is_some() {
        let args = i18n::Args::from([("action".into(), said.into())]);
        i18n::text(lang, "moderation-word-undone", &args)
    } else {
        said
    }
}

/// What was done, in words; an act this version has no words for is named as it is stored.
fn act(lang: Lang, action: &str, name: String) -> String {
    let key = format!("moderation-log-{}", action.replace('.', "-"));
    let args = i18n::Args::from([
        ("name".into(), name.into()),
        ("action".into(), action.to_owned().into()),
    ]);
    let said = i18n::text(lang, &key, &args);
    if said.starts_with('[') { i18n::text(lang, "moderation-log-other", &args) } else { said }
}

/// What the entries are about: name and page, by target.
fn targets(
    ctx: &Ctx,
    conn: &mut Conn,
    entries: &[Entry],
) -> Result<HashMap<String, (String, String)>> {
    let of = |kinds: &[&str]| -> Vec<Id> {
        entries
            .iter()
            .filter(|entry| kinds.contains(&entry.target_kind.as_str()))
            .filter_map(|entry| entry.target.parse().ok())
            .collect()
    };
    let mut all = HashMap::new();
    for (id, name) in store::names_of(conn, &of(&["account"]))? {
        all.insert(id.to_string(), (name, format!("/equipe/comptes/{id}")));
    }
    let written = objects::find_all(conn, &of(&["trace"]))?;
    let mut people: Vec<Id> = written.values().map(|object| object.author_id).collect();
    people.extend(of(&["actor"]));
    let people = actors::find_all(conn, &people)?;
    for actor in people.values() {
        let page = format!("/equipe/personnes/{}", actor.id);
        all.insert(actor.id.to_string(), (actor.display_name(), page));
    }
    for object in written.values() {
        if let Some(author) = people.get(&object.author_id) {
            let page = format!("/traces/{}", object.id);
            all.insert(object.id.to_string(), (author.display_name(), page));
        }
    }
    for (id, heading) in feature::headings(
        &ctx.app,
        conn,
        ctx.lang,
        &of(&["artwork", "place", "exhibition", "event"]),
    )? {
        all.insert(id.to_string(), (heading.title, heading.url));
    }
    for entry in entries.iter().filter(|entry| entry.target_kind == "venue") {
        let part = ctx.text(&format!("moderation-part-{}", entry.target));
        // A page of the site, named as in its address.
        let part = if part.starts_with('[') { entry.target.clone() } else { part };
        all.insert(entry.target.clone(), (part, String::new()));
    }
    Ok(all)
}
