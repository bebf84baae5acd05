//! Reporting, by members here and by other servers.

use serde::{Deserialize, Serialize};

use crate::{
    features::moderation::{
        model::{self, Pointing, Report, ReportState},
        store,
    },
    kernel::{error::Result, id::Id, text},
    platform::{app::Tx, fediverse::outbox, journal::Fact},
};

/// A member wants a report handed on to the server of whom it is about.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Forwarded {
    /// The report.
    pub report: Id,
}

impl Fact for Forwarded {
    const TOPIC: &'static str = "report.forwarded";
}

/// Keeps a report; one we have already, or the same person's about the same thing, is left as it is.
pub fn report(tx: &mut Tx<'_>, pointing: &Pointing) -> Result<Option<Id>> {
    let iri = match &pointing.iri {
        Some(iri) if store::report_by_iri(tx.conn, iri)?.is_some() => return Ok(None),
        Some(iri) => iri.clone(),
        None if store::reported_by(tx.conn, pointing)? => return Ok(None),
        None => outbox::activity_iri(tx),
    };
    let report = Report {
        id: tx.new_id(),
        iri,
        reporter_id: Some(pointing.reporter),
        subject_id: Some(pointing.subject),
        comment: text::shorten(pointing.comment.trim(), model::REASON),
        state: ReportState::Open,
        forwarded_at: None,
        created_at: tx.now,
    };
    store::insert(tx.conn, &report, &pointing.objects)?;
    Ok(Some(report.id))
}
