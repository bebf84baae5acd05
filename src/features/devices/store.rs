//! The devices table. Of a token only its sum is stored.

use diesel::prelude::*;

use super::model::{Device, Kind};
use crate::{
    kernel::{clock::Time, db::Conn, entropy::sha256_hex, error::Result, id::Id},
    schema::devices,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = devices)]
struct Row {
    id: Id,
    kind: Kind,
    name: String,
    object_id: Id,
    created_at: Time,
    seen_at: Option<Time>,
    revoked_at: Option<Time>,
    frozen_id: Option<Id>,
}

impl From<Row> for Device {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            name: row.name,
            object_id: row.object_id,
            created_at: row.created_at,
            seen_at: row.seen_at,
            revoked_at: row.revoked_at,
            frozen_id: row.frozen_id,
        }
    }
}

fn sum(token: &str) -> String {
    sha256_hex(token.as_bytes())
}

pub(super) fn insert(conn: &mut Conn, device: &Device, token: &str) -> Result<()> {
    diesel::insert_into(devices::table)
        .values((
            devices::id.eq(device.id),
            devices::kind.eq(device.kind),
            devices::name.eq(&device.name),
            devices::object_id.eq(device.object_id),
            devices::token_hash.eq(sum(token)),
            devices::created_at.eq(device.created_at),
        ))
        .execute(conn)?;
    Ok(())
}

pub(super) fn find(conn: &mut Conn, id: Id) -> Result<Option<Device>> {
    let row: Option<Row> = devices::table
        .filter(devices::id.eq(id))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    Ok(row.map(Device::from))
}

/// The device of this kind that a token opens, unless it was taken away.
pub(super) fn opened(conn: &mut Conn, kind: Kind, token: &str) -> Result<Option<Device>> {
    let row: Option<Row> = devices::table
        .filter(devices::token_hash.eq(sum(token)))
        .filter(devices::kind.eq(kind))
        .filter(devices::revoked_at.is_null())
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    Ok(row.map(Device::from))
}

/// Devices, those in use first, then the newest, and how many there are.
pub(super) fn list(conn: &mut Conn, offset: i64, limit: i64) -> Result<(Vec<Device>, i64)> {
    let total = devices::table.count().get_result(conn)?;
    let rows: Vec<Row> = devices::table
        .order((devices::revoked_at.is_not_null(), devices::id.desc()))
        .offset(offset)
        .limit(limit)
        .select(Row::as_select())
        .load(conn)?;
    Ok((rows.into_iter().map(Device::from).collect(), total))
}

pub(super) fn set_seen(conn: &mut Conn, id: Id, at: Time) -> Result<()> {
    diesel::update(devices::table.filter(devices::id.eq(id)))
        .set(devices::seen_at.eq(Some(at)))
        .execute(conn)?;
    Ok(())
}

/// Takes a device's address away.
pub(super) fn set_revoked(conn: &mut Conn, id: Id, at: Time) -> Result<()> {
    diesel::update(devices::table.filter(devices::id.eq(id)))
        .set((devices::revoked_at.eq(Some(at)), devices::frozen_id.eq(None::<Id>)))
        .execute(conn)?;
    Ok(())
}

/// Gives a device another address; the one before opens nothing any more.
pub(super) fn set_token(conn: &mut Conn, id: Id, token: &str) -> Result<()> {
    diesel::update(devices::table.filter(devices::id.eq(id)))
        .set((devices::token_hash.eq(sum(token)), devices::revoked_at.eq(None::<Time>)))
        .execute(conn)?;
    Ok(())
}

pub(super) fn set_frozen(conn: &mut Conn, id: Id, trace: Option<Id>) -> Result<()> {
    diesel::update(devices::table.filter(devices::id.eq(id)))
        .set(devices::frozen_id.eq(trace))
        .execute(conn)?;
    Ok(())
}
