//! Hears a sound to its end: every packet is decoded, so what the file claims of its length does not matter.

use std::io::{Cursor, ErrorKind};

use symphonia::{
    core::{
        codecs::{
            CodecParameters,
            audio::{
                AudioCodecParameters, AudioDecoder, AudioDecoderOptions,
                well_known::{CODEC_ID_AAC, CODEC_ID_OPUS},
            },
            registry::RegisterableAudioDecoder as _,
        },
        errors::{Error, Result},
        formats::{FormatOptions, TrackType, probe::Hint},
        io::{MediaSourceStream, MediaSourceStreamOptions},
        meta::MetadataOptions,
        packet::PacketRef,
    },
    default::{
        codecs::{AacDecoder, PcmDecoder},
        get_probe,
    },
};
use symphonia_adapter_libopus::OpusDecoder;

use super::{GRACE_MS, LONGEST_MS};
use crate::platform::media::prepare::Refused;

/// Opus is decoded at this rate, whatever its encoder heard (RFC 7845 §5.1).
const OPUS_RATE: u32 = 48_000;

/// What a recorder may use: a telephone 8,000 samples a second, a studio 192,000.
const RATES: std::ops::RangeInclusive<u32> = 8_000..=192_000;

/// A packet as it came, and how many samples it becomes.
pub(super) struct Packet {
    pub(super) data: Box<[u8]>,
    pub(super) samples: u32,
}

/// The packets of the codecs that are copied.
pub(super) enum Coded {
    /// RFC 6716; `pre_skip` is how many samples at the beginning are not for hearing.
    Opus { channels: u8, pre_skip: u16, packets: Vec<Packet> },
    /// ISO/IEC 14496-3, low complexity.
    Aac { channels: u8, packets: Vec<Packet> },
    /// Samples: nothing to copy.
    Plain,
}

/// A sound, heard.
pub(super) struct Heard {
    pub(super) coded: Coded,
    /// Samples a second.
    pub(super) rate: u32,
    /// All channels as one, from -1 to 1.
    pub(super) mono: Vec<f32>,
}

impl Heard {
    /// How long it is.
    pub(super) fn millis(&self) -> u64 {
        self.mono.len() as u64 * 1000 / u64::from(self.rate.max(1))
    }
}

/// Decodes everything. Longer than is kept, it stops there and refuses.
pub(super) fn hear(bytes: &[u8]) -> std::result::Result<Heard, Refused> {
    let source: Box<Cursor<Vec<u8>>> = Box::new(Cursor::new(bytes.to_vec()));
    let stream = MediaSourceStream::new(source, MediaSourceStreamOptions::default());
    let mut format = get_probe()
        .probe(&Hint::new(), stream, FormatOptions::default(), MetadataOptions::default())
        .map_err(refused)?;
    let track = format.first_track_known_codec(TrackType::Audio).ok_or(Refused::SoundKind)?;
    let id = track.id;
    let Some(CodecParameters::Audio(params)) = &track.codec_params else {
        return Err(Refused::SoundKind);
    };
    let mut params = params.clone();
    let opus = params.codec == CODEC_ID_OPUS;
    let aac = params.codec == CODEC_ID_AAC;
    let (channels, pre_skip) = if opus { opus_head(&params)? } else { (channels(&params)?, 0) };
    if opus {
        params.sample_rate = Some(OPUS_RATE);
        // Else the decoder, too, would leave out the beginning.
        params.extra_data = None;
    }
    let mut decoder = decoder(&params).map_err(refused)?;
    let mut packets = Vec::new();
    let mut samples = Samples::default();
    // A recorder that writes while it hears leaves a WebM open at its end: there the end of the file is that of the
    // sound, and `whole` has seen that nothing is missing.
    let open_ended = bytes.starts_with(&[0x1A, 0x45, 0xDF, 0xA3]);
    loop {
        let packet = match format.next_packet() {
            Ok(Some(packet)) => packet,
            Ok(None) => break,
            Err(Error::IoError(why)) if open_ended && why.kind() == ErrorKind::UnexpectedEof => {
                break;
            }
            Err(error) => return Err(refused(error)),
        };
        if packet.track_id != id {
            continue;
        }
        let bare = PacketRef::new(id, packet.pts, packet.dur, &packet.data);
        let frames = samples.take(decoder.as_mut(), &bare).map_err(refused)?;
        let most = (LONGEST_MS + GRACE_MS) * u64::from(samples.rate) / 1000 + u64::from(pre_skip);
        if samples.mono.len() as u64 > most {
            return Err(Refused::SoundLength);
        }
        if opus || aac {
            packets.push(Packet { data: packet.data, samples: frames });
        }
    }
    let rate = samples.rate;
    let mono = samples.mono.split_off(usize::from(pre_skip).min(samples.mono.len()));
    if mono.is_empty() || !RATES.contains(&rate) {
        return Err(Refused::SoundDamaged);
    }
    let coded = match (opus, aac) {
        (true, _) => Coded::Opus { channels, pre_skip, packets },
        (_, true) => Coded::Aac { channels, packets },
        _ => Coded::Plain,
    };
    Ok(Heard { coded, rate, mono })
}

