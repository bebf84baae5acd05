//! The answers to events: one row each.

mod calendars;
mod cards;
mod keeping;
mod lists;

use std::collections::HashMap;

use diesel::{dsl::sum, prelude::*};

pub(super) use calendars::*;
pub(super) use cards::*;
pub(super) use keeping::*;
pub(super) use lists::*;

use super::model::{Answer, Assurance, Attendance, Channel, Room, Who};
use crate::{
    both,
    features::events::Event,
    kernel::{
        clock::Time,
        db::Conn,
        error::{Error, Result},
        i18n::Lang,
        id::Id,
        text::fold,
    },
    schema::{attendance_events, attendances},
};

#[derive(Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = attendances, treat_none_as_default_value = false, treat_none_as_null = true)]
pub(super) struct Row {
    id: Id,
    event_id: Id,
    actor_id: Option<Id>,
    email: Option<String>,
    name: String,
    name_folded: String,
    language: Lang,
    answer: Answer,
    people: i32,
    place: Option<i32>,
    channel: Channel,
    message: String,
    activity_iri: Option<String>,
    answered_at: Time,
    came_at: Option<Time>,
    assurance: Option<Assurance>,
}

impl From<Row> for Attendance {
    fn from(row: Row) -> Self {
        let who = match (row.actor_id, row.email) {
            (Some(actor), _) => Who::Actor(actor),
            (None, email) => Who::Email(email.unwrap_or_default()),
        };
        Self {
            id: row.id,
            event: row.event_id,
            who,
            name: row.name,
            language: row.language,
            answer: row.answer,
            people: row.people,
            place: row.place,
            channel: row.channel,
            message: row.message,
            activity: row.activity_iri,
            answered_at: row.answered_at,
            came_at: row.came_at,
            assurance: row.assurance,
        }
    }
}

impl From<&Attendance> for Row {
    fn from(one: &Attendance) -> Self {
        let email = one.email().filter(|email| !email.is_empty());
        Self {
            id: one.id,
            event_id: one.event,
            actor_id: one.actor(),
            email: email.map(str::to_owned),
            name: one.name.clone(),
            name_folded: fold(&format!("{} {}", one.name, email.unwrap_or_default())),
            language: one.language,
            answer: one.answer,
            people: one.people,
            place: one.place,
            channel: one.channel,
            message: one.message.clone(),
            activity_iri: one.activity.clone(),
            answered_at: one.answered_at,
            came_at: one.came_at,
            assurance: one.assurance,
        }
    }
}

/// Takes the turn to change the list of an event: two at the same moment meet at this row, whichever the database, so
/// that neither counts seats the other is taking.
pub(super) fn take_turn(conn: &mut Conn, event: Id) -> Result<()> {
    both!(conn, |c| diesel::insert_into(attendance_events::table)
        .values((
            attendance_events::event_id.eq(event),
            attendance_events::turn.eq(1i64),
            attendance_events::counts_told.eq(""),
        ))
        .on_conflict(attendance_events::event_id)
        .do_update()
        .set(attendance_events::turn.eq(attendance_events::turn + 1i64))
        .execute(c))?;
    Ok(())
}

/// How full an event is.
pub(super) fn room(conn: &mut Conn, event: &Event) -> Result<Room> {
    let room = rooms(conn, std::slice::from_ref(event))?.remove(&event.id);
    Ok(room.unwrap_or_else(|| Room::of(event)))
}

/// The same of many.
pub(super) fn rooms(conn: &mut Conn, events: &[Event]) -> Result<HashMap<Id, Room>> {
    let mut rooms: HashMap<Id, Room> =
        events.iter().map(|event| (event.id, Room::of(event))).collect();
    let ids: Vec<Id> = rooms.keys().copied().collect();
    let rows: Vec<(Id, Answer, i64, Option<i64>)> = attendances::table
        .filter(attendances::event_id.eq_any(ids))
        .group_by((attendances::event_id, attendances::answer))
        .select((
            attendances::event_id,
            attendances::answer,
            diesel::dsl::count_star(),
            sum(attendances::people),
        ))
        .load(conn)?;
    for (event, answer, parties, people) in rows {
        let Some(room) = rooms.get_mut(&event) else { continue };
        let people = people.unwrap_or(0);
        match answer {
            Answer::Going => room.going = people,
            Answer::Maybe => room.maybe = people,
            Answer::Waiting => (room.parties, room.waiting) = (parties, people),
            Answer::No => {}
        }
    }
    Ok(rooms)
}

/// How many people come to each of these events; those nobody comes to are left out.
pub(super) fn going(conn: &mut Conn, events: &[Id]) -> Result<HashMap<Id, i64>> {
    let rows: Vec<(Id, Option<i64>)> = attendances::table
        .filter(attendances::event_id.eq_any(events))
        .filter(attendances::answer.eq(Answer::Going))
        .group_by(attendances::event_id)
        .select((attendances::event_id, sum(attendances::people)))
        .load(conn)?;
    Ok(rows.into_iter().map(|(event, people)| (event, people.unwrap_or(0))).collect())
}

