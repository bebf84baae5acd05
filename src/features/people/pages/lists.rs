//! The lists of a member: whom they follow, who follows them or asks to, whom they muted or blocked. And whom
//! somebody follows, when they show it.

use axum::{extract::Query, response::Response};
use serde::{Deserialize, Serialize};

use super::buttons::{Relation, relation};
use crate::{
    features::{
        accounts,
        follows::{self, End, State},
    },
    kernel::{
        clock::Time,
        db::Conn,
        error::{Error, Result},
        id::Id,
    },
    platform::{
        actors::{self, Actor, Standing},
        barriers::{self, Kind},
        web::{Ctx, Member, Page, PageNumber, Pager, Path, Sample},
    },
};

const PER_PAGE: i64 = 40;

#[derive(Serialize)]
struct ListsPage {
    list: &'static str,
    tabs: Vec<Tab>,
    people: Vec<Someone>,
    total: i64,
    pager: Pager,
}

impl Page for ListsPage {
    const TEMPLATE: &'static str = "people/lists.html";
}

#[derive(Serialize)]
struct ShownPage {
    name: String,
    profile_url: String,
    people: Vec<Someone>,
    total: i64,
    pager: Pager,
}

impl Page for ShownPage {
    const TEMPLATE: &'static str = "people/shown.html";
}

#[derive(Serialize)]
struct Tab {
    label: String,
    url: String,
    count: Option<i64>,
    current: bool,
}

#[derive(Serialize)]
struct Someone {
    name: String,
    address: String,
    url: String,
    avatar: Option<String>,
    since: Time,
    waiting: bool,
    relation: Option<Relation>,
}

/// A list of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum List {
    Following,
    Followers,
    Requests,
    Muted,
    Blocked,
}

impl List {
    const ALL: [Self; 5] =
        [Self::Following, Self::Followers, Self::Requests, Self::Muted, Self::Blocked];

    const fn name(self) -> &'static str {
        match self {
            Self::Following => "following",
            Self::Followers => "followers",
            Self::Requests => "requests",
            Self::Muted => "muted",
            Self::Blocked => "blocked",
        }
    }

    /// Its name in the address.
    const fn slug(self) -> &'static str {
        match self {
            Self::Following => "abonnements",
            Self::Followers => "abonnes",
            Self::Requests => "demandes",
            Self::Muted => "masquees",
            Self::Blocked => "bloquees",
        }
    }

    /// A page of it: whom, since when, and whether an answer is awaited; and how many there are.
    fn load(self, conn: &mut Conn, me: Id, at: i64, most: i64) -> Result<(Vec<Entry>, i64)> {
        let (end, states): (_, &[State]) = match self {
            Self::Muted => return kept_away(conn, me, Kind::Mute, at, most),
            Self::Blocked => return kept_away(conn, me, Kind::Block, at, most),
            Self::Following => (End::Following, &[State::Accepted, State::Pending]),
            Self::Followers => (End::Followers, &[State::Accepted]),
            Self::Requests => (End::Followers, &[State::Pending]),
        };
        let (rows, total) = follows::page(conn, me, end, states, at, most)?;
        let entry = |follow: follows::Follow| Entry {
            who: if end == End::Following { follow.followed_id } else { follow.follower_id },
            since: follow.answered_at.unwrap_or(follow.created_at),
            waiting: follow.state == State::Pending,
        };
        Ok((rows.into_iter().map(entry).collect(), total))
    }
}

struct Entry {
    who: Id,
    since: Time,
    waiting: bool,
}

fn kept_away(conn: &mut Conn, me: Id, kind: Kind, at: i64, most: i64) -> Result<(Vec<Entry>, i64)> {
    let (rows, total) = barriers::list(conn, me, kind, at, most)?;
    let entry = |row: barriers::Barrier| Entry {
        who: row.target_id,
        since: row.created_at,
        waiting: false,
    };
    Ok((rows.into_iter().map(entry).collect(), total))
}

#[derive(Deserialize)]
pub(super) struct Asked {
    liste: Option<String>,
}

pub(super) async fn mine(
    ctx: Ctx,
    member: Member,
    Query(asked): Query<Asked>,
    Query(page): Query<PageNumber>,
) -> Result<Response> {
    let wanted = asked.liste.as_deref().unwrap_or_default();
    let list = List::ALL.into_iter().find(|list| list.slug() == wanted).unwrap_or(List::Following);
    let me = member.actor_id;
    let (people, total, waiting) = ctx
        .app
        .read(move |conn| {
            let (entries, total) = list.load(conn, me, page.offset(PER_PAGE), PER_PAGE)?;
            let (_, waiting) = List::Requests.load(conn, me, 0, 0)?;
            Ok((views(conn, entries, Some(me))?, total, waiting))
        })
        .await?;
    let tab = |one: List| Tab {
        label: ctx.text(&format!("people-list-{}", one.name())),
        url: format!("/compte/personnes?liste={}", one.slug()),
        count: (one == List::Requests && waiting > 0).then_some(waiting),
        current: one == list,
    };
    ctx.html(&ListsPage {
        list: list.name(),
        tabs: List::ALL.map(tab).into(),
        people,
        total,
        pager: Pager::new(&ctx.path, page, PER_PAGE, total),
    })
}

