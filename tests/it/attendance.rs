//! Who comes: members in one tap, anybody by letter, the line, the team's list, the door, what people are told.

use std::time::Duration;

use axum::body::Body;
use diesel::prelude::*;
use futures::future::join_all;
use http::{Method, header};
use parvis::{
    features::{
        attendance::{self, Answer, Channel, Claim, Who, Wish},
        events::{
            self, Access, Audience, Category, Draft, Facts, Location, Rsvp, Status, When, import,
        },
    },
    kernel::{clock::Time, i18n::Lang, id::Id},
    platform::{actors, app::Tx},
    schema,
};

use crate::{
    support::{Answer as Page, Browser, Received, TestApp},
    voices::{Hung, hung, hung_with_mail},
};

/// The tests' clock stands on 1 June 2026; this begins ten days later.
pub const STARTS: &str = "2026-06-11T18:00:00Z";

pub fn draft(capacity: Option<i32>, party_max: i32) -> Draft {
    let starts = Time::parse(STARTS).unwrap();
    Draft {
        status: Status::Announced,
        audience: Audience::Public,
        facts: Facts {
            title: "Nocturne des crues".to_owned(),
            description_fr: "La Loire la nuit.".to_owned(),
            description_en: String::new(),
            recap_fr: String::new(),
            recap_en: String::new(),
            category: Category::Tour,
            access: vec![Access::StepFree],
            when: When {
                starts,
                ends: starts.plus(Duration::from_secs(7_200)),
                doors: None,
                open_ended: false,
                all_day: false,
                zone: chrono_tz::Europe::Paris,
            },
            place: None,
            location: Location { name: "Grande salle".to_owned(), ..Location::default() },
            coordinates: None,
            price: String::new(),
            ticket_url: String::new(),
            rsvp: Rsvp::Open,
            capacity,
            party_max,
            organisers: String::new(),
            performers: String::new(),
        },
        artworks: Vec::new(),
        pictures: Vec::new(),
    }
}

/// An event in the programme.
pub async fn event(test: &TestApp, draft: Draft) -> Id {
    let made = test.app.write(move |tx| events::publish(tx, &draft)).await.unwrap();
    test.settle().await;
    made.id
}

/// Changes an event.
async fn revise(test: &TestApp, id: Id, draft: Draft) {
    test.advance(Duration::from_secs(60));
    test.app.write(move |tx| events::revise(tx, id, &draft)).await.unwrap();
    test.settle().await;
}

/// How many people stand so.
pub async fn people(test: &TestApp, event: Id, answer: Answer) -> i64 {
    test.query(move |conn| {
        use schema::attendances as a;
        let sum: Option<i64> = a::table
            .filter(a::event_id.eq(event))
            .filter(a::answer.eq(answer))
            .select(diesel::dsl::sum(a::people))
            .first(conn)?;
        Ok(sum.unwrap_or(0))
    })
    .await
}

/// A member who is signed in, of a venue that sends letters.
async fn member(h: &Hung, handle: &str) -> Browser {
    let mut browser = h.member(handle).await;
    let code = h.test.letters().await.last().unwrap().code();
    let fields = [("code", code.as_str()), ("next", "/compte")];
    let done = browser.post("/connexion/code", &fields).await;
    assert_eq!(done.status, 303, "{}", done.text());
    browser
}

const PAGE: &str = "/agenda/nocturne-des-crues";
pub const COMING: &str = "/agenda/nocturne-des-crues/venir";

async fn answers(browser: &mut Browser, answer: &str, people: &str) -> Page {
    browser.post(COMING, &[("answer", answer), ("people", people)]).await
}

#[tokio::test]
async fn a_member_answers_in_one_tap_changes_their_mind_and_finds_it_among_their_events() {
    let h = hung().await;
    let id = event(&h.test, draft(Some(10), 4)).await;
    let mut lea = h.member("lea").await;
    assert!(lea.get(PAGE).await.contains("10 places libres"));
    let done = answers(&mut lea, "going", "3").await;
    assert_eq!(done.status, 303, "{}", done.text());
    let page = lea.follow(&done).await;
    assert!(page.contains("Vous venez à 3") && page.contains("7 places libres"), "{}", page.text());
    answers(&mut lea, "maybe", "1").await;
    assert!(lea.get(PAGE).await.contains("1 peut-être"));
    answers(&mut lea, "going", "2").await;
    assert!(lea.get("/mes-evenements").await.contains("Nocturne des crues"));
    answers(&mut lea, "no", "").await;
    assert_eq!(people(&h.test, id, Answer::Going).await, 0);
    assert!(lea.get("/mes-evenements").await.contains("encore répondu à aucun événement"));
    // Everybody reads numbers, nobody names.
    answers(&mut lea, "going", "1").await;
    let page = h.test.browser().get(PAGE).await;
    assert!(page.contains("1 personne vient") && !page.contains("lea"), "{}", page.text());
}

