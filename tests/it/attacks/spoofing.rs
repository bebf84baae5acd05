//! SPF, FOL and the leaks of the wire: what is done, undone and overheard in somebody else's name.

use diesel::prelude::*;
use parvis::{
    platform::{
        actors,
        app::Tx,
        objects::{State, Visibility},
    },
    schema::{actors as actor_table, follows, inbound, reactions, traces},
};
use serde_json::{Value, json};

use super::siege::Siege;
use crate::voices::{VENUE, follow};

cases! {
    "A-SPF-01" => nobody_deletes_what_is_not_theirs,
    "A-SPF-02" => nobody_edits_what_is_not_theirs,
    "A-SPF-03" => a_boost_carries_no_words,
    "A-SPF-04" => nobody_moves_into_a_house_that_does_not_know_them,
    "A-SPF-05" => the_order_of_arrival_changes_nothing,
    "A-SPF-06" => nobody_undoes_what_somebody_else_did,
    "A-SPF-07" => somebody_is_gone_when_their_own_server_says_so,
    "A-FOL-01" => an_answer_needs_a_question,
    "A-FOL-02" => who_is_not_let_in_hears_nothing,
    "A-FOL-03" => a_request_is_answered_once_and_only_where_it_was_made,
    "A-LEAK-05" => a_private_note_stays_private_whoever_names_it,
    "A-LEAK-06" => a_follow_that_waits_shows_nothing,
}

/// An activity with an address of its own.
fn named(mut activity: Value, base: &str, name: &str) -> Value {
    activity["id"] = json!(format!("{base}/activities/{name}"));
    activity
}

async fn nobody_deletes_what_is_not_theirs(siege: &mut Siege) {
    let said = siege.dave_says("1", "<p>Reste</p>").await;
    let ours = siege.hung.test.trace("À nous", Visibility::Public, State::Published, None).await;
    siege.start_again().await;
    for (n, object) in [
        said["id"].clone(),
        json!(siege.dave.iri),
        json!(ours.iri),
        json!(siege.hung.artwork.iri),
        json!(VENUE),
        json!("http://musee.test/actor"),
        json!({"type": "Tombstone", "id": said["id"]}),
        json!({"type": "Tombstone", "id": ours.iri}),
    ]
    .into_iter()
    .enumerate()
    {
        let delete = named(siege.by_mallory("Delete", &object), &siege.evil.base, &format!("d{n}"));
        siege.mallory_gains_nothing(&delete).await;
    }
    // Eve, who lives beside dave.
    for (n, object) in [said["id"].clone(), json!(siege.dave.iri)].into_iter().enumerate() {
        let delete = siege.victim.wrap("Delete", &siege.eve, &object);
        let delete = named(delete, &siege.victim.base, &format!("e{n}"));
        let status = siege.victim.deliver(&siege.eve, &delete).await;
        assert!(matches!(status, 202 | 401 | 403));
        siege.assert_unchanged("eve's delete").await;
    }
    assert!(siege.hung.read().await.contains("Reste"));
}

