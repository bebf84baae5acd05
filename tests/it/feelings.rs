//! One tap in front of a work: recorded, changed, taken back, counted once, merged when its author signs in.

use std::time::Duration;

use diesel::prelude::*;
use parvis::{
    features::{artworks, feelings, places},
    kernel::id::Id,
    schema,
};

use crate::{
    guests::{leave, stamp},
    support::{Browser, PASSWORD},
    voices::{Hung, hung},
};

async fn feel(h: &Hung, browser: &mut Browser, feeling: &str) -> u16 {
    let path = format!("/objets/{}/ressenti", h.artwork.id);
    browser.post(&path, &[("feeling", feeling), ("back", "/p/1963.4")]).await.status
}

/// What is stored, as (feeling, how many).
async fn tally(h: &Hung) -> Vec<(String, i64)> {
    h.test
        .query(|conn| {
            schema::feelings::table
                .group_by(schema::feelings::feeling)
                .order(schema::feelings::feeling)
                .select((schema::feelings::feeling, diesel::dsl::count_star()))
                .load(conn)
        })
        .await
}

fn counted(pairs: &[(&str, i64)]) -> Vec<(String, i64)> {
    pairs.iter().map(|(key, count)| ((*key).to_owned(), *count)).collect()
}

#[tokio::test]
async fn a_tap_whose_answer_was_lost_is_sent_again_as_the_same_persons() {
    let h = hung().await;
    assert!(h.read().await.contains("name=\"once\" value=\"\""), "kept for everybody: no key");
    let path = format!("/objets/{}/ressenti", h.artwork.id);
    let key = "0123456789abcdef0123456789abcdef";
    // Neither time with a cookie: the first answer never came.
    for feeling in ["joy", "calm", "calm"] {
        let fields = [("feeling", feeling), ("once", key)];
        assert_eq!(h.test.browser().post(&path, &fields).await.status, 303);
    }
    assert_eq!(tally(&h).await, counted(&[("calm", 1)]));
    let other = [("feeling", "calm"), ("once", "fedcba9876543210fedcba9876543210")];
    assert_eq!(h.test.browser().post(&path, &other).await.status, 303);
    // A key that is none makes nobody: a guess is never somebody else.
    for short in ["", "1", "0123456789abcdef 0123456789abcdef"] {
        h.test.browser().post(&path, &[("feeling", "joy"), ("once", short)]).await;
    }
    assert_eq!(tally(&h).await, counted(&[("calm", 2), ("joy", 3)]));
}

#[tokio::test]
async fn a_tap_is_recorded_changed_and_taken_back_and_counts_one_person_once() {
    let h = hung().await;
    let mut visitor = h.test.browser();
    assert_eq!(feel(&h, &mut visitor, "joy").await, 303);
    assert_eq!(tally(&h).await, counted(&[("joy", 1)]));
    for _ in 0..3 {
        assert_eq!(feel(&h, &mut visitor, "calm").await, 303);
    }
    assert_eq!(tally(&h).await, counted(&[("calm", 1)]));
    let mut other = h.test.browser();
    assert_eq!(feel(&h, &mut other, "calm").await, 303);
    let page = h.read().await;
    assert!(page.contains("<b>2</b> calme"), "the numbers stand on the page of the work");
    assert_eq!(feel(&h, &mut visitor, "none").await, 303);
    assert_eq!(tally(&h).await, counted(&[("calm", 1)]));
    for wrong in ["boredom", "", "joy'--"] {
        assert_eq!(feel(&h, &mut visitor, wrong).await, 422, "{wrong}");
    }
}

#[tokio::test]
async fn two_taps_from_a_page_without_a_cookie_yet_are_one_persons() {
    let h = hung().await;
    let mut thumb = h.test.browser();
    let stamp = stamp(&thumb.get("/p/1963.4").await);
    let path = format!("/objets/{}/ressenti", h.artwork.id);
    let mut twice = thumb.clone();
    let fields = [("feeling", "joy"), ("stamp", stamp.as_str())];
    // At once: a tap is not held to be a machine's because it is quick.
    assert_eq!(thumb.post(&path, &fields).await.status, 303);
    assert_eq!(twice.post(&path, &fields).await.status, 303);
    assert_eq!(tally(&h).await, counted(&[("joy", 1)]));
    assert_eq!(thumb.cookie("parvis-visite"), twice.cookie("parvis-visite"));
}

