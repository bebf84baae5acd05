//! The page where a member asks for everything about them, and fetches it.

use std::collections::BTreeMap;

use axum::{
    Router,
    body::Body,
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use serde::Serialize;
use tokio_stream::StreamExt as _;

use super::{
    actions,
    model::{Export, State},
    store,
};
use crate::{
    features::accounts,
    kernel::{
        clock::Time,
        error::{Error, FieldErrors, Result},
        id::Id,
    },
    platform::{
        app::App,
        web::{Ctx, Form, Member, Page, Path, Sample},
    },
};

/// How large a piece of an archive is read at a time.
const PIECE: usize = 64 * 1024;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/compte/export", get(show).post(ask))
        .route("/compte/export/{id}", post(fetch))
}

#[derive(Serialize)]
struct ExportPage {
    export: Option<View>,
    proven: bool,
    has_password: bool,
    errors: BTreeMap<String, String>,
}

impl Page for ExportPage {
    const TEMPLATE: &'static str = "exports/export.html";
}

#[derive(Serialize)]
struct View {
    id: Id,
    state: State,
    done: i32,
    total: i32,
    /// In whole megabytes, one at least.
    megabytes: i64,
    created: Time,
    expires: Option<Time>,
}

impl View {
    fn new(export: &Export) -> Self {
        Self {
            id: export.id,
            state: export.state,
            done: export.done,
            total: export.total,
            megabytes: (export.bytes / 1_000_000).max(1),
            created: export.created_at,
            expires: export.expires_at(),
        }
    }
}

async fn page(ctx: &Ctx, member: &Member, errors: &FieldErrors) -> Result<ExportPage> {
    let (account, now) = (member.account_id, ctx.app.now());
    let (export, has_password) = ctx
        .app
        .read(move |conn| {
            Ok((store::of_account(conn, account)?, accounts::has_password(conn, account)?))
        })
        .await?;
    let shown = export.filter(|export| export.state != State::Ready || export.is_open(now));
    Ok(ExportPage {
        export: shown.as_ref().map(View::new),
        proven: member.proven,
        has_password,
        errors: ctx.messages(errors),
    })
}

async fn show(ctx: Ctx, member: Member) -> Result<Response> {
    ctx.html(&page(&ctx, &member, &FieldErrors::default()).await?)
}

async fn ask(ctx: Ctx, member: Member, form: Form) -> Result<Response> {
    let errors = match actions::ask(&ctx.app, &member, form.raw("password")).await {
        Ok(()) => return Ok(ctx.redirect("/compte/export")),
        Err(Error::Invalid(errors)) => errors,
        Err(Error::Conflict(key)) => FieldErrors::one("password", key),
        Err(other) => return Err(other),
    };
    let page = page(&ctx, &member, &errors).await?;
    ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// Hands the archive over, to its owner who shows once more who they are. A form, because a password never stands in an
/// address; and no address opens an archive.
async fn fetch(ctx: Ctx, member: Member, Path(id): Path<Id>, form: Form) -> Result<Response> {
    match actions::fetch(&ctx.app, &member, id, form.raw("password")).await {
        Ok(fetched) => {
            let pieces = in_pieces(fetched.file);
            let name = format!("{}-{}.tar.gz", member.handle, fetched.day);
            let headers = [
                (header::CONTENT_TYPE, "application/gzip".to_owned()),
                (header::CONTENT_LENGTH, fetched.bytes.to_string()),
                (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
                (header::CACHE_CONTROL, "no-store".to_owned()),
            ];
            Ok((headers, Body::from_stream(pieces)).into_response())
        }
        Err(Error::Invalid(errors)) => {
            let page = page(&ctx, &member, &errors).await?;
            ctx.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other),
    }
}

/// A file, piece by piece.
fn in_pieces(file: tokio::fs::File) -> impl tokio_stream::Stream<Item = std::io::Result<Vec<u8>>> {
    futures::stream::try_unfold(file, |mut file| async move {
        use tokio::io::AsyncReadExt as _;
        let mut piece = vec![0; PIECE];
        let read = file.read(&mut piece).await?;
        piece.truncate(read);
        Ok((read > 0).then_some((piece, file)))
    })
    .fuse()
}

pub(super) fn samples() -> Vec<Sample> {
    let at = Time::from_micros(1_780_000_000_000_000);
    let view = |state: State| View {
        id: Id::from_raw(7),
        state,
        done: 3,
        total: 12,
        megabytes: 4,
        created: at,
        expires: (state == State::Ready).then_some(at),
    };
    let page = |export: Option<View>, proven: bool, has_password: bool| ExportPage {
        export,
        proven,
        has_password,
        errors: BTreeMap::new(),
    };
    vec![
        Sample::of("nothing asked for", &page(None, false, true)),
        Sample::of("an archive being made", &page(Some(view(State::Running)), true, true)),
        Sample::of("an archive to fetch", &page(Some(view(State::Ready)), false, true)),
        Sample::of("an archive that failed", &page(Some(view(State::Failed)), true, false)),
        super::gather::sample(),
        Sample::of("who must show who they are", &page(Some(view(State::Ready)), false, false)),
    ]
}
