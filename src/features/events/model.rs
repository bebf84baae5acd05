//! What an event is and what the programme must say of it. Pure; when it takes place is in [`super::when`].

use serde::{Deserialize, Serialize};

use super::when::When;
use crate::{
    features::places::written_in,
    kernel::{clock::Time, error::FieldErrors, i18n::Lang, id::Id},
    platform::{media::pictures::NewPicture, objects::Visibility},
    text_enum,
};

text_enum! {
    /// Where an event stands, as staff decided. That it is over follows from the time: see [`Stage`].
    Status {
        /// Being prepared, or proposed by a member: only staff and whoever proposed it see it.
        Draft = "draft",
        /// In the programme.
        Announced = "announced",
        /// In the programme, with no room left.
        Full = "full",
        /// It will not take place.
        Cancelled = "cancelled",
        /// It will take place on another day, not known yet.
        Postponed = "postponed",
    }
}

text_enum! {
    /// What a visitor is told of where an event stands.
    Stage {
        /// Not in the programme yet.
        Draft = "draft",
        /// To come.
        Announced = "announced",
        /// Has begun and is not over.
        Now = "now",
        /// To come, with no room left.
        Full = "full",
        /// Will not take place.
        Cancelled = "cancelled",
        /// Takes place on another day, not known yet.
        Postponed = "postponed",
        /// Over.
        Past = "past",
    }
}

text_enum! {
    /// What kind of event it is.
    Category {
        /// An opening, a visit of an exhibition.
        Exhibition = "exhibition",
        /// A play.
        Theatre = "theatre",
        /// Dance, circus, performance.
        Performance = "performance",
        /// A concert.
        Music = "music",
        /// A film.
        Film = "film",
        /// A talk, a debate, a lecture.
        Talk = "talk",
        /// A guided visit.
        Tour = "tour",
        /// A workshop.
        Workshop = "workshop",
        /// A reading, a book club.
        Reading = "reading",
        /// For children and those who come with them.
        Family = "family",
        /// A party.
        Party = "party",
        /// People who meet.
        Meeting = "meeting",
    }
}

impl Category {
    /// The word Mobilizon and those who read its events have for it.
    pub fn wire(self) -> &'static str {
        match self {
            Self::Exhibition => "ARTS",
            Self::Theatre => "THEATRE",
            Self::Performance => "PERFORMING_VISUAL_ARTS",
            Self::Music => "MUSIC",
            Self::Film => "FILM_MEDIA",
            Self::Talk => "LEARNING",
            Self::Tour => "LANGUAGE_CULTURE",
            Self::Workshop => "CRAFTS",
            Self::Reading => "BOOK_CLUBS",
            Self::Family => "FAMILY_EDUCATION",
            Self::Party => "PARTY",
            Self::Meeting => "MEETING",
        }
    }
}

text_enum! {
    /// Something that makes an event easier to come to.
    Access {
        /// No step on the way.
        StepFree = "step-free",
        /// A hearing loop.
        HearingLoop = "hearing-loop",
        /// Interpreted in sign language.
        SignLanguage = "sign-language",
        /// Captions or surtitles.
        Captions = "captions",
        /// Audio description.
        AudioDescription = "audio-description",
        /// Lights and sounds are softened, people may move and speak.
        Relaxed = "relaxed",
        /// Told in plain words.
        EasyToRead = "easy-to-read",
        /// A quiet room is near.
        QuietRoom = "quiet-room",
    }
}

text_enum! {
    /// Who answers where.
    Rsvp {
        /// Nobody is asked.
        None = "none",
        /// People answer here, or from their own server.
        Open = "open",
        /// People book elsewhere, at the address of the tickets.
        Elsewhere = "elsewhere",
    }
}

text_enum! {
    /// For whom an event is.
    Audience {
        /// Everybody, and announced to the network.
        Public = "public",
        /// People with an account here.
        Members = "members",
        /// People with an account here who have come to [`REGULAR_FROM`] events at least.
        Regulars = "regulars",
    }
}

/// How many events somebody has come to who counts as a regular: the team saw them at the door of each.
pub const REGULAR_FROM: i64 = 3;

impl Audience {
    /// The same as objects say it.
    pub fn visibility(self) -> Visibility {
        match self {
            Self::Public => Visibility::Public,
            // Members read of it, and may see what they would be welcome to after a few more evenings.
            Self::Members | Self::Regulars => Visibility::Members,
        }
    }

    /// Read from the object of an event and from whether it is for regulars.
    pub fn of(visibility: Visibility, regulars: bool) -> Self {
        match visibility {
            Visibility::Members if regulars => Self::Regulars,
            Visibility::Members => Self::Members,
            _ => Self::Public,
        }
    }
}

