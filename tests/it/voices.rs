//! What the tests of traces, reactions, follows and moderation share: a venue with a work, people who look.

use diesel::prelude::*;
use parvis::{
    features::artworks::{self, Draft, Facts},
    kernel::id::Id,
    platform::{
        fediverse::network::Terms,
        objects::{self, Object},
        venue::Venue,
    },
    schema,
};
use serde_json::{Value, json};

use crate::support::{Browser, PASSWORD, Person, Remote, TestApp};

/// The instance actor: the server itself.
pub const SERVER: &str = "http://musee.test/actor";

pub const VENUE: &str = "http://musee.test/actors/musee";
pub const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

/// A venue with one work, and its page.
pub struct Hung {
    pub test: TestApp,
    pub artwork: Object,
    pub page: String,
}

pub async fn hung() -> Hung {
    hung_on(Terms::default()).await
}

/// The same, with other terms for other servers.
pub async fn hung_on(terms: Terms) -> Hung {
    furnish(TestApp::on(terms).await).await
}

/// The same, in a venue that sends mail.
pub async fn hung_with_mail() -> Hung {
    furnish(TestApp::with_mail().await).await
}

async fn furnish(test: TestApp) -> Hung {
    let draft = Draft {
        facts: Facts {
            inventory: "1963.4".to_owned(),
            title: "Les Rives basses".to_owned(),
            artist: "Anna Delorme".to_owned(),
            ..Facts::default()
        },
        on_show: true,
        ..Draft::default()
    };
    let artwork = test
        .app
        .write(move |tx| {
            let made = artworks::publish(tx, &draft)?;
            Ok(objects::find(tx.conn, made.id)?.unwrap())
        })
        .await
        .unwrap();
    test.settle().await;
    let page = artwork.url.replace("http://musee.test", "");
    Hung { test, artwork, page }
}

impl Hung {
    /// A member who is signed in.
    pub async fn member(&self, handle: &str) -> Browser {
        let mut browser = self.test.browser();
        let email = format!("{handle}@example.org");
        let fields = [
            ("name", handle),
            ("handle", handle),
            ("email", email.as_str()),
            ("password", PASSWORD),
            ("agree", "1"),
        ];
        let answer = browser.post("/inscription", &fields).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        let fields = [("login", email.as_str()), ("password", PASSWORD)];
        let answer = browser.post("/connexion", &fields).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        browser
    }

    /// What a visitor without an account reads on the page of the work.
    pub async fn read(&self) -> String {
        let answer = self.test.browser().get(&self.page).await;
        assert_eq!(answer.status, 200);
        answer.text()
    }

    /// Delivers an activity and lets everything come to rest; says what became of it.
    pub async fn deliver(&self, remote: &Remote, person: &Person, activity: &Value) -> String {
        assert_eq!(remote.deliver(person, activity).await, 202);
        self.test.settle().await;
        let id = activity["id"].as_str().unwrap().to_owned();
        self.test
            .query(move |conn| {
                schema::inbound::table
                    .filter(schema::inbound::activity_iri.eq(id))
                    .select(schema::inbound::state)
                    .first(conn)
            })
            .await
    }

    /// A reply to the work by somebody elsewhere; returns its note.
    pub async fn reply(&self, remote: &Remote, person: &Person, id: &str, html: &str) -> Value {
        let note = remote.note(person, id, &self.artwork.iri, html);
        let outcome = self.deliver(remote, person, &remote.create(person, &note)).await;
        assert_eq!(outcome, "applied");
        note
    }

    /// Changes the venue's settings.
    pub async fn decide(&self, change: fn(&mut Venue)) {
        let mut venue = (*self.test.app.venue()).clone();
        change(&mut venue);
        self.test.app.write(move |tx| venue.save(tx)).await.unwrap();
        self.test.app.reload_venue().await.unwrap();
    }

    /// The object with this address.
    /// The key of the member of this name.
    pub async fn actor_named(&self, handle: &'static str) -> Id {
        self.test
            .query(move |conn| {
                let actors = schema::actors::table.filter(schema::actors::handle.eq(handle));
                actors.filter(schema::actors::local.eq(true)).select(schema::actors::id).first(conn)
            })
            .await
    }

    pub async fn object(&self, iri: &str) -> Object {
        let iri = iri.to_owned();
        let found = self.test.app.read(move |conn| objects::find_by_iri(conn, &iri)).await;
        found.unwrap().expect("an object we know")
    }

    /// The trace that says exactly this.
    pub async fn trace(&self, text: &str) -> Object {
        let text = text.to_owned();
        let id: Id = self
            .test
            .query(move |conn| {
                schema::traces::table
                    .filter(schema::traces::body_text.eq(text))
                    .select(schema::traces::id)
                    .first(conn)
            })
            .await;
        let found = self.test.app.read(move |conn| objects::find(conn, id)).await;
        found.unwrap().unwrap()
    }

    /// How many deliveries were ever made from the outbox.
    pub async fn told(&self) -> i64 {
        self.test.query(|conn| schema::outbound::table.count().get_result(conn)).await
    }
}

/// The same activity under another address, as a second one of its kind.
pub fn again(activity: &Value, name: &str) -> Value {
    let mut second = activity.clone();
    second["id"] = json!(format!("{}-{name}", activity["id"].as_str().unwrap()));
    second
}

/// A follow of the venue.
pub fn follow(remote: &Remote, person: &Person) -> Value {
    follow_of(remote, person, VENUE)
}

/// A follow of any actor of ours.
pub fn follow_of(remote: &Remote, person: &Person, whom: &str) -> Value {
    let mut follow = remote.wrap("Follow", person, &json!(whom));
    follow["to"] = json!([whom]);
    follow
}
