//! A form that arrives twice has its effect once, and what is another deed is never swallowed.

use std::time::Duration;

use diesel::prelude::*;
use parvis::{platform::tidy, schema};

use crate::{
    support::Browser,
    voices::{Hung, hung},
};

const KEY: &str = "0123456789abcdef0123456789abcdef";

/// How many traces say this.
async fn said(h: &Hung, text: &str) -> i64 {
    let text = text.to_owned();
    h.test
        .query(move |conn| {
            schema::traces::table
                .filter(schema::traces::body_text.eq(text))
                .count()
                .get_result(conn)
        })
        .await
}

async fn say(h: &Hung, browser: &mut Browser, text: &str, key: &str) -> String {
    let answer =
        browser.post(&format!("{}/traces", h.page), &[("text", text), ("once", key)]).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.location().to_owned()
}

/// Past the time in which equal words count as one whatever the form says.
fn later(h: &Hung) {
    h.test.advance(Duration::from_secs(3600));
}

#[tokio::test]
async fn a_form_that_comes_again_an_hour_later_is_answered_as_the_first_time() {
    let h = hung().await;
    let mut lea = h.member("lea").await;
    let first = say(&h, &mut lea, "Une barque.", KEY).await;
    later(&h);
    assert_eq!(say(&h, &mut lea, "Une barque.", KEY).await, first);
    assert_eq!(said(&h, "Une barque.").await, 1);
}

#[tokio::test]
async fn the_page_gives_every_form_a_key_of_its_own() {
    let h = hung().await;
    let mut lea = h.member("lea").await;
    let key = |page: String| {
        // A tap of somebody known needs none: it is one however often it comes.
        let (_, form) = page.split_once("id=\"laisser-un-mot\"").expect("a form for words");
        let (_, rest) = form.split_once("name=\"once\" value=\"").expect("the form has a key");
        rest.split('"').next().unwrap().to_owned()
    };
    let one = key(lea.get(&h.page).await.text());
    let other = key(lea.get(&h.page).await.text());
    assert!(one.len() >= 20 && one != other);
    say(&h, &mut lea, "Une barque.", &one).await;
    later(&h);
    say(&h, &mut lea, "Une barque.", &one).await;
    say(&h, &mut lea, "Une barque.", &other).await;
    assert_eq!(said(&h, "Une barque.").await, 2, "two forms are two deeds");
}

#[tokio::test]
async fn other_words_with_the_same_key_are_not_swallowed() {
    let h = hung().await;
    let mut lea = h.member("lea").await;
    say(&h, &mut lea, "Une barque.", KEY).await;
    say(&h, &mut lea, "Deux barques.", KEY).await;
    assert_eq!(said(&h, "Deux barques.").await, 1);
    later(&h);
    say(&h, &mut lea, "Deux barques.", KEY).await;
    assert_eq!(said(&h, "Deux barques.").await, 1);
}

#[tokio::test]
async fn the_key_of_somebody_else_means_nothing() {
    let h = hung().await;
    let (mut lea, mut noe) = (h.member("lea").await, h.member("noe").await);
    let first = say(&h, &mut lea, "Une barque.", KEY).await;
    let second = say(&h, &mut noe, "Une barque.", KEY).await;
    assert_ne!(first, second);
    assert_eq!(said(&h, "Une barque.").await, 2);
}

#[tokio::test]
async fn a_refused_form_may_come_again_with_its_key() {
    let h = hung().await;
    let mut lea = h.member("lea").await;
    let page = format!("{}/traces", h.page);
    let refused = lea.post(&page, &[("text", "  "), ("once", KEY)]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.contains(KEY), "the form keeps its key");
    say(&h, &mut lea, "Une barque.", KEY).await;
    assert_eq!(said(&h, "Une barque.").await, 1);
}

#[tokio::test]
async fn many_at_the_same_moment_are_one() {
    let h = hung().await;
    let lea = h.member("lea").await;
    let mut waiting = Vec::new();
    for _ in 0..8 {
        let (mut lea, page) = (lea.clone(), format!("{}/traces", h.page));
        waiting.push(tokio::spawn(async move {
            let answer = lea.post(&page, &[("text", "Ensemble"), ("once", KEY)]).await;
            (answer.status, answer.location().to_owned())
        }));
    }
    let mut answers = Vec::new();
    for one in waiting {
        answers.push(one.await.unwrap());
    }
    assert_eq!(answers[0].0, 303);
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    assert_eq!(said(&h, "Ensemble").await, 1);
}

#[tokio::test]
async fn a_key_is_forgotten_once_no_outbox_can_hold_it() {
    let h = hung().await;
    let mut lea = h.member("lea").await;
    let keys = async |h: &Hung| -> i64 {
        h.test.query(|conn| schema::done_once::table.count().get_result(conn)).await
    };
    say(&h, &mut lea, "Une barque.", KEY).await;
    h.test.advance(Duration::from_secs(50 * 3600));
    tidy::round(&h.test.app).await.unwrap();
    assert_eq!(keys(&h).await, 1, "an outbox keeps a form for two days");
    say(&h, &mut lea, "Une barque.", KEY).await;
    assert_eq!(said(&h, "Une barque.").await, 1);
    h.test.advance(Duration::from_secs(30 * 3600));
    tidy::round(&h.test.app).await.unwrap();
    assert_eq!(keys(&h).await, 0);
}