fn decoder(params: &AudioCodecParameters) -> Result<Box<dyn AudioDecoder>> {
    let options = AudioDecoderOptions::default();
    match params.codec {
        CODEC_ID_OPUS => OpusDecoder::try_registry_new(params, &options),
        CODEC_ID_AAC => AacDecoder::try_registry_new(params, &options),
        _ => PcmDecoder::try_registry_new(params, &options),
    }
}

/// What cannot be read because nobody here knows how is another kind; everything else is damage.
fn refused(error: Error) -> Refused {
    match error {
        Error::Unsupported(_) => Refused::SoundKind,
        _ => Refused::SoundDamaged,
    }
}

/// One or two channels: what telephones and rooms have.
fn channels(params: &AudioCodecParameters) -> std::result::Result<u8, Refused> {
    let count = params.channels.as_ref().map_or(1, |channels| channels.count());
    u8::try_from(count).ok().filter(|count| (1..=2).contains(count)).ok_or(Refused::SoundKind)
}

/// Channels and pre-skip of an identification header (RFC 7845 §5.1), or of the box that stands for it in MP4: that has
/// version 0 and its numbers the other way round (Encapsulation of Opus in ISOBMFF §4.3.2).
fn opus_head(params: &AudioCodecParameters) -> std::result::Result<(u8, u16), Refused> {
    let Some(head) = params.extra_data.as_deref() else {
        return Ok((channels(params)?, 0));
    };
    let Some(&[version, channels, one, two]) = head.get(8..).and_then(|rest| rest.first_chunk())
    else {
        return Err(Refused::SoundDamaged);
    };
    let read = if version == 0 { u16::from_be_bytes } else { u16::from_le_bytes };
    let pre_skip = read([one, two]);
    if (1..=2).contains(&channels) { Ok((channels, pre_skip)) } else { Err(Refused::SoundKind) }
}

/// What was heard so far.
#[derive(Default)]
struct Samples {
    rate: u32,
    mono: Vec<f32>,
    mixed: Vec<f32>,
}

impl Samples {
    /// Decodes one packet; returns how many samples of each channel it held.
    fn take(&mut self, decoder: &mut dyn AudioDecoder, packet: &PacketRef<'_>) -> Result<u32> {
        let buffer = decoder.decode_ref(packet)?;
        let rate = buffer.spec().rate();
        if self.rate != 0 && self.rate != rate {
            return Err(Error::DecodeError("the rate changes"));
        }
        self.rate = rate;
        let channels = buffer.spec().channels().count().max(1);
        buffer.copy_to_vec_interleaved(&mut self.mixed);
        self.mono.extend(self.mixed.chunks(channels).map(super::mean));
        Ok(u32::try_from(buffer.frames()).unwrap_or(u32::MAX))
    }
}
