//! The devices members are told on at once, and the key the venue signs with there.

use diesel::prelude::*;

use crate::{
    both,
    kernel::{clock::Time, db::Conn, error::Result, id::Id},
    schema::{push_keys, push_subscriptions},
};

/// A browser that asked to be told at once. Its address is a secret: whoever has it can write there.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = push_subscriptions)]
pub struct Device {
    /// The key.
    pub id: Id,
    /// Whose.
    pub actor_id: Id,
    /// Where its maker takes messages for it.
    pub endpoint: String,
    /// Its public key, as browsers write it.
    pub public_key: String,
    /// What it shares with us, as browsers write it.
    pub auth: String,
    /// What its owner knows it by.
    pub device: String,
    /// Since when.
    pub created_at: Time,
}

/// A member's devices, the newest first.
pub fn devices(conn: &mut Conn, member: Id) -> Result<Vec<Device>> {
    Ok(push_subscriptions::table
        .filter(push_subscriptions::actor_id.eq(member))
        .order(push_subscriptions::id.desc())
        .select(Device::as_select())
        .load(conn)?)
}

/// The device with this key.
pub fn find_device(conn: &mut Conn, id: Id) -> Result<Option<Device>> {
    Ok(push_subscriptions::table
        .filter(push_subscriptions::id.eq(id))
        .select(Device::as_select())
        .first(conn)
        .optional()?)
}

/// Those of these members that have a device.
pub fn has_devices(conn: &mut Conn, members: &[Id]) -> Result<Vec<Id>> {
    Ok(push_subscriptions::table
        .filter(push_subscriptions::actor_id.eq_any(members))
        .select(push_subscriptions::actor_id)
        .distinct()
        .load(conn)?)
}

/// Keeps a device; one that is known changes hands with whoever is signed in on it.
pub fn insert_device(conn: &mut Conn, device: &Device) -> Result<()> {
    diesel::delete(
        push_subscriptions::table.filter(push_subscriptions::endpoint.eq(&device.endpoint)),
    )
    .execute(conn)?;
    diesel::insert_into(push_subscriptions::table).values(device.clone()).execute(conn)?;
    Ok(())
}

/// Forgets a device; of this member alone when one is named. Whether there was one.
pub fn remove_device(conn: &mut Conn, id: Id, of: Option<Id>) -> Result<bool> {
    let device = push_subscriptions::table.filter(push_subscriptions::id.eq(id));
    let removed = match of {
        Some(member) => {
            diesel::delete(device.filter(push_subscriptions::actor_id.eq(member))).execute(conn)?
        }
        None => diesel::delete(device).execute(conn)?,
    };
    Ok(removed > 0)
}

/// Forgets every device of somebody who left, or who closed every other way in.
pub fn remove_devices(conn: &mut Conn, member: Id) -> Result<()> {
    diesel::delete(push_subscriptions::table.filter(push_subscriptions::actor_id.eq(member)))
        .execute(conn)?;
    Ok(())
}

const KEY: &str = "vapid";

/// The venue's key for these messages: (public, private).
pub fn push_key(conn: &mut Conn) -> Result<Option<(String, String)>> {
    Ok(push_keys::table
        .filter(push_keys::name.eq(KEY))
        .select((push_keys::public_key, push_keys::private_key))
        .first(conn)
        .optional()?)
}

/// Keeps the key unless there is one.
pub fn set_push_key(conn: &mut Conn, public: &str, private: &str, now: Time) -> Result<()> {
    both!(conn, |c| diesel::insert_into(push_keys::table)
        .values((
            push_keys::name.eq(KEY),
            push_keys::public_key.eq(public),
            push_keys::private_key.eq(private),
            push_keys::created_at.eq(now),
        ))
        .on_conflict(push_keys::name)
        .do_nothing()
        .execute(c))?;
    Ok(())
}
