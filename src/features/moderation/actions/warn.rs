//! Warning: a few words of the team to somebody about what they wrote, which stays as it is.
//!
//! A member finds them on the page of their account until they say that they read them; somebody of another
//! server is sent a private message by the venue.

use serde::{Deserialize, Serialize};

use super::{Decision, check_touchable, close_reports};
use crate::{
    features::{
        accounts,
        moderation::{
            model::{self, Case, Verdict, Warning},
            store,
        },
    },
    kernel::{
        error::{Error, Result},
        id::Id,
    },
    platform::{
        actors,
        app::Tx,
        journal::{self, Fact},
        web::Member,
    },
};

/// Somebody of another server is warned: the venue writes to them.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Warned {
    /// The warning.
    pub warning: Id,
}

impl Fact for Warned {
    const TOPIC: &'static str = "person.warned";
}

/// Warns the person a case is about. The words are for them; the log keeps them too.
pub fn warn(tx: &mut Tx<'_>, by: &Member, case: &Case, text: &str) -> Result<()> {
    if by.role < Verdict::Warn.role() {
        return Err(Error::Forbidden("error-forbidden-role"));
    }
    let text = model::warning(text)?;
    let person = actors::find(tx.conn, case.author().ok_or(Error::NotFound)?)?;
    let person = person.filter(|actor| actor.deleted_at.is_none()).ok_or(Error::NotFound)?;
    check_touchable(tx, by, &person)?;
    let reports = close_reports(tx, by, case)?;
    let warning = Warning {
        id: tx.new_id(),
        person_id: person.id,
        object_id: case.objects().first().map(|object| object.id),
        account_id: by.account_id,
        text: text.clone(),
        created_at: tx.now,
        read_at: None,
    };
    store::insert_warning(tx.conn, &warning)?;
    if person.local {
        accounts::set_unread(tx.conn, person.id, true)?;
    } else {
        journal::record(tx, &Warned { warning: warning.id })?;
    }
    let decision = Decision::new(by, Verdict::Warn, &text, "");
    decision.write_about(tx, case, person.id, reports)
}

/// The person says that they read a warning.
pub fn acknowledge(tx: &mut Tx<'_>, person: Id, id: Id) -> Result<()> {
    let warning = store::warning(tx.conn, id)?.filter(|warning| warning.person_id == person);
    warning.ok_or(Error::NotFound)?;
    store::set_read(tx.conn, id, tx.now)?;
    let unread = store::warnings_of(tx.conn, person)?.iter().any(|w| w.read_at.is_none());
    accounts::set_unread(tx.conn, person, unread)
}
