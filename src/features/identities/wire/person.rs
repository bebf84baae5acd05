//! Who a token belongs to.
//!
//! Numbers are unique to a server alone, and names can be given again: who somebody is, is the address of their actor. A
//! server vouches for actors of its own host and for nobody else's, whatever it says.

use parvis_federation::{Iri, lenient};

use super::{
    FOREIGN, Failed,
    oauth::{address, json},
    server::text,
};
use crate::{
    features::identities::model::{Person, Problem, RemoteApp, Secret},
    kernel::text::shorten,
    platform::{
        app::App,
        fediverse::{client, handles, lookup},
    },
};

/// The longest name taken over, in characters.
const NAME: usize = 80;

/// Asks the server whose token this is.
pub(super) async fn of_token(
    app: &App,
    known: &RemoteApp,
    token: &Secret,
) -> Result<Person, Failed> {
    let base = address(&known.token_url)?;
    let at = address(&format!("{}/api/v1/accounts/verify_credentials", base.origin()))?;
    let said = json(&client::get_with_token(app, &at, &token.0).await?)?;
    let name = text(&said, "username").ok_or(FOREIGN)?.to_lowercase();
    if name.contains(['@', '/', ' ']) {
        return Err(FOREIGN);
    }
    let said_iri = text(&said, "uri").map(|uri| address(&uri)).transpose()?;
    let iri = match said_iri {
        Some(iri) => iri,
        // Mastodon before 4.2 and Pleroma do not say it: WebFinger does.
        None => finger(app, &name, known).await?,
    };
    if iri.authority() != known.host || iri.scheme() != lookup::scheme(app) {
        return Err(Failed::Theirs(Problem::Impostor));
    }
    let domain = domain(app, &name, &iri, known).await;
    let display = lenient::text(&said, "display_name").unwrap_or_default();
    Ok(Person {
        address: format!("@{name}@{domain}"),
        iri: iri.to_string(),
        name: shorten(display.trim(), NAME),
    })
}

/// The actor behind a name, as the server's own host says, else the domain of its addresses.
async fn finger(app: &App, name: &str, known: &RemoteApp) -> Result<Iri, Failed> {
    for domain in [&known.host, &known.domain] {
        let answer = handles::look_up(app, name, domain, lookup::scheme(app)).await;
        if let Some(iri) = answer.ok().and_then(|jrd| jrd.self_link()) {
            return Ok(iri);
        }
    }
    Err(FOREIGN)
}

/// The right side of somebody's address: the domain the server claims, when that domain says so too.
async fn domain(app: &App, name: &str, iri: &Iri, known: &RemoteApp) -> String {
    if known.domain == known.host {
        return known.host.clone();
    }
    let answer = handles::look_up(app, name, &known.domain, lookup::scheme(app)).await;
    let same = answer.ok().and_then(|jrd| jrd.self_link()).as_ref() == Some(iri);
    if same { known.domain.clone() } else { known.host.clone() }
}
