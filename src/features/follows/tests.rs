//! The rule of who may follow.

use super::model::{State, answer};
use crate::{
    kernel::{clock::Time, id::Id},
    platform::actors::{Actor, ActorKind, Standing},
};

fn actor(local: bool, kind: ActorKind) -> Actor {
    let at = Time::from_micros(0);
    Actor {
        id: Id::from_raw(1),
        iri: "https://a.example/actor".to_owned(),
        kind,
        local,
        handle: "a".to_owned(),
        domain: "a.example".to_owned(),
        name: String::new(),
        summary_html: String::new(),
        url: String::new(),
        inbox: String::new(),
        shared_inbox: None,
        outbox: None,
        followers: None,
        following: None,
        featured: None,
        icon_url: None,
        icon_media_id: None,
        image_url: None,
        fields: "[]".to_owned(),
        also_known_as: "[]".to_owned(),
        moved_to: None,
        discoverable: true,
        approves_followers: false,
        rfc9421: false,
        standing: Standing::Good,
        created_at: at,
        updated_at: at,
        fetched_at: None,
        deleted_at: None,
    }
}

#[test]
fn a_follow_is_accepted_unless_there_is_a_reason() {
    let venue = actor(true, ActorKind::Organization);
    let person = actor(false, ActorKind::Person);
    assert_eq!(answer(&person, &venue), Some(State::Accepted));

    let careful = Actor { approves_followers: true, ..venue.clone() };
    assert_eq!(answer(&person, &careful), Some(State::Pending));

    let blocked = Actor { standing: Standing::Blocked, ..person.clone() };
    assert_eq!(answer(&blocked, &venue), Some(State::Rejected));
    assert_eq!(answer(&blocked, &careful), Some(State::Rejected));
}

#[test]
fn the_instance_actor_is_followed_by_servers_alone() {
    let instance = actor(true, ActorKind::Application);
    assert_eq!(answer(&actor(false, ActorKind::Person), &instance), None);
    let relay = actor(false, ActorKind::Application);
    assert_eq!(answer(&relay, &instance), Some(State::Accepted));
}

#[test]
fn nobody_follows_here_an_actor_of_another_server_or_one_who_left() {
    let person = actor(false, ActorKind::Person);
    assert_eq!(answer(&person, &person), None);
    let left = Actor { deleted_at: Some(Time::from_micros(1)), ..actor(true, ActorKind::Person) };
    assert_eq!(answer(&person, &left), None);
}
