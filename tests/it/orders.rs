//! What one person did and took back, in every order in which the network may bring it, each part once or twice.
//!
//! In the end stands what stood after the order in which it was done. Where the wire does not tell that order, what is
//! said in docs/federation/inbox.md: each exception below is one of these.

use std::{collections::BTreeMap, time::Duration};

use diesel::prelude::*;
use parvis::schema;
use serde_json::{Value, json};

use crate::{
    attendance::draft,
    attendance_wire::announced,
    crossings::orders,
    support::{Person, Remote},
    voices::{Hung, VENUE, hung},
};

/// How often each part comes: `abc`, `aabbcc`, `abcabc` or `abccba`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Copies {
    Once,
    Each,
    All,
    Back,
}

impl Copies {
    fn of(self, order: &[usize]) -> Vec<usize> {
        let again = order.iter().copied();
        match self {
            Self::Once => order.to_vec(),
            Self::Each => again.flat_map(|part| [part, part]).collect(),
            Self::All => again.clone().chain(again).collect(),
            Self::Back => again.clone().chain(again.rev()).collect(),
        }
    }
}

/// How one person's parts came.
#[derive(Debug)]
struct Played {
    order: Vec<usize>,
    copies: Copies,
    /// Did everything come to rest in between?
    rests: bool,
}

/// Has somebody new do these things in every order and rhythm, everything coming to rest in between or not.
async fn play(
    h: &Hung,
    remote: &Remote,
    name: &str,
    parts: impl Fn(&Person) -> Vec<Value>,
) -> BTreeMap<String, Played> {
    let count = parts(&remote.person(name)).len();
    let indices: Vec<Value> = (0..count).map(|index| json!(index)).collect();
    let mut played = BTreeMap::new();
    for order in orders(&indices) {
        let order: Vec<usize> =
            order.iter().map(|index| usize::try_from(index.as_u64().unwrap()).unwrap()).collect();
        for (copies, rests) in [
            (Copies::Once, true),
            (Copies::Once, false),
            (Copies::Each, true),
            (Copies::All, true),
            (Copies::All, false),
            (Copies::Back, true),
        ] {
            let who = remote.person(&format!("{name}{}", played.len()));
            let parts = parts(&who);
            for part in copies.of(&order) {
                // Each copy is signed anew, as a server signs that tries again.
                h.test.advance(Duration::from_secs(1));
                assert_eq!(remote.deliver(&who, &parts[part]).await, 202);
                if rests {
                    h.test.settle().await;
                }
            }
            h.test.settle().await;
            played.insert(who.iri, Played { order: order.clone(), copies, rests });
        }
    }
    // Nothing is tried again later that had its end.
    h.test.advance(Duration::from_secs(3600));
    h.test.settle().await;
    let waiting: i64 = h
        .test
        .query(|c| {
            let inbound = schema::inbound::table;
            inbound.filter(schema::inbound::state.eq("waiting")).count().get_result(c)
        })
        .await;
    assert_eq!(waiting, 0, "{name}");
    h.test.assert_no_failed_jobs().await;
    played
}

/// One thing somebody did, under a name of its own as most servers give them.
fn deed(who: &Person, verb: &str, object: &Value, n: u8) -> Value {
    json!({
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": format!("{}/{}/{n}", who.iri, verb.to_lowercase()), "type": verb, "actor": who.iri,
        "object": object, "to": [VENUE],
    })
}

/// It is taken back: enclosed, or named.
fn undo(who: &Person, done: &Value, enclosed: bool) -> Value {
    let object = if enclosed { done } else { &done["id"] };
    deed(who, "Undo", object, 1)
}

/// What somebody elsewhere stands for: the address of their actor, and what is kept of it.
async fn kept(
    h: &Hung,
    load: impl FnOnce(&mut parvis::kernel::db::Conn) -> QueryResult<Vec<(String, String)>>
    + Send
    + 'static,
) -> BTreeMap<String, Vec<String>> {
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (who, what) in h.test.query(load).await {
        all.entry(who).or_default().push(what);
    }
    all
}

async fn reactions(h: &Hung) -> BTreeMap<String, Vec<String>> {
    kept(h, |c| {
        use schema::reactions as r;
        let found: Vec<(String, String, String)> = r::table
            .inner_join(schema::actors::table)
            .select((schema::actors::iri, r::kind, r::content))
            .load(c)?;
        Ok(found.into_iter().map(|(who, kind, emoji)| (who, format!("{kind}{emoji}"))).collect())
    })
    .await
}

