//! Moderation at volume: what holds words, what is decided at once, who is trusted, what can be taken back.

use std::time::Duration;

use diesel::prelude::*;
use parvis::{
    features::accounts::{self, NewStaff},
    kernel::{clock::Time, id::Id},
    platform::{
        holding::{Hours, Staffed},
        objects::State,
        web::Role,
    },
    schema,
};
use serde_json::json;

use crate::{
    support::{Answer, Browser, PASSWORD},
    voices::{Hung, follow, hung},
};

const QUEUE: &str = "/equipe/moderation";

/// Members leave words that wait, each a different member so that no one is taken for a form sent twice.
async fn waiting(h: &Hung, texts: &[&str]) {
    h.decide(|venue| venue.hold_member_traces = true).await;
    for (number, text) in texts.iter().enumerate() {
        let mut member = h.member(&format!("m{number}")).await;
        let answer = member.post(&format!("{}/traces", h.page), &[("text", text)]).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
    }
}

/// A second member of the team, of a role.
async fn colleague(h: &Hung, role: Role) -> Browser {
    let new = NewStaff {
        email: "anne@musee.test".to_owned(),
        handle: Some("anne".to_owned()),
        password: PASSWORD.to_owned(),
        role,
    };
    let made = accounts::create_staff(&h.test.app, new).await;
    assert!(made.is_ok());
    let mut browser = h.test.browser();
    let fields = [("login", "anne@musee.test"), ("password", PASSWORD)];
    assert_eq!(browser.post("/connexion", &fields).await.status, 303);
    browser
}

