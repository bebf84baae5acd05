//! Events: from the form to the programme, to calendars, to other servers, and called off.

use std::time::Duration;

use axum::body::Body;
use http::Method;
use serde_json::json;

use crate::{
    support::{Answer, Browser, TestApp, pictures},
    voices::{SERVER, follow, follow_of},
};

/// The tests' clock stands in 2026; this is after it.
const NOCTURNE: [(&str, &str); 9] = [
    ("title", "Nocturne des crues"),
    ("category", "tour"),
    ("day", "2027-12-11"),
    ("hour", "20:00"),
    ("end", "22:30"),
    ("status", "announced"),
    ("audience", "public"),
    ("rsvp", "open"),
    ("access", "step-free"),
];

/// Publishes an event with a picture through the staff’s form.
pub async fn publish(staff: &mut Browser, more: &[(&str, &str)]) -> Answer {
    let mut fields: Vec<(&str, &str)> = NOCTURNE
        .iter()
        .filter(|(name, _)| !more.iter().any(|(other, _)| other == name))
        .copied()
        .collect();
    fields.extend_from_slice(more);
    let picture = pictures::jpeg(900, 600, 3);
    fields.push(("new_alt_fr_1", "La Loire la nuit."));
    let files = [("new_picture_1", "loire.jpg", "image/jpeg", &picture[..])];
    staff.post_files("/equipe/agenda/nouveau", &fields, &files).await
}

/// The key of the event with this title, read from the staff's table.
async fn key(staff: &mut Browser, title: &str) -> String {
    let page = staff.get("/equipe/agenda").await.text();
    let before = page.split(&format!("\">{title}</a>")).next().unwrap();
    before.rsplit("/equipe/agenda/").next().unwrap().to_owned()
}

#[tokio::test]
async fn an_event_goes_from_the_form_to_the_programme_to_calendars_and_to_other_servers() {
    let test = TestApp::new().await;
    let mut staff = test.admin().await;
    let done = publish(&mut staff, &[("price", "8 €")]).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let mut visitor = test.browser();
    let list = visitor.get("/agenda").await;
    assert!(list.contains("Nocturne des crues") && list.contains("20\u{a0}h"), "{}", list.text());
    let page = visitor.get("/agenda/nocturne-des-crues").await;
    assert_eq!(page.status, 200);
    for shown in ["samedi 11\u{a0}décembre 2027", "8 €", "plain-pied", "application/ld+json"] {
        assert!(page.contains(shown), "{shown}");
    }
    assert!(visitor.get("/agenda/mois/2027-12").await.contains("Nocturne des crues"));
    let document = visitor.get_activity("/agenda/nocturne-des-crues").await.json();
    assert_eq!(document["type"], "Event");
    assert_eq!(document["startTime"], "2027-12-11T20:00:00+01:00");
    assert_eq!(document["endTime"], "2027-12-11T22:30:00+01:00");
    assert_eq!(document["timezone"], "Europe/Paris");
    assert_eq!(document["category"], "LANGUAGE_CULTURE");
    assert_eq!(document["joinMode"], "free");
    assert_eq!(document["attachment"][0]["mediaType"], "image/jpeg");
    assert!(document["summary"].as_str().unwrap().contains("(Europe/Paris)"));
    let calendar = visitor.get("/agenda.ics").await;
    assert!(calendar.header("content-type").starts_with("text/calendar"));
    let calendar = calendar.text();
    for line in ["DTSTART:20271211T190000Z", "DTEND:20271211T213000Z", "STATUS:CONFIRMED"] {
        assert!(calendar.contains(line), "{line} is not in {calendar}");
    }
}

