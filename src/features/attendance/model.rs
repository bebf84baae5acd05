//! Who may come, who waits and who is let in next. Pure.
//!
//! **The line.** Seats are given in the order people asked. Whoever asks while somebody waits, waits too, even where
//! their own party would fit: nobody overtakes. A party that does not fit keeps the head of the line until enough seats
//! are free, so that a large one is not starved by small ones; one that is larger than the whole room is passed over,
//! because no wait would help. A party that becomes smaller keeps its place, one that grows goes to the end. As long as
//! staff say that an event is full, nobody is let in by himself: staff let people in from the list.

use crate::{
    features::events::{Event, REGULAR_FROM, Rsvp, Status},
    kernel::{clock::Time, error::Message, i18n::Lang, id::Id},
    text_enum,
};

text_enum! {
    /// Where somebody stands with an event.
    Answer {
        /// They have their seats.
        Going = "going",
        /// They wait for seats.
        Waiting = "waiting",
        /// They do not know yet; no seat is kept.
        Maybe = "maybe",
        /// They do not come.
        No = "no",
    }
}

text_enum! {
    /// What somebody says of themselves.
    Wish {
        /// I come.
        Going = "going",
        /// Perhaps.
        Maybe = "maybe",
        /// I do not come, or not any more.
        No = "no",
    }
}

text_enum! {
    /// How an answer came.
    Channel {
        /// A member, on the page of the event.
        Member = "member",
        /// By e-mail address, without an account.
        Email = "email",
        /// At a kiosk of the venue.
        Kiosk = "kiosk",
        /// A `Join`: Mobilizon.
        Join = "join",
        /// An `Accept` of the event itself: Friendica, Hubzilla.
        Invitation = "invitation",
        /// The vote in a poll that was sent to them: Mastodon, GoToSocial.
        Poll = "poll",
        /// Plain words in reply.
        Reply = "reply",
        /// At the door, without having answered before: the team wrote them down.
        Door = "door",
    }
}

text_enum! {
    /// How sure it is that somebody came.
    Assurance {
        /// They said so themselves.
        Declared = "declared",
        /// Somebody of the team knew them or asked their name, and ticked it on the list.
        List = "list",
        /// They showed the code that was given to them alone.
        Code = "code",
    }
}

/// Whose answer it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// Somebody with an actor, here or elsewhere.
    Actor(Id),
    /// Whoever reads letters to this address.
    Email(String),
}

/// An answer on the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attendance {
    /// The key.
    pub id: Id,
    /// To which event.
    pub event: Id,
    /// Whose it is.
    pub who: Who,
    /// What they call themselves; empty where their actor says it.
    pub name: String,
    /// In which language they read.
    pub language: Lang,
    /// Where they stand.
    pub answer: Answer,
    /// For how many people they speak, themselves among them.
    pub people: i32,
    /// Their number in the line while they wait; the smallest is let in first.
    pub place: Option<i32>,
    /// How the answer came.
    pub channel: Channel,
    /// What they wrote with it.
    pub message: String,
    /// The activity of another server that said it.
    pub activity: Option<String>,
    /// When they last answered.
    pub answered_at: Time,
    /// When they came in.
    pub came_at: Option<Time>,
    /// How sure that is.
    pub assurance: Option<Assurance>,
}

impl Attendance {
    /// The actor, if there is one.
    pub fn actor(&self) -> Option<Id> {
        match self.who {
            Who::Actor(actor) => Some(actor),
            Who::Email(_) => None,
        }
    }

    /// The address, if that is how they are known.
    pub fn email(&self) -> Option<&str> {
        match &self.who {
            Who::Email(email) => Some(email),
            Who::Actor(_) => None,
        }
    }
}

