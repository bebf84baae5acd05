//! Words on paper: fonts that come with the program, how wide a text is, where it is broken, how it is drawn.
//!
//! For sheets of labels. Left to right, no kerning: what a label says is a few words.

use krilla::{
    geom::Point,
    surface::Surface,
    text::{Font, GlyphId, KrillaGlyph},
};
use skrifa::{FontRef, MetadataProvider as _, instance::LocationRef, prelude::Size};

use crate::{
    kernel::error::{Error, Result},
    platform::fonts::{MONO, SANS, SERIF},
};

/// A typeface and how to measure it.
pub(super) struct Face {
    font: Font,
    reference: FontRef<'static>,
}

/// The typefaces of a label.
pub(super) struct Faces {
    /// For what is said.
    pub(super) sans: Face,
    /// For titles.
    pub(super) serif: Face,
    /// For codes and addresses.
    pub(super) mono: Face,
}

impl Faces {
    pub(super) fn load() -> Result<Self> {
        Ok(Self { sans: Face::new(SANS)?, serif: Face::new(SERIF)?, mono: Face::new(MONO)? })
    }
}

impl Face {
    fn new(bytes: &'static [u8]) -> Result<Self> {
        let font = Font::new(bytes.into(), 0);
        Ok(Self {
            font: font.ok_or_else(|| Error::internal("a font of the program is broken"))?,
            reference: FontRef::new(bytes).map_err(|error| Error::internal(error.to_string()))?,
        })
    }

    /// The glyphs of a text, their advances in parts of the font's size.
    fn glyphs(&self, text: &str) -> Vec<KrillaGlyph> {
        let map = self.reference.charmap();
        let size = Size::new(1.0);
        let metrics = self.reference.glyph_metrics(size, LocationRef::default());
        text.char_indices()
            .map(|(at, sign)| {
                let id = map.map(sign).unwrap_or_default();
                KrillaGlyph {
                    glyph_id: GlyphId::new(id.to_u32()),
                    text_range: at..at + sign.len_utf8(),
                    x_advance: metrics.advance_width(id).unwrap_or(0.0),
                    x_offset: 0.0,
                    y_offset: 0.0,
                    y_advance: 0.0,
                    location: None,
                }
            })
            .collect()
    }

    /// How wide a text is at this size, in the same unit.
    pub(super) fn width(&self, text: &str, size: f32) -> f32 {
        self.glyphs(text).iter().map(|glyph| glyph.x_advance).sum::<f32>() * size
    }

    /// The text in lines of this width, `most` at most; what does not fit ends in an ellipsis.
    pub(super) fn lines(&self, text: &str, size: f32, width: f32, most: usize) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        let mut line = String::new();
        let mut left_over = false;
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if line.is_empty() || self.width(&longer, size) <= width {
                line = longer;
                continue;
            }
            if lines.len() + 1 == most {
                left_over = true;
                break;
            }
            lines.push(std::mem::replace(&mut line, word.to_owned()));
        }
        if left_over {
            line.push('…');
        }
        lines.push(self.fitted(&line, size, width));
        lines
    }

    /// A line cut where it ends.
    fn fitted(&self, line: &str, size: f32, width: f32) -> String {
        if self.width(line, size) <= width {
            return line.to_owned();
        }
        let mut kept: String = line.trim_end_matches('…').to_owned();
        while kept.pop().is_some() {
            let shown = format!("{}…", kept.trim_end());
            if self.width(&shown, size) <= width {
                return shown;
            }
        }
        String::new()
    }

    /// The largest size, `size` at most, at which a text is on one line.
    pub(super) fn fitting(&self, text: &str, size: f32, width: f32) -> f32 {
        let natural = self.width(text, size);
        if natural <= width { size } else { size * width / natural }
    }

    /// Draws one line, its baseline beginning at `at`.
    pub(super) fn draw(&self, surface: &mut Surface<'_>, at: Point, text: &str, size: f32) {
        let glyphs = self.glyphs(text);
        surface.draw_glyphs(at, &glyphs, self.font.clone(), text, size, false);
    }
}