/// Where an event takes place when it is not a place of the venue, and where it can be followed from afar.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Location {
    /// What the place is called.
    pub name: String,
    /// Street and number.
    pub street: String,
    /// Postal code.
    pub postal_code: String,
    /// Town.
    pub town: String,
    /// Country.
    pub country: String,
    /// Where it can be followed from afar.
    pub online_url: String,
}

/// What the programme says of an event.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// The title.
    pub title: String,
    /// A few paragraphs in French, in Markdown.
    pub description_fr: String,
    /// The same in English.
    pub description_en: String,
    /// What remains of it afterwards, in French, in Markdown.
    pub recap_fr: String,
    /// The same in English.
    pub recap_en: String,
    /// What kind of event it is.
    pub category: Category,
    /// What makes it easier to come to.
    pub access: Vec<Access>,
    /// When it takes place.
    pub when: When,
    /// The place of the venue it takes place in.
    pub place: Option<Id>,
    /// Where else it takes place.
    pub location: Location,
    /// Degrees north and east.
    pub coordinates: Option<(f64, f64)>,
    /// What it costs, as text.
    pub price: String,
    /// Where tickets are.
    pub ticket_url: String,
    /// Who answers where.
    pub rsvp: Rsvp,
    /// How many people may come; none when nobody counts.
    pub capacity: Option<i32>,
    /// For how many people one answer may speak.
    pub party_max: i32,
    /// Who organises it, one a line.
    pub organisers: String,
    /// Who plays, speaks, leads, one a line.
    pub performers: String,
}

/// An event of the programme.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The key, shared with its object.
    pub id: Id,
    /// The last part of its address; never changes.
    pub slug: String,
    /// How often calendars were told of a change (RFC 5545 §3.8.7.4).
    pub sequence: i32,
    /// Where it stands.
    pub status: Status,
    /// What the programme says.
    pub facts: Facts,
    /// What it is one of, when it repeats.
    pub series: Option<Id>,
    /// The member who proposed it.
    pub proposed_by: Option<Id>,
    /// It is for those who have come often enough.
    pub regulars: bool,
}

/// An event as somebody wants it to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// Where it stands.
    pub status: Status,
    /// For whom it is.
    pub audience: Audience,
    /// What the programme says.
    pub facts: Facts,
    /// The artworks it is about, in order.
    pub artworks: Vec<Id>,
    /// Its pictures, in order.
    pub pictures: Vec<NewPicture>,
}

impl Draft {
    /// An announced meeting for everybody, of which nothing is known but when; nobody answers it.
    pub fn blank(when: When) -> Self {
        Self {
            status: Status::Announced,
            audience: Audience::Public,
            facts: Facts {
                title: String::new(),
                description_fr: String::new(),
                description_en: String::new(),
                recap_fr: String::new(),
                recap_en: String::new(),
                category: Category::Meeting,
                access: Vec::new(),
                when,
                place: None,
                location: Location::default(),
                coordinates: None,
                price: String::new(),
                ticket_url: String::new(),
                rsvp: Rsvp::None,
                capacity: None,
                party_max: 10,
                organisers: String::new(),
                performers: String::new(),
            },
            artworks: Vec::new(),
            pictures: Vec::new(),
        }
    }
}

impl Event {
    /// The path of its page.
    pub fn path(&self) -> String {
        format!("/agenda/{}", self.slug)
    }

    /// What a visitor is told of where it stands at a moment.
    pub fn stage(&self, now: Time) -> Stage {
        match self.status {
            Status::Draft => Stage::Draft,
            Status::Cancelled => Stage::Cancelled,
            Status::Postponed => Stage::Postponed,
            _ if self.facts.when.ends <= now => Stage::Past,
            _ if self.facts.when.starts <= now => Stage::Now,
            Status::Full => Stage::Full,
            Status::Announced => Stage::Announced,
        }
    }

    /// May people still answer at a moment? Not for what is over, called off, not announced, or booked elsewhere.
    pub fn takes_answers(&self, now: Time) -> bool {
        self.facts.rsvp == Rsvp::Open
            && matches!(self.status, Status::Announced | Status::Full)
            && self.facts.when.ends > now
    }
}

impl Facts {
    /// The description and the language it is in.
    pub fn description(&self, lang: Lang) -> (&str, Lang) {
        written_in(lang, &self.description_fr, &self.description_en)
    }

    /// What remains of it and the language that is in.
    pub fn recap(&self, lang: Lang) -> (&str, Lang) {
        written_in(lang, &self.recap_fr, &self.recap_en)
    }

