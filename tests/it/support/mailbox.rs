//! The letters a venue sent, as its folder for mail has them.

use std::fs;

use super::TestApp;

/// A letter somebody received.
pub struct Received {
    /// The address it went to.
    pub to: String,
    /// Its text, decoded.
    pub text: String,
    /// Everything, as it was sent.
    pub raw: String,
}

impl TestApp {
    /// Runs what is due, then reads every letter sent so far, the oldest first.
    pub async fn letters(&self) -> Vec<Received> {
        self.settle().await;
        let folder = self.dir.path().join("mail");
        let mut letters: Vec<Received> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|e| e == "eml"))
            .map(|path| Received::read(&fs::read_to_string(path).unwrap()))
            .collect();
        letters.sort_by_key(Received::number);
        letters
    }
}

impl Received {
    fn read(raw: &str) -> Self {
        let to = header(raw, "To: ").unwrap_or_default();
        let boundary = raw.split("boundary=\"").nth(1).unwrap().split('"').next().unwrap();
        let plain = raw.split(&format!("--{boundary}")).nth(1).unwrap();
        let (head, body) = plain.split_once("\r\n\r\n").unwrap();
        let text = if head.contains("quoted-printable") { unquoted(body) } else { body.to_owned() };
        Self { to, text, raw: raw.to_owned() }
    }

    /// The number in its message id: letters are numbered in the order they were written.
    fn number(&self) -> i64 {
        let id = header(&self.raw, "Message-ID: <").unwrap();
        id.split('@').next().unwrap().parse().unwrap()
    }

    /// The six digits it holds.
    pub fn code(&self) -> String {
        let is_code = |line: &&str| line.len() == 6 && line.bytes().all(|b| b.is_ascii_digit());
        self.text.lines().map(str::trim).find(is_code).unwrap().to_owned()
    }

    /// The path of the link it holds.
    pub fn link(&self) -> String {
        let line = self.text.lines().find(|line| line.contains("/connexion/lien/")).unwrap();
        format!("/connexion/lien/{}", line.trim().rsplit('/').next().unwrap())
    }
}

fn header(raw: &str, name: &str) -> Option<String> {
    raw.lines().find_map(|line| line.strip_prefix(name)).map(|value| value.trim().to_owned())
}

/// Quoted-printable (RFC 2045 §6.7), as far as our letters use it.
fn unquoted(body: &str) -> String {
    let joined = body.replace("=\r\n", "");
    let mut bytes = Vec::new();
    let mut rest = joined.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let hex = tail.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let value = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (first, value) {
            (b'=', Some(value)) => {
                bytes.push(value);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap()
}
