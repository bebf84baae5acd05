//! Pictures: what is taken in, what is kept of it, how it is served.

use std::{path::Path, time::Duration};

use axum::{Router, routing::get};
use parvis::{
    kernel::error::Error,
    platform::{
        media::{Media, pictures as hanging, remote},
        tidy,
    },
};

use crate::{
    support::{TestApp, pictures},
    voices::hung,
};

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

/// The files of a folder and of those in it.
fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.path().is_dir() {
            found.extend(files(&entry.path()));
        } else {
            found.push(entry.file_name().into_string().unwrap());
        }
    }
    found.sort();
    found
}

const HOUR: Duration = Duration::from_secs(3600);

#[tokio::test]
async fn a_picture_that_came_down_leaves_the_disk_after_a_day() {
    let h = hung().await;
    let test = &h.test;
    let (gone, stays) = (
        add(test, pictures::jpeg(1400, 600, 7)).await.unwrap(),
        add(test, pictures::jpeg(1400, 600, 8)).await.unwrap(),
    );
    let root = test.app.media.root().to_owned();
    let all = files(&root);
    assert!(all.len() > 2, "there are smaller copies too");
    let hang = async |media: Vec<&Media>| {
        let object = h.artwork.id;
        let new: Vec<hanging::NewPicture> = media
            .iter()
            .map(|one| hanging::NewPicture {
                media: one.id,
                alt_fr: "Une rive".to_owned(),
                alt_en: String::new(),
                source: String::new(),
            })
            .collect();
        test.app.write(move |tx| hanging::replace(tx, object, &new)).await.unwrap();
    };
    hang(vec![&gone, &stays]).await;
    test.advance(48 * HOUR);
    tidy::round(&test.app).await.unwrap();
    assert_eq!(files(&root), all, "what hangs stays");
    hang(vec![&stays]).await;
    // A file that was left when the program died, and one that was never finished.
    let now = test.app.now();
    for name in ["unfinished.part", &format!("{}.jpg", "0".repeat(64))] {
        let folder = root.join(&name[..2]);
        std::fs::create_dir_all(&folder).unwrap();
        let file = std::fs::File::create(folder.join(name)).unwrap();
        file.set_modified(now.minus(48 * HOUR).system()).unwrap();
    }
    tidy::round(&test.app).await.unwrap();
    let left = files(&root);
    assert!(left.contains(&stays.file()) && !left.contains(&gone.file()), "{left:?}");
    assert!(left.len() < all.len() && !left.iter().any(|name| name.ends_with(".part")));
    assert!(!left.contains(&format!("{}.jpg", "0".repeat(64))));
    let page = test.browser().get(&h.page).await;
    assert!(page.contains(&stays.path()) && !page.contains(&gone.path()));
    assert_eq!(test.browser().get(&gone.path()).await.status, 404);
}

#[tokio::test]
async fn a_picture_somebody_is_about_to_show_is_left_alone() {
    let test = TestApp::new().await;
    let bytes = pictures::jpeg(700, 300, 9);
    let media = add(&test, bytes.clone()).await.unwrap();
    test.advance(23 * HOUR);
    tidy::round(&test.app).await.unwrap();
    assert_eq!(test.browser().get(&media.path()).await.status, 200);
    // Sent again, it is new again.
    assert_eq!(add(&test, bytes).await.unwrap().id, media.id);
    test.advance(23 * HOUR);
    tidy::round(&test.app).await.unwrap();
    assert_eq!(test.browser().get(&media.path()).await.status, 200);
    test.advance(2 * HOUR);
    tidy::round(&test.app).await.unwrap();
    assert_eq!(test.browser().get(&media.path()).await.status, 404);
}

#[tokio::test]
async fn the_logo_and_the_portraits_of_members_stay() {
    let h = hung().await;
    let mut lea = h.member("lea").await;
    let portrait = pictures::jpeg(300, 300, 10);
    let files = [("avatar", "moi.jpg", "image/jpeg", &portrait[..])];
    let fields = [("name", "Léa"), ("lang", "fr")];
    assert_eq!(lea.post_files("/compte/profil", &fields, &files).await.status, 303);
    let logo = add(&h.test, pictures::png(64, 64, 11)).await.unwrap();
    let mut venue = (*h.test.app.venue()).clone();
    venue.logo = Some(logo.id);
    h.test.app.write(move |tx| venue.save(tx)).await.unwrap();
    let before = self::files(h.test.app.media.root());
    h.test.advance(72 * HOUR);
    tidy::round(&h.test.app).await.unwrap();
    assert_eq!(self::files(h.test.app.media.root()), before);
}
