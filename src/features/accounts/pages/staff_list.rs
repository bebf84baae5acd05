//! The accounts of the venue, listed for administrators.

use std::collections::BTreeMap;

use axum::{extract::Query, response::Response};
use serde::{Deserialize, Serialize};

use super::{
    Choice, role_key,
    staff::{roles, sample_roles, state},
};
use crate::{
    features::accounts::store::{self, Account, Wanted},
    kernel::{clock::Time, error::Result},
    platform::{
        actors::Actor,
        feature::StaffNav,
        web::{Ctx, Page, PageNumber, Pager, Role, Sample, Staff},
    },
};

/// Rows of one page.
const PER_PAGE: i64 = 50;

#[derive(Serialize)]
struct ListPage {
    staff_nav: StaffNav,
    accounts: Vec<Row>,
    total: i64,
    pager: Pager,
    roles: Vec<Choice>,
    values: BTreeMap<&'static str, String>,
    filtered: bool,
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "accounts/staff_list.html";
}

#[derive(Serialize)]
struct Row {
    name: String,
    handle: String,
    email: Option<String>,
    role_label: String,
    state: &'static str,
    last_seen: Option<Time>,
    edit_url: String,
}

#[derive(Deserialize)]
pub(super) struct Filters {
    #[serde(default)]
    recherche: String,
    #[serde(default)]
    role: String,
}

pub(super) async fn list(
    ctx: Ctx,
    staff: Staff,
    Query(filters): Query<Filters>,
    Query(page): Query<PageNumber>,
) -> Result<Response> {
    staff.require(Role::Admin)?;
    let wanted =
        Wanted { words: filters.recherche.trim().to_owned(), role: filters.role.parse().ok() };
    let app = ctx.app.clone();
    let asked = wanted.clone();
    let (nav, (rows, total)) = ctx
        .app
        .read(move |conn| {
            let nav = StaffNav::load(&app, conn)?;
            Ok((nav, store::list(conn, &asked, page.offset(PER_PAGE), PER_PAGE)?))
        })
        .await?;
    ctx.html(&ListPage {
        staff_nav: nav,
        accounts: rows.iter().map(|(account, actor)| Row::new(&ctx, account, actor)).collect(),
        total,
        pager: Pager::new(&ctx.path, page, PER_PAGE, total),
        roles: roles(&ctx),
        filtered: !wanted.words.is_empty() || wanted.role.is_some(),
        values: BTreeMap::from([("recherche", filters.recherche), ("role", filters.role)]),
    })
}

impl Row {
    fn new(ctx: &Ctx, account: &Account, actor: &Actor) -> Self {
        Self {
            name: actor.display_name(),
            handle: actor.handle.clone(),
            email: account.email.clone(),
            role_label: ctx.text(role_key(account.role)),
            state: state(account),
            last_seen: account.seen_at,
            edit_url: format!("/equipe/comptes/{}", account.id),
        }
    }
}

pub(super) fn samples() -> Vec<Sample> {
    let at = Time::from_micros(1_780_000_000_000_000);
    let row = |state, last_seen| Row {
        name: "Léa".to_owned(),
        handle: "lea".to_owned(),
        email: Some("lea@example.org".to_owned()),
        role_label: "Médiation".to_owned(),
        state,
        last_seen,
        edit_url: "/equipe/comptes/7".to_owned(),
    };
    let list = |accounts: Vec<Row>| ListPage {
        staff_nav: StaffNav::default(),
        total: i64::try_from(accounts.len()).unwrap_or(0),
        accounts,
        pager: Pager::default(),
        roles: sample_roles(),
        values: BTreeMap::from([("recherche", "lé".to_owned()), ("role", String::new())]),
        filtered: true,
    };
    vec![
        Sample::of("two accounts", &list(vec![row("active", Some(at)), row("suspended", None)])),
        Sample::of("nobody found", &list(Vec::new())),
    ]
}
