//! An event as other servers read it: see [`parvis_federation::object::Event`] for what each of them does with it.

use chrono_tz::Tz;
use parvis_federation::{
    Audience, Iri, Visibility, WireError,
    object::{
        Attachment, Event as WireEvent, EventStatus, Joining, Place as WirePlace, PostalAddress,
    },
};
use serde_json::Value;

use super::model::{Event, Rsvp, Status};
use crate::{
    features::places::Place,
    kernel::{
        clock::Time,
        config::Config,
        error::{Error, Result},
        i18n::{self, Lang},
        text,
    },
    platform::{actors::Actor, media::pictures::Picture, objects::Object, web},
};

/// How many pictures ride in the document: Mastodon shows four.
const PICTURES: usize = 4;

/// Everything a document is made from.
pub(super) struct Described<'a> {
    /// For addresses.
    pub(super) config: &'a Config,
    /// The row with the address.
    pub(super) object: &'a Object,
    /// Who published it: the venue.
    pub(super) author: &'a Actor,
    /// What the programme says.
    pub(super) event: &'a Event,
    /// Its own pictures, or those that stand in for them.
    pub(super) pictures: &'a [Picture],
    /// The place of the venue it takes place in, and its address on the network.
    pub(super) place: Option<(&'a Place, &'a str)>,
    /// Where the venue is, for places that do not say.
    pub(super) venue_address: &'a str,
    /// How many people come.
    pub(super) attending: i64,
    /// The languages of the venue, the main one first.
    pub(super) languages: &'a [Lang],
}

impl Described<'_> {
    /// The document.
    pub(super) fn document(&self) -> Result<Value> {
        self.build().map(|event| event.to_json()).map_err(Error::internal)
    }

    fn main_language(&self) -> Lang {
        self.languages.first().copied().unwrap_or(Lang::Fr)
    }

    fn build(&self) -> Result<WireEvent, WireError> {
        let (event, facts) = (self.event, &self.event.facts);
        let id = Iri::parse(&self.object.iri)?;
        let followers = self.author.followers.as_deref().unwrap_or(&self.author.iri);
        let local = |time: Time| time.utc().with_timezone(&facts.when.zone).fixed_offset();
        let online = &facts.location.online_url;
        let counted = |n: i64| u32::try_from(n).unwrap_or(0);
        let main = self.main_language();
        let mut links = Vec::new();
        if !online.is_empty() {
            links.push(("Website".to_owned(), Iri::parse(online)?));
        }
        Ok(WireEvent {
            attributed_to: Iri::parse(&self.author.iri)?,
            audience: Audience::build(Visibility::Public, &Iri::parse(followers)?, &[]),
            published: self.object.published_at.utc(),
            updated: self.object.updated_at.map(Time::utc),
            name: facts.title.clone(),
            summary: summary(event, self.place.map(|(place, _)| place), main),
            content: self
                .languages
                .iter()
                .map(|lang| (lang.to_string(), self.content(*lang)))
                .collect(),
            url: Iri::parse(&self.object.url)?,
            starts: local(facts.when.starts),
            ends: local(facts.when.ends),
            timezone: facts.when.zone.name().to_owned(),
            open_ended: facts.when.open_ended,
            location: self.location()?,
            pictures: self.attachments()?,
            links,
            tags: Vec::new(),
            category: facts.category.wire(),
            status: match event.status {
                Status::Cancelled => EventStatus::Cancelled,
                Status::Postponed | Status::Draft => EventStatus::Tentative,
                Status::Announced | Status::Full => EventStatus::Confirmed,
            },
            language: main.to_string(),
            online: facts.place.is_none() && facts.location.name.is_empty() && !online.is_empty(),
            joining: match facts.rsvp {
                Rsvp::Open => Joining::Free,
                Rsvp::Elsewhere => Joining::External(Iri::parse(&facts.ticket_url)?),
                Rsvp::None => Joining::External(Iri::parse(&self.object.url)?),
            },
            capacity: facts.capacity.and_then(|seats| u32::try_from(seats).ok()),
            attending: counted(self.attending),
            closed: event.status == Status::Full,
            uuid: uuid(self.object),
            replies: Iri::parse(&format!("{id}/replies"))?,
            context: Iri::parse(&self.config.address(&format!("/contexts/{}", self.object.id)))?,
            id,
        })
    }

    fn location(&self) -> Result<Option<WirePlace>, WireError> {
        let (event, main) = (&self.event.facts, self.main_language());
        let (north, east) = event.coordinates.unzip();
        if let Some((place, iri)) = self.place {
            return Ok(Some(WirePlace {
                id: Some(Iri::parse(iri)?),
                name: place.name(main).to_owned(),
                address: Some(PostalAddress {
                    street: self.venue_address.replace('\n', ", "),
                    ..PostalAddress::default()
                }),
                latitude: north.or(place.facts.latitude),
                longitude: east.or(place.facts.longitude),
                url: None,
            }));
        }
        let location = &event.location;
        Ok((!location.name.is_empty()).then(|| WirePlace {
            id: None,
            name: location.name.clone(),
            address: Some(PostalAddress {
                street: location.street.clone(),
                postal_code: location.postal_code.clone(),
                locality: location.town.clone(),
                region: String::new(),
                country: location.country.clone(),
            }),
            latitude: north,
            longitude: east,
            url: None,
        }))
    }

    fn attachments(&self) -> Result<Vec<Attachment>, WireError> {
        let main = self.main_language();
        let side = |pixels: i32| u32::try_from(pixels).ok();
        if self.pictures.is_empty() {
            // Gancio takes the first attachment for a picture and gives up where there is none.
            let icon = Iri::parse(&self.config.address("/icone/512.png"))?;
            return Ok(vec![Attachment {
                width: Some(512),
                height: Some(512),
                ..Attachment::new("Document", icon, "image/png", &self.author.display_name())
            }]);
        }
        self.pictures
            .iter()
            .take(PICTURES)
            .map(|picture| {
                let url = Iri::parse(&self.config.address(&picture.media.path()))?;
                Ok(Attachment {
                    width: side(picture.media.width),
                    height: side(picture.media.height),
                    blurhash: Some(picture.media.blurhash.clone()),
                    ..Attachment::new("Document", url, &picture.media.mime, picture.alt(main))
                })
            })
            .collect()
    }

    /// The text, with what Mobilizon and Gancio have no member for.
    fn content(&self, lang: Lang) -> String {
        let facts = &self.event.facts;
        let say = |key: &str| i18n::text(lang, key, &i18n::Args::new());
        let (recap, _) = facts.recap(lang);
        let (description, _) = facts.description(lang);
        let mut html = text::markdown_to_html(recap).trim().to_owned();
        html.push_str(text::markdown_to_html(description).trim());
        let access: Vec<String> =
            facts.access.iter().map(|access| say(&format!("events-access-{access}"))).collect();
        let names = |text: &str| super::model::Facts::lines(text).collect::<Vec<_>>().join(", ");
        let lines = [
            ("events-performers", names(&facts.performers)),
            ("events-organisers", names(&facts.organisers)),
            ("events-price", facts.price.clone()),
            ("events-access", access.join(", ")),
        ];
        for (key, said) in lines.iter().filter(|(_, said)| !said.is_empty()) {
            html.push_str(&format!(
                "<p><strong>{}</strong> {}</p>",
                text::escape(&say(key)),
                text::escape(said)
            ));
        }
        html.push_str(&format!(
            "<p><a href=\"{}\" rel=\"nofollow noopener\">{}</a></p>",
            text::escape(&self.object.url),
            text::escape(&say("events-read-on")),
        ));
        html
    }
}