#[tokio::test]
async fn many_taps_at_once_leave_one_feeling_each() {
    let h = hung().await;
    let mut taps = tokio::task::JoinSet::new();
    let path = format!("/objets/{}/ressenti", h.artwork.id);
    for person in 0..6 {
        let mut browser = h.test.browser();
        assert_eq!(feel(&h, &mut browser, "joy").await, 303);
        for key in ["calm", "anger", "wonder", "none"] {
            let (mut browser, path) = (browser.clone(), path.clone());
            taps.spawn(
                async move { (person, browser.post(&path, &[("feeling", key)]).await.status) },
            );
        }
    }
    while let Some(done) = taps.join_next().await {
        assert_eq!(done.unwrap().1, 303);
    }
    let mut last = h.test.browser();
    assert_eq!(feel(&h, &mut last, "joy").await, 303);
    let total: i64 = tally(&h).await.iter().map(|(_, count)| count).sum();
    assert!(total <= 7, "{total} feelings of seven people");
}

#[tokio::test]
async fn what_cannot_be_seen_cannot_be_felt() {
    let h = hung().await;
    let mut visitor = h.test.browser();
    leave(&h, &mut visitor, "Mots").await;
    let trace = h.trace("Mots").await.id;
    for (id, browser) in [(trace, &mut visitor), (Id::from_raw(1), &mut h.test.browser())] {
        let path = format!("/objets/{id}/ressenti");
        assert_eq!(browser.post(&path, &[("feeling", "joy")]).await.status, 404, "{id}");
    }
    let id = h.artwork.id;
    h.test.app.write(move |tx| artworks::withdraw(tx, id)).await.unwrap();
    assert_eq!(feel(&h, &mut visitor, "joy").await, 410);
    assert_eq!(tally(&h).await, counted(&[]));
}

#[tokio::test]
async fn a_venue_renames_and_orders_its_feelings_and_what_was_left_stays() {
    let h = hung().await;
    let mut visitor = h.test.browser();
    assert_eq!(feel(&h, &mut visitor, "anger").await, 303);
    let mut admin = h.test.admin().await;
    let page = admin.get("/equipe/reglages/ressentis").await;
    assert_eq!(page.status, 200);
    let mut fields = vec![("fr_joy", "Allégresse")];
    let ranks = [
        "rank_joy",
        "rank_wonder",
        "rank_calm",
        "rank_tenderness",
        "rank_melancholy",
        "rank_curiosity",
    ];
    fields
        .extend(ranks.iter().zip(["1", "2", "3", "4", "5", "6"]).map(|(name, rank)| (*name, rank)));
    let few: Vec<(&str, &str)> = fields.iter().take(4).copied().collect();
    let refused = admin.post("/equipe/reglages/ressentis", &few).await;
    assert_eq!(refused.status, 422);
    assert!(refused.contains("value=\"Allégresse\""), "what was typed is kept");
    assert_eq!(admin.post("/equipe/reglages/ressentis", &fields).await.status, 303);
    let page = h.test.browser().get("/p/1963.4").await.text();
    assert!(page.find("Allégresse").unwrap() < page.find("émerveillement").unwrap());
    assert!(!page.contains("value=\"anger\""), "no longer on offer");
    assert!(page.contains("<b>1</b> colère"), "what was left still counts");
    assert_eq!(feel(&h, &mut visitor, "unease").await, 422);
}

