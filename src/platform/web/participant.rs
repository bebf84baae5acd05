//! Whoever takes part in something that needs no account: a member, a guest, or somebody who becomes one by this form.

use axum::response::Response;

use super::{
    context::Ctx,
    form::Form,
    guard,
    limits::{self, Peer, Quota},
    once, session,
    viewer::{Member, Viewer},
};
use crate::{
    kernel::{
        error::{Error, Result},
        id::Id,
    },
    platform::{
        app::{App, Tx},
        guests::{self, Guest},
    },
};

/// Whoever sent a form that is open to everybody.
#[derive(Clone)]
pub enum Participant {
    /// Somebody with an account.
    Member(Box<Member>),
    /// Somebody known by a cookie.
    Guest(Guest),
    /// Somebody who becomes a guest when the form is kept.
    Newcomer(Token),
}

/// What will be in a newcomer's cookie. Never printed.
#[derive(Clone)]
pub struct Token(String);

impl Participant {
    /// Who sent a form. The stamp of the form makes the newcomer: a form sent twice by an impatient thumb is one
    /// person's, though neither time with a cookie.
    pub fn of(ctx: &Ctx, stamp: &str) -> Result<Self> {
        let app = &ctx.app;
        Ok(match &ctx.viewer {
            Viewer::Member(member) => Self::Member(member.clone()),
            Viewer::Guest(guest) => Self::Guest(guest.clone()),
            Viewer::Anonymous if guard::is_ours(app, stamp)? => {
                Self::Newcomer(Token(app.seal()?.text("guest", stamp)))
            }
            Viewer::Anonymous => Self::Newcomer(Token(app.entropy.token())),
        })
    }

    /// Who sent a form of one tap. Pages that are the same for everybody carry no stamp: there the key that the script
    /// put into the form makes the newcomer, so that a tap whose answer was lost, sent again, is the same person's.
    /// Without a script and without a stamp each sending is somebody new's.
    pub fn of_tap(ctx: &Ctx, form: &Form) -> Result<Self> {
        let who = Self::of(ctx, form.text(guard::STAMP))?;
        match (who, once::key_of(form)) {
            (Self::Newcomer(_), Some(key)) if form.text(guard::STAMP).is_empty() => {
                Ok(Self::Newcomer(Token(ctx.app.seal()?.text("guest by key", key))))
            }
            (who, _) => Ok(who),
        }
    }

    /// The member, if it is one.
    pub fn member(&self) -> Option<&Member> {
        match self {
            Self::Member(member) => Some(member),
            Self::Guest(_) | Self::Newcomer(_) => None,
        }
    }

    /// Their actor; a newcomer's is made now.
    pub fn actor(&self, tx: &mut Tx<'_>) -> Result<Id> {
        Ok(match self {
            Self::Member(member) => member.actor_id,
            Self::Guest(guest) => guest.actor_id,
            Self::Newcomer(token) => guests::welcome(tx, &token.0)?.actor_id,
        })
    }

    /// Takes one from what they may do. The visitors of a museum share one address: guests are counted each by
    /// themselves and newcomers per thing they stand in front of; per address there is a ceiling only a machine meets,
    /// and none in the venue's own networks.
    pub fn take(&self, app: &App, doing: &Doing, about: Id, peer: Peer) -> Result<()> {
        let now = app.now();
        match self {
            Self::Member(member) => app.limits.take(doing.member, member.account_id, now),
            Self::Guest(guest) => app.limits.take(doing.guest, guest.actor_id, now),
            Self::Newcomer(_) => {
                if !peer.is_within(&app.config.venue_networks) {
                    app.limits.take(&limits::NEWCOMER_PEER, peer, now)?;
                }
                app.limits.take(&limits::NEWCOMER_THING, about, now)
            }
        }
    }

    /// The answer, with the cookie by which a newcomer is known from now on.
    pub fn remember(&self, app: &App, mut response: Response) -> Response {
        if let Self::Newcomer(token) = self {
            let cookie = session::cookie(app, guests::COOKIE, token.0.clone(), guests::LONGEST);
            super::context::set_cookie(response.headers_mut(), &cookie);
        }
        response
    }

    /// The code by which a guest finds what they left from elsewhere; none for members.
    pub fn receipt(&self, tx: &mut Tx<'_>) -> Result<Option<String>> {
        let guest = match self {
            Self::Member(_) => return Ok(None),
            Self::Guest(guest) => guest.clone(),
            Self::Newcomer(token) => {
                guests::find(tx.conn, &token.0, tx.now)?.ok_or(Error::NotFound)?
            }
        };
        guest.receipt(tx.app).map(Some)
    }
}

/// How much of one kind of thing somebody may do.
#[derive(Clone, Copy, Debug)]
pub struct Doing {
    /// For one account.
    pub member: &'static Quota,
    /// For one guest.
    pub guest: &'static Quota,
}
