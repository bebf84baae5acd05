//! Every route against everybody: read from the router, so that a new route is attacked the day it is added.

use std::collections::BTreeMap;

use axum::body::Body;
use http::{Method, header};
use parvis::platform::web::Role;

use super::{
    Ended, assert_alike,
    world::{Fill, Who, World, assert_unchanged},
};
use crate::support::{Answer, Browser, Route, routes};

played! {
    "A-ADM-01" => staff_routes_do_nothing_for_anybody_below_their_role,
    "A-LEAK-01" => what_waits_to_be_read_answers_like_what_never_existed,
    "A-LEAK-07" => another_members_session_cannot_be_closed,
    "A-LEAK-07" => crate::notifications::a_device_is_seen_and_removed_by_nobody_else,
    "A-LEAK-07" => crate::passkeys::a_key_is_seen_renamed_and_removed_by_nobody_else,
    "A-CSRF-01" => no_form_is_taken_from_another_site,
    "A-CSRF-01" => looking_changes_nothing,
    "A-XSS-04" => every_answer_carries_the_headers_that_keep_browsers_safe,
}

/// Who may do what on the staff's pages: the lowest role, for every route there is.
const STAFF: [(&str, Role); 107] = [
    ("GET /equipe", Role::Mediator),
    ("GET /equipe/abonnes", Role::Mediator),
    ("GET /equipe/agenda", Role::Mediator),
    ("GET /equipe/agenda/import", Role::Mediator),
    ("POST /equipe/agenda/import", Role::Mediator),
    ("GET /equipe/agenda/import/{import}", Role::Mediator),
    ("POST /equipe/agenda/import/{import}", Role::Mediator),
    ("GET /equipe/agenda/integrer", Role::Mediator),
    ("GET /equipe/agenda/modele.csv", Role::Mediator),
    ("GET /equipe/agenda/programme.csv", Role::Mediator),
    ("GET /equipe/agenda/nouveau", Role::Mediator),
    ("POST /equipe/agenda/nouveau", Role::Mediator),
    ("GET /equipe/agenda/{id}", Role::Mediator),
    ("POST /equipe/agenda/{id}", Role::Mediator),
    ("GET /equipe/agenda/{id}/ecrire", Role::Mediator),
    ("POST /equipe/agenda/{id}/ecrire", Role::Mediator),
    ("GET /equipe/agenda/{id}/entree", Role::Mediator),
    ("POST /equipe/agenda/{id}/entree", Role::Mediator),
    ("POST /equipe/agenda/{id}/entree/code", Role::Mediator),
    ("POST /equipe/agenda/{id}/entree/sans-reponse", Role::Mediator),
    ("POST /equipe/agenda/{id}/repeter", Role::Mediator),
    ("GET /equipe/agenda/{id}/reponses", Role::Mediator),
    ("POST /equipe/agenda/{id}/reponses", Role::Mediator),
    ("GET /equipe/agenda/{id}/reponses.csv", Role::Mediator),
    ("POST /equipe/agenda/{id}/supprimer", Role::Mediator),
    ("GET /equipe/carte", Role::Mediator),
    ("POST /equipe/abonnes/{id}", Role::Mediator),
    ("GET /equipe/autour", Role::Mediator),
    ("POST /equipe/autour/sources", Role::Moderator),
    ("POST /equipe/autour/sources/{id}", Role::Moderator),
    ("POST /equipe/autour/{id}", Role::Mediator),
    ("GET /equipe/accessibilite", Role::Mediator),
    ("POST /equipe/accessibilite", Role::Admin),
    ("POST /equipe/accessibilite/{id}", Role::Mediator),
    ("GET /equipe/appareils", Role::Mediator),
    ("POST /equipe/appareils", Role::Admin),
    ("POST /equipe/appareils/{id}/adresse", Role::Admin),
    ("POST /equipe/appareils/{id}/fermer", Role::Admin),
    ("POST /equipe/appareils/{id}/figer", Role::Mediator),
    ("GET /equipe/propositions", Role::Mediator),
    ("POST /equipe/propositions/{id}", Role::Mediator),
    ("GET /equipe/comptes", Role::Admin),
    ("GET /equipe/comptes/nouveau", Role::Admin),
    ("POST /equipe/comptes/nouveau", Role::Admin),
    ("GET /equipe/comptes/{id}", Role::Admin),
    ("POST /equipe/comptes/{id}", Role::Admin),
    ("POST /equipe/comptes/{id}/retablir", Role::Admin),
    ("POST /equipe/comptes/{id}/sessions", Role::Admin),
    ("POST /equipe/comptes/{id}/suspendre", Role::Admin),
    ("GET /equipe/etiquettes", Role::Mediator),
    ("GET /equipe/etiquettes/planche.pdf", Role::Mediator),
    ("POST /equipe/etiquettes/{id}/renouveler", Role::Mediator),
    ("GET /equipe/expositions", Role::Mediator),
    ("GET /equipe/expositions/nouvelle", Role::Mediator),
    ("POST /equipe/expositions/nouvelle", Role::Mediator),
    ("GET /equipe/expositions/{id}", Role::Mediator),
    ("POST /equipe/expositions/{id}", Role::Mediator),
    ("POST /equipe/expositions/{id}/supprimer", Role::Mediator),
    ("POST /equipe/courrier/reessayer", Role::Mediator),
    ("GET /equipe/federation", Role::Mediator),
    ("POST /equipe/federation/reessayer", Role::Mediator),
    ("POST /equipe/federation/regles", Role::Moderator),
    ("POST /equipe/federation/regles/{domain}/lever", Role::Moderator),
    ("POST /equipe/federation/{host}/reessayer", Role::Mediator),
    ("GET /equipe/journal", Role::Mediator),
    ("POST /equipe/journal/{id}/annuler", Role::Mediator),
    ("GET /equipe/lieux", Role::Mediator),
    ("GET /equipe/lieux/nouveau", Role::Mediator),
    ("POST /equipe/lieux/nouveau", Role::Mediator),
    ("GET /equipe/lieux/{id}", Role::Mediator),
    ("POST /equipe/lieux/{id}", Role::Mediator),
    ("POST /equipe/lieux/{id}/supprimer", Role::Mediator),
    ("GET /equipe/moderation", Role::Mediator),
    ("POST /equipe/moderation", Role::Mediator),
    ("GET /equipe/moderation/regles", Role::Admin),
    ("POST /equipe/moderation/regles", Role::Admin),
    ("POST /equipe/moderation/{id}", Role::Mediator),
    ("GET /equipe/moderation/{id}/avertir", Role::Mediator),
    ("POST /equipe/moderation/{id}/avertir", Role::Mediator),
    ("GET /equipe/oeuvres", Role::Mediator),
    ("GET /equipe/oeuvres/catalogue.csv", Role::Mediator),
    ("GET /equipe/oeuvres/import", Role::Mediator),
    ("POST /equipe/oeuvres/import", Role::Mediator),
    ("POST /equipe/oeuvres/import/confirmer", Role::Mediator),
    ("POST /equipe/oeuvres/lot", Role::Mediator),
    ("GET /equipe/oeuvres/modele.csv", Role::Mediator),
    ("GET /equipe/oeuvres/nouvelle", Role::Mediator),
    ("POST /equipe/oeuvres/nouvelle", Role::Mediator),
    ("GET /equipe/oeuvres/{id}", Role::Mediator),
    ("POST /equipe/oeuvres/{id}", Role::Mediator),
    ("POST /equipe/oeuvres/{id}/supprimer", Role::Mediator),
    ("GET /equipe/pages", Role::Admin),
    ("POST /equipe/pages", Role::Admin),
    ("GET /equipe/pages/{name}", Role::Admin),
    ("POST /equipe/pages/{name}", Role::Admin),
    ("GET /equipe/personnes/{id}", Role::Mediator),
    ("POST /equipe/personnes/{id}", Role::Mediator),
    ("GET /equipe/personnes/{id}/avertir", Role::Mediator),
    ("POST /equipe/personnes/{id}/avertir", Role::Mediator),
    ("POST /equipe/personnes/{id}/confiance", Role::Moderator),
    ("GET /equipe/plans", Role::Mediator),
    ("GET /equipe/plans/{id}", Role::Mediator),
    ("POST /equipe/plans/{id}", Role::Mediator),
    ("POST /equipe/plans/{id}/reperes", Role::Mediator),
    ("POST /equipe/plans/{id}/retirer", Role::Mediator),
    ("GET /equipe/reglages", Role::Admin),
    ("GET /equipe/reglages/ressentis", Role::Admin),
];

