//! Documents in the shape of each software are understood.
//!
//! The fixtures are written by us from what each software is documented to send, one folder per software.

mod support;

use chrono::{TimeDelta, Timelike};
use parvis_federation::collection::Collection;
use parvis_federation::key::PublicKey;
use parvis_federation::object::TagKind;
use parvis_federation::{
    Activity, Actor, ActorKind, Envelope, Item, KeyDocument, Object, PUBLIC, Post, Verb, Visibility,
};
use serde_json::Value;
use support::{files, fixtures, iri, read, time};

fn fixture(path: &str) -> Value {
    read(&fixtures().join(path))
}

fn post(document: &Value) -> Post {
    match Object::parse(document).unwrap() {
        Object::Post(post) => *post,
        other => panic!("{other:?}"),
    }
}

fn posts_of(path: &str) -> (Activity, Vec<Post>) {
    let activity = Activity::parse(&fixture(path)).unwrap();
    let posts = activity.object.iter().map(|item| post(item.embedded().unwrap())).collect();
    (activity, posts)
}

#[test]
fn a_mastodon_person_is_read_whole() {
    let actor = Actor::parse(&fixture("mastodon/actor.json")).unwrap();
    assert_eq!(actor.kind, ActorKind::Person);
    assert_eq!(actor.handle(), "nour@mastodon.example");
    assert_eq!(actor.url, Some(iri("https://mastodon.example/@nour")));
    assert_eq!(actor.delivery_inbox(), Some(&iri("https://mastodon.example/inbox")));
    assert_eq!(
        actor.key(&iri("https://mastodon.example/users/nour#main-key")),
        Some(&support::rsa_public())
    );
    assert_eq!(
        actor.key(&iri("https://mastodon.example/users/nour#ed25519-key")),
        Some(&support::ed25519_public())
    );
    assert_eq!(actor.attachment[0].name, "Site");
    assert_eq!(actor.tags[0].icon, Some(iri("https://mastodon.example/emoji/blobcat.png")));
    assert_eq!((actor.discoverable, actor.indexable), (Some(true), Some(false)));
    assert_eq!(actor.also_known_as, [iri("https://old.example/users/nour")]);
    assert!(!actor.implements_rfc9421());
}

#[test]
fn a_mastodon_reply_is_read_whole() {
    let (activity, posts) = posts_of("mastodon/create_reply.json");
    let post = &posts[0];
    assert_eq!(activity.verb, Verb::Create);
    assert_eq!(post.in_reply_to, Some(iri("https://venue.example/objects/artwork-42")));
    assert_eq!(post.language.as_deref(), Some("fr"));
    assert_eq!(post.summary, None);
    assert_eq!(
        post.mentions().next().unwrap().href,
        Some(iri("https://venue.example/actors/venue"))
    );
    assert_eq!(post.hashtags().next().unwrap().word(), "bleu");
    let picture = &post.attachments[0];
    assert_eq!(
        (picture.width, picture.height, picture.focal_point),
        (Some(1200), Some(800), Some((0.5, -0.25)))
    );
    assert_eq!(picture.name, None);
    assert_eq!((post.likes, post.shares), (Some(3), Some(1)));
    assert_eq!(
        post.conversation.as_deref(),
        Some("tag:mastodon.example,2026:objectId=7:objectType=Conversation")
    );
    assert_eq!(post.context, Some(iri("https://mastodon.example/contexts/7")));
    assert_eq!(post.audience.visibility(None), Visibility::Public);
    let replies = Collection::parse(&post.raw["replies"]).unwrap();
    assert!(replies.all_items().is_empty());
    assert!(replies.continuation().unwrap().as_str().ends_with("?page=true"));
    assert!(!post.is_vote());
}

#[test]
fn votes_of_mastodon_and_gotosocial_are_votes() {
    let (_, votes) = posts_of("mastodon/vote.json");
    assert!(votes[0].is_vote());
    assert_eq!(votes[0].name.as_deref(), Some("Red room"));
    let (_, votes) = posts_of("gotosocial/votes.json");
    assert!(votes.iter().all(Post::is_vote));
    assert_eq!(
        votes.iter().filter_map(|vote| vote.name.as_deref()).collect::<Vec<_>>(),
        ["Blue room", "Red room"]
    );
}

