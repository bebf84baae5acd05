//! The reports table, and which objects a report points at.

use std::collections::HashMap;

use diesel::{dsl::count_star, prelude::*};

use crate::{
    features::moderation::model::{Pointing, Report, ReportState},
    kernel::{clock::Time, db::Conn, error::Result, id::Id},
    schema::{report_objects, reports},
};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = reports, treat_none_as_default_value = false)]
struct Row {
    id: Id,
    iri: String,
    reporter_id: Option<Id>,
    subject_id: Option<Id>,
    comment: String,
    state: ReportState,
    forwarded_at: Option<Time>,
    created_at: Time,
}

impl From<Row> for Report {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            iri: row.iri,
            reporter_id: row.reporter_id,
            subject_id: row.subject_id,
            comment: row.comment,
            state: row.state,
            forwarded_at: row.forwarded_at,
            created_at: row.created_at,
        }
    }
}

/// Stores a report and what it points at.
pub fn insert(conn: &mut Conn, report: &Report, objects: &[Id]) -> Result<()> {
    diesel::insert_into(reports::table)
        .values(Row {
            id: report.id,
            iri: report.iri.clone(),
            reporter_id: report.reporter_id,
            subject_id: report.subject_id,
            comment: report.comment.clone(),
            state: report.state,
            forwarded_at: report.forwarded_at,
            created_at: report.created_at,
        })
        .execute(conn)?;
    for object in objects {
        diesel::insert_into(report_objects::table)
            .values((
                report_objects::report_id.eq(report.id),
                report_objects::object_id.eq(*object),
            ))
            .execute(conn)?;
    }
    Ok(())
}

pub fn report(conn: &mut Conn, id: Id) -> Result<Option<Report>> {
    let row: Option<Row> = reports::table
        .filter(reports::id.eq(id))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    Ok(row.map(Report::from))
}

pub fn report_by_iri(conn: &mut Conn, iri: &str) -> Result<Option<Id>> {
    Ok(reports::table.filter(reports::iri.eq(iri)).select(reports::id).first(conn).optional()?)
}

/// Open reports, oldest first, and how many there are.
pub fn open(conn: &mut Conn, offset: i64, limit: i64) -> Result<(Vec<Report>, i64)> {
    let open = || reports::table.filter(reports::state.eq(ReportState::Open));
    let total = open().count().get_result(conn)?;
    let rows: Vec<Row> = open()
        .order(reports::id)
        .offset(offset)
        .limit(limit)
        .select(Row::as_select())
        .load(conn)?;
    Ok((rows.into_iter().map(Report::from).collect(), total))
}

/// What these reports point at, by report.
pub fn objects_of(conn: &mut Conn, ids: &[Id]) -> Result<HashMap<Id, Vec<Id>>> {
    let rows: Vec<(Id, Id)> = report_objects::table
        .filter(report_objects::report_id.eq_any(ids))
        .order(report_objects::object_id)
        .select((report_objects::report_id, report_objects::object_id))
        .load(conn)?;
    let mut all: HashMap<Id, Vec<Id>> = HashMap::new();
    for (report, object) in rows {
        all.entry(report).or_default().push(object);
    }
    Ok(all)
}

/// How many open reports point at each of these objects.
pub fn of_objects(conn: &mut Conn, objects: &[Id]) -> Result<HashMap<Id, i64>> {
    let rows: Vec<(Id, i64)> = report_objects::table
        .inner_join(reports::table.on(reports::id.eq(report_objects::report_id)))
        .filter(report_objects::object_id.eq_any(objects))
        .filter(reports::state.eq(ReportState::Open))
        .group_by(report_objects::object_id)
        .select((report_objects::object_id, count_star()))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// The open reports that point at one of these objects.
pub fn open_of(conn: &mut Conn, objects: &[Id]) -> Result<Vec<Id>> {
    Ok(report_objects::table
        .inner_join(reports::table.on(reports::id.eq(report_objects::report_id)))
        .filter(report_objects::object_id.eq_any(objects))
        .filter(reports::state.eq(ReportState::Open))
        .select(reports::id)
        .distinct()
        .load(conn)?)
}

/// Has this person an open report about the same: one of these objects, or the person alone?
pub fn reported_by(conn: &mut Conn, pointing: &Pointing) -> Result<bool> {
    let open: Vec<Id> = reports::table
        .filter(reports::reporter_id.eq(pointing.reporter))
        .filter(reports::subject_id.eq(pointing.subject))
        .filter(reports::state.eq(ReportState::Open))
        .select(reports::id)
        .load(conn)?;
    let pointed = objects_of(conn, &open)?;
    Ok(open.iter().any(|report| match pointed.get(report) {
        Some(objects) => objects.iter().any(|object| pointing.objects.contains(object)),
        None => pointing.objects.is_empty(),
    }))
}

/// Opens or resolves reports.
pub fn set_state(
    conn: &mut Conn,
    ids: &[Id],
    state: ReportState,
    by: Option<(Id, Time)>,
) -> Result<()> {
    diesel::update(reports::table.filter(reports::id.eq_any(ids)))
        .set((
            reports::state.eq(state),
            reports::resolved_by.eq(by.map(|(account, _)| account)),
            reports::resolved_at.eq(by.map(|(_, at)| at)),
        ))
        .execute(conn)?;
    Ok(())
}

pub fn set_forwarded(conn: &mut Conn, id: Id, at: Time) -> Result<()> {
    diesel::update(reports::table.filter(reports::id.eq(id)))
        .set(reports::forwarded_at.eq(Some(at)))
        .execute(conn)?;
    Ok(())
}
