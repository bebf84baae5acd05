//! Published vectors: what this crate computes is what everybody computes.
//!
//! Our own vectors always run. The others stay where they are, in the folder named by `PARVIS_CONFORMANCE_DATA`.

mod support;

use std::fs;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use parvis_federation::collection::followers_digest;
use parvis_federation::key::{Algorithm, PrivateKey, PublicKey};
use parvis_federation::lenient::parse_json_strict;
use parvis_federation::proof::{self, ProofError};
use parvis_federation::signature::cavage::Cavage;
use parvis_federation::signature::rfc9421::Rfc9421;
use parvis_federation::signature::{Pending, Policy, SignatureError, inspect};
use parvis_federation::{Activity, Actor, ActorKind, Object, Verb};
use serde_json::Value;
use support::{Request, conformance, files, iri, own, read, text, time};

const OUR_CLOCK: &str = "2026-08-26T09:30:00Z";

/// A request of our own vectors, received at the address it names on our one host.
fn own_request(case: &Value) -> Request {
    let target = case["url"].as_str().map_or_else(
        || format!("https://venue.example{}", text(case, "url_target")),
        str::to_owned,
    );
    Request::new(text(case, "method"), &target, case["body"].as_str())
        .with_headers(&case["headers"])
}

fn judge(request: &Request, key: &PublicKey, clock: &str) -> Result<Pending, SignatureError> {
    let pending = inspect(&request.signed(), &Policy::default(), time(clock))?;
    pending.verify(key)?;
    Ok(pending)
}

#[test]
fn requests_in_the_shape_of_six_servers_are_judged_as_they_should_be() {
    let vectors = own("request_signatures.json");
    let mut seen = 0;
    for case in
        vectors["cavage"].as_array().unwrap().iter().chain(vectors["rfc9421"].as_array().unwrap())
    {
        let name = text(case, "name");
        let key = if case["key"] == "ed25519" {
            support::ed25519_public()
        } else {
            support::rsa_public()
        };
        let judged = judge(&own_request(case), &key, OUR_CLOCK);
        assert_eq!(judged.is_ok(), text(case, "expect") == "accept", "{name}: {judged:?}");
        if let Ok(pending) = judged {
            let base = case["signing_string"].as_str().or(case["signature_base"].as_str()).unwrap();
            assert!(pending.candidates().iter().any(|one| one == base.as_bytes()), "{name}");
        }
        seen += 1;
    }
    assert_eq!(seen, 25);
}

#[test]
fn our_own_proofs_verify_and_no_changed_document_does() {
    let vectors = own("eddsa_jcs_2022.json");
    let key = PublicKey::from_multibase(text(&vectors, "publicKeyMultibase")).unwrap();
    for case in vectors["cases"].as_array().unwrap() {
        let name = text(case, "name");
        let signed = &case["signed"];
        assert_eq!(proof::verify(signed, &key, time(OUR_CLOCK)), Ok(()), "{name}");
        let mut forged = signed.clone();
        forged["actor"] = "https://mallory.example/users/m".into();
        assert_eq!(
            proof::verify(&forged, &key, time(OUR_CLOCK)),
            Err(ProofError::Invalid),
            "{name}"
        );
        let mut forged = signed.clone();
        forged["proof"]["created"] = "2027-01-01T00:00:00Z".into();
        assert_eq!(
            proof::verify(&forged, &key, time(OUR_CLOCK)),
            Err(ProofError::Invalid),
            "{name}"
        );
        let mut again = signed.clone();
        let method = iri(text(&signed["proof"], "verificationMethod"));
        proof::sign(
            &mut again,
            &support::ed25519(),
            &method,
            time(text(&signed["proof"], "created")),
        )
        .unwrap();
        assert_eq!(&again, signed, "{name}");
    }
}

#[test]
fn the_followers_digest_is_the_one_of_the_proposal() {
    let vector = own("fep8fcf_digest.json");
    let followers = vector["followers"].as_array().unwrap().iter().map(|one| one.as_str().unwrap());
    assert_eq!(followers_digest(followers), text(&vector, "fep_value"));
    assert_eq!(followers_digest([]), "0".repeat(64));
}

