//! Sending what the outbox queued.

use crate::text_enum;

text_enum! {
    /// Where a delivery stands. One that arrived is gone from the table.
    State {
        /// It will be tried, now or later.
        Waiting = "waiting",
        /// It was given up.
        Failed = "failed",
    }
}
