//! What a trace may say, and whether it is shown at once. Pure rules, the same for a member's form and for what
//! another server sends.

use super::trust::Rung;
use crate::{
    kernel::{clock::Time, id::Id, text},
    platform::{
        actors::Standing,
        holding,
        objects::{Object, State, Visibility},
        venue::Venue,
    },
    text_enum,
};

/// The longest text a member types, in characters: what the form says.
pub const TYPED: usize = 2_000;

/// The longest text kept of another server's post, in characters; more is shortened, not refused.
pub const RECEIVED: usize = 10_000;

/// The longest description of a picture or a sound, in characters; Mastodon takes as many.
pub const DESCRIPTION: usize = 1_500;

/// The version of what people are asked when they let the venue use what they leave: `trace-reuse-…` and
/// `devices-reuse-wall` in the locale
/// files. A changed text is another question: raise it.
pub const WORDING: i32 = 1;

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
    /// Why it waits, or waited, to be read.
    pub held_for: Option<Held>,
    /// The first of the waiting words it resembles; itself when it resembles none.
    pub fold_id: Id,
    /// When somebody of the team read it and found it fit to be shown.
    pub read_at: Option<Time>,
}

impl Trace {
    /// Tells what was looked at from what its author made of it since, words, pictures and sound: every change is noted
    /// with its moment.
    pub fn mark(&self) -> String {
        self.object.updated_at.map_or(0, Time::micros).to_string()
    }

    /// What an object says, as judged when it came.
    pub fn new(object: Object, words: Words, held_for: Option<Held>) -> Self {
        Self {
            subject_id: object.root_id,
            fold_id: object.id,
            object,
            words,
            pinned_at: None,
            held_for,
            read_at: None,
        }
    }
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

text_enum! {
    /// What the venue may do with a trace besides showing it where it was left.
    Purpose {
        /// Show it on a screen or a wall of the venue.
        Wall = "wall",
        /// Print it or put it into what the venue publishes.
        Publications = "publications",
    }
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
    /// A picture or a sound says something too.
    pub has_media: bool,
}

/// The text of a draft.
#[derive(Clone, Copy, Debug)]
pub enum Body<'a> {
    /// Typed into a form: plain text.
    Typed(&'a str),
    /// Written elsewhere: HTML.
    Html(&'a str),
    /// The same, cleaned, with its words.
    Clean { html: &'a str, text: &'a str },
}

impl Default for Body<'_> {
    fn default() -> Self {
        Self::Typed("")
    }
}

/// Why a draft says nothing we keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It has no words, no picture and no sound.
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
        Body::Clean { html, .. } => (html.to_owned(), String::new()),
    };
    let plain = match draft.body {
        Body::Clean { text, .. } => text.to_owned(),
        _ => text::html_to_text(&html),
    };
    if plain.trim().is_empty() && !draft.has_media {
        return Err(Wrong::Empty);
    }
    let (html, plain) = match draft.body {
        Body::Typed(typed) if typed.trim().chars().count() > TYPED => return Err(Wrong::TooLong),
        // Markup can be far longer than its words: then the words alone are kept.
        Body::Html(_) | Body::Clean { .. }
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
    /// A visitor without an account.
    Guest,
    /// A visitor at a kiosk, whom nobody will know again: always read first.
    Kiosk,
    /// Somebody of another server.
    Remote,
}

text_enum! {
    /// Why words wait to be read.
    Held {
        /// The venue reads such people first.
        Rule = "rule",
        /// The venue reads this person first.
        Person = "person",
        /// They hold a word of the venue's list.
        Word = "word",
        /// They lead somewhere.
        Link = "link",
        /// Nobody is there to read.
        Hours = "hours",
        /// They carry a picture or a sound of a stranger.
        Media = "media",
    }
}

/// Who speaks.
#[derive(Clone, Copy, Debug)]
pub struct Speaker {
    /// In which capacity.
    pub voice: Voice,
    /// What the venue decided about them.
    pub standing: Standing,
    /// How far it trusts them.
    pub rung: Rung,
}

/// What is judged.
#[derive(Clone, Copy, Debug)]
pub struct Offered<'a> {
    /// The words.
    pub words: &'a Words,
    /// A picture or a sound goes with them.
    pub with_media: bool,
}

/// Where words stand first, and why they wait if they do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judged {
    /// Shown, waiting, or out of sight.
    pub state: State,
    /// Why they wait.
    pub held_for: Option<Held>,
}

/// Is it shown at once, or read first? The venue's lists hold everybody but its team; hours without staff, links,
/// pictures, sounds and the rules for strangers hold those it does not trust.
pub fn judge(venue: &Venue, at: Time, speaker: Speaker, said: Offered<'_>) -> Judged {
    let state = match speaker.standing {
        Standing::Blocked => State::Withheld,
        Standing::Good | Standing::Limited => State::Published,
    };
    if state == State::Withheld || speaker.voice == Voice::Staff {
        return Judged { state, held_for: None };
    }
    let held_for = held_for(venue, at, speaker, said);
    let state = if held_for.is_some() { State::Pending } else { state };
    Judged { state, held_for }
}

fn held_for(venue: &Venue, at: Time, speaker: Speaker, said: Offered<'_>) -> Option<Held> {
    let (holding, words) = (&venue.holding, said.words);
    if speaker.standing == Standing::Limited {
        return Some(Held::Person);
    }
    if holding.has_listed_word(&format!("{} {}", words.warning, words.text)) {
        return Some(Held::Word);
    }
    if holding.has_listed_host(&words.html) {
        return Some(Held::Link);
    }
    if speaker.rung == Rung::Trusted {
        return None;
    }
    let read_first = match speaker.voice {
        Voice::Staff => false,
        Voice::Member => venue.hold_member_traces,
        Voice::Guest => holding.guests,
        Voice::Kiosk => true,
        Voice::Remote => venue.hold_remote_traces,
    };
    let passes = speaker.rung == Rung::Known && holding.known_pass;
    if read_first && !passes {
        return Some(Held::Rule);
    }
    if holding.media && said.with_media && speaker.rung < Rung::Member && !passes {
        return Some(Held::Media);
    }
    if holding.links && speaker.rung < Rung::Member && !holding::links(&words.html).is_empty() {
        return Some(Held::Link);
    }
    if !holding.is_staffed(at, venue.time_zone) {
        return Some(Held::Hours);
    }
    None
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
