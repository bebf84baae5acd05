//! Sessions: an opaque token in a cookie, its hash in the database.

use std::{sync::Arc, time::Duration};

use axum_extra::extract::cookie::{Cookie, SameSite};
use diesel::prelude::*;
use http::{HeaderMap, header};
use serde::Serialize;

use crate::{
    kernel::{
        clock::Time, db::Conn, entropy::sha256_hex, error::Result, i18n::Lang, id::Id,
        text::shorten,
    },
    platform::{
        app::{App, Tx},
        barriers::Barriers,
        feature,
        guests::{self, Guest},
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

/// How long after signing in otherwise than by password somebody may choose a password without typing the present one.
const PROVEN: Duration = Duration::from_secs(600);

/// How somebody showed who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// They typed their password.
    Password,
    /// They read a letter sent to their address.
    Letter,
    /// They have a device that holds a passkey of theirs.
    Passkey,
    /// Another server says that they are who they say.
    Elsewhere,
}

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

/// A cookie's full name: bound to the host wherever pages come over TLS.
fn cookie_name(app: &App, name: &str) -> String {
    if app.config.secure() { format!("__Host-{name}") } else { name.to_owned() }
}

/// Begins a session with a secret of its own, whatever the browser sent; returns the cookie to set.
/// Sessions nobody can use any more are swept out on the way.
pub fn start(tx: &mut Tx<'_>, account: Id, device: &str, proof: Proof) -> Result<Cookie<'static>> {
    let stale = sessions::seen_at.lt(tx.now.minus(IDLE)).and(sessions::account_id.eq(account));
    diesel::delete(sessions::table.filter(sessions::expires_at.lt(tx.now).or(stale)))
        .execute(tx.conn)?;
    let token = tx.app.entropy.token();
    let id = tx.new_id();
    diesel::insert_into(sessions::table)
        .values((
            sessions::token_hash.eq(sha256_hex(token.as_bytes())),
            sessions::id.eq(id),
            sessions::account_id.eq(account),
            sessions::device.eq(device_name(device)),
            sessions::created_at.eq(tx.now),
            sessions::seen_at.eq(tx.now),
            sessions::expires_at.eq(tx.now.plus(LONGEST)),
            sessions::proven_until.eq(match proof {
                Proof::Password => tx.now,
                Proof::Letter | Proof::Passkey | Proof::Elsewhere => tx.now.plus(PROVEN),
            }),
        ))
        .execute(tx.conn)?;
    Ok(cookie(tx.app, COOKIE, token, LONGEST))
}

/// `Firefox, Linux` from what a browser says about itself; enough for its owner to know it again.
pub fn device_name(agent: &str) -> String {
    // Order matters: browsers name the ones they descend from.
    const BROWSERS: [(&str, &str); 7] = [
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("Chrome/", "Chrome"),
        ("CriOS/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 7] = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];
    let named = |names: &[(&str, &'static str)]| {
        names.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name)
    };
    match (named(&BROWSERS), named(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) if agent.trim().is_empty() => "?".to_owned(),
        (None, None) => shorten(agent, 60),
    }
}

/// A cookie only our server can read, bound to its host over TLS.
pub fn cookie(app: &App, name: &str, value: String, age: Duration) -> Cookie<'static> {
    Cookie::build((cookie_name(app, name), value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(app.config.secure())
        .max_age(age.try_into().unwrap_or_default())
        .build()
}

/// The cookie that makes a browser forget its session.
pub(super) fn forget(app: &App) -> Cookie<'static> {
    cookie(app, COOKIE, String::new(), Duration::ZERO)
}

/// Ends one session of an account. Whether there was one.
pub fn end(conn: &mut Conn, account: Id, session: Id) -> Result<bool> {
    let ended = diesel::delete(
        sessions::table.filter(sessions::account_id.eq(account)).filter(sessions::id.eq(session)),
    )
    .execute(conn)?;
    Ok(ended > 0)
}

/// Ends every session of an account, except `keep`, and whatever else its devices hear by: somebody who had a way in has
/// none afterwards. `actor` is the account's.
pub fn end_all(tx: &mut Tx<'_>, account: Id, actor: Id, keep: Option<Id>) -> Result<()> {
    let theirs = sessions::account_id.eq(account);
    match keep {
        Some(kept) => diesel::delete(sessions::table.filter(theirs.and(sessions::id.ne(kept))))
            .execute(tx.conn)?,
        None => diesel::delete(sessions::table.filter(theirs)).execute(tx.conn)?,
    };
    for feature in tx.app.features {
        feature.sign_out(tx, actor)?;
    }
    Ok(())
}

/// The sessions of an account, the last used first.
pub fn list(conn: &mut Conn, account: Id) -> Result<Vec<Session>> {
    Ok(sessions::table
        .filter(sessions::account_id.eq(account))
        .order(sessions::seen_at.desc())
        .select((sessions::id, sessions::device, sessions::created_at, sessions::seen_at))
        .load(conn)?)
}

/// What a request needs to know about the session it came with.
#[derive(Queryable)]
struct Row {
    session: Id,
    seen_at: Time,
    expires_at: Time,
    proven_until: Time,
    account: Id,
    actor: Id,
    role: Role,
    language: Lang,
    handle: String,
    name: String,
    avatar: Option<String>,
    unread: bool,
}

/// Does the request come with a session or as a guest's, good or not?
pub(super) fn is_there(app: &App, headers: &HeaderMap) -> bool {
    [COOKIE, guests::COOKIE].iter().any(|name| read_cookie(app, headers, name).is_some())
}

/// Who sent this request: whoever holds its session, else the guest it is known by.
pub(super) async fn viewer(app: &App, headers: &HeaderMap) -> Result<Viewer> {
    if let Some(token) = read_cookie(app, headers, COOKIE)
        && let Some(member) = member(app, &token).await?
    {
        return Ok(Viewer::Member(Box::new(member)));
    }
    Ok(guest(app, headers).await?.map_or(Viewer::Anonymous, Viewer::Guest))
}

/// The guest this browser is known by, whoever is signed in.
pub async fn guest(app: &App, headers: &HeaderMap) -> Result<Option<Guest>> {
    let Some(token) = read_cookie(app, headers, guests::COOKIE) else {
        return Ok(None);
    };
    let now = app.now();
    app.read(move |conn| guests::find(conn, &token, now)).await
}

async fn member(app: &App, token: &str) -> Result<Option<Member>> {
    let hash = sha256_hex(token.as_bytes());
    let now = app.now();
    let inner = app.clone();
    let found = app
        .read(move |conn| {
            let row = find(conn, &hash)?;
            let Some(row) = row.filter(|row| row.seen_at.plus(IDLE) > now && row.expires_at > now)
            else {
                return Ok(None);
            };
            let news = feature::unread(&inner, conn, row.actor)?;
            let barriers = Barriers::around(conn, row.actor)?;
            Ok(Some((row, news, barriers)))
        })
        .await?;
    let Some((row, news, barriers)) = found else {
        return Ok(None);
    };
    if now.since(row.seen_at) > TOUCH {
        // A page does not fail for this, on a full disk least of all.
        if let Err(error) = touch(app, row.session, now).await {
            tracing::warn!(%error, "when a session was last used cannot be noted");
        }
    }
    Ok(Some(Member {
        account_id: row.account,
        actor_id: row.actor,
        session_id: row.session,
        name: if row.name.is_empty() { row.handle.clone() } else { row.name },
        handle: row.handle,
        avatar: row.avatar,
        unread: row.unread,
        news,
        role: row.role,
        language: row.language,
        proven: row.proven_until > now,
        barriers: Arc::new(barriers),
    }))
}

fn find(conn: &mut Conn, token_hash: &str) -> Result<Option<Row>> {
    Ok(sessions::table
        .inner_join(accounts::table.inner_join(actors::table))
        .filter(sessions::token_hash.eq(token_hash))
        .filter(accounts::disabled_at.is_null())
        .select((
            sessions::id,
            sessions::seen_at,
            sessions::expires_at,
            sessions::proven_until,
            accounts::id,
            actors::id,
            accounts::role,
            accounts::language,
            actors::handle,
            actors::name,
            actors::icon_url,
            accounts::unread,
        ))
        .first(conn)
        .optional()?)
}

async fn touch(app: &App, session: Id, now: Time) -> Result<()> {
    app.db
        .write(move |conn| {
            diesel::update(sessions::table.filter(sessions::id.eq(session)))
                .set(sessions::seen_at.eq(now))
                .execute(conn)?;
            Ok(())
        })
        .await
}

/// The value of a cookie made with [`cookie`].
pub fn read_cookie(app: &App, headers: &HeaderMap, name: &str) -> Option<String> {
    cookie_value(headers, &cookie_name(app, name))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_named_so_that_its_owner_knows_it_again() {
        let cases = [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                "Firefox, Linux",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari/604.1",
                "Safari, iPhone",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/138.0 Safari/537.36 Edg/138.0",
                "Edge, Windows",
            ),
            ("curl/8.14", "curl/8.14"),
            ("", "?"),
        ];
        for (agent, expected) in cases {
            assert_eq!(device_name(agent), expected);
        }
    }
}
