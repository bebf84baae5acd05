//! Signing in with an account of another server, against servers that behave as real ones do, and others.

use std::time::Duration;

use diesel::prelude::*;
use parvis::{kernel::id::Id, platform::fediverse::network::Terms, schema};

use crate::{
    accounts::sign_up,
    support::{Answer, Browser, Manners, Mastodon, PASSWORD, TestApp},
};

const WAIT: &str = "/connexion/fediverse/attente";

/// Names a server and waits until it was asked; the page that waits.
async fn ask(test: &TestApp, browser: &mut Browser, typed: &str) -> Answer {
    let answer = browser.post("/connexion/fediverse", &[("server", typed)]).await;
    assert_eq!(answer.location(), WAIT, "{}", answer.text());
    test.settle().await;
    browser.get(WAIT).await
}

/// Goes to the other server and comes back having said yes; where that leads.
async fn go_and_return(
    test: &TestApp,
    browser: &mut Browser,
    typed: &str,
    (server, user): (&Mastodon, &str),
) -> Answer {
    let there = ask(test, browser, typed).await;
    assert_eq!(there.status, 303, "{}", there.text());
    let back = server.approve(there.location(), user);
    let answer = browser.get(&back).await;
    assert_eq!(answer.location(), WAIT, "{}", answer.text());
    test.settle().await;
    browser.get(WAIT).await
}

/// The first time: an account is made.
async fn join(
    test: &TestApp,
    browser: &mut Browser,
    typed: &str,
    (server, user): (&Mastodon, &str),
) {
    let answer = go_and_return(test, browser, typed, (server, user)).await;
    assert_eq!(answer.location(), "/connexion/fediverse/nouveau", "{}", answer.text());
    let form = browser.get("/connexion/fediverse/nouveau").await;
    assert!(form.contains(&format!("value=\"{user}\"")), "the handle is proposed");
    assert!(form.contains(&format!("Mme {user}")));
    let fields = [("handle", user), ("name", "Léa"), ("agree", "1")];
    let answer = browser.post("/connexion/fediverse/nouveau", &fields).await;
    assert_eq!((answer.status, answer.location()), (303, "/compte"), "{}", answer.text());
    assert_eq!(browser.get("/compte").await.status, 200);
}

async fn identities(test: &TestApp) -> Vec<(String, String)> {
    test.query(|conn| {
        schema::identities::table
            .order(schema::identities::id)
            .select((schema::identities::iri, schema::identities::address))
            .load(conn)
    })
    .await
}

#[tokio::test]
async fn every_kind_of_server_opens_an_account_and_opens_the_same_one_again() {
    let kinds = [
        ("mastodon.example", Manners::mastodon("mastodon.example")),
        ("old.example", Manners::old_mastodon("old.example")),
        ("gts.example", Manners::gotosocial("gts.example")),
        ("pleroma.example", Manners::pleroma("pleroma.example")),
    ];
    for (host, manners) in kinds {
        let test = TestApp::new().await;
        let server = test.mastodon(host, manners).await;
        let mut lea = test.browser();
        join(&test, &mut lea, &format!("@lea@{host}"), (&server, "lea")).await;
        let known = identities(&test).await;
        assert_eq!(known, [(server.actor("lea"), format!("@lea@{host}"))]);
        assert_eq!(server.tokens(), 0, "{host}: the token was given back");

        lea.post("/deconnexion", &[]).await;
        let answer = go_and_return(&test, &mut lea, host, (&server, "lea")).await;
        assert_eq!(answer.location(), "/compte", "{}", answer.text());
        assert!(lea.get("/compte").await.contains("@lea@musee.test"));
        assert_eq!(identities(&test).await.len(), 1);
        assert_eq!(server.apps(), 1, "{host}: introduced once");
        test.assert_no_failed_jobs().await;
    }
}

#[tokio::test]
async fn an_account_without_an_address_asks_for_none_and_can_be_closed() {
    let test = TestApp::new().await;
    let server = test.mastodon("mastodon.example", Manners::mastodon("mastodon.example")).await;
    let mut lea = test.browser();
    join(&test, &mut lea, "mastodon.example", (&server, "lea")).await;
    let email: Option<String> = test
        .query(|conn| {
            schema::accounts::table
                .order(schema::accounts::id.desc())
                .select(schema::accounts::email)
                .first(conn)
        })
        .await;
    assert_eq!(email, None);
    // Just signed in: nothing more is asked. Later: once more, please.
    test.advance(Duration::from_secs(3600));
    let page = lea.get("/compte/fermer").await;
    assert!(page.contains("encore=1") && !page.contains("name=\"password\""));
    assert_eq!(lea.post("/compte/fermer", &[]).await.status, 422);
    let answer = go_and_return(&test, &mut lea, "mastodon.example", (&server, "lea")).await;
    assert_eq!(answer.status, 303);
    assert_eq!(lea.post("/compte/fermer", &[]).await.location(), "/");
    test.settle().await;
    assert!(identities(&test).await.is_empty());
    // The door is shut: the same person is a newcomer.
    let answer = go_and_return(&test, &mut lea, "mastodon.example", (&server, "lea")).await;
    assert_eq!(answer.location(), "/connexion/fediverse/nouveau");
}

