//! Artworks as cards on a wall of pictures, read in batches.

use std::collections::HashMap;

use super::model::Artwork;
use crate::{
    features::places::Tree,
    kernel::{db::Conn, error::Result, i18n::Lang, id::Id},
    platform::{media::pictures, web::Card},
};

/// The cards of these artworks, in their order.
pub(super) fn cards(
    conn: &mut Conn,
    lang: Lang,
    tree: &Tree,
    artworks: &[Artwork],
) -> Result<Vec<Card>> {
    let ids: Vec<Id> = artworks.iter().map(|artwork| artwork.id).collect();
    let mut hanging: HashMap<_, _> = pictures::views(conn, &ids, lang)?;
    let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Ok(artworks
        .iter()
        .map(|artwork| Card {
            title: artwork.facts.title.clone(),
            url: artwork.path(),
            inventory: artwork.facts.inventory.clone(),
            place: artwork
                .place
                .and_then(|id| tree.get(id))
                .map(|place| place.name(lang).to_owned()),
            artist: said(&artwork.facts.artist),
            date: said(&artwork.facts.date),
            on_show: artwork.on_show,
            picture: hanging.remove(&artwork.id).and_then(|list| list.into_iter().next()),
        })
        .collect())
}
