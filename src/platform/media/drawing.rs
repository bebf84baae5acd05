//! Drawings (SVG) become pixels, so that nothing of theirs is ever served: no script, no link, no style.
//!
//! For `prepare`, in the process that can open nothing. What a drawing refers to is not loaded; words are set in a
//! typeface that comes with the program.

use std::sync::Arc;

use image::{DynamicImage, RgbImage};
use resvg::{
    tiny_skia::{Color, Pixmap, Transform},
    usvg::{ImageHrefResolver, Options, Tree, fontdb},
};

use super::prepare::Refused;
use crate::platform::fonts;

/// The longest drawing that is read, in bytes: a floor of a large museum takes a tenth.
const LONGEST: usize = 8 * 1024 * 1024;

/// The longest side it is drawn at.
const SIDE: f32 = 2048.0;

/// The pixels of a drawing, on white paper.
pub(super) fn draw(bytes: &[u8]) -> Result<DynamicImage, Refused> {
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    if !head.windows(4).any(|letters| letters == b"<svg") {
        return Err(Refused::Kind);
    }
    if bytes.len() > LONGEST {
        return Err(Refused::Size);
    }
    let tree = Tree::from_data(bytes, &options()).map_err(|_| Refused::Damaged)?;
    let (width, height) = (tree.size().width(), tree.size().height());
    let scale = SIDE / width.max(height);
    let side = |length: f32| ((length * scale).round() as u32).clamp(1, SIDE as u32);
    let mut paper = Pixmap::new(side(width), side(height)).ok_or(Refused::Damaged)?;
    paper.fill(Color::WHITE);
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut paper.as_mut());
    // The paper is opaque: colours are not premultiplied by anything.
    let pixels = paper.data().chunks_exact(4).flat_map(|rgba| rgba.iter().take(3).copied());
    RgbImage::from_raw(paper.width(), paper.height(), pixels.collect())
        .map(DynamicImage::ImageRgb8)
        .ok_or(Refused::Damaged)
}

fn options() -> Options<'static> {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(fonts::SANS.to_vec());
    fonts.set_serif_family("DejaVu Sans");
    fonts.set_sans_serif_family("DejaVu Sans");
    fonts.set_monospace_family("DejaVu Sans");
    Options {
        font_family: "DejaVu Sans".to_owned(),
        fontdb: Arc::new(fonts),
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(svg: &str) -> Result<DynamicImage, Refused> {
        draw(svg.as_bytes())
    }

    #[test]
    fn a_drawing_becomes_pixels_on_white_paper() {
        let svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 200 100'>\
                   <rect width='100' height='100' fill='#c00'/><text x='120' y='60'>Salle 1</text></svg>";
        let picture = drawn(svg).unwrap().into_rgb8();
        assert_eq!((picture.width(), picture.height()), (2048, 1024));
        assert_eq!(picture.get_pixel(10, 10).0, [0xcc, 0, 0]);
        assert_eq!(picture.get_pixel(2040, 10).0, [0xff; 3]);
        let ink = picture.enumerate_pixels().filter(|(x, _, p)| *x > 1100 && p.0[1] < 128).count();
        assert!(ink > 500, "words are drawn too");
    }

    #[test]
    fn nothing_a_drawing_refers_to_is_loaded() {
        let svg = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='9' height='9'>\
                   <script>alert(1)</script><image xlink:href='/etc/passwd' width='9' height='9'/>\
                   <image href='http://127.0.0.1:1/x.png' width='9' height='9'/></svg>";
        let picture = drawn(svg).unwrap().into_rgb8();
        assert!(picture.pixels().all(|pixel| pixel.0 == [0xff; 3]));
    }

    #[test]
    fn what_is_no_drawing_or_a_bomb_is_refused() {
        assert_eq!(drawn("<html></html>").unwrap_err(), Refused::Kind);
        assert_eq!(drawn("<svg").unwrap_err(), Refused::Damaged);
        let lol = "<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>\
                   <!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;'>\
                   <!ENTITY e '&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;'><!ENTITY f '&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;'>]>\
                   <svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><text>&f;</text></svg>";
        assert_eq!(drawn(lol).unwrap_err(), Refused::Damaged);
    }
}
