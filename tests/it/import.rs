//! The catalogue as a table: in, again, changed, spoilt, and out.

use std::{fs, path::PathBuf};

use parvis::features::artworks::import::{self, LineReport, Mode, Origin, Outcome};

use crate::support::{TestApp, pictures};

const HEADER: &str = "inventory,title,artist,date,place,status,pictures,alt_fr,alt_en";

fn write(test: &TestApp, lines: &[&str]) -> PathBuf {
    let path = test.dir.path().join("catalogue.csv");
    fs::write(&path, format!("{HEADER}\n{}\n", lines.join("\n"))).unwrap();
    path
}

async fn take(test: &TestApp, lines: &[&str], mode: Mode) -> Vec<LineReport> {
    let file = write(test, lines);
    let table = import::read(&fs::read(&file).unwrap()).unwrap();
    let origin = Origin::Folder(file.parent().unwrap().to_owned());
    import::run(&test.app, &table.lines, &origin, mode).await.unwrap()
}

fn tally(report: &[LineReport]) -> (usize, usize, usize, usize) {
    let t = LineReport::tally(report);
    (t.created, t.changed, t.unchanged, t.failed)
}

fn why(report: &LineReport) -> String {
    match &report.outcome {
        Outcome::Failed(why) => why[0].key.clone(),
        other => panic!("not refused: {other:?}"),
    }
}

const CRUE: &str = "1966,Crue de nuit,Anna Delorme,1966,,on_show,crue.jpg,Cinq lampes.,Five lamps.";
const BAL: &str = "1936,Le Bal,Suzanne Arrieta,1936,,withdrawn,,,";

#[tokio::test]
async fn the_same_table_twice_changes_nothing_the_second_time() {
    let test = TestApp::new().await;
    fs::write(test.dir.path().join("crue.jpg"), pictures::jpeg(800, 600, 1)).unwrap();
    assert_eq!(tally(&take(&test, &[CRUE, BAL], Mode::Apply).await), (2, 0, 0, 0));
    test.settle().await;
    let before = test.browser().get_activity("/oeuvres/crue-de-nuit").await.json();
    assert_eq!(before["attachment"][0]["name"], "Cinq lampes.");
    assert_eq!(tally(&take(&test, &[CRUE, BAL], Mode::Apply).await), (0, 0, 2, 0));
    let after = test.browser().get_activity("/oeuvres/crue-de-nuit").await.json();
    assert_eq!(before, after);
    assert!(test.browser().get("/oeuvres/le-bal").await.contains("n’est pas en salle"));
}

#[tokio::test]
async fn a_changed_cell_changes_that_field_and_a_changed_file_changes_the_picture() {
    let test = TestApp::new().await;
    let file = test.dir.path().join("crue.jpg");
    fs::write(&file, pictures::jpeg(800, 600, 1)).unwrap();
    take(&test, &[CRUE], Mode::Apply).await;
    let later = CRUE.replace("Delorme,1966", "Delorme,1967");
    let report = take(&test, &[&later], Mode::Apply).await;
    let Outcome::Changed(changes) = &report[0].outcome else { panic!("{report:?}") };
    assert_eq!(changes.len(), 1);
    assert_eq!(
        (changes[0].field.as_str(), changes[0].before.as_str(), changes[0].after.as_str()),
        ("date", "1966", "1967")
    );
    assert!(test.browser().get("/oeuvres/crue-de-nuit").await.contains("1967"));
    fs::write(&file, pictures::jpeg(800, 600, 2)).unwrap();
    let report = take(&test, &[&later], Mode::Apply).await;
    let Outcome::Changed(changes) = &report[0].outcome else { panic!("{report:?}") };
    assert_eq!(changes[0].field, "pictures");
}

#[tokio::test]
async fn a_rehearsal_says_the_same_and_writes_nothing() {
    let test = TestApp::new().await;
    fs::write(test.dir.path().join("crue.jpg"), pictures::jpeg(800, 600, 1)).unwrap();
    assert_eq!(tally(&take(&test, &[CRUE, BAL], Mode::Rehearse).await), (2, 0, 0, 0));
    assert_eq!(test.browser().get("/oeuvres/crue-de-nuit").await.status, 404);
    take(&test, &[CRUE], Mode::Apply).await;
    let later = CRUE.replace("Cinq lampes.", "Cinq lumières.");
    assert_eq!(tally(&take(&test, &[&later, BAL], Mode::Rehearse).await), (1, 1, 0, 0));
    let note = test.browser().get_activity("/oeuvres/crue-de-nuit").await.json();
    assert_eq!(note["attachment"][0]["name"], "Cinq lampes.");
}