async fn nobody_edits_what_is_not_theirs(siege: &mut Siege) {
    let said = siege.dave_says("1", "<p>Vrai</p>").await;
    let ours = siege.hung.test.trace("À nous", Visibility::Public, State::Published, None).await;
    siege.start_again().await;
    let mut edit = said.clone();
    edit["content"] = json!("<p>forged</p>");
    edit["updated"] = json!("2026-06-01T12:00:00Z");
    let mut stolen = edit.clone();
    stolen["attributedTo"] = json!(siege.mallory.iri);
    let mut local = edit.clone();
    local["id"] = json!(ours.iri);
    let mut profile = siege.dave.document.clone();
    profile["name"] = json!("forged");
    profile["publicKey"]["publicKeyPem"] = json!(siege.mallory.key.public().to_pem());
    for (n, object) in [edit.clone(), stolen, local, profile].into_iter().enumerate() {
        let update = named(siege.by_mallory("Update", &object), &siege.evil.base, &format!("u{n}"));
        siege.mallory_gains_nothing(&update).await;
    }
    let update = siege.victim.wrap("Update", &siege.eve, &edit);
    let status = siege.victim.deliver(&siege.eve, &named(update, &siege.victim.base, "eve")).await;
    assert!(matches!(status, 202 | 401 | 403));
    siege.assert_unchanged("eve's edit").await;
    // Dave himself may change his words, not whose they are nor where they stand.
    let mut moved = edit.clone();
    moved["attributedTo"] = json!(siege.eve.iri);
    let update =
        named(siege.victim.wrap("Update", &siege.dave, &moved), &siege.victim.base, "given");
    assert_eq!(siege.victim.deliver(&siege.dave, &update).await, 202);
    siege.assert_unchanged("words given away").await;
    let mut elsewhere = edit;
    elsewhere["inReplyTo"] = json!(ours.iri);
    elsewhere["content"] = json!("<p>Corrigé</p>");
    let update =
        named(siege.victim.wrap("Update", &siege.dave, &elsewhere), &siege.victim.base, "moved");
    assert_eq!(siege.victim.deliver(&siege.dave, &update).await, 202);
    siege.hung.test.settle().await;
    let row = siege.hung.object(said["id"].as_str().unwrap()).await;
    assert_eq!(row.parent_id, Some(siege.hung.artwork.id), "it stands where it stood");
}

async fn a_boost_carries_no_words(siege: &mut Siege) {
    let known = siege.dave_says("1", "<p>Vrai</p>").await;
    siege.start_again().await;
    let work = siege.hung.artwork.iri.clone();
    let real = siege.victim.note(&siege.dave, "2", &work, "<p>Le vrai texte</p>");
    siege.victim.serve("/notes/2", &real);
    for (n, id) in [
        format!("{}/notes/2", siege.victim.base),
        format!("{}/notes/unreachable", siege.victim.base),
        known["id"].as_str().unwrap().to_owned(),
    ]
    .into_iter()
    .enumerate()
    {
        let mut forged = siege.victim.note(&siege.dave, "x", &work, "<p>forged</p>");
        forged["id"] = json!(id);
        let boost =
            named(siege.by_mallory("Announce", &forged), &siege.evil.base, &format!("b{n}"));
        siege.mallory_sends(&boost).await;
        let changes = siege.changes().await;
        assert!(!changes.iter().any(|line| line.contains("forged")), "{changes:?}");
        assert!(!changes.iter().any(|line| line.starts_with('-')), "{changes:?}");
    }
    let page = siege.hung.read().await;
    assert!(page.contains("Vrai") && !page.contains("forged"));
}

async fn nobody_moves_into_a_house_that_does_not_know_them(siege: &mut Siege) {
    let mut member = siege.hung.member("lea").await;
    let answer = member.post("/authorize_interaction", &[("uri", siege.dave.iri.as_str())]).await;
    assert_eq!(answer.status, 303);
    siege.hung.test.settle().await;
    let asked = siege.victim.received_of("Follow").remove(0);
    let accept = siege.victim.wrap("Accept", &siege.dave, &asked);
    assert_eq!(siege.hung.deliver(&siege.victim, &siege.dave, &accept).await, "applied");
    siege.start_again().await;
    let moves = |actor: &str, object: &str, target: &str, id: String| {
        json!({"@context": "https://www.w3.org/ns/activitystreams", "id": id, "type": "Move",
            "actor": actor, "object": object, "target": target})
    };
    let (dave, mallory) = (siege.dave.iri.as_str(), siege.mallory.iri.as_str());
    let id = |n: u8| format!("{}/moves/{n}", siege.victim.base);
    // Mallory does not say that she is dave.
    let status = siege.victim.deliver(&siege.dave, &moves(dave, dave, mallory, id(1))).await;
    assert_eq!(status, 202);
    siege.assert_unchanged("a move to somebody else's house").await;
    // Mallory moves dave to herself, naming him among her names.
    let mut liar = siege.mallory.document.clone();
    liar["alsoKnownAs"] = json!([dave]);
    siege.evil.serve("/users/mallory", &liar);
    for (n, (actor, object)) in [(mallory, dave), (dave, dave)].into_iter().enumerate() {
        let activity = moves(actor, object, mallory, format!("{}/moves/{n}", siege.evil.base));
        siege.mallory_sends(&activity).await;
    }
    // To a house that cannot be reached.
    let nowhere = format!("{}/users/nobody", siege.victim.base);
    siege.victim.deliver(&siege.dave, &moves(dave, dave, &nowhere, id(3))).await;
    siege.hung.test.settle().await;
    let changes = siege.changes().await;
    let moved: Vec<&String> = changes
        .iter()
        .filter(|line| {
            line.contains("\"table\":\"follows\"") || line.contains("\"table\":\"outbound\"")
        })
        .collect();
    assert!(moved.is_empty(), "{moved:?}");
    let dave = dave.to_owned();
    let row = siege.hung.test.app.read(move |c| actors::find_by_iri(c, &dave)).await.unwrap();
    assert_eq!(row.unwrap().moved_to, None);
}

