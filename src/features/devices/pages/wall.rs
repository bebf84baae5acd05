//! The wall: one trace at a time, very large, without anybody touching it.
//!
//! Without a script the page asks for itself anew; with one the scene alone is fetched, at its turn and as soon as
//! something changed.

use axum::response::Response;
use serde::Serialize;

use super::{
    corner::{self, Corner},
    open, or_closed, unkept,
};
use crate::{
    features::{
        devices::{
            actions,
            model::{self, Device, Kind},
        },
        traces::{self, Reader},
    },
    kernel::{db::Conn, error::Result, text::shorten},
    platform::{
        feature::Heading,
        live,
        web::{Ctx, Page, Path, Viewer},
    },
};

#[derive(Serialize)]
pub(super) struct WallPage {
    pub(super) about: Heading,
    pub(super) corner: Corner,
    pub(super) scene: Option<Scene>,
    pub(super) base: String,
    pub(super) seconds: u64,
}

impl Page for WallPage {
    const TEMPLATE: &'static str = "devices/wall.html";
    const FOR_EVERYBODY: bool = false;
}

#[derive(Serialize)]
pub(super) struct ScenePage {
    pub(super) scene: Option<Scene>,
}

impl Page for ScenePage {
    const TEMPLATE: &'static str = "devices/scene.html";
    const FOR_EVERYBODY: bool = false;
}

/// The words shown.
#[derive(Serialize)]
pub(super) struct Scene {
    pub(super) text: String,
    pub(super) lang: String,
    pub(super) size: &'static str,
    pub(super) who: String,
    pub(super) handle: Option<String>,
    pub(super) about: Option<String>,
    pub(super) published: crate::kernel::clock::Time,
}

pub(super) async fn show(ctx: Ctx, Path(token): Path<String>) -> Result<Response> {
    or_closed(&ctx, hung(&ctx, token).await)
}

async fn hung(ctx: &Ctx, token: String) -> Result<Response> {
    let device = open(ctx, Kind::Wall, &token).await?;
    let asking = ctx.clone();
    let page = ctx
        .app
        .read(move |conn| {
            let (about, corner) = corner::about(&asking, conn, device.object_id)?;
            Ok(WallPage {
                about,
                corner,
                scene: read(&asking, conn, &device)?,
                base: Kind::Wall.path(&token),
                seconds: model::SCENE.as_secs(),
            })
        })
        .await?;
    ctx.html(&page).map(unkept)
}

pub(super) async fn scene(ctx: Ctx, Path(token): Path<String>) -> Result<Response> {
    let device = open(&ctx, Kind::Wall, &token).await?;
    let asking = ctx.clone();
    let scene = ctx.app.read(move |conn| read(&asking, conn, &device)).await?;
    ctx.html(&ScenePage { scene }).map(unkept)
}

/// The stream of what changes in the threads the wall shows.
pub(super) async fn changes(ctx: Ctx, Path(token): Path<String>) -> Result<Response> {
    let device = open(&ctx, Kind::Wall, &token).await?;
    let app = ctx.app.clone();
    let roots = ctx.app.read(move |conn| actions::roots(&app, conn, &device)).await?;
    Ok(live::listen(&ctx.app, roots))
}

fn read(ctx: &Ctx, conn: &mut Conn, device: &Device) -> Result<Option<Scene>> {
    let Some(trace) = actions::scene(&ctx.app, conn, device)? else {
        return Ok(None);
    };
    let text = shorten(&trace.words.text, model::LONGEST);
    let subject = trace.subject_id;
    // Whoever is signed in on that machine: a wall is read by everybody.
    let reader = Reader { app: &ctx.app, viewer: &Viewer::Anonymous, lang: ctx.lang };
    let view = traces::views(&reader, conn, vec![trace])?.pop();
    Ok(view.map(|view| Scene {
        size: model::size(&text),
        text,
        lang: view.lang,
        who: view.author_name,
        handle: view.author_handle,
        about: view
            .subject
            .filter(|_| subject != Some(device.object_id))
            .map(|heading| heading.title),
        published: view.published,
    }))
}
