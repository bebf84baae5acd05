//! People with an account, over HTTP: signing up and in, changing, looking after, leaving.

use std::time::Duration;

use axum::body::Body;
use diesel::prelude::*;
use http::{Method, header};
use parvis::{
    features::accounts::{self, NewStaff},
    kernel::{clock::Time, id::Id},
    platform::{
        actors,
        journal::{Fact as _, ProfileChanged},
        objects::{self, Mint, State, Visibility},
        tidy,
        web::Role,
    },
    schema,
};

use crate::support::{Browser, PASSWORD, TestApp};

const OTHER: &str = "une autre phrase de passe";

pub async fn sign_up(browser: &mut Browser, handle: &str, email: &str) -> crate::support::Answer {
    let fields = [
        ("name", "Léa Martin"),
        ("handle", handle),
        ("email", email),
        ("password", PASSWORD),
        ("agree", "1"),
    ];
    browser.post("/inscription", &fields).await
}

async fn sign_in(browser: &mut Browser, login: &str, password: &str) -> crate::support::Answer {
    browser.post("/connexion", &[("login", login), ("password", password)]).await
}

/// A venue with a member `lea` who is signed in.
async fn with_lea() -> (TestApp, Browser) {
    let test = TestApp::new().await;
    let mut lea = test.browser();
    assert_eq!(sign_up(&mut lea, "lea", "lea@example.org").await.status, 303);
    assert_eq!(sign_in(&mut lea, "lea@example.org", PASSWORD).await.status, 303);
    (test, lea)
}

async fn account_of(test: &TestApp, handle: &str) -> Id {
    let handle = handle.to_owned();
    test.query(move |c| {
        schema::accounts::table
            .inner_join(schema::actors::table)
            .filter(schema::actors::handle.eq(handle))
            .select(schema::accounts::id)
            .first(c)
    })
    .await
}

async fn sessions(test: &TestApp, account: Id) -> i64 {
    test.query(move |c| {
        schema::sessions::table
            .filter(schema::sessions::account_id.eq(account))
            .count()
            .get_result(c)
    })
    .await
}

async fn facts(test: &TestApp, topic: &'static str) -> i64 {
    test.query(move |c| {
        schema::facts::table.filter(schema::facts::topic.eq(topic)).count().get_result(c)
    })
    .await
}

