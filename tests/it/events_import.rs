//! Programmes from elsewhere: taken in, taken in again, changed, moved by a rule, refused, vanished.

use std::collections::BTreeMap;

use parvis::{
    features::events::import::{self, Mode, Options, Outcome, Report},
    kernel::clock::Time,
};

use crate::support::{TestApp, pictures};

/// What a web calendar writes: a zone by name, an event that repeats over a time change with a date left out and one moved,
/// an event of whole days, one in UTC, one called off, one that is private.
const CALENDAR: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//EN\r\nX-WR-CALNAME:Théâtre voisin\r\n\
BEGIN:VEVENT\r\nUID:club@example.org\r\nSEQUENCE:0\r\nSUMMARY:Club de lecture\r\n\
DTSTART;TZID=Europe/Paris:20261015T200000\r\nDTEND;TZID=Europe/Paris:20261015T220000\r\n\
RRULE:FREQ=WEEKLY;UNTIL=20261112T190000Z\r\nEXDATE;TZID=Europe/Paris:20261029T200000\r\n\
LOCATION:Médiathèque\r\nATTENDEE;CN=Léa:mailto:lea@example.org\r\nEND:VEVENT\r\n\
BEGIN:VEVENT\r\nUID:club@example.org\r\nSEQUENCE:1\r\nRECURRENCE-ID;TZID=Europe/Paris:20261105T200000\r\n\
SUMMARY:Club de lecture\\, chez Ana\r\nDTSTART;TZID=Europe/Paris:20261106T183000\r\n\
DTEND;TZID=Europe/Paris:20261106T200000\r\nEND:VEVENT\r\n\
BEGIN:VEVENT\r\nUID:expo@example.org\r\nSUMMARY:Rives\r\nDTSTART;VALUE=DATE:20261201\r\n\
DTEND;VALUE=DATE:20270301\r\nCATEGORIES:Exposition\r\nGEO:47.21;-1.55\r\nEND:VEVENT\r\n\
BEGIN:VEVENT\r\nUID:utc@example.org\r\nSUMMARY:Concert\r\nDTSTART:20261212T193000Z\r\nDURATION:PT1H30M\r\n\
DESCRIPTION:Une ligne\\nune autre\r\nSTATUS:CANCELLED\r\nEND:VEVENT\r\n\
BEGIN:VEVENT\r\nUID:mine@example.org\r\nSUMMARY:Dentiste\r\nDTSTART:20261213T080000Z\r\nCLASS:PRIVATE\r\n\
END:VEVENT\r\nEND:VCALENDAR\r\n";

async fn take(test: &TestApp, file: &str, mode: Mode) -> Report {
    let read = import::read(&test.app, file.as_bytes()).unwrap();
    let options = Options { source: "voisin".to_owned(), as_drafts: false };
    import::run(&test.app, &read.lines, &options, mode).await.unwrap()
}

fn tally(report: &Report) -> (usize, usize, usize, usize) {
    let t = report.tally();
    (t.created, t.changed, t.unchanged, t.failed)
}

/// A test's clock that stands before what the calendar says.
async fn autumn() -> TestApp {
    let test = TestApp::new().await;
    test.set_clock(Time::parse("2026-10-10T10:00:00Z").unwrap());
    test
}

/// The number that follows an address in a page.
fn id_after(page: &str, address: &str) -> String {
    let mut numbers = page
        .split(address)
        .skip(1)
        .map(|rest| rest.chars().take_while(char::is_ascii_digit).collect::<String>());
    numbers.find(|number| !number.is_empty()).unwrap()
}

/// What the programme's own calendar says: title and beginning.
async fn programme(test: &TestApp) -> Vec<(String, String)> {
    let text = test.browser().get("/agenda.ics").await.text().replace("\r\n ", "");
    let mut all: Vec<(String, String)> = text
        .split("BEGIN:VEVENT")
        .skip(1)
        .map(|event| {
            let field = |name: &str| {
                let line = event.lines().find(|line| line.starts_with(name)).unwrap_or_default();
                line.split_once(':').map(|(_, value)| value.to_owned()).unwrap_or_default()
            };
            (field("SUMMARY"), field("DTSTART"))
        })
        .collect();
    all.sort();
    all
}

