//! People who take part without an account: how they are known, what they may do, and what nobody learns of them.

use std::time::Duration;

use diesel::prelude::*;
use parvis::{kernel::id::Id, platform::objects::State, schema};

use crate::{
    support::{Answer, Browser},
    voices::{Hung, hung},
};

/// The stamp of the form on a page.
pub fn stamp(page: &Answer) -> String {
    let text = page.text();
    let at = text.find("name=\"stamp\" value=\"").expect("a form with a stamp");
    text[at + 20..].split('"').next().unwrap().to_owned()
}

/// Opens the form for words about the work and lets some time pass.
pub async fn open(h: &Hung, browser: &mut Browser) -> String {
    let page = browser.get(&format!("/objets/{}/mot", h.artwork.id)).await;
    assert_eq!(page.status, 200, "{}", page.text());
    h.test.advance(Duration::from_secs(20));
    stamp(&page)
}

/// Leaves words as a visitor.
pub async fn leave(h: &Hung, browser: &mut Browser, text: &str) -> Answer {
    let stamp = open(h, browser).await;
    send(h, browser, &stamp, text).await
}

async fn send(h: &Hung, browser: &mut Browser, stamp: &str, text: &str) -> Answer {
    let path = format!("/objets/{}/mot", h.artwork.id);
    browser.post(&path, &[("text", text), ("stamp", stamp), ("contact_url", "")]).await
}

async fn guests(h: &Hung) -> i64 {
    h.test.query(|conn| schema::guests::table.count().get_result(conn)).await
}

#[tokio::test]
async fn looking_makes_no_guest_and_sets_no_cookie() {
    let h = hung().await;
    let mut browser = h.test.browser();
    for path in [h.page.clone(), format!("/objets/{}/mot", h.artwork.id), "/lieux".to_owned()] {
        let answer = browser.get(&path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.headers.get("set-cookie").is_none(), "{path} sets a cookie");
    }
    assert_eq!(guests(&h).await, 0);
}

#[tokio::test]
async fn a_visitors_words_wait_for_everybody_but_their_author() {
    let h = hung().await;
    let mut visitor = h.test.browser();
    let answer = leave(&h, &mut visitor, "La lumière de chez nous").await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    let cookie = answer.header("set-cookie");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    let page = visitor.follow(&answer).await;
    assert!(page.contains("La lumière de chez nous"), "their author sees them at once");
    assert!(page.contains("En attente de relecture"));
    assert!(page.contains("Votre code"), "a code to find them by");
    assert!(!h.read().await.contains("La lumière de chez nous"), "nobody else does");
    let trace = h.trace("La lumière de chez nous").await;
    assert_eq!(trace.state, State::Pending);

    let mut admin = h.test.admin().await;
    let path = format!("/equipe/moderation/{}", trace.id);
    assert_eq!(admin.post(&path, &[("action", "approve")]).await.status, 303);
    let page = h.read().await;
    assert!(page.contains("La lumière de chez nous") && page.contains("Une personne de passage"));
}

#[tokio::test]
async fn the_cookie_is_bound_to_the_host_over_tls_and_lasts_thirteen_months() {
    let h = hung().await;
    let mut browser = h.test.browser();
    let answer = leave(&h, &mut browser, "Bonjour").await;
    let mut cookie = String::new();
    for value in answer.headers.get_all("set-cookie") {
        if value.to_str().unwrap().starts_with("parvis-visite=") {
            cookie = value.to_str().unwrap().to_owned();
        }
    }
    assert!(cookie.contains("Path=/") && !cookie.contains("Domain"), "{cookie}");
    let age: u64 =
        cookie.split("Max-Age=").nth(1).unwrap().split(';').next().unwrap().parse().unwrap();
    assert!(age <= 396 * 86_400, "{age}");
    // Known again, they get no second cookie, whose age would begin anew.
    let again = leave(&h, &mut browser, "Encore").await;
    assert!(
        !again
            .headers
            .get_all("set-cookie")
            .iter()
            .any(|c| c.to_str().unwrap().starts_with("parvis-visite"))
    );
    assert_eq!(guests(&h).await, 1);
    // After thirteen months nobody knows them any more.
    h.test.advance(Duration::from_secs(396 * 86_400));
    parvis::platform::tidy::round(&h.test.app).await.unwrap();
    assert_eq!(guests(&h).await, 0);
    assert!(!browser.get(&h.page).await.contains("Encore"));
}

