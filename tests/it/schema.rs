//! `src/schema.rs` and the migrations say the same, and every way down works.

use parvis::kernel::db;

use crate::support::TestApp;

/// The tables and columns of `schema.rs`: (table, column, nullable).
fn declared() -> Vec<(String, String, bool)> {
    let source = include_str!("../../src/schema.rs");
    let mut table = String::new();
    let mut columns = Vec::new();
    for line in source.lines().map(str::trim) {
        if let Some((name, rest)) = line.split_once(" (")
            && rest.ends_with(") {")
        {
            table = name.to_owned();
        } else if let Some((name, kind)) = line.split_once(" -> ")
            && !name.contains('(')
            && !name.contains('!')
        {
            columns.push((table.clone(), name.to_owned(), kind.starts_with("Nullable")));
        }
    }
    columns.sort();
    columns
}

#[derive(diesel::QueryableByName)]
struct Column {
    #[diesel(sql_type = diesel::sql_types::Text)]
    table_name: String,
    #[diesel(sql_type = diesel::sql_types::Text)]
    column_name: String,
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    nullable: i64,
}

const SQLITE: &str = "SELECT m.name AS table_name, c.name AS column_name, 1 - c.\"notnull\" AS nullable \
    FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' \
    AND m.name NOT LIKE 'sqlite_%' AND m.name <> '__diesel_schema_migrations'";

const POSTGRES: &str = "SELECT table_name::text AS table_name, column_name::text AS column_name, \
    CASE is_nullable WHEN 'YES' THEN 1::bigint ELSE 0::bigint END AS nullable \
    FROM information_schema.columns WHERE table_schema = 'public' \
    AND table_name <> '__diesel_schema_migrations'";

#[tokio::test]
async fn the_migrated_database_has_exactly_the_declared_columns() {
    let test = TestApp::empty().await;
    let sql = if test.app.db.kind() == db::Kind::Sqlite { SQLITE } else { POSTGRES };
    let found: Vec<Column> =
        test.query(move |conn| diesel::RunQueryDsl::load(diesel::sql_query(sql), conn)).await;
    let mut found: Vec<(String, String, bool)> =
        found.into_iter().map(|c| (c.table_name, c.column_name, c.nullable == 1)).collect();
    found.sort();
    assert_eq!(found, declared());
}

#[derive(diesel::QueryableByName)]
struct Step {
    #[diesel(sql_type = diesel::sql_types::Text)]
    detail: String,
}

/// PostgreSQL plans by what it counted; what SQLite does is said beforehand, so it can be read from an empty database.
#[tokio::test]
async fn sqlite_goes_through_neither_all_words_nor_all_objects_to_find_a_few() {
    let test = TestApp::empty().await;
    if test.app.db.kind() != db::Kind::Sqlite {
        return;
    }
    for (found, index) in [
        ("objects WHERE root_id IN (1, 2, 3, 4, 5) AND kind = 'trace'", "objects_root"),
        ("objects WHERE parent_id IN (1, 2, 3, 4, 5) AND kind = 'trace'", "objects_answers"),
        (
            "objects WHERE author_id IN (1, 2, 3, 4, 5) AND kind = 'trace' AND state IN ('published', 'pending')",
            "objects_author",
        ),
        ("places JOIN objects USING (id) WHERE deleted_at IS NULL", "SCAN places"),
        ("around_events JOIN objects USING (id) WHERE state = 'published'", "SCAN around_events"),
        ("traces JOIN objects USING (id) WHERE state = 'pending'", "objects_kind"),
    ] {
        let asked = format!("EXPLAIN QUERY PLAN SELECT count(*) FROM {found}");
        let plan: Vec<Step> =
            test.query(move |conn| diesel::RunQueryDsl::load(diesel::sql_query(asked), conn)).await;
        let plan: Vec<String> = plan.into_iter().map(|step| step.detail).collect();
        assert!(plan.join("\n").contains(index), "{found}: {plan:?}");
    }
}

#[tokio::test]
async fn every_migration_can_be_taken_back_and_applied_again() {
    let test = TestApp::empty().await;
    let mut conn = db::open(&test.app.config.database_url, db::Use::Write).unwrap();
    // The instance actor is there already: taking everything back must not mind rows.
    db::redo(&mut conn).unwrap();
    assert!(db::pending(&mut conn).unwrap().is_empty());
}
