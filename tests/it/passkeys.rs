//! Passkeys, with an authenticator of our own that can also lie.

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use parvis::{
    kernel::{entropy::Sha256, id::Id},
    schema,
};
use serde_json::{Value, json};

use crate::{
    accounts::sign_up,
    attacks::{Ended, assert_alike},
    support::{Answer, Browser, PASSWORD, TestApp},
};

const ORIGIN: &str = "https://musee.test";

/// A device that holds one key.
pub struct Device {
    key: EcdsaKeyPair,
    id: Vec<u8>,
    counter: u32,
    user: String,
    /// What it takes the site for.
    origin: &'static str,
    /// Whether it made sure who holds it.
    verifies: bool,
}

fn sha256(bytes: &[u8]) -> Vec<u8> {
    let mut sum = Sha256::default();
    sum.update(bytes);
    sum.bytes()
}

/// A byte string of CBOR (RFC 8949 §3.1).
fn cbor_bytes(bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).unwrap().to_be_bytes();
    [&[0x59][..], &length, bytes].concat()
}

fn cbor_text(text: &str) -> Vec<u8> {
    [&[0x60 + u8::try_from(text.len()).unwrap()][..], text.as_bytes()].concat()
}

impl Device {
    pub fn new(name: u8) -> Self {
        let random = SystemRandom::new();
        let secret =
            EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).unwrap();
        Self {
            key: EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, secret.as_ref())
                .unwrap(),
            id: vec![name; 32],
            counter: 1,
            user: String::new(),
            origin: ORIGIN,
            verifies: true,
        }
    }

    fn client_data(&self, kind: &str, options: &Value) -> Vec<u8> {
        json!({
            "type": kind, "challenge": options["publicKey"]["challenge"], "origin": self.origin,
            "crossOrigin": false,
        })
        .to_string()
        .into_bytes()
    }

    /// Authenticator data (WebAuthn level 3 §6.1).
    fn data(&self, more: u8) -> Vec<u8> {
        let verified = if self.verifies { 0x04 } else { 0 };
        let flags = [0x01 | verified | more];
        [&sha256(b"musee.test")[..], &flags, &self.counter.to_be_bytes()].concat()
    }

    /// Answers `navigator.credentials.create`.
    pub fn create(&mut self, options: &Value) -> String {
        assert_eq!(options["publicKey"]["authenticatorSelection"]["residentKey"], "required");
        assert_eq!(options["publicKey"]["authenticatorSelection"]["userVerification"], "required");
        self.user = options["publicKey"]["user"]["id"].as_str().unwrap().to_owned();
        let public = self.key.public_key().as_ref();
        let (x, y) = (&public[1..33], &public[33..65]);
        let cose = [
            &[0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20][..],
            x,
            &[0x22, 0x58, 0x20],
            y,
        ]
        .concat();
        let length = u16::try_from(self.id.len()).unwrap().to_be_bytes();
        let data = [&self.data(0x40)[..], &[0; 16], &length, &self.id, &cose].concat();
        let object = [
            &[0xa3][..],
            &cbor_text("fmt"),
            &cbor_text("none"),
            &cbor_text("attStmt"),
            &[0xa0],
            &cbor_text("authData"),
            &cbor_bytes(&data),
        ]
        .concat();
        self.answer(json!({
            "clientDataJSON": URL_SAFE_NO_PAD.encode(self.client_data("webauthn.create", options)),
            "attestationObject": URL_SAFE_NO_PAD.encode(object),
        }))
    }

    /// Answers `navigator.credentials.get`.
    pub fn get(&mut self, options: &Value) -> String {
        self.counter += 1;
        let client_data = self.client_data("webauthn.get", options);
        let data = self.data(0);
        let signed = [&data[..], &sha256(&client_data)].concat();
        let signature = self.key.sign(&SystemRandom::new(), &signed).unwrap();
        self.answer(json!({
            "clientDataJSON": URL_SAFE_NO_PAD.encode(client_data),
            "authenticatorData": URL_SAFE_NO_PAD.encode(data),
            "signature": URL_SAFE_NO_PAD.encode(signature.as_ref()),
            "userHandle": self.user,
        }))
    }

    fn answer(&self, response: Value) -> String {
        let id = URL_SAFE_NO_PAD.encode(&self.id);
        json!({"id": id, "rawId": id, "type": "public-key", "extensions": {}, "response": response})
            .to_string()
    }
}

pub async fn venue() -> (TestApp, Browser) {
    let test = TestApp::configured(|config| config.url = ORIGIN.parse().unwrap()).await;
    let admin = test.admin().await;
    (test, admin)
}

