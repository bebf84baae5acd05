//! The words a wall may show.

use diesel::prelude::*;

use crate::{
    features::traces::{model::Purpose, trust::Rung},
    kernel::{db::Conn, error::Result, id::Id},
    platform::{objects, web::Viewer},
    schema::{objects as o, reuse_consents, sounds, traces, trust},
};

/// Which words may be shown very large to whoever passes.
#[derive(Clone, Copy, Debug)]
pub struct Projected<'a> {
    /// In the threads of these objects.
    pub roots: &'a [Id],
    /// The actors of the team, whose words need no reading.
    pub team: &'a [Id],
    /// The venue, which need not ask itself.
    pub venue: Option<Id>,
    /// Also those nobody of the team read.
    pub unread_too: bool,
    /// How many of the latest.
    pub limit: i64,
}

/// The words everybody may see that their author agreed to have on walls and that the team read, or that come from
/// people it trusts, the newest first. Whoever was never asked, as on other servers, did not agree. Words under a
/// warning are for whoever asks for them, not for whoever passes.
pub fn projected(conn: &mut Conn, wanted: &Projected<'_>) -> Result<Vec<Id>> {
    let (states, visibilities) = objects::listed(&Viewer::Anonymous);
    let trusted = trust::table.filter(trust::rung.eq(Rung::Trusted)).select(trust::actor_id);
    // A sound nobody wrote down is not projected.
    let unwritten = sounds::table.filter(sounds::summary.eq("")).select(sounds::object_id);
    let agreed = reuse_consents::table
        .filter(reuse_consents::object_id.eq(o::id))
        .filter(reuse_consents::purpose.eq(Purpose::Wall))
        .filter(reuse_consents::withdrawn_at.is_null());
    let venue = wanted.venue.unwrap_or(Id::from_raw(0));
    let fit = traces::read_at
        .is_not_null()
        .or(o::author_id.eq_any(wanted.team))
        .or(o::author_id.eq_any(trusted))
        .or(wanted.unread_too.into_sql::<diesel::sql_types::Bool>());
    Ok(traces::table
        .inner_join(o::table)
        .filter(o::root_id.eq_any(wanted.roots))
        .filter(o::deleted_at.is_null())
        .filter(o::state.eq_any(states))
        .filter(o::visibility.eq_any(visibilities))
        .filter(traces::warning.eq(""))
        .filter(traces::body_text.ne(""))
        .filter(o::id.ne_all(unwritten))
        .filter(o::author_id.eq(venue).or(diesel::dsl::exists(agreed)))
        .filter(fit)
        .order((o::published_at.desc(), o::id.desc()))
        .limit(wanted.limit)
        .select(o::id)
        .load(conn)?)
}