    /// The names on the lines of a text.
    pub fn lines(text: &str) -> impl Iterator<Item = &str> {
        text.lines().map(str::trim).filter(|line| !line.is_empty())
    }

    fn texts(&self) -> [(&'static str, &str, usize); 11] {
        [
            ("title", &self.title, 200),
            ("description_fr", &self.description_fr, 8000),
            ("description_en", &self.description_en, 8000),
            ("recap_fr", &self.recap_fr, 8000),
            ("recap_en", &self.recap_en, 8000),
            ("price", &self.price, 120),
            ("organisers", &self.organisers, 1000),
            ("performers", &self.performers, 2000),
            ("place_name", &self.location.name, 200),
            ("street", &self.location.street, 200),
            ("town", &self.location.town, 120),
        ]
    }
}

/// The longest an event may last: exhibitions last months, mistyped years do not.
const LONGEST: std::time::Duration = std::time::Duration::from_secs(2 * 366 * 86_400);

/// The most pictures of one event.
const MOST_PICTURES: usize = 12;

/// The longest description of a picture; peers cut what is longer.
const LONGEST_ALT: usize = 1500;

/// The most people one answer may speak for.
pub const LARGEST_PARTY: i32 = 50;

/// What is wrong with an event as somebody wrote it. Pictures are named `picture_1`, `picture_2`…
pub fn check(draft: &Draft) -> FieldErrors {
    let mut errors = FieldErrors::default();
    let facts = &draft.facts;
    // Mobilizon takes no shorter title.
    if facts.title.chars().count() < 3 {
        errors.add("title", "events-error-title");
    }
    for (field, text, longest) in facts.texts() {
        if text.chars().count() > longest {
            errors.add(field, "events-error-long");
        }
    }
    check_time(&facts.when, &mut errors);
    for (field, address) in
        [("ticket_url", &facts.ticket_url), ("online_url", &facts.location.online_url)]
    {
        if !address.is_empty() && !is_web_address(address) {
            errors.add(field, "events-error-address");
        }
    }
    if facts.rsvp == Rsvp::Elsewhere && facts.ticket_url.is_empty() {
        errors.add("ticket_url", "events-error-ticket");
    }
    if facts.capacity.is_some_and(|seats| !(1..=1_000_000).contains(&seats)) {
        errors.add("capacity", "events-error-capacity");
    }
    if !(1..=LARGEST_PARTY).contains(&facts.party_max) {
        errors.add("party_max", "events-error-party");
    }
    if let Some((north, east)) = facts.coordinates
        && !(north.abs() <= 90.0 && east.abs() <= 180.0)
    {
        errors.add("latitude", "events-error-coordinates");
    }
    if draft.pictures.len() > MOST_PICTURES {
        errors.add("pictures", "events-error-pictures");
    }
    for (picture, n) in draft.pictures.iter().zip(1..) {
        let alts = [&picture.alt_fr, &picture.alt_en];
        if alts.iter().all(|alt| alt.trim().is_empty()) {
            errors.add(&format!("picture_{n}"), "artworks-error-alt");
        }
        if alts.iter().any(|alt| alt.chars().count() > LONGEST_ALT) {
            errors.add(&format!("picture_{n}"), "artworks-error-alt-long");
        }
    }
    errors
}

fn check_time(when: &When, errors: &mut FieldErrors) {
    if when.ends < when.starts {
        errors.add("end", "events-error-end");
    } else if when.ends.since(when.starts) > LONGEST {
        errors.add("end", "events-error-too-long");
    }
    if when.doors.is_some_and(|doors| doors > when.starts) {
        errors.add("doors", "events-error-doors");
    }
}

fn is_web_address(text: &str) -> bool {
    url::Url::parse(text)
        .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

/// What changed, as far as people who were told of an event want to know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Anything at all.
    pub any: bool,
    /// When, where, or whether it takes place: calendars count these.
    pub of_note: bool,
    /// It was called off.
    pub cancelled: bool,
}

/// What differs between an event and what it is to become.
pub fn changes(before: &Draft, after: &Draft) -> Changes {
    let off = |status| matches!(status, Status::Cancelled | Status::Postponed);
    let of_note = before.facts.when != after.facts.when
        || before.facts.place != after.facts.place
        || before.facts.location != after.facts.location
        || off(before.status) != off(after.status)
        || (off(after.status) && before.status != after.status);
    Changes {
        any: of_note || before != after,
        of_note,
        cancelled: before.status != Status::Cancelled && after.status == Status::Cancelled,
    }
}
