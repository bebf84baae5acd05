//! The rules of what may be said, and whether it is shown at once.

use super::model::{
    Body, Draft, RECEIVED, TYPED, Voice, Words, Wrong, first_state, visibility, words,
};
use crate::{
    kernel::{clock::Time, id::Id},
    platform::{
        actors::Standing,
        objects::{Object, State, Visibility},
        venue::Venue,
    },
};

fn said(body: Body<'_>) -> Result<Words, Wrong> {
    words(&Draft { body, ..Draft::default() })
}

#[test]
fn a_form_and_a_peer_are_judged_by_the_same_rule() {
    let empty = [
        Body::Typed(""),
        Body::Typed(" \n "),
        Body::Html(""),
        Body::Html("<p> </p>"),
        Body::Html("<script>alert(1)</script>"),
        Body::Html("<img src=x onerror=alert(1)>"),
    ];
    for body in empty {
        assert_eq!(said(body), Err(Wrong::Empty), "{body:?}");
    }
}

#[test]
fn typed_words_are_escaped_and_markup_from_elsewhere_is_cleaned() {
    let typed = said(Body::Typed("<b>1 < 2</b>\n\nhttps://a.example/x")).unwrap();
    assert!(typed.html.starts_with("<p>&lt;b&gt;1 &lt; 2&lt;/b&gt;</p>"), "{}", typed.html);
    assert!(typed.html.contains("<a href=\"https://a.example/x\""), "{}", typed.html);
    assert_eq!(typed.source, "<b>1 < 2</b>\n\nhttps://a.example/x");

    let html = said(Body::Html(
        "<p onclick=\"x()\">Beau <a href=\"javascript:x()\">lien</a><script>x()</script></p>",
    ))
    .unwrap();
    assert!(!html.html.contains("onclick") && !html.html.contains("javascript"), "{}", html.html);
    assert_eq!(html.text, "Beau lien");
}

#[test]
fn too_long_goes_back_to_who_typed_it_and_is_shortened_from_elsewhere() {
    assert!(said(Body::Typed(&"é".repeat(TYPED))).is_ok());
    assert_eq!(said(Body::Typed(&"é".repeat(TYPED + 1))), Err(Wrong::TooLong));

    let long = format!("<p>{}</p>", "é".repeat(RECEIVED + 500));
    let kept = said(Body::Html(&long)).unwrap();
    assert_eq!(kept.text.chars().count(), RECEIVED);
    assert!(kept.text.ends_with('…') && kept.html.ends_with("…</p>"));

    let bloated = "<p><b><i><u>a</u></i></b></p>".repeat(2_000);
    let kept = said(Body::Html(&bloated)).unwrap();
    assert!(kept.html.chars().count() < 3 * RECEIVED, "{}", kept.html.len());
}

#[test]
fn a_picture_says_something_without_words() {
    let kept = words(&Draft { body: Body::Html(""), has_pictures: true, ..Draft::default() });
    assert_eq!(kept.unwrap().text, "");
}

#[test]
fn only_language_tags_are_languages() {
    let of = |language| {
        let draft = Draft { body: Body::Typed("mot"), language, ..Draft::default() };
        words(&draft).unwrap().language
    };
    assert_eq!(of("fr"), "fr");
    assert_eq!(of("pt-BR"), "pt-BR");
    assert_eq!(of("\" onload=x"), "");
    assert_eq!(of(""), "");
    assert_eq!(of(&"a".repeat(40)), "");
}

#[test]
fn words_wait_where_the_venue_says_so() {
    let open = Venue::default();
    let careful = Venue { hold_remote_traces: true, hold_member_traces: true, ..Venue::default() };
    use State::{Pending, Published, Withheld};
    let cases = [
        (&open, Voice::Remote, Standing::Good, Published),
        (&open, Voice::Member, Standing::Good, Published),
        (&open, Voice::Remote, Standing::Limited, Pending),
        (&open, Voice::Member, Standing::Limited, Pending),
        (&open, Voice::Remote, Standing::Blocked, Withheld),
        (&careful, Voice::Remote, Standing::Good, Pending),
        (&careful, Voice::Member, Standing::Good, Pending),
        (&careful, Voice::Staff, Standing::Good, Published),
    ];
    for (venue, voice, standing, expected) in cases {
        assert_eq!(first_state(venue, voice, standing), expected, "{voice:?} {standing:?}");
    }
}

fn parent(visibility: Visibility) -> Object {
    let at = Time::from_micros(0);
    Object {
        id: Id::from_raw(1),
        iri: String::new(),
        kind: "artwork".to_owned(),
        author_id: Id::from_raw(2),
        local: true,
        visibility,
        state: State::Published,
        url: String::new(),
        parent_id: None,
        parent_iri: None,
        root_id: None,
        published_at: at,
        updated_at: None,
        deleted_at: None,
        featured_at: None,
        created_at: at,
    }
}

#[test]
fn an_answer_never_goes_further_than_what_it_answers() {
    let cases = [
        (Visibility::Public, true, Visibility::Public),
        (Visibility::Unlisted, true, Visibility::Public),
        (Visibility::Public, false, Visibility::Here),
        (Visibility::Here, true, Visibility::Here),
        (Visibility::Members, true, Visibility::Members),
        (Visibility::Members, false, Visibility::Members),
    ];
    for (above, share, expected) in cases {
        assert_eq!(visibility(&parent(above), share), expected, "{above:?} {share}");
    }
}
