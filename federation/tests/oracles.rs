//! Two independent implementations agree with this crate: `apx_core` (Mitra's) and `httpsig`.
//!
//! They verify what we sign, and we verify what they sign. `apx_core` reads the clock itself, so the time at which we judge
//! its signatures is the one it wrote into them.

mod support;

use apx_core::crypto::common::PublicKey as TheirPublicKey;
use apx_core::crypto::eddsa::{ed25519_public_key_from_bytes, ed25519_secret_key_from_bytes};
use apx_core::crypto::rsa::{deserialize_rsa_public_key, rsa_secret_key_from_pkcs8_pem};
use apx_core::http_digest::ContentDigest;
use apx_core::http_signatures::create::{
    HttpSigner, create_http_signature_cavage, create_http_signature_rfc9421,
};
use apx_core::http_signatures::verify::{parse_http_signature, verify_http_signature};
use apx_core::http_types::{Method as TheirMethod, Uri as TheirUri};
use apx_core::json_signatures::create::sign_object;
use apx_core::json_signatures::verify::{get_json_signature, verify_eddsa_json_signature};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use http::Method;
use httpsig::prelude::message_component::HttpMessageComponent;
use httpsig::prelude::{
    AlgorithmName, HttpSignatureBase, HttpSignatureHeaders, HttpSignatureParams, PublicKey,
    SecretKey, VerifyingKey,
};
use parvis_federation::key::{Algorithm, PrivateKey, PublicKey as OurPublicKey};
use parvis_federation::proof;
use parvis_federation::signature::{Outgoing, Policy, inspect, sign_cavage, sign_rfc9421};
use serde_json::json;
use support::{Request, ed25519, iri, rsa, text, time};

const TARGET: &str = "https://venue.example/inbox";
const BODY: &str = "{\"type\":\"Like\"}";
const KEY_ID: &str = "https://peer.example/users/alice#main-key";

fn now() -> DateTime<Utc> {
    time("2026-08-26T09:30:00Z")
}

type Sign =
    fn(
        &Outgoing<'_>,
        &PrivateKey,
        &parvis_federation::Iri,
        DateTime<Utc>,
    ) -> Result<Vec<(http::HeaderName, http::HeaderValue)>, parvis_federation::key::KeyError>;

fn signed_by_us(method: &str, body: Option<&str>, key: &PrivateKey, sign: Sign) -> Request {
    let mut request = Request::new(method, TARGET, body);
    let method: Method = method.parse().unwrap();
    let outgoing =
        Outgoing { method: &method, target: &iri(TARGET), body: body.map(str::as_bytes) };
    request.set_all(sign(&outgoing, key, &iri(KEY_ID), now()).unwrap());
    if !request.headers.contains_key("host") {
        request.set("host", "venue.example");
    }
    request
}

fn theirs(key: &PrivateKey) -> TheirPublicKey {
    match key.public() {
        OurPublicKey::Rsa(_) => {
            TheirPublicKey::Rsa(deserialize_rsa_public_key(&key.public().to_pem()).unwrap())
        }
        OurPublicKey::Ed25519(key) => {
            TheirPublicKey::Ed25519(ed25519_public_key_from_bytes(key.as_bytes()).unwrap())
        }
    }
}

fn seed() -> [u8; 32] {
    *b"a seed that is thirty-two bytes."
}

fn their_signer(of: Algorithm) -> (HttpSigner, OurPublicKey) {
    if of == Algorithm::Ed25519 {
        let ours = PrivateKey::ed25519_from_seed(&seed()).unwrap();
        let theirs = ed25519_secret_key_from_bytes(&seed()).unwrap();
        (HttpSigner::new_ed25519(theirs, KEY_ID.to_owned()), ours.public().clone())
    } else {
        let keys = support::own("test_keys.json");
        let theirs = rsa_secret_key_from_pkcs8_pem(text(&keys, "rsa_private_pkcs8_pem")).unwrap();
        (HttpSigner::new_rsa(theirs, KEY_ID.to_owned()), support::rsa_public())
    }
}