async fn follows(h: &Hung) -> BTreeMap<String, Vec<String>> {
    kept(h, |c| {
        use schema::follows as f;
        f::table
            .inner_join(schema::actors::table.on(schema::actors::id.eq(f::follower_id)))
            .select((schema::actors::iri, f::state))
            .load(c)
    })
    .await
}

async fn blocks(h: &Hung) -> BTreeMap<String, Vec<String>> {
    kept(h, |c| {
        use schema::barriers as b;
        b::table
            .inner_join(schema::actors::table.on(schema::actors::id.eq(b::owner_id)))
            .select((schema::actors::iri, b::kind))
            .load(c)
    })
    .await
}

async fn answers(h: &Hung) -> BTreeMap<String, Vec<String>> {
    kept(h, |c| {
        use schema::attendances as a;
        a::table
            .inner_join(schema::actors::table.on(schema::actors::id.nullable().eq(a::actor_id)))
            .select((schema::actors::iri, a::answer))
            .load(c)
    })
    .await
}

/// Everybody's end is the one their order asks for.
fn check(
    what: &str,
    played: &BTreeMap<String, Played>,
    found: &BTreeMap<String, Vec<String>>,
    expected: impl Fn(&Played) -> Vec<&'static str>,
) {
    for (who, how) in played {
        let stands = found.get(who).cloned().unwrap_or_default();
        assert_eq!(stands, expected(how), "{what}: {how:?}");
    }
}

/// First the second of two that say the same, then the first, then the end of the first: to whoever hears it in this order,
/// the one that came last was taken back.
const BACKWARDS: [usize; 3] = [2, 0, 1];

#[tokio::test]
async fn whatever_the_order_a_reaction_that_was_taken_back_is_gone_and_a_later_one_stands() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let work = json!(h.artwork.iri);
    for (n, enclosed) in [true, false].into_iter().enumerate() {
        for verb in ["Like", "Announce", "EmojiReact"] {
            let done = |who: &Person, n: u8, emoji: &str| {
                let mut done = deed(who, verb, &work, n);
                if verb == "EmojiReact" {
                    done["content"] = json!(emoji);
                }
                done
            };
            let kind = match verb {
                "Like" => "like",
                "Announce" => "boost",
                _ => "emoji🔥",
            };
            let name = format!("{}{n}", verb.to_lowercase());
            let once = play(&h, &remote, &format!("{name}a"), |who| {
                let first = done(who, 1, "🔥");
                vec![first.clone(), undo(who, &first, enclosed)]
            })
            .await;
            check(verb, &once, &reactions(&h).await, |_| vec![]);
            let again = play(&h, &remote, &format!("{name}b"), |who| {
                let first = done(who, 1, "🔥");
                vec![first.clone(), undo(who, &first, enclosed), done(who, 2, "🔥")]
            })
            .await;
            check(verb, &again, &reactions(&h).await, |how| {
                if how.order == BACKWARDS { vec![] } else { vec![kind] }
            });
        }
        let other = play(&h, &remote, &format!("other{n}"), |who| {
            let mut first = deed(who, "EmojiReact", &work, 1);
            first["content"] = json!("🔥");
            let mut second = deed(who, "EmojiReact", &work, 2);
            second["content"] = json!("🎉");
            vec![first.clone(), undo(who, &first, enclosed), second]
        })
        .await;
        check("another emoji", &other, &reactions(&h).await, |_| vec!["emoji🎉"]);
    }
}

#[tokio::test]
async fn whatever_the_order_a_block_that_was_taken_back_is_gone_and_a_later_one_stands() {
    let h = hung().await;
    h.member("lea").await;
    let remote = h.test.remote("mastodon.example").await;
    let lea = json!("http://musee.test/actors/lea");
    for (n, enclosed) in [true, false].into_iter().enumerate() {
        let once = play(&h, &remote, &format!("once{n}"), |who| {
            let first = deed(who, "Block", &lea, 1);
            vec![first.clone(), undo(who, &first, enclosed)]
        })
        .await;
        check("a block", &once, &blocks(&h).await, |_| vec![]);
        let again = play(&h, &remote, &format!("again{n}"), |who| {
            let first = deed(who, "Block", &lea, 1);
            vec![first.clone(), undo(who, &first, enclosed), deed(who, "Block", &lea, 2)]
        })
        .await;
        check("a second block", &again, &blocks(&h).await, |how| {
            if how.order == BACKWARDS { vec![] } else { vec!["block"] }
        });
    }
}