async fn the_order_of_arrival_changes_nothing(siege: &mut Siege) {
    let work = siege.hung.artwork.iri.clone();
    let (victim, dave) = (&siege.victim, &siege.dave);
    let note = victim.note(dave, "1", &work, "<p>Trop tôt</p>");
    let id = note["id"].as_str().unwrap().to_owned();
    let create = victim.create(dave, &note);
    let mut edited = note.clone();
    edited["updated"] = json!("2026-06-01T11:00:00Z");
    let update = victim.wrap("Update", dave, &edited);
    let delete = victim.wrap("Delete", dave, &json!({"id": id, "type": "Tombstone"}));
    for activity in [&delete, &update, &create, &delete] {
        assert_eq!(victim.deliver(dave, activity).await, 202);
        siege.hung.test.settle().await;
    }
    assert!(!siege.hung.read().await.contains("Trop tôt"));
    let object = siege.hung.object(&id).await;
    assert!(object.deleted_at.is_some());
    let asked = follow(victim, dave);
    let undo = victim.wrap("Undo", dave, &asked);
    for activity in [&undo, &asked] {
        assert_eq!(victim.deliver(dave, activity).await, 202);
        siege.hung.test.settle().await;
    }
    let left: i64 = siege.hung.test.query(|c| follows::table.count().get_result(c)).await;
    assert_eq!(left, 0);
    assert!(siege.victim.received_of("Accept").is_empty(), "a follow that was over was answered");
}

async fn nobody_undoes_what_somebody_else_did(siege: &mut Siege) {
    let work = json!(siege.hung.artwork.iri);
    let (victim, dave) = (&siege.victim, &siege.dave);
    let done = [
        follow(victim, dave),
        victim.wrap("Like", dave, &work),
        victim.wrap("Announce", dave, &work),
        victim.wrap("Block", dave, &json!("http://musee.test/actors/admin")),
    ];
    for activity in &done {
        assert_eq!(victim.deliver(dave, activity).await, 202);
    }
    siege.start_again().await;
    let counts: (i64, i64) = siege
        .hung
        .test
        .query(|c| {
            Ok((follows::table.count().get_result(c)?, reactions::table.count().get_result(c)?))
        })
        .await;
    assert_eq!(counts, (1, 2));
    for (n, activity) in done.iter().enumerate() {
        let mut claimed = activity.clone();
        claimed["actor"] = json!(siege.mallory.iri);
        for (m, object) in
            [activity.clone(), activity["id"].clone(), claimed].into_iter().enumerate()
        {
            let undo = siege.by_mallory("Undo", &object);
            siege.mallory_gains_nothing(&named(undo, &siege.evil.base, &format!("u{n}{m}"))).await;
        }
        let undo = siege.victim.wrap("Undo", &siege.eve, activity);
        let undo = named(undo, &siege.victim.base, &format!("e{n}"));
        let status = siege.victim.deliver(&siege.eve, &undo).await;
        assert!(matches!(status, 202 | 401 | 403));
        siege.assert_unchanged("eve's undo").await;
    }
}

