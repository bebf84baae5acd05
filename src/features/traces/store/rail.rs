//! On how many days something was said, and how often on each: counted by the database, in the days of the venue.

use std::collections::{BTreeMap, HashSet};

use diesel::{
    dsl::{count_star, not, sql},
    prelude::*,
    sql_types::BigInt,
};

use super::{BOUND, Threads, visible};
use crate::{
    features::traces::{
        KIND,
        moment::{DAY, Days, Shift, day_of},
    },
    kernel::{clock::Time, db::Conn, error::Result, id::Id},
    platform::{objects, web::Viewer},
    schema::objects as o,
};

/// The latest days that are counted: ten years of them.
const MOST: i64 = 3_660;

/// The most words of people the viewer does not hear that are left out one by one.
const UNHEARD: i64 = 20_000;

/// What somebody said things about and when, the last first; nothing that was withdrawn.
pub fn times_of(conn: &mut Conn, author: Id, limit: i64) -> Result<Vec<(Id, Time)>> {
    let rows: Vec<(Option<Id>, Time)> = o::table
        .filter(o::author_id.eq(author))
        .filter(o::kind.eq(KIND))
        .filter(o::deleted_at.is_null())
        .order((o::published_at.desc(), o::id.desc()))
        .limit(limit)
        .select((o::root_id, o::published_at))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(about, at)| Some((about?, at))).collect())
}

/// How many conversations began on which day, by the number of the day since 1970; the latest [`MOST`] days. Everything
/// under these objects is counted in its index; what this viewer does not see or hear, which is little, is taken off.
pub fn days(conn: &mut Conn, threads: &Threads, viewer: &Viewer, shifts: &[Shift]) -> Result<Days> {
    let above: Vec<Id> = threads.above.iter().copied().collect();
    let day = sql::<BigInt>(&day_sql(shifts));
    let counted: Vec<(i64, i64)> = o::table
        .filter(o::parent_id.eq_any(above.clone()))
        .filter(o::kind.eq(KIND))
        .group_by(day.clone())
        .select((day.clone(), count_star()))
        .order(day.desc())
        .limit(MOST)
        .load(conn)?;
    let mut days: BTreeMap<i64, i64> = counted.into_iter().collect();
    let mut take_off = |at: Time| {
        if let Some(count) = days.get_mut(&day_of(shifts, at)) {
            *count -= 1;
        }
    };
    let heads = threads
        .unseen
        .iter()
        .filter(|(_, parent)| parent.is_some_and(|parent| threads.above.contains(&parent)));
    let unseen: Vec<Id> = heads.map(|(id, _)| *id).collect();
    for some in unseen.chunks(BOUND) {
        let seen: Vec<Id> = visible(&threads.gone, viewer)
            .filter(o::id.eq_any(some.to_vec()))
            .filter(o::author_id.ne_all(viewer.unheard().to_vec()))
            .select(o::id)
            .load(conn)?;
        let seen: HashSet<Id> = seen.into_iter().collect();
        let all: Vec<(Id, Time)> = o::table
            .filter(o::id.eq_any(some.to_vec()))
            .select((o::id, o::published_at))
            .load(conn)?;
        all.into_iter().filter(|(id, _)| !seen.contains(id)).for_each(|(_, at)| take_off(at));
    }
    if !viewer.unheard().is_empty() {
        let unheard: Vec<Time> = o::table
            .filter(o::parent_id.eq_any(above))
            .filter(o::kind.eq(KIND))
            .filter(o::author_id.eq_any(viewer.unheard().to_vec()))
            .filter(not(objects::unseen()))
            .select(o::published_at)
            .limit(UNHEARD)
            .load(conn)?;
        unheard.into_iter().for_each(take_off);
    }
    days.retain(|_, count| *count > 0);
    Ok(days)
}

/// The number of the venue's day in which something was said, in SQL: the latest shifts first, most words are young.
fn day_sql(shifts: &[Shift]) -> String {
    let published = "objects.published_at";
    let mut cases = String::new();
    for shift in shifts {
        cases.push_str(&format!(" WHEN {published} >= {} THEN {}", shift.from.micros(), shift.by));
    }
    let offset = if cases.is_empty() { "0".to_owned() } else { format!("CASE{cases} ELSE 0 END") };
    format!("(({published} + {offset}) / {DAY})")
}
