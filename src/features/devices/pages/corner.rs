//! The corner of every device: the QR code, the short address and the code by which people go on with their phone.

use fast_qr::{ECL, QRBuilder, QRCode};
use serde::Serialize;

use crate::{
    features::{devices::actions, places},
    kernel::{
        db::Conn,
        error::{Error, Result},
        id::Id,
    },
    platform::{
        feature::{self, Heading},
        web::Ctx,
    },
};

/// What stands in the corner.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Corner {
    /// The dark squares of the code, as a path of SVG in units of one square.
    pub(super) qr_path: String,
    /// How many squares its side has, with the quiet zone.
    pub(super) qr_side: usize,
    /// The address, without what nobody types.
    pub(super) address: String,
    /// The code of the label; none when what it is about has none.
    pub(super) code: Option<String>,
}

/// The quiet zone around a code, in squares (ISO/IEC 18004, 9.1).
const QUIET: usize = 4;

/// What a device is about, and its corner; [`Error::NotFound`] once not everybody may see it.
pub(super) fn about(ctx: &Ctx, conn: &mut Conn, object: Id) -> Result<(Heading, Corner)> {
    actions::subject(conn, object)?.ok_or(Error::NotFound)?;
    let heading = feature::headings(&ctx.app, conn, ctx.lang, &[object])?.remove(&object);
    let heading = heading.ok_or(Error::NotFound)?;
    let code = places::codes(conn, &[object])?.remove(&object);
    let path = code.as_ref().map_or_else(|| heading.url.clone(), |code| format!("/p/{code}"));
    let url = ctx.app.config.address(&path);
    let (qr_path, qr_side) = drawn(&url)?;
    let address = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest).to_owned();
    Ok((heading, Corner { qr_path, qr_side, address, code }))
}

/// A QR code as a path: one closed box for each run of dark squares.
fn drawn(url: &str) -> Result<(String, usize)> {
    let code: QRCode = QRBuilder::new(url)
        .ecl(ECL::M)
        .build()
        .map_err(|_| Error::internal("an address too long for a QR code"))?;
    let dark = |row: usize, column: usize| {
        code.data.get(row * code.size + column).is_some_and(|module| module.value())
    };
    let mut path = String::new();
    for row in 0..code.size {
        let mut column = 0;
        while column < code.size {
            let run = (column..code.size).take_while(|at| dark(row, *at)).count();
            if run > 0 {
                let (x, y) = (column + QUIET, row + QUIET);
                path.push_str(&format!("M{x} {y}h{run}v1h-{run}z"));
            }
            column += run.max(1);
        }
    }
    Ok((path, code.size + 2 * QUIET))
}