#[tokio::test]
async fn somebody_signs_up_signs_in_and_has_a_page() {
    let (test, mut lea) = with_lea().await;
    let account = lea.get("/compte").await;
    assert!(account.contains("@lea@musee.test") && account.contains("lea@example.org"));
    let page = test.browser().get("/@lea").await;
    assert_eq!(page.status, 200);
    assert!(page.contains("Léa Martin"));
    assert!(!page.contains("lea@example.org"), "addresses are nobody's business");
    let secret: Option<String> = test
        .query(|c| {
            schema::accounts::table
                .filter(schema::accounts::email.eq("lea@example.org"))
                .select(schema::accounts::password_hash)
                .first(c)
        })
        .await;
    assert!(secret.unwrap().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
}

#[tokio::test]
async fn a_sign_up_form_keeps_what_was_typed() {
    let test = TestApp::new().await;
    let mut browser = test.browser();
    let answer = sign_up(&mut browser, "admin", "lea@example.org").await;
    assert_eq!(answer.status, 422);
    assert!(answer.contains("réservé au lieu"));
    assert!(
        answer.contains("value=\"lea@example.org\"") && answer.contains("value=\"Léa Martin\"")
    );
    assert!(!answer.contains(PASSWORD));
    let taken = sign_up(&mut browser, "musee", "lea@example.org").await;
    assert_eq!(taken.status, 422, "the venue's own handle");
    assert!(taken.contains("déjà pris"));
}

#[tokio::test]
async fn signing_up_does_not_tell_who_has_an_account() {
    let (test, _) = with_lea().await;
    let mut browser = test.browser();
    let known = sign_up(&mut browser, "eve", "LEA@example.org").await;
    let unknown = sign_up(&mut browser, "eve_2", "eve@example.org").await;
    assert_eq!((known.status, known.location()), (unknown.status, unknown.location()));
    assert_eq!(known.header("set-cookie"), unknown.header("set-cookie"));
    assert_eq!(browser.get("/@eve").await.status, 404, "nothing was made");
    let mut lea = test.browser();
    assert_eq!(
        sign_in(&mut lea, "lea@example.org", PASSWORD).await.status,
        303,
        "nothing was changed"
    );
}

#[tokio::test]
async fn a_closed_venue_takes_no_new_members() {
    let test = TestApp::new().await;
    let mut venue = (*test.app.venue()).clone();
    venue.open_registration = false;
    test.app.write(move |tx| venue.save(tx)).await.unwrap();
    test.app.reload_venue().await.unwrap();
    let mut browser = test.browser();
    let page = browser.get("/inscription").await;
    assert!(page.contains("Les inscriptions sont fermées") && !page.contains("name=\"password\""));
    assert_eq!(sign_up(&mut browser, "lea", "lea@example.org").await.status, 404);
}

#[tokio::test]
async fn a_wrong_password_an_unknown_name_and_a_suspended_account_read_the_same() {
    let (test, _) = with_lea().await;
    let account = account_of(&test, "lea").await;
    let wrong = sign_in(&mut test.browser(), "lea", OTHER).await;
    let unknown = sign_in(&mut test.browser(), "nobody", OTHER).await;
    let mut admin = test.admin().await;
    let path = format!("/equipe/comptes/{account}/suspendre");
    admin.post(&path, &[("reason", "insultes")]).await;
    let suspended = sign_in(&mut test.browser(), "lea", PASSWORD).await;
    let body = |answer: &crate::support::Answer, login: &str| answer.text().replace(login, "X");
    assert_eq!(wrong.status, 422);
    assert_eq!(body(&wrong, "lea"), body(&unknown, "nobody"));
    assert_eq!(body(&wrong, "lea"), body(&suspended, "lea"));
}

#[tokio::test]
async fn signing_in_goes_on_to_where_one_wanted_to_go_and_nowhere_else() {
    let (test, _) = with_lea().await;
    let asked = test.browser().get("/compte").await;
    assert_eq!((asked.status, asked.location()), (303, "/connexion?next=%2Fcompte"));
    let page = test.browser().get(asked.location()).await;
    assert!(page.text().replace("&#x2f;", "/").contains("name=\"next\" value=\"/compte\""));
    for (next, expected) in
        [("/@lea", "/@lea"), ("https://evil.example/", "/"), ("//evil.example", "/")]
    {
        let fields = [("login", "lea"), ("password", PASSWORD), ("next", next)];
        let answer = test.browser().post("/connexion", &fields).await;
        assert_eq!(answer.location(), expected, "{next}");
    }
}

#[tokio::test]
async fn a_session_is_new_at_each_sign_in_and_its_cookie_is_for_our_pages_alone() {
    let (test, mut lea) = with_lea().await;
    let account = account_of(&test, "lea").await;
    let planted = lea
        .request(Method::POST, "/connexion")
        .header(header::COOKIE, "parvis=chosen-by-somebody-else")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(format!("login=lea&password={}", PASSWORD.replace(' ', "+"))))
        .unwrap();
    let answer = lea.send(planted).await;
    let cookie = answer.header("set-cookie").to_owned();
    assert!(cookie.starts_with("parvis=") && !cookie.contains("chosen-by-somebody-else"));
    for word in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age="] {
        assert!(cookie.contains(word), "{cookie}");
    }
    assert_eq!(sessions(&test, account).await, 1, "the session before has ended");
    let stored: String =
        test.query(|c| schema::sessions::table.select(schema::sessions::token_hash).first(c)).await;
    assert!(!cookie.contains(&stored), "only a hash of the secret is kept");
}

