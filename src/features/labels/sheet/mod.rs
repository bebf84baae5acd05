//! Sheets of labels as a PDF file: what stands on each, and the marks along which they are cut.

mod typeset;

use fast_qr::{ECL, QRBuilder, QRCode};
use krilla::{
    Document,
    color::luma,
    geom::{PathBuilder, Point, Rect},
    metadata::Metadata,
    num::NormalizedF32,
    page::PageSettings,
    paint::{Fill, FillRule},
    surface::Surface,
};

use self::typeset::Faces;
use super::model::{Area, Format, Label};
use crate::kernel::error::{Error, Result};

/// Points of a millimetre.
const MM: f32 = 72.0 / 25.4;

/// What keeps words off the cut and off the edge no printer reaches.
const MARGIN: f32 = 7.0;

/// What stands on every label besides what it is beside.
pub(super) struct Wording {
    /// The title of the file.
    pub(super) title: String,
    /// Its language.
    pub(super) language: String,
    /// What a label promises, one line per language.
    pub(super) promises: Vec<String>,
    /// Whose label it is.
    pub(super) venue: String,
}

/// The file.
pub(super) fn sheets(labels: &[Label], format: Format, wording: &Wording) -> Result<Vec<u8>> {
    let faces = Faces::load()?;
    let mut document = Document::new();
    document.set_metadata(
        Metadata::new().title(wording.title.clone()).language(wording.language.clone()),
    );
    let (width, height) = format.sheet();
    for sheet in labels.chunks(format.on_a_sheet()) {
        let settings = PageSettings::from_wh(width * MM, height * MM)
            .ok_or_else(|| Error::internal("a sheet without a size"))?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        for (rank, label) in sheet.iter().enumerate() {
            draw_label(&mut surface, &faces, format, format.area(rank), label, wording)?;
        }
        draw_cuts(&mut surface, format);
        surface.finish();
        page.finish();
    }
    document.finish().map_err(|error| Error::internal(format!("a sheet of labels: {error:?}")))
}

/// The QR code of an address; it is read even with a seventh of it scratched off.
pub(super) fn qr(url: &str) -> Result<QRCode> {
    QRBuilder::new(url)
        .ecl(ECL::M)
        .build()
        .map_err(|_| Error::internal("an address too long for a QR code"))
}

/// One label: the rule, the number and the place, the title, who made it; then the code, and what it promises.
fn draw_label(
    surface: &mut Surface<'_>,
    faces: &Faces,
    format: Format,
    area: Area,
    label: &Label,
    wording: &Wording,
) -> Result<()> {
    let scale = format.scale();
    let margin = if format == Format::A4 { 18.0 } else { MARGIN };
    let (left, width) = (area.left + margin, area.width - 2.0 * margin);
    let mut pen = Pen { surface, left, width, at: area.top + margin };
    pen.rule(0.6 * scale.sqrt());
    pen.down(3.4 * scale);
    let reference = match label.place.as_str() {
        "" => label.code.clone(),
        place => format!("{} · {place}", label.code),
    };
    pen.line(&faces.mono, &reference, 2.3 * scale);
    pen.down(1.6 * scale);
    for line in faces.serif.lines(&label.title, 4.6 * scale, width, 2) {
        pen.down(4.6 * scale);
        pen.line(&faces.serif, &line, 4.6 * scale);
        pen.down(0.8 * scale);
    }
    if !label.maker.is_empty() {
        pen.down(2.9 * scale);
        pen.line(&faces.sans, &label.maker, 2.6 * scale);
    }

    // The code stands at the bottom, so that it is in the same corner of every label of a room.
    let side = format.qr();
    let bottom = area.top + area.height - margin;
    let top = bottom - side;
    draw_qr(pen.surface, &qr(&label.url)?, left, top, side);
    let beside = Area {
        left: left + side + 3.0 * scale,
        top,
        width: width - side - 3.0 * scale,
        height: side,
    };
    if beside.width < 30.0 {
        return draw_under(pen.surface, faces, format, label, wording, (left, width, top));
    }
    let mut pen =
        Pen { surface: pen.surface, left: beside.left, width: beside.width, at: beside.top };
    promise(&mut pen, faces, wording, scale);
    let mut pen = Pen { at: bottom - 4.6 * scale, ..pen };
    pen.fitted(&faces.mono, &label.code, 4.0 * scale);
    pen.down(3.4 * scale);
    pen.fitted(&faces.sans, spoken(&label.url), 2.2 * scale);
    Ok(())
}

