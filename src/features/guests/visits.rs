//! The visits of a member, as far as they told of them: the days on which they left something at the venue or came to an
//! event, and what it was about. Pure; for the page of one's own traces.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use chrono_tz::Tz;

use crate::kernel::{clock::Time, id::Id};

/// Something a member did at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// They felt something.
    Felt,
    /// They said something.
    Said,
    /// They came to an event.
    Came,
}

/// A day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// Its last moment something was done.
    pub at: Time,
    /// How many feelings.
    pub felt: usize,
    /// How many words.
    pub said: usize,
    /// The events they came to.
    pub came: Vec<Id>,
    /// What they left something about, the last first, each once.
    pub about: Vec<Id>,
}

/// The days of these deeds by the clocks of `zone`, the last first.
pub fn visits(mut deeds: Vec<(Time, Deed, Id)>, zone: Tz) -> Vec<Visit> {
    deeds.sort_by_key(|(at, _, id)| (std::cmp::Reverse(*at), *id));
    let mut days: BTreeMap<std::cmp::Reverse<NaiveDate>, Visit> = BTreeMap::new();
    for (at, deed, id) in deeds {
        let day = std::cmp::Reverse(at.utc().with_timezone(&zone).date_naive());
        let visit = days.entry(day).or_insert_with(|| Visit {
            at,
            felt: 0,
            said: 0,
            came: Vec::new(),
            about: Vec::new(),
        });
        let list = match deed {
            Deed::Felt => {
                visit.felt += 1;
                &mut visit.about
            }
            Deed::Said => {
                visit.said += 1;
                &mut visit.about
            }
            Deed::Came => &mut visit.came,
        };
        if !list.contains(&id) {
            list.push(id);
        }
    }
    days.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_on_one_day_of_the_venue_is_one_visit() {
        let at = |text: &str| Time::parse(text).unwrap();
        let id = Id::from_raw;
        let deeds = vec![
            (at("2026-06-01T21:30:00Z"), Deed::Felt, id(1)),
            // Half past midnight in Paris: the next day.
            (at("2026-06-01T22:30:00Z"), Deed::Felt, id(2)),
            (at("2026-06-02T12:00:00Z"), Deed::Said, id(2)),
            (at("2026-06-02T12:10:00Z"), Deed::Said, id(3)),
            (at("2026-06-02T18:00:00Z"), Deed::Came, id(9)),
        ];
        let days = visits(deeds, Tz::Europe__Paris);
        let told: Vec<_> = days
            .iter()
            .map(|day| (day.felt, day.said, day.came.as_slice(), day.about.as_slice()))
            .collect();
        assert_eq!(
            told,
            [(1, 2, &[id(9)][..], &[id(3), id(2)][..]), (1, 0, &[][..], &[id(1)][..]),]
        );
        assert!(visits(Vec::new(), Tz::UTC).is_empty());
    }
}
