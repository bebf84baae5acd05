//! Artworks: from the form to the wall, to other servers and back off the wall.

use std::time::Duration;

use parvis::features::artworks::{self, Draft, Facts};

use crate::{
    support::{Answer, Browser, TestApp, pictures},
    voices::{follow, hung},
};

const RIVES: [(&str, &str); 6] = [
    ("title", "Les Rives basses"),
    ("inventory", "2020.074"),
    ("artist", "Anna Delorme"),
    ("date", "1963"),
    ("technique", "Huile sur toile"),
    ("status", "on_show"),
];

async fn publish(staff: &mut Browser, fields: &[(&str, &str)]) -> Answer {
    staff.post("/equipe/oeuvres/nouvelle", fields).await
}

async fn publish_with_picture(staff: &mut Browser, alt: &str, picture: &[u8]) -> Answer {
    let fields = [&RIVES[..], &[("new_alt_fr_1", alt)]].concat();
    let files = [("new_picture_1", "rives.jpg", "image/jpeg", picture)];
    staff.post_files("/equipe/oeuvres/nouvelle", &fields, &files).await
}

async fn titled(staff: &mut Browser, title: &str, inventory: &str) {
    let answer =
        publish(staff, &[("title", title), ("inventory", inventory), ("status", "on_show")]).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
}

/// The key of the work with this title, read from the staff's table.
async fn key(staff: &mut Browser, title: &str) -> String {
    let page = staff.get("/equipe/oeuvres").await.text();
    let before = page.split(&format!("\">{title}</a>")).next().unwrap();
    before.rsplit("/equipe/oeuvres/").next().unwrap().to_owned()
}

#[tokio::test]
async fn a_work_with_its_picture_goes_from_the_form_to_the_wall_and_to_other_servers() {
    let test = TestApp::new().await;
    let mut staff = test.admin().await;
    let picture = pictures::jpeg(1600, 1200, 1);
    let done = publish_with_picture(&mut staff, "Un soleil pâle.", &picture).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let mut visitor = test.browser();
    let page = visitor.get("/oeuvres/les-rives-basses").await;
    assert_eq!(page.status, 200);
    for shown in [
        "Les Rives basses",
        "Anna Delorme",
        "1963",
        "2020.074",
        "alt=\"Un soleil pâle.\"",
        "640w",
        "og:image",
    ] {
        assert!(page.contains(shown), "{shown}");
    }
    assert!(visitor.get("/oeuvres").await.contains("/oeuvres/les-rives-basses"));
    assert!(visitor.get("/p/2020.074").await.contains("/oeuvres/les-rives-basses"));
    let note = visitor.get_activity("/oeuvres/les-rives-basses").await;
    assert_eq!(note.header("content-type"), "application/activity+json");
    let note = note.json();
    assert_eq!(note["type"], "Note");
    assert!(
        note["name"].is_null() && note["summary"].is_null(),
        "peers take either for something else"
    );
    let content = note["content"].as_str().unwrap();
    assert!(
        content
            .contains("<strong>Les Rives basses</strong>, 1963<br>Anna Delorme · Huile sur toile"),
        "{content}"
    );
    assert_eq!(note["contentMap"]["fr"], note["content"]);
    assert!(note["contentMap"]["en"].is_string());
    assert_eq!(note["attachment"][0]["name"], "Un soleil pâle.");
    assert_eq!(note["attachment"][0]["width"], 1600);
    assert_eq!(note["artwork"]["schemaorg:identifier"], "2020.074");
    let image = note["attachment"][0]["url"].as_str().unwrap();
    assert_eq!(visitor.get(image).await.status, 200);
    test.settle().await;
    let outbox = visitor.get_activity("/actors/musee/outbox").await.json();
    assert_eq!(outbox["totalItems"], 1);
}

