//! Settings of the process: one TOML file and `PARVIS_*` variables, which win. The only reader of the
//! environment.
//!
//! What the venue itself decides (name, colours, moderation) is kept in the database, not here.

use std::{
    net::{IpAddr, SocketAddr},
    os::unix::fs::DirBuilderExt as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail, ensure};
use ipnet::IpNet;
use serde::Deserialize;
use url::Url;

use crate::kernel::i18n::Lang;

/// What the operator decided. Secrets inside never appear in `Debug`.
#[derive(Clone)]
pub struct Config {
    /// Where the web server listens.
    pub listen: SocketAddr,
    /// Where Prometheus reads, if anywhere: on this machine, unless the operator said that others may.
    pub metrics_listen: Option<SocketAddr>,
    /// The public address of the venue, without a path.
    pub url: Url,
    /// The web servers in front, which alone may say for whom they ask; without any, nobody may.
    pub trusted_proxies: Vec<IpNet>,
    /// The venue's own networks, whose visitors share one address: no ceiling per address there.
    pub venue_networks: Vec<IpNet>,
    /// Where the source of the running program can be had (AGPL-3.0 §13), if it is on the web.
    pub source_url: Option<Url>,
    /// The folder that holds everything the venue owns.
    pub data_dir: PathBuf,
    /// `sqlite:PATH` or `postgres://…`.
    pub database_url: String,
    /// The mail server, if the venue has one: `smtps://…`, `smtp://…`, or `file:FOLDER` while developing.
    pub smtp_url: Option<String>,
    /// The sender of the venue's mail.
    pub mail_from: Option<String>,
    /// The `age` key (`age1…`) backups are sealed to, when the command names none.
    pub backup_recipient: Option<String>,
    /// Peers over http and on private addresses are accepted. For tests alone.
    pub federation_allow_private: bool,
    /// Logs as JSON instead of text.
    pub log_json: bool,
    /// Connections to PostgreSQL at most.
    pub database_pool: usize,
}

impl std::fmt::Debug for Config {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Config")
            .field("listen", &self.listen)
            .field("url", &self.url.as_str())
            .field("data_dir", &self.data_dir)
            .finish_non_exhaustive()
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    listen: Option<String>,
    metrics_listen: Option<String>,
    metrics_beyond_loopback: Option<bool>,
    url: Option<String>,
    trusted_proxies: Option<String>,
    venue_networks: Option<String>,
    source_url: Option<String>,
    data_dir: Option<PathBuf>,
    database_url: Option<String>,
    smtp_url: Option<String>,
    mail_from: Option<String>,
    backup_recipient: Option<String>,
    federation_allow_private: Option<String>,
    log_json: Option<bool>,
    database_pool: Option<usize>,
}

/// What a command falls back to when neither file nor variable says.
#[derive(Clone, Debug, Default)]
pub struct Defaults {
    /// The public address.
    pub url: Option<String>,
    /// The data folder.
    pub data_dir: Option<PathBuf>,
    /// Without a public address, the address it listens on is good enough: `http://localhost:PORT`.
    pub own_address: bool,
}

impl Config {
    /// Reads the file (if named) and the environment, and checks every value.
    pub fn load(file: Option<&Path>, defaults: &Defaults) -> anyhow::Result<Self> {
        let mut builder = config::Config::builder();
        if let Some(path) = file {
            ensure!(path.is_file(), "there is no configuration file {}", path.display());
            builder = builder.add_source(config::File::from(path).format(config::FileFormat::Toml));
        }
        let raw: Raw = builder
            .add_source(
                config::Environment::with_prefix("PARVIS")
                    .prefix_separator("_")
                    .separator("__")
                    .ignore_empty(true)
                    .source(Some(known_variables())),
            )
            .build()?
            .try_deserialize()
            .context("the configuration cannot be read")?;
        Self::check(raw, defaults)
    }

