//! Writes samples as a WAV file of 16 bits and one channel.

/// The file of these samples, from -1 to 1.
pub(super) fn write(mono: &[f32], rate: u32) -> Vec<u8> {
    let size = u32::try_from(mono.len() * 2).unwrap_or(u32::MAX - 44);
    let mut out = b"RIFF".to_vec();
    out.extend((size + 36).to_le_bytes());
    out.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    out.extend(rate.to_le_bytes());
    out.extend((rate * 2).to_le_bytes());
    out.extend(b"\x02\0\x10\0data");
    out.extend(size.to_le_bytes());
    out.extend(mono.iter().flat_map(|sample| whole(*sample).to_le_bytes()));
    out
}

fn whole(sample: f32) -> i16 {
    (sample.clamp(-1.0, 1.0) * f32::from(i16::MAX)).round() as i16
}
