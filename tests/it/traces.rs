//! What people leave under a work, from here and from everywhere.

use std::time::Duration;

use diesel::prelude::*;
use parvis::{
    platform::objects::{Object, State},
    schema,
};
use serde_json::{Value, json};

use crate::{
    support::{Person, Remote},
    voices::{Hung, PUBLIC, again, follow, hung},
};

#[tokio::test]
async fn a_reply_from_elsewhere_stands_under_the_work() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let alice = remote.person("alice");
    h.reply(&remote, &alice, "1", "<p>Quelle <b>lumière</b> !<script>x()</script></p>").await;
    let page = h.read().await;
    assert!(page.contains("Quelle <b>lumière</b>"), "the words are missing");
    assert!(page.contains(&alice.address()), "the handle is missing");
    assert!(!page.contains("x()"), "a script came through");
}

#[tokio::test]
async fn an_answer_to_a_reply_stands_beneath_it() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let (alice, bob) = (remote.person("alice"), remote.person("bob"));
    let first = h.reply(&remote, &alice, "1", "<p>Premier mot</p>").await;
    let second = remote.note(&bob, "2", first["id"].as_str().unwrap(), "<p>Second mot</p>");
    assert_eq!(h.deliver(&remote, &bob, &remote.create(&bob, &second)).await, "applied");
    let page = h.read().await;
    let (first, second) = (page.find("Premier mot").unwrap(), page.find("Second mot").unwrap());
    let nest = page.find("class=\"replies\"").expect("answers are nested");
    assert!(first < nest && nest < second);
}

#[tokio::test]
async fn posts_between_ours_and_a_reply_are_fetched_and_kept() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let (alice, bob) = (remote.person("alice"), remote.person("bob"));
    let missing = remote.note(&alice, "1", &h.artwork.iri, "<p>Jamais reçu</p>");
    remote.create(&alice, &missing);
    let late = remote.note(&bob, "2", missing["id"].as_str().unwrap(), "<p>Reçu</p>");
    assert_eq!(h.deliver(&remote, &bob, &remote.create(&bob, &late)).await, "applied");
    let page = h.read().await;
    assert!(page.contains("Jamais reçu") && page.contains("Reçu"));
}

#[tokio::test]
async fn a_reply_to_a_work_of_another_place_is_not_ours() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let alice = remote.person("alice");
    let elsewhere = remote.note(&alice, "1", &format!("{}/notes/9", alice.iri), "<p>Ailleurs</p>");
    assert_eq!(h.deliver(&remote, &alice, &remote.create(&alice, &elsewhere)).await, "ignored");
    assert!(!h.read().await.contains("Ailleurs"));
}

#[tokio::test]
async fn an_edit_follows_and_an_older_one_does_not() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let alice = remote.person("alice");
    let mut note = h.reply(&remote, &alice, "1", "<p>Avant</p>").await;
    h.test.advance(Duration::from_secs(60));
    let now = h.test.app.now();
    note["content"] = json!("<p>Après</p>");
    note["updated"] = json!(now.rfc3339());
    let update = remote.wrap("Update", &alice, &note);
    assert_eq!(h.deliver(&remote, &alice, &update).await, "applied");
    let page = h.read().await;
    assert!(page.contains("Après") && !page.contains("Avant") && page.contains("modifié"));

    note["content"] = json!("<p>Vieille copie</p>");
    note["updated"] = json!(now.minus(Duration::from_secs(30)).rfc3339());
    let stale = again(&remote.wrap("Update", &alice, &note), "stale");
    assert_eq!(h.deliver(&remote, &alice, &stale).await, "ignored");
    assert!(h.read().await.contains("Après"));
}

#[tokio::test]
async fn a_deletion_follows_and_erases_the_words() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let alice = remote.person("alice");
    let note = h.reply(&remote, &alice, "1", "<p>À oublier</p>").await;
    let trace = h.object(note["id"].as_str().unwrap()).await;
    let tombstone = json!({ "id": note["id"], "type": "Tombstone" });
    assert_eq!(
        h.deliver(&remote, &alice, &remote.wrap("Delete", &alice, &tombstone)).await,
        "applied"
    );
    assert!(!h.read().await.contains("À oublier"));
    assert_eq!(h.test.browser().get(&format!("/traces/{}", trace.id)).await.status, 410);
    let kept: String = h
        .test
        .query(move |conn| {
            schema::traces::table
                .filter(schema::traces::id.eq(trace.id))
                .select(schema::traces::body_html)
                .first(conn)
        })
        .await;
    assert_eq!(kept, "");
}

