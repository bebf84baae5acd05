//! What members are told: on the page, by letter, on their devices; and what they are not told.

use std::time::Duration;

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use diesel::prelude::*;
use http::header;
use parvis::{
    kernel::{clock::Time, db, entropy::sha256_hex, id::Id},
    schema,
};
use serde_json::Value;
use web_push_native::{decrypt, p256::SecretKey};

use crate::{
    attacks::{Ended, assert_alike},
    support::Browser,
    voices::{Hung, hung, hung_with_mail},
};

/// Words under the work, by a member.
pub async fn say(h: &Hung, member: &mut Browser, text: &str) {
    let answer = member.post(&format!("{}/traces", h.page), &[("text", text)]).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    h.test.settle().await;
}

/// An answer to words.
pub async fn answer(h: &Hung, member: &mut Browser, to: &str, text: &str) {
    let above = h.trace(to).await.id;
    let path = format!("/traces/{above}/reponses");
    assert_eq!(member.post(&path, &[("text", text)]).await.status, 303);
    h.test.settle().await;
}

async fn told(h: &Hung) -> i64 {
    h.test.query(|conn| schema::notifications::table.count().get_result(conn)).await
}

#[tokio::test]
async fn an_answer_is_told_to_whom_it_answers_once_and_marked_when_read() {
    let h = hung().await;
    let (mut lea, mut noe) = (h.member("lea").await, h.member("noe").await);
    say(&h, &mut lea, "On dirait la mer.").await;
    answer(&h, &mut noe, "On dirait la mer.", "Moi, j’y vois la crue.").await;
    let page = lea.get("/notifications").await;
    assert!(page.contains("noe a répondu à vos mots"), "{}", page.text());
    assert!(page.contains("Moi, j’y vois la crue."));
    assert!(page.contains("Les Rives basses"));
    assert!(lea.get("/").await.contains("1 nouvelle"));
    assert!(!noe.get("/notifications").await.contains("a répondu"), "nobody is told of their own");
    // Heard again, it is told once.
    let trace = h.trace("Moi, j’y vois la crue.").await.id;
    h.test.app.write(move |tx| parvis::platform::objects::revise(tx, trace)).await.unwrap();
    h.test.settle().await;
    assert_eq!(told(&h).await, 1);
    // Looking at the page reads nothing; saying so does.
    assert!(lea.get("/notifications").await.contains("1 nouvelle"));
    let id = h
        .test
        .query(|conn| {
            schema::notifications::table.select(schema::notifications::id).first::<Id>(conn)
        })
        .await;
    let ids = id.to_string();
    let mut other = noe;
    other.post("/notifications/lues", &[("ids", &ids)]).await;
    assert!(lea.get("/").await.contains("1 nouvelle"), "nobody reads for somebody else");
    assert_eq!(lea.post("/notifications/lues", &[("ids", &ids)]).await.status, 303);
    assert!(!lea.get("/").await.contains("1 nouvelle"));
}

#[tokio::test]
async fn an_answer_from_elsewhere_is_told_too_and_one_by_somebody_blocked_is_not() {
    let h = hung().await;
    let mut lea = h.member("lea").await;
    let words = [("text", "On dirait la mer."), ("share", "1")];
    assert_eq!(lea.post(&format!("{}/traces", h.page), &words).await.status, 303);
    h.test.settle().await;
    let remote = h.test.remote("mastodon.example").await;
    let (alice, mallory) = (remote.person("alice"), remote.person("mallory"));
    let above = h.trace("On dirait la mer.").await;
    let note = remote.note(&alice, "1", &above.iri, "<p>Depuis Brest, oui.</p>");
    assert_eq!(h.deliver(&remote, &alice, &remote.create(&alice, &note)).await, "applied");
    let rude = remote.note(&mallory, "2", &above.iri, "<p>Nul.</p>");
    assert_eq!(h.deliver(&remote, &mallory, &remote.create(&mallory, &rude)).await, "applied");
    let page = lea.get("/notifications").await;
    assert!(page.contains("Depuis Brest, oui.") && page.contains("Nul."));
    let mut admin = h.test.admin().await;
    let rude = h.trace("Nul.").await.id;
    let path = format!("/equipe/moderation/{rude}");
    assert_eq!(admin.post(&path, &[("action", "block-person")]).await.status, 303);
    h.test.settle().await;
    let page = lea.get("/notifications").await;
    assert!(page.contains("Depuis Brest, oui.") && !page.contains("Nul."), "{}", page.text());
    assert!(lea.get("/").await.contains("1 nouvelle"), "and it is not counted");
}

