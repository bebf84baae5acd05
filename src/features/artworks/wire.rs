//! An artwork as other servers read it: a note whose replies are its public memory, with the record machines read.

use parvis_federation::{
    Audience, Iri, Visibility, WireError, collection,
    object::{Artwork as WireArtwork, ArtworkRecord, Attachment, Note},
};
use serde_json::Value;

use super::model::Artwork;
use crate::{
    kernel::{
        config::Config,
        error::{Error, Result},
        i18n::{self, Lang},
        text,
    },
    platform::{actors::Actor, feature::Echo, media::pictures::Picture, objects::Object},
};

/// How many pictures ride in the note: Mastodon shows four.
const PICTURES: usize = 4;

/// Everything a document is made from.
pub(super) struct Described<'a> {
    /// For addresses.
    pub(super) config: &'a Config,
    /// The row with the address.
    pub(super) object: &'a Object,
    /// Who published it: the venue.
    pub(super) author: &'a Actor,
    /// What the catalogue says.
    pub(super) artwork: &'a Artwork,
    /// Its pictures, in order.
    pub(super) pictures: &'a [Picture],
    /// The place it is kept in.
    pub(super) place_iri: Option<String>,
    /// What people did with it.
    pub(super) echo: Echo,
    /// The languages of the venue, the main one first.
    pub(super) languages: &'a [Lang],
}

impl Described<'_> {
    /// The document.
    pub(super) fn document(&self) -> Result<Value> {
        self.build().map(|artwork| artwork.to_json()).map_err(Error::internal)
    }

    fn build(&self) -> Result<WireArtwork, WireError> {
        let id = Iri::parse(&self.object.iri)?;
        let part = |name: &str| Iri::parse(&format!("{id}/{name}"));
        let followers = self.author.followers.as_deref().unwrap_or(&self.author.iri);
        let audience = Audience::build(Visibility::Public, &Iri::parse(followers)?, &[]);
        let published = self.object.published_at.utc();
        let mut note = Note::new(id.clone(), Iri::parse(&self.author.iri)?, audience, published);
        note.updated = self.object.updated_at.map(|at| at.utc());
        note.content =
            self.languages.iter().map(|lang| (lang.to_string(), self.content(*lang))).collect();
        note.url = Some(Iri::parse(&self.object.url)?);
        note.attachments = self.attachments()?;
        note.context =
            Some(Iri::parse(&self.config.address(&format!("/contexts/{}", self.object.id)))?);
        let counted = |n: i64| u64::try_from(n).unwrap_or(0);
        note.replies = Some(part("replies")?.as_str().into());
        note.likes = Some(collection::count(&part("likes")?, counted(self.echo.likes)));
        note.shares = Some(collection::count(&part("shares")?, counted(self.echo.boosts)));
        note.quotable = true;
        Ok(WireArtwork { note, record: self.record(part("linked-art")?)? })
    }

    fn record(&self, id: Iri) -> Result<ArtworkRecord, WireError> {
        let facts = &self.artwork.facts;
        let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Ok(ArtworkRecord {
            id,
            name: facts.title.clone(),
            date_created: said(&facts.date),
            art_medium: said(&facts.technique),
            creator: said(&facts.artist),
            identifier: said(&facts.inventory),
            location: self.place_iri.as_deref().map(Iri::parse).transpose()?,
        })
    }

    fn attachments(&self) -> Result<Vec<Attachment>, WireError> {
        let main = self.languages.first().copied().unwrap_or(Lang::Fr);
        self.pictures
            .iter()
            .take(PICTURES)
            .map(|picture| {
                let url = Iri::parse(&self.config.address(&picture.media.path()))?;
                let side = |pixels: i32| u32::try_from(pixels).ok();
                Ok(Attachment {
                    width: side(picture.media.width),
                    height: side(picture.media.height),
                    blurhash: Some(picture.media.blurhash.clone()),
                    ..Attachment::image(url, &picture.media.mime, picture.alt(main))
                })
            })
            .collect()
    }

    /// The label and the text, as everybody reads them everywhere: peers show nothing but this.
    fn content(&self, lang: Lang) -> String {
        let facts = &self.artwork.facts;
        let e = text::escape;
        let mut label = format!("<p><strong>{}</strong>", e(&facts.title));
        if !facts.date.is_empty() {
            label.push_str(&format!(", {}", e(&facts.date)));
        }
        let size = [facts.technique.as_str(), facts.dimensions.as_str()];
        let made = joined(&size, ", ");
        let second = joined(&[&facts.artist, &made], " · ");
        if !second.is_empty() {
            label.push_str(&format!("<br>{}", e(&second)));
        }
        label.push_str("</p>");
        let (description, _) = facts.description(lang);
        let description = text::markdown_to_html(description);
        let more = i18n::text(lang, "artworks-read-on", &i18n::Args::new());
        format!(
            "{label}{}<p><a href=\"{}\" rel=\"nofollow noopener\">{}</a></p>",
            description.trim(),
            e(&self.object.url),
            e(&more),
        )
    }
}

fn joined(parts: &[&str], between: &str) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(between)
}