#[tokio::test]
async fn a_split_domain_is_followed_to_where_the_api_is() {
    let test = TestApp::new().await;
    // `example.org` only knows where its server is; the server is `social.example.org`.
    let front = Manners {
        bare: true,
        host_meta: Some("social.example.org".to_owned()),
        ..Manners::mastodon("example.org")
    };
    let _front = test.mastodon("example.org", front).await;
    let server = test.mastodon("social.example.org", Manners::mastodon("example.org")).await;
    let mut lea = test.browser();
    join(&test, &mut lea, "@lea@example.org", (&server, "lea")).await;
    assert_eq!(
        identities(&test).await,
        [(server.actor("lea"), "@lea@example.org".to_owned())],
        "the address is the one people know, the identity the server's own"
    );
    // The server typed by its own name is the same one, and the same person.
    lea.post("/deconnexion", &[]).await;
    let answer = go_and_return(&test, &mut lea, "social.example.org", (&server, "lea")).await;
    assert_eq!(answer.location(), "/compte");
}

#[tokio::test]
async fn a_redirect_and_a_webfinger_answer_lead_to_the_api_as_well() {
    let test = TestApp::new().await;
    let moved = Manners {
        redirect: Some("http://api.example/api/v2/instance".to_owned()),
        ..Manners::mastodon("old.example")
    };
    let _front = test.mastodon("old.example", moved).await;
    let server = test.mastodon("api.example", Manners::mastodon("api.example")).await;
    let mut lea = test.browser();
    join(&test, &mut lea, "old.example", (&server, "lea")).await;

    let bare = Manners {
        bare: true,
        uri: Some("http://api.example/users/noe".to_owned()),
        ..Manners::mastodon("plain.example")
    };
    let _bare = test.mastodon("plain.example", bare).await;
    let mut noe = test.browser();
    join(&test, &mut noe, "@noe@plain.example", (&server, "noe")).await;
}

#[tokio::test]
async fn a_claimed_domain_is_believed_only_when_it_agrees() {
    let test = TestApp::new().await;
    let _big = test.mastodon("big.example", Manners::mastodon("big.example")).await;
    // Calls itself big.example; its people are shown at its own host all the same.
    let server = test.mastodon("liar.example", Manners::mastodon("big.example")).await;
    let mut eve = test.browser();
    join(&test, &mut eve, "liar.example", (&server, "eve")).await;
    assert_eq!(
        identities(&test).await,
        [("http://liar.example/users/eve".to_owned(), "@eve@liar.example".to_owned())]
    );
}

#[tokio::test]
async fn nobody_comes_in_as_somebody_of_another_server() {
    for says_uri in [true, false] {
        let test = TestApp::new().await;
        let honest = test.mastodon("mastodon.example", Manners::mastodon("mastodon.example")).await;
        let mut lea = test.browser();
        join(&test, &mut lea, "mastodon.example", (&honest, "lea")).await;
        let manners = Manners {
            says_uri,
            uri: Some(honest.actor("lea")),
            ..Manners::mastodon("evil.example")
        };
        let evil = test.mastodon("evil.example", manners).await;
        let mut eve = test.browser();
        let answer = go_and_return(&test, &mut eve, "evil.example", (&evil, "lea")).await;
        assert!(answer.contains("s’est porté garant"), "{}", answer.text());
        assert_eq!(eve.get("/compte").await.status, 303, "nobody was let in");
        assert_eq!(evil.tokens(), 0, "and the token was given back");
    }
}

#[tokio::test]
async fn private_addresses_blocked_servers_and_our_own_are_not_asked() {
    let test = TestApp::configured(|config| config.federation_allow_private = false).await;
    test.net.name("inside.example", &[&["10.0.0.7:443".parse().unwrap()]]);
    test.net.name("loop.example", &[&["127.0.0.1:443".parse().unwrap()]]);
    for typed in ["inside.example", "loop.example", "127.0.0.1", "169.254.169.254", "10.0.0.1:8080"]
    {
        let mut browser = test.browser();
        let answer = ask(&test, &mut browser, typed).await;
        let told = answer.contains("ne répond pas") || answer.contains("n’échange pas");
        assert!(answer.status == 200 && told, "{typed}: {}", answer.text());
    }
    let own = test.browser().post("/connexion/fediverse", &[("server", "@x@musee.test")]).await;
    assert_eq!(own.status, 422);
    assert!(own.contains("C’est ici"));
}

