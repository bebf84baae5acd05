//! Members follow, mute and block people of this server and of others.

use parvis::{
    features::follows,
    kernel::id::Id,
    platform::{actors, barriers, objects},
};
use serde_json::json;

use crate::{
    support::{Browser, Person, Remote},
    voices::{Hung, PUBLIC, hung},
};

/// A venue, a signed-in member `lea`, and alice who lives on another server and wrote under the work.
async fn with_alice() -> (Hung, Browser, Remote, Person, Id) {
    let h = hung().await;
    let lea = h.member("lea").await;
    let remote = h.test.remote("mastodon.example").await;
    let alice = remote.person("alice");
    h.reply(&remote, &alice, "1", "<p>Quelle lumière</p>").await;
    let id = actor(&h, &alice.iri).await;
    (h, lea, remote, alice, id)
}

async fn actor(h: &Hung, iri: &str) -> Id {
    let iri = iri.to_owned();
    let found = h.test.app.read(move |conn| actors::find_by_iri(conn, &iri)).await;
    found.unwrap().expect("a known actor").id
}

async fn state(h: &Hung, follower: Id, followed: Id) -> Option<follows::State> {
    h.test.app.read(move |conn| follows::between(conn, follower, followed)).await.unwrap()
}

async fn press(browser: &mut Browser, id: Id, what: &str, action: &str) -> u16 {
    browser.post(&format!("/personnes/{id}/{what}"), &[("action", action)]).await.status
}

#[tokio::test]
async fn a_member_follows_somebody_elsewhere_who_accepts_and_leaves_again() {
    let (h, mut lea, remote, alice, id) = with_alice().await;
    let page = lea.get(&format!("/@alice@{}", remote.host())).await;
    assert!(page.contains("Suivre") && page.contains(&format!("/personnes/{id}/suivre")));
    assert_eq!(press(&mut lea, id, "suivre", "follow").await, 303);
    h.test.settle().await;
    let asked = remote.received_of("Follow");
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0]["object"], alice.iri);
    assert!(lea.get("/compte/personnes").await.contains("demande envoyée"));

    let accept = remote.wrap("Accept", &alice, &asked[0]);
    assert_eq!(h.deliver(&remote, &alice, &accept).await, "applied");
    let me = actor(&h, "http://musee.test/actors/lea").await;
    assert_eq!(state(&h, me, id).await, Some(follows::State::Accepted));
    let list = lea.get("/compte/personnes").await;
    assert!(list.contains("@alice@") && !list.contains("demande envoyée"));

    assert_eq!(press(&mut lea, id, "suivre", "unfollow").await, 303);
    h.test.settle().await;
    let undone = remote.received_of("Undo");
    assert_eq!(undone[0]["object"]["id"], asked[0]["id"]);
    assert!(lea.get("/compte/personnes").await.contains("Vous ne suivez encore personne"));
}

#[tokio::test]
async fn a_refused_request_is_shown_as_no_follow() {
    let (h, mut lea, remote, alice, id) = with_alice().await;
    press(&mut lea, id, "suivre", "follow").await;
    h.test.settle().await;
    let reject = remote.wrap("Reject", &alice, &remote.received_of("Follow")[0]);
    h.deliver(&remote, &alice, &reject).await;
    let page = lea.get(&format!("/@alice@{}", remote.host())).await;
    assert!(page.contains("value=\"follow\""), "may be asked again");
    assert!(lea.get("/compte/personnes").await.contains("Vous ne suivez encore personne"));
}

#[tokio::test]
async fn members_who_approve_their_followers_answer_them() {
    let h = hung().await;
    let (mut lea, mut noe) = (h.member("lea").await, h.member("noe").await);
    let fields = [("name", "Léa"), ("approves_followers", "1"), ("shows_follows", "1")];
    assert_eq!(lea.post_files("/compte/profil", &fields, &[]).await.status, 303);
    let (l, n) = (
        actor(&h, "http://musee.test/actors/lea").await,
        actor(&h, "http://musee.test/actors/noe").await,
    );
    press(&mut noe, l, "suivre", "follow").await;
    assert_eq!(state(&h, n, l).await, Some(follows::State::Pending));
    assert!(lea.get("/compte/personnes?liste=demandes").await.contains("@noe@musee.test"));
    assert_eq!(press(&mut lea, n, "abonnement", "accept").await, 303);
    assert_eq!(state(&h, n, l).await, Some(follows::State::Accepted));
    assert!(lea.get("/compte/personnes?liste=abonnes").await.contains("@noe@musee.test"));
    // Whom somebody follows is shown when they say so, and looks like nothing else when they do not.
    press(&mut lea, n, "suivre", "follow").await;
    let shown = h.test.browser().get(&format!("/personnes/{l}/abonnements")).await;
    assert!(shown.status == 200 && shown.contains("@noe@musee.test"));
    assert_eq!(h.test.browser().get(&format!("/personnes/{n}/abonnements")).await.status, 404);
    // Removed by the followed.
    assert_eq!(press(&mut lea, n, "abonnement", "remove").await, 303);
    assert_eq!(state(&h, n, l).await, Some(follows::State::Rejected));
}

