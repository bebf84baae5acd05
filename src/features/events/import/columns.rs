//! The columns of a programme: a table is read into lines, and an event is written as the cells of one.

use std::collections::{BTreeMap, HashMap};

use super::{MOST, Read, clock};
use crate::{
    features::{
        events::{Draft, Facts, Wanted, actions, store as rows},
        places,
    },
    kernel::{
        db::Conn,
        error::{Error, Message, Result},
        id::Id,
    },
    platform::{
        app::App,
        media::pictures::{self, Picture},
        tables::{self, Format},
        web::Viewer,
    },
};

/// Every column, in the order they are written. Those of a file that lacks some leave them as they are.
pub const COLUMNS: [&str; 34] = [
    "uid",
    "title",
    "start",
    "end",
    "doors",
    "time_zone",
    "status",
    "audience",
    "category",
    "place",
    "location_name",
    "street",
    "postal_code",
    "town",
    "country",
    "latitude",
    "longitude",
    "online_url",
    "description_fr",
    "description_en",
    "recap_fr",
    "recap_en",
    "access",
    "price",
    "ticket_url",
    "rsvp",
    "capacity",
    "party_max",
    "organisers",
    "performers",
    "artworks",
    "pictures",
    "alt_fr",
    "alt_en",
];

/// A file to start from.
pub const EXAMPLE: &str = "uid,title,start,end,status,category,location_name,description_fr,description_en,access,\
price,capacity,performers\r\n\
2027-01,Nocturne des crues,2027-01-16 20:00,22:30,announced,tour,Grande salle,Une visite à la lampe de poche.,\
A visit by torchlight.,step-free|sign-language,8 €,40,Anna Delorme|Collectif Rives\r\n\
2027-02,Portes ouvertes,2027-02-06,2027-02-07,draft,family,,,,,Gratuit,,\r\n";

const FORMAT: Format = Format {
    columns: &COLUMNS,
    required: &["uid", "title", "start"],
    same: str::to_owned,
    most: MOST,
};

/// Reads a table.
pub(super) fn read(bytes: &[u8]) -> Result<Read, Message> {
    tables::read(bytes, &FORMAT).map(|table| Read { name: String::new(), lines: table.lines })
}

/// An event as cells. Places are said by the code of their label, artworks by their inventory number.
pub(super) fn cells(
    draft: &Draft,
    codes: &HashMap<Id, String>,
    numbers: &HashMap<Id, String>,
) -> BTreeMap<&'static str, String> {
    let facts = &draft.facts;
    let (when, location) = (&facts.when, &facts.location);
    let zone = when.zone;
    let day = |at: chrono::DateTime<chrono_tz::Tz>| at.format("%Y-%m-%d").to_string();
    let (start, end) = if when.all_day {
        let last = when.ends_local() - chrono::Duration::seconds(1);
        (day(when.starts_local()), day(last))
    } else {
        let ends = if when.open_ended { String::new() } else { clock::write(when.ends, zone) };
        (clock::write(when.starts, zone), ends)
    };
    let (north, east) = facts.coordinates.unzip();
    let degrees = |degrees: Option<f64>| degrees.map(|d| d.to_string()).unwrap_or_default();
    let names = |text: &str| tables::joined(Facts::lines(text));
    let place = facts.place.map(|id| codes.get(&id).cloned().unwrap_or_default());
    let works = draft.artworks.iter().map(|id| numbers.get(id).map_or("?", String::as_str));
    BTreeMap::from([
        ("title", facts.title.clone()),
        ("start", start),
        ("end", end),
        ("doors", when.doors.map(|at| clock::write(at, zone)).unwrap_or_default()),
        ("time_zone", zone.name().to_owned()),
        ("status", draft.status.to_string()),
        ("audience", draft.audience.to_string()),
        ("category", facts.category.to_string()),
        ("place", place.unwrap_or_default()),
        ("location_name", location.name.clone()),
        ("street", location.street.clone()),
        ("postal_code", location.postal_code.clone()),
        ("town", location.town.clone()),
        ("country", location.country.clone()),
        ("latitude", degrees(north)),
        ("longitude", degrees(east)),
        ("online_url", location.online_url.clone()),
        ("description_fr", facts.description_fr.clone()),
        ("description_en", facts.description_en.clone()),
        ("recap_fr", facts.recap_fr.clone()),
        ("recap_en", facts.recap_en.clone()),
        ("access", tables::joined(facts.access.iter().map(|access| access.as_str()))),
        ("price", facts.price.clone()),
        ("ticket_url", facts.ticket_url.clone()),
        ("rsvp", facts.rsvp.to_string()),
        ("capacity", facts.capacity.map(|seats| seats.to_string()).unwrap_or_default()),
        ("party_max", facts.party_max.to_string()),
        ("organisers", names(&facts.organisers)),
        ("performers", names(&facts.performers)),
        ("artworks", tables::joined(works)),
    ])
}

/// How many events are read at a time.
const PAGE: i64 = 200;

/// The whole programme as a table that can be taken in again, by the beginning.
pub async fn export(app: &App) -> Result<String> {
    let inner = app.clone();
    app.read(move |conn| write(&inner, conn)).await
}

fn write(app: &App, conn: &mut Conn) -> Result<String> {
    let mut out =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    out.write_record(COLUMNS).map_err(Error::internal)?;
    let tree = places::tree(conn)?;
    let all: Vec<Id> = tree.places().iter().map(|place| place.id).collect();
    let codes = places::codes(conn, &all)?;
    let wanted = Wanted { statuses: super::Status::ALL.to_vec(), ..Wanted::default() };
    for offset in (0..).step_by(usize::try_from(PAGE).unwrap_or(1)) {
        let events = rows::search(conn, &wanted, &Viewer::Anonymous, offset, PAGE)?;
        if events.is_empty() {
            break;
        }
        let ids: Vec<Id> = events.iter().map(|event| event.id).collect();
        let drafts = actions::drafts(conn, &ids)?;
        let hanging = pictures::of(conn, &ids)?;
        let about: Vec<Id> =
            drafts.values().flatten().flat_map(|draft| draft.artworks.clone()).collect();
        let numbers = crate::features::artworks::find_all(conn, &about)?
            .into_iter()
            .map(|(id, artwork)| (id, artwork.facts.inventory))
            .collect();
        for event in &events {
            let Some(Some(draft)) = drafts.get(&event.id) else { continue };
            let mut cells = cells(draft, &codes, &numbers);
            cells.insert("uid", format!("{}@{}", event.id, app.config.domain()));
            let hung = hanging.get(&event.id).map_or(&[][..], Vec::as_slice);
            let list = |part: &dyn Fn(&Picture) -> String| {
                let parts: Vec<String> = hung.iter().map(part).collect();
                tables::joined(parts.iter().map(String::as_str))
            };
            cells.insert("pictures", list(&|one| app.config.address(&one.media.path())));
            cells.insert("alt_fr", list(&|one| one.alt_fr.clone()));
            cells.insert("alt_en", list(&|one| one.alt_en.clone()));
            let record = COLUMNS.map(|column| cells.remove(column).unwrap_or_default());
            out.write_record(record).map_err(Error::internal)?;
        }
    }
    let bytes = out.into_inner().map_err(Error::internal)?;
    String::from_utf8(bytes).map_err(Error::internal)
}
