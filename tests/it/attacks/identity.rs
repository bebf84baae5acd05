//! OBJ: documents that claim to be somebody else's, addresses that change what they are.

use diesel::prelude::*;
use parvis::{
    platform::{actors, fediverse::peers},
    schema::actors as table,
};
use parvis_federation::iri::Iri;
use proptest::{
    prelude::{Strategy, any},
    strategy::ValueTree as _,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use serde_json::{Value, json};

use super::{Ended, siege::Siege};

cases! {
    "A-OBJ-01" => a_document_found_elsewhere_is_nobodys,
    "A-OBJ-02" => an_embedded_object_of_another_server_is_a_hint,
    "A-OBJ-03" => nobody_writes_under_the_name_of_another,
    "A-OBJ-04" => a_redirect_lends_no_name,
    "A-OBJ-05" => what_is_ours_is_changed_by_nobody,
    "A-OBJ-06" => a_handle_needs_both_sides,
    "A-OBJ-07" => an_address_stays_what_it_was,
}

played! {
    "A-OBJ-01" => no_mixture_of_names_makes_somebody_else_speak,
    "A-OBJ-02" => no_mixture_of_names_makes_somebody_else_speak,
    "A-OBJ-03" => no_mixture_of_names_makes_somebody_else_speak,
    "A-OBJ-05" => no_mixture_of_names_makes_somebody_else_speak,
}

/// Lines of the state that came and mention this, without those of the member who asked.
async fn came_with(siege: &Siege, what: &str) -> Vec<String> {
    let changes = siege.changes().await;
    changes.into_iter().filter(|line| line.starts_with('+') && line.contains(what)).collect()
}

async fn a_document_found_elsewhere_is_nobodys(siege: &mut Siege) {
    let mut stolen = siege.dave.document.clone();
    stolen["inbox"] = json!(format!("{}/inbox", siege.evil.base));
    siege.evil.serve("/p/1", &stolen);
    let note = siege.victim.note(&siege.dave, "99", &siege.hung.artwork.iri, "<p>forged</p>");
    siege.evil.serve("/p/2", &note);
    let before = table_row(siege, &siege.dave.iri).await;
    for path in ["/p/1", "/p/2"] {
        let (status, page) = bring(siege, &format!("{}{path}", siege.evil.base)).await;
        assert_eq!(status, 200);
        assert!(!page.contains("forged"), "{path}");
    }
    assert_eq!(table_row(siege, &siege.dave.iri).await, before);
    assert_eq!(came_with(siege, &siege.victim.base).await, Vec::<String>::new());
}

/// Somebody of the venue brings an address from elsewhere, as through a search.
async fn bring(siege: &Siege, uri: &str) -> (u16, String) {
    let mut admin = siege.hung.test.admin().await;
    let query =
        url::form_urlencoded::Serializer::new(String::new()).append_pair("uri", uri).finish();
    let answer = admin.get(&format!("/authorize_interaction?{query}")).await;
    (answer.status, answer.text())
}

async fn table_row(siege: &Siege, iri: &str) -> (String, String, String) {
    let iri = iri.to_owned();
    siege
        .hung
        .test
        .query(move |c| {
            table::table
                .filter(table::iri.eq(iri))
                .select((table::kind, table::inbox, table::domain))
                .first(c)
        })
        .await
}

async fn an_embedded_object_of_another_server_is_a_hint(siege: &mut Siege) {
    let mut note = siege.victim.note(&siege.dave, "7", &siege.hung.artwork.iri, "<p>forged</p>");
    note["attributedTo"] = json!(siege.mallory.iri);
    siege.mallory_gains_nothing(&siege.by_mallory("Create", &note)).await;
    // The real one is there, and dave's: it is still not mallory's to announce to us as theirs.
    let real = siege.victim.note(&siege.dave, "7", &siege.hung.artwork.iri, "<p>real</p>");
    siege.victim.serve("/notes/7", &real);
    let mut second = siege.by_mallory("Create", &note);
    second["id"] = json!(format!("{}/activities/second", siege.evil.base));
    siege.hung.test.advance(std::time::Duration::from_secs(400));
    siege.mallory_sends(&second).await;
    assert!(!siege.hung.read().await.contains("forged"));
}

async fn nobody_writes_under_the_name_of_another(siege: &mut Siege) {
    let other = siege.evil.person("other");
    let work = &siege.hung.artwork.iri;
    for (n, author) in [
        json!(other.iri),
        json!([siege.mallory.iri, siege.dave.iri]),
        json!([siege.dave.iri, siege.mallory.iri]),
        json!({"id": siege.dave.iri, "type": "Person"}),
    ]
    .into_iter()
    .enumerate()
    {
        let mut note = siege.evil.note(&siege.mallory, &format!("n{n}"), work, "<p>forged</p>");
        note["attributedTo"] = author;
        siege.mallory_gains_nothing(&siege.evil.create(&siege.mallory, &note)).await;
    }
}

async fn a_redirect_lends_no_name(siege: &mut Siege) {
    let open = format!("{}/open-redirect", siege.victim.base);
    let mut impostor = siege.mallory.document.clone();
    impostor["id"] = json!(open);
    siege.evil.serve("/x", &impostor);
    siege.victim.script(
        "/open-redirect",
        302,
        vec![("location", format!("{}/x", siege.evil.base))],
        "",
    );
    siege.evil.script("/a", 302, vec![("location", siege.dave.iri.clone())], "");
    let (status, _) = bring(siege, &open).await;
    assert_eq!(status, 200);
    let known = siege.hung.test.app.read(move |c| actors::find_by_iri(c, &open)).await.unwrap();
    assert!(known.is_none(), "a redirect made an actor");
    let detour = format!("{}/a", siege.evil.base);
    let (_, page) = bring(siege, &detour).await;
    assert!(page.contains(&siege.dave.address()), "dave is found, as dave");
    let known = siege.hung.test.app.read(move |c| actors::find_by_iri(c, &detour)).await.unwrap();
    assert!(known.is_none(), "the detour became a name");
    assert_eq!(came_with(siege, "/open-redirect").await, Vec::<String>::new());
    assert_eq!(came_with(siege, &format!("{}/a\"", siege.evil.base)).await, Vec::<String>::new());
}

async fn what_is_ours_is_changed_by_nobody(siege: &mut Siege) {
    let work = siege.hung.artwork.iri.clone();
    for (n, id) in
        [work.as_str(), "http://musee.test/traces/12345", "http://musee.test/actors/musee"]
            .into_iter()
            .enumerate()
    {
        let mut note = siege.evil.note(&siege.mallory, "1", &work, "<p>forged</p>");
        note["id"] = json!(id);
        for verb in ["Create", "Update"] {
            let mut activity = siege.by_mallory(verb, &note);
            activity["id"] = json!(format!("{}/{verb}/{n}", siege.evil.base));
            siege.mallory_gains_nothing(&activity).await;
        }
    }
    let mut ghost = siege.evil.note(&siege.mallory, "1", &work, "<p>forged</p>");
    ghost["id"] = json!("http://musee.test/traces/999");
    siege.mallory_gains_nothing(&siege.by_mallory("Announce", &ghost)).await;
    // A boost of a work is anybody's right; what is embedded in it is not read.
    ghost["id"] = json!(work);
    siege.mallory_sends(&siege.by_mallory("Announce", &ghost)).await;
    for line in siege.changes().await {
        let about = ["{\"table\":\"reactions\"", "{\"table\":\"facts\""];
        assert!(about.iter().any(|table| line[2..].starts_with(table)), "{line}");
    }
    // Nobody speaks with an address of ours either.
    let mut ours = siege.by_mallory("Like", &json!(work));
    ours["id"] = json!("http://musee.test/activities/1");
    assert_eq!(siege.evil.deliver(&siege.mallory, &ours).await, 403);
}

async fn a_handle_needs_both_sides(siege: &mut Siege) {
    let ask = format!("/.well-known/webfinger?resource=acct:mallory@{}", siege.evil.host());
    let link = |to: &str| json!([{"rel": "self", "type": "application/activity+json", "href": to}]);
    let daves = format!("acct:dave@{}", siege.victim.host());
    let handle = format!("@mallory@{}", siege.evil.host());
    let before = table_row(siege, &siege.dave.iri).await;
    for (jrd, is_dave) in [
        (json!({"subject": daves, "links": link(&siege.mallory.iri)}), false),
        (json!({"links": link(&siege.mallory.iri)}), false),
        (
            json!({"subject": format!("acct:{}", &handle[1..]), "links": link(&siege.dave.iri)}),
            true,
        ),
    ] {
        siege.evil.serve_kind(&ask, "application/jrd+json", &jrd);
        let (status, page) = bring(siege, &handle).await;
        assert_eq!(status, 200);
        // Whoever is shown is shown under the name that both sides agree on: dave alone is ever called dave.
        assert_eq!(page.contains(&siege.dave.address()), is_dave, "{jrd}");
    }
    let jrd = json!({"subject": daves, "links": link(&siege.mallory.iri)});
    siege.evil.serve_kind(&ask, "application/jrd+json", &jrd);
    let mallory = siege.mallory.iri.clone();
    let id = siege.hung.test.app.read(move |c| actors::find_by_iri(c, &mallory)).await.unwrap();
    let id = id.unwrap().id;
    let app = siege.hung.test.app.clone();
    parvis::platform::fediverse::handles::confirm(app, id).await.unwrap();
    let (_, _, domain) = table_row(siege, &siege.mallory.iri).await;
    assert_eq!(domain, siege.evil.host(), "mallory bears a name of the victim's domain");
    assert_eq!(table_row(siege, &siege.dave.iri).await, before);
}

async fn an_address_stays_what_it_was(siege: &mut Siege) {
    let said = siege.dave_says("1", "<p>Un mot</p>").await;
    siege.start_again().await;
    let note = siege.victim.note(&siege.dave, "x", &siege.hung.artwork.iri, "<p>x</p>");
    // Dave's address serves a Note now, and his Note serves a Person.
    let mut as_note = note.clone();
    as_note["id"] = json!(siege.dave.iri);
    siege.victim.serve("/users/dave", &as_note);
    let mut as_person = siege.dave.document.clone();
    as_person["id"] = said["id"].clone();
    siege.victim.serve("/notes/1", &as_person);
    for iri in [siege.dave.iri.as_str(), said["id"].as_str().unwrap()] {
        let iri = Iri::parse(iri).unwrap();
        assert!(peers::fetch(&siege.hung.test.app, &iri).await.is_err());
    }
    siege.assert_unchanged("addresses that became something else").await;
    // An actor that is a Note, a Collection, a list, nothing.
    siege.evil.serve("/c", &json!({"id": format!("{}/c", siege.evil.base), "type": "Collection"}));
    let odd: [Value; 6] = [
        json!(format!("{}/c", siege.evil.base)),
        said["id"].clone(),
        json!([siege.mallory.iri, siege.dave.iri]),
        json!({"type": "Note", "id": format!("{}/n", siege.evil.base)}),
        json!(12),
        json!(null),
    ];
    for (n, actor) in odd.into_iter().enumerate() {
        let mut activity = siege.by_mallory("Like", &json!(siege.hung.artwork.iri));
        activity["id"] = json!(format!("{}/odd/{n}", siege.evil.base));
        activity["actor"] = actor.clone();
        let status = siege.mallory_sends(&activity).await;
        let list = actor.is_array();
        assert!(status != 202 || list, "{actor}");
        let liked = siege.changes().await.iter().any(|line| line.contains(&siege.dave.iri));
        assert!(!liked, "something in dave's name: {actor}");
    }
}

/// What mallory may write where a name stands, by number.
fn name(siege: &Siege, draw: u8, n: usize) -> Value {
    let evil = siege.evil.host();
    let victim = siege.victim.host();
    let ours = siege.hung.artwork.iri.clone();
    let own = format!("{}/notes/v{n}", siege.evil.base);
    let dave = siege.dave.iri.clone();
    match draw % 20 {
        0 => json!(own),
        1 => json!(siege.mallory.iri),
        2 => json!(dave),
        3 => json!(ours),
        4 => json!("http://musee.test/objects/4611686018427387904"),
        5 => json!("http://musee.test/actors/musee"),
        6 => json!(format!("{}/notes/v{n}", siege.victim.base)),
        7 => json!(format!("http://{evil}@{victim}/notes/v{n}")),
        8 => json!(format!("http://{victim}@{evil}/notes/v{n}")),
        9 => json!(format!("HTTP://{}/notes/v{n}", victim.to_uppercase())),
        10 => json!(dave.replacen(':', "%3A", 1)),
        11 => json!(format!("{dave}#main-key")),
        12 => json!(format!(" {dave}")),
        13 => json!([siege.mallory.iri, dave]),
        14 => json!([dave, siege.mallory.iri]),
        15 => json!({"id": dave, "type": "Person", "preferredUsername": "dave"}),
        16 => json!({"id": siege.mallory.iri, "url": dave, "type": "Person"}),
        17 => json!(format!("{}/../users/dave", siege.victim.base)),
        18 => json!("HTTP://MUSEE.TEST/actors/musee"),
        _ => Value::Null,
    }
}

/// One activity of mallory's, with names drawn for everything that has one.
fn mixture(siege: &Siege, draws: &[u8; 6], n: usize) -> Value {
    let verbs = ["Create", "Update", "Delete", "Announce", "Like", "Move", "Undo", "Follow"];
    let verb = verbs[usize::from(draws[0]) % verbs.len()];
    let mut note =
        siege.evil.note(&siege.mallory, &format!("v{n}"), &siege.hung.artwork.iri, "<p>forged</p>");
    // Half of the time a field says what it should, so that the others are reached.
    let draw = |draw: u8| draw.is_multiple_of(2).then(|| name(siege, draw / 2, n));
    for (field, at) in [("id", 1), ("attributedTo", 2), ("url", 3)] {
        if let Some(drawn) = draw(draws[at]) {
            note[field] = drawn;
        }
    }
    let mut activity = siege.by_mallory(verb, &note);
    activity["id"] = json!(format!("{}/activities/v{n}", siege.evil.base));
    if let Some(drawn) = draw(draws[4]) {
        activity["actor"] = drawn;
    }
    match draws[5] % 3 {
        0 => activity["object"] = name(siege, draws[5] / 3, n),
        1 => activity["target"] = name(siege, draws[5] / 3, n),
        _ => {}
    }
    activity
}

/// Whatever names are mixed, dave says nothing, what is ours stays as it is, and mallory is mallory.
#[tokio::test]
async fn no_mixture_of_names_makes_somebody_else_speak() -> Ended {
    let mut siege = Siege::new().await;
    siege.dave_says("1", "<p>Vrai</p>").await;
    siege.start_again().await;
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[11; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let mut taken = 0;
    for round in 0..20 {
        let mut sent = Vec::new();
        for n in round * 12..(round + 1) * 12 {
            let draws = any::<[u8; 6]>().new_tree(&mut runner).unwrap().current();
            let activity = mixture(&siege, &draws, n);
            let status = siege.evil.deliver(&siege.mallory, &activity).await;
            assert!(matches!(status, 202 | 400 | 401 | 403), "{status} for {activity}");
            taken += usize::from(status == 202);
            sent.push(activity.to_string());
        }
        for line in siege.changes().await {
            let (sign, row) = line.split_at(2);
            // What mallory says of the work in their own name is theirs to say.
            let theirs = sign == "+ " && row.contains(&siege.evil.base);
            let foreign = row.contains(&siege.victim.base) || row.contains("\"http://musee.test/");
            assert!(theirs || !foreign, "{line}\nafter one of:\n{}", sent.join("\n"));
            let borrowed = [&siege.dave.iri, &siege.hung.artwork.iri]
                .iter()
                .any(|iri| row.contains(&format!("\"iri\":\"{iri}\"")));
            assert!(!borrowed, "{line}\nafter one of:\n{}", sent.join("\n"));
        }
    }
    assert!(taken > 40, "only {taken} got past the door");
    assert!(siege.hung.read().await.contains("Vrai"));
    siege.ended().await
}
