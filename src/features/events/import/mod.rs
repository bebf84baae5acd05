//! The programme from elsewhere: a calendar file (RFC 5545) or a table, compared with what is there, and taken in.
//!
//! For the page and the command line. The UID says which event a line is about, so the same file twice changes nothing.
//! What the file said last time is remembered: a field is changed when the *file* changed it, so that what the team wrote
//! here stays. A line that cannot be taken is told and never stops the others; what vanished from a file is told and never
//! withdrawn. In reading order: `columns` (a table), `ics` (a calendar becomes lines of the same kind), `clock` (days and
//! hours in cells), `plan` (a line becomes a draft), `pictures`, this file, `pending` (files that wait for a yes), `store`.

mod clock;
mod columns;
mod ics;
mod pending;
mod pictures;
mod plan;
mod store;

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

pub use columns::{COLUMNS, EXAMPLE, export};
pub use pending::{Pending, apply, check, find, keep, tidy};
pub(super) use pictures::JOB as PICTURES;

use self::{
    pictures::Named,
    store::{Key, Source},
};
use super::{
    actions,
    model::{Draft, Status},
    store as rows,
};
pub use crate::platform::tables::{Change, Line, Mode, Outcome, Tally};
use crate::{
    features::{artworks, places},
    kernel::{
        clock::Time,
        db::Conn,
        error::{Error, Message, Result},
        i18n::Lang,
        id::Id,
        text::{fold, shorten},
    },
    platform::{
        app::{App, Tx},
        media::pictures::{self as hung, Picture},
        objects, tables, web,
    },
};

/// How many lines one transaction takes in: visitors' taps are written in between.
const BATCH: usize = 50;

/// The most events one file may hold.
const MOST: usize = 2_000;

/// The longest text of a difference that is shown.
const SHOWN: usize = 160;

/// The longest UID that is kept, in bytes.
const LONGEST_UID: usize = 400;

/// What a file holds.
#[derive(Clone, Debug)]
pub struct Read {
    /// What the calendar calls itself; empty for tables.
    pub name: String,
    /// One for each event.
    pub lines: Vec<Line>,
}

/// How a file is to be taken in.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Options {
    /// Where it comes from: what vanished is looked for among what came from there before.
    pub source: String,
    /// What is new waits as a draft.
    pub as_drafts: bool,
}

/// A line and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineReport {
    /// The line of the table, or the number of the event in the calendar.
    pub line: u64,
    /// What identifies the event.
    pub uid: String,
    /// The title.
    pub title: String,
    /// When it begins, as the file says it.
    pub starts: String,
    /// What became of it.
    pub outcome: Outcome,
}

/// An event that came from a source which no longer has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vanished {
    /// Which.
    pub event: Id,
    /// The title.
    pub title: String,
    /// When it takes place, as it is read.
    pub when: String,
}

/// What became of a whole file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Each line, in order.
    pub lines: Vec<LineReport>,
    /// What came from the same source before and is to come, but is not in the file any more.
    pub vanished: Vec<Vanished>,
}

impl Report {
    /// How many lines ended in each way.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        self.lines.iter().for_each(|line| tally.add(&line.outcome));
        tally
    }
}

/// Reads a calendar or a table; which of both is seen from its first line. What makes the whole file unusable is an error.
pub fn read(app: &App, bytes: &[u8]) -> Result<Read, Message> {
    let venue = app.venue();
    read_at(bytes, venue.time_zone, venue.main_language(), app.now())
}

/// The same for a venue in this zone, which speaks this language, at this moment.
pub fn read_at(bytes: &[u8], zone: Tz, lang: Lang, now: Time) -> Result<Read, Message> {
    let text = tables::text(bytes)?;
    let read = if text.trim_start().get(..15).is_some_and(is_calendar) {
        ics::read(text, zone, lang, now)?
    } else {
        columns::read(bytes)?
    };
    if read.lines.is_empty() {
        return Err(Message::new("import-error-empty"));
    }
    if read.lines.len() > MOST {
        return Err(tables::too_long(MOST));
    }
    Ok(read)
}

