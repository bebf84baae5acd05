//! The documents: ours are the examples to the letter, and others' are understood.
//!
//! The examples are the one shape every peer accepts. Everything built here is also written to the target folder, where a
//! checker of the peers' rules can read it.

mod support;

use std::fs;
use std::path::Path;

use parvis_federation::activity::build::{self, Head};
use parvis_federation::actor::{ActorKey, RFC_9421};
use parvis_federation::collection::{self, Page};
use parvis_federation::key::PublicKey;
use parvis_federation::nodeinfo::{self, NodeInfo, Version};
use parvis_federation::object::{
    Artwork, ArtworkRecord, Attachment, Note, Place, PostalAddress, QuoteAuthorization, Tag,
    Tombstone,
};
use parvis_federation::webfinger::{Account, Jrd};
use parvis_federation::{Actor, Audience, Visibility, proof};
use serde_json::{Value, json};
use support::{comparable, example, iri, iris, time};

const VENUE: &str = "https://venue.example/actors/venue";
const ADA: &str = "https://venue.example/actors/ada";
const ALICE: &str = "https://peer.example/users/alice";

/// Compares a document of ours with an example, and keeps it for the checker.
fn is_example(number: &str, ours: &Value) {
    keep(number, ours);
    let expected = example(number);
    assert_eq!(comparable(ours), comparable(&expected), "example {number}");
    keeps_the_rules(ours);
}

fn keep(name: &str, document: &Value) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("wire");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(format!("{name}.json")), document.to_string()).unwrap();
}

/// What breaks some peer wherever it stands: a `null`, several types, more than eight levels.
fn keeps_the_rules(document: &Value) {
    fn walk(value: &Value, depth: usize) {
        assert!(depth <= 8, "too deep");
        match value {
            Value::Null => panic!("a null"),
            Value::Object(members) => {
                for (name, member) in members {
                    if name != "@context" {
                        assert!(
                            !["type", "actor", "attributedTo", "url", "id"]
                                .contains(&name.as_str())
                                || member.is_string(),
                            "{name}"
                        );
                        assert!(
                            !["to", "cc", "tag", "attachment"].contains(&name.as_str())
                                || member.is_array(),
                            "{name}"
                        );
                        walk(member, depth + 1);
                    }
                }
            }
            Value::Array(list) => list.iter().for_each(|item| walk(item, depth + 1)),
            _ => {}
        }
    }
    assert!(document.get("@context").is_some());
    walk(document, 1);
}

fn public(actor: &str, people: &[&str]) -> Audience {
    Audience::build(Visibility::Public, &iri(&format!("{actor}/followers")), &iris(people))
}

fn only(people: &[&str]) -> Audience {
    Audience::direct(&iris(people))
}

