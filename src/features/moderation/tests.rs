//! Who may decide what, and what is kept to take it back.

use super::model::{Before, Verdict};
use crate::{
    kernel::id::Id,
    platform::{actors::Standing, objects::State, web::Role},
};

#[test]
fn mediators_judge_words_and_moderators_judge_people() {
    for verdict in Verdict::ALL {
        let about_people = verdict.standing().is_some() || *verdict == Verdict::BlockDomain;
        let expected = if about_people { Role::Moderator } else { Role::Mediator };
        assert_eq!(verdict.role(), expected, "{verdict}");
    }
}

#[test]
fn every_decision_is_found_again_by_its_name_in_the_log() {
    for verdict in Verdict::ALL {
        assert_eq!(Verdict::of_action(verdict.action()), Some(*verdict));
    }
    assert_eq!(Verdict::of_action("account.role"), None);
}

#[test]
fn what_was_before_survives_the_log() {
    let before = Before {
        state: Some(State::Pending),
        standing: Some(Standing::Limited),
        policy: Some("allow".to_owned()),
        reports: vec![Id::from_raw(7)],
        lot: Some(Id::from_raw(3)),
    };
    assert_eq!(Before::unpack(&before.pack()), before);
    assert_eq!(Before::unpack("not what we wrote"), Before::default());
    assert_eq!(Before::default().pack(), "{}");
}
