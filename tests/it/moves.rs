//! Members move to other servers and from them.

use std::time::Duration;

use parvis::{features::follows, kernel::id::Id, platform::actors};
use serde_json::{Value, json};

use crate::{
    support::{Browser, PASSWORD, Person, Remote},
    voices::{Hung, hung},
};

const LEA: &str = "http://musee.test/actors/lea";
const PAGE: &str = "/compte/demenagement";

async fn id_of(h: &Hung, iri: &str) -> Option<Id> {
    let iri = iri.to_owned();
    h.test.app.read(move |conn| actors::find_by_iri(conn, &iri)).await.unwrap().map(|a| a.id)
}

/// Lets somebody's document say which other addresses are theirs.
fn also_known_as(remote: &Remote, person: &Person, others: &[&str]) {
    let mut document = person.document.clone();
    document["alsoKnownAs"] = json!(others);
    remote.serve(&format!("/users/{}", person.handle), &document);
}

async fn leave(browser: &mut Browser, to: &str) -> crate::support::Answer {
    browser.post(&format!("{PAGE}/partir"), &[("target", to), ("password", PASSWORD)]).await
}

/// A venue, a member `lea` with a follower elsewhere and a follower here.
async fn with_followers() -> (Hung, Browser, Browser, Remote, Person) {
    let h = hung().await;
    let mut lea = h.member("lea").await;
    let mut noe = h.member("noe").await;
    let remote = h.test.remote("mastodon.example").await;
    let fan = remote.person("fan");
    let mut follow = remote.wrap("Follow", &fan, &json!(LEA));
    follow["to"] = json!([LEA]);
    assert_eq!(h.deliver(&remote, &fan, &follow).await, "applied");
    let id = id_of(&h, LEA).await.unwrap();
    noe.post(&format!("/personnes/{id}/suivre"), &[("action", "follow")]).await;
    lea.get(PAGE).await;
    h.test.settle().await;
    remote.forget();
    (h, lea, noe, remote, fan)
}

#[tokio::test]
async fn a_member_moves_away_and_their_followers_are_told() {
    let (h, mut lea, _noe, remote, _) = with_followers().await;
    let new = remote.person("lea_ailleurs");
    // Nobody is sent to an account that does not say that it is theirs.
    assert_eq!(leave(&mut lea, &new.address()).await.status, 303);
    assert!(lea.get(PAGE).await.contains("http-equiv=\"refresh\""));
    h.test.settle().await;
    assert!(lea.get(PAGE).await.contains("ne dit pas encore"));
    assert!(remote.received_of("Move").is_empty());

    also_known_as(&remote, &new, &[LEA]);
    assert_eq!(leave(&mut lea, &new.address()).await.status, 303);
    h.test.settle().await;
    let moved = remote.received_of("Move");
    assert_eq!(moved.len(), 1);
    assert_eq!((&moved[0]["object"], &moved[0]["target"]), (&json!(LEA), &json!(new.iri)));
    let document: Value = h.test.browser().get_activity("/@lea").await.json();
    assert_eq!(document["movedTo"], new.iri);
    let page = h.test.browser().get("/@lea").await;
    assert!(page.contains("a déménagé") && page.contains("lea_ailleurs"), "{}", page.text());
    // Who followed here follows there.
    let noe = id_of(&h, "http://musee.test/actors/noe").await.unwrap();
    let (old, there) = (id_of(&h, LEA).await.unwrap(), id_of(&h, &new.iri).await.unwrap());
    let states = h
        .test
        .app
        .read(move |conn| {
            Ok((follows::between(conn, noe, old)?, follows::between(conn, noe, there)?))
        })
        .await
        .unwrap();
    assert_eq!(states, (None, Some(follows::State::Pending)));
    // Not twice in a week.
    let soon = leave(&mut lea, &new.address()).await;
    assert!(soon.status == 422 && soon.contains("par semaine"));
    h.test.advance(Duration::from_secs(8 * 24 * 3600));
    assert_eq!(leave(&mut lea, &new.address()).await.status, 303);
}

#[tokio::test]
async fn somebody_moves_here_after_saying_which_address_was_theirs() {
    let h = hung().await;
    let mut lea = h.member("lea").await;
    let remote = h.test.remote("mastodon.example").await;
    let old = remote.person("lea");
    let claim = [("alias", old.address())];
    let fields: Vec<(&str, &str)> = claim.iter().map(|(k, v)| (*k, v.as_str())).collect();
    assert_eq!(lea.post(&format!("{PAGE}/venir"), &fields).await.status, 303);
    h.test.settle().await;
    assert!(lea.get(PAGE).await.contains("notée le"));
    let document: Value = h.test.browser().get_activity("/@lea").await.json();
    assert_eq!(document["alsoKnownAs"], json!([old.iri]));
    // Taken back: it says so no more.
    let page = lea.get(PAGE).await.text().replace("&#x2f;", "/");
    let undo = page.split("action=\"").find(|part| part.contains("/annuler\"")).unwrap();
    let undo = undo.split('"').next().unwrap().to_owned();
    let mut noe = h.member("noe").await;
    assert_eq!(noe.post(&undo, &[]).await.status, 404, "somebody else's");
    assert_eq!(lea.post(&undo, &[]).await.status, 303);
    let document: Value = h.test.browser().get_activity("/@lea").await.json();
    assert!(document["alsoKnownAs"].as_array().is_none_or(Vec::is_empty));
}

#[tokio::test]
async fn what_goes_wrong_is_said_and_nobody_moves_without_a_password() {
    let h = hung().await;
    let mut lea = h.member("lea").await;
    let remote = h.test.remote("mastodon.example").await;
    for (typed, words) in [
        (format!("@personne@{}", remote.host()), "Personne n’a cette adresse"),
        ("@lea@musee.test".to_owned(), "n’échange pas avec lui"),
    ] {
        assert_eq!(leave(&mut lea, &typed).await.status, 303, "{typed}");
        h.test.settle().await;
        assert!(lea.get(PAGE).await.contains(words), "{typed}: {}", lea.get(PAGE).await.text());
    }
    let target = remote.person("x");
    let fields = [("target", target.address()), ("password", "pas le bon mot".to_owned())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let refused = lea.post(&format!("{PAGE}/partir"), &fields).await;
    assert_eq!(refused.status, 422);
    assert!(refused.contains(&target.handle), "what was typed is kept");
    assert_eq!(leave(&mut lea, "n'importe quoi").await.status, 422);
}