#[tokio::test]
async fn a_calendar_becomes_the_programme_on_the_right_clocks() {
    let test = autumn().await;
    let report = take(&test, CALENDAR, Mode::Apply).await;
    assert_eq!(tally(&report), (6, 0, 0, 1), "{report:#?}");
    test.settle().await;
    let expected = [
        ("Club de lecture", "20261015T180000Z"),
        ("Club de lecture", "20261022T180000Z"),
        // The clocks changed; the 29th is left out, the 5th is moved; the last is the one the rule ends with.
        ("Club de lecture", "20261112T190000Z"),
        ("Club de lecture\\, chez Ana", "20261106T173000Z"),
        ("Concert", "20261212T193000Z"),
        ("Rives", "20261201"),
    ];
    let expected = expected.map(|(title, start)| (title.to_owned(), start.to_owned()));
    assert_eq!(programme(&test).await, expected);
    let calendar = test.browser().get("/agenda.ics").await.text();
    for line in
        ["DTEND;VALUE=DATE:20270301", "DTEND:20261212T210000Z", "STATUS:CANCELLED", "GEO:47.21"]
    {
        assert!(calendar.contains(line), "{line} is not in {calendar}");
    }
    let page = test.browser().get("/agenda/club-de-lecture").await;
    assert!(page.contains("Autres dates") && page.contains("Médiathèque"));
    assert!(!page.contains("lea@example.org"), "who takes part is nobody's business");
}

#[tokio::test]
async fn the_same_calendar_twice_changes_nothing_and_tells_nobody() {
    let test = autumn().await;
    let remote = test.remote("mobilizon.example").await;
    let lea = remote.person("lea");
    assert_eq!(remote.deliver(&lea, &crate::voices::follow(&remote, &lea)).await, 202);
    test.settle().await;
    take(&test, CALENDAR, Mode::Apply).await;
    test.settle().await;
    let told = (remote.received_of("Create").len(), remote.received_of("Update").len());
    assert_eq!(told.0, 6);
    assert_eq!(tally(&take(&test, CALENDAR, Mode::Apply).await), (0, 0, 6, 1));
    test.settle().await;
    assert_eq!((remote.received_of("Create").len(), remote.received_of("Update").len()), told);
}

#[tokio::test]
async fn a_rehearsal_says_field_by_field_what_would_change_and_changes_nothing() {
    let test = autumn().await;
    take(&test, CALENDAR, Mode::Apply).await;
    let before = programme(&test).await;
    let later = CALENDAR
        .replace("DTSTART:20261212T193000Z", "DTSTART:20261219T193000Z")
        .replace("STATUS:CANCELLED\r\n", "");
    let report = take(&test, &later, Mode::Rehearse).await;
    assert_eq!(tally(&report), (0, 1, 5, 1));
    let changed = report.lines.iter().find(|line| line.uid == "utc@example.org").unwrap();
    let Outcome::Changed(changes) = &changed.outcome else { panic!("{changed:?}") };
    let changes: BTreeMap<&str, (&str, &str)> = changes
        .iter()
        .map(|change| (change.field.as_str(), (change.before.as_str(), change.after.as_str())))
        .collect();
    let expected = BTreeMap::from([
        ("start", ("2026-12-12 20:30", "2026-12-19 20:30")),
        ("end", ("2026-12-12 22:00", "2026-12-19 22:00")),
        ("status", ("cancelled", "announced")),
    ]);
    assert_eq!(changes, expected);
    assert_eq!(programme(&test).await, before);
}

#[tokio::test]
async fn what_the_team_wrote_here_stays_until_the_file_says_something_new_of_it() {
    let test = TestApp::new().await;
    let table =
        |price: &str| format!("uid,title,start,price\n1,Nocturne,2027-12-11 20:00,{price}\n");
    take(&test, &table("8 €"), Mode::Apply).await;
    let mut staff = test.admin().await;
    let list = staff.get("/equipe/agenda").await.text();
    let id = id_after(&list, "/equipe/agenda/");
    let fields = [
        ("title", "Nocturne des crues"),
        ("category", "tour"),
        ("day", "2027-12-11"),
        ("hour", "20:00"),
        ("status", "announced"),
        ("audience", "public"),
        ("price", "10 €"),
    ];
    let saved = staff.post(&format!("/equipe/agenda/{id}"), &fields).await;
    assert_eq!(saved.status, 303, "{}", saved.text());
    assert_eq!(tally(&take(&test, &table("8 €"), Mode::Apply).await), (0, 0, 1, 0));
    assert_eq!(tally(&take(&test, &table("9 €"), Mode::Apply).await), (0, 1, 0, 0));
    let page = test.browser().get("/agenda/nocturne").await;
    assert!(page.contains("9\u{a0}€") || page.contains("9 €"), "{}", page.text());
    assert!(page.contains("Nocturne des crues"), "the title is not the file's to change back");
}

