//! Answers of other servers, each in the dialect of its software, and what each of them hears in return.

use std::time::Duration;

use diesel::prelude::*;
use parvis::{
    features::{
        attendance::Answer,
        events::{Draft, Rsvp, Status},
    },
    kernel::{clock::Time, id::Id},
    platform::objects,
    schema,
};
use serde_json::{Value, json};

use crate::{
    attendance::{draft, event, people},
    support::{Person, Remote},
    voices::{Hung, SERVER, VENUE, follow, follow_of, hung},
};

/// An event and the address other servers know it by.
pub async fn announced(h: &Hung, draft: Draft) -> (Id, String) {
    let id = event(&h.test, draft).await;
    let found = h.test.app.read(move |conn| objects::find(conn, id)).await.unwrap();
    (id, found.unwrap().iri)
}

/// As Mobilizon sends it: to the organiser, and by its own bad habit to everybody who comes.
fn join(remote: &Remote, who: &Person, iri: &str, id: &str) -> Value {
    json!({
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": format!("{}/join/{id}", who.iri), "type": "Join", "actor": who.iri, "object": iri,
        "participationMessage": "À samedi <b>!</b>", "to": [VENUE],
        "cc": [format!("{}/users/quelquun-dautre", remote.base)],
    })
}

/// As Friendica sends it: about the event itself.
fn invitation(who: &Person, verb: &str, iri: &str, id: &str) -> Value {
    json!({
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": format!("{}/objects/{id}", who.iri), "diaspora:guid": id, "type": verb, "actor": who.iri,
        "to": [VENUE], "cc": [who.iri], "object": iri,
    })
}

/// As Mastodon sends it.
pub fn vote(who: &Person, question: &str, name: &str, n: u8) -> Value {
    json!({
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": format!("{}#votes/{n}/activity", who.iri), "type": "Create", "actor": who.iri, "to": VENUE,
        "object": {
            "id": format!("{}#votes/{n}", who.iri), "type": "Note", "name": name,
            "attributedTo": who.iri, "inReplyTo": question, "to": VENUE,
        },
    })
}

