//! Names, passwords, sessions: what strangers may neither learn, take, nor wear out.

use std::{net::SocketAddr, time::Duration};

use axum::{body::Body, extract::ConnectInfo};
use diesel::prelude::*;
use futures::StreamExt as _;
use http::{Method, header};
use metrics_exporter_prometheus::PrometheusBuilder;
use parvis::{
    platform::objects::{State, Visibility},
    schema,
};
use tower::ServiceExt as _;

use super::{Ended, world::account_of};
use crate::{
    support::{Answer, Browser, PASSWORD, TestApp},
    voices::hung,
};

played! {
    "A-ENUM-01" => a_wrong_password_and_an_unknown_name_are_one_answer_for_one_effort,
    "A-ENUM-01" => signing_up_does_not_tell_who_has_an_account,
    "A-SESS-01" => a_session_is_never_one_that_somebody_chose_beforehand,
    "A-XSS-04" => cookies_are_bound_to_the_host_and_pages_to_tls_where_there_is_tls,
    "A-RATE-01" => whoever_connects_directly_may_not_say_where_they_come_from,
    "A-RATE-01" => one_network_of_ipv6_is_one_place,
    "A-RATE-02" => guessing_one_name_from_everywhere_is_slowed_down,
    "A-MAIL-01" => an_address_that_could_carry_headers_or_two_people_is_none,
    "A-MAIL-02" => another_host_than_ours_is_told_so_everywhere,
    "A-LEAK-10" => the_name_of_somebody_who_left_is_never_given_again,
    "A-MEM-01" => fields_nobody_offered_change_nothing,
    "A-LEAK-04" => an_open_page_is_told_only_of_what_everybody_may_see,
}

pub async fn sign_in(browser: &mut Browser, login: &str, password: &str) -> Answer {
    browser.post("/connexion", &[("login", login), ("password", password)]).await
}

/// A sign-in from an address of the network, with what the sender says of themselves.
pub async fn sign_in_from(
    test: &TestApp,
    peer: &str,
    forwarded: &[(&str, &str)],
    login: &str,
    password: &str,
) -> Answer {
    let mut browser = test.browser();
    let body = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("login", login), ("password", password)])
        .finish();
    let mut request = browser
        .request(Method::POST, "/connexion")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin");
    for (name, value) in forwarded {
        request = request.header(*name, *value);
    }
    let peer: SocketAddr = peer.parse().unwrap();
    let request = request.extension(ConnectInfo(peer)).body(Body::from(body)).unwrap();
    browser.send(request).await
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_name_are_one_answer_for_one_effort() -> Ended {
    let recorder = PrometheusBuilder::new().install_recorder().unwrap();
    let hashes = || -> u64 {
        let told = recorder.render();
        let line = told.lines().find(|line| line.starts_with("parvis_password_hashes"));
        line.and_then(|line| line.rsplit(' ').next()?.parse().ok()).unwrap_or(0)
    };
    let h = hung().await;
    h.member("lea").await;
    h.member("noe").await;
    let noe = account_of(&h.test, "noe").await;
    let mut admin = h.test.admin().await;
    admin.post(&format!("/equipe/comptes/{noe}/suspendre"), &[("reason", "essai")]).await;
    let before = h.test.state().await;
    let mut answers = Vec::new();
    for (login, password) in [
        ("lea@example.org", "une phrase qui n’est pas la bonne"),
        ("nul@example.org", "une phrase qui n’est pas la bonne"),
        ("noe@example.org", PASSWORD),
        ("personne-ici", "une phrase qui n’est pas la bonne"),
    ] {
        let before = hashes();
        let answer = sign_in(&mut h.test.browser(), login, password).await;
        assert_eq!(hashes() - before, 1, "{login}: not the same effort");
        let text = answer.text().replace(login, "…").replace(&login.replace('@', "&#x40;"), "…");
        let mut headers: Vec<String> =
            answer.headers.iter().map(|(name, _)| name.to_string()).collect();
        headers.sort();
        answers.push((answer.status, headers, text));
    }
    assert_eq!(answers[0].0, 422);
    for other in &answers[1..] {
        assert_eq!(*other, answers[0]);
    }
    Ended::unchanged(&h.test, &before, &[]).await
}

