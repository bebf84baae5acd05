//! The programme on a map of our own drawing, and as a list that says the same: how far, which way, what is there.

use axum::{extract::Query, response::Response};
use serde::Serialize;

use super::{
    list::{self, Asked, Filters},
    view::{self, EventCard},
};
use crate::{
    features::{
        events::{
            Event,
            map::{self, Drawing, Point, Way},
            store,
        },
        places::{self, Tree},
    },
    kernel::{
        error::Result,
        i18n::{self, Args, Lang},
    },
    platform::web::{Ctx, Page},
};

/// The most events that are looked at.
const MOST: i64 = 500;

#[derive(Serialize)]
pub(super) struct MapPage {
    pub(super) drawing: Option<View>,
    pub(super) spots: Vec<Spot>,
    /// How many events have no position.
    pub(super) nowhere: usize,
    pub(super) total: usize,
    /// Do others announce something?
    pub(super) around: bool,
    /// What stands in the middle: the venue, when it says where it is.
    pub(super) here: Option<String>,
    #[serde(flatten)]
    pub(super) filters: Filters,
    pub(super) list_url: String,
}

impl Page for MapPage {
    const TEMPLATE: &'static str = "events/map.html";
}

/// The drawing in whole units.
#[derive(Serialize)]
pub(super) struct View {
    pub(super) height: i64,
    pub(super) marks: Vec<MarkView>,
    pub(super) here_x: i64,
    pub(super) here_y: i64,
    pub(super) scale_length: i64,
    pub(super) scale: String,
}

#[derive(Serialize)]
pub(super) struct MarkView {
    pub(super) x: i64,
    pub(super) y: i64,
    /// The number in the list, or the first and how many more.
    pub(super) label: String,
    /// Which place of the list it leads to.
    pub(super) leads: usize,
    /// What a screen reader says.
    pub(super) says: String,
}

/// A place of the list.
#[derive(Serialize)]
pub(super) struct Spot {
    pub(super) number: usize,
    pub(super) name: String,
    pub(super) address: String,
    /// `1,2 km · nord-est`; none when it is here.
    pub(super) journey: Option<String>,
    pub(super) map_url: String,
    pub(super) drawn: bool,
    pub(super) events: Vec<EventCard>,
}

pub(super) async fn map(ctx: Ctx, Query(asked): Query<Asked>) -> Result<Response> {
    let asking = ctx.clone();
    let page = ctx
        .app
        .read(move |conn| {
            let (lang, now) = (asking.lang, asking.app.now());
            let tree = places::tree(conn)?;
            let wanted = asked.wanted(&tree, now);
            let found = store::search(conn, &wanted, &asking.viewer, 0, MOST)?;
            let total = found.len();
            let cards = view::cards(conn, lang, now, &tree, &found)?;
            // Each spot with the first of its events, which names it.
            let mut spots: Vec<(Point, &Event, Vec<EventCard>)> = Vec::new();
            for (event, card) in found.iter().zip(cards) {
                let Some(point) = position(event, &tree) else { continue };
                match spots.iter_mut().find(|(known, ..)| same(*known, point)) {
                    Some((.., cards)) => cards.push(card),
                    None => spots.push((point, event, vec![card])),
                }
            }
            let placed: usize = spots.iter().map(|(.., cards)| cards.len()).sum();
            let points: Vec<Point> = spots.iter().map(|(point, ..)| *point).collect();
            let here = tree
                .walk()
                .into_iter()
                .find_map(|(_, place)| place.facts.latitude.zip(place.facts.longitude));
            let middle = here.or(points.first().copied()).unwrap_or_default();
            // One mark on an empty sheet says nothing that words do not say better.
            let drawing = map::draw(middle, &points).filter(|drawing| drawing.marks.len() > 1);
            let venue = asking.app.venue();
            let listed: Vec<Spot> = spots
                .into_iter()
                .enumerate()
                .map(|(n, (point, first, events))| Spot {
                    number: n + 1,
                    name: view::place_name(first, &tree, lang)
                        .unwrap_or_else(|| venue.name.clone()),
                    address: view::address(first, &venue.address),
                    journey: here.and_then(|here| journey(lang, here, point)),
                    map_url: view::map_url(point),
                    drawn: drawing.as_ref().is_none_or(|drawing| !drawing.far.contains(&n)),
                    events,
                })
                .collect();
            Ok(MapPage {
                drawing: drawing.map(|drawing| shown(lang, &drawing, &listed)),
                spots: listed,
                nowhere: total - placed,
                total,
                around: list::has_beside(&asking, conn)?,
                here: here.map(|_| venue.name.clone()),
                filters: asked.filters(&tree, lang),
                list_url: format!("/agenda{}", asked.query()),
            })
        })
        .await?;
    ctx.html(&page)
}

/// Where an event takes place: as it says itself, else its place, else what that place is in.
fn position(event: &Event, tree: &Tree) -> Option<Point> {
    let own = event.facts.coordinates;
    own.or_else(|| {
        let place = tree.get(event.facts.place?)?;
        let around = tree.around(place.id);
        [place]
            .into_iter()
            .chain(around.into_iter().rev())
            .find_map(|place| place.facts.latitude.zip(place.facts.longitude))
    })
}

/// The same spot: ten metres or so.
fn same(one: Point, other: Point) -> bool {
    (one.0 - other.0).abs() < 1e-4 && (one.1 - other.1).abs() < 1e-4
}

/// `350 m` or `1,2 km`.
fn length(lang: Lang, metres: f64) -> String {
    let comma = if lang == Lang::Fr { "," } else { "." };
    let said = match metres {
        m if m < 950.0 => format!("{}\u{a0}m", (m / 10.0).round() * 10.0),
        m if m < 9_950.0 => format!("{:.1}\u{a0}km", m / 1000.0),
        m => format!("{:.0}\u{a0}km", m / 1000.0),
    };
    said.replace('.', comma)
}

fn journey(lang: Lang, here: Point, to: Point) -> Option<String> {
    let (metres, way) = map::journey(here, to);
    let way: Way = way?;
    let args = Args::from([
        ("far".into(), length(lang, metres).into()),
        ("way".into(), i18n::text(lang, &format!("events-map-way-{way}"), &Args::new()).into()),
    ]);
    Some(i18n::text(lang, "events-map-journey", &args))
}

fn shown(lang: Lang, drawing: &Drawing, spots: &[Spot]) -> View {
    let marks = drawing.marks.iter().filter_map(|mark| {
        let first = spots.get(*mark.points.first()?)?;
        let more = mark.points.len() - 1;
        let names: Vec<&str> = mark
            .points
            .iter()
            .filter_map(|n| spots.get(*n))
            .map(|spot| spot.name.as_str())
            .collect();
        let events: usize =
            mark.points.iter().filter_map(|n| spots.get(*n)).map(|spot| spot.events.len()).sum();
        let args = Args::from([
            ("place".into(), names.join(", ").into()),
            ("count".into(), events.into()),
        ]);
        Some(MarkView {
            x: whole(mark.x),
            y: whole(mark.y),
            label: if more == 0 { first.number.to_string() } else { format!("{}+", first.number) },
            leads: first.number,
            says: i18n::text(lang, "events-map-mark", &args),
        })
    });
    View {
        height: whole(drawing.height),
        marks: marks.collect(),
        here_x: whole(drawing.here.0),
        here_y: whole(drawing.here.1),
        scale_length: whole(drawing.scale.0),
        scale: length(lang, f64::from(drawing.scale.1)),
    }
}

fn whole(length: f64) -> i64 {
    length.round() as i64
}
