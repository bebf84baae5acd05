//! CTY, SSRF and the greedy half of DOS: what happens when we are made to ask another server for something.

use std::{
    io::Write as _,
    net::{Ipv4Addr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use diesel::prelude::*;
use http::Method;
use parvis::{
    kernel::config::Config,
    platform::{
        actors,
        fediverse::{
            client::{self, Client, ClientError},
            fetch::{FetchError, fetch_document},
            handles,
            network::Terms,
        },
        media::remote,
        objects,
    },
    schema::{actors as table, deliveries},
};
use parvis_federation::iri::Iri;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
    task::JoinHandle,
};

use super::{Ended, siege::Siege};
use crate::{
    support::{TestApp, TestNet},
    voices::follow,
};

cases! {
    "A-CTY-01" => a_document_needs_its_media_type,
    "A-CTY-04" => our_own_server_is_never_asked,
    "A-SSRF-02" => no_redirect_leads_inwards,
    "A-SSRF-04" => an_inbox_of_another_place_is_no_inbox,
    "A-SSRF-05" => a_handle_is_a_name_and_a_host_and_nothing_else,
    "A-DOS-05" => no_collection_of_a_peer_is_walked,
    "A-DOS-06" => a_bomb_is_left_as_soon_as_it_is_too_large,
}

played! {
    "A-SSRF-01" => names_that_lead_inwards_are_not_followed,
    "A-SSRF-03" => a_name_that_changes_its_mind_gains_nothing,
    "A-DOS-03" => a_tarpit_costs_its_own_place_and_nobody_elses,
}

async fn fetched(siege: &Siege, path: &str) -> Result<Value, FetchError> {
    let iri = Iri::parse(&format!("{}{path}", siege.evil.base)).unwrap();
    // An earlier refusal of the same address must not answer for this one.
    siege.hung.test.advance(Duration::from_secs(3601));
    fetch_document(&siege.hung.test.app, &iri).await.map(|found| found.document)
}

async fn a_document_needs_its_media_type(siege: &mut Siege) {
    let mut actor = siege.mallory.document.clone();
    actor["id"] = json!(format!("{}/users/upload", siege.evil.base));
    for kind in [
        "text/plain",
        "application/json",
        "image/png",
        "text/html",
        "application/octet-stream",
        "application/ld+json",
        "application/ld+json; profile=\"https://example.org/else\"",
        "application/ld+json; profile=\"https://example.org/https://www.w3.org/ns/activitystreams\"",
        "application/activity+json-not",
        "text/plain; x=application/activity+json",
        "",
    ] {
        siege.evil.serve_kind("/users/upload", kind, &actor);
        let found = fetched(siege, "/users/upload").await;
        assert!(matches!(found, Err(FetchError::Invalid(_))), "{kind}: {found:?}");
    }
    siege.evil.script("/users/upload", 200, vec![], actor.to_string());
    assert!(fetched(siege, "/users/upload").await.is_err(), "without a type");
    siege.assert_unchanged("documents of other types").await;
    for kind in [
        "application/activity+json; charset=utf-8",
        "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"",
    ] {
        siege.evil.serve_kind("/users/upload", kind, &actor);
        assert!(fetched(siege, "/users/upload").await.is_ok(), "{kind}");
    }
}

async fn our_own_server_is_never_asked(siege: &mut Siege) {
    let app = siege.hung.test.app.clone();
    let before = siege.hung.test.net.visits().len();
    for own in [
        "http://musee.test/media/x.jpg",
        "http://musee.test/actors/musee",
        "http://MUSEE.test./actors/musee",
        "http://musee.test:80/nodeinfo/2.0",
        "http://musee.test/a/../media/x",
    ] {
        let iri = Iri::parse(own).unwrap();
        assert!(fetch_document(&app, &iri).await.is_err(), "{own}");
        assert!(client::get_bytes(&app, own, 1000).await.is_err(), "{own}");
    }
    assert!(handles::look_up(&app, "musee", "musee.test", "http").await.is_err());
    // By way of somebody else: a redirect, a picture, a parent.
    for (n, to) in ["http://musee.test/", "http://musee.test./inbox"].iter().enumerate() {
        let path = format!("/r/{n}");
        siege.evil.script(&path, 302, vec![("location", (*to).to_owned())], "");
        assert!(fetched(siege, &path).await.is_err());
        let url = format!("{}{path}", siege.evil.base);
        assert!(client::get_bytes(&app, &url, 1000).await.is_err());
    }
    let mut actor = siege.mallory.document.clone();
    actor["icon"] = json!({"type": "Image", "url": "http://musee.test/media/x.png"});
    siege.evil.serve("/users/mallory", &actor);
    siege.mallory_sends(&siege.by_mallory("Update", &actor)).await;
    let visits = siege.hung.test.net.visits();
    let home: Vec<&String> =
        visits[before..].iter().filter(|to| to.to_lowercase().contains("musee.test")).collect();
    assert!(home.is_empty(), "we asked ourselves: {home:?}");
    // What is ours is found all the same, in the database.
    let mut admin = siege.hung.test.admin().await;
    let answer =
        admin.get("/authorize_interaction?uri=http%3A%2F%2Fmusee.test%2Factors%2Fmusee").await;
    assert_eq!((answer.status, answer.location()), (303, "/"));
}

async fn no_redirect_leads_inwards(siege: &mut Siege) {
    let app = siege.hung.test.app.clone();
    let public = Client::new(
        &Config { federation_allow_private: false, ..app.config.clone() },
        &siege.hung.test.net.network(Terms::default()),
    )
    .unwrap();
    let mut n = 0;
    for status in [301, 302, 303, 307, 308] {
        for to in [
            "http://10.0.0.1/",
            "https://[fd00::1]/",
            "http://169.254.169.254/latest",
            "ftp://10.0.0.1/",
            "file:///etc/passwd",
            "//192.168.1.1/x",
        ] {
            n += 1;
            let path = format!("/r/{n}");
            siege.evil.script(&path, status, vec![("location", to.to_owned())], "");
            let got = fetched(siege, &path).await;
            assert!(got.is_err(), "{status} to {to}: {got:?}");
            let url = format!("{}{path}", siege.evil.base);
            assert!(client::get_bytes(&app, &url, 1000).await.is_err(), "{status} to {to}");
        }
    }
    // What a public server may not even begin, wherever it was told to.
    for inward in [
        "http://127.0.0.1/",
        "https://127.0.0.1/",
        "http://[::1]/",
        "http://localhost/",
        "https://x.test:8443/",
    ] {
        let refused = public.check(&Iri::parse(inward).unwrap());
        assert!(matches!(refused, Err(ClientError::Refused(_))), "{inward}");
    }
    siege.assert_unchanged("redirects").await;
    let visits = siege.hung.test.net.visits();
    let inside = ["10.0.0.1", "fd00", "169.254", "192.168", "passwd"];
    assert!(visits.iter().all(|to| !inside.iter().any(|part| to.contains(part))), "{visits:?}");
}

async fn an_inbox_of_another_place_is_no_inbox(siege: &mut Siege) {
    let odd = [
        json!("http://localhost:5432/"),
        json!("file:///etc/passwd"),
        json!("ftp://evil.test/"),
        json!("gopher://evil.test/"),
        json!("unix:/run/x.sock"),
        json!("http://musee.test/inbox"),
        json!("https://evil.test:22/"),
        json!(format!("{}/inbox", siege.victim.base)),
        json!("javascript:alert(1)"),
        json!({"href": "http://10.0.0.1/inbox"}),
        json!(7),
        json!(["http://10.0.0.1/", "http://10.0.0.2/"]),
    ];
    for (n, odd) in odd.into_iter().enumerate() {
        // First everything but the inbox is odd: then they follow, and are reached at their inbox.
        for with_inbox in [false, true] {
            let name = format!("m{n}{with_inbox}");
            let person = siege.evil.person(&name);
            let mut document = person.document.clone();
            for member in ["outbox", "followers", "following", "featured"] {
                document[member] = odd.clone();
            }
            document["endpoints"] = json!({"sharedInbox": odd});
            if with_inbox {
                document["inbox"] = odd.clone();
            }
            siege.evil.serve(&format!("/users/{name}"), &document);
            let status = siege.evil.deliver(&person, &follow(&siege.evil, &person)).await;
            assert!(matches!(status, 202 | 401), "{status} for {odd}");
        }
    }
    siege.hung.test.settle().await;
    let note = siege
        .hung
        .test
        .trace("Bonjour", objects::Visibility::Public, objects::State::Published, None)
        .await;
    assert!(note.local);
    siege.hung.test.settle().await;
    let evil = siege.evil.base.clone();
    let known: Vec<(String, Option<String>, Option<String>, Option<String>, Option<String>)> =
        siege
            .hung
            .test
            .query(|c| {
                table::table
                    .filter(table::local.eq(false))
                    .filter(table::handle.like("m%"))
                    .select((
                        table::inbox,
                        table::shared_inbox,
                        table::outbox,
                        table::followers,
                        table::featured,
                    ))
                    .load(c)
            })
            .await;
    assert!(known.len() > 11, "nobody was let in at all");
    for (inbox, shared, outbox, followers, featured) in known {
        assert!(inbox.starts_with(&evil), "{inbox}");
        for address in [shared, outbox, followers, featured].into_iter().flatten() {
            assert!(address.starts_with(&evil), "{address}");
        }
    }
    let waiting: Vec<String> =
        siege.hung.test.query(|c| deliveries::table.select(deliveries::inbox).load(c)).await;
    assert!(waiting.iter().all(|inbox| inbox.starts_with(&evil)), "{waiting:?}");
    assert!(!siege.evil.received_of("Accept").is_empty(), "the others are answered");
}

async fn a_handle_is_a_name_and_a_host_and_nothing_else(siege: &mut Siege) {
    let host = siege.evil.host();
    let before = siege.hung.test.net.visits().len();
    let long = format!("@x@{}.test", "a".repeat(5_000));
    let mut admin = siege.hung.test.admin().await;
    for handle in [
        "@x@10.0.0.1:8080".to_owned(),
        "@x@[fd00::1]".to_owned(),
        format!("@x@{host}/../../admin?"),
        format!("@x@{host}#"),
        format!("@x@{host}%0d%0aX: y"),
        format!("@x@{host}\r\nX: y"),
        format!("@x@user:pw@{host}"),
        format!("@x@{host}?y"),
        format!("@x@{host}\\y"),
        "@x@".to_owned(),
        "@@".to_owned(),
        long,
    ] {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("uri", &handle)
            .finish();
        let answer = admin.get(&format!("/authorize_interaction?{query}")).await;
        assert!(matches!(answer.status, 200 | 404 | 422), "{} for {handle:?}", answer.status);
        let mut visitor = siege.hung.test.browser();
        let answer = visitor.post("/suivre", &[("account", handle.as_str()), ("uri", "")]).await;
        assert_eq!(answer.status, 422, "{handle:?}");
    }
    let visits = siege.hung.test.net.visits();
    assert_eq!(visits[before..].to_vec(), Vec::<String>::new());
}

async fn no_collection_of_a_peer_is_walked(siege: &mut Siege) {
    let base = siege.evil.base.clone();
    let endless = base.clone();
    siege.evil.answer_below("/endless", move |path| {
        json!({"@context": "https://www.w3.org/ns/activitystreams", "id": format!("{endless}{path}"),
            "type": "OrderedCollection", "totalItems": 1e308, "first": format!("{endless}{path}/1"),
            "next": format!("{endless}{path}/1"), "orderedItems": []})
    });
    let person = siege.evil.person("endless");
    let mut document = person.document.clone();
    for member in ["outbox", "followers", "following", "featured"] {
        document[member] = json!(format!("{base}/endless/{member}"));
    }
    siege.evil.serve("/users/endless", &document);
    assert_eq!(siege.evil.deliver(&person, &follow(&siege.evil, &person)).await, 202);
    let mut note = siege.evil.note(&person, "1", &siege.hung.artwork.iri, "<p>Bonjour</p>");
    for member in ["replies", "likes", "shares", "context"] {
        note[member] = json!(format!("{base}/endless/{member}"));
    }
    assert_eq!(siege.evil.deliver(&person, &siege.evil.create(&person, &note)).await, 202);
    siege.hung.test.settle().await;
    siege.hung.test.advance(Duration::from_secs(2 * 86_400));
    assert_eq!(
        siege.evil.deliver(&person, &siege.evil.wrap("Update", &person, &document)).await,
        202
    );
    siege.hung.test.settle().await;
    assert_eq!(Siege::asked(&siege.evil, "/endless"), 0, "{:?}", siege.evil.seen());
    let page = siege.hung.read().await;
    assert!(page.contains("Bonjour") && !page.contains("e308"));
}

async fn a_bomb_is_left_as_soon_as_it_is_too_large(siege: &mut Siege) {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(b"{\"id\":\"").unwrap();
    let zeros = vec![b'0'; 1 << 20];
    for _ in 0..128 {
        packed.write_all(&zeros).unwrap();
    }
    let bomb = packed.finish().unwrap();
    assert!(bomb.len() < 1 << 20, "it travels light");
    let json = ("content-type", "application/activity+json".to_owned());
    let coded = |coding: &str| vec![json.clone(), ("content-encoding", coding.to_owned())];
    let before = peak_memory();
    siege.evil.script("/bomb", 200, coded("gzip"), &bomb);
    assert_eq!(fetched(siege, "/bomb").await, Err(FetchError::Invalid("too large")));
    let mut twice = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    twice.write_all(&bomb).unwrap();
    siege.evil.script("/twice", 200, coded("gzip, gzip"), twice.finish().unwrap());
    for coding in ["br", "zstd", "deflate"] {
        siege.evil.script(&format!("/{coding}"), 200, coded(coding), &bomb);
        assert!(fetched(siege, &format!("/{coding}")).await.is_err(), "{coding}");
    }
    assert!(fetched(siege, "/twice").await.is_err());
    let url = format!("{}/picture", siege.evil.base);
    siege.evil.script(
        "/picture",
        200,
        vec![("content-type", "image/png".to_owned()), ("content-encoding", "gzip".to_owned())],
        &bomb,
    );
    assert!(
        remote::take(&siege.hung.test.app, &url).await.is_err(),
        "a picture of a hundred megabytes"
    );
    let grown = peak_memory().saturating_sub(before);
    // The picture may take its 16 MB; the hundred megabytes never stood anywhere.
    assert!(grown < 64 << 20, "{grown} bytes");
    siege.assert_unchanged("bombs").await;
}

/// The most memory this process ever held, in bytes.
fn peak_memory() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap() * 1024
}