#[tokio::test]
async fn signing_up_does_not_tell_who_has_an_account() -> Ended {
    let h = hung().await;
    h.member("lea").await;
    let ask = async |email: &str, handle: &str| {
        let fields = [
            ("name", "X"),
            ("handle", handle),
            ("email", email),
            ("password", PASSWORD),
            ("agree", "1"),
        ];
        h.test.browser().post("/inscription", &fields).await
    };
    let known = ask("lea@example.org", "autre").await;
    let new = ask("nouvelle@example.org", "nouvelle").await;
    assert_eq!((known.status, known.location()), (new.status, new.location()));
    assert_eq!(known.header("set-cookie"), new.header("set-cookie"));
    assert_eq!(sign_in(&mut h.test.browser(), "autre", PASSWORD).await.status, 422);
    Ended::well(&h.test, &[]).await
}

#[tokio::test]
async fn a_session_is_never_one_that_somebody_chose_beforehand() -> Ended {
    let h = hung().await;
    h.member("lea").await;
    let mut planted = h.test.browser();
    planted.keep("parvis", "choisi-par-autrui");
    assert_eq!(sign_in(&mut planted, "lea", PASSWORD).await.status, 303);
    let first = planted.cookie("parvis").unwrap();
    assert_ne!(first, "choisi-par-autrui");
    assert!(first.len() >= 32, "256 bits do not fit into {first}");
    // Again in the same browser: the old one is worth nothing from then on.
    assert_eq!(sign_in(&mut planted, "lea", PASSWORD).await.status, 303);
    let second = planted.cookie("parvis").unwrap();
    assert_ne!(first, second);
    let holds = async |token: &str| {
        let mut browser = h.test.browser();
        browser.keep("parvis", token);
        browser.get("/compte").await.status == 200
    };
    assert!(!holds(&first).await && holds(&second).await);
    // Another password ends the sessions elsewhere.
    let mut elsewhere = h.test.browser();
    sign_in(&mut elsewhere, "lea", PASSWORD).await;
    let other = elsewhere.cookie("parvis").unwrap();
    let change = [
        ("current_password", PASSWORD),
        ("password", "une toute nouvelle phrase"),
        ("password_again", "une toute nouvelle phrase"),
    ];
    let changed = planted.post("/compte/mot-de-passe", &change).await;
    assert_eq!(changed.status, 303, "{}", changed.text());
    assert!(!holds(&other).await, "a thief keeps what a new password should end");
    // Signed out is signed out, on the server too.
    let last = planted.cookie("parvis").unwrap();
    planted.post("/deconnexion", &[]).await;
    assert!(!holds(&last).await);
    let stored: Vec<String> = h
        .test
        .query(|conn| schema::sessions::table.select(schema::sessions::token_hash).load(conn))
        .await;
    for token in [first, second, other, last] {
        assert!(!stored.contains(&token), "a token is stored as it is");
    }
    Ended::well(&h.test, &[]).await
}

#[tokio::test]
async fn cookies_are_bound_to_the_host_and_pages_to_tls_where_there_is_tls() -> Ended {
    let test =
        TestApp::configured(|config| config.url = "https://musee.test".parse().unwrap()).await;
    let answer = sign_in(&mut test.browser(), "admin", PASSWORD).await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-parvis="), "{cookie}");
    for part in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
    for path in ["/", "/nulle-part", "/media/x"] {
        let answer = test.browser().get(path).await;
        assert!(
            answer.header("strict-transport-security").starts_with("max-age=31536000"),
            "{path}"
        );
    }
    Ended::well(&test, &[]).await
}

#[tokio::test]
async fn whoever_connects_directly_may_not_say_where_they_come_from() -> Ended {
    let h = hung().await;
    h.member("lea").await;
    let mut refused = 0;
    for n in 0..12u8 {
        let lie = format!("198.51.100.{n}");
        let lies =
            ["x-forwarded-for", "forwarded", "x-real-ip", "cf-connecting-ip", "true-client-ip"];
        let lies: Vec<(&str, &str)> = lies.iter().map(|name| (*name, lie.as_str())).collect();
        let answer =
            sign_in_from(&h.test, "203.0.113.9:4000", &lies, "lea", "faux mot de passe").await;
        if answer.status == 429 {
            refused += 1;
            let wait: u64 = answer.header("retry-after").parse().unwrap();
            assert!((1..=60).contains(&wait), "{wait}");
        }
    }
    assert_eq!(refused, 4, "eight tries of one name from one place");
    // The right password is refused as well while the bucket is empty, or guessing would go on.
    assert_eq!(sign_in_from(&h.test, "203.0.113.9:4001", &[], "lea", PASSWORD).await.status, 429);
    // Its owner gets in from elsewhere: no stranger locks anybody out.
    assert_eq!(sign_in_from(&h.test, "203.0.113.10:4000", &[], "lea", PASSWORD).await.status, 303);
    h.test.advance(Duration::from_secs(120));
    assert_eq!(sign_in_from(&h.test, "203.0.113.9:4000", &[], "lea", PASSWORD).await.status, 303);
    Ended::well(&h.test, &[]).await
}