/// The messages a server received, as text.
fn messages(remote: &Remote) -> Vec<String> {
    let created = remote.received_of("Create").into_iter();
    created
        .filter(|activity| activity["object"]["type"] == "Note")
        .map(|activity| activity["object"]["content"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn a_join_of_mobilizon_is_accepted_counted_and_left_again() {
    let h = hung().await;
    let (id, iri) = announced(&h, draft(Some(10), 4)).await;
    let remote = h.test.remote("mobilizon").await;
    let bob = remote.person("bob");
    let asked = join(&remote, &bob, &iri, "1");
    assert_eq!(h.deliver(&remote, &bob, &asked).await, "applied");
    let accept = remote.received_of("Accept").pop().unwrap();
    assert_eq!(accept["actor"], VENUE, "the organiser answers, or Mobilizon does not believe it");
    assert_eq!(accept["to"], json!([bob.iri]));
    let known = json!({"id": asked["id"], "type": "Join", "actor": bob.iri, "object": iri});
    assert_eq!(accept["object"], known);
    let document = h.test.browser().get_activity(&iri).await.json();
    assert_eq!(document["participantCount"], 1);
    assert_eq!(document["maximumAttendeeCapacity"], 10);
    assert_eq!(document["remainingAttendeeCapacity"], 9);
    // The same again, as a server does that never heard the answer of its delivery.
    assert_eq!(remote.deliver(&bob, &asked).await, 202);
    h.test.settle().await;
    assert_eq!(remote.received_of("Accept").len(), 1);
    assert_eq!(people(&h.test, id, Answer::Going).await, 1);
    // Asked anew by somebody whose server forgot, it is answered anew.
    assert_eq!(h.deliver(&remote, &bob, &join(&remote, &bob, &iri, "2")).await, "applied");
    assert_eq!(remote.received_of("Accept").len(), 2);
    assert_eq!(people(&h.test, id, Answer::Going).await, 1);
    let mut staff = h.test.admin().await;
    let list = staff.get(&format!("/equipe/agenda/{id}/reponses")).await;
    assert!(list.contains("Mobilizon") && list.contains("À samedi !"), "{}", list.text());
    let leave = remote.wrap("Leave", &bob, &json!(iri));
    assert_eq!(h.deliver(&remote, &bob, &leave).await, "applied");
    assert_eq!(people(&h.test, id, Answer::Going).await, 0);
}

#[tokio::test]
async fn a_join_that_waits_is_accepted_once_there_is_room() {
    let h = hung().await;
    let (id, iri) = announced(&h, draft(Some(1), 1)).await;
    let remote = h.test.remote("mobilizon").await;
    let (ann, bob) = (remote.person("ann"), remote.person("bob"));
    h.deliver(&remote, &ann, &join(&remote, &ann, &iri, "1")).await;
    assert_eq!(h.deliver(&remote, &bob, &join(&remote, &bob, &iri, "1")).await, "applied");
    let to = |verb: &str, who: &Person| {
        remote.received_of(verb).iter().filter(|a| a["to"] == json!([who.iri])).count()
    };
    assert_eq!((to("Accept", &bob), to("Reject", &bob)), (0, 0), "pending");
    assert!(messages(&remote).iter().any(|said| said.contains("liste d’attente")));
    h.deliver(&remote, &ann, &remote.wrap("Leave", &ann, &json!(iri))).await;
    assert_eq!(to("Accept", &bob), 1);
    assert_eq!(people(&h.test, id, Answer::Going).await, 1);
}

#[tokio::test]
async fn a_join_that_cannot_be_taken_is_rejected_and_one_nobody_takes_ignored() {
    let h = hung().await;
    let (_, iri) = announced(&h, draft(Some(1), 1)).await;
    let elsewhere = Draft { status: Status::Announced, ..draft(None, 1) };
    let mut unasked = elsewhere.clone();
    unasked.facts.rsvp = Rsvp::None;
    let (_, unasked) = announced(&h, unasked).await;
    let (hidden, secret) = announced(&h, Draft { status: Status::Draft, ..elsewhere }).await;
    let remote = h.test.remote("mobilizon").await;
    let bob = remote.person("bob");
    let never = "http://musee.test/objects/4611686018427387904".to_owned();
    for (n, target) in [&unasked, &secret, &never, &h.artwork.iri].into_iter().enumerate() {
        let asked = join(&remote, &bob, target, &n.to_string());
        assert_eq!(h.deliver(&remote, &bob, &asked).await, "ignored", "{target}");
        let ignore = remote.received_of("Ignore").pop().unwrap();
        assert_eq!(ignore["object"], asked["id"], "{target}");
        assert_eq!(ignore["actor"], VENUE);
    }
    assert_eq!(remote.received_of("Ignore").len(), 4, "a draft is answered like what never was");
    assert_eq!(people(&h.test, hidden, Answer::Going).await, 0);
    h.test.set_clock(Time::parse("2026-06-12T18:00:00Z").unwrap());
    assert_eq!(h.deliver(&remote, &bob, &join(&remote, &bob, &iri, "late")).await, "rejected");
    let reject = remote.received_of("Reject").pop().unwrap();
    assert_eq!(reject["object"]["type"], "Join");
    assert_eq!(reject["object"].as_object().unwrap().len(), 4, "nobody else's address in it");
}

#[tokio::test]
async fn friendica_and_hubzilla_answer_the_event_itself_and_take_it_back() {
    let h = hung().await;
    let (id, iri) = announced(&h, draft(Some(5), 1)).await;
    let remote = h.test.remote("friendica").await;
    let dora = remote.person("dora");
    let accept = invitation(&dora, "Accept", &iri, "a1");
    assert_eq!(h.deliver(&remote, &dora, &accept).await, "applied");
    assert_eq!(people(&h.test, id, Answer::Going).await, 1);
    assert!(messages(&remote).is_empty(), "their calendar shows it already");
    let maybe = invitation(&dora, "TentativeAccept", &iri, "a2");
    assert_eq!(h.deliver(&remote, &dora, &maybe).await, "applied");
    assert_eq!(people(&h.test, id, Answer::Maybe).await, 1);
    // The first was followed by another answer: taking it back changes nothing.
    let old = remote.wrap("Undo", &dora, &accept);
    assert_eq!(h.deliver(&remote, &dora, &old).await, "ignored");
    assert_eq!(people(&h.test, id, Answer::Maybe).await, 1);
    let undo = remote.wrap("Undo", &dora, &maybe);
    assert_eq!(h.deliver(&remote, &dora, &undo).await, "applied");
    assert_eq!(people(&h.test, id, Answer::Maybe).await, 0);
    let no = invitation(&dora, "Reject", &iri, "a3");
    assert_eq!(h.deliver(&remote, &dora, &no).await, "applied");
    assert_eq!(people(&h.test, id, Answer::No).await, 1);
    // Hubzilla embeds the event.
    let mut yes = invitation(&dora, "Accept", &iri, "a4");
    yes["object"] = json!({"id": iri, "type": "Event", "name": "Nocturne"});
    assert_eq!(h.deliver(&remote, &dora, &yes).await, "applied");
    assert_eq!(people(&h.test, id, Answer::Going).await, 1);
}

#[tokio::test]
async fn nobody_answers_leaves_or_takes_back_for_somebody_else() {
    let h = hung().await;
    let (id, iri) = announced(&h, draft(Some(5), 1)).await;
    let remote = h.test.remote("mobilizon").await;
    let (ann, eve) = (remote.person("ann"), remote.person("eve"));
    let asked = join(&remote, &ann, &iri, "1");
    h.deliver(&remote, &ann, &asked).await;
    // Somebody else's Join, signed with one's own key.
    let mut forged = join(&remote, &ann, &iri, "2");
    forged["id"] = json!(format!("{}/join/9", ann.iri));
    assert_ne!(remote.deliver(&eve, &forged).await, 202);
    let leave = remote.wrap("Leave", &eve, &json!(iri));
    assert_eq!(h.deliver(&remote, &eve, &leave).await, "ignored");
    let leave = remote.wrap("Leave", &eve, &asked["id"]);
    assert_eq!(h.deliver(&remote, &eve, &leave).await, "rejected");
    let undo = remote.wrap("Undo", &eve, &asked);
    assert_eq!(h.deliver(&remote, &eve, &undo).await, "rejected");
    let mut nameless = asked.clone();
    nameless.as_object_mut().unwrap().remove("id");
    let mut undo = remote.wrap("Undo", &eve, &nameless);
    undo["id"] = json!(format!("{}/activities/undo-2", remote.base));
    assert_eq!(h.deliver(&remote, &eve, &undo).await, "rejected");
    h.test.settle().await;
    assert_eq!(people(&h.test, id, Answer::Going).await, 1);
}

#[tokio::test]
async fn plain_words_under_an_event_are_an_answer_and_are_confirmed_in_private() {
    let h = hung().await;
    let (id, iri) = announced(&h, draft(Some(10), 4)).await;
    let remote = h.test.remote("mastodon").await;
    let nour = remote.person("nour");
    let note = remote.note(&nour, "1", &iri, "<p>@musee Je viens +1 !</p>");
    assert_eq!(h.deliver(&remote, &nour, &remote.create(&nour, &note)).await, "applied");
    assert_eq!(people(&h.test, id, Answer::Going).await, 2);
    let page = h.test.browser().get("/agenda/nocturne-des-crues").await;
    assert!(page.contains("Je viens +1"), "the words stand under the event as any others");
    let created = remote.received_of("Create").pop().unwrap();
    let message = &created["object"];
    assert_eq!(
        (&message["to"], &message["cc"]),
        (&json!([nour.iri]), &json!([])),
        "for them alone"
    );
    assert_eq!(created["to"], json!([nour.iri]));
    let said = message["content"].as_str().unwrap();
    assert!(said.contains("2 places sont retenues") && said.contains("je ne viens pas"), "{said}");
    // They change their mind in reply to the message.
    let back = message["id"].as_str().unwrap();
    let mut note = remote.note(&nour, "2", back, "<p>@musee finalement : pas possible</p>");
    note["to"] = json!([VENUE]);
    note["cc"] = json!([]);
    assert_eq!(h.deliver(&remote, &nour, &remote.create(&nour, &note)).await, "ignored");
    assert_eq!(people(&h.test, id, Answer::Going).await, 2);
    let mut note = remote.note(&nour, "3", back, "<p>@musee je ne viens pas</p>");
    note["to"] = json!([VENUE]);
    note["cc"] = json!([]);
    assert_eq!(h.deliver(&remote, &nour, &remote.create(&nour, &note)).await, "applied");
    assert_eq!(people(&h.test, id, Answer::Going).await, 0);
    // What means nothing is not answered.
    let heard = remote.received().len();
    let note = remote.note(&nour, "4", &iri, "<p>« Je viens », dit-elle.</p>");
    h.deliver(&remote, &nour, &remote.create(&nour, &note)).await;
    assert_eq!(remote.received().len(), heard);
}

#[tokio::test]
async fn whoever_asks_how_is_sent_a_poll_and_votes_once_or_anew() {
    let h = hung().await;
    let (id, iri) = announced(&h, draft(Some(1), 4)).await;
    let remote = h.test.remote("mastodon").await;
    let (nour, wren) = (remote.person("nour"), remote.person("wren"));
    let note = remote.note(&nour, "1", &iri, "<p>Comment s’inscrire ?</p>");
    h.deliver(&remote, &nour, &remote.create(&nour, &note)).await;
    let created = remote.received_of("Create").pop().unwrap();
    let question = created["object"].clone();
    assert_eq!(question["type"], "Question");
    assert_eq!(question["to"], json!([nour.iri]));
    assert_eq!(question["inReplyTo"], note["id"]);
    let names: Vec<&str> =
        question["oneOf"].as_array().unwrap().iter().map(|o| o["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Je viens", "Peut-être", "Je ne viens pas"]);
    assert_eq!(question["endTime"], "2026-06-11T20:00:00Z", "answers are taken until it is over");
    let poll = question["id"].as_str().unwrap();
    // Asked again, there is one poll.
    let again = remote.note(&nour, "2", &iri, "<p>RSVP</p>");
    h.deliver(&remote, &nour, &remote.create(&nour, &again)).await;
    assert_eq!(remote.received_of("Create").len(), 1);
    // A poll is for whom it was sent to; a choice that is none is no vote.
    assert_eq!(h.deliver(&remote, &wren, &vote(&wren, poll, "Je viens", 1)).await, "ignored");
    assert_eq!(h.deliver(&remote, &nour, &vote(&nour, poll, "Jamais", 9)).await, "ignored");
    assert_eq!(h.deliver(&remote, &nour, &vote(&nour, poll, "Peut-être", 1)).await, "applied");
    assert_eq!(people(&h.test, id, Answer::Maybe).await, 1);
    assert_eq!(h.deliver(&remote, &nour, &vote(&nour, poll, "Je viens", 2)).await, "applied");
    assert_eq!(people(&h.test, id, Answer::Going).await, 1);
    assert!(messages(&remote).last().unwrap().contains("une place est retenue"));
    let page = h.test.browser().get("/agenda/nocturne-des-crues").await;
    assert!(!page.contains("nour#votes"), "a vote is nobody's words");
    // GoToSocial sends votes as a list.
    let asked = remote.note(&wren, "3", &iri, "<p>How do I sign up?</p>");
    h.deliver(&remote, &wren, &remote.create(&wren, &asked)).await;
    let polls: Vec<Value> = remote.received_of("Create");
    let last = polls.iter().rfind(|a| a["object"]["type"] == "Question").unwrap();
    let poll = last["object"]["id"].as_str().unwrap();
    let mut listed = vote(&wren, poll, "Je viens", 7);
    listed["object"] = json!([listed["object"]]);
    assert_eq!(h.deliver(&remote, &wren, &listed).await, "applied");
    assert_eq!(people(&h.test, id, Answer::Waiting).await, 1);
}

#[tokio::test]
async fn a_leave_that_names_a_join_takes_it_back_in_either_order() {
    let h = hung().await;
    let (id, iri) = announced(&h, draft(Some(10), 4)).await;
    let remote = h.test.remote("mobilizon").await;
    for (n, late) in [("1", false), ("2", true)] {
        let who = remote.person(&format!("p{n}"));
        let join = join(&remote, &who, &iri, n);
        let leave = remote.wrap("Leave", &who, &join["id"]);
        let (first, second) = if late { (&leave, &join) } else { (&join, &leave) };
        h.deliver(&remote, &who, first).await;
        h.deliver(&remote, &who, second).await;
        assert_eq!(people(&h.test, id, Answer::Going).await, 0, "late: {late}");
    }
}

#[tokio::test]
async fn numbers_are_told_seldom_and_only_to_servers_that_show_them() {
    let h = hung().await;
    let (_, iri) = announced(&h, draft(Some(10), 1)).await;
    let (remote, other) = (h.test.remote("mobilizon").await, h.test.remote("mastodon").await);
    let lea = other.person("lea");
    h.deliver(&other, &lea, &follow(&other, &lea)).await;
    let listing = h.test.remote("gancio").await;
    let relay = listing.application("relay");
    h.deliver(&listing, &relay, &follow_of(&listing, &relay, SERVER)).await;
    let mut guests = Vec::new();
    for n in 0..4 {
        let guest = remote.person(&format!("p{n}"));
        h.deliver(&remote, &guest, &join(&remote, &guest, &iri, "1")).await;
        guests.push(guest);
    }
    assert!(remote.received_of("Update").is_empty());
    h.test.advance(Duration::from_secs(16 * 60));
    h.test.settle().await;
    let updates = remote.received_of("Update");
    assert_eq!(updates.len(), 1, "four answers, one word to their server");
    let told = &updates[0]["object"];
    assert_eq!(
        (&told["participantCount"], &told["remainingAttendeeCapacity"]),
        (&json!(4), &json!(6))
    );
    assert_eq!(told["updated"], told["published"], "nothing was edited");
    assert!(other.received_of("Update").is_empty(), "a timeline shows no numbers");
    let listed = listing.received_of("Update");
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0]["actor"], SERVER, "a listing knows the event by the server");
    assert_eq!(listed[0]["object"]["participantCount"], 4);
    // One leaves, another comes: nothing to tell.
    h.deliver(&remote, &guests[0], &remote.wrap("Leave", &guests[0], &json!(iri))).await;
    let mut back = join(&remote, &guests[0], &iri, "2");
    back["id"] = json!(format!("{}/join/back", guests[0].iri));
    h.deliver(&remote, &guests[0], &back).await;
    h.test.advance(Duration::from_secs(16 * 60));
    h.test.settle().await;
    assert_eq!(remote.received_of("Update").len(), 1);
}

#[tokio::test]
async fn whoever_comes_is_named_to_nobody_but_the_team() {
    let h = hung().await;
    let (id, iri) = announced(&h, draft(Some(3), 2)).await;
    let (remote, other) = (h.test.remote("mobilizon").await, h.test.remote("mastodon").await);
    let (secret, xylo) = (remote.person("zanzibar"), other.person("xylo"));
    h.deliver(&other, &xylo, &follow(&other, &xylo)).await;
    h.deliver(&remote, &secret, &join(&remote, &secret, &iri, "1")).await;
    h.deliver(&other, &xylo, &invitation(&xylo, "Accept", &iri, "a")).await;
    let mut quokka = h.member("quokka").await;
    quokka.post("/agenda/nocturne-des-crues/venir", &[("answer", "going"), ("people", "1")]).await;
    let mut staff = h.test.admin().await;
    staff.post(&format!("/equipe/agenda/{id}/ecrire"), &[("text", "À tout à l’heure.")]).await;
    h.test.advance(Duration::from_secs(16 * 60));
    h.test.settle().await;
    // What left for anybody names that one person and nobody else.
    let left: Vec<String> = h
        .test
        .query(|conn| schema::outbound::table.select(schema::outbound::body).load(conn))
        .await;
    let names = ["/users/zanzibar", "/users/xylo", "/actors/quokka", "quelquun-dautre"];
    for body in &left {
        let named = names.iter().filter(|name| body.contains(*name)).count();
        assert!(named <= 1 && !body.contains("quelquun-dautre"), "{body}");
    }
    for (server, stranger) in [(&remote, "/users/xylo"), (&other, "/users/zanzibar")] {
        for activity in server.received() {
            let text = activity.to_string();
            assert!(!text.contains(stranger) && !text.contains("/actors/quokka"), "{text}");
        }
    }
    // Nor does any page or document that is open to others.
    let mut visitor = h.test.browser();
    let mut max = h.member("max").await;
    for path in
        ["/agenda", "/agenda/nocturne-des-crues", "/agenda/nocturne-des-crues/venir", "/agenda.ics"]
    {
        for page in [visitor.get(path).await, max.get(path).await, visitor.get_activity(path).await]
        {
            for name in ["zanzibar", "xylo", "quokka"] {
                assert!(!page.contains(name), "{name} on {path}: {}", page.text());
            }
        }
    }
    for path in [iri.as_str(), &format!("{iri}/replies"), "/actors/musee/outbox?page=1"] {
        let document = visitor.get_activity(path).await.text();
        for name in ["zanzibar", "xylo", "quokka"] {
            assert!(!document.contains(name), "{name} in {path}: {document}");
        }
    }
}

/// Where the event's own actor is, made by being asked for.
async fn actor_of(h: &Hung) -> String {
    let found = h
        .test
        .browser()
        .get("/.well-known/webfinger?resource=acct:nocturne-des-crues@musee.test")
        .await
        .json();
    let links = found["links"].as_array().unwrap();
    let own = links.iter().find(|link| link["rel"] == "self").unwrap();
    own["href"].as_str().unwrap().to_owned()
}

/// Everything that waits a moment, for a server to say what it runs.
async fn a_moment_later(h: &Hung) {
    h.test.advance(Duration::from_secs(61));
    h.test.settle().await;
}

/// Who was sent a poll.
fn polled(remote: &Remote) -> Vec<Value> {
    let created = remote.received_of("Create").into_iter();
    created.filter(|a| a["object"]["type"] == "Question").map(|a| a["to"][0].clone()).collect()
}

#[tokio::test]
async fn whoever_follows_an_event_is_sent_the_poll_once_and_votes() {
    let h = hung().await;
    let (id, iri) = announced(&h, draft(Some(10), 1)).await;
    let event = actor_of(&h).await;
    let remote = h.test.remote("mastodon").await;
    let nour = remote.person("nour");
    let asked = follow_of(&remote, &nour, &event);
    assert_eq!(h.deliver(&remote, &nour, &asked).await, "applied");
    a_moment_later(&h).await;
    let created = remote.received_of("Create");
    let question = created.iter().find(|a| a["object"]["type"] == "Question").unwrap();
    assert_eq!((&question["actor"], &question["to"]), (&json!(VENUE), &json!([nour.iri])));
    assert_eq!(question["object"]["inReplyTo"], iri);
    let poll = question["object"]["id"].as_str().unwrap().to_owned();
    // Followed again, after leaving: they were asked.
    h.deliver(&remote, &nour, &remote.wrap("Undo", &nour, &asked)).await;
    let mut again = follow_of(&remote, &nour, &event);
    again["id"] = json!(format!("{}/activities/again", remote.base));
    assert_eq!(h.deliver(&remote, &nour, &again).await, "applied");
    a_moment_later(&h).await;
    assert_eq!(polled(&remote), [json!(nour.iri)]);
    assert_eq!(h.deliver(&remote, &nour, &vote(&nour, &poll, "Je viens", 1)).await, "applied");
    assert_eq!(people(&h.test, id, Answer::Going).await, 1);
}

#[tokio::test]
async fn nobody_is_asked_who_follows_the_venue_who_answered_who_wants_no_program_or_speaks_for_itself()
 {
    let h = hung().await;
    let (_, iri) = announced(&h, draft(Some(10), 4)).await;
    let event = actor_of(&h).await;
    let remote = h.test.remote("mastodon").await;
    // The venue, not the event.
    let ann = remote.person("ann");
    h.deliver(&remote, &ann, &follow(&remote, &ann)).await;
    // Who comes already.
    let bob = remote.person("bob");
    let note = remote.note(&bob, "1", &iri, "<p>je viens</p>");
    h.deliver(&remote, &bob, &remote.create(&bob, &note)).await;
    h.deliver(&remote, &bob, &follow_of(&remote, &bob, &event)).await;
    // Who says so on their profile.
    let mut cleo = remote.person("cleo");
    cleo.document["summary"] = json!("<p>Bonjour <a href=\"https://x.example\">#NoBot</a></p>");
    remote.serve("/users/cleo", &cleo.document);
    h.deliver(&remote, &cleo, &follow_of(&remote, &cleo, &event)).await;
    // A server as such.
    let server = remote.application("relay");
    h.deliver(&remote, &server, &follow_of(&remote, &server, &event)).await;
    a_moment_later(&h).await;
    assert!(polled(&remote).is_empty(), "{:?}", polled(&remote));
    // Whose software has a word for it.
    let mobilizon = h.test.remote("mobilizon").await;
    let dan = mobilizon.person("dan");
    h.deliver(&mobilizon, &dan, &follow_of(&mobilizon, &dan, &event)).await;
    a_moment_later(&h).await;
    assert!(polled(&mobilizon).is_empty(), "{:?}", polled(&mobilizon));
    // What takes no answers asks nobody.
    h.test.set_clock(Time::parse("2026-06-12T18:00:00Z").unwrap());
    let late = remote.person("late");
    h.deliver(&remote, &late, &follow_of(&remote, &late, &event)).await;
    a_moment_later(&h).await;
    assert!(polled(&remote).is_empty(), "{:?}", polled(&remote));
}