async fn somebody_is_gone_when_their_own_server_says_so(siege: &mut Siege) {
    siege.dave_says("1", "<p>Encore là</p>").await;
    siege.start_again().await;
    let delete = |name: &str| {
        let mut delete = siege.victim.wrap("Delete", &siege.dave, &json!(siege.dave.iri));
        delete["id"] = json!(format!("{}#delete-{name}", siege.dave.iri));
        delete
    };
    // Forged with a key that is not his, while his server says this and that.
    let forger = parvis_federation::key::PrivateKey::generate_rsa_2048().unwrap();
    let liar = crate::support::Person { key: forger, ..siege.dave.clone() };
    let document = siege.dave.document.to_string();
    let kind = || vec![("content-type", "application/activity+json".to_owned())];
    for (status, body) in [(200, document.as_str()), (404, ""), (500, ""), (302, "")] {
        siege.victim.script("/users/dave", status, kind(), body);
        let answer = siege.evil.deliver(&liar, &delete(&format!("f{status}"))).await;
        assert!(matches!(answer, 401 | 503), "{answer} at {status}");
        siege.assert_unchanged("a forged farewell").await;
        siege.hung.test.advance(std::time::Duration::from_secs(3700));
    }
    // Eve says that he left.
    let farewell = siege.victim.wrap("Delete", &siege.eve, &json!(siege.dave.iri));
    let answer = siege.victim.deliver(&siege.eve, &farewell).await;
    assert!(matches!(answer, 202 | 401 | 403), "{answer}");
    siege.assert_unchanged("eve's farewell for dave").await;
    // He leaves: his document is gone, his signature is still his.
    siege.victim.script("/users/dave", 410, vec![], "");
    assert_eq!(siege.victim.deliver(&siege.dave, &delete("real")).await, 202);
    siege.hung.test.settle().await;
    let iri = siege.dave.iri.clone();
    let gone = siege.hung.test.app.read(move |c| actors::find_by_iri(c, &iri)).await.unwrap();
    assert!(gone.unwrap().deleted_at.is_some());
    assert!(!siege.hung.read().await.contains("Encore là"));
}

async fn an_answer_needs_a_question(siege: &mut Siege) {
    let mut member = siege.hung.member("lea").await;
    siege.start_again().await;
    let admin = "http://musee.test/actors/admin";
    let invented = json!({"id": "http://musee.test/activities/1", "type": "Follow", "actor": admin,
        "object": siege.mallory.iri});
    for (n, object) in [
        json!("http://musee.test/activities/1"),
        invented.clone(),
        json!({"type": "Follow", "actor": "http://musee.test/actors/lea", "object": siege.mallory.iri}),
    ]
    .into_iter()
    .enumerate()
    {
        for verb in ["Accept", "Reject"] {
            let answer = named(siege.by_mallory(verb, &object), &siege.evil.base, &format!("{verb}{n}"));
            siege.mallory_gains_nothing(&answer).await;
        }
    }
    // A question that was put to dave is answered by dave alone.
    let answer = member.post("/authorize_interaction", &[("uri", siege.dave.iri.as_str())]).await;
    assert_eq!(answer.status, 303);
    siege.hung.test.settle().await;
    let asked = siege.victim.received_of("Follow").remove(0);
    siege.start_again().await;
    for (n, object) in [asked.clone(), asked["id"].clone()].into_iter().enumerate() {
        let accept = named(siege.by_mallory("Accept", &object), &siege.evil.base, &format!("a{n}"));
        siege.mallory_gains_nothing(&accept).await;
        let accept = siege.victim.wrap("Accept", &siege.eve, &object);
        let status = siege
            .victim
            .deliver(&siege.eve, &named(accept, &siege.victim.base, &format!("e{n}")))
            .await;
        assert!(matches!(status, 202 | 401 | 403));
        siege.assert_unchanged("eve's accept").await;
    }
}

