//! What the person who runs the server relies on: numbers, a restart nobody notices.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    os::{fd::OwnedFd, unix::fs::PermissionsExt as _},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use parvis::{kernel::db, platform::metrics};

use crate::support::{Browser, TestApp};

const DASHBOARD: &str = include_str!("../../packaging/grafana/parvis.json");

/// The names in a text that begin with `parvis_`, without what Prometheus adds to a histogram's.
fn names(text: &str) -> BTreeSet<String> {
    let letter = |c: char| c.is_ascii_lowercase() || c == '_';
    text.match_indices("parvis_")
        .map(|(at, _)| text[at..].chars().take_while(|c| letter(*c)).collect::<String>())
        .map(|name| {
            let ending = ["_bucket", "_sum", "_count"].iter().find(|end| name.ends_with(**end));
            ending.map_or(name.clone(), |end| name[..name.len() - end.len()].to_owned())
        })
        .collect()
}

#[tokio::test]
async fn every_number_of_the_dashboard_is_told_and_none_says_anything_about_anybody() {
    let recorder = metrics::install().unwrap();
    let test = TestApp::new().await;
    let remote = test.remote("peer").await;
    let nour = remote.person("nour");
    let mut admin = test.admin().await;
    let fields = [("title", "Le Quai"), ("artist", "A"), ("inventory", "1"), ("status", "on_show")];
    test.follower(&nour, &remote).await;
    assert_eq!(admin.post("/equipe/oeuvres/nouvelle", &fields).await.status, 303);
    let like =
        remote.wrap("Like", &nour, &serde_json::json!(test.app.config.address("/objects/1")));
    assert_eq!(remote.deliver(&nour, &like).await, 202);
    test.settle().await;
    let mut visitor = test.browser();
    visitor.get("/oeuvres").await;
    visitor.get("/@nour@secret.example?token=hidden").await;

    let told = Browser::new(metrics::router(test.app.clone(), recorder)).get("/metrics").await;
    assert_eq!(told.status, 200);
    let (told, shown) = (told.text(), names(DASHBOARD));
    assert!(shown.len() > 10, "the dashboard was not read: {shown:?}");
    let missing: Vec<&String> = shown.iter().filter(|name| !names(&told).contains(*name)).collect();
    assert!(missing.is_empty(), "{missing:?} are not told:\n{told}");
    let untaught: Vec<String> = names(&told).difference(&shown).cloned().collect();
    assert!(untaught.is_empty(), "{untaught:?} are on no panel");
    for personal in ["nour", "secret", "hidden", "musee", "Quai", "127.0.0.1", "peer"] {
        assert!(!told.contains(personal), "{personal}:\n{told}");
    }
    assert!(told.contains("route=\"/oeuvres\""), "{told}");
}

/// The program on a socket that somebody else holds, as systemd starts it.
fn start(socket: &TcpListener, dir: &Path) -> Child {
    start_as(socket, dir, socket.local_addr().unwrap().port())
}

/// The program, as the command line sees it, for the public address `http://localhost:PORT`.
fn program(dir: &Path, port: u16) -> [(&'static str, String); 4] {
    [
        ("PATH", "/usr/bin:/bin".to_owned()),
        ("PARVIS_URL", format!("http://localhost:{port}")),
        ("PARVIS_DATA_DIR", dir.display().to_string()),
        ("PARVIS_FEDERATION_ALLOW_PRIVATE", "1".to_owned()),
    ]
}

fn start_as(socket: &TcpListener, dir: &Path, port: u16) -> Child {
    // The socket arrives as standard input; systemd passes it as descriptor 3 and names the process.
    Command::new("sh")
        .args(["-c", "exec 3<&0 </dev/null; LISTEN_PID=$$ LISTEN_FDS=1 exec \"$0\" serve"])
        .arg(env!("CARGO_BIN_EXE_parvis"))
        .env_clear()
        .envs(program(dir, port))
        .stdin(Stdio::from(OwnedFd::from(socket.try_clone().unwrap())))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Asks whether the process lives, on a connection of its own; the first line of the answer.
fn ask(address: SocketAddr) -> std::io::Result<String> {
    get(address, "/livez")
}

fn get(address: SocketAddr, path: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    let head = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer.lines().next().unwrap_or_default().to_owned())
}

fn stop(child: &mut Child) -> Duration {
    let began = Instant::now();
    let told = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(told.success() && child.wait().unwrap().success());
    began.elapsed()
}

#[test]
fn while_one_process_follows_another_nobody_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = socket.local_addr().unwrap();
    let mut running = start(&socket, dir.path());
    assert_eq!(ask(address).unwrap(), "HTTP/1.1 200 OK");
    let (done, answered) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let visitors: Vec<_> = (0..2)
        .map(|_| {
            let (done, answered) = (done.clone(), answered.clone());
            std::thread::spawn(move || {
                while !done.load(Ordering::SeqCst) {
                    assert_eq!(ask(address).unwrap(), "HTTP/1.1 200 OK");
                    answered.fetch_add(1, Ordering::SeqCst);
                }
            })
        })
        .collect();
    for _ in 0..3 {
        stop(&mut running);
        let before = answered.load(Ordering::SeqCst);
        running = start(&socket, dir.path());
        while answered.load(Ordering::SeqCst) < before + 20 {
            assert!(visitors.iter().all(|visitor| !visitor.is_finished()), "somebody was refused");
            std::thread::yield_now();
        }
    }
    done.store(true, Ordering::SeqCst);
    for visitor in visitors {
        visitor.join().unwrap();
    }
    stop(&mut running);
}

