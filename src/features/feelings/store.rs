//! The feelings table.

use std::collections::HashMap;

use diesel::{
    dsl::{count_star, min},
    prelude::*,
};

use super::model::Feeling;
use crate::{
    both,
    kernel::{clock::Time, db::Conn, error::Result, id::Id},
    platform::actors::Standing,
    schema::{actors, feelings},
};

/// How often each feeling was left.
pub type Tally = Vec<(Feeling, i64)>;

/// What was felt somewhere, and since when.
#[derive(Clone, Debug, Default)]
pub struct Felt {
    /// How often each feeling was left.
    pub tally: Tally,
    /// When the first of them was left.
    pub since: Option<Time>,
}

impl Felt {
    fn add(&mut self, feeling: Feeling, count: i64, since: Option<Time>) {
        self.tally.push((feeling, count));
        self.since = match (self.since, since) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
    }
}

/// Somebody's feeling, in the place of the one they had.
pub(super) fn set(
    conn: &mut Conn,
    (object, actor): (Id, Id),
    feeling: Feeling,
    place: Option<Id>,
    now: Time,
) -> Result<()> {
    let what =
        (feelings::feeling.eq(feeling), feelings::place_id.eq(place), feelings::felt_at.eq(now));
    both!(conn, |c| diesel::insert_into(feelings::table)
        .values((feelings::object_id.eq(object), feelings::actor_id.eq(actor), what))
        .on_conflict((feelings::object_id, feelings::actor_id))
        .do_update()
        .set(what)
        .execute(c))?;
    Ok(())
}

/// What somebody feels about something.
pub(super) fn find(conn: &mut Conn, object: Id, actor: Id) -> Result<Option<Feeling>> {
    Ok(feelings::table.find((object, actor)).select(feelings::feeling).first(conn).optional()?)
}

/// Takes a feeling back.
pub(super) fn remove(conn: &mut Conn, object: Id, actor: Id) -> Result<()> {
    diesel::delete(feelings::table.find((object, actor))).execute(conn)?;
    Ok(())
}

/// Forgets everything an actor felt.
pub(super) fn remove_of(conn: &mut Conn, actor: Id) -> Result<()> {
    diesel::delete(feelings::table.filter(feelings::actor_id.eq(actor))).execute(conn)?;
    Ok(())
}

/// Makes what one actor felt another's. Where both felt something, the last word counts.
pub(super) fn give(conn: &mut Conn, from: Id, to: Id) -> Result<()> {
    let of = |conn: &mut Conn, actor: Id| -> Result<HashMap<Id, Time>> {
        let rows: Vec<(Id, Time)> = feelings::table
            .filter(feelings::actor_id.eq(actor))
            .select((feelings::object_id, feelings::felt_at))
            .load(conn)?;
        Ok(rows.into_iter().collect())
    };
    let (given, kept) = (of(conn, from)?, of(conn, to)?);
    for (object, at) in given {
        match kept.get(&object) {
            Some(own) if *own >= at => {
                remove(conn, object, from)?;
                continue;
            }
            Some(_) => remove(conn, object, to)?,
            None => {}
        }
        diesel::update(feelings::table.find((object, from)))
            .set(feelings::actor_id.eq(to))
            .execute(conn)?;
    }
    Ok(())
}

/// How often each feeling was left on these objects since a moment; whom the venue blocked does not count.
pub(super) fn tallies(
    conn: &mut Conn,
    objects: &[Id],
    since: Option<Time>,
) -> Result<HashMap<Id, Tally>> {
    Ok(by_object(conn, objects, since)?.into_iter().map(|(id, felt)| (id, felt.tally)).collect())
}

/// What was felt about these objects since a moment, and since when.
pub(super) fn by_object(
    conn: &mut Conn,
    objects: &[Id],
    since: Option<Time>,
) -> Result<HashMap<Id, Felt>> {
    let rows: Vec<(Id, Feeling, i64, Option<Time>)> = feelings::table
        .inner_join(actors::table)
        .filter(feelings::object_id.eq_any(objects))
        .filter(feelings::felt_at.ge(since.unwrap_or(Time::from_micros(0))))
        .filter(actors::standing.ne(Standing::Blocked))
        .group_by((feelings::object_id, feelings::feeling))
        .select((feelings::object_id, feelings::feeling, count_star(), min(feelings::felt_at)))
        .load(conn)?;
    let mut all: HashMap<Id, Felt> = HashMap::new();
    for (object, feeling, count, since) in rows {
        all.entry(object).or_default().add(feeling, count, since);
    }
    Ok(all)
}

/// What was felt at these places since a moment, about the place itself or what was there.
pub(super) fn by_place(
    conn: &mut Conn,
    places: &[Id],
    since: Option<Time>,
) -> Result<HashMap<Id, Felt>> {
    let rows: Vec<(Option<Id>, Feeling, i64, Option<Time>)> = feelings::table
        .inner_join(actors::table)
        .filter(feelings::place_id.eq_any(places))
        .filter(feelings::felt_at.ge(since.unwrap_or(Time::from_micros(0))))
        .filter(actors::standing.ne(Standing::Blocked))
        .group_by((feelings::place_id, feelings::feeling))
        .select((feelings::place_id, feelings::feeling, count_star(), min(feelings::felt_at)))
        .load(conn)?;
    let mut all: HashMap<Id, Felt> = HashMap::new();
    for (place, feeling, count, since) in rows {
        if let Some(place) = place {
            all.entry(place).or_default().add(feeling, count, since);
        }
    }
    Ok(all)
}

/// What these people feel about these objects, by object and person.
pub(super) fn of(
    conn: &mut Conn,
    objects: &[Id],
    people: &[Id],
) -> Result<HashMap<(Id, Id), Feeling>> {
    let rows: Vec<(Id, Id, Feeling)> = feelings::table
        .filter(feelings::object_id.eq_any(objects))
        .filter(feelings::actor_id.eq_any(people))
        .select((feelings::object_id, feelings::actor_id, feelings::feeling))
        .load(conn)?;
    Ok(rows.into_iter().map(|(object, actor, feeling)| ((object, actor), feeling)).collect())
}

/// What one person feels, the last first.
pub(super) fn by_actor(conn: &mut Conn, actor: Id, limit: i64) -> Result<Vec<(Id, Feeling, Time)>> {
    Ok(feelings::table
        .filter(feelings::actor_id.eq(actor))
        .order((feelings::felt_at.desc(), feelings::object_id.desc()))
        .limit(limit)
        .select((feelings::object_id, feelings::feeling, feelings::felt_at))
        .load(conn)?)
}