/// Posts a decision as the form of the queue does, and reads what the next page says.
async fn decide(staff: &mut Browser, id: Id, fields: &[(&str, &str)]) -> Answer {
    let fields = [&[("back", QUEUE), ("seen", "pending")], fields].concat();
    let answer = staff.post(&format!("{QUEUE}/{id}"), &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    staff.follow(&answer).await
}

/// Presses the undo button of a page.
async fn undo(staff: &mut Browser, page: &Answer) {
    let text = page.text();
    let at = text.find("/annuler?lot=1").expect("a way to take it back");
    let start = text[..at].rfind('"').unwrap() + 1;
    let path = format!("{}?lot=1", text[start..at].to_owned() + "/annuler");
    assert_eq!(staff.post(&path, &[]).await.status, 303);
}

async fn state(h: &Hung, text: &str) -> State {
    h.trace(text).await.state
}

#[tokio::test]
async fn nearly_the_same_words_are_one_case_decided_and_taken_back_at_once() {
    let h = hung().await;
    let texts = ["Gagnez 500 € ici !", "gagnez 900 € ICI", "GAGNEZ 500 € ici…", "Le rouge"];
    waiting(&h, &texts).await;
    let mut admin = h.test.admin().await;
    let queue = admin.get(QUEUE).await.text();
    assert_eq!(queue.matches("class=\"case\"").count(), 2, "{queue}");
    assert!(queue.contains("3 fois presque les mêmes mots"));
    for text in texts {
        assert!(queue.contains(text), "{text}");
    }
    let last = h.trace(texts[2]).await.id.to_string();
    // One more comes in after the page was made: nobody saw it, so nobody decided it.
    let mut late = h.member("late").await;
    late.post(&format!("{}/traces", h.page), &[("text", "Gagnez 700 € ici")]).await;
    let first = h.trace(texts[0]).await.id;
    let page = decide(&mut admin, first, &[("action", "hide"), ("last", &last)]).await;
    assert!(page.contains("3 masqués"), "{}", page.text());
    for text in &texts[..3] {
        assert_eq!(state(&h, text).await, State::Hidden, "{text}");
    }
    assert_eq!(state(&h, "Gagnez 700 € ici").await, State::Pending);
    assert_eq!(state(&h, "Le rouge").await, State::Pending);
    undo(&mut admin, &page).await;
    for text in texts {
        assert_eq!(state(&h, text).await, State::Pending, "{text}");
    }
}

#[tokio::test]
async fn ticked_cases_are_decided_at_once_and_what_a_colleague_decided_stays() {
    let h = hung().await;
    waiting(&h, &["Un cheval blanc", "La neige tombe", "Trois bateaux"]).await;
    let ids = [
        h.trace("Un cheval blanc").await.id,
        h.trace("La neige tombe").await.id,
        h.trace("Trois bateaux").await.id,
    ];
    let mut anne = colleague(&h, Role::Mediator).await;
    decide(&mut anne, ids[1], &[("action", "hide")]).await;
    let mut admin = h.test.admin().await;
    let ticked: Vec<String> = ids.iter().map(Id::to_string).collect();
    let mut fields = vec![("action", "approve"), ("seen", "pending"), ("back", QUEUE)];
    fields.extend(ticked.iter().map(|id| ("case", id.as_str())));
    let answer = admin.post(QUEUE, &fields).await;
    let page = admin.follow(&answer).await;
    assert!(page.contains("2 traités"), "{}", page.text());
    assert_eq!(state(&h, "La neige tombe").await, State::Hidden, "Anne decided");
    assert_eq!(state(&h, "Un cheval blanc").await, State::Published);
    undo(&mut admin, &page).await;
    for (text, expected) in [
        ("Un cheval blanc", State::Pending),
        ("La neige tombe", State::Hidden),
        ("Trois bateaux", State::Pending),
    ] {
        assert_eq!(state(&h, text).await, expected, "{text}");
    }
    let nothing = admin.post(QUEUE, &[("action", "approve"), ("back", QUEUE)]).await;
    assert!(admin.follow(&nothing).await.contains("Rien n’était coché"));
}

#[tokio::test]
async fn whoever_comes_second_is_told_who_decided_what_and_changes_nothing() {
    let h = hung().await;
    waiting(&h, &["Discutable"]).await;
    let id = h.trace("Discutable").await.id;
    let mut anne = colleague(&h, Role::Mediator).await;
    decide(&mut anne, id, &[("action", "hide")]).await;
    let mut admin = h.test.admin().await;
    let page = decide(&mut admin, id, &[("action", "approve")]).await;
    assert!(page.contains("anne a déjà masqué ces mots"), "{}", page.text());
    assert!(!page.contains("/annuler?lot=1"), "there is nothing to take back");
    assert_eq!(state(&h, "Discutable").await, State::Hidden);
    let log: i64 = h
        .test
        .query(move |conn| {
            schema::audit::table
                .filter(schema::audit::target.eq(id.to_string()))
                .count()
                .get_result(conn)
        })
        .await;
    assert_eq!(log, 1);
}

#[tokio::test]
async fn nothing_leaves_while_a_decision_can_be_taken_back() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let alice = remote.person("alice");
    h.decide(|venue| venue.hold_member_traces = true).await;
    let mut lea = h.member("lea").await;
    h.deliver(&remote, &alice, &follow(&remote, &alice)).await;
    let note = h.reply(&remote, &alice, "1", "<p>Un mot</p>").await;
    let above = h.object(note["id"].as_str().unwrap()).await;
    let words = [("text", "Une réponse"), ("share", "1")];
    lea.post(&format!("/traces/{}/reponses", above.id), &words).await;
    let id = h.trace("Une réponse").await.id;
    let mut admin = h.test.admin().await;
    let page = decide(&mut admin, id, &[("action", "approve")]).await;
    h.test.settle().await;
    assert!(h.read().await.contains("Une réponse"), "here it is shown at once");
    assert!(remote.received_of("Create").is_empty());
    h.test.advance(Duration::from_secs(9));
    undo(&mut admin, &page).await;
    h.test.advance(Duration::from_secs(60));
    h.test.settle().await;
    assert!(remote.received_of("Create").is_empty() && remote.received_of("Delete").is_empty());
    assert!(!h.read().await.contains("Une réponse"));
    // Decided again and left alone, it leaves once; taken back later, it is taken back there too.
    let page = decide(&mut admin, id, &[("action", "approve")]).await;
    h.test.advance(Duration::from_secs(10));
    h.test.settle().await;
    assert_eq!(remote.received_of("Create").len(), 1);
    undo(&mut admin, &page).await;
    h.test.settle().await;
    assert_eq!(remote.received_of("Delete").len(), 1);
}

