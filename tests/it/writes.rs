//! Writes that share a commit: what becomes of each when others fail.

use std::collections::BTreeSet;

use diesel::prelude::*;
use futures::future::join_all;
use parvis::{
    kernel::{
        db::{self, Conn},
        error::{Error, Result},
    },
    schema::settings,
};

use crate::support::TestApp;

const MANY: usize = 120;

fn name(n: usize) -> String {
    format!("write-{n:03}")
}

fn keep(conn: &mut Conn, n: usize) -> Result<()> {
    diesel::insert_into(settings::table)
        .values((settings::name.eq(name(n)), settings::value.eq(""), settings::updated_at.eq(0i64)))
        .execute(conn)?;
    Ok(())
}

async fn kept(test: &TestApp) -> BTreeSet<String> {
    let names: Vec<String> = test
        .query(|conn| {
            settings::table.filter(settings::name.like("write-%")).select(settings::name).load(conn)
        })
        .await;
    names.into_iter().collect()
}

#[tokio::test]
async fn a_write_that_fails_leaves_nothing_and_takes_no_other_with_it() {
    let test = TestApp::empty().await;
    let fails = |n: usize| n.is_multiple_of(3);
    let panics = |n: usize| n % 7 == 1;
    let writes = (0..MANY).map(|n| {
        test.app.db.write(move |conn| {
            keep(conn, n)?;
            assert!(!panics(n), "as this test wants it");
            if fails(n) { Err(Error::Forbidden("test")) } else { Ok(n) }
        })
    });
    let answers = join_all(writes).await;
    for (n, answer) in answers.iter().enumerate() {
        assert_eq!(answer.is_ok(), !fails(n) && !panics(n), "{n}: {answer:?}");
    }
    let well = (0..MANY).filter(|n| !fails(*n) && !panics(*n)).map(name).collect();
    assert_eq!(kept(&test).await, well);
}

#[tokio::test]
async fn what_is_answered_is_there_even_beside_a_write_that_ignores_its_own_failure() {
    let test = TestApp::empty().await;
    let careless = |n: usize| n % 10 == 9;
    let writes = (0..MANY).map(|n| {
        test.app.db.write(move |conn| {
            keep(conn, n)?;
            if careless(n) {
                let _ = db::execute(conn, "INSERT INTO no_such_table VALUES (1)");
            }
            Ok(())
        })
    });
    let answers = join_all(writes).await;
    let kept = kept(&test).await;
    for (n, answer) in answers.iter().enumerate() {
        assert_eq!(answer.is_ok(), kept.contains(&name(n)), "{n}: {answer:?}");
        assert!(answer.is_ok() || careless(n), "{n} was taken down: {answer:?}");
    }
}

#[tokio::test]
async fn writes_that_count_on_what_they_read_lose_no_step_of_each_other() {
    let test = TestApp::empty().await;
    test.app.db.write(|conn| keep(conn, 0)).await.unwrap();
    let writes = (0..MANY).map(|_| {
        test.app.db.write_behind(|conn| {
            let row = || settings::table.filter(settings::name.eq(name(0)));
            let before: i64 = row().select(settings::updated_at).first(conn)?;
            diesel::update(row()).set(settings::updated_at.eq(before + 1)).execute(conn)?;
            Ok(())
        })
    });
    for answer in join_all(writes).await {
        answer.unwrap();
    }
    let counted: i64 = test
        .query(|conn| {
            let row = settings::table.filter(settings::name.eq(name(0)));
            row.select(settings::updated_at).first(conn)
        })
        .await;
    assert_eq!(counted, i64::try_from(MANY).unwrap());
}
