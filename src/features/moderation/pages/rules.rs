//! What makes words wait: the form for administrators.

use std::collections::BTreeMap;

use axum::{http::StatusCode, response::Response};
use serde::Serialize;

use crate::{
    features::moderation::{actions, rules},
    kernel::error::{Message, Result},
    platform::{
        feature::{StaffNav, Typed},
        web::{Ctx, Form, Page, Role, Staff},
    },
};

#[derive(Serialize)]
pub(super) struct RulesPage {
    pub(super) staff_nav: StaffNav,
    #[serde(flatten)]
    pub(super) typed: Typed,
    pub(super) days: [&'static str; 7],
}

impl Page for RulesPage {
    const TEMPLATE: &'static str = "moderation/rules.html";
}

pub(super) async fn show(ctx: Ctx, staff: Staff) -> Result<Response> {
    staff.require(Role::Admin)?;
    let values = rules::values(&ctx.app.venue().holding);
    render(&ctx, StatusCode::OK, Typed { values, errors: BTreeMap::new() }).await
}

pub(super) async fn save(ctx: Ctx, staff: Staff, form: Form) -> Result<Response> {
    staff.require(Role::Admin)?;
    let holding = match rules::read(&form.values()) {
        Ok(holding) => holding,
        Err(errors) => {
            let typed = Typed { values: form.values(), errors: ctx.messages(&errors) };
            return render(&ctx, StatusCode::UNPROCESSABLE_ENTITY, typed).await;
        }
    };
    let account = staff.0.account_id;
    ctx.app.write(move |tx| actions::set_rules(tx, account, holding.clone())).await?;
    ctx.app.reload_venue().await?;
    let said = Message::new("moderation-rules-saved");
    Ok(ctx.redirect_saying("/equipe/moderation/regles", "ok", said))
}

async fn render(ctx: &Ctx, status: StatusCode, typed: Typed) -> Result<Response> {
    let app = ctx.app.clone();
    let staff_nav = ctx.app.read(move |conn| StaffNav::load(&app, conn)).await?;
    ctx.html_with(status, &RulesPage { staff_nav, typed, days: rules::DAYS })
}
