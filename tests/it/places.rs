//! Places: the tree, labels, and what hangs where.

use crate::support::{Browser, TestApp};

async fn place(
    staff: &mut Browser,
    name: &str,
    kind: &str,
    code: &str,
    parent: &str,
) -> crate::support::Answer {
    staff
        .post(
            "/equipe/lieux/nouveau",
            &[("name_fr", name), ("kind", kind), ("code", code), ("parent", parent)],
        )
        .await
}

/// The key of the place with this name, read from the staff's tree.
async fn key(staff: &mut Browser, name: &str) -> String {
    let page = staff.get("/equipe/lieux").await.text();
    let before = page.split(&format!("\">{name}</a>")).next().unwrap();
    before.rsplit("/equipe/lieux/").next().unwrap().to_owned()
}

#[tokio::test]
async fn staff_describe_the_building_and_visitors_walk_through_it() {
    let test = TestApp::new().await;
    let mut staff = test.admin().await;
    assert_eq!(place(&mut staff, "Maison", "building", "MR", "").await.status, 303);
    let house = key(&mut staff, "Maison").await;
    assert_eq!(place(&mut staff, "Salle 1", "room", "mr-1", &house).await.status, 303);
    let mut visitor = test.browser();
    assert!(visitor.get("/lieux").await.contains("/lieux/salle-1"));
    let room = visitor.get("/lieux/salle-1").await;
    assert_eq!(room.status, 200);
    assert!(
        room.contains("MR-1") && room.contains("/lieux/maison"),
        "its code and what is around it"
    );
    assert!(!room.contains("/equipe/"), "no visitor is shown the way to the staff's pages");
    let label = visitor.get("/p/mr-1").await;
    assert_eq!(label.status, 200);
    assert!(
        label.contains("href=\"/lieux/salle-1\""),
        "the page behind the label leads to the place"
    );
    assert_eq!(visitor.get("/p/nothing").await.status, 404);
    assert_eq!(visitor.get("/lieux/nulle-part").await.status, 404);
}

#[tokio::test]
async fn a_form_that_makes_no_sense_comes_back_with_what_was_typed() {
    let test = TestApp::new().await;
    let mut staff = test.admin().await;
    place(&mut staff, "Salle 1", "room", "MR-1", "").await;
    let room = key(&mut staff, "Salle 1").await;
    let again = place(&mut staff, "Salle bis", "room", "mr 1", "").await;
    assert_eq!(again.status, 422);
    assert!(again.contains("Salle bis") && again.contains("MR-1 est déjà"), "{}", again.text());
    let inside = place(&mut staff, "Palais", "building", "P", &room).await;
    assert_eq!(inside.status, 422, "a building is not inside a room");
    assert_eq!(place(&mut staff, "", "room", "X", "").await.status, 422);
    assert!(!test.browser().get("/lieux").await.contains("Salle bis"));
}

#[tokio::test]
async fn a_label_that_was_changed_still_leads_to_its_place() {
    let test = TestApp::new().await;
    let mut staff = test.admin().await;
    place(&mut staff, "Salle 1", "room", "MR-1", "").await;
    let room = key(&mut staff, "Salle 1").await;
    let edit = format!("/equipe/lieux/{room}");
    let fields = [("name_fr", "Grande salle"), ("kind", "room"), ("code", "GS"), ("parent", "")];
    assert_eq!(staff.post(&edit, &fields).await.status, 303);
    let mut visitor = test.browser();
    let old = visitor.get("/p/MR-1").await;
    assert_eq!((old.status, old.location()), (303, "/p/GS"));
    assert!(visitor.follow(&old).await.contains("href=\"/lieux/salle-1\""));
    let page = visitor.get("/lieux/salle-1").await;
    assert!(page.contains("Grande salle") && page.contains("GS") && !page.contains("MR-1"));
    let taken = place(&mut staff, "Autre", "room", "MR-1", "").await;
    assert_eq!(taken.status, 422, "an old label on a wall must not lead elsewhere");
}

#[tokio::test]
async fn a_place_goes_when_nothing_is_inside_and_its_number_is_free_again() {
    let test = TestApp::new().await;
    let mut staff = test.admin().await;
    place(&mut staff, "Maison", "building", "MR", "").await;
    let house = key(&mut staff, "Maison").await;
    place(&mut staff, "Salle 1", "room", "MR-1", &house).await;
    let room = key(&mut staff, "Salle 1").await;
    let refused = staff.post(&format!("/equipe/lieux/{house}/supprimer"), &[]).await;
    assert!(staff.follow(&refused).await.contains("en contient d’autres"));
    assert_eq!(test.browser().get("/lieux/maison").await.status, 200);
    staff.post(&format!("/equipe/lieux/{room}/supprimer"), &[]).await;
    test.settle().await;
    assert_eq!(test.browser().get("/lieux/salle-1").await.status, 410);
    assert_eq!(test.browser().get("/p/MR-1").await.status, 410);
    assert_eq!(place(&mut staff, "Salle 1", "room", "MR-1", &house).await.status, 303);
    assert!(test.browser().get("/p/MR-1").await.contains("href=\"/lieux/salle-1-2\""));
}

#[tokio::test]
async fn other_servers_get_the_place_as_a_document() {
    let test = TestApp::new().await;
    let mut staff = test.admin().await;
    let fields = [
        ("name_fr", "Maison"),
        ("kind", "building"),
        ("code", "MR"),
        ("latitude", "48,8606"),
        ("longitude", "2.3376"),
    ];
    assert_eq!(staff.post("/equipe/lieux/nouveau", &fields).await.status, 303);
    let document = test.browser().get_activity("/lieux/maison").await;
    assert_eq!(document.header("content-type"), "application/activity+json");
    let document = document.json();
    assert_eq!(document["type"], "Place");
    assert_eq!(document["name"], "Maison");
    assert_eq!(document["latitude"], 48.8606);
    test.settle().await;
    let outbox = test.browser().get_activity("/actors/musee/outbox").await.json();
    assert_eq!(outbox["totalItems"], 0, "a place is nobody's news");
}

#[tokio::test]
async fn only_staff_reach_the_pages_of_staff() {
    let test = TestApp::new().await;
    let mut visitor = test.browser();
    for path in
        ["/equipe/lieux", "/equipe/lieux/nouveau", "/equipe/oeuvres", "/equipe/reglages", "/equipe"]
    {
        let answer = visitor.get(path).await;
        assert_eq!(answer.status, 303, "{path}");
        assert!(answer.location().starts_with("/connexion"), "{path}");
    }
    assert_ne!(place(&mut visitor, "Ailleurs", "room", "X", "").await.status, 200);
    assert!(!visitor.get("/lieux").await.contains("Ailleurs"));
}
