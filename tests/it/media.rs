//! Pictures: what is taken in, what is kept of it, how it is served.

use axum::{Router, routing::get};
use parvis::{
    kernel::error::Error,
    platform::media::{Media, remote},
};

use crate::support::{TestApp, pictures};

async fn add(test: &TestApp, bytes: Vec<u8>) -> Result<Media, String> {
    match test.app.media.add(&test.app, bytes.into()).await {
        Ok(media) => Ok(media),
        Err(Error::Invalid(errors)) => Err(errors.0["picture"].key.clone()),
        Err(other) => panic!("{other}"),
    }
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|part| part == text.as_bytes())
}

#[tokio::test]
async fn a_picture_is_turned_upright_and_forgets_where_it_was_taken() {
    let test = TestApp::new().await;
    let taken = pictures::with_gps(&pictures::jpeg(800, 400, 1), "48.8584N 2.2945E");
    assert!(holds(&taken, "48.8584N") && holds(&taken, "Exif"), "the camera wrote it");
    let media = add(&test, taken).await.unwrap();
    assert_eq!((media.width, media.height), (400, 800));
    let served = test.browser().get(&media.path()).await;
    assert_eq!(served.status, 200);
    assert!(!holds(&served.body, "48.8584N") && !holds(&served.body, "Exif"));
}

#[tokio::test]
async fn what_is_no_picture_or_too_much_of_one_is_refused() {
    let test = TestApp::new().await;
    let cut = pictures::png(64, 64, 1)[..60].to_vec();
    for (about, bytes, why) in [
        ("a page", b"<html><script>alert(1)</script>".to_vec(), "media-refused-kind"),
        (
            "a drawing with scripts",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(),
            "media-refused-kind",
        ),
        ("nothing", Vec::new(), "media-refused-kind"),
        ("half a picture", cut, "media-refused-damaged"),
        ("a bomb by its pixels", pictures::bomb(12_000, 5_000), "media-refused-size"),
        ("a bomb by its side", pictures::bomb(12_001, 1), "media-refused-size"),
    ] {
        assert_eq!(add(&test, bytes).await.unwrap_err(), why, "{about}");
    }
}

#[tokio::test]
async fn the_same_picture_twice_is_kept_once() {
    let test = TestApp::new().await;
    let first = add(&test, pictures::jpeg(700, 300, 3)).await.unwrap();
    let second = add(&test, pictures::jpeg(700, 300, 3)).await.unwrap();
    let other = add(&test, pictures::jpeg(700, 300, 4)).await.unwrap();
    assert_eq!(first.id, second.id);
    assert_ne!(first.id, other.id);
}

#[tokio::test]
async fn large_pictures_are_made_smaller_and_transparency_stays() {
    let test = TestApp::new().await;
    let large = add(&test, pictures::jpeg(4000, 1000, 5)).await.unwrap();
    assert_eq!((large.width, large.height), (2560, 640));
    assert_eq!(large.mime, "image/jpeg");
    let opaque = add(&test, pictures::png(64, 64, 5)).await.unwrap();
    assert_eq!(opaque.mime, "image/jpeg");
    let glass = add(&test, pictures::see_through(64, 64)).await.unwrap();
    assert_eq!(glass.mime, "image/png");
    assert!(!glass.blurhash.is_empty());
}

#[tokio::test]
async fn files_are_served_for_ever_and_never_as_a_page() {
    let test = TestApp::new().await;
    let media = add(&test, pictures::jpeg(700, 300, 6)).await.unwrap();
    let mut browser = test.browser();
    let served = browser.get(&media.path()).await;
    assert_eq!(served.header("content-type"), "image/jpeg");
    assert_eq!(served.header("x-content-type-options"), "nosniff");
    assert!(served.header("cache-control").contains("immutable"));
    assert!(served.header("content-security-policy").contains("sandbox"));
    assert_eq!(served.header("access-control-allow-origin"), "*");
    for other in [
        "/media/nothing.jpg".to_owned(),
        media.path().replace(".jpg", ".html"),
        media.path().replace(".jpg", ".png"),
        "/media/..%2F..%2Fparvis.sqlite".to_owned(),
        "/media/distant/77".to_owned(),
        "/media/logo/77".to_owned(),
        "/media/logo/x".to_owned(),
    ] {
        assert_eq!(browser.get(&other).await.status, 404, "{other}");
    }
}

#[tokio::test]
async fn pictures_of_other_servers_are_copied_and_never_linked() {
    let test = TestApp::new().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let there = Router::new()
        .route("/p.png", get(|| async { pictures::png(700, 300, 9) }))
        .route("/page.png", get(|| async { "<html></html>" }));
    let server = tokio::spawn(async move { axum::serve(listener, there).await.unwrap() });
    let url = format!("{base}/p.png");
    let page = format!("{base}/page.png");
    let (kept, refused) = test
        .app
        .write(move |tx| Ok((remote::keep(tx, &url)?, remote::keep(tx, &page)?)))
        .await
        .unwrap();
    let mut browser = test.browser();
    let address = format!("/media/distant/{}", kept.id);
    assert_eq!(browser.get(&address).await.status, 404, "not here yet");
    test.settle().await;
    let copy = browser.get(&address).await;
    assert_eq!(copy.status, 307);
    assert!(copy.location().starts_with("/media/"), "{}", copy.location());
    let to = copy.location().to_owned();
    assert_eq!(browser.get(&to).await.header("content-type"), "image/jpeg");
    let none = browser.get(&format!("/media/distant/{}", refused.id)).await;
    assert_eq!(none.status, 404, "a page is no picture");
    test.assert_no_failed_jobs().await;
    server.abort();
}
