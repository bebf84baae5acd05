//! The list of feelings and the ribbon.

use super::model::{self, Feeling, Row, arranged, ribbon, word};
use crate::{kernel::i18n::Lang, platform::venue::FeelingWord};

fn rows(ranks: [&str; 8]) -> Vec<Row> {
    Feeling::ALL
        .iter()
        .zip(ranks)
        .map(|(feeling, rank)| Row {
            key: feeling.to_string(),
            rank: rank.to_owned(),
            ..Row::default()
        })
        .collect()
}

#[test]
fn a_venue_orders_six_to_eight_feelings_and_calls_them_as_it_likes() {
    let mut wanted = rows(["3", "2", "1", "4", "5", "6", "", ""]);
    wanted[1].fr = "Allégresse".to_owned();
    let words = arranged(&wanted).unwrap();
    let offered = model::offered(&words);
    assert_eq!(offered.len(), 6);
    assert_eq!(offered[..3], [Feeling::Calm, Feeling::Joy, Feeling::Wonder]);
    assert_eq!(word(Feeling::Joy, &words, Lang::Fr), "Allégresse");
    assert_eq!(word(Feeling::Joy, &words, Lang::En), "Allégresse", "better than none");
    assert_eq!(word(Feeling::Calm, &words, Lang::En), "calm");
    assert_eq!(word(Feeling::Anger, &words, Lang::Fr), "colère", "what was left still has a name");
}

#[test]
fn an_arrangement_that_cannot_be_is_sent_back() {
    let five = arranged(&rows(["1", "2", "3", "4", "5", "", "", ""])).unwrap_err();
    assert!(five.0.contains_key("form"));
    let odd = arranged(&rows(["1", "2", "3", "4", "5", "six", "0", "100"])).unwrap_err();
    for key in ["rank_curiosity", "rank_unease", "rank_anger"] {
        assert!(odd.0.contains_key(key), "{key}");
    }
    let mut long = rows(["1", "2", "3", "4", "5", "6", "7", "8"]);
    long[0].en = "x".repeat(25);
    assert!(arranged(&long).unwrap_err().0.contains_key("en_wonder"));
}

#[test]
fn without_a_choice_all_eight_are_offered() {
    assert_eq!(model::offered(&[]), Feeling::ALL);
    let unknown = FeelingWord { key: "boredom".to_owned(), fr: String::new(), en: String::new() };
    assert_eq!(model::offered(&[unknown]), Feeling::ALL);
}

#[test]
fn a_ribbon_is_filled_exactly_and_the_most_felt_comes_first() {
    let tally = [(Feeling::Anger, 1), (Feeling::Joy, 1), (Feeling::Calm, 5), (Feeling::Wonder, 0)];
    let parts = ribbon(&tally, &[], Lang::Fr);
    let keys: Vec<&str> = parts.iter().map(|part| part.key).collect();
    assert_eq!(keys, ["calm", "joy", "anger"], "equals stand in the order of the list");
    assert_eq!(parts[0].x, 0);
    assert_eq!(parts.last().map(|part| part.x + part.width), Some(1_000));
    for (one, next) in parts.iter().zip(parts.iter().skip(1)) {
        assert_eq!(one.x + one.width, next.x, "no gap");
    }
    assert!(ribbon(&[], &[], Lang::Fr).is_empty());
}
