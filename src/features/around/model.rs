//! What is kept of an event of somebody else, and how a source is doing. Pure.

use chrono_tz::Tz;
use serde::Serialize;

use crate::{
    features::follows,
    kernel::{clock::Time, id::Id, text},
    platform::{objects::State, web::Period},
    text_enum,
};

text_enum! {
    /// Whether it takes place.
    Happens {
        /// It does.
        Confirmed = "confirmed",
        /// Its day is not known.
        Tentative = "tentative",
        /// It does not.
        Cancelled = "cancelled",
    }
}

impl Happens {
    /// The word lists have for it, the same as for the venue's own events.
    pub fn stage(self) -> &'static str {
        match self {
            Self::Confirmed => "announced",
            Self::Tentative => "postponed",
            Self::Cancelled => "cancelled",
        }
    }
}

/// What is kept of an event of somebody else.
#[derive(Clone, Debug, PartialEq)]
pub struct Neighbouring {
    /// Its title.
    pub title: String,
    /// Its first words, plain.
    pub excerpt: String,
    /// The language it is announced in; empty when it does not say.
    pub language: String,
    /// When it begins.
    pub starts: Time,
    /// When it ends, never before it begins.
    pub ends: Time,
    /// Nobody said when it ends: `ends` is a guess and is not shown.
    pub open_ended: bool,
    /// Where its clocks are.
    pub zone: Tz,
    /// What the place is called.
    pub place: String,
    /// Where that is, in one line.
    pub address: String,
    /// Degrees north and east.
    pub coordinates: Option<(f64, f64)>,
    /// Where it can be followed from afar.
    pub online_url: String,
    /// Whether it takes place.
    pub happens: Happens,
}

/// The longest title, in characters.
const TITLE: usize = 200;

/// How much of a description is kept, in characters: the rest is read where it was written.
const EXCERPT: usize = 280;

/// The longest name of a place and the longest address.
const PLACE: usize = 200;

/// How long an event lasts at most; a longer one has a mistyped year.
const LONGEST: std::time::Duration = std::time::Duration::from_secs(2 * 366 * 86_400);

/// How long an event lasts of which nobody said when it ends.
const USUAL: std::time::Duration = std::time::Duration::from_secs(2 * 3600);

impl Neighbouring {
    /// The same within bounds: texts on one line and not too long, an end after the beginning.
    #[must_use]
    pub fn bounded(self, ends: Option<Time>) -> Self {
        let said = ends.filter(|ends| *ends > self.starts);
        let said = said.filter(|ends| ends.since(self.starts) <= LONGEST);
        Self {
            title: one_line(&self.title, TITLE),
            excerpt: one_line(&self.excerpt, EXCERPT),
            language: self.language.chars().take(35).collect(),
            ends: said.unwrap_or_else(|| self.starts.plus(USUAL)),
            open_ended: said.is_none(),
            place: one_line(&self.place, PLACE),
            address: one_line(&self.address, PLACE),
            ..self
        }
    }

    /// Does it say the same, but for whether it takes place? That a day was called off or moved to another is shown at
    /// once; everything else is what somebody agreed to.
    pub fn says_as(&self, other: &Self) -> bool {
        Self { happens: other.happens, ..self.clone() } == *other
    }

    /// As it is read.
    pub fn period(&self) -> Period {
        let local = |time: Time| time.utc().with_timezone(&self.zone);
        Period {
            starts: local(self.starts),
            ends: (!self.open_ended).then(|| local(self.ends)),
            all_day: false,
        }
    }
}

fn one_line(said: &str, most: usize) -> String {
    text::shorten(&text::one_line(said), most)
}

/// Whose events are read in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// Who.
    pub actor: Id,
    /// What it announces is shown at once.
    pub trusted: bool,
    /// Nothing new of it is taken.
    pub paused: bool,
    /// Since when it is followed.
    pub added_at: Time,
    /// When something of it last came.
    pub heard_at: Option<Time>,
}

impl Source {
    /// Where something new of it stands.
    pub fn state_of_new(&self) -> State {
        if self.trusted { State::Published } else { State::Pending }
    }
}

/// How a source is doing, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Doing {
    /// The venue does not talk with its server.
    Blocked,
    /// Staff paused it.
    Paused,
    /// Asked, not answered yet.
    Asked,
    /// Asked days ago, and no answer.
    Silent,
    /// It refused, or ended the follow.
    Refused,
    /// It accepted.
    Accepted,
}

/// How long a server may take to answer before it counts as silent.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(3 * 86_400);

impl Doing {
    /// How a source is doing at `now`. `follow` is what became of the request to follow it.
    pub fn of(source: &Source, blocked: bool, follow: Option<follows::State>, now: Time) -> Self {
        match follow {
            _ if blocked => Self::Blocked,
            _ if source.paused => Self::Paused,
            Some(follows::State::Accepted) => Self::Accepted,
            Some(follows::State::Pending) if now.since(source.added_at) > PATIENCE => Self::Silent,
            Some(follows::State::Pending) => Self::Asked,
            Some(follows::State::Rejected) | None => Self::Refused,
        }
    }
}

/// What staff do with a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Show what it announces at once, or only once staff agreed.
    Trust(bool),
    /// Take nothing new, or take it again.
    Pause(bool),
    /// Ask to follow once more.
    Ask,
    /// Read its last events now.
    Read,
    /// Follow it no more, and let its events go.
    Remove,
}

impl Change {
    /// What a button says.
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "trust" => Self::Trust(true),
            "judge" => Self::Trust(false),
            "pause" => Self::Pause(true),
            "resume" => Self::Pause(false),
            "ask" => Self::Ask,
            "read" => Self::Read,
            "remove" => Self::Remove,
            _ => return None,
        })
    }

    /// The name of the act in the journal of staff; none for what changes nothing that is kept.
    pub fn act(self) -> Option<&'static str> {
        Some(match self {
            Self::Trust(true) => "source.trust",
            Self::Trust(false) => "source.judge",
            Self::Pause(true) => "source.pause",
            Self::Pause(false) => "source.resume",
            Self::Remove => "source.remove",
            Self::Ask | Self::Read => return None,
        })
    }
}