#[tokio::test]
async fn a_redirect_to_a_private_address_is_not_followed() {
    let test = TestApp::new().await;
    let manners = Manners {
        redirect: Some("http://169.254.169.254/latest/meta-data/".to_owned()),
        ..Manners::mastodon("evil.example")
    };
    let _evil = test.mastodon("evil.example", manners).await;
    let answer = ask(&test, &mut test.browser(), "evil.example").await;
    assert!(answer.contains("n’échange pas"), "{}", answer.text());
    assert!(!test.net.visits().iter().any(|at| at.contains("169.254")));
}

#[tokio::test]
async fn a_secret_is_never_shown_to_another_host_than_the_one_that_gave_it() {
    let test = TestApp::new().await;
    let victim = test.mastodon("victim.example", Manners::mastodon("victim.example")).await;
    let manners = Manners {
        token_endpoint: Some("http://victim.example/oauth/token".to_owned()),
        ..Manners::mastodon("evil.example")
    };
    let _evil = test.mastodon("evil.example", manners).await;
    let answer = ask(&test, &mut test.browser(), "evil.example").await;
    assert!(answer.contains("compatible"), "{}", answer.text());
    assert!(victim.seen().is_empty());
}

#[tokio::test]
async fn what_did_not_begin_in_this_browser_is_not_believed() {
    let test = TestApp::new().await;
    let server = test.mastodon("mastodon.example", Manners::mastodon("mastodon.example")).await;
    // Eve prepares a way back with her own account, and gets Léa to open it.
    let mut eve = test.browser();
    let there = ask(&test, &mut eve, "mastodon.example").await;
    let trap = server.approve(there.location(), "eve");
    let mut lea = test.browser();
    let stray = lea.get(&trap).await;
    assert_eq!(stray.location(), "/connexion/fediverse");
    assert!(lea.follow(&stray).await.contains("n’a pas commencé dans ce navigateur"));
    // Not even while Léa signs in with the same server: the states are not each other's.
    let hers = ask(&test, &mut lea, "mastodon.example").await;
    assert_eq!(lea.get(&trap).await.location(), "/connexion/fediverse");
    let back = server.approve(hers.location(), "lea");
    let injected = back.replace(&code(&back), &code(&trap));
    assert_eq!(lea.get(&injected).await.location(), WAIT, "the state is hers, the code is not");
    test.settle().await;
    let answer = lea.get(WAIT).await;
    assert!(answer.contains("n’a pas confirmé"), "PKCE stops it: {}", answer.text());
    assert_eq!(lea.get("/compte").await.status, 303);
}

fn code(address: &str) -> String {
    let url: url::Url = address.parse().unwrap();
    url.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned()
}

#[tokio::test]
async fn a_server_cannot_pass_off_another_servers_code_as_its_own() {
    let test = TestApp::new().await;
    let honest = test.mastodon("mastodon.example", Manners::mastodon("mastodon.example")).await;
    let evil = test.mastodon("evil.example", Manners::mastodon("evil.example")).await;
    let mut lea = test.browser();
    let there = ask(&test, &mut lea, "evil.example").await;
    // Evil sends Léa on to her own server, as us, with evil's state; what comes back goes to the honest way back.
    let mut other = test.browser();
    let honest_page = ask(&test, &mut other, "mastodon.example").await;
    let state = |page: &str| {
        let url: url::Url = page.parse().unwrap();
        url.query_pairs().find(|(name, _)| name == "state").unwrap().1.into_owned()
    };
    let mixed =
        honest_page.location().replace(&state(honest_page.location()), &state(there.location()));
    let back = honest.approve(&mixed, "lea");
    assert_eq!(lea.get(&back).await.location(), "/connexion/fediverse", "not evil's way back");
    test.settle().await;
    assert!(!evil.seen().contains(&"POST /oauth/token".to_owned()), "evil never saw the code");
}

