//! From bytes somebody sent to pictures fit to be served: decoded within limits, turned upright, stripped of
//! everything but the pixels, and resized.
//!
//! For `worker`, the process that does it. Pure and slow. Animations keep their first frame; a colour profile is
//! followed before it is stripped.

use std::io::Cursor;

use fast_image_resize::{
    PixelTrait, Resizer,
    images::{Image as Pixels, TypedImage, TypedImageRef},
    pixels::{U8x3, U8x4},
};
use image::{
    DynamicImage, ExtendedColorType, ImageDecoder as _, ImageEncoder as _, ImageFormat,
    ImageReader, Limits,
    codecs::{jpeg::JpegEncoder, png::PngEncoder},
};
use serde::{Deserialize, Serialize};

use super::{colours, drawing};

/// The longest side that is read. Cameras make 9,000 pixels; the network is sent [`KEPT_SIDE`] at most.
const READ_SIDE: u32 = 12_000;

/// The most pixels that are read: a bomb of a few bytes claims billions. 50 million take 150 MB for a moment.
const READ_PIXELS: u64 = 50_000_000;

/// The longest side that is kept; peers refuse more than 5,000.
const KEPT_SIDE: u32 = 2560;

/// Widths made for small screens and lists, when the picture is wider.
const WIDTHS: [u32; 3] = [320, 640, 1280];

/// JPEG quality: above it files grow and nobody sees a difference.
const QUALITY: u8 = 85;

/// Why a picture or a sound was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Refused {
    /// Not JPEG, PNG, WebP or GIF.
    #[error("not a picture of a known kind")]
    Kind,
    /// More pixels than are read.
    #[error("too many pixels")]
    Size,
    /// It claims to be a picture and cannot be decoded.
    #[error("a damaged picture")]
    Damaged,
    /// Not Opus, AAC or plain samples in a container that is read.
    #[error("not a sound of a known kind")]
    SoundKind,
    /// Longer than sound notes are.
    #[error("too long a sound")]
    SoundLength,
    /// More bytes than a sound note needs.
    #[error("too many bytes for a sound")]
    SoundWeight,
    /// It claims to be a sound and cannot be heard to its end.
    #[error("a damaged sound")]
    SoundDamaged,
}

impl Refused {
    /// The sentence for whoever sent it, in `media.ftl`.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Kind => "media-refused-kind",
            Self::Size => "media-refused-size",
            Self::Damaged => "media-refused-damaged",
            Self::SoundKind => "media-refused-sound-kind",
            Self::SoundLength => "media-refused-sound-length",
            Self::SoundWeight => "media-refused-sound-weight",
            Self::SoundDamaged => "media-refused-sound-damaged",
        }
    }
}

/// The kinds of file that are kept and served.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Kind {
    Jpeg,
    Png,
    Ogg,
    M4a,
    Wav,
}

impl Kind {
    const ALL: [Self; 5] = [Self::Jpeg, Self::Png, Self::Ogg, Self::M4a, Self::Wav];

    pub(super) const fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Ogg => "audio/ogg",
            Self::M4a => "audio/mp4",
            Self::Wav => "audio/wav",
        }
    }

    pub(super) const fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Ogg => "ogg",
            Self::M4a => "m4a",
            Self::Wav => "wav",
        }
    }

    pub(super) fn of_extension(extension: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.extension() == extension)
    }

    pub(super) fn of_mime(mime: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.mime() == mime)
    }
}

/// One file to keep.
pub(super) struct Encoded {
    pub(super) kind: Kind,
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) bytes: Vec<u8>,
}

/// A picture in every size, or a sound in every form, it is served in.
pub(super) struct Prepared {
    pub(super) original: Encoded,
    pub(super) variants: Vec<Encoded>,
    /// What stands for a picture until it has loaded.
    pub(super) blurhash: String,
    /// How long a sound is, in milliseconds.
    pub(super) millis: i32,
    /// How loud a sound is, part by part: see [`super::sounds`].
    pub(super) peaks: String,
}

/// Decodes and encodes anew. A drawing (SVG) is taken where it may be one, and becomes pixels like any other picture.
pub(super) fn prepare(bytes: &[u8], may_be_drawn: bool) -> Result<Prepared, Refused> {
    let (picture, profile) = match decode(bytes) {
        Err(Refused::Kind) if may_be_drawn => (drawing::draw(bytes)?, None),
        other => other?,
    };
    let mut original = Flat::from(picture).fit(KEPT_SIDE)?;
    if let Some(profile) = profile {
        let channels = if original.transparent { 4 } else { 3 };
        colours::to_srgb(&mut original.pixels, channels, &profile);
    }
    let variants = WIDTHS
        .iter()
        .filter(|width| **width < original.width)
        .map(|width| original.at_width(*width)?.encode())
        .collect::<Result<_, _>>()?;
    Ok(Prepared {
        blurhash: original.blurhash()?,
        variants,
        original: original.encode()?,
        millis: 0,
        peaks: String::new(),
    })
}

