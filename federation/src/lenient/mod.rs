//! Reading JSON that other people wrote: a string, an object or an array, anywhere.
//!
//! For every parser of this crate. Never fails on a surprising shape: it returns less. The one strict door is
//! [`parse_json_strict`], through which every body from the network comes in.

mod strict;

use chrono::{DateTime, NaiveDateTime, Utc};
use serde_json::Value;

use crate::iri::Iri;

pub use strict::{MAX_BYTES, MAX_DEPTH, parse_json_strict};

/// The items of a value that may be one thing or an array of things; `null` is nothing.
#[must_use]
pub fn items(value: &Value) -> Vec<&Value> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(list) => list.iter().filter(|item| !item.is_null()).collect(),
        one => vec![one],
    }
}

/// Every non-empty string in a value that may be a string or an array of strings.
#[must_use]
pub fn strings(value: &Value) -> Vec<String> {
    items(value)
        .into_iter()
        .filter_map(Value::as_str)
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The first non-empty string.
#[must_use]
pub fn string(value: &Value) -> Option<String> {
    strings(value).into_iter().next()
}

/// A string member of an object.
#[must_use]
pub fn text(object: &Value, member: &str) -> Option<String> {
    object.get(member).and_then(string)
}

/// Every identifier in a value: strings, `{id}` or `{href}`, alone or in arrays.
#[must_use]
pub fn ids(value: &Value) -> Vec<String> {
    items(value).into_iter().filter_map(id).collect()
}

/// The first identifier in a value: a string, `{id}`, `{href}`, or the first of an array of those.
#[must_use]
pub fn first_id(value: &Value) -> Option<String> {
    ids(value).into_iter().next()
}

/// The first usable address under a member.
#[must_use]
pub fn iri(object: &Value, member: &str) -> Option<Iri> {
    iris(object, member).into_iter().next()
}

/// Every usable address under a member; what is not an address is left out.
#[must_use]
pub fn iris(object: &Value, member: &str) -> Vec<Iri> {
    object
        .get(member)
        .map(ids)
        .unwrap_or_default()
        .iter()
        .filter_map(|id| Iri::parse(id).ok())
        .collect()
}

/// The page for people in `url`: the first address that is not said to be something else than HTML and is of the document's own host.
#[must_use]
pub fn page(document: &Value, id: &Iri) -> Option<Iri> {
    let urls = document.get("url").map(items).unwrap_or_default();
    let html = urls
        .into_iter()
        .filter(|url| text(url, "mediaType").is_none_or(|kind| kind.starts_with("text/html")));
    html.filter_map(first_id)
        .filter_map(|url| Iri::parse(&url).ok())
        .find(|url| url.host() == id.host())
}

fn id(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.as_str(),
        Value::Object(object) => {
            ["id", "href"].iter().find_map(|name| object.get(*name).and_then(Value::as_str))?
        }
        _ => return None,
    };
    (!text.is_empty()).then(|| text.to_owned())
}

/// The `type` of a value: the first one when there are several.
#[must_use]
pub fn kind(value: &Value) -> Option<String> {
    text(value, "type")
}

/// A language map (`contentMap`): language and text, in the order of the document; entries that are not text are left out.
#[must_use]
pub fn language_map(value: &Value) -> Vec<(String, String)> {
    let Value::Object(map) = value else {
        return Vec::new();
    };
    map.iter()
        .filter_map(|(language, value)| string(value).map(|text| (language.clone(), text)))
        .collect()
}

/// A boolean, also as `"true"`, `"False"`, `0` or `1`.
#[must_use]
pub fn bool(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(truth) => Some(*truth),
        Value::String(text) => match text.trim().to_ascii_lowercase().as_str() {
            "true" | "1" | "yes" => Some(true),
            "false" | "0" | "no" | "" => Some(false),
            _ => None,
        },
        Value::Number(number) => number.as_i64().map(|number| number != 0),
        _ => None,
    }
}

/// A whole number, also as a string or as `12.0`.
#[must_use]
pub fn integer(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64().or_else(|| number.as_f64().and_then(whole)),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// A number, also as a string.
#[must_use]
pub fn number(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    number.filter(|number| number.is_finite())
}

fn whole(number: f64) -> Option<i64> {
    // Beyond 2^53 a float no longer names one whole number.
    const LIMIT: f64 = 9_007_199_254_740_992.0;
    #[expect(clippy::cast_possible_truncation, reason = "checked: no fraction, within 2^53")]
    (number.fract() == 0.0 && number.abs() < LIMIT).then_some(number as i64)
}

/// A moment: RFC 3339, also with a space for the `T`, without seconds, or without a zone (then UTC).
#[must_use]
pub fn time(value: &Value) -> Option<DateTime<Utc>> {
    let text = string(value)?;
    let text = text.trim();
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Some(time.with_timezone(&Utc));
    }
    for zoned in ["%Y-%m-%dT%H:%M:%S%.f%#z", "%Y-%m-%dT%H:%M%#z"] {
        if let Ok(time) = DateTime::parse_from_str(text, zoned) {
            return Some(time.with_timezone(&Utc));
        }
    }
    let bare = text.trim_end_matches(['Z', 'z']);
    ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M"]
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(bare, format).ok())
        .map(|time| time.and_utc())
}

/// Writes a moment the way every peer reads it: RFC 3339 in UTC with `Z`, whole seconds unless it has a fraction.
#[must_use]
pub fn write_time(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
}
