//! The rows of artworks.

use std::collections::HashMap;

use diesel::{
    dsl::{InnerJoin, IntoBoxed, exists, not},
    prelude::*,
    sql_types::BigInt,
};

use super::model::{Artwork, Facts};
use crate::{
    kernel::{
        db::{Conn, MultiBackend},
        error::Result,
        id::Id,
        text::fold,
    },
    schema::{artworks, objects, pictures},
};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = artworks, treat_none_as_default_value = false, treat_none_as_null = true)]
struct Row {
    id: Id,
    slug: String,
    inventory: String,
    title: String,
    title_folded: String,
    artist: String,
    artist_folded: String,
    artist_dates: String,
    date_text: String,
    technique: String,
    dimensions: String,
    description_fr: String,
    description_en: String,
    credit: String,
    licence: String,
    place_id: Option<Id>,
    on_show: bool,
}

impl From<Row> for Artwork {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            slug: row.slug,
            facts: Facts {
                inventory: row.inventory,
                title: row.title,
                artist: row.artist,
                artist_dates: row.artist_dates,
                date: row.date_text,
                technique: row.technique,
                dimensions: row.dimensions,
                description_fr: row.description_fr,
                description_en: row.description_en,
                credit: row.credit,
                licence: row.licence,
            },
            place: row.place_id,
            on_show: row.on_show,
        }
    }
}

impl From<Artwork> for Row {
    fn from(artwork: Artwork) -> Self {
        let facts = artwork.facts;
        Self {
            id: artwork.id,
            slug: artwork.slug,
            title_folded: fold(&facts.title),
            artist_folded: fold(&facts.artist),
            inventory: facts.inventory,
            title: facts.title,
            artist: facts.artist,
            artist_dates: facts.artist_dates,
            date_text: facts.date,
            technique: facts.technique,
            dimensions: facts.dimensions,
            description_fr: facts.description_fr,
            description_en: facts.description_en,
            credit: facts.credit,
            licence: facts.licence,
            place_id: artwork.place,
            on_show: artwork.on_show,
        }
    }
}

/// Which artworks somebody looks for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Words of the title, the artist or the inventory number; all must be found.
    pub words: String,
    /// In one of these places; empty for anywhere.
    pub places: Vec<Id>,
    /// By this artist.
    pub artist: String,
    /// Only what can be seen, or only what cannot.
    pub on_show: Option<bool>,
    /// Only what has no picture.
    pub without_picture: bool,
    /// Only what has no place.
    pub without_place: bool,
    /// Only what the venue puts first.
    pub featured: bool,
    /// In which order.
    pub order: Order,
}

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// By title.
    #[default]
    Title,
    /// By inventory number.
    Inventory,
    /// The last changed first.
    Changed,
    /// What the venue puts first, then the last published.
    Featured,
}

type Query<'a> = IntoBoxed<'a, InnerJoin<artworks::table, objects::table>, MultiBackend>;

/// The artworks that were not withdrawn and answer a wish.
fn matching(wanted: &Wanted) -> Query<'static> {
    let mut query = artworks::table
        .inner_join(objects::table)
        .filter(objects::deleted_at.is_null())
        .into_boxed::<MultiBackend>();
    for word in fold(&wanted.words).split_whitespace().take(8) {
        let folded = containing(word);
        let capitals = containing(&word.to_uppercase());
        query = query.filter(
            artworks::title_folded
                .like(folded.clone())
                .escape('\\')
                .or(artworks::artist_folded.like(folded.clone()).escape('\\'))
                .or(artworks::inventory.like(folded).escape('\\'))
                .or(artworks::inventory.like(capitals).escape('\\')),
        );
    }
    if !wanted.places.is_empty() {
        query = query.filter(artworks::place_id.eq_any(wanted.places.clone()));
    }
    if !wanted.artist.is_empty() {
        query = query.filter(artworks::artist_folded.eq(fold(&wanted.artist)));
    }
    if let Some(on_show) = wanted.on_show {
        query = query.filter(artworks::on_show.eq(on_show));
    }
    if wanted.without_place {
        query = query.filter(artworks::place_id.is_null());
    }
    if wanted.featured {
        query = query.filter(objects::featured_at.is_not_null());
    }
    if wanted.without_picture {
        let of_this = pictures::table.filter(pictures::object_id.eq(artworks::id));
        query = query.filter(not(exists(of_this)));
    }
    query
}

/// A pattern for texts that contain `word`, whatever signs are in it.
fn containing(word: &str) -> String {
    let word = word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{word}%")
}

