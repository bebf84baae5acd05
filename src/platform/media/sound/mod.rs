//! From bytes somebody sent to a sound note fit to be served: recognised by its content, heard to the end within
//! limits, and written anew around the bare audio, so that nothing else of the file survives.
//!
//! For `worker`, the process that does it. Pure. Opus comes out as Ogg, AAC as M4A, everything else as WAV; beside
//! each stands a small WAV, which the browsers play that cannot play the first. Titles, device names, places, pictures
//! and other tracks have no way through: only packets that were decoded are copied. In reading order: `whole` (is
//! the file all there?), `hear` (packets and samples), then the three writers.

mod hear;
mod mp4;
mod ogg;
mod wav;
mod whole;

use hear::{Coded, Heard};

use super::prepare::{Encoded, Kind, Prepared, Refused};

/// The longest sound note that is promised, in milliseconds; a recorder that stops a little late is not refused.
pub(super) const LONGEST_MS: u64 = 30_000;
const GRACE_MS: u64 = 1_000;

/// The largest file: half a minute of stereo as a studio records it (48 kHz, 24 bits) takes 8.6 MB.
pub(super) const LARGEST: usize = 9 * 1024 * 1024;

/// How many bars the drawing of a sound has.
const BARS: usize = 64;

/// A WAV for every browser: speech and the sounds of a room need no more than this many samples a second.
const SMALL_RATE: u32 = 24_000;

/// Hears a sound and writes it anew.
pub(super) fn prepare(bytes: &[u8]) -> Result<Prepared, Refused> {
    if bytes.len() > LARGEST {
        return Err(Refused::SoundWeight);
    }
    whole::check(bytes)?;
    let heard = hear::hear(bytes)?;
    let (small, rate) = thinned(&heard);
    let wav = file(Kind::Wav, wav::write(&small, rate));
    let (original, variants) = match &heard.coded {
        Coded::Opus { channels, pre_skip, packets } => {
            (file(Kind::Ogg, ogg::write(*channels, *pre_skip, packets)?), vec![wav])
        }
        Coded::Aac { channels, packets } => {
            (file(Kind::M4a, mp4::write(heard.rate, *channels, packets)?), vec![wav])
        }
        Coded::Plain => (wav, Vec::new()),
    };
    let millis = i32::try_from(heard.millis()).unwrap_or(i32::MAX);
    Ok(Prepared { original, variants, blurhash: String::new(), millis, peaks: peaks(&heard.mono) })
}

fn file(kind: Kind, bytes: Vec<u8>) -> Encoded {
    Encoded { kind, width: 0, height: 0, bytes }
}

/// The sound with so few samples that half a minute takes 1.5 MB, each the mean of its neighbours: that is filter
/// enough for speech.
fn thinned(heard: &Heard) -> (Vec<f32>, u32) {
    let factor = heard.rate.div_ceil(SMALL_RATE).max(1);
    let width = usize::try_from(factor).unwrap_or(1);
    let small = heard.mono.chunks(width).map(mean).collect();
    (small, heard.rate / factor)
}

fn mean(samples: &[f32]) -> f32 {
    let count = u16::try_from(samples.len()).unwrap_or(u16::MAX).max(1);
    samples.iter().sum::<f32>() / f32::from(count)
}

/// How loud the sound is in each of [`BARS`] equal parts, two hexadecimal digits each, the loudest as `ff`.
fn peaks(mono: &[f32]) -> String {
    let width = mono.len().div_ceil(BARS).max(1);
    let mut loud: Vec<f32> = mono
        .chunks(width)
        .map(|part| part.iter().fold(0.0f32, |most, sample| most.max(sample.abs())))
        .collect();
    loud.resize(BARS, 0.0);
    let most = loud.iter().copied().fold(0.0f32, f32::max).max(0.001);
    loud.iter().map(|part| format!("{:02x}", level(part / most))).collect()
}

/// 0 to 255 of a share of the whole.
fn level(share: f32) -> u8 {
    (share.clamp(0.0, 1.0) * 255.0).round() as u8
}
