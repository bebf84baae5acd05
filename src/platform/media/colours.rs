//! Colours a profile describes become sRGB, which everything that shows pictures without their profile assumes.
//!
//! For `prepare`, which strips profiles: without this the photographs of a wide-gamut camera would turn pale.

use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

/// How many pixels are turned at a time.
const BATCH: usize = 4096;

/// Turns pixels of 3 or 4 `channels` into sRGB. A profile that cannot be read, or of colours that the decoder has
/// translated already (CMYK), changes nothing: pale is better than refused.
pub(super) fn to_srgb(pixels: &mut [u8], channels: usize, profile: &[u8]) {
    let Ok(profile) = ColorProfile::new_from_slice(profile) else { return };
    let layout = if channels == 4 { Layout::Rgba } else { Layout::Rgb };
    // Grey pictures come as red, green and blue of the same strength.
    let grey = profile.color_space == DataColorSpace::Gray && channels == 3;
    if !grey && profile.color_space != DataColorSpace::Rgb {
        return;
    }
    let from = if grey { Layout::Gray } else { layout };
    let srgb = ColorProfile::new_srgb();
    let Ok(transform) =
        profile.create_transform_8bit(from, &srgb, layout, TransformOptions::default())
    else {
        return;
    };
    for batch in pixels.chunks_mut(BATCH * channels) {
        let before: Vec<u8> =
            if grey { batch.iter().copied().step_by(channels).collect() } else { batch.to_vec() };
        if transform.transform(&before, batch).is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_srgb_stays_and_what_is_in_another_space_is_turned() {
        let srgb = ColorProfile::new_srgb().encode().unwrap();
        let wide = ColorProfile::new_display_p3().encode().unwrap();
        let mut same = vec![200, 100, 50];
        to_srgb(&mut same, 3, &srgb);
        for (now, before) in same.iter().zip([200u8, 100, 50]) {
            assert!(now.abs_diff(before) <= 1, "{same:?}");
        }
        // The same red needs more of it where the space is narrower; the values are those of the CSS Color 4
        // conversion from display-p3.
        let mut turned = vec![200, 100, 50, 255];
        to_srgb(&mut turned, 4, &wide);
        for (now, expected) in turned.iter().zip([215u8, 93, 31, 255]) {
            assert!(now.abs_diff(expected) <= 1, "{turned:?}");
        }
    }

    #[test]
    fn a_grey_picture_follows_its_own_curve() {
        let linear = ColorProfile::new_gray_with_gamma(1.0).encode().unwrap();
        let mut pixels = vec![55, 55, 55, 255, 255, 255];
        to_srgb(&mut pixels, 3, &linear);
        assert!(pixels[0].abs_diff(128) <= 2 && pixels[0] == pixels[1], "{pixels:?}");
        assert_eq!(pixels[3], 255);
    }

    #[test]
    fn a_profile_that_is_none_changes_nothing() {
        let mut pixels = vec![200, 100, 50];
        to_srgb(&mut pixels, 3, b"not a profile");
        assert_eq!(pixels, [200, 100, 50]);
    }
}
