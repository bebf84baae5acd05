//! The corner of every device: the QR code, the short address and the code by which people go on with their phone.

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
        web::{self, Ctx, Qr},
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

/// What a device is about, and its corner; [`Error::NotFound`] once not everybody may see it.
pub(super) fn about(ctx: &Ctx, conn: &mut Conn, object: Id) -> Result<(Heading, Corner)> {
    actions::subject(conn, object)?.ok_or(Error::NotFound)?;
    let heading = feature::headings(&ctx.app, conn, ctx.lang, &[object])?.remove(&object);
    let heading = heading.ok_or(Error::NotFound)?;
    let code = places::codes(conn, &[object])?.remove(&object);
    let path = code.as_ref().map_or_else(|| heading.url.clone(), |code| format!("/p/{code}"));
    let url = ctx.app.config.address(&path);
    let Qr { path: qr_path, side: qr_side } = web::qr(&url)?;
    let address = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest).to_owned();
    Ok((heading, Corner { qr_path, qr_side, address, code }))
}