#[test]
fn a_page_that_listens_does_not_hold_up_a_stop() {
    let dir = tempfile::tempdir().unwrap();
    install(dir.path());
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut running = start(&socket, dir.path());
    let mut page = TcpStream::connect(socket.local_addr().unwrap()).unwrap();
    page.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    page.write_all(b"GET /live?topics=1 HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let mut first = [0; 15];
    page.read_exact(&mut first).unwrap();
    assert_eq!(&first, b"HTTP/1.1 200 OK");
    assert!(stop(&mut running) < Duration::from_secs(20), "it was waited for");
    let mut rest = String::new();
    page.read_to_string(&mut rest).unwrap();
    assert!(rest.contains("text/event-stream") && rest.ends_with("0\r\n\r\n"), "{rest}");
}

/// What the program says when it is told this with other variables besides; whether it went well.
fn told(dir: &Path, command: &str, with: &[(&str, &str)]) -> (bool, String) {
    let said = Command::new(env!("CARGO_BIN_EXE_parvis"))
        .arg(command)
        .env_clear()
        .envs(program(dir, 1))
        .envs(with.iter().copied())
        .output()
        .unwrap();
    (said.status.success(), String::from_utf8(said.stderr).unwrap())
}

#[test]
fn the_numbers_are_for_this_machine_unless_the_operator_says_otherwise() {
    let dir = tempfile::tempdir().unwrap();
    let listen = "PARVIS_METRICS_LISTEN";
    for address in ["0.0.0.0:9090", "192.0.2.7:9090", "[::]:9090", "[::ffff:192.0.2.7]:9090"] {
        for command in ["serve", "doctor", "migrate"] {
            let (well, said) = told(dir.path(), command, &[(listen, address)]);
            assert!(!well, "{command} {address}");
            assert!(
                said.contains(&format!("{listen}={address}"))
                    && said.contains("127.0.0.1:9090")
                    && said.contains("PARVIS_METRICS_BEYOND_LOOPBACK=true"),
                "{said}"
            );
        }
    }
    for address in ["127.0.0.1:9090", "127.8.8.8:1", "[::1]:9090", "[::ffff:127.0.0.1]:9090"] {
        let (well, said) = told(dir.path(), "migrate", &[(listen, address)]);
        assert!(well, "{address}: {said}");
    }
    let (well, said) = told(
        dir.path(),
        "migrate",
        &[(listen, "0.0.0.0:9090"), ("PARVIS_METRICS_BEYOND_LOOPBACK", "true")],
    );
    assert!(well, "{said}");
}

#[test]
fn a_log_for_machines_is_one_object_a_line_with_the_members_the_handbook_names() {
    let handbook = include_str!("../../docs/operating/monitoring.md");
    let (_, log) = handbook.split_once("## The log").unwrap();
    let named: BTreeSet<&str> = log
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once('`'))
        .map(|(name, _)| name)
        .collect();
    assert_eq!(named.len(), 4, "the handbook was not read: {named:?}");
    let dir = tempfile::tempdir().unwrap();
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = socket.local_addr().unwrap();
    let path = dir.path().join("log");
    // Everything, also of the libraries, so that no spans of theirs slip in.
    let mut running = Command::new("sh")
        .args(["-c", "exec 3<&0 </dev/null; LISTEN_PID=$$ LISTEN_FDS=1 exec \"$0\" serve"])
        .arg(env!("CARGO_BIN_EXE_parvis"))
        .env_clear()
        .envs(program(dir.path(), address.port()))
        .envs([("PARVIS_LOG_JSON", "true"), ("PARVIS_LOG", "debug")])
        .stdin(Stdio::from(OwnedFd::from(socket)))
        .stdout(Stdio::null())
        .stderr(fs::File::create(&path).unwrap())
        .spawn()
        .unwrap();
    assert_eq!(ask(address).unwrap(), "HTTP/1.1 200 OK");
    stop(&mut running);
    let log = fs::read_to_string(&path).unwrap();
    let (mut ready, mut levels) = (false, BTreeSet::new());
    for line in log.lines() {
        let object: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        let members: BTreeSet<&str> = object.keys().map(String::as_str).collect();
        assert_eq!(members, named, "{line}");
        let at = object["timestamp"].as_str().unwrap();
        assert!(at.ends_with('Z') && parvis::kernel::clock::Time::parse(at).is_some(), "{line}");
        levels.insert(object["level"].as_str().unwrap().to_owned());
        assert!(object["target"].is_string() && object["fields"].is_object(), "{line}");
        if object["fields"]["message"] == "ready" {
            ready = object["fields"]["url"].is_string();
        }
    }
    assert!(ready && levels.contains("DEBUG"), "{levels:?}\n{log}");
}

