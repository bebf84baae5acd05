//! What strangers upload: taken as pixels or not at all, kept under a name of ours, decoded where it can do no harm.

use std::{
    collections::BTreeSet,
    io::{Cursor, Write as _},
    path::Path,
    process::{Command, Stdio},
};

use http::Method;
use image::{DynamicImage, Frame, ImageFormat, RgbaImage, codecs::gif::GifEncoder};
use parvis::{
    kernel::entropy::sha256_hex,
    platform::media::worker::{self, COMMAND, What},
};

use super::{
    Ended,
    world::{Fill, Who, World, assert_unchanged},
};
use crate::support::{Answer, TestApp, pictures};

played! {
    "A-CTY-02" => nothing_but_a_picture_is_taken_whatever_it_is_called,
    "A-CTY-03" => a_picture_with_two_faces_loses_one_and_is_served_as_a_picture,
    "A-LEAK-08" => where_a_picture_was_taken_is_told_to_nobody,
    "A-LEAK-09" => a_picture_nobody_uploaded_cannot_be_hung,
    "A-DOS-07" => a_bomb_harms_the_process_that_decodes_it_and_nobody_else,
    "A-DOS-07" => damaged_files_are_refused_wherever_the_damage_is,
    "A-PATH-01" => a_file_is_kept_under_a_name_of_ours_wherever_its_own_points,
    "A-PATH-02" => no_way_leads_out_of_the_folders_that_are_served,
}

/// A document that would make an attacker an actor of this venue, were it served as one.
const ACTOR: &[u8] =
    br#"{"@context":"https://www.w3.org/ns/activitystreams","id":"http://musee.test/media/x",
"type":"Person","preferredUsername":"musee","inbox":"http://evil.test/inbox"}"#;