/// Something that listens and counts who connects.
struct Sink {
    at: SocketAddr,
    connected: Arc<AtomicUsize>,
    task: JoinHandle<()>,
}

impl Sink {
    async fn on(address: Ipv4Addr) -> Self {
        let listener = TcpListener::bind((address, 0)).await.unwrap();
        let at = listener.local_addr().unwrap();
        let connected = Arc::new(AtomicUsize::new(0));
        let count = connected.clone();
        let task = tokio::spawn(async move {
            loop {
                let _ = listener.accept().await;
                count.fetch_add(1, Ordering::SeqCst);
            }
        });
        Self { at, connected, task }
    }

    fn count(&self) -> usize {
        self.connected.load(Ordering::SeqCst)
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The client of a public server in the network of a test.
fn public(test: &TestApp, net: &Arc<TestNet>) -> Client {
    let config = Config { federation_allow_private: false, ..test.app.config.clone() };
    Client::new(&config, &net.network(Terms::default())).unwrap()
}

const INWARD: [&str; 27] = [
    "127.0.0.1",
    "127.1.2.3",
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.0.1",
    "192.168.0.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "2001::1",
    "100::1",
    "fc00::1",
    "fe80::1",
    "ff02::1",
    "3fff::1",
];

#[tokio::test]
async fn names_that_lead_inwards_are_not_followed() -> Ended {
    let test = TestApp::new().await;
    let before = test.state().await;
    let net = Arc::new(TestNet::default());
    let client = public(&test, &net);
    let sink = Sink::on(Ipv4Addr::LOCALHOST).await;
    let other = Sink::on(Ipv4Addr::new(127, 1, 2, 3)).await;
    let target = Iri::parse("https://n.evil.test/x").unwrap();
    for address in INWARD {
        let port = if address == "127.1.2.3" { other.at.port() } else { sink.at.port() };
        net.name("n.evil.test", &[&[SocketAddr::new(address.parse().unwrap(), port)]]);
        for method in [Method::GET, Method::POST] {
            let sent = client.send(method, &target, Vec::new(), None, 1000).await;
            let Err(ClientError::Unreachable(why)) = sent else {
                panic!("{address} was reached: {sent:?}");
            };
            assert!(why.contains("not public"), "{address}: {why}");
        }
        // The same address written out instead of named.
        let literal =
            if address.contains(':') { format!("[{address}]") } else { address.to_owned() };
        let literal = Iri::parse(&format!("https://{literal}/x")).unwrap();
        let sent = client.send(Method::GET, &literal, Vec::new(), None, 1000).await;
        assert_eq!(sent.unwrap_err(), ClientError::Refused("not a public address"), "{address}");
    }
    assert_eq!((sink.count(), other.count()), (0, 0), "somebody was connected to");
    // The sink does count: where this machine may be reached, the name leads there.
    let config = test.app.config.clone();
    let terms = Terms { answer: Duration::from_millis(300), ..Terms::default() };
    let open = Client::new(&config, &net.network(terms)).unwrap();
    net.name("n.evil.test", &[&[sink.at]]);
    assert!(open.send(Method::GET, &target, Vec::new(), None, 1000).await.is_err());
    assert_eq!(sink.count(), 1);
    Ended::unchanged(&test, &before, &[]).await
}

#[tokio::test]
async fn a_name_that_changes_its_mind_gains_nothing() -> Ended {
    let test = TestApp::new().await;
    let before = test.state().await;
    let net = Arc::new(TestNet::default());
    let client = public(&test, &net);
    let sink = Sink::on(Ipv4Addr::LOCALHOST).await;
    let target = Iri::parse("https://n.evil.test/x").unwrap();
    let public: SocketAddr = "[2606:4700::1111]:9".parse().unwrap();
    // A public address beside a private one.
    for both in [[public, sink.at], [sink.at, public]] {
        net.name("n.evil.test", &[&both]);
        let sent = client.send(Method::GET, &target, Vec::new(), None, 1000).await;
        assert!(
            matches!(&sent, Err(ClientError::Unreachable(why)) if why.contains("not public")),
            "{sent:?}"
        );
    }
    // A public one first, a private one when asked again: what was checked is what is connected to.
    net.name("n.evil.test", &[&[public], &[sink.at]]);
    let check = client.check(&target);
    assert_eq!(check, Ok(()));
    for _ in 0..3 {
        let _ = client.send(Method::GET, &target, Vec::new(), None, 1000).await;
    }
    assert_eq!(sink.count(), 0);
    Ended::unchanged(&test, &before, &[]).await
}

/// A server of another kind: takes the connection and then behaves as told.
pub async fn tarpit(manner: &'static str) -> (String, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let task = tokio::spawn(async move {
        loop {
            let Ok((mut stream, _)) = listener.accept().await else { continue };
            tokio::spawn(async move {
                let mut request = [0; 4096];
                let _ = stream.read(&mut request).await;
                if manner == "drops of a body" {
                    let head =
                        b"HTTP/1.1 200 OK\r\ncontent-type: application/activity+json\r\n\r\n{";
                    let _ = stream.write_all(head).await;
                } else if manner == "endless headers" {
                    let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n").await;
                }
                loop {
                    let drop: &[u8] = match manner {
                        "drops of a body" => b" ",
                        "endless headers" => b"x-more: yes\r\n",
                        _ => std::future::pending().await,
                    };
                    tokio::time::sleep(Duration::from_millis(20)).await;
                    if stream.write_all(drop).await.is_err() {
                        break;
                    }
                }
            });
        }
    });
    (base, task)
}

