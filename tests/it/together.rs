//! Activities that come together are worked on together, and come to what they would one after the other.

use diesel::prelude::*;
use parvis::{
    kernel::{
        db::Kind,
        error::{Error, Result},
        id::Id,
    },
    platform::{
        app::Tx,
        feature::{Feature, Inbound, Outcome},
        fediverse::inbound::{self, queue},
    },
    schema,
};
use parvis_federation::Verb;
use serde_json::{Value, json};

use crate::{
    support::{Person, Remote},
    voices::{Hung, again, hung},
};

/// Delivers all of it before anything is worked on, and lets everything come to rest.
async fn deliver(h: &Hung, remote: &Remote, activities: &[(&Person, &Value)]) {
    for (person, activity) in activities {
        assert_eq!(remote.deliver(person, activity).await, 202);
    }
    h.test.settle().await;
    h.test.assert_no_failed_jobs().await;
}

/// What became of an activity.
async fn state(h: &Hung, activity: &Value) -> (String, String) {
    let id = activity["id"].as_str().unwrap().to_owned();
    h.test
        .query(move |conn| {
            schema::inbound::table
                .filter(schema::inbound::activity_iri.eq(id))
                .select((schema::inbound::state, schema::inbound::outcome))
                .first(conn)
        })
        .await
}

fn applied() -> (String, String) {
    ("applied".to_owned(), String::new())
}

/// How many traces are kept.
async fn traces(h: &Hung) -> i64 {
    h.test.query(|conn| schema::traces::table.count().get_result(conn)).await
}

/// Makes the actors known, so that nothing of theirs waits for their documents.
async fn introduce(h: &Hung, remote: &Remote, people: &[Person]) {
    for (n, person) in people.iter().enumerate() {
        let note = remote.note(person, &format!("hello-{n}"), &h.artwork.iri, "<p>Bonjour</p>");
        deliver(h, remote, &[(person, &remote.create(person, &note))]).await;
    }
}

/// Each of them says something, in reply to this.
fn each_says(
    remote: &Remote,
    people: &[Person],
    reply_to: &str,
    text: impl Fn(usize) -> String,
) -> Vec<Value> {
    let says = |(n, person)| {
        let html = format!("<p>{}</p>", text(n));
        remote.create(person, &remote.note(person, &format!("n{n}"), reply_to, &html))
    };
    people.iter().enumerate().map(says).collect()
}

#[tokio::test]
async fn words_of_many_people_that_come_together_are_all_there_and_each_once() {
    let h = hung().await;
    let remote = h.test.remote("mastodon").await;
    let people: Vec<Person> = (0..12).map(|n| remote.person(&format!("p{n}"))).collect();
    introduce(&h, &remote, &people).await;
    let before = traces(&h).await;
    let said = each_says(&remote, &people, &h.artwork.iri, |n| format!("Le mot {n} de tous"));
    // The same post under another name, as relays and impatient servers send it.
    let again = again(&said[7], "again");
    let mut all: Vec<(&Person, &Value)> = people.iter().zip(&said).collect();
    all.push((&people[7], &again));
    deliver(&h, &remote, &all).await;
    assert_eq!(traces(&h).await, before + 12);
    for activity in said.iter().chain([&again]) {
        assert_eq!(state(&h, activity).await, applied());
    }
    let page = h.read().await;
    assert!(page.contains("Le mot 0 de tous") && page.contains("Le mot 11 de tous"));
}

#[tokio::test]
async fn an_answer_that_comes_together_with_what_it_answers_stands_below_it() {
    let h = hung().await;
    let remote = h.test.remote("mastodon").await;
    let people: Vec<Person> = (0..6).map(|n| remote.person(&format!("p{n}"))).collect();
    introduce(&h, &remote, &people).await;
    // A chain of answers, each by somebody else, in a crowd of words that answer the work.
    let mut above = h.artwork.iri.clone();
    let mut said = Vec::new();
    for (n, person) in people.iter().enumerate() {
        let note =
            remote.note(person, &format!("chain-{n}"), &above, &format!("<p>Maillon {n}</p>"));
        above = note["id"].as_str().unwrap().to_owned();
        said.push(remote.create(person, &note));
    }
    let all: Vec<(&Person, &Value)> = people.iter().zip(&said).collect();
    deliver(&h, &remote, &all).await;
    for pair in said.windows(2) {
        let (parent, child) = (pair[0]["object"]["id"].clone(), pair[1]["object"]["id"].clone());
        let found: Option<String> = h
            .test
            .query(move |conn| {
                schema::objects::table
                    .filter(schema::objects::iri.eq(child.as_str().unwrap()))
                    .select(schema::objects::parent_iri)
                    .first(conn)
            })
            .await;
        assert_eq!(found.as_deref(), parent.as_str());
    }
}

