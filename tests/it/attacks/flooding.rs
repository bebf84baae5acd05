//! The rest of DOS, FLD, and the addresses of XSS-02: too much, too deep, too often, and links that are no links.

use std::time::{Duration, Instant};

use axum::body::Body;
use diesel::prelude::*;
use http::{Request, header};
use parvis::{
    platform::{
        actors::{self, Standing},
        fediverse::{
            network::Terms,
            peers,
            policy::{self, Policy},
        },
    },
    schema::{actors as table, inbound, objects, pictures, remote_media},
};
use parvis_federation::key::PrivateKey;
use serde_json::{Value, json};

use super::{Ended, siege::Siege};
use crate::{
    support::{Forge, Person, Scheme},
    voices::follow,
};

cases! {
    "A-DOS-04" => a_conversation_without_a_beginning_is_left,
    "A-DOS-08" => long_lists_are_cut,
    "A-DOS-09" => what_no_reader_should_read_is_refused,
    "A-XSS-02" => a_link_leads_to_a_web_page_or_nowhere,
    "A-FLD-02" => who_is_not_welcome_costs_nothing,
}

played! {
    "A-FLD-01" => a_busy_server_waits_and_the_others_do_not,
}

async fn a_conversation_without_a_beginning_is_left(siege: &mut Siege) {
    let (base, author) = (siege.evil.base.clone(), siege.mallory.iri.clone());
    siege.evil.answer_below("/chain/", move |path| {
        let n: u64 = path.rsplit('/').next().unwrap().parse().unwrap_or(0);
        let next = format!("{base}/chain/{}", n + 1);
        json!({"@context": "https://www.w3.org/ns/activitystreams", "id": format!("{base}{path}"),
            "type": "Note", "attributedTo": author, "content": "<p>endless</p>", "inReplyTo": next,
            "context": next, "conversation": next, "quote": next, "quoteUrl": next, "movedTo": next,
            "to": ["https://www.w3.org/ns/activitystreams#Public"]})
    });
    let mut note = siege.evil.note(
        &siege.mallory,
        "1",
        &format!("{}/chain/1", siege.evil.base),
        "<p>endless</p>",
    );
    note["quote"] = json!(format!("{}/chain/1000", siege.evil.base));
    siege.mallory_gains_nothing(&siege.evil.create(&siege.mallory, &note)).await;
    let asked = siege.evil.seen().len();
    assert!(asked <= 20, "{asked} requests for one activity");
    // Authors that are authored by authors, homes that moved and moved.
    let base = siege.evil.base.clone();
    let key = siege.mallory.key.public().to_pem();
    siege.evil.answer_below("/moving/", move |path| {
        let n: u64 = path.rsplit('/').next().unwrap().parse().unwrap_or(0);
        let (id, next) = (format!("{base}{path}"), format!("{base}/moving/{}", n + 1));
        json!({"@context": "https://www.w3.org/ns/activitystreams", "id": id, "type": "Person",
            "preferredUsername": format!("m{n}"), "inbox": format!("{id}/inbox"), "attributedTo": next,
            "movedTo": next, "alsoKnownAs": [next],
            "publicKey": {"id": id, "owner": id, "publicKeyPem": key}})
    });
    siege.evil.forget();
    let start = format!("{}/moving/1", siege.evil.base);
    let mover = Person {
        iri: start.clone(),
        key_id: start,
        handle: "m1".to_owned(),
        ..siege.mallory.clone()
    };
    let note = siege.evil.note(&mover, "2", &siege.hung.artwork.iri, "<p>Bonjour</p>");
    assert_eq!(siege.evil.deliver(&mover, &siege.evil.create(&mover, &note)).await, 202);
    siege.hung.test.settle().await;
    let asked = siege.evil.seen().len();
    assert!(asked <= 20, "{asked} requests for one mover");
}

/// As many of a thing as an activity of one megabyte holds.
fn many(one: impl Fn(usize) -> Value, count: usize) -> Value {
    Value::Array((0..count).map(one).collect())
}

