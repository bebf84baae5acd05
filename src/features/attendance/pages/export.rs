//! The list as a table for a spreadsheet.

use axum::{
    http::header,
    response::{IntoResponse as _, Response},
};

use super::list::{people, row};
use crate::{
    features::{
        attendance::{
            model::cell,
            store::{self, Wanted},
        },
        events,
    },
    kernel::{
        db::Conn,
        error::{Error, Result},
        id::Id,
    },
    platform::web::{Ctx, Path, Staff},
};

/// How many answers are read at a time.
const BATCH: i64 = 500;

const COLUMNS: [&str; 10] = [
    "name",
    "contact",
    "answer",
    "people",
    "place",
    "channel",
    "answered",
    "came",
    "assurance",
    "message",
];

pub(super) async fn export(ctx: Ctx, _staff: Staff, Path(id): Path<Id>) -> Result<Response> {
    let (table, slug) = ctx
        .app
        .read(move |conn| {
            let event = events::find(conn, id)?.ok_or(Error::NotFound)?;
            Ok((write(conn, id)?, event.slug))
        })
        .await?;
    Ok((
        [
            (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
            (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{slug}.csv\"")),
            (header::CACHE_CONTROL, "no-store".to_owned()),
        ],
        format!("\u{feff}{table}"),
    )
        .into_response())
}

fn write(conn: &mut Conn, event: Id) -> Result<String> {
    let mut out =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    out.write_record(COLUMNS).map_err(Error::internal)?;
    for offset in (0..).step_by(usize::try_from(BATCH).unwrap_or(1)) {
        let some = store::search(conn, event, &Wanted::default(), offset, BATCH)?;
        if some.is_empty() {
            break;
        }
        let people = people(conn, &some)?;
        for one in &some {
            let row = row(&people, one);
            let record = [
                cell(&row.name),
                cell(&row.contact),
                row.answer.to_owned(),
                row.people.to_string(),
                row.place.map(|place| place.to_string()).unwrap_or_default(),
                row.channel.to_owned(),
                row.at.rfc3339(),
                row.came.map(|at| at.rfc3339()).unwrap_or_default(),
                row.assurance.unwrap_or_default().to_owned(),
                cell(&row.message),
            ];
            out.write_record(record).map_err(Error::internal)?;
        }
    }
    let bytes = out.into_inner().map_err(Error::internal)?;
    String::from_utf8(bytes).map_err(Error::internal)
}
