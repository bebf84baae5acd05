//! The queue, decisions and taking them back, reports in and out.

use diesel::prelude::*;
use parvis::{features::follows, kernel::id::Id, platform::objects::State, schema};
use serde_json::json;

use crate::{
    support::Browser,
    voices::{Hung, again, follow, hung},
};

/// The newest entry of the log.
async fn last_entry(h: &Hung) -> Id {
    h.test
        .query(|conn| {
            schema::audit::table
                .order(schema::audit::id.desc())
                .select(schema::audit::id)
                .first(conn)
        })
        .await
}

async fn undo_last(h: &Hung, staff: &mut Browser) {
    let path = format!("/equipe/journal/{}/annuler", last_entry(h).await);
    let answer = staff.post(&path, &[]).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    h.test.settle().await;
}

async fn act(staff: &mut Browser, id: Id, action: &str) -> u16 {
    let path = format!("/equipe/moderation/{id}");
    staff.post(&path, &[("action", action), ("note", "parce que")]).await.status
}

#[tokio::test]
async fn what_waits_is_in_the_queue_and_approving_shows_and_tells_it() {
    let h = hung().await;
    h.decide(|venue| {
        venue.hold_member_traces = true;
        venue.hold_remote_traces = true;
    })
    .await;
    let remote = h.test.remote("mastodon.example").await;
    let alice = remote.person("alice");
    h.deliver(&remote, &alice, &follow(&remote, &alice)).await;
    h.reply(&remote, &alice, "1", "<p>De loin</p>").await;
    let mut lea = h.member("lea").await;
    lea.post(&format!("{}/traces", h.page), &[("text", "D’ici"), ("share", "1")]).await;
    h.test.settle().await;
    assert!(remote.received_of("Create").is_empty(), "it was told before it was read");

    let mut admin = h.test.admin().await;
    let queue = admin.get("/equipe/moderation").await;
    assert!(queue.contains("De loin") && queue.contains("D’ici"));
    assert_eq!(lea.get("/equipe/moderation").await.status, 404);
    for text in ["De loin", "D’ici"] {
        let trace = h.trace(text).await;
        assert_eq!(trace.state, State::Pending);
        assert_eq!(
            lea.post(&format!("/equipe/moderation/{}", trace.id), &[("action", "approve")])
                .await
                .status,
            404
        );
        assert_eq!(act(&mut admin, trace.id, "approve").await, 303);
    }
    h.test.settle().await;
    let page = h.read().await;
    assert!(page.contains("De loin") && page.contains("D’ici"));
    let trace = h.trace("D’ici").await;
    assert_eq!(h.test.browser().get_activity(&format!("/objects/{}", trace.id)).await.status, 200);
    assert!(!admin.get("/equipe/moderation").await.contains("De loin"));
}

#[tokio::test]
async fn hiding_takes_words_out_of_sight_everywhere_and_undoing_brings_them_back() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let alice = remote.person("alice");
    let note = h.reply(&remote, &alice, "1", "<p>Grossier</p>").await;
    let trace = h.object(note["id"].as_str().unwrap()).await;
    let mut admin = h.test.admin().await;
    assert_eq!(act(&mut admin, trace.id, "hide").await, 303);
    assert!(!h.read().await.contains("Grossier"));
    for path in [format!("/traces/{}", trace.id), format!("/traces/{}/fragment", trace.id)] {
        assert_eq!(h.test.browser().get(&path).await.status, 404, "{path}");
    }
    let replies = format!("/objects/{}/replies", h.artwork.id);
    assert!(!h.test.browser().get_activity(&replies).await.contains(&trace.iri));
    assert!(admin.get("/equipe/moderation?file=traite").await.contains("Grossier"));
    let log = admin.get("/equipe/journal").await;
    assert!(log.contains("a masqué les mots de") && log.contains("parce que"));

    undo_last(&h, &mut admin).await;
    assert!(h.read().await.contains("Grossier"));
    let path = format!("/equipe/journal/{}/annuler", last_entry(&h).await);
    let twice = admin.post(&path, &[]).await;
    assert!(admin.follow(&twice).await.contains("déjà occupé"));
}

