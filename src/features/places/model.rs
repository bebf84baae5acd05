//! What a place is and which trees of places make sense. Pure.

use std::collections::HashMap;

use crate::{
    kernel::{error::FieldErrors, i18n::Lang, id::Id},
    platform::venue::in_language,
    text_enum,
};

text_enum! {
    /// How large a place is.
    PlaceKind {
        /// A building, or a whole site.
        Building = "building",
        /// A room, a floor, a garden.
        Room = "room",
        /// A wall, a bench, a corner.
        Spot = "spot",
    }
}

/// What staff write about a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// The place it is in; none for the top of the tree.
    pub parent: Option<Id>,
    /// How large it is.
    pub kind: PlaceKind,
    /// Its name in French.
    pub name_fr: String,
    /// Its name in English; may be empty.
    pub name_en: String,
    /// A few sentences in French, in Markdown; may be empty.
    pub description_fr: String,
    /// The same in English.
    pub description_en: String,
    /// Its rank among its neighbours, the smallest first.
    pub position: i32,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
}

/// A place of the venue.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The key, shared with its object.
    pub id: Id,
    /// The last part of its address; never changes.
    pub slug: String,
    /// What staff wrote.
    pub facts: Facts,
}

/// The longest name.
const NAME: usize = 120;

/// The longest description, in characters.
const DESCRIPTION: usize = 10_000;

/// The longest label code.
pub const CODE: usize = 40;

impl Place {
    /// The name in `lang`, or in the other language when it has none.
    pub fn name(&self, lang: Lang) -> &str {
        in_language(lang, &self.facts.name_fr, &self.facts.name_en)
    }

    /// The description and the language it is in.
    pub fn description(&self, lang: Lang) -> (&str, Lang) {
        written_in(lang, &self.facts.description_fr, &self.facts.description_en)
    }

    /// The path of its page.
    pub fn path(&self) -> String {
        format!("/lieux/{}", self.slug)
    }
}

/// A text and the language it is really in.
pub fn written_in<'a>(lang: Lang, french: &'a str, english: &'a str) -> (&'a str, Lang) {
    let text = in_language(lang, french, english);
    let own = match lang {
        Lang::Fr => french,
        Lang::En => english,
    };
    if own.trim().is_empty() {
        let other = if lang == Lang::Fr { Lang::En } else { Lang::Fr };
        (text, other)
    } else {
        (text, lang)
    }
}

/// A label's code as it is printed, typed and compared: capitals, digits, `.`, `-`, `_`; anything else becomes `-`.
pub fn label_code(text: &str) -> String {
    let mut code = String::new();
    for c in text.trim().chars() {
        if c.is_ascii_alphanumeric() || matches!(c, '.' | '_') {
            code.push(c.to_ascii_uppercase());
        } else if !code.ends_with('-') {
            code.push('-');
        }
    }
    code.trim_matches('-').to_owned()
}

/// What is wrong with a place as somebody wrote it, whatever place it is.
pub fn check(facts: &Facts, code: &str) -> FieldErrors {
    let mut errors = FieldErrors::default();
    if facts.name_fr.is_empty() && facts.name_en.is_empty() {
        errors.add("name_fr", "places-error-name");
    }
    for (field, name) in [("name_fr", &facts.name_fr), ("name_en", &facts.name_en)] {
        if name.chars().count() > NAME {
            errors.add(field, "places-error-long");
        }
    }
    for (field, text) in
        [("description_fr", &facts.description_fr), ("description_en", &facts.description_en)]
    {
        if text.chars().count() > DESCRIPTION {
            errors.add(field, "places-error-long");
        }
    }
    let printed = label_code(code);
    if printed.is_empty() || printed.len() > CODE {
        errors.add("code", "places-error-code");
    }
    match (facts.latitude, facts.longitude) {
        (None, None) => {}
        (Some(north), Some(east)) if north.abs() <= 90.0 && east.abs() <= 180.0 => {}
        _ => errors.add("latitude", "places-error-coordinates"),
    }
    errors
}

/// All places of the venue, with their order.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    places: Vec<Place>,
    at: HashMap<Id, usize>,
}

impl Tree {
    /// The tree of these places. A place whose parent is not among them stands at the top.
    pub fn new(mut places: Vec<Place>) -> Self {
        places.sort_by(|a, b| {
            let key = |p: &Place| (p.facts.position, p.facts.name_fr.clone(), p.id);
            key(a).cmp(&key(b))
        });
        let at = places.iter().enumerate().map(|(at, place)| (place.id, at)).collect();
        Self { places, at }
    }

    /// Every place, neighbours in order.
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// The place with this id.
    pub fn get(&self, id: Id) -> Option<&Place> {
        self.places.get(*self.at.get(&id)?)
    }

    /// The place at this address.
    pub fn by_slug(&self, slug: &str) -> Option<&Place> {
        self.places.iter().find(|place| place.slug == slug)
    }

    fn parent(&self, place: &Place) -> Option<&Place> {
        self.get(place.facts.parent?)
    }

    /// The places at the top.
    pub fn top(&self) -> Vec<&Place> {
        self.places.iter().filter(|place| self.parent(place).is_none()).collect()
    }

    /// The places directly inside one.
    pub fn inside(&self, id: Id) -> Vec<&Place> {
        self.places.iter().filter(|place| place.facts.parent == Some(id)).collect()
    }

    /// The places around one, the outermost first.
    pub fn around(&self, id: Id) -> Vec<&Place> {
        let mut chain = Vec::new();
        let mut next = self.get(id).and_then(|place| self.parent(place));
        // The bound ends a circle that should not be there.
        while let Some(place) = next.filter(|_| chain.len() < self.places.len()) {
            chain.push(place);
            next = self.parent(place);
        }
        chain.reverse();
        chain
    }

    /// A place and everything inside it.
    pub fn within(&self, id: Id) -> Vec<Id> {
        let mut found = vec![id];
        let mut next = 0;
        while let Some(outer) = found.get(next).copied() {
            next += 1;
            for place in self.inside(outer) {
                if !found.contains(&place.id) {
                    found.push(place.id);
                }
            }
        }
        found
    }

    /// Every place from the top down with its depth, for menus and tables.
    pub fn walk(&self) -> Vec<(usize, &Place)> {
        let mut out = Vec::with_capacity(self.places.len());
        for place in self.top() {
            self.walk_from(place, 0, &mut out);
        }
        out
    }

    fn walk_from<'a>(&'a self, place: &'a Place, depth: usize, out: &mut Vec<(usize, &'a Place)>) {
        if out.len() >= self.places.len() {
            return;
        }
        out.push((depth, place));
        for inner in self.inside(place.id) {
            self.walk_from(inner, depth + 1, out);
        }
    }

    /// May a place (none: a new one) of this kind be inside `parent`? Never inside itself, nor inside something
    /// smaller.
    pub fn may_be_inside(&self, place: Option<Id>, kind: PlaceKind, parent: Id) -> bool {
        let Some(outer) = self.get(parent) else {
            return false;
        };
        let circle = place.is_some_and(|id| self.within(id).contains(&parent));
        !circle && outer.facts.kind <= kind
    }
}
