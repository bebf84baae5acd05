//! Putting somebody on a step of the ladder of trust, or leaving it to what is published of them.

use super::check_touchable;
use crate::{
    features::{moderation::model::Verdict, traces},
    kernel::{
        error::{Error, Result},
        id::Id,
    },
    platform::{actors, app::Tx, audit, web::Member},
};

/// How the log names it.
const ACTION: &str = "actor.trust";

/// Decides how far somebody is trusted; `None` decides nothing any more.
pub fn put(tx: &mut Tx<'_>, by: &Member, person: Id, rung: Option<traces::Rung>) -> Result<()> {
    // Like every decision about a person rather than about words.
    if by.role < Verdict::Limit.role() {
        return Err(Error::Forbidden("error-forbidden-role"));
    }
    let person = actors::find(tx.conn, person)?.ok_or(Error::NotFound)?;
    check_touchable(tx, by, &person)?;
    let before = traces::set_rung(tx, person.id, rung)?;
    if before == rung {
        return Ok(());
    }
    audit::record(
        tx,
        &audit::Entry {
            account: Some(by.account_id),
            action: ACTION,
            target_kind: "actor",
            target: &person.id.to_string(),
            reason: rung.map_or("", traces::Rung::as_str),
            before: before.map_or("", traces::Rung::as_str),
        },
    )?;
    Ok(())
}