/// On a narrow label the promise stands above the code and the address beside it, as small as it must be.
fn draw_under(
    surface: &mut Surface<'_>,
    faces: &Faces,
    format: Format,
    label: &Label,
    wording: &Wording,
    (left, width, top): (f32, f32, f32),
) -> Result<()> {
    let scale = format.scale();
    let lines: usize = wording
        .promises
        .iter()
        .map(|line| faces.sans.lines(line, 2.9 * scale, width, 2).len())
        .sum();
    let height = lines as f32 * 3.8 * scale + 2.0 * scale;
    let mut pen = Pen { surface, left, width, at: top - height };
    promise(&mut pen, faces, wording, scale);
    let side = format.qr();
    let beside = left + side + 3.0;
    let mut pen =
        Pen { surface: pen.surface, left: beside, width: width - side - 3.0, at: top + 4.0 };
    for line in faces.sans.lines(&wording.venue, 2.3 * scale, pen.width, 3) {
        pen.line(&faces.sans, &line, 2.3 * scale);
        pen.down(3.2 * scale);
    }
    pen.at = top + side - 8.4 * scale;
    pen.fitted(&faces.mono, &label.code, 4.0 * scale);
    let (host, path) = spoken(&label.url).split_once('/').unwrap_or((spoken(&label.url), ""));
    pen.down(3.9 * scale);
    pen.fitted(&faces.sans, host, 2.2 * scale);
    pen.down(3.2 * scale);
    pen.fitted(&faces.sans, &format!("/{path}"), 2.2 * scale);
    Ok(())
}

fn promise(pen: &mut Pen<'_, '_>, faces: &Faces, wording: &Wording, scale: f32) {
    for text in &wording.promises {
        for line in faces.sans.lines(text, 2.9 * scale, pen.width, 3) {
            pen.down(3.4 * scale);
            pen.line(&faces.sans, &line, 2.9 * scale);
            pen.down(0.4 * scale);
        }
    }
}

/// An address as people say it.
fn spoken(url: &str) -> &str {
    url.trim_start_matches("https://").trim_start_matches("http://")
}

/// Where something is drawn next, in millimetres from the top left corner of the sheet.
struct Pen<'s, 'd> {
    surface: &'s mut Surface<'d>,
    left: f32,
    width: f32,
    at: f32,
}

impl Pen<'_, '_> {
    fn down(&mut self, by: f32) {
        self.at += by;
    }

    fn line(&mut self, face: &typeset::Face, text: &str, size: f32) {
        let text = face.lines(text, size, self.width, 1).into_iter().next().unwrap_or_default();
        face.draw(self.surface, Point::from_xy(self.left * MM, self.at * MM), &text, size * MM);
    }

    /// One line, smaller when it must be: codes and addresses are never cut.
    fn fitted(&mut self, face: &typeset::Face, text: &str, size: f32) {
        let size = face.fitting(text, size, self.width);
        face.draw(self.surface, Point::from_xy(self.left * MM, self.at * MM), text, size * MM);
    }

    fn rule(&mut self, thickness: f32) {
        fill(self.surface, [(self.left, self.at, self.width, thickness)]);
        self.down(thickness);
    }
}

/// Draws the dark squares of a code, runs of a row at a time, and nothing around them: the quiet zone is the paper's.
fn draw_qr(surface: &mut Surface<'_>, code: &QRCode, left: f32, top: f32, side: f32) {
    let square = side / code.size as f32;
    let mut boxes = Vec::new();
    for row in 0..code.size {
        let mut column = 0;
        while column < code.size {
            let run = (column..code.size).take_while(|at| is_dark(code, row, *at)).count();
            if run > 0 {
                let (x, y) = (left + square * column as f32, top + square * row as f32);
                boxes.push((x, y, square * run as f32, square));
            }
            column += run.max(1);
        }
    }
    fill(surface, boxes);
}

/// Is this square of a code dark?
pub(super) fn is_dark(code: &QRCode, row: usize, column: usize) -> bool {
    code.data.get(row * code.size + column).is_some_and(|module| module.value())
}

/// Marks along which the sheet is cut: at its edges, where printers reach, and where four labels meet.
fn draw_cuts(surface: &mut Surface<'_>, format: Format) {
    const LONG: f32 = 4.0;
    const THIN: f32 = 0.15;
    const EDGE: f32 = 4.0;
    let (width, height) = format.sheet();
    let (columns, rows) = format.grid();
    let (wide, high) = (width / columns as f32, height / rows as f32);
    let mut marks = Vec::new();
    for column in 1..columns {
        let x = wide * column as f32 - THIN / 2.0;
        marks.push((x, EDGE, THIN, LONG));
        marks.push((x, height - EDGE - LONG, THIN, LONG));
    }
    for row in 1..rows {
        let y = high * row as f32 - THIN / 2.0;
        marks.push((EDGE, y, LONG, THIN));
        marks.push((width - EDGE - LONG, y, LONG, THIN));
        for column in 1..columns {
            let x = wide * column as f32 - THIN / 2.0;
            marks.push((x, y - LONG / 2.0, THIN, LONG));
            marks.push((x - LONG / 2.0, y, LONG, THIN));
        }
    }
    fill(surface, marks);
}

/// Fills boxes (left, top, width, height, in millimetres) with black.
fn fill(surface: &mut Surface<'_>, boxes: impl IntoIterator<Item = (f32, f32, f32, f32)>) {
    let mut path = PathBuilder::new();
    for (left, top, width, height) in boxes {
        if let Some(one) = Rect::from_xywh(left * MM, top * MM, width * MM, height * MM) {
            path.push_rect(one);
        }
    }
    let Some(path) = path.finish() else { return };
    surface.set_fill(Some(Fill {
        paint: luma::Color::black().into(),
        opacity: NormalizedF32::ONE,
        rule: FillRule::NonZero,
    }));
    surface.draw_path(&path);
}
