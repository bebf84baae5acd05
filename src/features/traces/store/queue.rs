//! Words that wait to be read, those like one another counted as one; and how far people are trusted.

use std::collections::HashMap;

use diesel::{
    dsl::{count_star, max, min},
    prelude::*,
    sql_types::Bool,
};

use crate::{
    features::traces::{
        likeness::Likeness,
        model::{Held, Trace},
        trust::Rung,
    },
    kernel::{
        clock::Time,
        db::{Conn, lower},
        error::Result,
        id::Id,
    },
    platform::{actors::Standing, objects::State, web::PageNumber},
    schema::{actors, objects as o, traces, trust},
};

/// With how many kinds of waiting words new ones are compared, the latest first.
const COMPARED: i64 = 200;

/// Which words staff look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pile {
    /// Those that wait to be shown.
    Waiting,
    /// Those that were shown at once and that nobody of the team read.
    Unread,
}

/// What of a pile.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Of people of this server, or of others.
    pub local: Option<bool>,
    /// Waiting for this reason.
    pub held_for: Option<Held>,
    /// Of this person.
    pub author: Option<Id>,
    /// With this in their text, whatever the case.
    pub text: String,
    /// Not of these people.
    pub without: Vec<Id>,
}

/// Words like one another, as one case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fold {
    /// The first of them that is still there.
    pub first: Id,
    /// The last of them.
    pub last: Id,
    /// How many.
    pub count: i64,
}

/// A page of a pile, who waits longest first; with how many folds are in it. What blocked people wrote does not wait.
pub fn list(
    conn: &mut Conn,
    pile: Pile,
    wanted: &Wanted,
    page: PageNumber,
    per_page: i64,
) -> Result<(Vec<Fold>, i64)> {
    let state = match pile {
        Pile::Waiting => State::Pending,
        Pile::Unread => State::Published,
    };
    let origins = wanted.local.map_or(vec![true, false], |local| vec![local]);
    let reasons: Vec<&str> = match wanted.held_for {
        Some(held) => vec![held.as_str()],
        None => Held::ALL.iter().map(|held| held.as_str()).chain([""]).collect(),
    };
    let author = wanted.author.unwrap_or(Id::from_raw(0));
    let escaped = wanted.text.to_lowercase().replace('\\', "\\\\").replace('%', "\\%");
    let pattern = format!("%{}%", escaped.replace('_', "\\_"));
    let of = || {
        traces::table
            .inner_join(o::table.inner_join(actors::table))
            .filter(o::state.eq(state))
            .filter(o::deleted_at.is_null())
            .filter(actors::standing.ne(Standing::Blocked))
            .filter(actors::local.eq_any(origins.clone()))
            .filter(traces::held_for.eq_any(reasons.clone()))
            .filter(o::author_id.eq(author).or(wanted.author.is_none().into_sql::<Bool>()))
            .filter(o::author_id.ne_all(wanted.without.clone()))
            .filter(lower(traces::body_text).like(pattern.clone()).escape('\\'))
            .filter(traces::read_at.is_null().or((pile == Pile::Waiting).into_sql::<Bool>()))
    };
    let all: Vec<Id> = of().select(traces::fold_id).distinct().load(conn)?;
    let total = i64::try_from(all.len()).unwrap_or(i64::MAX);
    let rows: Vec<(Option<Id>, Option<Id>, i64)> = of()
        .group_by(traces::fold_id)
        .select((min(o::id), max(o::id), count_star()))
        .order(min(o::id))
        .offset(page.offset(per_page))
        .limit(per_page)
        .load(conn)?;
    let fold = |(first, last, count): (Option<Id>, Option<Id>, i64)| {
        Some(Fold { first: first?, last: last?, count })
    };
    Ok((rows.into_iter().filter_map(fold).collect(), total))
}

/// How many words wait to be shown.
pub fn waiting(conn: &mut Conn) -> Result<i64> {
    Ok(o::table
        .inner_join(actors::table)
        .filter(o::kind.eq(crate::features::traces::KIND))
        .filter(o::state.eq(State::Pending))
        .filter(o::deleted_at.is_null())
        .filter(actors::standing.ne(Standing::Blocked))
        .count()
        .get_result(conn)?)
}