#[tokio::test]
async fn words_that_come_together_with_their_own_end_are_gone() {
    let h = hung().await;
    let remote = h.test.remote("mastodon").await;
    let people: Vec<Person> = (0..4).map(|n| remote.person(&format!("p{n}"))).collect();
    introduce(&h, &remote, &people).await;
    let note =
        |n: usize| remote.note(&people[n], &format!("n{n}"), &h.artwork.iri, "<p>Un mot</p>");
    let said: Vec<Value> = (0..4).map(|n| remote.create(&people[n], &note(n))).collect();
    let ends: Vec<Value> = (1..3)
        .map(|n| remote.wrap("Delete", &people[n], &json!(note(n)["id"].as_str().unwrap())))
        .collect();
    let mut edit = note(3);
    edit["content"] = json!("<p>Un mot changé</p>");
    edit["updated"] = json!(h.test.app.now().plus(std::time::Duration::from_secs(1)).rfc3339());
    let edit = remote.wrap("Update", &people[3], &edit);
    let mut all: Vec<(&Person, &Value)> = people.iter().zip(&said).collect();
    all.extend([(&people[1], &ends[0]), (&people[2], &ends[1]), (&people[3], &edit)]);
    h.test.advance(std::time::Duration::from_secs(2));
    deliver(&h, &remote, &all).await;
    for activity in said.iter().chain(&ends).chain([&edit]) {
        assert_eq!(state(&h, activity).await, applied(), "{activity}");
    }
    let page = h.read().await;
    assert!(page.contains("Un mot changé"));
    assert_eq!(page.matches("Un mot").count(), 2, "two were taken back");
}

#[tokio::test]
async fn whoever_is_kept_apart_is_refused_in_a_crowd_as_well() {
    let h = hung().await;
    let mut lea = h.member("lea").await;
    lea.post(&format!("{}/traces", h.page), &[("text", "De moi"), ("share", "1")]).await;
    h.test.settle().await;
    let mine = h.trace("De moi").await;
    let remote = h.test.remote("mastodon").await;
    let people: Vec<Person> = (0..5).map(|n| remote.person(&format!("p{n}"))).collect();
    introduce(&h, &remote, &people).await;
    let iri = people[2].iri.clone();
    let blocked: Id = h
        .test
        .query(move |conn| {
            schema::actors::table
                .filter(schema::actors::iri.eq(iri))
                .select(schema::actors::id)
                .first(conn)
        })
        .await;
    let answer = lea.post(&format!("/personnes/{blocked}/bloquer"), &[("action", "block")]).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    h.test.settle().await;
    let said = each_says(&remote, &people, &mine.iri, |_| "Oui".to_owned());
    let all: Vec<(&Person, &Value)> = people.iter().zip(&said).collect();
    deliver(&h, &remote, &all).await;
    for (n, activity) in said.iter().enumerate() {
        assert_eq!(state(&h, activity).await.0, if n == 2 { "rejected" } else { "applied" });
    }
}

/// Cannot apply what no other noun knows.
struct Stumbling;

impl Feature for Stumbling {
    fn name(&self) -> &'static str {
        "stumbling"
    }

    fn apply(&self, _tx: &mut Tx<'_>, inbound: &Inbound) -> Result<Option<Outcome>> {
        match inbound.activity.verb {
            Verb::Create => Err(Error::internal("it stumbled")),
            _ => Ok(None),
        }
    }
}

#[tokio::test]
async fn one_that_cannot_be_applied_is_tried_again_later_and_the_others_are_applied() {
    let h = hung().await;
    let remote = h.test.remote("mastodon").await;
    let people: Vec<Person> = (0..6).map(|n| remote.person(&format!("p{n}"))).collect();
    introduce(&h, &remote, &people).await;
    let mut said = Vec::new();
    for (n, person) in people.iter().enumerate() {
        let mut note = remote.note(person, &format!("n{n}"), &h.artwork.iri, "<p>Oui</p>");
        if n == 3 {
            note.as_object_mut().unwrap().remove("inReplyTo");
        }
        said.push(remote.create(person, &note));
        assert_eq!(remote.deliver(person, &said[n]).await, 202);
    }
    let before = traces(&h).await;
    let app = h.test.with_another_noun(&Stumbling).await;
    assert_eq!(inbound::run_due(&app).await.unwrap(), 6);
    for (n, activity) in said.iter().enumerate() {
        assert_eq!(state(&h, activity).await.0, if n == 3 { "waiting" } else { "applied" });
    }
    assert_eq!(traces(&h).await, before + 5);
}

