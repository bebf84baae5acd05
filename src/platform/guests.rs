//! Guests: people who take part without an account. An actor of this server alone, known again by a cookie.
//!
//! A guest is made by the first form somebody sends, never by looking at a page. Guests are not members and never
//! federate: they have no page, no document, no handle. They are forgotten after thirteen months, the longest a
//! visitor's browser may be recognised without asking (CNIL, guidelines of 17 September 2020); what they left stays,
//! without a way back to them.

use std::time::Duration;

use diesel::prelude::*;

use crate::{
    kernel::{
        clock::Time,
        db::Conn,
        entropy::sha256_hex,
        error::{Error, Result},
        i18n::{self, Args},
        id::Id,
        seal::Seal,
    },
    platform::{
        actors::{self, Actor, ActorKind, Standing},
        app::{App, Tx},
    },
    schema::{actors as people, guests},
};

/// The cookie's name without its prefix.
pub const COOKIE: &str = "parvis-visite";

/// How long a guest is known again: thirteen months.
pub const LONGEST: Duration = Duration::from_secs(395 * 24 * 3600);

/// Somebody without an account who took part before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guest {
    /// Their actor.
    pub actor_id: Id,
    receipt_try: i32,
}

/// Letters and digits nobody takes for one another, as in Crockford's base 32.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

impl Guest {
    /// The code by which they find what they left from another device: eight signs, `ABCD-EFGH`.
    pub fn receipt(&self, app: &App) -> Result<String> {
        let code = receipt(app.seal()?, self.actor_id, self.receipt_try);
        let (first, last) = code.split_at(4);
        Ok(format!("{first}-{last}"))
    }
}

/// The code a guest is given; another one for each try.
fn receipt(seal: &Seal, actor: Id, attempt: i32) -> String {
    let sealed = seal.bytes("receipt", &format!("{actor}:{attempt}"));
    let letter = |byte: &u8| LETTERS.get(usize::from(byte % 32)).copied().unwrap_or(b'0');
    sealed.iter().take(8).map(|byte| char::from(letter(byte))).collect()
}

/// A code as somebody typed it, as it is kept: without what separates, whatever its case.
fn typed(code: &str) -> String {
    code.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect()
}

/// The guest whose cookie holds this token.
pub fn find(conn: &mut Conn, token: &str, now: Time) -> Result<Option<Guest>> {
    let row = guests::table
        .filter(guests::token_hash.eq(sha256_hex(token.as_bytes())))
        .filter(guests::expires_at.gt(now))
        .select((guests::actor_id, guests::receipt_try))
        .first(conn)
        .optional()?;
    Ok(row.map(guest))
}

/// The guest who was given this code.
pub fn by_receipt(app: &App, conn: &mut Conn, code: &str, now: Time) -> Result<Option<Guest>> {
    let row = guests::table
        .filter(guests::receipt_hash.eq(app.seal()?.text("receipt-kept", &typed(code))))
        .filter(guests::expires_at.gt(now))
        .select((guests::actor_id, guests::receipt_try))
        .first(conn)
        .optional()?;
    Ok(row.map(guest))
}

/// The guest with this actor.
pub fn by_actor(conn: &mut Conn, actor: Id, now: Time) -> Result<Option<Guest>> {
    let row = guests::table
        .filter(guests::actor_id.eq(actor))
        .filter(guests::expires_at.gt(now))
        .select((guests::actor_id, guests::receipt_try))
        .first(conn)
        .optional()?;
    Ok(row.map(guest))
}

fn guest((actor_id, receipt_try): (Id, i32)) -> Guest {
    Guest { actor_id, receipt_try }
}

/// The guest whose cookie holds this token, made now when there is none yet.
pub fn welcome(tx: &mut Tx<'_>, token: &str) -> Result<Guest> {
    if let Some(known) = find(tx.conn, token, tx.now)? {
        return Ok(known);
    }
    let actor = actor(tx);
    actors::insert(tx.conn, &actor)?;
    let (receipt_try, receipt_hash) = free_receipt(tx, actor.id)?;
    diesel::insert_into(guests::table)
        .values((
            guests::actor_id.eq(actor.id),
            guests::token_hash.eq(sha256_hex(token.as_bytes())),
            guests::receipt_hash.eq(receipt_hash),
            guests::receipt_try.eq(receipt_try),
            guests::created_at.eq(tx.now),
            guests::expires_at.eq(tx.now.plus(LONGEST)),
        ))
        .execute(tx.conn)?;
    Ok(Guest { actor_id: actor.id, receipt_try })
}

/// The first code of an actor that nobody else has: with a million guests, one in a million is the second.
fn free_receipt(tx: &mut Tx<'_>, actor: Id) -> Result<(i32, String)> {
    for attempt in 0..16 {
        let seal = tx.app.seal()?;
        let kept = seal.text("receipt-kept", &receipt(seal, actor, attempt));
        let taken: i64 =
            guests::table.filter(guests::receipt_hash.eq(&kept)).count().get_result(tx.conn)?;
        if taken == 0 {
            return Ok((attempt, kept));
        }
    }
    Err(Error::internal("no receipt code is free"))
}

/// Its address is no address: nothing another server says can name it.
fn actor(tx: &Tx<'_>) -> Actor {
    let id = tx.new_id();
    let lang = tx.app.venue().main_language();
    Actor {
        id,
        iri: format!("guest:{id}"),
        kind: ActorKind::Guest,
        local: true,
        handle: String::new(),
        domain: tx.app.config.domain(),
        name: i18n::text(lang, "guest-name", &Args::new()),
        summary_html: String::new(),
        url: tx.app.config.address("/"),
        inbox: String::new(),
        shared_inbox: None,
        outbox: None,
        followers: None,
        following: None,
        featured: None,
        icon_url: None,
        icon_media_id: None,
        image_url: None,
        fields: "[]".to_owned(),
        also_known_as: "[]".to_owned(),
        moved_to: None,
        discoverable: false,
        approves_followers: false,
        rfc9421: false,
        standing: Standing::Good,
        created_at: tx.now,
        updated_at: tx.now,
        fetched_at: None,
        deleted_at: None,
    }
}

/// Ends a guest: their cookie and their code open nothing any more. False when there was none.
pub fn end(tx: &mut Tx<'_>, actor: Id) -> Result<bool> {
    let ended =
        diesel::delete(guests::table.filter(guests::actor_id.eq(actor))).execute(tx.conn)?;
    diesel::update(people::table.filter(people::id.eq(actor)))
        .set(people::deleted_at.eq(Some(tx.now)))
        .execute(tx.conn)?;
    Ok(ended > 0)
}

/// Forgets how guests of more than thirteen months ago were known; returns how many.
pub fn forget_old(tx: &mut Tx<'_>) -> Result<usize> {
    Ok(diesel::delete(guests::table.filter(guests::expires_at.lt(tx.now))).execute(tx.conn)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_code_is_read_however_it_is_typed() {
        for typed_so in ["ABCD-E0F1", "abcd e0f1", "abcdeofl", " AbCd-EoFi "] {
            assert_eq!(typed(typed_so), "ABCDE0F1", "{typed_so}");
        }
    }

    #[test]
    fn codes_have_eight_signs_and_differ() {
        let seal = Seal::of(b"secret");
        let code = receipt(&seal, Id::from_raw(1), 0);
        assert_eq!(code.len(), 8);
        assert_eq!(typed(&code), code, "no sign is taken for another");
        assert_ne!(code, receipt(&seal, Id::from_raw(2), 0));
        assert_ne!(code, receipt(&seal, Id::from_raw(1), 1));
    }
}