#[tokio::test]
async fn hiding_what_went_out_takes_it_back_elsewhere() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let alice = remote.person("alice");
    let note = h.reply(&remote, &alice, "1", "<p>Un mot</p>").await;
    let above = h.object(note["id"].as_str().unwrap()).await;
    let mut lea = h.member("lea").await;
    let words = [("text", "Trop loin"), ("share", "1")];
    lea.post(&format!("/traces/{}/reponses", above.id), &words).await;
    h.test.settle().await;
    assert_eq!(remote.received_of("Create").len(), 1);
    let trace = h.trace("Trop loin").await;
    let mut admin = h.test.admin().await;
    act(&mut admin, trace.id, "hide").await;
    h.test.settle().await;
    let gone = remote.received_of("Delete");
    assert_eq!(gone.len(), 1);
    assert_eq!(gone[0]["object"]["id"], json!(trace.iri));
}

#[tokio::test]
async fn blocking_a_person_hides_what_they_said_and_stops_what_they_send() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let alice = remote.person("alice");
    h.deliver(&remote, &alice, &follow(&remote, &alice)).await;
    let note = h.reply(&remote, &alice, "1", "<p>Premier</p>").await;
    let trace = h.object(note["id"].as_str().unwrap()).await;
    let venue = h.test.app.venue().actor_id.unwrap();
    let mut admin = h.test.admin().await;
    assert_eq!(act(&mut admin, trace.id, "block-person").await, 303);
    h.test.settle().await;
    assert!(!h.read().await.contains("Premier"));
    let followers = h.test.app.read(move |conn| follows::count(conn, venue)).await.unwrap();
    assert_eq!(followers, 0);
    let rejected = remote.received_of("Reject");
    assert_eq!(rejected.len(), 1, "their server goes on showing us");
    assert_eq!(rejected[0]["object"]["type"], "Follow");
    assert_eq!(rejected[0]["object"]["actor"], json!(alice.iri));
    let more = remote.note(&alice, "2", &h.artwork.iri, "<p>Encore</p>");
    remote.deliver(&alice, &remote.create(&alice, &more)).await;
    h.test.settle().await;
    assert!(!h.read().await.contains("Encore"));

    undo_last(&h, &mut admin).await;
    assert!(h.read().await.contains("Premier"));
    let later = remote.note(&alice, "3", &h.artwork.iri, "<p>De retour</p>");
    assert_eq!(h.deliver(&remote, &alice, &remote.create(&alice, &later)).await, "applied");
    assert!(h.read().await.contains("De retour"));
    // Nobody follows for others: who was let in again asks again.
    let count = || h.test.app.read(move |conn| follows::count(conn, venue));
    assert_eq!(count().await.unwrap(), 0);
    h.deliver(&remote, &alice, &again(&follow(&remote, &alice), "anew")).await;
    assert_eq!(count().await.unwrap(), 1);
}

#[tokio::test]
async fn what_was_hidden_before_a_block_stays_hidden_after_it() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let alice = remote.person("alice");
    h.reply(&remote, &alice, "1", "<p>Masqué à part</p>").await;
    h.reply(&remote, &alice, "2", "<p>Correct</p>").await;
    let mut admin = h.test.admin().await;
    act(&mut admin, h.trace("Masqué à part").await.id, "hide").await;
    act(&mut admin, h.trace("Correct").await.id, "block-person").await;
    undo_last(&h, &mut admin).await;
    let page = h.read().await;
    assert!(page.contains("Correct") && !page.contains("Masqué à part"));
}

#[tokio::test]
async fn blocking_a_server_hides_its_people_and_undoing_brings_them_back() {
    let h = hung().await;
    let bad = h.test.remote("bad.example").await;
    let (mallory, trudy) = (bad.person("mallory"), bad.person("trudy"));
    h.deliver(&bad, &trudy, &follow(&bad, &trudy)).await;
    h.reply(&bad, &mallory, "1", "<p>Du mauvais serveur</p>").await;
    let mut admin = h.test.admin().await;
    let trace = h.trace("Du mauvais serveur").await;
    assert_eq!(act(&mut admin, trace.id, "block-domain").await, 303);
    h.test.settle().await;
    assert!(!h.read().await.contains("Du mauvais serveur"));
    assert!(bad.received_of("Reject").is_empty(), "a blocked server is told nothing at all");
    let more = bad.note(&mallory, "2", &h.artwork.iri, "<p>Encore</p>");
    assert_eq!(bad.deliver(&mallory, &bad.create(&mallory, &more)).await, 403);
    let venue = h.test.app.venue().actor_id.unwrap();
    let followers = h.test.app.read(move |conn| follows::count(conn, venue)).await.unwrap();
    assert_eq!(followers, 0);

    undo_last(&h, &mut admin).await;
    assert!(h.read().await.contains("Du mauvais serveur"));
    let later = bad.note(&mallory, "3", &h.artwork.iri, "<p>De retour</p>");
    assert_eq!(h.deliver(&bad, &mallory, &bad.create(&mallory, &later)).await, "applied");
}

