//! What a stranger's sockets and bodies may cost: little, and not for long.

use std::{
    convert::Infallible,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{Router, body::Body, routing::get};
use bytes::Bytes;
use http::{Method, header};
use parvis::platform::web::{Limits, Pace, Server};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    sync::{Semaphore, mpsc, oneshot},
    task::JoinHandle,
};

use super::{
    Ended,
    world::{Fill, Who, World, assert_unchanged},
};
use crate::support::{Route, TestApp, routes};

played! {
    "A-DOS-01" => a_body_without_end_is_stopped_on_every_route,
    "A-DOS-01" => a_form_that_is_too_large_or_encoded_says_so,
    "A-DOS-02" => silence_and_dribbling_are_hung_up_on_while_others_are_served,
    "A-DOS-02" => a_connection_that_was_served_may_not_idle_for_ever,
    "A-DOS-02" => a_body_that_stops_coming_is_given_up,
    "A-DOS-02" => whoever_takes_nothing_of_an_answer_is_hung_up_on,
    "A-DOS-02" => when_all_places_are_taken_the_next_waits_for_one,
    "A-DOS-10" => only_http_1_is_spoken,
}

/// A real accept loop with short timers, on loopback.
struct Listening {
    address: std::net::SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    server: JoinHandle<()>,
    /// What the venue behind it was made of.
    before: Vec<String>,
}

impl Listening {
    async fn new(test: &TestApp) -> Self {
        let before = test.state().await;
        Self { before, ..Self::serving(test.router.clone()).await }
    }

    async fn serving(router: Router) -> Self {
        Self::serving_at_once(router, Limits::default().connections).await
    }

    async fn serving_at_once(router: Router, connections: usize) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let limits = Limits {
            connections,
            header_time: Duration::from_millis(150),
            pace: Pace { grace: Duration::from_millis(150), ..Pace::default() },
            unread_time: Duration::from_millis(300),
            stop_time: Duration::from_secs(2),
            ..Limits::default()
        };
        let server = Server { listener, router, limits, proxies: Vec::new() };
        let server = tokio::spawn(server.run(async {
            let _ = stopped.await;
        }));
        Self { address, stop: Some(stop), server, before: Vec::new() }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// What comes back until the other side closes. Fails when it never does.
    async fn until_closed(mut stream: TcpStream) -> String {
        let mut said = Vec::new();
        let patience = Duration::from_secs(10);
        // A reset is as good as an end.
        let _ = tokio::time::timeout(patience, stream.read_to_end(&mut said))
            .await
            .expect("the connection was left open");
        String::from_utf8_lossy(&said).into_owned()
    }

    async fn say(&self, what: &[u8]) -> String {
        let mut stream = self.connect().await;
        stream.write_all(what).await.unwrap();
        Self::until_closed(stream).await
    }

    /// Somebody honest, at the same time.
    async fn is_well(&self) {
        let said =
            self.say(b"GET / HTTP/1.1\r\nHost: musee.test\r\nConnection: close\r\n\r\n").await;
        assert!(said.starts_with("HTTP/1.1 200"), "{said}");
    }

    /// The end of a play: somebody honest is served at this door, and by the venue behind it, in which nothing changed.
    async fn ended(self, test: &TestApp) -> Ended {
        self.is_well().await;
        let before = self.before.clone();
        self.stop().await;
        Ended::unchanged(test, &before, &[]).await
    }

    async fn stop(mut self) {
        let _ = self.stop.take().unwrap().send(());
        self.server.await.unwrap();
    }
}

#[tokio::test]
async fn silence_and_dribbling_are_hung_up_on_while_others_are_served() -> Ended {
    let test = TestApp::new().await;
    let listening = Listening::new(&test).await;
    let mut slow = Vec::new();
    for beginning in ["", "G", "GET / HTTP/1.1\r\nHost: musee.test\r\nX-Slow: ", "PRI * HTTP/2.0"] {
        for _ in 0..25 {
            let mut stream = listening.connect().await;
            stream.write_all(beginning.as_bytes()).await.unwrap();
            slow.push(stream);
        }
    }
    listening.is_well().await;
    for stream in slow {
        let said = Listening::until_closed(stream).await;
        assert!(said.is_empty() || said.starts_with("HTTP/1.1 4"), "{said}");
    }
    listening.ended(&test).await
}

#[tokio::test]
async fn a_connection_that_was_served_may_not_idle_for_ever() -> Ended {
    let test = TestApp::new().await;
    let listening = Listening::new(&test).await;
    let said = listening.say(b"GET /livez HTTP/1.1\r\nHost: musee.test\r\n\r\n").await;
    assert!(said.starts_with("HTTP/1.1 200"), "{said}");
    listening.ended(&test).await
}