#[tokio::test]
async fn guessing_is_slowed_down_without_locking_the_museum_out() {
    let (test, _) = with_lea().await;
    let mut guesser = test.browser();
    let mut last = 0;
    for _ in 0..9 {
        last = sign_in(&mut guesser, "lea", OTHER).await.status;
    }
    assert_eq!(last, 429);
    let slowed = sign_in(&mut guesser, "lea", PASSWORD).await;
    assert_eq!(slowed.status, 429, "even the right password waits");
    assert!(!slowed.header("retry-after").is_empty());
    // The same Wi-Fi, another person.
    assert_eq!(sign_in(&mut test.browser(), "admin", PASSWORD).await.status, 303);
    // The same person, another place.
    let elsewhere = guesser
        .request(Method::POST, "/connexion")
        .header("x-forwarded-for", "198.51.100.7")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(format!("login=lea&password={}", PASSWORD.replace(' ', "+"))))
        .unwrap();
    assert_eq!(guesser.send(elsewhere).await.status, 303);
    test.advance(Duration::from_secs(60));
    assert_eq!(sign_in(&mut test.browser(), "lea", PASSWORD).await.status, 303);
}

#[tokio::test]
async fn nobody_guesses_longer_by_claiming_other_addresses() {
    let test = TestApp::configured(|config| config.trusted_proxies.clear()).await;
    let mut guesser = test.browser();
    let mut last = 0;
    for n in 1..=9 {
        let body = format!("login=admin&password={}", OTHER.replace(' ', "+"));
        let mut request = guesser
            .request(Method::POST, "/connexion")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        for name in ["x-forwarded-for", "x-real-ip", "cf-connecting-ip"] {
            request = request.header(name, format!("198.51.100.{n}"));
        }
        let request = request.header("forwarded", format!("for=198.51.100.{n}"));
        last = guesser.send(request.body(Body::from(body)).unwrap()).await.status;
    }
    assert_eq!(last, 429);
}

#[tokio::test]
async fn forms_of_other_sites_change_nothing_and_old_browsers_still_can() {
    let (test, lea) = with_lea().await;
    let post = |site: Option<&str>, origin: Option<&str>| {
        let mut request = lea
            .request(Method::POST, "/compte/sessions/fermer-les-autres")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        if let Some(site) = site {
            request = request.header("sec-fetch-site", site);
        }
        if let Some(origin) = origin {
            request = request.header(header::ORIGIN, origin);
        }
        request.body(Body::empty()).unwrap()
    };
    let cases = [
        (Some("same-origin"), Some("http://musee.test"), 303),
        (Some("cross-site"), Some("https://evil.example"), 403),
        (Some("same-site"), Some("http://other.musee.test"), 403),
        (None, Some("https://evil.example"), 403),
        (None, Some("null"), 403),
        (None, Some("http://musee.test"), 303),
        (None, None, 303),
    ];
    for (site, origin, expected) in cases {
        let answer = lea.clone().send(post(site, origin)).await;
        assert_eq!(answer.status, expected, "{site:?} {origin:?}");
        assert!(
            expected == 303 || answer.contains("ne venait pas d’une page de ce site"),
            "a refusal is a page"
        );
    }
    drop(test);
}

#[tokio::test]
async fn signing_out_ends_the_session_for_good() {
    let (test, mut lea) = with_lea().await;
    let stolen = lea.clone();
    let answer = lea.post("/deconnexion", &[]).await;
    assert_eq!(answer.status, 303);
    assert_eq!(lea.get("/compte").await.status, 303);
    assert_eq!(stolen.clone().get("/compte").await.status, 303, "a copied cookie is worth nothing");
    assert_eq!(sessions(&test, account_of(&test, "lea").await).await, 0);
}

#[tokio::test]
async fn sessions_end_when_idle_and_in_any_case() {
    let (test, mut lea) = with_lea().await;
    let day = Duration::from_secs(86_400);
    test.advance(15 * day);
    assert_eq!(lea.get("/compte").await.status, 303, "two weeks idle");
    sign_in(&mut lea, "lea", PASSWORD).await;
    for _ in 0..8 {
        test.advance(10 * day);
        assert_eq!(lea.get("/compte").await.status, 200, "used every ten days");
    }
    test.advance(11 * day);
    assert_eq!(lea.get("/compte").await.status, 303, "ninety days in all");
}

