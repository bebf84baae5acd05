//! What the demo museum owns and what people said there, as kept in this folder.

use anyhow::Context as _;
use rust_embed::RustEmbed;
use serde::Deserialize;

#[derive(RustEmbed)]
#[folder = "src/cli/demo/"]
#[include = "*.csv"]
#[include = "*.toml"]
#[include = "*.svg"]
#[include = "pictures/*.jpg"]
#[include = "sounds/*"]
#[include = "visitors/*.jpg"]
pub(super) struct Files;

/// A text file of this folder.
pub(super) fn text(name: &str) -> anyhow::Result<String> {
    let file = Files::get(name).with_context(|| format!("{name} is not part of the program"))?;
    Ok(String::from_utf8(file.data.into_owned())?)
}

/// Everything people said.
#[derive(Debug, Deserialize)]
pub(super) struct Traces {
    trace: Vec<Said>,
}

/// One thing somebody said.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Said {
    /// Its name, for replies.
    pub(super) key: String,
    /// Who said it; the same name is the same person.
    pub(super) author: String,
    /// In which capacity.
    pub(super) kind: Speaker,
    /// Their address, for people elsewhere.
    #[serde(default)]
    pub(super) handle: String,
    /// How long before today.
    pub(super) days_ago: u64,
    /// The inventory number or the code of the place.
    pub(super) on: String,
    /// What it answers.
    #[serde(default)]
    pub(super) reply_to: Option<String>,
    /// Nobody of the staff has read it yet.
    #[serde(default)]
    pub(super) waits: bool,
    /// The language it is in.
    pub(super) lang: String,
    /// The words.
    pub(super) text: String,
    /// A sound that goes with them: a file of `sounds/`.
    #[serde(default)]
    pub(super) sound: Option<String>,
    /// What is heard.
    #[serde(default)]
    pub(super) summary: String,
    /// A picture that goes with them: a file of `visitors/`.
    #[serde(default)]
    pub(super) picture: Option<String>,
    /// What it shows.
    #[serde(default)]
    pub(super) alt: String,
}

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Speaker {
    /// Somebody with an account.
    Member,
    /// Somebody who works for the venue.
    Staff,
    /// The venue itself.
    Venue,
    /// Somebody of another server.
    Remote,
    /// Somebody without an account.
    Guest,
}

/// What people said, the oldest first; replies stand after what they answer.
pub(super) fn said() -> anyhow::Result<Vec<Said>> {
    let mut all = toml::from_str::<Traces>(&text("traces.toml")?)?.trace;
    all.sort_by_key(|said| (std::cmp::Reverse(said.days_ago), said.reply_to.is_some()));
    Ok(all)
}
