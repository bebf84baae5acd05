//! Walls and kiosks: what they show and never show, what is left at them, and taking their address away.

use diesel::prelude::*;
use parvis::{kernel::id::Id, platform::objects::State, schema};
use tower::ServiceExt as _;

use crate::{
    support::{Answer, Browser},
    voices::{Hung, hung},
};

const DESK: &str = "/equipe/appareils";

/// Agreeing to have one's words on the walls.
const WALL: (&str, &str) = ("reuse_wall", "1");

/// The path of a device about the work, as it is shown to staff once.
pub async fn device(h: &Hung, kind: &str) -> String {
    let mut admin = h.test.admin().await;
    let fields = [("kind", kind), ("name", "Hall"), ("code", "1963.4")];
    let made = admin.post(DESK, &fields).await;
    assert_eq!(made.status, 200, "{}", made.text());
    path_in(&made)
}

fn path_in(page: &Answer) -> String {
    let text = page.text();
    let (_, rest) = text.split_once("id=\"adresse\">http://musee.test").expect("an address");
    rest.split('<').next().unwrap().to_owned()
}

async fn approve(admin: &mut Browser, id: Id) {
    let fields = [("action", "approve")];
    assert_eq!(admin.post(&format!("/equipe/moderation/{id}"), &fields).await.status, 303);
}

async fn last_device(h: &Hung) -> Id {
    h.test
        .query(|conn| {
            schema::devices::table
                .order(schema::devices::id.desc())
                .select(schema::devices::id)
                .first(conn)
        })
        .await
}

#[tokio::test]
async fn a_wall_invites_and_shows_only_words_that_were_read_until_they_are_hidden() {
    let h = hung().await;
    let wall = device(&h, "wall").await;
    let mut screen = h.test.browser();
    let shown = screen.get(&wall).await;
    assert_eq!(shown.status, 200);
    assert!(
        shown.contains("Que vous reste\u{2011}t\u{2011}il")
            && shown.contains("musee.test/p/1963.4")
    );
    assert!(shown.contains("class=\"qr\"") && shown.contains("http-equiv=\"refresh\""));
    assert_eq!(shown.header("cache-control"), "no-store");

    // Shown on the site at once, and not on the wall.
    let mut lea = h.member("lea").await;
    lea.post(&format!("{}/traces", h.page), &[("text", "Lu par personne"), WALL]).await;
    assert!(h.read().await.contains("Lu par personne"));
    assert!(!screen.get(&wall).await.contains("Lu par personne"));
    let trace = h.trace("Lu par personne").await;
    let mut admin = h.test.admin().await;
    approve(&mut admin, trace.id).await;
    for path in [wall.clone(), format!("{wall}/scene")] {
        assert!(screen.get(&path).await.contains("Lu par personne"), "{path}");
    }
    // Changed words were read by nobody.
    let changed = [("text", "Tout autre chose"), WALL];
    lea.post(&format!("/traces/{}/modifier", trace.id), &changed).await;
    let page = screen.get(&wall).await;
    assert!(!page.contains("Lu par personne") && !page.contains("Tout autre chose"));
    approve(&mut admin, trace.id).await;
    assert!(screen.get(&wall).await.contains("Tout autre chose"));
    admin.post(&format!("/equipe/moderation/{}", trace.id), &[("action", "hide")]).await;
    for path in [wall.clone(), format!("{wall}/scene")] {
        assert!(!screen.get(&path).await.contains("Tout autre chose"), "{path}");
    }
}

#[tokio::test]
async fn whoever_is_signed_in_on_a_wall_sees_there_what_everybody_may_see() {
    let h = hung().await;
    h.decide(|venue| {
        venue.hold_member_traces = true;
        venue.holding.project_unread = true;
    })
    .await;
    let wall = device(&h, "wall").await;
    let mut lea = h.member("lea").await;
    lea.post(&format!("{}/traces", h.page), &[("text", "En attente encore"), WALL]).await;
    assert_eq!(h.trace("En attente encore").await.state, State::Pending);
    let mut admin = h.test.admin().await;
    for browser in [&mut lea, &mut admin] {
        assert!(!browser.get(&wall).await.contains("En attente encore"));
    }
}

