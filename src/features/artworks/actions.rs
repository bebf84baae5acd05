//! What staff do with artworks, each inside the caller's transaction. Forms, imports and the demonstration all
//! come through here.

use super::{
    model::{self, Artwork, Draft},
    store,
};
use crate::{
    features::places,
    kernel::{
        db::Conn,
        error::{Error, FieldErrors, Result},
        id::Id,
        text,
    },
    platform::{
        app::Tx,
        media::pictures::{self, Picture},
        objects::{self, Mint, State, Visibility},
    },
};

/// The noun of its objects.
pub(super) const KIND: &str = "artwork";

/// Puts an artwork into the catalogue and tells the network.
pub fn publish(tx: &mut Tx<'_>, draft: &Draft) -> Result<Artwork> {
    judge(tx.conn, None, draft)?;
    let author =
        tx.app.venue().actor_id.ok_or_else(|| Error::internal("the venue is not set up"))?;
    let slug = text::free_slug(&draft.facts.title, |slug| store::slug_taken(tx.conn, slug))?;
    let object = objects::mint(
        tx,
        &Mint {
            kind: KIND,
            author,
            visibility: Visibility::Public,
            state: State::Published,
            path: &format!("/oeuvres/{slug}"),
            parent: None,
        },
    )?;
    let artwork = Artwork {
        id: object.id,
        slug,
        facts: draft.facts.clone(),
        place: draft.place,
        on_show: draft.on_show,
    };
    store::insert(tx.conn, artwork.clone())?;
    places::label(tx, &draft.facts.inventory, artwork.id, "inventory")?;
    pictures::replace(tx, artwork.id, &draft.pictures)?;
    objects::announce(tx, artwork.id)?;
    Ok(artwork)
}

/// Changes an artwork; returns the names of the fields that changed. When none did, nothing is told to anybody.
pub fn revise(tx: &mut Tx<'_>, id: Id, draft: &Draft) -> Result<Vec<&'static str>> {
    let (artwork, hanging) = get(tx, id)?;
    let changed = model::differences(&artwork.draft(&hanging), draft);
    if changed.is_empty() {
        return Ok(changed);
    }
    judge(tx.conn, Some(id), draft)?;
    store::update(
        tx.conn,
        Artwork {
            facts: draft.facts.clone(),
            place: draft.place,
            on_show: draft.on_show,
            ..artwork
        },
    )?;
    if changed.contains(&"inventory") {
        places::label(tx, &draft.facts.inventory, id, "inventory")?;
    }
    if ["pictures", "alt_fr", "alt_en"].iter().any(|part| changed.contains(part)) {
        pictures::replace(tx, id, &draft.pictures)?;
    }
    if changed == ["status"] {
        // Other servers are not told whether it hangs today.
        objects::touch(tx, id)?;
    } else {
        objects::revise(tx, id)?;
    }
    Ok(changed)
}

/// Puts an artwork on show, or notes that it cannot be seen at present.
pub fn hang(tx: &mut Tx<'_>, id: Id, on_show: bool) -> Result<()> {
    let (artwork, hanging) = get(tx, id)?;
    let mut draft = artwork.draft(&hanging);
    draft.on_show = on_show;
    revise(tx, id, &draft).map(|_| ())
}

/// Moves an artwork to a place, or to none.
pub fn put(tx: &mut Tx<'_>, id: Id, place: Option<Id>) -> Result<()> {
    let (artwork, hanging) = get(tx, id)?;
    let mut draft = artwork.draft(&hanging);
    draft.place = place;
    revise(tx, id, &draft).map(|_| ())
}

/// Puts an artwork first, on the venue's page and on its profile everywhere, or back among the others.
pub fn feature(tx: &mut Tx<'_>, id: Id, on: bool) -> Result<()> {
    let object = objects::find(tx.conn, id)?.filter(|object| object.kind == KIND);
    objects::feature(tx, &object.ok_or(Error::NotFound)?, on)
}

/// Takes an artwork out of the catalogue for good: its page answers 410, its pictures come down, its inventory
/// number is free again.
pub fn withdraw(tx: &mut Tx<'_>, id: Id) -> Result<()> {
    let (mut artwork, _) = get(tx, id)?;
    // The column is unique: the number of a withdrawn work must not stand in the way of the next one.
    artwork.facts.inventory = format!("{}\u{a0}({id})", artwork.facts.inventory);
    store::update(tx.conn, artwork)?;
    pictures::replace(tx, id, &[])?;
    objects::withdraw(tx, id)
}

fn get(tx: &mut Tx<'_>, id: Id) -> Result<(Artwork, Vec<Picture>)> {
    let gone = objects::find(tx.conn, id)?.is_none_or(|object| object.deleted_at.is_some());
    let artwork = store::find(tx.conn, id)?.filter(|_| !gone).ok_or(Error::NotFound)?;
    let hanging = pictures::of(tx.conn, &[id])?.remove(&id).unwrap_or_default();
    Ok((artwork, hanging))
}

/// The rules of the model, with the rest of the catalogue at hand. `id` is the work itself, when it is there already.
pub(super) fn judge(conn: &mut Conn, id: Option<Id>, draft: &Draft) -> Result<()> {
    let mut errors: FieldErrors = model::check(draft);
    let number = std::slice::from_ref(&draft.facts.inventory);
    let same_number =
        store::find_by_inventory(conn, number)?.into_values().any(|other| Some(other.id) != id);
    let same_label = places::label_holder(conn, &draft.facts.inventory)?
        .is_some_and(|holder| Some(holder) != id);
    if same_number || same_label {
        errors.add("inventory", "artworks-error-inventory-taken");
    }
    if let Some(place) = draft.place
        && places::tree(conn)?.get(place).is_none()
    {
        errors.add("place", "artworks-error-place");
    }
    errors.into_result()
}