fn is_calendar(begins: &str) -> bool {
    begins.eq_ignore_ascii_case("BEGIN:VCALENDAR")
}

/// Takes in lines, or rehearses it. A failure of our own (the database is away) ends it; running it again is safe.
pub async fn run(app: &App, lines: &[Line], options: &Options, mode: Mode) -> Result<Report> {
    let mut report = Report::default();
    for batch in lines.chunks(BATCH) {
        let (batch, options) = (batch.to_vec(), options.clone());
        let lines = match mode {
            Mode::Rehearse => {
                let inner = app.clone();
                app.read(move |conn| rehearse(&inner, conn, &batch, &options)).await?
            }
            Mode::Apply => app.write(move |tx| take_in(tx, &batch, &options)).await?,
        };
        report.lines.extend(lines);
    }
    let known: HashSet<Key> = lines.iter().map(key).collect();
    let (source, now, lang) = (options.source.clone(), app.now(), app.venue().main_language());
    report.vanished = app.read(move |conn| vanished(conn, &source, &known, now, lang)).await?;
    Ok(report)
}

/// What identifies the event of a line: its UID and, when it repeats, which of its dates.
fn key(line: &Line) -> Key {
    (line.get("uid"), line.get("occurrence"))
}

/// What lines are compared with.
struct Around {
    sources: HashMap<Key, Source>,
    drafts: HashMap<Id, Option<Draft>>,
    hanging: HashMap<Id, Vec<Picture>>,
    app: App,
    /// The place of each label code.
    codes: HashMap<String, Id>,
    /// The place of each name, without case or accents.
    names: HashMap<String, Id>,
    /// The artwork of each inventory number, as the lines write it.
    works: HashMap<String, Id>,
    zone: Tz,
    /// What our own UIDs end in.
    domain: String,
}

impl Around {
    fn load(app: &App, conn: &mut Conn, lines: &[Line]) -> Result<Self> {
        let uids: Vec<String> = lines.iter().map(|line| line.get("uid")).collect();
        let sources = store::known(conn, &uids)?;
        let domain = format!("@{}", app.config.domain());
        let own = uids.iter().filter_map(|uid| uid.strip_suffix(&domain)?.parse().ok());
        let ids: Vec<Id> = sources.values().map(|source| source.event).chain(own).collect();
        let tree = places::tree(conn)?;
        let all: Vec<Id> = tree.places().iter().map(|place| place.id).collect();
        let codes = places::codes(conn, &all)?;
        let numbers: Vec<String> =
            lines.iter().filter_map(|line| line.list("artworks")).flatten().collect();
        let works = artworks::find_by_inventory(conn, &numbers)?;
        Ok(Self {
            drafts: actions::drafts(conn, &ids)?,
            hanging: hung::of(conn, &ids)?,
            app: app.clone(),
            sources,
            codes: codes.into_iter().map(|(id, code)| (code, id)).collect(),
            names: tree
                .places()
                .iter()
                .flat_map(|place| Lang::ALL.iter().map(|lang| (fold(place.name(*lang)), place.id)))
                .collect(),
            works: works.into_iter().map(|(number, artwork)| (number, artwork.id)).collect(),
            zone: app.venue().time_zone,
            domain,
        })
    }

