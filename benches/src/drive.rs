//! Many connections, one request at a time on each, prepared before the clock starts: what the server answers, how
//! fast, and how long each answer took.
//!
//! Written on plain sockets, because on two cores every microsecond of the generator is taken from the server.

use std::{
    collections::BTreeMap,
    net::Ipv4Addr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};
use bytes::{Buf as _, Bytes, BytesMut};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpSocket, TcpStream},
    task::JoinSet,
};

/// Which requests are sent.
#[derive(Clone)]
pub enum Requests {
    /// Each of these once.
    Each(Arc<Vec<Bytes>>),
    /// This one again and again.
    Again(Bytes, Duration),
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Answers {
    /// From the first request to the last answer.
    pub elapsed: Duration,
    /// How many answers of each status.
    pub statuses: BTreeMap<u16, usize>,
    /// How long each answer took, ascending.
    pub times: Vec<Duration>,
}

impl Answers {
    /// Answers with this status a second.
    pub fn rate(&self, status: u16) -> f64 {
        let count = self.statuses.get(&status).copied().unwrap_or(0);
        count as f64 / self.elapsed.as_secs_f64()
    }

    /// The time within which this share of the answers came.
    pub fn percentile(&self, share: f64) -> Duration {
        let last = self.times.len().saturating_sub(1);
        let at = (last as f64 * share).round() as usize;
        self.times.get(at).copied().unwrap_or_default()
    }
}

/// Sends the requests over `connections` connections to a server on this machine.
pub async fn drive(port: u16, connections: usize, requests: Requests) -> Result<Answers> {
    let next = Arc::new(AtomicUsize::new(0));
    let all = Arc::new(Mutex::new(Answers::default()));
    let mut open = Vec::new();
    for nth in 0..connections {
        open.push(Connection::open_as(port, nth).await?);
    }
    let mut tasks: JoinSet<Result<()>> = JoinSet::new();
    let begun = Instant::now();
    for mut connection in open {
        let (next, all, requests) = (next.clone(), all.clone(), requests.clone());
        tasks.spawn(async move {
            let mut mine = Answers::default();
            loop {
                let request = match &requests {
                    Requests::Each(list) => list.get(next.fetch_add(1, Ordering::Relaxed)).cloned(),
                    Requests::Again(one, how_long) => {
                        (begun.elapsed() < *how_long).then(|| one.clone())
                    }
                };
                let Some(request) = request else { break };
                let sent = Instant::now();
                let answer = connection.ask(&request).await?;
                mine.times.push(sent.elapsed());
                *mine.statuses.entry(answer.status).or_default() += 1;
            }
            let mut all = all.lock().map_err(|_| anyhow::anyhow!("a connection panicked"))?;
            all.times.extend(mine.times);
            for (status, count) in mine.statuses {
                *all.statuses.entry(status).or_default() += count;
            }
            Ok(())
        });
    }
    while let Some(done) = tasks.join_next().await {
        done??;
    }
    let mut answers =
        std::mem::take(&mut *all.lock().map_err(|_| anyhow::anyhow!("a connection panicked"))?);
    answers.elapsed = begun.elapsed();
    answers.times.sort_unstable();
    Ok(answers)
}

/// An answer, read to its end.
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The head, as it came.
    pub head: String,
    /// The body, chunks and all when it is chunked.
    pub body: Bytes,
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.head, name)
    }
}

/// A connection that is kept open.
pub struct Connection {
    stream: TcpStream,
    read: BytesMut,
}

impl Connection {
    /// Connects to a server on this machine.
    pub async fn open(port: u16) -> Result<Self> {
        Self::open_as(port, 0).await
    }

    /// The same from another address for each `nth`, as servers have: what one address may ask for is limited.
    pub async fn open_as(port: u16, nth: usize) -> Result<Self> {
        let socket = TcpSocket::new_v4()?;
        let [high, low] = u16::try_from(nth + 1)?.to_be_bytes();
        socket.bind((Ipv4Addr::new(127, 2, high, low), 0).into())?;
        let stream = socket.connect((Ipv4Addr::LOCALHOST, port).into()).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, read: BytesMut::with_capacity(64 * 1024) })
    }

    /// Sends a request and reads the whole answer.
    pub async fn ask(&mut self, request: &[u8]) -> Result<Answer> {
        self.send(request).await?;
        let head = self.head().await?;
        let status = head.get(9..12).and_then(|code| code.parse().ok()).context("no status")?;
        let body = match header(&head, "content-length") {
            Some(length) => self.exactly(length.parse()?).await?,
            None if header(&head, "transfer-encoding").is_some() => self.chunks().await?,
            None => Bytes::new(),
        };
        Ok(Answer { status, head, body })
    }

    /// Sends a request.
    pub async fn send(&mut self, request: &[u8]) -> Result<()> {
        Ok(self.stream.write_all(request).await?)
    }

    /// Reads the head of an answer.
    pub async fn head(&mut self) -> Result<String> {
        let end = self.until(b"\r\n\r\n", 0).await?;
        Ok(String::from_utf8_lossy(&self.read.split_to(end)).into_owned())
    }

    /// Waits for a piece of text in what comes in, and drops everything up to it.
    pub async fn wait_for(&mut self, text: &str) -> Result<()> {
        let end = self.until(text.as_bytes(), 0).await?;
        self.read.advance(end);
        Ok(())
    }

    async fn exactly(&mut self, length: usize) -> Result<Bytes> {
        while self.read.len() < length {
            self.more().await?;
        }
        Ok(self.read.split_to(length).freeze())
    }

    async fn chunks(&mut self) -> Result<Bytes> {
        let mut whole = BytesMut::new();
        loop {
            let line = self.until(b"\r\n", 0).await?;
            let size = String::from_utf8_lossy(&self.read.split_to(line)).trim().to_owned();
            let size = usize::from_str_radix(&size, 16).context("not the size of a chunk")?;
            whole.extend_from_slice(&self.exactly(size).await?);
            self.exactly(2).await?;
            if size == 0 {
                return Ok(whole.freeze());
            }
        }
    }

    /// The place behind the next `mark`, reading as much as that takes.
    async fn until(&mut self, mark: &[u8], from: usize) -> Result<usize> {
        let mut from = from;
        loop {
            let rest = self.read.get(from..).unwrap_or_default();
            if let Some(at) = rest.windows(mark.len()).position(|some| some == mark) {
                return Ok(from + at + mark.len());
            }
            from = self.read.len().saturating_sub(mark.len());
            self.more().await?;
        }
    }

    async fn more(&mut self) -> Result<()> {
        if self.stream.read_buf(&mut self.read).await? == 0 {
            bail!("the server closed the connection");
        }
        Ok(())
    }
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.eq_ignore_ascii_case(name).then(|| value.trim())
    })
}
