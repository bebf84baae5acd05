//! What staff do with exhibitions, each inside the caller's transaction.

use super::{
    model::{self, Exhibition, Facts, MOST},
    store,
};
use crate::{
    features::places,
    kernel::{
        error::{Error, FieldErrors, Message, Result},
        id::Id,
        text,
    },
    platform::app::Tx,
};

/// Describes an exhibition, new or known. `labels` are the numbers and codes of what belongs to it, one a line.
pub fn save(tx: &mut Tx<'_>, id: Option<Id>, facts: &Facts, labels: &str) -> Result<Exhibition> {
    let mut errors = model::check(facts);
    let mut objects = Vec::new();
    let mut unknown = Vec::new();
    for label in labels.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match places::label_holder(tx.conn, label)? {
            Some(object) if !objects.contains(&object) => objects.push(object),
            Some(_) => {}
            None => unknown.push(label),
        }
    }
    if let Some(label) = unknown.first() {
        let message = Message::new("exhibitions-error-label")
            .with("label", text::shorten(label, 40))
            .with("count", unknown.len());
        errors.add_message("labels", message);
    } else if objects.len() > MOST {
        errors.add("labels", "exhibitions-error-many");
    }
    errors.into_result()?;
    let exhibition = match id {
        Some(id) => {
            let known = store::find(tx.conn, id)?.ok_or(Error::NotFound)?;
            let changed = Exhibition { facts: facts.clone(), ..known };
            store::update(tx.conn, changed.clone())?;
            changed
        }
        None => {
            let title = if facts.title_fr.is_empty() { &facts.title_en } else { &facts.title_fr };
            let new =
                Exhibition { id: tx.new_id(), slug: free_slug(tx, title)?, facts: facts.clone() };
            let now = tx.now;
            store::insert(tx.conn, new.clone(), now)?;
            new
        }
    };
    store::set_objects(tx.conn, exhibition.id, &objects)?;
    Ok(exhibition)
}

/// Takes an exhibition out; what belonged to it stays.
pub fn remove(tx: &mut Tx<'_>, id: Id) -> Result<()> {
    store::find(tx.conn, id)?.ok_or(Error::NotFound)?;
    store::remove(tx.conn, id)
}

/// An error of a field that could not even be read.
pub fn unreadable(field: &str) -> Error {
    Error::Invalid(FieldErrors::one(field, "exhibitions-error-date"))
}

/// A slug nobody has, from a title.
fn free_slug(tx: &mut Tx<'_>, title: &str) -> Result<String> {
    let base = text::slug(title);
    let mut slug = base.clone();
    let mut n = 1;
    while store::slug_taken(tx.conn, &slug)? {
        n += 1;
        slug = format!("{base}-{n}");
    }
    Ok(slug)
}
