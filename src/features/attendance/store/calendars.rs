//! The private links of members' calendars, and what is in them.

use diesel::prelude::*;

use crate::{
    both,
    features::attendance::model::Answer,
    kernel::{clock::Time, db::Conn, entropy::sha256_hex, error::Result, id::Id},
    schema::{attendance_calendars, attendances, events},
};

/// Gives a member's calendar this token, and no other.
pub(in crate::features::attendance) fn set_calendar(
    conn: &mut Conn,
    actor: Id,
    token: &str,
    now: Time,
) -> Result<()> {
    let row = (
        attendance_calendars::actor_id.eq(actor),
        attendance_calendars::token_hash.eq(sha256_hex(token.as_bytes())),
        attendance_calendars::made_at.eq(now),
    );
    close_calendar(conn, actor)?;
    both!(conn, |c| diesel::insert_into(attendance_calendars::table).values(row).execute(c))?;
    Ok(())
}

/// Takes a member's link away; false when there was none.
pub(in crate::features::attendance) fn close_calendar(conn: &mut Conn, actor: Id) -> Result<bool> {
    let own = attendance_calendars::actor_id.eq(actor);
    Ok(diesel::delete(attendance_calendars::table.filter(own)).execute(conn)? > 0)
}

/// Since when a member's calendar has a link.
pub(in crate::features::attendance) fn calendar_since(
    conn: &mut Conn,
    actor: Id,
) -> Result<Option<Time>> {
    Ok(attendance_calendars::table
        .filter(attendance_calendars::actor_id.eq(actor))
        .select(attendance_calendars::made_at)
        .first(conn)
        .optional()?)
}

/// Whose calendar a token opens.
pub(in crate::features::attendance) fn calendar_of(
    conn: &mut Conn,
    token: &str,
) -> Result<Option<Id>> {
    Ok(attendance_calendars::table
        .filter(attendance_calendars::token_hash.eq(sha256_hex(token.as_bytes())))
        .select(attendance_calendars::actor_id)
        .first(conn)
        .optional()?)
}

/// The events somebody comes to or may come to that are not over at `since`, the next first, and whether they are sure.
pub(in crate::features::attendance) fn calendar(
    conn: &mut Conn,
    actor: Id,
    since: Time,
    limit: i64,
) -> Result<Vec<(Id, bool)>> {
    let rows: Vec<(Id, Answer)> = attendances::table
        .inner_join(events::table)
        .filter(attendances::actor_id.eq(actor))
        .filter(attendances::answer.eq_any([Answer::Going, Answer::Maybe]))
        .filter(events::ends_at.gt(since))
        .order((events::starts_at.asc(), attendances::id.asc()))
        .limit(limit)
        .select((attendances::event_id, attendances::answer))
        .load(conn)?;
    Ok(rows.into_iter().map(|(event, answer)| (event, answer == Answer::Going)).collect())
}
