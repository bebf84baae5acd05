//! The notifications table. What a page would hide is neither listed nor counted.

mod choices;
mod devices;

use diesel::{
    dsl::{IntoBoxed, exists, not},
    prelude::*,
};

pub(super) use choices::{
    choices, of_old_link, remove_choices, rhythm, set_choice, set_rhythm, wanted,
};
pub(super) use devices::{
    Device, devices, find_device, has_devices, insert_device, push_key, remove_device,
    remove_devices, set_push_key,
};

use super::model::{Kind, News, Notification};
use crate::{
    both,
    kernel::{
        clock::Time,
        db::{Conn, MultiBackend},
        error::Result,
        id::Id,
    },
    platform::{
        actors::Standing,
        objects::{State, Visibility},
    },
    schema::{actors, barriers, notifications, objects},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = notifications)]
struct Row {
    id: Id,
    kind: Kind,
    object_id: Option<Id>,
    by_id: Option<Id>,
    created_at: Time,
    read_at: Option<Time>,
}

impl From<Row> for Notification {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            object: row.object_id,
            by: row.by_id,
            created_at: row.created_at,
            read_at: row.read_at,
        }
    }
}

/// Keeps news for one member; false when they were told already.
pub(super) fn insert(
    conn: &mut Conn,
    id: Id,
    recipient: Id,
    news: &News,
    now: Time,
) -> Result<bool> {
    let made = both!(conn, |c| diesel::insert_into(notifications::table)
        .values((
            notifications::id.eq(id),
            notifications::recipient_id.eq(recipient),
            notifications::kind.eq(news.kind),
            notifications::object_id.eq(news.object),
            notifications::by_id.eq(news.by),
            notifications::same.eq(&news.same),
            notifications::created_at.eq(now),
        ))
        .on_conflict((notifications::recipient_id, notifications::same))
        .do_nothing()
        .execute(c))?;
    Ok(made > 0)
}

/// Which notifications of a member.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted {
    /// Of these kinds and no other.
    pub(super) kinds: Vec<Kind>,
    /// Only what was not read yet.
    pub(super) unread: bool,
    /// Only what no digest told yet.
    pub(super) unmailed: bool,
}

#[diesel::dsl::auto_type]
fn joined() -> _ {
    notifications::table
        .left_join(objects::table.on(notifications::object_id.eq(objects::id.nullable())))
        .left_join(actors::table.on(notifications::by_id.eq(actors::id.nullable())))
}

/// What the member may read now, of people they want to hear: see [`super::model::may_see`], whose rule this is for rows.
fn told(member: Id, wanted: &Wanted) -> IntoBoxed<'static, joined, MultiBackend> {
    let open =
        [Visibility::Public, Visibility::Unlisted, Visibility::Here, Visibility::Members].to_vec();
    let kept = [State::Published, State::Pending, State::Hidden].to_vec();
    let for_all = objects::state.eq(State::Published).and(objects::visibility.eq_any(open));
    let own = objects::author_id.eq(member).and(objects::state.eq_any(kept));
    let seen = objects::deleted_at.is_null().and(for_all.or(own)).nullable();
    let welcome = actors::standing.ne(Standing::Blocked).and(actors::deleted_at.is_null());
    let unheard = barriers::table
        .filter(barriers::owner_id.eq(member))
        .filter(barriers::target_id.nullable().eq(notifications::by_id));
    let mut query = joined()
        .filter(notifications::recipient_id.eq(member))
        .filter(notifications::kind.eq_any(wanted.kinds.clone()))
        .filter(notifications::object_id.is_null().nullable().or(seen))
        .filter(notifications::by_id.is_null().nullable().or(welcome.nullable()))
        .filter(not(exists(unheard)))
        .into_boxed::<MultiBackend>();
    if wanted.unread {
        query = query.filter(notifications::read_at.is_null());
    }
    if wanted.unmailed {
        query = query.filter(notifications::mailed_at.is_null());
    }
    query
}

/// A part of what a member was told, the newest first.
pub(super) fn list(
    conn: &mut Conn,
    member: Id,
    wanted: &Wanted,
    offset: i64,
    limit: i64,
) -> Result<Vec<Notification>> {
    let rows: Vec<Row> = told(member, wanted)
        .order(notifications::id.desc())
        .offset(offset)
        .limit(limit)
        .select(Row::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Notification::from).collect())
}

/// How many there are.
pub(super) fn count(conn: &mut Conn, member: Id, wanted: &Wanted) -> Result<i64> {
    Ok(told(member, wanted).count().get_result(conn)?)
}

/// The notification with this id and whom it was told, if they may still read it.
pub(super) fn find(conn: &mut Conn, id: Id) -> Result<Option<(Id, Notification)>> {
    let member: Option<Id> = notifications::table
        .filter(notifications::id.eq(id))
        .select(notifications::recipient_id)
        .first(conn)
        .optional()?;
    let Some(member) = member else { return Ok(None) };
    let wanted = Wanted { kinds: Kind::ALL.to_vec(), ..Wanted::default() };
    let row: Option<Row> = told(member, &wanted)
        .filter(notifications::id.eq(id))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    Ok(row.map(|row| (member, row.into())))
}

/// Notes that the member read these, or everything told up to `until` when none is named.
pub(super) fn set_read(
    conn: &mut Conn,
    member: Id,
    ids: &[Id],
    until: Id,
    now: Time,
) -> Result<()> {
    let unread = notifications::table
        .filter(notifications::recipient_id.eq(member))
        .filter(notifications::read_at.is_null());
    let read = notifications::read_at.eq(Some(now));
    if ids.is_empty() {
        diesel::update(unread.filter(notifications::id.le(until))).set(read).execute(conn)?;
    } else {
        diesel::update(unread.filter(notifications::id.eq_any(ids))).set(read).execute(conn)?;
    }
    Ok(())
}

/// Notes that a digest told the member everything up to `until`.
pub(super) fn set_mailed(conn: &mut Conn, member: Id, until: Id, now: Time) -> Result<()> {
    diesel::update(
        notifications::table
            .filter(notifications::recipient_id.eq(member))
            .filter(notifications::mailed_at.is_null())
            .filter(notifications::id.le(until)),
    )
    .set(notifications::mailed_at.eq(Some(now)))
    .execute(conn)?;
    Ok(())
}

/// Takes back what was told of a happening that was undone.
pub(super) fn take_back(conn: &mut Conn, same: &str, object: Id) -> Result<()> {
    diesel::delete(
        notifications::table
            .filter(notifications::object_id.eq(object))
            .filter(notifications::same.eq(same)),
    )
    .execute(conn)?;
    Ok(())
}

/// Forgets what was told of an object that is gone.
pub(super) fn forget_object(conn: &mut Conn, object: Id) -> Result<()> {
    diesel::delete(notifications::table.filter(notifications::object_id.eq(object)))
        .execute(conn)?;
    Ok(())
}

/// Forgets what was told to or of somebody who left.
pub(super) fn forget_person(conn: &mut Conn, actor: Id) -> Result<()> {
    let theirs = notifications::recipient_id.eq(actor).or(notifications::by_id.eq(Some(actor)));
    diesel::delete(notifications::table.filter(theirs.nullable())).execute(conn)?;
    Ok(())
}

/// Forgets what was told before `before`; returns how many.
pub(super) fn forget_old(conn: &mut Conn, before: Time) -> Result<usize> {
    Ok(diesel::delete(notifications::table.filter(notifications::created_at.lt(before)))
        .execute(conn)?)
}