#[tokio::test]
async fn a_tarpit_costs_its_own_place_and_nobody_elses() -> Ended {
    let terms = Terms {
        connect: Duration::from_millis(300),
        answer: Duration::from_millis(500),
        delivery: Duration::from_millis(700),
        ..Terms::default()
    };
    let mut siege = Siege::on(terms).await;
    let mut known = vec![siege.victim.base.clone(), siege.evil.base.clone()];
    for manner in ["silence", "drops of a body", "endless headers"] {
        let (base, task) = tarpit(manner).await;
        known.push(base.clone());
        siege.start_again().await;
        let test = &siege.hung.test;
        let begun = Instant::now();
        let fetch = fetch_document(&test.app, &Iri::parse(&format!("{base}/x")).unwrap()).await;
        assert!(fetch.is_err(), "{manner}");
        assert!(begun.elapsed() < Duration::from_secs(8), "{manner}: {:?}", begun.elapsed());
        siege.assert_unchanged(manner).await;
        // Somebody there follows us, and so does dave: he hears at once, they are tried again later.
        let mallory = siege.evil.person(&manner.replace(' ', "-"));
        test.follower_at(&mallory, &format!("{base}/inbox"), None).await;
        say_to_both(test, &siege).await;
        let waiting: Vec<(String, i32)> = test
            .query(|c| {
                deliveries::table
                    .select((deliveries::state, deliveries::attempts))
                    .order(deliveries::id.desc())
                    .limit(1)
                    .load(c)
            })
            .await;
        assert_eq!(waiting.first().map(|row| row.0.as_str()), Some("waiting"), "{manner}");
        task.abort();
    }
    Ended::well(&siege.hung.test, &known.iter().map(String::as_str).collect::<Vec<_>>()).await
}

/// Says something that both the honest follower and the slow one are to hear.
async fn say_to_both(test: &TestApp, siege: &Siege) {
    let known = siege.dave.iri.clone();
    let dave = test.app.read(move |c| actors::find_by_iri(c, &known)).await.unwrap().unwrap();
    let venue = test.venue();
    test.app
        .write(move |tx| {
            use parvis::schema::follows;
            let known: i64 = follows::table
                .filter(follows::follower_id.eq(dave.id))
                .count()
                .get_result(tx.conn)?;
            if known == 0 {
                diesel::insert_into(follows::table)
                    .values((
                        follows::id.eq(tx.new_id()),
                        follows::follower_id.eq(dave.id),
                        follows::followed_id.eq(venue),
                        follows::activity_iri.eq("x"),
                        follows::state.eq("accepted"),
                        follows::created_at.eq(tx.now),
                    ))
                    .execute(tx.conn)?;
            }
            Ok(())
        })
        .await
        .unwrap();
    siege.victim.forget();
    test.trace("Bonsoir", objects::Visibility::Public, objects::State::Published, None).await;
    let begun = Instant::now();
    test.settle().await;
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    assert_eq!(siege.victim.received_of("Create").len(), 1, "dave was kept waiting");
}
