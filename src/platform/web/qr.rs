//! QR codes as a path of SVG, drawn in the page: nothing is loaded for them.

use fast_qr::{ECL, QRBuilder, QRCode};
use serde::Serialize;

use crate::kernel::error::{Error, Result};

/// The quiet zone around a code, in squares (ISO/IEC 18004, 9.1).
const QUIET: usize = 4;

/// A code to be drawn.
#[derive(Clone, Debug, Serialize)]
pub struct Qr {
    /// The dark squares, in units of one square: one closed box for each run of them.
    pub path: String,
    /// How many squares its side has, with the quiet zone.
    pub side: usize,
}

/// The code of a text, an address for instance. Fails for what is too long for one.
pub fn qr(text: &str) -> Result<Qr> {
    let code: QRCode = QRBuilder::new(text)
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
    Ok(Qr { path, side: code.size + 2 * QUIET })
}
