//! What other houses announce: followed, read in as each software writes it, approved, shown with its credit, let go.

use std::time::Duration;

use diesel::prelude::*;
use parvis::schema;
use serde_json::{Value, json};

use crate::{
    support::{Answer, Browser, Person, Remote},
    voices::{Hung, PUBLIC, VENUE, hung},
};

/// The first picture of the demo, as bytes.
const PICTURE: &[u8] = include_bytes!("../../src/cli/demo/pictures/galets.jpg");

/// An actor of another kind than a person.
pub fn actor(remote: &Remote, handle: &str, kind: &str, name: &str) -> Person {
    let mut actor = remote.person(handle);
    actor.document["type"] = json!(kind);
    actor.document["name"] = json!(name);
    remote.serve(&format!("/users/{handle}"), &actor.document);
    actor
}

/// A venue, a server beside it that runs this software, and whoever announces events there.
async fn beside(software: &str) -> (Hung, Remote, Person) {
    let h = hung().await;
    let remote = h.test.remote(software).await;
    let (handle, kind, name) = match software {
        "mobilizon" => ("theatre", "Group", "Théâtre du Port"),
        "gancio" => ("events", "Application", "Eventi"),
        "wordpress" => ("blog", "Group", "La Librairie"),
        _ => ("culture", "Group", "Culture"),
    };
    let source = actor(&remote, handle, kind, name);
    (h, remote, source)
}

fn path_of(remote: &Remote, iri: &str) -> String {
    iri.strip_prefix(&remote.base).unwrap().to_owned()
}

/// As Mobilizon writes it: the group's event, done by a person.
fn mobilizon(remote: &Remote, person: &Person, group: &Person) -> Value {
    let base = &remote.base;
    json!({
        "@context": ["https://www.w3.org/ns/activitystreams", {"mz": "https://joinmobilizon.org/ns#"}],
        "id": format!("{base}/events/e1"), "type": "Event", "uuid": "e1", "draft": false,
        "actor": person.iri, "attributedTo": group.iri,
        "name": "Répétition ouverte", "content": "<p>On entre, on <b>regarde</b> travailler.</p>",
        "summary": "Saturday, June 13, 2026 · La Scène", "category": "THEATRE", "mediaType": "text/html",
        "startTime": "2026-06-13T20:00:00+02:00", "endTime": "2026-06-13T22:30:00+02:00",
        "timezone": "Europe/Paris", "joinMode": "free", "ical:status": "CONFIRMED", "status": "CONFIRMED",
        "isOnline": false, "inLanguage": "fr", "repliesModerationOption": "allow_all",
        "to": [PUBLIC], "cc": [format!("{}/followers", group.iri)],
        "published": "2026-05-20T10:00:00Z", "updated": "2026-05-21T10:00:00Z",
        "url": format!("{base}/events/e1"), "contacts": [], "commentsEnabled": true,
        "attachment": [
            {"type": "PropertyValue", "propertyID": "mz:accessibility", "value": "yes"},
            {"type": "Link", "href": "https://theatre.example/", "mediaType": "text/html", "name": "Website"},
            {"type": "Document", "mediaType": "image/jpeg", "name": "Banner", "url": format!("{base}/media/b.jpg")},
        ],
        "tag": [{"type": "Hashtag", "name": "#scene", "href": format!("{base}/tag/scene")}],
        "location": {
            "type": "Place", "id": format!("{base}/address/1"), "name": "La Scène",
            "address": {"type": "PostalAddress", "streetAddress": "1 rue du Port", "postalCode": "44000",
                "addressLocality": "Nantes", "addressRegion": null, "addressCountry": "France"},
            "latitude": 47.2, "longitude": -1.55,
        },
    })
}

/// As Gancio writes it: by its one actor, with an address that is a line, and no end.
pub fn gancio(remote: &Remote, instance: &Person) -> Value {
    let base = &remote.base;
    json!({
        "id": format!("{base}/federation/m/1"), "type": "Event", "name": "Concerto",
        "url": format!("{base}/event/concerto"), "startTime": "2026-06-20T19:00:00.000+02:00",
        "location": {"type": "Place", "name": "Sala", "address": "Via Roma 1", "latitude": null, "longitude": null},
        "attachment": [
            {"type": "Link", "href": "https://band.example/", "mediaType": "text/html"},
            {"type": "Document", "mediaType": "image/jpeg", "url": format!("{base}/media/1.jpg"),
             "name": "", "focalPoint": [0, 0]},
        ],
        "tag": [{"type": "Hashtag", "name": "#musica", "href": format!("{base}/tag/musica")}],
        "published": "2026-05-26T10:00:00.000Z", "attributedTo": instance.iri,
        "to": [PUBLIC], "cc": [format!("{}/followers", instance.iri)],
        "content": "<p>ciao</p>", "summary": "Sala, 20 giugno",
    })
}