/// Why an answer is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The event is over.
    Past,
    /// It will not take place, or nobody knows when.
    CalledOff,
    /// Nobody is asked, or people book elsewhere.
    NotAsked,
    /// It is for members.
    MembersOnly,
    /// It is for members who have come more often: so often they came.
    RegularsOnly(i64),
    /// The venue wants nothing to do with them.
    Unwelcome,
    /// One answer speaks for so many people at most.
    Party(i32),
    /// The whole room has no more seats.
    Room(i32),
    /// So many more seats there are not for somebody who comes already; this many are left.
    NoMore(i64),
}

impl Refusal {
    /// In words, for the person.
    pub fn message(self) -> Message {
        match self {
            Self::Past => Message::new("attendance-refused-past"),
            Self::CalledOff => Message::new("attendance-refused-off"),
            Self::NotAsked => Message::new("attendance-refused-not-asked"),
            Self::MembersOnly => Message::new("attendance-refused-members"),
            Self::RegularsOnly(came) => Message::new("attendance-refused-regulars")
                .with("wanted", REGULAR_FROM)
                .with("came", came),
            Self::Unwelcome => Message::new("attendance-refused-unwelcome"),
            Self::Party(most) => Message::new("attendance-refused-party").with("count", most),
            Self::Room(seats) => Message::new("attendance-refused-room").with("count", seats),
            Self::NoMore(left) => Message::new("attendance-refused-more").with("count", left),
        }
    }

    /// In few words, for the log of another server's activity.
    pub fn why(self) -> &'static str {
        match self {
            Self::Past => "the event is over",
            Self::CalledOff => "the event was called off",
            Self::NotAsked => "the event takes no answers",
            Self::MembersOnly => "the event is for members",
            Self::RegularsOnly(_) => "the event is for regulars",
            Self::Unwelcome => "not welcome here",
            Self::Party(_) => "too many people",
            Self::Room(_) => "the room is too small",
            Self::NoMore(_) => "no more seats",
        }
    }
}

/// May anybody still answer? Whoever does not come any more may always say so until it is over.
pub fn open(event: &Event, now: Time, wish: Wish) -> Result<(), Refusal> {
    if event.facts.when.ends <= now {
        return Err(Refusal::Past);
    }
    if wish == Wish::No {
        return Ok(());
    }
    match event.status {
        Status::Cancelled | Status::Postponed => Err(Refusal::CalledOff),
        _ if event.facts.rsvp != Rsvp::Open => Err(Refusal::NotAsked),
        _ if event.takes_answers(now) => Ok(()),
        _ => Err(Refusal::NotAsked),
    }
}

/// How full an event is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Room {
    /// How many people may come; none when nobody counts.
    pub capacity: Option<i32>,
    /// Staff say that it is full.
    pub closed: bool,
    /// People who have their seats.
    pub going: i64,
    /// People who do not know yet.
    pub maybe: i64,
    /// Parties that wait.
    pub parties: i64,
    /// People who wait.
    pub waiting: i64,
}

impl Room {
    /// The room of an event with nobody in it.
    pub fn of(event: &Event) -> Self {
        Self {
            capacity: event.facts.capacity,
            closed: event.status == Status::Full,
            ..Self::default()
        }
    }

    /// Seats nobody has; none when nobody counts.
    pub fn left(&self) -> Option<i64> {
        if self.closed {
            return Some(0);
        }
        self.capacity.map(|seats| (i64::from(seats) - self.going).max(0))
    }

    /// Whoever asks now waits.
    pub fn is_full(&self) -> bool {
        self.left() == Some(0) || self.parties > 0
    }

    fn fits(&self, people: i64) -> bool {
        self.left().is_none_or(|left| people <= left)
    }

