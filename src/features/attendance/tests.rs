//! The rules of the list, and what plain words mean.

use proptest::prelude::*;

use super::{
    model::{Answer, Refusal, Room, Telling, Wish, Word, cell},
    saying::{Meaning, meaning},
};
use crate::kernel::id::Id;

fn room(capacity: Option<i32>, going: i64, parties: i64) -> Room {
    Room { capacity, going, parties, waiting: parties, ..Room::default() }
}

#[test]
fn seats_are_given_while_there_are_some_and_nobody_waits() {
    let new = |room: Room, people| room.settle(None, Wish::Going, people);
    assert_eq!(new(room(None, 1_000, 0), 9), Ok(Answer::Going));
    assert_eq!(new(room(Some(10), 8, 0), 2), Ok(Answer::Going));
    assert_eq!(new(room(Some(10), 8, 0), 3), Ok(Answer::Waiting));
    assert_eq!(new(room(Some(10), 8, 1), 1), Ok(Answer::Waiting), "nobody overtakes who waits");
    assert_eq!(new(room(Some(2), 0, 0), 3), Err(Refusal::Room(2)), "no wait would help");
    let closed = Room { closed: true, ..room(None, 0, 0) };
    assert_eq!(new(closed, 1), Ok(Answer::Waiting));
    assert_eq!(closed.settle(None, Wish::Maybe, 1), Ok(Answer::Maybe));
}

#[test]
fn whoever_has_seats_keeps_them_and_gets_more_only_where_nobody_waits() {
    let change = |room: Room, people| room.settle(Some((Answer::Going, 2)), Wish::Going, people);
    assert_eq!(change(room(Some(10), 10, 3), 1), Ok(Answer::Going));
    assert_eq!(change(room(Some(10), 8, 0), 4), Ok(Answer::Going));
    assert_eq!(change(room(Some(10), 8, 0), 5), Err(Refusal::NoMore(2)));
    assert_eq!(change(room(Some(10), 8, 1), 3), Err(Refusal::NoMore(0)));
}

#[test]
fn the_line_moves_in_its_order_and_a_large_party_is_not_starved() {
    let id = Id::from_raw;
    let line = [(id(1), 4), (id(2), 1), (id(3), 1)];
    assert_eq!(
        room(Some(10), 8, 3).let_in(&line),
        [],
        "four wait for four seats; two do not overtake"
    );
    assert_eq!(room(Some(10), 6, 3).let_in(&line), [id(1)]);
    assert_eq!(room(Some(10), 5, 3).let_in(&line), [id(1), id(2)]);
    assert_eq!(room(None, 5, 3).let_in(&line), [id(1), id(2), id(3)]);
    assert_eq!(
        room(Some(3), 1, 3).let_in(&line),
        [id(2), id(3)],
        "four can never sit in three seats"
    );
    let closed = Room { closed: true, ..room(Some(10), 0, 3) };
    assert_eq!(closed.let_in(&line), []);
}

proptest! {
    #[test]
    fn nobody_is_let_in_beyond_the_seats(
        capacity in 1i32..40, going in 0i64..40, parties in prop::collection::vec(1i32..8, 0..20)
    ) {
        let line: Vec<(Id, i32)> =
            parties.iter().zip(1i64..).map(|(n, id)| (Id::from_raw(id), *n)).collect();
        let room = Room { capacity: Some(capacity), going, ..Room::default() };
        let next = room.let_in(&line);
        let seats: i64 = line.iter().filter(|(id, _)| next.contains(id)).map(|(_, n)| i64::from(*n)).sum();
        prop_assert!(seats <= (i64::from(capacity) - going).max(0));
        // Whoever could ever sit is let in before whoever comes after them.
        let able: Vec<Id> = line.iter().filter(|(_, n)| *n <= capacity).map(|(id, _)| *id).collect();
        prop_assert_eq!(&able[..next.len()], &next[..]);
    }
}

