//! Writing down how tries ended: what arrived, what waits, what was given up, and how the hosts are doing.

use diesel::prelude::*;

use super::{State, lane::Health, queue::wake};
use crate::{
    kernel::{clock::Time, error::Result, id::Id},
    platform::{
        app::Tx,
        fediverse::{
            departed,
            hosts::{self, Host},
            lookup,
        },
        processes::Holder,
    },
    schema::deliveries,
};

/// How a try ended.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) id: Id,
    pub(super) attempts: i32,
    pub(super) end: End,
}

/// What becomes of the row.
#[derive(Debug)]
pub(super) enum End {
    /// It arrived: the row goes.
    Delivered,
    /// The inbox is gone: so is every row for it.
    Gone { inbox: String },
    /// Not tried: free for the next claim.
    Released,
    /// To be tried again.
    Later { at: Time, status: Option<i32>, why: String },
    /// Given up, for staff to see.
    Failed { status: Option<i32>, why: String },
}

impl End {
    /// What it is called where tries are counted.
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::Gone { .. } => "gone",
            Self::Released => "released",
            Self::Later { .. } => "later",
            Self::Failed { .. } => "failed",
        }
    }
}

/// Records how tries ended. What arrived costs one statement however much it is.
pub(super) fn record(tx: &mut Tx<'_>, ended: &[Ended], hosts: &[Health]) -> Result<()> {
    let (conn, now) = (&mut *tx.conn, tx.now);
    let with = |wanted: fn(&End) -> bool| -> Vec<Id> {
        let some = ended.iter().filter(|one| wanted(&one.end));
        some.map(|one| one.id).collect()
    };
    let delivered = with(|end| matches!(end, End::Delivered));
    if !delivered.is_empty() {
        diesel::delete(deliveries::table.filter(deliveries::id.eq_any(&delivered)))
            .execute(conn)?;
    }
    let released = with(|end| matches!(end, End::Released));
    if !released.is_empty() {
        let held = deliveries::table
            .filter(deliveries::id.eq_any(&released))
            .filter(deliveries::held_by.eq(tx.app.processes.holder()));
        diesel::update(held)
            .set((deliveries::lease_until.eq(None::<Time>), deliveries::held_by.eq(None::<Holder>)))
            .execute(conn)?;
    }
    for one in ended {
        match &one.end {
            End::Delivered | End::Released => {}
            End::Gone { inbox } => {
                diesel::delete(deliveries::table.filter(deliveries::inbox.eq(inbox)))
                    .execute(tx.conn)?;
                departed::suspect(tx, inbox)?;
            }
            End::Later { at, status, why } => {
                put_back(tx, one, State::Waiting, *at, *status, why)?;
            }
            End::Failed { status, why } => {
                put_back(tx, one, State::Failed, now, *status, why)?;
            }
        }
    }
    let rows: Vec<Host> = hosts.iter().map(|health| health.host.clone()).collect();
    hosts::save_health(tx.conn, &rows)?;
    for health in hosts {
        let name = &health.host.host;
        if let Some(until) = health.host.open_until.filter(|until| *until > now) {
            // Rows of a host that is left alone are moved out of the way of every look at what is due.
            let waiting = deliveries::table
                .filter(deliveries::host.eq(name))
                .filter(deliveries::state.eq(State::Waiting))
                .filter(deliveries::next_at.lt(until));
            diesel::update(waiting).set(deliveries::next_at.eq(until)).execute(tx.conn)?;
        } else if health.recovered {
            wake(tx.conn, name, now)?;
        }
        if health.to_meet {
            lookup::meet(tx, name)?;
        }
    }
    Ok(())
}

/// Puts a row back, unless another process holds it by now.
fn put_back(
    tx: &mut Tx<'_>,
    one: &Ended,
    state: State,
    at: Time,
    status: Option<i32>,
    why: &str,
) -> Result<()> {
    let held = deliveries::table
        .filter(deliveries::id.eq(one.id))
        .filter(deliveries::held_by.eq(tx.app.processes.holder()));
    diesel::update(held)
        .set((
            deliveries::state.eq(state),
            deliveries::attempts.eq(one.attempts),
            deliveries::next_at.eq(at),
            deliveries::lease_until.eq(None::<Time>),
            deliveries::held_by.eq(None::<Holder>),
            deliveries::last_status.eq(status),
            deliveries::last_error.eq(Some(why)),
        ))
        .execute(tx.conn)?;
    Ok(())
}