#[tokio::test]
async fn nobody_edits_or_deletes_what_somebody_else_wrote() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let (alice, mallory) = (remote.person("alice"), remote.person("mallory"));
    let mut note = h.reply(&remote, &alice, "1", "<p>À moi</p>").await;
    h.test.advance(Duration::from_secs(60));
    note["content"] = json!("<p>Volé</p>");
    note["updated"] = json!(h.test.app.now().rfc3339());
    for forged in [
        remote.wrap("Update", &mallory, &note),
        {
            let mut taken = note.clone();
            taken["attributedTo"] = json!(mallory.iri);
            again(&remote.wrap("Update", &mallory, &taken), "taken")
        },
        remote.wrap("Delete", &mallory, &json!(note["id"])),
    ] {
        let outcome = h.deliver(&remote, &mallory, &forged).await;
        assert_ne!(outcome, "applied", "{forged}");
    }
    let page = h.read().await;
    assert!(page.contains("À moi") && !page.contains("Volé"));
}

#[tokio::test]
async fn a_post_under_somebody_elses_name_is_refused() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let (alice, mallory) = (remote.person("alice"), remote.person("mallory"));
    let note = remote.note(&alice, "1", &h.artwork.iri, "<p>Usurpé</p>");
    let forged = remote.wrap("Create", &mallory, &note);
    assert_ne!(h.deliver(&remote, &mallory, &forged).await, "applied");
    assert!(!h.read().await.contains("Usurpé"));
}

#[tokio::test]
async fn a_reply_that_is_not_public_is_never_shown_nor_counted() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let alice = remote.person("alice");
    let audiences = [
        (json!([format!("{}/followers", alice.iri)]), "suivi"),
        (json!(["http://musee.test/actors/musee"]), "direct"),
    ];
    for (to, name) in audiences {
        let mut note = remote.note(&alice, name, &h.artwork.iri, &format!("<p>Secret {name}</p>"));
        note["to"] = to.clone();
        note["cc"] = json!([]);
        let mut create = remote.create(&alice, &note);
        create["to"] = to;
        assert_eq!(h.deliver(&remote, &alice, &create).await, "applied");
        let trace = h.object(note["id"].as_str().unwrap()).await;
        let mut admin = h.test.admin().await;
        let pages = [
            h.read().await,
            admin.get(&h.page).await.text(),
            h.test.browser().get(&format!("/traces/{}/fragment", trace.id)).await.text(),
        ];
        for page in pages {
            assert!(!page.contains(&format!("Secret {name}")));
        }
        assert_eq!(h.test.browser().get(&format!("/traces/{}", trace.id)).await.status, 404);
    }
    assert!(!h.read().await.contains("class=\"rail\""), "the thread is not empty");
}

#[tokio::test]
async fn votes_and_empty_replies_are_no_traces() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let alice = remote.person("alice");
    let mut vote = remote.note(&alice, "v", &h.artwork.iri, "");
    vote["name"] = json!("Oui");
    assert_eq!(h.deliver(&remote, &alice, &remote.create(&alice, &vote)).await, "ignored");
    let empty = remote.note(&alice, "e", &h.artwork.iri, "<p> </p>");
    assert_eq!(h.deliver(&remote, &alice, &remote.create(&alice, &empty)).await, "ignored");
    let count: i64 = h.test.query(|conn| schema::traces::table.count().get_result(conn)).await;
    assert_eq!(count, 0);
}

#[tokio::test]
async fn a_member_leaves_words_once_however_often_the_form_is_sent() {
    let h = hung().await;
    let mut lea = h.member("lea").await;
    let action = format!("{}/traces", h.page);
    for _ in 0..2 {
        let answer = lea.post(&action, &[("text", "Elle regarde <ailleurs>.")]).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        assert!(answer.location().starts_with(&format!("{}#trace-", h.page)));
    }
    let page = h.read().await;
    assert_eq!(page.matches("Elle regarde &lt;ailleurs&gt;.").count(), 1);
}

#[tokio::test]
async fn a_form_without_words_comes_back_with_what_was_typed() {
    let h = hung().await;
    let mut lea = h.member("lea").await;
    let action = format!("{}/traces", h.page);
    let answer = lea.post(&action, &[("text", "  ")]).await;
    assert_eq!(answer.status, 422);
    assert!(answer.contains("Il manque des mots."));
    let long = "mot ".repeat(600);
    let answer = lea.post(&action, &[("text", &long), ("share", "1")]).await;
    assert_eq!(answer.status, 422);
    assert!(answer.contains("mot mot mot"), "the words were lost");
    let nobody = h.test.browser().post(&action, &[("text", "anonyme")]).await;
    assert_eq!(nobody.status, 422, "a form that is none of ours is not taken");
    assert!(nobody.contains("anonyme"), "the words were lost");
}

