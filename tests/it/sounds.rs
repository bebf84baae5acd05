//! Sound notes: what is taken in, what is kept of it, how it is served.

use std::time::Instant;

use parvis::{
    kernel::error::Error,
    platform::media::{Media, worker},
};

use crate::support::{TestApp, root, sounds};

async fn add(test: &TestApp, bytes: Vec<u8>) -> Result<Media, String> {
    match test.app.media.add_sound(&test.app, bytes.into()).await {
        Ok(media) => Ok(media),
        Err(Error::Invalid(errors)) => Err(errors.0["sound"].key.clone()),
        Err(other) => panic!("{other}"),
    }
}

/// A sound as its recorder wrote it: a sine of 1.2 seconds, with whose it is and where it was made.
fn recording(name: &str) -> Vec<u8> {
    let folder = root().join("tests/it/recordings");
    std::fs::read(folder.join(name)).unwrap()
}

/// What must not survive: a title, a telephone's name, a place, a maker, who wrote the file.
const TOLD: [&str; 6] = ["CHEZ-LEA", "IPHONE", "48.8584", "Apple", "Lavf", "ENCODER"];

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|part| part.eq_ignore_ascii_case(text.as_bytes()))
}

#[tokio::test]
async fn every_recorder_is_understood_and_nothing_it_tells_of_its_owner_survives() {
    let test = TestApp::new().await;
    let mut browser = test.browser();
    for (name, mime) in [
        ("told.ogg", "audio/ogg"),
        ("told.webm", "audio/ogg"),
        ("live.webm", "audio/ogg"),
        ("opus.mp4", "audio/ogg"),
        ("told.m4a", "audio/mp4"),
        ("pieces.mp4", "audio/mp4"),
        ("told.aac", "audio/mp4"),
        ("video.mp4", "audio/mp4"),
        ("told.wav", "audio/wav"),
    ] {
        let sent = recording(name);
        if name != "told.aac" {
            assert!(TOLD.iter().any(|told| holds(&sent, told)), "{name} tells nothing");
        }
        let media = add(&test, sent).await.unwrap_or_else(|why| panic!("{name}: {why}"));
        assert_eq!(media.mime, mime, "{name}");
        assert!((1_150..=1_320).contains(&media.millis), "{name}: {} ms", media.millis);
        assert_eq!(media.peaks.len(), 128, "{name}");
        let served = browser.get(&media.path()).await;
        assert_eq!((served.status, served.header("content-type")), (200, mime), "{name}");
        for told in TOLD {
            assert!(!holds(&served.body, told), "{name} still tells {told}");
        }
        // What is served is a sound that can be heard in its turn, and comes out the same.
        let again = add(&test, served.body).await.unwrap_or_else(|why| panic!("{name}: {why}"));
        assert_eq!(again.id, media.id, "{name}");
    }
}

#[tokio::test]
async fn every_sound_stands_beside_a_wav_for_the_browsers_that_cannot_play_it() {
    let test = TestApp::new().await;
    let media = add(&test, recording("told.webm")).await.unwrap();
    let files = test.app.read(parvis::platform::media::files).await.unwrap();
    let wav = files.iter().find(|file| file.ends_with(".wav")).expect("a wav");
    assert!(files.contains(&media.file()));
    let served = test.browser().get(&format!("/media/{wav}")).await;
    assert_eq!(served.header("content-type"), "audio/wav");
    // One channel, 24,000 samples a second, 16 bits: 1.2 seconds.
    assert_eq!(served.body[22..28], [1, 0, 0xC0, 0x5D, 0, 0]);
    assert!((55_000..=64_000).contains(&served.body.len()), "{}", served.body.len());
}

