//! The columns of a catalogue.

pub use crate::platform::tables::Table;
use crate::{
    features::places::label_code,
    kernel::error::Message,
    platform::tables::{self, Format},
};

/// Every column, in the order they are written. Those of a file that lacks some leave them as they are.
pub const COLUMNS: [&str; 16] = [
    "inventory",
    "title",
    "artist",
    "artist_dates",
    "date",
    "technique",
    "dimensions",
    "description_fr",
    "description_en",
    "credit",
    "licence",
    "place",
    "status",
    "pictures",
    "alt_fr",
    "alt_en",
];

/// A file to start from.
pub const EXAMPLE: &str = "inventory,title,artist,artist_dates,date,technique,dimensions,description_fr,\
description_en,credit,licence,place,status,pictures,alt_fr,alt_en\r\n\
2026.001,Le Phare,Camille Exemple,née en 1970,2024,Huile sur toile,80 × 100 cm,Un phare la nuit.,\
A lighthouse at night.,Photo : atelier du musée,CC BY 4.0,,on_show,,,\r\n";

/// What a catalogue holds. The inventory number says which work a line is about, however it is written.
const FORMAT: Format =
    Format { columns: &COLUMNS, required: &["inventory", "title"], same: label_code, most: 20_000 };

/// How `status` is written.
pub(super) const fn status(on_show: bool) -> &'static str {
    if on_show { "on_show" } else { "withdrawn" }
}

/// Reads a file. What makes the whole of it unusable is an error; what spoils one line is noted on that line.
pub fn read(bytes: &[u8]) -> Result<Table, Message> {
    tables::read(bytes, &FORMAT)
}
