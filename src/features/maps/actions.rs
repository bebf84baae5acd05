//! Hanging a plan, pinning things on it, taking it down. By staff.

use super::{
    model::Spot,
    store::{self, Plan},
};
use crate::{
    features::places,
    kernel::{
        error::{Error, Result},
        id::Id,
    },
    platform::app::Tx,
};

/// A thing on a plan.
#[derive(Clone, Copy, Debug)]
pub struct Pin {
    /// What.
    pub object: Id,
    /// Thousandths from the left.
    pub x: i32,
    /// Thousandths from the top.
    pub y: i32,
}

/// The plan of a place, instead of the one it had; pins stay where they are. Without a picture, only its texts change.
pub fn hang(
    tx: &mut Tx<'_>,
    place: Id,
    picture: Option<Id>,
    (alt_fr, alt_en): (&str, &str),
) -> Result<()> {
    places::tree(tx.conn)?.get(place).ok_or(Error::NotFound)?;
    let before = store::find(tx.conn, place)?.map(|plan| plan.media_id);
    let Some(media_id) = picture.or(before) else {
        return Err(Error::field("picture", "maps-error-picture"));
    };
    let plan = Plan {
        place_id: place,
        media_id,
        alt_fr: alt_fr.to_owned(),
        alt_en: alt_en.to_owned(),
        changed_at: tx.now,
    };
    store::set(tx.conn, &plan)
}

/// The things on a plan, instead of those that were.
pub fn pin(tx: &mut Tx<'_>, place: Id, pins: &[Pin]) -> Result<()> {
    store::find(tx.conn, place)?.ok_or(Error::NotFound)?;
    let spots: Vec<(Id, Spot)> =
        pins.iter().map(|pin| (pin.object, Spot { x: pin.x, y: pin.y })).collect();
    store::set_pins(tx.conn, place, &spots)
}

/// Takes a plan down.
pub(super) fn take_down(tx: &mut Tx<'_>, place: Id) -> Result<()> {
    store::find(tx.conn, place)?.ok_or(Error::NotFound)?;
    store::remove(tx.conn, place)
}
