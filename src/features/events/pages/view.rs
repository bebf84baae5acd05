//! Events as pages show them.

use serde::Serialize;

use crate::{
    features::{
        events::{self, Event, Stage},
        places::Tree,
    },
    kernel::{clock::Time, db::Conn, error::Result, i18n::Lang, id::Id},
    platform::{media::pictures::PictureView, web},
};

/// An event in a list.
#[derive(Clone, Debug, Serialize)]
pub(super) struct EventCard {
    pub(super) title: String,
    pub(super) url: String,
    /// As it is read.
    pub(super) when: String,
    pub(super) starts: Time,
    /// Day of the month and the month, for the block beside the title.
    pub(super) day: u32,
    pub(super) place: Option<String>,
    pub(super) category: &'static str,
    pub(super) access: Vec<&'static str>,
    pub(super) price: Option<String>,
    pub(super) stage: Stage,
    pub(super) members_only: bool,
    pub(super) regulars: bool,
    pub(super) picture: Option<PictureView>,
}

/// Where an event takes place, in a few words.
pub(super) fn place_name(event: &Event, tree: &Tree, lang: Lang) -> Option<String> {
    let own = event.facts.place.and_then(|id| tree.get(id)).map(|place| place.name(lang));
    let named = own.unwrap_or(&event.facts.location.name);
    (!named.is_empty()).then(|| named.to_owned())
}

/// The address of where an event takes place, in one line; `venue` is that of the venue.
pub(super) fn address(event: &Event, venue: &str) -> String {
    if event.facts.place.is_some() {
        return venue.replace('\n', ", ");
    }
    let location = &event.facts.location;
    let town = format!("{} {}", location.postal_code, location.town);
    let parts = [location.street.as_str(), town.trim(), &location.country];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// A spot on a map of everybody's.
pub(super) fn map_url((north, east): (f64, f64)) -> String {
    format!("https://www.openstreetmap.org/?mlat={north}&mlon={east}#map=18/{north}/{east}")
}

/// These events as cards, in their order.
pub(super) fn cards(
    conn: &mut Conn,
    lang: Lang,
    now: Time,
    tree: &Tree,
    found: &[Event],
) -> Result<Vec<EventCard>> {
    use chrono::Datelike as _;
    let ids: Vec<Id> = found.iter().map(|event| event.id).collect();
    let shown = events::shown_with(conn, &ids)?;
    let visible = crate::platform::objects::find_all(conn, &ids)?;
    Ok(found
        .iter()
        .map(|event| {
            let picture = shown.get(&event.id).and_then(|all| all.first());
            let facts = &event.facts;
            let audience = visible.get(&event.id).map(|object| object.visibility);
            EventCard {
                title: facts.title.clone(),
                url: event.path(),
                when: web::period(lang, &facts.when.period()),
                starts: facts.when.starts,
                day: facts.when.starts_local().day(),
                place: place_name(event, tree, lang),
                category: facts.category.as_str(),
                access: facts.access.iter().map(|access| access.as_str()).collect(),
                price: (!facts.price.is_empty()).then(|| facts.price.clone()),
                stage: event.stage(now),
                regulars: event.regulars,
                members_only: audience == Some(crate::platform::objects::Visibility::Members),
                picture: picture.map(|picture| picture.view(lang)),
            }
        })
        .collect())
}