/// As WordPress with Event Bridge writes it: a list of places, one of them an address on the web.
fn event_bridge(remote: &Remote, blog: &Person) -> Value {
    let base = &remote.base;
    json!({
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": format!("{base}/?p=13"), "type": "Event", "attributedTo": blog.iri, "name": "Lecture à voix haute",
        "content": "<p>Des textes</p>", "contentMap": {"fr": "<p>Des textes</p>"}, "summary": "<p>Lecture</p>",
        "startTime": "2026-06-14T18:00:00+02:00", "endTime": "2026-06-14T19:00:00+02:00",
        "timezone": "Europe/Paris", "published": "2026-05-26T10:00:00Z", "url": format!("{base}/lecture/"),
        "status": "CONFIRMED", "joinMode": "external", "externalParticipationUrl": format!("{base}/lecture/"),
        "to": [PUBLIC, format!("{}/followers", blog.iri)], "cc": [],
        "location": [{"type": "Place", "name": "Librairie", "address": "3 quai Haut"},
            {"type": "VirtualLocation", "url": "https://stream.example/"}],
        "attachment": [],
    })
}

async fn add(admin: &mut Browser, address: &str, trusted: bool) -> Answer {
    let mut fields = vec![("address", address)];
    if trusted {
        fields.push(("trusted", "1"));
    }
    admin.post("/equipe/autour/sources", &fields).await
}

/// Follows a source; it accepts.
pub async fn follow(h: &Hung, remote: &Remote, source: &Person, trusted: bool) -> Browser {
    let mut admin = h.test.admin().await;
    let answer = add(&mut admin, &source.address(), trusted).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    h.test.settle().await;
    let asked = remote.received_of("Follow").pop().expect("a follow");
    assert_eq!((&asked["actor"], &asked["object"]), (&json!(VENUE), &json!(source.iri)));
    let accept = remote.wrap("Accept", source, &asked);
    assert_eq!(h.deliver(remote, source, &accept).await, "applied");
    admin
}

async fn around(h: &Hung) -> String {
    let answer = h.test.browser().get("/autour").await;
    assert_eq!(answer.status, 200);
    answer.text()
}

async fn agenda(h: &Hung) -> String {
    h.test.browser().get("/agenda").await.text()
}

/// The keys of the events that are kept, in order.
async fn kept(h: &Hung) -> Vec<i64> {
    h.test
        .query(|conn| {
            let table = schema::around_events::table;
            table.order(schema::around_events::id).select(schema::around_events::id).load(conn)
        })
        .await
}

pub async fn source_id(h: &Hung) -> i64 {
    h.test
        .query(|conn| {
            schema::around_sources::table.select(schema::around_sources::actor_id).first(conn)
        })
        .await
}