#[tokio::test]
async fn followers_hear_of_an_event_of_its_change_and_that_it_is_called_off() {
    let test = TestApp::new().await;
    let remote = test.remote("mobilizon.example").await;
    let lea = remote.person("lea");
    assert_eq!(remote.deliver(&lea, &follow(&remote, &lea)).await, 202);
    test.settle().await;
    let mut staff = test.admin().await;
    publish(&mut staff, &[]).await;
    test.settle().await;
    let created = remote.received_of("Create");
    assert_eq!(created.last().unwrap()["object"]["type"], "Event");
    let id = key(&mut staff, "Nocturne des crues").await;
    test.advance(Duration::from_secs(60));
    let cancelled: Vec<(&str, &str)> = NOCTURNE
        .iter()
        .map(|(name, value)| if *name == "status" { (*name, "cancelled") } else { (*name, *value) })
        .collect();
    let saved = staff.post(&format!("/equipe/agenda/{id}"), &cancelled).await;
    assert_eq!(saved.status, 303, "{}", saved.text());
    test.settle().await;
    let update = remote.received_of("Update").pop().unwrap();
    assert_eq!(update["object"]["status"], "CANCELLED");
    assert!(update["object"]["summary"].as_str().unwrap().starts_with("ANNULÉ — "));
    assert!(test.browser().get("/agenda.ics").await.contains("STATUS:CANCELLED"));
    test.advance(Duration::from_secs(60));
    let gone = staff.post(&format!("/equipe/agenda/{id}/supprimer"), &[]).await;
    assert_eq!(gone.status, 303);
    test.settle().await;
    let deleted = remote.received_of("Delete").pop().unwrap();
    assert_eq!(deleted["object"]["formerType"], "Event");
    assert_eq!(test.browser().get("/agenda/nocturne-des-crues").await.status, 410);
}

#[tokio::test]
async fn a_draft_and_an_event_of_members_are_nowhere_for_others() {
    let test = TestApp::new().await;
    let mut staff = test.admin().await;
    publish(&mut staff, &[("title", "Secret"), ("status", "draft")]).await;
    publish(&mut staff, &[("title", "Entre nous"), ("audience", "members")]).await;
    test.settle().await;
    let mut visitor = test.browser();
    for path in ["/agenda", "/agenda/mois/2027-12", "/agenda.ics"] {
        let answer = visitor.get(path).await;
        assert!(!answer.contains("Secret") && !answer.contains("Entre nous"), "{path}");
    }
    for path in ["/agenda/secret", "/agenda/entre-nous", "/agenda/secret/evenement.ics"] {
        assert_eq!(visitor.get(path).await.status, 404, "{path}");
        assert_eq!(visitor.get_activity(path).await.status, 404, "{path}");
    }
    assert!(staff.get("/agenda").await.contains("Entre nous"));
    assert_eq!(visitor.get_activity("/actors/musee/outbox").await.json()["totalItems"], 0);
}

#[tokio::test]
async fn a_form_that_makes_no_sense_changes_nothing_and_keeps_what_was_typed() {
    let test = TestApp::new().await;
    let mut staff = test.admin().await;
    let back = publish(&mut staff, &[("end_day", "2027-12-01"), ("capacity", "beaucoup")]).await;
    assert_eq!(back.status, 422);
    for kept in ["Nocturne des crues", "beaucoup", "2027-12-01", "La fin vient après le début"] {
        assert!(back.contains(kept), "{kept}");
    }
    assert!(!test.browser().get("/agenda").await.contains("Nocturne"));
}

#[tokio::test]
async fn an_event_that_repeats_becomes_one_event_a_date_at_the_same_hour() {
    let test = TestApp::new().await;
    let mut staff = test.admin().await;
    publish(&mut staff, &[("day", "2027-10-23")]).await;
    let id = key(&mut staff, "Nocturne des crues").await;
    let fields = [("every", "week"), ("until", "2027-11-13")];
    let done = staff.post(&format!("/equipe/agenda/{id}/repeter"), &fields).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let calendar = test.browser().get("/agenda.ics").await.text();
    // The clocks change on 31 October 2027.
    for start in ["20271023T180000Z", "20271030T180000Z", "20271106T190000Z", "20271113T190000Z"] {
        assert!(calendar.contains(&format!("DTSTART:{start}")), "{start} is not in {calendar}");
    }
    let page = test.browser().get("/agenda/nocturne-des-crues").await;
    assert!(page.contains("Autres dates"));
}

