//! An event as others announce it: Mobilizon, Gancio, Event Bridge, Friendica, Hubzilla, PieFed, another Parvis.
//!
//! For venues that show what takes place around them. Takes every shape there is; never cleans HTML, never says whether it
//! may be shown, never believes an organiser of another server.

use chrono::{DateTime, NaiveDateTime, Utc};
use serde_json::Value;

use super::{Attachment, EventStatus, Place, attachment::MANY};
use crate::audience::Audience;
use crate::error::WireError;
use crate::iri::Iri;
use crate::lenient;

/// An event of another server, read leniently.
#[derive(Debug, Clone, PartialEq)]
pub struct ForeignEvent {
    /// Its address.
    pub id: Iri,
    /// Whose it is: the group, the instance or the person that announces it.
    pub organiser: Iri,
    /// Who did it for them, where the document tells one from the other (Mobilizon).
    pub actor: Option<Iri>,
    /// Its title.
    pub name: String,
    /// HTML, from `content` or the first entry of `contentMap`.
    pub content: String,
    /// The language it is announced in.
    pub language: Option<String>,
    /// When it begins.
    pub starts: Moment,
    /// When it ends; none where nobody says, or says that it should not be shown.
    pub ends: Option<Moment>,
    /// The name of its time zone (IANA), as it came.
    pub timezone: Option<String>,
    /// Where it takes place.
    pub place: Option<Place>,
    /// Where it can be followed from afar.
    pub online: Option<Iri>,
    /// Whether it takes place.
    pub status: EventStatus,
    /// Its pictures, the one to show first.
    pub pictures: Vec<Attachment>,
    /// The page for people, if it is of the event's own server.
    pub url: Option<Iri>,
    /// When it was published.
    pub published: Option<DateTime<Utc>>,
    /// When it was last changed.
    pub updated: Option<DateTime<Utc>>,
    /// Whom it is addressed to.
    pub audience: Audience,
    /// It is still being prepared.
    pub draft: bool,
}

/// A moment as a document says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// With an offset: the same everywhere.
    At(DateTime<Utc>),
    /// Without one: what the clocks of the event's own zone show.
    Local(NaiveDateTime),
}

impl Moment {
    fn parse(value: &Value) -> Option<Self> {
        let text = lenient::string(value)?;
        let local = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M"];
        let local =
            local.iter().find_map(|format| NaiveDateTime::parse_from_str(text.trim(), format).ok());
        match local {
            Some(local) => Some(Self::Local(local)),
            None => lenient::time(value).map(Self::At),
        }
    }
}

impl ForeignEvent {
    /// Tells whether a document says that it is an event.
    #[must_use]
    pub fn is_one(document: &Value) -> bool {
        let kinds = document.get("type").map(lenient::strings).unwrap_or_default();
        kinds.iter().any(|kind| kind == "Event")
    }

    /// Reads an event. Fails without a usable `id`, organiser, title or beginning, and when the organiser is of another
    /// server than the event.
    pub fn parse(document: &Value) -> Result<Self, WireError> {
        if !Self::is_one(document) {
            return Err(WireError::Malformed("not an event"));
        }
        let id =
            lenient::text(document, "id").ok_or(WireError::Malformed("an event without an id"))?;
        let id = Iri::parse(&id)?;
        let actor = lenient::iri(document, "actor");
        let organiser = lenient::iri(document, "attributedTo")
            .or_else(|| actor.clone())
            .ok_or(WireError::Malformed("an event without an organiser"))?;
        let foreign = |who: &Iri| !who.same_origin(&id);
        if foreign(&organiser) || actor.as_ref().is_some_and(foreign) {
            return Err(WireError::WrongOrigin("the event is not of its organiser's server"));
        }
        let moment = |member: &str| document.get(member).and_then(Moment::parse);
        let starts =
            moment("startTime").ok_or(WireError::Malformed("an event without a beginning"))?;
        let shows_end = document.get("displayEndTime").and_then(lenient::bool) != Some(false);
        let time = |member: &str| document.get(member).and_then(lenient::time);
        let name = title(document).ok_or(WireError::Malformed("an event without a title"))?;
        let (place, online) = locations(document);
        Ok(Self {
            organiser,
            actor,
            name,
            content: said(document, "content", "contentMap").unwrap_or_default(),
            language: lenient::text(document, "inLanguage").or_else(|| language(document)),
            starts,
            ends: moment("endTime").filter(|_| shows_end),
            timezone: lenient::text(document, "timezone"),
            place,
            online: online.or_else(|| online_link(document)),
            status: status(document),
            pictures: pictures(document),
            url: lenient::page(document, &id),
            published: time("published"),
            updated: time("updated"),
            audience: Audience::parse(document),
            draft: document.get("draft").and_then(lenient::bool).unwrap_or_default(),
            id,
        })
    }
}

