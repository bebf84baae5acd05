//! The pages of text, the accessibility statement, and what people report with it.

use crate::{guests::stamp, support::TestApp};

#[tokio::test]
async fn a_page_is_the_programs_until_the_venue_writes_it_and_again_when_it_gives_it_up() {
    let test = TestApp::new().await;
    let mut visitor = test.browser();
    for path in ["/mentions-legales", "/confidentialite", "/charte"] {
        let page = visitor.get(path).await;
        assert_eq!(page.status, 200);
        assert!(page.contains("Musée des Rives"), "{path}");
        assert!(!page.contains("Revu le"), "{path}: the venue wrote nothing");
    }
    let mut admin = test.admin().await;
    let written =
        [("text_fr", "# Ici\n\nOn **écoute**. <script>alert(1)</script>"), ("text_en", "")];
    let preview = [&written[..], &[("step", "preview")]].concat();
    let tried = admin.post("/equipe/pages/charte", &preview).await;
    assert_eq!(tried.status, 200);
    assert!(tried.contains("<strong>écoute</strong>") && !tried.contains("<script>alert"));
    assert!(!visitor.get("/charte").await.contains("écoute"), "a preview changes nothing");
    assert_eq!(admin.post("/equipe/pages/charte", &written).await.status, 303);
    let page = visitor.get("/charte").await;
    assert!(page.contains("<strong>écoute</strong>") && page.contains("Revu le 1"));
    assert!(!page.contains("<script>alert"));
    assert!(visitor.get("/charte?lang=en").await.contains("What is welcome"), "{}", page.text());
    admin.post("/equipe/pages/charte", &[("step", "reset"), ("text_fr", "encore")]).await;
    let mut later = test.browser();
    assert!(later.get("/charte").await.contains("Ce qui est bienvenu"));
    let long = "é".repeat(20_001);
    let refused = admin.post("/equipe/pages/charte", &[("text_fr", &long)]).await;
    assert!(refused.status == 422 && refused.contains(&long), "what was typed is lost");
    assert_eq!(admin.get("/equipe/pages/autre").await.status, 404);
}

#[tokio::test]
async fn who_answers_for_the_site_is_said_wherever_the_law_asks() {
    let test = TestApp::new().await;
    let mut admin = test.admin().await;
    let contact = [("publisher", "Ville des Rives"), ("email", "bonjour@rives.example")];
    assert_eq!(admin.post("/equipe/pages", &contact).await.status, 303);
    for path in ["/mentions-legales", "/confidentialite", "/accessibilite"] {
        let page = test.browser().get(path).await;
        assert!(page.contains("Ville des Rives"), "{path}");
        assert!(page.contains("bonjour@rives.example"), "{path}");
    }
    let wrong = admin.post("/equipe/pages", &[("email", "nulle part")]).await;
    assert!(wrong.status == 422 && wrong.contains("nulle part"));
    assert_eq!(test.app.venue().contact.email, "bonjour@rives.example");
}

#[tokio::test]
async fn the_foot_of_every_page_says_what_the_statement_says() {
    let test = TestApp::new().await;
    let says = |page: String, what: &str| page.contains(&format!("Accessibilité\u{a0}: {what}"));
    assert!(says(test.browser().get("/oeuvres").await.text(), "non conforme"));
    let mut admin = test.admin().await;
    let claim = [("status", "partial"), ("rate", "30")];
    assert_eq!(admin.post("/equipe/accessibilite", &claim).await.status, 422);
    let claim = [
        ("status", "partial"),
        ("rate", "72"),
        ("auditor", "Une oreille"),
        ("drawn_up", "2026-05-04"),
        ("failures_fr", "- Les cartes"),
    ];
    assert_eq!(admin.post("/equipe/accessibilite", &claim).await.status, 303);
    assert!(says(test.browser().get("/oeuvres").await.text(), "partiellement conforme"));
    let page = test.browser().get("/accessibilite").await;
    for said in
        ["partiellement conforme", "72", "Une oreille", "<li>Les cartes</li>", "4\u{a0}mai 2026"]
    {
        assert!(page.contains(said), "{said}: {}", page.text());
    }
    assert!(page.contains("Défenseur des droits"));
}

#[tokio::test]
async fn a_problem_is_kept_for_the_team_and_written_to_the_contact() {
    let test = TestApp::with_mail().await;
    let mut admin = test.admin().await;
    admin.post("/equipe/pages", &[("email", "acces@rives.example")]).await;
    let mut visitor = test.browser();
    let stamp = stamp(&visitor.get("/accessibilite").await);
    let stamped = ("stamp", stamp.as_str());
    let early = visitor.post("/accessibilite", &[("text", "Achetez"), stamped]).await;
    assert_eq!(early.status, 422, "nobody types that fast");
    test.advance(std::time::Duration::from_secs(3));
    let empty =
        visitor.post("/accessibilite", &[("text", ""), ("page", "/oeuvres"), stamped]).await;
    assert!(empty.status == 422 && empty.contains("/oeuvres"), "what was typed is lost");
    let robot = [("text", "Achetez"), ("contact_url", "https://pub.example"), stamped];
    assert_eq!(visitor.post("/accessibilite", &robot).await.status, 422);
    let told = [
        ("text", "Le bouton ne dit rien"),
        ("page", "/oeuvres"),
        ("email", "lea@ailleurs.example"),
        stamped,
    ];
    assert_eq!(visitor.post("/accessibilite", &[("text", "Achetez")]).await.status, 422);
    assert_eq!(visitor.post("/accessibilite", &told).await.status, 303);
    let again = visitor.post("/accessibilite", &told).await;
    assert!(again.status == 422 && again.contains("Le bouton ne dit rien"), "once each");
    let letters = test.letters().await;
    let letter = letters.iter().find(|letter| letter.to.contains("acces@rives.example")).unwrap();
    assert!(letter.text.contains("Le bouton ne dit rien"), "{}", letter.text);
    assert!(!letter.raw.contains("lea@ailleurs.example"), "the address stays on this server");

    assert_eq!(visitor.get("/equipe/accessibilite").await.status, 303, "it is for the team");
    let desk = admin.get("/equipe/accessibilite").await;
    assert!(desk.contains("Le bouton ne dit rien") && desk.contains("lea@ailleurs.example"));
    assert!(!desk.contains("Achetez"));
    let at = desk.text().find("action=\"/equipe/accessibilite/").unwrap();
    let path: String = desk.text()[at + 8..].chars().take_while(|c| *c != '"').collect();
    assert_eq!(visitor.post(&path, &[]).await.status, 303, "to the page where one signs in");
    assert_eq!(admin.post(&path, &[]).await.status, 303);
    let desk = admin.get("/equipe/accessibilite").await;
    assert!(desk.contains("Le bouton ne dit rien") && !desk.contains("lea@ailleurs.example"));
    let twice = admin.post(&path, &[]).await;
    assert!(admin.follow(&twice).await.contains("déjà occupé"));
}