#[tokio::test]
async fn a_form_sent_twice_without_a_cookie_is_one_persons() {
    let h = hung().await;
    let mut first = h.test.browser();
    let stamp = open(&h, &mut first).await;
    let mut second = first.clone();
    assert_eq!(send(&h, &mut first, &stamp, "Une fois").await.status, 303);
    let answer = send(&h, &mut second, &stamp, "Une fois").await;
    assert_eq!(answer.status, 422, "the stamp is used up");
    assert_eq!(guests(&h).await, 1);
    let traces: i64 = h.test.query(|conn| schema::traces::table.count().get_result(conn)).await;
    assert_eq!(traces, 1);
}

#[tokio::test]
async fn a_stamp_is_taken_once_whichever_process_is_asked_and_after_a_restart() {
    let h = hung().await;
    let mut first = h.test.browser();
    let stamp = open(&h, &mut first).await;
    assert_eq!(send(&h, &mut first, &stamp, "Une fois").await.status, 303);
    let (_neighbour, router) = h.test.another_process().await;
    let mut elsewhere = Browser::new(router);
    let answer = send(&h, &mut elsewhere, &stamp, "Autre chose").await;
    assert!(answer.status == 422 && answer.contains("Autre chose"), "what was typed is kept");
    let fresh = self::stamp(&answer);
    assert_ne!(fresh, stamp);
    h.test.advance(Duration::from_secs(3));
    assert_eq!(send(&h, &mut elsewhere, &fresh, "Autre chose").await.status, 303);
    let traces: i64 = h.test.query(|conn| schema::traces::table.count().get_result(conn)).await;
    assert_eq!(traces, 2);
}

#[tokio::test]
async fn what_a_machine_sends_is_refused_and_nothing_typed_is_lost() {
    let h = hung().await;
    let mut browser = h.test.browser();
    let page = browser.get(&format!("/objets/{}/mot", h.artwork.id)).await;
    let early = stamp(&page);
    let answer = send(&h, &mut browser, &early, "Trop vite").await;
    assert_eq!(answer.status, 422);
    assert!(answer.contains("Trop vite") && answer.contains("très rapide"), "{}", answer.text());
    assert_eq!(stamp(&answer), early, "the same form can be sent a moment later");

    h.test.advance(Duration::from_secs(2));
    for forged in ["", "1.2.3", &early.replace('.', "0."), &format!("{early}A")] {
        let answer = send(&h, &mut browser, forged, "Forgé").await;
        assert_eq!(answer.status, 422, "{forged}");
        assert!(answer.contains("Forgé"));
    }
    let path = format!("/objets/{}/mot", h.artwork.id);
    let filled = [("text", "Achetez"), ("stamp", early.as_str()), ("contact_url", "http://spam")];
    assert_eq!(browser.post(&path, &filled).await.status, 422);
    assert_eq!(guests(&h).await, 0, "nothing of it was kept");

    assert_eq!(send(&h, &mut browser, &early, "À temps").await.status, 303);
    let late = open(&h, &mut browser).await;
    h.test.advance(Duration::from_secs(50 * 3600));
    let answer = send(&h, &mut browser, &late, "Le lendemain").await;
    assert_eq!(answer.status, 422);
    let fresh = stamp(&answer);
    h.test.advance(Duration::from_secs(3));
    assert_eq!(send(&h, &mut browser, &fresh, "Le lendemain").await.status, 303);
}

#[tokio::test]
async fn a_guest_has_no_face_anywhere() {
    let h = hung().await;
    let mut visitor = h.test.browser();
    let before = visitor.get("/nodeinfo/2.1").await.json()["usage"]["users"]["total"].clone();
    leave(&h, &mut visitor, "Passage").await;
    let trace = h.trace("Passage").await;
    let guest: Id = trace.author_id;
    let mut admin = h.test.admin().await;
    admin.post(&format!("/equipe/moderation/{}", trace.id), &[("action", "approve")]).await;
    h.test.settle().await;
    let told = h.told().await;

    let mut stranger = h.test.browser();
    for path in [
        "/@".to_owned(),
        format!("/@{guest}"),
        format!("/actors/{guest}"),
        "/actors/".to_owned(),
        format!("/.well-known/webfinger?resource=acct:{guest}@musee.test"),
        "/.well-known/webfinger?resource=acct:@musee.test".to_owned(),
        format!("/.well-known/webfinger?resource=guest:{guest}"),
    ] {
        let status = stranger.get_activity(&path).await.status;
        assert!(matches!(status, 400 | 404), "{path} answers {status}");
    }
    assert_eq!(stranger.get_activity(&format!("/objects/{}", trace.id)).await.status, 404);
    let after = stranger.get("/nodeinfo/2.1").await.json()["usage"]["users"]["total"].clone();
    assert_eq!(before, after, "guests are not users");
    // A member's public answer to a guest tells nobody either.
    let mut lea = h.member("lea").await;
    let reply = format!("/traces/{}/reponses", trace.id);
    assert_eq!(lea.post(&reply, &[("text", "Merci"), ("share", "1")]).await.status, 303);
    h.test.settle().await;
    assert_eq!(h.told().await, told, "something left");
}

