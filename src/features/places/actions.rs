//! What staff do with places and labels, each inside the caller's transaction.

use super::{
    model::{self, Facts, Place},
    store,
};
use crate::{
    kernel::{
        error::{Error, FieldErrors, Message, Result},
        id::Id,
        text,
    },
    platform::{
        app::Tx,
        objects::{self, Mint, State, Visibility},
    },
};

/// The noun of its objects.
pub(super) const KIND: &str = "place";

/// Describes a new place. `code` is printed on its label.
pub fn publish(tx: &mut Tx<'_>, facts: &Facts, code: &str) -> Result<Place> {
    judge(tx, None, facts, code)?;
    let author =
        tx.app.venue().actor_id.ok_or_else(|| Error::internal("the venue is not set up"))?;
    let name = if facts.name_fr.is_empty() { &facts.name_en } else { &facts.name_fr };
    let slug = text::free_slug(name, |slug| store::slug_taken(tx.conn, slug))?;
    let object = objects::mint(
        tx,
        &Mint {
            kind: KIND,
            author,
            visibility: Visibility::Public,
            state: State::Published,
            path: &format!("/lieux/{slug}"),
            parent: None,
        },
    )?;
    let place = Place { id: object.id, slug, facts: facts.clone() };
    store::insert(tx.conn, place.clone())?;
    issue_label(tx, code, place.id)?;
    Ok(place)
}

/// Changes a place; returns it as it was before.
///
/// Other servers are not told: a place is fetched where something mentions it, never posted.
pub fn revise(tx: &mut Tx<'_>, id: Id, facts: &Facts, code: &str) -> Result<Place> {
    let before = get(tx, id)?;
    judge(tx, Some(id), facts, code)?;
    store::update(tx.conn, Place { facts: facts.clone(), ..before.clone() })?;
    issue_label(tx, code, id)?;
    objects::touch(tx, id)?;
    Ok(before)
}

/// Withdraws a place that has nothing inside it; what hangs there stays, without a place.
pub fn withdraw(tx: &mut Tx<'_>, id: Id) -> Result<()> {
    get(tx, id)?;
    if !store::tree(tx.conn)?.inside(id).is_empty() {
        return Err(Error::field("form", "places-error-not-empty"));
    }
    objects::withdraw(tx, id)
}

/// Puts the label with this code on an object; its earlier labels keep leading to it. Field errors are on `field`.
pub fn label(tx: &mut Tx<'_>, code: &str, object: Id, field: &str) -> Result<()> {
    match issue_label(tx, code, object) {
        Err(Error::Invalid(errors)) => {
            let mut renamed = FieldErrors::default();
            for message in errors.0.into_values() {
                renamed.add_message(field, message);
            }
            Err(Error::Invalid(renamed))
        }
        other => other,
    }
}

/// Gives an object a new label with this code, or with one nobody can guess from the old; the old one leads to the new.
/// Returns the code.
pub fn reissue(tx: &mut Tx<'_>, object: Id, code: &str) -> Result<String> {
    let typed = model::label_code(code);
    let code = if code.trim().is_empty() { free_code(tx)? } else { typed };
    if code.is_empty() || code.len() > model::CODE {
        return Err(Error::field("code", "places-error-code"));
    }
    issue_label(tx, &code, object)?;
    Ok(code)
}

/// Signs nobody takes for one another, on a wall and by hand.
const SIGNS: &[u8; 28] = b"23456789BCDFGHJKLMNPQRSTVWXZ";

fn free_code(tx: &mut Tx<'_>) -> Result<String> {
    loop {
        let bytes: [u8; 6] = tx.app.entropy.bytes();
        let sign = |byte: u8| SIGNS.get(usize::from(byte) % SIGNS.len()).copied();
        let code: String = bytes.into_iter().filter_map(sign).map(char::from).collect();
        if store::find_label(tx.conn, &code)?.is_none() {
            return Ok(code);
        }
    }
}

fn get(tx: &mut Tx<'_>, id: Id) -> Result<Place> {
    let gone = objects::find(tx.conn, id)?.is_none_or(|object| object.deleted_at.is_some());
    store::find(tx.conn, id)?.filter(|_| !gone).ok_or(Error::NotFound)
}

/// The rules of the model, with the tree and the labels at hand.
fn judge(tx: &mut Tx<'_>, id: Option<Id>, facts: &Facts, code: &str) -> Result<()> {
    let mut errors = model::check(facts, code);
    if let Some(parent) = facts.parent
        && !store::tree(tx.conn)?.may_be_inside(id, facts.kind, parent)
    {
        errors.add("parent", "places-error-parent");
    }
    if let Some((_, false)) =
        store::find_label(tx.conn, &model::label_code(code))?.filter(|(on, _)| Some(*on) != id)
    {
        errors.add_message("code", taken(code));
    }
    errors.into_result()
}

fn issue_label(tx: &mut Tx<'_>, code: &str, object: Id) -> Result<()> {
    let code = model::label_code(code);
    if code.is_empty() {
        return Err(Error::field("code", "places-error-code"));
    }
    let now = tx.now;
    let known = store::find_label(tx.conn, &code)?;
    if let Some((on, withdrawn)) = known
        && on != object
        && !withdrawn
    {
        return Err(Error::Invalid(FieldErrors([("code".to_owned(), taken(&code))].into())));
    }
    store::retire_labels(tx.conn, object, now)?;
    if known.is_some() {
        store::reissue_label(tx.conn, &code, object, now)
    } else {
        store::insert_label(tx.conn, &code, object, now)
    }
}

fn taken(code: &str) -> Message {
    Message::new("places-error-code-taken").with("code", model::label_code(code))
}