#[tokio::test]
async fn a_body_that_stops_coming_is_given_up() -> Ended {
    let test = TestApp::new().await;
    let listening = Listening::new(&test).await;
    for (path, kind) in [
        ("/connexion", "application/x-www-form-urlencoded"),
        ("/connexion", "multipart/form-data; boundary=x"),
        ("/inbox", "application/activity+json"),
    ] {
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: musee.test\r\nContent-Type: {kind}\r\n\
             Sec-Fetch-Site: same-origin\r\nContent-Length: 1000\r\n\r\nlogin="
        );
        let said = listening.say(head.as_bytes()).await;
        assert!(said.is_empty() || said.starts_with("HTTP/1.1 4"), "{path} {kind}: {said}");
    }
    listening.ended(&test).await
}

#[tokio::test]
async fn whoever_takes_nothing_of_an_answer_is_hung_up_on() -> Ended {
    // Held by the body of the answer for as long as somebody may still take it.
    let (held, given_up) = oneshot::channel::<()>();
    let held = Arc::new(Mutex::new(Some(held)));
    let endless = move || {
        let held = held.lock().unwrap().take();
        let pieces = futures::stream::repeat_with(move || {
            let _ = &held;
            Ok::<_, Infallible>(vec![0_u8; 1 << 16])
        });
        std::future::ready(Body::from_stream(pieces))
    };
    let router = Router::new().route("/", get(endless)).route("/well", get(async || "well"));
    let listening = Listening::serving(router).await;
    let mut stream = listening.connect().await;
    stream.write_all(b"GET / HTTP/1.1\r\nHost: musee.test\r\n\r\n").await.unwrap();
    let patience = Duration::from_secs(20);
    let dropped = tokio::time::timeout(patience, given_up).await;
    assert!(dropped.expect("the answer still waits to be taken").is_err(), "the body was dropped");
    drop(stream);
    let honest = b"GET /well HTTP/1.1\r\nHost: musee.test\r\nConnection: close\r\n\r\n";
    assert!(listening.say(honest).await.ends_with("well"));
    listening.stop().await;
    Ended::without_a_venue()
}

#[tokio::test]
async fn when_all_places_are_taken_the_next_waits_for_one() -> Ended {
    let (entered, mut inside) = mpsc::unbounded_channel();
    let open = Arc::new(Semaphore::new(0));
    let gate = open.clone();
    let wait = move || {
        entered.send(()).unwrap();
        let gate = gate.clone();
        async move { gate.acquire_owned().await.unwrap().forget() }
    };
    let listening = Listening::serving_at_once(Router::new().route("/", get(wait)), 2).await;
    let ask = || async {
        let mut stream = listening.connect().await;
        let ask = b"GET / HTTP/1.1\r\nHost: musee.test\r\nConnection: close\r\n\r\n";
        stream.write_all(ask).await.unwrap();
        stream
    };
    let (first, second, third) = (ask().await, ask().await, ask().await);
    inside.recv().await.unwrap();
    inside.recv().await.unwrap();
    // The system has taken the third in; the server has every occasion to look at it, and does not while two are inside.
    for _ in 0..1_000 {
        tokio::task::yield_now().await;
    }
    assert!(inside.try_recv().is_err());
    open.add_permits(1);
    inside.recv().await.unwrap();
    open.add_permits(2);
    for stream in [first, second, third] {
        assert!(Listening::until_closed(stream).await.starts_with("HTTP/1.1 200"));
    }
    listening.stop().await;
    Ended::without_a_venue()
}

#[tokio::test]
async fn a_request_under_way_is_answered_after_a_stop_and_no_new_one_is_taken() {
    let (entered, inside) = oneshot::channel();
    let (open, opened) = oneshot::channel::<()>();
    let once = Arc::new(Mutex::new(Some((entered, opened))));
    let slow = move || {
        let (entered, opened) = once.lock().unwrap().take().unwrap();
        entered.send(()).unwrap();
        async move {
            opened.await.unwrap();
            "all of it"
        }
    };
    let mut listening = Listening::serving(Router::new().route("/", get(slow))).await;
    let mut stream = listening.connect().await;
    stream.write_all(b"GET / HTTP/1.1\r\nHost: musee.test\r\n\r\n").await.unwrap();
    inside.await.unwrap();
    listening.stop.take().unwrap().send(()).unwrap();
    // Refused at once when the stop was heard already; else hung up on.
    while let Ok(late) = TcpStream::connect(listening.address).await {
        drop(late);
        tokio::task::yield_now().await;
    }
    open.send(()).unwrap();
    let said = Listening::until_closed(stream).await;
    assert!(said.starts_with("HTTP/1.1 200") && said.ends_with("all of it"), "{said}");
    listening.server.await.unwrap();
}