#[tokio::test]
async fn a_profile_changes_and_the_network_is_told_once() {
    let (test, mut lea) = with_lea().await;
    let fields = [
        ("name", "Léa M."),
        ("bio", "Je viens <b>le dimanche</b>."),
        ("lang", "en"),
        ("discoverable", "1"),
    ];
    assert_eq!(lea.post_files("/compte/profil", &fields, &[]).await.status, 303);
    assert_eq!(facts(&test, ProfileChanged::TOPIC).await, 1);
    let page = test.browser().get("/@lea").await;
    assert!(page.contains("Léa M.") && page.contains("Je viens &lt;b&gt;le dimanche"));
    assert!(!page.contains("noindex"));
    assert!(
        lea.get("/compte").await.contains("Je viens &lt;b&gt;le dimanche"),
        "typed text comes back as typed"
    );

    lea.post_files("/compte/profil", &fields, &[]).await;
    assert_eq!(facts(&test, ProfileChanged::TOPIC).await, 1, "nothing changed");

    let hidden = [("name", "Léa M."), ("bio", ""), ("lang", "fr")];
    lea.post_files("/compte/profil", &hidden, &[]).await;
    assert!(test.browser().get("/@lea").await.contains("noindex"));

    let wrong = lea.post_files("/compte/profil", &[("name", " "), ("bio", "Encore là")], &[]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.contains("Encore là") && wrong.contains("Il manque un nom"));
}

#[tokio::test]
async fn a_portrait_is_shown_and_taken_away_again() {
    let (test, mut lea) = with_lea().await;
    let mut png = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(40, 40).write_to(&mut png, image::ImageFormat::Png).unwrap();
    let fields = [("name", "Léa"), ("bio", ""), ("lang", "fr")];
    let file = ("avatar", "moi.png", "image/png", png.get_ref().as_slice());
    assert_eq!(lea.post_files("/compte/profil", &fields, &[file]).await.status, 303);
    let picture = move |c: &mut parvis::kernel::db::Conn| {
        schema::actors::table
            .filter(schema::actors::handle.eq("lea"))
            .select((schema::actors::icon_url, schema::actors::icon_media_id))
            .first::<(Option<String>, Option<Id>)>(c)
    };
    let (url, media) = test.query(picture).await;
    let url = url.unwrap();
    assert!(url.starts_with("http://musee.test/media/") && media.is_some());
    assert_eq!(test.browser().get(&url).await.status, 200);
    assert!(test.browser().get("/@lea").await.contains("class=\"avatar\""));

    let wrong = ("avatar", "moi.png", "image/png", b"not a picture".as_slice());
    let answer = lea.post_files("/compte/profil", &fields, &[wrong]).await;
    assert_eq!(answer.status, 422);
    assert!(answer.contains("id=\"f-avatar-err\""), "told beside the field");

    let without = [("name", "Léa"), ("bio", ""), ("lang", "fr"), ("without_avatar", "1")];
    lea.post_files("/compte/profil", &without, &[]).await;
    assert_eq!(test.query(picture).await, (None, None));
}

#[tokio::test]
async fn changing_the_password_ends_the_other_sessions() {
    let (test, mut lea) = with_lea().await;
    let mut phone = test.browser();
    sign_in(&mut phone, "lea", PASSWORD).await;
    let wrong =
        lea.post("/compte/mot-de-passe", &[("current_password", OTHER), ("password", OTHER)]).await;
    assert_eq!(wrong.status, 422);
    assert_eq!(phone.get("/compte").await.status, 200);
    let short = lea
        .post("/compte/mot-de-passe", &[("current_password", PASSWORD), ("password", "court")])
        .await;
    assert_eq!(short.status, 422);
    let done = lea
        .post("/compte/mot-de-passe", &[("current_password", PASSWORD), ("password", OTHER)])
        .await;
    assert_eq!(done.status, 303);
    assert_eq!(lea.get("/compte").await.status, 200, "this one stays");
    assert_eq!(phone.get("/compte").await.status, 303, "the others end");
    assert_eq!(sign_in(&mut phone, "lea", PASSWORD).await.status, 422);
    assert_eq!(sign_in(&mut phone, "lea", OTHER).await.status, 303);
}