#[tokio::test]
async fn an_answer_that_cannot_be_taken_is_refused_in_words_and_keeps_what_was_typed() {
    let h = hung().await;
    let id = event(&h.test, draft(Some(3), 4)).await;
    let mut lea = h.member("lea").await;
    let back = answers(&mut lea, "going", "5").await;
    assert_eq!(back.status, 422);
    assert!(
        back.contains("4 personnes au plus") && back.contains("value=\"5\""),
        "{}",
        back.text()
    );
    assert!(answers(&mut lea, "going", "4").await.contains("La salle n’a que 3"));
    assert_eq!(answers(&mut lea, "going", "beaucoup").await.status, 422);
    assert_eq!(answers(&mut lea, "volontiers", "1").await.status, 422);
    assert_eq!(answers(&mut lea, "going", "2").await.status, 303);
    assert!(answers(&mut lea, "going", "4").await.contains("ne reste qu’une place de plus"));
    assert_eq!(people(&h.test, id, Answer::Going).await, 2, "what they had is still theirs");
    let cancelled = Draft { status: Status::Cancelled, ..draft(Some(3), 4) };
    revise(&h.test, id, cancelled).await;
    assert!(answers(&mut lea, "going", "1").await.contains("annulé ou reporté"));
    assert_eq!(answers(&mut lea, "no", "").await.status, 303, "whoever does not come may say so");
    h.test.set_clock(Time::parse("2026-06-12T00:00:00Z").unwrap());
    assert!(answers(&mut lea, "going", "1").await.contains("terminé"));
}

#[tokio::test]
async fn drafts_and_what_is_for_members_take_no_answers_from_others() {
    let h = hung().await;
    event(&h.test, Draft { status: Status::Draft, ..draft(None, 1) }).await;
    let mut lea = h.member("lea").await;
    assert_eq!(answers(&mut lea, "going", "1").await.status, 404);
    let private = Draft { audience: Audience::Members, ..draft(None, 1) };
    event(&h.test, private).await;
    let mut visitor = h.test.browser();
    let paths = ["/agenda/nocturne-des-crues-2026-06-11/venir", COMING, "/agenda/jamais/venir"];
    for path in paths {
        assert_eq!(visitor.get(path).await.status, 404, "{path}");
        assert_eq!(visitor.post(path, &[("email", "a@example.org")]).await.status, 404, "{path}");
    }
    let done = lea.post(paths[0], &[("answer", "going")]).await;
    assert_eq!(done.status, 303, "{}", done.text());
}

#[tokio::test]
async fn seats_given_back_go_to_whoever_waits_longest_and_they_are_told() {
    let h = hung().await;
    let id = event(&h.test, draft(Some(3), 3)).await;
    let mut lea = h.member("lea").await;
    let (mut noe, mut ada, mut max) =
        (h.member("noe").await, h.member("ada").await, h.member("max").await);
    answers(&mut lea, "going", "2").await;
    answers(&mut noe, "going", "2").await;
    let page = noe.get(PAGE).await;
    assert!(page.contains("liste d’attente, à 2"), "{}", page.text());
    // One seat is free, and it is not Ada's: Noé came first.
    answers(&mut ada, "going", "1").await;
    answers(&mut max, "going", "1").await;
    assert!(ada.get(PAGE).await.contains("1 inscription avant vous"));
    assert_eq!(people(&h.test, id, Answer::Going).await, 2);
    // A smaller party keeps its place, and now it fits; nobody else does.
    answers(&mut noe, "going", "1").await;
    assert!(noe.get(PAGE).await.contains("Vous venez"));
    assert_eq!(people(&h.test, id, Answer::Going).await, 3);
    answers(&mut lea, "going", "1").await;
    h.test.settle().await;
    assert!(ada.get("/notifications").await.contains("Une place s’est libérée"));
    assert!(!max.get("/notifications").await.contains("Une place s’est libérée"));
    // More seats, and the line moves by itself.
    revise(&h.test, id, draft(Some(4), 3)).await;
    assert_eq!(people(&h.test, id, Answer::Going).await, 4);
    assert_eq!(people(&h.test, id, Answer::Waiting).await, 0);
    assert!(max.get("/notifications").await.contains("Une place s’est libérée"));
}

