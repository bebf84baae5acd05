//! Giving devices an address and taking it away, what a wall shows, and what people leave at a kiosk.

use super::{
    model::{self, Device, Kind},
    store,
};
use crate::{
    features::{
        accounts,
        feelings::{self, Feeling},
        places,
        traces::{self, Attached, Leaving, Purpose, Trace, Voice, Words},
    },
    kernel::{
        db::Conn,
        error::{Error, Result},
        i18n::Lang,
        id::Id,
    },
    platform::{
        actors,
        app::{App, Tx},
        audit, feature,
        journal::{self, Shown},
        objects::{self, Object},
        web::{Member, Participant, Viewer},
    },
};

/// Makes a device about a place or an artwork everybody may see; `token` opens it.
pub(super) fn make(
    tx: &mut Tx<'_>,
    by: &Member,
    kind: Kind,
    name: &str,
    code: &str,
    token: &str,
) -> Result<Device> {
    let object = places::label_holder(tx.conn, code)?.ok_or_else(no_subject)?;
    let device = Device {
        id: tx.new_id(),
        kind,
        name: model::name(name).map_err(Error::Invalid)?,
        object_id: subject(tx.conn, object)?.ok_or_else(no_subject)?.id,
        created_at: tx.now,
        seen_at: None,
        revoked_at: None,
        frozen_id: None,
    };
    store::insert(tx.conn, &device, token)?;
    record(tx, by, "device.make", &device)?;
    Ok(device)
}

fn no_subject() -> Error {
    Error::field("code", "devices-error-code")
}

/// What a device is about, as long as everybody may see it.
pub(super) fn subject(conn: &mut Conn, object: Id) -> Result<Option<Object>> {
    let found = objects::find(conn, object)?;
    Ok(found.filter(|object| {
        object.local && object.kind != traces::KIND && object.visible_to(&Viewer::Anonymous)
    }))
}

/// Gives a device another address.
pub(super) fn renew(tx: &mut Tx<'_>, by: &Member, id: Id, token: &str) -> Result<Device> {
    let device = store::find(tx.conn, id)?.ok_or(Error::NotFound)?;
    store::set_token(tx.conn, id, token)?;
    record(tx, by, "device.renew", &device)?;
    Ok(device)
}

/// Takes a device's address away: from now on it shows nothing.
pub(super) fn revoke(tx: &mut Tx<'_>, by: &Member, id: Id) -> Result<()> {
    let device = store::find(tx.conn, id)?.ok_or(Error::NotFound)?;
    if device.revoked_at.is_some() {
        return Ok(());
    }
    store::set_revoked(tx.conn, id, tx.now)?;
    record(tx, by, "device.revoke", &device)?;
    wake(tx, &device)
}

/// Keeps a wall on the words it shows now, or lets words take turns again.
pub(super) fn freeze(tx: &mut Tx<'_>, by: &Member, id: Id, on: bool) -> Result<bool> {
    let device = store::find(tx.conn, id)?.filter(|device| device.kind == Kind::Wall);
    let device = device.filter(|device| device.revoked_at.is_none()).ok_or(Error::NotFound)?;
    let shown = if on { scene(tx.app, tx.conn, &device)? } else { None };
    let frozen = shown.map(|trace| trace.object.id);
    if on && frozen.is_none() {
        return Ok(false);
    }
    store::set_frozen(tx.conn, id, frozen)?;
    record(tx, by, if on { "device.freeze" } else { "device.thaw" }, &device)?;
    wake(tx, &device)?;
    Ok(true)
}

/// Lets the open pages of a device look again.
fn wake(tx: &mut Tx<'_>, device: &Device) -> Result<()> {
    journal::record(tx, &Shown { object: device.object_id })
}

fn record(tx: &mut Tx<'_>, by: &Member, action: &'static str, device: &Device) -> Result<()> {
    audit::record(
        tx,
        &audit::Entry {
            account: Some(by.account_id),
            action,
            target_kind: "device",
            target: &device.name,
            ..audit::Entry::default()
        },
    )?;
    Ok(())
}

/// The objects whose words a wall shows: what it is about, and what is kept there.
pub(super) fn roots(app: &App, conn: &mut Conn, device: &Device) -> Result<Vec<Id>> {
    let mut roots = vec![device.object_id];
    let tree = places::tree(conn)?;
    if tree.get(device.object_id).is_some() {
        let within = tree.within(device.object_id);
        roots.extend(feature::kept_at(app, conn, Lang::Fr, &within)?.objects);
        roots.extend(within);
    }
    roots.sort();
    roots.dedup();
    Ok(roots)
}

/// The words a wall shows now; none when there are none to show, or what it is about is out of sight.
pub(super) fn scene(app: &App, conn: &mut Conn, device: &Device) -> Result<Option<Trace>> {
    if subject(conn, device.object_id)?.is_none() {
        return Ok(None);
    }
    let roots = roots(app, conn, device)?;
    let venue = app.venue();
    let mut team = accounts::team(conn)?;
    team.extend(venue.actor_id);
    let wanted = traces::Projected {
        roots: &roots,
        team: &team,
        venue: venue.actor_id,
        unread_too: venue.holding.project_unread,
        limit: model::TURNS,
    };
    let ids = traces::projected(conn, &wanted)?;
    let frozen = device.frozen_id.filter(|id| ids.contains(id));
    let turn = model::turn(app.now(), ids.len()).and_then(|turn| ids.get(turn)).copied();
    match frozen.or(turn) {
        Some(id) => traces::find(conn, id),
        None => Ok(None),
    }
}

/// Somebody at a kiosk feels something.
pub(super) fn feel(
    tx: &mut Tx<'_>,
    device: &Device,
    feeling: Feeling,
    who: &Participant,
) -> Result<()> {
    let object = subject(tx.conn, device.object_id)?.ok_or(Error::NotFound)?;
    let actor = who.actor(tx)?;
    feelings::feel(tx, &object, actor, feeling)
}

/// Somebody at a kiosk leaves words, which are read before they are shown; returns the code by which they find them
/// again.
pub(super) fn say(
    tx: &mut Tx<'_>,
    device: &Device,
    words: &Words,
    reuse: &[Purpose],
    who: &Participant,
) -> Result<String> {
    let parent = subject(tx.conn, device.object_id)?.ok_or(Error::NotFound)?;
    let actor = who.actor(tx)?;
    let author = actors::find(tx.conn, actor)?.ok_or(Error::NotFound)?;
    let leaving = Leaving {
        author,
        voice: Voice::Kiosk,
        parent,
        words: words.clone(),
        attached: Attached::default(),
        reuse: reuse.to_vec(),
        to_the_network: false,
    };
    traces::leave(tx, &leaving)?;
    who.receipt(tx)?.ok_or(Error::NotFound)
}
