//! The catalogue as a table: read line by line, compared with what is there, taken in; and written out again.
//!
//! For the page, the command line and the demonstration. The inventory number says which work a line is about, so
//! the same table twice changes nothing. A bad line is reported and never stops the others. In reading order:
//! `table` (cells), `plan` (a line becomes a draft), `pictures` (what the cells name), this file, `export`, `job`.

mod export;
mod job;
mod pictures;
mod plan;
mod store;
mod table;

use std::{collections::HashMap, path::PathBuf};

use serde::{Deserialize, Serialize};

pub use export::export;
pub use job::{JOBS, State, Stored, begin, check_upload, find};
pub use table::{COLUMNS, EXAMPLE, Table, read};

pub use crate::platform::tables::{Change, Line, Mode, Outcome, Tally};

use crate::{
    features::{
        artworks::{
            actions,
            model::{Artwork, Draft, differences},
            store as rows,
        },
        places,
    },
    kernel::{
        error::{Error, Result},
        id::Id,
        text::shorten,
    },
    platform::{
        app::App,
        media::pictures::{Picture, of},
    },
};

/// How many lines are compared with the catalogue at a time.
const BATCH: usize = 100;

/// The longest text of a difference that is shown.
const SHOWN: usize = 160;

/// Where the pictures a table names are looked for.
#[derive(Clone, Debug)]
pub enum Origin {
    /// Beside the table, in this folder or below it; and on the web.
    Folder(PathBuf),
    /// On the web alone: the table came through a form.
    Web,
}

/// A line of the table and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineReport {
    /// The line of the file, from 1.
    pub line: u64,
    /// The inventory number.
    pub inventory: String,
    /// The title.
    pub title: String,
    /// What became of it.
    pub outcome: Outcome,
}

impl LineReport {
    /// Counts a report.
    pub fn tally(report: &[Self]) -> Tally {
        let mut tally = Tally::default();
        report.iter().for_each(|line| tally.add(&line.outcome));
        tally
    }
}

/// What the catalogue holds for a line.
struct Present {
    artwork: Artwork,
    pictures: Vec<Picture>,
}

/// What lines are compared with.
struct Catalogue {
    works: HashMap<String, Present>,
    tree: places::Tree,
    /// The place of each label code.
    places: HashMap<String, Id>,
    /// The label code of each place.
    codes: HashMap<Id, String>,
}

/// Takes in lines, or rehearses it. A failure of our own (the database is away) ends it; running it again is safe.
pub async fn run(
    app: &App,
    lines: &[Line],
    origin: &Origin,
    mode: Mode,
) -> Result<Vec<LineReport>> {
    let mut report = Vec::with_capacity(lines.len());
    for batch in lines.chunks(BATCH) {
        let numbers: Vec<String> = batch.iter().map(|line| line.get("inventory")).collect();
        let catalogue = app.read(move |conn| load(conn, &numbers)).await?;
        for line in batch {
            report.push(LineReport {
                line: line.number,
                inventory: line.get("inventory"),
                title: line.get("title"),
                outcome: one(app, line, &catalogue, origin, mode).await?,
            });
        }
    }
    Ok(report)
}

fn load(conn: &mut crate::kernel::db::Conn, numbers: &[String]) -> Result<Catalogue> {
    let found = rows::find_by_inventory(conn, numbers)?;
    let ids: Vec<Id> = found.values().map(|artwork| artwork.id).collect();
    let mut hanging = of(conn, &ids)?;
    let tree = places::tree(conn)?;
    let all: Vec<Id> = tree.places().iter().map(|place| place.id).collect();
    let codes = places::codes(conn, &all)?;
    Ok(Catalogue {
        works: found
            .into_iter()
            .map(|(number, artwork)| {
                let pictures = hanging.remove(&artwork.id).unwrap_or_default();
                (number, Present { artwork, pictures })
            })
            .collect(),
        places: codes.iter().map(|(id, code)| (code.clone(), *id)).collect(),
        codes,
        tree,
    })
}

async fn one(
    app: &App,
    line: &Line,
    catalogue: &Catalogue,
    origin: &Origin,
    mode: Mode,
) -> Result<Outcome> {
    let present = catalogue.works.get(&line.get("inventory"));
    let plan =
        match plan::plan(line, present.map(|p| (&p.artwork, p.pictures.as_slice())), catalogue) {
            Ok(plan) => plan,
            Err(problems) => return Ok(Outcome::Failed(problems)),
        };
    let hanging = present.map_or(&[][..], |p| p.pictures.as_slice());
    let pictures = match pictures::gather(app, &plan.pictures, hanging, origin, mode).await? {
        Ok(pictures) => pictures,
        Err(problem) => return Ok(Outcome::Failed(vec![problem])),
    };
    let draft = Draft { pictures, ..plan.draft };
    let before = present.map(|p| p.artwork.draft(&p.pictures));
    let fields = before.as_ref().map(|before| differences(before, &draft));
    if fields.as_ref().is_some_and(Vec::is_empty) {
        return Ok(Outcome::Unchanged);
    }
    let id = present.map(|p| p.artwork.id);
    match settle(app, id, &draft, mode).await {
        Err(Error::Invalid(errors)) => Ok(Outcome::Failed(errors.0.into_values().collect())),
        Err(other) => Err(other),
        Ok(()) => Ok(match (before, fields) {
            (Some(before), Some(fields)) => {
                Outcome::Changed(changes(&before, &draft, &fields, catalogue))
            }
            _ => Outcome::Created,
        }),
    }
}

/// Judges a draft, and stores it when this is no rehearsal.
async fn settle(app: &App, id: Option<Id>, draft: &Draft, mode: Mode) -> Result<()> {
    let draft = draft.clone();
    match (mode, id) {
        (Mode::Rehearse, id) => app.read(move |conn| actions::judge(conn, id, &draft)).await,
        (Mode::Apply, Some(id)) => {
            app.write(move |tx| actions::revise(tx, id, &draft)).await?;
            Ok(())
        }
        (Mode::Apply, None) => {
            app.write(move |tx| actions::publish(tx, &draft)).await?;
            Ok(())
        }
    }
}

fn changes(before: &Draft, after: &Draft, fields: &[&str], catalogue: &Catalogue) -> Vec<Change> {
    let text = |draft: &Draft, field: &str| {
        let list = |part: fn(&crate::platform::media::pictures::NewPicture) -> &str| {
            let parts: Vec<&str> = draft.pictures.iter().map(part).collect();
            parts.join(" | ")
        };
        let whole = match field {
            "place" => {
                draft.place.and_then(|id| catalogue.codes.get(&id).cloned()).unwrap_or_default()
            }
            "status" => table::status(draft.on_show).to_owned(),
            "pictures" => draft.pictures.len().to_string(),
            "alt_fr" => list(|picture| &picture.alt_fr),
            "alt_en" => list(|picture| &picture.alt_en),
            field => draft.facts.get(field).unwrap_or_default().to_owned(),
        };
        shorten(&whole, SHOWN)
    };
    fields
        .iter()
        .map(|field| Change {
            field: (*field).to_owned(),
            before: text(before, field),
            after: text(after, field),
        })
        .collect()
}