#[tokio::test]
async fn words_for_here_alone_never_leave() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let alice = remote.person("alice");
    h.deliver(&remote, &alice, &follow(&remote, &alice)).await;
    let before = h.told().await;
    remote.forget();
    let mut lea = h.member("lea").await;
    let action = format!("{}/traces", h.page);
    lea.post(&action, &[("text", "Entre nous")]).await;
    h.test.settle().await;
    let trace = h.trace("Entre nous").await;
    assert!(h.read().await.contains("Entre nous"));
    assert_eq!(h.told().await, before, "something was told");
    assert!(remote.received().is_empty());
    for path in [format!("/objects/{}", trace.id), format!("/traces/{}", trace.id)] {
        let answer = h.test.browser().get_activity(&path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(!answer.contains("Entre nous"));
    }
    let replies =
        h.test.browser().get_activity(&format!("/objects/{}/replies", h.artwork.id)).await;
    assert!(!replies.contains(&trace.iri), "the collection leaks it");
}

#[tokio::test]
async fn shared_words_go_out_as_a_note_that_answers_and_names() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let alice = remote.person("alice");
    let note = h.reply(&remote, &alice, "1", "<p>Quelle lumière</p>").await;
    let above = h.object(note["id"].as_str().unwrap()).await;
    remote.forget();
    let mut lea = h.member("lea").await;
    let answer = lea
        .post(
            &format!("/traces/{}/reponses", above.id),
            &[("text", "N’est-ce pas ?"), ("share", "1")],
        )
        .await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    h.test.settle().await;
    let creates = remote.received_of("Create");
    assert_eq!(creates.len(), 1, "{:?}", remote.received());
    let sent = &creates[0]["object"];
    assert_eq!(sent["type"], "Note");
    assert_eq!(sent["inReplyTo"], note["id"]);
    assert_eq!(sent["to"], json!([PUBLIC]));
    let cc = sent["cc"].as_array().unwrap();
    assert!(
        cc.contains(&json!(alice.iri)) && cc.contains(&json!("http://musee.test/actors/musee"))
    );
    let named = |tag: &Value| tag["type"] == "Mention" && tag["href"] == json!(alice.iri);
    assert!(sent["tag"].as_array().unwrap().iter().any(named));
    assert!(sent["content"].as_str().unwrap().contains("N’est-ce pas"));
    assert!(sent.get("name").is_none());
}

#[tokio::test]
async fn ones_own_words_are_changed_and_withdrawn_by_oneself_alone() {
    let h = hung().await;
    let (mut lea, mut noe) = (h.member("lea").await, h.member("noe").await);
    let action = format!("{}/traces", h.page);
    lea.post(&action, &[("text", "Brouillon")]).await;
    let trace = h.trace("Brouillon").await;
    let edit = format!("/traces/{}/modifier", trace.id);
    let withdraw = format!("/traces/{}/retirer", trace.id);
    assert_eq!(noe.get(&edit).await.status, 404);
    assert_eq!(noe.post(&edit, &[("text", "Volé")]).await.status, 404);
    assert_eq!(noe.post(&withdraw, &[]).await.status, 404);

    assert!(lea.get(&edit).await.contains("Brouillon"));
    assert_eq!(lea.post(&edit, &[("text", "")]).await.status, 422);
    assert_eq!(lea.post(&edit, &[("text", "Au propre")]).await.status, 303);
    assert!(h.read().await.contains("Au propre"));
    assert_eq!(lea.post(&withdraw, &[]).await.status, 303);
    h.test.settle().await;
    assert!(!h.read().await.contains("Au propre"));
    assert_eq!(h.test.browser().get(&format!("/traces/{}", trace.id)).await.status, 410);
}

#[tokio::test]
async fn words_that_wait_are_seen_by_their_author_alone() {
    let h = hung().await;
    h.decide(|venue| venue.hold_member_traces = true).await;
    let (mut lea, mut noe) = (h.member("lea").await, h.member("noe").await);
    let action = format!("{}/traces", h.page);
    lea.post(&action, &[("text", "À relire"), ("share", "1")]).await;
    h.test.settle().await;
    let trace = h.trace("À relire").await;
    assert_eq!(trace.state, State::Pending);
    let mine = lea.get(&h.page).await;
    assert!(mine.contains("À relire") && mine.contains("En attente de relecture"));
    assert!(!noe.get(&h.page).await.contains("À relire"));
    assert!(!h.read().await.contains("À relire"));
    let permalink = format!("/traces/{}", trace.id);
    assert_eq!(noe.get(&permalink).await.status, 404);
    assert_eq!(h.test.browser().get(&format!("{permalink}/fragment")).await.status, 404);
    let object = format!("/objects/{}", trace.id);
    assert_eq!(h.test.browser().get_activity(&object).await.status, 404);
}

