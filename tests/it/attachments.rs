//! Sounds and pictures that go with words: sent, kept when the form comes back, described, consented to, erased.

use std::time::Duration;

use diesel::prelude::*;
use parvis::{
    features::traces::Purpose,
    platform::{media, tidy},
    schema,
};

use crate::{
    guests,
    support::{Answer, Browser, pictures, sounds},
    voices::{Hung, follow, hung},
};

const SAID: &str = "Écoutez l’eau";

fn recording() -> Vec<u8> {
    sounds::wav(16_000, 32_000, |i| ((i % 80) as i16 - 40) * 300)
}

async fn send(
    h: &Hung,
    browser: &mut Browser,
    fields: &[(&str, &str)],
    files: &[(&str, &str, &str, &[u8])],
) -> Answer {
    browser.post_files(&format!("{}/traces", h.page), fields, files).await
}

async fn with_sound(h: &Hung, browser: &mut Browser, fields: &[(&str, &str)]) -> Answer {
    let sound = recording();
    send(h, browser, fields, &[("sound", "note.wav", "audio/wav", &sound)]).await
}

/// The value of a hidden field of a page.
fn hidden(page: &Answer, name: &str) -> String {
    let mark = format!("name=\"{name}\" value=\"");
    let text = page.text();
    let (_, rest) = text.split_once(&mark).unwrap_or_else(|| panic!("no {name}"));
    rest.split('"').next().unwrap().to_owned()
}

async fn files_kept(h: &Hung) -> Vec<String> {
    h.test.app.read(media::files).await.unwrap()
}

#[tokio::test]
async fn a_sound_may_say_it_all_and_is_played_drawn_and_written() {
    let h = hung().await;
    let mut lea = h.member("lea").await;
    let left = with_sound(&h, &mut lea, &[("sound_summary", "L’eau sous la passerelle")]).await;
    assert_eq!(left.status, 303, "{}", left.text());
    let page = h.read().await;
    assert!(page.contains("<audio controls") && page.contains("type=\"audio/wav\""));
    assert!(page.contains("class=\"wave\"") && page.contains("L’eau sous la passerelle"));
    assert!(page.contains("0:02"), "how long it is");
}

#[tokio::test]
async fn two_sounds_without_a_word_are_two_traces() {
    let h = hung().await;
    let mut lea = h.member("lea").await;
    for _ in 0..2 {
        assert_eq!(with_sound(&h, &mut lea, &[]).await.status, 303);
    }
    assert_eq!(h.read().await.matches("<audio").count(), 2);
}

#[tokio::test]
async fn a_picture_needs_words_for_it_and_waits_while_they_are_written() {
    let h = hung().await;
    let mut lea = h.member("lea").await;
    let picture = pictures::jpeg(700, 300, 1);
    let files = [("picture", "moi.jpg", "image/jpeg", &picture[..])];
    let back = send(&h, &mut lea, &[("text", SAID)], &files).await;
    assert_eq!(back.status, 422);
    assert!(back.contains("Dites en une phrase ce que montre l’image"));
    assert!(back.contains(SAID) && back.contains("plate thumb"), "nothing is lost");
    let token = hidden(&back, "picture_held");
    let fields = [("text", SAID), ("picture_held", &token), ("picture_alt", "Deux barques")];
    assert_eq!(send(&h, &mut lea, &fields, &[]).await.status, 303);
    assert!(h.read().await.contains("alt=\"Deux barques\""));
}

