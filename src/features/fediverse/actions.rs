//! What people do at the doors: find what an address means here, follow from here, decide about a server.

use super::{
    model::{NewRule, Rule},
    wire,
};
use crate::{
    features::{follows, moderation},
    kernel::{
        db::Conn,
        error::{Error, Result},
        i18n::Lang,
        id::Id,
    },
    platform::{
        actors::{self, Actor},
        app::{App, Tx},
        audit, feature,
        fediverse::{
            documents,
            policy::{self, Policy},
        },
        objects::{self, Object},
        web::{Member, Viewer},
    },
};

/// Something of this server that people elsewhere can follow or answer.
pub(super) struct Ours {
    pub(super) name: String,
    /// What to paste into the search of one's own server.
    pub(super) address: String,
    pub(super) uri: String,
    pub(super) kind: String,
    /// Its page.
    pub(super) url: String,
    pub(super) excerpt: Option<String>,
}

/// What `uri` is on this server; the venue itself when nothing is asked about.
pub(super) fn find_ours(app: &App, conn: &mut Conn, uri: &str, lang: Lang) -> Result<Ours> {
    if uri.is_empty() {
        let venue = app.venue().actor_id.ok_or(Error::NotFound)?;
        let actor = actors::find(conn, venue)?.ok_or(Error::NotFound)?;
        return Ok(of_actor(app, &actor));
    }
    if let Some(actor) = actors::find_by_iri(conn, uri)? {
        if !actor.local || actor.deleted_at.is_some() {
            return Err(Error::NotFound);
        }
        return Ok(of_actor(app, &actor));
    }
    let object = objects::find_by_iri(conn, uri)?.ok_or(Error::NotFound)?;
    object.check_visible(&Viewer::Anonymous)?;
    if !object.local || !object.federates() {
        return Err(Error::NotFound);
    }
    of_object(app, conn, &object, lang)
}

fn of_actor(app: &App, actor: &Actor) -> Ours {
    let venue = app.venue().actor_id == Some(actor.id);
    Ours {
        name: actor.display_name(),
        address: actor.address(),
        uri: actor.iri.clone(),
        kind: if venue { "venue" } else { "person" }.to_owned(),
        url: if venue { "/".to_owned() } else { actor.path() },
        excerpt: None,
    }
}

fn of_object(app: &App, conn: &mut Conn, object: &Object, lang: Lang) -> Result<Ours> {
    let heading = feature::headings(app, conn, lang, &[object.id])?.remove(&object.id);
    let name = match heading {
        Some(heading) => heading.title,
        None => actors::find(conn, object.author_id)?
            .map(|author| author.display_name())
            .unwrap_or_default(),
    };
    let document = documents::object(app, conn, object)?;
    Ok(Ours {
        name,
        address: object.iri.clone(),
        uri: object.iri.clone(),
        kind: object.kind.clone(),
        url: object.url.clone(),
        excerpt: document.filter(|_| object.kind == "trace").as_ref().and_then(wire::excerpt),
    })
}

/// Asks for somebody of another server to be followed by a member of this one.
pub(super) fn follow(tx: &mut Tx<'_>, member: Id, followed: Id) -> Result<()> {
    let people = actors::find_all(tx.conn, &[member, followed])?;
    let (Some(member), Some(followed)) = (people.get(&member), people.get(&followed)) else {
        return Err(Error::NotFound);
    };
    follows::follow(tx, member, followed)
}

/// Adds or replaces a rule about a server, with everything that follows from it. The caller reloads the
/// policies after the transaction.
pub(super) fn decide(tx: &mut Tx<'_>, staff: &Member, new: &NewRule) -> Result<()> {
    let before = policy::find(tx.conn, &new.domain)?;
    match new.rule {
        Rule::Block => {
            moderation::shut_out(tx, &new.domain, &new.note)?;
        }
        Rule::Allow => {
            if before.as_ref().map(|rule| rule.policy) == Some(Policy::Block) {
                moderation::let_in(tx, &new.domain, None)?;
            }
            policy::set(tx, &new.domain, Policy::Allow, &new.note)?;
        }
    }
    let before = before.map(|rule| rule.policy.as_str()).unwrap_or_default();
    write_down(tx, staff, (new.rule.word(), &new.domain, &new.note), before)
}

/// Takes a rule back.
pub(super) fn lift(tx: &mut Tx<'_>, staff: &Member, domain: &str) -> Result<()> {
    let rule = policy::find(tx.conn, domain)?.ok_or(Error::NotFound)?;
    match rule.policy {
        Policy::Block => moderation::let_in(tx, domain, None)?,
        Policy::Allow => {
            policy::remove(tx, domain)?;
        }
    }
    write_down(tx, staff, ("lift", domain, ""), rule.policy.as_str())
}

fn write_down(
    tx: &mut Tx<'_>,
    staff: &Member,
    (what, domain, reason): (&str, &str, &str),
    before: &str,
) -> Result<()> {
    audit::record(
        tx,
        &audit::Entry {
            account: Some(staff.account_id),
            action: &format!("domain.{what}"),
            target_kind: "domain",
            target: domain,
            reason,
            before,
        },
    )?;
    Ok(())
}