    fn check(raw: Raw, defaults: &Defaults) -> anyhow::Result<Self> {
        let listen: SocketAddr = raw
            .listen
            .as_deref()
            .unwrap_or("127.0.0.1:8080")
            .parse()
            .context("PARVIS_LISTEN must be an address and a port, such as 127.0.0.1:8080")?;
        let metrics_listen: Option<SocketAddr> = raw
            .metrics_listen
            .as_deref()
            .map(str::parse)
            .transpose()
            .context("PARVIS_METRICS_LISTEN must be an address and a port")?;
        if let Some(address) = metrics_listen
            && !raw.metrics_beyond_loopback.unwrap_or(false)
        {
            ensure!(
                address.ip().to_canonical().is_loopback(),
                "PARVIS_METRICS_LISTEN={address} lets other machines read the numbers: give an address of \
                 this machine alone, such as 127.0.0.1:9090. In a container whose network only Prometheus \
                 shares, set PARVIS_METRICS_BEYOND_LOOPBACK=true"
            );
        }
        let own = || defaults.own_address.then(|| format!("http://localhost:{}", listen.port()));
        let url = raw.url.or_else(|| defaults.url.clone()).or_else(own).context(
            "PARVIS_URL is not set: give the public address of the venue, such as https://musee.example",
        )?;
        let url = public_url(&url)?;
        let data_dir =
            raw.data_dir.or_else(|| defaults.data_dir.clone()).unwrap_or_else(|| "data".into());
        let database_url = raw
            .database_url
            .unwrap_or_else(|| format!("sqlite:{}", data_dir.join("parvis.sqlite").display()));
        ensure!(
            ["sqlite:", "postgres://", "postgresql://"].iter().any(|s| database_url.starts_with(s)),
            "PARVIS_DATABASE_URL must start with sqlite: or postgres://"
        );
        let allow_private = match raw.federation_allow_private.as_deref() {
            None | Some("0" | "false") => false,
            Some("1" | "true") => true,
            Some(_) => bail!("PARVIS_FEDERATION_ALLOW_PRIVATE must be 0 or 1"),
        };
        ensure!(
            !(allow_private && is_public(&url)),
            "PARVIS_FEDERATION_ALLOW_PRIVATE=1 is for tests on this machine and is refused for the \
             public address {url}"
        );
        ensure!(
            url.scheme() == "https" || !is_public(&url),
            "PARVIS_URL must start with https:// (only loopback addresses may use http://)"
        );
        if let Some(smtp) = &raw.smtp_url {
            ensure!(
                ["smtp://", "smtps://", "file:"].iter().any(|s| smtp.starts_with(s)),
                "PARVIS_SMTP_URL must start with smtps:// or smtp:// (a mail server) or file: (a folder)"
            );
        }
        Ok(Self {
            listen,
            metrics_listen,
            url,
            trusted_proxies: networks("PARVIS_TRUSTED_PROXIES", raw.trusted_proxies.as_deref())?,
            venue_networks: networks("PARVIS_VENUE_NETWORKS", raw.venue_networks.as_deref())?,
            source_url: source(raw.source_url.as_deref().unwrap_or(REPOSITORY))?,
            data_dir,
            database_url,
            smtp_url: raw.smtp_url,
            mail_from: raw.mail_from,
            backup_recipient: raw.backup_recipient,
            federation_allow_private: allow_private,
            log_json: raw.log_json.unwrap_or(false),
            database_pool: raw.database_pool.unwrap_or(10),
        })
    }

    /// The name other servers know the venue by: the host of its address, with the port if it has one.
    pub fn domain(&self) -> String {
        let host = self.url.host_str().unwrap_or_default();
        self.url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }

    /// The full address of a path that starts with `/`.
    pub fn address(&self, path: &str) -> String {
        format!("{}{path}", self.url.as_str().trim_end_matches('/'))
    }

    /// The path of a full address of ours; `/` for any other.
    pub fn local_path(&self, address: &str) -> String {
        let path = address.strip_prefix(self.address("").as_str());
        path.filter(|path| path.starts_with('/')).unwrap_or("/").to_owned()
    }

    /// Makes the data folder when it is not there, for its owner alone: it holds the keys of the venue.
    pub fn make_data_dir(&self) -> std::io::Result<()> {
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&self.data_dir)
    }

    /// True when pages are served over TLS, so cookies can be bound to it.
    pub fn secure(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// True when browsers have passkeys for this site: pages of a named host over TLS, or of this very machine by its
    /// name (WebAuthn level 3, §5.1.2: a relying party is a domain).
    pub fn has_passkeys(&self) -> bool {
        let named = matches!(self.url.host(), Some(url::Host::Domain(_)));
        named && (self.secure() || self.url.host_str() == Some("localhost"))
    }
}