#[tokio::test]
async fn whatever_the_order_who_left_does_not_follow_and_who_came_back_does() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let venue = json!(VENUE);
    let once = play(&h, &remote, "once", |who| {
        let first = deed(who, "Follow", &venue, 1);
        vec![first.clone(), undo(who, &first, true)]
    })
    .await;
    check("a follow", &once, &follows(&h).await, |how| {
        // A follow that comes after its own end is done again: servers use one name for all of them.
        let copies = matches!(how.copies, Copies::All | Copies::Back);
        let again = how.order == [0, 1] && copies && how.rests;
        if again { vec!["accepted"] } else { vec![] }
    });
    let again = play(&h, &remote, "again", |who| {
        let first = deed(who, "Follow", &venue, 1);
        vec![first.clone(), undo(who, &first, true), deed(who, "Follow", &venue, 2)]
    })
    .await;
    check("a second follow", &again, &follows(&h).await, |how| {
        let copies = matches!(how.copies, Copies::All | Copies::Back);
        let backwards = how.order == BACKWARDS && !(copies && how.rests);
        if backwards { vec![] } else { vec!["accepted"] }
    });
}

/// Pixelfed encloses another name than it followed under, and uses the one it followed under again.
#[tokio::test]
async fn who_follows_again_from_pixelfed_follows_again() {
    let h = hung().await;
    let remote = h.test.remote("pixelfed").await;
    let nour = remote.person("nour");
    let mut follow = deed(&nour, "Follow", &json!(VENUE), 1);
    follow["id"] = json!(format!("{}#follow/7", nour.iri));
    let mut named = follow.clone();
    named["id"] = json!(format!("{}#follows/7", nour.iri));
    let mut undo = deed(&nour, "Undo", &named, 1);
    undo["id"] = json!(format!("{}#follow/7/undo", nour.iri));
    for _ in 0..3 {
        h.test.advance(Duration::from_secs(60));
        assert_eq!(h.deliver(&remote, &nour, &follow).await, "applied");
        assert_eq!(follows(&h).await[&nour.iri], ["accepted"]);
        assert_eq!(h.deliver(&remote, &nour, &undo).await, "applied");
        assert!(follows(&h).await.is_empty());
    }
}

#[tokio::test]
async fn whatever_the_order_who_took_their_answer_back_does_not_come_and_who_answered_again_does() {
    let h = hung().await;
    let (_, iri) = announced(&h, draft(None, 1)).await;
    let remote = h.test.remote("mobilizon").await;
    let event = json!(iri);
    type End = fn(&Person, &Value) -> Value;
    let ends: [(&str, End); 3] = [
        ("leave", |who, join| deed(who, "Leave", &join["id"], 1)),
        ("undo", |who, join| undo(who, join, true)),
        ("named", |who, join| undo(who, join, false)),
    ];
    for (name, end) in ends {
        let once = play(&h, &remote, &format!("{name}a"), |who| {
            let first = deed(who, "Join", &event, 1);
            vec![first.clone(), end(who, &first)]
        })
        .await;
        check(name, &once, &answers(&h).await, |_| vec![]);
        let again = play(&h, &remote, &format!("{name}b"), |who| {
            let first = deed(who, "Join", &event, 1);
            vec![first.clone(), end(who, &first), deed(who, "Join", &event, 2)]
        })
        .await;
        check(name, &again, &answers(&h).await, |how| {
            if how.order == BACKWARDS { vec![] } else { vec!["going"] }
        });
    }
}

/// Mobilizon's `Leave` names the event: it takes back what there is when it comes, once.
#[tokio::test]
async fn a_leave_that_names_the_event_counts_when_it_comes() {
    let h = hung().await;
    let (_, iri) = announced(&h, draft(None, 1)).await;
    let remote = h.test.remote("mobilizon").await;
    let event = json!(iri);
    let once = play(&h, &remote, "once", |who| {
        vec![deed(who, "Join", &event, 1), deed(who, "Leave", &event, 1)]
    })
    .await;
    check("leave", &once, &answers(&h).await, |how| {
        if how.order == [0, 1] { vec![] } else { vec!["going"] }
    });
    let again = play(&h, &remote, "again", |who| {
        vec![
            deed(who, "Join", &event, 1),
            deed(who, "Leave", &event, 1),
            deed(who, "Join", &event, 2),
        ]
    })
    .await;
    check("leave", &again, &answers(&h).await, |how| {
        if how.order.last() == Some(&1) { vec![] } else { vec!["going"] }
    });
}