/// A venue that is set up, in a SQLite file in `dir`.
fn install(dir: &Path) {
    let made = Command::new(env!("CARGO_BIN_EXE_parvis"))
        .args(["migrate"])
        .env_clear()
        .envs(program(dir, 1))
        .output()
        .unwrap();
    assert!(made.status.success(), "{made:?}");
    let url = format!("sqlite:{}", dir.join("parvis.sqlite").display());
    let mut conn = db::open(&url, db::Use::Write).unwrap();
    let venue = "INSERT INTO settings (name, value, updated_at) \
        VALUES ('venue', '{\"set_up_at\":\"2026-01-01T00:00:00Z\",\"name\":\"Musée\"}', 0)";
    db::execute(&mut conn, venue).unwrap();
}

/// A web server in front: hands each request to `to`, its head changed by `change`.
fn in_front(to: SocketAddr, change: fn(String) -> String) -> (u16, Arc<AtomicBool>) {
    let front = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = front.local_addr().unwrap().port();
    let done = Arc::new(AtomicBool::new(false));
    let stopped = done.clone();
    std::thread::spawn(move || {
        for visitor in front.incoming() {
            if stopped.load(Ordering::SeqCst) {
                return;
            }
            let (mut visitor, mut server) = (visitor.unwrap(), TcpStream::connect(to).unwrap());
            let (mut head, mut byte) = (Vec::new(), [0]);
            while !head.ends_with(b"\r\n\r\n") && visitor.read(&mut byte).unwrap_or(0) == 1 {
                head.push(byte[0]);
            }
            let head = String::from_utf8(head).unwrap();
            let head = head.replacen("\r\n", "\r\nconnection: close\r\n", 1);
            server.write_all(change(head).as_bytes()).unwrap();
            std::io::copy(&mut server, &mut visitor).unwrap();
        }
    });
    (port, done)
}

/// What the doctor says: its exit code, and check → (level, message).
fn doctor(dir: &Path, port: u16, lang: &str) -> (i32, BTreeMap<String, (String, String)>) {
    let said = Command::new(env!("CARGO_BIN_EXE_parvis"))
        .args(["doctor", "--json", "--lang", lang])
        .env_clear()
        .envs(program(dir, port))
        // Whether this machine's own clock is kept is not what is tried.
        .env("PATH", "/nowhere")
        .output()
        .unwrap();
    let findings: Vec<serde_json::Value> = serde_json::from_slice(&said.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&said.stderr)));
    let text = |finding: &serde_json::Value, name: &str| finding[name].as_str().unwrap().to_owned();
    let findings: BTreeMap<_, _> = findings
        .iter()
        .map(|one| (text(one, "check"), (text(one, "level"), text(one, "message"))))
        .collect();
    for (level, message) in findings.values() {
        assert!(!message.contains('['), "a text is missing: {level} {message}");
    }
    (said.status.code().unwrap(), findings)
}

