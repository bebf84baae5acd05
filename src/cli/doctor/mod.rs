//! `parvis doctor`: looks at everything a venue needs from the outside and says what to do about what is wrong.
//!
//! Changes nothing but for a token that lives a second. In reading order: `machine` (folder, disk, database),
//! `network` (name, certificate, what stands in front, other servers, clock, mail), `tls`.

mod machine;
mod network;
mod tls;

use std::{io::Write as _, process::ExitCode};

use clap::Args;
use serde::Serialize;

use crate::{
    features,
    kernel::{
        clock::Clock,
        config::{self, Config},
        entropy::Entropy,
        error::Message,
        i18n::{self, Lang},
    },
    platform::app::{App, Parts},
};

#[derive(Debug, Args)]
pub(super) struct Doctor {
    /// Answer as JSON.
    #[arg(long)]
    json: bool,
    /// The language of the answer, fr or en; the terminal's when left out.
    #[arg(long)]
    lang: Option<Lang>,
}

/// How something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
enum Level {
    /// As it should be.
    Ok,
    /// It could not be looked at.
    Skipped,
    /// It works, and somebody should look at it.
    Warning,
    /// It does not work.
    Failure,
}

/// What was found out about one thing.
struct Finding {
    /// The thing, as a word for machines: `disk`, `tls`…
    about: &'static str,
    level: Level,
    /// How it is.
    state: Message,
    /// What to do.
    advice: Option<Message>,
}

impl Finding {
    fn new(about: &'static str, level: Level, state: &str) -> Self {
        Self { about, level, state: Message::new(&format!("doctor-{about}-{state}")), advice: None }
    }

    fn ok(about: &'static str) -> Self {
        Self::new(about, Level::Ok, "ok")
    }

    /// Something to look at, with advice under the same key.
    fn warning(about: &'static str, state: &str) -> Self {
        Self::new(about, Level::Warning, state).advised(state)
    }

    fn failure(about: &'static str, state: &str) -> Self {
        Self::new(about, Level::Failure, state).advised(state)
    }

    fn advised(mut self, state: &str) -> Self {
        self.advice = Some(Message::new(&format!("doctor-{}-{state}-advice", self.about)));
        self
    }

    /// The same with a value both texts may mention.
    fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.state = self.state.with(name, value.to_string());
        self.advice = self.advice.map(|advice| advice.with(name, value.to_string()));
        self
    }
}

/// Looks at everything; ends in 0 when all is well, 1 with warnings, 2 with failures.
pub(super) async fn run(config: Config, command: &Doctor) -> anyhow::Result<ExitCode> {
    let lang = command.lang.unwrap_or_else(config::terminal_language);
    let mut findings = vec![machine::folder(&config), machine::disk(&config)];
    findings.push(machine::database(&config));
    let sound = findings
        .iter()
        .all(|finding| finding.about != "database" || finding.level < Level::Failure);
    findings.push(network::name(&config).await);
    findings.push(network::certificate(&config).await);
    if sound {
        let clock = Clock::System;
        let app = App::start(Parts {
            config: config.clone(),
            clock,
            entropy: Entropy::System,
            features: features::ALL,
            program: config::own_program(),
            network: Default::default(),
        })
        .await?;
        findings.extend(network::front(&app).await);
        findings.extend(network::others(&app).await);
    }
    if findings.iter().all(|finding| finding.about != "clock") {
        findings.push(network::clock());
    }
    findings.push(network::mail(&config).await);
    let worst = findings.iter().map(|finding| finding.level).max().unwrap_or(Level::Ok);
    tell(&findings, lang, command.json)?;
    Ok(match worst {
        Level::Ok | Level::Skipped => ExitCode::SUCCESS,
        Level::Warning => ExitCode::from(1),
        Level::Failure => ExitCode::from(2),
    })
}

/// A finding as machines read it.
#[derive(Serialize)]
struct Told {
    check: &'static str,
    level: Level,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    advice: Option<String>,
}

fn tell(findings: &[Finding], lang: Lang, json: bool) -> anyhow::Result<()> {
    let told = findings.iter().map(|finding| Told {
        check: finding.about,
        level: finding.level,
        message: i18n::message(lang, &finding.state),
        advice: finding.advice.as_ref().map(|advice| i18n::message(lang, advice)),
    });
    let mut out = std::io::stdout().lock();
    if json {
        serde_json::to_writer_pretty(&mut out, &told.collect::<Vec<_>>())?;
        writeln!(out)?;
        return Ok(());
    }
    for finding in told {
        let mark = match finding.level {
            Level::Ok => "✓",
            Level::Skipped => "·",
            Level::Warning => "!",
            Level::Failure => "✗",
        };
        writeln!(out, "{mark} {}", finding.message)?;
        if let Some(advice) = finding.advice {
            writeln!(out, "  → {advice}")?;
        }
    }
    Ok(())
}