/// A page of the artworks that answer a wish, and how many there are.
pub(super) fn search(
    conn: &mut Conn,
    wanted: &Wanted,
    offset: i64,
    limit: i64,
) -> Result<(Vec<Artwork>, i64)> {
    let total = matching(wanted).count().get_result(conn)?;
    let query = match wanted.order {
        Order::Title => matching(wanted).order((artworks::title_folded.asc(), artworks::id.asc())),
        Order::Inventory => matching(wanted).order((artworks::inventory.asc(), artworks::id.asc())),
        Order::Featured => {
            // Where nothing is written, one database puts it first and the other last.
            let first = diesel::dsl::sql::<BigInt>("COALESCE(objects.featured_at, 0) DESC");
            matching(wanted).order((first, objects::published_at.desc(), artworks::id.desc()))
        }
        Order::Changed => {
            let changed = diesel::dsl::sql::<BigInt>(
                "COALESCE(objects.updated_at, objects.published_at) DESC",
            );
            matching(wanted).order((changed, artworks::id.desc()))
        }
    };
    let rows: Vec<Row> = query.offset(offset).limit(limit).select(Row::as_select()).load(conn)?;
    Ok((rows.into_iter().map(Artwork::from).collect(), total))
}

/// The keys of artworks in these places that can be seen, the newest first.
pub(super) fn ids_at(conn: &mut Conn, places: &[Id], limit: i64) -> Result<Vec<Id>> {
    let wanted = Wanted { places: places.to_vec(), ..Wanted::default() };
    Ok(matching(&wanted).order(artworks::id.desc()).limit(limit).select(artworks::id).load(conn)?)
}

/// Every artist with works in the catalogue, as first written, in order.
pub(super) fn artists(conn: &mut Conn) -> Result<Vec<String>> {
    let rows: Vec<(String, String)> = matching(&Wanted::default())
        .filter(artworks::artist_folded.ne(""))
        .select((artworks::artist_folded, artworks::artist))
        .distinct()
        .order((artworks::artist_folded, artworks::artist))
        .load(conn)?;
    let mut seen = String::new();
    Ok(rows
        .into_iter()
        .filter_map(|(folded, artist)| {
            let new = folded != seen;
            seen = folded;
            new.then_some(artist)
        })
        .collect())
}

/// How many artworks are kept in each place.
pub(super) fn counts_by_place(conn: &mut Conn) -> Result<HashMap<Id, i64>> {
    let rows: Vec<(Option<Id>, i64)> = artworks::table
        .inner_join(objects::table)
        .filter(objects::deleted_at.is_null())
        .filter(artworks::place_id.is_not_null())
        .group_by(artworks::place_id)
        .select((artworks::place_id, diesel::dsl::count_star()))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(place, count)| Some((place?, count))).collect())
}

/// The artwork with this id, withdrawn or not.
pub(super) fn find(conn: &mut Conn, id: Id) -> Result<Option<Artwork>> {
    let row: Option<Row> = artworks::table
        .filter(artworks::id.eq(id))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    Ok(row.map(Artwork::from))
}

/// The artworks with these ids, withdrawn or not, by id.
pub(super) fn find_all(conn: &mut Conn, ids: &[Id]) -> Result<HashMap<Id, Artwork>> {
    let rows: Vec<Row> =
        artworks::table.filter(artworks::id.eq_any(ids)).select(Row::as_select()).load(conn)?;
    Ok(rows.into_iter().map(|row| (row.id, row.into())).collect())
}

/// The artwork at this address, withdrawn or not.
pub(super) fn find_by_slug(conn: &mut Conn, slug: &str) -> Result<Option<Artwork>> {
    let row: Option<Row> = artworks::table
        .filter(artworks::slug.eq(slug))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    Ok(row.map(Artwork::from))
}

/// The artworks with these inventory numbers, by number.
pub(super) fn find_by_inventory(
    conn: &mut Conn,
    inventories: &[String],
) -> Result<HashMap<String, Artwork>> {
    let rows: Vec<Row> = artworks::table
        .filter(artworks::inventory.eq_any(inventories))
        .select(Row::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(|row| (row.inventory.clone(), row.into())).collect())
}

pub(super) fn slug_taken(conn: &mut Conn, slug: &str) -> Result<bool> {
    let count: i64 = artworks::table.filter(artworks::slug.eq(slug)).count().get_result(conn)?;
    Ok(count > 0)
}

pub(super) fn insert(conn: &mut Conn, artwork: Artwork) -> Result<()> {
    diesel::insert_into(artworks::table).values(Row::from(artwork)).execute(conn)?;
    Ok(())
}

pub(super) fn update(conn: &mut Conn, artwork: Artwork) -> Result<()> {
    diesel::update(artworks::table.filter(artworks::id.eq(artwork.id)))
        .set(Row::from(artwork))
        .execute(conn)?;
    Ok(())
}

/// The keys of artworks kept in a place.
pub(super) fn ids_in_place(conn: &mut Conn, place: Id) -> Result<Vec<Id>> {
    Ok(artworks::table.filter(artworks::place_id.eq(place)).select(artworks::id).load(conn)?)
}
