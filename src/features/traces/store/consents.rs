//! What the venue may do with a trace, as its author answered when asked: which question, when, and until when.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::{
    both,
    features::traces::model::{Purpose, WORDING},
    kernel::{clock::Time, db::Conn, error::Result, id::Id},
    platform::app::Tx,
    schema::reuse_consents,
};

#[derive(Insertable)]
#[diesel(table_name = reuse_consents, treat_none_as_default_value = false)]
struct Row {
    object_id: Id,
    purpose: Purpose,
    wording: i32,
    given_at: Time,
    withdrawn_at: Option<Time>,
}

/// The purposes consented to at present, by trace.
pub fn of(conn: &mut Conn, traces: &[Id]) -> Result<HashMap<Id, Vec<Purpose>>> {
    let rows: Vec<(Id, Purpose)> = reuse_consents::table
        .filter(reuse_consents::object_id.eq_any(traces))
        .filter(reuse_consents::withdrawn_at.is_null())
        .order((reuse_consents::object_id, reuse_consents::purpose.desc()))
        .select((reuse_consents::object_id, reuse_consents::purpose))
        .load(conn)?;
    let mut found: HashMap<Id, Vec<Purpose>> = HashMap::new();
    for (trace, purpose) in rows {
        found.entry(trace).or_default().push(purpose);
    }
    Ok(found)
}

/// Lets the venue do exactly this with a trace from now on. What was consented to before keeps its date and wording.
pub fn set(tx: &mut Tx<'_>, trace: Id, purposes: &[Purpose]) -> Result<()> {
    let before = of(tx.conn, &[trace])?.remove(&trace).unwrap_or_default();
    diesel::update(
        reuse_consents::table
            .filter(reuse_consents::object_id.eq(trace))
            .filter(reuse_consents::purpose.ne_all(purposes))
            .filter(reuse_consents::withdrawn_at.is_null()),
    )
    .set(reuse_consents::withdrawn_at.eq(Some(tx.now)))
    .execute(tx.conn)?;
    for purpose in purposes.iter().filter(|purpose| !before.contains(purpose)) {
        let row = Row {
            object_id: trace,
            purpose: *purpose,
            wording: WORDING,
            given_at: tx.now,
            withdrawn_at: None,
        };
        let (now, never) = (tx.now, None::<Time>);
        both!(tx.conn, |c| diesel::insert_into(reuse_consents::table)
            .values(row)
            .on_conflict((reuse_consents::object_id, reuse_consents::purpose))
            .do_update()
            .set((
                reuse_consents::wording.eq(WORDING),
                reuse_consents::given_at.eq(now),
                reuse_consents::withdrawn_at.eq(never),
            ))
            .execute(c))?;
    }
    Ok(())
}