/// Settings are the administrator's, whatever is posted to them.
const SETTINGS: &str = "POST /equipe/reglages/";

/// Routes other servers post to: a signature stands where a browser has its origin.
const INBOXES: [&str; 3] = ["/inbox", "/actor/inbox", "/actors/{handle}/inbox"];

fn lowest(method: &Method, route: &Route) -> Role {
    let name = format!("{method} {}", route.pattern);
    if name.starts_with(SETTINGS) {
        return Role::Admin;
    }
    let known = STAFF.iter().find(|(known, _)| *known == name);
    known.unwrap_or_else(|| panic!("{name} is new: say in STAFF who may")).1
}

/// Each method of each route.
fn each(all: &[Route]) -> Vec<(Method, &Route)> {
    all.iter()
        .flat_map(|route| {
            let methods = [Method::GET, Method::POST].into_iter();
            methods.filter(|m| route.methods.contains(m)).map(move |method| (method, route))
        })
        .collect()
}

/// An event stream never ends; it is asked elsewhere.
fn ends(route: &Route) -> bool {
    route.pattern != "/live"
}

#[tokio::test]
async fn staff_routes_do_nothing_for_anybody_below_their_role() -> Ended {
    let world = World::new().await;
    let all = routes(&world.hung.test).await;
    let staff: Vec<(Method, &Route)> =
        each(&all).into_iter().filter(|(_, route)| route.pattern.starts_with("/equipe")).collect();
    assert!(staff.len() >= STAFF.len());
    let before = world.hung.test.state().await;
    for (method, route) in &staff {
        let address = route.address(|pattern, name| world.value(Fill::Known, pattern, name));
        let lowest = lowest(method, route);
        for who in Who::ALL {
            if who.role() >= Some(lowest) {
                continue;
            }
            let answer = world.ask(who, method, &address).await;
            let expected = match who.role() {
                None => 303,
                Some(Role::Member) => 404,
                Some(_) => 403,
            };
            assert_eq!(answer.status, expected, "{method} {address} as {who:?}");
            if expected == 303 {
                assert!(answer.location().starts_with("/connexion"), "{method} {address}");
            }
        }
    }
    assert_unchanged(&world.hung.test, &before, "somebody changed something").await;
    // The table says the truth the other way round too: whoever has the role gets in.
    for (method, route) in staff.iter().filter(|(method, _)| method == Method::GET) {
        let address = route.address(|pattern, name| world.value(Fill::Known, pattern, name));
        let lowest = lowest(method, route);
        for who in Who::ALL.into_iter().filter(|who| who.role() >= Some(lowest)) {
            assert_eq!(world.ask(who, method, &address).await.status, 200, "{address} as {who:?}");
        }
    }
    world.ended().await
}