#[tokio::test]
async fn the_event_of_a_mobilizon_group_waits_is_approved_and_stands_with_its_credit() {
    let (h, remote, group) = beside("mobilizon").await;
    let bob = remote.person("bob");
    remote.script("/media/b.jpg", 200, vec![("content-type", "image/jpeg".to_owned())], PICTURE);
    let mut admin = follow(&h, &remote, &group, false).await;
    assert!(admin.get("/equipe/autour").await.contains("Suivie"));
    let event = mobilizon(&remote, &bob, &group);
    assert_eq!(h.deliver(&remote, &bob, &remote.create(&bob, &event)).await, "applied");
    assert!(!around(&h).await.contains("Répétition ouverte"), "nobody agreed yet");
    assert!(!agenda(&h).await.contains("Répétition ouverte"));
    let waiting = admin.get("/equipe/autour").await;
    assert!(waiting.contains("Répétition ouverte") && waiting.contains("Théâtre du Port"));
    let id = kept(&h).await[0];
    let shown = admin.post(&format!("/equipe/autour/{id}"), &[("action", "show")]).await;
    assert_eq!(shown.status, 303);
    for page in [around(&h).await, agenda(&h).await] {
        assert!(page.contains("Répétition ouverte"), "{page}");
        assert!(page.contains(&format!("annoncé par Théâtre du Port, sur {}", remote.host())));
        assert!(
            page.contains(&format!("href=\"{}/events/e1\" rel=\"nofollow noopener\"", remote.base))
        );
        assert!(
            page.contains("samedi 13\u{a0}juin 2026, 20\u{a0}h\u{a0}– 22\u{a0}h\u{a0}30"),
            "{page}"
        );
        assert!(page.contains("La Scène"));
        assert!(page.contains("/media/") && !page.contains("b.jpg"), "our copy, not theirs");
    }
    assert!(around(&h).await.contains("On entre, on regarde travailler."));
    let month = h.test.browser().get("/agenda/mois/2026-06").await.text();
    assert!(
        month.contains(
            "Répétition ouverte</a> <span class=\"fine muted\">annoncé par Théâtre du Port"
        ),
        "{month}"
    );
    assert!(!h.test.browser().get("/agenda/mois/2026-07").await.contains("Répétition ouverte"));
    assert!(!h.test.browser().get("/agenda/mois/2026-06?type=tour").await.contains("ouverte"));
    // For calendars, readers and other programs too, apart from the venue's own and with its credit.
    let calendar = h.test.browser().get("/autour.ics").await;
    assert_eq!(calendar.header("content-type"), "text/calendar; charset=utf-8");
    let unfolded = calendar.text().replace("\r\n ", "");
    for line in [
        format!("UID:{}/events/e1", remote.base),
        "SUMMARY:Répétition ouverte".to_owned(),
        "DTSTART:20260613T180000Z".to_owned(),
        "STATUS:CONFIRMED".to_owned(),
        format!("annoncé par Théâtre du Port\\, sur {}", remote.host()),
    ] {
        assert!(unfolded.contains(&line), "{line}: {unfolded}");
    }
    let feed = h.test.browser().get("/autour.atom").await.text();
    assert!(
        feed.contains("<name>Théâtre du Port</name>") && feed.contains("Répétition ouverte"),
        "{feed}"
    );
    let export = h.test.browser().get("/autour.json").await.json();
    let first = &export["events"][0];
    assert_eq!(first["title"]["fr"], "Répétition ouverte");
    assert_eq!(first["originAgenda"]["title"], "Théâtre du Port");
    assert_eq!(first["timings"][0]["begin"], "2026-06-13T20:00:00+02:00");
    assert_eq!(first["canonicalUrl"], format!("{}/events/e1", remote.base));
    // It is nobody's but theirs: not in the calendar, the feed, the export of the venue, nor a page here.
    for path in ["/agenda.ics", "/agenda.atom", "/agenda.json", "/actors/musee/outbox?page=1"] {
        let answer = h.test.browser().get_activity(path).await;
        assert!(!answer.contains("ouverte"), "{path}");
    }
    // Put aside again.
    admin.post(&format!("/equipe/autour/{id}"), &[("action", "refuse"), ("back", "shown")]).await;
    assert!(!around(&h).await.contains("Répétition ouverte"));
    assert!(admin.get("/equipe/autour?file=ecartes").await.contains("Répétition ouverte"));
}

