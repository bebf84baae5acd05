//! A question of ours with one answer to choose: a poll as Mastodon and GoToSocial show and answer it.
//!
//! For what is asked of one person or of everybody. Always has an `endTime`: servers let nobody vote in what never
//! closes. Never changes its options once it was sent, or votes are lost.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use super::Tag;
use crate::audience::Audience;
use crate::context::{Family, context};
use crate::iri::Iri;
use crate::lenient::write_time;

/// A question as we write it.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Its address.
    pub id: Iri,
    /// Who asks.
    pub attributed_to: Iri,
    /// Whom.
    pub audience: Audience,
    /// When.
    pub published: DateTime<Utc>,
    /// Until when it can be answered.
    pub ends: DateTime<Utc>,
    /// The question in each language, HTML, the main one first.
    pub content: Vec<(String, String)>,
    /// What it answers.
    pub in_reply_to: Option<Iri>,
    /// Mentions.
    pub tags: Vec<Tag>,
    /// What can be chosen, with how many did.
    pub options: Vec<(String, u32)>,
}

impl Question {
    /// The document with its `@context`.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut document = Map::new();
        document.insert("@context".into(), context(Family::Poll));
        document.insert("id".into(), (&self.id).into());
        document.insert("type".into(), "Question".into());
        document.insert("attributedTo".into(), (&self.attributed_to).into());
        self.audience.write(&mut document);
        if let Some(parent) = &self.in_reply_to {
            document.insert("inReplyTo".into(), parent.into());
        }
        document.insert("published".into(), write_time(self.published).into());
        let content = self.content.first().map(|(_, html)| html.as_str()).unwrap_or_default();
        document.insert("content".into(), content.into());
        let map: Map<String, Value> = self
            .content
            .iter()
            .map(|(language, html)| (language.clone(), html.as_str().into()))
            .collect();
        document.insert("contentMap".into(), Value::Object(map));
        document.insert("sensitive".into(), false.into());
        let options = self.options.iter().map(|(name, votes)| {
            json!({
                "type": "Note",
                "name": name,
                "replies": { "type": "Collection", "totalItems": votes },
            })
        });
        document.insert("oneOf".into(), options.collect());
        document.insert("endTime".into(), write_time(self.ends).into());
        let voters: u32 = self.options.iter().map(|(_, votes)| votes).sum();
        document.insert("votersCount".into(), voters.into());
        document.insert("attachment".into(), Value::Array(Vec::new()));
        document.insert("tag".into(), self.tags.iter().map(Tag::to_json).collect());
        Value::Object(document)
    }
}
