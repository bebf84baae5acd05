//! A member changes the address they sign in with; and pages asked for by their English names.

use std::time::Duration;

use crate::{
    accounts::sign_up,
    support::{Browser, PASSWORD, TestApp},
};

const PAGE: &str = "/compte/adresse";

async fn ask(browser: &mut Browser, email: &str, password: &str) -> u16 {
    browser.post(PAGE, &[("email", email), ("password", password)]).await.status
}

/// The path of the link in the last letter to this address.
async fn link(test: &TestApp, to: &str) -> String {
    let letters = test.letters().await;
    let letter = letters.iter().rev().find(|letter| letter.to == to).expect("a letter");
    let line = letter.text.lines().find(|line| line.contains("/compte/adresse/")).expect("a link");
    line.trim().trim_start_matches("http://musee.test").to_owned()
}

async fn signs_in(test: &TestApp, login: &str) -> bool {
    let fields = [("login", login), ("password", PASSWORD)];
    test.browser().post("/connexion", &fields).await.status == 303
}

#[tokio::test]
async fn a_new_address_is_confirmed_from_it_and_told_to_the_old_one() {
    let test = TestApp::with_mail().await;
    let mut admin = test.admin().await;
    assert!(admin.get("/compte").await.contains(PAGE));
    assert_eq!(ask(&mut admin, "pas une adresse", PASSWORD).await, 422);
    let wrong = [("email", "neuve@musee.test"), ("password", "pas le bon mot")];
    let wrong = admin.post(PAGE, &wrong).await;
    assert!(wrong.status == 422 && wrong.contains("neuve@musee.test"), "what was typed is kept");
    assert_eq!(ask(&mut admin, "Neuve@musee.test", PASSWORD).await, 303);
    let link = link(&test, "neuve@musee.test").await;
    assert!(signs_in(&test, "admin@musee.test").await, "nothing changed yet");
    assert!(admin.get(&link).await.contains("neuve@musee.test"));
    assert!(signs_in(&test, "admin@musee.test").await, "looking changes nothing");
    let stranger = test.browser().post(&link, &[]).await;
    assert!(stranger.location().starts_with("/connexion"), "{}", stranger.location());
    assert_eq!(admin.post(&link, &[]).await.status, 303);
    assert!(signs_in(&test, "neuve@musee.test").await);
    assert!(!signs_in(&test, "admin@musee.test").await);
    let letters = test.letters().await;
    let told = letters.last().unwrap();
    assert_eq!(told.to, "admin@musee.test");
    assert!(told.text.contains("une autre adresse") && !told.text.contains("neuve@"));
    assert_eq!(admin.post(&link, &[]).await.status, 422, "once");
}

#[tokio::test]
async fn a_link_is_good_for_a_day_and_for_the_account_that_asked() {
    let test = TestApp::with_mail().await;
    let mut admin = test.admin().await;
    assert_eq!(ask(&mut admin, "neuve@musee.test", PASSWORD).await, 303);
    let link = link(&test, "neuve@musee.test").await;
    let forged = format!("{link}x");
    assert_eq!(admin.post(&forged, &[]).await.status, 422);
    test.advance(Duration::from_secs(25 * 3600));
    test.settle().await;
    let mut again = test.admin().await;
    assert_eq!(again.post(&link, &[]).await.status, 422, "a day later");
    assert_eq!(again.get(&link).await.status, 422);
    assert!(signs_in(&test, "admin@musee.test").await);
}

#[tokio::test]
async fn nobody_learns_whether_an_address_has_an_account() {
    let test = TestApp::with_mail().await;
    let mut lea = test.browser();
    sign_up(&mut lea, "lea", "lea@example.org").await;
    let mut admin = test.admin().await;
    let free = admin.post(PAGE, &[("email", "libre@musee.test"), ("password", PASSWORD)]).await;
    let taken = admin.post(PAGE, &[("email", "lea@example.org"), ("password", PASSWORD)]).await;
    assert_eq!((free.status, free.location()), (taken.status, taken.location()));
    let said = admin.follow(&taken).await;
    assert!(said.contains("Une lettre part"), "{}", said.text());
    let letters = test.letters().await;
    let letter = letters.iter().rev().find(|letter| letter.to == "lea@example.org").unwrap();
    assert!(letter.text.contains("en a déjà un") && !letter.text.contains(PAGE));
}

#[tokio::test]
async fn a_venue_without_mail_offers_no_change_of_address() {
    let test = TestApp::new().await;
    let mut admin = test.admin().await;
    assert!(!admin.get("/compte").await.contains(PAGE));
    assert_eq!(admin.get(PAGE).await.status, 404);
}

#[tokio::test]
async fn english_names_of_pages_lead_to_the_one_address_each_has() {
    let test = TestApp::new().await;
    let mut visitor = test.browser();
    for (english, french) in [
        ("/artworks", "/oeuvres"),
        ("/artworks/les-rives?quand=2026", "/oeuvres/les-rives?quand=2026"),
        ("/map", "/carte"),
        ("/events", "/agenda"),
        ("/privacy", "/confidentialite"),
        ("/sign-in", "/connexion"),
        ("/staff/moderation", "/equipe/moderation"),
    ] {
        let answer = visitor.get(english).await;
        assert_eq!((answer.status, answer.location()), (308, french), "{english}");
    }
    assert_eq!(visitor.get("/agenda").await.status, 200);
    assert_eq!(visitor.get("/artefacts").await.status, 404);
    assert_eq!(visitor.post("/sign-in", &[]).await.status, 404, "only reading is led on");
}
