//! Documents fetched for an activity before it is applied, each from its own origin.

use std::collections::HashMap;

use serde_json::Value;

/// Documents by the address they were fetched from. An address without a document could not be had.
#[derive(Clone, Debug, Default)]
pub struct Gathered(HashMap<String, Value>);

impl Gathered {
    /// Keeps a document fetched from `iri`.
    pub fn insert(&mut self, iri: &str, document: Value) {
        self.0.insert(iri.to_owned(), document);
    }

    /// The document fetched from `iri`.
    pub fn get(&self, iri: &str) -> Option<&Value> {
        self.0.get(iri)
    }

    /// True when nothing was fetched.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