#[tokio::test]
async fn listed_words_and_hours_without_staff_hold_and_whoever_wrote_it_sees_so() {
    let h = hung().await;
    let mut admin = h.test.admin().await;
    let rules = [
        ("words", "débile"),
        ("hosts", "pub.example"),
        ("guests", "1"),
        ("known_pass", "1"),
        ("staffed", "1"),
        ("monday_from", "09:00"),
        ("monday_to", "13:00"),
    ];
    assert_eq!(admin.post("/equipe/moderation/regles", &rules).await.status, 303);
    let wrong = [("hosts", "pas un hôte"), ("words", "gardé")];
    let refused = admin.post("/equipe/moderation/regles", &wrong).await;
    assert!(refused.status == 422 && refused.contains("gardé"), "what was typed is lost");
    let kept = &h.test.app.venue().holding;
    assert_eq!(kept.words, ["débile"]);
    let mut week = Staffed::default();
    week.0[0] = Some(Hours { from: 540, to: 780 });
    assert_eq!(kept.staffed, Some(week));

    // A Monday at noon, in Paris.
    let mut lea = h.member("lea").await;
    for text in ["C’est DÉBILE", "Voir https://pub.example/x", "Du calme"] {
        let answer = lea.post(&format!("{}/traces", h.page), &[("text", text)]).await;
        assert_eq!(answer.status, 303, "{text}");
        let waits = text != "Du calme";
        let trace = h.trace(text).await;
        assert_eq!(trace.state == State::Pending, waits, "{text}");
        assert_eq!(h.read().await.contains(text), !waits, "{text}");
        let hers = lea.get(&format!("/traces/{}", trace.id)).await;
        assert_eq!(hers.contains("En attente de relecture"), waits, "{text}");
    }
    let queue = admin.get(QUEUE).await;
    assert!(queue.contains("un mot de votre liste") && queue.contains("un lien"));
    h.test.set_clock(Time::parse("2026-06-01T11:00:00Z").unwrap());
    lea.post(&format!("{}/traces", h.page), &[("text", "Trop tard")]).await;
    assert_eq!(state(&h, "Trop tard").await, State::Pending);
    assert!(admin.get(QUEUE).await.contains("quand personne n’était là"));
    // The team is the team at any hour.
    admin.post(&format!("{}/traces", h.page), &[("text", "De l’équipe")]).await;
    assert_eq!(state(&h, "De l’équipe").await, State::Published);
    let mut noe = h.member("noe").await;
    assert_eq!(noe.get("/equipe/moderation/regles").await.status, 404);
}

#[tokio::test]
async fn people_climb_by_what_is_published_and_staff_may_put_them_anywhere() {
    let h = hung().await;
    h.decide(|venue| venue.hold_remote_traces = true).await;
    let remote = h.test.remote("mastodon.example").await;
    let alice = remote.person("alice");
    let mut admin = h.test.admin().await;
    let said = ["Un cheval blanc", "La neige tombe", "Trois bateaux"];
    for (number, text) in said.iter().enumerate() {
        h.reply(&remote, &alice, &number.to_string(), &format!("<p>{text}</p>")).await;
        assert_eq!(state(&h, text).await, State::Pending, "{text}");
        let id = h.trace(text).await.id;
        decide(&mut admin, id, &[("action", "approve")]).await;
    }
    h.reply(&remote, &alice, "9", "<p>De nouveau</p>").await;
    assert_eq!(state(&h, "De nouveau").await, State::Published, "she is known by now");
    let person = h.trace("De nouveau").await.author_id;
    let page = format!("/equipe/personnes/{person}");
    assert!(admin.get(&page).await.contains("Déjà publié"));

    let rung = format!("{page}/confiance");
    assert_eq!(admin.post(&rung, &[("rung", "newcomer")]).await.status, 303);
    h.reply(&remote, &alice, "10", "<p>Encore une fois</p>").await;
    assert_eq!(state(&h, "Encore une fois").await, State::Pending);
    assert_eq!(admin.post(&rung, &[("rung", "trusted")]).await.status, 303);
    h.reply(&remote, &alice, "11", "<p>De confiance</p>").await;
    assert_eq!(state(&h, "De confiance").await, State::Published);
    assert!(admin.get("/equipe/journal").await.contains("a changé la confiance accordée à alice"));
    assert_eq!(admin.post(&rung, &[("rung", "member")]).await.status, 404);
    let mut anne = colleague(&h, Role::Mediator).await;
    assert_eq!(anne.post(&rung, &[("rung", "")]).await.status, 403, "a moderator decides");
}

