//! Sounds to send, made on the spot.

/// A WAV of one channel and 16 bits whose samples are `sample(0..count)`.
pub fn wav(rate: u32, count: u32, sample: impl Fn(u32) -> i16) -> Vec<u8> {
    let size = count * 2;
    let mut out = b"RIFF".to_vec();
    out.extend((size + 36).to_le_bytes());
    out.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    out.extend(rate.to_le_bytes());
    out.extend((rate * 2).to_le_bytes());
    out.extend(b"\x02\0\x10\0data");
    out.extend(size.to_le_bytes());
    out.extend((0..count).flat_map(|i| sample(i).to_le_bytes()));
    out
}
