//! The pages of text of a venue and what its accessibility statement may say. Pure.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::{
    kernel::{
        error::FieldErrors,
        i18n::{self, Lang},
    },
    platform::venue::{Access, Conformity, Contact, Venue},
    text_enum,
};

text_enum! {
    /// A page of text the venue may write itself.
    Name {
        /// Who publishes the site.
        Legal = "mentions-legales",
        /// What becomes of personal data.
        Privacy = "confidentialite",
        /// What people may say here.
        Charter = "charte",
    }
}

/// The longest text of a page, in characters.
pub const LONGEST: usize = 20_000;

impl Name {
    /// The start of its keys in the locale files.
    pub fn key(self) -> &'static str {
        match self {
            Self::Legal => "texts-legal",
            Self::Privacy => "texts-privacy",
            Self::Charter => "texts-charter",
        }
    }

    /// The path of the page.
    pub fn path(self) -> &'static str {
        match self {
            Self::Legal => "/mentions-legales",
            Self::Privacy => "/confidentialite",
            Self::Charter => "/charte",
        }
    }

    /// The text that comes with the program, in Markdown, with what the venue said of itself.
    pub fn default_text(self, venue: &Venue, site: &str, lang: Lang) -> String {
        i18n::text(lang, &format!("{}-default", self.key()), &about(venue, site))
    }
}

/// What the texts say of a venue. A value the venue did not give is `none`, and the text does without.
pub fn about(venue: &Venue, site: &str) -> i18n::Args {
    let given = |text: &str, otherwise: &str| {
        let text = text.trim();
        let text = if text.is_empty() { otherwise } else { text };
        // A line break or a mark of Markdown in a name must not change the shape of the page.
        let plain: String = text
            .chars()
            .map(|c| if c.is_control() || "*_`[]<>#|".contains(c) { ' ' } else { c })
            .collect();
        plain.into()
    };
    let Contact { publisher, director, host, email } = &venue.contact;
    i18n::Args::from([
        ("venue".into(), given(&venue.name, "Parvis")),
        ("publisher".into(), given(publisher, &venue.name)),
        ("director".into(), given(director, "none")),
        ("host".into(), given(host, "none")),
        ("email".into(), given(email, "none")),
        ("address".into(), given(&venue.address, "none")),
        ("site".into(), given(site, "none")),
    ])
}

type Texts = BTreeMap<String, String>;

fn field<'a>(values: &'a Texts, name: &str) -> &'a str {
    values.get(name).map(|text| text.trim()).unwrap_or_default()
}

/// Reads the form of who answers for the site.
pub fn contact(values: &Texts) -> Result<Contact, FieldErrors> {
    let mut errors = FieldErrors::default();
    let contact = Contact {
        publisher: field(values, "publisher").to_owned(),
        director: field(values, "director").to_owned(),
        host: field(values, "host").to_owned(),
        email: field(values, "email").to_owned(),
    };
    for name in ["publisher", "director", "host", "email"] {
        if field(values, name).chars().count() > 200 {
            errors.add(name, "venue-error-long");
        }
    }
    if !contact.email.is_empty() && !is_email(&contact.email) {
        errors.add("email", "texts-error-email");
    }
    if errors.is_empty() { Ok(contact) } else { Err(errors) }
}

/// Could a letter be sent there? The mail server knows better; this catches slips.
pub fn is_email(text: &str) -> bool {
    let whole = text.chars().count() <= 200 && !text.contains(char::is_whitespace);
    whole
        && text.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty()
                && host.contains('.')
                && !host.starts_with('.')
                && !host.ends_with('.')
                && !host.contains('@')
        })
}

/// Reads the form of the accessibility statement. Its status must be one its rate allows.
pub fn access(values: &Texts) -> Result<Access, FieldErrors> {
    let mut errors = FieldErrors::default();
    let status: Option<Conformity> = field(values, "status").parse().ok();
    if status.is_none() {
        errors.add("status", "venue-error-choice");
    }
    let rate = match field(values, "rate") {
        "" => None,
        text => match text.trim_end_matches(['%', ' ', '\u{a0}', '\u{202f}']).parse::<u8>() {
            Ok(rate) if rate <= 100 => Some(rate),
            _ => {
                errors.add("rate", "texts-error-rate");
                None
            }
        },
    };
    let allowed = match (status, rate) {
        (Some(Conformity::Full), rate) => rate == Some(100),
        (Some(Conformity::Partial), rate) => rate.is_some_and(|rate| (50..100).contains(&rate)),
        (Some(Conformity::None), rate) => rate.is_none_or(|rate| rate < 50),
        (None, _) => true,
    };
    if !allowed {
        errors.add("rate", "texts-error-rate-status");
    }
    let drawn_up = field(values, "drawn_up");
    if !drawn_up.is_empty() && NaiveDate::parse_from_str(drawn_up, "%Y-%m-%d").is_err() {
        errors.add("drawn_up", "texts-error-date");
    }
    for name in ["failures_fr", "failures_en", "exempt_fr", "exempt_en"] {
        if field(values, name).chars().count() > LONGEST {
            errors.add(name, "venue-error-long");
        }
    }
    if field(values, "auditor").chars().count() > 200 {
        errors.add("auditor", "venue-error-long");
    }
    let (Some(status), true) = (status, errors.is_empty()) else {
        return Err(errors);
    };
    let text = |name: &str| field(values, name).replace("\r\n", "\n");
    Ok(Access {
        status,
        rate,
        auditor: text("auditor"),
        drawn_up: drawn_up.to_owned(),
        failures_fr: text("failures_fr"),
        failures_en: text("failures_en"),
        exempt_fr: text("exempt_fr"),
        exempt_en: text("exempt_en"),
    })
}

/// The form of the statement as it stands.
pub fn access_values(access: &Access) -> Texts {
    [
        ("status", access.status.to_string()),
        ("rate", access.rate.map(|rate| rate.to_string()).unwrap_or_default()),
        ("auditor", access.auditor.clone()),
        ("drawn_up", access.drawn_up.clone()),
        ("failures_fr", access.failures_fr.clone()),
        ("failures_en", access.failures_en.clone()),
        ("exempt_fr", access.exempt_fr.clone()),
        ("exempt_en", access.exempt_en.clone()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}

/// What somebody could not do.
#[derive(Clone, Debug)]
pub struct Problem {
    /// Which page.
    pub page: String,
    /// What happened.
    pub text: String,
    /// Where to answer to; empty when they gave nothing.
    pub email: String,
}

/// Reads the form of a problem.
pub fn problem(values: &Texts) -> Result<Problem, FieldErrors> {
    let mut errors = FieldErrors::default();
    let problem = Problem {
        page: field(values, "page").to_owned(),
        text: field(values, "text").to_owned(),
        email: field(values, "email").to_owned(),
    };
    if problem.page.chars().count() > 500 {
        errors.add("page", "venue-error-long");
    }
    if problem.text.is_empty() {
        errors.add("text", "texts-error-empty");
    }
    if problem.text.chars().count() > 2_000 {
        errors.add("text", "venue-error-long");
    }
    if !problem.email.is_empty() && !is_email(&problem.email) {
        errors.add("email", "texts-error-email");
    }
    if errors.is_empty() { Ok(problem) } else { Err(errors) }
}
