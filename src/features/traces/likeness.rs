//! Whether two texts say nearly the same: for waiting words that came many times over. Pure.

use crate::kernel::text::fold;

/// What of a text counts: the triples of its letters, sorted. Case, accents, punctuation, repeated letters and the
/// digits of numbers do not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Likeness(Vec<[char; 3]>);

/// How much two texts must share: this many of ten of the triples either has. The sentences of the test stand on either
/// side of it.
const TENTHS: usize = 8;

/// Letters of a text beyond this many are not compared.
const LONGEST: usize = 2_000;

impl Likeness {
    /// What counts of a text.
    pub fn of(text: &str) -> Self {
        let mut letters: Vec<char> = vec![' '];
        for c in fold(text).chars() {
            let c = match c {
                c if c.is_numeric() => '0',
                c if c.is_alphanumeric() => c,
                _ => ' ',
            };
            if letters.last() != Some(&c) {
                letters.push(c);
            }
            if letters.len() > LONGEST {
                break;
            }
        }
        if letters.last() != Some(&' ') {
            letters.push(' ');
        }
        let mut triples: Vec<[char; 3]> =
            letters.windows(3).filter_map(|window| <[char; 3]>::try_from(window).ok()).collect();
        triples.sort_unstable();
        triples.dedup();
        Self(triples)
    }

    /// Do both say nearly the same? Texts without a letter are like nothing.
    pub fn is_near(&self, other: &Self) -> bool {
        if self.0.is_empty() || other.0.is_empty() {
            return false;
        }
        let shared = self.0.iter().filter(|triple| other.0.binary_search(triple).is_ok()).count();
        let either = self.0.len() + other.0.len() - shared;
        shared * 10 >= either * TENTHS
    }
}

#[cfg(test)]
mod tests {
    use super::Likeness;

    #[test]
    fn the_same_words_in_another_dress_are_near_and_other_words_are_not() {
        let near = |a: &str, b: &str| Likeness::of(a).is_near(&Likeness::of(b));
        for (a, b) in [
            ("Gagnez 500 € ici !!!", "GAGNEZ 900 € ici"),
            ("Trooop beau", "trop beau…"),
            (
                "Venez voir mon site, il y a des promotions incroyables toute la semaine, code A1",
                "Venez voir mon site, il y a des promotions incroyables toute la semaine, code B7",
            ),
        ] {
            assert!(near(a, b), "{a} / {b}");
            assert!(near(b, a), "{b} / {a}");
        }
        for (a, b) in [
            ("J’aime", "Je n’aime pas"),
            ("Le rouge de la digue", "Le rouge de la robe"),
            ("Très beau", "Très belle lumière"),
            ("", ""),
            ("…", "!!!"),
        ] {
            assert!(!near(a, b), "{a} / {b}");
        }
    }
}
