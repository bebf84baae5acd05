//! What the venue decided about itself, kept in the settings table and saved by staff.

use chrono_tz::Tz;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    both,
    kernel::{clock::Time, db::Conn, error::Result, i18n::Lang, id::Id},
    platform::{
        app::Tx,
        holding::Holding,
        processes::{self, Said},
    },
    schema::settings,
    text_enum,
};

/// The venue's own settings. Every field has a default, so older rows keep working.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct Venue {
    /// When set-up was finished; nothing but set-up is served before.
    pub set_up_at: Option<Time>,
    /// The venue's actor.
    pub actor_id: Option<Id>,
    /// The name people read.
    pub name: String,
    /// The name before the `@`; never changes once people follow it.
    pub handle: String,
    /// A few sentences about the venue, in French.
    pub summary_fr: String,
    /// The same in English.
    pub summary_en: String,
    /// Where to come.
    pub address: String,
    /// When it is open, as text.
    pub hours: String,
    /// The venue's other site; empty when it has none.
    pub website: String,
    /// The languages offered, the main one first.
    pub languages: Vec<Lang>,
    /// Where its clocks are.
    pub time_zone: Tz,
    /// Its colours.
    pub theme: Theme,
    /// Its logo.
    pub logo: Option<Id>,
    /// Its logo on dark pages, when the other one does not show there.
    pub logo_dark: Option<Id>,
    /// With whom it talks.
    pub federation: Federation,
    /// Must other servers sign what they ask for?
    pub authorized_fetch: bool,
    /// Replies from other servers wait to be read.
    pub hold_remote_traces: bool,
    /// Traces of members wait to be read.
    pub hold_member_traces: bool,
    /// May people without an account send pictures?
    pub guest_pictures: bool,
    /// What else makes words wait.
    pub holding: Holding,
    /// The feelings people may leave, in order; empty for all of them as the program calls them.
    pub feelings: Vec<FeelingWord>,
    /// May people create an account themselves?
    pub open_registration: bool,
    /// May people of other servers follow artworks and places one by one?
    pub subjects_federate: bool,
    /// Who answers for the site.
    pub contact: Contact,
    /// How accessible the site is, as its statement says.
    pub access: Access,
}

/// Who answers for the site.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Contact {
    /// The institution that publishes it; empty for the venue itself.
    pub publisher: String,
    /// The person responsible for what is published.
    pub director: String,
    /// Who runs the machines.
    pub host: String,
    /// Where to write to.
    pub email: String,
}

/// What the accessibility statement says (RGAA 4.1.2, model of statement).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Access {
    /// How far the site conforms.
    pub status: Conformity,
    /// The share of criteria it meets, in percent, as audited.
    pub rate: Option<u8>,
    /// Who audited it.
    pub auditor: String,
    /// When the statement was drawn up: `2026-06-01`.
    pub drawn_up: String,
    /// What does not conform, in French, Markdown.
    pub failures_fr: String,
    /// The same in English.
    pub failures_en: String,
    /// What is exempt and why, in French, Markdown.
    pub exempt_fr: String,
    /// The same in English.
    pub exempt_en: String,
}

text_enum! {
    /// How far a site conforms to the accessibility rules.
    Conformity {
        /// Not: under half of the criteria, or never audited.
        None = "none",
        /// Half of the criteria or more.
        Partial = "partial",
        /// Every criterion.
        Full = "full",
    }
}

impl Default for Access {
    fn default() -> Self {
        Self {
            // Without an audit a site may claim nothing else.
            status: Conformity::None,
            rate: None,
            auditor: String::new(),
            drawn_up: String::new(),
            failures_fr: String::new(),
            failures_en: String::new(),
            exempt_fr: String::new(),
            exempt_en: String::new(),
        }
    }
}

/// A feeling as the venue calls it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeelingWord {
    /// Which: never changes.
    pub key: String,
    /// In French; empty for the program's word.
    pub fr: String,
    /// In English; empty for the program's word.
    pub en: String,
}

text_enum! {
    /// With whom the venue talks.
    Federation {
        /// Everybody except the blocked.
        Open = "open",
        /// Only servers on the list.
        AllowList = "allow-list",
        /// Nobody.
        Closed = "closed",
    }
}