#[tokio::test]
async fn a_limited_person_is_read_first() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let alice = remote.person("alice");
    let note = h.reply(&remote, &alice, "1", "<p>Premier</p>").await;
    let trace = h.object(note["id"].as_str().unwrap()).await;
    let mut admin = h.test.admin().await;
    let path = format!("/equipe/personnes/{}", trace.author_id);
    assert!(admin.get(&path).await.contains("Relire ses mots"));
    assert_eq!(admin.post(&path, &[("action", "limit")]).await.status, 303);
    h.reply(&remote, &alice, "2", "<p>Second</p>").await;
    let page = h.read().await;
    assert!(page.contains("Premier") && !page.contains("Second"));
    assert_eq!(h.trace("Second").await.state, State::Pending);
}

#[tokio::test]
async fn the_team_cannot_be_blocked() {
    let h = hung().await;
    let mut admin = h.test.admin().await;
    admin.post(&format!("{}/traces", h.page), &[("text", "De l’équipe")]).await;
    let trace = h.trace("De l’équipe").await;
    assert_eq!(act(&mut admin, trace.id, "block-person").await, 403);
    assert!(h.read().await.contains("De l’équipe"));
}

#[tokio::test]
async fn a_report_from_elsewhere_waits_in_the_queue_once() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let server = remote.person("server");
    let mut lea = h.member("lea").await;
    let words = [("text", "Discutable"), ("share", "1")];
    lea.post(&format!("{}/traces", h.page), &words).await;
    h.test.settle().await;
    let trace = h.trace("Discutable").await;
    let mut flag = remote.wrap("Flag", &server, &json!("x"));
    flag["object"] = json!(["http://musee.test/actors/lea", trace.iri]);
    flag["content"] = json!("C’est <b>faux</b>");
    assert_eq!(h.deliver(&remote, &server, &flag).await, "applied");
    let mut admin = h.test.admin().await;
    let queue = admin.get("/equipe/moderation?file=signale").await;
    assert!(queue.contains("Discutable") && queue.contains("C’est faux"));
    let report: Id =
        h.test.query(|conn| schema::reports::table.select(schema::reports::id).first(conn)).await;
    assert_eq!(act(&mut admin, report, "dismiss").await, 303);
    assert!(!admin.get("/equipe/moderation?file=signale").await.contains("C’est faux"));
    assert!(h.read().await.contains("Discutable"));
    undo_last(&h, &mut admin).await;
    assert!(admin.get("/equipe/moderation?file=signale").await.contains("C’est faux"));

    let nothing = again(&flag, "nothing");
    let mut nothing = nothing;
    nothing["object"] = json!(["http://musee.test/objects/1"]);
    assert_eq!(h.deliver(&remote, &server, &nothing).await, "ignored");
}

#[tokio::test]
async fn a_members_report_reaches_staff_and_the_authors_server_without_a_name() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let alice = remote.person("alice");
    let note = h.reply(&remote, &alice, "1", "<p>Blessant</p>").await;
    let trace = h.object(note["id"].as_str().unwrap()).await;
    let path = format!("/objets/{}/signaler", trace.id);
    let mut lea = h.member("lea").await;
    assert!(lea.get(&path).await.contains("Blessant"));
    assert_eq!(lea.post(&path, &[("reason", "")]).await.status, 422);
    remote.forget();
    for _ in 0..2 {
        let fields = [("reason", "Insultes"), ("forward", "1")];
        assert_eq!(lea.post(&path, &fields).await.status, 303);
    }
    h.test.settle().await;
    let flags = remote.received_of("Flag");
    assert_eq!(flags.len(), 1, "{flags:?}");
    assert_eq!(flags[0]["actor"], "http://musee.test/actor");
    assert_eq!(flags[0]["object"], json!([alice.iri, note["id"]]));
    assert_eq!(flags[0]["content"], "Insultes");
    assert!(!flags[0].to_string().contains("lea"), "the reporter is named");
    let mut admin = h.test.admin().await;
    assert!(admin.get("/equipe/moderation?file=signale").await.contains("Insultes"));
    act(&mut admin, trace.id, "hide").await;
    assert!(!admin.get("/equipe/moderation?file=signale").await.contains("Insultes"));
}