#[tokio::test]
async fn a_member_closes_the_session_of_a_lost_phone_but_not_somebody_elses() {
    let (test, mut lea) = with_lea().await;
    let account = account_of(&test, "lea").await;
    let mut phone = test.browser();
    sign_in(&mut phone, "lea", PASSWORD).await;
    let mut admin = test.admin().await;
    let ids: Vec<Id> = test
        .query(move |c| {
            schema::sessions::table
                .filter(schema::sessions::account_id.eq(account))
                .order(schema::sessions::id)
                .select(schema::sessions::id)
                .load(c)
        })
        .await;
    let path = format!("/compte/sessions/{}/fermer", ids[1]);
    admin.post(&path, &[]).await;
    assert_eq!(phone.get("/compte").await.status, 200, "not theirs to close");
    lea.post(&path, &[]).await;
    assert_eq!(phone.get("/compte").await.status, 303);
    assert_eq!(lea.get("/compte").await.status, 200);
}

#[tokio::test]
async fn closing_an_account_erases_the_person_and_withdraws_their_words() {
    let (test, mut lea) = with_lea().await;
    let actor = test.app.read(|conn| Ok(actors::find_local(conn, "lea")?.unwrap())).await.unwrap();
    let actor_id = actor.id;
    let words = test
        .app
        .write(move |tx| {
            let mint = Mint {
                kind: "trace",
                author: actor_id,
                visibility: Visibility::Public,
                state: State::Published,
                path: "/traces/{id}",
                parent: None,
            };
            objects::mint(tx, &mint)
        })
        .await
        .unwrap();
    assert_eq!(lea.get("/compte/fermer").await.status, 200);
    let wrong = lea.post("/compte/fermer", &[("password", OTHER)]).await;
    assert_eq!(wrong.status, 422);
    let done = lea.post("/compte/fermer", &[("password", PASSWORD)]).await;
    assert_eq!((done.status, done.location()), (303, "/"));
    test.settle().await;

    type Columns = (Option<String>, Option<String>, String, String, Option<Time>, Option<Time>);
    let (email, hash, name, bio, seen, deleted): Columns = test
        .query(move |c| {
            schema::accounts::table
                .inner_join(schema::actors::table)
                .filter(schema::actors::id.eq(actor_id))
                .select((
                    schema::accounts::email,
                    schema::accounts::password_hash,
                    schema::actors::name,
                    schema::actors::summary_html,
                    schema::accounts::seen_at,
                    schema::actors::deleted_at,
                ))
                .first(c)
        })
        .await;
    assert!(email.is_none() && hash.is_none() && seen.is_none());
    assert_eq!((name.as_str(), bio.as_str()), ("", ""));
    assert!(deleted.is_some());
    assert_eq!(lea.get("/compte").await.status, 303);
    assert_eq!(sign_in(&mut lea, "lea", PASSWORD).await.status, 422);
    assert_eq!(test.browser().get("/@lea").await.status, 410);
    let left = test.app.read(move |conn| objects::find(conn, words.id)).await.unwrap().unwrap();
    assert!(left.deleted_at.is_some(), "their words are withdrawn");
    let told: Vec<String> = test
        .query(move |c| {
            schema::outbound::table
                .filter(schema::outbound::actor_id.eq(actor_id))
                .select(schema::outbound::body)
                .load(c)
        })
        .await;
    assert!(told.iter().any(|body| {
        let body: serde_json::Value = serde_json::from_str(body).unwrap();
        body["type"] == "Delete" && body["object"] == actor.iri.as_str()
    }));
    // The name is never given again, and the address is free for a new account.
    let mut other = test.browser();
    assert_eq!(sign_up(&mut other, "lea", "autre@example.org").await.status, 422);
    assert_eq!(sign_up(&mut other, "lea_2", "lea@example.org").await.status, 303);
    assert_eq!(sign_in(&mut other, "lea@example.org", PASSWORD).await.status, 303);
    test.assert_no_failed_jobs().await;
}

#[tokio::test]
async fn the_last_administrator_can_neither_go_nor_be_made_less() {
    let test = TestApp::new().await;
    let account = account_of(&test, "admin").await;
    let mut admin = test.admin().await;
    let edit = format!("/equipe/comptes/{account}");
    let fields = [("email", "admin@musee.test"), ("role", "member")];
    let answer = admin.post(&edit, &fields).await;
    assert_eq!(answer.status, 422);
    assert!(answer.contains("seul compte qui administre"));
    admin.post(&format!("{edit}/suspendre"), &[("reason", "x")]).await;
    assert_eq!(admin.post("/compte/fermer", &[("password", PASSWORD)]).await.status, 422);
    assert_eq!(admin.get("/equipe/comptes").await.status, 200, "still there");

    let second = NewStaff {
        email: "bob@musee.test".to_owned(),
        handle: None,
        role: Role::Admin,
        password: PASSWORD.to_owned(),
    };
    assert_eq!(accounts::create_staff(&test.app, second).await.unwrap(), "bob");
    assert_eq!(admin.post(&edit, &fields).await.status, 303);
    assert_eq!(
        admin.get("/equipe/comptes").await.status,
        303,
        "signed out of what one no longer is"
    );
}

