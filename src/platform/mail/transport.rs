//! The way out for letters: a mail server, a folder while developing, or none.

use std::{
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use anyhow::{Context as _, anyhow};
use lettre::{
    AsyncFileTransport, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    message::{Mailbox, MultiPart, header},
};

use super::Sealed;
use crate::{
    kernel::clock::Time,
    platform::jobs::{JobError, JobResult},
};

/// How long one exchange with the mail server may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where letters go.
pub struct Transport(Way);

enum Way {
    /// A mail server.
    Server(Box<AsyncSmtpTransport<Tokio1Executor>>),
    /// One `.eml` file a letter.
    Folder(AsyncFileTransport<Tokio1Executor>),
    /// The venue sends no mail.
    Nowhere,
}

/// Who letters come from.
pub(super) struct Sender {
    pub(super) name: String,
    pub(super) address: String,
    /// The right side of message ids.
    pub(super) domain: String,
}

impl Transport {
    /// Opens the way the operator chose: `smtps://…` (TLS from the first byte), `smtp://…` (STARTTLS, required unless
    /// the server is this machine), or `file:FOLDER`, seen from the data folder.
    pub fn open(url: Option<&str>, data_dir: &Path) -> anyhow::Result<Self> {
        let Some(url) = url else {
            return Ok(Self(Way::Nowhere));
        };
        if let Some(folder) = url.strip_prefix("file:") {
            let folder: PathBuf = data_dir.join(folder);
            std::fs::create_dir_all(&folder).with_context(|| {
                format!("the folder for mail cannot be made: {}", folder.display())
            })?;
            return Ok(Self(Way::Folder(AsyncFileTransport::new(folder))));
        }
        // The address may hold a password: it is never part of the message.
        let server = AsyncSmtpTransport::<Tokio1Executor>::from_url(&with_tls(url)?)
            .map_err(|_| {
                anyhow!(
                    "PARVIS_SMTP_URL is not an address such as smtps://user:password@mail.example"
                )
            })?
            .timeout(Some(PATIENCE))
            .build();
        Ok(Self(Way::Server(Box::new(server))))
    }

    /// Can letters be sent at all?
    pub fn is_there(&self) -> bool {
        !matches!(self.0, Way::Nowhere)
    }

    pub(super) async fn send(&self, letter: &Sealed, from: &Sender, now: Time) -> JobResult {
        let message = message(letter, from, now).map_err(JobError::Discard)?;
        match &self.0 {
            Way::Nowhere => Err(JobError::Discard(anyhow!("no mail server is configured"))),
            Way::Folder(folder) => {
                folder.send(message).await.map(drop).map_err(|error| JobError::Retry(error.into()))
            }
            Way::Server(server) => server.send(message).await.map(drop).map_err(|error| {
                let said = plain(&error);
                if error.is_permanent() { JobError::Discard(said) } else { JobError::Retry(said) }
            }),
        }
    }
}

const ANSWERED: &str = "the mail server answered ";
const SILENT: &str = "the mail server does not answer";
const UNSAFE: &str = "no safe connection to the mail server";
const AWAY: &str = "the mail server cannot be reached";

/// The server's answer without its words, which like to repeat the address.
fn plain(error: &lettre::transport::smtp::Error) -> anyhow::Error {
    match error.status() {
        Some(code) => anyhow!("{ANSWERED}{code}"),
        None if error.is_timeout() => anyhow!(SILENT),
        None if error.is_tls() => anyhow!(UNSAFE),
        None => anyhow!(AWAY),
    }
}

/// What staff are told of a failure that was noted in these words: a key of `mail.ftl`, and the server's answer.
pub(super) fn told(noted: &str) -> (&'static str, Option<String>) {
    if let Some((_, code)) = noted.split_once(ANSWERED) {
        let code: String = code.chars().take_while(char::is_ascii_digit).collect();
        let why = if code.starts_with('5') { "mail-trouble-refused" } else { "mail-trouble-later" };
        return (why, Some(code));
    }
    let why = [
        (SILENT, "mail-trouble-silent"),
        (UNSAFE, "mail-trouble-unsafe"),
        (AWAY, "mail-trouble-away"),
    ]
    .into_iter()
    .find(|(words, _)| noted.contains(words))
    .map_or("mail-trouble-other", |(_, key)| key);
    (why, None)
}

/// Never a password in clear over a network: `smtp://` asks for STARTTLS unless the server is this machine, or the
/// operator said otherwise.
fn with_tls(url: &str) -> anyhow::Result<String> {
    let mut url = url::Url::parse(url).map_err(|_| anyhow!("PARVIS_SMTP_URL is not an address"))?;
    let host = url.host_str().unwrap_or_default();
    let here =
        host == "localhost" || host.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback());
    let said = url.query_pairs().any(|(name, _)| name == "tls");
    if url.scheme() == "smtp" && !here && !said {
        url.query_pairs_mut().append_pair("tls", "required");
    }
    Ok(url.into())
}