#[test]
fn the_test_keys_are_the_same_key_in_every_form() {
    let keys = own("test_keys.json");
    let spki = PublicKey::from_pem(text(&keys, "rsa_public_spki_pem")).unwrap();
    assert_eq!(PublicKey::from_pem(text(&keys, "rsa_public_pkcs1_pem")).unwrap(), spki);
    assert_eq!(PublicKey::from_multibase(text(&keys, "rsa_multikey")).unwrap(), spki);
    assert_eq!(spki.to_pem(), text(&keys, "rsa_public_spki_pem"));
    assert_eq!(spki.to_multibase(), text(&keys, "rsa_multikey"));
    assert_eq!(support::rsa().public(), &spki);
    let ed25519 = PublicKey::from_pem(text(&keys, "ed25519_public_spki_pem")).unwrap();
    assert_eq!(ed25519.to_multibase(), text(&keys, "ed25519_multikey"));
    assert_eq!(ed25519.to_pem(), text(&keys, "ed25519_public_spki_pem"));
    assert_eq!(support::ed25519().public(), &ed25519);
}

#[test]
fn the_examples_of_draft_cavage_verify() {
    let Some(folder) = conformance() else { return };
    let vectors = read(&folder.join("cavage/vectors.json"));
    let pem = text(&vectors, "public_key_pem");
    assert!(PublicKey::from_pem(pem).is_err(), "a key of 1024 bits is refused");
    let key = PublicKey::from_pem_with_bits(pem, 1024..=8192).unwrap();
    let told = &vectors["request"];
    let target = format!("https://example.com{}", text(told, "target"));
    let request = Request::new(text(told, "method"), &target, told["body"].as_str())
        .with_headers(&told["headers"]);
    for case in vectors["cases"].as_array().unwrap() {
        let covered: Vec<&str> = case["verifies_with_headers"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one.as_str().unwrap())
            .collect();
        let header = format!(
            "keyId=\"Test\",algorithm=\"rsa-sha256\",headers=\"{}\",signature=\"{}\"",
            covered.join(" "),
            text(case, "signature")
        );
        let parsed = Cavage::parse(&header).unwrap();
        let strings = parsed.signing_strings(&request.signed()).unwrap();
        assert_eq!(strings, [text(case, "signing_string").as_bytes()]);
        assert!(
            key.verify(Algorithm::RsaSha256, &strings[0], &parsed.signature),
            "{}",
            text(case, "name")
        );
    }
}

#[test]
fn the_example_of_rfc_9421_that_we_can_read_verifies_and_the_others_are_told_apart() {
    let Some(folder) = conformance() else { return };
    let vectors = read(&folder.join("rfc9421/vectors.json"));
    let told = &vectors["test_request"];
    let mut request =
        Request::new(text(told, "method"), text(told, "target_uri"), told["body"].as_str());
    for header in told["headers"].as_array().unwrap() {
        request.add(header[0].as_str().unwrap(), header[1].as_str().unwrap());
    }
    let mut rebuilt = 0;
    let mut verified = 0;
    for case in vectors["cases"].as_array().unwrap() {
        request.set("signature-input", text(case, "signature_input"));
        request.set("signature", text(case, "signature"));
        // Parameters on components and answers are refused, not guessed.
        let Ok(parsed) = Rfc9421::parse(&request.headers) else {
            continue;
        };
        let Ok(base) = parsed.signature_base(&request.signed()) else {
            continue;
        };
        assert_eq!(
            String::from_utf8(base.clone()).unwrap(),
            text(case, "signature_base"),
            "{}",
            text(case, "title")
        );
        rebuilt += 1;
        if parsed.key_id.as_deref() == Some("test-key-ed25519") {
            let key = PublicKey::from_pem(text(&vectors["keys"]["test-key-ed25519"], "public_pem"))
                .unwrap();
            assert!(key.verify(Algorithm::Ed25519, &base, &parsed.signature));
            verified += 1;
        }
    }
    assert_eq!((rebuilt, verified), (4, 1));
}