/// Everything that is no picture, whatever it is called.
const NO_PICTURES: [(&str, &[u8]); 9] = [
    ("an actor", ACTOR),
    ("a page", b"<!doctype html><script>alert(1)</script>"),
    ("a page as XML", b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><script>1</script></html>"),
    ("a drawing", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    ("a compressed drawing", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x4b\x4c\x4a\x06\x00"),
    ("a document", b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj"),
    ("an archived page", b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"),
    ("a page that begins like a GIF", b"GIF89a/*<script>alert(1)</script>*/=1;"),
    ("a program", b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00"),
];

const CLAIMS: [(&str, &str); 2] =
    [("photo.png", "image/png"), ("photo.jpg", "application/activity+json")];

/// Every file below a folder.
fn files(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() {
            found.extend(files(&entry.path()));
        } else {
            found.insert(entry.path().to_string_lossy().into_owned());
        }
    }
    found
}

/// Every form that takes a picture, as the person who may send it.
async fn send(world: &World, form: &str, name: &str, kind: &str, bytes: &[u8]) -> Answer {
    let mut admin = world.browser(Who::Admin);
    match form {
        "avatar" => {
            let fields = [("name", "Admin"), ("lang", "fr")];
            admin.post_files("/compte/profil", &fields, &[("avatar", name, kind, bytes)]).await
        }
        "logo" => {
            let fields = [
                ("brand", "#aa3322"),
                ("accent", "#223344"),
                ("display_font", "serif"),
                ("corners", "soft"),
            ];
            admin
                .post_files("/equipe/reglages/theme", &fields, &[("logo", name, kind, bytes)])
                .await
        }
        _ => {
            let fields = [("title", "Essai"), ("inventory", "9.9"), ("status", "withdrawn")];
            let files = [("new_picture_1", name, kind, bytes)];
            admin.post_files("/equipe/oeuvres/nouvelle", &fields, &files).await
        }
    }
}

#[tokio::test]
async fn nothing_but_a_picture_is_taken_whatever_it_is_called() -> Ended {
    let world = World::new().await;
    let state = world.hung.test.state().await;
    let before = files(world.hung.test.app.media.root());
    for form in ["avatar", "logo", "artwork"] {
        for (about, bytes) in NO_PICTURES {
            for (name, kind) in CLAIMS {
                let answer = send(&world, form, name, kind, bytes).await;
                assert_eq!(answer.status, 422, "{about} as {kind} for the {form}");
            }
        }
    }
    assert_eq!(before, files(world.hung.test.app.media.root()), "something was kept");
    world.ended_as(&state).await
}

/// A file whose bytes are a picture to one reader and something else to another.
fn two_faced() -> Vec<u8> {
    let mut bytes = pictures::jpeg(80, 60, 3);
    bytes.extend_from_slice(b"<script>alert('canari')</script>");
    bytes.extend_from_slice(ACTOR);
    bytes
}

#[tokio::test]
async fn a_picture_with_two_faces_loses_one_and_is_served_as_a_picture() -> Ended {
    let test = TestApp::new().await;
    let sent = two_faced();
    let media = test.app.media.add(&test.app, sent.clone().into()).await.unwrap();
    let mut browser = test.browser();
    for accept in ["application/activity+json", "text/html", "*/*"] {
        let mut request =
            browser.request(Method::GET, &media.path()).body(axum::body::Body::empty()).unwrap();
        request.headers_mut().insert("accept", accept.parse().unwrap());
        let served = browser.send(request).await;
        assert_eq!((served.status, served.header("content-type")), (200, "image/jpeg"), "{accept}");
        assert_eq!(served.header("x-content-type-options"), "nosniff");
        assert!(!holds(&served.body, b"canari") && !holds(&served.body, b"activitystreams"));
    }
    let original = format!("/media/{}.jpg", sha256_hex(&sent));
    assert_eq!(browser.get(&original).await.status, 404, "the file as it was sent can be had");
    Ended::well(&test, &[]).await
}

fn holds(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

/// Puts segments or chunks that say where a picture was taken into it.
fn with_places() -> Vec<(&'static str, Vec<u8>)> {
    let segment = |marker: u8, text: &[u8]| {
        let size = u16::try_from(text.len() + 2).unwrap().to_be_bytes();
        [&[0xFF, marker][..], &size, text].concat()
    };
    let plain = pictures::jpeg(80, 60, 4);
    let jpeg = |marker, text: &[u8]| [&plain[..2], &segment(marker, text), &plain[2..]].concat();
    let png = pictures::png(80, 60, 4);
    let chunk = |name: &[u8; 4], data: &[u8]| {
        let body = [&name[..], data].concat();
        let size = u32::try_from(data.len()).unwrap().to_be_bytes();
        [&size[..], &body, &crc32(&body).to_be_bytes()].concat()
    };
    // After the signature and the header: 8 + 25 bytes.
    let with_chunk = |chunk: Vec<u8>| [&png[..33], &chunk, &png[33..]].concat();
    let mut webp = Cursor::new(Vec::new());
    DynamicImage::new_rgb8(80, 60).write_to(&mut webp, ImageFormat::WebP).unwrap();
    let mut webp = webp.into_inner();
    webp.extend_from_slice(b"EXIF\x0c\0\0\0canari48.85N");
    vec![
        ("Exif in a JPEG", pictures::with_gps(&plain, "canari48.85N")),
        ("XMP in a JPEG", jpeg(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x>canari48.85N</x>")),
        ("a remark in a JPEG", jpeg(0xFE, b"canari48.85N")),
        ("IPTC in a JPEG", jpeg(0xED, b"Photoshop 3.0\08BIM\x04\x04\0\0\0\0\0\x0ccanari48.85N")),
        ("a text in a PNG", with_chunk(chunk(b"tEXt", b"Comment\0canari48.85N"))),
        ("Exif in a PNG", with_chunk(chunk(b"eXIf", b"MM\0*\0\0\0\x08canari48.85N"))),
        ("Exif in a WebP", webp),
    ]
}

/// The sum at the end of a PNG chunk (ISO 3309).
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            if sum & 1 == 1 { sum >> 1 ^ 0xEDB8_8320 } else { sum >> 1 }
        })
    })
}

#[tokio::test]
async fn where_a_picture_was_taken_is_told_to_nobody() -> Ended {
    let test = TestApp::new().await;
    for (about, bytes) in with_places() {
        assert!(holds(&bytes, b"canari48.85N"), "{about}");
        let media = test
            .app
            .media
            .add(&test.app, bytes.into())
            .await
            .unwrap_or_else(|e| panic!("{about}: {e:?}"));
        let served = test.browser().get(&media.path()).await;
        assert_eq!(served.status, 200, "{about}");
        assert!(!holds(&served.body, b"canari"), "{about}");
    }
    for file in files(test.app.media.root()) {
        assert!(!holds(&std::fs::read(&file).unwrap(), b"canari"), "{file}");
    }
    Ended::well(&test, &[]).await
}

#[tokio::test]
async fn a_file_is_kept_under_a_name_of_ours_wherever_its_own_points() -> Ended {
    let world = World::new().await;
    let outside: BTreeSet<String> = files(world.hung.test.dir.path())
        .into_iter()
        .filter(|name| !name.contains("/media/") && !name.contains("parvis.sqlite"))
        .collect();
    let long = format!("{}.jpg", "x".repeat(5_000));
    for name in [
        "../../x.jpg",
        "/etc/passwd",
        "x.jpg%00.html",
        "%2e%2e%2fx.jpg",
        "..\\..\\x.jpg",
        "CON",
        "\u{202e}gpj.exe",
        ".htaccess",
        "x.jpg/../../y",
        long.as_str(),
    ] {
        let answer = send(&world, "avatar", name, "image/jpeg", &pictures::jpeg(64, 64, 11)).await;
        assert!([303, 422].contains(&answer.status), "{name}: {}", answer.status);
    }
    let root = world.hung.test.app.media.root().to_owned();
    for file in files(&root) {
        let path = Path::new(&file);
        let (stem, extension) =
            path.file_name().unwrap().to_str().unwrap().split_once('.').unwrap();
        assert!(["jpg", "png"].contains(&extension), "{file}");
        assert_eq!(stem, sha256_hex(&std::fs::read(path).unwrap()), "{file}");
    }
    let after: BTreeSet<String> = files(world.hung.test.dir.path())
        .into_iter()
        .filter(|name| !name.contains("/media/") && !name.contains("parvis.sqlite"))
        .collect();
    assert_eq!(outside, after);
    world.ended().await
}

#[tokio::test]
async fn no_way_leads_out_of_the_folders_that_are_served() -> Ended {
    let test = TestApp::new().await;
    std::fs::write(test.dir.path().join("secret.jpg"), "canari").unwrap();
    let root = test.app.media.root().to_owned();
    let planted = format!("{}.jpg", "a".repeat(64));
    std::fs::create_dir_all(root.join("aa")).unwrap();
    let before = test.state().await;
    let mut browser = test.browser();
    for way in [
        "../secret.jpg",
        "..%2fsecret.jpg",
        "%2e%2e/secret.jpg",
        "%252e%252e%252fsecret.jpg",
        "//secret.jpg",
        "..%5csecret.jpg",
        "%2fetc%2fpasswd",
        "aa/../../secret.jpg",
        "./secret.jpg",
        "secret.jpg%00",
    ] {
        for folder in ["media", "assets/x", "theme", "media/logo", "media/distant"] {
            let answer = browser.get(&format!("/{folder}/{way}")).await;
            assert!(
                answer.status == 404 || folder == "theme",
                "/{folder}/{way}: {}",
                answer.status
            );
            assert!(!answer.contains("canari") && !answer.contains("root:"), "/{folder}/{way}");
        }
    }
    assert_unchanged(&test, &before, "a way led somewhere").await;
    std::os::unix::fs::symlink("/etc/passwd", root.join("aa").join(&planted)).unwrap();
    let answer = browser.get(&format!("/media/{planted}")).await;
    assert_eq!(answer.status, 404, "a planted link was followed");
    Ended::well(&test, &[]).await
}

#[tokio::test]
async fn a_picture_nobody_uploaded_cannot_be_hung() -> Ended {
    let world = World::new().await;
    let mut staff = world.browser(Who::Mediator);
    let address = format!("/equipe/oeuvres/{}", world.value(Fill::Known, "/equipe/oeuvres/", "id"));
    let before = world.hung.test.state().await;
    for media in ["4611686018427387904", "-1", "x", ""] {
        let alt = format!("alt_fr_{media}");
        let fields = [
            ("title", "Les Rives basses"),
            ("inventory", "1963.4"),
            ("status", "on_show"),
            ("media", media),
            (alt.as_str(), "Un phare"),
        ];
        let answer = staff.post(&address, &fields).await;
        assert!([303, 404].contains(&answer.status), "{media}: {}", answer.status);
    }
    let pictures =
        |dump: &[String]| dump.iter().filter(|l| l.contains("\"table\":\"pictures\"")).count();
    assert_eq!(pictures(&before), pictures(&world.hung.test.state().await));
    world.ended().await
}

/// A PNG that claims a size and holds next to nothing.
fn claiming(width: u32, height: u32) -> Vec<u8> {
    let chunk = |name: &[u8; 4], data: &[u8]| {
        let body = [&name[..], data].concat();
        let size = u32::try_from(data.len()).unwrap().to_be_bytes();
        [&size[..], &body, &crc32(&body).to_be_bytes()].concat()
    };
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 6, 0, 0, 0]].concat();
    let nothing = [0x78, 0x9C, 0x63, 0x00, 0x00, 0x00, 0x01, 0x00, 0x01];
    [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", &header),
        chunk(b"IDAT", &nothing),
        chunk(b"IEND", b""),
    ]
    .concat()
}

/// A GIF of many frames.
fn many_frames(count: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new_with_speed(&mut bytes, 30);
    for _ in 0..count {
        encoder.encode_frame(Frame::new(RgbaImage::new(2, 2))).unwrap();
    }
    drop(encoder);
    bytes
}

#[tokio::test]
async fn a_bomb_harms_the_process_that_decodes_it_and_nobody_else() -> Ended {
    let world = World::new().await;
    for (about, bytes) in [
        ("60,000 by 60,000", claiming(60_000, 60_000)),
        ("as large as a number can be", claiming(u32::MAX, u32::MAX)),
        ("12,000 by 12,000", claiming(12_000, 12_000)),
        ("one row of 100 million", claiming(100_000_000, 1)),
        ("50 million pixels that are not there", claiming(7_000, 7_000)),
        ("the largest of one colour", pictures::bomb(12_000, 4_200)),
    ] {
        let answer = send(&world, "avatar", "x.png", "image/png", &bytes).await;
        assert_eq!(answer.status, 422, "{about}");
    }
    let film = send(&world, "avatar", "x.gif", "image/gif", &many_frames(2_000)).await;
    assert_eq!(film.status, 303, "a film is its first picture");
    assert_eq!(
        send(&world, "avatar", "x.png", "image/png", &pictures::png(64, 64, 12)).await.status,
        303
    );
    world.ended().await
}

#[test]
fn damaged_files_are_refused_wherever_the_damage_is() -> Ended {
    let sample = |format| {
        let mut bytes = Cursor::new(Vec::new());
        let picture = RgbaImage::from_fn(24, 24, |x, y| {
            image::Rgba([(x * 10) as u8, (y * 10) as u8, (x * y) as u8, 255])
        });
        let picture = DynamicImage::ImageRgba8(picture);
        let picture = if format == ImageFormat::Jpeg { picture.to_rgb8().into() } else { picture };
        picture.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    };
    let mut tried = 0;
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif] {
        let whole = sample(format);
        let step = (whole.len() / 70).max(1);
        for cut in (0..whole.len()).step_by(step) {
            // Cut off, and with one byte turned over: a decoder may refuse it or guess, never break.
            let mut turned = whole.clone();
            turned[cut] ^= 0xFF;
            for bytes in [&whole[..cut], &turned[..]] {
                let said = worker::answer(What::Picture, bytes).unwrap();
                assert!(said.contains(&b'\n'), "{format:?} at {cut}");
                tried += 1;
            }
        }
    }
    assert!(tried >= 500, "only {tried} files");
    Ended::without_a_venue()
}