#[tokio::test]
async fn a_frozen_wall_stays_on_its_words_and_a_hidden_one_leaves_it_all_the_same() {
    let h = hung().await;
    let wall = device(&h, "wall").await;
    let id = last_device(&h).await;
    let mut admin = h.test.admin().await;
    let freeze = format!("{DESK}/{id}/figer");
    let nothing = admin.post(&freeze, &[("etat", "fige")]).await;
    assert!(admin.follow(&nothing).await.contains("rien à figer"));
    for text in ["Premier mot", "Second mot"] {
        admin.post(&format!("{}/traces", h.page), &[("text", text), WALL]).await;
        h.test.advance(std::time::Duration::from_secs(1));
    }
    let mut screen = h.test.browser();
    let mut seen = Vec::new();
    for _ in 0..2 {
        let page = screen.get(&wall).await;
        seen.push(if page.contains("Premier mot") { "Premier mot" } else { "Second mot" });
        assert!(page.contains(seen.last().unwrap()));
        h.test.advance(std::time::Duration::from_secs(20));
    }
    assert_ne!(seen[0], seen[1], "they take turns");
    let now = screen.get(&wall).await;
    let frozen = if now.contains("Premier mot") { "Premier mot" } else { "Second mot" };
    assert_eq!(admin.post(&freeze, &[("etat", "fige")]).await.status, 303);
    for _ in 0..3 {
        h.test.advance(std::time::Duration::from_secs(20));
        assert!(screen.get(&wall).await.contains(frozen));
    }
    let trace = h.trace(frozen).await;
    // The team's own words are taken down by their author.
    assert_eq!(admin.post(&format!("/traces/{}/retirer", trace.id), &[]).await.status, 303);
    assert!(!screen.get(&wall).await.contains(frozen));
    assert_eq!(admin.post(&freeze, &[("etat", "libre")]).await.status, 303);
    assert!(admin.get("/equipe/journal").await.contains("a figé l’écran Hall"));
}

#[tokio::test]
async fn a_device_whose_address_was_taken_away_shows_nothing_and_a_guess_never_did() {
    let h = hung().await;
    let mut admin = h.test.admin().await;
    let wall = device(&h, "wall").await;
    let id = last_device(&h).await;
    let mut screen = h.test.browser();
    assert_eq!(screen.get(&wall).await.status, 200);
    assert!(admin.get(DESK).await.contains("Hall"));
    assert!(!admin.get(DESK).await.contains(&wall), "an address is shown once");
    let token = wall.rsplit('/').next().unwrap().to_owned();
    assert_eq!(screen.get(&format!("/borne/{token}")).await.status, 404, "it is no kiosk");
    let renewed = admin.post(&format!("{DESK}/{id}/adresse"), &[]).await;
    let anew = path_in(&renewed);
    assert_eq!(screen.get(&wall).await.status, 404);
    assert_eq!(screen.get(&anew).await.status, 200);
    assert_eq!(admin.post(&format!("{DESK}/{id}/fermer"), &[]).await.status, 303);
    for path in [anew.clone(), format!("{anew}/scene"), format!("{anew}/flux"), "/ecran/x".into()] {
        assert_eq!(screen.get(&path).await.status, 404, "{path}");
    }
    let mut lea = h.member("lea").await;
    assert_eq!(lea.get(DESK).await.status, 404);
    let wrong = admin.post(DESK, &[("kind", "wall"), ("name", "Hall"), ("code", "rien")]).await;
    assert!(wrong.status == 422 && wrong.contains("Aucun cartel"));
}

