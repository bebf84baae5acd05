//! What moderation does, who may do it, and what must be kept to undo it. Pure.

use serde::{Deserialize, Serialize};

use crate::{
    kernel::{
        clock::Time,
        error::{Error, Result},
        id::Id,
    },
    platform::{
        actors::Standing,
        objects::{Object, State},
        web::Role,
    },
    text_enum,
};

text_enum! {
    /// Where a report stands.
    ReportState {
        /// Waits for somebody to read it.
        Open = "open",
        /// Somebody did.
        Resolved = "resolved",
    }
}

/// The longest reason kept, in characters: what peers accept (wire.md §3.11).
pub const REASON: usize = 5_000;

/// A report: somebody, here or elsewhere, points at somebody or at what they wrote.
#[derive(Clone, Debug)]
pub struct Report {
    /// The key.
    pub id: Id,
    /// Its address on the network.
    pub iri: String,
    /// Who reported; another server's reports come from the server.
    pub reporter_id: Option<Id>,
    /// Whom it is about.
    pub subject_id: Option<Id>,
    /// Why.
    pub comment: String,
    /// Where it stands.
    pub state: ReportState,
    /// When it was handed on to the author's server.
    pub forwarded_at: Option<Time>,
    /// When it came.
    pub created_at: Time,
}

/// What a report points at and says.
#[derive(Clone, Debug)]
pub struct Pointing {
    /// The address of the report; a new one for a report made here.
    pub iri: Option<String>,
    /// Who reports.
    pub reporter: Id,
    /// About whom.
    pub subject: Id,
    /// About what they wrote.
    pub objects: Vec<Id>,
    /// Why.
    pub comment: String,
}

text_enum! {
    /// What staff can do with a case.
    Verdict {
        /// Show it.
        Approve = "approve",
        /// Take it out of sight.
        Hide = "hide",
        /// Leave it, with a word to its author.
        Warn = "warn",
        /// Nothing wrong.
        Dismiss = "dismiss",
        /// From now on, what this person writes is read first.
        Limit = "limit",
        /// Nothing of this person comes in or is shown.
        BlockPerson = "block-person",
        /// This person is like anybody else again.
        Clear = "clear",
        /// Nothing of the person's whole server comes in or is shown.
        BlockDomain = "block-domain",
    }
}

impl Verdict {
    /// The lowest role that may decide so.
    pub fn role(self) -> Role {
        match self {
            Self::Approve | Self::Hide | Self::Warn | Self::Dismiss => Role::Mediator,
            Self::Limit | Self::BlockPerson | Self::Clear | Self::BlockDomain => Role::Moderator,
        }
    }

    /// How the log names it.
    pub fn action(self) -> &'static str {
        match self {
            Self::Approve => "trace.approve",
            Self::Hide => "trace.hide",
            Self::Warn => "trace.warn",
            Self::Dismiss => "report.dismiss",
            Self::Limit => "actor.limit",
            Self::BlockPerson => "actor.block",
            Self::Clear => "actor.clear",
            Self::BlockDomain => "domain.block",
        }
    }

    /// The verdict the log names so.
    pub fn of_action(action: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|verdict| verdict.action() == action)
    }

    /// Can it be taken back? A warning may have been read, the rest leaves a state to go back to.
    pub fn can_be_undone(self) -> bool {
        self != Self::Warn
    }

    /// Where an object stands after this.
    pub fn state(self) -> Option<State> {
        match self {
            Self::Approve => Some(State::Published),
            Self::Hide => Some(State::Hidden),
            _ => None,
        }
    }

    /// What the venue thinks of a person after this.
    pub fn standing(self) -> Option<Standing> {
        match self {
            Self::Limit => Some(Standing::Limited),
            Self::BlockPerson => Some(Standing::Blocked),
            Self::Clear => Some(Standing::Good),
            _ => None,
        }
    }
}

/// How it was before, kept with the entry of the log so that it can be undone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Before {
    /// Where the object stood.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<State>,
    /// What the venue thought of the person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standing: Option<Standing>,
    /// What was decided about the server: `allow`, or nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// The reports that were open.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reports: Vec<Id>,
    /// The first entry of those decided at once, when this is another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lot: Option<Id>,
}

impl Before {
    /// As the log keeps it.
    pub fn pack(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads what the log kept; what it cannot read restores nothing.
    pub fn unpack(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }
}

/// The longest warning, in characters.
const WARNING: usize = 1_000;

/// A few words of the team to somebody about what they wrote.
#[derive(Clone, Debug)]
pub struct Warning {
    /// The key; also of the message to another server.
    pub id: Id,
    /// Whom it is for.
    pub person_id: Id,
    /// What it is about, when it is about something they wrote.
    pub object_id: Option<Id>,
    /// Who wrote it.
    pub account_id: Id,
    /// What it says, as typed.
    pub text: String,
    /// When it was written.
    pub created_at: Time,
    /// When the person said that they read it; never for people of other servers.
    pub read_at: Option<Time>,
}

/// The words of a warning, or what is wrong with the field `text`.
pub fn warning(typed: &str) -> Result<String> {
    let text = typed.trim();
    if text.is_empty() {
        return Err(Error::field("text", "moderation-warn-empty"));
    }
    if text.chars().count() > WARNING {
        return Err(Error::field("text", "moderation-warn-long"));
    }
    Ok(text.to_owned())
}

/// What a case is about.
#[derive(Clone, Debug)]
pub enum Case {
    /// Something somebody wrote.
    Object(Object),
    /// A report, with what it points at that we have.
    Report(Report, Vec<Object>),
    /// Somebody.
    Person(Id),
}

impl Case {
    /// Whom it is about.
    pub fn author(&self) -> Option<Id> {
        match self {
            Self::Object(object) => Some(object.author_id),
            Self::Person(id) => Some(*id),
            Self::Report(report, objects) => {
                report.subject_id.or_else(|| objects.first().map(|object| object.author_id))
            }
        }
    }

    /// What somebody wrote that it is about.
    pub fn objects(&self) -> &[Object] {
        match self {
            Self::Object(object) => std::slice::from_ref(object),
            Self::Report(_, objects) => objects,
            Self::Person(_) => &[],
        }
    }
}