/// The words that wait in the same fold as these, none newer than `last`, the oldest first.
pub fn in_fold(conn: &mut Conn, trace: Id, last: Id, limit: i64) -> Result<Vec<Id>> {
    let fold: Option<Id> = traces::table
        .filter(traces::id.eq(trace))
        .select(traces::fold_id)
        .first(conn)
        .optional()?;
    let Some(fold) = fold else {
        return Ok(Vec::new());
    };
    Ok(traces::table
        .inner_join(o::table.inner_join(actors::table))
        .filter(traces::fold_id.eq(fold))
        .filter(o::state.eq(State::Pending))
        .filter(o::deleted_at.is_null())
        .filter(o::id.le(last))
        .filter(actors::standing.ne(Standing::Blocked))
        .order(o::id)
        .limit(limit)
        .select(o::id)
        .load(conn)?)
}

/// The fold waiting words belong to: that of words nearly the same, else their own.
pub(in crate::features::traces) fn fold_of(conn: &mut Conn, trace: &Trace) -> Result<Id> {
    let id = trace.object.id;
    let own = Likeness::of(&trace.words.text);
    let latest: Vec<Option<Id>> = traces::table
        .inner_join(o::table)
        .filter(o::state.eq(State::Pending))
        .filter(o::deleted_at.is_null())
        .filter(o::id.ne(id))
        .group_by(traces::fold_id)
        .select(max(traces::id))
        .order(max(traces::id).desc())
        .limit(COMPARED)
        .load(conn)?;
    let latest: Vec<Id> = latest.into_iter().flatten().collect();
    let texts: Vec<(Id, String)> = traces::table
        .filter(traces::id.eq_any(latest))
        .select((traces::fold_id, traces::body_text))
        .load(conn)?;
    let near = texts.iter().find(|(_, text)| own.is_near(&Likeness::of(text)));
    Ok(near.map_or(id, |(fold, _)| *fold))
}

/// Words that change take nobody with them: those that stood beside them stand beside the next of theirs.
pub(in crate::features::traces) fn leave_fold(conn: &mut Conn, id: Id) -> Result<()> {
    let others = || traces::table.filter(traces::fold_id.eq(id)).filter(traces::id.ne(id));
    let next: Option<Id> = others().select(min(traces::id)).first(conn)?;
    if let Some(next) = next {
        diesel::update(others()).set(traces::fold_id.eq(next)).execute(conn)?;
    }
    Ok(())
}

/// Says why words wait, and beside which others.
pub(in crate::features::traces) fn set_held(
    conn: &mut Conn,
    id: Id,
    held_for: Option<Held>,
    fold: Id,
) -> Result<()> {
    diesel::update(traces::table.filter(traces::id.eq(id)))
        .set((traces::held_for.eq(held_for.map_or("", Held::as_str)), traces::fold_id.eq(fold)))
        .execute(conn)?;
    Ok(())
}

/// When somebody of the team read words and found them fit to be shown.
pub(in crate::features::traces) fn set_read(
    conn: &mut Conn,
    id: Id,
    at: Option<Time>,
) -> Result<()> {
    diesel::update(traces::table.filter(traces::id.eq(id)))
        .set(traces::read_at.eq(at))
        .execute(conn)?;
    Ok(())
}

/// How many words of each of these people were read by the team and are shown.
pub(in crate::features::traces) fn approved(
    conn: &mut Conn,
    people: &[Id],
) -> Result<HashMap<Id, i64>> {
    let rows: Vec<(Id, i64)> = traces::table
        .inner_join(o::table)
        .filter(o::author_id.eq_any(people))
        .filter(o::state.eq(State::Published))
        .filter(o::deleted_at.is_null())
        .filter(traces::read_at.is_not_null())
        .group_by(o::author_id)
        .select((o::author_id, count_star()))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// On which step staff put these people.
pub(in crate::features::traces) fn rungs_of(
    conn: &mut Conn,
    people: &[Id],
) -> Result<HashMap<Id, Rung>> {
    let rows: Vec<(Id, Rung)> = trust::table
        .filter(trust::actor_id.eq_any(people))
        .select((trust::actor_id, trust::rung))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Puts somebody on a step, or takes the decision away.
pub(in crate::features::traces) fn set_rung(
    conn: &mut Conn,
    actor: Id,
    rung: Option<Rung>,
    at: Time,
) -> Result<()> {
    diesel::delete(trust::table.filter(trust::actor_id.eq(actor))).execute(conn)?;
    if let Some(rung) = rung {
        diesel::insert_into(trust::table)
            .values((trust::actor_id.eq(actor), trust::rung.eq(rung), trust::decided_at.eq(at)))
            .execute(conn)?;
    }
    Ok(())
}