#[tokio::test]
async fn a_change_a_cancellation_and_a_deletion_of_mobilizon_are_heard() {
    let (h, remote, group) = beside("mobilizon").await;
    let (bob, moderator) = (remote.person("bob"), remote.person("moderator"));
    follow(&h, &remote, &group, true).await;
    let mut event = mobilizon(&remote, &bob, &group);
    event["attachment"] = json!([]);
    h.deliver(&remote, &bob, &remote.create(&bob, &event)).await;
    assert!(around(&h).await.contains("20\u{a0}h"), "shown at once: the source is trusted");
    event["startTime"] = json!("2026-06-13T21:00:00+02:00");
    event["updated"] = json!("2026-06-02T10:00:00Z");
    remote.serve("/events/e1", &event);
    let update = remote.wrap("Update", &bob, &event);
    assert_eq!(h.deliver(&remote, &bob, &update).await, "applied");
    assert!(around(&h).await.contains("21\u{a0}h"));
    // What its server says counts, not what is enclosed.
    let mut told = event.clone();
    told["name"] = json!("Autre chose");
    told["updated"] = json!("2026-06-03T10:00:00Z");
    let mut lie = remote.wrap("Update", &bob, &told);
    lie["id"] = json!(format!("{}/activities/lie", remote.base));
    h.deliver(&remote, &bob, &lie).await;
    assert!(!around(&h).await.contains("Autre chose"));
    event["status"] = json!("CANCELLED");
    event["ical:status"] = json!("CANCELLED");
    event["updated"] = json!("2026-06-04T10:00:00Z");
    remote.serve("/events/e1", &event);
    let mut cancel = remote.wrap("Update", &bob, &event);
    cancel["id"] = json!(format!("{}/activities/cancel", remote.base));
    assert_eq!(h.deliver(&remote, &bob, &cancel).await, "applied");
    assert!(around(&h).await.contains("Annulé"));
    // Somebody else of the group deletes it: believed once its server says that it is gone.
    let delete = remote.wrap("Delete", &moderator, &json!(event["id"]));
    let early = {
        let mut early = delete.clone();
        early["id"] = json!(format!("{}/activities/early", remote.base));
        early
    };
    assert_eq!(h.deliver(&remote, &moderator, &early).await, "rejected");
    assert!(around(&h).await.contains("Répétition ouverte"));
    remote.script("/events/e1", 410, vec![], "");
    assert_eq!(h.deliver(&remote, &moderator, &delete).await, "applied");
    assert!(!around(&h).await.contains("Répétition ouverte"));
    assert!(kept(&h).await.is_empty());
}

#[tokio::test]
async fn what_was_approved_waits_again_when_it_says_something_else_but_is_called_off_at_once() {
    let (h, remote, group) = beside("mobilizon").await;
    let bob = remote.person("bob");
    remote.script("/media/b.jpg", 200, vec![("content-type", "image/jpeg".to_owned())], PICTURE);
    let mut admin = follow(&h, &remote, &group, false).await;
    let mut event = mobilizon(&remote, &bob, &group);
    event.as_object_mut().unwrap().remove("ical:status");
    h.deliver(&remote, &bob, &remote.create(&bob, &event)).await;
    let id = kept(&h).await[0];
    let show = format!("/equipe/autour/{id}");
    admin.post(&show, &[("action", "show")]).await;
    let mut day = 1;
    let mut says = async |event: &mut Value, member: &str, value: Value| {
        day += 1;
        event[member] = value;
        event["updated"] = json!(format!("2026-06-{day:02}T10:00:00Z"));
        remote.serve("/events/e1", event);
        let mut update = remote.wrap("Update", &bob, event);
        update["id"] = json!(format!("{}/activities/{day}", remote.base));
        assert_eq!(h.deliver(&remote, &bob, &update).await, "applied", "{member}");
        around(&h).await
    };
    // How many take part is nothing anybody agreed to.
    let page = says(&mut event, "participantCount", json!(12)).await;
    assert!(page.contains("Répétition ouverte"));
    let page = says(&mut event, "status", json!("CANCELLED")).await;
    assert!(page.contains("Répétition ouverte") && page.contains("Annulé"), "{page}");
    let page = says(&mut event, "status", json!("CONFIRMED")).await;
    assert!(page.contains("Répétition ouverte") && !page.contains("Annulé"));
    let others = [
        ("name", json!("Achetez nos montres")),
        ("content", json!("<p>Tout autre chose</p>")),
        ("startTime", json!("2026-06-13T19:00:00+02:00")),
        ("url", json!(format!("{}/events/e1?x", remote.base))),
        ("attachment", json!([])),
    ];
    for (member, value) in others {
        let page = says(&mut event, member, value).await;
        assert!(!page.contains("/events/e1"), "{member}: {page}");
        assert!(!agenda(&h).await.contains("/events/e1"), "{member}");
        let waiting = admin.get("/equipe/autour").await;
        assert!(waiting.contains("Modifié depuis votre accord"), "{member}: {}", waiting.text());
        admin.post(&show, &[("action", "show")]).await;
        assert!(around(&h).await.contains("/events/e1"), "{member}");
        assert!(!admin.get("/equipe/autour?file=montres").await.contains("Modifié depuis"));
    }
    // Of whom staff trust, nothing waits.
    let source = source_id(&h).await;
    admin.post(&format!("/equipe/autour/sources/{source}"), &[("action", "trust")]).await;
    assert!(says(&mut event, "name", json!("Répétition")).await.contains("Répétition"));
}

