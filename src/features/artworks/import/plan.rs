//! What a line of a table wants an artwork to be. Pure: pictures are only named here.

use super::{Catalogue, Line};
use crate::{
    features::{
        artworks::model::{Artwork, Draft},
        places::label_code,
    },
    kernel::error::Message,
    platform::media::pictures::Picture,
};

/// A line as a draft whose pictures still have to be found.
pub(super) struct Plan {
    /// Everything but the pictures.
    pub(super) draft: Draft,
    /// The pictures, in order.
    pub(super) pictures: Vec<Named>,
}

/// A picture as a line names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    /// A path or an address; empty for the picture that hangs in this place already.
    pub(super) source: String,
    /// What it shows, in French.
    pub(super) alt_fr: String,
    /// The same in English.
    pub(super) alt_en: String,
}

/// Columns that are a text of the label.
const TEXTS: [&str; 11] = [
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
];

/// The draft a line asks for. A column the table lacks leaves the work as it is.
pub(super) fn plan(
    line: &Line,
    present: Option<(&Artwork, &[Picture])>,
    catalogue: &Catalogue,
) -> Result<Plan, Vec<Message>> {
    if let Some(why) = &line.broken {
        return Err(vec![why.clone()]);
    }
    let mut problems = Vec::new();
    let mut draft = present.map_or_else(
        || Draft { on_show: true, ..Draft::default() },
        |(artwork, _)| artwork.draft(&[]),
    );
    for column in TEXTS {
        if let (Some(cell), Some(text)) = (line.cell(column), draft.facts.get_mut(column)) {
            cell.clone_into(text);
        }
    }
    match line.cell("place") {
        None => {}
        Some("") => draft.place = None,
        Some(code) => match catalogue.places.get(&label_code(code)) {
            Some(place) if catalogue.tree.get(*place).is_some() => draft.place = Some(*place),
            _ => problems.push(Message::new("artworks-import-error-place").with("code", code)),
        },
    }
    match line.cell("status") {
        None | Some("") => {}
        Some("on_show") => draft.on_show = true,
        Some("withdrawn") => draft.on_show = false,
        Some(other) => {
            problems.push(Message::new("artworks-import-error-status").with("status", other));
        }
    }
    let hanging = present.map_or(&[][..], |(_, pictures)| pictures);
    let pictures = named(line, hanging, &mut problems);
    if problems.is_empty() { Ok(Plan { draft, pictures }) } else { Err(problems) }
}

fn named(line: &Line, hanging: &[Picture], problems: &mut Vec<Message>) -> Vec<Named> {
    let sources = line.list("pictures").unwrap_or_else(|| vec![String::new(); hanging.len()]);
    let (french, english) = (line.list("alt_fr"), line.list("alt_en"));
    for texts in [&french, &english].into_iter().flatten() {
        if texts.len() > sources.len() {
            problems.push(
                Message::new("artworks-import-error-alts")
                    .with("texts", texts.len())
                    .with("pictures", sources.len()),
            );
        }
    }
    let alt = |texts: &Option<Vec<String>>, n: usize, kept: fn(&Picture) -> &String| match texts {
        Some(texts) => texts.get(n).cloned().unwrap_or_default(),
        None => hanging.get(n).map(kept).cloned().unwrap_or_default(),
    };
    sources
        .into_iter()
        .enumerate()
        .map(|(n, source)| Named {
            source,
            alt_fr: alt(&french, n, |picture| &picture.alt_fr),
            alt_en: alt(&english, n, |picture| &picture.alt_en),
        })
        .collect()
}
