//! What is kept beside the answers: requests by letter, what was told, polls, messages, what the list told others.

use diesel::prelude::*;

use crate::{
    both,
    features::attendance::model::Channel,
    kernel::{clock::Time, db::Conn, error::Result, i18n::Lang, id::Id},
    schema::{
        attendance_events, attendance_messages, attendance_questions, attendance_requests,
        attendance_words, attendances, events,
    },
};

/// An answer by e-mail that waits for its link to be opened.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = attendance_requests, treat_none_as_default_value = false)]
pub(in crate::features::attendance) struct Request {
    pub(in crate::features::attendance) token_hash: String,
    pub(in crate::features::attendance) event_id: Id,
    pub(in crate::features::attendance) email: String,
    pub(in crate::features::attendance) name: String,
    pub(in crate::features::attendance) people: i32,
    pub(in crate::features::attendance) channel: Channel,
    pub(in crate::features::attendance) language: Lang,
    pub(in crate::features::attendance) asked_at: Time,
    pub(in crate::features::attendance) expires_at: Time,
    pub(in crate::features::attendance) attendance_id: Option<Id>,
}

pub(in crate::features::attendance) fn insert_request(
    conn: &mut Conn,
    request: &Request,
) -> Result<()> {
    diesel::insert_into(attendance_requests::table).values(request.clone()).execute(conn)?;
    Ok(())
}

/// The request a link belongs to, as long as the link is good.
pub(in crate::features::attendance) fn request(
    conn: &mut Conn,
    token_hash: &str,
    now: Time,
) -> Result<Option<Request>> {
    Ok(attendance_requests::table
        .filter(attendance_requests::token_hash.eq(token_hash))
        .filter(attendance_requests::expires_at.gt(now))
        .select(Request::as_select())
        .first(conn)
        .optional()?)
}

/// The request was confirmed and became this answer.
pub(in crate::features::attendance) fn set_confirmed(
    conn: &mut Conn,
    token_hash: &str,
    attendance: Id,
) -> Result<()> {
    diesel::update(
        attendance_requests::table.filter(attendance_requests::token_hash.eq(token_hash)),
    )
    .set(attendance_requests::attendance_id.eq(Some(attendance)))
    .execute(conn)?;
    Ok(())
}

/// Forgets requests nobody can confirm any more, and the addresses of those who answered to what was over before then;
/// returns how many rows.
pub(in crate::features::attendance) fn forget_old(
    conn: &mut Conn,
    now: Time,
    over_before: Time,
) -> Result<usize> {
    let asked =
        diesel::delete(attendance_requests::table.filter(attendance_requests::expires_at.lt(now)))
            .execute(conn)?;
    let over = events::table.filter(events::ends_at.lt(over_before)).select(events::id);
    let named = diesel::update(
        attendances::table
            .filter(attendances::actor_id.is_null())
            .filter(attendances::name_folded.ne(""))
            .filter(attendances::event_id.eq_any(over)),
    )
    .set((
        attendances::email.eq(None::<String>),
        attendances::name.eq(""),
        attendances::name_folded.eq(""),
        attendances::message.eq(""),
    ))
    .execute(conn)?;
    Ok(asked + named)
}

/// Notes that somebody is to be told something; none when they were told already.
pub(in crate::features::attendance) fn insert_word(
    conn: &mut Conn,
    id: Id,
    attendance: Id,
    what: &str,
) -> Result<bool> {
    let made = both!(conn, |c| diesel::insert_into(attendance_words::table)
        .values((
            attendance_words::id.eq(id),
            attendance_words::attendance_id.eq(attendance),
            attendance_words::what.eq(what),
            attendance_words::told_at.eq(None::<Time>),
        ))
        .on_conflict((attendance_words::attendance_id, attendance_words::what))
        .do_nothing()
        .execute(c))?;
    Ok(made > 0)
}

/// Whom a word is for, and what it is.
pub(in crate::features::attendance) fn word(
    conn: &mut Conn,
    id: Id,
) -> Result<Option<(Id, String)>> {
    Ok(attendance_words::table
        .filter(attendance_words::id.eq(id))
        .select((attendance_words::attendance_id, attendance_words::what))
        .first(conn)
        .optional()?)
}

/// Notes that a word is told now; false when it was before.
pub(in crate::features::attendance) fn tell_once(
    conn: &mut Conn,
    id: Id,
    now: Time,
) -> Result<bool> {
    let word = attendance_words::table
        .filter(attendance_words::id.eq(id))
        .filter(attendance_words::told_at.is_null());
    Ok(diesel::update(word).set(attendance_words::told_at.eq(Some(now))).execute(conn)? > 0)
}

/// A poll that was sent to somebody.
#[derive(Clone, Copy, Queryable, Selectable)]
#[diesel(table_name = attendance_questions)]
pub(in crate::features::attendance) struct Question {
    pub(in crate::features::attendance) id: Id,
    pub(in crate::features::attendance) event_id: Id,
    pub(in crate::features::attendance) actor_id: Id,
    pub(in crate::features::attendance) asked_at: Time,
}