#[tokio::test]
async fn nothing_is_told_of_what_its_reader_may_not_see() {
    let h = hung().await;
    let (mut lea, mut noe) = (h.member("lea").await, h.member("noe").await);
    say(&h, &mut lea, "On dirait la mer.").await;
    h.decide(|venue| venue.hold_member_traces = true).await;
    answer(&h, &mut noe, "On dirait la mer.", "Secret en attente.").await;
    assert_eq!(told(&h).await, 0, "what waits to be read is no news");
    h.decide(|venue| venue.hold_member_traces = false).await;
    answer(&h, &mut noe, "On dirait la mer.", "Bientôt masqué.").await;
    answer(&h, &mut noe, "On dirait la mer.", "Bientôt retiré.").await;
    assert!(lea.get("/notifications").await.contains("Bientôt masqué."));
    let mut admin = h.test.admin().await;
    let hidden = h.trace("Bientôt masqué.").await.id;
    admin.post(&format!("/equipe/moderation/{hidden}"), &[("action", "hide")]).await;
    let withdrawn = h.trace("Bientôt retiré.").await.id;
    assert_eq!(noe.post(&format!("/traces/{withdrawn}/retirer"), &[]).await.status, 303);
    // At once, not only once the journal was read.
    let page = lea.get("/notifications").await;
    for gone in ["Secret", "masqué.", "retiré.", "nouvelle"] {
        assert!(!page.contains(gone), "{gone}: {}", page.text());
    }
    h.test.settle().await;
    let page = noe.get("/notifications").await;
    assert!(page.contains("L’équipe a masqué vos mots"), "its author is told: {}", page.text());
}

#[tokio::test]
async fn thanks_pins_and_decisions_reach_their_author() {
    let h = hung().await;
    h.decide(|venue| venue.hold_member_traces = true).await;
    let mut lea = h.member("lea").await;
    say(&h, &mut lea, "On dirait la mer.").await;
    let id = h.trace("On dirait la mer.").await.id;
    let mut admin = h.test.admin().await;
    admin.post(&format!("/equipe/moderation/{id}"), &[("action", "approve")]).await;
    assert_eq!(lea.post(&format!("/traces/{id}/remercier"), &[]).await.status, 404, "staff only");
    assert_eq!(admin.post(&format!("/traces/{id}/remercier"), &[]).await.status, 303);
    assert_eq!(admin.post(&format!("/traces/{id}/epingler"), &[]).await.status, 303);
    h.test.settle().await;
    let page = lea.get("/notifications").await;
    for said in ["Vos mots sont publiés", "vous remercie", "épinglés en haut"] {
        assert!(page.contains(said), "{said}: {}", page.text());
    }
    assert!(h.read().await.contains("le lieu remercie"));
    // Taken back, they are told no more.
    admin.post(&format!("/traces/{id}/remercier"), &[]).await;
    admin.post(&format!("/traces/{id}/epingler"), &[]).await;
    h.test.settle().await;
    let page = lea.get("/notifications").await;
    assert!(!page.contains("vous remercie") && !page.contains("épinglés"), "{}", page.text());
}

#[tokio::test]
async fn the_thanks_of_the_venue_reach_an_author_elsewhere_as_a_like() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let alice = remote.person("alice");
    let note = h.reply(&remote, &alice, "1", "<p>Depuis Brest.</p>").await;
    let id = h.object(note["id"].as_str().unwrap()).await.id;
    let mut admin = h.test.admin().await;
    assert_eq!(admin.post(&format!("/traces/{id}/remercier"), &[]).await.status, 303);
    h.test.settle().await;
    let likes = remote.received_of("Like");
    assert_eq!(likes.len(), 1);
    assert_eq!(likes[0]["actor"], "http://musee.test/actors/musee");
    assert_eq!(likes[0]["object"], note["id"]);
}

