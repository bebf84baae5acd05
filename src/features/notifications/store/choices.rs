//! What members choose to be told, by which way, and how often by mail.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use crate::{
    both,
    features::notifications::model::{Channel, Kind, Rhythm, usual},
    kernel::{clock::Time, db::Conn, error::Result, id::Id},
    schema::{notification_choices, notification_rhythms},
};

/// What one member chose; what they never chose is as usual.
#[derive(Clone, Debug, Default)]
pub struct Choices(HashMap<(Kind, Channel), bool>);

impl Choices {
    /// Do they want this kind by this channel?
    pub fn wants(&self, kind: Kind, channel: Channel) -> bool {
        self.0.get(&(kind, channel)).copied().unwrap_or_else(|| usual(kind, channel))
    }

    /// The kinds they want by this channel.
    pub fn kinds(&self, channel: Channel) -> Vec<Kind> {
        Kind::ALL.iter().copied().filter(|kind| self.wants(*kind, channel)).collect()
    }
}

/// What a member chose.
pub fn choices(conn: &mut Conn, member: Id) -> Result<Choices> {
    let rows: Vec<(Kind, Channel, bool)> = notification_choices::table
        .filter(notification_choices::actor_id.eq(member))
        .select((
            notification_choices::kind,
            notification_choices::channel,
            notification_choices::wanted,
        ))
        .load(conn)?;
    Ok(Choices(rows.into_iter().map(|(kind, channel, on)| ((kind, channel), on)).collect()))
}

/// For each of these members, by which channels they want this kind.
pub fn wanted(
    conn: &mut Conn,
    members: &[Id],
    kind: Kind,
) -> Result<HashMap<Id, HashSet<Channel>>> {
    let rows: Vec<(Id, Channel, bool)> = notification_choices::table
        .filter(notification_choices::actor_id.eq_any(members))
        .filter(notification_choices::kind.eq(kind))
        .select((
            notification_choices::actor_id,
            notification_choices::channel,
            notification_choices::wanted,
        ))
        .load(conn)?;
    let chosen: HashMap<(Id, Channel), bool> =
        rows.into_iter().map(|(member, channel, on)| ((member, channel), on)).collect();
    let wants = |member: Id, channel: Channel| {
        chosen.get(&(member, channel)).copied().unwrap_or_else(|| usual(kind, channel))
    };
    Ok(members
        .iter()
        .map(|member| {
            let all = Channel::ALL.iter().copied();
            (*member, all.filter(|channel| wants(*member, *channel)).collect())
        })
        .collect())
}

/// Keeps one choice.
pub fn set_choice(
    conn: &mut Conn,
    member: Id,
    kind: Kind,
    channel: Channel,
    on: bool,
) -> Result<()> {
    both!(conn, |c| diesel::insert_into(notification_choices::table)
        .values((
            notification_choices::actor_id.eq(member),
            notification_choices::kind.eq(kind),
            notification_choices::channel.eq(channel),
            notification_choices::wanted.eq(on),
        ))
        .on_conflict((
            notification_choices::actor_id,
            notification_choices::kind,
            notification_choices::channel,
        ))
        .do_update()
        .set(notification_choices::wanted.eq(on))
        .execute(c))?;
    Ok(())
}

/// How often a member gets a digest and when the next one leaves; none who never chose.
pub fn rhythm(conn: &mut Conn, member: Id) -> Result<Option<(Rhythm, Option<Time>)>> {
    Ok(notification_rhythms::table
        .filter(notification_rhythms::actor_id.eq(member))
        .select((notification_rhythms::rhythm, notification_rhythms::next_at))
        .first(conn)
        .optional()?)
}

/// Keeps how often and when next.
pub fn set_rhythm(conn: &mut Conn, member: Id, rhythm: Rhythm, next: Option<Time>) -> Result<()> {
    both!(conn, |c| diesel::insert_into(notification_rhythms::table)
        .values((
            notification_rhythms::actor_id.eq(member),
            notification_rhythms::rhythm.eq(rhythm),
            notification_rhythms::next_at.eq(next),
        ))
        .on_conflict(notification_rhythms::actor_id)
        .do_update()
        .set((notification_rhythms::rhythm.eq(rhythm), notification_rhythms::next_at.eq(next)))
        .execute(c))?;
    Ok(())
}

/// Whose letters carried the token with this sum, when tokens were kept.
pub fn of_old_link(conn: &mut Conn, hash: &str) -> Result<Option<Id>> {
    Ok(notification_rhythms::table
        .filter(notification_rhythms::old_link_hash.eq(hash))
        .select(notification_rhythms::actor_id)
        .first(conn)
        .optional()?)
}

/// Forgets what somebody who left had chosen.
pub fn remove_choices(conn: &mut Conn, member: Id) -> Result<()> {
    diesel::delete(notification_choices::table.filter(notification_choices::actor_id.eq(member)))
        .execute(conn)?;
    diesel::delete(notification_rhythms::table.filter(notification_rhythms::actor_id.eq(member)))
        .execute(conn)?;
    Ok(())
}
