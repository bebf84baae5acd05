//! What we remember of other servers: their software, the signatures they read, how they have been doing.
//!
//! For deliveries, fetches and the staff page. Never decides with whom we talk: that is `policy`.

use std::{collections::HashMap, time::Duration};

use diesel::{prelude::*, upsert::excluded};
use parvis_federation::signature::Scheme;

use crate::{
    both,
    kernel::{clock::Time, db::Conn, error::Result},
    platform::{
        app::{App, Tx},
        fediverse::deliver,
    },
    schema::{actors, hosts},
};

/// How long a signature scheme that worked is used first.
const SCHEME_MEMORY: Duration = Duration::from_secs(7 * 86_400);

/// How often the time of the last contact is written down, at most.
const CONTACT_STEP: Duration = Duration::from_secs(60);

/// A server we had to do with.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = hosts, treat_none_as_default_value = false)]
pub struct Host {
    /// Its name, with its port if it has one.
    pub host: String,
    /// What it runs, lower case; empty when unknown.
    pub software: String,
    /// The signature scheme that worked: `cavage`, `rfc9421`, or nothing.
    pub scheme: String,
    /// When that was.
    pub scheme_at: Option<Time>,
    /// How often it failed in a row.
    pub failures: i32,
    /// Until when nothing is sent to it.
    pub open_until: Option<Time>,
    /// Since when it fails.
    pub failing_since: Option<Time>,
    /// Why it failed last.
    pub last_error: Option<String>,
    /// When something last arrived there.
    pub last_sent_at: Option<Time>,
    /// When something valid last came from there.
    pub last_received_at: Option<Time>,
    /// When we first had to do with it.
    pub created_at: Time,
}

impl Host {
    /// A server nothing is known of.
    pub fn new(host: &str, now: Time) -> Self {
        Self {
            host: host.to_owned(),
            software: String::new(),
            scheme: String::new(),
            scheme_at: None,
            failures: 0,
            open_until: None,
            failing_since: None,
            last_error: None,
            last_sent_at: None,
            last_received_at: None,
            created_at: now,
        }
    }

    /// The scheme that worked here, while that is worth something.
    pub fn remembered(&self, now: Time) -> Option<Scheme> {
        let at = self.scheme_at?;
        if now.since(at) > SCHEME_MEMORY {
            return None;
        }
        match self.scheme.as_str() {
            "cavage" => Some(Scheme::Cavage),
            "rfc9421" => Some(Scheme::Rfc9421),
            _ => None,
        }
    }

    /// Notes which scheme worked.
    pub fn remember(&mut self, scheme: Scheme, now: Time) {
        name(scheme).clone_into(&mut self.scheme);
        self.scheme_at = Some(now);
    }
}

const fn name(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::Cavage => "cavage",
        Scheme::Rfc9421 => "rfc9421",
    }
}

/// What is known of these servers, by name.
pub fn find_all(conn: &mut Conn, names: &[String]) -> Result<HashMap<String, Host>> {
    let rows: Vec<Host> =
        hosts::table.filter(hosts::host.eq_any(names)).select(Host::as_select()).load(conn)?;
    Ok(rows.into_iter().map(|row| (row.host.clone(), row)).collect())
}

/// The server we heard from last, if any.
pub fn latest(conn: &mut Conn) -> Result<Option<String>> {
    Ok(hosts::table
        .filter(hosts::last_received_at.is_not_null())
        .order(hosts::last_received_at.desc())
        .select(hosts::host)
        .first(conn)
        .optional()?)
}

/// The scheme to try first: the one that worked lately, else RFC 9421 when an actor there says its server
/// reads it, else draft-cavage, which every peer reads.
pub async fn scheme(app: &App, host: &str) -> Result<Scheme> {
    let (name, now) = (host.to_owned(), app.now());
    app.read(move |conn| {
        let known = find_all(conn, std::slice::from_ref(&name))?;
        if let Some(scheme) = known.get(&name).and_then(|host| host.remembered(now)) {
            return Ok(scheme);
        }
        let advertised = advertise_rfc9421(conn, std::slice::from_ref(&name))?;
        Ok(if advertised.is_empty() { Scheme::Cavage } else { Scheme::Rfc9421 })
    })
    .await
}