#[tokio::test]
async fn what_a_guest_left_becomes_the_members_once_and_the_last_word_counts() {
    let h = hung().await;
    let mut browser = h.test.browser();
    leave(&h, &mut browser, "Avant le compte").await;
    assert_eq!(feel(&h, &mut browser, "joy").await, 303);
    let guest = h.trace("Avant le compte").await.author_id;

    // The same person has an account, and felt something else before, from another machine.
    let mut member = h.member("lea").await;
    h.test.advance(Duration::from_secs(60));
    assert_eq!(feel(&h, &mut browser, "calm").await, 303, "the last word");
    let guests_cookie = browser.cookie("parvis-visite").unwrap();
    h.test.set_clock(h.test.app.now().minus(Duration::from_secs(30)));
    assert_eq!(feel(&h, &mut member, "anger").await, 303);
    h.test.advance(Duration::from_secs(60));
    assert_eq!(tally(&h).await, counted(&[("anger", 1), ("calm", 1)]));

    member.keep("parvis-visite", &guests_cookie);
    let page = member.get("/mes-traces").await;
    assert!(page.contains("Avant le compte") && page.contains("/mes-traces/rattacher"));
    let mut again = member.clone();
    let answer = member.post("/mes-traces/rattacher", &[]).await;
    assert_eq!((answer.status, answer.location()), (303, "/@lea"));
    assert!(member.cookie("parvis-visite").is_none(), "the cookie is forgotten");
    assert_eq!(tally(&h).await, counted(&[("calm", 1)]));
    let trace = h.trace("Avant le compte").await;
    assert_ne!(trace.author_id, guest);
    // Twice is once, and the old cookie opens nothing.
    assert_eq!(again.post("/mes-traces/rattacher", &[]).await.status, 303);
    assert_eq!(tally(&h).await, counted(&[("calm", 1)]));
    let mut stale = h.test.browser();
    stale.keep("parvis-visite", &guests_cookie);
    assert!(!stale.get("/mes-traces").await.contains("Avant le compte"));
    // An account that closes takes its feelings along.
    let closed = member.post("/compte/fermer", &[("password", PASSWORD)]).await;
    assert_eq!(closed.status, 303, "{}", closed.text());
    h.test.settle().await;
    assert_eq!(tally(&h).await, counted(&[]));
}

#[tokio::test]
async fn a_receipt_code_finds_traces_from_elsewhere_and_nothing_without_it() {
    let h = hung().await;
    let mut phone = h.test.browser();
    let answer = leave(&h, &mut phone, "Depuis le téléphone").await;
    let page = phone.follow(&answer).await.text();
    let at = page.find("Votre code").unwrap();
    let code: String = page[at..]
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
        .find(|word| word.len() == 9 && word.contains('-'))
        .unwrap()
        .to_owned();
    let object = h.trace("Depuis le téléphone").await;
    let trace = object.id.to_string();
    let mut laptop = h.test.browser();
    let withdraw = [("trace", trace.as_str())];
    assert_eq!(laptop.post("/mes-traces/retirer", &withdraw).await.status, 404);
    for wrong in ["", "ABCD-EFGH", "%", &code[..7]] {
        let answer = laptop.post("/mes-traces/recu", &[("code", wrong)]).await;
        assert_eq!(answer.status, 422, "{wrong}");
    }
    laptop.keep("parvis-recu", &format!("{}.9999999999999999.AAAA", object.author_id));
    assert!(!laptop.get("/mes-traces").await.contains("téléphone"), "a forged pass opens nothing");
    let spoken = code.to_lowercase().replace('-', " ");
    assert_eq!(laptop.post("/mes-traces/recu", &[("code", spoken.as_str())]).await.status, 303);
    assert!(laptop.get("/mes-traces").await.contains("Depuis le téléphone"));
    h.test.advance(Duration::from_secs(31 * 60));
    assert!(!laptop.get("/mes-traces").await.contains("téléphone"), "a pass ends by itself");
    assert_eq!(laptop.post("/mes-traces/recu", &[("code", code.as_str())]).await.status, 303);
    assert_eq!(laptop.post("/mes-traces/retirer", &withdraw).await.status, 303);
    assert!(!phone.get("/mes-traces").await.contains("Depuis le téléphone"));
}

