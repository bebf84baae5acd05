//! Likes, emoji and shares.

use parvis::platform::feature;
use serde_json::{Value, json};

use crate::voices::{Hung, again, hung};

async fn echo(h: &Hung) -> (i64, i64) {
    let (app, id) = (h.test.app.clone(), h.artwork.id);
    let echoes = h.test.app.read(move |conn| feature::echoes(&app, conn, &[id])).await.unwrap();
    let echo = echoes.get(&id).copied().unwrap_or_default();
    (echo.likes, echo.boosts)
}

fn undo(activity: &Value) -> Value {
    json!({
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": format!("{}-undo", activity["id"].as_str().unwrap()),
        "type": "Undo", "actor": activity["actor"], "object": activity, "to": activity["to"],
    })
}

#[tokio::test]
async fn one_person_counts_once_whatever_they_send() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let (alice, bob) = (remote.person("alice"), remote.person("bob"));
    let like = remote.wrap("Like", &alice, &json!(h.artwork.iri));
    assert_eq!(h.deliver(&remote, &alice, &like).await, "applied");
    h.deliver(&remote, &alice, &again(&like, "twice")).await;
    let mut emoji = remote.wrap("EmojiReact", &alice, &json!(h.artwork.iri));
    emoji["content"] = json!("🔥");
    h.deliver(&remote, &alice, &emoji).await;
    assert_eq!(echo(&h).await, (1, 0));
    h.deliver(&remote, &bob, &remote.wrap("Like", &bob, &json!(h.artwork.iri))).await;
    let boost = remote.wrap("Announce", &bob, &json!(h.artwork.iri));
    h.deliver(&remote, &bob, &boost).await;
    h.deliver(&remote, &bob, &again(&boost, "twice")).await;
    assert_eq!(echo(&h).await, (2, 1));
}

#[tokio::test]
async fn a_reaction_is_taken_back_by_who_made_it() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let (alice, mallory) = (remote.person("alice"), remote.person("mallory"));
    let like = remote.wrap("Like", &alice, &json!(h.artwork.iri));
    h.deliver(&remote, &alice, &like).await;
    let mut forged = undo(&like);
    forged["actor"] = json!(mallory.iri);
    forged["id"] = json!(format!("{}-forged", like["id"].as_str().unwrap()));
    h.deliver(&remote, &mallory, &forged).await;
    assert_eq!(echo(&h).await, (1, 0));
    assert_eq!(h.deliver(&remote, &alice, &undo(&like)).await, "applied");
    assert_eq!(echo(&h).await, (0, 0));
}

#[tokio::test]
async fn an_undo_that_gives_the_like_a_new_name_takes_it_back() {
    let h = hung().await;
    let remote = h.test.remote("lemmy.example").await;
    let alice = remote.person("alice");
    let like = remote.wrap("Like", &alice, &json!(h.artwork.iri));
    h.deliver(&remote, &alice, &like).await;
    assert_eq!(echo(&h).await, (1, 0));
    // Lemmy makes the activity that is undone anew, with an id of its own.
    let mut again = undo(&like);
    again["object"]["id"] = json!(format!("{}/like/made-for-the-undo", remote.base));
    assert_eq!(h.deliver(&remote, &alice, &again).await, "applied");
    assert_eq!(echo(&h).await, (0, 0));
}

#[tokio::test]
async fn reactions_to_what_is_not_known_elsewhere_tell_nothing() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let alice = remote.person("alice");
    let mut lea = h.member("lea").await;
    lea.post(&format!("{}/traces", h.page), &[("text", "Entre nous")]).await;
    let here = h.trace("Entre nous").await;
    let hidden = remote.wrap("Like", &alice, &json!(here.iri));
    let nothing = remote.wrap("Like", &alice, &json!("http://musee.test/objects/1"));
    assert_eq!(h.deliver(&remote, &alice, &hidden).await, "ignored");
    assert_eq!(h.deliver(&remote, &alice, &nothing).await, "ignored");
}

#[tokio::test]
async fn a_member_likes_words_from_elsewhere_and_their_author_hears() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let alice = remote.person("alice");
    let note = h.reply(&remote, &alice, "1", "<p>Quelle lumière</p>").await;
    let trace = h.object(note["id"].as_str().unwrap()).await;
    let mut lea = h.member("lea").await;
    remote.forget();
    let path = format!("/objets/{}/aimer", trace.id);
    let answer = lea.post(&path, &[("back", &h.page)]).await;
    assert_eq!(answer.location(), h.page);
    h.test.settle().await;
    let likes = remote.received_of("Like");
    assert_eq!(likes.len(), 1);
    assert_eq!(likes[0]["object"], note["id"]);
    assert!(lea.get(&h.page).await.contains("Ne plus aimer"));
    lea.post(&path, &[]).await;
    h.test.settle().await;
    let undone = remote.received_of("Undo");
    assert_eq!(undone.len(), 1);
    assert_eq!(undone[0]["object"]["id"], likes[0]["id"]);
    assert_eq!(h.test.browser().post(&path, &[]).await.status, 303, "strangers sign in first");
}