#[tokio::test]
async fn only_http_1_is_spoken() -> Ended {
    let test = TestApp::new().await;
    let listening = Listening::new(&test).await;
    let preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00";
    let said = listening.say(preface).await;
    assert!(said.is_empty() || said.starts_with("HTTP/1.1 4"), "{said}");
    listening.ended(&test).await
}

#[tokio::test]
async fn headers_beyond_measure_are_refused() {
    let test = TestApp::new().await;
    let listening = Listening::new(&test).await;
    let many: String = (0..500).map(|n| format!("X-{n}: y\r\n")).collect();
    let long = format!("X-Long: {}\r\n", "y".repeat(200 * 1024));
    for headers in [many, long] {
        let request = format!("GET / HTTP/1.1\r\nHost: musee.test\r\n{headers}\r\n");
        let mut stream = listening.connect().await;
        // It may hang up before all of it is written.
        let _ = stream.write_all(request.as_bytes()).await;
        let said = Listening::until_closed(stream).await;
        assert!(said.is_empty() || said.starts_with("HTTP/1.1 4"), "{said}");
    }
    listening.is_well().await;
    listening.stop().await;
}

/// A body without end, and how much of it was taken.
fn endless(piece: &'static [u8]) -> (Body, Arc<AtomicUsize>) {
    let taken = Arc::new(AtomicUsize::new(0));
    let counter = taken.clone();
    let stream = futures::stream::repeat_with(move || {
        counter.fetch_add(piece.len(), Ordering::SeqCst);
        Ok::<_, Infallible>(Bytes::from_static(piece))
    });
    (Body::from_stream(stream), taken)
}

/// The most a body may take on each route, in bytes: a form, an activity, a file.
fn most(route: &Route, multipart: bool) -> usize {
    let inbox = route.pattern.ends_with("inbox");
    let pictures = route.pattern.starts_with("/equipe/oeuvres/")
        || ["/equipe/agenda/nouveau", "/equipe/agenda/{id}"].contains(&route.pattern.as_str());
    match (inbox, multipart) {
        (true, _) => 1 << 20,
        (false, false) => 256 << 10,
        // A file, or three where works and events are described.
        (false, true) if pictures => 73 << 20,
        (false, true) => 25 << 20,
    }
}

#[tokio::test]
async fn a_body_without_end_is_stopped_on_every_route() -> Ended {
    const PIECE: &[u8] = &[b'a'; 64 << 10];
    const PART: &[u8] = b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n";
    let world = World::new().await;
    let all = routes(&world.hung.test).await;
    for route in all.iter().filter(|route| route.takes_posts()) {
        // Signing out reads nothing and would make a stranger of whoever asks all the others.
        let who = if route.pattern == "/deconnexion" { Who::Stranger } else { Who::Admin };
        let before = world.hung.test.state().await;
        let mut all_read = true;
        let address = route.address(|pattern, name| world.value(Fill::Unknown, pattern, name));
        for (kind, piece) in [
            ("application/x-www-form-urlencoded", PIECE),
            ("application/activity+json", PIECE),
            ("multipart/form-data; boundary=x", PIECE),
            ("multipart/form-data; boundary=x", PART),
        ] {
            let (body, taken) = endless(piece);
            let mut sender = world.browser(who);
            let request = sender
                .request(Method::POST, &address)
                .header("sec-fetch-site", "same-origin")
                .header(header::CONTENT_TYPE, kind)
                .body(body)
                .unwrap();
            let answer = sender.send(request).await;
            let taken = taken.load(Ordering::SeqCst);
            let most = most(route, kind.starts_with("multipart")) + 2 * PIECE.len();
            assert!(taken <= most, "{address} took {taken} bytes of {kind}");
            let read = taken > PIECE.len();
            assert!(!read || answer.status >= 400, "{address}: {}", answer.status);
            all_read &= read || answer.status >= 400;
        }
        // A form without fields does what it does, whatever comes along with it.
        if all_read {
            assert_unchanged(&world.hung.test, &before, &address).await;
        }
    }
    world.ended().await
}

#[tokio::test]
async fn a_form_that_is_too_large_or_encoded_says_so() -> Ended {
    let test = TestApp::new().await;
    let before = test.state().await;
    let mut visitor = test.browser();
    let large = "x".repeat(300 << 10);
    let answer = visitor.post("/connexion", &[("login", &large)]).await;
    assert_eq!(answer.status, 413);
    assert!(answer.contains("trop long"), "{}", answer.text());
    let encoded = visitor
        .request(Method::POST, "/connexion")
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::CONTENT_ENCODING, "gzip")
        .body(Body::from("login=x"))
        .unwrap();
    assert_eq!(visitor.send(encoded).await.status, 415);
    Ended::unchanged(&test, &before, &[]).await
}