/// Whom somebody of this server follows, when they show it; to themselves always.
pub(super) async fn shown(
    ctx: Ctx,
    Path(id): Path<Id>,
    Query(page): Query<PageNumber>,
) -> Result<Response> {
    let viewer = ctx.viewer.actor_id();
    let (person, people, total) = ctx
        .app
        .read(move |conn| {
            let known = actors::find(conn, id)?.filter(|a| a.local && a.deleted_at.is_none());
            let person =
                known.filter(|a| a.standing != Standing::Blocked).ok_or(Error::NotFound)?;
            if viewer != Some(id) && !accounts::shows_follows(conn, id)? {
                return Err(Error::NotFound);
            }
            let at = page.offset(PER_PAGE);
            let (rows, total) =
                follows::page(conn, id, End::Following, &[State::Accepted], at, PER_PAGE)?;
            let entries = rows.into_iter().map(|follow| Entry {
                who: follow.followed_id,
                since: follow.answered_at.unwrap_or(follow.created_at),
                waiting: false,
            });
            Ok((person, views(conn, entries.collect(), None)?, total))
        })
        .await?;
    ctx.html(&ShownPage {
        name: person.display_name(),
        profile_url: person.path(),
        people,
        total,
        pager: Pager::new(&ctx.path, page, PER_PAGE, total),
    })
}

fn views(conn: &mut Conn, entries: Vec<Entry>, me: Option<Id>) -> Result<Vec<Someone>> {
    let ids: Vec<Id> = entries.iter().map(|entry| entry.who).collect();
    let people = actors::find_all(conn, &ids)?;
    let mut views = Vec::with_capacity(entries.len());
    for entry in entries {
        let Some(actor) = people.get(&entry.who) else { continue };
        views.push(Someone {
            name: actor.display_name(),
            address: actor.address(),
            url: actor.path(),
            avatar: portrait(actor),
            since: entry.since,
            waiting: entry.waiting,
            relation: me.map(|me| relation(conn, me, actor.id)).transpose()?,
        });
    }
    Ok(views)
}

/// A picture of ours; pictures of other servers are never linked to.
fn portrait(actor: &Actor) -> Option<String> {
    actor.icon_url.clone().filter(|_| actor.local)
}

pub(super) fn samples() -> Vec<Sample> {
    let someone = |waiting: bool, relation: Option<Relation>| Someone {
        name: "Léa".to_owned(),
        address: "@lea@social.example".to_owned(),
        url: "/@lea@social.example".to_owned(),
        avatar: None,
        since: Time::from_micros(1_780_000_000_000_000),
        waiting,
        relation,
    };
    let with = |follow: &'static str, muted: bool, blocked: bool| Relation {
        id: Id::from_raw(7),
        follow,
        follows_me: true,
        muted,
        blocked,
    };
    let page = |list: List, people: Vec<Someone>| ListsPage {
        list: list.name(),
        tabs: List::ALL
            .map(|one| Tab {
                label: one.name().to_owned(),
                url: format!("/compte/personnes?liste={}", one.slug()),
                count: (one == List::Requests).then_some(1),
                current: one == list,
            })
            .into(),
        total: i64::try_from(people.len()).unwrap_or(0),
        people,
        pager: Pager::default(),
    };
    vec![
        Sample::of(
            "people a member follows",
            &page(
                List::Following,
                vec![
                    someone(false, Some(with("accepted", false, false))),
                    someone(true, Some(with("pending", true, false))),
                ],
            ),
        ),
        Sample::of(
            "somebody asks to follow",
            &page(List::Requests, vec![someone(true, Some(with("none", false, false)))]),
        ),
        Sample::of(
            "somebody blocked",
            &page(List::Blocked, vec![someone(false, Some(with("none", false, true)))]),
        ),
        Sample::of(
            "somebody muted",
            &page(List::Muted, vec![someone(false, Some(with("none", true, false)))]),
        ),
        Sample::of("nobody follows yet", &page(List::Followers, Vec::new())),
        Sample::of(
            "whom somebody follows",
            &ShownPage {
                name: "Léa".to_owned(),
                profile_url: "/@lea".to_owned(),
                people: vec![someone(false, None)],
                total: 1,
                pager: Pager::default(),
            },
        ),
    ]
}
