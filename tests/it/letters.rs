//! Signing in with a letter, where the venue sends mail.

use std::time::Duration;

use diesel::prelude::*;
use parvis::schema::accounts;

use crate::{
    accounts::sign_up,
    support::{Answer, Browser, PASSWORD, Received, TestApp},
};

async fn ask(browser: &mut Browser, email: &str) -> Answer {
    browser.post("/connexion/lettre", &[("email", email)]).await
}

async fn type_code(browser: &mut Browser, code: &str) -> Answer {
    browser.post("/connexion/code", &[("code", code), ("next", "/compte")]).await
}

async fn is_in(browser: &mut Browser) -> bool {
    browser.get("/compte").await.status == 200
}

async fn last_letter(test: &TestApp) -> Received {
    test.letters().await.pop().unwrap()
}

/// A code that is not this one.
fn other_than(code: &str) -> String {
    if code == "000000" { "000001".to_owned() } else { "000000".to_owned() }
}

#[tokio::test]
async fn the_code_of_a_letter_signs_in_the_browser_that_asked_for_it() {
    let test = TestApp::with_mail().await;
    let mut browser = test.browser();
    let asked = ask(&mut browser, " Admin@musee.test ").await;
    assert_eq!((asked.status, asked.location()), (303, "/connexion/code"));
    let letter = last_letter(&test).await;
    assert_eq!(letter.to, "admin@musee.test");
    assert!(letter.text.contains("Musée des Rives"), "{}", letter.text);
    let mut elsewhere = test.browser();
    assert_eq!(type_code(&mut elsewhere, &letter.code()).await.status, 422, "another browser");
    let entered = type_code(&mut browser, &letter.code()).await;
    assert_eq!((entered.status, entered.location()), (303, "/compte"));
    assert!(is_in(&mut browser).await);
    assert!(!is_in(&mut elsewhere).await);
}

#[tokio::test]
async fn a_code_works_once_three_tries_and_a_quarter_of_an_hour() {
    let test = TestApp::with_mail().await;
    let mut used = test.browser();
    ask(&mut used, "admin@musee.test").await;
    let code = last_letter(&test).await.code();
    assert_eq!(type_code(&mut used, &code).await.status, 303);
    assert_eq!(type_code(&mut used, &code).await.status, 422, "a second time");

    let mut guessing = test.browser();
    ask(&mut guessing, "admin@musee.test").await;
    let code = last_letter(&test).await.code();
    for _ in 0..3 {
        assert_eq!(type_code(&mut guessing, &other_than(&code)).await.status, 422);
    }
    assert_eq!(type_code(&mut guessing, &code).await.status, 422, "after three tries");

    let mut late = test.browser();
    ask(&mut late, "admin@musee.test").await;
    let letter = last_letter(&test).await;
    test.advance(Duration::from_secs(15 * 60));
    assert_eq!(type_code(&mut late, &letter.code()).await.status, 422, "too late");
    assert_eq!(late.post(&letter.link(), &[]).await.status, 422, "its link neither");
}

#[tokio::test]
async fn opening_a_link_signs_nobody_in_and_its_button_does_once() {
    let test = TestApp::with_mail().await;
    ask(&mut test.browser(), "admin@musee.test").await;
    let link = last_letter(&test).await.link();
    let mut phone = test.browser();
    assert_eq!(phone.get(&link).await.status, 200);
    assert!(!is_in(&mut phone).await, "mail programs open links by themselves");
    assert_eq!(phone.post(&link, &[]).await.status, 303);
    assert!(is_in(&mut phone).await);
    assert_eq!(test.browser().post(&link, &[]).await.status, 422, "a second time");
}

#[tokio::test]
async fn asking_tells_nobody_who_has_an_account() {
    let test = TestApp::with_mail().await;
    let (mut one, mut other) = (test.browser(), test.browser());
    let known = ask(&mut one, "admin@musee.test").await;
    let unknown = ask(&mut other, "nobody@example.org").await;
    assert_eq!((known.status, known.location()), (unknown.status, unknown.location()));
    assert_eq!(test.letters().await.len(), 1, "nobody gets a letter they have no use for");
    let wrong = type_code(&mut one, "x").await;
    let none = type_code(&mut other, "x").await;
    assert_eq!((wrong.status, wrong.text()), (none.status, none.text()));
}