#[tokio::test]
async fn receipt_codes_cannot_be_guessed_by_trying() {
    let h = hung().await;
    let mut thief = h.test.browser();
    let mut answers = Vec::new();
    for n in 0..40 {
        answers.push(
            thief.post("/mes-traces/recu", &[("code", &format!("ABCD-{n:04}"))]).await.status,
        );
    }
    assert!(answers.contains(&429), "{answers:?}");
}

#[tokio::test]
async fn a_guest_takes_everything_back_at_once() {
    let h = hung().await;
    let mut visitor = h.test.browser();
    leave(&h, &mut visitor, "Un").await;
    leave(&h, &mut visitor, "Deux").await;
    feel(&h, &mut visitor, "joy").await;
    assert_eq!(visitor.post("/mes-traces/tout-retirer", &[]).await.status, 303);
    assert_eq!(tally(&h).await, counted(&[]));
    let left: i64 = h
        .test
        .query(|conn| {
            schema::traces::table.filter(schema::traces::body_text.ne("")).count().get_result(conn)
        })
        .await;
    assert_eq!(left, 0);
    assert!(visitor.cookie("parvis-visite").is_none());
}

#[tokio::test]
async fn a_place_gathers_what_was_felt_in_front_of_what_hung_there_then() {
    let h = hung().await;
    let mut admin = h.test.admin().await;
    for (name, code) in [("Salle 1", "MR-1"), ("Salle 2", "MR-2")] {
        let place = [("name_fr", name), ("kind", "room"), ("code", code)];
        assert_eq!(admin.post("/equipe/lieux/nouveau", &place).await.status, 303);
    }
    let room = |code: &'static str| {
        let app = h.test.app.clone();
        async move { app.read(move |conn| places::find_by_code(conn, code)).await.unwrap().unwrap() }
    };
    let (one, two) = (room("MR-1").await, room("MR-2").await);
    let id = h.artwork.id;
    h.test.app.write(move |tx| artworks::put(tx, id, Some(one))).await.unwrap();
    let mut visitor = h.test.browser();
    feel(&h, &mut visitor, "joy").await;
    h.test.app.write(move |tx| artworks::put(tx, id, Some(two))).await.unwrap();
    let mut other = h.test.browser();
    feel(&h, &mut other, "calm").await;
    let felt =
        h.test.app.read(move |conn| feelings::by_place(conn, &[one, two], None)).await.unwrap();
    assert_eq!(felt[&one].tally, vec![(feelings::Feeling::Joy, 1)]);
    assert_eq!(felt[&two].tally, vec![(feelings::Feeling::Calm, 1)]);
    assert!(h.test.browser().get("/lieux/salle-1").await.contains("<b>1</b> joie"));
}

#[tokio::test]
async fn a_member_finds_everything_they_left_and_nobody_else_does() {
    let h = hung().await;
    h.decide(|venue| venue.hold_member_traces = true).await;
    let mut lea = h.member("lea").await;
    assert!(lea.get("/compte/traces").await.contains("Devant une œuvre"), "nothing yet");
    assert_eq!(feel(&h, &mut lea, "joy").await, 303);
    let said = lea.post(&format!("{}/traces", h.page), &[("text", "À relire d’abord")]).await;
    assert_eq!(said.status, 303, "{}", said.text());
    let page = lea.get("/compte/traces").await;
    for shown in [
        "joie",
        "Les Rives basses",
        "À relire d’abord",
        "/compte/export",
        "Mes visites",
        "un ressenti",
        "un mot",
        "/modifier",
    ] {
        assert!(page.contains(shown), "{shown}: {}", page.text());
    }
    let noe = h.member("noe").await.get("/compte/traces").await;
    assert!(!noe.contains("À relire") && !noe.contains("joie"));
    assert_eq!(h.test.browser().get("/compte/traces").await.status, 303, "to sign in");
    let path = format!("/objets/{}/ressenti", h.artwork.id);
    let taken = lea.post(&path, &[("feeling", "none"), ("back", "/compte/traces")]).await;
    assert_eq!(taken.location(), "/compte/traces#ressenti");
    assert!(!lea.get("/compte/traces").await.contains("joie"));
}
