//! What goes out: answers to activities, messages to one person, and the numbers an event is shown with.

use parvis_federation::{
    Audience, Iri,
    activity::{Head, build},
    object::{Note, Question as WireQuestion, Tag},
};
use serde_json::{Value, json};

use crate::{
    features::{
        attendance::{
            codes, letters,
            model::{Answer, Attendance, Channel, Refusal, Telling, Wish, Word},
            store::{self, Question},
        },
        events, follows,
    },
    kernel::{
        clock::Time,
        error::Result,
        i18n::{self, Args, Lang},
        id::Id,
        text,
    },
    platform::{
        actors::{self, Actor},
        app::Tx,
        feature::Inbound,
        fediverse::{
            documents::{self, address},
            outbox::{self, Post, Recipients},
            publish,
        },
        objects::{self, Object},
    },
};

/// The venue's actor, which organises every event.
fn venue(tx: &mut Tx<'_>) -> Result<Option<Actor>> {
    match tx.app.venue().actor_id {
        Some(id) => actors::find(tx.conn, id),
        None => Ok(None),
    }
}

/// Says of an activity that nobody here takes it.
pub(super) fn ignore(tx: &mut Tx<'_>, inbound: &Inbound) -> Result<()> {
    let Some(venue) = venue(tx)? else { return Ok(()) };
    let iri = format!("{}#ignores/{}", venue.iri, inbound.id);
    let id = inbound.activity.id.clone();
    outbox::tell(tx, &venue, &inbound.actor, &iri, |head| build::ignore(head, &id))
}

/// Refuses a `Join`.
pub(super) fn reject(tx: &mut Tx<'_>, inbound: &Inbound) -> Result<()> {
    let Some(venue) = venue(tx)? else { return Ok(()) };
    let iri = format!("{}#rejects/{}", venue.iri, inbound.id);
    let raw = as_known(&inbound.activity.raw, &inbound.activity.id);
    outbox::tell(tx, &venue, &inbound.actor, &iri, |head| build::reject(head, &raw))
}

/// A `Join` by what its sender knows it by. Whom else it was addressed to stays with its sender.
fn as_known(raw: &Value, id: &Iri) -> Value {
    let text = |member: &str| raw.get(member).cloned().unwrap_or_default();
    json!({ "id": id, "type": "Join", "actor": text("actor"), "object": text("object") })
}

/// Says in words why an answer is not taken.
pub(super) fn refuse(
    tx: &mut Tx<'_>,
    inbound: &Inbound,
    event: &Object,
    refusal: Refusal,
) -> Result<()> {
    if refusal == Refusal::Unwelcome {
        return Ok(());
    }
    let lang = tx.app.venue().main_language();
    let html = format!("<p>{}</p>", text::escape(&i18n::message(lang, &refusal.message())));
    let id = tx.new_id();
    note(tx, id, &inbound.actor, event, lang, &html)
}

/// Carries what somebody elsewhere is told: by the word their software has for it, and else in words.
pub(in crate::features::attendance) fn tell(
    tx: &mut Tx<'_>,
    word: Id,
    one: &Attendance,
    telling: Telling,
    to: &Actor,
) -> Result<()> {
    let now = tx.now;
    if !store::tell_once(tx.conn, word, now)? {
        return Ok(());
    }
    let Some(object) = objects::find(tx.conn, one.event)? else {
        return Ok(());
    };
    if one.channel == Channel::Join {
        match (telling.word, one.answer) {
            (Word::Answered | Word::Promoted, Answer::Going) => {
                return answer_join(tx, word, one, &object, to, true);
            }
            (Word::Removed, _) => answer_join(tx, word, one, &object, to, false)?,
            _ => {}
        }
    }
    let said_by_software = match (one.channel, one.answer) {
        // Their calendar shows what they chose; only that they wait is news to them.
        (Channel::Invitation, answer) => answer != Answer::Waiting,
        (Channel::Join, answer) => answer != Answer::Waiting,
        // Whoever votes sees their vote.
        (Channel::Poll, answer) => matches!(answer, Answer::Maybe | Answer::No),
        _ => false,
    };
    if telling.word == Word::Answered && said_by_software {
        return Ok(());
    }
    let Some(event) = events::find(tx.conn, one.event)? else {
        return Ok(());
    };
    let lang = one.language;
    let Some(said) = letters::say(tx.app, tx.conn, lang, one, &event, telling)? else {
        return Ok(());
    };
    let mut html: String =
        said.paragraphs.iter().map(|paragraph| text::typed_to_html(paragraph)).collect();
    if one.answer != Answer::No && telling.word != Word::CalledOff {
        let url = tx.app.config.address(&codes::path(tx.app, one.id)?);
        let undo = i18n::text(lang, "attendance-undo", &Args::new());
        html.push_str(&format!(
            "<p>{} <a href=\"{}\" rel=\"nofollow noopener\">{}</a></p>",
            text::escape(&undo),
            text::escape(&url),
            text::escape(&url)
        ));
    }
    note(tx, word, to, &object, lang, &html)
}

