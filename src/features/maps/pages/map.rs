//! What is felt where, and since when: a drawing, and a table that says the same.

use std::collections::{BTreeMap, HashMap};

use axum::{extract::Query, response::Response};
use serde::{Deserialize, Serialize};

use crate::{
    features::{
        feelings::{self, Feeling, Felt, Part},
        maps::{
            model::{self, Period, Spot},
            store::{self, Plan},
        },
        places::{self, Tree},
    },
    kernel::{
        clock::Time,
        db::Conn,
        error::Result,
        i18n::{self, Args, Lang},
        id::Id,
    },
    platform::{
        feature::{self, Heading},
        media::pictures,
        objects,
        venue::in_language,
        web::{Ctx, Page},
    },
};

#[derive(Serialize)]
pub(super) struct MapPage {
    pub(super) plans: Vec<Tab>,
    pub(super) periods: Vec<Tab>,
    pub(super) plan: Option<PlanView>,
    pub(super) felt: Vec<PinView>,
    pub(super) edit_url: Option<String>,
}

impl Page for MapPage {
    const TEMPLATE: &'static str = "maps/map.html";
}

#[derive(Serialize)]
pub(super) struct Tab {
    pub(super) label: String,
    pub(super) url: String,
    pub(super) current: bool,
    pub(super) count: Option<i64>,
}

/// The plan as it is drawn; lengths in thousandths of its width.
#[derive(Serialize)]
pub(super) struct PlanView {
    pub(super) name: String,
    pub(super) url: String,
    pub(super) src: String,
    pub(super) height: i64,
    pub(super) alt: String,
}

/// One thing on the plan.
#[derive(Serialize)]
pub(super) struct PinView {
    pub(super) id: Id,
    pub(super) about: Heading,
    pub(super) x: i64,
    pub(super) y: i64,
    pub(super) radius: i64,
    pub(super) key: Option<&'static str>,
    pub(super) total: i64,
    pub(super) ribbon: Vec<Part>,
    pub(super) since: Option<Time>,
}

/// What somebody looks at.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    plan: String,
    #[serde(default)]
    periode: String,
}

pub(super) async fn map(ctx: Ctx, asked: Query<Asked>) -> Result<Response> {
    let asking = ctx.clone();
    let page = ctx.app.read(move |conn| assemble(&asking, conn, &asked)).await?;
    ctx.html(&page)
}

fn assemble(ctx: &Ctx, conn: &mut Conn, asked: &Asked) -> Result<MapPage> {
    let tree = places::tree(conn)?;
    let plans = in_order(&tree, store::plans(conn)?);
    let chosen = |plan: &&Plan| tree.get(plan.place_id).is_some_and(|p| p.slug == asked.plan);
    let plan = plans.iter().find(chosen).or(plans.first());
    let period: Period = asked.periode.parse().unwrap_or(Period::Ever);
    let slug = |plan: &Plan| tree.get(plan.place_id).map_or("", |p| p.slug.as_str()).to_owned();
    let present = plan.map(slug).unwrap_or_default();
    let address = |plan: &str, period: Period| format!("/carte?plan={plan}&periode={period}");
    let tabs = plans.iter().filter_map(|other| {
        let place = tree.get(other.place_id)?;
        Some(Tab {
            label: place.name(ctx.lang).to_owned(),
            url: address(&place.slug, period),
            current: place.slug == present,
            count: None,
        })
    });
    let times = Period::ALL.iter().map(|other| Tab {
        label: i18n::text(ctx.lang, &format!("maps-period-{other}"), &Args::new()),
        url: address(&present, *other),
        current: *other == period,
        count: None,
    });
    let (view, felt) = match plan {
        None => (None, Vec::new()),
        Some(plan) => {
            (view(conn, &tree, plan, ctx.lang)?, pins(ctx, conn, &tree, plan.place_id, period)?)
        }
    };
    let staff = plan.filter(|_| ctx.viewer.is_staff());
    Ok(MapPage {
        plans: tabs.collect(),
        periods: times.collect(),
        plan: view,
        felt,
        edit_url: staff.map(|plan| format!("/equipe/plans/{}", plan.place_id)),
    })
}