/// The inputs a palette is derived from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Theme {
    /// `#rrggbb`, for links and the main button.
    pub brand: String,
    /// `#rrggbb`, for marks.
    pub accent: String,
    /// The typeface of titles.
    pub display_font: DisplayFont,
    /// The typeface of text.
    pub text_font: TextFont,
    /// Sharp or rounded corners.
    pub corners: Corners,
}

text_enum! {
    /// The typeface of titles.
    DisplayFont {
        /// The serif that comes with the program.
        Serif = "serif",
        /// The reader's own sans.
        Sans = "sans",
    }
}

text_enum! {
    /// The typeface of text.
    TextFont {
        /// The reader's own.
        System = "system",
        /// Atkinson Hyperlegible Next, drawn for low vision; comes with the program.
        Hyperlegible = "hyperlegible",
    }
}

text_enum! {
    /// The shape of corners.
    Corners {
        /// A small radius.
        Soft = "soft",
        /// Right angles.
        Sharp = "sharp",
    }
}

impl Default for Theme {
    fn default() -> Self {
        Self {
            brand: "#b3321c".to_owned(),
            accent: "#284b63".to_owned(),
            display_font: DisplayFont::Serif,
            text_font: TextFont::System,
            corners: Corners::Soft,
        }
    }
}

impl Default for Venue {
    fn default() -> Self {
        Self {
            set_up_at: None,
            actor_id: None,
            name: String::new(),
            handle: String::new(),
            summary_fr: String::new(),
            summary_en: String::new(),
            address: String::new(),
            hours: String::new(),
            website: String::new(),
            languages: vec![Lang::Fr, Lang::En],
            time_zone: Tz::Europe__Paris,
            theme: Theme::default(),
            logo: None,
            logo_dark: None,
            federation: Federation::Open,
            authorized_fetch: false,
            hold_remote_traces: false,
            hold_member_traces: false,
            guest_pictures: false,
            holding: Holding::default(),
            feelings: Vec::new(),
            open_registration: true,
            subjects_federate: true,
            contact: Contact::default(),
            access: Access::default(),
        }
    }
}

const NAME: &str = "venue";

impl Venue {
    /// The settings as last saved.
    pub fn load(conn: &mut Conn) -> Result<Self> {
        let text: Option<String> = settings::table
            .filter(settings::name.eq(NAME))
            .select(settings::value)
            .first(conn)
            .optional()?;
        Ok(text.map(|t| serde_json::from_str(&t)).transpose()?.unwrap_or_default())
    }

    /// Saves the settings. Call [`crate::platform::app::App::reload_venue`] after the transaction.
    pub fn save(&self, tx: &mut Tx<'_>) -> Result<()> {
        let value = serde_json::to_string(self)?;
        let now = tx.now;
        both!(tx.conn, |c| diesel::insert_into(settings::table)
            .values((
                settings::name.eq(NAME),
                settings::value.eq(&value),
                settings::updated_at.eq(now)
            ))
            .on_conflict(settings::name)
            .do_update()
            .set((settings::value.eq(&value), settings::updated_at.eq(now)))
            .execute(c))?;
        processes::tell(tx.conn, tx.app.processes.number(), &[Said::Venue])
    }

    /// The language pages fall back to.
    pub fn main_language(&self) -> Lang {
        self.languages.first().copied().unwrap_or(Lang::Fr)
    }

    /// The summary in a language, or in the other one when it is missing.
    pub fn summary(&self, lang: Lang) -> &str {
        in_language(lang, &self.summary_fr, &self.summary_en)
    }

    /// True once set-up is finished.
    pub fn is_set_up(&self) -> bool {
        self.set_up_at.is_some()
    }
}

/// The text in `lang`, or the other one when it is missing.
pub fn in_language<'a>(lang: Lang, french: &'a str, english: &'a str) -> &'a str {
    let (wanted, other) = match lang {
        Lang::Fr => (french, english),
        Lang::En => (english, french),
    };
    if wanted.trim().is_empty() { other } else { wanted }
}
