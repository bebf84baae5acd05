//! Writes AAC packets as an M4A file (ISO/IEC 14496-12 and -14) with one track and nothing that is not needed to play it.

use super::hear::Packet;
use crate::platform::media::prepare::Refused;

/// The rates AAC can name (ISO/IEC 14496-3, table 1.18), in order.
const RATES: [u32; 13] = [
    96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000,
    7_350,
];

/// Turned by nothing: the matrix every player expects.
const UPRIGHT: [u32; 9] = [0x1_0000, 0, 0, 0, 0x1_0000, 0, 0, 0, 0x4000_0000];

pub(super) fn write(rate: u32, channels: u8, packets: &[Packet]) -> Result<Vec<u8>, Refused> {
    let index = RATES.iter().position(|known| *known == rate).ok_or(Refused::SoundKind)?;
    let index = u16::try_from(index).map_err(|_| Refused::SoundKind)?;
    // Low complexity, then rate and channels, five, four and four bits.
    let config = ((2u16 << 11) | (index << 7) | (u16::from(channels) << 3)).to_be_bytes();
    let length = packets.iter().map(|packet| packet.samples).sum::<u32>();
    let kind = part(b"ftyp", &[b"M4A ", &[0; 4], b"M4A isommp42"]);
    // The place of the sound depends on the size of what comes before it, which does not depend on the place.
    let head = movie(rate, channels, &config, length, packets, 0);
    let before = u32::try_from(kind.len() + head.len() + 8).map_err(|_| Refused::SoundWeight)?;
    let head = movie(rate, channels, &config, length, packets, before);
    let data: Vec<&[u8]> = packets.iter().map(|packet| packet.data.as_ref()).collect();
    Ok([kind, head, part(b"mdat", &data)].concat())
}

fn movie(
    rate: u32,
    channels: u8,
    config: &[u8],
    length: u32,
    packets: &[Packet],
    place: u32,
) -> Vec<u8> {
    let volume = [1u8, 0];
    let header = full(
        b"mvhd",
        0,
        &[
            &numbers(&[0, 0, rate, length, 0x1_0000]),
            &volume,
            &[0; 10],
            &numbers(&UPRIGHT),
            &[0; 24],
            &numbers(&[2]),
        ],
    );
    // Enabled, in the movie, in its preview.
    let track = full(
        b"tkhd",
        7,
        &[&numbers(&[0, 0, 1, 0, length]), &[0; 12], &volume, &[0; 2], &numbers(&UPRIGHT), &[0; 8]],
    );
    let media = part(
        b"mdia",
        &[
            // The language nobody said: `und`.
            &full(b"mdhd", 0, &[&numbers(&[0, 0, rate, length]), &[0x55, 0xC4, 0, 0]]),
            &full(b"hdlr", 0, &[&[0; 4], b"soun", &[0; 13]]),
            &part(
                b"minf",
                &[
                    &full(b"smhd", 0, &[&[0; 4]]),
                    &part(b"dinf", &[&full(b"dref", 0, &[&numbers(&[1]), &full(b"url ", 1, &[])])]),
                    &samples(rate, channels, config, packets, place),
                ],
            ),
        ],
    );
    part(b"moov", &[&header, &part(b"trak", &[&track, &media])])
}

/// What the packets are, how long each is, how large, and where they begin: all in one piece.
fn samples(rate: u32, channels: u8, config: &[u8], packets: &[Packet], place: u32) -> Vec<u8> {
    let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for packet in packets {
        match runs.last_mut() {
            Some((times, samples)) if *samples == packet.samples => *times += 1,
            _ => runs.push((1, packet.samples)),
        }
    }
    let lengths: Vec<u32> = runs.iter().flat_map(|(times, samples)| [*times, *samples]).collect();
    let sizes: Vec<u32> = packets.iter().map(|packet| count(packet.data.len())).collect();
    let entry = part(
        b"mp4a",
        &[
            &[0; 6],
            &[0, 1],
            &[0; 8],
            &[0, channels, 0, 16, 0, 0, 0, 0],
            // Sixteen bits before the point, sixteen behind: faster rates are told by the config alone.
            &numbers(&[if rate < 0x1_0000 { rate << 16 } else { 0 }]),
            &full(b"esds", 0, &[&descriptor(config)]),
        ],
    );
    part(
        b"stbl",
        &[
            &full(b"stsd", 0, &[&numbers(&[1]), &entry]),
            &full(b"stts", 0, &[&numbers(&[count(runs.len())]), &numbers(&lengths)]),
            &full(b"stsc", 0, &[&numbers(&[1, 1, count(packets.len()), 1])]),
            &full(b"stsz", 0, &[&numbers(&[0, count(packets.len())]), &numbers(&sizes)]),
            &full(b"stco", 0, &[&numbers(&[1, place])]),
        ],
    )
}

/// The elementary stream descriptor (ISO/IEC 14496-1 §7.2.6.5): AAC, an audio stream.
fn descriptor(config: &[u8]) -> Vec<u8> {
    let tagged = |tag: u8, parts: &[&[u8]]| {
        let body = parts.concat();
        let size = u8::try_from(body.len()).unwrap_or(u8::MAX);
        [&[tag, size][..], &body].concat()
    };
    let decoder = tagged(4, &[&[0x40, 0x15], &[0; 11], &tagged(5, &[config])]);
    tagged(3, &[&[0, 1, 0], &decoder, &tagged(6, &[&[2]])])
}

fn numbers(list: &[u32]) -> Vec<u8> {
    list.iter().flat_map(|number| number.to_be_bytes()).collect()
}

/// A box: its size, its name, what is in it.
fn part(name: &[u8; 4], inside: &[&[u8]]) -> Vec<u8> {
    let body = inside.concat();
    let size = u32::try_from(body.len() + 8).unwrap_or(u32::MAX);
    [&size.to_be_bytes()[..], name, &body].concat()
}

/// A box with a version, always zero, and flags.
fn full(name: &[u8; 4], flags: u8, inside: &[&[u8]]) -> Vec<u8> {
    let inside = [&[0, 0, 0, flags][..], &inside.concat()].concat();
    part(name, &[&inside])
}