#[tokio::test]
async fn a_wall_shows_only_words_whose_author_agreed_to_it_and_as_long_as_they_do() {
    let h = hung().await;
    h.decide(|venue| venue.holding.project_unread = true).await;
    let wall = device(&h, "wall").await;
    let mut screen = h.test.browser();
    let mut lea = h.member("lea").await;
    let under = format!("{}/traces", h.page);
    lea.post(&under, &[("text", "Pour le site"), ("reuse_publications", "1")]).await;
    assert!(h.read().await.contains("Pour le site"));
    assert!(!screen.get(&wall).await.contains("Pour le site"), "they said yes to books alone");
    let edit = format!("/traces/{}/modifier", h.trace("Pour le site").await.id);
    lea.post(&edit, &[("text", "Pour le site"), WALL]).await;
    assert!(screen.get(&wall).await.contains("Pour le site"));
    lea.post(&edit, &[("text", "Pour le site")]).await;
    assert!(!screen.get(&wall).await.contains("Pour le site"), "they took it back");

    let mut admin = h.test.admin().await;
    admin.post(&under, &[("text", "Parole du lieu"), ("as_venue", "1")]).await;
    assert!(screen.get(&wall).await.contains("Parole du lieu"), "the venue need not ask itself");
}

/// A form of a kiosk as its page has it, with its stamp.
async fn stamp(touch: &mut Browser, page: &str) -> String {
    let page = touch.get(page).await.text();
    let (_, rest) = page.split_once("name=\"stamp\" value=\"").expect("a stamp");
    rest.split('"').next().unwrap().to_owned()
}

async fn guests(h: &Hung) -> i64 {
    h.test.query(|conn| schema::guests::table.count().get_result(conn)).await
}

#[tokio::test]
async fn everybody_at_a_kiosk_is_somebody_new_and_leaves_nothing_in_it() {
    let h = hung().await;
    let kiosk = device(&h, "kiosk").await;
    let mut touch = h.test.browser();
    let page = touch.get(&kiosk).await;
    assert_eq!(page.header("cache-control"), "no-store");
    assert!(page.contains("Les Rives basses") && page.contains("name=\"feeling\""));
    assert!(page.contains("musee.test/p/1963.4") && page.contains("class=\"qr\""));
    let text = page.text();
    let links: Vec<&str> =
        text.split("<a ").skip(1).filter_map(|a| a.split("href=\"").nth(1)).collect();
    assert!(!links.is_empty());
    for link in links {
        assert!(link.starts_with(&kiosk), "a way out: {}", link.split('"').next().unwrap());
    }
    for _ in 0..2 {
        let stamp = stamp(&mut touch, &kiosk).await;
        let fields = [("feeling", "joy"), ("stamp", stamp.as_str())];
        // An impatient finger presses twice: that is one person.
        touch.post(&format!("{kiosk}/ressenti"), &fields).await;
        let felt = touch.post(&format!("{kiosk}/ressenti"), &fields).await;
        assert_eq!(felt.status, 303);
        assert!(touch.follow(&felt).await.contains("joie"));
    }
    assert_eq!(guests(&h).await, 2, "two people touched it");
    let empty = touch.post(&format!("{kiosk}/mot"), &[("text", " "), WALL]).await;
    assert_eq!(empty.status, 422);
    assert!(empty.contains("name=\"text\"") && empty.contains("checked"));
    let stamp = stamp(&mut touch, &format!("{kiosk}?ecrire=1")).await;
    let fields = [("text", "Depuis la borne"), ("stamp", stamp.as_str()), WALL];
    let said = touch.post(&format!("{kiosk}/mot"), &fields).await;
    touch.post(&format!("{kiosk}/mot"), &fields).await;
    assert_eq!(guests(&h).await, 3, "words sent twice are said once");
    let thanks = touch.follow(&said).await;
    assert!(thanks.contains("attend d’être lu"), "{}", thanks.text());
    assert_eq!(h.trace("Depuis la borne").await.state, State::Pending);
    assert!(!touch.get(&kiosk).await.contains("Depuis la borne"));
    assert!(!h.read().await.contains("Depuis la borne"));
    let again = touch.get(&format!("{kiosk}/merci")).await;
    assert!(!again.contains("attend d’être lu"), "the next visitor reads no code");
    assert_eq!(touch.cookie("parvis-visite"), None);
}