/// One line of plain text: «ANNULÉ — samedi 12 décembre 2026 à 20 h (Europe/Paris) · Grande salle».
fn summary(event: &Event, place: Option<&Place>, lang: Lang) -> String {
    let facts = &event.facts;
    let say = |key: &str| i18n::text(lang, key, &i18n::Args::new());
    let prefix = match event.status {
        Status::Cancelled => Some("events-summary-cancelled"),
        Status::Postponed => Some("events-summary-postponed"),
        Status::Full => Some("events-summary-full"),
        Status::Draft | Status::Announced => None,
    };
    let zone: Tz = facts.when.zone;
    let when = web::period(lang, &facts.when.period());
    let mut line = match prefix {
        Some(key) => format!("{} — {when}", say(key)),
        None => when,
    };
    if !facts.when.all_day {
        line.push_str(&format!(" ({})", zone.name()));
    }
    let at = match place {
        Some(place) => place.name(lang),
        None => &facts.location.name,
    };
    for more in [at, facts.location.town.as_str(), facts.price.as_str()] {
        if !more.is_empty() {
            line.push_str(&format!(" · {more}"));
        }
    }
    line
}

/// A UUID that follows from the address, as Mobilizon wants one (RFC 9562, version 8).
fn uuid(object: &Object) -> String {
    let hash = crate::kernel::entropy::sha256_hex(object.iri.as_bytes());
    let part = |from: usize, to: usize| hash.get(from..to).unwrap_or_default();
    format!("{}-{}-8{}-8{}-{}", part(0, 8), part(8, 12), part(13, 16), part(17, 20), part(20, 32))
}
