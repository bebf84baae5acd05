//! An event of ours, in the one shape that every calendar and every timeline of the fediverse reads.
//!
//! For the programme. What each member is for is told where it is written: Mastodon shows the name, the summary and the
//! link, GoToSocial the content with the summary as a warning, Mobilizon and Gancio everything else. Never has `null`,
//! never an `attachment` whose first item is not a picture (Gancio's own code reads it without looking).

use chrono::{DateTime, FixedOffset, SecondsFormat, Utc};
use serde_json::{Map, Value, json};

use super::{Attachment, Image, Place, Tag};
use crate::audience::Audience;
use crate::context::{Family, context};
use crate::iri::Iri;
use crate::lenient::write_time;

/// An event as we write it.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Its address.
    pub id: Iri,
    /// Its organiser: one actor, which also does what is done with it, or Mobilizon cannot match its answers.
    pub attributed_to: Iri,
    /// Whom it is addressed to.
    pub audience: Audience,
    /// When it was published.
    pub published: DateTime<Utc>,
    /// When it was last changed.
    pub updated: Option<DateTime<Utc>>,
    /// The title, 3 to 200 characters.
    pub name: String,
    /// One line of plain text: day, hour, zone, place.
    pub summary: String,
    /// HTML in each language, the venue's main language first.
    pub content: Vec<(String, String)>,
    /// The page for people.
    pub url: Iri,
    /// When it begins, on its own clock.
    pub starts: DateTime<FixedOffset>,
    /// When it ends, on its own clock.
    pub ends: DateTime<FixedOffset>,
    /// The name of its time zone (IANA).
    pub timezone: String,
    /// The end is a guess that should not be shown (FEP-8a8e `displayEndTime`).
    pub open_ended: bool,
    /// Where it takes place.
    pub location: Option<Place>,
    /// Its pictures; there must be one at least.
    pub pictures: Vec<Attachment>,
    /// Where it can be followed from afar, or more is said.
    pub links: Vec<(String, Iri)>,
    /// Hashtags.
    pub tags: Vec<Tag>,
    /// One word of Mobilizon's list.
    pub category: &'static str,
    /// Whether it takes place.
    pub status: EventStatus,
    /// The language it is announced in.
    pub language: String,
    /// It can be followed from afar only.
    pub online: bool,
    /// How people join.
    pub joining: Joining,
    /// How many may come.
    pub capacity: Option<u32>,
    /// How many come.
    pub attending: u32,
    /// Nobody more may come, whatever the numbers say.
    pub closed: bool,
    /// A stable UUID.
    pub uuid: String,
    /// The collection of its replies.
    pub replies: Iri,
    /// The thread it belongs to.
    pub context: Iri,
}

/// Whether an event takes place (RFC 5545 §3.8.1.11).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventStatus {
    /// It does.
    Confirmed,
    /// Its day is not known.
    Tentative,
    /// It does not.
    Cancelled,
}

/// How people join: the words of Mobilizon that fit; any other makes it refuse the event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Joining {
    /// With a `Join`, accepted while there is room.
    Free,
    /// At an address outside the fediverse.
    External(Iri),
}

impl EventStatus {
    fn as_str(self) -> &'static str {
        match self {
            Self::Confirmed => "CONFIRMED",
            Self::Tentative => "TENTATIVE",
            Self::Cancelled => "CANCELLED",
        }
    }
}

/// RFC 3339 with the offset of the event's own clock, which Mobilizon shows.
fn local(time: DateTime<FixedOffset>) -> Value {
    time.to_rfc3339_opts(SecondsFormat::Secs, false).into()
}

