//! Whom somebody keeps at a distance. A *mute* hides one person from another, and nobody learns of it; a *block* ends
//! what there is between two people and lets nothing new begin.
//!
//! For [`Viewer`](crate::platform::web::Viewer), which carries them to every list, for the rules of following and
//! answering, and for the slice whose pages set them. A person of another server may block one of ours: that is kept
//! here as well. Never decides what a page shows: see `objects`.

use std::collections::HashSet;

use diesel::prelude::*;

use crate::{
    both,
    kernel::{clock::Time, db::Conn, error::Result, id::Id},
    platform::app::Tx,
    schema::barriers,
    text_enum,
};

text_enum! {
    /// How far away.
    Kind {
        /// What they say is not shown to the owner.
        Mute = "mute",
        /// Neither follows nor answers the other.
        Block = "block",
    }
}

/// One person keeping another at a distance.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = barriers)]
pub struct Barrier {
    /// The key.
    pub id: Id,
    /// Who wants it.
    pub owner_id: Id,
    /// Who is kept away.
    pub target_id: Id,
    /// How far.
    pub kind: Kind,
    /// The address of the `Block` that said so; empty for a mute, which is never said.
    pub activity_iri: String,
    /// Since when.
    pub created_at: Time,
}

/// What somebody's barriers mean for what they see. Empty for whoever has none.
#[derive(Clone, Debug, Default)]
pub struct Barriers {
    /// Those whose words are not shown to them: muted or blocked by them.
    pub unheard: Vec<Id>,
    /// Those who blocked them: what these keep for members is not theirs to see.
    pub shut_out_by: Vec<Id>,
}

/// How many are taken into account: lists grow long by imports, and a statement has an end.
const MOST: i64 = 5_000;

impl Barriers {
    /// The barriers around somebody.
    pub fn around(conn: &mut Conn, who: Id) -> Result<Self> {
        let rows: Vec<(Id, Id, Kind)> = barriers::table
            .filter(barriers::owner_id.eq(who).or(barriers::target_id.eq(who)))
            .order(barriers::id.desc())
            .limit(MOST)
            .select((barriers::owner_id, barriers::target_id, barriers::kind))
            .load(conn)?;
        let mut around = Self::default();
        for (owner, target, kind) in rows {
            if owner == who {
                around.unheard.push(target);
            } else if kind == Kind::Block {
                around.shut_out_by.push(owner);
            }
        }
        Ok(around)
    }
}

/// The barrier of this kind that `owner` put up against `target`.
pub fn between(conn: &mut Conn, owner: Id, target: Id, kind: Kind) -> Result<Option<Barrier>> {
    Ok(barriers::table
        .filter(barriers::owner_id.eq(owner))
        .filter(barriers::target_id.eq(target))
        .filter(barriers::kind.eq(kind))
        .select(Barrier::as_select())
        .first(conn)
        .optional()?)
}

/// Those of `owners` who do not want to hear this person: they muted or blocked them.
pub fn not_hearing(conn: &mut Conn, target: Id, owners: &[Id]) -> Result<Vec<Id>> {
    Ok(barriers::table
        .filter(barriers::target_id.eq(target))
        .filter(barriers::owner_id.eq_any(owners))
        .select(barriers::owner_id)
        .distinct()
        .load(conn)?)
}

/// Who among these people blocked whom: owner and target.
pub fn blocks_among(conn: &mut Conn, people: &HashSet<Id>) -> Result<HashSet<(Id, Id)>> {
    let rows: Vec<(Id, Id)> = barriers::table
        .filter(barriers::kind.eq(Kind::Block))
        .filter(barriers::owner_id.eq_any(people))
        .filter(barriers::target_id.eq_any(people))
        .select((barriers::owner_id, barriers::target_id))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Has one of the two blocked the other?
pub fn is_blocked(conn: &mut Conn, one: Id, other: Id) -> Result<bool> {
    let found: i64 = both!(conn, |c| barriers::table
        .filter(barriers::kind.eq(Kind::Block))
        .filter(
            barriers::owner_id
                .eq(one)
                .and(barriers::target_id.eq(other))
                .or(barriers::owner_id.eq(other).and(barriers::target_id.eq(one))),
        )
        .count()
        .get_result(c))?;
    Ok(found > 0)
}

/// Puts a barrier up; one that stands already is left as it is. Says whether it is new.
pub fn put(tx: &mut Tx<'_>, owner: Id, target: Id, kind: Kind, activity: &str) -> Result<bool> {
    if between(tx.conn, owner, target, kind)?.is_some() {
        return Ok(false);
    }
    let barrier = Barrier {
        id: tx.new_id(),
        owner_id: owner,
        target_id: target,
        kind,
        activity_iri: activity.to_owned(),
        created_at: tx.now,
    };
    diesel::insert_into(barriers::table).values(barrier).execute(tx.conn)?;
    Ok(true)
}

/// The block of `owner` with this name.
pub fn named(conn: &mut Conn, owner: Id, activity: &str) -> Result<Option<Barrier>> {
    Ok(barriers::table
        .filter(barriers::owner_id.eq(owner))
        .filter(barriers::activity_iri.eq(activity))
        .filter(barriers::kind.eq(Kind::Block))
        .select(Barrier::as_select())
        .first(conn)
        .optional()?)
}

/// Gives a block the name under which it was said last.
pub fn rename(conn: &mut Conn, owner: Id, target: Id, activity: &str) -> Result<()> {
    diesel::update(
        barriers::table
            .filter(barriers::owner_id.eq(owner))
            .filter(barriers::target_id.eq(target))
            .filter(barriers::kind.eq(Kind::Block)),
    )
    .set(barriers::activity_iri.eq(activity))
    .execute(conn)?;
    Ok(())
}

/// Takes a barrier down; returns the one there was.
pub fn lift(conn: &mut Conn, owner: Id, target: Id, kind: Kind) -> Result<Option<Barrier>> {
    let known = between(conn, owner, target, kind)?;
    if let Some(barrier) = &known {
        diesel::delete(barriers::table.filter(barriers::id.eq(barrier.id))).execute(conn)?;
    }
    Ok(known)
}

/// One page of the barriers of one kind that `owner` put up, newest first, and how many there are.
pub fn list(
    conn: &mut Conn,
    owner: Id,
    kind: Kind,
    offset: i64,
    limit: i64,
) -> Result<(Vec<Barrier>, i64)> {
    let theirs =
        || barriers::table.filter(barriers::owner_id.eq(owner)).filter(barriers::kind.eq(kind));
    let total = theirs().count().get_result(conn)?;
    let rows = theirs()
        .order(barriers::id.desc())
        .offset(offset)
        .limit(limit)
        .select(Barrier::as_select())
        .load(conn)?;
    Ok((rows, total))
}

/// Takes down every barrier of and against somebody who is gone.
pub fn bury(conn: &mut Conn, actor: Id) -> Result<()> {
    diesel::delete(
        barriers::table.filter(barriers::owner_id.eq(actor).or(barriers::target_id.eq(actor))),
    )
    .execute(conn)?;
    Ok(())
}