#[tokio::test]
async fn what_vanishes_from_a_file_is_told_and_stays() {
    let test = autumn().await;
    take(&test, CALENDAR, Mode::Apply).await;
    let without = CALENDAR.replace("UID:expo@example.org", "UID:expo-2@example.org");
    let report = take(&test, &without, Mode::Apply).await;
    let titles: Vec<&str> = report.vanished.iter().map(|event| event.title.as_str()).collect();
    assert_eq!(titles, ["Rives"]);
    test.settle().await;
    assert_eq!(test.browser().get("/agenda/rives").await.status, 200);
    let options = Options { source: "un autre".to_owned(), as_drafts: false };
    let read = import::read(&test.app, b"uid,title,start\nx,Bal,2027-01-01\n").unwrap();
    let other = import::run(&test.app, &read.lines, &options, Mode::Apply).await.unwrap();
    assert!(other.vanished.is_empty(), "another source knows nothing of them");
}

#[tokio::test]
async fn a_line_that_cannot_be_taken_is_told_and_stops_nothing() {
    let test = TestApp::new().await;
    let table = "uid,title,start,end,category,capacity,place,rsvp,artworks\n\
                 1,Bal,2027-01-01 20:00,2:00,Fête,200,,open,\n\
                 2,No,2027-01-02,,,,,,\n\
                 3,Sans date,demain,,,,,,\n\
                 4,Trop de tout,2027-01-03,,cirque,beaucoup,NULLE-PART,,99.99\n\
                 ,Sans nom,2027-01-04,,,,,,\n\
                 1,Encore,2027-01-05,,,,,,\n";
    let report = take(&test, table, Mode::Apply).await;
    assert_eq!(tally(&report), (1, 0, 0, 5));
    let why: Vec<Vec<&str>> = report
        .lines
        .iter()
        .map(|line| match &line.outcome {
            Outcome::Failed(why) => why.iter().map(|message| message.key.as_str()).collect(),
            _ => Vec::new(),
        })
        .collect();
    let value = "events-import-error-value";
    assert_eq!(
        why,
        [
            vec![],
            vec!["events-error-title"],
            vec![value],
            vec![value, value, "artworks-import-error-place", value],
            vec!["events-import-error-uid"],
            vec!["import-error-again"],
        ]
    );
    let calendar = test.browser().get("/agenda.ics").await.text();
    // From eight in the evening to two in the morning.
    assert!(calendar.contains("DTEND:20270102T010000Z"), "{calendar}");
}

#[tokio::test]
async fn what_was_deleted_here_is_not_brought_back() {
    let test = TestApp::new().await;
    let table = "uid,title,start\n1,Nocturne,2027-12-11 20:00\n";
    take(&test, table, Mode::Apply).await;
    let mut staff = test.admin().await;
    let id = id_after(&staff.get("/equipe/agenda").await.text(), "/equipe/agenda/");
    assert_eq!(staff.post(&format!("/equipe/agenda/{id}/supprimer"), &[]).await.status, 303);
    let report = take(&test, table, Mode::Apply).await;
    assert_eq!(tally(&report), (0, 0, 0, 1));
    assert!(
        matches!(&report.lines[0].outcome, Outcome::Failed(why) if why[0].key == "events-import-error-withdrawn")
    );
}