/// Where this program says its source is; a venue that runs a changed one says otherwise.
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// Addresses and networks between commas or spaces; `loopback` and `private` stand for theirs.
fn networks(name: &str, text: Option<&str>) -> anyhow::Result<Vec<IpNet>> {
    const LOOPBACK: [&str; 2] = ["127.0.0.0/8", "::1/128"];
    const PRIVATE: [&str; 4] = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"];
    text.unwrap_or_default()
        .split([',', ' '])
        .filter(|word| !word.is_empty())
        .flat_map(|word| match word {
            "loopback" => LOOPBACK.to_vec(),
            "private" => PRIVATE.to_vec(),
            other => vec![other],
        })
        .map(|word| {
            let alone = word.parse::<IpAddr>().map(IpNet::from);
            word.parse().or(alone).with_context(|| {
                format!(
                    "{name} must list addresses such as 192.0.2.7, networks such as \
                     10.0.0.0/8, or the words loopback and private; not {word}"
                )
            })
        })
        .collect()
}

fn source(text: &str) -> anyhow::Result<Option<Url>> {
    if text.is_empty() {
        return Ok(None);
    }
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    Ok(Some(url.with_context(|| format!("PARVIS_SOURCE_URL is not an address: {text}"))?))
}

/// A variable whose name we do not know is another program's business, except that a likely misspelling
/// of ours must not pass unseen: every `PARVIS_*` name is handed on and unknown ones are refused.
fn known_variables() -> std::collections::HashMap<String, String> {
    const OTHERS: [&str; 2] = ["PARVIS_CONFIG", "PARVIS_LOG"];
    std::env::vars()
        .filter(|(name, _)| name.starts_with("PARVIS_") && !OTHERS.contains(&name.as_str()))
        .filter(|(name, _)| {
            !name.starts_with("PARVIS_TEST_") && !name.starts_with("PARVIS_CONFORMANCE_")
        })
        .collect()
}

/// The log filter the operator asked for, in the syntax of `tracing`.
#[expect(clippy::disallowed_methods, reason = "this file alone reads the environment")]
pub fn log_filter() -> String {
    discreet(&std::env::var("PARVIS_LOG").unwrap_or_else(|_| "info,hyper=warn".to_owned()))
}

/// A log filter without the crates that print the very words they are given: however much is asked for, what people
/// wrote, what their keys answered and the addresses that open something to whoever has them are not in the log.
pub fn discreet(filter: &str) -> String {
    format!(
        "{filter},html5ever=off,markup5ever=off,multer=off,tower_http::csrf=off,webauthn_rs=off,\
         webauthn_rs_core=off"
    )
}

/// This program, as it was started: the same even after an upgrade has put another in its place.
pub fn own_program() -> PathBuf {
    "/proc/self/exe".into()
}

/// The language of whoever sits at the terminal; English unless it is one we speak.
#[expect(clippy::disallowed_methods, reason = "this file alone reads the environment")]
pub fn terminal_language() -> Lang {
    let said = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    said.and_then(|value| value.get(..2)?.parse().ok()).unwrap_or(Lang::En)
}

/// A folder of this process alone, for a demonstration that leaves nothing behind.
pub fn throw_away_dir() -> PathBuf {
    std::env::temp_dir().join(format!("parvis-demo-{}", std::process::id()))
}

fn public_url(text: &str) -> anyhow::Result<Url> {
    let url = Url::parse(text).with_context(|| format!("PARVIS_URL is not an address: {text}"))?;
    ensure!(matches!(url.scheme(), "http" | "https"), "PARVIS_URL must start with https://");
    ensure!(url.host_str().is_some_and(|h| !h.is_empty()), "PARVIS_URL has no host");
    ensure!(
        url.path() == "/" && url.query().is_none() && url.fragment().is_none(),
        "PARVIS_URL must be the address of the whole site, without a path: {text}"
    );
    ensure!(
        url.username().is_empty() && url.password().is_none(),
        "PARVIS_URL must not hold a password"
    );
    Ok(url)
}

/// True for a host that could be reached from another machine by name.
fn is_public(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            name.contains('.') && !name.ends_with(".localhost") && !name.ends_with(".test")
        }
        Some(url::Host::Ipv4(ip)) => !(ip.is_loopback() || ip.is_private()),
        Some(url::Host::Ipv6(ip)) => !ip.is_loopback(),
        None => false,
    }
}