#[tokio::test]
async fn what_waits_to_be_read_answers_like_what_never_existed() -> Ended {
    let world = World::new().await;
    let all = routes(&world.hung.test).await;
    let before = world.hung.test.state().await;
    let mut compared = 0;
    for (method, route) in each(&all).into_iter().filter(|(_, route)| ends(route)) {
        let private = route.address(|pattern, name| world.value(Fill::Private, pattern, name));
        let known = route.address(|pattern, name| world.value(Fill::Known, pattern, name));
        if private == known || route.pattern.starts_with("/equipe") {
            continue;
        }
        let unknown = route.address(|pattern, name| world.value(Fill::Unknown, pattern, name));
        compared += 1;
        for who in [Who::Stranger, Who::Suspended, Who::Member] {
            let hidden = world.ask(who, &method, &private).await;
            let never = world.ask(who, &method, &unknown).await;
            assert_same(&hidden, &private, &never, &unknown, &format!("{method} as {who:?}"));
            assert_ne!(hidden.status, 200, "{method} {private} as {who:?}");
            if method == Method::GET {
                let mut browser = world.browser(who);
                let hidden = browser.get_activity(&private).await;
                let never = browser.get_activity(&unknown).await;
                assert_same(&hidden, &private, &never, &unknown, &format!("JSON as {who:?}"));
            }
        }
    }
    assert!(compared > 10, "only {compared} routes were compared");
    world.ended_as(&before).await
}