#[tokio::test]
async fn a_quote_is_allowed_once_asked_and_taken_back_with_its_object() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let alice = remote.person("alice");
    let mut lea = h.member("lea").await;
    let action = format!("{}/traces", h.page);
    lea.post(&action, &[("text", "À citer"), ("share", "1")]).await;
    h.test.settle().await;
    let trace = h.trace("À citer").await;
    let mut request = remote.wrap("QuoteRequest", &alice, &json!(trace.iri));
    request["instrument"] = json!(format!("{}/notes/77", alice.iri));
    assert_eq!(h.deliver(&remote, &alice, &request).await, "applied");
    let accepts = remote.received_of("Accept");
    assert_eq!(accepts.len(), 1);
    assert_eq!(accepts[0]["object"]["id"], request["id"]);
    let stamp = accepts[0]["result"].as_str().unwrap().to_owned();
    let served = h.test.browser().get_activity(&stamp).await;
    assert_eq!(served.status, 200, "{}", served.text());
    assert_eq!(served.json()["interactionTarget"], json!(trace.iri));

    lea.post(&format!("/traces/{}/retirer", trace.id), &[]).await;
    h.test.settle().await;
    let gone = remote.received_of("Delete");
    assert!(gone.iter().any(|d| d["object"]["id"] == json!(stamp)), "{gone:?}");
    assert_ne!(h.test.browser().get_activity(&stamp).await.status, 200);
}

#[tokio::test]
async fn a_quote_of_what_is_for_here_alone_is_not_answered() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let alice = remote.person("alice");
    let mut lea = h.member("lea").await;
    lea.post(&format!("{}/traces", h.page), &[("text", "Entre nous")]).await;
    let trace = h.trace("Entre nous").await;
    let mut request = remote.wrap("QuoteRequest", &alice, &json!(trace.iri));
    request["instrument"] = json!(format!("{}/notes/77", alice.iri));
    assert_eq!(h.deliver(&remote, &alice, &request).await, "ignored");
    assert!(remote.received().is_empty());
}

#[tokio::test]
async fn a_work_is_liked_from_its_page_and_liked_no_more() {
    let h = hung().await;
    let path = format!("/objets/{}/aimer", h.artwork.id);
    let mut lea = h.member("lea").await;
    let page = lea.get(&h.page).await;
    assert!(page.contains(&format!("action=\"{path}\"")) && page.contains("J’aime<"));
    let liked = lea.post(&path, &[("back", h.page.as_str())]).await;
    assert_eq!((liked.status, liked.location()), (303, h.page.as_str()));
    assert!(lea.get(&h.page).await.contains("Ne plus aimer<"));
    assert!(h.read().await.contains("1 personne aime"));
    lea.post(&path, &[("back", h.page.as_str())]).await;
    assert!(lea.get(&h.page).await.contains("J’aime<"));
    assert_eq!(echo(&h).await, (0, 0));
}

#[tokio::test]
async fn whoever_has_no_account_here_likes_from_their_own_server() {
    let h = hung().await;
    let page = h.read().await;
    let at = page.find("/suivre?uri=").expect("a way to one's own server");
    let way: String = page[at..].chars().take_while(|c| *c != '"').collect();
    let there = h.test.browser().get(&way.replace("&amp;", "&")).await;
    assert!(there.contains("Aimer, partager ou répondre") && there.contains("Les Rives basses"));
    let path = format!("/objets/{}/aimer", h.artwork.id);
    let stranger = h.test.browser().post(&path, &[]).await;
    assert!(stranger.location().starts_with("/connexion"), "{}", stranger.status);
}

#[tokio::test]
async fn likes_leave_with_whoever_leaves() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let alice = remote.person("alice");
    let like = remote.wrap("Like", &alice, &json!(h.artwork.iri));
    assert_eq!(h.deliver(&remote, &alice, &like).await, "applied");
    let mut leave = remote.wrap("Delete", &alice, &json!(alice.iri));
    leave["to"] = json!(["https://www.w3.org/ns/activitystreams#Public"]);
    assert_eq!(h.deliver(&remote, &alice, &leave).await, "applied");
    assert_eq!(echo(&h).await, (0, 0));
}
