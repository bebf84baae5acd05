//! What an actor of another server is called: `@name@domain`, believed when WebFinger and the actor name each other.
//!
//! A background job asks after an actor was stored. Until it has answered, and whenever it disagrees, the actor
//! is a name at the host of its own id.

use diesel::prelude::*;
use parvis_federation::{
    iri::Iri,
    lenient,
    webfinger::{JRD_JSON, Jrd, request_address},
};

use super::{client, fetch::FetchError, policy};
use crate::{
    kernel::id::Id,
    platform::{actors, app::App, jobs},
    schema::actors as table,
};

/// The job that asks WebFinger what an actor is called.
pub const CONFIRM: &str = "fediverse.confirm-handle";

/// The largest WebFinger answer read.
const MOST: usize = 64 * 1024;

/// Asks and stores the answer. A server that does not answer leaves things as they are.
pub async fn confirm(app: App, id: Id) -> jobs::JobResult {
    let actor = app.read(move |conn| actors::find(conn, id)).await?;
    let Some(actor) = actor.filter(|actor| !actor.local && actor.deleted_at.is_none()) else {
        return Ok(());
    };
    let Ok(iri) = Iri::parse(&actor.iri) else {
        return Ok(());
    };
    let Some(domain) = domain_of(&app, &iri, &actor.handle).await else {
        return Ok(());
    };
    if domain != actor.domain {
        app.write(move |tx| {
            diesel::update(table::table.filter(table::id.eq(id)))
                .set(table::domain.eq(&domain))
                .execute(tx.conn)?;
            Ok(())
        })
        .await?;
    }
    Ok(())
}

/// The domain that WebFinger gives the actor: its own host says so, and, when it names another domain, that one
/// says the same.
async fn domain_of(app: &App, actor: &Iri, handle: &str) -> Option<String> {
    let name = handle.to_lowercase();
    let own = actor.authority();
    let (said, domain) = ask(app, actor, &name, &own).await?;
    if said != name {
        return None;
    }
    if domain == own {
        return Some(own);
    }
    let confirmed = ask(app, actor, &name, &domain).await?;
    (confirmed == (name, domain)).then_some(confirmed.1)
}

/// The subject that `domain` gives `name`, when its `self` link is the actor.
async fn ask(app: &App, actor: &Iri, name: &str, domain: &str) -> Option<(String, String)> {
    let jrd = match look_up(app, name, domain, actor.scheme()).await {
        Ok(jrd) => jrd,
        Err(error) => {
            tracing::debug!(domain, %error, "WebFinger does not confirm an actor");
            return None;
        }
    };
    (jrd.self_link().as_ref() == Some(actor)).then(|| jrd.subject()).flatten()
}

/// What WebFinger at `domain` says about `name`. `scheme` is `https`, or `http` where tests allow it.
pub async fn look_up(app: &App, name: &str, domain: &str, scheme: &str) -> Result<Jrd, FetchError> {
    let address = request_address(name, domain).map_err(|_| FetchError::Invalid("not a handle"))?;
    let address = match address.as_str().strip_prefix("https:") {
        Some(rest) if scheme == "http" => {
            Iri::parse(&format!("http:{rest}")).map_err(|_| FetchError::Invalid("not a handle"))?
        }
        _ => address,
    };
    if policy::refuses(app, &address.authority()) || policy::refuses(app, domain) {
        return Err(FetchError::Refused("a server the venue does not talk with"));
    }
    let answer = client::get_open(app, &address, JRD_JSON, MOST).await?;
    match answer.status.as_u16() {
        200 => {}
        404 => return Err(FetchError::NotFound),
        410 => return Err(FetchError::Gone),
        other => return Err(FetchError::Unreachable(format!("status {other}"))),
    }
    let document = lenient::parse_json_strict(&answer.body)
        .map_err(|_| FetchError::Invalid("not JSON we read"))?;
    Jrd::parse(&document).map_err(|_| FetchError::Invalid("not a WebFinger answer"))
}
