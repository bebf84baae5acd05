//! Collections: outboxes, followers, replies, threads, contributions.
//!
//! For serving ours and for reading others'. Never fetches the next page, and never believes a count.

mod followers;

use serde_json::{Map, Value, json};

use crate::activity::Item;
use crate::audience::addresses;
use crate::context::{Family, combine, context};
use crate::error::WireError;
use crate::iri::Iri;
use crate::lenient;

pub use followers::{CollectionSynchronization, followers_digest};

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

/// A collection of ours whose items are on pages: `totalItems` and `first`.
#[must_use]
pub fn ordered(id: &Iri, total: u64, first: &Iri) -> Value {
    json!({ "@context": context(Family::Plain), "id": id, "type": "OrderedCollection", "totalItems": total, "first": first })
}

/// A paged collection with an owner (contributions to a work).
#[must_use]
pub fn owned(id: &Iri, owner: &Iri, total: u64, first: &Iri) -> Value {
    let mut collection = ordered(id, total, first);
    if let Some(members) = collection.as_object_mut() {
        members.insert("attributedTo".into(), owner.into());
    }
    collection
}

/// A collection of ours with its items inside (a group's outbox, pinned posts, moderators). `first` when it is paged as well.
#[must_use]
pub fn ordered_inline(id: &Iri, total: u64, first: Option<&Iri>, items: Vec<Value>) -> Value {
    let (context, items) = hoisted(items);
    let mut collection = json!({ "@context": context, "id": id, "type": "OrderedCollection", "totalItems": total, "orderedItems": items });
    if let (Some(first), Some(members)) = (first, collection.as_object_mut()) {
        members.insert("first".into(), first.into());
    }
    collection
}

/// An unordered collection of ours with its items inside and an owner (contributors).
#[must_use]
pub fn unordered(id: &Iri, owner: Option<&Iri>, items: Vec<Value>) -> Value {
    let (context, items) = hoisted(items);
    let mut collection = json!({ "@context": context, "id": id, "type": "Collection", "totalItems": items.len(), "items": items });
    if let (Some(owner), Some(members)) = (owner, collection.as_object_mut()) {
        members.insert("attributedTo".into(), owner.into());
    }
    collection
}

/// One page of a collection of ours.
#[must_use]
pub fn page(page: &Page<'_>, items: Vec<Value>) -> Value {
    let (context, items) = hoisted(items);
    let mut document = Map::new();
    document.insert("@context".into(), context);
    document.insert("id".into(), page.id.into());
    document.insert("type".into(), "OrderedCollectionPage".into());
    document.insert("partOf".into(), page.part_of.into());
    for (member, iri) in [("next", page.next), ("prev", page.prev)] {
        if let Some(iri) = iri {
            document.insert(member.into(), iri.into());
        }
    }
    document.insert("orderedItems".into(), items.into());
    Value::Object(document)
}

/// The `replies` member of an object: the first page inline, with the address of the next one.
#[must_use]
pub fn replies(id: &Iri, items: &[Iri], next: Option<&Iri>) -> Value {
    let mut first = json!({ "type": "CollectionPage", "partOf": id, "items": addresses(items) });
    if let (Some(next), Some(members)) = (next, first.as_object_mut()) {
        members.insert("next".into(), next.into());
    }
    json!({ "id": id, "type": "Collection", "first": first })
}

/// The `likes` or `shares` member of an object: a count.
#[must_use]
pub fn count(id: &Iri, total: u64) -> Value {
    json!({ "id": id, "type": "Collection", "totalItems": total })
}

/// A thread as its owner serves it (FEP-7888, FEP-f228): every post of it, oldest first.
#[must_use]
pub fn thread(id: &Iri, owner: &Iri, posts: &[Iri]) -> Value {
    json!({
        "@context": context(Family::Plain),
        "id": id,
        "type": "OrderedCollection",
        "attributedTo": owner,
        "totalItems": posts.len(),
        "orderedItems": addresses(posts),
    })
}

/// Moves the `@context` of embedded documents to the outside, joined into one.
fn hoisted(mut items: Vec<Value>) -> (Value, Vec<Value>) {
    let inner: Vec<Value> = items
        .iter_mut()
        .filter_map(|item| item.as_object_mut()?.shift_remove("@context"))
        .collect();
    (combine(&inner), items)
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
    pub fn parse(document: &Value) -> Result<Self, WireError> {
        if !document.is_object() {
            return Err(WireError::Malformed("a collection is an object"));
        }
        let kind = lenient::kind(document).unwrap_or_default();
        if !matches!(
            kind.as_str(),
            "Collection" | "OrderedCollection" | "CollectionPage" | "OrderedCollectionPage"
        ) {
            return Err(WireError::Unsupported("not a collection"));
        }
        let items = |member: &str| document.get(member).map(Item::parse_all).unwrap_or_default();
        let mut all = items("orderedItems");
        all.extend(items("items"));
        Ok(Self {
            id: lenient::iri(document, "id"),
            total: document
                .get("totalItems")
                .and_then(lenient::integer)
                .and_then(|total| u64::try_from(total).ok()),
            attributed_to: lenient::iri(document, "attributedTo"),
            part_of: lenient::iri(document, "partOf"),
            first: items("first").into_iter().next(),
            next: lenient::iri(document, "next"),
            items: all,
        })
    }

    /// The items at hand: its own, else those of its first page when that is inline.
    #[must_use]
    pub fn all_items(&self) -> Vec<Item> {
        if self.items.is_empty() {
            self.inline_page().map(|page| page.items).unwrap_or_default()
        } else {
            self.items.clone()
        }
    }

    /// The page to fetch next: the first one for a collection, the following one for a page.
    #[must_use]
    pub fn continuation(&self) -> Option<Iri> {
        if let Some(next) = &self.next {
            return Some(next.clone());
        }
        if !self.items.is_empty() {
            return None;
        }
        match &self.first {
            Some(Item::Id(first)) => Some(first.clone()),
            _ => self.inline_page().and_then(|page| page.next),
        }
    }

    fn inline_page(&self) -> Option<Self> {
        Self::parse(self.first.as_ref()?.embedded()?).ok()
    }
}
