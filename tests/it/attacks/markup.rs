//! Markup of strangers in every text that is shown: read again by an HTML parser as a browser would, it is nothing
//! but words and the few tags of prose.

use std::{collections::BTreeSet, time::Duration};

use atom_syndication::TextType;
use parvis::{
    features::{
        artworks::{self, Draft, Facts},
        places::{self, PlaceKind},
    },
    kernel::text,
};
use scraper::{ElementRef, Html, node::Element};
use serde_json::json;

use super::{
    Ended,
    vectors::vectors,
    world::{Fill, Who, World},
};
use crate::support::Answer;

played! {
    "A-XSS-01" => what_staff_write_about_works_and_places_is_only_words,
    "A-XSS-01" => what_members_and_people_elsewhere_write_is_only_prose,
    "A-XSS-01" => names_and_profiles_are_only_words,
}

/// What prose of strangers may hold.
const PROSE: [&str; 22] = [
    "a",
    "b",
    "blockquote",
    "br",
    "code",
    "del",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "i",
    "li",
    "ol",
    "p",
    "pre",
    "span",
    "strong",
    "u",
    "ul",
];

/// What our own pages hold besides.
const PAGE: [&str; 46] = [
    "html",
    "head",
    "body",
    "meta",
    "link",
    "title",
    "script",
    "header",
    "nav",
    "main",
    "footer",
    "section",
    "article",
    "aside",
    "div",
    "form",
    "fieldset",
    "legend",
    "label",
    "input",
    "textarea",
    "select",
    "option",
    "button",
    "img",
    "figure",
    "figcaption",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "caption",
    "dl",
    "dt",
    "dd",
    "time",
    "details",
    "summary",
    "small",
    "ins",
    "progress",
    "q",
    "kbd",
    "abbr",
];

/// Everything wrong with a page, in words. Empty for a page that does what we wrote and nothing else.
pub fn wrong(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    for node in elements(&Html::parse_document(html)) {
        let element = node.value();
        let tag = element.name();
        if !PROSE.contains(&tag)
            && !PAGE.contains(&tag)
            && !tag.starts_with("v-")
            && !is_shape(node)
        {
            found.push(format!("<{tag}>"));
        }
        for (name, value) in element.attrs() {
            let address: String =
                value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
            let address = address.to_lowercase();
            let bad = match name {
                "style" | "srcdoc" | "formaction" | "background" | "ping" | "http-equiv" => true,
                "href" | "xlink:href" => {
                    address.contains(':')
                        && !["http:", "https:", "mailto:"].iter().any(|s| address.starts_with(s))
                        && !address.starts_with(['/', '#', '?', '.'])
                }
                "src" | "action" | "poster" | "data" | "srcset" => {
                    !address.is_empty()
                        && (!address.starts_with(['/', '?', '#']) || address.starts_with("//"))
                }
                name => name.starts_with("on"),
            };
            if bad {
                found.push(format!("<{tag} {name}={value:?}>"));
            }
        }
        let ours = element.attr("src").is_some_and(|src| src.starts_with("/assets/"));
        if tag == "script" && !ours && !is_data(node) {
            found.push("a script of its own".to_owned());
        }
    }
    found
}

/// Every element, wherever it stands; what is inside a `template` too.
fn elements(document: &Html) -> impl Iterator<Item = ElementRef<'_>> {
    document.tree.nodes().filter_map(ElementRef::wrap)
}

/// A shape of ours, which no reader is told of, or inside one.
fn is_shape(element: ElementRef<'_>) -> bool {
    let hidden = |e: &Element| e.name() == "svg" && e.attr("aria-hidden") == Some("true");
    hidden(element.value())
        || element.ancestors().filter_map(ElementRef::wrap).any(|above| hidden(above.value()))
}