async fn long_lists_are_cut(siege: &mut Siege) {
    let work = siege.hung.artwork.iri.clone();
    let host = siege.evil.base.clone();
    let mention = |n| json!({"type": "Mention", "href": format!("{host}/u/{n}"), "name": "@u"});
    let emoji = |n| json!({"type": "Emoji", "name": format!(":e{n}:"), "icon": {"url": format!("{host}/e/{n}")}});
    let picture =
        |n| json!({"type": "Image", "mediaType": "image/png", "url": format!("{host}/i/{n}.png")});
    let begun = Instant::now();
    for (id, member, list) in [
        ("tags", "tag", many(mention, 12_000)),
        ("emoji", "tag", many(emoji, 8_000)),
        ("pictures", "attachment", many(picture, 10_000)),
        ("to", "to", many(|n| json!(format!("{host}/u/{n}")), 20_000)),
        ("replies", "inReplyTo", many(|n| json!(format!("{host}/n/{n}")), 20_000)),
        ("authors", "attributedTo", many(|n| json!(format!("{host}/u/{n}")), 20_000)),
    ] {
        let mut note = siege.evil.note(&siege.mallory, id, &work, "<p>long</p>");
        note[member] = list;
        let status =
            siege.evil.deliver(&siege.mallory, &siege.evil.create(&siege.mallory, &note)).await;
        assert!(matches!(status, 202 | 400), "{status} for {id}");
    }
    let mut poll = siege.evil.note(&siege.mallory, "poll", &work, "<p>long</p>");
    poll["type"] = json!("Question");
    poll["oneOf"] = many(|n| json!({"type": "Note", "name": format!("{n}")}), 20_000);
    siege.evil.deliver(&siege.mallory, &siege.evil.create(&siege.mallory, &poll)).await;
    siege.hung.test.settle().await;
    assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", begun.elapsed());
    let shown: Vec<i64> = siege
        .hung
        .test
        .query(|c| {
            pictures::table.group_by(pictures::object_id).select(diesel::dsl::count_star()).load(c)
        })
        .await;
    assert!(shown.iter().all(|count| *count <= 16), "{shown:?}");
    let asked = siege.evil.seen().len();
    assert!(asked <= 7 * 20, "{asked} requests");
    // A person with as much of everything.
    let person = siege.evil.person("huge");
    let mut document = person.document.clone();
    document["alsoKnownAs"] = many(|n| json!(format!("{host}/u/{n}")), 5_000);
    document["attachment"] =
        many(|n| json!({"type": "PropertyValue", "name": format!("{n}"), "value": "x"}), 5_000);
    document["name"] = json!("é".repeat(100_000));
    document["summary"] = json!("<p>x</p>".repeat(20_000));
    siege.evil.serve("/users/huge", &document);
    assert_eq!(siege.evil.deliver(&person, &follow(&siege.evil, &person)).await, 202);
    let known = person.iri.clone();
    let huge =
        siege.hung.test.app.read(move |c| actors::find_by_iri(c, &known)).await.unwrap().unwrap();
    assert!(huge.aliases().len() <= 256 && huge.profile_fields().len() <= 50);
    assert!(huge.name.chars().count() <= 200 && huge.summary_html.len() < 64_000);
    let giant = siege.evil.person("giant");
    let mut document = giant.document.clone();
    document["name"] = json!("x".repeat(2 << 20));
    siege.evil.serve("/users/giant", &document);
    assert_eq!(
        siege.evil.deliver(&giant, &follow(&siege.evil, &giant)).await,
        401,
        "two megabytes of name"
    );
}

/// A body signed as it is, whatever it is.
fn signed(siege: &Siege, body: Vec<u8>) -> Request<Body> {
    siege.evil.signed("/inbox", &siege.mallory, body, Scheme::Cavage)
}

async fn what_no_reader_should_read_is_refused(siege: &mut Siege) {
    let like = siege.by_mallory("Like", &json!(siege.hung.artwork.iri)).to_string();
    let with = |member: &str| {
        let mut body = like.trim_end_matches('}').to_owned();
        body.push_str(&format!(",\"x\":{member}}}"));
        body.into_bytes()
    };
    let deep =
        |open: &str, close: &str| format!("{}1{}", open.repeat(100_000), close.repeat(100_000));
    let mut cut = with("\"x\"");
    let middle = cut.len() / 2;
    cut[middle] = 0xFF;
    for (what, body) in [
        ("arrays", with(&deep("[", "]"))),
        ("objects", with(&deep("{\"a\":", "}"))),
        ("a bare array", deep("[", "]").into_bytes()),
        ("a megabyte of digits", with(&"9".repeat(1_000_000))),
        ("a lone surrogate", with("\"\\ud800\"")),
        ("a NUL", with("\"a\\u0000b\"")),
        ("a NUL in a name", with("{\"a\\u0000\":1}")),
        ("no UTF-8", cut),
        ("a huge exponent", with("1e99999")),
        (
            "one member twice",
            like.replacen('{', "{\"actor\":\"http://musee.test/actors/musee\",", 1).into_bytes(),
        ),
        ("a graph", with("{\"@graph\":[]}")),
        ("nothing", Vec::new()),
        ("null", b"null".to_vec()),
        ("two documents", format!("{like}{like}").into_bytes()),
        ("half a document", like.as_bytes()[..like.len() / 2].to_vec()),
    ] {
        assert_eq!(siege.evil.send(signed(siege, body)).await, 400, "{what}");
        siege.assert_unchanged(what).await;
    }
    assert_eq!(siege.evil.send(signed(siege, vec![b' '; (1 << 20) + 1])).await, 413);
    let mut packed = signed(siege, like.into_bytes());
    packed.headers_mut().insert(header::CONTENT_ENCODING, "gzip".parse().unwrap());
    assert_eq!(siege.evil.send(packed).await, 415);
    siege.assert_unchanged("bodies nobody should read").await;
}