#[tokio::test]
async fn an_address_is_not_flooded_with_letters() {
    let test = TestApp::with_mail().await;
    let mut browser = test.browser();
    for _ in 0..5 {
        assert_eq!(ask(&mut browser, "admin@musee.test").await.status, 303);
    }
    assert_eq!(ask(&mut browser, "admin@musee.test").await.status, 429);
    assert_eq!(test.letters().await.len(), 5);
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_after_a_letter() {
    let test = TestApp::with_mail().await;
    let mut browser = test.browser();
    ask(&mut browser, "admin@musee.test").await;
    let code = last_letter(&test).await.code();
    type_code(&mut browser, &code).await;
    let new = "une phrase toute neuve";
    let changed = browser.post("/compte/mot-de-passe", &[("password", new)]).await;
    assert_eq!(changed.status, 303, "{}", changed.text());
    let signed = [("login", "admin@musee.test"), ("password", new)];
    assert_eq!(test.browser().post("/connexion", &signed).await.status, 303);
    test.advance(Duration::from_secs(601));
    let again = browser.post("/compte/mot-de-passe", &[("password", "encore une autre")]).await;
    assert_eq!(again.status, 422, "a browser left open is not its owner");
}

#[tokio::test]
async fn an_account_opens_when_its_address_is_confirmed() {
    let test = TestApp::with_mail().await;
    let mut lea = test.browser();
    let signed_up = sign_up(&mut lea, "lea", "lea@example.org").await;
    assert_eq!((signed_up.status, signed_up.location()), (303, "/connexion/code"));
    let code = last_letter(&test).await.code();
    let login = [("login", "lea"), ("password", PASSWORD)];
    let mut early = test.browser();
    assert_eq!(early.post("/connexion", &login).await.location(), "/connexion/code");
    assert!(!is_in(&mut early).await);
    assert_eq!(type_code(&mut lea, &code).await.status, 303);
    assert!(is_in(&mut lea).await);
    let mut later = test.browser();
    assert_eq!(later.post("/connexion", &login).await.location(), "/compte");
}

#[tokio::test]
async fn whoever_wants_no_password_signs_up_and_in_by_letters_alone() {
    let test = TestApp::with_mail().await;
    let mut lea = test.browser();
    assert!(lea.get("/inscription").await.contains("Sans mot de passe"));
    let fields = [("name", "Léa"), ("handle", "lea"), ("email", "lea@example.org"), ("agree", "1")];
    let signed_up =
        lea.post("/inscription", &[&fields[..], &[("password", "court")]].concat()).await;
    assert_eq!(signed_up.status, 422, "a password that is typed must be a good one");
    assert_eq!(lea.post("/inscription", &fields).await.location(), "/connexion/code");
    let code = last_letter(&test).await.code();
    assert_eq!(type_code(&mut lea, &code).await.status, 303);
    assert!(lea.get("/compte").await.contains("Ce compte n’a pas de mot de passe"));
    // The next time a letter is the way in, and no password is.
    test.advance(Duration::from_secs(3600));
    let mut later = test.browser();
    for password in ["", "court", PASSWORD] {
        let login = [("login", "lea"), ("password", password)];
        assert_eq!(later.post("/connexion", &login).await.status, 422, "{password:?}");
    }
    ask(&mut later, "lea@example.org").await;
    let code = last_letter(&test).await.code();
    assert_eq!(type_code(&mut later, &code).await.status, 303);
    assert!(is_in(&mut later).await);
    // Where no mail is sent, a password is the only way.
    let without = TestApp::new().await;
    assert_eq!(without.browser().post("/inscription", &fields).await.status, 422);
}

#[tokio::test]
async fn signing_up_with_a_known_address_lets_its_owner_in_and_changes_nothing() {
    let test = TestApp::with_mail().await;
    let mut eve = test.browser();
    let known = sign_up(&mut eve, "eve", "admin@musee.test").await;
    assert_eq!((known.status, known.location()), (303, "/connexion/code"));
    let count: i64 = test.query(|c| accounts::table.count().get_result(c)).await;
    assert_eq!(count, 1);
    assert_eq!(last_letter(&test).await.to, "admin@musee.test");
}

#[tokio::test]
async fn a_suspended_account_gets_no_letter_and_enters_with_none_it_has() {
    let test = TestApp::with_mail().await;
    let mut browser = test.browser();
    ask(&mut browser, "admin@musee.test").await;
    let code = last_letter(&test).await.code();
    let suspended = test.app.now();
    test.app
        .write(move |tx| {
            diesel::update(accounts::table)
                .set(accounts::disabled_at.eq(Some(suspended)))
                .execute(tx.conn)?;
            Ok(())
        })
        .await
        .unwrap();
    assert_eq!(type_code(&mut browser, &code).await.status, 422);
    ask(&mut browser, "admin@musee.test").await;
    assert_eq!(test.letters().await.len(), 1);
}

#[tokio::test]
async fn a_venue_without_mail_has_none_of_these_pages() {
    let test = TestApp::new().await;
    let mut browser = test.browser();
    for path in ["/connexion/lettre", "/connexion/code", "/connexion/lien/x"] {
        assert_eq!(browser.get(path).await.status, 404, "{path}");
    }
    assert!(!browser.get("/connexion").await.contains("/connexion/lettre"));
}