#[tokio::test]
async fn a_good_file_is_held_while_the_other_is_corrected() {
    let h = hung().await;
    let mut lea = h.member("lea").await;
    let (sound, picture) = (recording(), b"no picture".to_vec());
    let files = [
        ("sound", "note.wav", "audio/wav", &sound[..]),
        ("picture", "x.jpg", "image/jpeg", &picture[..]),
    ];
    let fields = [("sound_summary", "L’eau"), ("reuse_wall", "1")];
    let back = send(&h, &mut lea, &fields, &files).await;
    assert_eq!(back.status, 422);
    assert!(back.contains("n’est pas une image"));
    assert!(back.contains("<audio controls") && back.contains("value=\"L’eau\""));
    let token = hidden(&back, "sound_held");
    let fields = [("sound_held", &*token), ("sound_summary", "L’eau"), ("sound_without", "1")];
    let without = send(&h, &mut lea, &fields, &[]).await;
    assert_eq!(without.status, 422, "nothing is said once it is taken out");
    assert_eq!(send(&h, &mut lea, &fields[..2], &[]).await.status, 303);
    assert!(h.read().await.contains("<audio controls"));
}

#[tokio::test]
async fn what_is_held_opens_to_whoever_sent_it_and_to_nobody_else() {
    let h = hung().await;
    let (mut lea, mut noe) = (h.member("lea").await, h.member("noe").await);
    let (sound, bad) = (recording(), b"no picture".to_vec());
    let files = [
        ("sound", "note.wav", "audio/wav", &sound[..]),
        ("picture", "x.jpg", "image/jpeg", &bad[..]),
    ];
    let token = hidden(&send(&h, &mut lea, &[], &files).await, "sound_held");
    for guess in [token.as_str(), "1", "0000000000000000000000000000000000000000000"] {
        let taken = send(&h, &mut noe, &[("sound_held", guess), ("text", "À moi")], &[]).await;
        assert_eq!(taken.status, 422, "{guess}");
        assert!(taken.contains("n’est plus gardé") && !taken.contains("<audio"));
    }
    let swapped = [("picture_held", token.as_str()), ("picture_alt", "x"), ("text", "x")];
    assert_eq!(send(&h, &mut lea, &swapped, &[]).await.status, 422, "a sound is no picture");
    assert_eq!(send(&h, &mut lea, &[("sound_held", token.as_str())], &[]).await.status, 303);
}

#[tokio::test]
async fn what_no_form_brings_back_leaves_the_disk() {
    let h = hung().await;
    let mut lea = h.member("lea").await;
    let before = files_kept(&h).await;
    let (sound, bad) = (recording(), b"no picture".to_vec());
    let files = [
        ("sound", "note.wav", "audio/wav", &sound[..]),
        ("picture", "x.jpg", "image/jpeg", &bad[..]),
    ];
    assert_eq!(send(&h, &mut lea, &[], &files).await.status, 422);
    h.test.advance(Duration::from_secs(47 * 3600));
    tidy::round(&h.test.app).await.unwrap();
    assert!(files_kept(&h).await.len() > before.len(), "an outbox may still bring it");
    h.test.advance(Duration::from_secs(2 * 3600));
    tidy::round(&h.test.app).await.unwrap();
    assert_eq!(files_kept(&h).await, before);
}

#[tokio::test]
async fn whoever_writes_too_fast_loses_nothing() {
    let h = hung().await;
    let mut lea = h.member("lea").await;
    for n in 0..20 {
        let text = format!("Mot {n}");
        assert_eq!(send(&h, &mut lea, &[("text", &text)], &[]).await.status, 303);
    }
    let late = send(&h, &mut lea, &[("text", SAID)], &[]).await;
    assert_eq!(late.status, 429);
    assert!(late.contains(SAID) && late.contains("Rien n’est perdu"));
    assert!(late.header("retry-after").parse::<u64>().unwrap() > 0);
}

