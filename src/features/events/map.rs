//! Where events take place, drawn by ourselves: no tiles of anybody's, no street, only how far and which way. Pure.
//!
//! Near a town the earth is flat enough: a degree east is as long as the cosine of the latitude says. What is too far to
//! be drawn with the rest is told in words alone.

use crate::text_enum;

/// Degrees north and east.
pub type Point = (f64, f64);

/// The length of a degree of a meridian, in metres: the mean of WGS 84.
const DEGREE: f64 = 111_195.0;

/// How far from the middle something may be to be drawn, in metres.
const FARTHEST: f64 = 60_000.0;

/// The least a drawing shows across, in metres: two doors of one house are not a journey.
const NARROWEST: f64 = 400.0;

/// The width of a drawing; lengths are in these units.
pub const WIDTH: f64 = 1000.0;

/// The least and the most a drawing is high.
const HEIGHTS: (f64, f64) = (420.0, 760.0);

/// The room around what is drawn, and how near two marks may be before they are one.
const MARGIN: f64 = 110.0;
const APART: f64 = 64.0;

text_enum! {
    /// Which way something is.
    Way {
        /// North.
        North = "north",
        /// North-east.
        NorthEast = "north-east",
        /// East.
        East = "east",
        /// South-east.
        SouthEast = "south-east",
        /// South.
        South = "south",
        /// South-west.
        SouthWest = "south-west",
        /// West.
        West = "west",
        /// North-west.
        NorthWest = "north-west",
    }
}

/// Metres east and north of `from`.
fn metres(from: Point, to: Point) -> (f64, f64) {
    // The short way round the back of the earth.
    let east = (to.1 - from.1 + 540.0).rem_euclid(360.0) - 180.0;
    (east * DEGREE * from.0.to_radians().cos(), (to.0 - from.0) * DEGREE)
}

/// How far something is, in metres, and which way; no way when it is here.
pub fn journey(from: Point, to: Point) -> (f64, Option<Way>) {
    let (east, north) = metres(from, to);
    let far = east.hypot(north);
    if far < 25.0 {
        return (far, None);
    }
    let turn = east.atan2(north).to_degrees().rem_euclid(360.0);
    let way = match turn {
        t if t < 22.5 => Way::North,
        t if t < 67.5 => Way::NorthEast,
        t if t < 112.5 => Way::East,
        t if t < 157.5 => Way::SouthEast,
        t if t < 202.5 => Way::South,
        t if t < 247.5 => Way::SouthWest,
        t if t < 292.5 => Way::West,
        t if t < 337.5 => Way::NorthWest,
        _ => Way::North,
    };
    (far, Some(way))
}

/// A mark: the points that stand there, by their place in the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
    /// Which points.
    pub points: Vec<usize>,
}

/// A drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// How high it is.
    pub height: f64,
    /// The marks, from the first point.
    pub marks: Vec<Mark>,
    /// Where the middle is.
    pub here: (f64, f64),
    /// The scale: how long it is drawn, and how many metres that is.
    pub scale: (f64, u32),
    /// Points that are too far to be drawn.
    pub far: Vec<usize>,
}

/// Draws points around a middle, north up; none when nothing is near enough.
pub fn draw(here: Point, points: &[Point]) -> Option<Drawing> {
    let placed: Vec<(usize, (f64, f64))> =
        points.iter().enumerate().map(|(n, point)| (n, metres(here, *point))).collect();
    let (near, far): (Vec<_>, Vec<_>) =
        placed.into_iter().partition(|(_, (east, north))| east.hypot(*north) <= FARTHEST);
    if near.is_empty() {
        return None;
    }
    let all = || near.iter().map(|(_, at)| *at).chain([(0.0, 0.0)]);
    let span = |of: fn((f64, f64)) -> f64| {
        let (low, high) =
            all().map(of).fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(v), h.max(v)));
        let missing = (NARROWEST - (high - low)).max(0.0) / 2.0;
        (low - missing, high + missing)
    };
    let (west, east) = span(|at| at.0);
    let (south, north) = span(|at| at.1);
    let room = (WIDTH - 2.0 * MARGIN, HEIGHTS.1 - 2.0 * MARGIN);
    let unit = (room.0 / (east - west)).min(room.1 / (north - south));
    let height = ((north - south) * unit + 2.0 * MARGIN).clamp(HEIGHTS.0, HEIGHTS.1);
    let middle = ((west + east) / 2.0, (south + north) / 2.0);
    let place = |at: (f64, f64)| {
        let (x, y) = ((at.0 - middle.0) * unit, (middle.1 - at.1) * unit);
        ((WIDTH / 2.0 + x).round(), (height / 2.0 + y).round())
    };
    let mut marks: Vec<Mark> = Vec::new();
    for (n, at) in &near {
        let (x, y) = place(*at);
        let close = marks.iter_mut().find(|mark| (mark.x - x).hypot(mark.y - y) < APART);
        match close {
            Some(mark) => mark.points.push(*n),
            None => marks.push(Mark { x, y, points: vec![*n] }),
        }
    }
    Some(Drawing {
        height: height.round(),
        marks,
        here: place((0.0, 0.0)),
        scale: scale(unit),
        far: far.into_iter().map(|(n, _)| n).collect(),
    })
}

/// A round length that is about a fifth of the drawing; `unit` is what a metre is drawn as.
fn scale(unit: f64) -> (f64, u32) {
    let wanted = WIDTH / 5.0 / unit;
    let round = [50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000];
    let length = round.into_iter().rev().find(|length| f64::from(*length) <= wanted).unwrap_or(50);
    ((f64::from(length) * unit).round(), length)
}
