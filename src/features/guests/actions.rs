//! What a guest does with everything they left at once.

use crate::{
    features::{feelings, traces},
    kernel::{
        error::{Error, Result},
        id::Id,
    },
    platform::{
        actors::{self, Standing},
        app::Tx,
        guests, objects,
    },
};

/// How many of a guest's objects are withdrawn in one transaction.
const AT_ONCE: i64 = 500;

/// A guest turns out to be a member: what they left is the member's, and they are no guest any more. Where both felt
/// something about the same thing, the last word counts. Claiming twice changes nothing; false when there was nothing
/// left to claim.
pub fn claim(tx: &mut Tx<'_>, guest: Id, member: Id) -> Result<bool> {
    let standing = actors::find(tx.conn, guest)?.map(|actor| actor.standing);
    if standing == Some(Standing::Blocked) {
        // An account does not wash off what the venue decided.
        return Err(Error::Forbidden("guests-forbidden"));
    }
    if !guests::end(tx, guest)? {
        return Ok(false);
    }
    objects::give(tx.conn, guest, member)?;
    for feature in tx.app.features {
        feature.claim(tx, guest, member)?;
    }
    Ok(true)
}

/// Takes back everything a guest left, and forgets them. Called again while it answers true.
pub fn withdraw_all(tx: &mut Tx<'_>, guest: Id) -> Result<bool> {
    let left = objects::authored(tx.conn, guest, AT_ONCE)?;
    for id in &left {
        traces::withdraw(tx, *id)?;
    }
    if i64::try_from(left.len()).unwrap_or(0) == AT_ONCE {
        return Ok(true);
    }
    for (object, _, _) in feelings::by_actor(tx.conn, guest, i64::MAX)? {
        feelings::withdraw(tx, object, guest)?;
    }
    guests::end(tx, guest)?;
    Ok(false)
}