/// Asks for a letter as somebody without an account.
pub async fn ask(test: &TestApp, email: &str, people: &str) -> Page {
    let mut browser = test.browser();
    let form = browser.get(COMING).await.text();
    let stamp = form.split("name=\"stamp\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    test.advance(Duration::from_secs(2));
    let fields = [("email", email), ("name", "Zoé"), ("people", people), ("stamp", stamp)];
    browser.post(COMING, &fields).await
}

/// The path of the last link of a letter that begins so.
pub fn path(letter: &Received, begins: &str) -> String {
    let line = letter.text.lines().rfind(|line| line.contains(begins));
    line.unwrap_or_else(|| panic!("no {begins} in {}", letter.text))
        .trim()
        .replace("http://musee.test", "")
}

#[tokio::test]
async fn anybody_answers_by_letter_confirms_once_and_withdraws_without_an_account() {
    let h = hung_with_mail().await;
    let id = event(&h.test, draft(Some(10), 4)).await;
    let asked = ask(&h.test, "zoe@example.org", "2").await;
    assert_eq!(asked.status, 303, "{}", asked.text());
    assert_eq!(people(&h.test, id, Answer::Going).await, 0, "nothing is kept before they confirm");
    let letters = h.test.letters().await;
    let link = path(letters.last().unwrap(), "/participation/confirmer/");
    let mut zoe = h.test.browser();
    let page = zoe.get(&link).await;
    assert!(page.contains("Zoé, vous venez à 2"), "{}", page.text());
    assert_eq!(people(&h.test, id, Answer::Going).await, 0, "looking at a link confirms nothing");
    let done = zoe.post(&link, &[]).await;
    assert_eq!(done.status, 303);
    let own = done.location().to_owned();
    assert_eq!(people(&h.test, id, Answer::Going).await, 2);
    // Opened again, the link is the same answer.
    assert_eq!(zoe.post(&link, &[]).await.location(), own);
    assert_eq!(zoe.get(&link).await.location(), own);
    assert_eq!(people(&h.test, id, Answer::Going).await, 2);
    let page = zoe.get(&own).await;
    assert!(page.contains("<svg class=\"qr\""), "{}", page.text());
    let letters = h.test.letters().await;
    assert!(letters.last().unwrap().text.contains("2 places sont retenues"));
    assert_eq!(path(letters.last().unwrap(), "/participation/"), own);
    let left = zoe.post(&own, &[("answer", "no")]).await;
    assert_eq!(left.status, 303, "{}", left.text());
    assert_eq!(people(&h.test, id, Answer::Going).await, 0);
    // Nobody guesses a code, nor the page of somebody else.
    let (number, _) = own.split_once('.').unwrap();
    for wrong in
        [format!("{number}.AAAAAAAAAAAAAAAA"), number.to_owned(), "/participation/x".to_owned()]
    {
        assert_eq!(zoe.get(&wrong).await.status, 404, "{wrong}");
        assert_eq!(zoe.post(&wrong, &[("answer", "going")]).await.status, 404, "{wrong}");
    }
}

#[tokio::test]
async fn a_letter_tells_nobody_whose_address_is_known_and_is_good_for_three_days() {
    let h = hung_with_mail().await;
    let id = event(&h.test, draft(Some(10), 4)).await;
    let same = |one: &Page, email: &str| (one.status, one.text().replace(email, "…"));
    let known = ask(&h.test, "admin@musee.test", "1").await;
    let unknown = ask(&h.test, "personne@example.org", "1").await;
    assert_eq!(same(&known, "admin@musee.test"), same(&unknown, "personne@example.org"));
    // A machine that fills in everything is not let in; nor is one that is too fast.
    let mut machine = h.test.browser();
    let fields = [("email", "x@example.org"), ("name", "x"), ("contact_url", "http://spam.test")];
    assert_eq!(machine.post(COMING, &fields).await.status, 422);
    assert_eq!(machine.post(COMING, &fields[..2]).await.status, 422);
    let letters = h.test.letters().await;
    assert_eq!(letters.len(), 2);
    // Whoever has an account is one person, whichever way they answer.
    let link = path(&letters[0], "/participation/confirmer/");
    h.test.browser().post(&link, &[]).await;
    let mut admin = h.test.admin().await;
    assert!(admin.get(PAGE).await.contains("Vous venez"));
    h.test.advance(Duration::from_secs(4 * 86_400));
    let late = path(&letters[1], "/participation/confirmer/");
    assert_eq!(h.test.browser().get(&late).await.status, 404);
    assert_eq!(h.test.browser().post(&late, &[]).await.status, 404);
    assert_eq!(people(&h.test, id, Answer::Going).await, 1);
}

#[tokio::test]
async fn staff_see_who_and_from_where_write_to_all_and_take_the_list_along() {
    let h = hung_with_mail().await;
    let id = event(&h.test, draft(Some(2), 2)).await;
    let mut lea = member(&h, "lea").await;
    answers(&mut lea, "going", "1").await;
    ask(&h.test, "=zoe@example.org", "1").await;
    ask(&h.test, "zoe@example.org", "1").await;
    let letters = h.test.letters().await;
    for letter in letters.iter().filter(|letter| letter.text.contains("/confirmer/")) {
        let link = path(letter, "/participation/confirmer/");
        h.test.browser().post(&link, &[]).await;
    }
    let mut staff = h.test.admin().await;
    let list = format!("/equipe/agenda/{id}/reponses");
    let page = staff.get(&list).await;
    for shown in ["lea", "zoe@example.org", "Ce site", "Lettre"] {
        assert!(page.contains(shown), "{shown}: {}", page.text());
    }
    let found = staff.get(&format!("{list}?recherche=zoe&canal=email")).await;
    assert!(found.contains("zoe@example.org") && !found.contains("@lea@"), "{}", found.text());
    let table = staff.get(&format!("{list}.csv")).await;
    assert!(table.header("content-type").starts_with("text/csv"));
    let table = table.text();
    assert!(table.contains("'=zoe@example.org") && table.contains("'@lea@musee.test"), "{table}");
    let sent = h.test.letters().await.len();
    let write = format!("/equipe/agenda/{id}/ecrire");
    assert_eq!(staff.post(&write, &[("text", " ")]).await.status, 422);
    let done = staff.post(&write, &[("text", "Prenez un manteau.")]).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let letters = h.test.letters().await;
    let told: Vec<&Received> =
        letters[sent..].iter().filter(|letter| letter.text.contains("Prenez un manteau")).collect();
    assert_eq!(told.len(), 3, "everybody, each alone");
    assert!(told.iter().all(|letter| !letter.text.contains("example.org")), "nobody is named");
    assert!(lea.get("/notifications").await.contains("vous écrit"));
    // Nobody else sees the list.
    for path in [&list, &write, &format!("{list}.csv"), &format!("/equipe/agenda/{id}/entree")] {
        assert_eq!(lea.get(path).await.status, 404, "{path}");
    }
}

/// The code of somebody's answer, as their page of the event leads to it.
async fn code_of(somebody: &mut Browser) -> String {
    let own = somebody.get(PAGE).await.text();
    own.split("/participation/").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn at_the_door_a_name_is_ticked_and_a_code_is_surer() {
    let h = hung().await;
    let id = event(&h.test, draft(None, 2)).await;
    let mut lea = h.member("lea").await;
    answers(&mut lea, "going", "2").await;
    let code = code_of(&mut lea).await;
    let mut staff = h.test.admin().await;
    let door = format!("/equipe/agenda/{id}/entree");
    let page = staff.get(&format!("{door}?recherche=lea")).await.text();
    assert!(page.contains("data-offline=\"queue\"") && page.contains("Est là"), "{page}");
    let key = page.split("name=\"attendance\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let tick = [("attendance", key), ("came", "1")];
    for _ in 0..2 {
        assert_eq!(staff.post(&door, &tick).await.status, 303);
    }
    assert!(staff.get(&door).await.contains("Présence cochée"));
    // A phone that looks at the code opens the person, to be let in by a tap.
    let shown = staff.get(&format!("{door}?code={code}")).await;
    assert!(shown.contains("Est là") && shown.contains("lea"), "{}", shown.text());
    // A reader types the address and lets them in at once; who comes again with the same code is told.
    let address = format!("http://x/?code={code}");
    let read = [("code", address.as_str())];
    let opened = staff.post(&format!("{door}/code"), &read).await;
    assert_eq!(opened.location(), door);
    assert!(staff.get(&door).await.contains("Code montré"));
    let again = staff.post(&format!("{door}/code"), &read).await;
    assert!(staff.follow(&again).await.contains("déjà entrée avec ce code"));
    staff.post(&door, &[("attendance", key), ("came", "1"), ("code", &code)]).await;
    // A tick that comes late from a phone does not make it less sure.
    staff.post(&door, &tick).await;
    assert!(staff.get(&door).await.contains("Code montré"));
    assert!(staff.get(&format!("{door}?code=1.AAAA")).await.contains("n’est pas de cet événement"));
    staff.post(&door, &[("attendance", key), ("came", "0")]).await;
    assert!(staff.get(&door).await.contains("Aucune entrée"));
    let facts: Vec<String> = h
        .test
        .query(|conn| {
            schema::facts::table
                .filter(schema::facts::topic.eq("attendance.came"))
                .order(schema::facts::id)
                .select(schema::facts::payload)
                .load(conn)
        })
        .await;
    let said: Vec<&str> = ["list", "code", "null"].to_vec();
    assert_eq!(facts.len(), 3, "{facts:?}");
    assert!(facts.iter().zip(said).all(|(fact, word)| fact.contains(word)), "{facts:?}");
}

#[tokio::test]
async fn a_members_card_opens_every_door_until_it_is_made_anew() {
    let h = hung().await;
    let id = event(&h.test, draft(Some(5), 2)).await;
    let mut other = draft(None, 2);
    other.facts.title = "Concert".to_owned();
    let other = event(&h.test, other).await;
    let (mut lea, mut zoe) = (h.member("lea").await, h.member("zoe").await);
    answers(&mut lea, "going", "1").await;
    let card = async |who: &mut Browser| {
        assert_eq!(who.post("/mes-evenements/carte", &[]).await.status, 303);
        let page = who.get("/mes-evenements/carte").await.text();
        assert!(page.contains("class=\"qr\""), "{page}");
        let code = page.split("class=\"mono fine\">").nth(1).unwrap();
        code.split('<').next().unwrap().to_owned()
    };
    assert!(lea.get("/mes-evenements/carte").await.contains("Créer ma carte"));
    let (of_lea, of_zoe) = (card(&mut lea).await, card(&mut zoe).await);
    let mut staff = h.test.admin().await;
    let look = |code: &str| format!("/equipe/carte?code={code}");
    assert!(lea.get(&look(&of_lea)).await.status == 404, "the team's alone");
    let early = staff.get(&look(&of_lea)).await;
    assert!(
        early.contains("Aucun événement n’a lieu") && early.contains(">lea<"),
        "{}",
        early.text()
    );
    h.test.set_clock(Time::parse("2026-06-11T17:30:00Z").unwrap());
    // It leads to the door of what its owner comes to, and there a tap lets them in, as surely as a code.
    let led = staff.get(&look(&of_lea)).await;
    let door = format!("/equipe/agenda/{id}/entree");
    assert_eq!(led.location(), format!("{door}?code={of_lea}"));
    let page = staff.follow(&led).await;
    assert!(page.contains("Est là") && page.contains("<h2 id=\"montre\">lea"), "{}", page.text());
    let address = format!("http://x/equipe/carte?code={of_lea}");
    let read = staff.post(&format!("{door}/code"), &[("code", &address)]).await;
    assert_eq!(read.location(), door);
    assert_eq!(assurances(&h.test, id).await, [Some("code".into())]);
    // Who has no seat is known by name, and the team decides.
    let page = staff.get(&format!("{door}?code={of_zoe}")).await;
    assert!(page.contains("zoe") && page.contains("sans place à cet événement"), "{}", page.text());
    let walk_in = format!("{door}/sans-reponse");
    let let_in = [("code", of_zoe.as_str()), ("people", "1"), ("name", "")];
    for _ in 0..2 {
        assert_eq!(staff.post(&walk_in, &let_in).await.status, 303);
    }
    assert_eq!(assurances(&h.test, id).await, [Some("code".into()), Some("code".into())]);
    assert_eq!(people(&h.test, id, Answer::Going).await, 2, "once, as themselves");
    assert!(zoe.get("/mes-evenements").await.contains("Nocturne des crues"));
    let elsewhere = format!("/equipe/agenda/{other}/entree");
    assert!(staff.get(&format!("{elsewhere}?code={of_lea}")).await.contains("sans place"));
    // One that was lost opens nothing once there is another; nor does one nobody made, or one that was taken away.
    let anew = card(&mut lea).await;
    for wrong in [of_lea.as_str(), "c1.AAAA", "c", &anew.replace('c', "")] {
        assert!(staff.get(&look(wrong)).await.contains("pas une carte d’ici"), "{wrong}");
        assert!(staff.get(&format!("{door}?code={wrong}")).await.contains("n’est pas de cet"));
    }
    assert_eq!(staff.get(&look(&anew)).await.status, 303);
    lea.post("/mes-evenements/carte/fermer", &[]).await;
    assert!(staff.get(&look(&anew)).await.contains("pas une carte d’ici"));
}

/// How sure it is that each on the list came.
async fn assurances(test: &TestApp, event: Id) -> Vec<Option<String>> {
    test.query(move |conn| {
        use schema::attendances as a;
        a::table.filter(a::event_id.eq(event)).order(a::id).select(a::assurance).load(conn)
    })
    .await
}

#[tokio::test]
async fn whoever_comes_without_an_answer_is_written_down_and_the_team_is_told_of_the_seats() {
    let h = hung().await;
    let id = event(&h.test, draft(Some(2), 2)).await;
    let mut lea = h.member("lea").await;
    answers(&mut lea, "going", "1").await;
    let mut staff = h.test.admin().await;
    let door = format!("/equipe/agenda/{id}/entree");
    let walk_in = format!("{door}/sans-reponse");
    assert!(staff.get(&door).await.contains("1 place libre"));
    let key = "a-key-of-this-very-form";
    let one = [("name", "Nour"), ("people", "1"), ("once", key)];
    for _ in 0..2 {
        // A phone that never heard the answer sends it again.
        assert_eq!(staff.post(&walk_in, &one).await.status, 303);
    }
    assert_eq!(people(&h.test, id, Answer::Going).await, 2);
    let page = staff.get(&door).await;
    assert!(page.contains("Nour") && page.contains("Complet"), "{}", page.text());
    // The room is full; the team stands in front of it and decides.
    let two = staff.post(&walk_in, &[("name", ""), ("people", "2")]).await;
    assert!(staff.follow(&two).await.contains("2 personnes de plus que de places"));
    assert_eq!(people(&h.test, id, Answer::Going).await, 4);
    let list = staff.get(&format!("/equipe/agenda/{id}/reponses?canal=door")).await;
    assert!(list.contains("À l’entrée") && list.contains("2 réponses"), "{}", list.text());
    assert_eq!(assurances(&h.test, id).await, [None, Some("list".into()), Some("list".into())]);
    for wrong in ["0", "", "1000", "beaucoup"] {
        let answer = staff.post(&walk_in, &[("name", "Ada"), ("people", wrong)]).await;
        assert!(answer.status == 422 && answer.contains("value=\"Ada\""), "{wrong}");
    }
    // A slip of the finger: they were on the list only because they came.
    let text = staff.get(&format!("{door}?recherche=nour")).await.text();
    let nour =
        text.split("name=\"attendance\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    staff.post(&door, &[("attendance", nour), ("came", "0")]).await;
    assert_eq!(people(&h.test, id, Answer::Going).await, 3);
    // Nobody but the team counts people in.
    assert_eq!(lea.post(&walk_in, &one).await.status, 404);
}

#[tokio::test]
async fn what_is_for_regulars_is_seen_by_members_and_answered_by_who_was_seen_at_three_events() {
    let h = hung().await;
    let mut lea = h.member("lea").await;
    let regulars = Draft { audience: Audience::Regulars, ..draft(None, 2) };
    let mut past = Vec::new();
    for n in 1..=3 {
        let mut evening = draft(None, 2);
        evening.facts.title = format!("Soirée {n}");
        past.push(event(&h.test, evening).await);
        let going = [("answer", "going"), ("people", "1")];
        assert_eq!(lea.post(&format!("/agenda/soiree-{n}/venir"), &going).await.status, 303);
    }
    let id = event(&h.test, regulars).await;
    let mut staff = h.test.admin().await;
    assert_eq!(h.test.browser().get(PAGE).await.status, 404);
    let edited = staff.get(&format!("/equipe/agenda/{id}")).await.text();
    assert!(edited.contains("value=\"regulars\" checked"), "{edited}");
    assert!(import::export(&h.test.app).await.unwrap().contains(",regulars,"));
    let seen = async |lea: &mut Browser, came: &str| {
        for path in [PAGE, COMING] {
            let page = lea.get(path).await.text();
            let open = page.contains("name=\"answer\" value=\"going\"");
            assert!(!open && page.contains(came), "{path}: {page}");
        }
        let refused = answers(lea, "going", "1").await;
        assert!(refused.status == 422 && refused.contains(came), "{}", refused.text());
    };
    seen(&mut lea, "Vous n’en comptez pas encore.").await;
    for (n, evening) in past.into_iter().enumerate() {
        if n == 2 {
            seen(&mut lea, "Vous en comptez 2.").await;
        }
        let door = format!("/equipe/agenda/{evening}/entree");
        let page = staff.get(&door).await.text();
        let key =
            page.split("name=\"attendance\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        staff.post(&door, &[("attendance", key), ("came", "1")]).await;
    }
    assert!(lea.get(PAGE).await.contains("name=\"answer\" value=\"going\""));
    assert_eq!(answers(&mut lea, "going", "1").await.status, 303);
    assert!(lea.get("/agenda").await.contains("dès trois présences"));
    // Nobody leaves the server with it, and a newcomer sees it without being able to answer.
    assert_eq!(h.test.browser().get_activity(PAGE).await.status, 404);
    let mut zoe = h.member("zoe").await;
    assert_eq!(answers(&mut zoe, "going", "1").await.status, 422);
}

/// Sends a form of the door that waited so long for the network, as the outbox of a telephone does.
async fn late(staff: &mut Browser, path: &str, waited: &str, fields: &str) {
    let page = staff.get("/equipe").await.text();
    let me = page.split("data-as=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let request = staff
        .request(Method::POST, path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .header("parvis-as", me)
        .header("parvis-waited", waited)
        .body(Body::from(fields.to_owned()))
        .unwrap();
    assert_eq!(staff.send(request).await.status, 200, "{path}");
}

#[tokio::test]
async fn who_was_let_in_without_a_network_came_when_they_came_not_when_it_was_back() {
    let h = hung().await;
    let id = event(&h.test, draft(None, 2)).await;
    let mut lea = h.member("lea").await;
    answers(&mut lea, "going", "1").await;
    let code = code_of(&mut lea).await;
    let key = code.split('.').next().unwrap().to_owned();
    let mut staff = h.test.admin().await;
    let door = format!("/equipe/agenda/{id}/entree");
    h.test.set_clock(Time::parse("2026-06-11T19:00:00Z").unwrap());
    let came = async || -> Vec<Option<Time>> {
        h.test
            .query(move |conn| {
                use schema::attendances as a;
                a::table.filter(a::event_id.eq(id)).order(a::id).select(a::came_at).load(conn)
            })
            .await
    };
    let at = |text| Some(Time::parse(text).unwrap());
    let tick = format!("attendance={key}&came=1");
    late(&mut staff, &door, "600000", &tick).await;
    assert_eq!(came().await, [at("2026-06-11T18:50:00Z")]);
    // Another telephone, longer without a network, tells of an earlier moment; a later one changes nothing.
    late(&mut staff, &door, "3600000", &tick).await;
    late(&mut staff, &door, "0", &tick).await;
    assert_eq!(came().await, [at("2026-06-11T18:00:00Z")]);
    late(&mut staff, &format!("{door}/code"), "60000", &format!("code={code}")).await;
    assert_eq!(came().await, [at("2026-06-11T18:00:00Z")]);
    assert_eq!(assurances(&h.test, id).await, [Some("code".into())]);
    late(&mut staff, &format!("{door}/sans-reponse"), "1800000", "name=Nour&people=1").await;
    assert_eq!(came().await[1], at("2026-06-11T18:30:00Z"));
    // What no telephone can say is not believed: never in the future, never before two days ago.
    for (said, is) in [("-5", "2026-06-11T19:00:00Z"), ("9999999999999", "2026-06-09T19:00:00Z")] {
        late(&mut staff, &format!("{door}/sans-reponse"), said, "name=Zoé&people=1").await;
        assert_eq!(came().await.pop().unwrap(), at(is), "{said}");
    }
}

#[tokio::test]
async fn somebody_says_that_they_are_there_and_what_the_team_saw_is_surer() {
    let h = hung().await;
    let id = event(&h.test, draft(None, 2)).await;
    let mut lea = h.member("lea").await;
    answers(&mut lea, "going", "1").await;
    let code = code_of(&mut lea).await;
    let path = format!("/participation/{code}");
    assert!(!lea.get(&path).await.contains("Je suis là"), "ten days before");
    lea.post(&path, &[("answer", "here")]).await;
    assert_eq!(assurances(&h.test, id).await, [None]);
    h.test.set_clock(Time::parse("2026-06-11T17:30:00Z").unwrap());
    assert!(lea.get(&path).await.contains("Je suis là"));
    let said = lea.post(&path, &[("answer", "here")]).await;
    assert!(lea.follow(&said).await.contains("vous y étiez"));
    assert_eq!(assurances(&h.test, id).await, [Some("declared".into())]);
    let mut staff = h.test.admin().await;
    let door = format!("/equipe/agenda/{id}/entree");
    assert!(staff.get(&door).await.contains("Dit être là"));
    staff.post(&format!("{door}/code"), &[("code", &code)]).await;
    assert_eq!(assurances(&h.test, id).await, [Some("code".into())]);
    lea.post(&path, &[("answer", "here")]).await;
    assert_eq!(assurances(&h.test, id).await, [Some("code".into())]);
}

#[tokio::test]
async fn a_reminder_a_change_and_the_end_of_it_are_told_to_everybody_once() {
    let h = hung_with_mail().await;
    let id = event(&h.test, draft(Some(10), 2)).await;
    let mut lea = member(&h, "lea").await;
    answers(&mut lea, "going", "1").await;
    ask(&h.test, "zoe@example.org", "1").await;
    let link = path(h.test.letters().await.last().unwrap(), "/participation/confirmer/");
    h.test.browser().post(&link, &[]).await;
    let count = |letters: &[Received], words: &str| {
        letters.iter().filter(|letter| letter.text.contains(words)).count()
    };
    h.test.set_clock(Time::parse("2026-06-10T17:59:00Z").unwrap());
    assert_eq!(count(&h.test.letters().await, "Un rappel"), 0);
    h.test.set_clock(Time::parse("2026-06-10T18:01:00Z").unwrap());
    assert_eq!(count(&h.test.letters().await, "Un rappel"), 2, "Léa and Zoé");
    assert!(lea.get("/notifications").await.contains("C’est demain"));
    let mut later = draft(Some(10), 2);
    later.facts.when = later.facts.when.days_later(7);
    revise(&h.test, id, later.clone()).await;
    assert_eq!(count(&h.test.letters().await, "a changé"), 2);
    assert!(lea.get("/notifications").await.contains("Du changement"));
    h.test.set_clock(Time::parse("2026-06-17T18:01:00Z").unwrap());
    assert_eq!(count(&h.test.letters().await, "Un rappel"), 4, "a new day, a new reminder");
    revise(&h.test, id, Draft { status: Status::Cancelled, ..later }).await;
    assert_eq!(count(&h.test.letters().await, "n’aura pas lieu"), 2);
    assert!(lea.get("/notifications").await.contains("n’aura pas lieu"));
    h.test.app.write(move |tx| events::withdraw(tx, id)).await.unwrap();
    h.test.set_clock(Time::parse("2026-06-19T18:01:00Z").unwrap());
    let letters = h.test.letters().await;
    assert_eq!(count(&letters, "n’aura pas lieu"), 2, "called off, then taken down: told once");
    assert_eq!(count(&letters, "Un rappel"), 4);
    assert_eq!(count(&letters, "a changé"), 2);
}

#[tokio::test]
async fn what_is_taken_down_without_having_been_called_off_is_told_once_and_a_new_hour_of_what_is_off_to_nobody()
 {
    let h = hung_with_mail().await;
    let id = event(&h.test, draft(Some(10), 2)).await;
    let mut lea = member(&h, "lea").await;
    answers(&mut lea, "going", "1").await;
    let told = async |words: &str| {
        let letters = h.test.letters().await;
        letters.iter().filter(|letter| letter.text.contains(words)).count()
    };
    let off = Draft { status: Status::Cancelled, ..draft(Some(10), 2) };
    revise(&h.test, id, off.clone()).await;
    let mut later = off;
    later.facts.when = later.facts.when.days_later(1);
    revise(&h.test, id, later).await;
    assert_eq!((told("n’aura pas lieu").await, told("a changé").await), (1, 0));
    let other = event(&h.test, draft(None, 2)).await;
    let page = "/agenda/nocturne-des-crues-2026-06-11/venir";
    let going = lea.post(page, &[("answer", "going"), ("people", "1")]).await;
    assert_eq!(going.status, 303, "{}", going.text());
    h.test.app.write(move |tx| events::withdraw(tx, other)).await.unwrap();
    h.test.settle().await;
    assert_eq!(told("n’aura pas lieu").await, 2);
}

/// Somebody with an actor of another server, without its server.
pub fn stranger(tx: &mut Tx<'_>, n: usize) -> Id {
    let venue = tx.app.venue().actor_id.unwrap();
    let known = actors::find(tx.conn, venue).unwrap().unwrap();
    let iri = format!("https://loin.example/users/{n}");
    let actor = actors::Actor {
        id: tx.new_id(),
        kind: actors::ActorKind::Person,
        local: false,
        handle: format!("loin{n}"),
        domain: "loin.example".to_owned(),
        inbox: format!("{iri}/inbox"),
        shared_inbox: None,
        url: iri.clone(),
        iri,
        ..known
    };
    actors::insert(tx.conn, &actor).unwrap();
    actor.id
}

#[tokio::test]
async fn five_hundred_answers_from_everywhere_never_take_the_hundred_and_first_seat() {
    const MANY: usize = 500;
    let h = hung().await;
    let id = event(&h.test, draft(Some(100), 4)).await;
    let actors: Vec<Id> =
        h.test.app.write(|tx| Ok((0..MANY).map(|n| stranger(tx, n)).collect())).await.unwrap();
    // Two processes, as behind a balancer.
    let neighbour = h.test.neighbour().await;
    let channels = [
        Channel::Member,
        Channel::Email,
        Channel::Join,
        Channel::Invitation,
        Channel::Poll,
        Channel::Reply,
    ];
    let claims = actors.iter().enumerate().map(|(n, actor)| {
        let channel = channels[n % channels.len()];
        let who = match channel {
            Channel::Email => Who::Email(format!("p{n}@example.org")),
            _ => Who::Actor(*actor),
        };
        let people = i32::try_from(n % 3 + 1).unwrap();
        let claim = Claim { people, ..Claim::new(who, Wish::Going, channel, Lang::Fr) };
        let app = if n % 2 == 0 { &h.test.app } else { &neighbour };
        app.write(move |tx| attendance::answer(tx, id, &claim))
    });
    let answered: Vec<_> =
        join_all(claims).await.into_iter().map(|done| done.unwrap().unwrap()).collect();
    assert_eq!(answered.len(), MANY, "no answer is lost");
    let going = people(&h.test, id, Answer::Going).await;
    assert!((98..=100).contains(&going), "{going}");
    let line: Vec<(Id, i32, Option<i32>)> = h
        .test
        .query(move |conn| {
            use schema::attendances as a;
            a::table
                .filter(a::event_id.eq(id))
                .filter(a::answer.eq(Answer::Waiting))
                .order(a::place)
                .select((a::id, a::people, a::place))
                .load(conn)
        })
        .await;
    let places: Vec<i32> = line.iter().filter_map(|(_, _, place)| *place).collect();
    let expected: Vec<i32> = (1..=i32::try_from(line.len()).unwrap()).collect();
    assert_eq!(places, expected, "one number each, none twice");
    // Twenty give their seats back at once: the head of the line gets them, in its order.
    let leaving = answered.iter().filter(|one| one.answer == Answer::Going).take(20).cloned();
    let leaves = leaving.enumerate().map(|(n, one)| {
        let app = if n % 2 == 0 { &h.test.app } else { &neighbour };
        let claim = Claim::new(one.who, Wish::No, one.channel, Lang::Fr);
        app.write(move |tx| attendance::answer(tx, id, &claim))
    });
    for done in join_all(leaves).await {
        done.unwrap().unwrap();
    }
    assert!(people(&h.test, id, Answer::Going).await <= 100);
    let still: Vec<Id> = h
        .test
        .query(move |conn| {
            use schema::attendances as a;
            a::table
                .filter(a::event_id.eq(id))
                .filter(a::answer.eq(Answer::Waiting))
                .order(a::place)
                .select(a::id)
                .load(conn)
        })
        .await;
    let moved = line.len() - still.len();
    assert!(moved > 0);
    let rest: Vec<Id> = line.iter().skip(moved).map(|(id, _, _)| *id).collect();
    assert_eq!(still, rest, "nobody overtook");
}

#[tokio::test]
async fn whoever_closes_their_account_frees_their_seats() {
    let h = hung().await;
    let id = event(&h.test, draft(Some(1), 1)).await;
    let mut lea = h.member("lea").await;
    let mut noe = h.member("noe").await;
    answers(&mut lea, "going", "1").await;
    answers(&mut noe, "going", "1").await;
    let closed = lea
        .post("/compte/fermer", &[("password", crate::support::PASSWORD), ("confirm", "1")])
        .await;
    assert_eq!(closed.status, 303, "{}", closed.text());
    h.test.settle().await;
    assert_eq!(people(&h.test, id, Answer::Going).await, 1);
    assert!(noe.get(PAGE).await.contains("Vous venez"));
}

/// The address of a member's calendar, just made.
pub async fn calendar(browser: &mut Browser) -> String {
    let page = browser.post("/mes-evenements/calendrier", &[]).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let text = page.text();
    let token = text.split("/calendriers/").nth(1).unwrap().split('<').next().unwrap();
    format!("/calendriers/{token}")
}

#[tokio::test]
async fn a_members_calendar_has_the_events_they_come_to_behind_a_link_that_can_be_taken_away() {
    let h = hung().await;
    let members = Draft { audience: Audience::Members, ..draft(None, 4) };
    event(&h.test, members).await;
    let mut other = draft(None, 4);
    other.facts.title = "Bal des voisins".to_owned();
    event(&h.test, other).await;
    let mut third = draft(None, 4);
    third.facts.title = "Autre chose".to_owned();
    event(&h.test, third).await;
    let mut lea = h.member("lea").await;
    let address = calendar(&mut lea).await;
    answers(&mut lea, "going", "1").await;
    lea.post("/agenda/bal-des-voisins/venir", &[("answer", "maybe"), ("people", "1")]).await;
    lea.post("/agenda/autre-chose/venir", &[("answer", "no"), ("people", "1")]).await;
    // A calendar asks without a cookie.
    let file = h.test.browser().get(&address).await;
    assert_eq!(file.status, 200);
    assert!(file.header("content-type").starts_with("text/calendar"));
    let text = file.text();
    assert!(text.contains("SUMMARY:Nocturne des crues") && text.contains("STATUS:CONFIRMED"));
    assert!(text.contains("SUMMARY:Bal des voisins") && text.contains("STATUS:TENTATIVE"));
    assert!(!text.contains("Autre chose") && !text.contains("lea"), "{text}");
    // Another link closes the first.
    let again = calendar(&mut lea).await;
    let nobody = h.test.browser().get("/calendriers/personne.ics").await;
    let closed = h.test.browser().get(&address).await;
    assert_eq!((closed.status, nobody.status), (404, 404));
    // The same page, but for the address that was asked, which it repeats where one may sign in.
    let bare = |text: String, token: &str| text.replace(token, "");
    let own = address.trim_start_matches("/calendriers/").trim_end_matches(".ics");
    assert_eq!(bare(closed.text(), own), bare(nobody.text(), "personne"));
    assert_eq!(h.test.browser().get(&again).await.status, 200);
    assert!(!lea.get("/mes-evenements").await.contains("/calendriers/"), "shown once");
    assert_eq!(lea.post("/mes-evenements/calendrier/fermer", &[]).await.status, 303);
    assert_eq!(h.test.browser().get(&again).await.status, 404);
    let plain = h.test.query(|conn| {
        use schema::attendance_calendars as c;
        c::table.count().get_result::<i64>(conn)
    });
    assert_eq!(plain.await, 0);
}
