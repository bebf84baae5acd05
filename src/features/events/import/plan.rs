//! What a line wants an event to be. Pure.

use std::collections::BTreeMap;

use chrono_tz::Tz;

use super::{
    Around, Line, Present,
    clock::{self, Said},
};
use crate::{
    features::{
        events::{Access, Category, Draft, Facts, USUAL_LENGTH, When, moment},
        places::label_code,
    },
    kernel::{
        clock::Time,
        error::Message,
        i18n::{self, Lang},
        text::fold,
    },
    platform::tables,
};

/// Columns that are a text of the event.
const TEXTS: [&str; 13] = [
    "title",
    "description_fr",
    "description_en",
    "recap_fr",
    "recap_en",
    "price",
    "ticket_url",
    "street",
    "postal_code",
    "town",
    "country",
    "organisers",
    "performers",
];

/// The draft a line asks for. A column the file lacks, and one that says what it said last time, leaves the event as it is.
pub(super) fn draft(
    line: &Line,
    present: Option<&Present<'_>>,
    around: &Around,
) -> Result<Draft, Vec<Message>> {
    let mut reading = Reading {
        line,
        said: present.and_then(|present| present.said),
        around,
        problems: Vec::new(),
    };
    let mut draft = present.map_or_else(|| blank(around.zone), |present| present.draft.clone());
    for column in TEXTS {
        if let Some(cell) = reading.spoken(column) {
            let text = match column {
                "organisers" | "performers" => tables::parts(cell).join("\n"),
                _ => cell.to_owned(),
            };
            *text_mut(&mut draft.facts, column) = text;
        }
    }
    reading.words(&mut draft);
    reading.numbers(&mut draft.facts);
    reading.place(&mut draft.facts);
    reading.artworks(&mut draft);
    let times = ["start", "end", "doors", "time_zone"];
    if times.iter().any(|column| reading.spoken(column).is_some()) {
        let before = present.map(|present| &present.draft.facts.when);
        if let Some(when) = reading.when(before) {
            draft.facts.when = when;
        }
    }
    if reading.problems.is_empty() { Ok(draft) } else { Err(reading.problems) }
}

/// An event of which nothing is known, not even when.
fn blank(zone: Tz) -> Draft {
    let nothing = Time::from_micros(0);
    Draft::blank(When {
        starts: nothing,
        ends: nothing,
        doors: None,
        open_ended: true,
        all_day: false,
        zone,
    })
}

fn text_mut<'a>(facts: &'a mut Facts, column: &str) -> &'a mut String {
    let location = &mut facts.location;
    match column {
        "description_fr" => &mut facts.description_fr,
        "description_en" => &mut facts.description_en,
        "recap_fr" => &mut facts.recap_fr,
        "recap_en" => &mut facts.recap_en,
        "price" => &mut facts.price,
        "ticket_url" => &mut facts.ticket_url,
        "street" => &mut location.street,
        "postal_code" => &mut location.postal_code,
        "town" => &mut location.town,
        "country" => &mut location.country,
        "organisers" => &mut facts.organisers,
        "performers" => &mut facts.performers,
        _ => &mut facts.title,
    }
}

struct Reading<'a> {
    line: &'a Line,
    said: Option<&'a BTreeMap<String, String>>,
    around: &'a Around,
    problems: Vec<Message>,
}

