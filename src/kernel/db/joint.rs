//! The one connection type the program knows, whatever database stands behind it.
//!
//! Diesel translates all that runs a statement once for every statement there is, for each database. Here a statement loses
//! its type before it is run, so that this is translated once: what is left of it is its words and the rows it answers. The
//! program is smaller for it, in its file and in memory (docs/performance.md).

use diesel::{
    ConnectionResult, QueryResult,
    connection::{
        CacheSize, Connection, ConnectionSealed, Instrumentation, LoadConnection, SimpleConnection,
        TransactionManager, TransactionManagerStatus,
    },
    expression::QueryMetadata,
    migration::MigrationConnection,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    sql_types::Untyped,
};

use super::{
    Kind,
    connection::{Inner, MultiBackend},
};

/// A connection to SQLite or PostgreSQL.
pub struct Conn(Inner);

impl Conn {
    pub(super) const fn new(inner: Inner) -> Self {
        Self(inner)
    }

    /// Which database stands behind it.
    pub const fn kind(&self) -> Kind {
        match self.0 {
            Inner::Pg(_) => Kind::Postgres,
            Inner::Sqlite(_) => Kind::Sqlite,
        }
    }

    /// The connection that is really there, for `both!` and for what only one of them has.
    pub const fn inner(&mut self) -> &mut Inner {
        &mut self.0
    }
}

/// A statement whose type is forgotten.
struct Statement<'a>(Box<dyn QueryFragment<MultiBackend> + 'a>);

impl QueryFragment<MultiBackend> for Statement<'_> {
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        self.0.walk_ast(pass)
    }
}

/// It is told from others by its words, not by its type.
impl QueryId for Statement<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

/// Which types its rows have is known to whoever asked.
impl Query for Statement<'_> {
    type SqlType = Untyped;
}

/// The one place where statements are run.
impl Inner {
    fn answer<'conn, 'query>(
        &'conn mut self,
        statement: Statement<'query>,
    ) -> QueryResult<<Self as LoadConnection>::Cursor<'conn, 'query>> {
        self.load(statement)
    }

    fn change(&mut self, statement: &Statement<'_>) -> QueryResult<usize> {
        self.execute_returning_count(statement)
    }
}

impl SimpleConnection for Conn {
    fn batch_execute(&mut self, query: &str) -> QueryResult<()> {
        self.0.batch_execute(query)
    }
}

impl ConnectionSealed for Conn {}

impl Connection for Conn {
    type Backend = MultiBackend;
    type TransactionManager = Transactions;

    fn establish(url: &str) -> ConnectionResult<Self> {
        Inner::establish(url).map(Self)
    }

    fn execute_returning_count<T>(&mut self, source: &T) -> QueryResult<usize>
    where
        T: QueryFragment<MultiBackend> + QueryId,
    {
        self.0.change(&Statement(Box::new(source)))
    }

    fn transaction_state(&mut self) -> &mut Inner {
        &mut self.0
    }

    fn instrumentation(&mut self) -> &mut dyn Instrumentation {
        self.0.instrumentation()
    }

    fn set_instrumentation(&mut self, instrumentation: impl Instrumentation) {
        self.0.set_instrumentation(instrumentation);
    }

    fn set_prepared_statement_cache_size(&mut self, size: CacheSize) {
        self.0.set_prepared_statement_cache_size(size);
    }
}

impl LoadConnection for Conn {
    type Cursor<'conn, 'query> = <Inner as LoadConnection>::Cursor<'conn, 'query>;
    type Row<'conn, 'query> = <Inner as LoadConnection>::Row<'conn, 'query>;

    fn load<'conn, 'query, T>(
        &'conn mut self,
        source: T,
    ) -> QueryResult<Self::Cursor<'conn, 'query>>
    where
        T: Query + QueryFragment<MultiBackend> + QueryId + 'query,
        MultiBackend: QueryMetadata<T::SqlType>,
    {
        self.0.answer(Statement(Box::new(source)))
    }
}

impl MigrationConnection for Conn {
    fn setup(&mut self) -> QueryResult<usize> {
        self.0.setup()
    }
}

/// How transactions begin and end: as the connection behind does it.
pub struct Transactions;

impl TransactionManager<Conn> for Transactions {
    type TransactionStateData = Inner;

    fn begin_transaction(conn: &mut Conn) -> QueryResult<()> {
        Inner::begin_transaction(&mut conn.0)
    }

    fn rollback_transaction(conn: &mut Conn) -> QueryResult<()> {
        Inner::rollback_transaction(&mut conn.0)
    }

    fn commit_transaction(conn: &mut Conn) -> QueryResult<()> {
        Inner::commit_transaction(&mut conn.0)
    }

    fn transaction_manager_status_mut(conn: &mut Conn) -> &mut TransactionManagerStatus {
        Inner::transaction_manager_status_mut(&mut conn.0)
    }

    fn is_broken_transaction_manager(conn: &mut Conn) -> bool {
        Inner::is_broken_transaction_manager(&mut conn.0)
    }
}
