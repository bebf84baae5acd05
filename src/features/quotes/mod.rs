//! Quotes: other servers ask before they quote what is said here (FEP-044f). What is public may be quoted; the
//! permission is taken back when what it quotes is withdrawn or its holder is blocked.

mod actions;
mod store;
mod wire;

use futures::FutureExt as _;

pub use actions::{Revoked, revoke_of};

use crate::{
    kernel::error::Result,
    platform::{
        app::Tx,
        feature::{Feature, Inbound, Outcome},
        jobs::Consumer,
        journal::{Fact as _, Withdrawn},
    },
};

/// The slice, as the server knows it.
pub struct Quotes;

impl Feature for Quotes {
    fn name(&self) -> &'static str {
        "quotes"
    }

    fn apply(&self, tx: &mut Tx<'_>, inbound: &Inbound) -> Result<Option<Outcome>> {
        wire::apply(tx, inbound)
    }

    fn consumers(&self) -> &'static [Consumer] {
        &[Consumer {
            name: "quotes",
            topics: &[Revoked::TOPIC, Withdrawn::TOPIC],
            heeds: None,
            run: |app, fact| wire::tell(app, fact).boxed(),
        }]
    }
}
