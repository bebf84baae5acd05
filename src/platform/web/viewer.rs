//! Who is looking at a page, and what they may do.

use std::sync::Arc;

use axum::{extract::FromRequestParts, http::request::Parts};
use serde::Serialize;

use crate::{
    kernel::{error::Error, i18n::Lang, id::Id},
    platform::{app::App, barriers::Barriers, guests::Guest, web::session},
    text_enum,
};

text_enum! {
    /// What an account may do; each role may do what the ones before it may.
    Role {
        /// Takes part.
        Member = "member",
        /// Looks after artworks, places and traces.
        Mediator = "mediator",
        /// Also judges what people and servers send.
        Moderator = "moderator",
        /// Also changes the venue's settings and accounts.
        Admin = "admin",
    }
}

/// Somebody with an account here.
#[derive(Clone, Debug)]
pub struct Member {
    /// The account.
    pub account_id: Id,
    /// Its actor.
    pub actor_id: Id,
    /// The session of this browser.
    pub session_id: Id,
    /// The name before the `@`.
    pub handle: String,
    /// The name people read.
    pub name: String,
    /// The picture, at its origin or ours.
    pub avatar: Option<String>,
    /// What they may do.
    pub role: Role,
    /// The language they chose.
    pub language: Lang,
    /// The venue told them something they have not read yet.
    pub unread: bool,
    /// How many notifications they have not read yet.
    pub news: i64,
    /// Has just shown who they are by something else than the cookie: see [`Proof`](super::Proof).
    pub proven: bool,
    /// Whom they keep at a distance, and who keeps them there.
    pub barriers: Arc<Barriers>,
}

/// Whoever asked for the page.
#[derive(Clone, Debug)]
pub enum Viewer {
    /// Nobody we know.
    Anonymous,
    /// Somebody without an account who took part before.
    Guest(Guest),
    /// Somebody with an account.
    Member(Box<Member>),
}

impl Viewer {
    /// The member, if it is one.
    pub fn member(&self) -> Option<&Member> {
        match self {
            Self::Anonymous | Self::Guest(_) => None,
            Self::Member(member) => Some(member),
        }
    }

    /// The guest, if it is one.
    pub fn guest(&self) -> Option<&Guest> {
        match self {
            Self::Guest(guest) => Some(guest),
            Self::Anonymous | Self::Member(_) => None,
        }
    }

    /// True when nothing distinguishes them from anybody else who passes by.
    pub fn is_anybody(&self) -> bool {
        matches!(self, Self::Anonymous)
    }

    /// The actor of the member or the guest.
    pub fn actor_id(&self) -> Option<Id> {
        match self {
            Self::Anonymous => None,
            Self::Guest(guest) => Some(guest.actor_id),
            Self::Member(member) => Some(member.actor_id),
        }
    }

    /// True for people with an account.
    pub fn is_member(&self) -> bool {
        self.member().is_some()
    }

    /// True for people who work for the venue.
    pub fn is_staff(&self) -> bool {
        self.may(Role::Mediator)
    }

    /// Those whose words are not shown to the viewer in lists, because the viewer wants it so.
    pub fn unheard(&self) -> &[Id] {
        self.member().map_or(&[], |m| &m.barriers.unheard)
    }

    /// Those who blocked the viewer: what they keep for members is not for the viewer.
    pub fn shut_out_by(&self) -> &[Id] {
        self.member().map_or(&[], |m| &m.barriers.shut_out_by)
    }

    /// True when the role of the viewer is `role` or above.
    pub fn may(&self, role: Role) -> bool {
        self.member().is_some_and(|m| m.role >= role)
    }
}

impl FromRequestParts<App> for Viewer {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        if let Some(known) = parts.extensions.get::<Self>() {
            return Ok(known.clone());
        }
        let viewer = session::viewer(app, &parts.headers).await?;
        parts.extensions.insert(viewer.clone());
        Ok(viewer)
    }
}

impl FromRequestParts<App> for Member {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        match Viewer::from_request_parts(parts, app).await? {
            Viewer::Member(member) => Ok(*member),
            Viewer::Anonymous | Viewer::Guest(_) => Err(Error::SignInRequired),
        }
    }
}

/// Somebody who works for the venue: mediator or above. To everybody else the page does not exist.
#[derive(Clone, Debug)]
pub struct Staff(pub Member);

impl Staff {
    /// Goes on only when the role is `role` or above.
    pub fn require(&self, role: Role) -> Result<(), Error> {
        if self.0.role >= role { Ok(()) } else { Err(Error::Forbidden("error-forbidden-role")) }
    }
}

impl FromRequestParts<App> for Staff {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let member = Member::from_request_parts(parts, app).await?;
        if member.role >= Role::Mediator { Ok(Self(member)) } else { Err(Error::NotFound) }
    }
}

/// The member as templates see it.
#[derive(Debug, Serialize)]
pub(super) struct ViewerView {
    handle: String,
    name: String,
    role: Role,
    is_staff: bool,
    avatar: Option<String>,
    unread: bool,
    news: i64,
}

impl ViewerView {
    pub(super) fn new(member: &Member) -> Self {
        Self {
            handle: member.handle.clone(),
            name: member.name.clone(),
            role: member.role,
            is_staff: member.role >= Role::Mediator,
            avatar: member.avatar.clone(),
            unread: member.unread,
            news: member.news,
        }
    }
}
