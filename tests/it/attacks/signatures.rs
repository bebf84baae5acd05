//! SIG: signatures that say too little, too late, too often, or somebody else's name.

use std::time::Duration;

use axum::body::Body;
use diesel::prelude::*;
use futures::future::join_all;
use http::{HeaderName, HeaderValue, Request};
use parvis::schema::{follows, inbound};
use parvis_federation::{digest, key::PrivateKey};
use proptest::{
    prelude::{Strategy, any},
    strategy::ValueTree as _,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use serde_json::json;
use tower::ServiceExt as _;

use super::{Ended, siege::Siege};
use crate::{
    support::{Forge, Person, Scheme, http_date},
    voices::follow,
};

cases! {
    "A-SIG-01" => a_swapped_body_is_refused_and_nothing_is_fetched_for_it,
    "A-SIG-02" => a_request_without_a_digest_is_refused,
    "A-SIG-03" => a_digest_that_is_not_signed_is_refused,
    "A-SIG-04" => a_second_digest_is_malformed,
    "A-SIG-05" => a_signature_for_another_host_is_misdirected,
    "A-SIG-06" => a_signature_without_its_target_is_refused_everywhere,
    "A-SIG-07" => a_signature_holds_for_sixty_five_minutes_either_way,
    "A-SIG-08" => a_neighbour_signs_for_nobody,
    "A-SIG-09" => a_key_found_elsewhere_is_not_its_owners,
    "A-SIG-10" => a_key_is_fetched_again_once_in_five_minutes,
    "A-SIG-11" => a_hundred_deliveries_are_one,
    "A-SIG-12" => a_time_that_cannot_be_read_is_no_time,
}

played! {
    "A-SIG-01" => no_part_of_a_signed_request_may_be_changed,
}

/// What dave really signed: a Create, and the request that carried it.
fn captured(siege: &Siege) -> Forge<'_> {
    let note = siege.victim.note(&siege.dave, "1", &siege.hung.artwork.iri, "<p>Beau</p>");
    let create = siege.victim.create(&siege.dave, &note);
    Forge::new(&siege.dave, siege.hung.test.app.now(), &create)
}

fn forged(siege: &Siege) -> Vec<u8> {
    let note = siege.victim.note(&siege.dave, "9", &siege.hung.artwork.iri, "<p>forged</p>");
    siege.victim.wrap("Create", &siege.dave, &note).to_string().into_bytes()
}

async fn a_swapped_body_is_refused_and_nothing_is_fetched_for_it(siege: &mut Siege) {
    let mut request = captured(siege).request();
    *request.body_mut() = Body::from(forged(siege));
    assert_eq!(siege.evil.send(request).await, 401);
    siege.assert_unchanged("a swapped body").await;
    assert!(siege.victim.seen().is_empty(), "something was fetched");
    assert!(!siege.hung.read().await.contains("forged"));
}

async fn a_request_without_a_digest_is_refused(siege: &mut Siege) {
    let mut forge = captured(siege);
    forge.covered = vec!["(request-target)", "host", "date"];
    let mut request = forge.request();
    request.headers_mut().remove("digest");
    assert_eq!(siege.evil.send(request).await, 401);
    siege.assert_unchanged("no digest").await;
}

async fn a_digest_that_is_not_signed_is_refused(siege: &mut Siege) {
    let mut forge = captured(siege);
    forge.covered = vec!["(request-target)", "host", "date"];
    forge.body = forged(siege);
    assert_eq!(siege.evil.send(forge.request()).await, 401);
    siege.assert_unchanged("an unsigned digest").await;
}

async fn a_second_digest_is_malformed(siege: &mut Siege) {
    let body = forged(siege);
    let mut request = captured(siege).request();
    let signed = request.headers_mut().remove("digest").unwrap();
    request.headers_mut().append("digest", digest::make(&body));
    request.headers_mut().append("digest", signed);
    *request.body_mut() = Body::from(body);
    assert_eq!(siege.evil.send(request).await, 400);
    siege.assert_unchanged("two digests").await;
}

async fn a_signature_for_another_host_is_misdirected(siege: &mut Siege) {
    let mut forge = captured(siege);
    forge.host = "evil.test";
    assert_eq!(siege.evil.send(forge.request()).await, 421);
    let mut renamed = forge.request();
    renamed.headers_mut().insert("host", HeaderValue::from_static("musee.test"));
    assert_eq!(siege.evil.send(renamed).await, 401);
    let taken: i64 = siege.hung.test.query(|c| inbound::table.count().get_result(c)).await;
    assert_eq!(taken, 0, "not even as seen");
    siege.assert_unchanged("a misdirected request").await;
}

async fn a_signature_without_its_target_is_refused_everywhere(siege: &mut Siege) {
    for path in ["/inbox", "/actors/musee/inbox", "/actor/inbox", "/actors/nobody/inbox"] {
        let mut forge = captured(siege);
        forge.covered = vec!["host", "date", "digest"];
        forge.path = path;
        assert_eq!(siege.evil.send(forge.request()).await, 401, "{path}");
    }
    siege.assert_unchanged("no target").await;
}