#[tokio::test]
async fn gancio_is_followed_by_the_name_of_its_server_and_read_without_an_end_or_coordinates() {
    let (h, remote, instance) = beside("gancio").await;
    let node = format!("{}/nodeinfo/2.0", remote.base);
    remote.serve_kind(
        "/.well-known/nodeinfo",
        "application/json",
        &json!({"links": [
            {"rel": "http://nodeinfo.diaspora.software/ns/schema/2.0", "href": node},
            {"rel": "https://www.w3.org/ns/activitystreams#Application", "href": instance.iri},
        ]}),
    );
    let mut admin = h.test.admin().await;
    let answer = add(&mut admin, &remote.host(), true).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    h.test.settle().await;
    assert_eq!(remote.received_of("Follow").len(), 1);
    let event = gancio(&remote, &instance);
    assert_eq!(h.deliver(&remote, &instance, &remote.create(&instance, &event)).await, "applied");
    let page = around(&h).await;
    assert!(
        page.contains("Concerto") && page.contains("samedi 20\u{a0}juin 2026, 19\u{a0}h<"),
        "{page}"
    );
    assert!(page.contains("Sala") && page.contains(&format!("{}/event/concerto", remote.base)));
    let delete = remote.wrap(
        "Delete",
        &instance,
        &json!({"id": event["id"], "type": "Tombstone", "formerType": "Event"}),
    );
    assert_eq!(h.deliver(&remote, &instance, &delete).await, "applied");
    assert!(!around(&h).await.contains("Concerto"));
    // It was withdrawn by its own server: it does not come back.
    let again = remote.wrap("Update", &instance, &event);
    assert_eq!(h.deliver(&remote, &instance, &again).await, "ignored");
}

#[tokio::test]
async fn event_bridge_friendica_and_hubzilla_are_read_in_their_own_shapes() {
    let (h, remote, blog) = beside("wordpress").await;
    follow(&h, &remote, &blog, true).await;
    let event = event_bridge(&remote, &blog);
    remote.serve("/?p=13", &event);
    assert_eq!(h.deliver(&remote, &blog, &remote.wrap("Create", &blog, &event)).await, "applied");
    let page = around(&h).await;
    assert!(page.contains("Librairie") && page.contains("En ligne"), "{page}");
    // A reminder: it shares its own event.
    let announce = remote.wrap("Announce", &blog, &event["id"]);
    assert_eq!(h.deliver(&remote, &blog, &announce).await, "applied");
    // Friendica: universal time and nothing else; Hubzilla: a place in `content`, a moment without a zone.
    let friendica = json!({
        "id": format!("{}/objects/f1", remote.base), "type": "Event", "attributedTo": blog.iri,
        "name": "Bal", "content": "<p>On danse</p>", "startTime": "2026-06-21T20:00:00Z",
        "dfrn:adjust": true, "to": PUBLIC, "location": {"type": "Place", "name": "Place du Bal"},
    });
    let hubzilla = json!({
        "id": format!("{}/item/h1", remote.base), "type": "Event", "actor": blog.iri, "summary": "Marché",
        "content": "On vend", "startTime": "2026-06-22T09:30:00", "timezone": "Europe/Paris",
        "endTime": "2026-06-22T12:00:00", "to": [PUBLIC],
        "location": {"type": "Place", "content": "Halle aux grains"},
    });
    for event in [&friendica, &hubzilla] {
        let outcome = h.deliver(&remote, &blog, &remote.create(&blog, event)).await;
        assert_eq!(outcome, "applied", "{event}");
    }
    let page = around(&h).await;
    assert!(page.contains("dimanche 21\u{a0}juin 2026, 22\u{a0}h<"), "{page}");
    assert!(page.contains("lundi 22\u{a0}juin 2026, 9\u{a0}h\u{a0}30\u{a0}– 12\u{a0}h"), "{page}");
    assert!(page.contains("Halle aux grains") && page.contains("Marché"));
}