/// What a page says for search engines: one JSON document, which no browser runs.
fn is_data(script: ElementRef<'_>) -> bool {
    let text: String = script.text().collect();
    script.value().attr("type") == Some("application/ld+json")
        && script.value().attr("src").is_none()
        && serde_json::from_str::<serde_json::Value>(&text).is_ok()
}

/// The answer is a page that does what we wrote and nothing else.
pub fn assert_right(answer: &Answer, about: &str) {
    let wrong = wrong(&answer.text());
    assert!(wrong.is_empty(), "{about}: {wrong:?}");
}

#[test]
fn the_judge_knows_what_is_wrong() {
    for bad in [
        "<img src=x onerror=alert(1)>",
        "<a href='jav&#x09;ascript:alert(1)'>x</a>",
        "<svg><script>1</script></svg>",
        "<p style='x'>",
        "<script>1</script>",
        "<script type='application/ld+json'>alert(1)</script>",
        "<iframe src='//evil.test'></iframe>",
        "<form action='//evil.test'>",
        "<meta http-equiv=refresh content='0;url=//evil.test'>",
        "<base href='//evil.test'>",
        "<math><mi>x</mi></math>",
        "<img src='https://evil.test/pixel.png'>",
        "<button formaction='javascript:1'>x</button>",
    ] {
        assert!(!wrong(bad).is_empty(), "{bad}");
    }
    assert!(wrong("<p>un <a href='https://a.example/' rel='nofollow'>mot</a></p>").is_empty());
}

#[test]
fn there_are_enough_vectors_and_none_twice() {
    let all = vectors();
    let different: BTreeSet<&String> = all.iter().collect();
    assert!(all.len() >= 300 && different.len() == all.len(), "{}", all.len());
}

#[test]
fn cleaned_prose_is_prose_and_stays_so_when_it_is_cleaned_again() {
    for vector in vectors() {
        for clean in [text::clean_html, text::markdown_to_html, text::typed_to_html] {
            let once = clean(&vector);
            let found = wrong(&once);
            assert!(found.is_empty(), "{vector}\n{once}\n{found:?}");
            for node in elements(&Html::parse_fragment(&once)) {
                let element = node.value();
                let tag = element.name();
                assert!(
                    PROSE.contains(&tag) || ["html", "body"].contains(&tag),
                    "{vector}: <{tag}>"
                );
                for (name, _) in element.attrs() {
                    assert!(["href", "class", "lang", "rel"].contains(&name), "{vector}: {name}");
                }
            }
            assert_eq!(once, text::clean_html(&once), "{vector}: changes when it is read again");
        }
        let words = text::escape(&text::html_to_text(&text::clean_html(&vector)));
        assert!(wrong(&words).is_empty() && !words.contains('<'), "{vector}");
    }
}

