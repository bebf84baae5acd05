//! Who comes to what in the demo museum: by every way that needs no other server, some of them waiting for a seat.

use std::collections::HashMap;

use anyhow::Context as _;
use serde::Deserialize;

use super::content;
use crate::{
    features::{
        attendance::{self, Channel, Claim, Who, Wish},
        events,
    },
    kernel::{error::Error, i18n::Lang},
    platform::{actors::Actor, app::App},
};

#[derive(Deserialize)]
struct Answers {
    answer: Vec<Answered>,
}

/// An answer as the file writes it.
#[derive(Clone, Deserialize)]
struct Answered {
    event: String,
    author: String,
    #[serde(default)]
    email: String,
    channel: Channel,
    wish: Wish,
    people: i32,
}

/// Gives every answer, by the rule that judges everybody's.
pub(super) async fn give(app: &App, people: &HashMap<String, Actor>) -> anyhow::Result<()> {
    let all = toml::from_str::<Answers>(&content::text("answers.toml")?)?.answer;
    for one in all {
        let who = match one.channel {
            Channel::Member | Channel::Poll => {
                let actor = people.get(&one.author);
                Who::Actor(actor.with_context(|| format!("nobody is called {}", one.author))?.id)
            }
            _ => Who::Email(one.email.clone()),
        };
        let claim = Claim {
            people: one.people,
            name: one.author.clone(),
            ..Claim::new(who, one.wish, one.channel, Lang::Fr)
        };
        let taken = app
            .write(move |tx| {
                let event = events::find_by_slug(tx.conn, &one.event)?.ok_or(Error::NotFound)?;
                attendance::answer(tx, event.id, &claim)
            })
            .await
            .map_err(|e| anyhow::anyhow!(super::super::in_words(&e)))?;
        taken.map_err(|refusal| anyhow::anyhow!("{}", refusal.why()))?;
    }
    Ok(())
}