#[test]
fn what_is_told_is_read_back_as_it_was_kept() {
    let telling = Telling { word: Word::CalledOff, mark: 3 };
    assert_eq!(telling.kept(), "called-off:3");
    assert_eq!(Telling::read("called-off:3"), Some(telling));
    assert_eq!(Telling::read("nonsense"), None);
}

#[test]
fn no_cell_of_a_table_is_a_formula() {
    for (text, kept) in [
        ("=1+1", "'=1+1"),
        ("+33 6", "'+33 6"),
        ("-2", "'-2"),
        ("@lea@ici", "'@lea@ici"),
        ("\tx", "'\tx"),
        ("Léa", "Léa"),
    ] {
        assert_eq!(cell(text), kept);
    }
}

fn going(people: i32) -> Option<Meaning> {
    Some(Meaning::Answer(Wish::Going, people))
}

#[test]
fn a_plain_yes_in_either_language_is_an_answer() {
    for said in [
        "<p>Je viens !</p>",
        "<p><span class=\"h-card\"><a href=\"x\">@<span>musee</span></a></span> je viens</p>",
        "@musee@musee.test J’y serai avec plaisir",
        "Bonjour, je viendrai samedi.",
        "Oui, comptez sur moi #nocturne",
        "Super, on y sera !",
        "I’m coming!",
        "Yes, count me in 🎉",
        "I'll be there",
        "We’re coming, thanks",
    ] {
        assert_eq!(meaning(said), going(1), "{said}");
    }
    assert_eq!(meaning("Je viens +2"), going(3));
    assert_eq!(meaning("I'm coming +1!"), going(2));
    assert_eq!(meaning("Je viens +400"), going(1));
}

#[test]
fn what_takes_a_yes_back_or_quotes_it_is_no_answer() {
    for said in [
        "",
        "<p>Magnifique affiche.</p>",
        "Je viens de Nantes",
        "Je viens d’apprendre la nouvelle",
        "Je viens si mon train arrive",
        "Je viens quand c’est gratuit",
        "Je viens ? Bonne question",
        "Tu viens ?",
        "Elle vient",
        "Mon frère dit : je viens",
        "Il a dit « je viens »",
        "“I’m coming”, he said",
        "<blockquote><p>je viens</p></blockquote><p>Ah bon</p>",
        "> je viens\nVraiment",
        "I’m coming down with a cold, so I cannot be there this time, what a pity",
        "I’m coming if I find a sitter",
        "I’m coming but not staying",
        "I wish I was coming",
        "Je viens jamais le samedi",
        "J’y serais bien",
        "Je viens mais ailleurs",
    ] {
        assert_eq!(meaning(said), None, "{said}");
    }
}

#[test]
fn a_no_and_a_perhaps_and_a_question_are_told_apart() {
    for said in
        ["Je ne viens pas", "Finalement je ne viens plus", "I can’t make it", "We are not coming"]
    {
        assert_eq!(meaning(said), Some(Meaning::Answer(Wish::No, 1)), "{said}");
    }
    assert_eq!(meaning("Peut-être"), Some(Meaning::Answer(Wish::Maybe, 1)));
    assert_eq!(meaning("Je viens, sans doute"), Some(Meaning::Answer(Wish::Maybe, 1)));
    assert_eq!(meaning("Maybe!"), Some(Meaning::Answer(Wish::Maybe, 1)));
    for said in [
        "Comment s’inscrire ?",
        "RSVP",
        "I'd like to come",
        "How do I sign up?",
        "Je voudrais venir",
    ] {
        assert_eq!(meaning(said), Some(Meaning::Asks), "{said}");
    }
}

#[test]
fn nothing_anybody_writes_upsets_the_reader() {
    for said in [
        "<blockquote",
        "</blockquote><blockquote>",
        "«",
        "\"",
        "+",
        "É’’’",
        "<BLOCKQUOTE>é</blockquote>je viens",
    ] {
        let _ = meaning(said);
    }
}