#[tokio::test]
async fn the_programme_written_out_and_taken_in_again_changes_nothing() {
    let test = autumn().await;
    take(&test, CALENDAR, Mode::Apply).await;
    take(&test, import::EXAMPLE, Mode::Apply).await;
    let table = import::export(&test.app).await.unwrap();
    let report = take(&test, &table, Mode::Apply).await;
    assert_eq!(tally(&report), (0, 0, 8, 0), "{report:#?}\n{table}");
    assert_eq!(import::export(&test.app).await.unwrap(), table);
    let own = test.browser().get("/agenda.ics").await.text();
    let report = take(&test, &own, Mode::Rehearse).await;
    assert_eq!(report.tally().failed, report.lines.len(), "a calendar of ours is not taken back");
}

/// The alternative texts of the pictures of an event's page, in order.
fn alts(page: &str) -> Vec<String> {
    let main = page.split("<main").nth(1).unwrap();
    // The cards of other dates are smaller.
    let images = main.split("<img").skip(1).filter(|image| !image.contains("sizes=\"9rem\""));
    images
        .filter_map(|image| image.split("alt=\"").nth(1)?.split('"').next())
        .map(str::to_owned)
        .collect()
}

#[tokio::test]
async fn pictures_of_a_calendar_and_of_a_table_are_copied_and_those_hung_by_hand_stay() {
    let test = autumn().await;
    let remote = test.remote("voisin").await;
    let jpeg = |n| pictures::jpeg(640, 480, n);
    let kind = || vec![("content-type", "image/jpeg".to_owned())];
    for (path, n) in [("/a.jpg", 1), ("/b", 2), ("/c.jpg", 3)] {
        remote.script(path, 200, kind(), jpeg(n));
    }
    let base = &remote.base;
    let calendar = format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:p1\r\nSUMMARY:Lecture\r\n\
         DTSTART:20261101T180000Z\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\nATTACH;FMTTYPE=application/pdf:{base}/p.pdf\r\n\
         ATTACH:{base}/a.jpg\r\nATTACH;FMTTYPE=image/jpeg:{base}/b\r\nATTACH:{base}/gone.jpg\r\n\
         END:VEVENT\r\nEND:VCALENDAR\r\n"
    );
    take(&test, &calendar, Mode::Rehearse).await;
    test.settle().await;
    assert!(remote.seen().is_empty(), "a rehearsal asks nobody");
    let report = take(&test, &calendar, Mode::Apply).await;
    assert_eq!(tally(&report), (3, 0, 0, 0));
    test.settle().await;
    let page = async |slug: &str| test.browser().get(&format!("/agenda/{slug}")).await.text();
    for slug in ["lecture", "lecture-2026-11-08", "lecture-2026-11-15"] {
        let page = page(slug).await;
        assert_eq!(alts(&page), ["Image de l’événement\u{202f}: Lecture"; 2], "{page}");
        assert!(!page.contains(base.as_str()), "our copy, not theirs");
    }
    let asked = |path: &str| remote.seen().iter().filter(|seen| seen.path == path).count();
    assert_eq!((asked("/a.jpg"), asked("/b")), (1, 1), "three dates, one picture each");
    assert_eq!(tally(&take(&test, &calendar, Mode::Apply).await), (0, 0, 3, 0));
    // A table says what its pictures show; without it, the line is refused.
    let table = |rest: &str| {
        format!("uid,title,start,pictures,alt_fr\r\nt1,Bal,2026-11-20 20:00,{rest}\r\n")
    };
    let mute = take(&test, &table(&format!("{base}/c.jpg,")), Mode::Apply).await;
    assert_eq!(mute.tally().failed, 1, "{mute:?}");
    let said = table(&format!("{base}/c.jpg|{base}/a.jpg,Le bal|La grue"));
    assert_eq!(tally(&take(&test, &said, Mode::Apply).await), (1, 0, 0, 0));
    test.settle().await;
    assert_eq!(alts(&page("bal").await), ["Le bal", "La grue"]);
    assert_eq!(tally(&take(&test, &said, Mode::Apply).await), (0, 0, 1, 0));
    // What the table says anew is a difference, shown before it is done.
    let fewer = table(&format!("{base}/a.jpg,La grue la nuit"));
    let report = take(&test, &fewer, Mode::Rehearse).await;
    let Outcome::Changed(changes) = &report.lines[0].outcome else { panic!("{report:?}") };
    assert_eq!(changes[0].field, "pictures");
    take(&test, &fewer, Mode::Apply).await;
    test.settle().await;
    assert_eq!(alts(&page("bal").await), ["La grue la nuit"]);
    // Written out and taken in again, they are the same.
    let table = import::export(&test.app).await.unwrap();
    assert!(table.contains("La grue la nuit"), "{table}");
    assert_eq!(tally(&take(&test, &table, Mode::Apply).await), (0, 0, 4, 0));
    test.settle().await;
    assert_eq!(import::export(&test.app).await.unwrap(), table);
}