#[tokio::test]
async fn words_that_are_nobodys_news_become_no_job_and_others_do() {
    let h = hung().await;
    let remote = h.test.remote("mastodon").await;
    let alice = remote.person("alice");
    introduce(&h, &remote, std::slice::from_ref(&alice)).await;
    let apply = async |id: &str| {
        let note = remote.note(&alice, id, &h.artwork.iri, "<p>Un mot</p>");
        assert_eq!(remote.deliver(&alice, &remote.create(&alice, &note)).await, 202);
        assert_eq!(inbound::run_due(&h.test.app).await.unwrap(), 1);
        h.test
            .query(|conn| {
                schema::jobs::table.select(schema::jobs::kind).order(schema::jobs::kind).load(conn)
            })
            .await
    };
    let jobs: Vec<String> = apply("one").await;
    assert_eq!(jobs, Vec::<String>::new());
    let mut ada = h.member("ada").await;
    let path = format!("/objets/{}/suivre", h.artwork.id);
    assert_eq!(ada.post(&path, &[("suivre", "oui")]).await.status, 303);
    h.test.settle().await;
    h.test.advance(std::time::Duration::from_secs(1));
    assert_eq!(apply("two").await, ["fact:fediverse.subjects", "fact:notifications"]);
}

#[derive(QueryableByName)]
struct Rows {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    read: i64,
}

/// PostgreSQL counted a table in which nothing waited: it would look for the earlier activities of each actor among all
/// that wait.
#[tokio::test]
async fn a_queue_that_just_filled_is_gone_through_along_its_index() {
    let test = crate::support::TestApp::empty().await;
    if test.app.db.kind() == Kind::Sqlite {
        return;
    }
    let fill = |from: i32, state: &str| {
        format!(
            "INSERT INTO inbound (id, activity_iri, actor_iri, signer_iri, verb, body, state, outcome, attempts, \
             run_at, received_at) SELECT n, 'https://a.example/' || n, 'https://a.example/actor/' || n % 50, '', \
             'Create', '', '{state}', '', 0, n, n FROM generate_series({from}, {from} + 2999) AS n"
        )
    };
    let (applied, waiting) = (fill(1, "applied"), fill(10_001, "waiting"));
    let by = test.app.processes.holder();
    let now = test.app.now();
    let read = test
        .app
        .db
        .write(move |conn| {
            for sql in [applied.as_str(), "ANALYZE inbound", waiting.as_str()] {
                diesel::sql_query(sql).execute(conn)?;
            }
            let read = "SELECT seq_tup_read + idx_tup_fetch AS read FROM pg_stat_xact_user_tables \
                        WHERE relname = 'inbound'";
            let before: Rows = diesel::sql_query(read).get_result(conn)?;
            assert_eq!(queue::claim(conn, by, now, 256)?.len(), 256);
            let after: Rows = diesel::sql_query(read).get_result(conn)?;
            Ok(after.read - before.read)
        })
        .await
        .unwrap();
    assert!(read < 256 * 20, "{read} rows were read for 256");
}

#[tokio::test]
async fn nearly_the_same_words_that_come_together_and_wait_are_one_case() {
    let h = hung().await;
    let remote = h.test.remote("mastodon").await;
    let people: Vec<Person> = (0..6).map(|n| remote.person(&format!("p{n}"))).collect();
    introduce(&h, &remote, &people).await;
    h.decide(|venue| venue.hold_remote_traces = true).await;
    let text = |n| format!("Gagnez un voyage au bord de la mer, cliquez vite ici {n}");
    let said = each_says(&remote, &people, &h.artwork.iri, text);
    let all: Vec<(&Person, &Value)> = people.iter().zip(&said).collect();
    deliver(&h, &remote, &all).await;
    let folds: Vec<Option<i64>> = h
        .test
        .query(|conn| {
            schema::traces::table
                .inner_join(schema::objects::table.on(schema::objects::id.eq(schema::traces::id)))
                .filter(schema::objects::state.eq("pending"))
                .select(schema::traces::fold_id.nullable())
                .load(conn)
        })
        .await;
    assert_eq!(folds.len(), 6);
    assert!(folds.iter().all(|fold| *fold == folds[0]), "{folds:?}");
}