/// Reads the pixels and turns them the way the camera was held; with the profile their colours follow, if any.
fn decode(bytes: &[u8]) -> Result<(DynamicImage, Option<Vec<u8>>), Refused> {
    let mut reader =
        ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| Refused::Kind)?;
    if !matches!(
        reader.format(),
        Some(ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP | ImageFormat::Gif)
    ) {
        return Err(Refused::Kind);
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(READ_SIDE);
    limits.max_image_height = Some(READ_SIDE);
    reader.limits(limits);
    let refused = |error: image::ImageError| match error {
        image::ImageError::Limits(_) => Refused::Size,
        _ => Refused::Damaged,
    };
    let mut decoder = reader.into_decoder().map_err(refused)?;
    let (width, height) = decoder.dimensions();
    if width.max(height) > READ_SIDE || u64::from(width) * u64::from(height) > READ_PIXELS {
        return Err(Refused::Size);
    }
    let orientation = decoder.orientation().map_err(refused)?;
    // A profile that cannot be read is as good as none.
    let profile = decoder.icc_profile().unwrap_or_default();
    let mut picture = DynamicImage::from_decoder(decoder).map_err(refused)?;
    picture.apply_orientation(orientation);
    if picture.width() == 0 || picture.height() == 0 {
        return Err(Refused::Damaged);
    }
    Ok((picture, profile))
}

/// Pixels of 8 bits, with an alpha channel only where something shows through.
struct Flat {
    width: u32,
    height: u32,
    pixels: Vec<u8>,
    transparent: bool,
}

impl From<DynamicImage> for Flat {
    fn from(picture: DynamicImage) -> Self {
        let (width, height) = (picture.width(), picture.height());
        if picture.color().has_alpha() {
            let rgba = picture.to_rgba8();
            if rgba.pixels().any(|pixel| pixel.0[3] < u8::MAX) {
                return Self { width, height, pixels: rgba.into_raw(), transparent: true };
            }
        }
        Self { width, height, pixels: picture.into_rgb8().into_raw(), transparent: false }
    }
}

impl Flat {
    /// The same picture with no side above `side`.
    fn fit(self, side: u32) -> Result<Self, Refused> {
        let longest = self.width.max(self.height);
        if longest <= side {
            return Ok(self);
        }
        let scaled = |length: u32| scale(length, side, longest);
        self.resized(scaled(self.width), scaled(self.height))
    }

    fn at_width(&self, width: u32) -> Result<Self, Refused> {
        self.resized(width, scale(self.height, width, self.width))
    }

    fn resized(&self, width: u32, height: u32) -> Result<Self, Refused> {
        let pixels = if self.transparent {
            self.resized_as::<U8x4>(width, height)?
        } else {
            self.resized_as::<U8x3>(width, height)?
        };
        Ok(Self { width, height, pixels, transparent: self.transparent })
    }

    /// With its type known beforehand: asked for any, the library is translated for all it has, and LLVM does not translate
    /// the one for `f32` the same way twice.
    fn resized_as<P: PixelTrait>(&self, width: u32, height: u32) -> Result<Vec<u8>, Refused> {
        let source = TypedImageRef::<P>::from_buffer(self.width, self.height, &self.pixels)
            .map_err(|_| Refused::Damaged)?;
        let mut target = Pixels::new(width, height, P::pixel_type());
        let mut typed = TypedImage::<P>::from_buffer(width, height, target.buffer_mut())
            .map_err(|_| Refused::Damaged)?;
        Resizer::new().resize_typed(&source, &mut typed, None).map_err(|_| Refused::Damaged)?;
        Ok(target.into_vec())
    }

    /// A few characters that stand for the picture until it has loaded.
    fn blurhash(&self) -> Result<String, Refused> {
        let small = self.resized(32, scale(self.height, 32, self.width).min(64))?;
        let rgba: Vec<u8> = if small.transparent {
            small.pixels
        } else {
            small
                .pixels
                .chunks_exact(3)
                .flat_map(|rgb| rgb.iter().copied().chain([u8::MAX]))
                .collect()
        };
        let (across, down) = if self.width >= self.height { (4, 3) } else { (3, 4) };
        blurhash::encode(across, down, small.width, small.height, &rgba)
            .map_err(|_| Refused::Damaged)
    }

    fn encode(&self) -> Result<Encoded, Refused> {
        let mut bytes = Vec::new();
        let (kind, written) = if self.transparent {
            let encoder = PngEncoder::new(&mut bytes);
            let colours = ExtendedColorType::Rgba8;
            (Kind::Png, encoder.write_image(&self.pixels, self.width, self.height, colours))
        } else {
            let encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
            let colours = ExtendedColorType::Rgb8;
            (Kind::Jpeg, encoder.write_image(&self.pixels, self.width, self.height, colours))
        };
        written.map_err(|_| Refused::Damaged)?;
        Ok(Encoded { kind, width: self.width, height: self.height, bytes })
    }
}

/// `length × numerator ÷ denominator`, rounded, never zero.
fn scale(length: u32, numerator: u32, denominator: u32) -> u32 {
    let denominator = u64::from(denominator.max(1));
    let scaled = (u64::from(length) * u64::from(numerator) + denominator / 2) / denominator;
    u32::try_from(scaled).unwrap_or(u32::MAX).max(1)
}
