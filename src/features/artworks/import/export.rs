//! The catalogue as a table that can be taken in again, here (where it changes nothing) or elsewhere.

use super::table::{COLUMNS, status};
use crate::{
    features::{
        artworks::{
            model::Artwork,
            store::{self, Order, Wanted},
        },
        places,
    },
    kernel::{
        db::Conn,
        error::{Error, Result},
        id::Id,
    },
    platform::{
        app::App,
        media::pictures::{self, Picture},
    },
};

/// How many works are read at a time.
const BATCH: i64 = 500;

/// The whole catalogue as CSV, by inventory number. Pictures are addresses of this venue.
pub async fn export(app: &App) -> Result<String> {
    let inner = app.clone();
    app.read(move |conn| write(&inner, conn)).await
}

fn write(app: &App, conn: &mut Conn) -> Result<String> {
    let mut out =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    out.write_record(COLUMNS).map_err(Error::internal)?;
    let wanted = Wanted { order: Order::Inventory, ..Wanted::default() };
    let tree = places::tree(conn)?;
    let all: Vec<Id> = tree.places().iter().map(|place| place.id).collect();
    let codes = places::codes(conn, &all)?;
    for offset in (0..).step_by(usize::try_from(BATCH).unwrap_or(1)) {
        let (works, _) = store::search(conn, &wanted, offset, BATCH)?;
        if works.is_empty() {
            break;
        }
        let ids: Vec<Id> = works.iter().map(|artwork| artwork.id).collect();
        let hanging = pictures::of(conn, &ids)?;
        for artwork in &works {
            let pictures = hanging.get(&artwork.id).map_or(&[][..], Vec::as_slice);
            let place = artwork.place.and_then(|id| codes.get(&id)).map_or("", String::as_str);
            out.write_record(record(app, artwork, pictures, place)).map_err(Error::internal)?;
        }
    }
    let bytes = out.into_inner().map_err(Error::internal)?;
    String::from_utf8(bytes).map_err(Error::internal)
}

fn record(app: &App, artwork: &Artwork, pictures: &[Picture], place: &str) -> Vec<String> {
    let list = |part: &dyn Fn(&Picture) -> String| {
        // The sign between the parts cannot be inside one.
        let parts: Vec<String> = pictures.iter().map(|p| part(p).replace('|', "¦")).collect();
        if parts.iter().all(String::is_empty) {
            return String::new();
        }
        parts.join("|")
    };
    COLUMNS
        .iter()
        .map(|column| match *column {
            "place" => place.to_owned(),
            "status" => status(artwork.on_show).to_owned(),
            "pictures" => list(&|picture| app.config.address(&picture.media.path())),
            "alt_fr" => list(&|picture| picture.alt_fr.clone()),
            "alt_en" => list(&|picture| picture.alt_en.clone()),
            text => artwork.facts.get(text).unwrap_or_default().to_owned(),
        })
        .collect()
}
