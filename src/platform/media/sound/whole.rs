//! Which container a sound comes in, and whether the file is all there.
//!
//! A decoder takes the end of a file for the end of the sound; a file that was cut short on its way must be refused, so
//! that who sent it can send it again. Only lengths are read here.

use crate::platform::media::prepare::Refused;

/// Recognises a container by its content: Ogg (RFC 3533), WebM, MP4 (ISO/IEC 14496-12), WAV, a bare stream of AAC
/// (ADTS, ISO/IEC 13818-7 Annex A). [`Refused::SoundKind`] for anything else, [`Refused::SoundDamaged`] when the file
/// ends before its parts do.
pub(super) fn check(bytes: &[u8]) -> Result<(), Refused> {
    let starts = |at: usize, mark: &[u8]| bytes.get(at..at + mark.len()) == Some(mark);
    let whole = if starts(0, b"OggS") {
        ogg(bytes)
    } else if starts(0, &[0x1A, 0x45, 0xDF, 0xA3]) {
        webm(bytes)
    } else if starts(4, b"ftyp") {
        mp4(bytes)
    } else if starts(0, b"RIFF") && starts(8, b"WAVE") {
        wav(bytes)
    } else if adts_frame(bytes).is_some() {
        adts(bytes)
    } else {
        return Err(Refused::SoundKind);
    };
    whole.ok_or(Refused::SoundDamaged)
}

/// Page after page up to the last byte, each as long as its table of segments says.
fn ogg(bytes: &[u8]) -> Option<()> {
    let mut rest = bytes;
    while !rest.is_empty() {
        let count = usize::from(*rest.strip_prefix(b"OggS")?.get(22)?);
        let table = rest.get(27..27 + count)?;
        let body: usize = table.iter().map(|length| usize::from(*length)).sum();
        rest = rest.get(27 + count + body..)?;
    }
    Some(())
}

/// Box after box up to the last byte; a length of zero means the rest.
fn mp4(bytes: &[u8]) -> Option<()> {
    let mut rest = bytes;
    while !rest.is_empty() {
        let size = u64::from(u32::from_be_bytes(*rest.first_chunk()?));
        let size = match size {
            0 => return Some(()),
            1 => u64::from_be_bytes(*rest.get(8..)?.first_chunk()?),
            short => short,
        };
        rest = rest.get(usize::try_from(size).ok().filter(|size| *size >= 8)?..)?;
    }
    Some(())
}

/// Chunk after chunk; writers that never learned the length (a pipe) leave one of all ones.
fn wav(bytes: &[u8]) -> Option<()> {
    let mut rest = bytes.get(12..)?;
    while rest.len() >= 8 {
        let size = usize::try_from(u32::from_le_bytes(*rest.get(4..)?.first_chunk()?)).ok()?;
        let data = rest.starts_with(b"data");
        let body = rest.get(8..)?;
        if data && size >= 0xFFFF_FF00 {
            return Some(());
        }
        body.get(..size)?;
        // Chunks stand at even places; the last one may lack its filling.
        rest = body.get(size + size % 2..).unwrap_or_default();
    }
    Some(())
}

fn adts(bytes: &[u8]) -> Option<()> {
    let mut rest = bytes;
    while !rest.is_empty() {
        rest = rest.get(adts_frame(rest)?..)?;
    }
    Some(())
}

/// The length of the frame the bytes begin with.
fn adts_frame(bytes: &[u8]) -> Option<usize> {
    let [0xFF, second, _, a, b, c, _] = *bytes.first_chunk::<7>()? else { return None };
    let length = (usize::from(a & 3) << 11) | (usize::from(b) << 3) | usize::from(c >> 5);
    (second & 0xF6 == 0xF0 && length > 7).then_some(length)
}

/// Elements whose parts are looked into; every other one is passed over.
const SEGMENT: u32 = 0x1853_8067;
const CLUSTER: u32 = 0x1F43_B675;

/// Element after element (RFC 8794). A segment or cluster may not say how long it is: recorders write while they hear.
fn webm(bytes: &[u8]) -> Option<()> {
    let mut rest = bytes;
    while !rest.is_empty() {
        let (id, after) = ebml_id(rest)?;
        let (size, body) = ebml_size(after)?;
        rest = match (id, size) {
            (SEGMENT | CLUSTER, None) => body,
            (SEGMENT | CLUSTER, Some(size)) => {
                body.get(..size)?;
                body
            }
            (_, size) => body.get(size?..)?,
        };
    }
    Some(())
}

/// A number whose first byte says how many bytes it has, with that mark left in.
fn ebml_id(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let length = usize::try_from(bytes.first()?.leading_zeros()).ok()? + 1;
    if length > 4 {
        return None;
    }
    let (id, rest) = bytes.split_at_checked(length)?;
    Some((id.iter().fold(0, |id, byte| (id << 8) | u32::from(*byte)), rest))
}

/// The same without the mark; all ones mean that nobody knows.
fn ebml_size(bytes: &[u8]) -> Option<(Option<usize>, &[u8])> {
    let length = bytes.first()?.leading_zeros() + 1;
    if length > 8 {
        return None;
    }
    let (digits, rest) = bytes.split_at_checked(usize::try_from(length).ok()?)?;
    let all = digits.iter().fold(0u64, |size, byte| (size << 8) | u64::from(*byte));
    let most = (1u64 << (7 * length)) - 1;
    let size = all & most;
    Some(((size != most).then_some(usize::try_from(size).ok()?), rest))
}