#[tokio::test]
async fn withdrawing_erases_the_files_within_the_hour() {
    let h = hung().await;
    let mut lea = h.member("lea").await;
    let picture = pictures::jpeg(700, 300, 2);
    let sound = recording();
    let files = [
        ("sound", "note.wav", "audio/wav", &sound[..]),
        ("picture", "x.jpg", "image/jpeg", &picture[..]),
    ];
    let fields = [("text", SAID), ("picture_alt", "Une barque"), ("reuse_wall", "1")];
    assert_eq!(send(&h, &mut lea, &fields, &files).await.status, 303);
    let kept = files_kept(&h).await;
    assert!(kept.len() >= 3, "{kept:?}");
    let trace = h.trace(SAID).await;
    lea.post(&format!("/traces/{}/retirer", trace.id), &[]).await;
    h.test.settle().await;
    h.test.advance(Duration::from_secs(3600));
    h.test.settle().await;
    assert!(files_kept(&h).await.is_empty());
    for file in kept {
        assert_eq!(h.test.browser().get(&format!("/media/{file}")).await.status, 404, "{file}");
        assert!(!media::path_in(h.test.dir.path(), &file).exists(), "{file} is still on disk");
    }
    h.test.assert_no_failed_jobs().await;
}

#[tokio::test]
async fn a_file_that_another_trace_shows_stays_when_one_is_withdrawn() {
    let h = hung().await;
    let (mut lea, mut noe) = (h.member("lea").await, h.member("noe").await);
    assert_eq!(with_sound(&h, &mut lea, &[("text", SAID)]).await.status, 303);
    assert_eq!(with_sound(&h, &mut noe, &[("text", "Pareil")]).await.status, 303);
    let trace = h.trace(SAID).await;
    lea.post(&format!("/traces/{}/retirer", trace.id), &[]).await;
    h.test.advance(Duration::from_secs(3600));
    h.test.settle().await;
    for file in files_kept(&h).await {
        assert_eq!(h.test.browser().get(&format!("/media/{file}")).await.status, 200);
    }
    assert!(h.read().await.contains("<audio"));
}

async fn consents(h: &Hung) -> Vec<(Purpose, i32, bool)> {
    h.test
        .query(|conn| {
            schema::reuse_consents::table
                .order(schema::reuse_consents::purpose)
                .select((
                    schema::reuse_consents::purpose,
                    schema::reuse_consents::wording,
                    schema::reuse_consents::withdrawn_at.is_null(),
                ))
                .load(conn)
        })
        .await
}

#[tokio::test]
async fn the_venue_may_reuse_what_its_author_said_and_only_until_they_change_their_mind() {
    let h = hung().await;
    let mut lea = h.member("lea").await;
    assert_eq!(send(&h, &mut lea, &[("text", "Rien de plus")], &[]).await.status, 303);
    assert!(consents(&h).await.is_empty(), "nothing is ticked beforehand");
    let fields = [("text", SAID), ("reuse_wall", "1"), ("reuse_publications", "1")];
    assert_eq!(send(&h, &mut lea, &fields, &[]).await.status, 303);
    assert_eq!(consents(&h).await, [(Purpose::Publications, 1, true), (Purpose::Wall, 1, true)]);
    let told = "le lieu peut le reprendre dans ses publications";
    assert!(h.test.admin().await.get(&h.page).await.contains(told), "staff know");
    assert!(!h.read().await.contains(told), "nobody else does");
    let trace = h.trace(SAID).await;
    let edit = format!("/traces/{}/modifier", trace.id);
    assert_eq!(lea.get(&edit).await.text().matches(" checked").count(), 2);
    let changed = lea.post(&edit, &[("text", SAID), ("reuse_wall", "1")]).await;
    assert_eq!(changed.status, 303);
    assert_eq!(consents(&h).await, [(Purpose::Publications, 1, false), (Purpose::Wall, 1, true)]);
    lea.post(&format!("/traces/{}/retirer", trace.id), &[]).await;
    assert!(consents(&h).await.iter().all(|(_, _, stands)| !stands));
}