async fn venue_asks_who_comes_in(siege: &Siege, yes: bool) {
    let ask = move |tx: &mut Tx<'_>| {
        diesel::update(actor_table::table.filter(actor_table::iri.eq(VENUE)))
            .set(actor_table::approves_followers.eq(yes))
            .execute(tx.conn)?;
        Ok(())
    };
    siege.hung.test.app.write(ask).await.unwrap();
}

async fn who_is_not_let_in_hears_nothing(siege: &mut Siege) {
    venue_asks_who_comes_in(siege, true).await;
    let asked = follow(&siege.evil, &siege.mallory);
    for n in 0..20 {
        let again = named(asked.clone(), &siege.evil.base, &format!("f{n}"));
        assert_eq!(siege.evil.deliver(&siege.mallory, &again).await, 202);
    }
    siege.hung.test.settle().await;
    let states: Vec<String> =
        siege.hung.test.query(|c| follows::table.select(follows::state).load(c)).await;
    assert_eq!(states, ["pending"]);
    siege.hung.test.trace("Pour les nôtres", Visibility::Followers, State::Published, None).await;
    siege.hung.test.trace("Pour tous", Visibility::Public, State::Published, None).await;
    siege.hung.test.settle().await;
    assert_eq!(siege.evil.received(), Vec::<Value>::new(), "an answer or a post reached them");
    venue_asks_who_comes_in(siege, false).await;
}

async fn a_request_is_answered_once_and_only_where_it_was_made(siege: &mut Siege) {
    venue_asks_who_comes_in(siege, true).await;
    // Dave and mallory ask to follow the venue, a member of ours asks to follow dave.
    assert_eq!(siege.victim.deliver(&siege.dave, &follow(&siege.victim, &siege.dave)).await, 202);
    siege.mallory_sends(&follow(&siege.evil, &siege.mallory)).await;
    let mut lea = siege.hung.member("lea").await;
    lea.post("/authorize_interaction", &[("uri", siege.dave.iri.as_str())]).await;
    siege.hung.test.settle().await;
    let request = async |follower: &str| -> (i64, String) {
        let follower = follower.to_owned();
        siege
            .hung
            .test
            .query(move |c| {
                follows::table
                    .inner_join(actor_table::table.on(actor_table::id.eq(follows::follower_id)))
                    .filter(actor_table::iri.eq(follower))
                    .select((follows::id, follows::state))
                    .first(c)
            })
            .await
    };
    let dave = request(&siege.dave.iri).await.0;
    let mallory = request(&siege.mallory.iri).await.0;
    let outgoing = request("http://musee.test/actors/lea").await.0;
    let mut admin = siege.hung.test.admin().await;
    let path = |id: i64| format!("/equipe/abonnes/{id}");
    // Nobody but staff, nothing that is not there, no answer in somebody else's place.
    let states = siege.hung.test.state().await;
    for id in [dave, mallory, outgoing] {
        assert_eq!(lea.post(&path(id), &[("action", "accept")]).await.status, 404);
    }
    for id in [outgoing, 1, i64::MAX] {
        for action in ["accept", "remove"] {
            let answer = admin.post(&path(id), &[("action", action)]).await;
            assert_eq!(answer.status, 404, "{action} {id}");
        }
    }
    assert_eq!(admin.post(&path(dave), &[("action", "forge")]).await.status, 404);
    assert_eq!(siege.hung.test.state().await, states, "an answer to nobody changed something");
    // Twice at once is once.
    let (mut one, mut two) = (admin.clone(), admin.clone());
    let accept = [("action", "accept")];
    let address = path(dave);
    let both = futures::join!(one.post(&address, &accept), two.post(&address, &accept));
    assert_eq!((both.0.status, both.1.status), (303, 303));
    assert_eq!(admin.post(&path(mallory), &[("action", "remove")]).await.status, 303);
    // What was refused is not let in afterwards, unless it is asked again.
    assert_eq!(admin.post(&path(mallory), &accept).await.status, 404);
    siege.hung.test.settle().await;
    assert_eq!(siege.victim.received_of("Accept").len(), 1);
    assert_eq!(siege.evil.received_of("Reject").len(), 1);
    assert!(siege.evil.received_of("Accept").is_empty());
    assert_eq!(request(&siege.dave.iri).await.1, "accepted");
    assert_eq!(request(&siege.mallory.iri).await.1, "rejected");
    assert_eq!(request("http://musee.test/actors/lea").await.1, "pending");
    venue_asks_who_comes_in(siege, false).await;
}

