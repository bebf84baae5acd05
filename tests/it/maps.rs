//! The emotional map: a plan is hung, things are placed, everybody sees what is felt where and since when.

use std::time::Duration;

use parvis::features::{artworks, places};

use crate::{
    support::{Browser, pictures},
    voices::{Hung, hung},
};

const DRAWING: &[u8] =
    b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 200 100'><script>alert(1)</script>\
    <rect width='100' height='100' fill='#ccc'/></svg>";

/// A room with the work in it, and the path of its plan for staff.
async fn room(h: &Hung, admin: &mut Browser) -> String {
    let place = [("name_fr", "Salle 1"), ("kind", "room"), ("code", "MR-1")];
    assert_eq!(admin.post("/equipe/lieux/nouveau", &place).await.status, 303);
    let room = h.test.app.read(|conn| places::find_by_code(conn, "MR-1")).await.unwrap().unwrap();
    let id = h.artwork.id;
    h.test.app.write(move |tx| artworks::put(tx, id, Some(room))).await.unwrap();
    format!("/equipe/plans/{room}")
}

#[tokio::test]
async fn a_drawing_is_kept_as_pixels_and_pins_show_what_is_felt() {
    let h = hung().await;
    let mut admin = h.test.admin().await;
    let plan = room(&h, &mut admin).await;
    assert!(h.test.browser().get("/carte").await.contains("Pas encore de plan"));
    let texts = [("alt_fr", "Une salle"), ("alt_en", "A room")];
    let none = admin.post_files(&plan, &texts, &[]).await;
    assert_eq!(none.status, 422);
    assert!(none.contains("Une salle"), "what was typed is kept");
    let file = [("picture", "plan.svg", "image/svg+xml", DRAWING)];
    assert_eq!(admin.post_files(&plan, &texts, &file).await.status, 303);
    let picture = pictures::jpeg(400, 300, 3);
    let file = [("picture", "plan.jpg", "image/jpeg", picture.as_slice())];
    assert_eq!(admin.post_files(&plan, &texts, &file).await.status, 303, "or a picture");
    let bad = [("picture", "plan.svg", "image/svg+xml", b"<svg".as_slice())];
    assert_eq!(admin.post_files(&plan, &texts, &bad).await.status, 422);

    let id = h.artwork.id;
    let pins = format!("{plan}/reperes");
    let (x, y) = (format!("x_{id}"), format!("y_{id}"));
    let nowhere = admin.post(&pins, &[(x.as_str(), "140"), (y.as_str(), "10")]).await;
    assert_eq!(nowhere.status, 422);
    assert!(nowhere.contains("value=\"140\""), "what was typed is kept");
    assert_eq!(admin.post(&pins, &[(x.as_str(), "25,5"), (y.as_str(), "50")]).await.status, 303);

    let felt = format!("/objets/{id}/ressenti");
    h.test.browser().post(&felt, &[("feeling", "joy")]).await;
    let map = h.test.browser().get("/carte").await;
    for part in ["cx=\"255\"", "f-joy", "Les Rives basses", "<b>1</b> joie", "Une salle"] {
        assert!(map.contains(part), "{part}: {}", map.text());
    }
    assert!(!map.contains("<script>alert"));
    let mut english = h.test.browser();
    english.language = "en";
    assert!(english.get("/carte").await.contains("A room"));

    h.test.advance(Duration::from_secs(2 * 86_400));
    assert!(!h.test.browser().get("/carte?periode=jour").await.contains("<b>1</b> joie"));
    assert!(h.test.browser().get("/carte?periode=semaine").await.contains("<b>1</b> joie"));
    h.test.advance(Duration::from_secs(100 * 86_400));
    assert!(!h.test.browser().get("/carte?periode=saison").await.contains("<b>1</b> joie"));
    assert!(
        h.test.browser().get("/carte?plan=nulle-part&periode=x").await.contains("<b>1</b> joie")
    );

    // What is withdrawn leaves the map; a plan that is taken down leaves nothing behind.
    h.test.app.write(move |tx| artworks::withdraw(tx, id)).await.unwrap();
    assert!(!h.test.browser().get("/carte").await.contains("Les Rives basses"));
    let mut admin = h.test.admin().await;
    assert_eq!(admin.post(&format!("{plan}/retirer"), &[]).await.status, 303);
    assert!(h.test.browser().get("/carte").await.contains("Pas encore de plan"));
}

#[tokio::test]
async fn a_plan_that_is_shown_is_not_swept_away() {
    let h = hung().await;
    let mut admin = h.test.admin().await;
    let plan = room(&h, &mut admin).await;
    let file = [("picture", "plan.svg", "image/svg+xml", DRAWING)];
    assert_eq!(admin.post_files(&plan, &[], &file).await.status, 303);
    h.test.advance(Duration::from_secs(3 * 86_400));
    parvis::platform::tidy::round(&h.test.app).await.unwrap();
    let map = h.test.browser().get("/carte").await.text();
    let at = map.find("/media/").expect("the plan");
    let src = map[at..].split('"').next().unwrap().to_owned();
    assert_eq!(h.test.browser().get(&src).await.status, 200);
}
