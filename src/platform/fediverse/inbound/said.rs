//! What an activity says in words: read once for every noun, while nobody waits for the writer.
//!
//! Only what may be believed comes here. Never decides what is shown.

use parvis_federation::{Post, Verb, activity::Activity};
use tokio::task::JoinError;

use crate::kernel::text;

/// Cleaning takes longer the more there is: from here on it is not done where others wait their turn.
const LONG: usize = 16 * 1024;

/// A post of somebody else's.
#[derive(Clone, Debug)]
pub struct Said {
    /// As it was sent.
    pub post: Post,
    /// Its content, fit to be shown.
    pub html: String,
    /// The words of that.
    pub text: String,
}

impl Said {
    /// Reads a post.
    pub fn new(post: Post) -> Self {
        let html = text::clean_html(post.content.as_deref().unwrap_or_default());
        let text = text::html_to_text(&html);
        Self { post, html, text }
    }
}

/// Reads the post an activity makes or changes; none when it is about something else. Fails only when the process ends
/// meanwhile, or a reader panics: the activity is then tried again.
pub(super) async fn read(activity: &Activity) -> Result<Option<Said>, JoinError> {
    let Some(post) = post(activity) else { return Ok(None) };
    if post.content.as_ref().is_none_or(|content| content.len() < LONG) {
        return Ok(Some(Said::new(post)));
    }
    tokio::task::spawn_blocking(|| Said::new(post)).await.map(Some)
}

fn post(activity: &Activity) -> Option<Post> {
    if !matches!(activity.verb, Verb::Create | Verb::Update) {
        return None;
    }
    let item = activity.first_object()?;
    let id = item.id().filter(|id| id.same_origin(&activity.actor))?;
    let document = item.embedded()?;
    Post::parse(document).ok().filter(|post| post.id == id)
}
