//! The buttons, and how staff arrange them.

use std::collections::BTreeMap;

use axum::{
    Router,
    http::StatusCode,
    response::Response,
    routing::{get, post},
};
use serde::Serialize;

use super::{
    actions,
    model::{self, Feeling, Row},
    panel::{self, Choice, Panel, Wanted},
};
use crate::{
    kernel::{
        error::{Error, FieldErrors, Message, Result},
        i18n::{self, Args, Lang},
        id::Id,
    },
    platform::{
        app::App,
        audit,
        feature::{self, StaffNav},
        objects,
        venue::{FeelingWord, Venue},
        web::{
            Ctx, Doing, Form, Page, Participant, Path, Peer, Role, Sample, Staff, guard, limits,
        },
    },
};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/objets/{id}/ressenti", post(feel))
        .route("/equipe/reglages/ressentis", get(arrangement).post(arrange))
}

/// How often somebody may change their mind.
const FEELING: Doing = Doing { member: &limits::ACT, guest: &limits::GUEST_ACT };

/// The buttons alone, for the script that presses them without leaving the page.
#[derive(Serialize)]
pub(super) struct Fragment {
    pub(super) feelings: Panel,
}

impl Page for Fragment {
    const TEMPLATE: &'static str = "feelings/fragment.html";
}

/// One tap: no more is asked of the form than that it comes from our own pages. A tap may come as soon as the page
/// is there, so its stamp may be of any youth; it, or the key of the script, makes sure that two taps are one person's.
async fn feel(ctx: Ctx, peer: Peer, Path(id): Path<Id>, form: Form) -> Result<Response> {
    if !form.text(guard::HONEYPOT).is_empty() {
        return Err(Error::field("form", "guard-error-honeypot"));
    }
    let chosen = match form.text("feeling") {
        "none" => None,
        key => {
            let unknown = |_| Error::field("feeling", "feelings-error-unknown");
            Some(key.parse::<Feeling>().map_err(unknown)?)
        }
    };
    let who = Participant::of_tap(&ctx, &form)?;
    let (viewer, by) = (ctx.viewer.clone(), who.clone());
    let seen = viewer.clone();
    ctx.app.read(move |conn| objects::visible(conn, id, &seen)).await?;
    who.take(&ctx.app, &FEELING, id, peer)?;
    let (lang, back) = (ctx.lang, form.text("back").to_owned());
    let (panel, page) = ctx
        .app
        .write(move |tx| {
            let object = objects::visible(tx.conn, id, &viewer)?;
            let actor = by.actor(tx)?;
            match chosen {
                Some(feeling) => actions::feel(tx, &object, actor, feeling)?,
                None => actions::withdraw(tx, id, actor)?,
            }
            let page = feature::headings(tx.app, tx.conn, lang, &[id])?.remove(&id);
            let wanted = Wanted { lang, object: id, actor: Some(actor), back: &back, stamp: None };
            Ok((panel::load(tx.app, tx.conn, wanted)?, page))
        })
        .await?;
    let answer = if form.ticked("fragment") {
        ctx.html(&Fragment { feelings: panel })?
    } else {
        let page = page.map_or_else(|| "/".to_owned(), |heading| heading.url);
        let to = if panel.back.is_empty() { page } else { panel.back };
        ctx.redirect(&format!("{to}#ressenti"))
    };
    Ok(who.remember(&ctx.app, answer))
}

/// How staff arrange the feelings.
#[derive(Serialize)]
pub(super) struct ArrangePage {
    pub(super) staff_nav: StaffNav,
    pub(super) rows: Vec<RowView>,
    pub(super) values: BTreeMap<String, String>,
    pub(super) errors: BTreeMap<String, String>,
}

impl Page for ArrangePage {
    const TEMPLATE: &'static str = "feelings/staff_arrange.html";
}

/// A feeling as staff see it.
#[derive(Serialize)]
pub(super) struct RowView {
    pub(super) key: &'static str,
    pub(super) word: String,
    pub(super) fr: String,
    pub(super) en: String,
}

async fn arrangement(ctx: Ctx, staff: Staff) -> Result<Response> {
    staff.require(Role::Admin)?;
    let page = arrange_page(&ctx, None, &FieldErrors::default()).await?;
    ctx.html(&page)
}

