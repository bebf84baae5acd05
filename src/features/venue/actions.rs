//! Saves what staff decide about the venue.

use crate::{
    features::follows::SubjectsClosed,
    kernel::{
        error::{Error, Result},
        id::Id,
        text,
    },
    platform::{
        actors,
        app::App,
        audit,
        journal::{self, ProfileChanged},
        venue::Venue,
    },
};

/// Changes the settings with `change`, writes down who did it, and tells the network when the venue's profile is
/// another one.
pub(super) async fn save(
    app: &App,
    account: Id,
    part: &'static str,
    change: impl Fn(&mut Venue) -> Result<()> + Send + 'static,
) -> Result<()> {
    app.write(move |tx| {
        // Read anew inside the transaction: two forms saved at a time both stand.
        let mut venue = Venue::load(tx.conn)?;
        let told = venue.subjects_federate;
        change(&mut venue)?;
        venue.save(tx)?;
        if told && !venue.subjects_federate {
            journal::record(tx, &SubjectsClosed {})?;
        }
        let id = venue.actor_id.ok_or_else(|| Error::internal("the venue is not set up"))?;
        let mut actor = actors::find(tx.conn, id)?.ok_or(Error::NotFound)?;
        let before = (actor.name.clone(), actor.summary_html.clone(), actor.icon_media_id);
        actor.name.clone_from(&venue.name);
        actor.summary_html = text::typed_to_html(venue.summary(venue.main_language()));
        actor.icon_media_id = venue.logo;
        actor.icon_url =
            venue.logo.map(|logo| tx.app.config.address(&format!("/media/logo/{logo}")));
        if before != (actor.name.clone(), actor.summary_html.clone(), actor.icon_media_id) {
            actor.updated_at = tx.now;
            actors::update(tx.conn, &actor)?;
            journal::record(tx, &ProfileChanged { actor: id })?;
        }
        audit::record(
            tx,
            &audit::Entry {
                account: Some(account),
                action: "venue.settings",
                target_kind: "venue",
                target: part,
                ..audit::Entry::default()
            },
        )
        .map(|_| ())
    })
    .await?;
    app.reload_venue().await
}
