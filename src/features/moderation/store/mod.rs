//! The rows of reports and of the log, and what waits to be read.

mod log;
mod reports;
mod warnings;

use std::collections::HashMap;

use diesel::{dsl::count_star, prelude::*};

pub(super) use log::{
    Entry, Wanted, entries, entry, last_about, latest, made_at, names_of, people, seen_actions,
    set_undone, verdicts,
};
pub(super) use reports::{
    insert, objects_of, of_objects, open, open_of, report, report_by_iri, reported_by,
    set_forwarded, set_state,
};
pub(super) use warnings::{insert_warning, set_read, warning, warnings_of};

use crate::{
    kernel::{db::Conn, error::Result, id::Id},
    platform::objects::State,
    schema::{actors, deliveries, objects},
};

/// How many objects of each of these people are shown, and how many hidden.
pub(super) fn history(conn: &mut Conn, authors: &[Id]) -> Result<HashMap<Id, (i64, i64)>> {
    let rows: Vec<(Id, State, i64)> = objects::table
        .filter(objects::author_id.eq_any(authors))
        .filter(objects::deleted_at.is_null())
        .group_by((objects::author_id, objects::state))
        .select((objects::author_id, objects::state, count_star()))
        .load(conn)?;
    let mut all: HashMap<Id, (i64, i64)> = HashMap::new();
    for (author, state, count) in rows {
        let (shown, hidden) = all.entry(author).or_default();
        match state {
            State::Published => *shown += count,
            State::Hidden | State::Withheld => *hidden += count,
            State::Pending => {}
        }
    }
    Ok(all)
}

/// The people of a server and of those below it, by the name they go by and by where they live.
pub(super) fn people_at(conn: &mut Conn, domain: &str) -> Result<Vec<Id>> {
    let escaped = domain.replace('\\', "").replace('%', "\\%").replace('_', "\\_");
    Ok(actors::table
        .filter(actors::local.eq(false))
        .filter(
            actors::domain
                .eq(domain)
                .or(actors::domain.like(format!("{escaped}:%")).escape('\\'))
                .or(actors::domain.like(format!("%.{escaped}")).escape('\\'))
                .or(actors::iri.like(format!("%://{escaped}/%")).escape('\\'))
                .or(actors::iri.like(format!("%://%.{escaped}/%")).escape('\\')),
        )
        .select(actors::id)
        .load(conn)?)
}

/// Takes everything that waits for a host, or for one below it, out of the queue.
pub(super) fn forget_deliveries(conn: &mut Conn, domain: &str) -> Result<()> {
    let there = deliveries::host.eq(domain).or(deliveries::host.like(below(domain)).escape('\\'));
    diesel::delete(deliveries::table.filter(there)).execute(conn)?;
    Ok(())
}

/// The pattern of the names below a domain; the wildcards a name may hold are literal.
fn below(domain: &str) -> String {
    format!("%.{}", domain.replace('_', "\\_").replace('%', "\\%"))
}
