//! The pure functions every activity and every page goes through.

#![expect(clippy::unwrap_used, reason = "prepared by the bench itself")]
#![expect(clippy::disallowed_methods, reason = "a bench has the clock of its machine")]

use std::hint::black_box;

use chrono::{TimeDelta, Utc};
use criterion::{Criterion, criterion_group, criterion_main};
use http::{HeaderMap, Method};
use parvis::{
    features,
    kernel::{i18n::Lang, text},
    platform::web::Templates,
};
use parvis_federation::{
    Activity, Iri,
    key::PrivateKey,
    lenient,
    signature::{Outgoing, Policy, SignedRequest, inspect, sign_cavage, sign_rfc9421},
};

/// A post as Mastodon sends it.
const POST: &str = r##"{"@context":["https://www.w3.org/ns/activitystreams",{"ostatus":"http://ostatus.org#","atomUri":"ostatus:atomUri","sensitive":"as:sensitive","toot":"http://joinmastodon.org/ns#"}],"id":"https://masto.example/users/lea/statuses/1/activity","type":"Create","actor":"https://masto.example/users/lea","published":"2026-06-01T10:00:00Z","to":["https://www.w3.org/ns/activitystreams#Public"],"cc":["https://masto.example/users/lea/followers","https://musee.example/actors/musee"],"object":{"id":"https://masto.example/users/lea/statuses/1","type":"Note","summary":null,"inReplyTo":"https://musee.example/objects/7","published":"2026-06-01T10:00:00Z","url":"https://masto.example/@lea/1","attributedTo":"https://masto.example/users/lea","to":["https://www.w3.org/ns/activitystreams#Public"],"cc":["https://masto.example/users/lea/followers","https://musee.example/actors/musee"],"sensitive":false,"content":"<p><span class=\"h-card\"><a href=\"https://musee.example/@musee\" class=\"u-url mention\">@<span>musee</span></a></span> On ne voit d’abord que le fleuve, puis les gens sur la rive, et l’on reste. <a href=\"https://masto.example/tags/rives\" class=\"mention hashtag\" rel=\"tag\">#<span>rives</span></a></p>","attachment":[],"tag":[{"type":"Mention","href":"https://musee.example/actors/musee","name":"@musee@musee.example"},{"type":"Hashtag","href":"https://masto.example/tags/rives","name":"#rives"}]}}"##;

fn signatures(c: &mut Criterion) {
    let key = PrivateKey::generate_rsa_2048().unwrap();
    let key_id = Iri::parse("https://masto.example/users/lea#main-key").unwrap();
    let target = Iri::parse("https://musee.example/inbox").unwrap();
    let now = Utc::now();
    let outgoing = Outgoing { method: &Method::POST, target: &target, body: Some(POST.as_bytes()) };
    let policy = Policy {
        past: TimeDelta::minutes(65),
        future: TimeDelta::minutes(65),
        expiry_leeway: TimeDelta::minutes(1),
    };
    for (name, sign) in
        [("cavage", sign_cavage as fn(&_, &_, &_, _) -> _), ("rfc9421", sign_rfc9421)]
    {
        c.bench_function(&format!("sign/{name}"), |b| {
            b.iter(|| sign(&outgoing, &key, &key_id, now).unwrap());
        });
        let mut headers: HeaderMap =
            sign(&outgoing, &key, &key_id, now).unwrap().into_iter().collect();
        headers.insert("host", "musee.example".parse().unwrap());
        let request = SignedRequest {
            method: &Method::POST,
            target_uri: &target,
            headers: &headers,
            body: Some(POST.as_bytes()),
        };
        c.bench_function(&format!("verify/{name}"), |b| {
            b.iter(|| inspect(&request, &policy, now).unwrap().verify(key.public()).unwrap());
        });
    }
}

fn documents(c: &mut Criterion) {
    c.bench_function("parse/activity", |b| {
        b.iter(|| {
            let document = lenient::parse_json_strict(black_box(POST.as_bytes())).unwrap();
            Activity::parse(&document).unwrap()
        });
    });
    let document = lenient::parse_json_strict(POST.as_bytes()).unwrap();
    let html =
        document.pointer("/object/content").and_then(|html| html.as_str()).unwrap().to_owned();
    c.bench_function("sanitise/post", |b| b.iter(|| text::clean_html(black_box(&html))));
}

fn pages(c: &mut Criterion) {
    let nowhere = tempfile::tempdir().unwrap();
    let templates = Templates::new(nowhere.path());
    let samples: Vec<_> = features::ALL.iter().flat_map(|feature| feature.samples()).collect();
    let sample = samples.iter().find(|sample| sample.template == "artworks/page.html").unwrap();
    let frame = minijinja::context! {
        lang => "fr", theme => "auto", theme_css => "/theme/x.css", path => "/",
        other_langs => Vec::<minijinja::Value>::new(),
        venue => minijinja::context! { name => "Musée des Rives", handle => "musee",
            domain => "musee.example", summary => "", follow_address => "@musee@musee.example",
            logo => None::<String> },
        viewer => None::<String>, flash => None::<String>,
        footer => minijinja::context! { accessibility_url => "/accessibilite",
            about_url => "/a-propos", legal_url => "/mentions-legales", source_url => "/source" },
    };
    c.bench_function("render/artwork", |b| {
        b.iter(|| {
            let (frame, page) = (frame.clone(), sample.data.clone());
            templates
                .render_value(sample.template, Lang::Fr, chrono_tz::Europe::Paris, frame, page)
                .unwrap()
        });
    });
}

criterion_group!(hot, signatures, documents, pages);
criterion_main!(hot);