#[test]
fn mastodons_own_verdicts_are_ours_but_for_account_names_as_keys() {
    let Some(folder) = conformance() else { return };
    let vectors = read(&folder.join("mastodon/http_signature_vectors.json"));
    let clock = text(&vectors, "clock");
    let key = PublicKey::from_pem(text(&vectors, "public_key_pem")).unwrap();
    let ed25519 = PrivateKey::from_pem(text(&vectors, "ed25519_private_key_pem")).unwrap();
    let mut judged = 0;
    for case in
        vectors["cavage"].as_array().unwrap().iter().chain(vectors["rfc9421"].as_array().unwrap())
    {
        let context = text(case, "context");
        let headers = &case["headers"];
        let signature = headers["Signature"].as_str().unwrap_or_default();
        if signature.is_empty() || context == "with an inaccessible key" {
            continue;
        }
        let target = format!("https://www.example.com{}", text(case, "target"));
        let request = Request::new(text(case, "method"), &target, case["body"].as_str())
            .with_headers(headers);
        let verdict = judge(&request, &key, clock)
            .or_else(|error| judge(&request, ed25519.public(), clock).map_err(|_| error));
        let ours =
            text(case, "mastodon_result") == "accept" && !signature.contains("keyId=\"acct:");
        assert_eq!(verdict.is_ok(), ours, "{context}: {verdict:?}");
        judged += 1;
    }
    assert!(judged >= 24, "{judged}");
}

#[test]
fn a_delivery_signed_by_lemmys_library_verifies() {
    let Some(folder) = conformance() else { return };
    let vector = read(&folder.join("activitypub-federation-rust/vectors.json"));
    let told = &vector["request"];
    let target = text(told, "url");
    let request = Request::new(text(told, "method"), target, told["body"].as_str())
        .with_headers(&told["headers"]);
    let key = PrivateKey::from_pem(text(&vector, "private_key_pem")).unwrap();
    let parsed = Cavage::parse(text(&vector, "expected_signature_header")).unwrap();
    let mut request = request;
    request.set("host", request.target.authority().as_str());
    let strings = parsed.signing_strings(&request.signed()).unwrap();
    assert_eq!(strings[0], text(&vector, "signing_string").as_bytes());
    assert!(key.public().verify(Algorithm::RsaSha256, &strings[0], &parsed.signature));
}

/// The JSON blocks of a feature file, in order.
fn blocks(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).unwrap();
    text.split("\"\"\"")
        .skip(1)
        .step_by(2)
        .map(|block| serde_json::from_str(block).unwrap())
        .collect()
}

#[test]
fn the_example_of_fep_8b32_is_made_and_verified() {
    let Some(folder) = conformance() else { return };
    let blocks = blocks(&folder.join("fep/fep-8b32.feature"));
    let key =
        PrivateKey::from_multibase("z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq").unwrap();
    let method = iri("https://server.example/users/alice#ed25519-key");
    let mut document = blocks[0].clone();
    proof::sign(&mut document, &key, &method, time("2023-02-24T23:36:38Z")).unwrap();
    assert_eq!(document, blocks[1]);
    let actor = Actor::parse(&{
        let mut actor = blocks[3].clone();
        actor["preferredUsername"] = "alice".into();
        actor
    })
    .unwrap();
    assert_eq!(proof::verify(&blocks[2], actor.key(&method).unwrap(), time(OUR_CLOCK)), Ok(()));
}

#[test]
fn the_keys_of_fep_521a_are_written_as_it_writes_them() {
    let Some(folder) = conformance() else { return };
    let feature = fs::read_to_string(folder.join("fep/fep-521a.feature")).unwrap();
    for block in blocks(&folder.join("fep/fep-521a.feature")) {
        let multibase = text(&block, "publicKeyMultibase");
        let key = PublicKey::from_multibase(multibase).unwrap();
        assert_eq!(key.to_multibase(), multibase);
        assert_eq!(PublicKey::from_pem(&key.to_pem()).unwrap(), key);
        let bytes = match &key {
            PublicKey::Rsa(key) => key.as_der(),
            PublicKey::Ed25519(key) => key.as_bytes(),
        };
        let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        assert!(feature.contains(&digits));
    }
}

