//! What a device is, and which words a wall shows at a moment. Pure.

use std::time::Duration;

use crate::{
    kernel::{clock::Time, error::FieldErrors, id::Id},
    text_enum,
};

text_enum! {
    /// What a device is for.
    Kind {
        /// People touch it to leave a feeling or a word.
        Kiosk = "kiosk",
        /// It shows words to whoever passes.
        Wall = "wall",
    }
}

/// A device.
#[derive(Clone, Debug)]
pub struct Device {
    /// The key.
    pub id: Id,
    /// What it is for.
    pub kind: Kind,
    /// What staff call it.
    pub name: String,
    /// The place or artwork it is about.
    pub object_id: Id,
    /// When it was made.
    pub created_at: Time,
    /// When it last asked for something.
    pub seen_at: Option<Time>,
    /// When its address was taken away.
    pub revoked_at: Option<Time>,
    /// The words a wall stays on.
    pub frozen_id: Option<Id>,
}

impl Kind {
    /// The path of a device with this token.
    pub fn path(self, token: &str) -> String {
        match self {
            Self::Kiosk => format!("/borne/{token}"),
            Self::Wall => format!("/ecran/{token}"),
        }
    }
}

/// The longest name, in characters.
const NAME: usize = 80;

/// Reads the name of a device.
pub fn name(typed: &str) -> Result<String, FieldErrors> {
    let name = typed.trim();
    if name.is_empty() || name.chars().count() > NAME {
        return Err(FieldErrors::one("name", "devices-error-name"));
    }
    Ok(name.to_owned())
}

/// How long words stay on a wall: two hundred letters read twice at a calm pace.
pub const SCENE: Duration = Duration::from_secs(20);

/// How many of the latest words take turns.
pub const TURNS: i64 = 60;

/// The longest words shown, in characters; longer ones end on `…` and go on at the QR code.
pub const LONGEST: usize = 280;

/// Which of `count` words is shown at this moment; every wall of a place shows the same.
pub fn turn(now: Time, count: usize) -> Option<usize> {
    let scene = i64::try_from(SCENE.as_micros()).ok()?;
    let turn = now.micros().div_euclid(scene);
    let count = i64::try_from(count).ok().filter(|count| *count > 0)?;
    usize::try_from(turn.rem_euclid(count)).ok()
}

/// How large words are set: the fewer, the larger.
pub fn size(text: &str) -> &'static str {
    match text.chars().count() {
        0..=60 => "few",
        61..=150 => "some",
        _ => "many",
    }
}