#[tokio::test]
async fn a_bad_line_is_refused_with_its_reason_and_the_others_are_taken() {
    let test = TestApp::new().await;
    fs::write(test.dir.path().join("page.jpg"), "<html>").unwrap();
    fs::write(test.dir.path().join("crue.jpg"), pictures::jpeg(80, 60, 1)).unwrap();
    let report = take(
        &test,
        &[
            "1,,,,,,,,",
            "2,Sans lieu,,,NULLE-PART,,,,",
            "3,État,,,,perdue,,,",
            "4,Trop court",
            "5,Sans texte,,,,,crue.jpg,,",
            "6,Absente,,,,,absente.jpg,Rien.,",
            "7,Page,,,,,page.jpg,Rien.,",
            "8,Dehors,,,,,../crue.jpg,Rien.,",
            "9,Textes,,,,,,Un.|Deux.,",
            BAL,
            "1936,Encore le Bal,,,,,,,",
        ],
        Mode::Apply,
    )
    .await;
    let reasons: Vec<String> = report.iter().take(9).map(why).collect();
    assert_eq!(
        reasons,
        [
            "artworks-error-title",
            "artworks-import-error-place",
            "artworks-import-error-status",
            "import-error-cells",
            "artworks-error-alt",
            "artworks-import-error-picture",
            "media-refused-kind",
            "artworks-import-error-picture",
            "artworks-import-error-alts",
        ]
    );
    assert_eq!(report[9].outcome, Outcome::Created);
    assert_eq!(why(&report[10]), "import-error-again");
    assert_eq!(report[10].line, 12, "lines are counted as in the file");
    assert_eq!(test.browser().get("/oeuvres/le-bal").await.status, 200);
}

#[tokio::test]
async fn what_is_written_out_comes_in_again_unchanged() {
    let test = TestApp::new().await;
    fs::write(test.dir.path().join("a.jpg"), pictures::jpeg(800, 600, 1)).unwrap();
    fs::write(test.dir.path().join("b.jpg"), pictures::jpeg(800, 600, 2)).unwrap();
    let code = "code,name,kind,parent\nMR-1,Salle 1,room,\n";
    assert_eq!(parvis::features::places::import(&test.app, code).await.unwrap(), 1);
    assert_eq!(parvis::features::places::import(&test.app, code).await.unwrap(), 0);
    let odd = "\"x;1\",\"Titre, \"\"cité\"\"\",É. « Varenne »,vers 1780,mr-1,on_show,a.jpg|b.jpg,Une.|Deux.,|Two.";
    assert_eq!(tally(&take(&test, &[odd, BAL], Mode::Apply).await), (2, 0, 0, 0));
    let table = import::export(&test.app).await.unwrap();
    let read = import::read(table.as_bytes()).unwrap();
    for origin in [Origin::Web, Origin::Folder(test.dir.path().to_owned())] {
        let report = import::run(&test.app, &read.lines, &origin, Mode::Apply).await.unwrap();
        assert_eq!(tally(&report), (0, 0, 2, 0), "{report:?}");
    }
    assert_eq!(import::export(&test.app).await.unwrap(), table);
}

#[tokio::test]
async fn a_table_sent_through_the_page_is_shown_confirmed_and_taken_in_behind_it() {
    let test = TestApp::new().await;
    let mut staff = test.admin().await;
    let lines: Vec<String> = (0..40).map(|n| format!("N.{n};Œuvre {n};;;;;;;")).collect();
    let table = format!("{}\n{}\nN.99;;;;;;;;\n", HEADER.replace(',', ";"), lines.join("\n"));
    let files = [("file", "mon catalogue.csv", "text/csv", table.as_bytes())];
    let review = staff.post_files("/equipe/oeuvres/import", &[], &files).await;
    assert_eq!(review.status, 200, "{}", review.text());
    assert!(review.contains("Donnez un titre"));
    assert!(!test.browser().get("/oeuvres").await.contains("Œuvre 1"));
    let text = review.text();
    let token = text.split("name=\"token\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let confirm = [("token", token)];
    let running = staff.post("/equipe/oeuvres/import/confirmer", &confirm).await;
    assert_eq!(
        staff.post("/equipe/oeuvres/import/confirmer", &confirm).await.status,
        303,
        "twice is once"
    );
    let page = staff.follow(&running).await;
    assert_eq!(page.header("refresh"), "3");
    test.settle().await;
    let page = staff.follow(&running).await;
    assert!(
        page.contains("Import terminé") && page.contains("41") && page.header("refresh").is_empty()
    );
    assert!(page.contains("Ligne 42"), "the refused line and why: {}", page.text());
    let found = test.browser().get("/oeuvres?recherche=oeuvre").await;
    assert!(found.contains("40"), "all the others are in the catalogue");
    test.assert_no_failed_jobs().await;
}

#[tokio::test]
async fn a_file_that_is_no_table_comes_back_with_the_reason() {
    let test = TestApp::new().await;
    let mut staff = test.admin().await;
    for (bytes, reason) in [
        (&b"titre,numero\n"[..], "titre"),
        (b"inventory,title\n", "aucune ligne"),
        (b"inventory,title\n1,Cr\xE9e\n", "UTF-8"),
    ] {
        let files = [("file", "x.csv", "text/csv", bytes)];
        let answer = staff.post_files("/equipe/oeuvres/import", &[], &files).await;
        assert_eq!(answer.status, 422);
        assert!(answer.contains(reason), "{reason}: {}", answer.text());
    }
}