#[tokio::test]
async fn one_network_of_ipv6_is_one_place() -> Ended {
    let test = TestApp::new().await;
    let mut last = 0;
    for n in 0..12u16 {
        let peer = format!("[2001:db8:7:7::{n:x}]:4000");
        last = sign_in_from(&test, &peer, &[], "admin", "faux mot de passe").await.status;
    }
    assert_eq!(last, 429);
    let elsewhere = sign_in_from(&test, "[2001:db8:7:8::1]:4000", &[], "admin", PASSWORD).await;
    assert_eq!(elsewhere.status, 303);
    Ended::well(&test, &[]).await
}

#[tokio::test]
async fn guessing_one_name_from_everywhere_is_slowed_down() -> Ended {
    let test = TestApp::new().await;
    let before = test.state().await;
    let mut refused = false;
    for n in 0..80u8 {
        let peer = format!("203.0.113.{n}:4000");
        refused |=
            sign_in_from(&test, &peer, &[], "personne", "faux mot de passe").await.status == 429;
    }
    assert!(refused);
    Ended::unchanged(&test, &before, &[]).await
}

#[tokio::test]
async fn another_host_than_ours_is_told_so_everywhere() -> Ended {
    let test = TestApp::new().await;
    let before = test.state().await;
    for (host, uri) in [
        ("evil.test", "/"),
        ("evil.test", "/connexion"),
        ("musee.test.evil.test", "/oeuvres"),
        ("musee.test:81", "/"),
        ("musee.test", "http://evil.test/connexion"),
        ("evil.test", "http://musee.test/"),
    ] {
        let mut browser = test.browser();
        let request = http::Request::builder()
            .uri(uri)
            .header(header::HOST, host)
            .header("x-forwarded-host", "evil.test")
            .body(Body::empty())
            .unwrap();
        let answer = browser.send(request).await;
        assert_eq!(answer.status, 421, "{host} {uri}");
        assert!(!answer.contains("Musée"), "a page was shown under another name");
    }
    let mut browser = test.browser();
    let request = browser
        .request(Method::GET, "/connexion")
        .header("x-forwarded-host", "evil.test")
        .body(Body::empty())
        .unwrap();
    let answer = browser.send(request).await;
    assert_eq!(answer.status, 200);
    assert!(!answer.contains("evil.test"));
    Ended::unchanged(&test, &before, &[]).await
}

#[tokio::test]
async fn an_address_that_could_carry_headers_or_two_people_is_none() -> Ended {
    let test = TestApp::new().await;
    let before = test.state().await;
    let long = format!("{}@example.org", "x".repeat(300));
    for (n, email) in [
        "a@example.org\r\nBcc: b@example.org",
        "a@example.org%0d%0aBcc:b@example.org",
        "a@example.org\u{85}Bcc: b",
        "a@example.org\u{2028}Bcc: b",
        "\"a b\"@example.org",
        "a@example.org,b@example.org",
        "a(comment)@example.org",
        "a@example.org;b@example.org",
        "<a@example.org>",
        "a@",
        long.as_str(),
    ]
    .into_iter()
    .enumerate()
    {
        let handle = format!("essai{n}");
        let fields = [
            ("name", "X"),
            ("handle", handle.as_str()),
            ("email", email),
            ("password", PASSWORD),
            ("agree", "1"),
        ];
        let answer = test.browser().post("/inscription", &fields).await;
        assert_eq!(answer.status, 422, "{email:?}");
    }
    Ended::unchanged(&test, &before, &[]).await
}