impl<'a> Reading<'a> {
    /// What a column says that it did not say last time.
    fn spoken(&self, column: &str) -> Option<&'a str> {
        let cell = self.line.cell(column)?;
        let before = self.said.and_then(|said| said.get(column));
        (before.map(String::as_str) != Some(cell)).then_some(cell)
    }

    fn wrong(&mut self, column: &str, value: &str) {
        let why = Message::new("events-import-error-value");
        self.problems.push(why.with("column", column).with("value", value));
    }

    /// A cell that is one of a few words; empty cells leave things as they are.
    fn word<T: std::str::FromStr>(&mut self, column: &str) -> Option<T> {
        let cell = self.spoken(column).filter(|cell| !cell.is_empty())?;
        let read = cell.to_lowercase().parse().ok();
        if read.is_none() {
            self.wrong(column, cell);
        }
        read
    }

    fn words(&mut self, draft: &mut Draft) {
        if let Some(status) = self.word("status") {
            draft.status = status;
        }
        if let Some(audience) = self.word("audience") {
            draft.audience = audience;
        }
        if let Some(rsvp) = self.word("rsvp") {
            draft.facts.rsvp = rsvp;
        }
        if let Some(cell) = self.spoken("category").filter(|cell| !cell.is_empty()) {
            match category(cell) {
                Some(category) => draft.facts.category = category,
                None => self.wrong("category", cell),
            }
        }
        if let Some(cell) = self.spoken("access") {
            let read: Vec<Option<Access>> =
                tables::parts(cell).iter().map(|part| part.parse().ok()).collect();
            match read.into_iter().collect() {
                Some(access) => draft.facts.access = access,
                None => self.wrong("access", cell),
            }
        }
        if let Some(cell) = self.spoken("online_url") {
            cell.clone_into(&mut draft.facts.location.online_url);
        }
    }

    fn numbers(&mut self, facts: &mut Facts) {
        if let Some(cell) = self.spoken("capacity") {
            match (cell, cell.parse()) {
                ("", _) => facts.capacity = None,
                (_, Ok(seats)) => facts.capacity = Some(seats),
                (_, Err(_)) => self.wrong("capacity", cell),
            }
        }
        if let Some(cell) = self.spoken("party_max").filter(|cell| !cell.is_empty()) {
            match cell.parse() {
                Ok(people) => facts.party_max = people,
                Err(_) => self.wrong("party_max", cell),
            }
        }
        if self.spoken("latitude").is_some() || self.spoken("longitude").is_some() {
            let (north, east) = (self.line.get("latitude"), self.line.get("longitude"));
            let degrees = |text: &str| text.replace(',', ".").parse::<f64>().ok();
            facts.coordinates = degrees(&north).zip(degrees(&east));
            if facts.coordinates.is_none() && !(north.is_empty() && east.is_empty()) {
                self.wrong("latitude", &format!("{north}, {east}"));
            }
        }
    }

    /// A place of the venue, by the code of its label or by its name; else a place elsewhere.
    fn place(&mut self, facts: &mut Facts) {
        if let Some(code) = self.spoken("place") {
            match self.around.codes.get(&label_code(code)) {
                _ if code.is_empty() => facts.place = None,
                Some(place) => facts.place = Some(*place),
                None => {
                    let why = Message::new("artworks-import-error-place").with("code", code);
                    self.problems.push(why);
                }
            }
        }
        if let Some(name) = self.spoken("location_name") {
            let coded = self.line.cell("place").is_some_and(|code| !code.is_empty());
            let own = self.around.names.get(&fold(name)).filter(|_| !coded);
            match own {
                Some(place) => {
                    facts.place = Some(*place);
                    facts.location.name.clear();
                }
                None => {
                    if self.line.cell("place").is_none() {
                        facts.place = None;
                    }
                    name.clone_into(&mut facts.location.name);
                }
            }
        }
    }

    fn artworks(&mut self, draft: &mut Draft) {
        let Some(cell) = self.spoken("artworks") else { return };
        let mut about = Vec::new();
        for number in tables::parts(cell) {
            match self.around.works.get(&number) {
                Some(id) => about.push(*id),
                None => self.wrong("artworks", &number),
            }
        }
        draft.artworks = about;
    }

    /// When it takes place. Columns the file lacks move with the beginning.
    fn when(&mut self, before: Option<&When>) -> Option<When> {
        let zone = match self.line.cell("time_zone").filter(|name| !name.is_empty()) {
            None => before.map_or(self.around.zone, |when| when.zone),
            Some(name) => match name.parse() {
                Ok(zone) => zone,
                Err(_) => {
                    self.wrong("time_zone", name);
                    return None;
                }
            },
        };
        let start = self.line.get("start");
        let read = |column: &str| self.line.cell(column).filter(|cell| !cell.is_empty());
        let (end, doors) = (read("end"), read("doors"));
        let said = |cell: Option<&str>| cell.map(|cell| clock::read(cell, zone));
        let (ends, opens) = (said(end), said(doors));
        let when = match (clock::read(&start, zone), ends) {
            (Some(Said::Day(first)), None) => whole_days(first, first, zone),
            (Some(Said::Day(first)), Some(Some(Said::Day(last)))) => whole_days(first, last, zone),
            (Some(Said::At(starts)), None) => Some(match before {
                Some(before) if self.line.cell("end").is_none() && !before.all_day => When {
                    starts,
                    ends: starts.plus(before.ends.since(before.starts)),
                    zone,
                    ..*before
                },
                _ => {
                    let ends = starts.plus(USUAL_LENGTH);
                    When { starts, ends, doors: None, open_ended: true, all_day: false, zone }
                }
            }),
            (Some(Said::At(starts)), Some(Some(said))) => {
                let ends = match said {
                    Said::At(at) => Some(at),
                    Said::Hour(hour) => on_the_clock(starts, hour, zone, true),
                    Said::Day(_) => None,
                };
                ends.map(|ends| When {
                    starts,
                    ends,
                    doors: None,
                    open_ended: false,
                    all_day: false,
                    zone,
                })
            }
            (Some(Said::Hour(_)) | None, _) => {
                self.wrong("start", &start);
                return None;
            }
            (Some(_), Some(_)) => None,
        };
        let Some(mut when) = when else {
            self.wrong("end", end.unwrap_or_default());
            return None;
        };
        when.doors = match opens {
            _ if when.all_day => None,
            None if self.line.cell("doors").is_some() => None,
            None => before.and_then(|before| {
                let early = before.starts.since(before.doors?);
                Some(when.starts.minus(early))
            }),
            Some(Some(Said::At(at))) => Some(at),
            Some(Some(Said::Hour(hour))) => on_the_clock(when.starts, hour, zone, false),
            Some(_) => {
                self.wrong("doors", doors.unwrap_or_default());
                return None;
            }
        };
        Some(when)
    }
}