async fn a_link_leads_to_a_web_page_or_nowhere(siege: &mut Siege) {
    for (n, bad) in [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "\tjavascript:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>x()</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//evil.test/x",
        "http:javascript",
        "https://user:pw@evil.test/",
        "https://bank.example/login",
    ]
    .into_iter()
    .enumerate()
    {
        let person = siege.evil.person(&format!("p{n}"));
        let mut document = person.document.clone();
        document["url"] = json!(bad);
        // A picture may stand on any server; what is no web address may not stand anywhere.
        let picture = if bad.starts_with("https://bank") { "javascript:x" } else { bad };
        document["icon"] = json!({"type": "Image", "url": picture});
        document["image"] = json!({"type": "Image", "url": {"type": "Link", "href": picture}});
        document["attachment"] = json!([{"type": "PropertyValue", "name": "site",
            "value": format!("<a href=\"{bad}\" rel=\"me\">site</a>")}]);
        siege.evil.serve(&format!("/users/p{n}"), &document);
        let mut note =
            siege.evil.note(&person, &format!("l{n}"), &siege.hung.artwork.iri, "<p>mot</p>");
        note["url"] = json!(bad);
        note["content"] = json!(format!("<p>mot <a href=\"{bad}\">ici</a></p>"));
        note["attachment"] = json!([{"type": "Image", "mediaType": "image/png", "url": picture}]);
        note["tag"] = json!([{"type": "Mention", "href": bad, "name": "@x"}]);
        note["image"] = json!({"type": "Image", "url": picture});
        assert_eq!(siege.evil.deliver(&person, &siege.evil.create(&person, &note)).await, 202);
    }
    siege.hung.test.settle().await;
    let (people, posts, copies): (
        Vec<(String, Option<String>, Option<String>, String)>,
        Vec<(String, String)>,
        Vec<String>,
    ) = siege
        .hung
        .test
        .query(|c| {
            Ok((
                table::table
                    .filter(table::handle.like("p%"))
                    .select((table::url, table::icon_url, table::image_url, table::fields))
                    .load(c)?,
                objects::table
                    .filter(objects::local.eq(false))
                    .select((objects::iri, objects::url))
                    .load(c)?,
                remote_media::table.select(remote_media::url).load(c)?,
            ))
        })
        .await;
    assert!(people.len() >= 12 && posts.len() >= 12, "{} {}", people.len(), posts.len());
    let web = |address: &str| address.starts_with("http://") || address.starts_with("https://");
    for (url, icon, image, fields) in people {
        assert!(url.starts_with(&siege.evil.base), "{url}");
        assert!(icon.iter().chain(&image).all(|address| web(address)), "{icon:?} {image:?}");
        assert!(!fields.to_lowercase().contains("javascript:"), "{fields}");
    }
    for (iri, url) in posts {
        assert_eq!(url, iri, "a post of another host's page is shown where it lives");
    }
    assert!(copies.iter().all(|address| web(address)), "{copies:?}");
    let page = siege.hung.read().await.to_lowercase();
    for bad in ["href=\"javascript", "href=\"data:", "href=\"vbscript", "href=\"file:"] {
        assert!(!page.contains(bad), "{bad}");
    }
    assert!(page.contains("ici"), "the words are there");
}