#[tokio::test]
async fn what_staff_write_about_works_and_places_is_only_words() -> Ended {
    let world = World::new().await;
    let test = &world.hung.test;
    let all = vectors();
    let (works, halls) = test
        .app
        .write(move |tx| {
            let (mut works, mut halls) = (Vec::new(), Vec::new());
            for (n, v) in all.iter().enumerate() {
                // As a form hands it on.
                let v = &v.replace('\0', "");
                let cut = |length: usize| v.chars().take(length).collect::<String>();
                let facts = Facts {
                    inventory: format!("X.{n}"),
                    title: format!("t {}", cut(190)),
                    artist: cut(120),
                    artist_dates: cut(40),
                    date: cut(60),
                    technique: cut(160),
                    dimensions: cut(120),
                    description_fr: v.clone(),
                    description_en: v.clone(),
                    credit: cut(200),
                    licence: String::new(),
                };
                // Some are refused as too long or of no known licence; what is taken is what is looked at.
                for licence in [cut(80), String::new()] {
                    let draft = Draft {
                        facts: Facts { licence, ..facts.clone() },
                        on_show: true,
                        ..Draft::default()
                    };
                    if let Ok(made) = artworks::publish(tx, &draft) {
                        works.push((made.path(), v.clone()));
                        break;
                    }
                }
                let facts = places::Facts {
                    kind: PlaceKind::Room,
                    name_fr: format!("n {}", cut(100)),
                    name_en: cut(120),
                    description_fr: v.clone(),
                    description_en: v.clone(),
                    parent: None,
                    position: 0,
                    latitude: None,
                    longitude: None,
                };
                if let Ok(made) = places::publish(tx, &facts, &format!("H.{n}")) {
                    halls.push((made.path(), v.clone()));
                }
            }
            Ok((works, halls))
        })
        .await
        .unwrap();
    assert!(
        works.len() >= 250 && halls.len() >= 250,
        "{} works, {} halls",
        works.len(),
        halls.len()
    );
    let mut visitor = world.browser(Who::Stranger);
    for (page, vector) in works.iter().chain(&halls) {
        let answer = visitor.get(page).await;
        assert_eq!(answer.status, 200, "{page}");
        assert_right(&answer, vector);
    }
    for page in 1..=15 {
        assert_right(&visitor.get(&format!("/oeuvres?page={page}")).await, "the list");
        let mut staff = world.browser(Who::Mediator);
        assert_right(&staff.get(&format!("/equipe/oeuvres?page={page}")).await, "the staff's list");
    }
    for page in ["/", "/lieux"] {
        assert_right(&visitor.get(page).await, page);
    }
    world.ended().await
}

#[tokio::test]
async fn what_members_and_people_elsewhere_write_is_only_prose() -> Ended {
    let world = World::new().await;
    let h = &world.hung;
    h.decide(|venue| venue.hold_member_traces = false).await;
    let bea = &world.bea;
    let mut lea = h.member("lea").await;
    let mut traces = Vec::new();
    for (n, vector) in vectors().iter().enumerate() {
        // Ten seconds: what somebody may write in one go is not what this is about.
        h.test.advance(Duration::from_secs(10));
        if n % 3 == 0 {
            let fields =
                [("text", vector.as_str()), ("warning", &vector[..vector.floor_char_boundary(60)])];
            let answer = lea.post(&format!("{}/traces", h.page), &fields).await;
            assert!([303, 422].contains(&answer.status), "{vector}");
            assert_right(&answer, vector);
        }
        let mut note = world.remote.note(
            bea,
            &format!("v{n}"),
            &h.artwork.iri,
            &format!("<p>{n}</p>{vector}"),
        );
        note["summary"] = json!(vector);
        note["name"] = json!(vector);
        note["url"] = json!(vector);
        note["tag"] = json!([
            {"type": "Mention", "name": vector, "href": vector},
            {"type": "Hashtag", "name": vector, "href": vector},
            {"type": "Emoji", "name": vector, "icon": {"type": "Image", "url": vector}},
        ]);
        note["attachment"] =
            json!([{"type": "Document", "mediaType": "image/png", "name": vector, "url": vector}]);
        let status = world.remote.deliver(bea, &world.remote.create(bea, &note)).await;
        assert_eq!(status, taken(vector), "{vector}");
        if n % 40 == 39 {
            h.test.settle().await;
        }
        traces.push(note["id"].as_str().unwrap().to_owned());
    }
    h.test.settle().await;
    let mut visitor = world.browser(Who::Stranger);
    let mut shown = 0;
    for page in 1..=30 {
        let answer = visitor.get(&format!("{}?page={page}", h.page)).await;
        if answer.status != 200 {
            break;
        }
        shown += answer.text().matches("<article").count();
        assert_right(&answer, &format!("page {page} of the thread"));
    }
    assert!(shown >= 250, "only {shown} were shown");
    for page in ["/", "/@lea", "/equipe/moderation", "/equipe"] {
        assert_right(&world.browser(Who::Admin).get(page).await, page);
    }
    let activity = visitor.get_activity(&format!("/objects/{}/replies", h.artwork.id)).await;
    assert!(!activity.contains("javascript:"));
    for iri in traces.iter().step_by(10) {
        let iri = iri.clone();
        let known = h
            .test
            .app
            .read(move |conn| parvis::platform::objects::find_by_iri(conn, &iri))
            .await
            .unwrap();
        let Some(known) = known else { continue };
        assert!(known.url.starts_with("http"), "an address of another kind is kept: {}", known.url);
        let own = known.url == known.iri || host(&known.url) == host(&known.iri);
        assert!(own, "{} leads elsewhere than {}", known.url, known.iri);
        assert_right(&visitor.get(&format!("/traces/{}", known.id)).await, "its own page");
        assert_right(&visitor.get(&format!("/traces/{}/fragment", known.id)).await, "its fragment");
    }
    world.ended().await
}

