//! The venue's palette: a few inputs become tokens with enforced contrast, as a style sheet of its own.
//!
//! The contract of the tokens stands at the head of `assets/style.css`.

use axum::{
    extract::{Query, State},
    http::header,
    response::{IntoResponse, Response},
};

use serde::Deserialize;

use super::Path;
use crate::{
    kernel::entropy::sha256_hex,
    platform::{
        app::App,
        venue::{Corners, DisplayFont, TextFont, Theme},
        web::assets::asset_url,
    },
};

/// The address of a theme's style sheet; changes with every input.
pub fn url(theme: &Theme) -> String {
    let text = serde_json::to_string(theme).unwrap_or_default();
    let hash: String = sha256_hex(text.as_bytes()).chars().take(12).collect();
    format!("/theme/{hash}.css")
}

/// The name of the style sheet that shows inputs nobody has saved yet.
const PREVIEW: &str = "apercu.css";

/// The address of a style sheet for inputs that are being tried.
pub fn preview_url(theme: &Theme) -> String {
    let inputs = serde_json::to_string(theme).unwrap_or_default();
    let query: String =
        url::form_urlencoded::Serializer::new(String::new()).append_pair("theme", &inputs).finish();
    format!("/theme/{PREVIEW}?{query}")
}

/// The inputs of a preview, as JSON.
#[derive(Deserialize)]
pub(super) struct Preview {
    theme: Option<String>,
}

/// Serves the present theme, or the one being tried. Only colours that can be read as such and names from
/// closed lists reach the style sheet.
pub(super) async fn serve(
    State(app): State<App>,
    Path(name): Path<String>,
    Query(preview): Query<Preview>,
) -> Response {
    let tried = preview
        .theme
        .filter(|_| name == PREVIEW)
        .and_then(|inputs| serde_json::from_str(&inputs).ok());
    let present = app.venue().theme.clone();
    // An address stands for its inputs for ever. A page from before the last change gets the present theme, unkept.
    let kept = if tried.is_some() || url(&present) == format!("/theme/{name}") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let theme = tried.unwrap_or(present);
    (
        [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, kept)],
        stylesheet(&theme),
    )
        .into_response()
}

/// The tokens of a theme, light and dark.
pub fn stylesheet(theme: &Theme) -> String {
    let brand = Colour::parse(&theme.brand).unwrap_or(Colour { r: 0.7, g: 0.2, b: 0.11 });
    let accent = Colour::parse(&theme.accent).unwrap_or(brand);
    let (light, dark) = (brand.readable_on(PAPER_LIGHT), brand.readable_on(PAPER_DARK));
    let (accent_light, accent_dark) =
        (accent.readable_on(PAPER_LIGHT), accent.readable_on(PAPER_DARK));
    let (face, text) = match theme.text_font {
        TextFont::System => (String::new(), ""),
        TextFont::Hyperlegible => (
            format!(
                "@font-face {{ font-family: \"Parvis Text\"; src: url(\"{}\") format(\"woff2\"); \
                 font-weight: 400 700; font-display: swap; }}\n",
                asset_url("fonts/atkinson-next.woff2"),
            ),
            "--v-font-text: \"Parvis Text\", system-ui, sans-serif;",
        ),
    };
    let font = match theme.display_font {
        DisplayFont::Serif => "",
        DisplayFont::Sans => "--v-font-display: var(--v-font-text);",
    };
    let radius = match theme.corners {
        Corners::Sharp => "0",
        Corners::Soft => "4px",
    };
    format!(
        "{face}@layer tokens {{ :root {{ --v-brand: light-dark({}, {}); --v-brand-ink: light-dark({}, {}); \
         --v-accent: light-dark({}, {}); --v-radius: {radius}; {text} {font} }} }}\n",
        light.css(),
        dark.css(),
        light.ink().css(),
        dark.ink().css(),
        accent_light.css(),
        accent_dark.css(),
    )
}

/// A colour that could not be read as it was chosen, and what it became.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// Which input: `brand` or `accent`.
    pub input: &'static str,
    /// On dark pages, or on light ones.
    pub dark: bool,
    /// The contrast it had with the page; text needs 4.5.
    pub contrast: f64,
    /// What it became: `#rrggbb`.
    pub became: String,
}