async fn who_is_not_welcome_costs_nothing(siege: &mut Siege) {
    let test = &siege.hung.test;
    // A blocked server, by the name it gives itself.
    let blocked = test.remote("blocked").await;
    let nobody = blocked.person("nobody");
    let host = blocked.host();
    test.app.write(move |tx| policy::set(tx, &host, Policy::Block, "")).await.unwrap();
    policy::reload(&test.app).await.unwrap();
    // A blocked person of a server that is welcome.
    let iri = siege.mallory.iri.clone();
    test.app
        .write(move |tx| {
            let actor = actors::find_by_iri(tx.conn, &iri)?.unwrap();
            peers::set_standing(tx, actor.id, Standing::Blocked)
        })
        .await
        .unwrap();
    siege.start_again().await;
    let test = &siege.hung.test;
    let before = test.net.visits().len();
    for n in 0..50 {
        let mut activity = follow(&blocked, &nobody);
        activity["id"] = json!(format!("{}/{n}", blocked.base));
        // Not even the body is read: it could not be.
        let mut request = Forge::new(&nobody, test.app.now(), &activity).request();
        *request.body_mut() = Body::from_stream(futures::stream::poll_fn(
            |_| -> std::task::Poll<Option<Result<bytes::Bytes, std::io::Error>>> {
                panic!("somebody read the body of a blocked server")
            },
        ));
        assert_eq!(siege.evil.send(request).await, 403);
        let mut activity = follow(&siege.evil, &siege.mallory);
        activity["id"] = json!(format!("{}/{n}", siege.evil.base));
        assert_eq!(siege.evil.deliver(&siege.mallory, &activity).await, 403);
    }
    assert!(blocked.seen().is_empty(), "something was fetched from a blocked server");
    // Signers nobody has ever heard of: each is looked for once, its server is not worn out, and neither are we.
    let stranger = PrivateKey::generate_rsa_2048().unwrap();
    for n in 0..700 {
        let iri = format!("{}/nobody/{n}", siege.evil.base);
        let person = Person {
            key_id: format!("{iri}#k"),
            iri,
            key: stranger.clone(),
            ..siege.mallory.clone()
        };
        let status = siege.evil.deliver(&person, &follow(&siege.evil, &person)).await;
        assert!(matches!(status, 401 | 429 | 503), "{status} for the stranger {n}");
    }
    let asked = Siege::asked(&siege.evil, "/nobody/");
    assert!(asked <= 300, "{asked} fetches for signers that do not exist");
    let taken: i64 = test.query(|c| inbound::table.count().get_result(c)).await;
    assert_eq!(taken, 0);
    siege.assert_unchanged("a flood of the unwelcome").await;
    assert_eq!(Siege::asked(&blocked, "/"), 0);
    let went = test.net.visits().len() - before;
    assert_eq!(went, asked, "we went elsewhere");
    // Whoever comes after the flood is served: time gives the places back.
    siege.hung.test.advance(Duration::from_secs(600));
}

#[tokio::test]
async fn a_busy_server_waits_and_the_others_do_not() -> Ended {
    let terms = Terms { burst: 40.0, per_second: 2.0, ..Terms::default() };
    let siege = Siege::on(terms).await;
    let test = &siege.hung.test;
    let busy = |n: u32| {
        let mut activity = siege.by_mallory("Like", &json!(siege.hung.artwork.iri));
        activity["id"] = json!(format!("{}/busy/{n}", siege.evil.base));
        let body = activity.to_string().into_bytes();
        siege.evil.ask(siege.evil.signed("/inbox", &siege.mallory, body, Scheme::Cavage))
    };
    for n in 0..40 {
        assert_eq!(busy(n).await.status(), 202, "{n}");
    }
    for n in 40..80 {
        let answer = busy(n).await;
        assert_eq!(answer.status(), 429, "{n}");
        assert_eq!(answer.headers()["retry-after"], "1");
        // Others come and go meanwhile.
        if n % 4 == 0 {
            let mut honest = follow(&siege.victim, &siege.dave);
            honest["id"] = json!(format!("{}/honest/{n}", siege.victim.base));
            assert_eq!(siege.victim.deliver(&siege.dave, &honest).await, 202, "dave waits");
        }
    }
    test.advance(Duration::from_secs(1));
    let later = [busy(80).await.status(), busy(81).await.status(), busy(82).await.status()];
    assert_eq!(later.map(|status| status.as_u16()), [202, 202, 429], "two a second for ever");
    test.settle().await;
    let applied: i64 = test
        .query(|c| inbound::table.filter(inbound::state.eq("applied")).count().get_result(c))
        .await;
    assert_eq!(applied, 42 + 10, "what was taken was applied, once each");
    siege.ended().await
}