#[tokio::test]
async fn piefed_says_where_an_event_is_followed_from_afar_and_not_where_it_is() {
    let (h, remote, community) = beside("piefed").await;
    let ada = remote.person("ada");
    follow(&h, &remote, &community, true).await;
    let base = &remote.base;
    let event = json!({
        "id": format!("{base}/post/7"), "type": "Event", "attributedTo": ada.iri, "audience": community.iri,
        "name": "Ciné-club en ligne", "content": "<p>On regarde ensemble.</p>", "url": format!("{base}/post/7"),
        "startTime": "2026-06-15T19:00:00+00:00", "endTime": "2026-06-15T21:00:00+00:00", "timezone": "Europe/Paris",
        "published": "2026-05-26T10:00:00Z", "to": [PUBLIC], "cc": [format!("{}/followers", ada.iri)],
        "onlineLink": "https://salon.example/cine", "isOnline": true, "joinMode": "free", "participantCount": 0,
        "maximumAttendeeCapacity": 0, "externalParticipationUrl": null, "anonymousParticipation": false,
        "buyTicketsLink": null, "feeCurrency": null, "feeAmount": 0,
    });
    let create = remote.create(&ada, &event);
    remote.serve(&path_of(&remote, create["id"].as_str().unwrap()), &create);
    let share = remote.wrap("Announce", &community, &create);
    assert_eq!(h.deliver(&remote, &community, &share).await, "applied");
    let page = around(&h).await;
    assert!(page.contains("Ciné-club en ligne") && page.contains("En ligne"), "{page}");
    let calendar = h.test.browser().get("/autour.ics").await.text();
    assert!(calendar.contains("DTSTART:20260615T190000Z"), "{calendar}");
    let export = h.test.browser().get("/autour.json").await.json();
    assert_eq!(export["events"][0]["onlineAccessLink"], "https://salon.example/cine");
    assert_eq!(export["events"][0]["attendanceMode"], 2);
}

#[tokio::test]
async fn another_parvis_is_read_by_its_venue_and_by_what_its_server_shares() {
    let h = hung().await;
    let (id, ours) = {
        let draft = crate::attendance::draft(Some(10), 2);
        let id = crate::attendance::event(&h.test, draft).await;
        let found = h.test.app.read(move |conn| parvis::platform::objects::find(conn, id)).await;
        (id, found.unwrap().unwrap().iri)
    };
    let document = h.test.browser().get_activity(&ours).await.json();
    assert_eq!(document["type"], "Event", "{id}");
    let remote = h.test.remote("parvis").await;
    let server = remote.application("parvis");
    let neighbour = actor(&remote, "galerie", "Organization", "Galerie d’en face");
    // The same document, as the neighbour's server would serve its own.
    let text = document.to_string();
    let text = text.replace("http://musee.test/actors/musee", &neighbour.iri);
    let text = text.replace("http://musee.test", &remote.base);
    let event: Value = serde_json::from_str(&text).unwrap();
    let iri = event["id"].as_str().unwrap().to_owned();
    remote.serve(&path_of(&remote, &iri), &event);
    // Followed by its server's actor, which only shares.
    follow(&h, &remote, &server, true).await;
    let announce = remote.wrap("Announce", &server, &json!(iri));
    assert_eq!(h.deliver(&remote, &server, &announce).await, "applied");
    let page = around(&h).await;
    assert!(page.contains("Galerie d’en face"), "whose it is, not who shared it: {page}");
    assert!(page.contains(event["name"].as_str().unwrap()));
    // The venue itself changes it.
    let mut moved = event.clone();
    moved["name"] = json!("Nocturne, salle comble");
    moved["updated"] = json!("2026-06-02T10:00:00Z");
    let update = remote.wrap("Update", &neighbour, &moved);
    assert_eq!(h.deliver(&remote, &neighbour, &update).await, "applied");
    assert!(around(&h).await.contains("Nocturne, salle comble"));
}