#[test]
fn the_doctor_sees_what_stands_in_front_and_says_so() {
    let dir = tempfile::tempdir().unwrap();
    fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o700)).unwrap();
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = socket.local_addr().unwrap();
    let cases: [(fn(String) -> String, i32, &str, &str); 3] = [
        (|head| head, 0, "ok", "ok"),
        (
            |head| head.replacen("\r\n", "\r\nx-forwarded-for: 203.0.113.9\r\n", 1),
            1,
            "warning",
            "ok",
        ),
        (|head| head.replace("localhost", "parvis-backend"), 2, "failure", "failure"),
    ];
    for (change, code, front, signature) in cases {
        let (port, done) = in_front(address, change);
        let mut running = start_as(&socket, dir.path(), port);
        assert_eq!(ask(address).unwrap(), "HTTP/1.1 200 OK");
        let (ended, said) = doctor(dir.path(), port, "fr");
        let level = |check: &str| said.get(check).map_or("none", |(level, _)| level.as_str());
        let found = (ended, level("front"), level("signature"));
        assert_eq!(found, (code, front, signature), "{said:?}");
        for sound in ["folder", "disk", "database", "name"] {
            assert_eq!(said[sound].0, "ok", "{said:?}");
        }
        stop(&mut running);
        done.store(true, Ordering::SeqCst);
    }
    let (ended, said) = doctor(dir.path(), address.port(), "en");
    // Somebody holds the socket and nobody answers.
    assert_eq!((ended, said["front"].0.as_str()), (2, "failure"), "{said:?}");
}

#[test]
fn the_doctor_looks_at_a_machine_without_changing_it() {
    let dir = tempfile::tempdir().unwrap();
    let (ended, said) = doctor(dir.path(), 9, "en");
    assert_eq!((ended, said["database"].0.as_str()), (2, "failure"), "{said:?}");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0, "nothing was made");
    fs::write(dir.path().join("parvis.sqlite"), vec![7; 4096]).unwrap();
    let (_, said) = doctor(dir.path(), 9, "fr");
    assert_eq!(said["database"].0, "failure", "{said:?}");
}

#[test]
fn a_container_asks_the_program_itself_whether_it_is_ready() {
    let dir = tempfile::tempdir().unwrap();
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = socket.local_addr().unwrap().port();
    let ready = || {
        let asked = Command::new(env!("CARGO_BIN_EXE_parvis"))
            .arg("ready")
            .env_clear()
            .envs(program(dir.path(), port))
            .env("PARVIS_LISTEN", format!("0.0.0.0:{port}"))
            .status();
        asked.unwrap().code()
    };
    let mut running = start(&socket, dir.path());
    assert_eq!(ready(), Some(0));
    stop(&mut running);
    drop(socket);
    assert_eq!(ready(), Some(1));
}

#[test]
fn nobody_is_told_what_the_mirror_sees_without_its_token() {
    let dir = tempfile::tempdir().unwrap();
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = socket.local_addr().unwrap();
    let mut running = start(&socket, dir.path());
    for path in ["/.well-known/parvis-doctor", "/.well-known/parvis-doctor?token=x"] {
        assert_eq!(get(address, path).unwrap(), "HTTP/1.1 404 Not Found");
    }
    stop(&mut running);
}

#[test]
fn whatever_the_doctor_finds_there_are_words_for_it() {
    let sources = [
        include_str!("../../src/cli/doctor/machine.rs"),
        include_str!("../../src/cli/doctor/network.rs"),
    ];
    let words = include_str!("../../locales/en/doctor.ftl");
    let mut keys = BTreeSet::new();
    for call in sources.iter().flat_map(|source| source.split("Finding::").skip(1)) {
        let call = call.split(')').next().unwrap();
        let texts: Vec<&str> = call.split('"').skip(1).step_by(2).collect();
        match (call.split('(').next().unwrap(), texts.as_slice()) {
            ("ok", [about]) => drop(keys.insert(format!("doctor-{about}-ok"))),
            ("new", [about, state]) => drop(keys.insert(format!("doctor-{about}-{state}"))),
            ("warning" | "failure", [about, state]) => {
                keys.insert(format!("doctor-{about}-{state}"));
                keys.insert(format!("doctor-{about}-{state}-advice"));
            }
            _ => {}
        }
    }
    assert!(keys.len() > 40, "the calls were not found: {keys:?}");
    let said: BTreeSet<String> =
        words.lines().filter_map(|line| Some(line.split_once(" = ")?.0.to_owned())).collect();
    assert_eq!(keys, said, "a text is missing, or nobody says it");
}
