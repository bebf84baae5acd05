//! The rules of places and labels.

use super::model::{Facts, Place, PlaceKind, Tree, check, label_code};
use crate::kernel::{i18n::Lang, id::Id};

fn facts(kind: PlaceKind, parent: Option<i64>, name: &str) -> Facts {
    Facts {
        parent: parent.map(Id::from_raw),
        kind,
        name_fr: name.to_owned(),
        name_en: String::new(),
        description_fr: String::new(),
        description_en: String::new(),
        position: 0,
        latitude: None,
        longitude: None,
    }
}

fn place(id: i64, kind: PlaceKind, parent: Option<i64>, name: &str) -> Place {
    Place { id: Id::from_raw(id), slug: name.to_owned(), facts: facts(kind, parent, name) }
}

/// A building (1) with two rooms (2, 3), the second with a wall (4).
fn house() -> Tree {
    Tree::new(vec![
        place(4, PlaceKind::Spot, Some(3), "mur"),
        place(3, PlaceKind::Room, Some(1), "salle b"),
        place(2, PlaceKind::Room, Some(1), "salle a"),
        place(1, PlaceKind::Building, None, "maison"),
    ])
}

#[test]
fn a_label_code_is_written_one_way_whatever_was_typed() {
    for (typed, printed) in [
        ("mr-3n", "MR-3N"),
        (" 2020.074 ", "2020.074"),
        ("Inv 12/3", "INV-12-3"),
        ("é", ""),
        ("a//b", "A-B"),
        ("", ""),
    ] {
        assert_eq!(label_code(typed), printed, "{typed:?}");
    }
}

#[test]
fn a_place_needs_a_name_a_code_and_whole_coordinates() {
    let wrong = |facts: &Facts, code: &str| check(facts, code).0.into_keys().collect::<Vec<_>>();
    let mut room = facts(PlaceKind::Room, None, "salle");
    assert!(wrong(&room, "MR-1").is_empty());
    assert_eq!(wrong(&room, " / "), ["code"]);
    assert_eq!(wrong(&room, &"x".repeat(41)), ["code"]);
    room.latitude = Some(48.8);
    assert_eq!(wrong(&room, "MR-1"), ["latitude"], "half a point on the globe");
    room.longitude = Some(181.0);
    assert_eq!(wrong(&room, "MR-1"), ["latitude"], "off the globe");
    room.longitude = Some(2.3);
    assert!(wrong(&room, "MR-1").is_empty());
    room.name_fr.clear();
    assert_eq!(wrong(&room, "MR-1"), ["name_fr"]);
    room.name_en = "room".to_owned();
    assert!(wrong(&room, "MR-1").is_empty(), "one language is enough");
}

#[test]
fn the_tree_is_walked_from_the_top_with_neighbours_in_order() {
    let tree = house();
    let names: Vec<_> = tree.walk().into_iter().map(|(d, p)| (d, p.name(Lang::En))).collect();
    assert_eq!(names, [(0, "maison"), (1, "salle a"), (1, "salle b"), (2, "mur")]);
    let around: Vec<_> = tree.around(Id::from_raw(4)).iter().map(|p| p.id.raw()).collect();
    assert_eq!(around, [1, 3]);
    let mut within: Vec<_> = tree.within(Id::from_raw(1)).iter().map(|id| id.raw()).collect();
    within.sort_unstable();
    assert_eq!(within, [1, 2, 3, 4]);
}

#[test]
fn a_place_is_never_inside_itself_nor_inside_something_smaller() {
    let tree = house();
    let id = Id::from_raw;
    for (who, kind, parent, may) in [
        (None, PlaceKind::Spot, 3, true),
        (None, PlaceKind::Room, 1, true),
        (None, PlaceKind::Building, 2, false),
        (Some(3), PlaceKind::Room, 3, false),
        (Some(1), PlaceKind::Building, 1, false),
        (Some(3), PlaceKind::Spot, 4, false),
        (Some(4), PlaceKind::Spot, 2, true),
        (None, PlaceKind::Spot, 99, false),
    ] {
        let answer = tree.may_be_inside(who.map(id), kind, id(parent));
        assert_eq!(answer, may, "{who:?} {kind} in {parent}");
    }
}

#[test]
fn a_circle_in_the_data_ends() {
    let tree = Tree::new(vec![
        place(1, PlaceKind::Room, Some(2), "a"),
        place(2, PlaceKind::Room, Some(1), "b"),
    ]);
    assert!(tree.around(Id::from_raw(1)).len() <= 2);
    assert_eq!(tree.within(Id::from_raw(1)).len(), 2);
    assert!(tree.walk().is_empty(), "nothing of a circle hangs from the top");
}
