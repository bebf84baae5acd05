#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| parvis_fuzz::sound(data));