#[tokio::test]
async fn likes_are_one_line_and_whoever_follows_hears_of_new_words_once_an_hour() {
    let h = hung().await;
    let (mut lea, mut noe, mut ada) =
        (h.member("lea").await, h.member("noe").await, h.member("ada").await);
    let path = format!("/objets/{}/suivre", h.artwork.id);
    assert_eq!(ada.post(&path, &[("suivre", "oui")]).await.status, 303);
    h.test.advance(Duration::from_secs(1));
    say(&h, &mut lea, "On dirait la mer.").await;
    say(&h, &mut noe, "Et le vent.").await;
    let page = ada.get("/notifications").await;
    assert!(
        page.contains("lea a laissé un mot") && !page.contains("noe a laissé"),
        "{}",
        page.text()
    );
    h.test.advance(Duration::from_secs(3600));
    say(&h, &mut noe, "Et la pluie.").await;
    assert!(ada.get("/notifications").await.contains("Et la pluie."));
    let id = h.trace("On dirait la mer.").await.id;
    for member in [&mut noe, &mut ada] {
        assert_eq!(member.post(&format!("/objets/{id}/aimer"), &[]).await.status, 303);
    }
    h.test.settle().await;
    let page = lea.get("/notifications").await;
    assert!(page.contains("ada et une autre personne aiment vos mots"), "{}", page.text());
    noe.post(&format!("/objets/{id}/aimer"), &[]).await;
    h.test.settle().await;
    assert!(lea.get("/notifications").await.contains("ada aime vos mots"));
}

/// A member who answered the letter that shows whose their address is.
async fn shown_to_be(h: &Hung, handle: &str) -> Browser {
    let mut member = h.member(handle).await;
    let code = h.test.letters().await.pop().expect("a letter").code();
    let entered = member.post("/connexion/code", &[("code", code.as_str())]).await;
    assert_eq!(entered.status, 303);
    member
}

/// Presses a button on the page of somebody by their name here.
async fn keep_away(
    h: &Hung,
    member: &mut Browser,
    name: &'static str,
    (what, action): (&str, &str),
) {
    let id = h.actor_named(name).await;
    let answer = member.post(&format!("/personnes/{id}/{what}"), &[("action", action)]).await;
    assert_eq!(answer.status, 303);
    h.test.settle().await;
}

#[tokio::test]
async fn whom_a_member_muted_or_blocked_is_told_neither_on_the_page_nor_by_letter_nor_on_a_device()
{
    let h = hung_with_mail().await;
    let mut admin = h.test.admin().await;
    let (mut lea, mut noe) = (shown_to_be(&h, "lea").await, shown_to_be(&h, "noe").await);
    let choice =
        [("rhythm", "daily"), ("answer-mail", "1"), ("answer-site", "1"), ("answer-push", "1")];
    assert_eq!(admin.post("/notifications/reglages", &choice).await.status, 303);
    let service = h.test.remote("push.example").await;
    let endpoint = format!("http://{}/push/admin", service.host());
    assert_eq!(Device::new().sign_up(&mut admin, &endpoint).await, 303);
    service.script("/push/admin", 201, Vec::new(), "");
    say(&h, &mut admin, "On dirait la mer.").await;
    // Told before they were muted: gone from the page and from the letter of the next morning.
    answer(&h, &mut lea, "On dirait la mer.", "Dit avant.").await;
    assert!(admin.get("/notifications").await.contains("Dit avant."));
    keep_away(&h, &mut admin, "lea", ("masquer", "mute")).await;
    assert!(!admin.get("/notifications").await.contains("Dit avant."));
    assert!(!admin.get("/").await.contains("1 nouvelle"), "nor counted");
    service.forget();
    answer(&h, &mut lea, "On dirait la mer.", "Dit après.").await;
    assert_eq!(service.seen().len(), 0, "no device is told");
    let letters = h.test.letters().await.len();
    h.test.set_clock(Time::parse("2026-06-02T06:00:01Z").unwrap());
    assert_eq!(h.test.letters().await.len(), letters, "nothing to say, no letter");
    // Muted by one, heard by the others; heard again, what was said meanwhile stays unsaid.
    answer(&h, &mut noe, "Dit après.", "Je te réponds.").await;
    assert!(lea.get("/notifications").await.contains("Je te réponds."));
    keep_away(&h, &mut admin, "lea", ("masquer", "unmute")).await;
    let page = admin.get("/notifications").await;
    assert!(page.contains("Dit avant.") && !page.contains("Dit après."), "{}", page.text());
    keep_away(&h, &mut admin, "lea", ("bloquer", "block")).await;
    assert!(!admin.get("/notifications").await.contains("Dit avant."));
}

