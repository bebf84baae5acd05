//! Quotes on the wire (FEP-044f): `QuoteRequest` is answered, a permission that was taken back is deleted.

use parvis_federation::{
    Verb,
    activity::{Item, build},
    object::Tombstone,
};

use super::{
    actions::{self, Revoked},
    store,
};
use crate::{
    kernel::{error::Result, id::Id},
    platform::{
        actors,
        app::{App, Tx},
        feature::{Inbound, Outcome},
        fediverse::{documents::address, outbox},
        jobs::JobResult,
        journal::{Recorded, Withdrawn},
        objects,
    },
};

pub(super) fn apply(tx: &mut Tx<'_>, inbound: &Inbound) -> Result<Option<Outcome>> {
    let activity = &inbound.activity;
    if activity.verb != Verb::QuoteRequest {
        return Ok(None);
    }
    let object = match activity.object_id() {
        Some(iri) => objects::find_by_iri(tx.conn, iri.as_str())?,
        None => None,
    };
    // The same answer for what never existed and for what may not be known: none.
    let known = object.filter(|o| o.local && o.deleted_at.is_none() && o.federates());
    let Some(quoted) = known else {
        return Ok(Some(Outcome::Ignored("nothing of ours has this address")));
    };
    let quoting = activity.instrument.as_ref().and_then(Item::id);
    let Some(quoting) = quoting.filter(|iri| iri.same_origin(&activity.actor)) else {
        return Ok(Some(Outcome::Rejected("the quote is not the asker's")));
    };
    let Some(author) = actors::find(tx.conn, quoted.author_id)? else {
        return Ok(Some(Outcome::Ignored("its author left")));
    };
    let request = activity.id.as_str();
    let quote = actions::allow(tx, &quoted, quoting.as_str(), inbound.actor.id, request)?;
    let authorization = match &quote {
        Some(quote) => Some(address(&quote.iri)?),
        None => None,
    };
    let word = if quote.is_some() { "accepts" } else { "rejects" };
    let iri = format!("{}#{word}/quotes/{}", author.iri, inbound.id);
    let raw = &activity.raw;
    outbox::tell(tx, &author, &inbound.actor, &iri, |head| match &authorization {
        Some(authorization) => build::accept_quote(head, raw, authorization),
        None => build::reject_quote(head, raw),
    })?;
    Ok(Some(match quote {
        Some(_) => Outcome::Applied,
        None => Outcome::Rejected("this quote was taken back"),
    }))
}

/// Tells whoever was allowed to quote that they are no longer; forgets permissions for what was withdrawn.
pub(super) async fn tell(app: App, fact: Recorded) -> JobResult {
    app.write(move |tx| {
        if let Some(Withdrawn { object }) = fact.read() {
            return actions::revoke_for(tx, object);
        }
        match fact.read::<Revoked>() {
            Some(Revoked { quote }) => tell_revoked(tx, quote),
            None => Ok(()),
        }
    })
    .await?;
    Ok(())
}

fn tell_revoked(tx: &mut Tx<'_>, id: Id) -> Result<()> {
    let Some(quote) = store::find(tx.conn, id)? else {
        return Ok(());
    };
    let Some(quoted) = objects::find(tx.conn, quote.quoted_id)? else {
        return Ok(());
    };
    let mut both = actors::find_all(tx.conn, &[quoted.author_id, quote.actor_id])?;
    let author = both.remove(&quoted.author_id);
    let Some((author, asker)) = author.zip(both.remove(&quote.actor_id)) else {
        return Ok(());
    };
    let tombstone = Tombstone {
        id: address(&quote.iri)?,
        former_type: Some("QuoteAuthorization".to_owned()),
        deleted: quote.revoked_at.map(|at| at.utc()),
    };
    let iri = format!("{}#delete", quote.iri);
    outbox::tell(tx, &author, &asker, &iri, |head| build::delete(head, &tombstone))
}
