//! Sessions: an opaque token in a cookie, its hash in the database.

use std::time::Duration;

use axum_extra::extract::cookie::{Cookie, SameSite};
use diesel::prelude::*;
use http::{HeaderMap, header};
use serde::Serialize;

use crate::{
    kernel::{clock::Time, db::Conn, entropy::sha256_hex, error::Result, i18n::Lang, id::Id},
    platform::{
        app::{App, Tx},
        web::viewer::{Member, Role, Viewer},
    },
    schema::{accounts, actors, sessions},
};

/// A session nobody used for this long ends.
const IDLE: Duration = Duration::from_secs(14 * 24 * 3600);

/// A session ends after this long in any case.
const LONGEST: Duration = Duration::from_secs(90 * 24 * 3600);

/// How stale the last-seen time of a session may become before it is written again.
const TOUCH: Duration = Duration::from_secs(900);

/// The cookie's name without its prefix.
pub const COOKIE: &str = "parvis";

/// A session as its owner sees it.
#[derive(Debug, Serialize, Queryable)]
pub struct Session {
    /// Its key; not the secret.
    pub id: Id,
    /// The browser, as it presented itself.
    pub device: String,
    /// When it began.
    pub created_at: Time,
    /// When it was last used.
    pub seen_at: Time,
}

/// The cookie's full name: bound to the host wherever pages come over TLS.
fn cookie_name(app: &App) -> String {
    if app.config.secure() {
        format!("__Host-{COOKIE}")
    } else {
        COOKIE.to_owned()
    }
}

/// Begins a session; returns the cookie to set.
pub fn start(tx: &mut Tx<'_>, account: Id, device: &str) -> Result<Cookie<'static>> {
    let token = tx.app.entropy.token();
    let id = tx.new_id();
    diesel::insert_into(sessions::table)
        .values((
            sessions::token_hash.eq(sha256_hex(token.as_bytes())),
            sessions::id.eq(id),
            sessions::account_id.eq(account),
            sessions::device.eq(crate::kernel::text::shorten(device, 200)),
            sessions::created_at.eq(tx.now),
            sessions::seen_at.eq(tx.now),
            sessions::expires_at.eq(tx.now.plus(LONGEST)),
        ))
        .execute(tx.conn)?;
    Ok(cookie(tx.app, token, LONGEST))
}

/// A cookie only our pages can read.
fn cookie(app: &App, value: String, age: Duration) -> Cookie<'static> {
    Cookie::build((cookie_name(app), value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(app.config.secure())
        .max_age(age.try_into().unwrap_or_default())
        .build()
}

/// The cookie that makes a browser forget its session.
pub(super) fn forget(app: &App) -> Cookie<'static> {
    cookie(app, String::new(), Duration::ZERO)
}

/// Ends one session of an account.
pub fn end(conn: &mut Conn, account: Id, session: Id) -> Result<()> {
    diesel::delete(
        sessions::table
            .filter(sessions::account_id.eq(account))
            .filter(sessions::id.eq(session)),
    )
    .execute(conn)?;
    Ok(())
}

/// The sessions of an account, the last used first.
pub fn list(conn: &mut Conn, account: Id) -> Result<Vec<Session>> {
    Ok(sessions::table
        .filter(sessions::account_id.eq(account))
        .order(sessions::seen_at.desc())
        .select((
            sessions::id,
            sessions::device,
            sessions::created_at,
            sessions::seen_at,
        ))
        .load(conn)?)
}

type Row = (
    Id,
    Time,
    Time,
    Id,
    Id,
    Role,
    Lang,
    String,
    String,
    Option<String>,
);

/// Who holds the session of this request.
pub(super) async fn viewer(app: &App, headers: &HeaderMap) -> Result<Viewer> {
    let Some(token) = cookie_value(headers, &cookie_name(app)) else {
        return Ok(Viewer::Anonymous);
    };
    let hash = sha256_hex(token.as_bytes());
    let wanted = hash.clone();
    let row: Option<Row> = app
        .read(move |conn| {
            Ok(sessions::table
                .inner_join(accounts::table.inner_join(actors::table))
                .filter(sessions::token_hash.eq(wanted))
                .filter(accounts::disabled_at.is_null())
                .select((
                    sessions::id,
                    sessions::seen_at,
                    sessions::expires_at,
                    accounts::id,
                    actors::id,
                    accounts::role,
                    accounts::language,
                    actors::handle,
                    actors::name,
                    actors::icon_url,
                ))
                .first(conn)
                .optional()?)
        })
        .await?;
    let now = app.now();
    let Some((
        session_id,
        seen,
        expires,
        account_id,
        actor_id,
        role,
        language,
        handle,
        name,
        avatar,
    )) = row.filter(|row| row.1.plus(IDLE) > now && row.2 > now)
    else {
        return Ok(Viewer::Anonymous);
    };
    let _ = expires;
    if now.since(seen) > TOUCH {
        app.db
            .write(move |conn| {
                diesel::update(sessions::table.filter(sessions::token_hash.eq(&hash)))
                    .set(sessions::seen_at.eq(now))
                    .execute(conn)?;
                Ok(())
            })
            .await?;
    }
    let name = if name.is_empty() {
        handle.clone()
    } else {
        name
    };
    Ok(Viewer::Member(Box::new(Member {
        account_id,
        actor_id,
        session_id,
        handle,
        name,
        avatar,
        role,
        language,
    })))
}

/// The value of a cookie of the request.
pub(super) fn cookie_value(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, value)| *key == name && !value.is_empty())
        .map(|(_, value)| value.to_owned())
}