impl Event {
    /// The document with its `@context`.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut document = Map::new();
        document.insert("@context".into(), context(Family::Event));
        document.insert("id".into(), (&self.id).into());
        document.insert("type".into(), "Event".into());
        document.insert("attributedTo".into(), (&self.attributed_to).into());
        self.audience.write(&mut document);
        document.insert("url".into(), (&self.url).into());
        document.insert("published".into(), write_time(self.published).into());
        let updated = self.updated.unwrap_or(self.published).max(self.published);
        document.insert("updated".into(), write_time(updated).into());
        self.write_text(&mut document);
        self.write_time_and_place(&mut document);
        self.write_media(&mut document);
        self.write_joining(&mut document);
        document.insert("replies".into(), (&self.replies).into());
        document.insert("context".into(), (&self.context).into());
        document.insert("sensitive".into(), false.into());
        Value::Object(document)
    }

    fn write_text(&self, document: &mut Map<String, Value>) {
        document.insert("name".into(), self.name.as_str().into());
        document.insert("summary".into(), self.summary.as_str().into());
        let content = self.content.first().map(|(_, html)| html.as_str()).unwrap_or_default();
        document.insert("content".into(), content.into());
        document.insert("mediaType".into(), "text/html".into());
        let map: Map<String, Value> = self
            .content
            .iter()
            .map(|(language, html)| (language.clone(), html.as_str().into()))
            .collect();
        if map.len() > 1 {
            document.insert("contentMap".into(), Value::Object(map));
        }
        document.insert("inLanguage".into(), self.language.as_str().into());
        document.insert("tag".into(), self.tags.iter().map(Tag::to_json).collect());
        document.insert("category".into(), self.category.into());
        document.insert("uuid".into(), self.uuid.as_str().into());
        document.insert("draft".into(), false.into());
    }

    fn write_time_and_place(&self, document: &mut Map<String, Value>) {
        document.insert("startTime".into(), local(self.starts));
        document.insert("endTime".into(), local(self.ends.max(self.starts)));
        document.insert("displayEndTime".into(), (!self.open_ended).into());
        document.insert("timezone".into(), self.timezone.as_str().into());
        let status = self.status.as_str();
        document.insert("status".into(), status.into());
        document.insert("ical:status".into(), status.into());
        document.insert("isOnline".into(), self.online.into());
        if let Some(place) = &self.location {
            document.insert("location".into(), place.to_member());
        }
    }

    fn write_media(&self, document: &mut Map<String, Value>) {
        if let Some(first) = self.pictures.first() {
            let image = Image {
                url: first.url.clone(),
                media_type: first.media_type.clone(),
                name: first.name.clone(),
            };
            document.insert("image".into(), image.to_json());
        }
        let mut all: Vec<Value> = self.pictures.iter().map(Attachment::to_json).collect();
        for (name, href) in &self.links {
            all.push(Attachment::new("Link", href.clone(), "text/html", name).to_json());
        }
        document.insert("attachment".into(), Value::Array(all));
    }

    /// How people join. PieFed fails on any of these members that is missing, so each has a value.
    fn write_joining(&self, document: &mut Map<String, Value>) {
        let (mode, address) = match &self.joining {
            Joining::Free => ("free", &self.url),
            Joining::External(address) => ("external", address),
        };
        document.insert("joinMode".into(), mode.into());
        document.insert("externalParticipationUrl".into(), address.into());
        document.insert("anonymousParticipationEnabled".into(), false.into());
        document.insert("anonymousParticipation".into(), false.into());
        document.insert("participantCount".into(), self.attending.into());
        // Mobilizon reads zero as «as many as come».
        document.insert("maximumAttendeeCapacity".into(), self.capacity.unwrap_or(0).into());
        if let Some(capacity) = self.capacity {
            let left = if self.closed { 0 } else { capacity.saturating_sub(self.attending) };
            document.insert("remainingAttendeeCapacity".into(), left.into());
        }
        document.insert("commentsEnabled".into(), true.into());
        document.insert("repliesModerationOption".into(), "allow_all".into());
        let online = self.links.first().map(|(_, href)| href.as_str()).unwrap_or_default();
        document.insert("onlineLink".into(), json!(online));
        let tickets = match &self.joining {
            Joining::External(address) => address.as_str(),
            Joining::Free => "",
        };
        document.insert("buyTicketsLink".into(), tickets.into());
        document.insert("feeCurrency".into(), "EUR".into());
        document.insert("feeAmount".into(), 0.into());
    }
}