#[tokio::test]
async fn words_of_somebody_muted_do_not_stand_in_the_way_of_those_of_others() {
    let h = hung().await;
    let (mut lea, mut noe, mut ada) =
        (h.member("lea").await, h.member("noe").await, h.member("ada").await);
    let path = format!("/objets/{}/suivre", h.artwork.id);
    assert_eq!(ada.post(&path, &[("suivre", "oui")]).await.status, 303);
    keep_away(&h, &mut ada, "lea", ("masquer", "mute")).await;
    h.test.advance(Duration::from_secs(1));
    say(&h, &mut lea, "On dirait la mer.").await;
    say(&h, &mut noe, "Et le vent.").await;
    let page = ada.get("/notifications").await;
    assert!(page.contains("noe a laissé un mot") && !page.contains("la mer"), "{}", page.text());
}

#[tokio::test]
async fn a_kind_nobody_wants_is_not_told_and_the_choice_stands() {
    let h = hung().await;
    let (mut lea, mut noe) = (h.member("lea").await, h.member("noe").await);
    say(&h, &mut lea, "On dirait la mer.").await;
    let everything_off = [("rhythm", "never")];
    let answered = lea.post("/notifications/reglages", &everything_off).await;
    assert_eq!(answered.status, 303);
    answer(&h, &mut noe, "On dirait la mer.", "Oui.").await;
    assert_eq!(told(&h).await, 0);
    let back = [("rhythm", "never"), ("answer-site", "1")];
    lea.post("/notifications/reglages", &back).await;
    answer(&h, &mut noe, "On dirait la mer.", "Encore.").await;
    assert!(lea.get("/notifications").await.contains("Encore."));
    let wrong = lea.post("/notifications/reglages", &[("rhythm", "hourly")]).await;
    assert_eq!(wrong.status, 422);
}

#[tokio::test]
async fn what_was_told_is_forgotten_after_ninety_days_and_with_whoever_leaves() {
    let h = hung().await;
    let (mut lea, mut noe) = (h.member("lea").await, h.member("noe").await);
    say(&h, &mut lea, "On dirait la mer.").await;
    answer(&h, &mut noe, "On dirait la mer.", "Oui.").await;
    answer(&h, &mut lea, "Oui.", "N’est-ce pas.").await;
    assert_eq!(told(&h).await, 2);
    let closing = [("password", crate::support::PASSWORD)];
    assert_eq!(noe.post("/compte/fermer", &closing).await.status, 303);
    h.test.settle().await;
    assert_eq!(told(&h).await, 0, "told to them and told of them");
    let mut ada = h.member("ada").await;
    answer(&h, &mut ada, "On dirait la mer.", "Vraiment.").await;
    assert_eq!(told(&h).await, 1);
    h.test.advance(Duration::from_secs(91 * 86_400));
    parvis::platform::tidy::round(&h.test.app).await.unwrap();
    assert_eq!(told(&h).await, 0);
}