#[tokio::test]
async fn what_a_muted_person_says_is_hidden_from_one_member_alone() {
    let (h, mut lea, remote, _, id) = with_alice().await;
    assert!(lea.get(&h.page).await.contains("Quelle lumière"));
    assert_eq!(press(&mut lea, id, "masquer", "mute").await, 303);
    assert!(!lea.get(&h.page).await.contains("Quelle lumière"));
    assert!(h.read().await.contains("Quelle lumière"), "everybody else reads on");
    let own = lea.get(&format!("/@alice@{}", remote.host())).await;
    assert!(own.contains("Quelle lumière"), "on their own page they are not hidden");
    h.test.settle().await;
    assert!(remote.received_of("Block").is_empty(), "nobody is told");
    assert!(lea.get("/compte/personnes?liste=masquees").await.contains("@alice@"));
    assert_eq!(press(&mut lea, id, "masquer", "unmute").await, 303);
    assert!(lea.get(&h.page).await.contains("Quelle lumière"));
}

#[tokio::test]
async fn a_block_ends_the_follows_of_both_and_says_so_and_nothing_new_begins() {
    let (h, mut lea, remote, alice, id) = with_alice().await;
    let me = actor(&h, "http://musee.test/actors/lea").await;
    press(&mut lea, id, "suivre", "follow").await;
    h.test.settle().await;
    let accept = remote.wrap("Accept", &alice, &remote.received_of("Follow")[0]);
    h.deliver(&remote, &alice, &accept).await;
    let mut theirs = remote.wrap("Follow", &alice, &json!("http://musee.test/actors/lea"));
    theirs["to"] = json!(["http://musee.test/actors/lea"]);
    h.deliver(&remote, &alice, &theirs).await;
    assert_eq!(state(&h, id, me).await, Some(follows::State::Accepted));
    lea.post(&format!("{}/traces", h.page), &[("text", "De moi"), ("share", "1")]).await;
    h.test.settle().await;
    let mine = h.trace("De moi").await;

    assert_eq!(press(&mut lea, id, "bloquer", "block").await, 303);
    h.test.settle().await;
    assert_eq!(remote.received_of("Block")[0]["object"], alice.iri);
    assert_eq!(remote.received_of("Undo").len(), 1, "our follow");
    let rejected = remote.received_of("Reject");
    assert_eq!(rejected[0]["object"]["id"], theirs["id"], "their follow");
    assert_eq!(state(&h, me, id).await, None);

    // They cannot follow, nor answer; the member cannot either.
    let again = crate::voices::again(&theirs, "2");
    assert_eq!(h.deliver(&remote, &alice, &again).await, "rejected");
    let note = remote.note(&alice, "2", &mine.iri, "<p>Mais si</p>");
    assert_eq!(h.deliver(&remote, &alice, &remote.create(&alice, &note)).await, "rejected");
    assert_eq!(press(&mut lea, id, "suivre", "follow").await, 403);
    let hers = h.trace("Quelle lumière").await;
    let reply = [("text", "Je réponds"), ("reply_to", &hers.id.to_string())];
    assert_eq!(lea.post(&format!("{}/traces", h.page), &reply).await.status, 403);
    assert!(!lea.get(&h.page).await.contains("Quelle lumière"));

    assert_eq!(press(&mut lea, id, "bloquer", "unblock").await, 303);
    h.test.settle().await;
    let undone = remote.received_of("Undo");
    assert!(undone.iter().any(|undo| undo["object"]["type"] == "Block"));
    let third = crate::voices::again(&theirs, "3");
    assert_eq!(h.deliver(&remote, &alice, &third).await, "applied");
}

