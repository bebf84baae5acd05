//! The queue, decisions and taking them back, reports in and out.

use diesel::prelude::*;
use parvis::{
    features::follows,
    kernel::id::Id,
    platform::{actors, objects::State},
    schema,
};
use serde_json::json;

use crate::{
    support::Browser,
    voices::{Hung, VENUE, again, follow, hung},
};

/// How long nothing leaves after a decision.
const PAUSE: std::time::Duration = std::time::Duration::from_secs(10);

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
    assert!(remote.received_of("Delete").is_empty(), "it can still be taken back");
    h.test.advance(PAUSE);
    h.test.settle().await;
    let gone = remote.received_of("Delete");
    assert_eq!(gone.len(), 1);
    assert_eq!(gone[0]["object"]["id"], json!(trace.iri));

    undo_last(&h, &mut admin).await;
    assert_eq!(remote.received_of("Create").len(), 2, "shown again, it is told again");
    assert_eq!(h.test.browser().get_activity(&format!("/objects/{}", trace.id)).await.status, 200);
    act(&mut admin, trace.id, "hide").await;
    h.test.advance(PAUSE);
    h.test.settle().await;
    assert_eq!(remote.received_of("Delete").len(), 2, "hidden again, it is recalled again");
    assert_eq!(h.test.browser().get_activity(&format!("/objects/{}", trace.id)).await.status, 410);
}

#[tokio::test]
async fn whoever_wrote_hidden_words_sees_them_marked_and_nobody_else_does() {
    let h = hung().await;
    let mut lea = h.member("lea").await;
    lea.post(&format!("{}/traces", h.page), &[("text", "Un peu vif")]).await;
    let trace = h.trace("Un peu vif").await;
    let mut admin = h.test.admin().await;
    act(&mut admin, trace.id, "hide").await;
    let path = format!("/traces/{}", trace.id);
    let hers = lea.get(&path).await;
    assert!(hers.contains("Un peu vif") && hers.contains("Masqué par l’équipe"));
    assert!(lea.get(&h.page).await.contains("Un peu vif"));
    let mut noe = h.member("noe").await;
    assert_eq!(noe.get(&path).await.status, 404);
    for mut other in [noe, h.test.browser()] {
        assert!(!other.get(&h.page).await.contains("Un peu vif"));
        assert!(!other.get("/@lea").await.contains("Un peu vif"));
    }
    assert_eq!(lea.post(&format!("{path}/reponses"), &[("text", "Et alors")]).await.status, 404);
}

#[tokio::test]
async fn blocking_a_member_takes_back_what_they_told_the_network_and_unblocking_tells_it_again() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let alice = remote.person("alice");
    let note = h.reply(&remote, &alice, "1", "<p>Un mot</p>").await;
    let above = h.object(note["id"].as_str().unwrap()).await;
    let mut lea = h.member("lea").await;
    let words = [("text", "Trop loin"), ("share", "1")];
    lea.post(&format!("/traces/{}/reponses", above.id), &words).await;
    h.test.settle().await;
    let trace = h.trace("Trop loin").await;
    let mut admin = h.test.admin().await;
    assert_eq!(act(&mut admin, trace.id, "block-person").await, 303);
    h.test.settle().await;
    assert!(!h.read().await.contains("Trop loin"));
    assert_eq!(remote.received_of("Delete")[0]["object"]["id"], json!(trace.iri));
    undo_last(&h, &mut admin).await;
    assert!(h.read().await.contains("Trop loin"));
    assert_eq!(remote.received_of("Create").len(), 2);
}