#[test]
fn the_process_that_decodes_can_reach_nothing_and_may_not_grow() {
    let mut worker = Command::new(env!("CARGO_BIN_EXE_parvis"))
        .args([COMMAND, "picture"])
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // More than a pipe holds: once it is written, the other side reads, and has confined itself before.
    worker.stdin.as_mut().unwrap().write_all(&vec![0; 1 << 20]).unwrap();
    let about =
        |file: &str| std::fs::read_to_string(format!("/proc/{}/{file}", worker.id())).unwrap();
    let limits = about("limits");
    let limit = |name: &str| -> Vec<String> {
        let line = limits.lines().find(|line| line.starts_with(name)).expect(name);
        line[name.len()..].split_whitespace().take(2).map(str::to_owned).collect()
    };
    assert_eq!(limit("Max open files"), ["3", "3"], "it could open a file or a connection");
    assert_eq!(limit("Max processes"), ["0", "0"]);
    assert_eq!(limit("Max file size"), ["0", "0"]);
    assert_eq!(limit("Max address space"), ["1073741824", "1073741824"]);
    assert_eq!(limit("Max cpu time"), ["8", "8"]);
    assert!(about("status").contains("NoNewPrivs:\t1"));
    assert_eq!(about("environ"), "", "secrets of the environment reach it");
    drop(worker.stdin.take());
    let said = worker.wait_with_output().unwrap();
    assert!(said.status.success());
    assert_eq!(String::from_utf8_lossy(&said.stdout), "{\"Refused\":\"Kind\"}\n");
}

#[tokio::test]
async fn a_decoder_that_dies_or_lies_is_a_damaged_picture_or_our_fault_and_never_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("decoder");
    let test = TestApp::with_decoder(&program).await;
    for (about, script, message) in [
        ("killed", "kill -9 $$", "media-refused-damaged"),
        ("a failure", "exit 1", "media-refused-damaged"),
        ("nonsense", "cat >/dev/null; echo nonsense", ""),
        (
            "more than there is",
            "cat >/dev/null; echo '{\"Prepared\":{\"blurhash\":\"\",\"millis\":0,\"peaks\":\"\",\"files\":[{\"kind\":\"Jpeg\",\"width\":1,\"height\":1,\"bytes\":99999999}]}}'",
            "",
        ),
    ] {
        std::fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&program, std::os::unix::fs::PermissionsExt::from_mode(0o700))
            .unwrap();
        let refused =
            test.app.media.add(&test.app, pictures::jpeg(64, 64, 1).into()).await.unwrap_err();
        match refused {
            parvis::kernel::error::Error::Invalid(errors) => {
                assert_eq!(errors.0["picture"].key, message, "{about}")
            }
            _ => assert_eq!(message, "", "{about}"),
        }
    }
    assert!(files(test.app.media.root()).is_empty());
}