#[tokio::test]
async fn what_a_source_announced_before_it_was_followed_is_read_from_its_outbox() {
    let (h, remote, instance) = beside("gancio").await;
    let event = gancio(&remote, &instance);
    let create = remote.create(&instance, &event);
    let mut foreign = event.clone();
    foreign["id"] = json!("https://elsewhere.example/m/9");
    foreign["name"] = json!("Faux");
    let mut past = event.clone();
    past["id"] = json!(format!("{}/federation/m/0", remote.base));
    past["startTime"] = json!("2025-06-20T19:00:00+02:00");
    past["name"] = json!("Périmé");
    let outbox = format!("{}/outbox", instance.iri);
    let page = format!("{outbox}?page=true");
    remote.serve(
        &path_of(&remote, &outbox),
        &json!({"id": outbox, "type": "OrderedCollection", "totalItems": 3, "first": page}),
    );
    let items = [
        create,
        remote.wrap("Create", &instance, &foreign),
        remote.wrap("Create", &instance, &past),
    ];
    remote.serve(
        &path_of(&remote, &page),
        &json!({"id": page, "type": "OrderedCollectionPage", "partOf": outbox, "orderedItems": items}),
    );
    let mut admin = h.test.admin().await;
    assert_eq!(add(&mut admin, &instance.address(), true).await.status, 303);
    h.test.settle().await;
    let page = around(&h).await;
    assert!(page.contains("Concerto"), "{page}");
    assert!(!page.contains("Faux") && !page.contains("Périmé"));
}

#[tokio::test]
async fn nothing_comes_from_whom_nobody_follows_from_a_paused_source_or_a_blocked_server() {
    let (h, remote, instance) = beside("gancio").await;
    let event = gancio(&remote, &instance);
    let create = remote.create(&instance, &event);
    assert_eq!(h.deliver(&remote, &instance, &create).await, "ignored", "nobody follows it");
    let mut admin = follow(&h, &remote, &instance, true).await;
    let id = source_id(&h).await;
    let change = format!("/equipe/autour/sources/{id}");
    admin.post(&change, &[("action", "pause")]).await;
    let mut again = create.clone();
    again["id"] = json!(format!("{}/activities/again", remote.base));
    assert_eq!(h.deliver(&remote, &instance, &again).await, "ignored", "paused");
    assert!(admin.get("/equipe/autour").await.contains("En pause"));
    admin.post(&change, &[("action", "resume")]).await;
    again["id"] = json!(format!("{}/activities/third", remote.base));
    assert_eq!(h.deliver(&remote, &instance, &again).await, "applied");
    assert!(around(&h).await.contains("Concerto"));
    // The server is blocked: its events go at once, and nothing of it can be added or approved.
    let host = remote.host();
    let rule = [("domain", host.as_str()), ("kind", "block"), ("note", "")];
    assert_eq!(admin.post("/equipe/federation/regles", &rule).await.status, 303);
    assert!(!around(&h).await.contains("Concerto"));
    let page = admin.get("/equipe/autour").await;
    assert!(page.contains("Serveur bloqué"), "{}", page.text());
    let event = kept(&h).await[0];
    let show = admin.post(&format!("/equipe/autour/{event}"), &[("action", "show")]).await;
    assert_eq!(show.status, 404);
    let other = remote.person("autre");
    let refused = add(&mut admin, &other.address(), true).await;
    assert_eq!(refused.status, 422);
    assert!(refused.contains("ne parle pas avec ce serveur") && refused.contains(&other.address()));
}

#[tokio::test]
async fn an_event_is_believed_only_from_its_own_server_and_its_own_organiser() {
    let h = hung().await;
    let (remote, evil) = (h.test.remote("mobilizon").await, h.test.remote("evil").await);
    let group = actor(&remote, "theatre", "Group", "Théâtre du Port");
    let mallory = evil.person("mallory");
    follow(&h, &remote, &group, true).await;
    let bob = remote.person("bob");
    let mut event = mobilizon(&remote, &bob, &group);
    event["attachment"] = json!([]);
    // A stranger encloses the group's event with another title.
    let mut forged = event.clone();
    forged["name"] = json!("Faux");
    h.deliver(&evil, &mallory, &evil.wrap("Create", &mallory, &forged)).await;
    // On the stranger's own server, in the group's name.
    let mut named = forged.clone();
    named["id"] = json!(format!("{}/events/x", evil.base));
    h.deliver(&evil, &mallory, &evil.create(&mallory, &named)).await;
    // Somebody of the same server whom it does not confirm.
    let eve = remote.person("eve");
    let mut eves = forged.clone();
    eves["id"] = json!(format!("{}/events/eve", remote.base));
    eves["actor"] = json!(eve.iri);
    assert_ne!(h.deliver(&remote, &eve, &remote.wrap("Create", &eve, &eves)).await, "applied");
    // A share leads to its origin, whatever is enclosed; a stranger's share leads nowhere.
    remote.serve("/events/e1", &event);
    h.test.advance(Duration::from_secs(600));
    let by_mallory = evil.wrap("Announce", &mallory, &event["id"]);
    let outcome = h.deliver(&evil, &mallory, &by_mallory).await;
    assert!(!around(&h).await.contains("Faux"));
    assert_eq!(outcome, "applied", "its organiser is a source, whoever pointed at it");
    assert!(around(&h).await.contains("Répétition ouverte"));
    // Somebody of the same server makes it theirs.
    let mut stolen = event.clone();
    stolen["actor"] = json!(eve.iri);
    stolen["attributedTo"] = json!(eve.iri);
    stolen["name"] = json!("Volé");
    stolen["updated"] = json!("2026-06-30T10:00:00Z");
    let update = remote.wrap("Update", &eve, &stolen);
    assert_eq!(h.deliver(&remote, &eve, &update).await, "rejected");
    assert!(!around(&h).await.contains("Volé"));
}

