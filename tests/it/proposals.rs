//! Events that members propose: written, answered on either page of the team, taken back, told.

use crate::{
    support::Browser,
    voices::{Hung, hung},
};

const CLUB: [(&str, &str); 5] = [
    ("title", "Club de lecture"),
    ("description_fr", "On lit ensemble."),
    ("category", "reading"),
    ("day", "2026-07-04"),
    ("hour", "18:00"),
];

async fn proposes(member: &mut Browser) -> u16 {
    member.post("/agenda/proposer", &CLUB).await.status
}

/// The key of the proposal that waits, read from the page of the team.
async fn waiting(staff: &mut Browser) -> String {
    let page = staff.get("/equipe/propositions").await.text();
    let rest = page.split("action=\"/equipe/propositions/").nth(1).expect("a proposal waits");
    rest.split('"').next().unwrap().to_owned()
}

async fn company() -> (Hung, Browser, Browser) {
    let h = hung().await;
    let (lea, staff) = (h.member("lea").await, h.test.admin().await);
    (h, lea, staff)
}

#[tokio::test]
async fn a_proposal_that_is_accepted_is_announced_and_told_to_whoever_made_it() {
    let (h, mut lea, mut staff) = company().await;
    assert_eq!(proposes(&mut lea).await, 303);
    assert!(!h.test.browser().get("/agenda").await.contains("Club de lecture"));
    assert!(lea.get("/mes-propositions").await.contains("En attente"));
    let desk = staff.get("/equipe/propositions").await;
    assert!(desk.contains("Club de lecture") && desk.contains("On lit ensemble."));
    let id = waiting(&mut staff).await;
    let yes = [("verdict", "accept"), ("word", "Avec joie !")];
    for _ in 0..2 {
        assert_eq!(staff.post(&format!("/equipe/propositions/{id}"), &yes).await.status, 303);
    }
    h.test.settle().await;
    assert!(h.test.browser().get("/agenda").await.contains("Club de lecture"));
    let own = lea.get("/mes-propositions").await;
    assert!(own.contains("Au programme") && own.contains("Avec joie"), "{}", own.text());
    let news = lea.get("/notifications").await.text();
    assert_eq!(news.matches(">Votre proposition est au programme").count(), 1, "{news}");
    assert!(news.contains("/agenda/club-de-lecture"));
}

#[tokio::test]
async fn a_proposal_that_is_declined_is_nowhere_and_its_author_reads_why() {
    let (h, mut lea, mut staff) = company().await;
    proposes(&mut lea).await;
    let id = waiting(&mut staff).await;
    let long = "a".repeat(1001);
    let back = staff
        .post(&format!("/equipe/propositions/{id}"), &[("verdict", "decline"), ("word", &long)])
        .await;
    assert_eq!(back.status, 422);
    assert!(back.contains(&long), "what was typed is kept");
    let no = [("verdict", "decline"), ("word", "La salle est prise.")];
    assert_eq!(staff.post(&format!("/equipe/propositions/{id}"), &no).await.status, 303);
    h.test.settle().await;
    assert_ne!(h.test.browser().get("/agenda/club-de-lecture").await.status, 200);
    let own = lea.get("/mes-propositions").await;
    assert!(own.contains("Non retenue") && own.contains("La salle est prise."));
    assert!(lea.get("/notifications").await.contains("n’a pas été retenue"));
    let log = staff.get("/equipe/journal").await;
    assert!(log.contains("a refusé l’événement proposé"), "{}", log.text());
}

#[tokio::test]
async fn a_draft_announced_on_its_own_page_answers_the_proposal_as_well() {
    let (h, mut lea, mut staff) = company().await;
    proposes(&mut lea).await;
    let id = waiting(&mut staff).await;
    let mut fields = CLUB.to_vec();
    fields.extend([("status", "announced"), ("audience", "public")]);
    let saved = staff.post(&format!("/equipe/agenda/{id}"), &fields).await;
    assert_eq!(saved.status, 303, "{}", saved.text());
    h.test.settle().await;
    assert!(lea.get("/mes-propositions").await.contains("Au programme"));
    assert!(lea.get("/notifications").await.contains("Votre proposition est au programme"));
    assert!(staff.get("/equipe/propositions").await.contains("Aucune proposition"));
}

#[tokio::test]
async fn one_takes_back_ones_own_proposal_and_nobody_elses() {
    let (h, mut lea, mut staff) = company().await;
    proposes(&mut lea).await;
    let id = waiting(&mut staff).await;
    let path = format!("/mes-propositions/{id}/retirer");
    let mut bob = h.member("bob").await;
    assert_eq!(bob.post(&path, &[]).await.status, 404);
    assert_eq!(lea.post(&path, &[]).await.status, 303);
    h.test.settle().await;
    assert!(lea.get("/mes-propositions").await.contains("Retirée"));
    assert!(staff.get("/equipe/propositions").await.contains("Aucune proposition"));
    assert!(!lea.get("/notifications").await.contains("retenue"), "they know");
}

#[tokio::test]
async fn a_proposal_that_makes_no_sense_comes_back_as_it_was_typed() {
    let (h, mut lea, mut staff) = company().await;
    let mut wrong = CLUB.to_vec();
    wrong[3] = ("day", "2026-05-04");
    wrong.extend([("status", "announced"), ("recap_fr", "C’était bien")]);
    let back = lea.post("/agenda/proposer", &wrong).await;
    assert_eq!(back.status, 422);
    assert!(back.contains("Ce jour est passé") && back.contains("Club de lecture"));
    let bare =
        lea.post("/agenda/proposer", &[("title", "Non"), ("description_fr", "Mes mots")]).await;
    assert!(bare.status == 422 && bare.contains("Mes mots"));
    for _ in 0..5 {
        assert_eq!(proposes(&mut lea).await, 303);
    }
    let much = lea.post("/agenda/proposer", &CLUB).await;
    assert!(much.status == 422 && much.contains("Cinq de vos propositions"));
    let mut stranger = h.test.browser();
    let asked = stranger.get("/agenda/proposer").await;
    assert!(asked.status == 303 && asked.location().starts_with("/connexion"));
    assert!(!h.test.browser().get("/agenda").await.contains("Club de lecture"));
    assert!(
        staff.get("/equipe").await.contains("/equipe/propositions"),
        "the team sees that some wait"
    );
}

#[tokio::test]
async fn the_team_is_told_once_that_something_was_proposed_and_nobody_else_may_ask_to_be() {
    let (h, mut lea, mut staff) = company().await;
    for _ in 0..2 {
        let again = [CLUB.as_slice(), &[("once", "a-key-of-this-very-form")]].concat();
        lea.post("/agenda/proposer", &again).await;
    }
    h.test.settle().await;
    let news = staff.get("/notifications").await.text();
    assert_eq!(news.matches("propose un événement</a>").count(), 1, "{news}");
    assert!(news.contains("href=\"/equipe/propositions\""), "{news}");
    assert!(!lea.get("/notifications").await.contains("propose un événement"));
    assert!(staff.get("/notifications/reglages").await.contains("proposal-site"));
    assert!(!lea.get("/notifications/reglages").await.contains("proposal-site"));
    // What was not on the form of a member is not chosen for the day they join the team.
    staff.post("/notifications/reglages", &[("rhythm", "never")]).await;
    let mut zoe = h.member("zoe").await;
    zoe.post("/agenda/proposer", &CLUB).await;
    h.test.settle().await;
    let news = staff.get("/notifications").await.text();
    assert_eq!(
        news.matches("propose un événement</a>").count(),
        0,
        "they chose not to be told: {news}"
    );
}
