//! What a telephone may keep, and forms that a script sends after they waited for the network.

use axum::body::Body;
use http::{Method, header};
use parvis::platform::media;

use crate::{
    support::{Answer, Browser, TestApp, pictures},
    voices::{Hung, hung},
};

/// Sends a form as the outbox does, written as somebody.
async fn send(h: &Hung, browser: &mut Browser, written_as: &str, fields: &str) -> Answer {
    let mut request = browser
        .request(Method::POST, &format!("{}/traces", h.page))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .header("parvis-as", written_as)
        .body(Body::from(fields.to_owned()))
        .unwrap();
    request.headers_mut().insert(header::ACCEPT, "application/json".parse().unwrap());
    browser.send(request).await
}

/// As whom the forms of a page are written.
fn author(page: &Answer) -> String {
    let text = page.text();
    let (_, rest) = text.split_once("data-as=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn only_pages_that_are_the_same_for_everybody_may_be_kept_on_a_telephone() {
    let h = hung().await;
    let mut lea = h.member("lea").await;
    let mut admin = h.test.admin().await;
    let mut nobody = h.test.browser();
    assert_eq!(nobody.get(&h.page).await.header("parvis"), "shared");
    assert_eq!(nobody.get("/hors-ligne").await.header("parvis"), "shared");
    for (browser, paths) in
        [(&mut lea, [h.page.as_str(), "/compte"]), (&mut admin, ["/equipe", "/equipe/moderation"])]
    {
        for path in paths {
            let page = browser.get(path).await;
            assert_eq!((page.status, page.header("parvis")), (200, "1"), "{path}");
        }
    }
    // An error, an answer to a form, a file: ours, and not to be kept as a page.
    assert_eq!(nobody.get("/oeuvres/nulle-part").await.header("parvis"), "1");
    let said = lea.post(&format!("{}/traces", h.page), &[("text", "Une barque")]).await;
    assert_eq!((said.status, said.header("parvis")), (303, "1"));
}

#[tokio::test]
async fn a_script_learns_where_its_form_leads_and_whether_it_was_taken() {
    let h = hung().await;
    let mut lea = h.member("lea").await;
    let me = author(&lea.get(&h.page).await);
    let key = "once=0123456789abcdef0123456789abcdef";
    let taken = send(&h, &mut lea, &me, &format!("text=Une+barque&{key}")).await;
    assert_eq!((taken.status, taken.header("parvis")), (200, "1"));
    assert_eq!(taken.location(), "");
    let to = taken.header("parvis-location").to_owned();
    assert!(to.starts_with(&h.page), "{to}");
    assert!(lea.cookie("parvis-flash").is_some(), "the next page says so");
    let again = send(&h, &mut lea, &me, &format!("text=Une+barque&{key}")).await;
    assert_eq!(again.header("parvis-location"), to);
    assert_eq!(send(&h, &mut lea, &me, "text=").await.status, 422);
    let mut nobody = h.test.browser();
    let refused = send(&h, &mut nobody, "", "text=Bonjour").await;
    assert_eq!((refused.status, refused.header("parvis-location")), (422, ""), "without a stamp");
}

#[tokio::test]
async fn what_waited_is_not_sent_in_the_name_of_the_next_person() {
    let h = hung().await;
    let (mut lea, mut noe) = (h.member("lea").await, h.member("noe").await);
    let lea_is = author(&lea.get(&h.page).await);
    let noe_is = author(&noe.get(&h.page).await);
    assert!(lea_is != noe_is && !lea_is.is_empty());
    assert_eq!(author(&h.test.browser().get(&h.page).await), "");
    assert_eq!(send(&h, &mut noe, &lea_is, "text=De+L%C3%A9a").await.status, 409);
    assert_eq!(send(&h, &mut noe, "", "text=De+personne").await.status, 409);
    let page = h.read().await;
    assert!(!page.contains("De Léa") && !page.contains("De personne"));
    assert_eq!(send(&h, &mut lea, &lea_is, "text=De+L%C3%A9a").await.status, 200);
}

#[tokio::test]
async fn the_site_is_an_application_with_the_name_and_the_colours_of_the_venue() {
    let test = TestApp::new().await;
    let mut browser = test.browser();
    let home = browser.get("/").await;
    assert!(home.contains("rel=\"manifest\" href=\"/manifest.webmanifest\""));
    let manifest = browser.get("/manifest.webmanifest").await;
    assert_eq!(manifest.header("content-type"), "application/manifest+json");
    let manifest = manifest.json();
    assert_eq!(manifest["name"], "Musée des Rives");
    assert_eq!(manifest["theme_color"], test.app.venue().theme.brand);
    assert_eq!(manifest["lang"], "fr");
    let mut before = Vec::new();
    for icon in manifest["icons"].as_array().unwrap() {
        let served = browser.get(icon["src"].as_str().unwrap()).await;
        assert_eq!(served.header("content-type"), "image/png");
        let drawn = image::load_from_memory(&served.body).unwrap();
        assert_eq!(icon["sizes"], format!("{}x{}", drawn.width(), drawn.height()));
        before = served.body;
    }
    for shortcut in manifest["shortcuts"].as_array().unwrap() {
        assert_eq!(browser.get(shortcut["url"].as_str().unwrap()).await.status, 200);
    }
    assert_eq!(browser.get("/icone/180.png").await.status, 200);
    for other in ["/icone/181.png", "/icone/9999999999.png", "/icone/x"] {
        assert_eq!(browser.get(other).await.status, 404, "{other}");
    }
    // With a logo the icon is the logo, under another address.
    let logo = test.app.media.add(&test.app, pictures::jpeg(400, 100, 9).into()).await.unwrap();
    let mut venue = (*test.app.venue()).clone();
    venue.logo = Some(logo.id);
    test.app.write(move |tx| venue.save(tx)).await.unwrap();
    test.app.reload_venue().await.unwrap();
    let after = browser.get("/manifest.webmanifest").await.json();
    assert_ne!(after["icons"][0]["src"], manifest["icons"][0]["src"]);
    let served = browser.get(after["icons"][2]["src"].as_str().unwrap()).await;
    assert_ne!(served.body, before);
    assert!(media::path_in(test.dir.path(), &logo.file()).exists());
}

#[tokio::test]
async fn the_worker_names_what_it_keeps_and_all_of_it_is_there() {
    let test = TestApp::new().await;
    let mut browser = test.browser();
    let worker = browser.get("/sw.js").await;
    assert_eq!(worker.header("content-type"), "text/javascript; charset=utf-8");
    assert_eq!(worker.header("cache-control"), "no-cache");
    let text = worker.text();
    assert!(!text.contains("{SHELL}") && !text.contains("{OUTBOX}"));
    let (_, rest) = text.split_once("const SHELL = ").unwrap();
    let list: Vec<String> = serde_json::from_str(rest.split(';').next().unwrap()).unwrap();
    assert!(list.len() >= 5);
    for address in list {
        let kept = browser.get(&address).await;
        assert_eq!(kept.status, 200, "{address}");
        assert!(!kept.header("parvis").is_empty(), "{address}");
    }
}
