//! The processes that share one database: each has a number nobody else alive has, and hears what the others say.
//!
//! On PostgreSQL a process is a session that holds an advisory lock on its number, so that one that dies, however it
//! dies, is known to be dead by the server itself, with no clock to be wrong. SQLite has one process: it is alone.

use anyhow::{Context as _, bail};
use diesel::{prelude::*, sql_types::Integer};

use super::{
    connection::{Inner, Use, execute, open},
    joint::Conn,
};
use crate::kernel::{entropy::Entropy, error::Result};

/// How many processes one database can tell apart. Numbers go into ids: see [`crate::kernel::id`].
pub const NUMBERS: u16 = 1024;

/// The first half of our advisory locks: any number that no other program would pick.
const LOCKS: i32 = 0x7061_7276;

/// Where processes speak to each other.
const CHANNEL: &str = "parvis";

/// A process's place among the others.
pub struct Membership {
    number: u16,
    url: String,
    /// The session that holds the number; none when nobody else can be there.
    session: Option<Conn>,
}

#[derive(QueryableByName)]
struct Taken {
    #[diesel(sql_type = diesel::sql_types::Bool)]
    taken: bool,
}

#[derive(QueryableByName)]
struct Holder {
    #[diesel(sql_type = Integer)]
    number: i32,
}

impl Membership {
    /// Takes a free number for this process, for as long as it lives.
    pub fn take(url: &str, entropy: &Entropy) -> anyhow::Result<Self> {
        let mut number = u16::try_from(entropy.below(u64::from(NUMBERS)))?;
        if url.starts_with("sqlite:") {
            return Ok(Self { number, url: url.to_owned(), session: None });
        }
        for _ in 0..NUMBERS {
            if let Some(session) = enter(url, number)? {
                return Ok(Self { number, url: url.to_owned(), session: Some(session) });
            }
            number = (number + 1) % NUMBERS;
        }
        bail!("{NUMBERS} processes use this database already")
    }

    /// This process.
    pub const fn number(&self) -> u16 {
        self.number
    }

    /// The other processes that are alive.
    pub fn others(&mut self) -> Result<Vec<u16>> {
        let Some(session) = &mut self.session else {
            return Ok(Vec::new());
        };
        let holders: Vec<Holder> = diesel::sql_query(
            "SELECT objid::int4 AS number FROM pg_locks WHERE locktype = 'advisory' AND granted \
             AND classid = $1::int4::oid AND objsubid = 2 \
             AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
        )
        .bind::<Integer, _>(LOCKS)
        .load(session)?;
        let numbers = holders.iter().filter_map(|holder| u16::try_from(holder.number).ok());
        Ok(numbers.filter(|number| *number != self.number).collect())
    }

    /// What the others said since the last look. Asks nothing of the server.
    pub fn heard(&mut self) -> Result<Vec<String>> {
        let Some(Inner::Pg(session)) = self.session.as_mut().map(Conn::inner) else {
            return Ok(Vec::new());
        };
        let own = format!("{} ", self.number);
        let mut said = Vec::new();
        for notification in session.notifications_iter() {
            let payload = notification?.payload;
            if !payload.starts_with(&own)
                && let Some((_, message)) = payload.split_once(' ')
            {
                said.push(message.to_owned());
            }
        }
        Ok(said)
    }

    /// Takes the same number again after the connection was lost. False while the server still believes in the lost
    /// connection.
    pub fn come_back(&mut self) -> anyhow::Result<bool> {
        let session = enter(&self.url, self.number)?;
        let back = session.is_some();
        self.session = session.or(self.session.take());
        Ok(back)
    }
}

/// Tells the other processes, as soon as this transaction is on disk. Alone, nobody hears it.
pub fn tell(conn: &mut Conn, from: u16, messages: &[String]) -> Result<()> {
    use diesel::sql_types::{Array, Text};
    if let Inner::Pg(pg) = conn.inner()
        && !messages.is_empty()
    {
        let texts: Vec<String> = messages.iter().map(|text| format!("{from} {text}")).collect();
        diesel::sql_query("SELECT pg_notify($1, said) FROM unnest($2) AS said")
            .bind::<Text, _>(CHANNEL)
            .bind::<Array<Text>, _>(texts)
            .execute(pg)?;
    }
    Ok(())
}

/// A session that holds `number` and listens; `None` when somebody else holds it.
fn enter(url: &str, number: u16) -> anyhow::Result<Option<Conn>> {
    let mut session = open(url, Use::Write)?;
    let lock = diesel::sql_query("SELECT pg_try_advisory_lock($1, $2) AS taken")
        .bind::<Integer, _>(LOCKS)
        .bind::<Integer, _>(i32::from(number))
        .get_result::<Taken>(&mut session)
        .context("cannot take a number among the processes")?;
    if !lock.taken {
        return Ok(None);
    }
    execute(&mut session, &format!("LISTEN {CHANNEL}"))?;
    Ok(Some(session))
}
