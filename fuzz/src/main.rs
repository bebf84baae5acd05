//! libFuzzer drives the reader that `PARVIS_FUZZ` names. See `fuzz/run`.
#![no_main]
#![expect(
    clippy::disallowed_methods,
    reason = "libFuzzer has the arguments; this program has no settings"
)]

use std::sync::LazyLock;

static READER: LazyLock<fn(&[u8])> = LazyLock::new(|| {
    // libFuzzer's own hook ends the process at any panic.
    let ends = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !parvis_fuzz::is_a_decoders(panic) {
            ends(panic);
        }
    }));
    let name = std::env::var("PARVIS_FUZZ").unwrap_or_default();
    parvis_fuzz::reader(&name).unwrap_or_else(|| {
        panic!("PARVIS_FUZZ={name:?}: there are {:?}", parvis_fuzz::READERS.map(|(name, _)| name))
    })
});

libfuzzer_sys::fuzz_target!(|data: &[u8]| READER(data));

/// The system's randomness, always the same here: what the standard library seeds its hash maps with decides which way a
/// reader goes through them, and libFuzzer takes another way for news. With this, and with the addresses of things always the
/// same (`fuzz/run`), one seed of libFuzzer's is one run.
///
/// # Safety
///
/// As getrandom(2) asks: `buffer` has room for `length` bytes.
#[unsafe(no_mangle)]
unsafe extern "C" fn getrandom(buffer: *mut u8, length: usize, _flags: u32) -> isize {
    // SAFETY: the caller promises the room.
    unsafe { std::ptr::write_bytes(buffer, 0x5a, length) };
    length.cast_signed()
}