#[tokio::test]
async fn the_name_of_somebody_who_left_is_never_given_again() -> Ended {
    let h = hung().await;
    let mut lea = h.member("lea").await;
    assert_eq!(lea.post("/compte/fermer", &[("password", PASSWORD)]).await.status, 303);
    h.test.settle().await;
    let before = h.test.state().await;
    for handle in ["lea", "LEA", "Lea"] {
        let fields = [
            ("name", "Autre"),
            ("handle", handle),
            ("email", "autre@example.org"),
            ("password", PASSWORD),
            ("agree", "1"),
        ];
        let answer = h.test.browser().post("/inscription", &fields).await;
        assert_eq!(answer.status, 422, "{handle}");
    }
    Ended::unchanged(&h.test, &before, &[]).await
}

#[tokio::test]
async fn fields_nobody_offered_change_nothing() -> Ended {
    let h = hung().await;
    let more = [
        ("role", "admin"),
        ("admin", "1"),
        ("approved", "1"),
        ("id", "1"),
        ("account_id", "1"),
        ("disabled_at", ""),
        ("created_at", "0"),
        ("domain", "evil.test"),
        ("local", "0"),
        ("standing", "good"),
        ("iri", "https://evil.test/"),
        ("inbox", "https://evil.test/"),
        ("public_key", "x"),
        ("state", "published"),
        ("visibility", "public"),
    ];
    let mut fields = vec![
        ("name", "Léa"),
        ("handle", "lea"),
        ("email", "lea@example.org"),
        ("password", PASSWORD),
        ("agree", "1"),
    ];
    fields.extend(more);
    assert_eq!(h.test.browser().post("/inscription", &fields).await.status, 303);
    let mut lea = h.test.browser();
    sign_in(&mut lea, "lea", PASSWORD).await;
    let mut profile =
        vec![("name", "Léa"), ("bio", "Bonjour"), ("lang", "fr"), ("email", "autre@example.org")];
    profile.extend(more);
    assert_eq!(lea.post("/compte/profil", &profile).await.status, 303);
    h.decide(|venue| venue.hold_member_traces = true).await;
    let mut words = vec![("text", "Un mot"), ("as_venue", "1")];
    words.extend(more);
    assert_eq!(lea.post(&format!("{}/traces", h.page), &words).await.status, 303);
    assert_eq!(h.trace("Un mot").await.state, State::Pending);
    let (role, email, inbox): (String, Option<String>, String) = h
        .test
        .query(|conn| {
            schema::accounts::table
                .inner_join(schema::actors::table)
                .filter(schema::actors::handle.eq("lea"))
                .select((schema::accounts::role, schema::accounts::email, schema::actors::inbox))
                .first(conn)
        })
        .await;
    assert_eq!((role.as_str(), email.as_deref()), ("member", Some("lea@example.org")));
    assert_eq!(inbox, "http://musee.test/actors/lea/inbox");
    assert_eq!(lea.get("/equipe").await.status, 404);
    Ended::well(&h.test, &[]).await
}

#[tokio::test]
async fn an_open_page_is_told_only_of_what_everybody_may_see() -> Ended {
    let h = hung().await;
    h.decide(|venue| venue.hold_member_traces = true).await;
    let mut lea = h.member("lea").await;
    let request = lea
        .request(Method::GET, &format!("/live?topics={}", h.artwork.id))
        .body(Body::empty())
        .unwrap();
    let stream = h.test.router.clone().oneshot(request).await.unwrap();
    assert_eq!(stream.headers()["cache-control"], "no-store");
    let mut events = stream.into_body().into_data_stream();
    // Waiting words, then words that were never for everybody; then some that are.
    lea.post(&format!("{}/traces", h.page), &[("text", "Pas encore lu")]).await;
    let waiting = h.trace("Pas encore lu").await;
    let mut hidden = vec![waiting.id];
    for visibility in [Visibility::Members, Visibility::Followers, Visibility::Direct] {
        let words = format!("canari pour peu : {visibility}");
        hidden.push(h.test.trace(&words, visibility, State::Published, Some(&h.artwork)).await.id);
    }
    let shown =
        h.test.trace("pour tous", Visibility::Public, State::Published, Some(&h.artwork)).await;
    h.test.settle().await;
    let first = events.next().await.unwrap().unwrap();
    let told = String::from_utf8(first.to_vec()).unwrap();
    assert!(told.contains(&shown.id.to_string()), "{told}");
    for id in hidden {
        assert!(!told.contains(&id.to_string()), "{told}");
    }
    assert!(!told.contains("pour tous"), "a stream carries no words");
    Ended::well(&h.test, &[]).await
}
