//! POLL: votes in the poll that whoever asks how to come is sent. Ballots of members have cases of their own.

use std::time::Duration;

use diesel::prelude::*;
use futures::future::join_all;
use parvis::{
    features::attendance::Answer,
    kernel::{clock::Time, id::Id},
    platform::background,
    schema::attendances,
};
use serde_json::{Value, json};

use super::siege::Siege;
use crate::{
    attendance::{draft, people},
    attendance_wire::{announced, vote},
};

cases! {
    "A-POLL-01" => a_person_has_one_answer_however_often_they_vote_at_once,
    "A-POLL-02" => our_own_clock_closes_a_poll,
    "A-POLL-03" => a_vote_is_one_of_the_choices_and_one_alone,
    "A-POLL-04" => nobody_edits_or_deletes_our_poll,
}

/// An event, and the poll dave was sent about it.
async fn asked(siege: &mut Siege) -> (Id, Value) {
    let (event, iri) = announced(&siege.hung, draft(Some(10), 4)).await;
    let note = siege.victim.note(&siege.dave, "ask", &iri, "<p>Comment s’inscrire ?</p>");
    siege.hung.deliver(&siege.victim, &siege.dave, &siege.victim.create(&siege.dave, &note)).await;
    let question = siege.victim.received_of("Create").pop().unwrap()["object"].clone();
    assert_eq!(question["type"], "Question");
    siege.start_again().await;
    (event, question)
}

fn address(question: &Value) -> &str {
    question["id"].as_str().unwrap()
}

async fn answers(siege: &Siege, event: Id) -> [i64; 4] {
    let test = &siege.hung.test;
    let rows = attendances::table.filter(attendances::event_id.eq(event)).count();
    [
        test.query(move |conn| rows.get_result(conn)).await,
        people(test, event, Answer::Going).await,
        people(test, event, Answer::Maybe).await,
        people(test, event, Answer::No).await,
    ]
}

async fn a_person_has_one_answer_however_often_they_vote_at_once(siege: &mut Siege) {
    let (event, question) = asked(siege).await;
    let choices = ["Je viens", "Peut-être", "Je ne viens pas"];
    let votes: Vec<Value> = (0..50)
        .map(|n| vote(&siege.dave, address(&question), choices[usize::from(n) % 3], n))
        .collect();
    let sent = votes.iter().map(|vote| siege.victim.deliver(&siege.dave, vote));
    assert!(join_all(sent).await.into_iter().all(|status| status == 202));
    let neighbour = siege.hung.test.neighbour().await;
    let (here, beside) =
        tokio::join!(background::settle(&siege.hung.test.app), background::settle(&neighbour));
    here.unwrap();
    beside.unwrap();
    siege.hung.test.settle().await;
    let [rows, going, maybe, no] = answers(siege, event).await;
    assert_eq!((rows, going + maybe + no), (1, 1), "{going} {maybe} {no}");
}

async fn our_own_clock_closes_a_poll(siege: &mut Siege) {
    let (event, question) = asked(siege).await;
    let closes = Time::parse(question["endTime"].as_str().unwrap()).unwrap();
    let votes = |n: u8, choice: &str| {
        let mut vote = vote(&siege.dave, address(&question), choice, n);
        vote["published"] = json!("2026-06-01T10:00:00Z");
        vote["object"]["published"] = vote["published"].clone();
        vote
    };
    siege.hung.test.set_clock(closes.minus(Duration::from_secs(1)));
    let in_time = votes(1, "Je viens");
    assert_eq!(siege.hung.deliver(&siege.victim, &siege.dave, &in_time).await, "applied");
    assert_eq!(answers(siege, event).await, [1, 1, 0, 0]);
    for (n, late) in [(2, Duration::ZERO), (3, Duration::from_secs(1))] {
        siege.hung.test.set_clock(closes.plus(late));
        for (n, choice) in [(n, "Peut-être"), (n + 10, "Je ne viens pas")] {
            let vote = votes(n, choice);
            let outcome = siege.hung.deliver(&siege.victim, &siege.dave, &vote).await;
            assert_eq!(outcome, "rejected", "{choice} {late:?} after it closed");
            assert_eq!(answers(siege, event).await, [1, 1, 0, 0], "{choice} {late:?}");
        }
    }
}

async fn a_vote_is_one_of_the_choices_and_one_alone(siege: &mut Siege) {
    let (event, question) = asked(siege).await;
    let poll = address(&question);
    let one = |name: Value, n: u8| {
        let mut vote = vote(&siege.dave, poll, "", n);
        vote["object"]["name"] = name;
        vote
    };
    let mut several = one(json!("Je viens"), 1);
    several["object"] =
        json!([several["object"], one(json!("Je ne viens pas"), 2)["object"], several["object"]]);
    let mut nothing = one(json!(null), 3);
    nothing["object"].as_object_mut().unwrap().remove("name");
    let mut empty = one(json!("Je viens"), 4);
    empty["object"] = json!([]);
    let wrong = [
        several,
        nothing,
        empty,
        one(json!(""), 5),
        one(json!("99"), 6),
        one(json!(-1), 7),
        one(json!({"fr": "Je viens"}), 8),
    ];
    for vote in wrong {
        assert_eq!(siege.victim.deliver(&siege.dave, &vote).await, 202, "{vote}");
        siege.hung.test.settle().await;
        assert_eq!(answers(siege, event).await, [0, 0, 0, 0], "{vote}");
    }
    // Somebody the poll was not sent to.
    let stranger = vote(&siege.mallory, poll, "Je viens", 1);
    siege.mallory_sends(&stranger).await;
    assert_eq!(answers(siege, event).await, [0, 0, 0, 0]);
}

async fn nobody_edits_or_deletes_our_poll(siege: &mut Siege) {
    let (event, question) = asked(siege).await;
    let mut edited = question.clone();
    edited["oneOf"][0]["name"] = json!("Je ne viens pas");
    edited["endTime"] = json!("2030-01-01T00:00:00Z");
    for verb in ["Update", "Delete", "Create"] {
        siege.mallory_gains_nothing(&siege.by_mallory(verb, &edited)).await;
        let mut own = edited.clone();
        own["attributedTo"] = json!(siege.mallory.iri);
        siege.mallory_gains_nothing(&siege.by_mallory(verb, &own)).await;
        let named = siege.victim.wrap(verb, &siege.eve, &edited);
        assert!([202, 401, 403].contains(&siege.victim.deliver(&siege.eve, &named).await));
        siege.assert_unchanged(&named.to_string()).await;
    }
    // It closes when it was to, and its choices mean what they meant.
    let choice = vote(&siege.dave, address(&question), "Je viens", 1);
    assert_eq!(siege.hung.deliver(&siege.victim, &siege.dave, &choice).await, "applied");
    assert_eq!(answers(siege, event).await, [1, 1, 0, 0]);
}
