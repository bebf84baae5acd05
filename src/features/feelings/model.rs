//! The list of feelings, how a venue calls them, and how numbers become a ribbon. Pure.

use serde::Serialize;

use crate::{
    kernel::{
        error::FieldErrors,
        i18n::{self, Args, Lang},
    },
    platform::venue::{FeelingWord, in_language},
    text_enum,
};

text_enum! {
    /// A feeling. Its key never changes; how it is called and in which order it stands is the venue's.
    Feeling {
        /// Émerveillement.
        Wonder = "wonder",
        /// Joie.
        Joy = "joy",
        /// Calme.
        Calm = "calm",
        /// Tendresse.
        Tenderness = "tenderness",
        /// Mélancolie.
        Melancholy = "melancholy",
        /// Curiosité.
        Curiosity = "curiosity",
        /// Trouble.
        Unease = "unease",
        /// Colère.
        Anger = "anger",
    }
}

/// The fewest feelings a venue offers: with fewer, half of what people feel has no name.
pub const FEWEST: usize = 6;

/// The longest name of a feeling: more does not fit its button.
const WORD: usize = 24;

/// The feelings on offer, in order.
pub fn offered(chosen: &[FeelingWord]) -> Vec<Feeling> {
    let known: Vec<Feeling> = chosen.iter().filter_map(|word| word.key.parse().ok()).collect();
    if known.is_empty() { Feeling::ALL.to_vec() } else { known }
}

/// What a feeling is called here.
pub fn word(feeling: Feeling, chosen: &[FeelingWord], lang: Lang) -> String {
    let own = chosen
        .iter()
        .find(|word| word.key == feeling.as_str())
        .map(|word| in_language(lang, &word.fr, &word.en).trim())
        .filter(|own| !own.is_empty());
    match own {
        Some(own) => own.to_owned(),
        None => i18n::text(lang, &format!("feeling-{feeling}"), &Args::new()),
    }
}

/// What staff typed about one feeling: its rank (empty: not on offer) and its names.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Which.
    pub key: String,
    /// Its rank, as typed.
    pub rank: String,
    /// Its French name; empty for ours.
    pub fr: String,
    /// Its English name; empty for ours.
    pub en: String,
}

/// The list a venue wants, or what is wrong with it.
pub fn arranged(rows: &[Row]) -> Result<Vec<FeelingWord>, FieldErrors> {
    let mut errors = FieldErrors::default();
    let mut ranked = Vec::new();
    for row in rows {
        if row.key.parse::<Feeling>().is_err() {
            continue;
        }
        for (lang, name) in [("fr", &row.fr), ("en", &row.en)] {
            if name.chars().count() > WORD {
                errors.add(&format!("{lang}_{}", row.key), "feelings-error-long");
            }
        }
        if row.rank.is_empty() {
            continue;
        }
        match row.rank.parse::<u8>() {
            Ok(rank) if (1..=99).contains(&rank) => ranked.push((rank, row)),
            _ => errors.add(&format!("rank_{}", row.key), "feelings-error-rank"),
        }
    }
    if errors.is_empty() && ranked.len() < FEWEST {
        errors.add("form", "feelings-error-few");
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    ranked.sort_by_key(|(rank, _)| *rank);
    let word =
        |row: &Row| FeelingWord { key: row.key.clone(), fr: row.fr.clone(), en: row.en.clone() };
    Ok(ranked.into_iter().map(|(_, row)| word(row)).collect())
}

/// One feeling of a ribbon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// Its key, for its shape and colour.
    pub key: &'static str,
    /// What it is called.
    pub word: String,
    /// How many people left it.
    pub count: i64,
    /// Where it begins, in thousandths of the ribbon.
    pub x: i64,
    /// How wide it is, in thousandths.
    pub width: i64,
}

/// The ribbon of some numbers, the most felt first, filling its thousand thousandths exactly.
pub fn ribbon(tally: &[(Feeling, i64)], chosen: &[FeelingWord], lang: Lang) -> Vec<Part> {
    let total: i64 = tally.iter().map(|(_, count)| count).sum();
    let mut sorted: Vec<&(Feeling, i64)> = tally.iter().filter(|(_, count)| *count > 0).collect();
    sorted.sort_by_key(|(feeling, count)| (-count, *feeling));
    let mut before = 0;
    let at = |sum: i64| (sum * 1_000 + total / 2).checked_div(total).unwrap_or(0);
    sorted
        .into_iter()
        .map(|(feeling, count)| {
            let x = at(before);
            before += count;
            Part {
                key: feeling.as_str(),
                word: word(*feeling, chosen, lang),
                count: *count,
                x,
                width: at(before) - x,
            }
        })
        .collect()
}