/// The title; Friendica may give a summary alone.
fn title(document: &Value) -> Option<String> {
    said(document, "name", "nameMap")
        .or_else(|| said(document, "summary", "summaryMap"))
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
}

fn said(document: &Value, member: &str, map: &str) -> Option<String> {
    lenient::text(document, member).or_else(|| {
        let texts = document.get(map).map(lenient::language_map).unwrap_or_default();
        texts.into_iter().next().map(|(_, text)| text)
    })
}

fn language(document: &Value) -> Option<String> {
    let texts = document.get("contentMap").map(lenient::language_map).unwrap_or_default();
    texts.into_iter().next().map(|(language, _)| language)
}

/// The first place of `location` and the first address to follow it at: one object, a bare string, or a list of both kinds.
fn locations(document: &Value) -> (Option<Place>, Option<Iri>) {
    let all = document.get("location").map(lenient::items).unwrap_or_default();
    let mut place = None;
    let mut online = None;
    for one in all {
        if lenient::kind(one).as_deref() == Some("VirtualLocation") {
            online = online.or_else(|| {
                let named = lenient::text(one, "name").and_then(|name| Iri::parse(&name).ok());
                lenient::iri(one, "url").or(named)
            });
        } else if place.is_none() {
            place = Place::parse(one).ok().or_else(|| hubzilla_place(one));
        }
    }
    (place, online)
}

/// Hubzilla has what a place is called in `content`.
fn hubzilla_place(place: &Value) -> Option<Place> {
    let name = lenient::text(place, "content")?;
    Place::parse(&Value::String(name)).ok()
}

/// The address of an event that is online only, as Mobilizon and PieFed say it.
fn online_link(document: &Value) -> Option<Iri> {
    if let Some(link) = lenient::iri(document, "onlineLink") {
        return Some(link);
    }
    if document.get("isOnline").and_then(lenient::bool) != Some(true) {
        return None;
    }
    let all = Attachment::parse_all(document);
    all.into_iter().find(|one| one.kind == "Link").map(|link| link.url)
}

fn status(document: &Value) -> EventStatus {
    let said: Vec<String> = ["status", "ical:status", "eventStatus"]
        .iter()
        .filter_map(|member| lenient::text(document, member))
        .map(|word| word.to_ascii_uppercase())
        .collect();
    let any = |part: &str| said.iter().any(|word| word.contains(part));
    if any("CANCEL") {
        EventStatus::Cancelled
    } else if any("TENTATIVE") || any("POSTPONED") {
        EventStatus::Tentative
    } else {
        EventStatus::Confirmed
    }
}

/// What it is shown with: `image`, else the attached pictures, Mobilizon's banner before others.
fn pictures(document: &Value) -> Vec<Attachment> {
    let own = document.get("image").map(lenient::items).unwrap_or_default();
    let mut all: Vec<Attachment> = own.into_iter().filter_map(Attachment::parse).collect();
    for one in &mut all {
        // Whatever it is said to be, this is its picture.
        one.media_type.get_or_insert_with(|| "image/*".to_owned());
    }
    let mut attached = Attachment::parse_all(document);
    attached.retain(Attachment::is_image);
    attached.sort_by_key(|one| one.name.as_deref() != Some("Banner"));
    for one in attached {
        if !all.iter().any(|known| known.url == one.url) {
            all.push(one);
        }
    }
    all.retain(Attachment::is_image);
    all.truncate(MANY);
    all
}