/// `Accept` or `Reject` of the `Join` by which somebody came.
fn answer_join(
    tx: &mut Tx<'_>,
    word: Id,
    one: &Attendance,
    event: &Object,
    to: &Actor,
    yes: bool,
) -> Result<()> {
    let (Some(join), Some(venue)) = (&one.activity, venue(tx)?) else {
        return Ok(());
    };
    let verb = if yes { "accepts" } else { "rejects" };
    let iri = format!("{}#{verb}/joins/{word}", venue.iri);
    let object = json!({ "id": join, "type": "Join", "actor": to.iri, "object": event.iri });
    outbox::tell(tx, &venue, to, &iri, |head| {
        if yes { build::accept(head, &object) } else { build::reject(head, &object) }
    })
}

/// A message of the venue to one person.
fn note(tx: &mut Tx<'_>, id: Id, to: &Actor, about: &Object, lang: Lang, html: &str) -> Result<()> {
    let Some(venue) = venue(tx)? else { return Ok(()) };
    let named = documents::mention(to);
    let html = match html.strip_prefix("<p>") {
        Some(rest) => format!("<p>{named} {rest}"),
        None => format!("<p>{named}</p>{html}"),
    };
    let iri = address(&tx.app.config.address(&objects::path(id)))?;
    let (by, person) = (address(&venue.iri)?, address(&to.iri)?);
    let audience = Audience::direct(std::slice::from_ref(&person));
    let at = tx.now.utc();
    let mut note = Note::new(iri.clone(), by.clone(), audience, at);
    note.content = vec![(lang.to_string(), html)];
    note.in_reply_to = about.deleted_at.is_none().then(|| Iri::parse(&about.iri).ok()).flatten();
    note.tags = vec![Tag::mention(person, &to.address())];
    let document = documents::with_context(note.to_json());
    deliver(tx, &venue, to, &iri, document)
}

fn deliver(tx: &mut Tx<'_>, venue: &Actor, to: &Actor, iri: &Iri, document: Value) -> Result<()> {
    let person = address(&to.iri)?;
    let head = Head {
        id: &address(&publish::create_iri(iri.as_str()))?,
        actor: &address(&venue.iri)?,
        audience: &Audience::direct(&[person]),
        published: Some(tx.now.utc()),
    };
    let post = Post {
        actor: venue.id,
        object: None,
        public: false,
        body: build::create(&head, document),
        to: Recipients { personally: vec![to.id], ..Recipients::default() },
    };
    outbox::post(tx, &post)?;
    Ok(())
}

/// The keys of the choices of the poll, in order.
const CHOICES: [(Wish, &str); 3] = [
    (Wish::Going, "attendance-go"),
    (Wish::Maybe, "attendance-maybe"),
    (Wish::No, "attendance-no"),
];

/// The choice with this name, in whichever language it was asked.
pub(super) fn choice(name: &str) -> Option<Wish> {
    let named = |lang: Lang, key: &str| i18n::text(lang, key, &Args::new()) == name.trim();
    CHOICES
        .iter()
        .find(|(_, key)| Lang::ALL.iter().any(|lang| named(*lang, key)))
        .map(|(wish, _)| *wish)
}

/// Asks somebody whether they come, by a poll only they see; once for each event.
pub(super) fn ask(tx: &mut Tx<'_>, to: &Actor, about: &Object, reply_to: &Iri) -> Result<()> {
    let (Some(venue), Some(event)) = (venue(tx)?, events::find(tx.conn, about.id)?) else {
        return Ok(());
    };
    if !event.takes_answers(tx.now) {
        return Ok(());
    }
    let question =
        Question { id: tx.new_id(), event_id: event.id, actor_id: to.id, asked_at: tx.now };
    if !store::insert_question(tx.conn, &question)? {
        return Ok(());
    }
    let lang = tx.app.venue().main_language();
    let asked = letters::question(tx.app, tx.conn, lang, &event)?;
    let person = address(&to.iri)?;
    let id = address(&tx.app.config.address(&objects::path(question.id)))?;
    let document = WireQuestion {
        id: id.clone(),
        attributed_to: address(&venue.iri)?,
        audience: Audience::direct(std::slice::from_ref(&person)),
        published: tx.now.utc(),
        // Until then answers are taken, by whichever way.
        ends: event.facts.when.ends.utc(),
        content: vec![(
            lang.to_string(),
            format!("<p>{} {}</p>", documents::mention(to), text::escape(&asked)),
        )],
        in_reply_to: Some(reply_to.clone()),
        tags: vec![Tag::mention(person, &to.address())],
        options: CHOICES.iter().map(|(_, key)| (i18n::text(lang, key, &Args::new()), 0)).collect(),
    };
    deliver(tx, &venue, to, &id, document.to_json())
}

/// Tells servers that show the numbers of an event: those people answered from, those that follow the venue for its
/// programme, those that list it.
pub(in crate::features::attendance) fn counts(tx: &mut Tx<'_>, id: Id, at: Time) -> Result<()> {
    let Some(venue) = tx.app.venue().actor_id else { return Ok(()) };
    let mut people = store::from_elsewhere(tx.conn, id)?;
    people.extend(follows::servers_following(tx.conn, venue)?);
    publish::recount(tx, id, at, people)
}
