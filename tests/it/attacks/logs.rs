//! What is logged, at its most talkative: nothing that opens a door, and nothing people told the venue alone.

use std::{
    io,
    sync::{Arc, Mutex, OnceLock},
    time::Duration,
};

use parvis::{
    features::accounts::{self, NewStaff},
    kernel::{config, entropy::sha256_hex},
    platform::web::Role,
};
use serde_json::Value;

use super::{
    Ended,
    people::{sign_in, sign_in_from},
    world::{Who, World, account_of},
};
use crate::{
    attendance, devices, guests, notifications, passkeys,
    support::{Browser, PASSWORD, Received, TestApp, pictures},
    voices::hung_with_mail,
};

played! {
    "A-MEM-04" => no_log_holds_a_secret_or_what_people_wrote,
    "A-MEM-04" => no_log_holds_a_link_a_code_or_an_address_that_was_left,
    "A-MEM-04" => no_log_holds_what_a_passkey_said,
}

/// Everything that is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    /// From now on everything is written down, of every crate and in every detail a venue can ask for.
    fn of_everything() -> Self {
        static LOG: OnceLock<Log> = OnceLock::new();
        let begin = || {
            let log = Self::default();
            let writer = log.clone();
            tracing_subscriber::fmt()
                .with_env_filter(tracing_subscriber::EnvFilter::new(config::discreet("trace")))
                .with_ansi(false)
                // The digits of a moment are now and then those of a code.
                .without_time()
                .with_writer(move || writer.clone())
                .init();
            log
        };
        LOG.get_or_init(begin).clone()
    }

    /// None of these is in it.
    fn assert_silent_about<'a>(&self, secrets: impl IntoIterator<Item = &'a str>) {
        let text = String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned();
        let talkative = tracing::enabled!(target: "parvis", tracing::Level::TRACE);
        assert!(talkative && text.contains("parvis"), "nothing was logged: {text}");
        for secret in secrets {
            assert!(secret.len() > 3, "{secret:?} could be in anything");
            let line = text.lines().find(|line| holds(line, secret));
            assert!(line.is_none(), "{secret} is in the log: {}", line.unwrap_or_default());
        }
    }
}

/// Digits are a code only where they stand for themselves, not within a longer number.
fn holds(line: &str, secret: &str) -> bool {
    let digits = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let number = secret.bytes().all(|byte| byte.is_ascii_digit());
    line.match_indices(secret).any(|(at, _)| {
        let (before, after) = (&line[..at], &line[at + secret.len()..]);
        !(number && (digits(before.chars().next_back()) || digits(after.chars().next())))
    })
}

/// The last part of an address that opens something to whoever knows it.
fn token(address: &str) -> String {
    let last = address.rsplit('/').next().unwrap();
    last.split(['?', '#']).next().unwrap().trim_end_matches(".ics").to_owned()
}

#[tokio::test]
async fn no_log_holds_a_secret_or_what_people_wrote() -> Ended {
    let log = Log::of_everything();
    let world = World::new().await;
    let h = &world.hung;
    let mut lea = h.test.browser();
    let fields = [
        ("name", "Canari-Nom"),
        ("handle", "serin"),
        ("email", "canari-courriel@example.org"),
        ("password", "canari-mot-de-passe"),
        ("agree", "1"),
    ];
    assert_eq!(lea.post("/inscription", &fields).await.status, 303);
    sign_in(&mut lea, "canari-courriel@example.org", "canari-faux-mot-de-passe").await;
    assert_eq!(
        sign_in(&mut lea, "canari-courriel@example.org", "canari-mot-de-passe").await.status,
        303
    );
    let token = lea.cookie("parvis").unwrap();
    lea.post("/compte/profil", &[("name", "Canari-Nom"), ("bio", "canari-bio"), ("lang", "fr")])
        .await;
    let avatar = pictures::jpeg(64, 64, 9);
    lea.post_files(
        "/compte/profil",
        &[("name", "Canari-Nom"), ("lang", "fr")],
        &[("avatar", "canari-fichier.jpg", "image/jpeg", &avatar)],
    )
    .await;
    assert_eq!(
        lea.post(&format!("{}/traces", h.page), &[("text", "canari-mots")]).await.status,
        303
    );
    let change = [
        ("current_password", "canari-mot-de-passe"),
        ("password", "canari-nouvelle-phrase"),
        ("password_again", "canari-nouvelle-phrase"),
    ];
    lea.post("/compte/mot-de-passe", &change).await;
    let fresh = lea.cookie("parvis").unwrap();
    sign_in_from(&h.test, "203.0.113.77:4000", &[], "canari-courriel@example.org", "canari-x")
        .await;
    let bea = world.remote.person("bea2");
    let mut note = world.remote.note(&bea, "77", &h.artwork.iri, "<p>canari-lettre</p>");
    note["to"] = serde_json::json!(["http://musee.test/actors/musee"]);
    note["cc"] = serde_json::json!([]);
    let mut create = world.remote.create(&bea, &note);
    create["to"] = note["to"].clone();
    assert_eq!(world.remote.deliver(&bea, &create).await, 202);
    h.test.settle().await;
    let mut staff = world.browser(Who::Admin);
    staff.get("/equipe/comptes").await;
    lea.get("/compte").await;
    lea.get("/nulle-part").await;
    let account = account_of(&h.test, "serin").await;
    staff
        .post(&format!("/equipe/comptes/{account}/suspendre"), &[("reason", "canari-motif")])
        .await;
    let hash = sha256_hex(token.as_bytes());
    let secrets = ["canari", "Canari", &token, &fresh, &hash, PASSWORD, "203.0.113.77"];
    log.assert_silent_about(secrets);
    world.ended().await
}