#[test]
fn the_eddsa_jcs_example_of_the_w3c_verifies() {
    let Some(folder) = conformance() else { return };
    let folder = folder.join("vc-di-eddsa/TestVectors");
    let signed = read(&folder.join("eddsa-jcs-2022/signedJCS.json"));
    let found = proof::read(&signed).unwrap();
    let multibase = found.verification_method.rsplit('#').next().unwrap();
    let key = PublicKey::from_multibase(multibase).unwrap();
    assert_eq!(proof::verify(&signed, &key, time(OUR_CLOCK)), Ok(()));
    let mut forged = signed;
    forged["issuer"] = "https://mallory.example/".into();
    assert_eq!(proof::verify(&forged, &key, time(OUR_CLOCK)), Err(ProofError::Invalid));
    let other = read(&folder.join("eddsa-rdfc-2022/signedDataInt.json"));
    assert_eq!(proof::read(&other), None, "another cryptosuite is not ours to read");
}

#[test]
fn canonical_json_is_that_of_rfc_8785() {
    let Some(folder) = conformance() else { return };
    let folder = folder.join("jcs/testdata");
    let inputs = files(&folder.join("input"));
    assert_eq!(inputs.len(), 6);
    for input in inputs {
        let expected = fs::read(folder.join("output").join(input.file_name().unwrap())).unwrap();
        let canonical = serde_json_canonicalizer::to_vec(&read(&input)).unwrap();
        assert_eq!(
            String::from_utf8(canonical).unwrap(),
            String::from_utf8(expected).unwrap().trim_end(),
            "{}",
            input.display()
        );
    }
}

#[test]
fn every_document_of_fifteen_servers_is_read() {
    let Some(folder) = conformance() else { return };
    let all = files(&folder.join("peer-payloads"));
    for path in &all {
        let bytes = fs::read(path).unwrap();
        let document =
            parse_json_strict(&bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        if let Err(error) = read_any(&document) {
            panic!("{}: {error}", path.display());
        }
    }
    println!("{} documents read", all.len());
    assert!(all.len() >= 125, "{}", all.len());
}

fn read_any(document: &Value) -> Result<(), parvis_federation::WireError> {
    let kind = document["type"].as_str().unwrap_or_default();
    if kind.contains("Collection") {
        parvis_federation::collection::Collection::parse(document)?;
    } else if ActorKind::from_name(kind).is_known() {
        let actor = Actor::parse(document)?;
        assert!(
            actor.inbox.is_some() && !actor.public_keys.is_empty(),
            "{} has no inbox or key",
            actor.id
        );
    } else if !matches!(Verb::from_name(kind), Verb::Unknown(_)) || document.get("object").is_some()
    {
        Activity::parse(document)?;
    } else {
        let object = Object::parse(document)?;
        assert!(!matches!(object, Object::Unknown { .. }), "{kind}");
    }
    Ok(())
}

/// The whole signature, so that a mistake in one of the vectors above does not pass for a mistake in all of them.
#[test]
fn a_signature_cut_short_or_made_by_another_key_is_refused() {
    let vectors = own("request_signatures.json");
    let case = &vectors["cavage"][0];
    let mut request = own_request(case);
    let other = PrivateKey::generate_rsa_2048().unwrap();
    assert!(judge(&request, other.public(), OUR_CLOCK).is_err());
    assert!(judge(&request, &support::ed25519_public(), OUR_CLOCK).is_err());
    let header = request.get("signature").to_owned();
    let parsed = Cavage::parse(&header).unwrap();
    let cut = STANDARD.encode(&parsed.signature[..parsed.signature.len() - 1]);
    request.set("signature", &header.replace(&STANDARD.encode(&parsed.signature), &cut));
    assert!(judge(&request, &support::rsa_public(), OUR_CLOCK).is_err());
}