/// The entries of an Atom feed are prose, as whoever reads the feed shows them; what says that it is plain is shown as it
/// is.
pub fn assert_right_feed(answer: &Answer) {
    let feed = atom_syndication::Feed::read_from(&answer.body[..]).unwrap();
    assert!(!feed.entries().is_empty());
    for entry in feed.entries() {
        let content = entry.content().filter(|content| content.content_type() == Some("html"));
        let content = content.and_then(|content| content.value());
        let texts = entry.summary().into_iter().chain([entry.title()]);
        let texts = texts.filter(|text| text.r#type != TextType::Text);
        for html in texts.map(|text| text.value.as_str()).chain(content) {
            let found = wrong(html);
            assert!(found.is_empty(), "{html}: {found:?}");
        }
    }
}

/// How a server is answered that sends this: words with NUL in them are no JSON of ours.
pub fn taken(vector: &str) -> u16 {
    if vector.contains('\0') { 400 } else { 202 }
}

fn host(address: &str) -> Option<String> {
    let url: url::Url = address.parse().ok()?;
    url.host_str().map(str::to_owned)
}

#[tokio::test]
async fn names_and_profiles_are_only_words() -> Ended {
    let world = World::new().await;
    let h = &world.hung;
    let mut lea = h.member("lea").await;
    let bea = &world.bea;
    for (n, vector) in vectors().iter().enumerate() {
        h.test.advance(Duration::from_secs(10));
        let name: String = vector.chars().take(40).collect();
        let fields =
            [("name", name.as_str()), ("bio", vector), ("lang", "fr"), ("discoverable", "1")];
        let answer = lea.post("/compte/profil", &fields).await;
        assert!([303, 422].contains(&answer.status), "{vector}");
        assert_right(&answer, vector);
        if n % 5 == 0 {
            assert_right(&lea.get("/@lea").await, vector);
            assert_right(&lea.get("/compte").await, vector);
        }
        if n % 10 == 0 {
            let mut person = bea.document.clone();
            person["name"] = json!(vector);
            person["summary"] = json!(vector);
            person["url"] = json!(vector);
            person["icon"] = json!({"type": "Image", "url": vector});
            person["image"] = json!({"type": "Image", "url": vector});
            person["attachment"] =
                json!([{"type": "PropertyValue", "name": vector, "value": vector}]);
            person["updated"] = json!(h.test.app.now().rfc3339());
            world.remote.serve("/users/bea", &person);
            let mut update = world.remote.wrap("Update", bea, &person);
            update["id"] = json!(format!("{}/activities/update-{n}", world.remote.base));
            assert_eq!(world.remote.deliver(bea, &update).await, taken(vector), "{vector}");
            h.test.settle().await;
            for page in ["/equipe/abonnes".to_owned(), h.page.clone()] {
                assert_right(&world.browser(Who::Admin).get(&page).await, vector);
            }
        }
    }
    world.ended().await
}

#[tokio::test]
async fn what_was_typed_comes_back_as_it_was_typed() {
    let world = World::new().await;
    let mut admin = world.browser(Who::Admin);
    let trace = world.value(Fill::Known, "/objets/", "id");
    for (n, vector) in vectors().iter().enumerate().step_by(4) {
        let forms: Vec<(String, Vec<(&str, &str)>)> = vec![
            (
                "/connexion".to_owned(),
                vec![("login", vector), ("password", "faux"), ("next", vector)],
            ),
            (
                "/inscription".to_owned(),
                vec![("name", vector), ("handle", vector), ("email", vector)],
            ),
            (
                "/equipe/oeuvres/nouvelle".to_owned(),
                vec![("title", ""), ("inventory", vector), ("description_fr", vector)],
            ),
            (
                "/equipe/lieux/nouveau".to_owned(),
                vec![("name_fr", ""), ("code", vector), ("description_en", vector)],
            ),
            ("/equipe/comptes/nouveau".to_owned(), vec![("email", vector), ("handle", vector)]),
            (
                "/equipe/reglages/profil".to_owned(),
                vec![
                    ("name", vector),
                    ("address", vector),
                    ("hours", vector),
                    ("website", ""),
                    ("summary_fr", vector),
                    ("lang", "fr"),
                    ("time_zone", "Europe/Paris"),
                ],
            ),
            (
                "/equipe/pages/mentions-legales".to_owned(),
                vec![("text_fr", vector), ("text_en", vector)],
            ),
            ("/accessibilite".to_owned(), vec![("text", vector), ("page", vector)]),
            (
                "/equipe/federation/regles".to_owned(),
                vec![("domain", vector), ("kind", "block"), ("note", vector)],
            ),
            ("/suivre".to_owned(), vec![("account", vector), ("uri", "")]),
            (format!("/objets/{trace}/signaler"), vec![("reason", vector)]),
        ];
        world.hung.test.advance(Duration::from_secs(300));
        for (form, fields) in forms {
            let mut browser = if form == "/connexion" || form == "/inscription" {
                world.hung.test.browser()
            } else {
                admin.clone()
            };
            let answer = browser.post(&form, &fields).await;
            assert_ne!(answer.status, 404, "{form}");
            assert_right(&answer, &format!("{form}: {vector}"));
            assert!(
                answer.location().is_empty()
                    || answer.location().starts_with('/')
                    || form == "/suivre",
                "{form}: {}",
                answer.location()
            );
        }
        if n % 20 == 0 {
            for page in [
                "/",
                "/a-propos",
                "/mentions-legales",
                "/equipe/reglages",
                "/equipe/moderation",
                "/equipe/federation",
                "/equipe/accessibilite",
                "/equipe/pages",
                "/equipe/journal",
            ] {
                assert_right(&admin.get(page).await, &format!("{page}: {vector}"));
            }
        }
    }
}

#[tokio::test]
async fn what_stands_in_an_address_is_only_words() {
    let world = World::new().await;
    let mut admin = world.browser(Who::Admin);
    for vector in vectors().iter().step_by(3) {
        let query: String = url::form_urlencoded::byte_serialize(vector.as_bytes()).collect();
        for page in [
            format!("/connexion?next={query}"),
            format!("/oeuvres?q={query}"),
            format!("/equipe/oeuvres?q={query}"),
            format!("/suivre?uri={query}"),
            format!("/authorize_interaction?uri={query}"),
            format!("/nulle-part?{query}"),
            format!("/equipe/journal?q={query}&qui={query}"),
            format!("/lieux/{}", query.replace('+', "%20")),
            format!("/theme/apercu.css?theme={query}"),
        ] {
            let answer = admin.get(&page).await;
            if answer.header("content-type").starts_with("text/html") {
                assert_right(&answer, &page);
            }
        }
        let flash = format!("%7B%22kind%22%3A%22ok%22%2C%22key%22%3A%22{query}%22%7D");
        admin.keep("parvis-flash", &flash);
        assert_right(&admin.get("/").await, "a planted message");
    }
}
