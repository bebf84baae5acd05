//! What must not get in, and that nothing makes the parsers panic.
//!
//! The signature cases follow the strict verifier step by step; the rest is malformed, hostile or random.

mod support;

use std::sync::LazyLock;

use chrono::{DateTime, TimeDelta, Utc};
use http::Method;
use parvis_federation::collection::{Collection, CollectionSynchronization};
use parvis_federation::digest;
use parvis_federation::key::{PrivateKey, PublicKey};
use parvis_federation::lenient::parse_json_strict;
use parvis_federation::proof::{self, ProofError};
use parvis_federation::signature::cavage::Cavage;
use parvis_federation::signature::{
    Outgoing, Pending, Policy, SignatureError, inspect, sign_cavage, sign_rfc9421,
};
use parvis_federation::webfinger::{Jrd, Resource, parse_handle};
use parvis_federation::{
    Activity, Actor, Envelope, Iri, KeyDocument, Object, WireError, is_activity_type, nodeinfo,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use support::{Request, iri, rsa, rsa_public, time};

const TARGET: &str = "https://venue.example/inbox";
const BODY: &str = "{\"type\":\"Like\"}";
const KEY_ID: &str = "https://peer.example/users/alice#main-key";

fn now() -> DateTime<Utc> {
    time("2026-08-26T09:30:00Z")
}

fn signed_at(then: DateTime<Utc>, method: &str, target: &str, body: Option<&str>) -> Request {
    let mut request = Request::new(method, target, body);
    let verb: Method = method.parse().unwrap();
    let outgoing =
        Outgoing { method: &verb, target: &request.target, body: body.map(str::as_bytes) };
    let headers = sign_cavage(&outgoing, &rsa(), &iri(KEY_ID), then).unwrap();
    request.set_all(headers);
    request
}

fn delivery() -> Request {
    static DELIVERY: LazyLock<Request> =
        LazyLock::new(|| signed_at(now(), "POST", TARGET, Some(BODY)));
    DELIVERY.clone()
}

fn knock() -> Request {
    let mut request = Request::new("POST", TARGET, Some(BODY));
    let outgoing =
        Outgoing { method: &Method::POST, target: &request.target, body: Some(BODY.as_bytes()) };
    request.set_all(sign_rfc9421(&outgoing, &rsa(), &iri(KEY_ID), now()).unwrap());
    request.set("host", "venue.example");
    request
}

fn judge(request: &Request) -> Result<Pending, SignatureError> {
    let pending = inspect(&request.signed(), &Policy::default(), now())?;
    pending.verify(&rsa_public())?;
    Ok(pending)
}

fn status(request: &Request) -> u16 {
    judge(request).map_or_else(SignatureError::status, |_| 202)
}

/// Signs by cavage whatever the case needs, over exactly these headers.
fn cavage_over(request: &mut Request, covered: &str, more: &str) {
    let header = |signature: &str| {
        format!("keyId=\"{KEY_ID}\",{more}headers=\"{covered}\",signature=\"{signature}\"")
    };
    let unsigned = Cavage::parse(&header("AAAA")).unwrap();
    let text = unsigned.signing_strings(&request.signed()).unwrap();
    let signature = base64::Engine::encode(
        &base64::engine::general_purpose::STANDARD,
        rsa().sign(&text[0]).unwrap(),
    );
    request.set("signature", &header(&signature));
}

#[test]
fn a_genuine_delivery_is_believed_in_both_schemes() {
    assert_eq!(judge(&delivery()).unwrap().key_id(), &iri(KEY_ID));
    assert!(judge(&knock()).unwrap().covers("content-digest"));
    assert_eq!(
        status(&signed_at(now(), "GET", "https://venue.example/objects/1?page=2", None)),
        202
    );
}

#[test]
fn our_signatures_have_exactly_the_shape_that_all_peers_read() {
    let request = delivery();
    let signature = request.get("signature");
    let start = "keyId=\"https://peer.example/users/alice#main-key\",algorithm=\"rsa-sha256\",headers=\"(request-target) host date digest content-type\",signature=\"";
    assert!(signature.starts_with(start), "{signature}");
    assert!(request.get("digest").starts_with("SHA-256="));
    assert!(!request.headers.contains_key("signature-input"));
    let early = signed_at(time("2026-09-02T01:02:03Z"), "GET", TARGET, None);
    assert_eq!(early.get("date"), "Wed, 02 Sep 2026 01:02:03 GMT");
    let knock = knock();
    let input = "sig1=(\"@method\" \"@target-uri\" \"content-digest\");created=1787736600;keyid=\"https://peer.example/users/alice#main-key\";alg=\"rsa-v1_5-sha256\"";
    assert_eq!(knock.get("signature-input"), input);
    assert!(!knock.headers.contains_key("digest"));
}

#[test]
fn a_swapped_body_is_refused() {
    for mut request in [delivery(), knock()] {
        request.body = Some(b"{\"type\":\"Delete\"}".to_vec());
        assert_eq!(status(&request), 401);
    }
}

#[test]
fn a_body_without_a_covered_digest_is_refused() {
    let mut request = delivery();
    cavage_over(&mut request, "(request-target) host date", "");
    assert_eq!(status(&request), 401);
    request.headers.remove("digest");
    assert_eq!(status(&request), 401);
    let mut request = delivery();
    request.headers.remove("digest");
    request.set("content-digest", digest::make_content(BODY.as_bytes()).to_str().unwrap());
    cavage_over(&mut request, "(request-target) host date content-digest", "");
    assert_eq!(status(&request), 401, "draft-cavage goes with Digest");
}

#[test]
fn a_doubled_header_is_malformed() {
    for name in ["digest", "date", "host", "signature", "content-type"] {
        let mut request = delivery();
        let value = request.get(name).to_owned();
        request.add(name, &value);
        assert_eq!(status(&request), 400, "{name}");
    }
    let mut request = delivery();
    let digest = digest::make(b"forged").to_str().unwrap().to_owned();
    request.headers.remove("digest");
    request.add("digest", &digest);
    request.add("digest", digest::make(BODY.as_bytes()).to_str().unwrap());
    assert_eq!(status(&request), 400);
}

#[test]
fn a_delivery_to_another_host_is_misdirected() {
    let mut request = signed_at(now(), "POST", "https://evil.example/inbox", Some(BODY));
    request.target = iri(TARGET);
    assert_eq!(status(&request), 421);
    request.headers.remove("host");
    assert_eq!(status(&request), 421);
    let mut request = delivery();
    for (host, expected) in
        [("venue.example:443", 202), ("VENUE.example", 401), ("venue.example.", 401)]
    {
        request.set("host", host);
        assert_eq!(status(&request), expected, "{host}: ours, though not as it was signed");
    }
    for host in [
        "venue.example:8443",
        "venue.example@evil.example",
        "venue.example/x",
        "",
        "venue.example?x",
        "venue.example#x",
    ] {
        request.set("host", host);
        assert_eq!(status(&request), 421, "{host}");
    }
}

#[test]
fn a_host_signed_without_its_port_is_understood() {
    let mut request = Request::new("POST", "http://127.0.0.1:8080/inbox", Some(BODY));
    request.set("host", "127.0.0.1");
    request.set("date", "Wed, 26 Aug 2026 09:30:00 GMT");
    request.set("digest", digest::make(BODY.as_bytes()).to_str().unwrap());
    cavage_over(&mut request, "(request-target) host date digest", "");
    request.set("host", "127.0.0.1:8080");
    assert_eq!(status(&request), 202);
}

#[test]
fn a_signature_that_does_not_cover_target_host_and_time_is_refused() {
    for covered in [
        "host date digest",
        "(request-target) date digest",
        "(request-target) host digest",
        "digest",
    ] {
        let mut request = delivery();
        cavage_over(&mut request, covered, "");
        assert_eq!(status(&request), 401, "{covered}");
    }
}

#[test]
fn a_signature_holds_for_sixty_five_minutes_and_no_longer() {
    for (minutes, expected) in
        [(-66, 401), (-64, 202), (0, 202), (64, 202), (66, 401), (525_600, 401)]
    {
        let request = signed_at(now() + TimeDelta::minutes(minutes), "POST", TARGET, Some(BODY));
        assert_eq!(status(&request), expected, "{minutes}");
    }
}

#[test]
fn creation_and_expiry_times_are_honoured_quoted_or_bare() {
    let stamp = now().timestamp();
    for (params, expected) in [
        (format!("algorithm=\"hs2019\",created={stamp},expires={},", stamp + 300), 202),
        (format!("algorithm=\"hs2019\",created=\"{stamp}\",expires=\"{}.5\",", stamp + 300), 202),
        (format!("algorithm=\"hs2019\",created={},expires={},", stamp - 600, stamp - 300), 401),
        (format!("algorithm=\"hs2019\",created={},", stamp - 66 * 60), 401),
        ("algorithm=\"hs2019\",created=soon,".to_owned(), 401),
    ] {
        let mut request = delivery();
        cavage_over(&mut request, "(request-target) (created) host digest", &params);
        assert_eq!(status(&request), expected, "{params}");
    }
    let mut request = delivery();
    let header = format!(
        "keyId=\"{KEY_ID}\",algorithm=\"rsa-sha256\",created={stamp},headers=\"(request-target) (created) host digest\",signature=\"AAAA\""
    );
    request.set("signature", &header);
    assert_eq!(status(&request), 401, "rsa-sha256 covers no (created)");
}

#[test]
fn a_date_that_cannot_be_read_is_refused() {
    let mut request = delivery();
    for date in ["yesterday", "", "Wed, 26 Aug 2026", "1787736600"] {
        request.set("date", date);
        cavage_over(&mut request, "(request-target) host date digest", "");
        assert_eq!(status(&request), 401, "{date}");
    }
}

#[test]
fn the_query_is_signed_or_left_out_by_a_get_and_never_by_a_post() {
    for (method, body, expected) in [("GET", None, 202), ("POST", Some(BODY), 401)] {
        let mut request = signed_at(now(), method, TARGET, body);
        request.target = iri("https://venue.example/inbox?page=1");
        assert_eq!(status(&request), expected, "{method}");
    }
    let mut other = signed_at(now(), "GET", "https://venue.example/inbox?page=1", None);
    other.target = iri("https://venue.example/inbox?page=2");
    assert_eq!(status(&other), 401);
}

#[test]
fn a_get_with_the_digest_of_nothing_is_believed() {
    let mut request = Request::new("GET", "https://venue.example/objects/1", None);
    request.set("host", "venue.example");
    request.set("date", "Wed, 26 Aug 2026 09:30:00 GMT");
    request.set("accept", "application/activity+json");
    request.set("digest", digest::make(b"").to_str().unwrap());
    cavage_over(&mut request, "(request-target) accept date digest host", "algorithm=\"hs2019\",");
    assert_eq!(status(&request), 202);
}

#[test]
fn the_declared_algorithm_must_agree_with_the_key() {
    for (declared, expected) in [
        ("rsa-sha256", 202),
        ("hs2019", 202),
        ("ed25519", 401),
        ("hmac-sha256", 401),
        ("none", 401),
    ] {
        let mut request = delivery();
        cavage_over(
            &mut request,
            "(request-target) host date digest",
            &format!("algorithm=\"{declared}\","),
        );
        assert_eq!(status(&request), expected, "{declared}");
    }
}

#[test]
fn signature_headers_that_cannot_be_read_are_malformed() {
    let mut request = delivery();
    for (signature, expected) in [
        ("keyId=\"a\",keyId=\"b\",signature=\"AAAA\"", 400),
        ("keyId=\"https://a.example/\",headers=\"host host\",signature=\"AAAA\"", 400),
        ("keyId=\"https://a.example/\",signature=\"%%\"", 400),
        ("keyId=\"https://a.example/\"", 400),
        ("keyId=\"unclosed", 400),
        ("=,=,=", 400),
        ("", 400),
        ("keyId=\"https://a.example/\",signature=\"AAAA\"", 401),
    ] {
        request.set("signature", signature);
        assert_eq!(status(&request), expected, "{signature}");
    }
    request.headers.remove("signature");
    assert_eq!(status(&request), 401, "unsigned");
    let mut request = delivery();
    request.set("authorization", &format!("Signature {}", request.get("signature").to_owned()));
    assert_eq!(status(&request), 401);
}

#[test]
fn a_second_scheme_in_the_same_request_is_not_a_way_around_the_first() {
    let mut request = delivery();
    request.set(
        "signature-input",
        "sig1=(\"@method\");created=1787736600;keyid=\"https://peer.example/k\"",
    );
    assert_eq!(status(&request), 400);
}

#[test]
fn rfc_9421_headers_are_read_strictly() {
    let good = knock();
    let input = good.get("signature-input").to_owned();
    let signature = good.get("signature").to_owned();
    let mut rows = vec![
        (input.replace("sig1", "other"), 400),
        (format!("{input}, sig2=();created=1"), 400),
        (input.replace(";created=1787736600", ";created=1787736600;created=1787736600"), 400),
        (input.replace(";created=1787736600", ""), 401),
        (input.replace("created=1787736600", "created=\"1787736600\""), 400),
        (input.replace("\"@method\" ", ""), 401),
        (input.replace("\"content-digest\"", "\"host\""), 401),
        (input.replace("\"@method\"", "\"@method\";req"), 401),
        (input.replace("\"@method\"", "\"@method\" \"@method\""), 400),
        (input.replace("\"@target-uri\"", "\"@authority\""), 401),
        (input.replace("rsa-v1_5-sha256", "ed25519"), 401),
        (input.replace("rsa-v1_5-sha256", "hmac-sha256"), 401),
        (input.replace(KEY_ID, "acct:alice@peer.example"), 401),
        ("sig1=1".to_owned(), 400),
        ("(((".to_owned(), 400),
    ];
    rows.push((input.clone(), 202));
    for (input, expected) in rows {
        let mut request = knock();
        request.set("signature-input", &input);
        assert_eq!(status(&request), expected, "{input}");
    }
    for value in ["sig1=AAAA", "sig2=:AAAA:", "sig1=:%%:", ""] {
        let mut request = knock();
        request.set("signature", value);
        assert_eq!(status(&request), 400, "{value}");
    }
    let mut request = knock();
    request.set("signature", &signature.replace("sig1", "any"));
    request.set("signature-input", &input.replace("sig1", "any"));
    assert_eq!(status(&request), 202, "the label says nothing");
    let mut request = knock();
    request.set("content-digest", "SHA-256=:AAAA:");
    assert_eq!(status(&request), 400, "capitals are no key");
}

#[test]
fn only_sha_256_counts_as_a_digest() {
    let body = b"hello";
    let sha256 = digest::make(body).to_str().unwrap().to_owned();
    let lower = sha256.replace("SHA", "sha");
    let sha512 = "SHA-512=m3HSJL1i83hdltRq0+o9czGb+8KJDKra4t/3JRlnPKcjI8PZm6XBHXx6zG4UuMXaDEZjR1wuXDre9G9zvN7AQw==";
    for good in [&sha256, &lower, &format!("{sha256},{sha512}"), &format!("MD5=xx, {sha256}")] {
        assert_eq!(digest::verify(good, body), Ok(()), "{good}");
    }
    let twice = format!("{sha256},SHA-256=AAAA");
    for bad in ["MD5=xx", "", "SHA-256", "SHA-256=", "SHA-256=AAAA", &twice, sha512] {
        assert!(digest::verify(bad, body).is_err(), "{bad}");
    }
    let content = digest::make_content(body).to_str().unwrap().to_owned();
    assert_eq!(digest::verify_content(&content, body), Ok(()));
    assert!(digest::verify_content(&content, b"hullo").is_err());
    assert!(digest::verify_content("sha-256=AAAA", body).is_err());
}

#[test]
fn a_key_document_is_not_believed_about_somebody_else() {
    let mut document = support::read(&support::fixtures().join("mastodon/actor.json"));
    let id = iri("https://mastodon.example/users/nour#main-key");
    document["publicKey"]["owner"] = "https://victim.example/users/dave".into();
    assert!(KeyDocument::parse(&document).unwrap().key(&id).is_none());
    assert!(Actor::parse(&document).unwrap().key(&id).is_none());
    let lone = json!({
        "id": "https://evil.example/k1",
        "type": "Key",
        "owner": "https://victim.example/users/dave",
        "publicKeyPem": rsa_public().to_pem(),
    });
    let lone = KeyDocument::parse(&lone).unwrap();
    assert!(!lone.is_confirmed());
    assert!(lone.key(&iri("https://evil.example/k1")).is_none(), "another origin than its owner's");
}

#[test]
fn an_actor_cannot_send_us_to_another_server() {
    let mut document = support::read(&support::fixtures().join("mastodon/actor.json"));
    for inbox in [
        "http://localhost:5432/",
        "file:///etc/passwd",
        "https://victim.example/inbox",
        "https://mastodon.example:22/inbox",
    ] {
        document["inbox"] = inbox.into();
        document["endpoints"]["sharedInbox"] = inbox.into();
        assert_eq!(Actor::parse(&document).unwrap().delivery_inbox(), None, "{inbox}");
    }
    document["url"] = "https://phishing.example/".into();
    assert_eq!(Actor::parse(&document).unwrap().url, None);
}

#[test]
fn activities_and_posts_of_two_servers_are_of_the_wrong_origin() {
    let activity = json!({ "id": "https://a.example/1", "type": "Create", "actor": "https://b.example/u", "object": {} });
    assert!(matches!(Envelope::parse(&activity), Err(WireError::WrongOrigin(_))));
    let port = json!({ "id": "https://a.example:8443/1", "type": "Create", "actor": "https://a.example/u", "object": {} });
    assert!(matches!(Activity::parse(&port), Err(WireError::WrongOrigin(_))));
    let note = json!({ "id": "https://a.example/1", "type": "Note", "attributedTo": "https://b.example/u", "content": "x" });
    assert!(matches!(Object::parse(&note), Err(WireError::WrongOrigin(_))));
}

#[test]
fn strict_json_refuses_what_two_readers_read_differently() {
    for (text, refused) in [
        ("{\"a\":1,\"a\":2}", true),
        ("{\"a\":{\"id\":1,\"\\u0069d\":2}}", true),
        ("{\"@graph\":[]}", true),
        ("{\"a\":[{\"@reverse\":{}}]}", true),
        ("{\"@included\":1}", true),
        ("{} {}", true),
        ("", true),
        ("{\"a\":1e999}", true),
        ("\u{feff}{}", true),
        ("{\"@context\":\"x\",\"a\":[1,2.5,-3,null,true,\"é\"]}", false),
    ] {
        assert_eq!(parse_json_strict(text.as_bytes()).is_err(), refused, "{text}");
    }
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(parse_json_strict(nested(32).as_bytes()).is_ok());
    assert_eq!(
        parse_json_strict(nested(33).as_bytes()),
        Err(WireError::Malformed("nested too deeply"))
    );
    assert!(parse_json_strict(nested(100_000).as_bytes()).is_err());
    assert!(parse_json_strict(&vec![b' '; 1024 * 1024 + 1]).is_err());
    assert!(parse_json_strict(b"\"\xff\"").is_err());
}

#[test]
fn addresses_that_are_not_plain_web_addresses_are_refused() {
    for bad in [
        "",
        "venue.example",
        "/inbox",
        "//venue.example/",
        "ftp://venue.example/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https:venue.example",
        "https:///venue.example",
        "https://",
        "https://user@venue.example/",
        "https://u:p@venue.example/",
        "https://@venue.example/",
        "https://venue.example\\@evil.example/",
        "https://venue .example/",
        "https://venue.example/\n",
        " https://venue.example/",
        "https://venue.example:99999/",
        "https://[::1",
        "data:text/html,x",
    ] {
        assert!(Iri::parse(bad).is_err(), "{bad}");
    }
    assert!(Iri::parse(&format!("https://venue.example/{}", "a".repeat(2048))).is_err());
    let odd = iri("HTTPS://Venue.Example.:443/A%2fb?x#y");
    assert_eq!(
        (odd.host(), odd.authority().as_str(), odd.scheme()),
        ("venue.example", "venue.example", "https")
    );
    assert_eq!((odd.path_and_query().as_ref(), odd.fragment()), ("/A%2fb?x", Some("y")));
    assert!(odd.same_origin(&iri("https://venue.example/")));
    assert_ne!(odd, iri("https://venue.example/A%2fb?x#y"), "the text is the identity");
    assert_eq!(iri("https://h.example?q=1").path_and_query(), "/?q=1");
    assert_eq!(iri("https://h.example/a#b").without_fragment(), iri("https://h.example/a"));
}

#[test]
fn webfinger_resources_are_read_in_every_spelling_and_handles_cannot_steer_requests() {
    let account = Ok(Resource::Account { name: "venue".into() });
    for good in [
        "acct:venue@venue.example",
        "venue@venue.example",
        "@venue@venue.example",
        "acct:@venue@VENUE.example",
        "ACCT:Venue@venue.example",
        "acct%3Avenue%40venue.example",
        "acct:venue%40venue.example",
    ] {
        assert_eq!(Resource::parse(good, "venue.example"), account, "{good}");
    }
    assert_eq!(
        Resource::from_query("rel=self&resource=acct%3Avenue%40venue.example", "venue.example"),
        account
    );
    assert_eq!(
        Resource::parse("https://venue.example/@venue", "venue.example"),
        Ok(Resource::Address(iri("https://venue.example/@venue")))
    );
    assert_eq!(
        Resource::parse("https%3A%2F%2Fvenue.example%2F", "venue.example"),
        Ok(Resource::Address(iri("https://venue.example/")))
    );
    let instance = Ok(Resource::Account { name: "127.0.0.1:8080".into() });
    assert_eq!(Resource::parse("acct:127.0.0.1:8080@127.0.0.1:8080", "127.0.0.1:8080"), instance);
    for foreign in ["acct:x@other.example", "https://other.example/", "https://venue.example:8443/"]
    {
        assert!(
            matches!(Resource::parse(foreign, "venue.example"), Err(WireError::WrongOrigin(_))),
            "{foreign}"
        );
    }
    for bad in ["", "venue", "acct:", "@", "acct:@venue.example", "mailto:x"] {
        assert!(
            matches!(Resource::parse(bad, "venue.example"), Err(WireError::Malformed(_))),
            "{bad}"
        );
    }
    assert!(Resource::from_query("", "venue.example").is_err());
    for bad in [
        "@x@evil.test/../../admin?",
        "@x@evil.test#",
        "@x@evil.test%0d%0aX: y",
        "@x@user:pw@evil.test",
        "@x@",
        "@x@evil test",
        "x",
    ] {
        assert!(parse_handle(bad).is_err(), "{bad}");
    }
    assert!(parse_handle(&format!("@x@{}", "a".repeat(5000))).is_err());
}

#[test]
fn only_activitypub_media_types_are_activitypub() {
    for good in [
        "application/activity+json",
        "application/activity+json; charset=utf-8",
        "Application/Activity+JSON;charset=UTF-8",
        "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"",
    ] {
        assert!(is_activity_type(good), "{good}");
    }
    for bad in [
        "application/json",
        "text/html",
        "application/ld+json",
        "image/png",
        "",
        "application/activity+json; x",
        "application/ld+json; profile=\"https://evil.example/\"",
    ] {
        assert!(!is_activity_type(bad), "{bad}");
    }
}

#[test]
fn a_proof_ends_when_it_says_and_says_what_it_is_for() {
    let mut document = json!({ "id": "https://a.example/1", "type": "Like" });
    let method = iri("https://a.example/u#ed25519-key");
    assert_eq!(proof::sign(&mut document, &rsa(), &method, now()), Err(ProofError::WrongKey));
    proof::sign(&mut document, &support::ed25519(), &method, now()).unwrap();
    let key = support::ed25519_public();
    assert_eq!(proof::verify(&document, &key, now()), Ok(()));
    assert_eq!(proof::verify(&document, &rsa_public(), now()), Err(ProofError::WrongKey));
    let other = PrivateKey::ed25519_from_seed(&[7; 32]).unwrap();
    assert_eq!(proof::verify(&document, other.public(), now()), Err(ProofError::Invalid));
    for (member, value, expected) in [
        ("expires", json!("2026-08-26T09:29:59Z"), ProofError::Expired),
        ("expires", json!("whenever"), ProofError::Malformed),
        ("expires", json!("2099-01-01T00:00:00Z"), ProofError::Invalid),
        ("proofPurpose", json!("authentication"), ProofError::Malformed),
        ("proofValue", json!("u123"), ProofError::Malformed),
        ("cryptosuite", json!("eddsa-rdfc-2022"), ProofError::Missing),
        ("previousProof", json!("x"), ProofError::Missing),
    ] {
        let mut changed = document.clone();
        changed["proof"][member] = value;
        assert_eq!(proof::verify(&changed, &key, now()), Err(expected), "{member}");
    }
    let mut set = document.clone();
    set["proof"] = json!([document["proof"], document["proof"]]);
    assert_eq!(proof::verify(&set, &key, now()), Err(ProofError::Missing));
    assert_eq!(proof::read(&document).unwrap().verification_method, method.as_str());
}

#[test]
fn a_proof_without_a_context_of_its_own_verifies_as_received() {
    let key = support::ed25519();
    let document = json!({ "@context": "https://www.w3.org/ns/activitystreams", "id": "https://a.example/1", "type": "Like" });
    let config = json!({
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
        "verificationMethod": "https://a.example/u#k",
        "proofPurpose": "assertionMethod",
        "created": "2026-08-26T09:30:00Z",
    });
    let canonical =
        |value: &Value| digest::sha256(&serde_json_canonicalizer::to_vec(value).unwrap());
    let message = [canonical(&config), canonical(&document)].concat();
    let mut signed = document.clone();
    signed["proof"] = config;
    signed["proof"]["proofValue"] =
        format!("z{}", bs58::encode(key.sign(&message).unwrap()).into_string()).into();
    assert_eq!(proof::verify(&signed, key.public(), now()), Ok(()));
}

#[test]
fn keys_survive_being_written_and_weak_ones_are_refused() {
    for key in [PrivateKey::generate_rsa_2048().unwrap(), PrivateKey::generate_ed25519().unwrap()] {
        let again = PrivateKey::from_pem(&key.to_pem().unwrap()).unwrap();
        assert_eq!(again.public(), key.public());
        assert_eq!(PublicKey::from_pem(&key.public().to_pem()).unwrap(), *key.public());
        assert_eq!(PublicKey::from_multibase(&key.public().to_multibase()).unwrap(), *key.public());
        assert!(!format!("{key:?}").contains("BEGIN"));
    }
    for bad in [
        "",
        "-----BEGIN PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
    ] {
        assert!(PublicKey::from_pem(bad).is_err(), "{bad}");
        assert!(PrivateKey::from_pem(bad).is_err(), "{bad}");
    }
    for bad in ["", "z", "z6Mk", "u6Mk", "zzzz", &format!("z{}", "1".repeat(100_000))] {
        assert!(PublicKey::from_multibase(bad).is_err());
    }
}

/// Everything that reads a document, on one document.
fn read_everything(document: &Value) {
    let _ = Envelope::parse(document);
    if let Ok(activity) = Activity::parse(document) {
        let _ = (activity.inner(), activity.emoji(), activity.object_id());
    }
    if let Ok(actor) = Actor::parse(document) {
        let _ = (actor.to_json(), actor.handle());
    }
    if let Ok(keys) = KeyDocument::parse(document) {
        let _ = keys.owner();
    }
    let _ = Object::parse(document);
    for kind in ["Note", "Place", "Tombstone", "QuoteAuthorization"] {
        let mut typed = document.clone();
        if let Some(members) = typed.as_object_mut() {
            members.insert("type".into(), kind.into());
        }
        if let Ok(Object::Post(post)) = Object::parse(&typed) {
            let _ = (post.is_vote(), post.mentions().count(), post.audience.visibility(None));
        }
    }
    if let Ok(collection) = Collection::parse(document) {
        let _ = (collection.all_items(), collection.continuation());
    }
    if let Ok(jrd) = Jrd::parse(document) {
        let _ = (jrd.self_link(), jrd.subject(), jrd.subscribe_template(), jrd.to_json());
    }
    let _ = (nodeinfo::WellKnown::parse(document), nodeinfo::Foreign::parse(document));
    let _ = (proof::read(document), proof::verify(document, &support::ed25519_public(), now()));
}

#[test]
fn a_document_with_any_member_of_any_shape_is_read_without_panic() {
    let shapes = [
        json!(null),
        json!(true),
        json!(0),
        json!(-1.5e300),
        json!(""),
        json!("x"),
        json!("https://a.example/"),
        json!([]),
        json!({}),
        json!([null, [[]], {}, "https://a.example/"]),
        json!({ "id": {} }),
        json!({ "url": [{ "href": 1 }] }),
        json!("\u{0}\u{202e}é🔥"),
    ];
    let mut documents: Vec<Value> = Vec::new();
    for path in support::files(&support::fixtures()) {
        if path.parent().unwrap().ends_with("own") {
            continue;
        }
        // Contexts are never read, and are most of a document.
        let document = support::comparable(&support::read(&path));
        documents.extend(document.get("object").cloned());
        documents.push(document);
    }
    for document in &documents {
        for name in document.as_object().into_iter().flatten().map(|(name, _)| name) {
            for shape in &shapes {
                let mut changed = document.clone();
                changed[name] = shape.clone();
                read_everything(&changed);
            }
        }
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        prop::sample::select(vec![
            "https://a.example/1",
            "Note",
            "Create",
            "Person",
            "Public",
            "acct:a@b.example",
            "OrderedCollection",
            "2026-08-26T09:30:00Z",
            "DataIntegrityProof",
            "eddsa-jcs-2022"
        ])
        .prop_map(Value::from),
    ];
    let names = prop::sample::select(vec![
        "id",
        "type",
        "actor",
        "object",
        "to",
        "cc",
        "tag",
        "attachment",
        "url",
        "href",
        "name",
        "content",
        "contentMap",
        "icon",
        "publicKey",
        "publicKeyPem",
        "assertionMethod",
        "publicKeyMultibase",
        "attributedTo",
        "inReplyTo",
        "published",
        "first",
        "items",
        "orderedItems",
        "links",
        "rel",
        "subject",
        "proof",
        "proofValue",
        "expires",
        "mediaType",
        "endpoints",
        "sharedInbox",
        "preferredUsername",
        "location",
        "address",
        "generator",
        "implements",
        "audience",
        "@context",
    ]);
    leaf.prop_recursive(5, 64, 8, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((names.clone(), inner), 0..8).prop_map(|members| Value::Object(
                members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
            )),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn no_document_makes_a_parser_panic(document in any_json()) {
        read_everything(&document);
    }

    #[test]
    fn no_bytes_make_strict_json_panic_and_what_it_reads_is_what_serde_reads(bytes in prop::collection::vec(any::<u8>(), 0..200), document in any_json()) {
        let _ = parse_json_strict(&bytes);
        let text = document.to_string();
        if let Ok(read) = parse_json_strict(text.as_bytes()) {
            prop_assert_eq!(read, serde_json::from_str::<Value>(&text).unwrap());
        }
    }

    #[test]
    fn no_text_makes_a_small_parser_panic(text in "\\PC{0,80}", structured in "[a-zA-Z0-9=\",;:()@ /.%+-]{0,80}") {
        for text in [&text, &structured] {
            let _ = Iri::parse(text).map(|iri| (iri.path_and_query().into_owned(), iri.authority(), iri.query(), iri.without_fragment()));
            let _ = (Resource::parse(text, "venue.example"), Resource::from_query(text, "venue.example"), parse_handle(text));
            let _ = (Cavage::parse(text), digest::verify(text, b""), digest::verify_content(text, b""));
            let _ = (PublicKey::from_pem(text), PublicKey::from_multibase(text), PublicKey::from_multibase(&format!("z{text}")));
            let _ = (CollectionSynchronization::parse(text), is_activity_type(text), parvis_federation::lenient::time(&json!(text)));
        }
    }

    #[test]
    fn no_signature_header_makes_the_verifier_panic(input in "[a-z0-9=\",;:()@ -]{0,80}", signature in "[a-zA-Z0-9=\",;:() /+-]{0,80}", both in any::<bool>()) {
        let mut request = delivery();
        request.set("signature", &signature);
        if both {
            request.set("signature-input", &input);
        }
        prop_assert!(judge(&request).is_err());
    }

    #[test]
    fn what_we_sign_verifies_and_one_flipped_bit_does_not(body in prop::collection::vec(any::<u8>(), 1..200), path in "[a-z/]{0,20}", bit in any::<usize>()) {
        let target = format!("https://venue.example/{path}");
        let mut request = Request::new("POST", &target, None);
        request.body = Some(body.clone());
        let outgoing = Outgoing { method: &Method::POST, target: &request.target, body: Some(&body) };
        let key = support::ed25519();
        let headers = sign_cavage(&outgoing, &key, &iri(KEY_ID), now()).unwrap();
        request.set_all(headers);
        let pending = inspect(&request.signed(), &Policy::default(), now()).unwrap();
        prop_assert_eq!(pending.verify(key.public()), Ok(()));
        let mut forged = body.clone();
        let at = bit % (body.len() * 8);
        forged[at / 8] ^= 1 << (at % 8);
        request.body = Some(forged);
        prop_assert!(inspect(&request.signed(), &Policy::default(), now()).is_err());
    }
}

#[test]
fn long_lists_of_recipients_and_pictures_are_cut_and_everybody_is_still_everybody() {
    let people = |n: usize| format!("https://evil.example/u/{n}");
    let mut to: Vec<String> = (0..20_000).map(people).collect();
    to.push("as:Public".to_owned());
    let pictures: Vec<String> = (0..20_000).map(people).collect();
    let note = serde_json::json!({"id": "https://evil.example/n/1", "type": "Note", "to": to,
        "attributedTo": "https://evil.example/u/1", "content": "x", "image": pictures});
    let audience = parvis_federation::Audience::parse(&note);
    assert!(audience.is_public());
    assert!(audience.to.len() <= 257, "{}", audience.to.len());
    let post = parvis_federation::Post::parse(&note).unwrap();
    assert!(post.attachments.len() <= 32, "{}", post.attachments.len());
}