/// Notes a poll; the one there was before stands.
pub(in crate::features::attendance) fn insert_question(
    conn: &mut Conn,
    question: &Question,
) -> Result<bool> {
    let made = both!(conn, |c| diesel::insert_into(attendance_questions::table)
        .values((
            attendance_questions::id.eq(question.id),
            attendance_questions::event_id.eq(question.event_id),
            attendance_questions::actor_id.eq(question.actor_id),
            attendance_questions::asked_at.eq(question.asked_at),
        ))
        .on_conflict((attendance_questions::event_id, attendance_questions::actor_id))
        .do_nothing()
        .execute(c))?;
    Ok(made > 0)
}

pub(in crate::features::attendance) fn question(
    conn: &mut Conn,
    id: Id,
) -> Result<Option<Question>> {
    Ok(attendance_questions::table
        .filter(attendance_questions::id.eq(id))
        .select(Question::as_select())
        .first(conn)
        .optional()?)
}

/// Keeps what staff write to everybody on a list.
pub(in crate::features::attendance) fn insert_message(
    conn: &mut Conn,
    id: Id,
    event: Id,
    account: Id,
    text: &str,
    now: Time,
) -> Result<()> {
    diesel::insert_into(attendance_messages::table)
        .values((
            attendance_messages::id.eq(id),
            attendance_messages::event_id.eq(event),
            attendance_messages::account_id.eq(account),
            attendance_messages::text.eq(text),
            attendance_messages::written_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// What staff wrote.
pub(in crate::features::attendance) fn message(conn: &mut Conn, id: Id) -> Result<Option<String>> {
    Ok(attendance_messages::table
        .filter(attendance_messages::id.eq(id))
        .select(attendance_messages::text)
        .first(conn)
        .optional()?)
}

/// What was written to the people on a list, the last first.
pub(in crate::features::attendance) fn messages(
    conn: &mut Conn,
    event: Id,
    limit: i64,
) -> Result<Vec<(String, Time)>> {
    Ok(attendance_messages::table
        .filter(attendance_messages::event_id.eq(event))
        .order(attendance_messages::id.desc())
        .limit(limit)
        .select((attendance_messages::text, attendance_messages::written_at))
        .load(conn)?)
}

/// For which beginning people are reminded already, or will be.
pub(in crate::features::attendance) fn remind_for(
    conn: &mut Conn,
    event: Id,
) -> Result<Option<Time>> {
    let known: Option<Option<Time>> = attendance_events::table
        .filter(attendance_events::event_id.eq(event))
        .select(attendance_events::remind_for)
        .first(conn)
        .optional()?;
    Ok(known.flatten())
}

/// Notes the beginning people will be reminded of. The row is there once anybody answered.
pub(in crate::features::attendance) fn set_remind_for(
    conn: &mut Conn,
    event: Id,
    starts: Time,
) -> Result<()> {
    diesel::update(attendance_events::table.filter(attendance_events::event_id.eq(event)))
        .set(attendance_events::remind_for.eq(Some(starts)))
        .execute(conn)?;
    Ok(())
}

/// When other servers are told how many come, if that is to be, and what they were told last.
pub(in crate::features::attendance) fn counts(
    conn: &mut Conn,
    event: Id,
) -> Result<Option<(Option<Time>, String)>> {
    Ok(attendance_events::table
        .filter(attendance_events::event_id.eq(event))
        .select((attendance_events::counts_due_at, attendance_events::counts_told))
        .first(conn)
        .optional()?)
}

pub(in crate::features::attendance) fn set_counts(
    conn: &mut Conn,
    event: Id,
    due: Option<Time>,
    told: &str,
) -> Result<()> {
    diesel::update(attendance_events::table.filter(attendance_events::event_id.eq(event)))
        .set((attendance_events::counts_due_at.eq(due), attendance_events::counts_told.eq(told)))
        .execute(conn)?;
    Ok(())
}

/// Did anybody ever answer?
pub(in crate::features::attendance) fn has_list(conn: &mut Conn, event: Id) -> Result<bool> {
    let rows: i64 = attendance_events::table
        .filter(attendance_events::event_id.eq(event))
        .count()
        .get_result(conn)?;
    Ok(rows > 0)
}

/// The actors of other servers who said that they come to an event.
pub(in crate::features::attendance) fn from_elsewhere(
    conn: &mut Conn,
    event: Id,
) -> Result<Vec<Id>> {
    use crate::{features::attendance::model::Answer, schema::actors};
    Ok(attendances::table
        .inner_join(actors::table.on(attendances::actor_id.eq(actors::id.nullable())))
        .filter(attendances::event_id.eq(event))
        .filter(attendances::answer.ne(Answer::No))
        .filter(attendances::channel.eq_any([Channel::Join, Channel::Invitation]))
        .filter(actors::local.eq(false))
        .filter(actors::deleted_at.is_null())
        .select(actors::id)
        .load(conn)?)
}