/// Plans in the order of the tree.
fn in_order(tree: &Tree, plans: Vec<Plan>) -> Vec<Plan> {
    let mut by_place: HashMap<Id, Plan> =
        plans.into_iter().map(|plan| (plan.place_id, plan)).collect();
    tree.walk().into_iter().filter_map(|(_, place)| by_place.remove(&place.id)).collect()
}

pub(super) fn view(
    conn: &mut Conn,
    tree: &Tree,
    plan: &Plan,
    lang: Lang,
) -> Result<Option<PlanView>> {
    let Some(place) = tree.get(plan.place_id) else { return Ok(None) };
    let Some(media) = pictures::kept(conn, plan.media_id)? else { return Ok(None) };
    let name = place.name(lang).to_owned();
    let said = in_language(lang, &plan.alt_fr, &plan.alt_en);
    let named =
        || i18n::text(lang, "maps-plan-of", &[("place".into(), name.clone().into())].into());
    Ok(Some(PlanView {
        alt: if said.trim().is_empty() { named() } else { said.to_owned() },
        url: place.path(),
        src: media.path(),
        height: i64::from(media.height) * 1_000 / i64::from(media.width.max(1)),
        name,
    }))
}

/// What is felt at each pin, the most felt first.
fn pins(ctx: &Ctx, conn: &mut Conn, tree: &Tree, plan: Id, period: Period) -> Result<Vec<PinView>> {
    let spots = store::pins(conn, plan)?;
    let ids: Vec<Id> = spots.keys().copied().collect();
    let known = objects::find_all(conn, &ids)?;
    let visible: Vec<Id> = ids
        .into_iter()
        .filter(|id| known.get(id).is_some_and(|object| object.visible_to(&ctx.viewer)))
        .collect();
    let venue = ctx.app.venue();
    let since = period.since(ctx.app.now(), venue.time_zone);
    let felt = felt(conn, tree, &visible, since)?;
    let mut headings = feature::headings(&ctx.app, conn, ctx.lang, &visible)?;
    let total = |felt: &Felt| felt.tally.iter().map(|(_, count)| count).sum::<i64>();
    let most = felt.values().map(total).max().unwrap_or(0);
    let height = |spot: &Spot, tall: i64| i64::from(spot.y) * tall / 1_000;
    let tall = match store::find(conn, plan)? {
        Some(plan) => view(conn, tree, &plan, ctx.lang)?.map_or(1_000, |plan| plan.height),
        None => 1_000,
    };
    let mut pins: Vec<PinView> = visible
        .iter()
        .filter_map(|id| {
            let spot = spots.get(id)?;
            let felt = felt.get(id).cloned().unwrap_or_default();
            let ribbon = feelings::ribbon(&felt.tally, &venue.feelings, ctx.lang);
            Some(PinView {
                id: *id,
                about: headings.remove(id)?,
                x: i64::from(spot.x),
                y: height(spot, tall),
                radius: model::radius(total(&felt), most),
                key: ribbon.first().map(|part| part.key),
                total: total(&felt),
                since: felt.since,
                ribbon,
            })
        })
        .collect();
    pins.sort_by(|a, b| (-a.total, &a.about.title).cmp(&(-b.total, &b.about.title)));
    Ok(pins)
}

/// What was felt about these things: at a place, about everything that was inside it then.
fn felt(
    conn: &mut Conn,
    tree: &Tree,
    things: &[Id],
    since: Option<Time>,
) -> Result<HashMap<Id, Felt>> {
    let (places, works): (Vec<Id>, Vec<Id>) =
        things.iter().copied().partition(|id| tree.get(*id).is_some());
    let mut all = feelings::by_object(conn, &works, since)?;
    let within: Vec<(Id, Vec<Id>)> = places.iter().map(|id| (*id, tree.within(*id))).collect();
    let every: Vec<Id> = within.iter().flat_map(|(_, inside)| inside.iter().copied()).collect();
    let at = feelings::by_place(conn, &every, since)?;
    for (place, inside) in within {
        let mut tally: BTreeMap<Feeling, i64> = BTreeMap::new();
        let mut first: Option<Time> = None;
        for felt in inside.iter().filter_map(|id| at.get(id)) {
            for (feeling, count) in &felt.tally {
                *tally.entry(*feeling).or_default() += count;
            }
            first = match (first, felt.since) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            };
        }
        all.insert(place, Felt { tally: tally.into_iter().collect(), since: first });
    }
    Ok(all)
}