async fn a_signature_holds_for_sixty_five_minutes_either_way(siege: &mut Siege) {
    let now = siege.hung.test.app.now();
    let minutes = |n: u64| Duration::from_secs(n * 60);
    for (at, status) in [
        (now.minus(minutes(66)), 401),
        (now.plus(minutes(66)), 401),
        (now.plus(minutes(365 * 24 * 60)), 401),
        (now.minus(minutes(64)), 202),
        (now.plus(minutes(64)), 202),
    ] {
        let mut forge = captured(siege);
        forge.date = http_date(at);
        assert_eq!(siege.victim.send(forge.request()).await, status, "Date {at:?}");
        if status == 401 {
            siege.assert_unchanged("a date out of its time").await;
        }
    }
    // The same for `created` of RFC 9421: signed at that time.
    let note = siege.victim.note(&siege.dave, "2", &siege.hung.artwork.iri, "<p>Encore</p>");
    let create = siege.victim.create(&siege.dave, &note).to_string().into_bytes();
    for (forward, status) in [(66, 401), (64, 202)] {
        let request = siege.victim.signed("/inbox", &siege.dave, create.clone(), Scheme::Rfc9421);
        siege.hung.test.advance(minutes(forward));
        assert_eq!(siege.victim.send(request).await, status, "created {forward} minutes ago");
    }
    siege.hung.test.settle().await;
    let page = siege.hung.read().await;
    assert_eq!((page.matches("Beau").count(), page.matches("Encore").count()), (1, 1));
}

async fn a_neighbour_signs_for_nobody(siege: &mut Siege) {
    let activity = follow(&siege.victim, &siege.dave);
    for scheme in [Scheme::Cavage, Scheme::Rfc9421] {
        let status = siege.victim.deliver_to("/inbox", &siege.eve, &activity, scheme).await;
        assert_eq!(status, 401);
    }
    siege.assert_unchanged("eve for dave").await;
}

async fn a_key_found_elsewhere_is_not_its_owners(siege: &mut Siege) {
    let claimed = format!("{}/k1", siege.evil.base);
    for document in [
        json!({"id": claimed, "owner": siege.dave.iri,
            "publicKeyPem": siege.mallory.key.public().to_pem()}),
        json!({"id": claimed, "type": "Person", "preferredUsername": "dave",
            "inbox": format!("{claimed}/inbox"),
            "publicKey": {"id": claimed, "owner": siege.dave.iri,
                "publicKeyPem": siege.mallory.key.public().to_pem()}}),
    ] {
        siege.evil.serve("/k1", &document);
        let liar = Person { key_id: claimed.clone(), ..siege.mallory.clone() };
        let activity = follow(&siege.victim, &siege.dave);
        assert_eq!(siege.evil.deliver(&liar, &activity).await, 401);
        siege.assert_unchanged("a key with a false owner").await;
        siege.hung.test.advance(Duration::from_secs(400));
    }
    let note = siege.victim.note(&siege.dave, "1", &siege.hung.artwork.iri, "<p>Vrai</p>");
    let create = siege.victim.create(&siege.dave, &note);
    assert_eq!(siege.victim.deliver(&siege.dave, &create).await, 202, "dave is still dave");
}

async fn a_key_is_fetched_again_once_in_five_minutes(siege: &mut Siege) {
    // Garbage for dave, two hundred times within a minute.
    let stranger = PrivateKey::generate_rsa_2048().unwrap();
    let liar = Person { key: stranger, ..siege.dave.clone() };
    for n in 0..200 {
        let mut activity = follow(&siege.victim, &siege.dave);
        activity["id"] = json!(format!("{}/f/{n}", siege.victim.base));
        assert_eq!(siege.evil.deliver(&liar, &activity).await, 401);
        siege.hung.test.advance(Duration::from_millis(250));
    }
    let asked = Siege::asked(&siege.victim, "/users/dave");
    assert!(asked <= 1, "dave's key was fetched {asked} times");
    siege.assert_unchanged("two hundred bad signatures").await;
    // Dave takes a new key: the first signature by it fetches it, once.
    siege.hung.test.advance(Duration::from_secs(301));
    siege.victim.forget();
    let after = siege.victim.person("dave");
    assert_eq!(siege.victim.deliver(&after, &follow(&siege.victim, &after)).await, 202);
    assert_eq!(Siege::asked(&siege.victim, "/users/dave"), 1);
    assert_eq!(siege.victim.deliver(&siege.dave, &follow(&siege.victim, &after)).await, 401);
}