/// Status, headers and body are the same, but for the address that was asked.
fn assert_same(one: &Answer, its: &str, other: &Answer, others: &str, about: &str) {
    let headers = |answer: &Answer| -> BTreeMap<String, String> {
        let plain = answer.headers.iter().filter(|(name, _)| {
            // What was asked stands in the body and in `Location`, so lengths differ with it.
            !["content-length", "location", "set-cookie"].contains(&name.as_str())
        });
        plain.map(|(name, value)| (name.to_string(), format!("{value:?}"))).collect()
    };
    assert_eq!(one.status, other.status, "{about}: {its}");
    assert_eq!(headers(one), headers(other), "{about}: {its}");
    let bare = |answer: &Answer, address: &str| {
        let text = answer.text();
        let encoded = address.replace('/', "&#x2f;");
        let quoted: String = percent_encoding(address);
        text.replace(address, "…").replace(&encoded, "…").replace(&quoted, "…")
    };
    assert_eq!(bare(one, its), bare(other, others), "{about}: {its}");
}

fn percent_encoding(address: &str) -> String {
    url::form_urlencoded::byte_serialize(address.as_bytes()).collect()
}

#[tokio::test]
async fn another_members_session_cannot_be_closed() -> Ended {
    let world = World::new().await;
    let before = world.hung.test.state().await;
    let session = world.value(Fill::Known, "/compte/sessions/", "id");
    let close = |id: &str| format!("/compte/sessions/{id}/fermer");
    assert!(!world.browser(Who::Member).get("/compte").await.contains(&session));
    for who in Who::ALL {
        let status = if who.role().is_none() { 303 } else { 404 };
        assert_alike(&mut world.browser(who), status, &session, close).await;
    }
    assert_eq!(world.alice.clone().get("/compte").await.status, 200);
    world.ended_as(&before).await
}

/// A form as another site would have a browser send it.
async fn from_elsewhere(
    browser: &mut Browser,
    address: &str,
    mark: &[(&str, &str)],
    kind: &str,
) -> u16 {
    let mut request = browser.request(Method::POST, address).header(header::CONTENT_TYPE, kind);
    for (name, value) in mark {
        request = request.header(*name, *value);
    }
    browser.send(request.body(Body::from("action=approve")).unwrap()).await.status
}

#[tokio::test]
async fn no_form_is_taken_from_another_site() -> Ended {
    const FORM: &str = "application/x-www-form-urlencoded";
    let world = World::new().await;
    let all = routes(&world.hung.test).await;
    let before = world.hung.test.state().await;
    let mut admin = world.browser(Who::Admin);
    let posts = all
        .iter()
        .filter(|route| route.takes_posts() && !INBOXES.contains(&route.pattern.as_str()));
    let mut tried = 0;
    for route in posts {
        let address = route.address(|pattern, name| world.value(Fill::Known, pattern, name));
        tried += 1;
        for (mark, kind) in [
            (vec![("sec-fetch-site", "cross-site")], FORM),
            (vec![("sec-fetch-site", "same-site")], FORM),
            (vec![("origin", "https://evil.test")], FORM),
            (vec![("origin", "null")], FORM),
            (vec![("origin", "https://evil.test")], "text/plain"),
            (vec![("sec-fetch-site", "cross-site"), ("x-http-method-override", "PUT")], FORM),
        ] {
            let status = from_elsewhere(&mut admin, &address, &mark, kind).await;
            assert_eq!(status, 403, "{address} {mark:?} {kind}");
        }
    }
    assert!(tried > 30, "only {tried} forms");
    world.ended_as(&before).await
}