#[tokio::test]
async fn a_server_that_names_itself_wrongly_is_refused() {
    let test = TestApp::new().await;
    let manners = Manners { issuer: true, ..Manners::mastodon("mastodon.example") };
    let server = test.mastodon("mastodon.example", manners).await;
    let mut lea = test.browser();
    let there = ask(&test, &mut lea, "mastodon.example").await;
    let back = server.approve(there.location(), "lea");
    let wrong = back.replace("iss=http%3A%2F%2Fmastodon", "iss=http%3A%2F%2Fevil");
    assert_ne!(wrong, back);
    assert_eq!(lea.get(&wrong).await.location(), "/connexion/fediverse");
    assert_eq!(lea.get(&back).await.location(), WAIT);
}

#[tokio::test]
async fn a_way_back_works_once() {
    let test = TestApp::new().await;
    let server = test.mastodon("mastodon.example", Manners::mastodon("mastodon.example")).await;
    let mut lea = test.browser();
    let there = ask(&test, &mut lea, "mastodon.example").await;
    let back = server.approve(there.location(), "lea");
    assert_eq!(lea.get(&back).await.location(), WAIT);
    assert_eq!(lea.get(&back).await.location(), "/connexion/fediverse");
    test.settle().await;
    let redeemed = server.seen().iter().filter(|one| *one == "POST /oauth/token").count();
    assert_eq!(redeemed, 1);
}

#[tokio::test]
async fn an_application_a_server_forgot_is_registered_once_more() {
    let test = TestApp::new().await;
    let server = test.mastodon("mastodon.example", Manners::mastodon("mastodon.example")).await;
    let mut lea = test.browser();
    join(&test, &mut lea, "mastodon.example", (&server, "lea")).await;
    lea.post("/deconnexion", &[]).await;
    server.forget_apps();
    let answer = go_and_return(&test, &mut lea, "mastodon.example", (&server, "lea")).await;
    assert_eq!(answer.location(), "/compte");
    assert_eq!(server.apps(), 1);
    // Forgotten while somebody was deciding: told, and right the next time.
    lea.post("/deconnexion", &[]).await;
    let there = ask(&test, &mut lea, "mastodon.example").await;
    let back = server.approve(there.location(), "lea");
    server.forget_apps();
    lea.get(&back).await;
    test.settle().await;
    assert!(lea.get(WAIT).await.contains("Recommencez"));
    let answer = go_and_return(&test, &mut lea, "mastodon.example", (&server, "lea")).await;
    assert_eq!(answer.location(), "/compte");
}

#[tokio::test]
async fn what_goes_wrong_is_said_in_plain_words_with_a_way_on() {
    let test = TestApp::on(Terms { answer: Duration::from_millis(300), ..Terms::default() }).await;
    let server = test.mastodon("mastodon.example", Manners::mastodon("mastodon.example")).await;
    let mut lea = test.browser();
    let there = ask(&test, &mut lea, "mastodon.example").await;
    lea.get(&server.decline(there.location())).await;
    let declined = lea.get(WAIT).await;
    assert!(declined.contains("Vous avez dit non") && declined.contains("Continuer sans compte"));

    server.behave(|manners| manners.broken = Some(503));
    assert!(ask(&test, &mut lea, "mastodon.example").await.contains("ne répond pas"));
    server.behave(|manners| manners.broken = Some(404));
    assert!(
        ask(&test, &mut lea, "mastodon.example").await.contains("n’est pas un serveur compatible")
    );
    server.behave(|manners| {
        manners.broken = None;
        manners.delay = Duration::from_secs(30);
    });
    let slow = ask(&test, &mut lea, "mastodon.example").await;
    assert!(slow.contains("trop lentement") && slow.contains("Continuer sans compte"));
    assert!(ask(&test, &mut lea, "nowhere.example").await.contains("ne répond pas"));
    let typed = lea.post("/connexion/fediverse", &[("server", "pas un serveur")]).await;
    assert_eq!(typed.status, 422);
    assert!(typed.contains("pas un serveur"), "what was typed is kept");
    test.assert_no_failed_jobs().await;
}

#[tokio::test]
async fn a_page_waits_and_no_request_does() {
    let test = TestApp::new().await;
    let server = test.mastodon("mastodon.example", Manners::mastodon("mastodon.example")).await;
    let mut lea = test.browser();
    let answer = lea.post("/connexion/fediverse", &[("server", "mastodon.example")]).await;
    assert_eq!(answer.status, 303);
    let waiting = lea.get(WAIT).await;
    assert!(waiting.status == 200 && waiting.contains("http-equiv=\"refresh\""));
    assert!(server.seen().is_empty(), "nobody was asked in a request");
    // Somebody else's browser has nothing to wait for.
    assert_eq!(test.browser().get(WAIT).await.location(), "/connexion/fediverse");
    // Too late is too late.
    test.settle().await;
    test.advance(Duration::from_secs(3600));
    assert_eq!(lea.get(WAIT).await.location(), "/connexion/fediverse");
}