#[tokio::test]
async fn words_left_at_a_kiosk_are_read_first_even_where_guests_are_not() {
    let h = hung().await;
    h.decide(|venue| venue.holding.guests = false).await;
    let (kiosk, wall) = (device(&h, "kiosk").await, device(&h, "wall").await);
    let mut touch = h.test.browser();
    touch.post(&format!("{kiosk}/mot"), &[("text", "Depuis la borne"), WALL]).await;
    let trace = h.trace("Depuis la borne").await;
    assert_eq!(trace.state, State::Pending);
    let mut admin = h.test.admin().await;
    approve(&mut admin, trace.id).await;
    assert!(touch.get(&wall).await.contains("Depuis la borne"));
}

#[tokio::test]
async fn whoever_is_signed_in_on_a_kiosk_lends_nobody_their_name() {
    let h = hung().await;
    let kiosk = device(&h, "kiosk").await;
    let mut lea = h.member("lea").await;
    lea.post(&format!("{kiosk}/ressenti"), &[("feeling", "joy")]).await;
    lea.post(&format!("{kiosk}/mot"), &[("text", "Par une autre main")]).await;
    assert_eq!(guests(&h).await, 2);
    let author = h.trace("Par une autre main").await.author_id;
    let handle: String = h
        .test
        .query(move |conn| {
            let actor = schema::actors::table.filter(schema::actors::id.eq(author));
            actor.select(schema::actors::handle).first(conn)
        })
        .await;
    assert_eq!(handle, "", "a guest's");
}

#[tokio::test]
async fn a_kiosk_takes_a_school_class_and_asks_a_crowd_to_wait_with_what_it_typed() {
    let h = hung().await;
    let (kiosk, other) = (device(&h, "kiosk").await, device(&h, "kiosk").await);
    let mut touch = h.test.browser();
    for at in 0..60 {
        let felt = touch.post(&format!("{kiosk}/ressenti"), &[("feeling", "calm")]).await;
        assert_eq!(felt.status, 303, "touch {at}");
    }
    let hasty = touch.post(&format!("{kiosk}/ressenti"), &[("feeling", "calm")]).await;
    assert_eq!(hasty.status, 429);
    assert!(hasty.contains("Beaucoup de monde") && hasty.contains("name=\"feeling\""));
    let hasty = touch.post(&format!("{kiosk}/mot"), &[("text", "Ma phrase")]).await;
    assert!(hasty.status == 429 && hasty.contains("Ma phrase"));
    // The same address at another kiosk of the venue.
    assert_eq!(touch.post(&format!("{other}/ressenti"), &[("feeling", "calm")]).await.status, 303);
    h.test.advance(std::time::Duration::from_secs(2));
    assert_eq!(touch.post(&format!("{kiosk}/ressenti"), &[("feeling", "calm")]).await.status, 303);
}

#[tokio::test]
async fn a_kiosk_whose_work_is_out_of_sight_says_so_and_leads_nowhere() {
    let h = hung().await;
    let kiosk = device(&h, "kiosk").await;
    let mut touch = h.test.browser();
    let unknown = touch.get("/borne/rien").await;
    let object = h.artwork.clone();
    h.test
        .app
        .write(move |tx| parvis::platform::objects::set_state(tx, &object, State::Hidden))
        .await
        .unwrap();
    h.test.settle().await;
    for path in [kiosk.clone(), format!("{kiosk}/merci"), format!("{kiosk}?ecrire=1")] {
        let page = touch.get(&path).await;
        assert_eq!(page.status, 404, "{path}");
        assert_eq!(page.text(), unknown.text(), "{path}");
    }
    let felt = touch.post(&format!("{kiosk}/ressenti"), &[("feeling", "joy")]).await;
    assert_eq!(felt.status, 404);
    assert!(!felt.contains("<a "));
    assert_eq!(guests(&h).await, 0);
}

const KIOSK_ANSWER: [(&str, &str); 2] = [("name", "Nour"), ("people", "2")];