#[tokio::test]
async fn an_administrator_makes_suspends_and_restores_accounts_and_it_is_written_down() {
    let test = TestApp::new().await;
    let mut admin = test.admin().await;
    let fields = [
        ("handle", "mediation"),
        ("email", "med@musee.test"),
        ("password", PASSWORD),
        ("role", "mediator"),
    ];
    let short = admin
        .post(
            "/equipe/comptes/nouveau",
            &[("handle", "x"), ("email", "med@musee.test"), ("password", "x")],
        )
        .await;
    assert_eq!(short.status, 422);
    assert!(short.contains("med@musee.test"));
    assert_eq!(admin.post("/equipe/comptes/nouveau", &fields).await.status, 303);
    let account = account_of(&test, "mediation").await;
    let mut mediator = test.browser();
    assert_eq!(sign_in(&mut mediator, "mediation", PASSWORD).await.status, 303);
    assert_eq!(mediator.get("/equipe/comptes").await.status, 403, "not every role");
    assert_eq!(
        mediator.post(&format!("/equipe/comptes/{account}/sessions"), &[]).await.status,
        403
    );

    let path = |act: &str| format!("/equipe/comptes/{account}/{act}");
    admin.post(&path("sessions"), &[]).await;
    assert_eq!(mediator.get("/compte").await.status, 303);
    sign_in(&mut mediator, "mediation", PASSWORD).await;
    admin.post(&path("suspendre"), &[("reason", "parti")]).await;
    assert_eq!(mediator.get("/compte").await.status, 303);
    assert_eq!(sign_in(&mut mediator, "mediation", PASSWORD).await.status, 422);
    admin.post(&path("retablir"), &[]).await;
    assert_eq!(sign_in(&mut mediator, "mediation", PASSWORD).await.status, 303);
    let change = [("email", "autre@musee.test"), ("role", "moderator")];
    assert_eq!(admin.post(&format!("/equipe/comptes/{account}"), &change).await.status, 303);
    assert_eq!(mediator.get("/compte").await.status, 200, "more is no reason to sign in again");

    let written: Vec<(String, String, String)> = test
        .query(|c| {
            schema::audit::table
                .order(schema::audit::id)
                .select((schema::audit::action, schema::audit::reason, schema::audit::before))
                .load(c)
        })
        .await;
    let actions: Vec<&str> = written.iter().map(|(action, ..)| action.as_str()).collect();
    assert_eq!(
        actions,
        [
            "account.create",
            "account.sessions",
            "account.suspend",
            "account.restore",
            "account.email",
            "account.role"
        ]
    );
    assert_eq!(written[2].1, "parti");
    assert_eq!(written[5].2, "mediator");
    assert!(!format!("{written:?}").contains('@'), "no address in the audit");
}

#[tokio::test]
async fn the_list_of_accounts_is_searched_literally_and_by_role() {
    let (test, mut lea) = with_lea().await;
    assert_eq!(lea.get("/equipe/comptes").await.status, 404, "members do not know of it");
    assert_eq!(test.browser().get("/equipe/comptes").await.status, 303);
    let mut admin = test.admin().await;
    let rows =
        |answer: &crate::support::Answer| answer.text().matches("<th scope=\"row\">").count();
    for (query, expected) in [
        ("", 2),
        ("recherche=martin", 1),
        ("recherche=LEA%40example", 1),
        ("recherche=%25", 0),
        ("recherche=_", 0),
        ("role=admin", 1),
        ("role=admin&recherche=lea", 0),
    ] {
        let page = admin.get(&format!("/equipe/comptes?{query}")).await;
        assert_eq!((page.status, rows(&page)), (200, expected), "{query}");
    }
}

