//! Saving what makes words wait.

use crate::{
    kernel::{error::Result, id::Id},
    platform::{app::Tx, audit, holding::Holding, venue::Venue},
};

/// Saves the rules; the caller reloads the venue after the transaction.
pub fn set_rules(tx: &mut Tx<'_>, account: Id, holding: Holding) -> Result<()> {
    // Read anew inside the transaction: two forms saved at a time both stand.
    let mut venue = Venue::load(tx.conn)?;
    venue.holding = holding;
    venue.save(tx)?;
    audit::record(
        tx,
        &audit::Entry {
            account: Some(account),
            action: "venue.settings",
            target_kind: "venue",
            target: "holding",
            ..audit::Entry::default()
        },
    )?;
    Ok(())
}