#[tokio::test]
async fn the_record_for_catalogues_says_what_the_label_says() {
    let test = TestApp::new().await;
    publish(&mut test.admin().await, &RIVES).await;
    let note = test.browser().get_activity("/oeuvres/les-rives-basses").await.json();
    let link = note["tag"].as_array().unwrap().iter().find(|tag| tag["type"] == "Link").unwrap();
    let record = test.browser().get(link["href"].as_str().unwrap()).await;
    assert!(record.header("content-type").starts_with("application/ld+json"));
    let record = record.json();
    assert_eq!(record["type"], "HumanMadeObject");
    assert_eq!(record["identified_by"][1]["content"], "2020.074");
    assert_eq!(record["produced_by"]["carried_out_by"][0]["_label"], "Anna Delorme");
    assert_eq!(test.browser().get("/objects/1/linked-art").await.status, 404);
}

#[tokio::test]
async fn a_picture_nobody_described_holds_the_form_back_and_is_not_lost() {
    let test = TestApp::new().await;
    let mut staff = test.admin().await;
    let back = publish_with_picture(&mut staff, "", &pictures::jpeg(700, 500, 2)).await;
    assert_eq!(back.status, 422);
    assert!(back.contains("Décrivez cette image") && back.contains("Anna Delorme"));
    assert_eq!(test.browser().get("/oeuvres/les-rives-basses").await.status, 404);
    let text = back.text();
    let media = text.split("name=\"media\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let alt = format!("alt_fr_{media}");
    let fields = [&RIVES[..], &[("media", media), (alt.as_str(), "Un soleil pâle.")]].concat();
    assert_eq!(publish(&mut staff, &fields).await.status, 303);
    assert!(
        test.browser().get("/oeuvres/les-rives-basses").await.contains("alt=\"Un soleil pâle.\"")
    );
}

#[tokio::test]
async fn pictures_are_reordered_and_taken_down_in_the_form() {
    let test = TestApp::new().await;
    let mut staff = test.admin().await;
    let (one, two) = (pictures::jpeg(700, 500, 1), pictures::jpeg(700, 500, 2));
    let fields =
        [&RIVES[..], &[("new_alt_fr_1", "La première."), ("new_alt_fr_2", "La seconde.")]].concat();
    let files = [
        ("new_picture_1", "a.jpg", "image/jpeg", one.as_slice()),
        ("new_picture_2", "b.jpg", "image/jpeg", two.as_slice()),
    ];
    assert_eq!(staff.post_files("/equipe/oeuvres/nouvelle", &fields, &files).await.status, 303);
    let edit = format!("/equipe/oeuvres/{}", key(&mut staff, "Les Rives basses").await);
    let form = staff.get(&edit).await.text();
    let media: Vec<String> = form
        .split("name=\"media\" value=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect();
    let named = |part: &str, n: usize| format!("{part}_{}", media[n]);
    let names = [
        named("alt_fr", 0),
        named("position", 0),
        named("alt_fr", 1),
        named("position", 1),
        named("remove", 0),
    ];
    let swapped = [
        &RIVES[..],
        &[
            ("media", &media[0]),
            ("media", &media[1]),
            (&names[0], "La première."),
            (&names[1], "2"),
            (&names[2], "La seconde."),
            (&names[3], "1"),
        ],
    ]
    .concat();
    assert_eq!(staff.post(&edit, &swapped).await.status, 303);
    let note = test.browser().get_activity("/oeuvres/les-rives-basses").await.json();
    assert_eq!(note["attachment"][0]["name"], "La seconde.");
    assert_eq!(note["attachment"][1]["name"], "La première.");
    let without = [&swapped[..], &[(names[4].as_str(), "1")]].concat();
    assert_eq!(staff.post(&edit, &without).await.status, 303);
    let note = test.browser().get_activity("/oeuvres/les-rives-basses").await.json();
    assert_eq!(note["attachment"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn two_works_never_share_a_number_however_it_is_written() {
    let test = TestApp::new().await;
    let mut staff = test.admin().await;
    titled(&mut staff, "Une", "inv a/1").await;
    let again = publish(&mut staff, &[("title", "Autre"), ("inventory", "INV-A-1")]).await;
    assert_eq!(again.status, 422);
    assert!(again.contains("déjà sur une autre étiquette"));
    for (title, inventory) in [("", "2"), ("Sans numéro", "")] {
        assert_eq!(
            publish(&mut staff, &[("title", title), ("inventory", inventory)]).await.status,
            422
        );
    }
}

#[tokio::test]
async fn a_withdrawn_work_is_gone_everywhere_and_its_number_is_free() {
    let test = TestApp::new().await;
    let mut staff = test.admin().await;
    publish_with_picture(&mut staff, "Un soleil pâle.", &pictures::jpeg(700, 500, 1)).await;
    test.settle().await;
    let id = key(&mut staff, "Les Rives basses").await;
    let note = test.browser().get_activity("/oeuvres/les-rives-basses").await.json();
    assert_eq!(staff.post(&format!("/equipe/oeuvres/{id}/supprimer"), &[]).await.status, 303);
    test.settle().await;
    let mut visitor = test.browser();
    for path in ["/oeuvres/les-rives-basses", "/p/2020.074"] {
        assert_eq!(visitor.get(path).await.status, 410, "{path}");
    }
    let tombstone = visitor.get_activity(note["id"].as_str().unwrap()).await;
    assert_eq!(
        (tombstone.status, tombstone.json()["type"].as_str().unwrap().to_owned()),
        (410, "Tombstone".to_owned())
    );
    assert_eq!(visitor.get(&format!("/objects/{id}/linked-art")).await.status, 410);
    assert!(!visitor.get("/oeuvres").await.contains("Rives basses"));
    assert_eq!(staff.get(&format!("/equipe/oeuvres/{id}")).await.status, 404);
    assert_eq!(publish(&mut staff, &RIVES).await.status, 303, "the number is free again");
    assert!(visitor.get("/p/2020.074").await.contains("/oeuvres/les-rives-basses-2"));
    assert_eq!(visitor.get("/oeuvres/jamais-vue").await.status, 404);
}

#[tokio::test]
async fn a_work_away_from_the_wall_keeps_its_page_and_leaves_the_list_of_what_is_on_show() {
    let test = TestApp::new().await;
    let mut staff = test.admin().await;
    titled(&mut staff, "Restée", "1").await;
    titled(&mut staff, "Partie", "2").await;
    let id = key(&mut staff, "Partie").await;
    let bulk = [("id", id.as_str()), ("action", "withdraw"), ("back", "/equipe/oeuvres")];
    assert_eq!(staff.post("/equipe/oeuvres/lot", &bulk).await.status, 303);
    let mut visitor = test.browser();
    assert!(visitor.get("/oeuvres/partie").await.contains("n’est pas en salle"));
    let shown = visitor.get("/oeuvres?en-salle=1").await;
    assert!(shown.contains("Restée") && !shown.contains("Partie"));
    staff.post("/equipe/oeuvres/lot", &[("id", &id), ("action", "show")]).await;
    assert!(visitor.get("/oeuvres?en-salle=1").await.contains("Partie"));
}

#[tokio::test]
async fn works_are_found_by_words_without_accents_by_artist_and_by_place() {
    let test = TestApp::new().await;
    let mut staff = test.admin().await;
    let place = [("name_fr", "Maison"), ("kind", "building"), ("code", "M"), ("parent", "")];
    staff.post("/equipe/lieux/nouveau", &place).await;
    let tree = test.app.read(parvis::features::places::tree).await.unwrap();
    let house = tree.places()[0].id.to_string();
    let room =
        [("name_fr", "Salle"), ("kind", "room"), ("code", "M-1"), ("parent", house.as_str())];
    staff.post("/equipe/lieux/nouveau", &room).await;
    let tree = test.app.read(parvis::features::places::tree).await.unwrap();
    let inner = tree.by_slug("salle").unwrap().id.to_string();
    publish(
        &mut staff,
        &[
            ("title", "L’Œil d’été"),
            ("inventory", "AB.1"),
            ("artist", "Éloïse Varenne"),
            ("place", &inner),
        ],
    )
    .await;
    publish(&mut staff, &[("title", "100 % laine"), ("inventory", "CD.2"), ("artist", "Jo")]).await;
    let mut visitor = test.browser();
    for (query, eye, wool) in [
        ("recherche=oeil", true, false),
        ("recherche=VARENNE+ete", true, false),
        ("recherche=ab.1", true, false),
        ("recherche=varenne+laine", false, false),
        ("recherche=100+%25", false, true),
        ("recherche=%25", false, true),
        ("artiste=%C3%89lo%C3%AFse+Varenne", true, false),
        ("lieu=maison", true, false),
        ("lieu=salle", true, false),
        ("", true, true),
    ] {
        let page = visitor.get(&format!("/oeuvres?{query}")).await;
        assert_eq!(page.contains("Œil d’été</a>"), eye, "{query}");
        assert_eq!(page.contains("% laine</a>"), wool, "{query}");
    }
    let room = visitor.get("/lieux/maison").await;
    assert!(room.contains("Œil d’été"), "what hangs in a room is in the building");
    assert!(visitor.get("/oeuvres/l-oeil-d-ete").await.contains("/lieux/salle"));
}

#[tokio::test]
async fn a_long_catalogue_comes_in_pages_that_keep_their_filters() {
    let test = TestApp::new().await;
    test.app
        .write(|tx| {
            for n in 0..30 {
                let mut draft = Draft { on_show: true, ..Default::default() };
                draft.facts.title = format!("Œuvre {n:02}");
                draft.facts.inventory = format!("N.{n}");
                artworks::publish(tx, &draft)?;
            }
            Ok(())
        })
        .await
        .unwrap();
    let mut visitor = test.browser();
    let first = visitor.get("/oeuvres?en-salle=1").await;
    assert!(first.contains("Œuvre 00") && !first.contains("Œuvre 29"));
    assert!(first.contains("en-salle=1&amp;page=2") || first.contains("en-salle=1&page=2"));
    let second = visitor.get("/oeuvres?en-salle=1&page=2").await;
    assert!(!second.contains("Œuvre 00") && second.contains("Œuvre 29"));
    assert_eq!(visitor.get("/oeuvres?page=99").await.status, 200);
}

#[tokio::test]
async fn a_featured_work_comes_first_here_and_on_the_venues_profile_everywhere() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let alice = remote.person("alice");
    h.deliver(&remote, &alice, &follow(&remote, &alice)).await;
    h.test.advance(Duration::from_secs(60));
    h.test
        .app
        .write(|tx| {
            artworks::publish(
                tx,
                &Draft {
                    facts: Facts {
                        inventory: "2026.1".to_owned(),
                        title: "La Plus Récente".to_owned(),
                        ..Facts::default()
                    },
                    on_show: true,
                    ..Draft::default()
                },
            )
        })
        .await
        .unwrap();
    h.test.settle().await;
    let first =
        |page: &str| page.find("Les Rives basses").unwrap() < page.find("La Plus Récente").unwrap();
    let mut admin = h.test.admin().await;
    let featured =
        || async { h.test.browser().get_activity("/actors/musee/featured").await.json() };
    assert!(!first(&h.test.browser().get("/").await.text()));
    assert_eq!(featured().await["totalItems"], 0);
    let act = |action| [("id", h.artwork.id.to_string()), ("action", String::from(action))];
    for action in ["feature", "unfeature"] {
        remote.forget();
        let fields = act(action);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        for _ in 0..2 {
            assert_eq!(admin.post("/equipe/oeuvres/lot", &fields).await.status, 303);
            h.test.settle().await;
        }
        let on = action == "feature";
        assert_eq!(first(&h.test.browser().get("/").await.text()), on);
        let told = remote.received_of(if on { "Add" } else { "Remove" });
        assert_eq!(told.len(), 1, "{told:?}");
        assert_eq!(told[0]["object"], serde_json::json!(h.artwork.iri));
        assert_eq!(told[0]["target"], "http://musee.test/actors/musee/featured");
        let listed = featured().await;
        let items = listed["orderedItems"].as_array().cloned().unwrap_or_default();
        assert_eq!(items.contains(&serde_json::json!(h.artwork.iri)), on, "{listed}");
    }
    let ids = act("feature");
    let fields: Vec<(&str, &str)> = ids.iter().map(|(n, v)| (*n, v.as_str())).collect();
    admin.post("/equipe/oeuvres/lot", &fields).await;
    let list = admin.get("/equipe/oeuvres?etat=featured").await;
    assert!(list.contains("Les Rives basses") && !list.contains("La Plus Récente"));
}
