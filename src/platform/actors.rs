//! Actors: the venue, its people, and everybody we know on other servers, in one table.

use std::collections::HashMap;

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    both,
    kernel::{clock::Time, db::Conn, error::Result, id::Id},
    schema::actors,
    text_enum,
};

text_enum! {
    /// What an actor is.
    ActorKind {
        /// This server, or another one.
        Application = "Application",
        /// An institution.
        Organization = "Organization",
        /// People around something.
        Group = "Group",
        /// A person.
        Person = "Person",
        /// A followable thing, or a robot.
        Service = "Service",
        /// Somebody who takes part without an account: known to this server alone, by a cookie; see
        /// [`crate::platform::guests`]. Never served, found or named to anybody.
        Guest = "Guest",
    }
}

text_enum! {
    /// What the venue decided about an actor.
    Standing {
        /// Nothing special.
        Good = "good",
        /// What they write waits to be read.
        Limited = "limited",
        /// Nothing of theirs comes in or is shown.
        Blocked = "blocked",
    }
}

/// A row of the actors table.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = actors, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Actor {
    /// The key.
    pub id: Id,
    /// Its address on the network.
    pub iri: String,
    /// What it is.
    pub kind: ActorKind,
    /// Of this server.
    pub local: bool,
    /// The name before the `@`.
    pub handle: String,
    /// The server after the `@`, with its port if it has one.
    pub domain: String,
    /// The name people read.
    pub name: String,
    /// The profile, cleaned.
    pub summary_html: String,
    /// The page people open.
    pub url: String,
    /// Where it receives.
    pub inbox: String,
    /// Where its whole server receives.
    pub shared_inbox: Option<String>,
    /// What it published.
    pub outbox: Option<String>,
    /// Who follows it.
    pub followers: Option<String>,
    /// Whom it follows.
    pub following: Option<String>,
    /// What it shows first.
    pub featured: Option<String>,
    /// Its picture, at its origin.
    pub icon_url: Option<String>,
    /// Our copy of its picture.
    pub icon_media_id: Option<Id>,
    /// Its banner, at its origin.
    pub image_url: Option<String>,
    /// Name–value pairs of the profile, as JSON.
    pub fields: String,
    /// Addresses it also goes by, as a JSON list.
    pub also_known_as: String,
    /// Where it moved to.
    pub moved_to: Option<String>,
    /// May be shown in lists of people.
    pub discoverable: bool,
    /// Answers follow requests by hand.
    pub approves_followers: bool,
    /// Its server says it reads RFC 9421 signatures.
    pub rfc9421: bool,
    /// What the venue decided about it.
    pub standing: Standing,
    /// When this server first had it.
    pub created_at: Time,
    /// When its profile last changed.
    pub updated_at: Time,
    /// When it was last fetched from its origin.
    pub fetched_at: Option<Time>,
    /// When it left.
    pub deleted_at: Option<Time>,
}

/// A name–value pair of a profile; the value is cleaned HTML.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ProfileField {
    /// The name.
    pub name: String,
    /// The value.
    pub value_html: String,
}

impl Actor {
    /// `@handle@domain`.
    pub fn address(&self) -> String {
        format!("@{}@{}", self.handle, self.domain)
    }

    /// The name people read, or the handle when there is none.
    pub fn display_name(&self) -> String {
        if self.name.trim().is_empty() { self.handle.clone() } else { self.name.clone() }
    }

    /// Where to deliver what is for everybody.
    pub fn delivery_inbox(&self) -> &str {
        self.shared_inbox.as_deref().unwrap_or(&self.inbox)
    }

    /// Addresses it also goes by.
    pub fn aliases(&self) -> Vec<String> {
        serde_json::from_str(&self.also_known_as).unwrap_or_default()
    }

    /// Name–value pairs of the profile.
    pub fn profile_fields(&self) -> Vec<ProfileField> {
        serde_json::from_str(&self.fields).unwrap_or_default()
    }

    /// Takes part without an account.
    pub fn is_guest(&self) -> bool {
        self.kind == ActorKind::Guest
    }

    /// The path of its page on this server: `/@handle`, `/@handle@domain` for people elsewhere; guests have
    /// none.
    pub fn path(&self) -> String {
        if self.is_guest() {
            "/".to_owned()
        } else if self.local {
            format!("/@{}", self.handle)
        } else {
            format!("/@{}@{}", self.handle, self.domain)
        }
    }
}

/// The actor with this id.
pub fn find(conn: &mut Conn, id: Id) -> Result<Option<Actor>> {
    Ok(both!(conn, |c| actors::table
        .filter(actors::id.eq(id))
        .select(Actor::as_select())
        .first(c)
        .optional())?)
}

/// The actor with this address on the network.
pub fn find_by_iri(conn: &mut Conn, iri: &str) -> Result<Option<Actor>> {
    Ok(actors::table
        .filter(actors::iri.eq(iri))
        .select(Actor::as_select())
        .first(conn)
        .optional()?)
}

/// The local actor with this handle, in any case. Guests have none.
pub fn find_local(conn: &mut Conn, handle: &str) -> Result<Option<Actor>> {
    Ok(actors::table
        .filter(actors::local.eq(true))
        .filter(actors::kind.ne(ActorKind::Guest))
        .filter(actors::handle.eq(handle.to_lowercase()))
        .select(Actor::as_select())
        .first(conn)
        .optional()?)
}

/// The remote actor with this address, as last seen.
pub fn find_remote(conn: &mut Conn, handle: &str, domain: &str) -> Result<Option<Actor>> {
    Ok(actors::table
        .filter(actors::local.eq(false))
        .filter(actors::handle.eq(handle))
        .filter(actors::domain.eq(domain.to_lowercase()))
        .filter(actors::deleted_at.is_null())
        .order(actors::fetched_at.desc())
        .select(Actor::as_select())
        .first(conn)
        .optional()?)
}

/// The actors with these ids, by id.
pub fn find_all(conn: &mut Conn, ids: &[Id]) -> Result<HashMap<Id, Actor>> {
    let rows: Vec<Actor> =
        actors::table.filter(actors::id.eq_any(ids)).select(Actor::as_select()).load(conn)?;
    Ok(rows.into_iter().map(|actor| (actor.id, actor)).collect())
}

/// The actors with these addresses on the network, by address.
pub fn find_all_by_iri(conn: &mut Conn, iris: &[String]) -> Result<HashMap<String, Actor>> {
    let rows: Vec<Actor> =
        actors::table.filter(actors::iri.eq_any(iris)).select(Actor::as_select()).load(conn)?;
    Ok(rows.into_iter().map(|actor| (actor.iri.clone(), actor)).collect())
}

/// Stores a new actor.
pub fn insert(conn: &mut Conn, actor: &Actor) -> Result<()> {
    diesel::insert_into(actors::table).values(actor.clone()).execute(conn)?;
    Ok(())
}

/// Stores every column of a known actor.
pub fn update(conn: &mut Conn, actor: &Actor) -> Result<()> {
    diesel::update(actors::table.filter(actors::id.eq(actor.id)))
        .set(actor.clone())
        .execute(conn)?;
    Ok(())
}
