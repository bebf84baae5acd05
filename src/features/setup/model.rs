//! The answers an installation needs, and their rules. Pure.

use chrono_tz::Tz;

use crate::{
    features::{
        accounts::{self, Email, Handle, NewAccount, Password, keep},
        venue::is_colour,
    },
    kernel::{error::FieldErrors, i18n::Lang, id::Id},
    platform::{venue::Theme, web::Role},
};

/// Everything that is asked before a venue opens, as typed. Errors name the fields of the form.
#[derive(Clone, Default)]
pub struct Installation {
    /// The name people read.
    pub name: String,
    /// The venue's name before the `@`, for ever.
    pub handle: String,
    /// A few sentences, in French.
    pub summary_fr: String,
    /// The same in English.
    pub summary_en: String,
    /// The languages offered, the main one first.
    pub languages: Vec<Lang>,
    /// Where its clocks are, such as `Europe/Paris`.
    pub time_zone: String,
    /// Its colours.
    pub theme: Theme,
    /// Its logo, stored already.
    pub logo: Option<Id>,
    /// The first administrator's name; the handle when empty.
    pub admin_name: String,
    /// Their address to sign in with.
    pub admin_email: String,
    /// Their name before the `@`.
    pub admin_handle: String,
    /// Their password.
    pub admin_password: String,
}

/// An installation whose answers are good.
#[derive(Clone)]
pub(super) struct Checked {
    pub(super) name: String,
    pub(super) handle: Handle,
    pub(super) time_zone: Tz,
    pub(super) languages: Vec<Lang>,
    pub(super) admin: NewAccount,
}

/// The longest summary, in characters.
const SUMMARY_LENGTH: usize = 300;

impl Installation {
    /// The answers, or what is wrong with each field.
    pub(super) fn check(&self) -> Result<Checked, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = keep(&mut errors, "venue_name", accounts::name(&self.name));
        let handle = keep(&mut errors, "handle", Handle::parse(&self.handle));
        let languages = self.languages();
        let zone = self.time_zone.parse().map_err(|_| "setup-error-zone");
        let time_zone: Option<Tz> = keep(&mut errors, "time_zone", zone);
        if [&self.summary_fr, &self.summary_en].iter().any(|s| s.chars().count() > SUMMARY_LENGTH) {
            errors.add("summary", "setup-error-summary-long");
        }
        for (field, colour) in [("brand", &self.theme.brand), ("accent", &self.theme.accent)] {
            if !is_colour(colour) {
                errors.add(field, "setup-error-colour");
            }
        }
        let admin = self.admin(&mut errors, languages.first().copied().unwrap_or(Lang::Fr));
        if let (Some(venue), Some(admin)) = (&handle, &admin)
            && *venue == admin.handle
        {
            errors.add("login", "setup-error-same-handle");
        }
        match (name, handle, time_zone, admin) {
            (Some(name), Some(handle), Some(time_zone), Some(admin)) if errors.is_empty() => {
                Ok(Checked { name, handle, time_zone, languages, admin })
            }
            _ => Err(errors),
        }
    }

    fn admin(&self, errors: &mut FieldErrors, language: Lang) -> Option<NewAccount> {
        let name = match self.admin_name.trim() {
            "" => Some(String::new()),
            typed => keep(errors, "name", accounts::name(typed)),
        };
        let handle = keep(errors, "login", Handle::parse(&self.admin_handle));
        let email = keep(errors, "email", Email::parse(&self.admin_email));
        let password = keep(errors, "password", Password::parse(&self.admin_password));
        Some(NewAccount {
            confirmed: true,
            email: Some(email?),
            handle: handle?,
            name: name?,
            password: Some(password?),
            role: Role::Admin,
            language,
        })
    }

    /// Each language once, in order; French when none was chosen.
    fn languages(&self) -> Vec<Lang> {
        let mut once: Vec<Lang> = Vec::new();
        for lang in &self.languages {
            if !once.contains(lang) {
                once.push(*lang);
            }
        }
        if once.is_empty() {
            once.push(Lang::Fr);
        }
        once
    }
}