#[tokio::test]
async fn looking_changes_nothing() -> Ended {
    let world = World::new().await;
    let all = routes(&world.hung.test).await;
    let before = world.hung.test.state().await;
    for route in all.iter().filter(|route| route.is_shown() && ends(route)) {
        for fill in [Fill::Known, Fill::Private, Fill::Unknown] {
            let address = route.address(|pattern, name| world.value(fill, pattern, name));
            world.ask(Who::Admin, &Method::GET, &address).await;
        }
    }
    world.ended_as(&before).await
}

/// A browser may keep such an address, or be asked for its page in another language: it leads to the page it belongs to.
#[tokio::test]
async fn the_address_of_a_form_opened_by_hand_leads_to_a_page() {
    let world = World::new().await;
    let all = routes(&world.hung.test).await;
    let mut led = 0;
    for route in all.iter().filter(|route| route.takes_posts() && !route.is_shown()) {
        let address = route.address(|pattern, name| world.value(Fill::Known, pattern, name));
        let mut browser = world.browser(Who::Admin);
        let answer = browser.get(&format!("{address}?lang=en&x=1")).await;
        assert_eq!(answer.status, 303, "{address}: {}", answer.text());
        let to = answer.location();
        let page = browser.get(to).await;
        let page = if page.status == 303 { browser.follow(&page).await } else { page };
        let closed = address.starts_with("/borne/");
        assert_eq!(page.status, if closed { 404 } else { 200 }, "{address} leads to {to}");
        led += 1;
    }
    assert!(led > 40, "only {led}");
    let mut anybody = world.browser(Who::Stranger);
    let answer = anybody.get("/oeuvres/les-rives-basses/traces?lang=en").await;
    assert_eq!(answer.location(), "/oeuvres/les-rives-basses?lang=en");
}

#[tokio::test]
async fn a_form_that_came_back_is_read_in_another_language_on_the_page_it_stood_on() {
    let world = World::new().await;
    let mut bob = world.browser(Who::Member);
    let request = bob
        .request(Method::POST, "/oeuvres/les-rives-basses/traces")
        .header("sec-fetch-site", "same-origin")
        .header(header::REFERER, "http://musee.test/oeuvres/les-rives-basses?quand=2026")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from("text="))
        .unwrap();
    let page = bob.send(request).await;
    assert!(page.contains("Il manque des mots"), "{}", page.text());
    assert!(page.contains("href=\"/oeuvres/les-rives-basses?quand=2026&amp;lang=en\""));
}

/// What every answer carries, whatever it is.
fn audit(answer: &Answer, address: &str) {
    let policy = answer.header("content-security-policy");
    // Two pages are made to stand in those of others: nothing can be done on them.
    let framed = answer.status == 200
        && ["/agenda/embed", "/integrer/"].iter().any(|page| address.starts_with(page));
    let frames = if framed { "frame-ancestors *" } else { "frame-ancestors 'none'" };
    if framed {
        assert!(
            policy.contains("form-action 'none'") && !policy.contains("script-src"),
            "{policy}"
        );
        assert!(answer.headers.get(header::SET_COOKIE).is_none(), "{address}");
    }
    for directive in ["default-src 'none'", frames, "base-uri 'none'"] {
        let sandboxed = policy.contains("sandbox");
        assert!(policy.contains(directive) || sandboxed, "{address}: {policy}");
    }
    assert!(!policy.contains("unsafe"), "{address}: {policy}");
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
    ] {
        assert_eq!(answer.header(name), value, "{address}: {name}");
    }
    assert!(answer.header("permissions-policy").contains("geolocation=()"), "{address}");
    for cookie in answer.headers.get_all(header::SET_COOKIE) {
        let cookie = cookie.to_str().unwrap();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
        assert!(cookie.contains("Path=/") && !cookie.contains("Domain"), "{cookie}");
    }
    let bytes = answer.body.len();
    assert!(bytes == 0 || !answer.header("content-type").is_empty(), "{address} has no type");
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_keep_browsers_safe() -> Ended {
    let world = World::new().await;
    let all = routes(&world.hung.test).await;
    let before = world.hung.test.state().await;
    for (method, route) in each(&all).into_iter().filter(|(_, route)| ends(route)) {
        for fill in [Fill::Known, Fill::Unknown] {
            let address = route.address(|pattern, name| world.value(fill, pattern, name));
            // A form of an administrator without its fields would change things; a stranger's is refused.
            let who = if method == Method::GET { Who::Admin } else { Who::Stranger };
            audit(&world.ask(who, &method, &address).await, &address);
            audit(&world.browser(Who::Stranger).get_activity(&address).await, &address);
        }
    }
    audit(&world.browser(Who::Stranger).get("/nulle-part").await, "/nulle-part");
    let mut stranger = world.browser(Who::Stranger);
    let elsewhere = stranger
        .request(Method::GET, "/")
        .header(header::HOST, "evil.test")
        .body(Body::empty())
        .unwrap();
    audit(&stranger.send(elsewhere).await, "another host");
    world.ended_as(&before).await
}