#[tokio::test]
async fn a_member_links_an_account_and_unlinks_it_but_never_the_last_way_in() {
    let test = TestApp::new().await;
    let server = test.mastodon("mastodon.example", Manners::mastodon("mastodon.example")).await;
    let mut lea = test.browser();
    sign_up(&mut lea, "lea", "lea@example.org").await;
    lea.post("/connexion", &[("login", "lea"), ("password", PASSWORD)]).await;
    let linked = link(&test, &mut lea, (&server, "lea_ailleurs")).await;
    assert!(linked.contains("ouvre désormais votre compte"), "{}", linked.text());
    assert!(lea.get("/compte/fediverse").await.contains("@lea_ailleurs@mastodon.example"));

    let mut again = test.browser();
    let answer =
        go_and_return(&test, &mut again, "mastodon.example", (&server, "lea_ailleurs")).await;
    assert_eq!(answer.location(), "/compte");
    assert!(again.get("/compte").await.contains("@lea@musee.test"));

    // The same account opens one account only.
    let mut noe = test.browser();
    join(&test, &mut noe, "mastodon.example", (&server, "noe")).await;
    let taken = link(&test, &mut noe, (&server, "lea_ailleurs")).await;
    assert!(taken.contains("ouvre déjà un autre compte"), "{}", taken.text());

    let id = identity(&test, "@noe@mastodon.example").await;
    let mine = identity(&test, "@lea_ailleurs@mastodon.example").await;
    let refused = noe.post(&format!("/compte/fediverse/{id}/delier"), &[]).await;
    assert!(noe.follow(&refused).await.contains("la seule façon"));
    assert_eq!(noe.post(&format!("/compte/fediverse/{mine}/delier"), &[]).await.status, 404);
    assert_eq!(lea.post(&format!("/compte/fediverse/{mine}/delier"), &[]).await.status, 303);
    assert_eq!(identities(&test).await.len(), 1);
}

/// Links an account of another server to that of who is signed in; the page in the end.
async fn link(test: &TestApp, browser: &mut Browser, (server, user): (&Mastodon, &str)) -> Answer {
    let answer = browser.post("/compte/fediverse", &[("server", &server.host)]).await;
    assert_eq!(answer.location(), WAIT);
    test.settle().await;
    let there = browser.get(WAIT).await;
    let back = server.approve(there.location(), user);
    browser.get(&back).await;
    test.settle().await;
    let answer = browser.get(WAIT).await;
    if answer.status == 303 { browser.follow(&answer).await } else { answer }
}

async fn identity(test: &TestApp, address: &'static str) -> Id {
    test.query(move |conn| {
        schema::identities::table
            .filter(schema::identities::address.eq(address))
            .select(schema::identities::id)
            .first(conn)
    })
    .await
}

#[tokio::test]
async fn a_suspended_account_is_opened_by_nobody() {
    let test = TestApp::new().await;
    let server = test.mastodon("mastodon.example", Manners::mastodon("mastodon.example")).await;
    let mut lea = test.browser();
    join(&test, &mut lea, "mastodon.example", (&server, "lea")).await;
    let account: Id = test
        .query(|conn| {
            schema::accounts::table
                .order(schema::accounts::id.desc())
                .select(schema::accounts::id)
                .first(conn)
        })
        .await;
    let mut admin = test.admin().await;
    admin.post(&format!("/equipe/comptes/{account}/suspendre"), &[("reason", "essai")]).await;
    let answer = go_and_return(&test, &mut lea, "mastodon.example", (&server, "lea")).await;
    assert!(answer.contains("ne peut pas être ouvert"), "{}", answer.text());
    assert_eq!(lea.get("/compte").await.status, 303);
}

#[tokio::test]
async fn a_venue_without_new_members_makes_no_account() {
    let test = TestApp::new().await;
    let mut venue = (*test.app.venue()).clone();
    venue.open_registration = false;
    test.app.write(move |tx| venue.save(tx)).await.unwrap();
    test.app.reload_venue().await.unwrap();
    let server = test.mastodon("mastodon.example", Manners::mastodon("mastodon.example")).await;
    let mut lea = test.browser();
    let answer = go_and_return(&test, &mut lea, "mastodon.example", (&server, "lea")).await;
    assert!(lea.follow(&answer).await.contains("Les inscriptions sont fermées"));
    let fields = [("handle", "lea"), ("name", "Léa"), ("agree", "1")];
    assert_eq!(lea.post("/connexion/fediverse/nouveau", &fields).await.status, 404);
}