#[tokio::test]
async fn what_was_shown_unread_is_read_afterwards_and_an_edit_asks_for_it_again() {
    let h = hung().await;
    let mut lea = h.member("lea").await;
    lea.post(&format!("{}/traces", h.page), &[("text", "Publié aussitôt")]).await;
    let mut admin = h.test.admin().await;
    admin.post(&format!("{}/traces", h.page), &[("text", "De l’équipe")]).await;
    let unread = format!("{QUEUE}?file=publie");
    let pile = admin.get(&unread).await;
    assert!(pile.contains("Publié aussitôt") && !pile.contains("De l’équipe"));
    let id = h.trace("Publié aussitôt").await.id;
    let fields = [("action", "approve"), ("seen", "published")];
    admin.post(&format!("{QUEUE}/{id}"), &fields).await;
    assert!(!admin.get(&unread).await.contains("Publié aussitôt"));
    assert_eq!(state(&h, "Publié aussitôt").await, State::Published);
    lea.post(&format!("/traces/{id}/modifier"), &[("text", "Changé ensuite")]).await;
    assert!(admin.get(&unread).await.contains("Changé ensuite"));
}

#[tokio::test]
async fn the_queue_is_narrowed_by_its_address() {
    let h = hung().await;
    h.decide(|venue| {
        venue.hold_remote_traces = true;
        venue.holding.words = vec!["débile".to_owned()];
    })
    .await;
    let remote = h.test.remote("mastodon.example").await;
    let alice = remote.person("alice");
    h.reply(&remote, &alice, "1", "<p>De loin 100%</p>").await;
    let mut lea = h.member("lea").await;
    lea.post(&format!("{}/traces", h.page), &[("text", "Été débile")]).await;
    let her = h.trace("Été débile").await.author_id;
    let mut admin = h.test.admin().await;
    for (query, far, near) in [
        ("".to_owned(), true, true),
        ("de=ici".to_owned(), false, true),
        ("de=ailleurs".to_owned(), true, false),
        ("pourquoi=word".to_owned(), false, true),
        ("pourquoi=rule".to_owned(), true, false),
        ("pourquoi=autre".to_owned(), true, true),
        ("q=LOIN".to_owned(), true, false),
        ("q=100%25".to_owned(), true, false),
        ("q=%C3%A9t%C3%A9".to_owned(), false, true),
        ("q=%25".to_owned(), true, false),
        ("q=_".to_owned(), false, false),
        (format!("qui={her}"), false, true),
        ("qui=nobody".to_owned(), true, true),
    ] {
        let page = admin.get(&format!("{QUEUE}?{query}")).await;
        let cases = page.text().matches("class=\"case\"").count();
        assert_eq!(cases, usize::from(far) + usize::from(near), "{query}");
        assert_eq!(page.contains("De loin"), far, "{query}");
    }
    assert!(admin.get(&format!("{QUEUE}?q=rien")).await.contains("Rien ne correspond"));
}

