//! What can only be seen from outside: the name, the certificate, what stands in front, other servers, the clock, mail.

use std::{net::IpAddr, process::Command, time::Duration};

use tokio::{io::AsyncReadExt as _, net::TcpStream, time::timeout};
use url::Url;

use super::{Finding, Level, tls};
use crate::{
    kernel::{clock::Clock, clock::Time, config::Config},
    platform::{
        app::App,
        fediverse::{
            addresses::is_public,
            client, hosts,
            mirror::{self, MirrorError, Seen},
        },
    },
};

/// A certificate is renewed well before this.
const SOON: Duration = Duration::from_secs(14 * 24 * 3600);

/// How far clocks may be apart before signatures begin to be refused somewhere.
const APART: Duration = Duration::from_secs(60);

const PATIENCE: Duration = Duration::from_secs(10);

/// Does the public name lead anywhere, and from here to where others find it?
pub(super) async fn name(config: &Config) -> Finding {
    let host = config.url.host_str().unwrap_or_default().to_owned();
    let found = tokio::net::lookup_host((host.trim_matches(['[', ']']), 0)).await;
    let addresses: Vec<IpAddr> =
        found.map(|all| all.map(|at| at.ip()).collect()).unwrap_or_default();
    let finding = if addresses.is_empty() {
        Finding::failure("name", "unknown")
    } else if !config.federation_allow_private && !addresses.iter().copied().all(is_public) {
        Finding::failure("name", "private")
    } else {
        Finding::ok("name")
    };
    let addresses: Vec<String> = addresses.iter().map(ToString::to_string).collect();
    finding.with("host", host).with("addresses", addresses.join(", "))
}

/// Is the certificate good, and for two weeks more?
pub(super) async fn certificate(config: &Config) -> Finding {
    if !config.secure() {
        return Finding::new("tls", Level::Skipped, "none");
    }
    let host = config.url.host_str().unwrap_or_default().to_owned();
    let port = config.url.port_or_known_default().unwrap_or(443);
    let now = Clock::System.now();
    let judged = |at: Time| {
        let host = host.clone();
        async move {
            let checked = tokio::task::spawn_blocking(move || tls::check(&host, port, at)).await;
            checked.map_err(anyhow::Error::from).and_then(|inner| inner)
        }
    };
    if let Err(error) = judged(now).await {
        return Finding::failure("tls", "bad").with("error", format!("{error:#}"));
    }
    match judged(now.plus(SOON)).await {
        Ok(()) => Finding::ok("tls"),
        Err(_) => Finding::warning("tls", "soon"),
    }
}

/// Asks the running server by its public address what it sees: reached at all, name, visitors, signature, clock.
pub(super) async fn front(app: &App) -> Vec<Finding> {
    match mirror::look(app).await {
        Ok((seen, date)) => judge(app, &seen, date),
        Err(MirrorError::Stranger(status)) => {
            vec![Finding::failure("front", "stranger").with("status", status)]
        }
        Err(error) => vec![Finding::failure("front", "closed").with("error", error)],
    }
}

fn judge(app: &App, seen: &Seen, date: Option<Time>) -> Vec<Finding> {
    let domain = app.config.domain();
    let front = if seen.host != domain {
        Finding::failure("front", "host").with("seen", &seen.host).with("domain", &domain)
    } else if seen.forwarded && !seen.believed {
        Finding::warning("front", "untrusted")
    } else if !seen.forwarded && app.config.secure() {
        Finding::warning("front", "anonymous")
    } else if seen.scheme.as_deref().is_some_and(|scheme| scheme != app.config.url.scheme()) {
        Finding::warning("front", "scheme").with("seen", seen.scheme.clone().unwrap_or_default())
    } else {
        Finding::ok("front")
    };
    let signature = if seen.signed {
        Finding::ok("signature")
    } else {
        Finding::failure("signature", "changed")
    };
    let own = date.map(|date| apart(date, app.now()) <= APART);
    let clock = match own {
        Some(false) => vec![Finding::failure("clock", "front")],
        _ => Vec::new(),
    };
    [front, signature].into_iter().chain(clock).collect()
}

fn apart(one: Time, other: Time) -> Duration {
    one.since(other).max(other.since(one))
}

/// Can another server be reached, and does its clock say the same as ours?
pub(super) async fn others(app: &App) -> Vec<Finding> {
    let Ok(Some(host)) = app.read(hosts::latest).await else {
        return vec![Finding::new("outgoing", Level::Skipped, "nobody")];
    };
    let scheme = app.config.url.scheme();
    let target = parvis_federation::Iri::parse(&format!("{scheme}://{host}/.well-known/nodeinfo"));
    let Ok(target) = target else {
        return vec![Finding::new("outgoing", Level::Skipped, "nobody")];
    };
    let answer = match client::get_open(app, &target, "application/json", 64 * 1024).await {
        Ok(answer) => answer,
        Err(error) => {
            return vec![
                Finding::warning("outgoing", "closed").with("host", host).with("error", error),
            ];
        }
    };
    let mut findings = vec![Finding::ok("outgoing").with("host", &host)];
    let date = chrono::DateTime::parse_from_rfc2822(answer.header(http::header::DATE));
    if let Ok(date) = date {
        let apart = apart(Time::from(date), app.now());
        let finding =
            if apart <= APART { Finding::ok("clock") } else { Finding::failure("clock", "wrong") };
        findings.push(finding.with("seconds", apart.as_secs()).with("host", host));
    }
    findings
}

/// Does the system say that the clock follows others? For a venue that knows no other server yet.
pub(super) fn clock() -> Finding {
    let mut command = Command::new("timedatectl");
    command.args(["show", "--property=NTPSynchronized", "--value"]);
    let said = command.output().map(|output| output.stdout).unwrap_or_default();
    match said.trim_ascii() {
        b"yes" => Finding::new("clock", Level::Ok, "followed"),
        b"no" => Finding::warning("clock", "alone"),
        _ => Finding::new("clock", Level::Skipped, "unknown"),
    }
}

/// Does the mail relay answer?
pub(super) async fn mail(config: &Config) -> Finding {
    let relay = config.smtp_url.as_deref().and_then(|url| Url::parse(url).ok());
    // A folder answers nobody: `file:` has no host.
    let Some(relay) = relay.filter(Url::has_host) else {
        return Finding::new("mail", Level::Skipped, "none");
    };
    let host = relay.host_str().unwrap_or_default().to_owned();
    let port = relay.port().unwrap_or(if relay.scheme() == "smtps" { 465 } else { 587 });
    match timeout(PATIENCE, greeting(&host, port, relay.scheme() == "smtps")).await {
        Ok(Ok(())) => Finding::ok("mail").with("host", host),
        _ => Finding::failure("mail", "closed").with("host", host).with("port", port),
    }
}

/// A relay greets with 220 (RFC 5321 §3.1); one that expects TLS first says nothing.
async fn greeting(host: &str, port: u16, silent: bool) -> anyhow::Result<()> {
    let mut stream = TcpStream::connect((host, port)).await?;
    if silent {
        return Ok(());
    }
    let mut code = [0; 3];
    stream.read_exact(&mut code).await?;
    anyhow::ensure!(&code == b"220", "not a mail relay");
    Ok(())
}
