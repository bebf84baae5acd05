//! The small shapes many pages share; `macros.html` tells how they look.

use serde::Serialize;

use crate::platform::media::pictures::PictureView;

/// Something on a wall of things: a picture with its label.
#[derive(Clone, Debug, Serialize)]
pub struct Card {
    /// Its title.
    pub title: String,
    /// Its page.
    pub url: String,
    /// Its number.
    pub inventory: String,
    /// Where it is.
    pub place: Option<String>,
    /// Who made it.
    pub artist: Option<String>,
    /// When it was made.
    pub date: Option<String>,
    /// Can it be seen at present?
    pub on_show: bool,
    /// Its first picture.
    pub picture: Option<PictureView>,
}

/// A choice of a menu.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What people read.
    pub label: String,
}

impl Choice {
    /// A choice.
    pub fn new(value: impl ToString, label: impl Into<String>) -> Self {
        Self { value: value.to_string(), label: label.into() }
    }
}

/// A step on the way to a page.
#[derive(Clone, Debug, Serialize)]
pub struct Crumb {
    /// What people read.
    pub label: String,
    /// Where it leads.
    pub url: String,
}
