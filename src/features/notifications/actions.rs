//! Telling members what concerns them, and taking back what does not any more.

use super::{
    model::{Channel, News, Rhythm, may_see, next_digest},
    push, store,
};
use crate::{
    kernel::{error::Result, id::Id},
    platform::{
        actors::{self, ActorKind, Standing},
        app::Tx,
        barriers, objects,
    },
};

/// How many members one statement asks about.
const AT_ONCE: usize = 500;

/// Tells these members something, each once and by the ways they chose. Nobody is told of their own doing, of what
/// they may not see, or of what somebody did whom they or the venue do not want to hear.
pub fn notify(tx: &mut Tx<'_>, members: &[Id], news: &News) -> Result<()> {
    if let Some(by) = news.by {
        let known = actors::find(tx.conn, by)?;
        if known.is_none_or(|by| by.standing == Standing::Blocked || by.deleted_at.is_some()) {
            return Ok(());
        }
    }
    let object = match news.object {
        Some(id) => match objects::find(tx.conn, id)? {
            Some(object) => Some(object),
            None => return Ok(()),
        },
        None => None,
    };
    for some in members.chunks(AT_ONCE) {
        let known = actors::find_all(tx.conn, some)?;
        // News of a thread are told once an hour: those of somebody unheard must not stand in the way of others'.
        let deaf = match news.by {
            Some(by) => barriers::not_hearing(tx.conn, by, some)?,
            None => Vec::new(),
        };
        let mut told: Vec<Id> = some
            .iter()
            .filter_map(|id| known.get(id))
            .filter(|member| {
                member.local && member.kind == ActorKind::Person && member.deleted_at.is_none()
            })
            .map(|member| member.id)
            .filter(|member| news.by != Some(*member) && !deaf.contains(member))
            .filter(|member| object.as_ref().is_none_or(|object| may_see(object, *member)))
            .collect();
        told.sort_unstable();
        told.dedup();
        tell(tx, &told, news)?;
    }
    Ok(())
}

fn tell(tx: &mut Tx<'_>, members: &[Id], news: &News) -> Result<()> {
    let wanted = store::wanted(tx.conn, members, news.kind)?;
    let reachable = store::has_devices(tx.conn, members)?;
    for member in members {
        let Some(ways) = wanted.get(member).filter(|ways| !ways.is_empty()) else {
            continue;
        };
        let (id, now) = (tx.new_id(), tx.now);
        let new = store::insert(tx.conn, id, *member, news, now)?;
        if new && ways.contains(&Channel::Push) && reachable.contains(member) {
            push::queue(tx, *member, id)?;
        }
    }
    Ok(())
}

/// Chooses how often a digest is sent. The first is sent at the next morning that fits.
pub fn choose_rhythm(tx: &mut Tx<'_>, member: Id, rhythm: Rhythm) -> Result<()> {
    let known = store::rhythm(tx.conn, member)?;
    if known.map_or(Rhythm::Never, |(rhythm, _)| rhythm) == rhythm {
        return Ok(());
    }
    let next = next_digest(rhythm, tx.now, tx.app.venue().time_zone);
    store::set_rhythm(tx.conn, member, rhythm, next)?;
    match next {
        Some(at) => super::digest::queue(tx, member, at),
        None => Ok(()),
    }
}

/// Forgets everything about somebody who left.
pub fn forget(tx: &mut Tx<'_>, actor: Id) -> Result<()> {
    store::forget_person(tx.conn, actor)?;
    store::remove_choices(tx.conn, actor)?;
    store::remove_devices(tx.conn, actor)
}
