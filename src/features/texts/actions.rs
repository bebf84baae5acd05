//! Writing the pages of text, the statement, and what people report.

use super::{
    model::{Name, Problem},
    store,
};
use crate::{
    kernel::{
        error::{Error, Result},
        i18n::{self, Lang},
        id::Id,
    },
    platform::{
        app::Tx,
        audit,
        mail::{self, Action, Address, Letter},
        venue::Venue,
    },
};

/// Writes a page in both languages. A text that is empty or says what the program's says is not kept, so that it goes
/// on following the settings.
pub(super) fn write(
    tx: &mut Tx<'_>,
    account: Id,
    name: Name,
    texts: &[(Lang, String)],
) -> Result<()> {
    let venue = tx.app.venue();
    let site = tx.app.config.address("/");
    for (lang, source) in texts {
        let own = source.trim();
        let default = name.default_text(&venue, &site, *lang);
        let own = (!own.is_empty() && own != default.trim()).then_some(own);
        store::set_text(tx.conn, name, *lang, own, tx.now)?;
    }
    record(tx, account, name.as_str())
}

/// Changes the settings with `change`; the caller reloads the venue after the transaction.
pub(super) fn settle(
    tx: &mut Tx<'_>,
    account: Id,
    part: &str,
    change: impl FnOnce(&mut Venue),
) -> Result<()> {
    // Read anew inside the transaction: two forms saved at a time both stand.
    let mut venue = Venue::load(tx.conn)?;
    change(&mut venue);
    venue.save(tx)?;
    record(tx, account, part)
}

fn record(tx: &mut Tx<'_>, account: Id, part: &str) -> Result<()> {
    audit::record(
        tx,
        &audit::Entry {
            account: Some(account),
            action: "venue.settings",
            target_kind: "venue",
            target: part,
            ..audit::Entry::default()
        },
    )?;
    Ok(())
}

/// Keeps a problem for the team, and writes to whoever answers for the site.
pub(super) fn report(tx: &mut Tx<'_>, problem: &Problem, lang: Lang) -> Result<()> {
    let id = tx.new_id();
    store::insert_problem(tx.conn, id, problem, lang, tx.now)?;
    let venue = tx.app.venue();
    let to = venue.contact.email.as_str();
    if to.is_empty() {
        return Ok(());
    }
    let lang = venue.main_language();
    let text = |key: &str| i18n::text(lang, key, &i18n::Args::new());
    // The address to answer to stays on this server: the letter says where it is.
    let letter = Letter {
        to: Address(to),
        lang,
        subject: text("texts-problem-subject"),
        paragraphs: vec![text("texts-problem-letter"), problem.page.clone(), problem.text.clone()]
            .into_iter()
            .filter(|paragraph| !paragraph.is_empty())
            .collect(),
        code: None,
        action: Some(Action {
            label: text("texts-problem-open"),
            url: tx.app.config.address("/equipe/accessibilite"),
        }),
        closing: text("texts-problem-closing"),
        good_until: None,
    };
    mail::send(tx, &letter)
}

/// The team answered a problem: the address it answered to is erased.
pub(super) fn answer(tx: &mut Tx<'_>, account: Id, id: Id) -> Result<()> {
    if store::set_answered(tx.conn, id, account, tx.now)? { Ok(()) } else { Err(Error::NotFound) }
}