/// The answer with this key.
pub(super) fn find(conn: &mut Conn, id: Id) -> Result<Option<Attendance>> {
    let row: Option<Row> = attendances::table
        .filter(attendances::id.eq(id))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    Ok(row.map(Attendance::from))
}

/// What somebody answered to an event.
pub(super) fn of(conn: &mut Conn, event: Id, who: &Who) -> Result<Option<Attendance>> {
    let query = attendances::table.filter(attendances::event_id.eq(event)).select(Row::as_select());
    let row: Option<Row> = match who {
        Who::Actor(actor) => {
            query.filter(attendances::actor_id.eq(actor)).first(conn).optional()?
        }
        Who::Email(email) => query.filter(attendances::email.eq(email)).first(conn).optional()?,
    };
    Ok(row.map(Attendance::from))
}

/// The answer this activity of another server made.
pub(super) fn by_activity(conn: &mut Conn, iri: &str) -> Result<Option<Attendance>> {
    let row: Option<Row> = attendances::table
        .filter(attendances::activity_iri.eq(iri))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    Ok(row.map(Attendance::from))
}

/// Keeps a new answer.
pub(super) fn insert(conn: &mut Conn, one: &Attendance) -> Result<()> {
    diesel::insert_into(attendances::table).values(Row::from(one)).execute(conn)?;
    Ok(())
}

/// Keeps a changed answer.
pub(super) fn save(conn: &mut Conn, one: &Attendance) -> Result<()> {
    diesel::update(attendances::table.filter(attendances::id.eq(one.id)))
        .set(Row::from(one))
        .execute(conn)?;
    Ok(())
}

/// Notes who of the team saw somebody come in.
pub(super) fn set_checked_by(conn: &mut Conn, id: Id, account: Option<Id>) -> Result<()> {
    diesel::update(attendances::table.filter(attendances::id.eq(id)))
        .set(attendances::checked_by.eq(account))
        .execute(conn)?;
    Ok(())
}

/// The end of the line: the number whoever comes next gets.
pub(super) fn next_place(conn: &mut Conn, event: Id) -> Result<i32> {
    let last: Option<i32> = attendances::table
        .filter(attendances::event_id.eq(event))
        .filter(attendances::answer.eq(Answer::Waiting))
        .select(diesel::dsl::max(attendances::place))
        .first(conn)?;
    Ok(last.unwrap_or(0).saturating_add(1))
}

/// Everybody who waits, with how many people, the first first.
pub(super) fn line(conn: &mut Conn, event: Id) -> Result<Vec<(Id, i32)>> {
    Ok(attendances::table
        .filter(attendances::event_id.eq(event))
        .filter(attendances::answer.eq(Answer::Waiting))
        .order((attendances::place, attendances::id))
        .select((attendances::id, attendances::people))
        .load(conn)?)
}

/// How many parties wait before this place.
pub(super) fn before(conn: &mut Conn, event: Id, place: i32) -> Result<i64> {
    Ok(attendances::table
        .filter(attendances::event_id.eq(event))
        .filter(attendances::answer.eq(Answer::Waiting))
        .filter(attendances::place.lt(place))
        .count()
        .get_result(conn)?)
}

/// The answers of somebody, the last first.
pub(super) fn of_actor(conn: &mut Conn, actor: Id, limit: i64) -> Result<Vec<Attendance>> {
    let rows: Vec<Row> = attendances::table
        .filter(attendances::actor_id.eq(actor))
        .order(attendances::event_id.desc())
        .limit(limit)
        .select(Row::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Attendance::from).collect())
}

/// Forgets every answer of an actor.
pub(super) fn remove_of(conn: &mut Conn, actor: Id) -> Result<()> {
    diesel::delete(attendances::table.filter(attendances::actor_id.eq(actor))).execute(conn)?;
    Ok(())
}

/// Forgets one answer.
pub(super) fn remove(conn: &mut Conn, id: Id) -> Result<()> {
    diesel::delete(attendances::table.filter(attendances::id.eq(id))).execute(conn)?;
    Ok(())
}

/// Makes one actor's answers another's: they are the same person. Where both answered, the member's stands.
pub(super) fn give(conn: &mut Conn, from: Id, to: Id) -> Result<()> {
    for one in of_actor(conn, from, i64::MAX)? {
        if of(conn, one.event, &Who::Actor(to))?.is_some() {
            remove(conn, one.id)?;
        } else {
            diesel::update(attendances::table.filter(attendances::id.eq(one.id)))
                .set(attendances::actor_id.eq(Some(to)))
                .execute(conn)?;
        }
    }
    Ok(())
}

/// Events that somebody waits for.
pub(super) fn waited_for(conn: &mut Conn) -> Result<Vec<Id>> {
    Ok(attendances::table
        .filter(attendances::answer.eq(Answer::Waiting))
        .select(attendances::event_id)
        .distinct()
        .load(conn)?)
}

/// A row that must be there.
pub(super) fn get(conn: &mut Conn, id: Id) -> Result<Attendance> {
    find(conn, id)?.ok_or(Error::NotFound)
}