#[tokio::test]
async fn a_block_from_elsewhere_is_respected_until_it_is_undone() {
    let (h, mut lea, remote, alice, id) = with_alice().await;
    let me = actor(&h, "http://musee.test/actors/lea").await;
    press(&mut lea, id, "suivre", "follow").await;
    h.test.settle().await;
    let block = remote.wrap("Block", &alice, &json!("http://musee.test/actors/lea"));
    assert_eq!(h.deliver(&remote, &alice, &block).await, "applied");
    assert_eq!(state(&h, me, id).await, None);
    assert_eq!(press(&mut lea, id, "suivre", "follow").await, 403);
    // Somebody else cannot take it back.
    let eve = remote.person("eve");
    let forged = json!({"@context": "https://www.w3.org/ns/activitystreams",
        "id": format!("{}/undo", eve.iri), "type": "Undo", "actor": eve.iri, "object": block, "to": [PUBLIC]});
    h.deliver(&remote, &eve, &forged).await;
    assert_eq!(press(&mut lea, id, "suivre", "follow").await, 403);
    let undo = json!({"@context": "https://www.w3.org/ns/activitystreams",
        "id": format!("{}/undo", alice.iri), "type": "Undo", "actor": alice.iri, "object": block, "to": [PUBLIC]});
    assert_eq!(h.deliver(&remote, &alice, &undo).await, "applied");
    assert_eq!(press(&mut lea, id, "suivre", "follow").await, 303);
}

#[tokio::test]
async fn who_is_blocked_does_not_see_what_is_for_members() {
    let h = hung().await;
    let (mut lea, mut noe) = (h.member("lea").await, h.member("noe").await);
    lea.post(&format!("{}/traces", h.page), &[("text", "Entre nous")]).await;
    let said = h.trace("Entre nous").await;
    let id = said.id;
    h.test
        .app
        .write(move |tx| objects::set_visibility(tx.conn, id, objects::Visibility::Members))
        .await
        .unwrap();
    assert!(noe.get(&h.page).await.contains("Entre nous"));
    let n = actor(&h, "http://musee.test/actors/noe").await;
    press(&mut lea, n, "bloquer", "block").await;
    assert!(!noe.get(&h.page).await.contains("Entre nous"));
    assert_eq!(noe.get(&format!("/traces/{id}")).await.status, 404);
    assert!(lea.get(&h.page).await.contains("Entre nous"));
}

#[tokio::test]
async fn nobody_is_followed_muted_or_blocked_who_is_not_there() {
    let (h, mut lea, _remote, _, id) = with_alice().await;
    let me = actor(&h, "http://musee.test/actors/lea").await;
    let instance = actor(&h, "http://musee.test/actor").await;
    for target in [me, instance, Id::from_raw(1)] {
        for (what, action) in [("suivre", "follow"), ("masquer", "mute"), ("bloquer", "block")] {
            assert_eq!(press(&mut lea, target, what, action).await, 404, "{target} {what}");
        }
    }
    assert_eq!(press(&mut lea, id, "suivre", "anything").await, 404);
    let stranger =
        h.test.browser().post(&format!("/personnes/{id}/bloquer"), &[("action", "block")]).await;
    assert!(stranger.location().starts_with("/connexion"));
    let around = h.test.app.read(move |conn| barriers::Barriers::around(conn, me)).await.unwrap();
    assert!(around.unheard.is_empty() && around.shut_out_by.is_empty());
}

#[tokio::test]
async fn a_profile_says_as_much_as_its_owner_wants() {
    let h = hung().await;
    let mut lea = h.member("lea").await;
    lea.post(&format!("{}/traces", h.page), &[("text", "Sous l’œuvre")]).await;
    let shown = [
        ("name", "Léa"),
        ("spoken", "français, LSF"),
        ("field_name_0", "Atelier"),
        ("field_value_0", "https://lea.example"),
        ("lists_traces", "1"),
    ];
    assert_eq!(lea.post_files("/compte/profil", &shown, &[]).await.status, 303);
    let page = h.test.browser().get("/@lea").await;
    for words in ["français, LSF", "Atelier", "href=\"https://lea.example", "Sous l’œuvre"] {
        assert!(page.contains(words), "{words}");
    }
    let document = h.test.browser().get_activity("/@lea").await.json();
    assert_eq!(document["attachment"][0]["name"], "Atelier");
    let kept = [("name", "Léa"), ("field_name_0", "Atelier"), ("field_value_0", "x")];
    assert_eq!(lea.post_files("/compte/profil", &kept, &[]).await.status, 303);
    let page = h.test.browser().get("/@lea").await;
    assert!(!page.contains("Sous l’œuvre") && page.contains("ne réunit pas ses mots"));
    assert!(h.read().await.contains("Sous l’œuvre"));
    assert!(lea.get("/@lea").await.contains("Sous l’œuvre"), "its owner sees it as it is");
    let half = [("name", "Léa"), ("field_name_2", "Sans valeur")];
    let answer = lea.post_files("/compte/profil", &half, &[]).await;
    assert_eq!(answer.status, 422);
    assert!(answer.contains("Sans valeur") && answer.contains("ou ni l’un ni l’autre"));
}
