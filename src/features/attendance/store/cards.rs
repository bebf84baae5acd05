//! The cards members show at the door.

use diesel::prelude::*;

use crate::{
    both,
    kernel::{clock::Time, db::Conn, error::Result, id::Id},
    schema::attendance_cards,
};

/// Gives a member a card with this number; the one before opens nothing any more.
pub(in crate::features::attendance) fn set_card(
    conn: &mut Conn,
    actor: Id,
    serial: Id,
    now: Time,
) -> Result<()> {
    let row = (
        attendance_cards::actor_id.eq(actor),
        attendance_cards::serial.eq(serial),
        attendance_cards::made_at.eq(now),
    );
    remove_card(conn, actor)?;
    both!(conn, |c| diesel::insert_into(attendance_cards::table).values(row).execute(c))?;
    Ok(())
}

/// Takes a member's card away.
pub(in crate::features::attendance) fn remove_card(conn: &mut Conn, actor: Id) -> Result<()> {
    diesel::delete(attendance_cards::table.filter(attendance_cards::actor_id.eq(actor)))
        .execute(conn)?;
    Ok(())
}

/// The number of a member's card.
pub(in crate::features::attendance) fn card(conn: &mut Conn, actor: Id) -> Result<Option<Id>> {
    Ok(attendance_cards::table
        .filter(attendance_cards::actor_id.eq(actor))
        .select(attendance_cards::serial)
        .first(conn)
        .optional()?)
}
