//! For whoever typed a code that leads nowhere: the code again to correct, and what it may have meant.

use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use serde::{Deserialize, Serialize};

use crate::{
    features::{
        artworks::{self, Order, Wanted},
        places,
    },
    kernel::{
        db::Conn,
        error::{Error, Result},
        i18n::Lang,
    },
    platform::web::{Card, Ctx, Page},
};

/// How many works a code may have meant.
const GUESSES: i64 = 6;

#[derive(Serialize)]
pub(super) struct SearchPage {
    /// What was typed.
    pub(super) code: String,
    /// The label is known, and what it hung beside is no more.
    pub(super) gone: bool,
    /// What it may have meant.
    pub(super) guesses: Vec<Card>,
}

impl Page for SearchPage {
    const TEMPLATE: &'static str = "labels/search.html";
}

#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    code: String,
}

/// The form by itself, or the way to the code typed into it.
pub(super) async fn search(ctx: Ctx, typed: Query<Typed>) -> Result<Response> {
    let code = places::label_code(&typed.code);
    if code.is_empty() {
        return ctx.html(&SearchPage { code, gone: false, guesses: Vec::new() });
    }
    Ok(ctx.redirect(&format!("/p/{code}")))
}

/// The page for a code that leads nowhere, or no longer.
pub(super) async fn nowhere(ctx: &Ctx, code: &str, gone: bool) -> Result<Response> {
    let (code, lang) = (places::label_code(code), ctx.lang);
    let wanted = code.clone();
    let guesses = ctx.app.read(move |conn| guesses(conn, lang, &wanted)).await?;
    let status = if gone { StatusCode::GONE } else { StatusCode::NOT_FOUND };
    ctx.html_with(status, &SearchPage { code, gone, guesses })
}

/// Works whose number, title or artist has something of the code in it.
fn guesses(conn: &mut Conn, lang: Lang, code: &str) -> Result<Vec<Card>> {
    let begun: String = code.chars().take(4).collect();
    for words in [code, &begun] {
        if words.chars().count() < 2 {
            continue;
        }
        let wanted = Wanted {
            words: words.to_owned(),
            on_show: Some(true),
            order: Order::Inventory,
            ..Wanted::default()
        };
        let (cards, _) = artworks::wall(conn, lang, &wanted, 0, GUESSES)?;
        if !cards.is_empty() {
            return Ok(cards);
        }
    }
    Ok(Vec::new())
}

/// A machine that asks gets the plain answer.
pub(super) fn plainly(gone: bool) -> Response {
    if gone { Error::Gone } else { Error::NotFound }.into_response()
}
