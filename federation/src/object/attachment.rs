//! Pictures, sounds and links that hang on an object.
//!
//! For posts and actors, both ways. Never fetches; a media type that is not said is guessed from the address and only that.

use serde_json::{Map, Value, json};

use crate::iri::Iri;
use crate::lenient;

/// The most attachments read of one object.
pub(super) const MANY: usize = 32;

/// A piece of media or a link attached to an object.
#[derive(Debug, Clone, PartialEq)]
pub struct Attachment {
    /// Its `type`: `Image`, `Document`, `Video`, `Audio`, `Link`…
    pub kind: String,
    /// Where it is.
    pub url: Iri,
    /// Its media type; guessed from the address when the document does not say.
    pub media_type: Option<String>,
    /// The text for those who cannot see or hear it.
    pub name: Option<String>,
    /// Width in pixels.
    pub width: Option<u32>,
    /// Height in pixels.
    pub height: Option<u32>,
    /// A blurred preview.
    pub blurhash: Option<String>,
    /// The point to keep in sight when cropping, each coordinate from -1 to 1.
    pub focal_point: Option<(f64, f64)>,
}

impl Attachment {
    /// A picture of ours.
    #[must_use]
    pub fn image(url: Iri, media_type: &str, name: &str) -> Self {
        Self::new("Image", url, media_type, name)
    }

    /// Any media of ours; `kind` is `Image`, `Document`, `Video` or `Audio`.
    #[must_use]
    pub fn new(kind: &str, url: Iri, media_type: &str, name: &str) -> Self {
        Self {
            kind: kind.to_owned(),
            url,
            media_type: Some(media_type.to_owned()),
            name: Some(name.to_owned()),
            width: None,
            height: None,
            blurhash: None,
            focal_point: None,
        }
    }

    /// Reads one attachment; `None` when it leads nowhere.
    #[must_use]
    pub fn parse(value: &Value) -> Option<Self> {
        let (url, link) = address(value)?;
        let said = |member: &str| {
            lenient::text(value, member)
                .or_else(|| link.and_then(|link| lenient::text(link, member)))
        };
        let side = |member: &str| {
            let side = value.get(member).or_else(|| link.and_then(|link| link.get(member)))?;
            lenient::integer(side).and_then(|side| u32::try_from(side).ok())
        };
        Some(Self {
            kind: lenient::kind(value).unwrap_or_else(|| "Document".to_owned()),
            media_type: said("mediaType")
                .map(|kind| kind.to_ascii_lowercase())
                .or_else(|| guess(&url).map(str::to_owned)),
            name: said("name").or_else(|| said("summary")),
            width: side("width"),
            height: side("height"),
            blurhash: said("blurhash"),
            focal_point: focal_point(value),
            url,
        })
    }

    /// Reads all attachments of an object, in any shape; profile lines and what leads nowhere are left out.
    #[must_use]
    pub fn parse_all(object: &Value) -> Vec<Self> {
        let all = object.get("attachment").map(lenient::items).unwrap_or_default();
        all.into_iter()
            .filter(|one| lenient::kind(one).as_deref() != Some("PropertyValue"))
            .filter_map(Self::parse)
            .take(MANY)
            .collect()
    }

    /// Writes it. Its `name` is always present, because peers fail without one; a link has its address in `href`.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut object = Map::new();
        object.insert("type".into(), self.kind.as_str().into());
        if let Some(media_type) = &self.media_type {
            object.insert("mediaType".into(), media_type.as_str().into());
        }
        object.insert(if self.kind == "Link" { "href" } else { "url" }.into(), (&self.url).into());
        object.insert("name".into(), self.name.as_deref().unwrap_or_default().into());
        for (member, side) in [("width", self.width), ("height", self.height)] {
            if let Some(side) = side {
                object.insert(member.into(), side.into());
            }
        }
        if let Some(blurhash) = &self.blurhash {
            object.insert("blurhash".into(), blurhash.as_str().into());
        }
        if let Some((x, y)) = self.focal_point {
            object.insert("focalPoint".into(), json!([x, y]));
        }
        Value::Object(object)
    }

    /// Tells whether it is a picture, judged by its media type first.
    #[must_use]
    pub fn is_image(&self) -> bool {
        self.media_type.as_deref().map_or(self.kind == "Image", |kind| kind.starts_with("image/"))
    }

    /// Tells whether it is a sound, judged by its media type first.
    #[must_use]
    pub fn is_audio(&self) -> bool {
        self.media_type.as_deref().map_or(self.kind == "Audio", |kind| kind.starts_with("audio/"))
    }

    /// Tells whether it is something to show or play, not a link to follow.
    #[must_use]
    pub fn is_media(&self) -> bool {
        match &self.media_type {
            Some(kind) => {
                ["image/", "video/", "audio/"].iter().any(|start| kind.starts_with(start))
            }
            None => matches!(self.kind.as_str(), "Image" | "Video" | "Audio"),
        }
    }
}

/// The address of an attachment, and the `Link` it stands in. Of several links the first that is a picture, a film or a sound is taken.
fn address(value: &Value) -> Option<(Iri, Option<&Value>)> {
    if let Value::String(text) = value {
        return Iri::parse(text).ok().map(|url| (url, None));
    }
    let links: Vec<&Value> = ["url", "href"]
        .iter()
        .filter_map(|member| value.get(*member))
        .flat_map(lenient::items)
        .collect();
    let is_media = |link: &&&Value| {
        lenient::text(link, "mediaType").is_some_and(|kind| {
            ["image/", "video/", "audio/"].iter().any(|start| kind.starts_with(start))
        })
    };
    let link = links.iter().find(is_media).or_else(|| links.first())?;
    let url = Iri::parse(&lenient::first_id(link)?).ok()?;
    Some((url, link.is_object().then_some(*link)))
}

fn focal_point(value: &Value) -> Option<(f64, f64)> {
    let point = value.get("focalPoint")?;
    let mut sides = lenient::items(point).into_iter().filter_map(lenient::number);
    let (x, y) = (sides.next()?, sides.next()?);
    (x.abs() <= 1.0 && y.abs() <= 1.0).then_some((x, y))
}

fn guess(url: &Iri) -> Option<&'static str> {
    let path = url.path();
    let name = path.rsplit('/').next().unwrap_or_default();
    let (_, extension) = name.rsplit_once('.')?;
    Some(match extension.to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "mp4" | "m4v" => "video/mp4",
        "webm" => "video/webm",
        "mov" => "video/quicktime",
        "mp3" => "audio/mpeg",
        "ogg" | "oga" | "opus" => "audio/ogg",
        "wav" => "audio/wav",
        "flac" => "audio/flac",
        "m4a" => "audio/mp4",
        _ => return None,
    })
}

/// The picture of an actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// Where it is.
    pub url: Iri,
    /// Its media type.
    pub media_type: Option<String>,
    /// Its description.
    pub name: Option<String>,
}

impl Image {
    /// Reads a picture: a string, an object or the first of an array.
    #[must_use]
    pub fn parse(value: &Value) -> Option<Self> {
        let one = lenient::items(value).into_iter().find_map(Attachment::parse)?;
        Some(Self { url: one.url, media_type: one.media_type, name: one.name })
    }

    /// Writes it as one object with a string `url` and a `name`, which may be empty.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut object = Map::new();
        object.insert("type".into(), "Image".into());
        if let Some(media_type) = &self.media_type {
            object.insert("mediaType".into(), media_type.as_str().into());
        }
        object.insert("url".into(), (&self.url).into());
        object.insert("name".into(), self.name.as_deref().unwrap_or_default().into());
        Value::Object(object)
    }
}
