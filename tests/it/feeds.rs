//! Atom feeds: what everybody may read and pass on, and nothing else.

use atom_syndication::Feed;
use http::{Method, header};

use crate::{
    support::Answer,
    voices::{Hung, hung},
};

async fn feed(h: &Hung, path: &str) -> Feed {
    let answer = h.test.browser().get(path).await;
    assert_eq!(answer.status, 200, "{path}");
    assert_eq!(answer.header("content-type"), "application/atom+xml; charset=utf-8");
    answer.text().parse().unwrap()
}

async fn share(h: &Hung, handle: &str, text: &str) {
    let mut member = h.member(handle).await;
    let words = [("text", text), ("share", "1")];
    assert_eq!(member.post(&format!("{}/traces", h.page), &words).await.status, 303);
    h.test.settle().await;
}

fn said(feed: &Feed) -> Vec<String> {
    let text = |entry: &atom_syndication::Entry| {
        entry.content().and_then(|content| content.value()).unwrap_or_default().to_owned()
    };
    feed.entries().iter().map(text).collect()
}

#[tokio::test]
async fn what_is_said_is_in_the_feed_of_the_work_the_person_the_place_and_the_venue() {
    let h = hung().await;
    share(&h, "lea", "On dirait la mer.").await;
    let remote = h.test.remote("mastodon.example").await;
    let alice = remote.person("alice");
    h.test.advance(std::time::Duration::from_secs(60));
    let note = h.reply(&remote, &alice, "1", "<p>Depuis <b>Brest</b>.</p>").await;
    let work = feed(&h, &format!("{}/flux.atom", h.page)).await;
    assert_eq!(work.title().as_str(), "Les Rives basses");
    assert_eq!(said(&work), ["<p>Depuis <b>Brest</b>.</p>", "<p>On dirait la mer.</p>"]);
    assert_eq!(work.entries()[0].id(), note["id"].as_str().unwrap());
    assert_eq!(work.entries()[0].authors()[0].name(), "alice");
    let links: Vec<(&str, &str)> =
        work.links().iter().map(|link| (link.rel(), link.href())).collect();
    assert!(links.contains(&("alternate", h.artwork.url.as_str())), "{links:?}");
    assert!(links.contains(&("self", format!("{}/flux.atom", h.artwork.url).as_str())));
    assert_eq!(said(&feed(&h, "/@lea/flux.atom").await), ["<p>On dirait la mer.</p>"]);
    assert_eq!(feed(&h, "/flux.atom").await.entries().len(), 2);
    // The page tells readers where it is.
    assert!(h.read().await.contains(&format!("href=\"{}/flux.atom\"", h.artwork.url)));
}

#[tokio::test]
async fn a_feed_never_tells_what_a_page_hides() {
    let h = hung().await;
    let mut lea = h.member("lea").await;
    lea.post(&format!("{}/traces", h.page), &[("text", "Pour ici seulement.")]).await;
    share(&h, "noe", "Bientôt masqué.").await;
    share(&h, "ada", "Bientôt retiré.").await;
    share(&h, "ida", "Avec prudence.").await;
    h.decide(|venue| venue.hold_member_traces = true).await;
    share(&h, "eve", "Pas encore lu.").await;
    let mut admin = h.test.admin().await;
    let hidden = h.trace("Bientôt masqué.").await.id;
    admin.post(&format!("/equipe/moderation/{hidden}"), &[("action", "hide")]).await;
    let gone = h.trace("Bientôt retiré.").await.id;
    h.test.withdraw(gone).await;
    let blocked = h.trace("Avec prudence.").await.id;
    admin.post(&format!("/equipe/moderation/{blocked}"), &[("action", "block-person")]).await;
    h.test.settle().await;
    let paths = [format!("{}/flux.atom", h.page), "/flux.atom".to_owned()];
    for path in &paths {
        for who in [&mut h.test.browser(), &mut admin, &mut lea] {
            let answer = who.get(path).await;
            assert_eq!(answer.status, 200);
            let feed: Feed = answer.text().parse().unwrap();
            assert_eq!(said(&feed), Vec::<String>::new(), "{path}");
        }
    }
    assert_eq!(h.test.browser().get("/@ida/flux.atom").await.status, 404, "blocked");
    assert_eq!(h.test.browser().get("/@personne/flux.atom").await.status, 404);
    assert_eq!(h.test.browser().get("/@musee/flux.atom").await.status, 404, "not a person");
    assert_eq!(h.test.browser().get("/oeuvres/rien/flux.atom").await.status, 404);
    h.test.withdraw(h.artwork.id).await;
    assert_eq!(h.test.browser().get(&paths[0]).await.status, 410);
}

async fn again(h: &Hung, path: &str, tag: &str) -> Answer {
    let request = h
        .test
        .browser()
        .request(Method::GET, path)
        .header(header::IF_NONE_MATCH, tag)
        .header(header::ACCEPT, "application/activity+json")
        .body(axum::body::Body::empty())
        .unwrap();
    h.test.browser().send(request).await
}

#[tokio::test]
async fn what_a_reader_has_is_not_sent_again_and_pages_lead_to_the_older_ones() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let alice = remote.person("alice");
    let path = format!("{}/flux.atom", h.page);
    let empty = h.test.browser().get(&path).await;
    assert_eq!(again(&h, &path, empty.header("etag")).await.status, 304);
    for n in 0..31 {
        h.test.advance(std::time::Duration::from_secs(60));
        h.reply(&remote, &alice, &n.to_string(), &format!("<p>Mot {n}.</p>")).await;
    }
    // What is asked for in `Accept` does not matter to a feed.
    let full = again(&h, &path, empty.header("etag")).await;
    assert_eq!(full.status, 200);
    assert_eq!(full.header("content-type"), "application/atom+xml; charset=utf-8");
    let first: Feed = full.text().parse().unwrap();
    assert_eq!(first.entries().len(), 30);
    let rel = |feed: &Feed, rel: &str| {
        feed.links().iter().find(|link| link.rel() == rel).map(|link| link.href().to_owned())
    };
    let next = rel(&first, "next").unwrap();
    assert_eq!(rel(&first, "previous"), None);
    let second = feed(&h, next.trim_start_matches("http://musee.test")).await;
    assert_eq!(said(&second), ["<p>Mot 0.</p>"]);
    assert_eq!(rel(&second, "next"), None);
    assert_eq!(rel(&second, "previous"), rel(&second, "first"));
}