#[tokio::test]
async fn the_venue_speaks_in_its_own_name_and_pins() {
    let h = hung().await;
    let mut admin = h.test.admin().await;
    let action = format!("{}/traces", h.page);
    admin.post(&action, &[("text", "Bienvenue"), ("as_venue", "1")]).await;
    let trace = h.trace("Bienvenue").await;
    assert_eq!(Some(trace.author_id), h.test.app.venue().actor_id);
    admin.post(&format!("/traces/{}/epingler", trace.id), &[]).await;
    let page = h.read().await;
    assert!(page.contains("la voix du lieu") && page.contains("épinglé par le lieu"));

    let mut lea = h.member("lea").await;
    lea.post(&action, &[("text", "Usurpation"), ("as_venue", "1")]).await;
    let trace = h.trace("Usurpation").await;
    assert_ne!(Some(trace.author_id), h.test.app.venue().actor_id);
}

#[tokio::test]
async fn a_long_thread_is_read_page_by_page() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let alice = remote.person("alice");
    for n in 0..23 {
        h.test.advance(Duration::from_secs(60));
        h.reply(&remote, &alice, &n.to_string(), &format!("<p>mot numéro {n}.</p>")).await;
    }
    let first = h.read().await;
    assert!(first.contains("numéro 22.") && !first.contains("numéro 2."));
    assert!(first.find("numéro 22.").unwrap() < first.find("numéro 10.").unwrap());
    let second = h.test.browser().get(&format!("{}?page=2", h.page)).await;
    assert!(second.contains("numéro 2.") && !second.contains("numéro 22."));
}

/// Three people in a row: alice, bob beneath her, carol beneath him.
async fn conversation(h: &Hung, remote: &Remote) -> ([Person; 3], [Object; 3]) {
    let people = ["alice", "bob", "carol"].map(|name| remote.person(name));
    let mut above = h.artwork.iri.clone();
    let mut said = Vec::new();
    let words = [("1", "Premier"), ("2", "Deuxième"), ("3", "Troisième")];
    for (person, (id, words)) in people.iter().zip(words) {
        let note = remote.note(person, id, &above, &format!("<p>{words} mot</p>"));
        assert_eq!(h.deliver(remote, person, &remote.create(person, &note)).await, "applied");
        above = note["id"].as_str().unwrap().to_owned();
        said.push(h.object(&above).await);
    }
    (people, said.try_into().unwrap())
}

#[tokio::test]
async fn answers_to_hidden_words_stay_where_they_were_given() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let (_, [first, second, third]) = conversation(&h, &remote).await;
    let mut admin = h.test.admin().await;
    let hide = |id| (format!("/equipe/moderation/{id}"), [("action", "hide")]);
    let (path, fields) = hide(second.id);
    admin.post(&path, &fields).await;
    for page in [h.read().await, admin.get(&h.page).await.text()] {
        assert!(!page.contains("Deuxième mot") && !page.contains("bob"), "{page}");
        let place =
            page.find("Mots masqués par l’équipe du lieu").expect("a place where words were");
        assert!(page.find("Premier mot").unwrap() < place);
        assert!(place < page.find("Troisième mot").unwrap());
        assert_eq!(page.matches("class=\"replies\"").count(), 2, "the thread lost its shape");
    }
    assert!(admin.get(&h.page).await.contains(&format!("/traces/{}\"", second.id)));
    assert!(!h.read().await.contains(&format!("/traces/{}\"", second.id)));
    let replies = |id| format!("/objects/{id}/replies");
    let told = h.test.browser().get_activity(&replies(h.artwork.id)).await;
    assert!(told.contains(&first.iri) && !told.contains(&second.iri));
    let thread = h.test.browser().get_activity(&format!("/contexts/{}", h.artwork.id)).await;
    assert!(thread.contains(&third.iri) && !thread.contains(&second.iri));

    // Hidden at the top, it keeps its place at the top; with nothing beneath it, no place is kept.
    let (path, fields) = hide(first.id);
    admin.post(&path, &fields).await;
    let page = h.read().await;
    assert_eq!(page.matches("Mots masqués").count(), 1, "only what was answered in sight");
    let (path, fields) = hide(third.id);
    admin.post(&path, &fields).await;
    assert!(!h.read().await.contains("Mots masqués"));
}

#[tokio::test]
async fn answers_to_withdrawn_words_stay_where_they_were_given() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let ([alice, ..], [first, ..]) = conversation(&h, &remote).await;
    let delete = remote.wrap("Delete", &alice, &json!(first.iri));
    assert_eq!(h.deliver(&remote, &alice, &delete).await, "applied");
    let page = h.read().await;
    assert!(!page.contains("Premier mot") && !page.contains("alice"));
    let place = page.find("Mots retirés").expect("a place where words were");
    assert!(place < page.find("Deuxième mot").unwrap());
    assert!(!h.test.browser().get(&format!("/{}", alice.address())).await.contains("Mots retirés"));
}