    /// The event a line is about, when it is here, and what the file said of it last time.
    fn present(&self, line: &Line) -> Result<Option<Present<'_>>, Message> {
        let source = self.sources.get(&key(line));
        let uid = line.get("uid");
        let own = uid.strip_suffix(&self.domain);
        let (id, said) = match (source, own) {
            // A calendar of ours says less than we know: only a table is taken back.
            (_, Some(_)) if line.cell("occurrence").is_some() => {
                return Err(Message::new("events-import-error-own"));
            }
            (Some(source), _) => (source.event, Some(&source.said)),
            (None, Some(own)) => {
                let id = own.parse().map_err(|_| Message::new("events-import-error-unknown"))?;
                (id, None)
            }
            (None, None) => return Ok(None),
        };
        match self.drafts.get(&id) {
            Some(Some(draft)) => Ok(Some(Present { id, draft, said })),
            Some(None) => Err(Message::new("events-import-error-withdrawn")),
            None => Err(Message::new("events-import-error-unknown")),
        }
    }

    /// What a line would do.
    fn plan(&self, line: &Line, options: &Options) -> Result<Planned<'_>, Vec<Message>> {
        if let Some(why) = &line.broken {
            return Err(vec![why.clone()]);
        }
        let uid = line.get("uid");
        if uid.is_empty() || uid.len() > LONGEST_UID {
            return Err(vec![Message::new("events-import-error-uid")]);
        }
        let present = self.present(line).map_err(|why| vec![why])?;
        let mut draft = plan::draft(line, present.as_ref(), self)?;
        if present.is_none() && options.as_drafts {
            draft.status = Status::Draft;
        }
        let pictures = self.pictures(line, present.as_ref()).map_err(|why| vec![why])?;
        let mut changes = match &present {
            None => None,
            Some(present) if *present.draft == draft => Some(Vec::new()),
            Some(present) => Some(self.changes(present.draft, &draft)),
        };
        if let (Some(changes), Some(present), Some(named)) = (&mut changes, &present, &pictures) {
            changes.push(Change {
                field: "pictures".to_owned(),
                before: shorten(&pictures::hung(&self.app, self.hung(present.id)), SHOWN),
                after: shorten(&pictures::said(named), SHOWN),
            });
        }
        Ok(Planned { present, draft, changes, pictures })
    }

    fn hung(&self, event: Id) -> &[Picture] {
        self.hanging.get(&event).map_or(&[], Vec::as_slice)
    }

    /// The pictures a line names, when they are other than last time and than what hangs.
    fn pictures(
        &self,
        line: &Line,
        present: Option<&Present<'_>>,
    ) -> Result<Option<Vec<Named>>, Message> {
        let told = |column: &str| {
            let before = present.and_then(|present| present.said?.get(column));
            line.cell(column).is_some_and(|cell| before.map(String::as_str) != Some(cell))
        };
        if !["pictures", "alt_fr", "alt_en"].iter().any(|column| told(column)) {
            return Ok(None);
        }
        let hanging = present.map_or(&[][..], |present| self.hung(present.id));
        let named = pictures::named(line)?;
        Ok(named.filter(|named| !pictures::hang_already(&self.app, hanging, named)))
    }

    fn changes(&self, before: &Draft, after: &Draft) -> Vec<Change> {
        let cells =
            |draft: &Draft| columns::cells(draft, &self.place_codes(), &self.work_numbers());
        let (before, mut after) = (cells(before), cells(after));
        COLUMNS
            .iter()
            .filter_map(|column| {
                let old = before.get(column)?.as_str();
                let new = after.remove(column)?;
                (old != new).then(|| Change {
                    field: (*column).to_owned(),
                    before: shorten(old, SHOWN),
                    after: shorten(&new, SHOWN),
                })
            })
            .collect()
    }

    fn place_codes(&self) -> HashMap<Id, String> {
        self.codes.iter().map(|(code, id)| (*id, code.clone())).collect()
    }

    fn work_numbers(&self) -> HashMap<Id, String> {
        self.works.iter().map(|(number, id)| (*id, number.clone())).collect()
    }
}

/// An event that is here.
struct Present<'a> {
    id: Id,
    draft: &'a Draft,
    /// What the file said of it last time; none when it never came from a file.
    said: Option<&'a BTreeMap<String, String>>,
}

/// What a line would do.
struct Planned<'a> {
    present: Option<Present<'a>>,
    draft: Draft,
    /// What differs; none when the event is new.
    changes: Option<Vec<Change>>,
    /// The pictures to fetch; none where nothing changes about them.
    pictures: Option<Vec<Named>>,
}

impl Planned<'_> {
    fn outcome(self) -> Outcome {
        match self.changes {
            None => Outcome::Created,
            Some(changes) if changes.is_empty() => Outcome::Unchanged,
            Some(changes) => Outcome::Changed(changes),
        }
    }
}

fn told(line: &Line, outcome: Outcome) -> LineReport {
    LineReport {
        line: line.number,
        uid: line.get("uid"),
        title: line.get("title"),
        starts: line.get("start"),
        outcome,
    }
}

