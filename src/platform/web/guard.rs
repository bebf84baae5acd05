//! What keeps machines out of the forms that are open to everybody, without a puzzle: a stamp in the form (sealed,
//! neither too young nor too old, taken once) and a field that nobody sees and only a machine fills in.
//!
//! A stamp says when its form was made. Nothing is stored until it is used. Used stamps are remembered in memory, which
//! answers at once, and stored with the effect by [`Admitted::use_up`], so that neither a restart nor another process
//! takes one again.

use std::time::Duration;

use moka::sync::Cache;

use crate::{
    kernel::{
        clock::Time,
        error::{Error, Result},
    },
    platform::{
        app::{App, Tx},
        web::{Form, once},
    },
};

/// The field a stamp stands in.
pub const STAMP: &str = "stamp";

/// The field that stays empty: a name that machines like to fill in, and that no browser fills in by itself.
pub const HONEYPOT: &str = "contact_url";

/// A form that comes back sooner was not filled in by hand.
const YOUNGEST: Duration = Duration::from_millis(1_500);

/// A form that comes back later is from another day; an outbox keeps one for two.
const OLDEST: Duration = Duration::from_secs(49 * 3600);

/// How many used stamps are remembered.
const REMEMBERED: u64 = 200_000;

const PURPOSE: &str = "form stamp";

/// The used stamps of a process.
pub struct Guard {
    /// Each with the key of the form it came with: that form may come again, and is answered as before.
    used: Cache<String, String>,
}

impl Default for Guard {
    fn default() -> Self {
        Self { used: Cache::builder().max_capacity(REMEMBERED).time_to_live(OLDEST).build() }
    }
}

/// What a form's stamp is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Worth {
    Good,
    TooYoung,
    TooOld,
    NotOurs,
}

/// A new stamp, for one form.
pub fn stamp(app: &App) -> Result<String> {
    let nonce: [u8; 12] = app.entropy.bytes();
    let nonce = nonce.iter().fold(String::new(), |all, byte| format!("{all}{byte:02x}"));
    let text = format!("{}.{nonce}", app.now().micros());
    let sealed = app.seal()?.text(PURPOSE, &text);
    Ok(format!("{text}.{sealed}"))
}

/// A stamp is ours and not of another day: enough for what is done in one tap, which may come at once.
pub fn is_ours(app: &App, stamp: &str) -> Result<bool> {
    Ok(matches!(worth(app, stamp)?, Worth::Good | Worth::TooYoung))
}

fn worth(app: &App, stamp: &str) -> Result<Worth> {
    let Some((text, sealed)) = stamp.rsplit_once('.') else { return Ok(Worth::NotOurs) };
    if !app.seal()?.knows(PURPOSE, text, sealed) {
        return Ok(Worth::NotOurs);
    }
    let made = text.split('.').next().and_then(|at| at.parse().ok()).map(Time::from_micros);
    let Some(made) = made else { return Ok(Worth::NotOurs) };
    let age = app.now().since(made);
    Ok(if age < YOUNGEST {
        Worth::TooYoung
    } else if age > OLDEST {
        Worth::TooOld
    } else {
        Worth::Good
    })
}

/// A form that was let in. Its stamp is used up unless [`Admitted::give_back`] says that nothing came of it.
#[derive(Clone)]
#[must_use]
pub struct Admitted {
    stamp: String,
    /// The key of the form, with which it may come again.
    key: String,
}

impl Admitted {
    /// Stores with the effect that the stamp was used; an error of the form when it was before.
    pub fn use_up(&self, tx: &mut Tx<'_>) -> Result<()> {
        if once::use_up(tx, &self.stamp, &self.key)? {
            Ok(())
        } else {
            Err(Error::field("form", "guard-error-used"))
        }
    }

    /// The form must be corrected, or could not be kept: its stamp is good for another try.
    pub fn give_back(self, app: &App) {
        app.guard.used.invalidate(&self.stamp);
    }
}

/// Lets a form in, or says what is wrong with it as an error of the form, so that nothing typed is lost.
pub fn admit(app: &App, form: &Form) -> Result<Admitted> {
    if !form.text(HONEYPOT).is_empty() {
        return Err(Error::field("form", "guard-error-honeypot"));
    }
    let stamp = form.text(STAMP);
    match worth(app, stamp)? {
        Worth::Good => {}
        Worth::TooYoung => return Err(Error::field("form", "guard-error-young")),
        Worth::TooOld | Worth::NotOurs => return Err(Error::field("form", "guard-error-old")),
    }
    let key = form.text("once");
    let known = app.guard.used.entry(stamp.to_owned()).or_insert(key.to_owned());
    if !known.is_fresh() && (key.is_empty() || known.value() != key) {
        return Err(Error::field("form", "guard-error-used"));
    }
    Ok(Admitted { stamp: stamp.to_owned(), key: key.to_owned() })
}

/// The stamp a form that came back carries: the same while it is good for another try, else a new one.
pub fn again(app: &App, form: &Form) -> Result<String> {
    let given = form.text(STAMP);
    let good = is_ours(app, given)? && !app.guard.used.contains_key(given);
    if good { Ok(given.to_owned()) } else { stamp(app) }
}
