//! Asking other servers who they are and where their people go to follow somebody.
//!
//! For the follow page and the list of peers. Answers are hints for people, never a reason to trust.

use futures::FutureExt as _;
use parvis_federation::{
    Iri, lenient,
    nodeinfo::{Foreign, WellKnown},
    webfinger::{Jrd, parse_handle},
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    client,
    fetch::{self, FetchError},
    handles, hosts, peers, policy,
};
use crate::{
    kernel::error::Result,
    platform::{
        actors::Actor,
        app::{App, Tx},
        jobs::{self, Job, JobError, JobResult},
    },
};

/// Asks a server what it runs.
pub(super) const JOB: Job =
    Job { kind: "fediverse.meet-host", run: |app, payload| meet_now(app, payload).boxed() };

/// The largest NodeInfo read.
const MOST: usize = 64 * 1024;

/// Rels by which servers tell where their people go on (FEP-3b86), each with the gap in its template.
const INTENTS: [&str; 2] = ["https://w3id.org/fep/3b86/Follow", "https://w3id.org/fep/3b86/Object"];

#[derive(Serialize, Deserialize)]
struct Host {
    host: String,
}

/// Queues the question what a server runs.
pub(super) fn meet(tx: &mut Tx<'_>, host: &str) -> Result<()> {
    let host = Host { host: host.to_owned() };
    jobs::enqueue(tx, JOB.kind, &host)
}

async fn meet_now(app: App, payload: String) -> JobResult {
    let Host { host } =
        serde_json::from_str(&payload).map_err(|error| JobError::Discard(error.into()))?;
    // A server that does not say, or not now, stays unknown: it is asked again when we next get to know it.
    if let Some(software) = software(&app, &host).await {
        app.write(move |tx| hosts::set_software(tx.conn, &host, &software, tx.now)).await?;
    }
    Ok(())
}

async fn software(app: &App, host: &str) -> Option<String> {
    let start = Iri::parse(&format!("{}://{host}/.well-known/nodeinfo", scheme(app))).ok()?;
    let links = WellKnown::parse(&document(app, &start).await?);
    let at = links.nodeinfo.filter(|at| at.authority() == host)?;
    Foreign::parse(&document(app, &at).await?).software
}

async fn document(app: &App, at: &Iri) -> Option<Value> {
    if policy::refuses(app, &at.authority()) {
        return None;
    }
    let answer = client::get_open(app, at, "application/json", MOST).await;
    let answer = answer.ok().filter(|answer| answer.status.is_success())?;
    lenient::parse_json_strict(&answer.body).ok()
}

/// How servers are reached: `https`, or `http` where tests allow it.
pub fn scheme(app: &App) -> &'static str {
    if app.config.federation_allow_private { "http" } else { "https" }
}

/// Whoever is behind what somebody typed: a handle, the address of an actor or of something they wrote, or a server alone,
/// which stands for the actor that speaks for it (FEP-2677). Stored, with their keys.
pub async fn somebody(app: &App, typed: &str) -> Result<Actor, FetchError> {
    const NO_HANDLE: FetchError = FetchError::Invalid("not a handle");
    let typed = typed.trim();
    let Some((_, rest)) = typed.split_once("://") else {
        if typed.trim_start_matches('@').contains('@') {
            let (name, domain) = parse_handle(typed).map_err(|_| NO_HANDLE)?;
            return named(app, &name, &domain).await;
        }
        return speaker(app, typed.trim_start_matches('@')).await;
    };
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let iri = Iri::parse(typed).map_err(|_| NO_HANDLE)?;
    let found = match fetch::fetch_document(app, &iri).await {
        Err(FetchError::Invalid(_) | FetchError::NotFound) if path.is_empty() => {
            return speaker(app, host).await;
        }
        found => found?,
    };
    let author = lenient::iri(&found.document, "attributedTo");
    match author.filter(|_| peers::read(&found.document).is_err()) {
        Some(author) => peers::get_or_fetch(app, &author).await,
        None => peers::get_or_fetch(app, &found.iri).await,
    }
}

