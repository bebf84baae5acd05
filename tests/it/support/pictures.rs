//! Pictures to send, made on the spot.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

/// A JPEG whose colours depend on `seed`, so that two are never the same file.
pub fn jpeg(width: u32, height: u32, seed: u8) -> Vec<u8> {
    encoded(DynamicImage::ImageRgb8(colours(width, height, seed)), ImageFormat::Jpeg)
}

/// A PNG without transparency.
pub fn png(width: u32, height: u32, seed: u8) -> Vec<u8> {
    encoded(DynamicImage::ImageRgb8(colours(width, height, seed)), ImageFormat::Png)
}

/// A PNG half of which can be seen through.
pub fn see_through(width: u32, height: u32) -> Vec<u8> {
    let picture = RgbaImage::from_fn(width, height, |x, _| {
        Rgba([200, 30, 30, if x * 2 < width { 0 } else { 255 }])
    });
    encoded(DynamicImage::ImageRgba8(picture), ImageFormat::Png)
}

/// A PNG of a few kilobytes that unfolds to `width` × `height` pixels.
pub fn bomb(width: u32, height: u32) -> Vec<u8> {
    encoded(DynamicImage::new_luma8(width, height), ImageFormat::Png)
}

/// The same JPEG as a camera writes it: lying on its side, with where it was taken.
pub fn with_gps(jpeg: &[u8], place: &str) -> Vec<u8> {
    let mut tiff = b"MM\0*\0\0\0\x08\0\x02".to_vec();
    // ImageDescription: the text after the directory. Orientation 6: turn right.
    let length = u32::try_from(place.len() + 1).unwrap();
    tiff.extend([0x01, 0x0E, 0, 2]);
    tiff.extend(length.to_be_bytes());
    tiff.extend(38u32.to_be_bytes());
    tiff.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0]);
    tiff.extend([0, 0, 0, 0]);
    tiff.extend(place.as_bytes());
    tiff.push(0);
    let mut segment = b"Exif\0\0".to_vec();
    segment.extend(tiff);
    let size = u16::try_from(segment.len() + 2).unwrap();
    let mut out = jpeg[..2].to_vec();
    out.extend([0xFF, 0xE1]);
    out.extend(size.to_be_bytes());
    out.extend(segment);
    out.extend(&jpeg[2..]);
    out
}

fn colours(width: u32, height: u32, seed: u8) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| Rgb([seed, (x % 256) as u8, (y % 256) as u8]))
}

fn encoded(picture: DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}
