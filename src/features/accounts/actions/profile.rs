//! What members change about themselves.

use crate::{
    features::accounts::{
        model::{self, Password, keep},
        password::{self, Verdict},
        store::{self, Openness},
    },
    kernel::{
        error::{Error, FieldErrors, Result},
        i18n::Lang,
        text,
    },
    platform::{
        actors::{self, Actor, ProfileField},
        app::App,
        journal::{self, ProfileChanged},
        media::Media,
        web::{self, Member, limits},
    },
};

/// A profile form as typed.
#[derive(Clone, Debug, Default)]
pub(in crate::features::accounts) struct Profile {
    /// The name people read.
    pub(in crate::features::accounts) name: String,
    /// A few lines, as typed.
    pub(in crate::features::accounts) bio: String,
    /// The language of the pages.
    pub(in crate::features::accounts) language: Option<Lang>,
    /// May be shown in lists of people.
    pub(in crate::features::accounts) discoverable: bool,
    /// Answers by hand whoever asks to follow.
    pub(in crate::features::accounts) approves_followers: bool,
    /// Shows whom they follow.
    pub(in crate::features::accounts) shows_follows: bool,
    /// Their page lists their words.
    pub(in crate::features::accounts) lists_traces: bool,
    /// The languages they speak, as typed.
    pub(in crate::features::accounts) spoken: String,
    /// Name–value pairs, as typed.
    pub(in crate::features::accounts) fields: Vec<(String, String)>,
    /// A new picture, stored already.
    pub(in crate::features::accounts) picture: Option<Media>,
    /// Take the picture away.
    pub(in crate::features::accounts) without_picture: bool,
}

/// Changes a member's profile; other servers are told when anything they see changed.
pub(in crate::features::accounts) async fn change_profile(
    app: &App,
    member: &Member,
    profile: Profile,
) -> Result<()> {
    let mut errors = FieldErrors::default();
    let name = keep(&mut errors, "name", model::name(&profile.name));
    let bio = keep(&mut errors, "bio", model::bio(&profile.bio));
    let spoken = keep(&mut errors, "spoken", model::spoken(&profile.spoken));
    let fields = keep(&mut errors, "fields", model::fields(&profile.fields));
    errors.into_result()?;
    let openness = Openness {
        shows_follows: profile.shows_follows,
        lists_traces: profile.lists_traces,
        spoken: spoken.unwrap_or_default(),
    };
    let fields = serde_json::to_string(&shown(fields.unwrap_or_default()))?;
    let (name, bio) = (name.unwrap_or_default(), text::typed_to_html(&bio.unwrap_or_default()));
    let (account, actor_id) = (member.account_id, member.actor_id);
    app.write(move |tx| {
        if let Some(language) = profile.language {
            store::set_language(tx.conn, account, language)?;
        }
        store::set_openness(tx.conn, account, &openness)?;
        let before = actors::find(tx.conn, actor_id)?.ok_or(Error::NotFound)?;
        let mut actor = before.clone();
        actor.name.clone_from(&name);
        actor.summary_html.clone_from(&bio);
        actor.discoverable = profile.discoverable;
        actor.approves_followers = profile.approves_followers;
        actor.fields.clone_from(&fields);
        if let Some(picture) = &profile.picture {
            actor.icon_media_id = Some(picture.id);
            actor.icon_url = Some(tx.app.config.address(&picture.path()));
        } else if profile.without_picture {
            actor.icon_media_id = None;
            actor.icon_url = None;
        }
        if told(&actor) == told(&before) {
            return Ok(());
        }
        actor.updated_at = tx.now;
        actors::update(tx.conn, &actor)?;
        journal::record(tx, &ProfileChanged { actor: actor.id })
    })
    .await
}

/// What other servers are told of a profile.
fn told(actor: &Actor) -> impl PartialEq {
    (
        actor.name.clone(),
        actor.summary_html.clone(),
        actor.fields.clone(),
        actor.icon_url.clone(),
        (actor.discoverable, actor.approves_followers),
    )
}

/// Pairs as pages and other servers show them: web addresses are links.
fn shown(pairs: Vec<(String, String)>) -> Vec<ProfileField> {
    let value_html = |value: &str| {
        let html = text::typed_to_html(value);
        html.trim_start_matches("<p>").trim_end_matches("</p>").to_owned()
    };
    pairs
        .into_iter()
        .map(|(name, value)| ProfileField { name, value_html: value_html(&value) })
        .collect()
}

/// Changes a member's password; every other session of theirs ends, and no device is notified any more. Whoever has just
/// answered a letter need not know the present one: that is how a forgotten password is replaced.
pub(in crate::features::accounts) async fn change_password(
    app: &App,
    member: &Member,
    current: &str,
    new: &str,
) -> Result<()> {
    let new = Password::parse(new).map_err(|key| Error::field("password", key))?;
    if !member.proven {
        check_password(app, member, "current", current).await?;
    }
    let hash = password::hash(app, &new).await?;
    let (account, actor, session) = (member.account_id, member.actor_id, member.session_id);
    app.write(move |tx| {
        store::set_password(tx.conn, account, &hash)?;
        web::end_all(tx, account, actor, Some(session))
    })
    .await
}

/// Goes on only for who they say: a member who has just signed in otherwise than by password, or who types theirs in
/// `field`. Before anything that cannot be undone, or that hands everything over.
pub async fn prove(app: &App, member: &Member, field: &str, typed: &str) -> Result<()> {
    if member.proven { Ok(()) } else { check_password(app, member, field, typed).await }
}

/// Goes on only when the member's password was typed in `field`: a browser left open is not its owner.
pub(super) async fn check_password(
    app: &App,
    member: &Member,
    field: &str,
    typed: &str,
) -> Result<()> {
    let account = member.account_id;
    let key = ("password", account);
    app.limits.take(&limits::SIGN_IN_HERE, key, app.now())?;
    let stored = app.read(move |conn| store::password_hash(conn, account)).await?;
    if password::verify(typed, stored).await? == Verdict::Wrong {
        return Err(Error::field(field, "accounts-error-password-wrong"));
    }
    app.limits.forgive(&limits::SIGN_IN_HERE, key);
    Ok(())
}