async fn arrange(ctx: Ctx, staff: Staff, form: Form) -> Result<Response> {
    staff.require(Role::Admin)?;
    let rows: Vec<Row> = Feeling::ALL
        .iter()
        .map(|feeling| {
            let text = |name: &str| form.text(&format!("{name}_{feeling}")).to_owned();
            Row { key: feeling.to_string(), rank: text("rank"), fr: text("fr"), en: text("en") }
        })
        .collect();
    let words = match model::arranged(&rows) {
        Ok(words) => words,
        Err(errors) => {
            let page = arrange_page(&ctx, Some(&form), &errors).await?;
            return ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    let account = staff.0.account_id;
    ctx.app
        .write(move |tx| {
            let mut venue = Venue::load(tx.conn)?;
            venue.feelings.clone_from(&words);
            venue.save(tx)?;
            audit::record(
                tx,
                &audit::Entry {
                    account: Some(account),
                    action: "venue.settings",
                    target_kind: "venue",
                    target: "feelings",
                    ..audit::Entry::default()
                },
            )
        })
        .await?;
    ctx.app.reload_venue().await?;
    Ok(ctx.redirect_saying("/equipe/reglages/ressentis", "ok", Message::new("feelings-arranged")))
}

async fn arrange_page(
    ctx: &Ctx,
    typed: Option<&Form>,
    errors: &FieldErrors,
) -> Result<ArrangePage> {
    let app = ctx.app.clone();
    let staff_nav = ctx.app.read(move |conn| StaffNav::load(&app, conn)).await?;
    let venue = ctx.app.venue();
    let values = typed.map_or_else(|| stored(&venue.feelings), Form::values);
    Ok(ArrangePage {
        staff_nav,
        rows: rows(ctx.lang, &venue.feelings),
        values,
        errors: ctx.messages(errors),
    })
}

fn stored(chosen: &[FeelingWord]) -> BTreeMap<String, String> {
    let mut values = BTreeMap::new();
    for (at, feeling) in model::offered(chosen).into_iter().enumerate() {
        values.insert(format!("rank_{feeling}"), (at + 1).to_string());
    }
    for word in chosen {
        values.insert(format!("fr_{}", word.key), word.fr.clone());
        values.insert(format!("en_{}", word.key), word.en.clone());
    }
    values
}

/// The feelings on offer in their order, then the others.
fn rows(lang: Lang, chosen: &[FeelingWord]) -> Vec<RowView> {
    let mut order = model::offered(chosen);
    order.extend(Feeling::ALL.iter().filter(|f| !order.contains(f)).copied().collect::<Vec<_>>());
    let ours =
        |feeling: Feeling, lang| i18n::text(lang, &format!("feeling-{feeling}"), &Args::new());
    order
        .into_iter()
        .map(|feeling| RowView {
            key: feeling.as_str(),
            word: model::word(feeling, chosen, lang),
            fr: ours(feeling, Lang::Fr),
            en: ours(feeling, Lang::En),
        })
        .collect()
}

/// Buttons somebody pressed, for the samples of every page that shows them.
pub fn example() -> Panel {
    let words = |key, word: &str, mine| Choice { key, word: word.to_owned(), mine };
    Panel {
        action: "/objets/1/ressenti".to_owned(),
        back: "/p/1963.4".to_owned(),
        choices: vec![words("wonder", "émerveillement", true), words("joy", "joie", false)],
        mine: Some("émerveillement".to_owned()),
        ribbon: model::ribbon(&[(Feeling::Wonder, 2), (Feeling::Joy, 1)], &[], Lang::Fr),
        total: 3,
        stamp: Some("1.ab.cd".to_owned()),
    }
}

pub(super) fn samples() -> Vec<Sample> {
    vec![
        Sample::of("somebody felt something", &Fragment { feelings: example() }),
        Sample::of(
            "the list as it comes",
            &ArrangePage {
                staff_nav: StaffNav::default(),
                rows: rows(Lang::Fr, &[]),
                values: stored(&[]),
                errors: [("form".to_owned(), "Gardez-en six.".to_owned())].into(),
            },
        ),
    ]
}
