//! The code on the wall: where it leads, what is printed, what becomes of an old one.

use std::time::Duration;

use diesel::prelude::*;
use parvis::{features::artworks, schema};

use crate::voices::{Hung, hung};

async fn label(h: &Hung) -> (String, Option<i64>) {
    h.test
        .query(|conn| {
            schema::labels::table
                .filter(schema::labels::retired_at.is_null())
                .select((schema::labels::code, schema::labels::used_at))
                .first(conn)
        })
        .await
}

#[tokio::test]
async fn a_code_leads_to_one_page_with_everything_however_it_is_typed() {
    let h = hung().await;
    for code in ["1963.4", " 1963.4", "1963.4%20"] {
        let page = h.test.browser().get(&format!("/p/{}", code.trim())).await;
        assert_eq!(page.status, 200, "{code}");
        for part in ["Les Rives basses", "Anna Delorme", "value=\"wonder\"", "laisser-un-mot"] {
            assert!(page.contains(part), "{part}");
        }
        assert!(page.contains("class=\"bare\""), "no typeface to wait for");
    }
    let document = h.test.browser().get_activity("/p/1963.4").await;
    assert_eq!((document.status, document.location()), (303, h.page.as_str()));
}

#[tokio::test]
async fn a_code_that_leads_nowhere_leads_to_a_search() {
    let h = hung().await;
    let page = h.test.browser().get("/p/1963.X").await;
    assert_eq!(page.status, 404);
    assert!(page.contains("Les Rives basses"), "what it may have meant");
    assert!(page.contains("name=\"code\""));
    let mut browser = h.test.browser();
    let asked = browser.get("/p?code=1963.4").await;
    assert_eq!((asked.status, asked.location()), (303, "/p/1963.4"));
    let hostile = h.test.browser().get("/p/%3Cscript%3Ealert(1)%3C%2Fscript%3E").await;
    assert_eq!(hostile.status, 404);
    assert!(!hostile.contains("<script>alert"));
}

#[tokio::test]
async fn the_label_of_what_was_withdrawn_or_taken_down_explains_itself() {
    let h = hung().await;
    let id = h.artwork.id;
    h.test.app.write(move |tx| artworks::hang(tx, id, false)).await.unwrap();
    let page = h.test.browser().get("/p/1963.4").await;
    assert_eq!(page.status, 200);
    assert!(page.contains("class=\"off\""), "it says that the work cannot be seen today");
    h.test.app.write(move |tx| artworks::withdraw(tx, id)).await.unwrap();
    let page = h.test.browser().get("/p/1963.4").await;
    assert_eq!(page.status, 410);
    assert!(page.contains("n’est plus ici"));
}

#[tokio::test]
async fn a_label_remembers_to_the_hour_when_it_was_last_used() {
    let h = hung().await;
    let mut browser = h.test.browser();
    assert_eq!(label(&h).await.1, None);
    browser.get("/p/1963.4").await;
    let first = label(&h).await.1.unwrap();
    h.test.advance(Duration::from_secs(1800));
    browser.get("/p/1963.4").await;
    assert_eq!(label(&h).await.1, Some(first), "a scan is not a write");
    h.test.advance(Duration::from_secs(2000));
    browser.get("/p/1963.4").await;
    assert!(label(&h).await.1.unwrap() > first);
}

#[tokio::test]
async fn a_new_code_replaces_the_old_one_which_leads_to_it() {
    let h = hung().await;
    let mut admin = h.test.admin().await;
    let path = format!("/equipe/etiquettes/{}/renouveler", h.artwork.id);
    assert_eq!(admin.post(&path, &[]).await.status, 303);
    let (code, _) = label(&h).await;
    assert_eq!(code.len(), 6, "{code}");
    let old = h.test.browser().get("/p/1963.4").await;
    assert_eq!((old.status, old.location()), (303, format!("/p/{code}").as_str()));
    assert_eq!(h.test.browser().get(&format!("/p/{code}")).await.status, 200);
    assert_eq!(admin.post(&path, &[("code", "rives 2")]).await.status, 303);
    assert_eq!(label(&h).await.0, "RIVES-2");
    // A code that hangs elsewhere is refused, in words.
    let place = [("name_fr", "Salle 1"), ("kind", "room"), ("code", "MR-1")];
    assert_eq!(admin.post("/equipe/lieux/nouveau", &place).await.status, 303);
    let answer = admin.post(&path, &[("code", "MR-1")]).await;
    assert!(admin.follow(&answer).await.contains("MR-1"));
    let kept = h.test.browser().get("/p/RIVES-2").await;
    assert_eq!(kept.status, 200);
}

#[tokio::test]
async fn sheets_are_printed_for_one_for_many_and_for_a_place() {
    let h = hung().await;
    let mut admin = h.test.admin().await;
    let page = admin.get("/equipe/etiquettes").await;
    assert!(page.contains("http://musee.test/p/1963.4"), "the address for an NFC tag");
    for query in ["", &format!("?objet={}", h.artwork.id), "?format=a4", "?format=a6&lieu="] {
        let pdf = admin.get(&format!("/equipe/etiquettes/planche.pdf{query}")).await;
        assert_eq!(pdf.status, 200, "{query}");
        assert_eq!(pdf.header("content-type"), "application/pdf");
        assert!(pdf.body.starts_with(b"%PDF-"));
    }
    let none = admin.get("/equipe/etiquettes/planche.pdf?objet=1").await;
    assert_eq!(none.status, 303, "nothing to print is said, not printed");
}
