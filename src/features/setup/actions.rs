//! Opening a venue: the one moment when somebody without an account may make one that rules all.

use subtle::ConstantTimeEq as _;

use super::{
    model::{Checked, Installation},
    store,
};
use crate::{
    features::accounts::{self, Prepared},
    kernel::{
        entropy::sha256_hex,
        error::{Error, Result},
        id::Id,
        text,
    },
    platform::{
        actors::{self, ActorKind},
        app::{App, Tx},
        fediverse::local::{self, Keys, NewActor},
        venue::Venue,
    },
};

/// Makes the code that proves that whoever opens the venue can read its server's log. Each call replaces
/// the code before; only its hash is kept.
pub async fn token(app: &App) -> Result<String> {
    let code = app.entropy.token();
    let hash = sha256_hex(code.as_bytes());
    app.write(move |tx| store::set_code_hash(tx, &hash)).await?;
    Ok(code)
}

/// True when `typed` is the present code; takes as long for a near miss as for nonsense.
pub(super) async fn code_is_right(app: &App, typed: &str) -> Result<bool> {
    let typed = sha256_hex(typed.trim().as_bytes());
    let known = app.read(store::code_hash).await?;
    Ok(known.is_some_and(|hash| hash.as_bytes().ct_eq(typed.as_bytes()).into()))
}

/// A venue that was just opened.
#[derive(Clone, Copy, Debug)]
pub struct Installed {
    /// The venue's actor.
    pub venue: Id,
    /// The first administrator's account.
    pub account: Id,
    /// The actor of that account.
    pub admin: Id,
}

/// Opens the venue. Wrong answers come as [`Error::Invalid`], by the fields of the form; a venue that is
/// open already as [`Error::NotFound`].
pub async fn install(app: &App, installation: Installation) -> Result<Installed> {
    let checked = installation.check().map_err(Error::Invalid)?;
    let prepared = accounts::prepare(app, checked.admin.clone()).await?;
    let keys = Keys::make().await?;
    let installed =
        app.write(move |tx| open(tx, &installation, &checked, &prepared, &keys)).await?;
    app.reload_venue().await?;
    Ok(installed)
}

fn open(
    tx: &mut Tx<'_>,
    answers: &Installation,
    checked: &Checked,
    admin: &Prepared,
    keys: &Keys,
) -> Result<Installed> {
    if Venue::load(tx.conn)?.is_set_up() {
        return Err(Error::NotFound);
    }
    let mut actor = local::create(
        tx,
        &NewActor {
            kind: ActorKind::Organization,
            handle: checked.handle.as_str(),
            name: &checked.name,
            keys,
        },
    )?;
    let venue = Venue {
        set_up_at: Some(tx.now),
        actor_id: Some(actor.id),
        name: checked.name.clone(),
        handle: checked.handle.as_str().to_owned(),
        summary_fr: answers.summary_fr.trim().to_owned(),
        summary_en: answers.summary_en.trim().to_owned(),
        languages: checked.languages.clone(),
        time_zone: checked.time_zone,
        theme: answers.theme.clone(),
        logo: answers.logo,
        ..Venue::default()
    };
    actor.summary_html = text::typed_to_html(venue.summary(venue.main_language()));
    actor.icon_media_id = answers.logo;
    actor.icon_url = answers.logo.map(|logo| tx.app.config.address(&format!("/media/logo/{logo}")));
    actors::update(tx.conn, &actor)?;
    venue.save(tx)?;
    store::forget_code(tx)?;
    let created = accounts::create(tx, admin)?;
    Ok(Installed { venue: actor.id, account: created.account, admin: created.actor })
}