#[tokio::test]
async fn a_source_that_is_removed_is_followed_no_more_and_takes_its_events_with_it() {
    let (h, remote, instance) = beside("gancio").await;
    let mut admin = follow(&h, &remote, &instance, true).await;
    let event = gancio(&remote, &instance);
    h.deliver(&remote, &instance, &remote.create(&instance, &event)).await;
    let id = source_id(&h).await;
    let remove = [("action", "remove")];
    assert_eq!(admin.post(&format!("/equipe/autour/sources/{id}"), &remove).await.status, 303);
    h.test.settle().await;
    assert!(!around(&h).await.contains("Concerto"));
    let undo = remote.received_of("Undo").pop().unwrap();
    assert_eq!(undo["object"]["type"], "Follow");
    assert!(admin.get("/equipe/autour").await.contains("Aucune source"));
    // Followed again, what it announces comes back.
    follow(&h, &remote, &instance, true).await;
    let mut again = remote.create(&instance, &event);
    again["id"] = json!(format!("{}/activities/again", remote.base));
    assert_eq!(h.deliver(&remote, &instance, &again).await, "applied");
    assert!(around(&h).await.contains("Concerto"));
    // An actor that leaves for good.
    let farewell = remote.wrap("Delete", &instance, &json!(instance.iri));
    h.deliver(&remote, &instance, &farewell).await;
    assert!(!around(&h).await.contains("Concerto"));
    assert!(kept(&h).await.is_empty());
}

#[tokio::test]
async fn what_is_over_goes_and_a_source_that_never_answers_is_told_so() {
    let (h, remote, instance) = beside("gancio").await;
    let mut admin = h.test.admin().await;
    add(&mut admin, &instance.address(), false).await;
    h.test.settle().await;
    assert!(admin.get("/equipe/autour").await.contains("Demande envoyée"));
    let event = gancio(&remote, &instance);
    h.deliver(&remote, &instance, &remote.create(&instance, &event)).await;
    assert_eq!(kept(&h).await.len(), 1);
    h.test.advance(Duration::from_secs(4 * 86_400));
    let mut admin = h.test.admin().await;
    let page = admin.get("/equipe/autour").await;
    assert!(page.contains("Sans réponse"), "{}", page.text());
    h.test.advance(Duration::from_secs(20 * 86_400));
    parvis::platform::tidy::round(&h.test.app).await.unwrap();
    assert!(kept(&h).await.is_empty());
    let again = remote.wrap("Update", &instance, &event);
    assert_eq!(h.deliver(&remote, &instance, &again).await, "ignored", "it is over");
}

#[tokio::test]
async fn a_source_is_typed_once_and_must_be_somebody() {
    let (h, remote, group) = beside("mobilizon").await;
    let mut admin = h.test.admin().await;
    let nobody = format!("@nobody@{}", remote.host());
    for (typed, said) in [
        ("", "Donnez une adresse"),
        ("pas une adresse", "Donnez une adresse"),
        (nobody.as_str(), "ne répond à cette adresse"),
    ] {
        let answer = add(&mut admin, typed, false).await;
        assert_eq!(answer.status, 422, "{typed}");
        assert!(answer.contains(said), "{typed}: {}", answer.text());
    }
    // By the address of its page's document.
    assert_eq!(add(&mut admin, &group.iri, false).await.status, 303);
    let twice = add(&mut admin, &group.address(), false).await;
    assert!(twice.status == 422 && twice.contains("déjà suivie"), "{}", twice.text());
    h.test.settle().await;
}
