//! The strict door: bytes from the network to JSON.
//!
//! For bodies of requests and answers. Refuses what lets two readers see two documents in the same bytes: duplicate members,
//! bottomless nesting, and the JSON-LD keywords that re-arrange a document. Never repairs.

use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::error::WireError;

/// The largest body read, in bytes.
pub const MAX_BYTES: usize = 1024 * 1024;

/// The deepest nesting read.
pub const MAX_DEPTH: usize = 32;

const FORBIDDEN: [&str; 3] = ["@graph", "@included", "@reverse"];

/// Reads a body as JSON once: at most [`MAX_BYTES`] and [`MAX_DEPTH`], no duplicate member, no `@graph`, `@included` or `@reverse` anywhere.
pub fn parse_json_strict(bytes: &[u8]) -> Result<Value, WireError> {
    if bytes.len() > MAX_BYTES {
        return Err(WireError::Malformed("body too large"));
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = Seed { depth: 0 }.deserialize(&mut reader).map_err(|error| classify(&error))?;
    reader.end().map_err(|_| WireError::Malformed("text after the JSON document"))?;
    Ok(value)
}

const DUPLICATE: &str = "duplicate member";
const DEEP: &str = "nested too deeply";
const KEYWORD: &str = "JSON-LD keyword not accepted";

fn classify(error: &serde_json::Error) -> WireError {
    let text = error.to_string();
    for reason in [DUPLICATE, DEEP] {
        if text.starts_with(reason) {
            return WireError::Malformed(reason);
        }
    }
    if text.starts_with(KEYWORD) {
        WireError::Unsupported(KEYWORD)
    } else {
        WireError::Malformed("not JSON")
    }
}

#[derive(Clone, Copy)]
struct Seed {
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for Seed {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Seed {
    fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        if self.depth >= MAX_DEPTH {
            Err(E::custom(DEEP))
        } else {
            Ok(Self { depth: self.depth + 1 })
        }
    }
}

impl<'de> Visitor<'de> for Seed {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Deserialize::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let seed = self.deeper()?;
        let mut list = Vec::new();
        while let Some(item) = access.next_element_seed(seed)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let seed = self.deeper()?;
        let mut map = Map::new();
        while let Some(name) = access.next_key::<String>()? {
            if FORBIDDEN.contains(&name.as_str()) {
                return Err(serde::de::Error::custom(KEYWORD));
            }
            let value = access.next_value_seed(seed)?;
            if map.insert(name, value).is_some() {
                return Err(serde::de::Error::custom(DUPLICATE));
            }
        }
        Ok(Value::Object(map))
    }
}
