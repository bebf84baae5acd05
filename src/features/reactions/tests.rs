//! What counts as a like and what as an emoji.

use serde_json::json;

use super::{model::emoji, wire};

#[test]
fn hearts_and_thumbs_are_likes_and_other_emoji_are_kept() {
    let cases = [
        (None, None),
        (Some(""), None),
        (Some("❤"), None),
        (Some("❤️"), None),
        (Some("👍"), None),
        (Some("🔥"), Some("🔥")),
        (Some(":museum:"), Some(":museum:")),
        (Some("<b>🎉</b>"), Some("🎉")),
    ];
    for (said, kept) in cases {
        assert_eq!(emoji(said).as_deref(), kept, "{said:?}");
    }
}

#[test]
fn an_endless_emoji_is_shortened() {
    let kept = emoji(Some(&"x".repeat(10_000))).unwrap();
    assert_eq!(kept.chars().count(), 64);
}

#[test]
fn every_dialect_of_reaction_is_read() {
    let activity = |extra: serde_json::Value| {
        let mut document = json!({
            "id": "https://a.example/1", "actor": "https://a.example/u", "object": "https://b.example/o",
        });
        document.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        wire::emoji_of(&document)
    };
    assert_eq!(activity(json!({ "type": "Like" })), None);
    let pleroma = json!({ "type": "EmojiReact", "content": "🌊" });
    assert_eq!(activity(pleroma).as_deref(), Some("🌊"));
    let misskey = json!({ "type": "Like", "_misskey_reaction": ":wave:" });
    assert_eq!(activity(misskey).as_deref(), Some(":wave:"));
}