/// Answers an event at a kiosk, as somebody who took a moment to type.
pub async fn answer_at(
    h: &Hung,
    touch: &mut Browser,
    form: &str,
    fields: &[(&str, &str)],
) -> Answer {
    let page = touch.get(form).await.text();
    let value = |name: &str| {
        let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\"")).expect("a field");
        rest.split('"').next().unwrap().to_owned()
    };
    let (stamp, once) = (value("stamp"), value("once"));
    h.test.advance(std::time::Duration::from_secs(3));
    let mut all = fields.to_vec();
    all.extend([("stamp", stamp.as_str()), ("once", once.as_str())]);
    let first = touch.post(form, &all).await;
    if first.status == 303 {
        // An impatient finger presses twice.
        assert_eq!(touch.post(form, &all).await.status, 303);
    }
    first
}

#[tokio::test]
async fn an_event_is_answered_at_a_kiosk_with_a_first_name_and_there_is_no_way_out() {
    use crate::attendance::{draft, event, people};
    use parvis::features::attendance::Answer as Stands;
    let h = hung().await;
    let kiosk = device(&h, "kiosk").await;
    let mut touch = h.test.browser();
    assert!(!touch.get(&kiosk).await.contains("Venir à un événement"), "there is none");
    let id = event(&h.test, draft(Some(3), 4)).await;
    assert!(touch.get(&kiosk).await.contains("Venir à un événement"));
    let list = touch.get(&format!("{kiosk}/agenda")).await;
    assert!(list.contains("Nocturne des crues") && list.contains("3 places libres"));
    assert_eq!(list.header("cache-control"), "no-store");
    let form = format!("{kiosk}/agenda/{id}");
    let page = touch.get(&form).await;
    assert!(!page.contains("name=\"email\""), "no letter leaves this venue");
    for page in [&list, &page] {
        let text = page.text();
        for link in text.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            let look = link.starts_with("/assets/") || link.starts_with("/theme/");
            assert!(look || link.starts_with(&kiosk), "a way out: {link}");
        }
    }
    let done = answer_at(&h, &mut touch, &form, &KIOSK_ANSWER).await;
    assert_eq!(done.status, 303, "{}", done.text());
    assert!(touch.follow(&done).await.contains("Nour, votre place est retenue"));
    assert_eq!(people(&h.test, id, Stands::Going).await, 2, "pressed twice, answered once");
    let mut staff = h.test.admin().await;
    let list = staff.get(&format!("/equipe/agenda/{id}/reponses")).await;
    assert!(list.contains("Nour") && list.contains("Borne"), "{}", list.text());
    // Two people of the same name are two people.
    let other = answer_at(&h, &mut touch, &form, &[("name", "Nour"), ("people", "1")]).await;
    assert_eq!(other.status, 303);
    assert_eq!(people(&h.test, id, Stands::Going).await, 3);
    // Full: nobody waits who could not be told.
    let full = answer_at(&h, &mut touch, &form, &[("name", "Ada"), ("people", "1")]).await;
    assert_eq!(full.status, 422);
    assert!(full.contains("value=\"Ada\""), "nobody types on glass twice");
    assert_eq!(people(&h.test, id, Stands::Waiting).await, 0);
    let nameless = answer_at(&h, &mut touch, &form, &[("name", ""), ("people", "1")]).await;
    assert!(nameless.status == 422 && nameless.contains("Donnez un prénom"));
    // An event that is not for everybody, or none, answers like an address that opens nothing.
    let closed = touch.get("/borne/rien").await.text();
    for path in
        [format!("{kiosk}/agenda/4611686018427387904"), format!("{kiosk}/agenda/{}", h.artwork.id)]
    {
        let page = touch.get(&path).await;
        assert_eq!((page.status, page.text()), (404, closed.clone()), "{path}");
    }
}

