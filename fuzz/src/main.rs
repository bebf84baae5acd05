//! libFuzzer drives the reader that `PARVIS_FUZZ` names. See `fuzz/run`.
#![no_main]
#![expect(
    clippy::disallowed_methods,
    reason = "libFuzzer has the arguments; this program has no settings"
)]

use std::sync::LazyLock;

static READER: LazyLock<fn(&[u8])> = LazyLock::new(|| {
    let name = std::env::var("PARVIS_FUZZ").unwrap_or_default();
    parvis_fuzz::reader(&name).unwrap_or_else(|| {
        panic!("PARVIS_FUZZ={name:?}: there are {:?}", parvis_fuzz::READERS.map(|(name, _)| name))
    })
});

libfuzzer_sys::fuzz_target!(|data: &[u8]| READER(data));