#[tokio::test]
async fn staff_see_and_hear_what_waits_and_write_what_is_heard() {
    let h = hung().await;
    h.decide(|venue| venue.hold_member_traces = true).await;
    let mut lea = h.member("lea").await;
    let (sound, picture) = (recording(), pictures::jpeg(700, 300, 3));
    let files = [
        ("sound", "note.wav", "audio/wav", &sound[..]),
        ("picture", "x.jpg", "image/jpeg", &picture[..]),
    ];
    let fields = [("text", SAID), ("picture_alt", "Une barque")];
    assert_eq!(send(&h, &mut lea, &fields, &files).await.status, 303);
    assert!(!h.read().await.contains("<audio"), "it waits");
    let mut admin = h.test.admin().await;
    let queue = admin.get("/equipe/moderation").await;
    assert!(queue.contains("<audio controls") && queue.contains("alt=\"Une barque\""));
    let trace = h.trace(SAID).await;
    let to = format!("/traces/{}/resume", trace.id);
    assert!(queue.contains(&to), "they are asked to write what is heard");
    assert_eq!(lea.post(&to, &[("summary", "Moi")]).await.status, 404, "staff alone may");
    assert_eq!(admin.post(&to, &[("summary", "Une sirène")]).await.status, 303);
    let queue = admin.get("/equipe/moderation").await;
    assert!(queue.contains("Une sirène") && queue.contains("Réécrire ce que l’on entend"));
    // Whoever wrote it, staff may write it better, and stay at the desk.
    let request = admin
        .request(http::Method::POST, &to)
        .header("sec-fetch-site", "same-origin")
        .header("referer", "http://musee.test/equipe/moderation?de=ici")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(axum::body::Body::from("summary=Un+bateau"))
        .unwrap();
    let written = admin.send(request).await;
    assert_eq!(written.location(), "/equipe/moderation?de=ici");
    assert!(admin.follow(&written).await.contains("Un bateau"));
    assert!(lea.get(&format!("/traces/{}", trace.id)).await.contains("Un bateau"));
}

#[tokio::test]
async fn what_goes_to_the_network_goes_with_its_media_and_their_descriptions() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let alice = remote.person("alice");
    h.deliver(&remote, &alice, &follow(&remote, &alice)).await;
    let mut lea = h.member("lea").await;
    let (sound, picture) = (recording(), pictures::jpeg(700, 300, 4));
    let files = [
        ("sound", "note.wav", "audio/wav", &sound[..]),
        ("picture", "x.jpg", "image/jpeg", &picture[..]),
    ];
    let fields = [
        ("text", SAID),
        ("picture_alt", "Une barque"),
        ("sound_summary", "Une sirène"),
        ("share", "1"),
    ];
    assert_eq!(send(&h, &mut lea, &fields, &files).await.status, 303);
    let trace = h.trace(SAID).await;
    let path = trace.iri.replace("http://musee.test", "");
    let note = h.test.browser().get_activity(&path).await.json();
    let media = note["attachment"].as_array().unwrap();
    assert_eq!(media.len(), 2, "{note}");
    assert_eq!(media[0]["type"], "Document");
    assert_eq!(media[0]["mediaType"], "image/jpeg");
    assert_eq!(media[0]["name"], "Une barque");
    assert_eq!((&media[0]["width"], &media[0]["height"]), (&700.into(), &300.into()));
    assert_eq!(media[1]["mediaType"], "audio/wav");
    assert_eq!(media[1]["name"], "Une sirène");
    assert!(media[1]["url"].as_str().unwrap().starts_with("http://musee.test/media/"));
    assert_eq!(note["inReplyTo"], h.artwork.iri);
    // Without the box it stays here.
    assert_eq!(with_sound(&h, &mut lea, &[("text", "Ici")]).await.status, 303);
    let here = h.trace("Ici").await.iri.replace("http://musee.test", "");
    assert_eq!(h.test.browser().get_activity(&here).await.status, 404);
}

/// Sends the form of a visitor without an account.
async fn as_guest(
    h: &Hung,
    browser: &mut Browser,
    fields: &[(&str, &str)],
    files: &[(&str, &str, &str, &[u8])],
) -> Answer {
    let stamp = guests::open(h, browser).await;
    let mut all = vec![("stamp", stamp.as_str())];
    all.extend(fields);
    browser.post_files(&format!("/objets/{}/mot", h.artwork.id), &all, files).await
}

