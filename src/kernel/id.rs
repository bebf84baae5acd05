//! Ids made by the application: ordered by time, never reused, shown as decimal strings.
//!
//! 41 bits of milliseconds since 2020, 10 bits of the process's number, 12 bits of sequence: two processes on
//! one database do not meet, and a clock that jumps back repeats nothing.

use std::{
    fmt,
    str::FromStr,
    sync::atomic::{AtomicI64, Ordering},
};

use diesel::{
    backend::Backend,
    deserialize::{self, FromSql, FromSqlRow},
    expression::AsExpression,
    serialize::{self, Output, ToSql},
    sql_types::BigInt,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::kernel::clock::Time;

/// The key of a row; also the last part of an object's address on the network.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = BigInt)]
pub struct Id(i64);

const EPOCH_MILLIS: i64 = 1_577_836_800_000;
const NODE_BITS: u32 = 10;
const SEQUENCE_BITS: u32 = 12;

impl Id {
    /// The id a database row holds.
    pub const fn from_raw(raw: i64) -> Self {
        Self(raw)
    }

    /// The number the database holds.
    pub const fn raw(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Id({})", self.0)
    }
}

impl FromStr for Id {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

impl<DB: Backend> ToSql<BigInt, DB> for Id
where
    i64: ToSql<BigInt, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.0.to_sql(out)
    }
}

impl<DB: Backend> FromSql<BigInt, DB> for Id
where
    i64: FromSql<BigInt, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        i64::from_sql(bytes).map(Self)
    }
}

/// Makes ids for one process.
#[derive(Debug)]
pub struct IdMaker {
    node: i64,
    last: AtomicI64,
}

impl IdMaker {
    /// A maker for the process with this number (below 1024), whose ids all come after `newest`, the greatest id
    /// already stored.
    pub fn after(newest: Id, process: u16) -> Self {
        let node = i64::from(process) & ((1 << NODE_BITS) - 1);
        let step = newest.0 >> (NODE_BITS + SEQUENCE_BITS);
        Self { node, last: AtomicI64::new((step + 1) << SEQUENCE_BITS) }
    }

    /// The next id. `now` moves it forward; a clock that went back does not.
    pub fn next(&self, now: Time) -> Id {
        let wanted = (now.micros() / 1000 - EPOCH_MILLIS).max(0) << SEQUENCE_BITS;
        let mut before = self.last.load(Ordering::SeqCst);
        loop {
            let after = wanted.max(before + 1);
            match self.last.compare_exchange(before, after, Ordering::SeqCst, Ordering::SeqCst) {
                Ok(_) => return Id(self.place(after)),
                Err(newer) => before = newer,
            }
        }
    }

    /// Puts the process's bits between the time and the sequence.
    const fn place(&self, tick: i64) -> i64 {
        let millis = tick >> SEQUENCE_BITS;
        let sequence = tick & ((1 << SEQUENCE_BITS) - 1);
        (millis << (NODE_BITS + SEQUENCE_BITS)) | (self.node << SEQUENCE_BITS) | sequence
    }
}
