//! The scene of an attack: a venue with a work, an honest server, a wicked one, and what must hold in the end.

use parvis::platform::fediverse::{network::Terms, peers};
use parvis_federation::iri::Iri;
use serde_json::{Value, json};

use super::Ended;
use crate::{
    support::{Person, Remote},
    voices::{Hung, hung_on},
};

/// A venue under attack. Everybody in it is known here already, so that whatever changes, changes because of the
/// attack.
pub struct Siege {
    pub hung: Hung,
    /// An honest server, where dave and eve live.
    pub victim: Remote,
    pub dave: Person,
    pub eve: Person,
    /// A server that does what it likes, where mallory lives.
    pub evil: Remote,
    pub mallory: Person,
    before: Vec<String>,
}

impl Siege {
    pub async fn new() -> Self {
        Self::on(Terms::default()).await
    }

    pub async fn on(terms: Terms) -> Self {
        let hung = hung_on(terms).await;
        let victim = hung.test.remote("victim").await;
        let evil = hung.test.remote("evil").await;
        let (dave, eve) = (victim.person("dave"), victim.person("eve"));
        let mallory = evil.person("mallory");
        for person in [&dave, &eve, &mallory] {
            let iri = Iri::parse(&person.iri).unwrap();
            peers::get_or_fetch(&hung.test.app, &iri).await.unwrap();
        }
        hung.test.settle().await;
        let before = hung.test.state().await;
        victim.forget();
        evil.forget();
        Self { hung, victim, dave, eve, evil, mallory, before }
    }

    /// What happened so far was no attack: from here on it is compared.
    pub async fn start_again(&mut self) {
        self.hung.test.settle().await;
        self.before = self.hung.test.state().await;
        self.victim.forget();
        self.evil.forget();
    }

    /// Lets everything come to rest and compares the whole state with what it was.
    pub async fn assert_unchanged(&self, after: &str) {
        let changes = self.changes().await;
        assert!(changes.is_empty(), "after {after}:\n{}", changes.join("\n"));
    }

    /// The lines that came (+) and went (-).
    pub async fn changes(&self) -> Vec<String> {
        self.hung.test.settle().await;
        let after = self.hung.test.state().await;
        let gone = self.before.iter().filter(|line| after.binary_search(line).is_err());
        let came = after.iter().filter(|line| self.before.binary_search(line).is_err());
        gone.map(|line| format!("- {line}")).chain(came.map(|line| format!("+ {line}"))).collect()
    }

    /// Mallory sends an activity, properly signed. It may be taken or refused, but never be our fault.
    pub async fn mallory_sends(&self, activity: &Value) -> u16 {
        let status = self.evil.deliver(&self.mallory, activity).await;
        assert!(matches!(status, 202 | 400 | 401 | 403), "{status} for {activity}");
        self.hung.test.settle().await;
        status
    }

    /// The same, and nothing may have changed.
    pub async fn mallory_gains_nothing(&self, activity: &Value) {
        self.mallory_sends(activity).await;
        self.assert_unchanged(&activity.to_string()).await;
    }

    /// An activity of mallory's about anything.
    pub fn by_mallory(&self, verb: &str, object: &Value) -> Value {
        self.evil.wrap(verb, &self.mallory, object)
    }

    /// A public Note of dave's under the work, received and shown.
    pub async fn dave_says(&self, id: &str, html: &str) -> Value {
        let note = self.hung.reply(&self.victim, &self.dave, id, html).await;
        // As its origin serves it.
        let mut served = note.clone();
        served["@context"] = json!("https://www.w3.org/ns/activitystreams");
        self.victim.serve(&format!("/notes/{id}"), &served);
        note
    }

    /// How often a path of a server was asked for since the attack began.
    pub fn asked(remote: &Remote, path: &str) -> usize {
        remote.seen().iter().filter(|seen| seen.path.starts_with(path)).count()
    }

    /// What holds after every attack: see [`Ended::well`].
    pub async fn ended(&self) -> Ended {
        Ended::well(&self.hung.test, &[&self.victim.base, &self.evil.base]).await
    }
}
