//! Writes Opus packets as an Ogg stream (RFC 3533, RFC 7845) that says nothing but how to play them.

use super::hear::Packet;
use crate::platform::media::prepare::Refused;

/// Every file has one stream; its number tells it from none.
const SERIAL: u32 = 1;

/// About a second of sound a page, as encoders do.
const PACKETS_A_PAGE: usize = 50;

const BEGINS: u8 = 2;
const ENDS: u8 = 4;

pub(super) fn write(channels: u8, pre_skip: u16, packets: &[Packet]) -> Result<Vec<u8>, Refused> {
    let mut out = Writer::default();
    let mut head = b"OpusHead\x01".to_vec();
    head.push(channels);
    head.extend(pre_skip.to_le_bytes());
    // The rate before encoding, for information only; no gain; one stream, coupled when stereo.
    head.extend(48_000u32.to_le_bytes());
    head.extend([0, 0, 0]);
    out.page(BEGINS, 0, &[&head])?;
    // An empty vendor and no comment.
    out.page(0, 0, &[b"OpusTags\0\0\0\0\0\0\0\0"])?;
    let mut heard = 0u64;
    let pages = packets.chunks(PACKETS_A_PAGE);
    let last = pages.len().saturating_sub(1);
    for (number, page) in pages.enumerate() {
        heard += page.iter().map(|packet| u64::from(packet.samples)).sum::<u64>();
        let data: Vec<&[u8]> = page.iter().map(|packet| packet.data.as_ref()).collect();
        out.page(if number == last { ENDS } else { 0 }, heard, &data)?;
    }
    Ok(out.bytes)
}

#[derive(Default)]
struct Writer {
    bytes: Vec<u8>,
    number: u32,
}

impl Writer {
    /// A page of whole packets, or several when their lengths do not fit into one table.
    fn page(&mut self, flags: u8, granule: u64, packets: &[&[u8]]) -> Result<(), Refused> {
        let table: Vec<u8> = packets.iter().flat_map(|packet| lacing(packet.len())).collect();
        let Ok(segments) = u8::try_from(table.len()) else {
            let (first, second) = packets.split_at(packets.len() / 2);
            // One packet of more than 65,025 bytes is no Opus.
            if first.is_empty() {
                return Err(Refused::SoundDamaged);
            }
            // No packet ends where the granule says on the first of them: the time is told by the second.
            self.page(flags & BEGINS, granule, first)?;
            return self.page(flags & ENDS, granule, second);
        };
        let mut page = b"OggS\0".to_vec();
        page.push(flags);
        page.extend(granule.to_le_bytes());
        page.extend(SERIAL.to_le_bytes());
        page.extend(self.number.to_le_bytes());
        page.extend([0; 4]);
        page.push(segments);
        page.extend(table);
        for packet in packets {
            page.extend_from_slice(packet);
        }
        let sum = checksum(&page).to_le_bytes();
        if let Some(place) = page.get_mut(22..26) {
            place.copy_from_slice(&sum);
        }
        self.bytes.extend(page);
        self.number += 1;
        Ok(())
    }
}

/// A length as segments: as many of 255 as fit, then the rest, which ends the packet.
fn lacing(length: usize) -> impl Iterator<Item = u8> {
    let rest = u8::try_from(length % 255).unwrap_or(0);
    std::iter::repeat_n(255, length / 255).chain([rest])
}

/// CRC-32 with polynomial 0x04C11DB7, neither reflected nor inverted (RFC 3533 §6).
fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |sum, byte| {
        (0..8).fold(sum ^ (u32::from(*byte) << 24), |sum, _| {
            if sum & 0x8000_0000 == 0 { sum << 1 } else { (sum << 1) ^ 0x04C1_1DB7 }
        })
    })
}