#[tokio::test]
async fn nonsense_in_an_address_is_never_our_fault() {
    let world = World::new().await;
    let all = routes(&world.hung.test).await;
    let long = "9".repeat(5_000);
    let nonsense = [
        "-1",
        "0",
        "x",
        "%00",
        "%F0%9F%92%A3",
        "%FF",
        "..",
        "%2e%2e",
        "%2e%2e%2fetc%2fpasswd",
        "%252e%252e",
        "..%5c..%5c",
        "%2fetc%2fpasswd",
        "9223372036854775808",
        "1e9",
        "{{7*7}}",
        "<script>",
        "'",
        "a%0d%0aX-Evil:1",
        long.as_str(),
    ];
    let before = world.hung.test.state().await;
    for (method, route) in each(&all).into_iter().filter(|(_, route)| ends(route)) {
        if !route.pattern.contains('{')
            || (method == Method::POST && !route.pattern.contains("{id}"))
        {
            continue;
        }
        for piece in nonsense {
            let piece = piece
                .replace('<', "%3C")
                .replace('>', "%3E")
                .replace('{', "%7B")
                .replace('}', "%7D");
            let address = route.address(|_, _| piece.clone());
            let unknown = route.address(|pattern, name| world.value(Fill::Unknown, pattern, name));
            for who in [Who::Stranger, Who::Admin] {
                // A browser of the tests fails on 500.
                let answer = world.ask(who, &method, &address).await;
                // What cannot be a key is answered like a key nothing has; an address with a NUL is refused before that.
                // Whoever comes back from another server is led to the sign-in page whatever they bring.
                let compared = method == Method::GET
                    && piece != "%00"
                    && !route.pattern.starts_with("/connexion/fediverse/retour/");
                if route.pattern.contains("{id}") && compared {
                    let nothing = world.ask(who, &method, &unknown).await;
                    // Whoever is nobody yet is asked to sign in before any key is looked at.
                    if nothing.status != 303 {
                        assert_eq!(answer.status, nothing.status, "{method} {address} {who:?}");
                        let (said, says) =
                            (answer.header("content-type"), nothing.header("content-type"));
                        assert_eq!(said, says, "{method} {address} {who:?}");
                    }
                }
                // A style sheet is made for any name.
                let made = address.starts_with("/theme/");
                assert!(made || answer.status != 200, "{method} {address}");
                assert!(answer.headers.get("x-evil").is_none());
            }
        }
    }
    assert_unchanged(&world.hung.test, &before, "nonsense changed something").await;
}

#[tokio::test]
async fn queries_that_make_no_sense_are_never_our_fault() {
    let world = World::new().await;
    let all = routes(&world.hung.test).await;
    let queries = [
        "page=-1",
        "page=99999999999999999999",
        "page=x",
        "lang=xx",
        "lang=%00",
        "q=%00%FF",
        "after=x",
        "before=1&before=2",
        "page=1&page=2",
        "du=1900-01-01&au=2100-01-01",
        "resource=acct:%00@",
        "resource=",
        "uri=javascript:alert(1)",
        "topics=,,,",
        "theme=%7B",
        "token=",
        "=",
        "&&&",
        "%",
    ];
    for route in all.iter().filter(|route| route.is_shown() && ends(route)) {
        let address = route.address(|pattern, name| world.value(Fill::Known, pattern, name));
        for query in queries {
            // A browser of the tests fails on 500.
            world.ask(Who::Admin, &Method::GET, &format!("{address}?{query}")).await;
        }
    }
}