#[tokio::test]
async fn no_log_holds_a_link_a_code_or_an_address_that_was_left() -> Ended {
    let log = Log::of_everything();
    let h = hung_with_mail().await;
    let event = attendance::event(&h.test, attendance::draft(Some(10), 4)).await;
    let mut secrets: Vec<String> =
        ["canari", "Zoé", "Nour", "@example.org", "admin@musee.test", PASSWORD]
            .map(str::to_owned)
            .into();

    // Signing in by letter: by a code that is typed after another, and by a link that is opened.
    let (mut admin, mut elsewhere) = (h.test.browser(), h.test.browser());
    let letter = asks_for_a_letter(&h.test, &mut admin, &mut secrets).await;
    let code = letter.code();
    let typed = [("code", code.as_str()), ("next", "/compte")];
    assert_eq!(admin.post("/connexion/code", &typed).await.status, 303);
    h.test.advance(Duration::from_secs(60));
    let link = asks_for_a_letter(&h.test, &mut elsewhere, &mut secrets).await.link();
    assert_eq!(elsewhere.get(&link).await.status, 200);
    assert_eq!(elsewhere.post(&link, &[]).await.status, 303);

    // Answering an event without an account, by a letter and at a kiosk; a wall.
    let asked = attendance::ask(&h.test, "canari-zoe@example.org", "2").await;
    assert_eq!(asked.status, 303, "{}", asked.text());
    let letters = h.test.letters().await;
    let confirm = attendance::path(letters.last().unwrap(), "/participation/confirmer/");
    let mut zoe = h.test.browser();
    zoe.get(&confirm).await;
    let own = zoe.post(&confirm, &[]).await.location().to_owned();
    assert_eq!(zoe.get(&own).await.status, 200);
    let (_, code) = own.rsplit_once('.').expect("a page with a code");
    secrets.extend([token(&confirm), code.to_owned()]);
    let (kiosk, wall) = (devices::device(&h, "kiosk").await, devices::device(&h, "wall").await);
    secrets.extend([token(&kiosk), token(&wall)]);
    let fields = [("name", "Nour"), ("people", "1"), ("email", "canari-nour@example.org")];
    let mut touch = h.test.browser();
    let answered =
        devices::answer_at(&h, &mut touch, &format!("{kiosk}/agenda/{event}"), &fields).await;
    assert_eq!(answered.status, 303, "{}", answered.text());
    assert_eq!(touch.get(&wall).await.status, 200);
    for page in ["reponses", "reponses.csv", "entree"] {
        assert_eq!(
            admin.get(&format!("/equipe/agenda/{event}/{page}")).await.status,
            200,
            "{page}"
        );
    }

    // A visitor's words; a calendar behind a link.
    let mut visitor = h.test.browser();
    let said = guests::leave(&h, &mut visitor, "canari, de passage").await;
    assert_eq!(said.status, 303, "{}", said.text());
    let calendar = attendance::calendar(&mut admin).await;
    secrets.push(token(&calendar));
    assert_eq!(h.test.browser().get(&calendar).await.status, 200);

    // A device that is told something, once its maker's server is well.
    let service = h.test.remote("push.example").await;
    let device = notifications::Device::new();
    admin.post("/notifications/appareils", &[]).await;
    let endpoint = format!("{}/push/canari-appareil", service.base);
    assert_eq!(device.sign_up(&mut admin, &endpoint).await, 303);
    let (public, auth) = device.shared();
    secrets.extend([public, auth]);
    let new = NewStaff {
        email: "mina@example.org".to_owned(),
        handle: Some("mina".to_owned()),
        role: Role::Mediator,
        password: PASSWORD.to_owned(),
    };
    accounts::create_staff(&h.test.app, new).await.unwrap();
    let mut mina = h.test.browser();
    assert_eq!(sign_in(&mut mina, "mina", PASSWORD).await.status, 303);
    service.script("/push/canari-appareil", 500, Vec::new(), "");
    notifications::say(&h, &mut admin, "canari au bord de l’eau").await;
    notifications::answer(&h, &mut mina, "canari au bord de l’eau", "canari aussi").await;
    service.script("/push/canari-appareil", 201, Vec::new(), "");
    h.test.advance(Duration::from_secs(3_600));
    h.test.settle().await;
    let sent = service.seen();
    assert!(sent.len() >= 2, "{} messages", sent.len());
    for message in sent {
        secrets.push(message.headers["authorization"].to_str().unwrap().to_owned());
    }

    for browser in [&admin, &elsewhere, &zoe, &touch, &visitor, &mina] {
        keep_cookies(&mut secrets, browser);
    }
    let guest = visitor.cookie("parvis-visite").expect("a guest is known again");
    assert!(secrets.contains(&guest));
    let hashes: Vec<String> = secrets
        .iter()
        .filter(|secret| secret.len() > 16)
        .map(|secret| sha256_hex(secret.as_bytes()))
        .collect();
    log.assert_silent_about(secrets.iter().chain(&hashes).map(String::as_str));
    Ended::well(&h.test, &[&service.base]).await
}