#[tokio::test]
async fn a_warning_waits_on_the_members_account_until_they_say_they_read_it() {
    let h = hung().await;
    let mut lea = h.member("lea").await;
    lea.post(&format!("{}/traces", h.page), &[("text", "C’est nul")]).await;
    let trace = h.trace("C’est nul").await;
    let mut admin = h.test.admin().await;
    let form = format!("/equipe/moderation/{}/avertir", trace.id);
    assert!(admin.get(&form).await.contains("C’est nul"));
    let empty = admin.post(&form, &[("text", "  ")]).await;
    assert_eq!(empty.status, 422);
    let long = "é".repeat(1_001);
    let refused = admin.post(&form, &[("text", &long)]).await;
    assert!(refused.status == 422 && refused.contains(&long), "what was typed is lost");
    assert_eq!(act(&mut admin, trace.id, "warn").await, 404, "a warning has words");
    assert!(!lea.get("/").await.contains("un message vous attend"));

    let text = "Dites plutôt <ce> qui vous gêne.";
    assert_eq!(admin.post(&form, &[("text", text)]).await.status, 303);
    assert!(h.read().await.contains("C’est nul"), "the words stay");
    assert!(lea.get("/").await.contains("un message vous attend"));
    let account = lea.get("/compte").await.text();
    assert!(account.contains("Dites plutôt &lt;ce&gt; qui vous gêne."), "{account}");
    assert!(account.contains(&format!("/traces/{}", trace.id)));
    let at = account.find("/compte/messages/").unwrap();
    let path: String = account[at..].chars().take_while(|c| *c != '"').collect();

    let person = admin.get(&format!("/equipe/personnes/{}", trace.author_id)).await;
    assert!(person.contains("Dites plutôt") && person.contains("pas encore lu"));
    let mut noe = h.member("noe").await;
    assert_eq!(noe.post(&path, &[]).await.status, 404, "it is for somebody else");
    assert_eq!(lea.post(&path, &[]).await.status, 303);
    assert!(!lea.get("/").await.contains("un message vous attend"));
    assert!(lea.get("/compte").await.contains("Dites plutôt"), "it can be read again");
    let person = admin.get(&format!("/equipe/personnes/{}", trace.author_id)).await;
    assert!(!person.contains("pas encore lu"));
    assert!(admin.get("/equipe/journal").await.contains("a averti lea"));
}

#[tokio::test]
async fn somebody_elsewhere_is_warned_by_a_private_message_of_the_venue() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let (alice, bob) = (remote.person("alice"), remote.person("bob"));
    h.deliver(&remote, &bob, &follow(&remote, &bob)).await;
    let note = h.reply(&remote, &alice, "1", "<p>Vif</p>").await;
    let trace = h.object(note["id"].as_str().unwrap()).await;
    remote.forget();
    let mut admin = h.test.admin().await;
    let form = format!("/equipe/moderation/{}/avertir", trace.id);
    assert!(admin.get(&form).await.contains("@alice@"));
    assert_eq!(admin.post(&form, &[("text", "Restez <courtois>.")]).await.status, 303);
    h.test.settle().await;
    let sent = remote.received_of("Create");
    assert_eq!(sent.len(), 1, "{sent:?}");
    let message = &sent[0]["object"];
    assert_eq!(sent[0]["actor"], VENUE);
    assert_eq!(sent[0]["to"], json!([alice.iri]));
    assert_eq!(message["to"], json!([alice.iri]));
    assert!(message.get("cc").is_none_or(|cc| cc == &json!([])), "{message}");
    assert_eq!(message["inReplyTo"], note["id"]);
    assert_eq!(message["tag"][0]["href"], json!(alice.iri));
    let html = message["content"].as_str().unwrap();
    assert!(html.contains("Restez &lt;courtois&gt;."), "{html}");
    let path = message["id"].as_str().unwrap().replace("http://musee.test", "");
    for path in [path.clone(), format!("{path}/activity"), "/actors/musee/outbox?page=1".into()] {
        let public = h.test.browser().get_activity(&path).await;
        assert!(!public.contains("courtois"), "{path}");
    }
}

#[tokio::test]
async fn the_team_is_not_warned_and_members_warn_nobody() {
    let h = hung().await;
    let mut admin = h.test.admin().await;
    admin.post(&format!("{}/traces", h.page), &[("text", "De l’équipe")]).await;
    let trace = h.trace("De l’équipe").await;
    let form = format!("/equipe/moderation/{}/avertir", trace.id);
    assert_eq!(admin.post(&form, &[("text", "Non")]).await.status, 403);
    let mut lea = h.member("lea").await;
    assert_eq!(lea.get(&form).await.status, 404);
    assert_eq!(lea.post(&form, &[("text", "Non")]).await.status, 404);
}

