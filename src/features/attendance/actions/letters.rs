//! Answering with an e-mail address and without an account: a letter, a link, a button.
//!
//! Nobody learns here whose address is known: asking does the same for every address, and only its owner reads the rest.

use super::{Claim, answer, listed};
use crate::{
    features::{
        accounts::{self, Email},
        attendance::{
            letters,
            model::{self, Attendance, CONFIRMED_WITHIN, Channel, Refusal, Who, Wish},
            store::{self, Request},
        },
        events::{self, Event},
    },
    kernel::{
        clock::Time,
        db::Conn,
        entropy::sha256_hex,
        error::{Error, Result},
        i18n::Lang,
        id::Id,
    },
    platform::{app::Tx, objects::Visibility},
};

/// Somebody wants to come, and says that an address is theirs.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The address.
    pub email: Email,
    /// What they call themselves; may be empty.
    pub name: String,
    /// For how many people.
    pub people: i32,
    /// On a page, or at a kiosk.
    pub channel: Channel,
    /// In which language they read.
    pub language: Lang,
}

/// Sends the letter that asks for confirmation. Whether there are seats is said once the link is opened: what is asked
/// for takes none.
pub fn ask(tx: &mut Tx<'_>, event: Id, asked: &Asked) -> Result<Result<(), Refusal>> {
    let (event, visibility) = listed(tx.conn, event)?;
    if let Err(refusal) = model::open(&event, tx.now, Wish::Going) {
        return Ok(Err(refusal));
    }
    if visibility == Visibility::Members {
        return Ok(Err(Refusal::MembersOnly));
    }
    if !(1..=event.facts.party_max).contains(&asked.people) {
        return Ok(Err(Refusal::Party(event.facts.party_max)));
    }
    if let Some(seats) = event.facts.capacity.filter(|seats| asked.people > *seats) {
        return Ok(Err(Refusal::Room(seats)));
    }
    let token = tx.app.entropy.token();
    let request = Request {
        token_hash: sha256_hex(token.as_bytes()),
        event_id: event.id,
        email: asked.email.as_str().to_owned(),
        name: asked.name.clone(),
        people: asked.people,
        channel: asked.channel,
        language: asked.language,
        asked_at: tx.now,
        expires_at: tx.now.plus(CONFIRMED_WITHIN),
        attendance_id: None,
    };
    store::insert_request(tx.conn, &request)?;
    letters::ask(tx, &event, &request, &token)?;
    Ok(Ok(()))
}

/// The request of a link and its event; [`Error::NotFound`] once the link is too old.
pub(in crate::features::attendance) fn asked(
    conn: &mut Conn,
    token: &str,
    now: Time,
) -> Result<(Request, Event)> {
    let hash = sha256_hex(token.as_bytes());
    let request = store::request(conn, &hash, now)?.ok_or(Error::NotFound)?;
    let event = events::find(conn, request.event_id)?.ok_or(Error::NotFound)?;
    Ok((request, event))
}

/// The address is theirs: the answer counts from now on. Opened again, it is the same answer.
pub fn confirm(tx: &mut Tx<'_>, token: &str) -> Result<Result<(Attendance, Event), Refusal>> {
    let (request, event) = asked(tx.conn, token, tx.now)?;
    if let Some(known) = request.attendance_id {
        return Ok(Ok((store::get(tx.conn, known)?, event)));
    }
    // Whoever has an account with this address is one person, not two.
    let who = match accounts::owner(tx.conn, &request.email)? {
        Some(actor) => Who::Actor(actor),
        None => Who::Email(request.email.clone()),
    };
    let claim = Claim {
        people: request.people,
        name: request.name.clone(),
        ..Claim::new(who, Wish::Going, request.channel, request.language)
    };
    Ok(match answer(tx, event.id, &claim)? {
        Ok(one) => {
            store::set_confirmed(tx.conn, &request.token_hash, one.id)?;
            Ok((one, event))
        }
        Err(refusal) => Err(refusal),
    })
}