#[tokio::test]
async fn a_guest_withdraws_their_own_words_and_nobody_elses() {
    let h = hung().await;
    let (mut one, mut other) = (h.test.browser(), h.test.browser());
    leave(&h, &mut one, "À moi").await;
    leave(&h, &mut other, "À elle").await;
    let theirs = h.trace("À moi").await.id;
    let path = format!("/traces/{theirs}/retirer");
    assert_eq!(other.get(&path).await.status, 404);
    assert_eq!(other.post(&path, &[]).await.status, 404);
    assert_eq!(other.get(&format!("/traces/{theirs}")).await.status, 404);
    assert_eq!(one.get(&path).await.status, 200);
    assert_eq!(one.post(&path, &[]).await.status, 303);
    assert!(!one.get(&h.page).await.contains("À moi"));
    assert_eq!(h.test.browser().get(&path).await.status, 303, "a stranger is asked to sign in");
}

#[tokio::test]
async fn a_visitors_markup_is_words() {
    let h = hung().await;
    let mut visitor = h.test.browser();
    let evil = "<script>alert(1)</script><img src=x onerror=alert(2)> javascript:alert(3)";
    let answer = leave(&h, &mut visitor, evil).await;
    let page = visitor.follow(&answer).await.text();
    assert!(page.contains("&lt;script&gt;"), "shown as it was typed");
    assert!(!page.contains("<script>alert") && !page.contains("<img src=x"));
}

#[tokio::test]
async fn a_blocked_guest_writes_no_more() {
    let h = hung().await;
    let mut visitor = h.test.browser();
    leave(&h, &mut visitor, "Injure").await;
    let trace = h.trace("Injure").await;
    let mut admin = h.test.admin().await;
    let path = format!("/equipe/moderation/{}", trace.id);
    assert_eq!(admin.post(&path, &[("action", "block-person")]).await.status, 303);
    let page = visitor.get(&format!("/objets/{}/mot", h.artwork.id)).await;
    assert_eq!(page.status, 404);
}

#[tokio::test]
async fn a_guest_changes_their_own_words_which_are_read_again_and_nobody_elses() {
    let h = hung().await;
    let mut visitor = h.test.browser();
    leave(&h, &mut visitor, "La lumiere de chez nous").await;
    let trace = h.trace("La lumiere de chez nous").await.id;
    let path = format!("/traces/{trace}/modifier");
    let mine = visitor.get("/mes-traces").await;
    assert!(mine.contains(&format!("href=\"{path}\"")), "{}", mine.text());
    let form = visitor.get(&path).await;
    assert!(form.contains("La lumiere de chez nous") && form.contains("L’équipe relira"));
    // Nothing typed is lost, and somebody else finds no form.
    assert_eq!(visitor.post(&path, &[("text", "")]).await.status, 422);
    let mut other = h.test.browser();
    leave(&h, &mut other, "Autre chose").await;
    assert_eq!(other.get(&path).await.status, 404);
    assert_eq!(other.post(&path, &[("text", "Volé")]).await.status, 404);
    let mut nobody = h.test.browser();
    assert!(nobody.post(&path, &[("text", "Volé")]).await.location().starts_with("/connexion"));

    let changed = visitor.post(&path, &[("text", "La lumière de chez nous")]).await;
    let page = visitor.follow(&changed).await;
    assert!(page.contains("La lumière de chez nous") && page.contains("En attente de relecture"));
    assert!(page.contains("L’équipe les lira"), "{}", page.text());
    let mut admin = h.test.admin().await;
    let queue = admin.get("/equipe/moderation").await;
    assert!(queue.contains("La lumière de chez nous") && !queue.contains("lumiere"));
    let decided =
        admin.post(&format!("/equipe/moderation/{trace}"), &[("action", "approve")]).await;
    assert_eq!(decided.status, 303);
    assert!(h.read().await.contains("La lumière de chez nous"));
    // What was published and is changed waits again.
    visitor.post(&path, &[("text", "Tout autre chose")]).await;
    assert_eq!(h.trace("Tout autre chose").await.state, State::Pending);
    assert!(!h.read().await.contains("Tout autre chose"));
}