#[test]
fn mitras_library_verifies_what_we_sign() {
    for key in [rsa(), ed25519()] {
        for sign in [sign_cavage as Sign, sign_rfc9421] {
            for (method, body) in [("POST", Some(BODY)), ("GET", None)] {
                let request = signed_by_us(method, body, &key, sign);
                let uri: TheirUri = TARGET.parse().unwrap();
                let method: TheirMethod = method.parse().unwrap();
                let mut read = parse_http_signature(&method, &uri, &request.headers).unwrap();
                assert_eq!(read.key_id.to_string(), KEY_ID);
                read.expires_at = DateTime::<Utc>::MAX_UTC;
                let digest = body.map(|body| ContentDigest::new(body.as_bytes()));
                verify_http_signature(&read, &theirs(&key), digest).unwrap();
            }
        }
    }
}

#[test]
fn we_verify_what_mitras_library_signs_by_cavage() {
    for algorithm in [Algorithm::RsaSha256, Algorithm::Ed25519] {
        for (method, body) in [("POST", Some(BODY)), ("GET", None)] {
            let (signer, key) = their_signer(algorithm);
            let made = create_http_signature_cavage(
                method.parse().unwrap(),
                TARGET,
                body.map(str::as_bytes),
                &signer,
            )
            .unwrap();
            let mut request = Request::new(method, TARGET, body);
            request.set("host", &made.host);
            request.set("date", &made.date);
            request.set("signature", &made.signature);
            if let Some(digest) = &made.digest {
                request.set("digest", digest);
            }
            let then = DateTime::parse_from_rfc2822(&made.date).unwrap().with_timezone(&Utc);
            let pending = inspect(&request.signed(), &Policy::default(), then).unwrap();
            assert_eq!(pending.key_id(), &iri(KEY_ID));
            pending.verify(&key).unwrap();
            assert!(
                inspect(&request.signed(), &Policy::default(), then + TimeDelta::minutes(66))
                    .is_err()
            );
        }
    }
}

#[test]
fn we_verify_what_mitras_library_signs_by_rfc_9421() {
    for algorithm in [Algorithm::RsaSha256, Algorithm::Ed25519] {
        for (method, body) in [("POST", Some(BODY)), ("GET", None)] {
            let (signer, key) = their_signer(algorithm);
            let made = create_http_signature_rfc9421(
                method.parse().unwrap(),
                TARGET,
                body.map(str::as_bytes),
                &signer,
            )
            .unwrap();
            let mut request = Request::new(method, TARGET, body);
            request.set("host", "venue.example");
            request.set("signature", &made.signature);
            request.set("signature-input", &made.signature_input);
            if let Some(digest) = &made.content_digest {
                request.set("content-digest", digest);
            }
            let (_, rest) = made.signature_input.split_once("created=").unwrap();
            let seconds = rest.split(';').next().unwrap().parse().unwrap();
            let then = DateTime::from_timestamp(seconds, 0).unwrap();
            let pending = inspect(&request.signed(), &Policy::default(), then).unwrap();
            pending.verify(&key).unwrap();
        }
    }
}

#[test]
fn mitras_library_verifies_our_proofs_and_we_verify_its() {
    let method = "https://peer.example/users/alice#ed25519-key";
    let document = json!({
        "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/data-integrity/v2"],
        "id": "https://peer.example/activities/1",
        "type": "Create",
        "actor": "https://peer.example/users/alice",
        "object": { "id": "https://peer.example/objects/1", "type": "Place", "latitude": 45.0, "name": "été \u{1f525}" },
    });
    let ours = PrivateKey::ed25519_from_seed(&seed()).unwrap();
    let mut signed = document.clone();
    proof::sign(&mut signed, &ours, &iri(method), now()).unwrap();
    let read = get_json_signature(&signed).unwrap();
    let OurPublicKey::Ed25519(public) = ours.public() else { panic!("an Ed25519 key") };
    let their_public = ed25519_public_key_from_bytes(public.as_bytes()).unwrap();
    verify_eddsa_json_signature(&their_public, &read.object, &read.proof_config, &read.signature)
        .unwrap();

    let their_secret = ed25519_secret_key_from_bytes(&seed()).unwrap();
    let signed = sign_object(&their_secret, method, &document).unwrap();
    assert_eq!(proof::read(&signed).unwrap().verification_method, method);
    proof::verify(&signed, ours.public(), now()).unwrap();
}

