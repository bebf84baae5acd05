//! What the venue's own pages count and list, over the objects of other slices.

use diesel::prelude::*;

use crate::{
    features::traces,
    kernel::{clock::Time, db::Conn, error::Result, id::Id},
    platform::{
        objects::{State, listed},
        web::Viewer,
    },
    schema::objects,
};

/// The last words everybody may read, the newest first.
pub(super) fn latest_words(conn: &mut Conn, limit: i64) -> Result<Vec<Id>> {
    let (states, visibilities) = listed(&Viewer::Anonymous);
    Ok(objects::table
        .filter(objects::kind.eq(traces::KIND))
        .filter(objects::deleted_at.is_null())
        .filter(objects::state.eq_any(states))
        .filter(objects::visibility.eq_any(visibilities))
        .order((objects::published_at.desc(), objects::id.desc()))
        .limit(limit)
        .select(objects::id)
        .load(conn)?)
}

/// How many words everybody may read were left since a moment.
pub(super) fn words_since(conn: &mut Conn, since: Time) -> Result<i64> {
    let (states, visibilities) = listed(&Viewer::Anonymous);
    Ok(objects::table
        .filter(objects::kind.eq(traces::KIND))
        .filter(objects::deleted_at.is_null())
        .filter(objects::state.eq_any(states))
        .filter(objects::visibility.eq_any(visibilities))
        .filter(objects::published_at.ge(since))
        .count()
        .get_result(conn)?)
}

/// Words that wait to be read, the oldest first: who waits longest is first.
pub(super) fn waiting_words(conn: &mut Conn, limit: i64) -> Result<Vec<Id>> {
    Ok(objects::table
        .filter(objects::kind.eq(traces::KIND))
        .filter(objects::deleted_at.is_null())
        .filter(objects::state.eq(State::Pending))
        .order(objects::id)
        .limit(limit)
        .select(objects::id)
        .load(conn)?)
}