#[tokio::test]
async fn a_listing_that_follows_the_server_imports_an_event_its_change_and_its_end() {
    let test = TestApp::new().await;
    let remote = test.remote("gancio.example").await;
    let relay = remote.application("relay");
    assert_eq!(remote.deliver(&relay, &follow_of(&remote, &relay, SERVER)).await, 202);
    test.settle().await;
    let mut staff = test.admin().await;
    let bare: Vec<(&str, &str)> = NOCTURNE.to_vec();
    assert_eq!(staff.post("/equipe/agenda/nouveau", &bare).await.status, 303);
    test.settle().await;
    let announce = remote.received_of("Announce").pop().unwrap();
    let create = remote.received_of("Create").pop().unwrap();
    let event = &create["object"];
    assert_eq!(announce["object"], event["id"], "listed by Mobilizon under its own address");
    assert_eq!((&create["actor"], &event["attributedTo"]), (&SERVER.into(), &SERVER.into()));
    let picture = event["attachment"][0]["url"].as_str().unwrap();
    let path = picture.trim_start_matches("http://musee.test");
    assert_eq!(test.browser().get(path).await.status, 200, "there is always a picture");
    let own = test.browser().get_activity("/agenda/nocturne-des-crues").await.json();
    assert_eq!(own["attributedTo"], "http://musee.test/actors/musee");
    let outbox = test.browser().get_activity("/actor/outbox?page=1").await.json();
    let kinds: Vec<&str> = outbox["orderedItems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["type"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["Create"], "whoever comes later finds it");

    let id = key(&mut staff, "Nocturne des crues").await;
    test.advance(Duration::from_secs(60));
    let later: Vec<(&str, &str)> = NOCTURNE
        .iter()
        .map(|(name, value)| if *name == "hour" { (*name, "21:00") } else { (*name, *value) })
        .collect();
    assert_eq!(staff.post(&format!("/equipe/agenda/{id}"), &later).await.status, 303);
    test.settle().await;
    let update = remote.received_of("Update").pop().unwrap();
    assert_eq!(update["actor"], SERVER);
    assert_eq!(update["object"]["startTime"], "2027-12-11T21:00:00+01:00");
    test.advance(Duration::from_secs(60));
    staff.post(&format!("/equipe/agenda/{id}/supprimer"), &[]).await;
    test.settle().await;
    let delete = remote.received_of("Delete").pop().unwrap();
    assert_eq!(delete["actor"], SERVER);
    assert_eq!(delete["object"]["id"], event["id"]);
    assert_eq!(delete["object"]["formerType"], "Event");
}

#[tokio::test]
async fn every_key_that_piefed_reads_without_looking_is_there_whatever_the_event_lacks() {
    let test = TestApp::new().await;
    let mut staff = test.admin().await;
    publish(&mut staff, &[("title", "Sur place")]).await;
    let afar = [
        ("title", "De loin"),
        ("online_url", "https://direct.example/crues"),
        ("rsvp", "elsewhere"),
        ("ticket_url", "https://billets.example/crues"),
        ("capacity", "40"),
    ];
    publish(&mut staff, &afar).await;
    let read = async |slug: &str| {
        let page = test.browser().get_activity(&format!("/agenda/{slug}")).await;
        assert_eq!(page.status, 200);
        page.json()
    };
    let (here, afar) = (read("sur-place").await, read("de-loin").await);
    for key in [
        "endTime",
        "timezone",
        "maximumAttendeeCapacity",
        "participantCount",
        "onlineLink",
        "joinMode",
        "externalParticipationUrl",
        "anonymousParticipation",
        "isOnline",
        "buyTicketsLink",
        "feeCurrency",
        "feeAmount",
    ] {
        for event in [&here, &afar] {
            assert!(event.get(key).is_some_and(|value| !value.is_null()), "{key}: {event}");
        }
    }
    assert_eq!((&here["onlineLink"], &here["buyTicketsLink"]), (&json!(""), &json!("")));
    assert_eq!(afar["onlineLink"], "https://direct.example/crues");
    assert_eq!(afar["buyTicketsLink"], "https://billets.example/crues");
    assert_eq!(afar["maximumAttendeeCapacity"], 40);
}

#[tokio::test]
async fn other_programs_read_the_programme_as_a_feed_and_as_an_export_and_only_what_is_for_everybody()
 {
    let test = TestApp::new().await;
    let mut staff = test.admin().await;
    publish(&mut staff, &[("price", "8 €"), ("ticket_url", "https://billets.example/1")]).await;
    publish(&mut staff, &[("title", "Entre nous"), ("audience", "members")]).await;
    publish(&mut staff, &[("title", "Atelier"), ("category", "workshop"), ("day", "2027-12-12")])
        .await;
    let feed = test.browser().get("/agenda.atom").await;
    assert_eq!(feed.headers["content-type"], "application/atom+xml; charset=utf-8");
    let feed: atom_syndication::Feed = feed.text().parse().unwrap();
    let titles: Vec<&str> = feed.entries.iter().map(|entry| entry.title.as_str()).collect();
    assert_eq!(titles, ["Nocturne des crues", "Atelier"]);
    let summary = feed.entries[0].summary.as_ref().unwrap();
    assert!(summary.contains("11\u{a0}décembre 2027"), "{}", summary.as_str());
    // Staff who are signed in get what everybody gets.
    for path in ["/agenda.atom", "/agenda.json"] {
        let answer = staff.get(path).await;
        assert!(!answer.contains("Entre nous"), "{path}");
        let tag = answer.headers["etag"].to_str().unwrap().to_owned();
        let mut browser = test.browser();
        let request = browser.request(Method::GET, path).header("if-none-match", tag);
        let again = browser.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(again.status, 304, "{path}");
    }
    let export = test.browser().get("/agenda.json?type=tour").await.json();
    assert_eq!(export["total"], 1);
    let event = &export["events"][0];
    assert_eq!(event["title"]["fr"], "Nocturne des crues");
    assert_eq!(event["timings"][0]["begin"], "2027-12-11T20:00:00+01:00");
    assert_eq!(event["registration"][0]["value"], "https://billets.example/1");
    assert_eq!(
        (&event["accessibility"]["mi"], &event["accessibility"]["vi"]),
        (&true.into(), &false.into())
    );
    assert_eq!(event["image"]["alt"], "La Loire la nuit.");
}

#[tokio::test]
async fn what_lasts_a_season_is_said_once_above_the_month_and_a_weekend_in_each_of_its_squares() {
    let test = TestApp::new().await;
    let mut staff = test.admin().await;
    let season = [
        ("title", "Rives basses"),
        ("all_day", "1"),
        ("day", "2027-10-01"),
        ("end_day", "2028-02-29"),
    ];
    let weekend = [
        ("title", "Les Deux Jours"),
        ("all_day", "1"),
        ("day", "2027-12-18"),
        ("end_day", "2027-12-19"),
    ];
    let night =
        [("title", "Nuit blanche"), ("day", "2027-12-31"), ("hour", "22:00"), ("end", "04:00")];
    for event in [&season, &weekend, &night] {
        assert_eq!(publish(&mut staff, event).await.status, 303);
    }
    let page = test.browser().get("/agenda/mois/2027-12").await.text();
    let count = |title: &str| page.matches(&format!(">{title}</a>")).count();
    assert_eq!(count("Rives basses"), 1);
    assert_eq!(count("Les Deux Jours"), 2);
    let (above, grid) = page.split_once("<table").unwrap();
    assert!(above.contains("Rives basses") && !grid.contains("Rives basses"));
    assert!(grid.contains("Nuit blanche") && page.contains("3 événements"));
    assert!(!test.browser().get("/agenda/mois/2028-04").await.contains("Rives basses"));
    // The filters of the list hold here too, and the months before and after keep them.
    let found = test.browser().get("/agenda/mois/2027-12?recherche=nuit&type=tour").await.text();
    assert!(
        found.contains(">Nuit blanche</a>") && !found.contains(">Les Deux Jours</a>"),
        "{found}"
    );
    assert!(
        found.contains("href=\"/agenda/mois/2028-01?recherche=nuit&#38;type=tour\"")
            || found.contains("href=\"/agenda/mois/2028-01?recherche=nuit&amp;type=tour\""),
        "{found}"
    );
    assert!(found.contains("action=\"/agenda/mois/2027-12\"") && found.contains("value=\"nuit\""));
    let none = test.browser().get("/agenda/mois/2027-12?recherche=rien").await;
    assert!(none.contains("Aucun événement"), "{}", none.text());
}

#[tokio::test]
async fn editors_that_are_given_an_address_learn_how_to_show_what_is_there() {
    let test = TestApp::new().await;
    let mut staff = test.admin().await;
    publish(&mut staff, &[("title", "Nuit \"des\" crues")]).await;
    publish(&mut staff, &[("title", "Entre nous"), ("audience", "members")]).await;
    let mut visitor = test.browser();
    let page = visitor.get("/agenda/nuit-des-crues").await.text();
    let link = page.split("application/json+oembed").nth(1).unwrap();
    let link = link.split("href=\"").nth(1).unwrap().split('"').next().unwrap();
    let path = link.split("/api/").nth(1).map(|rest| format!("/api/{rest}")).unwrap();
    let answer = visitor.get(&path.replace("&amp;", "&")).await;
    assert_eq!(answer.status, 200, "{path}");
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    let said = answer.json();
    assert_eq!((&said["version"], &said["type"]), (&"1.0".into(), &"rich".into()));
    assert_eq!(said["title"], "Nuit \"des\" crues");
    assert!(said["thumbnail_url"].as_str().unwrap().starts_with("http"));
    let html = said["html"].as_str().unwrap();
    assert!(html.contains("title=\"Nuit &quot;des&quot; crues\""), "{html}");
    let frame = html.split("/integrer/").nth(1).unwrap().split('"').next().unwrap();
    let frame = visitor.get(&format!("/integrer/{frame}")).await;
    assert_eq!(frame.status, 200);
    assert!(frame.header("content-security-policy").contains("frame-ancestors *"));
    assert!(frame.contains("samedi 11\u{a0}décembre 2027"), "{}", frame.text());
    let small =
        visitor.get(&format!("{}&maxwidth=300&maxheight=9", path.replace("&amp;", "&"))).await;
    assert_eq!(
        (small.json()["width"].as_i64(), small.json()["height"].as_i64()),
        (Some(300), Some(120))
    );
    assert_eq!(
        visitor.get(&format!("{}&format=xml", path.replace("&amp;", "&"))).await.status,
        501
    );
    let other = |to: &str| path.replace("nuit-des-crues", to).replace("&amp;", "&");
    for nobody in [
        other("entre-nous"),
        other("jamais"),
        "/api/oembed?url=https://ailleurs.example/agenda/x".to_owned(),
    ] {
        assert_eq!(visitor.get(&nobody).await.status, 404, "{nobody}");
        assert_eq!(staff.get(&nobody).await.status, 404, "not for staff either: {nobody}");
    }
}

#[tokio::test]
async fn the_programme_stands_in_a_frame_of_any_site_with_the_filters_of_the_list() {
    let test = TestApp::new().await;
    let mut staff = test.admin().await;
    publish(&mut staff, &[]).await;
    publish(&mut staff, &[("title", "Bal des voisins"), ("category", "party")]).await;
    publish(&mut staff, &[("title", "Entre nous"), ("audience", "members")]).await;
    // Whoever looks: a page that others frame says to nobody what it does not say to everybody.
    let frame = staff.get("/agenda/embed?type=party&theme=dark").await;
    assert_eq!(frame.status, 200);
    assert!(frame.header("content-security-policy").contains("frame-ancestors *"));
    assert!(frame.contains("Bal des voisins") && frame.contains("data-theme=\"dark\""));
    assert!(frame.contains("target=\"_blank\"") && !frame.contains("<script"));
    assert!(!frame.contains("Nocturne") && !frame.contains("Entre nous"));
    assert!(frame.headers.get("set-cookie").is_none());
    assert!(!staff.get("/agenda/embed").await.contains("Entre nous"));
    let script = test.browser().get("/agenda.js").await;
    assert!(script.header("content-type").starts_with("text/javascript"));
    assert_eq!(script.header("access-control-allow-origin"), "*");
    let page = staff.get("/equipe/agenda/integrer?type=party").await;
    assert!(page.contains("&lt;parvis-agenda type=&quot;party&quot;&gt;"), "{}", page.text());
}

#[tokio::test]
async fn the_map_of_the_programme_says_in_words_what_it_draws() {
    let test = TestApp::new().await;
    let mut staff = test.admin().await;
    let at = |title, north, east| {
        [("title", title), ("place_name", title), ("latitude", north), ("longitude", east)]
    };
    publish(&mut staff, &at("Au quai", "47.2065", "-1.5636")).await;
    publish(&mut staff, &at("Au jardin", "47.2173", "-1.5534")).await;
    publish(&mut staff, &at("À Paris", "48.8566", "2.3522")).await;
    publish(&mut staff, &[("title", "Nulle part")]).await;
    publish(
        &mut staff,
        &[
            ("title", "Entre nous"),
            ("audience", "members"),
            ("latitude", "47.2"),
            ("longitude", "-1.56"),
        ],
    )
    .await;
    let page = test.browser().get("/agenda/carte").await;
    assert_eq!(page.status, 200);
    for shown in [
        "<svg",
        "Au quai",
        "Au jardin",
        "trop loin pour le dessin",
        "1 événement n’a pas de position",
    ] {
        assert!(page.contains(shown), "{shown}: {}", page.text());
    }
    assert!(!page.contains("Entre nous"));
    assert_eq!(page.text().matches("<circle").count(), 2);
    assert!(!page.contains("<img src=\"http"), "nothing of another site");
    // One mark alone would be an empty sheet: the place is said.
    let one = test.browser().get("/agenda/carte?recherche=quai").await.text();
    assert!(!one.contains("<svg class=\"plan") && !one.contains("1. Au quai"), "{one}");
    assert!(one.contains("Tout a lieu au même endroit\u{202f}: Au quai."), "{one}");
    let none = test.browser().get("/agenda/carte?type=film").await;
    assert!(none.contains("0 événement") || none.contains("Aucun"), "{}", none.text());
}
