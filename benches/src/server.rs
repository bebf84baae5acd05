//! The server under load: an unmodified binary in a process of its own, with its own folder and database.

use std::{
    fmt, fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};
use tokio::time::sleep;

use crate::drive::{Answer, Connection};

/// Where a server keeps what it knows, and how it is started.
#[derive(Clone)]
pub struct Place {
    /// The program.
    pub program: PathBuf,
    /// Its folder.
    pub data: PathBuf,
    /// Its database; `None` for the SQLite file in its folder.
    pub database: Option<String>,
    /// The port it listens on.
    pub port: u16,
}

/// Memory in use, in MB.
#[derive(Clone, Copy, Debug)]
pub struct Memory {
    /// All resident pages.
    pub all: f64,
    /// Those that are no pages of a file, which the kernel may drop and read again.
    pub own: f64,
}

impl fmt::Display for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.1} MB, {:.1} MB of them its own", self.all, self.own)
    }
}

/// A server under way; it ends with this value.
pub struct Server {
    process: Child,
    /// Where it listens.
    pub port: u16,
    data: PathBuf,
    /// From its start to its first answer.
    pub ready_after: Duration,
}

impl Server {
    /// Starts `parvis COMMAND` and waits until it answers.
    pub async fn start(place: &Place, command: &str) -> Result<Self> {
        let port = place.port;
        let log = fs::File::create(place.data.join("log"))?;
        let begun = Instant::now();
        let mut start = Command::new(&place.program);
        start
            .arg(command)
            .env("PARVIS_DATA_DIR", &place.data)
            .env("PARVIS_LISTEN", format!("127.0.0.1:{port}"))
            .env("PARVIS_URL", format!("http://localhost:{port}"))
            .env("PARVIS_FEDERATION_ALLOW_PRIVATE", "1")
            .stdout(Stdio::null())
            .stderr(log);
        if let Some(url) = &place.database {
            start.env("PARVIS_DATABASE_URL", url);
        }
        let process = start.spawn().context("the server cannot be started")?;
        let data = place.data.clone();
        let mut server = Self { process, port, data, ready_after: Duration::ZERO };
        while begun.elapsed() < Duration::from_secs(180) {
            if let Some(status) = server.process.try_wait()? {
                bail!("the server ended with {status}: {}", server.log());
            }
            if let Ok(answer) = server.get("/readyz").await
                && answer.status == 200
            {
                server.ready_after = begun.elapsed();
                return Ok(server);
            }
            sleep(Duration::from_millis(2)).await;
        }
        bail!("the server does not become ready: {}", server.log())
    }

    /// What it wrote to its log.
    pub fn log(&self) -> String {
        fs::read_to_string(self.data.join("log")).unwrap_or_default()
    }

    /// The password of the demo's staff.
    pub fn password(&self) -> Result<String> {
        Ok(fs::read_to_string(self.data.join("demo-password"))?.trim().to_owned())
    }

    /// One page.
    pub async fn get(&self, path: &str) -> Result<Answer> {
        self.get_as(path, "text/html").await
    }

    /// One document of a type.
    pub async fn get_as(&self, path: &str, accept: &str) -> Result<Answer> {
        Connection::open(self.port).await?.ask(&self.request(path, &[("accept", accept)])).await
    }

    /// A GET, ready to be sent.
    pub fn request(&self, path: &str, headers: &[(&str, &str)]) -> Vec<u8> {
        let mut text = format!("GET {path} HTTP/1.1\r\nhost: localhost:{}\r\n", self.port);
        for (name, value) in headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        text.push_str("\r\n");
        text.into_bytes()
    }

    /// Sends a form; returns the answer.
    pub async fn post(&self, path: &str, kind: &str, cookie: &str, body: &str) -> Result<Answer> {
        let (port, length) = (self.port, body.len());
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: localhost:{port}\r\norigin: http://localhost:{port}\r\n\
             content-type: {kind}\r\ncookie: {cookie}\r\ncontent-length: {length}\r\n\r\n{body}"
        );
        Connection::open(port).await?.ask(request.as_bytes()).await
    }

    /// Memory in use.
    pub fn memory(&self) -> Result<Memory> {
        let text = fs::read_to_string(self.proc().join("status"))?;
        let megabytes = |name: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(name));
            let kilobytes =
                line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
            kilobytes.map(|kilobytes| kilobytes / 1024.0).context("no memory in /proc")
        };
        Ok(Memory { all: megabytes("VmRSS:")?, own: megabytes("RssAnon:")? })
    }

    /// Processor time it has used so far.
    pub fn processor(&self) -> Result<Duration> {
        // Fields 14 and 15 of proc(5), counted behind the name in brackets; the kernel's ticks are 1/100 s.
        let text = fs::read_to_string(self.proc().join("stat"))?;
        let fields: Vec<&str> =
            text.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        let ticks = |at: usize| fields.get(at).and_then(|one| one.parse::<u64>().ok());
        let both = ticks(11).zip(ticks(12)).context("no processor times")?;
        Ok(Duration::from_millis(10 * (both.0 + both.1)))
    }

    /// Waits until it has nothing left to do: less than a twentieth of a core for a second.
    pub async fn rest(&self) -> Result<()> {
        loop {
            let before = self.processor()?;
            sleep(Duration::from_secs(1)).await;
            if self.processor()? - before < Duration::from_millis(50) {
                return Ok(());
            }
        }
    }

    fn proc(&self) -> PathBuf {
        Path::new("/proc").join(self.process.id().to_string())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
