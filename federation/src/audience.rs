//! Who a document is addressed to, and what that makes it: public, unlisted, followers-only or direct.
//!
//! For activities and objects alike. Never decides who may see a thing here: that is the server's one visibility function.

use serde_json::{Map, Value};

use crate::iri::Iri;
use crate::lenient;

/// The collection everybody belongs to.
pub const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

/// The most recipients read of each list; everybody is never left out.
const MANY: usize = 256;

/// The primary and secondary recipients of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Audience {
    /// Primary recipients.
    pub to: Vec<Iri>,
    /// Secondary recipients.
    pub cc: Vec<Iri>,
}

/// What an audience means to a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Visibility {
    /// Everybody, in every timeline.
    Public,
    /// Everybody who has the address.
    Unlisted,
    /// The author's followers.
    Followers,
    /// Only those named.
    Direct,
}

impl Audience {
    /// Reads `to` and `cc` of a document in any shape; `as:Public` and `Public` become the full address. Hidden recipients are not read.
    #[must_use]
    pub fn parse(document: &Value) -> Self {
        Self { to: recipients(document, "to"), cc: recipients(document, "cc") }
    }

    /// Addresses a document: `people` are those mentioned or answered.
    #[must_use]
    pub fn build(visibility: Visibility, followers: &Iri, people: &[Iri]) -> Self {
        let public: Vec<Iri> = Iri::parse(PUBLIC).into_iter().collect();
        let followers = vec![followers.clone()];
        let (to, mut cc) = match visibility {
            Visibility::Public => (public, followers),
            Visibility::Unlisted => (followers, public),
            Visibility::Followers => (followers, Vec::new()),
            Visibility::Direct => (Vec::new(), Vec::new()),
        };
        let mut audience = Self { to, cc: Vec::new() };
        for person in people {
            if visibility == Visibility::Direct {
                push_once(&mut audience.to, person);
            } else {
                push_once(&mut cc, person);
            }
        }
        audience.cc = cc;
        audience
    }

    /// Addresses a document to these recipients and nobody else.
    #[must_use]
    pub fn direct(to: &[Iri]) -> Self {
        Self { to: to.to_vec(), cc: Vec::new() }
    }

    /// Tells what the audience means. Without the author's `followers` address, one that ends in `/followers` is taken for it.
    #[must_use]
    pub fn visibility(&self, followers: Option<&Iri>) -> Visibility {
        let is_followers = |iri: &Iri| match followers {
            Some(known) => iri == known,
            None => iri.path().ends_with("/followers"),
        };
        if self.to.iter().any(|iri| *iri == PUBLIC) {
            Visibility::Public
        } else if self.cc.iter().any(|iri| *iri == PUBLIC) {
            Visibility::Unlisted
        } else if self.everyone().any(is_followers) {
            Visibility::Followers
        } else {
            Visibility::Direct
        }
    }

    /// Tells whether everybody may read it.
    #[must_use]
    pub fn is_public(&self) -> bool {
        self.everyone().any(|iri| *iri == PUBLIC)
    }

    /// Tells whether nobody is addressed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.to.is_empty() && self.cc.is_empty()
    }

    /// Every recipient, primary first.
    pub fn everyone(&self) -> impl Iterator<Item = &Iri> {
        self.to.iter().chain(&self.cc)
    }

    /// Tells whether this address is among the recipients.
    #[must_use]
    pub fn includes(&self, recipient: &Iri) -> bool {
        self.everyone().any(|iri| iri == recipient)
    }

    /// Writes `to` and `cc` as arrays, both always present.
    pub(crate) fn write(&self, object: &mut Map<String, Value>) {
        object.insert("to".into(), addresses(&self.to));
        object.insert("cc".into(), addresses(&self.cc));
    }
}

pub(crate) fn addresses(list: &[Iri]) -> Value {
    Value::Array(list.iter().map(Value::from).collect())
}

fn push_once(list: &mut Vec<Iri>, iri: &Iri) {
    if !list.contains(iri) {
        list.push(iri.clone());
    }
}

fn recipients(document: &Value, member: &str) -> Vec<Iri> {
    let mut list = Vec::new();
    for id in document.get(member).map(lenient::ids).unwrap_or_default() {
        let id = if matches!(id.as_str(), "as:Public" | "Public") { PUBLIC } else { id.as_str() };
        if list.len() >= MANY && id != PUBLIC {
            continue;
        }
        if let Ok(iri) = Iri::parse(id) {
            push_once(&mut list, &iri);
        }
    }
    list
}
