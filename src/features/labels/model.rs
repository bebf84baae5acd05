//! What stands on a label, how large it is, and where on a sheet of paper it is cut. Pure.

use crate::{kernel::text, text_enum};

text_enum! {
    /// The size of one printed label; all are cut from sheets of A4.
    Format {
        /// 210 × 297 mm: one on a sheet, for an entrance or a stand.
        A4 = "a4",
        /// 105 × 148.5 mm: four on a sheet.
        A6 = "a6",
        /// 74.25 × 105 mm: eight on a sheet.
        A7 = "a7",
    }
}

/// A sheet of A4, in millimetres.
const SHORT: f32 = 210.0;
const LONG: f32 = 297.0;

/// The most labels of one file: fifty sheets of the smallest.
pub const MOST: usize = 400;

/// One label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The code, as somebody would type it.
    pub code: String,
    /// The address behind the QR code.
    pub url: String,
    /// What it hangs beside.
    pub title: String,
    /// Who made that, and when.
    pub maker: String,
    /// Where it is.
    pub place: String,
}

/// A box on a sheet: left, top, width, height, in millimetres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    pub left: f32,
    pub top: f32,
    pub width: f32,
    pub height: f32,
}

impl Format {
    /// Width and height of the sheet, in millimetres.
    pub fn sheet(self) -> (f32, f32) {
        match self {
            Self::A4 | Self::A6 => (SHORT, LONG),
            Self::A7 => (LONG, SHORT),
        }
    }

    /// Columns and rows of a sheet.
    pub fn grid(self) -> (usize, usize) {
        match self {
            Self::A4 => (1, 1),
            Self::A6 => (2, 2),
            Self::A7 => (4, 2),
        }
    }

    /// How many are on a sheet.
    pub fn on_a_sheet(self) -> usize {
        let (columns, rows) = self.grid();
        columns * rows
    }

    /// Where the label with this rank is on its sheet.
    pub fn area(self, rank: usize) -> Area {
        let (columns, rows) = self.grid();
        let (width, height) = self.sheet();
        let (width, height) = (width / columns as f32, height / rows as f32);
        let rank = rank % self.on_a_sheet();
        Area {
            left: width * (rank % columns) as f32,
            top: height * (rank / columns) as f32,
            width,
            height,
        }
    }

    /// The side of the QR code without its quiet zone, in millimetres: 25 is the least a phone reads at arm's length.
    pub fn qr(self) -> f32 {
        match self {
            Self::A4 => 90.0,
            Self::A6 => 44.0,
            Self::A7 => 30.0,
        }
    }

    /// How large words are, against those of the smallest label.
    pub fn scale(self) -> f32 {
        match self {
            Self::A4 => 2.6,
            Self::A6 => 1.4,
            Self::A7 => 1.0,
        }
    }
}

/// The longest sentence on the page behind a label, in characters.
const SENTENCE: usize = 180;

/// The first sentence of a text: all a phone in one hand has room for.
pub fn first_sentence(text: &str) -> String {
    let text = text::one_line(text);
    let mut end = text.len();
    for (at, sign) in text.char_indices() {
        let after = at + sign.len_utf8();
        let ends = matches!(sign, '.' | '!' | '?' | '…');
        if ends && text.get(after..).is_some_and(|rest| rest.starts_with(' ')) && at > 20 {
            end = after;
            break;
        }
    }
    text::shorten(text.get(..end).unwrap_or(&text), SENTENCE)
}