#[tokio::test]
async fn a_digest_says_what_is_new_on_the_chosen_morning_and_nothing_otherwise() {
    let h = hung_with_mail().await;
    let mut admin = h.test.admin().await;
    let words = [("rhythm", "daily"), ("answer-mail", "1"), ("answer-site", "1")];
    assert_eq!(admin.post("/notifications/reglages", &words).await.status, 303);
    say(&h, &mut admin, "On dirait la mer.").await;
    let id = h.trace("On dirait la mer.").await.id;
    assert_eq!(admin.post(&format!("/traces/{id}/epingler"), &[]).await.status, 303);
    h.test.settle().await;
    let before = h.test.letters().await.len();
    // The next morning at eight, by the venue's clocks; pins were not chosen: nothing to say, no letter.
    h.test.set_clock(Time::parse("2026-06-02T06:00:01Z").unwrap());
    assert_eq!(h.test.letters().await.len(), before);
    let words = [("rhythm", "daily"), ("pinned-mail", "1"), ("pinned-site", "1")];
    admin.post("/notifications/reglages", &words).await;
    for _ in 0..2 {
        assert_eq!(admin.post(&format!("/traces/{id}/epingler"), &[]).await.status, 303);
        h.test.settle().await;
    }
    h.test.set_clock(Time::parse("2026-06-03T06:00:01Z").unwrap());
    let letters = h.test.letters().await;
    assert_eq!(letters.len(), before + 1);
    let letter = letters.last().unwrap();
    assert_eq!(letter.to, "admin@musee.test");
    assert!(letter.text.contains("épinglés en haut du fil"), "{}", letter.text);
    assert!(letter.text.contains(&format!("http://musee.test/traces/{id}")));
    assert!(letter.raw.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"));
    // Told once: the morning after says nothing.
    h.test.set_clock(Time::parse("2026-06-04T06:00:01Z").unwrap());
    assert_eq!(h.test.letters().await.len(), before + 1);
    // One click of a mail program, without a cookie, ends it; twice is once.
    let link = letter.text.lines().find(|line| line.contains("/notifications/arret/")).unwrap();
    let path = link.trim().trim_start_matches("http://musee.test").to_owned();
    assert_eq!(h.test.browser().get(&path).await.status, 200, "looking ends nothing");
    for _ in 0..2 {
        let click = [("List-Unsubscribe", "One-Click")];
        assert_eq!(h.test.browser().post(&path, &click).await.status, 200);
    }
    let rhythm: String = h
        .test
        .query(|conn| {
            schema::notification_rhythms::table
                .select(schema::notification_rhythms::rhythm)
                .first(conn)
        })
        .await;
    assert_eq!(rhythm, "never");
    // The link is good for one member, and nowhere kept.
    let token = path.trim_start_matches("/notifications/arret/");
    let (member, sealed) = token.split_once('.').unwrap();
    let other = member.parse::<i64>().unwrap() + 1;
    for wrong in
        ["x".to_owned(), format!("{other}.{sealed}"), format!("{member}."), String::from(member)]
    {
        let path = format!("/notifications/arret/{wrong}");
        assert_eq!(h.test.browser().get(&path).await.status, 404, "{wrong}");
        assert_eq!(h.test.browser().post(&path, &[]).await.status, 404, "{wrong}");
    }
    let kept: Option<String> = h
        .test
        .query(|conn| {
            use schema::notification_rhythms as r;
            r::table.select(r::old_link_hash).first(conn)
        })
        .await;
    assert_eq!(kept, None);
}

#[tokio::test]
async fn letters_of_before_an_upgrade_can_still_be_ended() {
    let h = hung_with_mail().await;
    let mut admin = h.test.admin().await;
    let words = [("rhythm", "daily"), ("answer-mail", "1"), ("answer-site", "1")];
    assert_eq!(admin.post("/notifications/reglages", &words).await.status, 303);
    let mut conn = db::open(&h.test.app.config.database_url, db::Use::Write).unwrap();
    db::down_before(&mut conn, "20261128120000").unwrap();
    db::execute(&mut conn, "UPDATE notification_rhythms SET token = 'as-in-the-letter'").unwrap();
    db::up(&mut conn).unwrap();
    let kept: (String, Option<Time>, Option<String>) = {
        use schema::notification_rhythms as r;
        r::table.select((r::rhythm, r::next_at, r::old_link_hash)).first(&mut conn).unwrap()
    };
    assert_eq!(kept.0, "daily");
    assert!(kept.1.is_some());
    let sum = kept.2.unwrap();
    assert_eq!(sum, sha256_hex(b"as-in-the-letter"));
    assert_eq!(h.test.browser().get(&format!("/notifications/arret/{sum}")).await.status, 404);
    let path = "/notifications/arret/as-in-the-letter";
    assert_eq!(h.test.browser().get(path).await.status, 200);
    assert_eq!(h.test.browser().post(path, &[]).await.status, 200);
    let rhythm: String = h
        .test
        .query(|conn| {
            use schema::notification_rhythms as r;
            r::table.select(r::rhythm).first(conn)
        })
        .await;
    assert_eq!(rhythm, "never");
    // On the way back everybody keeps their rhythm, and has a link nobody knows.
    db::down_before(&mut conn, "20261128120000").unwrap();
    db::up(&mut conn).unwrap();
    assert_eq!(h.test.browser().get(path).await.status, 404);
}

/// A device: its secret key, what it shares, and the form that signs it up.
pub struct Device {
    secret: SecretKey,
    auth: [u8; 16],
}

impl Device {
    pub fn new() -> Self {
        Self { secret: SecretKey::from_slice(&[7; 32]).unwrap(), auth: [9; 16] }
    }

    /// What it shares: its public key, and the secret of its messages.
    pub fn shared(&self) -> (String, String) {
        let public = self.secret.public_key().to_sec1_bytes();
        (URL_SAFE_NO_PAD.encode(public), URL_SAFE_NO_PAD.encode(self.auth))
    }

    pub async fn sign_up(&self, member: &mut Browser, endpoint: &str) -> u16 {
        let (public, auth) = self.shared();
        let fields = [("endpoint", endpoint), ("p256dh", public.as_str()), ("auth", auth.as_str())];
        member.post("/notifications/appareils", &fields).await.status
    }
}

#[tokio::test]
async fn a_device_is_told_at_once_in_words_only_it_can_read() {
    let h = hung().await;
    let (mut lea, mut noe) = (h.member("lea").await, h.member("noe").await);
    let service = h.test.remote("push.example").await;
    let device = Device::new();
    let endpoint = format!("http://{}/push/lea", service.host());
    let key = lea.post("/notifications/appareils", &[]).await;
    assert_eq!(key.status, 200);
    assert_eq!(device.sign_up(&mut lea, &endpoint).await, 303);
    assert!(lea.get("/notifications/reglages").await.contains("/retirer"));
    say(&h, &mut lea, "On dirait la mer.").await;
    service.forget();
    service.script("/push/lea", 201, Vec::new(), "");
    answer(&h, &mut noe, "On dirait la mer.", "Moi, j’y vois la crue.").await;
    let sent = service.seen();
    assert_eq!(sent.len(), 1, "one message");
    let message = &sent[0];
    let header = |name: &str| message.headers.get(name).unwrap().to_str().unwrap().to_owned();
    assert_eq!(header("content-encoding"), "aes128gcm");
    assert!(header("ttl").parse::<u64>().unwrap() > 0);
    let opened = decrypt(message.body.to_vec(), &device.secret, &device.auth.into()).unwrap();
    let shown: Value = serde_json::from_slice(&opened).unwrap();
    assert_eq!(shown["title"], "Musée des Rives");
    assert!(shown["body"].as_str().unwrap().contains("Moi, j’y vois la crue."), "{shown}");
    assert!(shown["url"].as_str().unwrap().starts_with("/traces/"), "{shown}");
    // The service knows who sends, by the key the browser was given.
    let authorization = header(header::AUTHORIZATION.as_str());
    let (token, public) =
        authorization.strip_prefix("vapid t=").unwrap().split_once(", k=").unwrap();
    assert_eq!(public, key.text());
    let (said, signed) = token.rsplit_once('.').unwrap();
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, URL_SAFE_NO_PAD.decode(public).unwrap())
        .verify(said.as_bytes(), &URL_SAFE_NO_PAD.decode(signed).unwrap())
        .unwrap();
    // Gone at its maker's: forgotten here.
    service.script("/push/lea", 410, Vec::new(), "");
    answer(&h, &mut noe, "On dirait la mer.", "Et la pluie.").await;
    let left: i64 =
        h.test.query(|conn| schema::push_subscriptions::table.count().get_result(conn)).await;
    assert_eq!(left, 0);
}

