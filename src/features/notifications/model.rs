//! What members are told, by which way, and when they would rather not be. Pure.

use chrono::{DateTime, Datelike as _, Duration as Days, LocalResult, NaiveTime, TimeZone as _};
use chrono_tz::Tz;

use crate::{
    kernel::{clock::Time, id::Id},
    platform::objects::{Object, State, Visibility},
    text_enum,
};

/// How long what a member was told is kept, in days.
pub const KEPT_DAYS: u64 = 90;

/// When digests leave, by the venue's clocks: after breakfast, before opening.
const MORNING: u32 = 8;

text_enum! {
    /// What a notification is about. Other nouns may add theirs.
    Kind {
        /// Somebody answered the member's words.
        Answer = "answer",
        /// The venue thanks for the member's words.
        Thanks = "thanks",
        /// The venue put the member's words first.
        Pinned = "pinned",
        /// The team read the member's words and shows them.
        Shown = "shown",
        /// The team took the member's words out of sight.
        Hidden = "hidden",
        /// Somebody asks to follow the member.
        Request = "request",
        /// Somebody follows the member.
        Follower = "follower",
        /// Somebody likes or shares the member's words.
        Like = "like",
        /// Something new where the member follows.
        News = "news",
        /// Seats came free for the member.
        Promoted = "promoted",
        /// What the member means to come to is tomorrow.
        Reminder = "reminder",
        /// What the member means to come to changed.
        Changed = "changed",
        /// What the member meant to come to will not take place, or their booking was withdrawn.
        CalledOff = "called-off",
        /// The venue wrote to those who come to something.
        Message = "message",
        /// What the member proposed is in the programme.
        ProposalAccepted = "proposal-accepted",
        /// What the member proposed is not taken.
        ProposalDeclined = "proposal-declined",
        /// Somebody proposed an event: for the team alone.
        Proposal = "proposal",
    }
}

impl Kind {
    /// What this person can be told of at all: the rest is the team's work.
    pub fn of(staff: bool) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |kind| staff || *kind != Self::Proposal)
    }

    /// What cannot wait for a digest: it has a letter of its own.
    pub const fn is_at_once(self) -> bool {
        matches!(
            self,
            Self::Promoted | Self::Reminder | Self::Changed | Self::CalledOff | Self::Message
        )
    }
}

text_enum! {
    /// How a notification reaches a member.
    Channel {
        /// On the page of notifications.
        Site = "site",
        /// In the digest sent by mail.
        Mail = "mail",
        /// At once on their devices.
        Push = "push",
    }
}

text_enum! {
    /// How often a digest is sent.
    Rhythm {
        /// Not at all.
        Never = "never",
        /// Every morning.
        Daily = "daily",
        /// On Monday mornings.
        Weekly = "weekly",
    }
}

/// Something to tell one member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// What it is about.
    pub kind: Kind,
    /// The object it leads to; told to nobody who may not see it.
    pub object: Option<Id>,
    /// Who did it; nothing is told of what the venue blocked.
    pub by: Option<Id>,
    /// What happened, in few letters: the same is told once, however often it is said.
    pub same: String,
}

/// A notification as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    /// The key; also its order.
    pub id: Id,
    /// What it is about.
    pub kind: Kind,
    /// The object it leads to.
    pub object: Option<Id>,
    /// Who did it.
    pub by: Option<Id>,
    /// When it was told.
    pub created_at: Time,
    /// When it was read.
    pub read_at: Option<Time>,
}

/// Whether a kind comes by a channel for somebody who never chose.
pub const fn usual(kind: Kind, channel: Channel) -> bool {
    match channel {
        Channel::Site => true,
        Channel::Mail => !matches!(kind, Kind::Like),
        Channel::Push => !matches!(kind, Kind::Like | Kind::News | Kind::Follower),
    }
}

/// May a member with this actor read of the object? The rule of [`Object::visible_to`] for somebody who is not staff.
pub fn may_see(object: &Object, member: Id) -> bool {
    if object.deleted_at.is_some() {
        return false;
    }
    let own = object.author_id == member;
    match object.state {
        State::Withheld => false,
        State::Hidden | State::Pending => own,
        State::Published => match object.visibility {
            Visibility::Public | Visibility::Unlisted | Visibility::Here | Visibility::Members => {
                true
            }
            Visibility::Followers | Visibility::Direct => own,
        },
    }
}

/// When the next digest leaves after `now`; none for [`Rhythm::Never`].
pub fn next_digest(rhythm: Rhythm, now: Time, zone: Tz) -> Option<Time> {
    let here = now.utc().with_timezone(&zone);
    let mut day = here.date_naive();
    loop {
        let wanted = match rhythm {
            Rhythm::Never => return None,
            Rhythm::Daily => true,
            Rhythm::Weekly => day.weekday() == chrono::Weekday::Mon,
        };
        let at = NaiveTime::from_hms_opt(MORNING, 0, 0).map(|time| day.and_time(time));
        if wanted && let Some(at) = at {
            let moment: Option<DateTime<Tz>> = match zone.from_local_datetime(&at) {
                LocalResult::Single(moment) | LocalResult::Ambiguous(moment, _) => Some(moment),
                LocalResult::None => None,
            };
            if let Some(moment) = moment.filter(|moment| *moment > here) {
                return Some(Time::from(moment.to_utc()));
            }
        }
        day += Days::days(1);
    }
}

/// Notifications that say the same of the same thing, the newest first: one line of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The newest of them.
    pub newest: Notification,
    /// Who, each once, the newest first.
    pub by: Vec<Id>,
    /// All of them.
    pub ids: Vec<Id>,
    /// One of them was not read yet.
    pub unread: bool,
}

/// Folds likes of the same words and followers into one line each. The order of the newest is kept.
pub fn grouped(notifications: Vec<Notification>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for one in notifications {
        let folds = matches!(one.kind, Kind::Like | Kind::Follower);
        let found = groups.iter_mut().find(|group| {
            folds && group.newest.kind == one.kind && group.newest.object == one.object
        });
        match found {
            Some(group) => {
                group.unread |= one.read_at.is_none();
                group.ids.push(one.id);
                if let Some(by) = one.by.filter(|by| !group.by.contains(by)) {
                    group.by.push(by);
                }
            }
            None => groups.push(Group {
                by: one.by.into_iter().collect(),
                ids: vec![one.id],
                unread: one.read_at.is_none(),
                newest: one,
            }),
        }
    }
    groups
}
