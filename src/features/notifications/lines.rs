//! Notifications in words: one line each, the same on the page, in the digest and on a device.

use std::collections::HashMap;

use serde::Serialize;

use super::model::{Group, Kind};
use crate::{
    kernel::{
        clock::Time,
        db::Conn,
        error::Result,
        i18n::{self, Args, Lang},
        id::Id,
        text,
    },
    platform::{
        actors::{self, Actor},
        app::App,
        feature::{self, Heading},
        objects::{self, Object},
    },
};

/// How much of what was said a line shows, in characters.
const EXCERPT: usize = 160;

/// One line.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    /// What it is about.
    pub kind: Kind,
    /// What happened, plain text.
    pub text: String,
    /// The first words of what it is about.
    pub excerpt: Option<String>,
    /// The artwork or place it happened at.
    pub about: Option<Heading>,
    /// The path it leads to.
    pub url: String,
    /// When the newest of it happened.
    pub at: Time,
    /// Not read yet.
    pub unread: bool,
    /// The newest notification in it, which stands for all of them in a form.
    pub id: Id,
    /// All of them, for a form.
    pub ids: String,
}

/// These notifications in words, in their order.
pub fn lines(app: &App, conn: &mut Conn, lang: Lang, groups: Vec<Group>) -> Result<Vec<Line>> {
    let ids: Vec<Id> = groups.iter().filter_map(|group| group.newest.object).collect();
    let people: Vec<Id> = groups.iter().flat_map(|group| group.by.iter().copied()).collect();
    let found = objects::find_all(conn, &ids)?;
    let roots: Vec<Id> = found.values().map(Object::root).collect();
    let known = Known {
        people: actors::find_all(conn, &people)?,
        headings: feature::headings(app, conn, lang, &roots)?,
        excerpts: feature::excerpts(app, conn, &ids)?,
        objects: found,
    };
    Ok(groups.into_iter().map(|group| known.line(lang, group)).collect())
}

struct Known {
    people: HashMap<Id, Actor>,
    objects: HashMap<Id, Object>,
    headings: HashMap<Id, Heading>,
    excerpts: HashMap<Id, String>,
}

impl Known {
    fn line(&self, lang: Lang, group: Group) -> Line {
        let kind = group.newest.kind;
        let object = group.newest.object.and_then(|id| self.objects.get(&id));
        let about = object.and_then(|object| self.headings.get(&object.root())).cloned();
        let first = group.by.first().and_then(|id| self.people.get(id));
        let mut args = Args::new();
        args.insert("who".into(), first.map(Actor::display_name).unwrap_or_default().into());
        args.insert("others".into(), (group.by.len().saturating_sub(1)).into());
        let title = about.as_ref().map(|about| about.title.clone()).unwrap_or_default();
        args.insert("title".into(), title.into());
        // A new artwork says something else than new words under one.
        let root = object.is_some_and(|object| object.root() == object.id);
        let key = match kind {
            Kind::News if root && object.is_some_and(|object| object.kind == "event") => {
                "notifications-line-event".to_owned()
            }
            Kind::News if root => "notifications-line-new".to_owned(),
            Kind::CalledOff if about.is_none() => "notifications-line-called-off-gone".to_owned(),
            other => format!("notifications-line-{other}"),
        };
        let url = match object {
            _ if matches!(kind, Kind::Message | Kind::CalledOff) => "/mes-evenements".to_owned(),
            _ if kind == Kind::Proposal => "/equipe/propositions".to_owned(),
            _ if kind == Kind::ProposalDeclined => "/mes-propositions".to_owned(),
            Some(object) if !root => format!("/traces/{}", object.id),
            Some(_) => about.as_ref().map_or_else(|| "/".to_owned(), |about| about.url.clone()),
            None => first.map_or_else(|| "/".to_owned(), Actor::path),
        };
        let said = object.and_then(|object| self.excerpts.get(&object.id));
        Line {
            kind,
            text: i18n::text(lang, &key, &args),
            excerpt: said.map(|said| text::shorten(said, EXCERPT)),
            about,
            url,
            at: group.newest.created_at,
            unread: group.unread,
            id: group.newest.id,
            ids: group.ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
        }
    }
}