/// What of a theme is shown otherwise than it was chosen, so that it can be read.
pub fn moved(theme: &Theme) -> Vec<Moved> {
    let mut all = Vec::new();
    for (input, hex) in [("brand", &theme.brand), ("accent", &theme.accent)] {
        let Some(colour) = Colour::parse(hex) else { continue };
        for (dark, paper) in [(false, PAPER_LIGHT), (true, PAPER_DARK)] {
            let contrast = colour.contrast(paper);
            if contrast < TEXT {
                let became = colour.readable_on(paper).css();
                all.push(Moved { input, dark, contrast, became });
            }
        }
    }
    all
}

/// A colour as it may stand in a drawing; `None` when it cannot be read as one.
pub(super) fn colour(hex: &str) -> Option<String> {
    Colour::parse(hex).map(Colour::css)
}

/// WCAG 2.2, 1.4.3: text needs this contrast.
const TEXT: f64 = 4.5;
const PAPER_LIGHT: Colour = Colour { r: 0.98, g: 0.97, b: 0.95 };
const PAPER_DARK: Colour = Colour { r: 0.08, g: 0.08, b: 0.06 };

#[derive(Clone, Copy, Debug, PartialEq)]
struct Colour {
    r: f64,
    g: f64,
    b: f64,
}

impl Colour {
    /// `#rrggbb`.
    fn parse(hex: &str) -> Option<Self> {
        let digits = hex.strip_prefix('#').filter(|d| d.len() == 6 && d.is_ascii())?;
        let part = |range: std::ops::Range<usize>| {
            let n = u8::from_str_radix(digits.get(range)?, 16).ok()?;
            Some(f64::from(n) / 255.0)
        };
        Some(Self { r: part(0..2)?, g: part(2..4)?, b: part(4..6)? })
    }

    fn css(self) -> String {
        let byte = |v: f64| (v.clamp(0.0, 1.0) * 255.0).round();
        format!("#{:02x}{:02x}{:02x}", byte(self.r) as u8, byte(self.g) as u8, byte(self.b) as u8)
    }

    /// WCAG relative luminance.
    fn luminance(self) -> f64 {
        0.2126 * linear(self.r) + 0.7152 * linear(self.g) + 0.0722 * linear(self.b)
    }

    fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// The nearest lightness of the same hue that reads on `paper`.
    fn readable_on(self, paper: Self) -> Self {
        let (l, a, b) = self.oklab();
        let step = if paper.luminance() > 0.5 { -0.01 } else { 0.01 };
        (0..100)
            .map(|i| Self::from_oklab(l + f64::from(i) * step, a, b))
            .find(|c| c.contrast(paper) >= TEXT)
            .unwrap_or(if step < 0.0 { PAPER_DARK } else { PAPER_LIGHT })
    }

    /// Black or white, whichever reads better on this colour.
    fn ink(self) -> Self {
        let (white, black) = (Self { r: 1.0, g: 1.0, b: 1.0 }, Self { r: 0.08, g: 0.08, b: 0.06 });
        if self.contrast(white) >= self.contrast(black) { white } else { black }
    }

    fn oklab(self) -> (f64, f64, f64) {
        let (r, g, b) = (linear(self.r), linear(self.g), linear(self.b));
        let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
        let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
        let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
        (
            0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
            1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
            0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
        )
    }

    fn from_oklab(l: f64, a: f64, b: f64) -> Self {
        let lc = (l + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
        let mc = (l - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
        let sc = (l - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
        Self {
            r: gamma(4.076_741_662_1 * lc - 3.307_711_591_3 * mc + 0.230_969_929_2 * sc),
            g: gamma(-1.268_438_004_6 * lc + 2.609_757_401_1 * mc - 0.341_319_396_5 * sc),
            b: gamma(-0.004_196_086_3 * lc - 0.703_418_614_7 * mc + 1.707_614_701_0 * sc),
        }
    }
}

fn linear(v: f64) -> f64 {
    if v <= 0.040_45 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
}

fn gamma(v: f64) -> f64 {
    let v = v.clamp(0.0, 1.0);
    if v <= 0.003_130_8 { v * 12.92 } else { 1.055 * v.powf(1.0 / 2.4) - 0.055 }
}

/// The contrast of two colours; 1 when one cannot be read.
#[cfg(test)]
pub(super) fn contrast(a: &str, b: &str) -> f64 {
    Colour::parse(a).zip(Colour::parse(b)).map_or(1.0, |(a, b)| a.contrast(b))
}