fn refused(errors: crate::kernel::error::FieldErrors) -> Outcome {
    Outcome::Failed(errors.0.into_values().collect())
}

fn rehearse(
    app: &App,
    conn: &mut Conn,
    lines: &[Line],
    options: &Options,
) -> Result<Vec<LineReport>> {
    let around = Around::load(app, conn, lines)?;
    let mut report = Vec::with_capacity(lines.len());
    for line in lines {
        let outcome = match around.plan(line, options) {
            Err(problems) => Outcome::Failed(problems),
            Ok(planned) => match actions::judge(conn, &planned.draft) {
                Ok(()) => planned.outcome(),
                Err(Error::Invalid(errors)) => refused(errors),
                Err(other) => return Err(other),
            },
        };
        report.push(told(line, outcome));
    }
    Ok(report)
}

fn take_in(tx: &mut Tx<'_>, lines: &[Line], options: &Options) -> Result<Vec<LineReport>> {
    let around = Around::load(tx.app, tx.conn, lines)?;
    let mut report = Vec::with_capacity(lines.len());
    for line in lines {
        let outcome = match around.plan(line, options) {
            Err(problems) => Outcome::Failed(problems),
            Ok(planned) => match settle(tx, line, &planned, options) {
                Ok(()) => planned.outcome(),
                Err(Error::Invalid(errors)) => refused(errors),
                Err(other) => return Err(other),
            },
        };
        report.push(told(line, outcome));
    }
    Ok(report)
}

/// Writes what a line says. Refused drafts are refused before anything is written.
fn settle(tx: &mut Tx<'_>, line: &Line, planned: &Planned<'_>, options: &Options) -> Result<()> {
    let said = said(line);
    let event = match &planned.present {
        Some(present) => {
            if planned.changes.as_ref().is_some_and(|changes| !changes.is_empty()) {
                actions::revise(tx, present.id, &planned.draft)?;
            }
            if present.said == Some(&said) && planned.pictures.is_none() {
                return Ok(());
            }
            present.id
        }
        None => {
            let series = series(tx, line)?;
            actions::take_in(tx, &planned.draft, series)?.id
        }
    };
    if let Some(named) = &planned.pictures {
        pictures::hang_soon(tx, event, named.clone())?;
    }
    store::remember(tx.conn, &key(line), event, &options.source, &said, tx.now)
}

/// What is remembered of a line: its cells.
fn said(line: &Line) -> BTreeMap<String, String> {
    line.cells.iter().map(|(column, cell)| (column.clone(), cell.clone())).collect()
}

/// The series of an event that repeats: begun with the first of its dates that is taken in.
fn series(tx: &mut Tx<'_>, line: &Line) -> Result<Option<Id>> {
    let rule = line.get("rule");
    if rule.is_empty() {
        return Ok(None);
    }
    let known = store::events_of(tx.conn, &line.get("uid"))?;
    let begun = rows::find_all(tx.conn, &known)?.into_values().find_map(|event| event.series);
    match begun {
        Some(series) => Ok(Some(series)),
        None => rows::insert_series(tx, &rule).map(Some),
    }
}

fn vanished(
    conn: &mut Conn,
    source: &str,
    known: &HashSet<Key>,
    now: Time,
    lang: Lang,
) -> Result<Vec<Vanished>> {
    let came = store::came_from(conn, source)?;
    let gone: Vec<Id> =
        came.into_iter().filter(|(key, _)| !known.contains(key)).map(|(_, event)| event).collect();
    let objects = objects::find_all(conn, &gone)?;
    let mut events: Vec<_> = rows::find_all(conn, &gone)?
        .into_values()
        .filter(|event| event.facts.when.ends > now && event.status != Status::Cancelled)
        .filter(|event| objects.get(&event.id).is_some_and(|object| object.deleted_at.is_none()))
        .collect();
    events.sort_by_key(|event| (event.facts.when.starts, event.id));
    Ok(events
        .into_iter()
        .map(|event| Vanished {
            event: event.id,
            when: web::period(lang, &event.facts.when.period()),
            title: event.facts.title,
        })
        .collect())
}