#[test]
fn a_quote_is_read_with_its_permission_and_its_request() {
    let quoting = post(&fixture("mastodon/quote.json"));
    let quote = quoting.quote.unwrap();
    assert_eq!(quote.object, iri("https://venue.example/objects/artwork-42"));
    assert_eq!(quote.authorization, Some(iri("https://venue.example/stamps/1")));
    assert_eq!(quoting.audience.visibility(None), Visibility::Unlisted);
    let request = Activity::parse(&fixture("mastodon/quote_request.json")).unwrap();
    assert_eq!(request.verb, Verb::QuoteRequest);
    assert_eq!(
        request.instrument.unwrap().id(),
        Some(iri("https://mastodon.example/users/nour/statuses/8"))
    );
    let misskey = post(&fixture("misskey/note.json"));
    assert_eq!(misskey.quote.unwrap().object, iri("https://venue.example/objects/artwork-42"));
}

#[test]
fn an_actor_deletes_itself_by_its_address_alone() {
    let delete = Activity::parse(&fixture("mastodon/delete_actor.json")).unwrap();
    assert_eq!(delete.object, [Item::Id(delete.actor.clone())]);
    assert_eq!(delete.object_id(), Some(delete.actor.clone()));
}

#[test]
fn a_report_names_several_things() {
    let flag = Activity::parse(&fixture("mastodon/flag.json")).unwrap();
    assert_eq!(flag.object.len(), 2);
    assert_eq!(flag.content.as_deref(), Some("spam"));
}

#[test]
fn a_gotosocial_key_is_found_in_a_stub_without_an_inbox() {
    let document = KeyDocument::parse(&fixture("gotosocial/key.json")).unwrap();
    assert!(matches!(document, KeyDocument::Stub(_)));
    assert!(document.is_confirmed());
    assert_eq!(document.owner(), &iri("https://gts.example/users/wren"));
    let key = document.key(&iri("https://gts.example/users/wren/main-key")).unwrap();
    assert_eq!(key.key, support::rsa_public());
    assert!(document.key(&iri("https://gts.example/users/other/main-key")).is_none());
}

#[test]
fn a_gotosocial_note_with_single_things_instead_of_arrays_is_read() {
    let note = post(&fixture("gotosocial/note.json"));
    assert_eq!(note.audience.to, [iri(PUBLIC)]);
    assert_eq!(note.hashtags().next().unwrap().word(), "One");
    assert_eq!(note.attachments[0].media_type.as_deref(), Some("image/webp"));
    assert_eq!(
        note.published.map(|at| at.with_nanosecond(0).unwrap()),
        Some(time("2026-08-26T09:45:37Z"))
    );
    assert_eq!(note.summary, None, "an empty warning is no warning");
}

#[test]
fn a_pixelfed_photo_has_its_description_in_the_summary() {
    let (_, posts) = posts_of("pixelfed/create_photo.json");
    assert_eq!(posts[0].attachments[0].name.as_deref(), Some("Stairs going up"));
    assert!(posts[0].attachments[0].is_image());
    assert_eq!(posts[0].content.as_deref(), Some("stairs"));
    let actor = Actor::parse(&fixture("pixelfed/actor.json")).unwrap();
    assert_eq!(actor.summary, None);
    let like = Envelope::parse(&fixture("pixelfed/like.json")).unwrap();
    assert_eq!(like.verb, Verb::Like);
}

#[test]
fn a_lemmy_community_passes_on_what_its_members_do() {
    let group = Actor::parse(&fixture("lemmy/group.json")).unwrap();
    assert_eq!(group.kind, ActorKind::Group);
    assert_eq!(group.moderators, Some(iri("https://lemmy.example/c/museums/moderators")));
    let announce = Activity::parse(&fixture("lemmy/announce_create_page.json")).unwrap();
    let inner = announce.inner().unwrap();
    assert_eq!(
        (inner.verb.clone(), inner.actor.clone()),
        (Verb::Create, Some(iri("https://lemmy.example/u/bob")))
    );
    let page = post(inner.object[0].embedded().unwrap());
    assert_eq!(page.kind, "Page");
    assert_eq!(page.name.as_deref(), Some("Who painted this?"));
    assert_eq!(page.group, Some(iri("https://lemmy.example/c/museums")));
    assert_eq!(page.language.as_deref(), Some("fr"));
    assert_eq!(
        page.attachments.iter().map(|one| one.kind.as_str()).collect::<Vec<_>>(),
        ["Link", "Image"]
    );
    let undo = Activity::parse(&fixture("lemmy/undo_follow.json")).unwrap();
    assert_eq!(undo.inner().unwrap().verb, Verb::Follow);
    assert_eq!(
        undo.inner().unwrap().object_id(),
        Some(iri("https://venue.example/actors/community"))
    );
}

