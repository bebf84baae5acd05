//! Web Push: a notification on a member's own device, at once, read by nobody on its way (RFC 8291, 8292).
//!
//! A job per device and notification. The address of a device comes from its browser: it is reached through the guarded
//! client like any other stranger's, never told to anybody, and forgotten when its maker says it is gone.

mod seal;

use std::time::Duration;

use bytes::Bytes;
use futures::{FutureExt as _, future::BoxFuture};
use http::{HeaderName, HeaderValue, StatusCode, header};
use serde::{Deserialize, Serialize};

pub use seal::check;

use super::{
    lines, model,
    store::{self, Device},
};
use crate::{
    features::accounts,
    kernel::{
        db::Conn,
        error::{Error, Result},
        i18n::Lang,
        id::Id,
        text,
    },
    platform::{
        app::{App, Tx},
        fediverse::{client, documents::address},
        jobs::{self, Job, JobError, JobResult},
    },
};

pub(super) const JOB: Job = Job { kind: "notifications.push", run: send };

/// How long a message waits for a device that is off.
const WAITS: Duration = Duration::from_secs(2 * 86_400);

/// The longest text of a message: push services take 4096 bytes, sealed.
const LONGEST: usize = 300;

/// What goes to which device.
#[derive(Serialize, Deserialize)]
struct Message {
    device: Id,
    notification: Id,
}

/// What the service worker is handed.
#[derive(Serialize)]
struct Shown<'a> {
    title: &'a str,
    body: String,
    url: String,
    tag: String,
    lang: Lang,
}

/// Queues a notification for every device of a member.
pub(super) fn queue(tx: &mut Tx<'_>, member: Id, notification: Id) -> Result<()> {
    for device in store::devices(tx.conn, member)? {
        jobs::enqueue(tx, JOB.kind, &Message { device: device.id, notification })?;
    }
    Ok(())
}

/// The venue's public key, as browsers want it; made at the first need.
pub(super) async fn public_key(app: &App) -> Result<String> {
    if let Some((public, _)) = app.read(store::push_key).await? {
        return Ok(public);
    }
    let (public, private) = seal::new_key()?;
    app.write(move |tx| {
        let now = tx.now;
        store::set_push_key(tx.conn, &public, &private, now)?;
        store::push_key(tx.conn)?.map(|(public, _)| public).ok_or(Error::NotFound)
    })
    .await
}

fn send(app: App, payload: String) -> BoxFuture<'static, JobResult> {
    async move {
        let message: Message =
            serde_json::from_str(&payload).map_err(|e| JobError::Discard(e.into()))?;
        let (inner, notification) = (app.clone(), message.notification);
        let found = app
            .read(move |conn| {
                let Some(device) = store::find_device(conn, message.device)? else {
                    return Ok(None);
                };
                let key = store::push_key(conn)?;
                let shown = words(&inner, conn, &device, notification)?;
                Ok(shown.zip(key).map(|(shown, key)| (device, shown, key)))
            })
            .await?;
        match found {
            Some((device, shown, (public, private))) => {
                deliver(&app, &device, shown, &public, &private).await
            }
            // The device is gone, or what it was to be told.
            None => Ok(()),
        }
    }
    .boxed()
}

/// What the device shows; nothing when its owner read it, or may not read it any more.
fn words(app: &App, conn: &mut Conn, device: &Device, id: Id) -> Result<Option<String>> {
    let found = store::find(conn, id)?;
    let found = found.filter(|(member, told)| *member == device.actor_id && told.read_at.is_none());
    let Some((member, told)) = found else {
        return Ok(None);
    };
    let Some((lang, _)) = accounts::mailbox(conn, member)? else {
        return Ok(None);
    };
    let Some(line) = lines::lines(app, conn, lang, model::grouped(vec![told]))?.pop() else {
        return Ok(None);
    };
    let body = match &line.excerpt {
        Some(excerpt) => format!("{}\n{excerpt}", line.text),
        None => line.text.clone(),
    };
    let venue = app.venue();
    let shown = Shown {
        title: &venue.name,
        body: text::shorten(&body, LONGEST),
        url: line.url,
        tag: format!("{}-{id}", line.kind),
        lang,
    };
    Ok(Some(serde_json::to_string(&shown)?))
}

async fn deliver(
    app: &App,
    device: &Device,
    shown: String,
    public: &str,
    private: &str,
) -> JobResult {
    let target = address(&device.endpoint).map_err(|e| JobError::Discard(e.into()))?;
    client::may_reach(app, &target).map_err(|e| JobError::Discard(e.into()))?;
    let sealed = seal::seal(shown.as_bytes(), &device.public_key, &device.auth);
    let sealed = sealed.map_err(|e| JobError::Discard(anyhow::anyhow!("{e:?}")))?;
    let contact = app.config.address("/a-propos");
    let origin = target.as_url().origin().ascii_serialization();
    let token = seal::vapid(&origin, &contact, app.now(), public, private)?;
    let value = |text: &str| HeaderValue::from_str(text);
    let headers = vec![
        (header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream")),
        (header::CONTENT_ENCODING, HeaderValue::from_static("aes128gcm")),
        (HeaderName::from_static("ttl"), HeaderValue::from(WAITS.as_secs())),
        (HeaderName::from_static("urgency"), HeaderValue::from_static("normal")),
        (header::AUTHORIZATION, value(&token)?),
    ];
    let answer = match client::post(app, &target, headers, Bytes::from(sealed)).await {
        Ok(answer) => answer,
        Err(client::ClientError::Refused(why)) => {
            return Err(JobError::Discard(anyhow::anyhow!("a device is not reached: {why}")));
        }
        Err(error) => return Err(JobError::Retry(error.into())),
    };
    match answer.status {
        status if status.is_success() => Ok(()),
        // Gone for good (RFC 8030 §7.3), or signed up with another key of ours.
        StatusCode::NOT_FOUND | StatusCode::GONE | StatusCode::FORBIDDEN => {
            let id = device.id;
            app.write(move |tx| store::remove_device(tx.conn, id, None)).await?;
            Ok(())
        }
        StatusCode::TOO_MANY_REQUESTS => {
            let after = answer.header(header::RETRY_AFTER).parse().unwrap_or(60);
            let wait = Duration::from_secs(after).min(Duration::from_secs(86_400));
            Err(JobError::RetryAfter(wait, anyhow::anyhow!("the push service asks for time")))
        }
        status if status.is_server_error() => {
            Err(JobError::Retry(anyhow::anyhow!("the push service answered {status}")))
        }
        status => Err(JobError::Discard(anyhow::anyhow!("the push service answered {status}"))),
    }
}
