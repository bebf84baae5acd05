//! Every page with its example data renders, in every language, without a missing text.

use std::collections::BTreeSet;

use axum::{Router, routing::get};
use minijinja::{Value, context};
use parvis::{
    features,
    kernel::i18n::Lang,
    platform::{
        app::App,
        feature::Feature,
        web::{self, Templates},
    },
};

use crate::support::{Browser, TestApp};

fn frame(lang: Lang) -> Value {
    context! {
        lang => lang.as_str(), other_langs => Vec::<Value>::new(), theme => "auto", theme_css => "/theme/x.css",
        venue => context! { name => "Musée des Rives", handle => "musee", domain => "musee.test",
            summary => "Un musée", logo => None::<String>, logo_dark => None::<String>, follow_address => "@musee@musee.test" },
        viewer => None::<String>, written_as => "", path => "/", flash => None::<String>,
        footer => context! { accessibility_url => "/accessibilite", accessibility => "none",
            about_url => "/a-propos", privacy_url => "/confidentialite", charter_url => "/charte", legal_url => "/mentions-legales", source_url => "/a-propos#source" },
    }
}

#[test]
fn every_sample_of_every_page_renders_in_both_languages_without_a_missing_text() {
    let nowhere = tempfile::tempdir().unwrap();
    let templates = Templates::new(nowhere.path());
    for feature in features::ALL {
        for sample in feature.samples() {
            for lang in [Lang::Fr, Lang::En] {
                let html = templates
                    .render_value(
                        sample.template,
                        lang,
                        chrono_tz::Europe::Paris,
                        frame(lang),
                        sample.data.clone(),
                    )
                    .unwrap_or_else(|e| panic!("{} ({}): {e:?}", sample.template, sample.about));
                let missing: Vec<&str> = html
                    .match_indices('[')
                    .filter_map(|(at, _)| html[at + 1..].split(']').next())
                    .filter(|key| {
                        key.len() > 2 && key.chars().all(|c| c.is_ascii_lowercase() || c == '-')
                    })
                    .collect();
                assert!(missing.is_empty(), "{} in {lang}: texts {missing:?}", sample.template);
                assert!(!html.contains("style=\""), "{}: inline style", sample.template);
            }
        }
    }
}

#[test]
fn every_template_of_a_slice_has_a_sample() {
    let sampled: BTreeSet<&str> =
        features::ALL.iter().flat_map(|f| f.samples()).map(|s| s.template).collect();
    let forgotten: Vec<String> = Templates::names()
        .into_iter()
        .filter(|name| name.contains('/') && !name.contains("/_"))
        .filter(|name| !sampled.contains(name.as_str()))
        .collect();
    assert!(forgotten.is_empty(), "templates without a sample: {forgotten:?}");
}

/// A noun with a mistake in it.
struct Broken;

impl Feature for Broken {
    fn name(&self) -> &'static str {
        "broken"
    }

    fn routes(&self) -> Router<App> {
        Router::new().route("/casse", get(page_with_a_mistake))
    }
}

async fn page_with_a_mistake() -> &'static str {
    panic!("this test breaks a page on purpose")
}

#[tokio::test]
async fn a_mistake_in_the_program_is_told_as_a_page_and_the_next_visitor_is_served() {
    let test = TestApp::new().await;
    let mut browser = Browser::new(web::router(test.with_another_noun(&Broken).await));
    let answer = browser.get_broken("/casse").await;
    assert_eq!(answer.status, 500);
    assert!(
        answer.header("content-security-policy").contains("default-src 'none'"),
        "guarded like any page"
    );
    let page = answer.text();
    assert!(
        page.contains("Musée des Rives") && page.contains("<h1"),
        "a page of the venue: {page}"
    );
    assert!(!page.contains("on purpose"), "what broke is for the log alone: {page}");
    assert_eq!(browser.get("/").await.status, 200);
}