#[tokio::test]
async fn a_guest_leaves_a_sound_that_waits_and_a_picture_only_where_the_venue_wants_them() {
    let h = hung().await;
    let mut guest = h.test.browser();
    let form = guest.get(&format!("/objets/{}/mot", h.artwork.id)).await;
    assert!(form.contains("name=\"sound\"") && !form.contains("name=\"picture\""));
    let sound = recording();
    let files = [("sound", "note.wav", "audio/wav", &sound[..])];
    let left = as_guest(&h, &mut guest, &[("text", SAID)], &files).await;
    assert_eq!(left.status, 303, "{}", left.text());
    assert!(!h.read().await.contains("<audio"), "it waits to be heard");
    assert!(guest.get(&h.page).await.contains("<audio"), "its author hears it at once");
    let picture = pictures::jpeg(700, 300, 5);
    let files = [("picture", "x.jpg", "image/jpeg", &picture[..])];
    let fields = [("text", "Une image"), ("picture_alt", "Une barque")];
    let refused = as_guest(&h, &mut guest, &fields, &files).await;
    assert_eq!(refused.status, 422);
    assert!(refused.contains("on ne peut pas joindre d’image"));
    h.decide(|venue| venue.guest_pictures = true).await;
    assert_eq!(as_guest(&h, &mut guest, &fields, &files).await.status, 303);
    // What guests leave never goes to the network, whatever the form says.
    let shared = as_guest(&h, &mut guest, &[("text", "Partout"), ("share", "1")], &[]).await;
    assert_eq!(shared.status, 303);
    let iri = h.trace("Partout").await.iri.replace("http://musee.test", "");
    assert_eq!(h.test.browser().get_activity(&iri).await.status, 404);
}

#[tokio::test]
async fn a_guests_form_that_waited_two_days_and_whose_answer_was_lost_is_one_trace() {
    let h = hung().await;
    let mut guest = h.test.browser();
    let stamp = guests::open(&h, &mut guest).await;
    h.test.advance(Duration::from_secs(47 * 3600));
    let fields =
        [("text", SAID), ("stamp", stamp.as_str()), ("once", "0123456789abcdef0123456789abcdef")];
    let path = format!("/objets/{}/mot", h.artwork.id);
    // Neither answer, nor its cookie, reached the telephone the first time.
    let first = h.test.browser().post(&path, &fields).await;
    assert_eq!(first.status, 303, "{}", first.text());
    let second = guest.post(&path, &fields).await;
    assert_eq!((second.status, second.location()), (303, first.location()));
    let said: i64 = h
        .test
        .query(|conn| {
            schema::traces::table
                .filter(schema::traces::body_text.eq(SAID))
                .count()
                .get_result(conn)
        })
        .await;
    assert_eq!(said, 1);
    assert!(guest.get(&h.page).await.contains(SAID), "it is still its author's");
}

#[tokio::test]
async fn pictures_and_sounds_of_strangers_are_looked_at_first_even_where_their_words_are_not() {
    let h = hung().await;
    h.decide(|venue| venue.holding.guests = false).await;
    let mut guest = h.test.browser();
    assert_eq!(as_guest(&h, &mut guest, &[("text", "Sans rien")], &[]).await.status, 303);
    assert!(h.read().await.contains("Sans rien"), "words alone are shown at once");
    let sound = recording();
    let files = [("sound", "note.wav", "audio/wav", &sound[..])];
    assert_eq!(as_guest(&h, &mut guest, &[("text", SAID)], &files).await.status, 303);
    assert!(!h.read().await.contains("<audio"));
    let mut admin = h.test.admin().await;
    let queue = admin.get("/equipe/moderation?pourquoi=media").await;
    assert!(queue.contains("<audio") && !queue.contains("Sans rien"), "{}", queue.text());
    // The venue may decide otherwise.
    h.decide(|venue| venue.holding.media = false).await;
    assert_eq!(as_guest(&h, &mut guest, &[("text", "Encore")], &files).await.status, 303);
    assert!(h.read().await.contains("<audio"));
}