#[tokio::test]
async fn a_rule_that_is_not_understood_never_ends_or_ended_is_refused_and_says_so() {
    let test = autumn().await;
    for (rule, why) in [
        ("RRULE:FREQ=HOURLY", "events-import-error-often"),
        (
            "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;UNTIL=20100101T000000Z",
            "events-import-error-over",
        ),
        ("EXRULE:FREQ=DAILY", "events-import-error-exrule"),
        (
            "RRULE:FREQ=DAILY;COUNT=3\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nSUMMARY:Autre chose\nDTSTART:20261016T110000Z\n\
             RECURRENCE-ID;RANGE=THISANDFUTURE:20261016T100000Z",
            "events-import-error-onwards",
        ),
        ("CLASS:CONFIDENTIAL", "events-import-error-private"),
    ] {
        let start = if rule.contains("2010") { "20090101T100000Z" } else { "20261015T100000Z" };
        let file = format!(
            "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1\nSUMMARY:Chose\nDTSTART:{start}\n{rule}\n\
             END:VEVENT\nEND:VCALENDAR\n"
        );
        let report = take(&test, &file, Mode::Rehearse).await;
        let refused = report.lines.iter().find_map(|line| match &line.outcome {
            Outcome::Failed(told) => Some(told),
            _ => None,
        });
        let told = refused.unwrap_or_else(|| panic!("{rule}: {report:?}"));
        assert_eq!(told[0].key, why, "{rule}");
    }
    let daily = "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1\nSUMMARY:Chaque jour\nDTSTART;TZID=Europe/Paris:20200101T100000\nRRULE:FREQ=DAILY\nEND:VEVENT\nEND:VCALENDAR\n";
    let report = take(&test, daily, Mode::Rehearse).await;
    assert_eq!(report.tally().failed, 0);
    assert_eq!(report.lines.len(), 398, "a month back, a year ahead");
}

#[tokio::test]
async fn staff_see_what_a_file_would_do_before_they_say_yes() {
    let test = TestApp::new().await;
    let mut staff = test.admin().await;
    let table = "uid;title;start\r\n1;Nocturne;2027-12-11 20:00\r\n2;No;2027-12-12\r\n".as_bytes();
    let files = [("file", "programme.csv", "text/csv", table)];
    let kept = staff.post_files("/equipe/agenda/import", &[("as_drafts", "1")], &files).await;
    assert_eq!(kept.status, 303, "{}", kept.text());
    let review = kept.header("location").to_owned();
    let page = staff.get(&review).await;
    for shown in ["programme.csv", "Nouveau", "Refusé", "Importer 1\u{a0}événement"] {
        assert!(
            page.contains(shown) || page.contains(&shown.replace('\u{a0}', " ")),
            "{shown}: {}",
            page.text()
        );
    }
    assert!(!test.browser().get("/agenda").await.contains("Nocturne"));
    for _ in 0..2 {
        assert_eq!(staff.post(&review, &[]).await.status, 303);
    }
    assert!(staff.get(&review).await.contains("Voir le programme"));
    let list = staff.get("/equipe/agenda?etat=draft").await;
    assert_eq!(list.text().matches(">Nocturne<").count(), 1);
    assert!(!test.browser().get("/agenda").await.contains("Nocturne"), "it waits as a draft");
    assert!(
        staff
            .get("/equipe/journal")
            .await
            .contains("a importé des événements depuis programme.csv")
    );
    let pasted = [("text", "BEGIN:VCALENDAR\nrien"), ("source", "Voisins")];
    let back = staff.post("/equipe/agenda/import", &pasted).await;
    assert_eq!(back.status, 422);
    for kept in ["BEGIN:VCALENDAR", "Voisins"] {
        assert!(back.contains(kept), "{kept}");
    }
    let mut other = test.browser();
    assert_ne!(other.get(&review).await.status, 200);
}