/// What `httpsig` needs to know of a request: each covered component as a line.
fn lines(body: Option<&str>, digest: Option<&str>) -> Vec<HttpMessageComponent> {
    let method = if body.is_some() { "POST" } else { "GET" };
    let mut lines = vec![format!("\"@method\": {method}"), format!("\"@target-uri\": {TARGET}")];
    lines.extend(digest.map(|digest| format!("\"content-digest\": {digest}")));
    lines.iter().map(|line| HttpMessageComponent::try_from(line.as_str()).unwrap()).collect()
}

/// `httpsig` rebuilds the covered components and verifies. It writes the parameters again in an order of its own instead of
/// the one received, so the parameters' line is the received one.
#[test]
fn httpsig_verifies_what_we_sign() {
    for (key, algorithm) in
        [(rsa(), AlgorithmName::RsaV1_5Sha256), (ed25519(), AlgorithmName::Ed25519)]
    {
        for (method, body) in [("POST", Some(BODY)), ("GET", None)] {
            let request = signed_by_us(method, body, &key, sign_rfc9421);
            let input = request.get("signature-input");
            let read = HttpSignatureHeaders::try_parse(request.get("signature"), input).unwrap();
            let headers = read.get("sig1").unwrap();
            let digest = body.map(|_| request.get("content-digest"));
            let base = HttpSignatureBase::try_new(&lines(body, digest), headers.signature_params())
                .unwrap()
                .to_string();
            let (components, _) = base.split_once("\"@signature-params\": ").unwrap();
            let base = format!(
                "{components}\"@signature-params\": {}",
                input.strip_prefix("sig1=").unwrap()
            );
            let signature = STANDARD.decode(headers.signature().to_string()).unwrap();
            let public = PublicKey::from_pem(&algorithm, &key.public().to_pem()).unwrap();
            public.verify(base.as_bytes(), &signature).unwrap();
        }
    }
}

#[test]
fn we_verify_what_httpsig_signs_under_any_label() {
    let keys = support::own("test_keys.json");
    let rows = [
        (AlgorithmName::RsaV1_5Sha256, "rsa_private_pkcs8_pem", support::rsa_public()),
        (AlgorithmName::Ed25519, "ed25519_private_pkcs8_pem", support::ed25519_public()),
    ];
    for (algorithm, member, public) in rows {
        for body in [Some(BODY), None] {
            let secret = SecretKey::from_pem(&algorithm, text(&keys, member)).unwrap();
            let digest = body.map(|body| parvis_federation::digest::make_content(body.as_bytes()));
            let digest = digest.as_ref().map(|digest| digest.to_str().unwrap());
            let covered = if body.is_some() {
                "\"@method\" \"@target-uri\" \"content-digest\""
            } else {
                "\"@method\" \"@target-uri\""
            };
            let params = format!(
                "({covered});created={};keyid=\"{KEY_ID}\";nonce=\"n\";tag=\"t\"",
                now().timestamp()
            );
            let params = HttpSignatureParams::try_from(params.as_str()).unwrap();
            let base = HttpSignatureBase::try_new(&lines(body, digest), &params).unwrap();
            let made = base.build_signature_headers(&secret, Some("anything")).unwrap();
            let mut request =
                Request::new(if body.is_some() { "POST" } else { "GET" }, TARGET, body);
            request.set("host", "venue.example");
            request.set("signature", &made.signature_header_value());
            request.set("signature-input", &made.signature_input_header_value());
            if let Some(digest) = digest {
                request.set("content-digest", digest);
            }
            let pending = inspect(&request.signed(), &Policy::default(), now()).unwrap();
            pending.verify(&public).unwrap();
        }
    }
}
