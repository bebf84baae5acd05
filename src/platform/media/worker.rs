//! Pictures and sounds of strangers are decoded in a process of their own, which can reach nothing and may not grow.
//!
//! Decoders are where servers are broken into (CVE-2023-36460) and blown up. The server runs its own program again
//! as `parvis decode picture` or `… sound`: bytes on standard input, the prepared files on standard output. That process has no
//! environment, can open no file and no connection, start no process, and is killed when it takes too much
//! memory or time. Used by [`super::MediaStore`]; nothing in here decides what a picture or a sound
//! may be: `prepare` and `sound` do.

use std::{
    io::{Read, Write},
    path::Path,
    process::{ExitStatus, Stdio},
    time::Duration,
};

use bytes::Bytes;
use rustix::process::{Resource, Rlimit, setrlimit};
use serde::{Deserialize, Serialize};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    process::{Child, Command},
};

use super::{
    prepare::{Encoded, Kind, Prepared, Refused, prepare},
    sound,
};
use crate::kernel::error::{Error, Result};

/// The name of the command line; what is to be decoded follows.
pub const COMMAND: &str = "decode";

/// What a worker is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum What {
    /// A picture.
    Picture,
    /// A plan: a picture, or a drawing that becomes one.
    Plan,
    /// A sound note.
    Sound,
}

impl What {
    const fn word(self) -> &'static str {
        match self {
            Self::Picture => "picture",
            Self::Plan => "plan",
            Self::Sound => "sound",
        }
    }

    /// A file whose decoder died or dawdled.
    const fn damaged(self) -> Refused {
        match self {
            Self::Picture | Self::Plan => Refused::Damaged,
            Self::Sound => Refused::SoundDamaged,
        }
    }
}

/// Memory of a worker: the largest picture that is read, 16 bits deep, takes 400 MB and its copy 200.
const MEMORY: u64 = 1 << 30;

/// Processor seconds of a worker; the largest picture takes one or two.
const PROCESSOR_SECONDS: u64 = 8;

/// How long a worker is waited for. One that computes for ever is ended by [`PROCESSOR_SECONDS`]; a good file on a busy
/// machine may wait for its turn.
const PATIENCE: Duration = Duration::from_secs(120);

/// More than every size of the largest picture together.
const ANSWER_BYTES: u64 = 64 << 20;

/// What a worker says before the files themselves.
#[derive(Serialize, Deserialize)]
enum Answer {
    Refused(Refused),
    Prepared { blurhash: String, millis: i32, peaks: String, files: Vec<Head> },
}

/// A file that follows.
#[derive(Serialize, Deserialize)]
struct Head {
    kind: Kind,
    width: u32,
    height: u32,
    bytes: usize,
}

/// Has a file prepared by a worker. A worker that dies or dawdles means a damaged file.
pub(super) async fn run(
    program: &Path,
    what: What,
    bytes: Bytes,
) -> Result<Result<Prepared, Refused>> {
    let mut worker = Command::new(program)
        .args([COMMAND, what.word()])
        .env_clear()
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()?;
    let ended = tokio::time::timeout(PATIENCE, talk(&mut worker, &bytes)).await;
    let Ok(ended) = ended else {
        tracing::info!(?what, "a file took too long to decode");
        return Ok(Err(what.damaged()));
    };
    let (said, status) = ended?;
    if status.success() {
        return parse(&said).ok_or_else(|| Error::internal("a decoder said nonsense"));
    }
    tracing::info!(?what, %status, "a file could not be decoded");
    Ok(Err(what.damaged()))
}

/// What it says until it ends, and how it ends.
async fn talk(worker: &mut Child, bytes: &[u8]) -> Result<(Vec<u8>, ExitStatus)> {
    if let Some(mut input) = worker.stdin.take() {
        // A worker that died early is told by how it ended.
        let _ = input.write_all(bytes).await;
    }
    let mut said = Vec::new();
    if let Some(output) = worker.stdout.take() {
        output.take(ANSWER_BYTES).read_to_end(&mut said).await?;
    }
    Ok((said, worker.wait().await?))
}

/// A line of JSON, then the files one after the other.
fn parse(said: &[u8]) -> Option<Result<Prepared, Refused>> {
    let end = said.iter().position(|byte| *byte == b'\n')?;
    let (head, mut rest) = said.split_at_checked(end)?;
    rest = rest.get(1..)?;
    let (blurhash, millis, peaks, files) = match serde_json::from_slice(head).ok()? {
        Answer::Refused(why) => return Some(Err(why)),
        Answer::Prepared { blurhash, millis, peaks, files } => (blurhash, millis, peaks, files),
    };
    let mut encoded = Vec::with_capacity(files.len());
    for Head { kind, width, height, bytes } in files {
        let (file, after) = rest.split_at_checked(bytes)?;
        rest = after;
        encoded.push(Encoded { kind, width, height, bytes: file.to_vec() });
    }
    let variants = encoded.split_off(1.min(encoded.len()));
    let original = encoded.pop()?;
    Some(Ok(Prepared { original, variants, blurhash, millis, peaks }))
}

/// The worker's side: gives up what it will not need, then prepares what comes in.
pub fn serve(what: What, mut input: impl Read, mut output: impl Write) -> anyhow::Result<()> {
    confine()?;
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    output.write_all(&answer(what, &bytes)?)?;
    output.flush()?;
    Ok(())
}

/// From the bytes of a file to what a worker says of it.
pub fn answer(what: What, bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
    let outcome = match what {
        What::Picture => prepare(bytes, false),
        What::Plan => prepare(bytes, true),
        What::Sound => sound::prepare(bytes),
    };
    let prepared = match outcome {
        Ok(prepared) => prepared,
        Err(why) => {
            let mut said = serde_json::to_vec(&Answer::Refused(why))?;
            said.push(b'\n');
            return Ok(said);
        }
    };
    let files: Vec<&Encoded> = [&prepared.original].into_iter().chain(&prepared.variants).collect();
    let heads = files.iter().map(|file| Head {
        kind: file.kind,
        width: file.width,
        height: file.height,
        bytes: file.bytes.len(),
    });
    let head = Answer::Prepared {
        files: heads.collect(),
        blurhash: prepared.blurhash.clone(),
        millis: prepared.millis,
        peaks: prepared.peaks.clone(),
    };
    let mut said = serde_json::to_vec(&head)?;
    said.push(b'\n');
    for file in files {
        said.extend_from_slice(&file.bytes);
    }
    Ok(said)
}

/// No more files or sockets than the three streams, no processes, no new rights, little memory and time. Children
/// and threads inherit it; nothing gives it back.
fn confine() -> anyhow::Result<()> {
    rustix::thread::set_no_new_privs(true)?;
    for (resource, most) in [
        (Resource::As, MEMORY),
        (Resource::Cpu, PROCESSOR_SECONDS),
        (Resource::Nofile, 3),
        (Resource::Fsize, 0),
        (Resource::Nproc, 0),
        (Resource::Core, 0),
    ] {
        setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) })?;
    }
    Ok(())
}