/// Builds an activity with the head that most of them have.
fn by(actor: &str, id: &str, audience: &Audience, make: impl Fn(&Head<'_>) -> Value) -> Value {
    make(&Head { id: &iri(id), actor: &iri(actor), audience, published: None })
}

#[test]
fn actors_come_out_as_they_went_in() {
    let keys = support::own("test_keys.json");
    for number in ["01", "02", "03", "04"] {
        let mut expected = example(number);
        expected["publicKey"]["publicKeyPem"] = keys["rsa_public_spki_pem"].clone();
        let mut actor = Actor::parse(&expected).unwrap();
        actor.summary = expected["summary"].as_str().map(str::to_owned);
        for member in ["sensitive", "postingRestrictedToMods", "source", "openness"] {
            if let Some(value) = expected.get(member) {
                actor.extra.insert(member.to_owned(), value.clone());
            }
        }
        let ours = actor.to_json();
        keep(number, &ours);
        assert_eq!(comparable(&ours), comparable(&expected), "example {number}");
        keeps_the_rules(&ours);
        assert_eq!(Actor::parse(&ours).unwrap().to_json()["publicKey"], expected["publicKey"]);
    }
}

#[test]
fn an_actor_is_written_with_one_rsa_key_and_its_ed25519_key_beside_it() {
    let id = iri(VENUE);
    let mut actor = Actor::new(parvis_federation::ActorKind::Organization, id.clone(), "venue");
    let PublicKey::Ed25519(ed25519) = support::ed25519_public() else { panic!("an Ed25519 key") };
    actor.public_keys = vec![ActorKey::main(&id, support::rsa_public()).unwrap()];
    actor.assertion_method = vec![ActorKey::ed25519(&id, ed25519).unwrap()];
    actor.implements = vec![RFC_9421.to_owned()];
    let document = actor.to_json();
    assert_eq!(document["publicKey"]["id"], "https://venue.example/actors/venue#main-key");
    assert_eq!(document["assertionMethod"], example("02")["assertionMethod"]);
    assert_eq!(document["generator"], example("02")["generator"]);
    let read = Actor::parse(&document).unwrap();
    assert!(read.implements_rfc9421());
    assert_eq!(
        read.key(&iri("https://venue.example/actors/venue#main-key")),
        Some(&support::rsa_public())
    );
}

#[test]
fn webfinger_and_nodeinfo_are_the_examples() {
    let (page, icon) =
        (iri("https://venue.example/@venue"), iri("https://venue.example/media/venue-icon.png"));
    let jrd = Jrd::build(&Account {
        name: "venue",
        domain: "venue.example",
        actor: &iri(VENUE),
        page: Some(&page),
        avatar: Some((&icon, "image/png")),
        subscribe_template: Some("https://venue.example/authorize_interaction?uri={uri}"),
    });
    assert_eq!(jrd.to_json(), example("05"));
    assert_eq!(Jrd::parse(&example("05")).unwrap(), jrd);
    assert_eq!(
        nodeinfo::well_known("https://venue.example", &iri("https://venue.example/actor")),
        example("06")
    );
    let info = NodeInfo {
        software: "venueserver".into(),
        version: "0.1.0".into(),
        repository: Some("https://example.org/repo".into()),
        homepage: Some("https://example.org".into()),
        users: 1,
        active_month: 1,
        active_half_year: 1,
        local_posts: 1,
        node_name: "Venue Example".into(),
        node_description: "A contemporary art space".into(),
        ..NodeInfo::default()
    };
    assert_eq!(info.to_json(Version::V2_1), example("07"));
    assert!(info.to_json(Version::V2_0)["software"].get("repository").is_none());
}

fn artwork() -> Artwork {
    let id = iri("https://venue.example/objects/artwork-42");
    let expected = example("10");
    let content = expected["object"]["content"].as_str().unwrap();
    let mut note = Note::new(id, iri(VENUE), public(VENUE, &[]), time("2026-08-26T09:00:00Z"));
    note.url = Some(iri("https://venue.example/artworks/42"));
    note.content = vec![("en".into(), content.into())];
    let picture = iri("https://venue.example/media/42-full.jpg");
    let mut picture =
        Attachment::image(picture, "image/jpeg", "Abstract blue canvas with a white vertical line");
    (picture.width, picture.height) = (Some(1600), Some(1200));
    picture.blurhash = Some("LIIE|gRj00WB-;j[t7j[4nWBj[Rj".into());
    picture.focal_point = Some((0.0, 0.1));
    note.attachments = vec![picture];
    note.tags = vec![Tag::hashtag("painting", iri("https://venue.example/tags/painting"))];
    note.context = Some(iri("https://venue.example/contexts/artwork-42"));
    note.replies = Some(collection::replies(
        &iri("https://venue.example/objects/artwork-42/replies"),
        &[],
        None,
    ));
    note.likes = Some(collection::count(&iri("https://venue.example/objects/artwork-42/likes"), 0));
    note.shares =
        Some(collection::count(&iri("https://venue.example/objects/artwork-42/shares"), 0));
    note.quotable = true;
    let record = ArtworkRecord {
        id: iri("https://venue.example/linked-art/object/42"),
        name: "Untitled (Blue)".into(),
        date_created: Some("1961".into()),
        art_medium: Some("oil on canvas".into()),
        creator: Some("Giulia Bianchi".into()),
        identifier: None,
        location: None,
    };
    Artwork { note, record }
}

#[test]
fn an_artwork_is_the_example_but_for_where_our_terms_live() {
    let id = iri("https://venue.example/objects/artwork-42/activity");
    let head = Head {
        id: &id,
        actor: &iri(VENUE),
        audience: &public(VENUE, &[]),
        published: Some(time("2026-08-26T09:00:00Z")),
    };
    let ours = build::create(&head, artwork().to_json());
    assert_eq!(ours["object"]["tag"][1]["rel"], "https://w3id.org/parvis/ns#linkedArt");
    let mut same = ours.clone();
    same["object"]["tag"][1]["rel"] = "https://venue.example/ns#linkedArt".into();
    assert_eq!(comparable(&same), comparable(&example("10")));
    keep("10", &ours);
    keeps_the_rules(&ours);
    assert!(ours["object"].get("@context").is_none());
    assert_eq!(ours["@context"][1]["artwork"]["@id"], "parvis:artwork");
}

#[test]
fn languages_keep_their_order_and_the_first_is_the_content() {
    let mut artwork = artwork();
    artwork.note.content = vec![
        ("fr".into(), "<p>bleu</p>".into()),
        ("en".into(), "<p>blue</p>".into()),
        (String::new(), "x".into()),
    ];
    let document = artwork.to_json();
    let languages: Vec<&String> = document["contentMap"].as_object().unwrap().keys().collect();
    assert_eq!(languages, ["fr", "en"]);
    assert_eq!(document["content"], "<p>bleu</p>");
}

#[test]
fn a_reply_is_the_example() {
    let id = iri("https://venue.example/objects/comment-8");
    let mut note = Note::new(id, iri(ADA), public(ADA, &[VENUE]), time("2026-08-26T12:00:00Z"));
    note.url = Some(iri("https://venue.example/comments/8"));
    note.in_reply_to = Some(iri("https://venue.example/objects/artwork-42"));
    let content = example("80")["object"]["content"].as_str().unwrap().to_owned();
    note.content = vec![("en".into(), content)];
    note.tags = vec![Tag::mention(iri(VENUE), "venue@venue.example")];
    note.context = Some(iri("https://venue.example/contexts/artwork-42"));
    let activity = iri(example("80")["id"].as_str().unwrap());
    let published = example("80")["published"].as_str().map(time);
    let head =
        Head { id: &activity, actor: &iri(ADA), audience: &public(ADA, &[VENUE]), published };
    is_example("80", &build::create(&head, note.to_json()));
}

#[test]
fn a_place_is_the_example_and_its_coordinates_keep_their_decimal_point() {
    let mut place = Place {
        id: Some(iri("https://venue.example/places/main-hall")),
        name: "Main Hall, Venue Example".into(),
        address: Some(PostalAddress {
            street: "Via Roma 1".into(),
            postal_code: "10121".into(),
            locality: "Torino".into(),
            region: "Piemonte".into(),
            country: "Italy".into(),
        }),
        latitude: Some(45.0703),
        longitude: Some(7.6869),
        url: None,
    };
    is_example("24", &place.to_json());
    assert_eq!(Place::parse(&example("24")).unwrap(), place);
    place.latitude = Some(45.0);
    assert!(place.to_json().to_string().contains("\"latitude\":45.0"));
}

#[test]
fn deletes_are_the_examples() {
    let tombstone = |id: &str, kind: &str, deleted: Option<&str>| Tombstone {
        id: iri(id),
        former_type: Some(kind.into()),
        deleted: deleted.map(time),
    };
    let event =
        tombstone("https://venue.example/objects/event-7", "Event", Some("2026-09-20T08:00:00Z"));
    let ours =
        by(VENUE, "https://venue.example/objects/event-7#delete", &public(VENUE, &[]), |head| {
            build::delete(head, &event)
        });
    is_example("22", &ours);
    let comment = tombstone("https://venue.example/objects/comment-8", "Note", None);
    let ours =
        by(ADA, "https://venue.example/objects/comment-8#delete", &public(ADA, &[VENUE]), |head| {
            build::delete(head, &comment)
        });
    is_example("81", &ours);
    let everybody = only(&[parvis_federation::PUBLIC]);
    is_example(
        "91",
        &by(ADA, "https://venue.example/actors/ada#delete", &everybody, build::delete_actor),
    );
    assert_eq!(Tombstone::parse(&event.to_json()).unwrap(), event);
}

#[test]
fn announces_are_the_examples() {
    let instance = iri("https://venue.example/actor");
    let event = iri("https://venue.example/objects/event-7");
    let audience = public(instance.as_str(), &[]);
    let id = iri("https://venue.example/activities/announce-1");
    let head = Head {
        id: &id,
        actor: &instance,
        audience: &audience,
        published: Some(time("2026-08-20T10:00:00Z")),
    };
    is_example("23", &build::announce(&head, &event));
    let group = "https://venue.example/actors/community";
    let inner = example("40")["object"].clone();
    let announce = |head: &Head<'_>| build::announce_activity(head, &inner);
    is_example(
        "40",
        &by(group, "https://venue.example/activities/announce-2", &public(group, &[]), announce),
    );
}

#[test]
fn small_activities_are_the_examples() {
    let status = iri("https://peer.example/users/alice/statuses/1");
    let alice = only(&[ALICE]);
    let at = |name: &str| format!("https://venue.example/activities/{name}");
    let like = by(ADA, &at("like-1"), &alice, |head| build::like(head, &status, None));
    is_example("82", &like);
    is_example(
        "83",
        &by(ADA, &at("like-2"), &alice, |head| build::like(head, &status, Some("🔥"))),
    );
    is_example("84", &by(ADA, &at("like-1#undo"), &alice, |head| build::undo(head, &like)));
    let follow = by(ADA, &at("follow-1"), &alice, |head| build::follow(head, &iri(ALICE)));
    is_example("85", &follow);
    is_example("87", &by(ADA, &at("follow-1#undo"), &alice, |head| build::undo(head, &follow)));
    let received = json!({
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": "https://peer.example/follows/1",
        "type": "Follow",
        "actor": ALICE,
        "object": VENUE,
        "published": null,
    });
    is_example("86", &by(VENUE, &at("accept-1"), &alice, |head| build::accept(head, &received)));
    let troll = "https://peer.example/users/troll";
    is_example(
        "89",
        &by(ADA, &at("block-1"), &only(&[troll]), |head| build::block(head, &iri(troll))),
    );
    let reported = iris(&[ALICE, status.as_str()]);
    is_example(
        "88",
        &by("https://venue.example/actor", &at("flag-1"), &alice, |head| {
            build::flag(head, &reported, "Spam")
        }),
    );
    let moved = by(ADA, "https://venue.example/actors/ada#moves/1", &public(ADA, &[]), |head| {
        build::move_to(head, &iri("https://new.example/users/ada"))
    });
    is_example("90", &moved);
}

#[test]
fn answers_to_an_rsvp_are_the_examples() {
    let join = example("70");
    for (number, make) in
        [("71", build::accept as fn(&Head<'_>, &Value) -> Value), ("72", build::reject)]
    {
        let expected = example(number);
        let to = only(&[expected["to"][0].as_str().unwrap()]);
        is_example(
            number,
            &by(VENUE, expected["id"].as_str().unwrap(), &to, |head| make(head, &join)),
        );
    }
    for (number, make) in [
        ("73", build::leave as fn(&Head<'_>, &parvis_federation::Iri) -> Value),
        ("74", build::ignore),
    ] {
        let expected = example(number);
        let to: Vec<&str> =
            expected["to"].as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
        let object = iri(expected["object"].as_str().unwrap());
        let actor = expected["actor"].as_str().unwrap();
        is_example(
            number,
            &by(actor, expected["id"].as_str().unwrap(), &only(&to), |head| make(head, &object)),
        );
    }
    let expected = example("75");
    is_example(
        "75",
        &by(ADA, expected["id"].as_str().unwrap(), &only(&[VENUE]), |head| {
            build::tentative_accept(head, &expected["object"])
        }),
    );
}

#[test]
fn quotes_are_answered_as_in_the_examples() {
    let permission = QuoteAuthorization {
        id: iri("https://venue.example/stamps/1"),
        attributed_to: iri(VENUE),
        interacting_object: iri("https://peer.example/users/alice/statuses/77"),
        interaction_target: iri("https://venue.example/objects/artwork-42"),
    };
    assert_eq!(permission.to_json(), example("92"));
    assert_eq!(QuoteAuthorization::parse(&example("92")).unwrap(), permission);
    let expected = example("93");
    let ours = by(VENUE, expected["id"].as_str().unwrap(), &only(&[ALICE]), |head| {
        build::accept_quote(head, &expected["object"], &permission.id)
    });
    is_example("93", &ours);
    assert_eq!(ours["@context"], expected["@context"]);
}

#[test]
fn collections_are_the_examples() {
    let outbox = iri("https://venue.example/actors/venue/outbox");
    let first = iri("https://venue.example/actors/venue/outbox?page=1");
    is_example("94", &collection::ordered(&outbox, 1, &first));
    let page = Page { id: &first, part_of: &outbox, next: None, prev: None };
    let mut item = example("95")["orderedItems"][0].clone();
    item["@context"] = example("95")["@context"].clone();
    let ours = collection::page(&page, vec![item]);
    is_example("95", &ours);
    assert_eq!(ours["@context"], example("95")["@context"]);
    let group = example("96");
    let items = group["orderedItems"].as_array().unwrap().clone();
    let first = iri(group["first"].as_str().unwrap());
    is_example(
        "96",
        &collection::ordered_inline(&iri(group["id"].as_str().unwrap()), 1, Some(&first), items),
    );
    let posts = iris(&[
        "https://venue.example/objects/artwork-42",
        "https://venue.example/objects/comment-8",
    ]);
    is_example(
        "97",
        &collection::thread(&iri("https://venue.example/contexts/artwork-42"), &iri(VENUE), &posts),
    );
    let piece = "https://venue.example/objects/piece-5";
    let contributions = iri(&format!("{piece}/contributions"));
    let first = iri(&format!("{piece}/contributions?page=1"));
    is_example("53", &collection::owned(&contributions, &iri(VENUE), 1, &first));
    let people = example("54")["items"].as_array().unwrap().clone();
    is_example(
        "54",
        &collection::unordered(&iri(&format!("{piece}/contributors")), Some(&iri(VENUE)), people),
    );
    let added = iri("https://other-venue.example/objects/c9");
    let audience = Audience {
        to: iris(&[parvis_federation::PUBLIC, "https://other-venue.example/actors/zoe"]),
        ..public(VENUE, &[])
    };
    is_example(
        "52",
        &by(VENUE, "https://venue.example/activities/add-1", &audience, |head| {
            build::add(head, &added, &contributions)
        }),
    );
}

#[test]
fn a_proof_changes_nothing_that_peers_look_at() {
    let id = iri("https://venue.example/objects/artwork-42/activity");
    let head = Head { id: &id, actor: &iri(VENUE), audience: &public(VENUE, &[]), published: None };
    let plain = build::create(&head, artwork().to_json());
    let mut signed = plain.clone();
    let method = iri("https://venue.example/actors/venue#ed25519-key");
    let now = time("2026-08-26T09:30:00Z");
    proof::sign(&mut signed, &support::ed25519(), &method, now).unwrap();
    keeps_the_rules(&signed);
    keep("10-signed", &signed);
    // Sent as text and read again, as a peer does.
    let read: Value = serde_json::from_str(&signed.to_string()).unwrap();
    assert_eq!(proof::verify(&read, &support::ed25519_public(), now), Ok(()));
    let mut bare = signed;
    bare.as_object_mut().unwrap().shift_remove("proof");
    assert_eq!(comparable(&bare), comparable(&plain));
}

#[test]
fn a_proof_says_when_it_was_made_in_whole_seconds() {
    let mut signed = json!({ "id": "https://venue.example/objects/1", "type": "Note" });
    let method = iri("https://venue.example/actors/venue#ed25519-key");
    let now = time("2026-08-26T09:30:00.382260Z");
    proof::sign(&mut signed, &support::ed25519(), &method, now).unwrap();
    assert_eq!(signed["proof"]["created"], "2026-08-26T09:30:00Z");
    assert_eq!(proof::verify(&signed, &support::ed25519_public(), now), Ok(()));
}

#[test]
fn the_followers_header_is_read_as_it_was_written() {
    let header = collection::CollectionSynchronization {
        collection_id: iri("https://venue.example/actors/venue/followers"),
        url: iri("https://venue.example/actors/venue/followers_synchronization"),
        digest: collection::followers_digest([ALICE]),
    };
    assert_eq!(collection::CollectionSynchronization::parse(&header.to_header()), Some(header));
    assert_eq!(collection::CollectionSynchronization::parse("collectionId=\"x\""), None);
}
