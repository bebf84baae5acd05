//! Collections: outboxes, followers, replies, threads, contributions.
//!
//! For serving ours and reading others'. Never fetches the next page.
mod followers;
use serde_json::Value;
use crate::activity::Item;
use crate::error::WireError;
use crate::iri::Iri;
pub use followers::{CollectionSynchronization, followers_digest};

/// A collection of ours whose items are on pages: `totalItems` and `first`.
#[must_use]
pub fn ordered(_id: &Iri, _total: u64, _first: &Iri) -> Value { todo!() }
/// A collection of ours with its items inside (a group's outbox, pinned posts, moderators). `first` when it is paged as well.
#[must_use]
pub fn ordered_inline(_id: &Iri, _total: u64, _first: Option<&Iri>, _items: Vec<Value>) -> Value { todo!() }
/// An unordered collection of ours with its items inside and an owner (contributors).
#[must_use]
pub fn unordered(_id: &Iri, _owner: Option<&Iri>, _items: Vec<Value>) -> Value { todo!() }
/// One page of a collection of ours.
#[must_use]
pub fn page(_page: &Page<'_>, _items: Vec<Value>) -> Value { todo!() }
/// The `replies` member of an object: the first page inline, with the address of the next one.
#[must_use]
pub fn replies(_id: &Iri, _items: &[Iri], _next: Option<&Iri>) -> Value { todo!() }
/// The `likes` or `shares` member of an object: a count.
#[must_use]
pub fn count(_id: &Iri, _total: u64) -> Value { todo!() }
/// A thread as its owner serves it (FEP-7888, FEP-f228): every post of it, oldest first.
#[must_use]
pub fn thread(_id: &Iri, _owner: &Iri, _posts: &[Iri]) -> Value { todo!() }
/// A paged collection with an owner (contributions to a work).
#[must_use]
pub fn owned(_id: &Iri, _owner: &Iri, _total: u64, _first: &Iri) -> Value { todo!() }

/// Where a page stands.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// The page's address.
    pub id: &'a Iri,
    /// The collection it belongs to.
    pub part_of: &'a Iri,
    /// The page after it.
    pub next: Option<&'a Iri>,
    /// The page before it.
    pub prev: Option<&'a Iri>,
}

/// Somebody's collection, or one page of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Collection {
    /// Its address; inline pages often have none.
    pub id: Option<Iri>,
    /// How many items it says it has.
    pub total: Option<u64>,
    /// Its owner.
    pub attributed_to: Option<Iri>,
    /// The collection it is a page of.
    pub part_of: Option<Iri>,
    /// Its first page: an address, or the page itself.
    pub first: Option<Item>,
    /// The page after it.
    pub next: Option<Iri>,
    /// Its items, of `orderedItems` or `items`, in their order.
    pub items: Vec<Item>,
}
impl Collection {
    /// Reads a collection or a page of any of the four types.
    pub fn parse(_document: &Value) -> Result<Self, WireError> { todo!() }
    /// The items at hand: its own, else those of its first page when that is inline.
    #[must_use]
    pub fn all_items(&self) -> Vec<Item> { todo!() }
    /// The page to fetch next: the first one for a collection, the following one for a page.
    #[must_use]
    pub fn continuation(&self) -> Option<Iri> { todo!() }
}
