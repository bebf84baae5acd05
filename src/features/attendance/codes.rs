//! The code of an answer: it opens the page on which it is changed, and is shown at the door.
//!
//! Whoever holds it may change the answer and nothing else. It is sealed, never stored, and says nothing of the person. A
//! member's card has a code of its own, for the door of every event: it says who comes and opens no page of theirs.

use super::store;
use crate::{
    kernel::{db::Conn, error::Result, id::Id},
    platform::app::App,
};

const PURPOSE: &str = "attendance";

/// How many signs of the seal a code has: 96 bits.
const SIGNS: usize = 16;

/// The code of an answer.
pub(super) fn code(app: &App, id: Id) -> Result<String> {
    let sealed = app.seal()?.text(PURPOSE, &id.to_string());
    Ok(format!("{id}.{}", sealed.get(..SIGNS).unwrap_or(&sealed)))
}

/// The answer a code belongs to; none for anything that is no code of ours.
pub(super) fn read(app: &App, code: &str) -> Result<Option<Id>> {
    let Some((id, sealed)) = code.trim().split_once('.') else { return Ok(None) };
    let Ok(id) = id.parse::<Id>() else { return Ok(None) };
    let ours = self::code(app, id)?;
    // Compared through the seal of both, which takes as long whatever differs.
    let seal = app.seal()?;
    let same = seal.knows(PURPOSE, &ours, &seal.text(PURPOSE, &format!("{id}.{sealed}")));
    Ok(same.then_some(id))
}

const CARD: &str = "attendance-card";

/// What the code of a card begins with, which that of an answer never does.
const MARK: char = 'c';

/// The code of a member's card with this number.
pub(super) fn card(app: &App, actor: Id, serial: Id) -> Result<String> {
    let sealed = app.seal()?.text(CARD, &format!("{actor} {serial}"));
    Ok(format!("{MARK}{actor}.{}", sealed.get(..SIGNS).unwrap_or(&sealed)))
}

/// Whose card has this code, if its number is still the one they were given.
pub(super) fn holder(app: &App, conn: &mut Conn, code: &str) -> Result<Option<Id>> {
    let Some(rest) = code.trim().strip_prefix(MARK) else { return Ok(None) };
    let Some(actor) = rest.split('.').next().and_then(|id| id.parse::<Id>().ok()) else {
        return Ok(None);
    };
    let Some(serial) = store::card(conn, actor)? else { return Ok(None) };
    let (ours, seal) = (card(app, actor, serial)?, app.seal()?);
    Ok(seal.knows(CARD, &ours, &seal.text(CARD, code.trim())).then_some(actor))
}

/// The path of the page of an answer.
pub(super) fn path(app: &App, id: Id) -> Result<String> {
    Ok(format!("/participation/{}", code(app, id)?))
}