/// Asks for a letter and types a code that is not in it.
async fn asks_for_a_letter(
    test: &TestApp,
    browser: &mut Browser,
    secrets: &mut Vec<String>,
) -> Received {
    let asked = browser.post("/connexion/lettre", &[("email", "admin@musee.test")]).await;
    assert_eq!(asked.status, 303, "{}", asked.text());
    let letter = test.letters().await.pop().unwrap();
    secrets.extend([letter.code(), token(&letter.link())]);
    keep_cookies(secrets, browser);
    let wrong = [("code", "000000"), ("next", "/compte")];
    assert_eq!(browser.post("/connexion/code", &wrong).await.status, 422);
    letter
}

/// What a browser is known by; what was just said to it is no secret.
fn keep_cookies(secrets: &mut Vec<String>, browser: &Browser) {
    let cookies = browser.cookies().filter(|(name, _)| !name.contains("flash"));
    secrets.extend(cookies.map(|(_, value)| value.to_owned()).filter(|value| value.len() > 16));
}

#[tokio::test]
async fn no_log_holds_what_a_passkey_said() -> Ended {
    let log = Log::of_everything();
    let (test, mut admin) = passkeys::venue().await;
    let mut phone = passkeys::Device::new(1);
    let mut secrets = vec![PASSWORD.to_owned(), "canari".to_owned()];
    let asked = passkeys::options(&mut admin, "/compte/cles/debut").await;
    let made = phone.create(&asked);
    let fields = [("name", "canari-téléphone"), ("credential", made.as_str())];
    assert_eq!(admin.post("/compte/cles", &fields).await.status, 303);
    // The second time the answer is refused, and so is one that makes no sense.
    assert_eq!(admin.post("/compte/cles", &fields).await.status, 422);
    let mut anybody = test.browser();
    let wanted = passkeys::options(&mut anybody, "/connexion/cle/debut").await;
    keep_cookies(&mut secrets, &anybody);
    let nonsense = [("credential", "{\"id\":\"canari-jeton\"}")];
    assert_eq!(anybody.post("/connexion/cle", &nonsense).await.location(), "/connexion");
    let wanted_again = passkeys::options(&mut anybody, "/connexion/cle/debut").await;
    let answer = phone.get(&wanted_again);
    let fields = [("credential", answer.as_str()), ("next", "/compte/cles")];
    assert_eq!(anybody.post("/connexion/cle", &fields).await.location(), "/compte/cles");
    for browser in [&admin, &anybody] {
        keep_cookies(&mut secrets, browser);
    }
    for options in [&asked, &wanted, &wanted_again] {
        secrets.push(options["publicKey"]["challenge"].as_str().unwrap().to_owned());
    }
    secrets.push(asked["publicKey"]["user"]["id"].as_str().unwrap().to_owned());
    for answer in [made, answer] {
        let answer: Value = serde_json::from_str(&answer).unwrap();
        secrets.push(answer["id"].as_str().unwrap().to_owned());
        let parts = answer["response"].as_object().unwrap().values();
        secrets.extend(parts.map(|part| part.as_str().unwrap().to_owned()));
    }
    log.assert_silent_about(secrets.iter().map(String::as_str));
    Ended::well(&test, &[]).await
}