async fn a_hundred_deliveries_are_one(siege: &mut Siege) {
    let activity = follow(&siege.victim, &siege.dave);
    for _ in 0..12 {
        let wave = (0..8).map(|_| siege.victim.deliver(&siege.dave, &activity));
        assert!(join_all(wave).await.iter().all(|status| *status == 202));
    }
    siege.hung.test.settle().await;
    let (app, router) = siege.hung.test.another_process().await;
    for _ in 0..4 {
        let body = activity.to_string().into_bytes();
        let request = siege.victim.signed("/inbox", &siege.dave, body, Scheme::Cavage);
        let answer = router.clone().oneshot(request).await.unwrap();
        assert_eq!(answer.status(), 202, "after a restart");
    }
    parvis::platform::background::settle(&app).await.unwrap();
    let (follows, taken): (i64, i64) = siege
        .hung
        .test
        .query(|c| {
            Ok((follows::table.count().get_result(c)?, inbound::table.count().get_result(c)?))
        })
        .await;
    assert_eq!((follows, taken), (1, 1));
    assert_eq!(siege.victim.received_of("Accept").len(), 1);
}

async fn a_time_that_cannot_be_read_is_no_time(siege: &mut Siege) {
    for date in ["yesterday", "", "0", "2026-06-01T10:00:00Z"] {
        let mut forge = captured(siege);
        forge.date = date.to_owned();
        assert_eq!(siege.evil.send(forge.request()).await, 401, "{date:?}");
    }
    let mut forge = captured(siege);
    forge.covered = vec!["(request-target)", "host", "digest"];
    let mut request = forge.request();
    request.headers_mut().remove("date");
    assert_eq!(siege.evil.send(request).await, 401, "no time at all");
    siege.assert_unchanged("times nobody can read").await;
}

/// Something an attacker on the way may do to a request.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Change {
    /// One byte of the body.
    Body(usize, u8),
    /// One byte of a header's value.
    Header(usize, usize, u8),
    /// A header twice.
    Twice(usize),
    /// A header less.
    Without(usize),
    /// Another path.
    Path,
}

/// The headers that carry meaning; changing `user-agent` proves nothing.
const MEANT: [&str; 4] = ["host", "date", "digest", "signature"];

impl Change {
    fn any() -> impl Strategy<Value = Self> {
        (0..5u8, any::<usize>(), any::<usize>(), 1..=255u8).prop_map(
            |(kind, a, b, flip)| match kind {
                0 => Self::Body(a, flip),
                1 => Self::Header(a % MEANT.len(), b, flip),
                2 => Self::Twice(a % MEANT.len()),
                3 => Self::Without(a % MEANT.len()),
                _ => Self::Path,
            },
        )
    }

    /// The request with the change; `None` when it would still be the same request, or none HTTP can carry.
    fn apply(self, request: &Forge<'_>) -> Option<Request<Body>> {
        let mut changed = request.request();
        let headers = changed.headers_mut();
        match self {
            Self::Body(at, flip) => {
                let mut body = request.body.clone();
                let at = at % body.len();
                body[at] ^= flip;
                *changed.body_mut() = Body::from(body);
            }
            Self::Header(which, at, flip) => {
                let name = MEANT[which];
                let mut value = headers[name].as_bytes().to_vec();
                // Of the signature's own header only the signature: its other words are told apart by tests of theirs.
                let text = headers[name].to_str().unwrap();
                let from = text.find("signature=\"").map_or(0, |at| at + "signature=\"".len());
                let length = value.len() - from - usize::from(from > 0);
                value[from + at % length] ^= flip;
                let value = HeaderValue::from_bytes(&value).ok()?;
                headers.insert(name, value);
            }
            Self::Twice(which) => {
                let value = headers[MEANT[which]].clone();
                headers.append(MEANT[which], value);
            }
            Self::Without(which) => {
                headers.remove(MEANT[which]);
            }
            Self::Path => *changed.uri_mut() = "/actor/inbox".parse().unwrap(),
        }
        Some(changed)
    }
}

/// Order, case and white space of headers mean nothing; any other change makes the request nobody's.
#[tokio::test]
async fn no_part_of_a_signed_request_may_be_changed() -> Ended {
    let siege = Siege::new().await;
    let forge = captured(&siege);
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let mut tried = 0;
    while tried < 400 {
        let change = Change::any().new_tree(&mut runner).unwrap().current();
        let Some(request) = change.apply(&forge) else { continue };
        tried += 1;
        let status = siege.evil.send(request).await;
        assert!(matches!(status, 400 | 401 | 403 | 421), "{status} after {change:?}");
    }
    siege.assert_unchanged("four hundred changed requests").await;
    for (n, request) in harmless(&siege, &forge).into_iter().enumerate() {
        assert_eq!(siege.victim.send(request).await, 202, "harmless change {n}");
    }
    siege.ended().await
}

/// The same request as other software would write it: headers in another order, another case of a digest's name.
fn harmless(siege: &Siege, forge: &Forge<'_>) -> Vec<Request<Body>> {
    let same = forge.request();
    let mut turned = Request::post(forge.path).body(Body::from(forge.body.clone())).unwrap();
    let mut lines: Vec<(HeaderName, HeaderValue)> =
        same.headers().iter().map(|(name, value)| (name.clone(), value.clone())).collect();
    lines.reverse();
    turned.headers_mut().extend(lines);
    let mut ordered = captured(siege);
    ordered.covered = vec!["digest", "date", "host", "(request-target)"];
    vec![same, turned, ordered.request()]
}