/// A case of the attacks.
#[tokio::test]
pub async fn a_device_is_seen_and_removed_by_nobody_else() -> Ended {
    let h = hung().await;
    let (mut lea, mut noe) = (h.member("lea").await, h.member("noe").await);
    lea.post("/notifications/appareils", &[]).await;
    assert_eq!(Device::new().sign_up(&mut lea, "http://push.example/lea").await, 303);
    h.test.settle().await;
    let devices = schema::push_subscriptions::table.select(schema::push_subscriptions::id);
    let device: Id = h.test.query(move |conn| devices.first(conn)).await;
    let mut admin = h.test.admin().await;
    let before = h.test.state().await;
    let settings = noe.get("/notifications/reglages").await;
    assert!(!settings.contains(&device.to_string()) && !settings.contains("/retirer"));
    let remove = |id: &str| format!("/notifications/appareils/{id}/retirer");
    for (who, status) in [(&mut noe, 404), (&mut admin, 404), (&mut h.test.browser(), 303)] {
        assert_alike(who, status, &device.to_string(), remove).await;
    }
    assert!(lea.get("/notifications/reglages").await.contains(&remove(&device.to_string())));
    Ended::unchanged(&h.test, &before, &[]).await
}

#[tokio::test]
async fn a_new_password_and_closed_sessions_leave_no_device_that_hears() {
    let h = hung().await;
    let mut lea = h.member("lea").await;
    let service = h.test.remote("push.example").await;
    let endpoint = format!("http://{}/push/lea", service.host());
    let mut noe = h.member("noe").await;
    noe.post("/notifications/appareils", &[]).await;
    assert_eq!(Device::new().sign_up(&mut noe, &format!("{endpoint}/noe")).await, 303);
    let password = [
        ("current_password", crate::support::PASSWORD),
        ("password", "une autre phrase bien longue"),
    ];
    for (form, fields) in
        [("/compte/sessions/fermer-les-autres", &[][..]), ("/compte/mot-de-passe", &password[..])]
    {
        lea.post("/notifications/appareils", &[]).await;
        assert_eq!(Device::new().sign_up(&mut lea, &endpoint).await, 303);
        assert_eq!(lea.post(form, fields).await.status, 303, "{form}");
        let left: Vec<String> = h
            .test
            .query(|conn| {
                schema::push_subscriptions::table
                    .select(schema::push_subscriptions::endpoint)
                    .load(conn)
            })
            .await;
        assert_eq!(left, [format!("{endpoint}/noe")], "{form}");
    }
}

