//! A file that came with a form that must be corrected is held, so that nobody has to choose or record it again.
//!
//! The form carries a token, of which only the hash is kept; it opens the file to the person who sent it and to nobody
//! else. What no form brings back leaves with the daily round.

use std::time::Duration;

use diesel::prelude::*;

use super::store::{self, Media, Variant};
use crate::{
    kernel::{clock::Time, db::Conn, entropy::sha256_hex, error::Result, id::Id},
    platform::app::{App, Tx},
    schema::held_files,
};

/// How long a file is held; as long as an outbox keeps a form.
pub(super) const HELD: Duration = Duration::from_secs(48 * 3600);

#[derive(Insertable)]
#[diesel(table_name = held_files, treat_none_as_default_value = false)]
struct Row {
    token_hash: String,
    media_id: Id,
    person_id: Option<Id>,
    held_at: Time,
}

/// Holds a kept file for this person (none: somebody without a name); returns the token for the form.
pub async fn hold(app: &App, person: Option<Id>, media: Id) -> Result<String> {
    let token = app.entropy.token();
    let token_hash = sha256_hex(token.as_bytes());
    app.write(move |tx: &mut Tx<'_>| {
        let (token_hash, held_at) = (token_hash.clone(), tx.now);
        let row = Row { token_hash, media_id: media, person_id: person, held_at };
        diesel::insert_into(held_files::table).values(row).execute(tx.conn)?;
        Ok(())
    })
    .await?;
    Ok(token)
}

/// The file this token was given for, if this person may have it.
pub fn find(
    conn: &mut Conn,
    token: &str,
    person: Option<Id>,
) -> Result<Option<(Media, Vec<Variant>)>> {
    let held: Option<(Id, Option<Id>)> = held_files::table
        .filter(held_files::token_hash.eq(sha256_hex(token.as_bytes())))
        .select((held_files::media_id, held_files::person_id))
        .first(conn)
        .optional()?;
    // Whoever had no name when they sent it may have one since.
    let Some((media, _)) = held.filter(|(_, owner)| owner.is_none() || *owner == person) else {
        return Ok(None);
    };
    Ok(store::find_all(conn, &[media])?.remove(&media))
}

/// Lets go of what no form brought back in time.
pub(super) fn sweep(conn: &mut Conn, now: Time) -> Result<usize> {
    let old = now.minus(HELD);
    Ok(diesel::delete(held_files::table.filter(held_files::held_at.lt(old))).execute(conn)?)
}