#[tokio::test]
async fn addresses_of_people_lead_where_they_should() {
    let (test, _) = with_lea().await;
    let mut browser = test.browser();
    let venue = browser.get("/@musee").await;
    assert_eq!((venue.status, venue.location()), (303, "/"));
    let full = browser.get("/@lea@musee.test").await;
    assert_eq!((full.status, full.location()), (303, "/@lea"));
    assert_eq!(browser.get("/@LEA").await.status, 200);
    assert_eq!(browser.get("/@nobody").await.status, 404);
    assert_eq!(browser.get("/@lea@ailleurs.example").await.status, 404);
}

#[tokio::test]
async fn other_servers_read_a_person_at_the_address_of_their_page() {
    let (test, _) = with_lea().await;
    let mut reader = test.browser();
    let document = reader.get_activity("/@lea").await;
    assert_eq!(document.header("content-type"), "application/activity+json");
    let person = document.json();
    assert_eq!(person["id"], "http://musee.test/actors/lea");
    assert_eq!(
        (person["type"].as_str(), person["name"].as_str()),
        (Some("Person"), Some("Léa Martin"))
    );
    assert!(!document.contains("lea@example.org"));
    assert_eq!(reader.get_activity("/@nobody").await.status, 404);
    let page = reader.get("/@lea").await;
    assert!(page.text().replace("&#x2f;", "/").contains(
        "rel=\"alternate\" type=\"application/activity+json\" href=\"http://musee.test/actors/lea\""
    ));
}

#[tokio::test]
async fn followers_elsewhere_have_a_page_here_and_learn_that_somebody_left() {
    let (test, mut lea) = with_lea().await;
    let remote = test.remote("social.example").await;
    let alice = remote.person("alice");
    let follow = remote.wrap("Follow", &alice, &serde_json::json!("http://musee.test/actors/lea"));
    assert_eq!(remote.deliver(&alice, &follow).await, 202);
    test.settle().await;

    let page = test.browser().get(&format!("/{}", alice.address())).await;
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(page.contains("noindex") && page.contains("depuis un autre serveur"));
    assert!(page.contains("nofollow noopener"));

    lea.post("/compte/fermer", &[("password", PASSWORD)]).await;
    test.settle().await;
    let deleted = remote.received_of("Delete");
    assert_eq!(deleted.len(), 1, "{deleted:?}");
    assert_eq!(deleted[0]["object"], "http://musee.test/actors/lea");
    assert_eq!(deleted[0]["actor"], deleted[0]["object"]);
    assert_eq!(test.browser().get_activity("/actors/lea").await.status, 410);
    assert_eq!(test.browser().get_activity("/@lea").await.status, 410);
    test.assert_no_failed_jobs().await;
}

#[tokio::test]
async fn a_form_sent_after_the_session_ended_leads_to_signing_in_and_not_to_a_dead_end() {
    let test = TestApp::new().await;
    let answer = test.browser().post("/compte/profil", &[("name", "x")]).await;
    assert_eq!((answer.status, answer.location()), (303, "/connexion"));
}

#[tokio::test]
async fn the_keys_of_who_left_are_forgotten_once_everybody_was_told() {
    let (test, mut lea) = with_lea().await;
    let private = async || -> i64 {
        test.query(|conn| {
            schema::actor_keys::table
                .inner_join(schema::actors::table)
                .filter(schema::actors::handle.eq("lea"))
                .filter(schema::actors::local.eq(true))
                .count()
                .get_result(conn)
        })
        .await
    };
    assert_eq!(private().await, 2);
    let closed = lea.post("/compte/fermer", &[("password", PASSWORD)]).await;
    assert_eq!(closed.status, 303, "{}", closed.text());
    test.settle().await;
    test.advance(Duration::from_secs(29 * 24 * 3600));
    tidy::round(&test.app).await.unwrap();
    assert_eq!(private().await, 2, "what they last said may be on its way");
    test.advance(Duration::from_secs(2 * 24 * 3600));
    tidy::round(&test.app).await.unwrap();
    assert_eq!(private().await, 0);
    assert_eq!(test.browser().get_activity("/actors/lea").await.status, 410);
}