async fn a_private_note_stays_private_whoever_names_it(siege: &mut Siege) {
    let mut note =
        siege.victim.note(&siege.dave, "1", &siege.hung.artwork.iri, "<p>Entre nous</p>");
    note["to"] = json!([VENUE]);
    note["cc"] = json!([]);
    let mut create = siege.victim.wrap("Create", &siege.dave, &note);
    create["to"] = json!([VENUE]);
    assert_eq!(siege.hung.deliver(&siege.victim, &siege.dave, &create).await, "applied");
    let id = note["id"].as_str().unwrap().to_owned();
    let private = siege.hung.object(&id).await;
    assert_eq!(private.visibility, Visibility::Direct);
    siege.start_again().await;
    let mut public = note.clone();
    public["to"] = json!(["https://www.w3.org/ns/activitystreams#Public"]);
    let mut mine = public.clone();
    mine["attributedTo"] = json!(siege.mallory.iri);
    for (n, (verb, object)) in [
        ("Create", public.clone()),
        ("Update", public.clone()),
        ("Create", mine.clone()),
        ("Update", mine),
        ("Announce", public),
        ("Announce", json!(id)),
        ("Like", json!(id)),
    ]
    .into_iter()
    .enumerate()
    {
        let mut activity = siege.by_mallory(verb, &object);
        activity["cc"] = json!(["http://musee.test/actors/admin"]);
        siege.mallory_gains_nothing(&named(activity, &siege.evil.base, &format!("p{n}"))).await;
    }
    // An answer to it is an answer to something nobody sees.
    let mut reply = siege.evil.note(&siege.mallory, "r", &id, "<p>Regardez</p>");
    reply["cc"] = json!(["http://musee.test/actors/admin"]);
    siege.mallory_sends(&siege.evil.create(&siege.mallory, &reply)).await;
    assert_eq!(siege.hung.object(&id).await.visibility, Visibility::Direct);
    assert!(!siege.hung.read().await.contains("Entre nous"));
    let path = format!("/traces/{}", private.id);
    let never = siege.hung.test.browser().get("/traces/1234567890123456789").await;
    let hidden = siege.hung.test.browser().get(&path).await;
    assert_eq!((hidden.status, never.status), (404, 404));
    assert_eq!(siege.hung.test.browser().get_activity(&path).await.status, 404);
}

async fn a_follow_that_waits_shows_nothing(siege: &mut Siege) {
    let mut member = siege.hung.member("lea").await;
    let answer = member.post("/authorize_interaction", &[("uri", siege.dave.iri.as_str())]).await;
    assert_eq!(answer.status, 303);
    siege.hung.test.settle().await;
    let mut note =
        siege.victim.note(&siege.dave, "1", &siege.hung.artwork.iri, "<p>Pour mes amis</p>");
    note["to"] = json!([format!("{}/followers", siege.dave.iri)]);
    note["cc"] = json!([]);
    let mut create = siege.victim.wrap("Create", &siege.dave, &note);
    create["to"] = note["to"].clone();
    assert_eq!(siege.victim.deliver(&siege.dave, &create).await, 202);
    siege.hung.test.settle().await;
    let states: Vec<String> =
        siege.hung.test.query(|c| follows::table.select(follows::state).load(c)).await;
    assert_eq!(states, ["pending"]);
    let kept: Vec<i64> = siege.hung.test.query(|c| traces::table.select(traces::id).load(c)).await;
    for id in kept {
        assert_eq!(member.get(&format!("/traces/{id}")).await.status, 404);
    }
    let page = member.get(&siege.hung.page.clone()).await.text();
    assert!(!page.contains("Pour mes amis"));
    let taken: i64 = siege.hung.test.query(|c| inbound::table.count().get_result(c)).await;
    assert_eq!(taken, 1);
}