#[test]
fn a_mobilizon_actor_publishes_its_key_in_the_old_format() {
    let actor = Actor::parse(&fixture("mobilizon/actor.json")).unwrap();
    assert_eq!(actor.public_keys[0].key, support::rsa_public());
    assert_eq!((actor.name, actor.icon), (None, None));
}

#[test]
fn a_mobilizon_event_and_its_rsvp_are_read() {
    let event = post(&fixture("mobilizon/event.json"));
    assert_eq!(event.attributed_to, iri("https://mobilizon.example/@theatre"));
    assert_eq!(event.name.as_deref(), Some("Répétition ouverte"));
    assert_eq!(event.attachments.len(), 2);
    assert_eq!(event.updated.unwrap() - event.published.unwrap(), TimeDelta::days(1));
    let join = Activity::parse(&fixture("mobilizon/join.json")).unwrap();
    assert_eq!(join.verb, Verb::Join);
    assert_eq!(join.object_id(), Some(iri("https://venue.example/objects/event-7")));
    assert!(join.inner().is_none());
}

#[test]
fn a_misskey_reaction_is_a_like_with_an_emoji() {
    let reaction = Activity::parse(&fixture("misskey/reaction.json")).unwrap();
    assert_eq!(reaction.emoji().as_deref(), Some(":ablobwave:"));
    assert_eq!(reaction.tags[0].kind, TagKind::Emoji);
    let note = post(&fixture("misskey/note.json"));
    assert_eq!(note.audience.visibility(None), Visibility::Public, "as:Public is public");
    let poll = post(&fixture("misskey/poll.json"));
    assert_eq!(poll.kind, "Question");
}

#[test]
fn a_friendica_note_says_false_in_words_and_has_a_title() {
    let note = post(&fixture("friendica/note.json"));
    assert!(!note.sensitive);
    assert_eq!(note.name.as_deref(), Some("A title"));
    assert!(!note.is_vote(), "it has content and answers nothing");
    assert!(!note.attachments[0].is_media(), "a preview card is a link");
    let accept = Activity::parse(&fixture("friendica/accept_event.json")).unwrap();
    assert_eq!(
        (accept.verb.clone(), accept.object_id()),
        (Verb::Accept, Some(iri("https://venue.example/objects/event-7")))
    );
    assert_eq!(Activity::parse(&fixture("friendica/dislike.json")).unwrap().verb, Verb::Dislike);
}

#[test]
fn a_wordpress_author_has_an_id_with_a_query_and_its_keys_in_an_array() {
    let actor = Actor::parse(&fixture("wordpress/actor.json")).unwrap();
    assert_eq!(actor.id.path_and_query(), "/?author=1");
    assert_eq!(actor.url, Some(iri("https://blog.example/author/ines/")));
    assert!(matches!(actor.public_keys[0].key, PublicKey::Rsa(_)));
    assert!(actor.implements_rfc9421());
    let article = post(&fixture("wordpress/article.json"));
    assert_eq!(article.url, Some(iri("https://blog.example/opening/")));
    assert_eq!(article.language.as_deref(), Some("it"));
    assert_eq!(article.attachments.len(), 1, "the same picture twice is one picture");
    let event = post(&fixture("wordpress/event.json"));
    assert_eq!(event.kind, "Event");
}

#[test]
fn a_gancio_event_has_its_address_in_one_line() {
    let (_, posts) = posts_of("gancio/create_event.json");
    let place = parvis_federation::object::Place::parse(&posts[0].raw["location"]).unwrap();
    assert_eq!((place.name.as_str(), place.latitude), ("Sala", None));
    assert_eq!(place.address.unwrap().street, "Via Roma 1");
}