#[tokio::test]
async fn what_was_read_or_hidden_before_the_device_answered_is_not_told_any_more() {
    let h = hung().await;
    let (mut lea, mut noe) = (h.member("lea").await, h.member("noe").await);
    let service = h.test.remote("push.example").await;
    let endpoint = format!("http://{}/push/lea", service.host());
    lea.post("/notifications/appareils", &[]).await;
    assert_eq!(Device::new().sign_up(&mut lea, &endpoint).await, 303);
    say(&h, &mut lea, "On dirait la mer.").await;
    service.script("/push/lea", 503, Vec::new(), "");
    answer(&h, &mut noe, "On dirait la mer.", "Lu ailleurs.").await;
    answer(&h, &mut noe, "On dirait la mer.", "Bientôt masqué.").await;
    let hidden = h.trace("Bientôt masqué.").await.id;
    let mut admin = h.test.admin().await;
    admin.post(&format!("/equipe/moderation/{hidden}"), &[("action", "hide")]).await;
    let until = i64::MAX.to_string();
    lea.post("/notifications/lues", &[("until", &until)]).await;
    service.script("/push/lea", 201, Vec::new(), "");
    service.forget();
    h.test.advance(Duration::from_secs(3600));
    h.test.settle().await;
    assert!(service.seen().is_empty());
}

#[tokio::test]
async fn an_address_that_is_no_push_service_is_refused() {
    let h = hung().await;
    let mut lea = h.member("lea").await;
    lea.post("/notifications/appareils", &[]).await;
    let device = Device::new();
    for endpoint in ["x", "ftp://push.example/x", "http://musee.test/inbox", "http://10.0.0.1/x"] {
        assert_eq!(device.sign_up(&mut lea, endpoint).await, 422, "{endpoint}");
    }
    let fields = [("endpoint", "https://push.example/x"), ("p256dh", "AAAA"), ("auth", "AAAA")];
    assert_eq!(lea.post("/notifications/appareils", &fields).await.status, 422);
    assert_eq!(h.test.browser().post("/notifications/appareils", &[]).await.status, 303);
}
