//! What a member left at the venue, all of it, for themselves alone.

use axum::{extract::Query, response::Response};
use serde::Serialize;

use super::{FEELINGS, FeltView, felt};
use crate::{
    features::traces::{self, Reader, TraceView},
    kernel::error::Result,
    platform::web::{Ctx, Member, Page, PageNumber, Pager, Sample},
};

#[derive(Serialize)]
struct OwnPage {
    felt: Vec<FeltView>,
    /// There are older feelings than those listed.
    more_felt: bool,
    traces: Vec<TraceView>,
    pager: Pager,
}

impl Page for OwnPage {
    const TEMPLATE: &'static str = "guests/own.html";
}

pub(super) async fn show(ctx: Ctx, member: Member, page: Query<PageNumber>) -> Result<Response> {
    let (asking, actor) = (ctx.clone(), member.actor_id);
    let page = ctx
        .app
        .read(move |conn| {
            let felt = felt(&asking, conn, actor)?;
            let reader = Reader { app: &asking.app, viewer: &asking.viewer, lang: asking.lang };
            let asked = (asking.path.as_str(), *page);
            let (traces, pager) = traces::left_by(&reader, conn, actor, asked)?;
            let most = usize::try_from(FEELINGS).unwrap_or(usize::MAX);
            Ok(OwnPage { more_felt: felt.len() >= most, felt, traces, pager })
        })
        .await?;
    ctx.html(&page)
}

pub(super) fn samples(felt: impl Fn() -> Vec<FeltView>) -> Vec<Sample> {
    let page =
        |felt, more_felt| OwnPage { felt, more_felt, traces: Vec::new(), pager: Pager::default() };
    vec![
        Sample::of("a member's own", &page(felt(), true)),
        Sample::of("a member who left nothing", &page(Vec::new(), false)),
    ]
}