async fn named(app: &App, name: &str, domain: &str) -> Result<Actor, FetchError> {
    let jrd = handles::look_up(app, name, domain, scheme(app)).await?;
    let iri = jrd.self_link().ok_or(FetchError::NotFound)?;
    peers::get_or_fetch(app, &iri).await
}

/// The actor that speaks for a server: what its NodeInfo names, else `relay` as Mobilizon has it.
async fn speaker(app: &App, host: &str) -> Result<Actor, FetchError> {
    let start = format!("{}://{host}/.well-known/nodeinfo", scheme(app));
    let start = Iri::parse(&start).map_err(|_| FetchError::Invalid("not a handle"))?;
    if policy::refuses(app, &start.authority()) {
        return Err(FetchError::Refused("a server the venue does not talk with"));
    }
    let said = document(app, &start).await.map(|links| WellKnown::parse(&links));
    match said.and_then(|links| links.application).filter(|at| at.same_origin(&start)) {
        Some(at) => peers::get_or_fetch(app, &at).await,
        None => named(app, "relay", host).await,
    }
}

/// The page on the server of `account` (`@me@server`) where its owner goes on with `uri`: an address of ours
/// that they follow or answer.
pub async fn page_at_home(app: &App, account: &str, uri: &str) -> Result<String, FetchError> {
    const NO_HANDLE: FetchError = FetchError::Invalid("not a handle");
    let account = account.trim();
    let jrd = if account.trim_start_matches('@').contains('@') {
        let (name, domain) = parse_handle(account).map_err(|_| NO_HANDLE)?;
        handles::look_up(app, &name, &domain, scheme(app)).await?
    } else {
        // A server without a name: its own actor, named like it, tells the same (Mastodon's convention).
        let (_, domain) = parse_handle(&format!("x@{account}")).map_err(|_| NO_HANDLE)?;
        handles::look_up(app, &domain, &domain, scheme(app)).await?
    };
    let template = template(&jrd).ok_or(FetchError::Invalid("no way to go on"))?;
    let packed = utf8_percent_encode(uri, NON_ALPHANUMERIC).to_string();
    let page = template.replace("{uri}", &packed).replace("{object}", &packed);
    let page = Iri::parse(&page).map_err(|_| FetchError::Invalid("no way to go on"))?;
    // The template is the server's own word: it leads to a web page and nowhere else.
    app.fediverse.client.check(&page)?;
    Ok(page.to_string())
}

/// Where a server sends its people to go on: OStatus everywhere, FEP-3b86 where that is missing.
fn template(jrd: &Jrd) -> Option<&str> {
    jrd.subscribe_template().or_else(|| {
        INTENTS.iter().find_map(|rel| {
            let link = jrd.links.iter().find(|link| link.rel == *rel)?;
            let template = link.template.as_deref()?;
            template.contains("{object}").then_some(template)
        })
    })
}

#[cfg(test)]
mod tests {
    use parvis_federation::webfinger::Link;

    use super::*;

    fn jrd(links: &[(&str, &str)]) -> Jrd {
        Jrd {
            links: links
                .iter()
                .map(|(rel, template)| Link {
                    rel: (*rel).to_owned(),
                    template: Some((*template).to_owned()),
                    ..Link::default()
                })
                .collect(),
            ..Jrd::default()
        }
    }

    #[test]
    fn the_subscribe_page_is_preferred_and_an_intent_is_enough() {
        let subscribe =
            ("http://ostatus.org/schema/1.0/subscribe", "https://a.example/s?uri={uri}");
        let intent = (INTENTS[1], "https://a.example/i?o={object}");
        let both = jrd(&[intent, subscribe]);
        assert_eq!(template(&both), Some("https://a.example/s?uri={uri}"));
        let only = jrd(&[intent]);
        assert_eq!(template(&only), Some("https://a.example/i?o={object}"));
        assert_eq!(template(&jrd(&[(INTENTS[0], "https://a.example/no-gap")])), None);
    }
}