#[tokio::test]
async fn anything_people_see_can_be_reported() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let alice = remote.person("alice");
    let note = h.reply(&remote, &alice, "1", "<p>Un mot</p>").await;
    let person = h.object(note["id"].as_str().unwrap()).await.author_id;
    let mut lea = h.member("lea").await;
    let work = format!("/objets/{}/signaler", h.artwork.id);
    let somebody = format!("/personnes/{person}/signaler");
    assert!(lea.get(&h.page).await.contains(&work));
    let profile = lea.get(&format!("/{}", alice.address())).await;
    assert!(profile.contains(&somebody), "{}", profile.text());
    assert!(!h.test.browser().get(&h.page).await.contains(&work), "only members report");
    assert!(lea.get(&work).await.contains("Signaler «\u{202f}Les Rives basses\u{202f}»"));
    assert!(lea.get(&somebody).await.contains("Signaler alice"));
    remote.forget();
    for (path, reason) in [(&work, "La date est fausse"), (&somebody, "Des insultes")] {
        assert_eq!(lea.post(path, &[("reason", "")]).await.status, 422);
        for _ in 0..2 {
            let fields = [("reason", reason), ("forward", "1")];
            assert_eq!(lea.post(path, &fields).await.status, 303);
        }
    }
    h.test.settle().await;
    let flags = remote.received_of("Flag");
    assert_eq!(flags.len(), 1, "{flags:?}");
    assert_eq!(flags[0]["object"], json!([alice.iri]));

    let mut admin = h.test.admin().await;
    let queue = admin.get("/equipe/moderation?file=signale").await;
    assert_eq!(queue.text().matches("La date est fausse").count(), 1);
    assert_eq!(queue.text().matches("Des insultes").count(), 1);
    assert!(queue.contains("Les Rives basses"));
    let report: Id = h
        .test
        .query(|conn| {
            schema::reports::table
                .filter(schema::reports::comment.eq("La date est fausse"))
                .select(schema::reports::id)
                .first(conn)
        })
        .await;
    assert_eq!(act(&mut admin, report, "hide").await, 404, "the catalogue is not moderated");
    assert_eq!(h.test.browser().get(&h.page).await.status, 200);
    assert_eq!(act(&mut admin, report, "dismiss").await, 303);
    assert!(!admin.get("/equipe/moderation?file=signale").await.contains("La date est fausse"));
    let own = lea.get("/@lea").await;
    assert!(!own.contains("/signaler"), "nobody reports themselves");
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
    assert_eq!(remote.deliver(&alice, &remote.create(&alice, &more)).await, 403);
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
async fn whoever_was_blocked_may_still_take_back_what_they_said_and_leave() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let alice = remote.person("alice");
    let first = h.reply(&remote, &alice, "1", "<p>Premier</p>").await;
    h.reply(&remote, &alice, "2", "<p>Second</p>").await;
    let trace = h.object(first["id"].as_str().unwrap()).await;
    let mut admin = h.test.admin().await;
    assert_eq!(act(&mut admin, trace.id, "block-person").await, 303);
    h.test.settle().await;

    assert_eq!(
        h.deliver(&remote, &alice, &remote.wrap("Delete", &alice, &first["id"])).await,
        "applied"
    );
    assert!(h.object(&trace.iri).await.deleted_at.is_some());
    // What was never here leaves nothing behind, however often it is deleted.
    let never = json!(format!("{}/notes/never", remote.base));
    let nothing = again(&remote.wrap("Delete", &alice, &never), "never");
    assert_eq!(h.deliver(&remote, &alice, &nothing).await, "ignored");
    let objects: i64 = h
        .test
        .query(move |conn| {
            schema::objects::table
                .filter(schema::objects::iri.like("%/never"))
                .count()
                .get_result(conn)
        })
        .await;
    assert_eq!(objects, 0);
    // Nothing else of theirs is heard, nor what they delete of others.
    let theirs = again(&remote.wrap("Delete", &alice, &json!(h.artwork.iri)), "theirs");
    assert_eq!(h.deliver(&remote, &alice, &theirs).await, "rejected");
    assert_eq!(remote.deliver(&alice, &follow(&remote, &alice)).await, 403);

    let leave = again(&remote.wrap("Delete", &alice, &json!(alice.iri)), "leave");
    assert_eq!(h.deliver(&remote, &alice, &leave).await, "applied");
    let iri = alice.iri.clone();
    let gone = h.test.app.read(move |conn| actors::find_by_iri(conn, &iri)).await.unwrap();
    assert!(gone.unwrap().deleted_at.is_some());
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
