//! What people on a list are told, in words: in letters here, in messages to other servers through [`say`].

use super::{
    codes,
    model::{Answer, Attendance, Telling, Word},
    store::{self, Request},
};
use crate::{
    features::{
        events::{Event, Status},
        places,
    },
    kernel::{
        db::Conn,
        error::Result,
        i18n::{self, Args, Lang},
        id::Id,
    },
    platform::{
        app::{App, Tx},
        mail::{self, Action, Address, Letter},
        web,
    },
};

/// What somebody is told.
pub(super) struct Said {
    /// In a line.
    pub(super) subject: String,
    /// In full, a paragraph each.
    pub(super) paragraphs: Vec<String>,
    /// They have seats: their code may be of use to them.
    pub(super) has_seats: bool,
}

/// What a word says to somebody. None when it makes no sense any more: seats that were given back meanwhile.
pub(super) fn say(
    app: &App,
    conn: &mut Conn,
    lang: Lang,
    one: &Attendance,
    event: &Event,
    telling: Telling,
) -> Result<Option<Said>> {
    let mut args = facts(app, conn, lang, event)?;
    args.insert("people".into(), one.people.into());
    let waiting_before = match one.place.filter(|_| one.answer == Answer::Waiting) {
        Some(place) => store::before(conn, event.id, place)?,
        None => 0,
    };
    args.insert("before".into(), waiting_before.into());
    let key = match telling.word {
        Word::Answered => one.answer.as_str(),
        Word::Promoted | Word::Reminder if one.answer != Answer::Going => return Ok(None),
        Word::Changed if event.status == Status::Postponed => "postponed",
        word => word.as_str(),
    };
    let text = |part: &str| i18n::text(lang, &format!("attendance-say-{key}{part}"), &args);
    let mut paragraphs = vec![text("")];
    if telling.word == Word::Message {
        let Some(message) = store::message(conn, Id::from_raw(telling.mark))? else {
            return Ok(None);
        };
        let lines = message.split("\n\n").map(str::trim).filter(|p| !p.is_empty());
        paragraphs.extend(lines.map(str::to_owned));
    }
    let has_seats = one.answer == Answer::Going
        && matches!(telling.word, Word::Answered | Word::Promoted | Word::Reminder | Word::Changed)
        && event.status != Status::Postponed;
    Ok(Some(Said { subject: text("-subject"), paragraphs, has_seats }))
}

/// What every text about an event may mention.
fn facts(app: &App, conn: &mut Conn, lang: Lang, event: &Event) -> Result<Args> {
    let tree = places::tree(conn)?;
    let own = event.facts.place.and_then(|id| tree.get(id)).map(|place| place.name(lang));
    let place = own.unwrap_or(&event.facts.location.name);
    let when = web::period(lang, &event.facts.when.period());
    let when = if place.is_empty() { when } else { format!("{when}, {place}") };
    Ok(Args::from([
        ("venue".into(), app.venue().name.clone().into()),
        ("title".into(), event.facts.title.clone().into()),
        ("when".into(), when.into()),
    ]))
}

/// The question somebody elsewhere is asked.
pub(super) fn question(app: &App, conn: &mut Conn, lang: Lang, event: &Event) -> Result<String> {
    Ok(i18n::text(lang, "attendance-question", &facts(app, conn, lang, event)?))
}

/// Sends a word as a letter, once. For whoever has no account, and for notifications, which know where members read.
pub fn carry(tx: &mut Tx<'_>, word: Id, (lang, to): (Lang, &str)) -> Result<()> {
    let Some((one, telling)) = super::word(tx.conn, word)? else {
        return Ok(());
    };
    let Some(event) = crate::features::events::find(tx.conn, one.event)? else {
        return Ok(());
    };
    let now = tx.now;
    if !store::tell_once(tx.conn, word, now)? {
        return Ok(());
    }
    let Some(said) = say(tx.app, tx.conn, lang, &one, &event, telling)? else {
        return Ok(());
    };
    let args = facts(tx.app, tx.conn, lang, &event)?;
    let text = |key: &str| i18n::text(lang, key, &args);
    let mut paragraphs = said.paragraphs;
    if said.has_seats {
        paragraphs.push(text("attendance-letter-door"));
    }
    let letter = Letter {
        to: Address(to),
        lang,
        subject: said.subject,
        paragraphs,
        code: None,
        action: Some(Action {
            label: text("attendance-letter-open"),
            url: tx.app.config.address(&codes::path(tx.app, one.id)?),
        }),
        closing: text("attendance-letter-closing"),
        good_until: Some(event.facts.when.ends.max(now.plus(super::model::CONFIRMED_WITHIN))),
    };
    mail::send(tx, &letter)
}

/// The letter that asks whether an address is theirs.
pub(super) fn ask(tx: &mut Tx<'_>, event: &Event, request: &Request, token: &str) -> Result<()> {
    let lang = request.language;
    let mut args = facts(tx.app, tx.conn, lang, event)?;
    args.insert("people".into(), request.people.into());
    let text = |key: &str| i18n::text(lang, key, &args);
    let letter = Letter {
        to: Address(&request.email),
        lang,
        subject: text("attendance-confirm-subject"),
        paragraphs: vec![text("attendance-confirm-letter")],
        code: None,
        action: Some(Action {
            label: text("attendance-confirm-open"),
            url: tx.app.config.address(&format!("/participation/confirmer/{token}")),
        }),
        closing: text("attendance-confirm-closing"),
        good_until: Some(request.expires_at),
    };
    mail::send(tx, &letter)
}