#[tokio::test]
async fn what_is_no_sound_or_too_much_of_one_is_refused() {
    let test = TestApp::new().await;
    let long = |seconds: u32| sounds::wav(8_000, seconds * 8_000, |i| (i % 200) as i16 * 90);
    assert!(add(&test, long(30)).await.is_ok());
    for (about, bytes, why) in [
        ("nothing", Vec::new(), "kind"),
        ("a page", b"<html><script>alert(1)</script>".to_vec(), "kind"),
        ("a picture", crate::support::pictures::jpeg(64, 64, 1), "kind"),
        ("a codec nobody here reads", recording("vorbis.ogg"), "kind"),
        ("a container nobody here reads", recording("other.mp3"), "kind"),
        ("half a minute and two seconds", long(32), "length"),
        ("an hour", long(3600).into_iter().take(8 << 20).collect(), "damaged"),
        ("a name without a sound", b"RIFF\x04\0\0\0WAVE".to_vec(), "kind"),
        ("a box without a sound", b"\0\0\0\x14ftypM4A \0\0\0\0isom".to_vec(), "kind"),
    ] {
        let refused = add(&test, bytes).await.expect_err(about);
        assert_eq!(refused, format!("media-refused-sound-{why}"), "{about}");
    }
    let heavy = vec![0; 10 << 20];
    assert_eq!(add(&test, heavy).await.unwrap_err(), "media-refused-sound-weight");
}

#[tokio::test]
async fn what_a_file_claims_of_its_length_is_not_believed() {
    let test = TestApp::new().await;
    // The movie header says a second; the packets are half a minute and more.
    let mut short = recording("told.m4a");
    let at = short.windows(4).position(|part| part == b"mvhd").unwrap();
    short[at + 20..at + 24].copy_from_slice(&[0x7F, 0xFF, 0xFF, 0xFF]);
    let media = add(&test, short).await.unwrap();
    assert!(media.millis < 1_400, "{}", media.millis);
}

#[tokio::test]
async fn a_file_that_was_cut_short_is_refused_wherever_it_was_cut() {
    let test = TestApp::new().await;
    // A bare stream of AAC says nowhere where it ends: cut between two frames, it is a shorter sound.
    for name in ["told.ogg", "told.webm", "live.webm", "told.m4a", "opus.mp4", "told.wav"] {
        let whole = recording(name);
        for part in [3, 10, 50, 90, 99] {
            let cut = whole[..whole.len() * part / 100].to_vec();
            let why = add(&test, cut).await.expect_err(name);
            assert!(why.ends_with("damaged") || why.ends_with("kind"), "{name}, {part} %: {why}");
        }
    }
}

#[test]
fn hostile_files_are_refused_or_heard_and_never_break_the_decoder() {
    let began = Instant::now();
    let mut tried = 0;
    for name in ["told.ogg", "told.webm", "told.m4a", "pieces.mp4", "told.aac", "told.wav"] {
        let whole = recording(name);
        let step = (whole.len() / 60).max(1);
        for place in (0..whole.len()).step_by(step) {
            for with in [0xFF, 0x80, 0x01] {
                let mut turned = whole.clone();
                turned[place] ^= with;
                let said = worker::answer(worker::What::Sound, &turned).unwrap();
                assert!(said.contains(&b'\n'), "{name} at {place}");
                tried += 1;
            }
        }
    }
    assert!(tried >= 500, "only {tried} files");
    let each = began.elapsed() / tried;
    assert!(each.as_millis() < 500, "{each:?} for each");
}

#[tokio::test]
async fn a_part_of_a_sound_may_be_asked_for() {
    let test = TestApp::new().await;
    let media = add(&test, recording("told.m4a")).await.unwrap();
    let mut browser = test.browser();
    let whole = browser.get(&media.path()).await;
    assert_eq!(whole.header("accept-ranges"), "bytes");
    assert_eq!(whole.header("x-content-type-options"), "nosniff");
    assert!(whole.header("content-security-policy").contains("sandbox"));
    let mut ask = async |range: &str| {
        let request = browser
            .request(http::Method::GET, &media.path())
            .header("range", range)
            .header("accept-encoding", "gzip, br")
            .body(axum::body::Body::empty())
            .unwrap();
        browser.send(request).await
    };
    let first = ask("bytes=0-1").await;
    let size = whole.body.len();
    assert_eq!((first.status, first.body.len()), (206, 2));
    assert_eq!(first.header("content-range"), format!("bytes 0-1/{size}"));
    assert_eq!(first.header("content-encoding"), "");
    let rest = ask("bytes=2-").await;
    assert_eq!([first.body, rest.body].concat(), whole.body);
    let past = ask("bytes=9999999-").await;
    assert_eq!((past.status, past.header("content-range")), (416, &*format!("bytes */{size}")));
}