#[test]
fn every_fixture_is_read_and_what_we_write_of_an_actor_is_read_again() {
    for path in files(&fixtures()) {
        let folder = path.parent().unwrap().file_name().unwrap().to_str().unwrap();
        if folder == "own" || path.file_name().unwrap().to_str().unwrap().starts_with('0') {
            continue;
        }
        let document = read(&path);
        let kind = document["type"].as_str().unwrap();
        let known = if ActorKind::from_name(kind).is_known() {
            let actor = KeyDocument::parse(&document).unwrap();
            if let KeyDocument::Actor(actor) = actor {
                let again = Actor::parse(&actor.to_json()).unwrap();
                assert_eq!(
                    (&again.id, &again.inbox, &again.tags),
                    (&actor.id, &actor.inbox, &actor.tags)
                );
            }
            true
        } else if kind.contains("Collection") {
            Collection::parse(&document).is_ok()
        } else if matches!(Verb::from_name(kind), Verb::Unknown(_)) {
            !matches!(Object::parse(&document).unwrap(), Object::Unknown { .. })
        } else {
            Activity::parse(&document).is_ok()
        };
        assert!(known, "{}", path.display());
    }
}

#[test]
fn an_event_is_read_from_every_software_that_announces_some() {
    use parvis_federation::object::{EventStatus, ForeignEvent, Moment};

    let theatre = ForeignEvent::parse(&fixture("mobilizon/event.json")).unwrap();
    assert_eq!(theatre.organiser, iri("https://mobilizon.example/@theatre"));
    assert_eq!(theatre.actor, Some(iri("https://mobilizon.example/@bob")));
    assert_eq!(theatre.starts, Moment::At(time("2026-09-12T18:00:00Z")));
    assert_eq!((theatre.ends, theatre.timezone.as_deref()), (None, Some("Europe/Paris")));
    let place = theatre.place.unwrap();
    assert_eq!((place.name.as_str(), place.latitude), ("La Scène", Some(47.2)));
    assert_eq!(place.address.unwrap().line(), "1 rue du Port, 44000 Nantes, France");
    assert_eq!(theatre.pictures[0].url, iri("https://mobilizon.example/media/b.png"));
    assert_eq!((theatre.online, theatre.status), (None, EventStatus::Confirmed));

    let create = fixture("gancio/create_event.json");
    let concert = ForeignEvent::parse(&create["object"]).unwrap();
    assert_eq!(concert.url, Some(iri("https://gancio.example/event/concerto")));
    let place = concert.place.unwrap();
    assert_eq!((place.latitude, place.address.unwrap().line().as_str()), (None, "Via Roma 1"));
    assert_eq!(concert.pictures.len(), 1);

    let reading = ForeignEvent::parse(&fixture("wordpress/event.json")).unwrap();
    assert_eq!(reading.place.unwrap().name, "Hall");
    assert_eq!(reading.online, Some(iri("https://stream.example/")));
    assert!(reading.audience.is_public() && reading.ends.is_some());

    let hubzilla = serde_json::json!({
        "type": "Event", "id": "https://hub.example/item/1", "actor": "https://hub.example/channel/a",
        "summary": "Marché", "startTime": "2026-09-12T09:30:00", "status": "cancelled",
        "location": [{"type": "VirtualLocation", "name": "https://live.example/"},
            {"type": "Place", "content": "Halle"}],
    });
    let market = ForeignEvent::parse(&hubzilla).unwrap();
    assert_eq!((market.name.as_str(), market.status), ("Marché", EventStatus::Cancelled));
    assert!(matches!(market.starts, Moment::Local(local) if local.hour() == 9));
    assert_eq!(market.place.unwrap().name, "Halle");
    assert_eq!(market.online, Some(iri("https://live.example/")));
}

#[test]
fn an_event_of_another_server_than_its_organiser_or_without_a_beginning_is_none() {
    use parvis_federation::object::ForeignEvent;

    let good = fixture("wordpress/event.json");
    assert!(ForeignEvent::parse(&good).is_ok());
    for (member, value) in [
        ("attributedTo", serde_json::json!("https://other.example/u/1")),
        ("actor", serde_json::json!("https://other.example/u/1")),
        ("startTime", serde_json::json!("bientôt")),
        ("startTime", Value::Null),
        ("name", serde_json::json!("  ")),
        ("type", serde_json::json!("Note")),
        ("id", serde_json::json!("not an address")),
    ] {
        let mut bad = good.clone();
        bad[member] = value;
        assert!(ForeignEvent::parse(&bad).is_err(), "{member}");
    }
}