#[tokio::test]
async fn whoever_leaves_an_address_at_a_kiosk_confirms_by_the_link_of_a_letter() {
    use crate::attendance::{draft, event, people};
    use parvis::features::attendance::Answer as Stands;
    let h = crate::voices::hung_with_mail().await;
    let kiosk = device(&h, "kiosk").await;
    let id = event(&h.test, draft(Some(1), 1)).await;
    let form = format!("{kiosk}/agenda/{id}");
    let mut touch = h.test.browser();
    let mut fields = KIOSK_ANSWER.to_vec();
    fields[1] = ("people", "1");
    fields.push(("email", "nour@example.org"));
    let asked = answer_at(&h, &mut touch, &form, &fields).await;
    assert_eq!(asked.status, 303, "{}", asked.text());
    let thanks = touch.follow(&asked).await;
    assert!(thanks.contains("une lettre part") && !thanks.contains("example.org"));
    h.test.settle().await;
    assert_eq!(people(&h.test, id, Stands::Going).await, 0);
    let letters = h.test.letters().await;
    assert_eq!(letters.len(), 1);
    let link = letters[0].text.lines().find(|line| line.contains("/participation/confirmer/"));
    let link = link.unwrap().trim().replace("http://musee.test", "");
    assert_eq!(h.test.browser().post(&link, &[]).await.status, 303);
    assert_eq!(people(&h.test, id, Stands::Going).await, 1);
    let wrong = [("name", "Ada"), ("people", "1"), ("email", "pas une adresse")];
    let wrong = answer_at(&h, &mut touch, &form, &wrong).await;
    assert!(wrong.status == 422 && wrong.contains("pas une adresse"));
}

#[tokio::test]
async fn whatever_goes_wrong_on_a_kiosk_or_a_wall_it_leads_nowhere_else_and_back_to_its_start() {
    let h = hung().await;
    let (kiosk, wall) = (device(&h, "kiosk").await, device(&h, "wall").await);
    let mut screen = h.test.browser();
    // A form of another site, an address with a mistake in it, and a mistake of the program.
    let foreign = screen
        .request(http::Method::POST, &format!("{kiosk}/mot"))
        .header("sec-fetch-site", "cross-site")
        .body(axum::body::Body::empty())
        .unwrap();
    let mut wrong = vec![
        (kiosk.clone(), 403, screen.send(foreign).await),
        (kiosk.clone(), 404, screen.get(&format!("{kiosk}/nulle-part")).await),
    ];
    h.test
        .app
        .write(|tx| Ok(diesel::sql_query("DROP TABLE devices").execute(tx.conn)?))
        .await
        .unwrap();
    let form = |path: String| {
        let post =
            screen.request(http::Method::POST, &path).header("sec-fetch-site", "same-origin");
        post.header("content-type", "application/x-www-form-urlencoded")
    };
    for (home, request) in [
        (&kiosk, screen.request(http::Method::GET, &kiosk)),
        (&kiosk, form(format!("{kiosk}/mot"))),
        (&wall, screen.request(http::Method::GET, &wall)),
    ] {
        let request = request.body(axum::body::Body::from("text=Ici")).unwrap();
        let (parts, body) = h.test.router.clone().oneshot(request).await.unwrap().into_parts();
        let body = axum::body::to_bytes(body, 1 << 20).await.unwrap().to_vec();
        let (status, headers) = (parts.status.as_u16(), parts.headers);
        wrong.push((home.clone(), 500, Answer { status, headers, body }));
    }
    for (home, status, page) in wrong {
        assert_eq!(page.status, status, "{}", page.text());
        let text = page.text();
        let links: Vec<&str> = text
            .split("<a ")
            .skip(1)
            .filter_map(|link| link.split("href=\"").nth(1)?.split('"').next())
            .collect();
        assert_eq!(links, [home.as_str()], "{text}");
        assert!(!text.contains("<form"), "{text}");
        assert!(text.contains(&format!("url={home}\"")), "it goes back by itself: {text}");
    }
    // The address of its forms, opened by hand, is its start.
    let back = screen.get(&format!("{kiosk}/mot")).await;
    assert_eq!((back.status, back.location()), (303, kiosk.as_str()));
}