pub async fn options(browser: &mut Browser, path: &str) -> Value {
    let answer = browser.post(path, &[]).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

async fn register(browser: &mut Browser, device: &mut Device, name: &str) -> Answer {
    let options = options(browser, "/compte/cles/debut").await;
    let credential = device.create(&options);
    browser.post("/compte/cles", &[("name", name), ("credential", &credential)]).await
}

async fn sign_in(browser: &mut Browser, device: &mut Device) -> Answer {
    let options = options(browser, "/connexion/cle/debut").await;
    let credential = device.get(&options);
    browser.post("/connexion/cle", &[("credential", &credential), ("next", "/compte/cles")]).await
}

async fn is_in(browser: &mut Browser) -> bool {
    browser.get("/compte").await.status == 200
}

async fn keys(test: &TestApp) -> i64 {
    use diesel::prelude::*;
    test.query(|conn| schema::passkeys::table.count().get_result(conn)).await
}

#[tokio::test]
async fn a_device_is_registered_named_and_signs_in_without_a_name() {
    let (test, mut admin) = venue().await;
    let mut phone = Device::new(1);
    let answer = register(&mut admin, &mut phone, "Mon téléphone").await;
    assert_eq!((answer.status, answer.location()), (303, "/compte/cles"), "{}", answer.text());
    assert!(admin.get("/compte/cles").await.contains("Mon téléphone"));
    assert!(test.browser().get("/connexion").await.contains("data-passkey-sign-in"));

    let mut other = test.browser();
    let answer = sign_in(&mut other, &mut phone).await;
    assert_eq!((answer.status, answer.location()), (303, "/compte/cles"), "{}", answer.text());
    assert!(is_in(&mut other).await);
    // Having shown who one is, the password need not be typed.
    assert!(!other.get("/compte/fermer").await.contains("name=\"password\""));

    let page = other.get("/compte/cles").await.text().replace("&#x2f;", "/");
    let key = page.split("/compte/cles/").nth(2).unwrap();
    let id: String = key.chars().take_while(char::is_ascii_digit).collect();
    let path = format!("/compte/cles/{id}");
    assert_eq!(other.post(&path, &[("name", "")]).await.status, 422);
    assert_eq!(other.post(&path, &[("name", "La clé bleue")]).await.status, 303);
    assert!(other.get("/compte/cles").await.contains("La clé bleue"));
    assert_eq!(other.post(&format!("{path}/retirer"), &[]).await.status, 303);
    assert_eq!(keys(&test).await, 0);
    let refused = sign_in(&mut test.browser(), &mut phone).await;
    assert_eq!(refused.location(), "/connexion", "it opens nothing any more");
}

/// A case of the attacks.
#[tokio::test]
pub async fn a_key_is_seen_renamed_and_removed_by_nobody_else() -> Ended {
    use diesel::prelude::*;
    let (test, mut admin) = venue().await;
    register(&mut admin, &mut Device::new(1), "La clé de l’accueil").await;
    let mut lea = test.browser();
    sign_up(&mut lea, "lea", "lea@example.org").await;
    let entered = lea.post("/connexion", &[("login", "lea"), ("password", PASSWORD)]).await;
    assert_eq!(entered.status, 303);
    // With a key of their own, so that it is not their last way in that keeps them from removing another.
    register(&mut lea, &mut Device::new(2), "La mienne").await;
    test.settle().await;
    let keys = schema::passkeys::table.order(schema::passkeys::id).select(schema::passkeys::id);
    let key: Id = test.query(move |conn| keys.first(conn)).await;
    let before = test.state().await;
    assert!(!lea.get("/compte/cles").await.contains("La clé de l’accueil"));
    for end in ["", "/retirer"] {
        let address = |id: &str| format!("/compte/cles/{id}{end}");
        for (who, status) in [(&mut lea, 404), (&mut test.browser(), 303)] {
            assert_alike(who, status, &key.to_string(), address).await;
        }
    }
    Ended::unchanged(&test, &before, &[]).await
}

#[tokio::test]
async fn several_devices_open_one_account_and_each_only_once() {
    let (test, mut admin) = venue().await;
    let (mut phone, mut stick) = (Device::new(1), Device::new(2));
    register(&mut admin, &mut phone, "Téléphone").await;
    register(&mut admin, &mut stick, "Clé").await;
    assert_eq!(keys(&test).await, 2);
    let again = register(&mut admin, &mut phone, "Encore").await;
    assert_eq!(again.status, 422, "{}", again.text());
    let nameless = register(&mut admin, &mut Device::new(3), " ").await;
    assert_eq!(nameless.status, 422);
    for device in [&mut phone, &mut stick] {
        let mut browser = test.browser();
        assert_eq!(sign_in(&mut browser, device).await.status, 303);
        assert!(is_in(&mut browser).await);
    }
}

#[tokio::test]
async fn an_answer_counts_once_in_the_browser_it_was_asked_for() {
    let (test, mut admin) = venue().await;
    let mut phone = Device::new(1);
    register(&mut admin, &mut phone, "Téléphone").await;

    let mut lea = test.browser();
    let asked = options(&mut lea, "/connexion/cle/debut").await;
    let credential = phone.get(&asked);
    let fields = [("credential", credential.as_str())];
    let mut eve = test.browser();
    assert_eq!(
        eve.post("/connexion/cle", &fields).await.location(),
        "/connexion",
        "another browser"
    );
    options(&mut eve, "/connexion/cle/debut").await;
    assert_eq!(
        eve.post("/connexion/cle", &fields).await.location(),
        "/connexion",
        "another challenge"
    );
    assert!(!is_in(&mut eve).await);
    let replay = lea.clone();
    assert_eq!(lea.post("/connexion/cle", &fields).await.location(), "/compte");
    let mut replay = replay;
    assert_eq!(
        replay.post("/connexion/cle", &fields).await.location(),
        "/connexion",
        "a second time"
    );
    // Too late.
    let asked = options(&mut eve, "/connexion/cle/debut").await;
    let credential = phone.get(&asked);
    test.advance(std::time::Duration::from_secs(301));
    eve.post("/connexion/cle", &[("credential", credential.as_str())]).await;
    assert!(!is_in(&mut eve).await);
}

#[tokio::test]
async fn a_device_that_lies_opens_nothing() {
    let (test, mut admin) = venue().await;
    let mut phone = Device::new(1);
    register(&mut admin, &mut phone, "Téléphone").await;
    let tricks: [(&str, fn(&mut Device)); 5] = [
        ("a page that looks like ours", |device| device.origin = "https://musee.test.evil.example"),
        ("a page without TLS", |device| device.origin = "http://musee.test"),
        ("nobody verified", |device| device.verifies = false),
        ("a copy whose counter is behind", |device| device.counter = 0),
        ("somebody else's account", |device| device.user = URL_SAFE_NO_PAD.encode([7; 16])),
    ];
    for (what, lie) in tricks {
        let mut browser = test.browser();
        sign_in(&mut browser, &mut phone).await;
        assert!(is_in(&mut browser).await, "before: {what}");
        let (origin, verifies, counter, user) =
            (phone.origin, phone.verifies, phone.counter, phone.user.clone());
        lie(&mut phone);
        let mut browser = test.browser();
        let answer = sign_in(&mut browser, &mut phone).await;
        assert_eq!((answer.status, answer.location()), (303, "/connexion"), "{what}");
        assert!(!is_in(&mut browser).await, "{what}");
        (phone.origin, phone.verifies, phone.counter, phone.user) =
            (origin, verifies, counter + 1, user);
    }
    let mut forger = Device::new(1);
    forger.user.clone_from(&phone.user);
    let mut browser = test.browser();
    sign_in(&mut browser, &mut forger).await;
    assert!(!is_in(&mut browser).await, "another key under the same id");
    for nonsense in ["", "{}", "null", "{\"id\":1}"] {
        options(&mut browser, "/connexion/cle/debut").await;
        let answer = browser.post("/connexion/cle", &[("credential", nonsense)]).await;
        assert_eq!(answer.location(), "/connexion", "{nonsense}");
    }
}

#[tokio::test]
async fn the_last_way_in_is_never_taken_away() {
    let (test, mut admin) = venue().await;
    let mut phone = Device::new(1);
    register(&mut admin, &mut phone, "Téléphone").await;
    test.app
        .write(|tx| {
            use diesel::prelude::*;
            diesel::update(schema::accounts::table)
                .set((
                    schema::accounts::email.eq(None::<String>),
                    schema::accounts::password_hash.eq(None::<String>),
                ))
                .execute(tx.conn)?;
            Ok(())
        })
        .await
        .unwrap();
    let page = admin.get("/compte/cles").await.text().replace("&#x2f;", "/");
    let path = page.split("action=\"").find(|part| part.contains("/retirer\"")).unwrap();
    let path = path.split('"').next().unwrap().to_owned();
    let refused = admin.post(&path, &[]).await;
    assert!(admin.follow(&refused).await.contains("la seule façon"));
    assert_eq!(keys(&test).await, 1);
}

#[tokio::test]
async fn a_site_without_a_secure_name_offers_none() {
    let test = TestApp::new().await;
    let mut admin = test.admin().await;
    assert!(admin.get("/compte/cles").await.contains("adresse sécurisée"));
    assert!(!test.browser().get("/connexion").await.contains("data-passkey"));
}
