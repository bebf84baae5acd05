//! The list of an event as staff look through it.

use diesel::{
    dsl::{IntoBoxed, count_star},
    prelude::*,
};

use super::Row;
use crate::{
    features::attendance::model::{Answer, Assurance, Attendance, Channel},
    kernel::{
        clock::Time,
        db::{Conn, MultiBackend},
        error::Result,
        id::Id,
        text::fold,
    },
    schema::{actors, attendances},
};

/// Which answers staff look for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Words of the name, the address or the handle; all must be found.
    pub words: String,
    /// Only this answer; without one, every answer.
    pub answer: Option<Answer>,
    /// Only what came this way.
    pub channel: Option<Channel>,
    /// Only who came.
    pub came: bool,
}

#[diesel::dsl::auto_type]
fn joined() -> _ {
    attendances::table.left_join(actors::table.on(attendances::actor_id.eq(actors::id.nullable())))
}

fn matching(event: Id, wanted: &Wanted) -> IntoBoxed<'static, joined, MultiBackend> {
    let mut query = joined().filter(attendances::event_id.eq(event)).into_boxed::<MultiBackend>();
    if let Some(answer) = wanted.answer {
        query = query.filter(attendances::answer.eq(answer));
    }
    if let Some(channel) = wanted.channel {
        query = query.filter(attendances::channel.eq(channel));
    }
    if wanted.came {
        query = query.filter(attendances::came_at.is_not_null());
    }
    for word in fold(&wanted.words).split_whitespace().take(8) {
        let word = word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let like = format!("%{word}%");
        query = query.filter(attendances::name_folded.like(like).escape('\\'));
    }
    query
}

/// How many answers there are.
pub(in crate::features::attendance) fn count(
    conn: &mut Conn,
    event: Id,
    wanted: &Wanted,
) -> Result<i64> {
    Ok(matching(event, wanted).select(count_star()).first(conn)?)
}

/// A part of them: who waits in the order of the line, everybody else in the order of their names.
pub(in crate::features::attendance) fn search(
    conn: &mut Conn,
    event: Id,
    wanted: &Wanted,
    offset: i64,
    limit: i64,
) -> Result<Vec<Attendance>> {
    let query = matching(event, wanted);
    let query = if wanted.answer == Some(Answer::Waiting) {
        query.order((attendances::place.asc(), attendances::id.asc()))
    } else {
        query.order((attendances::name_folded.asc(), attendances::id.asc()))
    };
    let rows: Vec<Row> = query.offset(offset).limit(limit).select(Row::as_select()).load(conn)?;
    Ok(rows.into_iter().map(Attendance::from).collect())
}

/// Some of those who are concerned by what becomes of an event, after one of them, in the order of their keys.
pub(in crate::features::attendance) fn concerned(
    conn: &mut Conn,
    event: Id,
    answers: &[Answer],
    after: Id,
    limit: i64,
) -> Result<Vec<Attendance>> {
    let rows: Vec<Row> = attendances::table
        .filter(attendances::event_id.eq(event))
        .filter(attendances::answer.eq_any(answers))
        .filter(attendances::id.gt(after))
        .order(attendances::id)
        .limit(limit)
        .select(Row::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Attendance::from).collect())
}

/// A part of the events somebody answered, the last to begin first, and how many there are.
pub(in crate::features::attendance) fn events_of(
    conn: &mut Conn,
    actor: Id,
    offset: i64,
    limit: i64,
) -> Result<(Vec<Attendance>, i64)> {
    use crate::schema::events;
    let own = attendances::actor_id.eq(actor).and(attendances::answer.ne(Answer::No));
    let total = attendances::table.filter(own).count().get_result(conn)?;
    let rows: Vec<Row> = attendances::table
        .inner_join(events::table)
        .filter(own)
        .order((events::starts_at.desc(), attendances::id.desc()))
        .offset(offset)
        .limit(limit)
        .select(Row::as_select())
        .load(conn)?;
    Ok((rows.into_iter().map(Attendance::from).collect(), total))
}

/// How many events somebody has come to, as far as the team saw them at the door.
pub(in crate::features::attendance) fn came_to(conn: &mut Conn, actor: Id) -> Result<i64> {
    Ok(attendances::table
        .filter(attendances::actor_id.eq(actor))
        .filter(attendances::assurance.eq_any([Assurance::List, Assurance::Code]))
        .count()
        .get_result(conn)?)
}

/// The events somebody came to and when they were counted in, the last first.
pub(in crate::features::attendance) fn came(
    conn: &mut Conn,
    actor: Id,
    limit: i64,
) -> Result<Vec<(Id, Time)>> {
    let rows: Vec<(Id, Option<Time>)> = attendances::table
        .filter(attendances::actor_id.eq(actor))
        .filter(attendances::came_at.is_not_null())
        .order((attendances::came_at.desc(), attendances::id.desc()))
        .limit(limit)
        .select((attendances::event_id, attendances::came_at))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(event, at)| Some((event, at?))).collect())
}

/// Of these events, those somebody has a seat at.
pub(in crate::features::attendance) fn seats(
    conn: &mut Conn,
    actor: Id,
    events: &[Id],
) -> Result<Vec<Id>> {
    Ok(attendances::table
        .filter(attendances::actor_id.eq(actor))
        .filter(attendances::event_id.eq_any(events))
        .filter(attendances::answer.eq(Answer::Going))
        .select(attendances::event_id)
        .load(conn)?)
}
