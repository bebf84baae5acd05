//! The venue's own pages and settings.

use crate::support::{TestApp, pictures};

#[tokio::test]
async fn the_front_page_greets_and_the_pages_of_text_are_there_in_both_languages() {
    let test = TestApp::new().await;
    let mut visitor = test.browser();
    let home = visitor.get("/").await;
    assert_eq!(home.status, 200);
    assert!(home.contains("Un musée au bord de l’eau.") && home.contains("@musee@musee.test"));
    for path in ["/a-propos", "/mentions-legales", "/accessibilite", "/confidentialite", "/charte"]
    {
        assert_eq!(visitor.get(path).await.status, 200, "{path}");
    }
    assert!(visitor.get("/a-propos?lang=en").await.contains("A museum by the water."));
    let actor = visitor.get_activity("/").await.json();
    assert_eq!(actor["type"], "Organization");
}

#[tokio::test]
async fn settings_are_saved_shown_and_told_to_the_network() {
    let test = TestApp::new().await;
    let mut admin = test.admin().await;
    let fields = [
        ("name", "Musée des Deux Rives"),
        ("summary_fr", "Deux rives, un musée."),
        ("address", "1, quai Bas"),
        ("website", "https://rives.example/"),
        ("lang", "fr"),
        ("time_zone", "Europe/Paris"),
    ];
    let saved = admin.post("/equipe/reglages/profil", &fields).await;
    assert_eq!(saved.status, 303, "{}", saved.text());
    test.settle().await;
    let home = test.browser().get("/").await;
    assert!(home.contains("Musée des Deux Rives") && home.contains("1, quai Bas"));
    let actor = test.browser().get_activity("/").await.json();
    assert_eq!(actor["name"], "Musée des Deux Rives");
    assert!(actor["summary"].as_str().unwrap().contains("Deux rives"));
    let wrong = [
        ("name", ""),
        ("website", "javascript:alert(1)"),
        ("lang", "fr"),
        ("time_zone", "Europe/Paris"),
    ];
    let wrong = admin.post("/equipe/reglages/profil", &wrong).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.contains("javascript:alert(1)"), "what was typed comes back");
    assert!(test.browser().get("/").await.contains("Musée des Deux Rives"));
}

#[tokio::test]
async fn colours_are_tried_before_they_are_saved_and_a_logo_is_a_picture() {
    let test = TestApp::new().await;
    let mut admin = test.admin().await;
    let chosen = [
        ("brand", "#ffff00"),
        ("accent", "#284b63"),
        ("display_font", "sans"),
        ("text_font", "hyperlegible"),
        ("corners", "sharp"),
    ];
    let tried =
        admin.post("/equipe/reglages/theme", &[&chosen[..], &[("step", "preview")]].concat()).await;
    assert_eq!(tried.status, 200);
    assert!(tried.contains("apercu.css") && tried.contains("Contraste ajusté"));
    // Yellow on paper: which colour, where, how far it was and what it becomes.
    assert!(tried.contains("La couleur principale n’a qu’un contraste de 1,0"), "{}", tried.text());
    assert!(!tried.contains("seconde couleur n’a qu’un contraste de 8"));
    assert_eq!(test.app.venue().theme.brand, "#b3321c", "nothing is saved yet");
    let svg =
        [("logo", "logo.svg", "image/svg+xml", &b"<svg xmlns='http://www.w3.org/2000/svg'/>"[..])];
    assert_eq!(admin.post_files("/equipe/reglages/theme", &chosen, &svg).await.status, 422);
    let logo = pictures::see_through(400, 400);
    let png = [("logo", "logo.png", "image/png", logo.as_slice())];
    assert_eq!(admin.post_files("/equipe/reglages/theme", &chosen, &png).await.status, 303);
    assert_eq!(test.app.venue().theme.brand, "#ffff00");
    let home = test.browser().get("/").await.text();
    let path = home.split("<img src=\"/media/logo/").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(test.browser().get(&format!("/media/logo/{path}")).await.status, 307);
    let css = home.split("href=\"/theme/").nth(1).unwrap().split('"').next().unwrap();
    let sheet = test.browser().get(&format!("/theme/{css}")).await;
    assert!(
        sheet.contains("atkinson-next.woff2")
            && sheet.header("cache-control").contains("immutable")
    );
    let older = test.browser().get("/theme/0123456789ab.css").await;
    assert_eq!(older.header("cache-control"), "no-cache", "a page from before the change");
    let dark = pictures::see_through(400, 400);
    let png = [("logo_dark", "nuit.png", "image/png", dark.as_slice())];
    let fields = [&chosen[..], &[("no_logo", "1")]].concat();
    assert_eq!(admin.post_files("/equipe/reglages/theme", &fields, &png).await.status, 303);
    let venue = test.app.venue();
    assert!(venue.logo.is_none() && venue.logo_dark.is_some());
}

#[tokio::test]
async fn the_doors_of_the_venue_open_and_close() {
    let test = TestApp::new().await;
    let mut admin = test.admin().await;
    let doors = [("mode", "closed"), ("sign_up", "closed"), ("signed_only", "1")];
    assert_eq!(admin.post("/equipe/reglages/federation", &doors).await.status, 303);
    let venue = test.app.venue();
    assert!(!venue.open_registration && venue.authorized_fetch);
    assert_eq!(admin.post("/equipe/reglages/federation", &[("mode", "ajar")]).await.status, 422);
    let first = [("members", "before"), ("remote", "after")];
    assert_eq!(admin.post("/equipe/reglages/moderation", &first).await.status, 303);
    assert!(test.app.venue().hold_member_traces && !test.app.venue().hold_remote_traces);
}

#[tokio::test]
async fn a_first_day_says_what_is_still_to_do() {
    let test = TestApp::new().await;
    let mut staff = test.admin().await;
    let today = staff.get("/equipe").await;
    assert_eq!(today.status, 200);
    assert!(today.contains("Décrire le bâtiment"));
    let place = [("name_fr", "Maison"), ("kind", "building"), ("code", "M"), ("parent", "")];
    staff.post("/equipe/lieux/nouveau", &place).await;
    assert!(!staff.get("/equipe").await.contains("Décrire le bâtiment"));
}

#[tokio::test]
async fn the_about_page_says_how_to_have_the_source() {
    let test = TestApp::new().await;
    let page = test.browser().get("/a-propos").await;
    assert!(page.contains("id=\"source\"") && page.contains("remis sur demande"));
    let somewhere = TestApp::configured(|config| {
        config.source_url = Some("https://code.example/parvis?a=1&b=2".parse().unwrap());
    })
    .await;
    let page = somewhere.browser().get("/a-propos").await;
    assert!(page.contains("href=\"https://code.example/parvis?a=1&amp;b=2\""), "{}", page.text());
    let told = somewhere.browser().get("/nodeinfo/2.1").await.json();
    assert_eq!(told["software"]["repository"], "https://code.example/parvis?a=1&b=2");
}
