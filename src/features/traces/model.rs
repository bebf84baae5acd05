//! What a trace may say, and whether it is shown at once. Pure rules, the same for a member's form and for what
//! another server sends.

use crate::{
    kernel::{clock::Time, id::Id, text},
    platform::{
        actors::Standing,
        objects::{Object, State, Visibility},
        venue::Venue,
    },
};

/// The longest text a member types, in characters: what the form says.
pub const TYPED: usize = 2_000;

/// The longest text kept of another server's post, in characters; more is shortened, not refused.
pub const RECEIVED: usize = 10_000;

/// The longest content warning, in characters.
const WARNING: usize = 200;

/// A trace: an object and its words.
#[derive(Clone, Debug)]
pub struct Trace {
    /// Who said it, where, for whom.
    pub object: Object,
    /// What it is about: the first object of its thread.
    pub subject_id: Option<Id>,
    /// What it says.
    pub words: Words,
    /// When the venue put it on top.
    pub pinned_at: Option<Time>,
}

/// What a trace says, cleaned and within limits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Cleaned HTML.
    pub html: String,
    /// The same without markup.
    pub text: String,
    /// A content warning; empty for none.
    pub warning: String,
    /// A BCP 47 tag; empty when nobody said.
    pub language: String,
    /// What was typed, to edit it again; empty for what came from elsewhere.
    pub source: String,
}

/// What somebody wants to say, in whatever form it came.
#[derive(Clone, Debug, Default)]
pub struct Draft<'a> {
    /// What it says.
    pub body: Body<'a>,
    /// A content warning.
    pub warning: &'a str,
    /// The language.
    pub language: &'a str,
    /// Pictures say something too.
    pub has_pictures: bool,
}

/// The text of a draft.
#[derive(Clone, Copy, Debug)]
pub enum Body<'a> {
    /// Typed into a form: plain text.
    Typed(&'a str),
    /// Written elsewhere: HTML.
    Html(&'a str),
}

impl Default for Body<'_> {
    fn default() -> Self {
        Self::Typed("")
    }
}

/// Why a draft says nothing we keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It has no words and no picture.
    Empty,
    /// It was typed here and is longer than the form says.
    TooLong,
}

/// The one rule of what may be said. Typed text that is too long goes back to who typed it; a post from
/// elsewhere cannot be sent back, so it is shortened.
pub fn words(draft: &Draft<'_>) -> Result<Words, Wrong> {
    let (html, source) = match draft.body {
        Body::Typed(typed) => (text::typed_to_html(typed), typed.trim().to_owned()),
        Body::Html(html) => (text::clean_html(html), String::new()),
    };
    let plain = text::html_to_text(&html);
    if plain.trim().is_empty() && !draft.has_pictures {
        return Err(Wrong::Empty);
    }
    let (html, plain) = match draft.body {
        Body::Typed(typed) if typed.trim().chars().count() > TYPED => return Err(Wrong::TooLong),
        // Markup can be far longer than its words: then the words alone are kept.
        Body::Html(_)
            if html.chars().count() > 2 * RECEIVED || plain.chars().count() > RECEIVED =>
        {
            let short = text::shorten(&plain, RECEIVED);
            (text::typed_to_html(&short), short)
        }
        _ => (html, plain),
    };
    Ok(Words {
        html,
        text: plain,
        warning: text::shorten(text::html_to_text(draft.warning).trim(), WARNING),
        language: language(draft.language),
        source,
    })
}

/// A language tag fit for an attribute, or nothing.
fn language(tag: &str) -> String {
    let fits = tag.len() <= 35
        && tag
            .split('-')
            .all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric()));
    if fits { tag.to_owned() } else { String::new() }
}

/// Whose words these are, as far as holding them back is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// The venue, or somebody who works for it.
    Staff,
    /// Somebody with an account here.
    Member,
    /// Somebody of another server.
    Remote,
}

/// Is it shown at once, or read first?
pub fn first_state(venue: &Venue, voice: Voice, standing: Standing) -> State {
    let held = match voice {
        Voice::Staff => false,
        Voice::Member => venue.hold_member_traces,
        Voice::Remote => venue.hold_remote_traces,
    };
    match standing {
        Standing::Good if !held => State::Published,
        Standing::Good | Standing::Limited => State::Pending,
        Standing::Blocked => State::Withheld,
    }
}

/// For whom an answer may be: words that stay here are answered here, or the answer would tell elsewhere
/// of what it answers.
pub fn visibility(parent: &Object, to_the_network: bool) -> Visibility {
    if to_the_network && parent.federates() {
        Visibility::Public
    } else {
        match parent.visibility {
            Visibility::Members => Visibility::Members,
            _ => Visibility::Here,
        }
    }
}
