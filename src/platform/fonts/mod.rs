//! Typefaces that come with the program, for what it draws itself: printed labels, the words of a floor plan.
//!
//! DejaVu, cut down to the signs of European languages: see `LICENSE` beside this file. Pages never load them.

/// For what is said.
pub const SANS: &[u8] = include_bytes!("DejaVuSans.ttf");

/// For titles.
pub const SERIF: &[u8] = include_bytes!("DejaVuSerif-Bold.ttf");

/// For codes.
pub const MONO: &[u8] = include_bytes!("DejaVuSansMono.ttf");
