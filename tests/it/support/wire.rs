//! Things of this venue that the network hears of, and people of other servers who listen.

use diesel::prelude::*;
use parvis::{
    kernel::id::Id,
    platform::{
        actors::{self, Actor, ActorKind, Standing},
        objects::{self, Mint, Object, State, Visibility},
    },
    schema::{follows, traces},
};

use super::{Person, Remote, TestApp};

impl TestApp {
    /// The venue's actor.
    pub fn venue(&self) -> Id {
        self.app.venue().actor_id.unwrap()
    }

    /// Makes somebody of another server a follower of the venue, reached at their server's shared inbox.
    pub async fn follower(&self, person: &Person, remote: &Remote) -> Id {
        let shared = format!("{}/inbox", remote.base);
        self.follower_at(person, &person.inbox(), Some(shared)).await
    }

    /// Makes somebody a follower of the venue.
    pub async fn follower_at(&self, person: &Person, inbox: &str, shared: Option<String>) -> Id {
        let (person, inbox, venue) = (person.clone(), inbox.to_owned(), self.venue());
        self.app
            .write(move |tx| {
                let actor = Actor {
                    id: tx.new_id(),
                    iri: person.iri.clone(),
                    kind: ActorKind::Person,
                    local: false,
                    handle: person.handle.clone(),
                    domain: person.host.clone(),
                    name: person.handle.clone(),
                    summary_html: String::new(),
                    url: person.iri.clone(),
                    inbox: inbox.clone(),
                    shared_inbox: shared.clone(),
                    outbox: None,
                    followers: None,
                    following: None,
                    featured: None,
                    icon_url: None,
                    icon_media_id: None,
                    image_url: None,
                    fields: "[]".to_owned(),
                    also_known_as: "[]".to_owned(),
                    moved_to: None,
                    discoverable: true,
                    approves_followers: false,
                    rfc9421: false,
                    standing: Standing::Good,
                    created_at: tx.now,
                    updated_at: tx.now,
                    fetched_at: Some(tx.now),
                    deleted_at: None,
                };
                actors::insert(tx.conn, &actor)?;
                diesel::insert_into(follows::table)
                    .values((
                        follows::id.eq(tx.new_id()),
                        follows::follower_id.eq(actor.id),
                        follows::followed_id.eq(venue),
                        follows::activity_iri.eq(format!("{}#follow", person.iri)),
                        follows::state.eq("accepted"),
                        follows::created_at.eq(tx.now),
                    ))
                    .execute(tx.conn)?;
                Ok(actor.id)
            })
            .await
            .unwrap()
    }

    /// Words of the venue, published at once when they are to be shown.
    pub async fn trace(
        &self,
        words: &str,
        visibility: Visibility,
        state: State,
        parent: Option<&Object>,
    ) -> Object {
        self.trace_by(self.venue(), words, visibility, state, parent).await
    }

    /// The same by anybody of the place.
    pub async fn trace_by(
        &self,
        author: Id,
        words: &str,
        visibility: Visibility,
        state: State,
        parent: Option<&Object>,
    ) -> Object {
        let (words, parent) = (words.to_owned(), parent.cloned());
        self.app
            .write(move |tx| {
                let mint = Mint {
                    kind: "trace",
                    author,
                    visibility,
                    state,
                    path: "/traces/{id}",
                    parent: parent.as_ref(),
                };
                let object = objects::mint(tx, &mint)?;
                diesel::insert_into(traces::table)
                    .values((
                        traces::id.eq(object.id),
                        traces::subject_id.eq(parent.as_ref().map(|parent| parent.id)),
                        traces::body_html.eq(format!("<p>{words}</p>")),
                        traces::body_text.eq(&words),
                        traces::fold_id.eq(object.id),
                        traces::warning.eq(""),
                        traces::language.eq("fr"),
                        traces::source.eq(&words),
                    ))
                    .execute(tx.conn)?;
                if state == State::Published {
                    objects::announce(tx, object.id)?;
                }
                Ok(object)
            })
            .await
            .unwrap()
    }

    /// Withdraws an object.
    pub async fn withdraw(&self, id: Id) {
        self.app.write(move |tx| objects::withdraw(tx, id)).await.unwrap();
    }
}