fn message(letter: &Sealed, from: &Sender, now: Time) -> anyhow::Result<Message> {
    let sender = Mailbox::new(
        Some(one_line(&from.name)).filter(|name| !name.is_empty()),
        from.address.parse().context("PARVIS_MAIL_FROM is not an address")?,
    );
    let to =
        Mailbox::new(None, letter.to.parse().map_err(|_| anyhow!("the letter has no address"))?);
    let moment = SystemTime::UNIX_EPOCH
        + Duration::from_micros(u64::try_from(now.micros()).unwrap_or_default());
    // The same name at every try: a mail program that gets it twice shows it once.
    let name = format!("<{}@{}>", letter.id, from.domain);
    let mut message = Message::builder()
        .from(sender)
        .to(to)
        .subject(one_line(&letter.subject))
        .date(moment)
        .message_id(Some(name))
        .header(AutoSubmitted);
    if let Some(address) = &letter.way_out {
        message = message
            .header(ListUnsubscribe(format!("<{address}>")))
            .header(ListUnsubscribePost("List-Unsubscribe=One-Click".to_owned()));
    }
    Ok(message
        .multipart(MultiPart::alternative_plain_html(letter.text.clone(), letter.html.clone()))?)
}

/// Headers of one fixed name whose text is kept as it is.
macro_rules! plain_header {
    ($(#[$doc:meta])* $name:ident = $header:literal) => {
        $(#[$doc])*
        #[derive(Clone)]
        struct $name(String);

        impl header::Header for $name {
            fn name() -> header::HeaderName {
                header::HeaderName::new_from_ascii_str($header)
            }

            fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
                Ok(Self(text.to_owned()))
            }

            fn display(&self) -> header::HeaderValue {
                header::HeaderValue::new(Self::name(), self.0.clone())
            }
        }
    };
}

plain_header! {
    /// Where a mail program ends these letters (RFC 2369 §3.2).
    ListUnsubscribe = "List-Unsubscribe"
}

plain_header! {
    /// That it may do so by itself, with one click (RFC 8058 §3.1).
    ListUnsubscribePost = "List-Unsubscribe-Post"
}

/// Text for a header, which ends where a line does.
fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_control()).collect::<Vec<_>>().join(" ")
}

/// `Auto-Submitted: auto-generated` (RFC 3834): no out-of-office answers, please.
#[derive(Clone)]
struct AutoSubmitted;

impl header::Header for AutoSubmitted {
    fn name() -> header::HeaderName {
        header::HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> header::HeaderValue {
        header::HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::id::Id;

    fn letter(to: &str, subject: &str) -> Sealed {
        Sealed {
            id: Id::from_raw(42),
            to: to.to_owned(),
            subject: subject.to_owned(),
            text: "Bonjour".to_owned(),
            html: "<p>Bonjour</p>".to_owned(),
            good_until: None,
            way_out: None,
        }
    }

    fn sender() -> Sender {
        Sender {
            name: "Musée des Rives\r\nBcc: eve@evil.example".to_owned(),
            address: "no-reply@musee.test".to_owned(),
            domain: "musee.test".to_owned(),
        }
    }

    const NOW: Time = Time::from_micros(1_780_308_000_000_000);

    #[test]
    fn a_name_or_a_subject_adds_no_header_and_no_recipient() {
        let message =
            message(&letter("lea@example.org", "Salut\r\nBcc: eve@evil.example"), &sender(), NOW)
                .unwrap();
        assert_eq!(message.envelope().to().len(), 1);
        let text = String::from_utf8(message.formatted()).unwrap();
        let headers = text.split("\r\n\r\n").next().unwrap();
        assert!(
            !headers.lines().any(|line| line.to_ascii_lowercase().starts_with("bcc")),
            "{headers}"
        );
        assert!(headers.contains("Message-ID: <42@musee.test>"), "{headers}");
        assert!(headers.contains("Auto-Submitted: auto-generated"), "{headers}");
    }

    #[test]
    fn an_address_that_is_two_is_refused() {
        for to in ["a@x.example,b@y.example", "a@x.example\r\nRCPT TO:<b@y.example>", "a"] {
            assert!(message(&letter(to, "Salut"), &sender(), NOW).is_err(), "{to}");
        }
    }

    #[test]
    fn a_password_never_crosses_a_network_in_clear() {
        let asked = |url| with_tls(url).unwrap();
        assert!(asked("smtp://u:p@mail.example").ends_with("?tls=required"));
        assert!(!asked("smtp://127.0.0.1:2525").contains("tls"));
        assert!(!asked("smtps://u:p@mail.example").contains("tls"));
        assert!(asked("smtp://mail.example?tls=opportunistic").ends_with("?tls=opportunistic"));
    }
}
