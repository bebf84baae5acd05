//! Walls and kiosks: what they show and never show, what is left at them, and taking their address away.

use diesel::prelude::*;
use parvis::{kernel::id::Id, platform::objects::State, schema};

use crate::{
    support::{Answer, Browser},
    voices::{Hung, hung},
};

const DESK: &str = "/equipe/appareils";

/// The path of a device about the work, as it is shown to staff once.
async fn device(h: &Hung, kind: &str) -> String {
    let mut admin = h.test.admin().await;
    let fields = [("kind", kind), ("name", "Hall"), ("code", "1963.4")];
    let made = admin.post(DESK, &fields).await;
    assert_eq!(made.status, 200, "{}", made.text());
    path_in(&made)
}

fn path_in(page: &Answer) -> String {
    let text = page.text();
    let (_, rest) = text.split_once("id=\"adresse\">http://musee.test").expect("an address");
    rest.split('<').next().unwrap().to_owned()
}

async fn approve(admin: &mut Browser, id: Id) {
    let fields = [("action", "approve")];
    assert_eq!(admin.post(&format!("/equipe/moderation/{id}"), &fields).await.status, 303);
}

async fn last_device(h: &Hung) -> Id {
    h.test
        .query(|conn| {
            schema::devices::table
                .order(schema::devices::id.desc())
                .select(schema::devices::id)
                .first(conn)
        })
        .await
}

#[tokio::test]
async fn a_wall_invites_and_shows_only_words_that_were_read_until_they_are_hidden() {
    let h = hung().await;
    let wall = device(&h, "wall").await;
    let mut screen = h.test.browser();
    let shown = screen.get(&wall).await;
    assert_eq!(shown.status, 200);
    assert!(shown.contains("Que vous reste-t-il") && shown.contains("musee.test/p/1963.4"));
    assert!(shown.contains("class=\"qr\"") && shown.contains("http-equiv=\"refresh\""));
    assert_eq!(shown.header("cache-control"), "no-store");

    // Shown on the site at once, and not on the wall.
    let mut lea = h.member("lea").await;
    lea.post(&format!("{}/traces", h.page), &[("text", "Lu par personne")]).await;
    assert!(h.read().await.contains("Lu par personne"));
    assert!(!screen.get(&wall).await.contains("Lu par personne"));
    let trace = h.trace("Lu par personne").await;
    let mut admin = h.test.admin().await;
    approve(&mut admin, trace.id).await;
    for path in [wall.clone(), format!("{wall}/scene")] {
        assert!(screen.get(&path).await.contains("Lu par personne"), "{path}");
    }
    // Changed words were read by nobody.
    lea.post(&format!("/traces/{}/modifier", trace.id), &[("text", "Tout autre chose")]).await;
    let page = screen.get(&wall).await;
    assert!(!page.contains("Lu par personne") && !page.contains("Tout autre chose"));
    approve(&mut admin, trace.id).await;
    assert!(screen.get(&wall).await.contains("Tout autre chose"));
    admin.post(&format!("/equipe/moderation/{}", trace.id), &[("action", "hide")]).await;
    for path in [wall.clone(), format!("{wall}/scene")] {
        assert!(!screen.get(&path).await.contains("Tout autre chose"), "{path}");
    }
}

#[tokio::test]
async fn whoever_is_signed_in_on_a_wall_sees_there_what_everybody_may_see() {
    let h = hung().await;
    h.decide(|venue| {
        venue.hold_member_traces = true;
        venue.holding.project_unread = true;
    })
    .await;
    let wall = device(&h, "wall").await;
    let mut lea = h.member("lea").await;
    lea.post(&format!("{}/traces", h.page), &[("text", "En attente encore")]).await;
    assert_eq!(h.trace("En attente encore").await.state, State::Pending);
    let mut admin = h.test.admin().await;
    for browser in [&mut lea, &mut admin] {
        assert!(!browser.get(&wall).await.contains("En attente encore"));
    }
}

#[tokio::test]
async fn a_frozen_wall_stays_on_its_words_and_a_hidden_one_leaves_it_all_the_same() {
    let h = hung().await;
    let wall = device(&h, "wall").await;
    let id = last_device(&h).await;
    let mut admin = h.test.admin().await;
    let freeze = format!("{DESK}/{id}/figer");
    let nothing = admin.post(&freeze, &[("etat", "fige")]).await;
    assert!(admin.follow(&nothing).await.contains("rien à figer"));
    for text in ["Premier mot", "Second mot"] {
        admin.post(&format!("{}/traces", h.page), &[("text", text)]).await;
        h.test.advance(std::time::Duration::from_secs(1));
    }
    let mut screen = h.test.browser();
    let mut seen = Vec::new();
    for _ in 0..2 {
        let page = screen.get(&wall).await;
        seen.push(if page.contains("Premier mot") { "Premier mot" } else { "Second mot" });
        assert!(page.contains(seen.last().unwrap()));
        h.test.advance(std::time::Duration::from_secs(20));
    }
    assert_ne!(seen[0], seen[1], "they take turns");
    let now = screen.get(&wall).await;
    let frozen = if now.contains("Premier mot") { "Premier mot" } else { "Second mot" };
    assert_eq!(admin.post(&freeze, &[("etat", "fige")]).await.status, 303);
    for _ in 0..3 {
        h.test.advance(std::time::Duration::from_secs(20));
        assert!(screen.get(&wall).await.contains(frozen));
    }
    let trace = h.trace(frozen).await;
    // The team's own words are taken down by their author.
    assert_eq!(admin.post(&format!("/traces/{}/retirer", trace.id), &[]).await.status, 303);
    assert!(!screen.get(&wall).await.contains(frozen));
    assert_eq!(admin.post(&freeze, &[("etat", "libre")]).await.status, 303);
    assert!(admin.get("/equipe/journal").await.contains("a figé l’écran Hall"));
}

#[tokio::test]
async fn a_device_whose_address_was_taken_away_shows_nothing_and_a_guess_never_did() {
    let h = hung().await;
    let mut admin = h.test.admin().await;
    let wall = device(&h, "wall").await;
    let id = last_device(&h).await;
    let mut screen = h.test.browser();
    assert_eq!(screen.get(&wall).await.status, 200);
    assert!(admin.get(DESK).await.contains("Hall"));
    assert!(!admin.get(DESK).await.contains(&wall), "an address is shown once");
    let renewed = admin.post(&format!("{DESK}/{id}/adresse"), &[]).await;
    let anew = path_in(&renewed);
    assert_eq!(screen.get(&wall).await.status, 404);
    assert_eq!(screen.get(&anew).await.status, 200);
    assert_eq!(admin.post(&format!("{DESK}/{id}/fermer"), &[]).await.status, 303);
    for path in [anew.clone(), format!("{anew}/scene"), format!("{anew}/flux"), "/ecran/x".into()] {
        assert_eq!(screen.get(&path).await.status, 404, "{path}");
    }
    let mut lea = h.member("lea").await;
    assert_eq!(lea.get(DESK).await.status, 404);
    let wrong = admin.post(DESK, &[("kind", "wall"), ("name", "Hall"), ("code", "rien")]).await;
    assert!(wrong.status == 422 && wrong.contains("Aucun cartel"));
}