fn whole_days(first: chrono::NaiveDate, last: chrono::NaiveDate, zone: Tz) -> Option<When> {
    let midnight = |day: chrono::NaiveDate| moment(zone, day.and_time(chrono::NaiveTime::MIN));
    Some(When {
        starts: midnight(first)?,
        ends: midnight(last.succ_opt()?)?,
        doors: None,
        open_ended: false,
        all_day: true,
        zone,
    })
}

/// The moment the clock shows `hour` on the day something begins; the day after when `later` and that hour is over by then.
fn on_the_clock(starts: Time, hour: chrono::NaiveTime, zone: Tz, later: bool) -> Option<Time> {
    let local = starts.utc().with_timezone(&zone).naive_local();
    let day = if later && hour < local.time() { local.date().succ_opt()? } else { local.date() };
    moment(zone, day.and_time(hour))
}

/// The kind of event somebody means: our own word, the one of the network, or the one of either language.
pub(super) fn category(text: &str) -> Option<Category> {
    let wanted = fold(text);
    let named = |category: &Category, lang: Lang| {
        let key = format!("events-category-{category}");
        fold(&i18n::text(lang, &key, &i18n::Args::new())) == wanted
    };
    let means = |category: &&Category| {
        fold(category.as_str()) == wanted
            || fold(category.wire()) == wanted
            || Lang::ALL.iter().any(|lang| named(category, *lang))
    };
    Category::ALL.iter().find(means).copied()
}
