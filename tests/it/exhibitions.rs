//! Exhibitions and the memory of artworks and places by day, season and exhibition.

use parvis::kernel::clock::Time;

use crate::voices::{Hung, hung};

async fn say(h: &Hung, handle: &str, text: &str, at: &str) {
    h.test.set_clock(Time::parse(at).unwrap());
    let mut member = h.member(handle).await;
    let answer = member.post(&format!("{}/traces", h.page), &[("text", text)]).await;
    assert_eq!(answer.status, 303);
    h.test.settle().await;
}

#[tokio::test]
async fn an_exhibition_is_shown_and_marks_the_memory_of_what_it_showed() {
    let h = hung().await;
    say(&h, "lea", "Avant l’exposition.", "2026-06-10T10:00:00Z").await;
    say(&h, "noe", "Pendant l’exposition.", "2026-10-10T10:00:00Z").await;
    say(&h, "ada", "Le dernier soir.", "2026-11-30T22:59:00Z").await;
    say(&h, "ida", "Après minuit.", "2026-11-30T23:00:00Z").await;
    let mut admin = h.test.admin().await;
    let form = [
        ("title_fr", "L’eau et la pierre"),
        ("opens", "2026-09-15"),
        ("closes", "2026-11-30"),
        ("labels", " 1963.4 \r\n1963.4\r\n"),
    ];
    let saved = admin.post("/equipe/expositions/nouvelle", &form).await;
    assert_eq!(saved.status, 303, "{}", saved.text());
    let mut visitor = h.test.browser();
    assert!(visitor.get("/expositions").await.contains("L’eau et la pierre"));
    let page = visitor.get("/expositions/l-eau-et-la-pierre").await;
    assert!(page.contains("Les Rives basses"), "{}", page.text());
    let all = visitor.get(&h.page).await;
    assert!(all.contains("?quand=l-eau-et-la-pierre#dit"), "{}", all.text());
    assert!(all.contains("Automne 2026") && all.contains("Été 2026"));
    let shown = |text: &str, words: &[&str]| {
        let every = ["Avant l’exposition.", "Pendant", "Le dernier soir.", "Après minuit."];
        every
            .iter()
            .filter(|said| words.iter().any(|w| said.starts_with(w)) != text.contains(**said))
            .count()
    };
    for (moment, words) in [
        ("l-eau-et-la-pierre", &["Pendant", "Le dernier"][..]),
        ("2026-ete", &["Avant"]),
        ("2026-automne", &["Pendant", "Le dernier"]),
        ("2026-hiver", &["Après"]),
        ("2026-10-10", &["Pendant"]),
        ("2026", &["Avant", "Pendant", "Le dernier", "Après"]),
        ("2019", &[]),
        ("jamais", &["Avant", "Pendant", "Le dernier", "Après"]),
    ] {
        let page = visitor.get(&format!("{}?quand={moment}", h.page)).await;
        assert_eq!(page.status, 200, "{moment}");
        assert_eq!(shown(&page.text(), words), 0, "{moment}: {}", page.text());
    }
    assert!(visitor.get(&format!("{}?quand=2019", h.page)).await.contains("Rien n’a été dit"));
}

#[tokio::test]
async fn a_wrong_form_changes_nothing_and_comes_back_as_it_was_typed() {
    let h = hung().await;
    let mut admin = h.test.admin().await;
    let before = h.test.state().await;
    for (field, value, said) in [
        ("title_fr", "", "Il manque un titre."),
        ("opens", "hier", "Écrivez un jour"),
        ("closes", "2026-01-01", "se termine avant"),
        ("labels", "1963.4\n9999", "9999"),
    ] {
        let mut form = vec![
            ("title_fr", "L’eau et la pierre"),
            ("opens", "2026-09-15"),
            ("closes", ""),
            ("labels", "1963.4"),
        ];
        form.retain(|(name, _)| *name != field);
        form.push((field, value));
        let answer = admin.post("/equipe/expositions/nouvelle", &form).await;
        assert_eq!(answer.status, 422, "{field}");
        assert!(answer.contains(said), "{field}: {}", answer.text());
    }
    assert_eq!(before, h.test.state().await);
}

#[tokio::test]
async fn an_exhibition_is_changed_under_the_same_address_and_taken_out() {
    let h = hung().await;
    let mut admin = h.test.admin().await;
    let form = [("title_fr", "L’eau"), ("opens", "2026-05-01"), ("labels", "1963.4")];
    admin.post("/equipe/expositions/nouvelle", &form).await;
    let list = admin.get("/equipe/expositions").await.text();
    let at = list.find("/equipe/expositions/").unwrap();
    let id: String = list
        .match_indices("/equipe/expositions/")
        .map(|(at, found)| {
            list[at + found.len()..].chars().take_while(char::is_ascii_digit).collect::<String>()
        })
        .find(|id| !id.is_empty())
        .unwrap_or_else(|| panic!("no exhibition after {at}"));
    let edit = format!("/equipe/expositions/{id}");
    assert!(admin.get(&edit).await.contains("1963.4"));
    let form = [("title_fr", "L’eau et la pierre"), ("opens", "2026-05-01"), ("labels", "")];
    assert_eq!(admin.post(&edit, &form).await.status, 303);
    let page = h.test.browser().get("/expositions/l-eau").await;
    assert!(page.contains("L’eau et la pierre") && !page.contains("Les Rives basses"));
    assert_eq!(admin.post(&format!("{edit}/supprimer"), &[]).await.status, 303);
    assert_eq!(h.test.browser().get("/expositions/l-eau").await.status, 404);
    assert_eq!(h.test.browser().get(&h.page).await.status, 200, "what it showed stays");
}