/// Those of these servers one of whose actors says it reads RFC 9421 (FEP-844e).
pub(super) fn advertise_rfc9421(conn: &mut Conn, names: &[String]) -> Result<Vec<String>> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    Ok(actors::table
        .filter(actors::domain.eq_any(names))
        .filter(actors::rfc9421.eq(true))
        .select(actors::domain)
        .distinct()
        .load(conn)?)
}

/// Notes which scheme a server answered well to.
pub fn remember_scheme(conn: &mut Conn, host: &str, scheme: Scheme, now: Time) -> Result<()> {
    let mut row = Host::new(host, now);
    row.remember(scheme, now);
    both!(conn, |c| diesel::insert_into(hosts::table)
        .values(&row)
        .on_conflict(hosts::host)
        .do_update()
        .set((
            hosts::scheme.eq(excluded(hosts::scheme)),
            hosts::scheme_at.eq(excluded(hosts::scheme_at)),
        ))
        .execute(c))?;
    Ok(())
}

/// Notes what a server runs.
pub fn set_software(conn: &mut Conn, host: &str, software: &str, now: Time) -> Result<()> {
    let mut row = Host::new(host, now);
    row.software = software.to_lowercase();
    both!(conn, |c| diesel::insert_into(hosts::table)
        .values(&row)
        .on_conflict(hosts::host)
        .do_update()
        .set(hosts::software.eq(excluded(hosts::software)))
        .execute(c))?;
    Ok(())
}

/// Notes that something valid came from a server: whatever waits for it because it was failing is sent now.
pub fn heard_from(tx: &mut Tx<'_>, host: &str) -> Result<()> {
    let known = hosts::table
        .filter(hosts::host.eq(host))
        .select((hosts::failures, hosts::last_received_at))
        .first::<(i32, Option<Time>)>(tx.conn)
        .optional()?;
    let Some((failures, last)) = known else {
        let mut row = Host::new(host, tx.now);
        row.last_received_at = Some(tx.now);
        both!(tx.conn, |c| diesel::insert_into(hosts::table)
            .values(&row)
            .on_conflict_do_nothing()
            .execute(c))?;
        return Ok(());
    };
    let noted = last.is_some_and(|at| tx.now.since(at) < CONTACT_STEP);
    if failures == 0 && noted {
        return Ok(());
    }
    diesel::update(hosts::table.filter(hosts::host.eq(host)))
        .set(hosts::last_received_at.eq(Some(tx.now)))
        .execute(tx.conn)?;
    if failures > 0 {
        close_circuit(tx.conn, host)?;
        deliver::wake(tx, host)?;
    }
    Ok(())
}

/// Ends pauses that reach beyond `never`, which no pause does.
pub fn unstick(conn: &mut Conn, never: Time) -> Result<()> {
    diesel::update(hosts::table.filter(hosts::open_until.gt(never)))
        .set(hosts::open_until.eq(None::<Time>))
        .execute(conn)?;
    Ok(())
}

/// Forgets that a server was failing.
pub(super) fn close_circuit(conn: &mut Conn, host: &str) -> Result<()> {
    diesel::update(hosts::table.filter(hosts::host.eq(host)))
        .set((
            hosts::failures.eq(0),
            hosts::open_until.eq(None::<Time>),
            hosts::failing_since.eq(None::<Time>),
        ))
        .execute(conn)?;
    Ok(())
}

/// Stores how servers have been doing, all in one statement. Software and the last message from there are
/// left as they stand: others write those.
pub(super) fn save_health(conn: &mut Conn, rows: &[Host]) -> Result<()> {
    for chunk in rows.chunks(1000) {
        both!(conn, |c| diesel::insert_into(hosts::table)
            .values(chunk)
            .on_conflict(hosts::host)
            .do_update()
            .set((
                hosts::scheme.eq(excluded(hosts::scheme)),
                hosts::scheme_at.eq(excluded(hosts::scheme_at)),
                hosts::failures.eq(excluded(hosts::failures)),
                hosts::open_until.eq(excluded(hosts::open_until)),
                hosts::failing_since.eq(excluded(hosts::failing_since)),
                hosts::last_error.eq(excluded(hosts::last_error)),
                hosts::last_sent_at.eq(excluded(hosts::last_sent_at)),
            ))
            .execute(c))?;
    }
    Ok(())
}
