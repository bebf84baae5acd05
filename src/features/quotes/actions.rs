//! Allowing a quote and taking that back.

use serde::{Deserialize, Serialize};

use super::store::{self, Quote};
use crate::{
    kernel::{error::Result, id::Id},
    platform::{
        app::Tx,
        journal::{self, Fact},
        objects::Object,
    },
};

/// A permission to quote was taken back: whoever has it must hear.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Revoked {
    /// The permission.
    pub quote: Id,
}

impl Fact for Revoked {
    const TOPIC: &'static str = "quote.revoked";
    fn lane(&self) -> Option<Id> {
        Some(self.quote)
    }
}

/// Allows a post to quote an object; `None` when that was allowed and taken back.
pub(super) fn allow(
    tx: &mut Tx<'_>,
    quoted: &Object,
    quoting: &str,
    actor: Id,
    request: &str,
) -> Result<Option<Quote>> {
    if let Some(known) = store::between(tx.conn, quoted.id, quoting)? {
        if known.actor_id != actor || known.revoked_at.is_some() {
            return Ok(None);
        }
        store::set_request(tx.conn, known.id, request)?;
        return Ok(Some(Quote { request_iri: request.to_owned(), ..known }));
    }
    let id = tx.new_id();
    let quote = Quote {
        id,
        iri: tx.app.config.address(&format!("/quotes/{id}")),
        quoted_id: quoted.id,
        quoting_iri: quoting.to_owned(),
        actor_id: actor,
        request_iri: request.to_owned(),
        created_at: tx.now,
        revoked_at: None,
    };
    store::insert(tx.conn, &quote)?;
    Ok(Some(quote))
}

/// Takes back every permission these actors have.
pub fn revoke_of(tx: &mut Tx<'_>, actors: &[Id]) -> Result<()> {
    let quotes = store::given_to(tx.conn, actors)?;
    revoke_all(tx, &quotes)
}

/// Takes back every permission to quote an object that is not to be seen any more.
pub(super) fn revoke_for(tx: &mut Tx<'_>, object: Id) -> Result<()> {
    let quotes = store::of_object(tx.conn, object)?;
    revoke_all(tx, &quotes)
}

fn revoke_all(tx: &mut Tx<'_>, quotes: &[Id]) -> Result<()> {
    for quote in quotes {
        store::revoke(tx.conn, *quote, tx.now)?;
        journal::record(tx, &Revoked { quote: *quote })?;
    }
    Ok(())
}
