//! The first hour of a venue, over HTTP.

use diesel::prelude::*;
use parvis::{
    features::setup,
    platform::venue::{Corners, DisplayFont, Venue},
    schema,
};

use crate::support::TestApp;

const ANSWERS: [(&str, &str); 15] = [
    ("step", "finish"),
    ("venue_name", "Musée des Rives"),
    ("handle", "rives"),
    ("summary", "Au bord de l’eau."),
    ("lang", "fr"),
    ("other_lang", "1"),
    ("time_zone", "Europe/Paris"),
    ("brand", "#b3321c"),
    ("accent", "#284b63"),
    ("display_font", "sans"),
    ("corners", "sharp"),
    ("name", "Ada"),
    ("login", "ada"),
    ("email", "ada@musee.test"),
    ("password", "une phrase de passe assez longue"),
];

fn with<'a>(code: &'a str, changed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut answers = vec![("setup_code", code)];
    for (name, value) in ANSWERS {
        let other = changed.iter().find(|(n, _)| *n == name);
        answers.push((name, other.map_or(value, |(_, v)| *v)));
    }
    answers
}

#[tokio::test]
async fn before_set_up_there_is_nothing_but_its_page() {
    let test = TestApp::empty().await;
    let mut browser = test.browser();
    let front = browser.get("/").await;
    assert_eq!((front.status, front.location()), (303, "/installation"));
    assert_eq!(browser.get("/connexion").await.status, 503);
    let page = browser.get("/installation?token=abc").await;
    assert_eq!(page.status, 200);
    assert!(page.contains("value=\"abc\""), "{}", page.text());
}

#[tokio::test]
async fn one_form_opens_the_venue_and_signs_its_first_administrator_in() {
    let test = TestApp::empty().await;
    let code = setup::token(&test.app).await.unwrap();
    let mut browser = test.browser();
    let answer = browser.post_files("/installation", &with(&code, &[]), &[]).await;
    assert_eq!((answer.status, answer.location()), (303, "/equipe"), "{}", answer.text());

    let venue = test.app.venue();
    assert!(venue.is_set_up());
    assert_eq!((venue.name.as_str(), venue.handle.as_str()), ("Musée des Rives", "rives"));
    assert_eq!(venue.summary_fr, "Au bord de l’eau.");
    let look = (venue.theme.display_font, venue.theme.corners);
    assert_eq!(look, (DisplayFont::Sans, Corners::Sharp));
    let account = browser.get("/compte").await;
    assert_eq!(account.status, 200);
    assert!(account.contains("ada@musee.test"));
    assert_eq!(browser.get("/equipe/comptes").await.status, 200);

    // Then never again.
    assert_eq!(browser.get("/installation").await.status, 404);
    let again = browser.post("/installation", &with(&code, &[("login", "eve")])).await;
    assert_eq!(again.status, 404);
    let left: i64 = test
        .query(|c| {
            schema::settings::table
                .filter(schema::settings::name.eq("setup-code"))
                .count()
                .get_result(c)
        })
        .await;
    assert_eq!(left, 0, "the code is forgotten");
}

#[tokio::test]
async fn without_the_code_of_the_log_nobody_opens_the_venue() {
    let test = TestApp::empty().await;
    let mut browser = test.browser();
    // No code was given out yet: an empty one opens nothing.
    assert_eq!(browser.post("/installation", &with("", &[])).await.status, 422);
    let old = setup::token(&test.app).await.unwrap();
    let code = setup::token(&test.app).await.unwrap();
    for wrong in ["", "x", &old] {
        let answer = browser.post("/installation", &with(wrong, &[])).await;
        assert_eq!(answer.status, 422);
        assert!(answer.contains("journal du serveur"));
        assert!(answer.contains("value=\"Musée des Rives\""), "what was typed is kept");
    }
    assert!(!test.app.venue().is_set_up());
    assert_eq!(browser.post("/installation", &with(&code, &[])).await.status, 303);
}

#[tokio::test]
async fn a_wrong_answer_keeps_what_was_typed_and_makes_nothing() {
    let test = TestApp::empty().await;
    let code = setup::token(&test.app).await.unwrap();
    let mut browser = test.browser();
    let answer = browser.post("/installation", &with(&code, &[("handle", "musée !")])).await;
    assert_eq!(answer.status, 422);
    assert!(answer.contains("value=\"musée !\"") && answer.contains("value=\"ada@musee.test\""));
    assert!(!answer.contains("une phrase de passe"), "the password is not sent back");
    let people: i64 = test.query(|c| schema::accounts::table.count().get_result(c)).await;
    assert_eq!(people, 0);
}

#[tokio::test]
async fn colours_can_be_tried_before_the_venue_opens() {
    let test = TestApp::empty().await;
    let code = setup::token(&test.app).await.unwrap();
    let mut browser = test.browser();
    let tried = with(&code, &[("step", "preview"), ("brand", "#ffee00")]);
    let answer = browser.post("/installation", &tried).await;
    assert_eq!(answer.status, 422);
    let page = answer.text();
    let sheet = page
        .split("href=\"")
        .find_map(|part| part.split('"').next().filter(|u| u.contains("apercu.css")));
    let sheet = sheet.expect("a style sheet to try").replace("&#x2f;", "/").replace("&amp;", "&");
    let css = browser.get(&sheet).await;
    assert_eq!(css.header("content-type"), "text/css; charset=utf-8");
    let present = browser.get("/theme/present.css").await;
    assert_ne!(css.text(), present.text());
    assert!(!test.app.venue().is_set_up());
}

#[tokio::test]
async fn two_people_cannot_open_the_venue_at_once() {
    let test = TestApp::empty().await;
    let answers = |handle: &str| setup::Installation {
        name: "Musée".to_owned(),
        handle: handle.to_owned(),
        time_zone: "Europe/Paris".to_owned(),
        admin_email: format!("{handle}@musee.test"),
        admin_handle: format!("{handle}_1"),
        admin_password: "une phrase de passe assez longue".to_owned(),
        ..setup::Installation::default()
    };
    let (one, two) = tokio::join!(
        setup::install(&test.app, answers("une")),
        setup::install(&test.app, answers("deux")),
    );
    assert!(one.is_ok() != two.is_ok());
    let venue = test.app.read(Venue::load).await.unwrap();
    let accounts: i64 = test.query(|c| schema::accounts::table.count().get_result(c)).await;
    assert!(venue.is_set_up() && accounts == 1);
}
