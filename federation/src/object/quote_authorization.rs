//! The permission to quote (FEP-044f).
//!
//! For answering quote requests and for checking the quotes of others. Never valid from another server than its author's.

use serde_json::{Value, json};

use crate::context::{Family, context};
use crate::error::WireError;
use crate::iri::Iri;
use crate::lenient;

/// A permission one author gave for one quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuoteAuthorization {
    /// Its address.
    pub id: Iri,
    /// Who gives it: the author of the quoted post.
    pub attributed_to: Iri,
    /// The post that quotes.
    pub interacting_object: Iri,
    /// The post that is quoted.
    pub interaction_target: Iri,
}
impl QuoteAuthorization {
    /// Reads a permission; its author must be of its own origin.
    pub fn parse(document: &Value) -> Result<Self, WireError> {
        let member = |name: &str| {
            lenient::iri(document, name)
                .ok_or(WireError::Malformed("an incomplete quote authorization"))
        };
        let permission = Self {
            id: member("id")?,
            attributed_to: member("attributedTo")?,
            interacting_object: member("interactingObject")?,
            interaction_target: member("interactionTarget")?,
        };
        let own = permission.attributed_to.same_origin(&permission.id)
            && permission.interaction_target.same_origin(&permission.id);
        if own {
            Ok(permission)
        } else {
            Err(WireError::WrongOrigin(
                "the permission is not of the quoted author's server",
            ))
        }
    }
    /// The document with its `@context`.
    #[must_use]
    pub fn to_json(&self) -> Value {
        json!({
            "@context": context(Family::QuoteAuthorization),
            "type": "QuoteAuthorization",
            "id": self.id,
            "attributedTo": self.attributed_to,
            "interactingObject": self.interacting_object,
            "interactionTarget": self.interaction_target,
        })
    }
}
