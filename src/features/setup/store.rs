//! The installation code, as a hash, in the settings table.

use diesel::prelude::*;

use crate::{
    kernel::{db::Conn, error::Result},
    platform::app::Tx,
    schema::settings,
};

const NAME: &str = "setup-code";

/// The hash of the present code, if one was given out.
pub(super) fn code_hash(conn: &mut Conn) -> Result<Option<String>> {
    Ok(settings::table
        .filter(settings::name.eq(NAME))
        .select(settings::value)
        .first(conn)
        .optional()?)
}

/// Replaces the code by another one.
pub(super) fn set_code_hash(tx: &mut Tx<'_>, hash: &str) -> Result<()> {
    forget_code(tx)?;
    diesel::insert_into(settings::table)
        .values((
            settings::name.eq(NAME),
            settings::value.eq(hash),
            settings::updated_at.eq(tx.now),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// Forgets the code: there is nothing left to open with it.
pub(super) fn forget_code(tx: &mut Tx<'_>) -> Result<()> {
    diesel::delete(settings::table.filter(settings::name.eq(NAME))).execute(tx.conn)?;
    Ok(())
}
