//! Pages kept for visitors who are not signed in: never out of date, never somebody else's.

use std::time::Duration;

use parvis::{
    kernel::db::{self, Kind, Use},
    platform::objects::{self, State},
};

use crate::{
    support::{Answer, Browser},
    voices::{Hung, hung},
};

/// Only an answer that was kept has an age (RFC 9111 §5.1). On PostgreSQL every transaction of the whole server counts
/// as a change, those of the tests beside this one too: there, that a page is kept cannot be expected.
fn was_kept(h: &Hung, answer: &Answer) -> bool {
    answer.headers.contains_key("age") || h.test.app.db.kind() == Kind::Postgres
}

fn was_made(answer: &Answer) -> bool {
    !answer.headers.contains_key("age")
}

async fn twice(browser: &mut Browser, path: &str) -> (Answer, Answer) {
    (browser.get(path).await, browser.get(path).await)
}

#[tokio::test]
async fn a_page_nothing_changed_is_made_once_and_for_a_minute() {
    let h = hung().await;
    let (first, second) = twice(&mut h.test.browser(), &h.page).await;
    assert!(was_made(&first) && was_kept(&h, &second));
    assert_eq!(first.text(), second.text());
    assert_eq!(first.header("content-security-policy"), second.header("content-security-policy"));
    h.test.advance(Duration::from_secs(61));
    assert!(was_made(&h.test.browser().get(&h.page).await));
}

#[tokio::test]
async fn new_words_are_there_at_once_and_hidden_ones_are_not() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let alice = remote.person("alice");
    let (first, second) = twice(&mut h.test.browser(), &h.page).await;
    assert!(!first.contains("Je reviens") && was_kept(&h, &second));
    let note = h.reply(&remote, &alice, "1", "<p>Je reviens demain</p>").await;
    let (first, second) = twice(&mut h.test.browser(), &h.page).await;
    assert!(first.contains("Je reviens") && was_kept(&h, &second));
    let words = h.object(note["id"].as_str().unwrap()).await;
    h.test
        .app
        .write(move |tx| objects::set_state(tx, &words, State::Hidden).map(drop))
        .await
        .unwrap();
    assert!(!h.read().await.contains("Je reviens"));
}

#[tokio::test]
async fn what_another_process_writes_is_there_at_once() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    h.reply(&remote, &remote.person("alice"), "1", "<p>Je reviens demain</p>").await;
    assert!(h.read().await.contains("Je reviens"));
    let url = h.test.app.config.database_url.clone();
    let mut other = db::open(&url, Use::Write).unwrap();
    db::execute(&mut other, "UPDATE objects SET state = 'hidden' WHERE kind = 'trace'").unwrap();
    assert!(!h.read().await.contains("Je reviens"));
}

#[tokio::test]
async fn what_a_member_sees_is_theirs() {
    let h = hung().await;
    h.decide(|venue| venue.hold_member_traces = true).await;
    let mut member = h.member("lea").await;
    let form = format!("{}/traces", h.page);
    assert_eq!(member.post(&form, &[("text", "Pas encore relu")]).await.status, 303);
    member.get(&h.page).await;
    let (first, second) = twice(&mut member, &h.page).await;
    assert!(first.contains("Pas encore relu") && was_made(&second));
    let (visitor, kept) = twice(&mut h.test.browser(), &h.page).await;
    assert!(!visitor.contains("Pas encore relu") && !kept.contains("Pas encore relu"));
    assert!(member.get(&h.page).await.contains("Pas encore relu"));
}

#[tokio::test]
async fn each_language_and_appearance_has_its_own() {
    let h = hung().await;
    let mut french = h.test.browser();
    let mut english = h.test.browser();
    english.language = "en";
    assert!(french.get(&h.page).await.contains("<html lang=\"fr\""));
    assert!(english.get(&h.page).await.contains("<html lang=\"en\""));
    // The language that is asked for in an address is remembered in a cookie: that answer is nobody else's.
    let (_, second) = twice(&mut h.test.browser(), &format!("{}?lang=en", h.page)).await;
    assert!(was_made(&second) && second.headers.contains_key("set-cookie"));
    let mut dark = h.test.browser();
    dark.post("/apparence", &[("theme", "dark"), ("back", "/")]).await;
    assert!(dark.get(&h.page).await.contains("data-theme=\"dark\""));
    assert!(!french.get(&h.page).await.contains("data-theme=\"dark\""));
}

#[tokio::test]
async fn new_settings_are_there_at_once() {
    let h = hung().await;
    assert!(h.read().await.contains("Musée des Rives"));
    h.decide(|venue| venue.name = "Musée du Fleuve".to_owned()).await;
    let page = h.read().await;
    assert!(page.contains("Musée du Fleuve") && !page.contains("Musée des Rives"));
}
