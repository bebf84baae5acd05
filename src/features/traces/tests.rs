//! The rules of what may be said, and whether it is shown at once.

use super::{
    model::{
        Body, Draft, Held, Judged, Offered, RECEIVED, Speaker, TYPED, Voice, Words, Wrong, judge,
        visibility, words,
    },
    trust::Rung,
};
use crate::{
    kernel::{clock::Time, id::Id, text::html_to_text},
    platform::{
        actors::Standing,
        holding::{Hours, Staffed},
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
    let kept = words(&Draft { body: Body::Html(""), has_media: true, ..Draft::default() });
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

fn speaker(voice: Voice, standing: Standing, rung: Rung) -> Speaker {
    Speaker { voice, standing, rung }
}

/// A Monday, half past nine in Paris.
const MONDAY: &str = "2026-06-01T07:30:00Z";

fn judged(venue: &Venue, speaker: Speaker, html: &str) -> Judged {
    let words = Words { html: html.to_owned(), text: html_to_text(html), ..Words::default() };
    let said = Offered { words: &words, with_media: false };
    judge(venue, Time::parse(MONDAY).unwrap(), speaker, said)
}

#[test]
fn pictures_and_sounds_of_whoever_is_not_known_wait_wherever_they_come_from() {
    use Rung::{Known, Member, Newcomer, Trusted};
    let mut open = Venue::default();
    open.holding.guests = false;
    let mut careless = open.clone();
    careless.holding.media = false;
    let mut strict = open.clone();
    strict.holding.known_pass = false;
    let media = Some(Held::Media);
    for (venue, voice, rung, held_for) in [
        (&open, Voice::Guest, Newcomer, media),
        (&open, Voice::Remote, Newcomer, media),
        (&open, Voice::Remote, Known, None),
        (&strict, Voice::Remote, Known, media),
        (&open, Voice::Remote, Trusted, None),
        (&open, Voice::Member, Member, None),
        (&open, Voice::Staff, Newcomer, None),
        (&careless, Voice::Remote, Newcomer, None),
    ] {
        let words = Words::default();
        let said = Offered { words: &words, with_media: true };
        let at = Time::parse(MONDAY).unwrap();
        let judged = judge(venue, at, speaker(voice, Standing::Good, rung), said);
        assert_eq!(judged.held_for, held_for, "{voice:?} {rung:?}");
    }
}

#[test]
fn words_wait_where_the_venue_says_so() {
    let open = Venue::default();
    let careful = Venue { hold_remote_traces: true, hold_member_traces: true, ..Venue::default() };
    use Held::{Person, Rule};
    use Rung::{Known, Member, Newcomer, Trusted};
    let cases = [
        (&open, Voice::Remote, Standing::Good, Newcomer, None),
        (&open, Voice::Member, Standing::Good, Member, None),
        (&open, Voice::Guest, Standing::Good, Newcomer, Some(Rule)),
        (&open, Voice::Guest, Standing::Good, Known, None),
        (&open, Voice::Remote, Standing::Limited, Newcomer, Some(Person)),
        (&open, Voice::Member, Standing::Limited, Trusted, Some(Person)),
        (&careful, Voice::Remote, Standing::Good, Newcomer, Some(Rule)),
        (&careful, Voice::Remote, Standing::Good, Known, None),
        (&careful, Voice::Remote, Standing::Good, Trusted, None),
        (&careful, Voice::Member, Standing::Good, Member, Some(Rule)),
        (&careful, Voice::Member, Standing::Good, Trusted, None),
        (&careful, Voice::Staff, Standing::Good, Newcomer, None),
    ];
    for (venue, voice, standing, rung, held_for) in cases {
        let state = if held_for.is_some() { State::Pending } else { State::Published };
        let said = judged(venue, speaker(voice, standing, rung), "<p>Beau</p>");
        assert_eq!(said, Judged { state, held_for }, "{voice:?} {standing:?} {rung:?}");
    }
    let blocked = judged(&open, speaker(Voice::Remote, Standing::Blocked, Newcomer), "<p>Beau</p>");
    assert_eq!(blocked, Judged { state: State::Withheld, held_for: None });
}

#[test]
fn lists_hold_everybody_but_the_team_and_hours_hold_those_who_are_not_trusted() {
    use Rung::{Known, Member, Newcomer, Trusted};
    let mut venue = Venue::default();
    venue.holding.words = vec!["débile".to_owned()];
    venue.holding.hosts = vec!["pub.example".to_owned()];
    // Somebody is there in the afternoon; at half past nine nobody is.
    let mut week = Staffed::default();
    week.0[0] = Some(Hours { from: 840, to: 1080 });
    venue.holding.staffed = Some(week);
    let good = |voice, rung| speaker(voice, Standing::Good, rung);
    let pub_link = "<p><a href=\"https://pub.example/\">ici</a></p>";
    let link = "<p><a href=\"https://ailleurs.example/\">ici</a></p>";
    for (who, html, held_for) in [
        (good(Voice::Member, Member), "<p>Débile !</p>", Some(Held::Word)),
        (good(Voice::Member, Trusted), "<p>Débile !</p>", Some(Held::Word)),
        (good(Voice::Member, Trusted), pub_link, Some(Held::Link)),
        (good(Voice::Staff, Member), "<p>Débile !</p>", None),
        (good(Voice::Remote, Newcomer), link, Some(Held::Link)),
        (good(Voice::Member, Member), link, Some(Held::Hours)),
        (good(Voice::Remote, Known), "<p>Beau</p>", Some(Held::Hours)),
        (good(Voice::Remote, Trusted), link, None),
        (good(Voice::Staff, Member), "<p>Beau</p>", None),
    ] {
        assert_eq!(judged(&venue, who, html).held_for, held_for, "{who:?} {html}");
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

mod memory {
    use chrono_tz::Tz;

    use super::super::moment::{Days, Moment, day_of, rail, shifts};
    use crate::kernel::{clock::Time, i18n::Lang};

    const PARIS: Tz = Tz::Europe__Paris;

    fn span(text: &str) -> Option<(String, String)> {
        Moment::read(text, PARIS).map(|moment| (moment.from.rfc3339(), moment.to.rfc3339()))
    }

    fn at(text: &str) -> Time {
        Time::parse(text).unwrap()
    }

    #[test]
    fn a_stretch_of_time_is_one_by_the_venues_clocks() {
        let days = |from: &str, to: &str| Some((from.to_owned(), to.to_owned()));
        for (text, expected) in [
            ("2026", days("2025-12-31T23:00:00Z", "2026-12-31T23:00:00Z")),
            ("2026-11", days("2026-10-31T23:00:00Z", "2026-11-30T23:00:00Z")),
            ("2026-06-01", days("2026-05-31T22:00:00Z", "2026-06-01T22:00:00Z")),
            ("2026-automne", days("2026-08-31T22:00:00Z", "2026-11-30T23:00:00Z")),
            ("2026-hiver", days("2026-11-30T23:00:00Z", "2027-02-28T23:00:00Z")),
        ] {
            assert_eq!(span(text), expected, "{text}");
        }
        for wrong in
            ["", "x", "2026-13", "2026-02-30", "2026-11-28-1", "99999", "-1", "2026-autumn"]
        {
            assert_eq!(span(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn january_belongs_to_the_winter_of_its_december() {
        let times =
            [at("2027-01-10T12:00:00Z"), at("2026-12-24T22:59:00Z"), at("2026-06-02T08:00:00Z")];
        let shifts = shifts(PARIS, at("2027-02-01T00:00:00Z"));
        let days: Days = times.iter().map(|time| (day_of(&shifts, *time), 1)).collect();
        let now = Moment::read("2026-hiver", PARIS);
        let rail = rail("/oeuvres/x", (Lang::Fr, PARIS), &days, &[], now.as_ref());
        let stops: Vec<(&str, i64, usize)> =
            rail.seasons.iter().map(|s| (s.label.as_str(), s.count, s.days.len())).collect();
        assert_eq!(stops, [("Hiver 2026–2027", 2, 2), ("Été 2026", 1, 0)]);
        assert_eq!(rail.current.as_deref(), Some("Hiver 2026–2027"));
        // 24 December, 23:59 in Paris.
        let days: Vec<&str> =
            rail.seasons.iter().flat_map(|s| &s.days).map(|day| day.url.as_str()).collect();
        assert_eq!(days, ["/oeuvres/x?quand=2027-01-10#dit", "/oeuvres/x?quand=2026-12-24#dit"]);
    }

    #[test]
    fn days_begin_when_the_venues_clocks_say_so_in_every_zone_and_season() {
        for zone in
            [PARIS, Tz::UTC, Tz::Asia__Kathmandu, Tz::America__St_Johns, Tz::Australia__Lord_Howe]
        {
            let shifts = shifts(zone, at("2027-02-01T00:00:00Z"));
            let mut moment = at("2024-01-01T00:07:00Z");
            while moment < at("2027-01-15T00:00:00Z") {
                let date = moment.utc().with_timezone(&zone).date_naive();
                let number = date.signed_duration_since(chrono::NaiveDate::default()).num_days();
                assert_eq!(day_of(&shifts, moment), number, "{zone} {}", moment.rfc3339());
                moment = moment.plus(std::time::Duration::from_secs(4_530));
            }
        }
    }
}
