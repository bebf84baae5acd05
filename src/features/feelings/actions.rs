//! Feeling something and taking it back. Doing either twice is doing it once.

use super::{
    model::{self, Feeling},
    store,
};
use crate::{
    kernel::{
        error::{Error, Result},
        id::Id,
    },
    platform::{
        actors::{self, Standing},
        app::Tx,
        feature,
        objects::{Object, State},
    },
};

/// Somebody feels this about an object; what they felt before is forgotten.
pub fn feel(tx: &mut Tx<'_>, object: &Object, actor: Id, feeling: Feeling) -> Result<()> {
    if !may_be_felt(object) {
        return Err(Error::NotFound);
    }
    if !model::offered(&tx.app.venue().feelings).contains(&feeling) {
        return Err(Error::field("feeling", "feelings-error-unknown"));
    }
    let standing = actors::find(tx.conn, actor)?.map(|actor| actor.standing);
    if standing.is_none_or(|standing| standing == Standing::Blocked) {
        return Err(Error::Forbidden("feelings-forbidden"));
    }
    let place = feature::places_of(tx.app, tx.conn, &[object.id])?.remove(&object.id);
    store::set(tx.conn, (object.id, actor), feeling, place, tx.now)
}

/// Somebody takes back what they felt.
pub fn withdraw(tx: &mut Tx<'_>, object: Id, actor: Id) -> Result<()> {
    store::remove(tx.conn, object, actor)
}

/// Feelings are left on things of the venue that everybody may see, not on what people say of them.
pub(super) fn may_be_felt(object: &Object) -> bool {
    object.local
        && object.parent_id.is_none()
        && object.parent_iri.is_none()
        && object.state == State::Published
        && object.visibility.is_open()
        && object.deleted_at.is_none()
}