    /// Where somebody stands after they said what they want. `before` is where they stood, with how many people.
    pub fn settle(
        &self,
        before: Option<(Answer, i32)>,
        wish: Wish,
        people: i32,
    ) -> Result<Answer, Refusal> {
        match wish {
            Wish::Maybe => return Ok(Answer::Maybe),
            Wish::No => return Ok(Answer::No),
            Wish::Going => {}
        }
        match before {
            Some((Answer::Going, seats)) if people <= seats => Ok(Answer::Going),
            Some((Answer::Going, seats)) => {
                let left = if self.parties > 0 { Some(0) } else { self.left() };
                match left {
                    Some(left) if i64::from(people - seats) > left => Err(Refusal::NoMore(left)),
                    _ => Ok(Answer::Going),
                }
            }
            _ if self.capacity.is_some_and(|seats| people > seats) => {
                Err(Refusal::Room(self.capacity.unwrap_or(0)))
            }
            // The line itself decides whether they are let in: see [`Room::let_in`].
            Some((Answer::Waiting, _)) => Ok(Answer::Waiting),
            _ if self.parties == 0 && self.fits(i64::from(people)) => Ok(Answer::Going),
            _ => Ok(Answer::Waiting),
        }
    }

    /// Who of the line is let in now: `line` are keys and parties in their order.
    pub fn let_in(&self, line: &[(Id, i32)]) -> Vec<Id> {
        let mut left = self.left();
        let mut next = Vec::new();
        for (id, people) in line {
            if self.capacity.is_some_and(|seats| *people > seats) {
                continue;
            }
            let people = i64::from(*people);
            match &mut left {
                None => next.push(*id),
                Some(left) if people <= *left => {
                    *left -= people;
                    next.push(*id);
                }
                Some(_) => break,
            }
        }
        next
    }
}

/// How long before the beginning people may say that they are there.
const EARLY: std::time::Duration = std::time::Duration::from_secs(3600);

/// How long after the end people may still say that they were there.
const LATE: std::time::Duration = std::time::Duration::from_secs(24 * 3600);

/// May somebody with a seat say that they are there?
pub fn may_declare(event: &Event, now: Time) -> bool {
    let when = &event.facts.when;
    let doors = when.doors.unwrap_or_else(|| when.starts.minus(EARLY));
    let takes_place = matches!(event.status, Status::Announced | Status::Full);
    takes_place && doors <= now && now <= when.ends.plus(LATE)
}

/// The longest name somebody may go by.
pub const LONGEST_NAME: usize = 120;

/// The longest message, of those who answer and of staff.
pub const LONGEST_MESSAGE: usize = 2000;

text_enum! {
    /// Something people on the list are told.
    Word {
        /// Where their own answer got them.
        Answered = "answered",
        /// Seats came free, and they are theirs.
        Promoted = "promoted",
        /// Staff took them off the list.
        Removed = "removed",
        /// It is tomorrow.
        Reminder = "reminder",
        /// It changed.
        Changed = "changed",
        /// It will not take place.
        CalledOff = "called-off",
        /// Staff wrote to everybody.
        Message = "message",
    }
}

/// A word and what tells it from the same word at another time: `promoted:1764547200000000`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Telling {
    /// What.
    pub word: Word,
    /// Which time: its beginning, its number among the changes of the event, a message, or nothing but a number.
    pub mark: i64,
}

impl Telling {
    /// As it is kept.
    pub fn kept(self) -> String {
        format!("{}:{}", self.word, self.mark)
    }

    /// Read back.
    pub fn read(text: &str) -> Option<Self> {
        let (word, mark) = text.split_once(':')?;
        Some(Self { word: word.parse().ok()?, mark: mark.parse().ok()? })
    }
}

/// How long before an event people are reminded: a day.
pub const REMINDED_BEFORE: std::time::Duration = std::time::Duration::from_secs(24 * 3600);

/// How long the link of a letter that asks for confirmation is good: three days.
pub const CONFIRMED_WITHIN: std::time::Duration = std::time::Duration::from_secs(72 * 3600);

/// A cell of a table that a spreadsheet would take for a formula is begun by an apostrophe (OWASP, CSV injection).
pub fn cell(text: &str) -> String {
    let risky = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if risky { format!("'{text}") } else { text.to_owned() }
}