/// The value of the mark in the form of a case.
fn mark(queue: &Answer) -> String {
    let text = queue.text();
    let (_, rest) = text.split_once("name=\"mark\" value=\"").expect("a mark");
    rest.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn words_that_changed_since_they_were_read_are_read_again_before_they_are_decided_about() {
    let h = hung().await;
    waiting(&h, &[]).await;
    let mut lea = h.member("lea").await;
    lea.post(&format!("{}/traces", h.page), &[("text", "La neige tombe")]).await;
    let mut admin = h.test.admin().await;
    let queue = admin.get(QUEUE).await;
    let id = h.trace("La neige tombe").await.id;
    let ticked = format!("{id}:{}", mark(&queue));
    lea.post(&format!("/traces/{id}/modifier"), &[("text", "Achetez ma neige")]).await;
    let page = decide(&mut admin, id, &[("action", "approve"), ("mark", &mark(&queue))]).await;
    assert!(page.contains("modifiés entre-temps"), "{}", page.text());
    let lot = [("back", QUEUE), ("seen", "pending"), ("action", "approve"), ("case", &ticked)];
    let answer = admin.post(QUEUE, &lot).await;
    assert!(admin.follow(&answer).await.contains("modifiés entre-temps"));
    assert_eq!(state(&h, "Achetez ma neige").await, State::Pending);
    // Who has read them decides.
    let queue = admin.get(QUEUE).await;
    decide(&mut admin, id, &[("action", "hide"), ("mark", &mark(&queue))]).await;
    assert_eq!(state(&h, "Achetez ma neige").await, State::Hidden);
}

#[tokio::test]
async fn a_picture_in_the_place_of_the_one_that_was_looked_at_is_looked_at_first() {
    let h = hung().await;
    let remote = h.test.remote("mastodon.example").await;
    let alice = remote.person("alice");
    let showing = |file: &str| {
        let mut note = remote.note(&alice, "1", &h.artwork.iri, "<p>Regardez</p>");
        note["attachment"] = json!([{"type": "Document", "mediaType": "image/png",
            "url": format!("{}/files/{file}", remote.base), "name": "Une barque"}]);
        note
    };
    let first = remote.create(&alice, &showing("a.png"));
    assert_eq!(h.deliver(&remote, &alice, &first).await, "applied");
    let mut admin = h.test.admin().await;
    let queue = admin.get(QUEUE).await;
    let id = h.trace("Regardez").await.id;
    h.test.advance(Duration::from_secs(60));
    let mut edited = showing("b.png");
    edited["updated"] = json!(h.test.app.now().rfc3339());
    let update = remote.wrap("Update", &alice, &edited);
    assert_eq!(h.deliver(&remote, &alice, &update).await, "applied");
    let page = decide(&mut admin, id, &[("action", "approve"), ("mark", &mark(&queue))]).await;
    assert!(page.contains("modifiés entre-temps"), "{}", page.text());
    assert_eq!(state(&h, "Regardez").await, State::Pending);
}

#[tokio::test]
async fn words_that_change_are_no_longer_decided_about_with_those_they_resembled() {
    let h = hung().await;
    waiting(&h, &[]).await;
    let mut lea = h.member("lea").await;
    let mut nour = h.member("nour").await;
    for (member, text) in
        [(&mut lea, "Quel beau rouge profond"), (&mut nour, "Quel beau rouge, profond")]
    {
        member.post(&format!("{}/traces", h.page), &[("text", text)]).await;
    }
    let (first, last) =
        (h.trace("Quel beau rouge profond").await.id, h.trace("Quel beau rouge, profond").await.id);
    let mut admin = h.test.admin().await;
    assert!(admin.get(QUEUE).await.contains("2 fois presque les mêmes mots"));
    // The one that is shown becomes another: the second is shown then.
    lea.post(&format!("/traces/{first}/modifier"), &[("text", "Venez acheter mes montres")]).await;
    let queue = admin.get(QUEUE).await.text();
    assert_eq!(queue.matches("class=\"case\"").count(), 2, "{queue}");
    let both = [("action", "approve"), ("last", &*last.to_string())];
    decide(&mut admin, last, &both).await;
    assert_eq!(state(&h, "Quel beau rouge, profond").await, State::Published);
    assert_eq!(state(&h, "Venez acheter mes montres").await, State::Pending);
}
