//! One test, run on a fresh database of each kind.

use std::ops::Deref;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use behorig_store::{Db, DbOptions, SystemName};
use tokio::runtime::{Builder, Runtime};

use crate::{postgres, sqlite};

/// Which database a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// The embedded database.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

/// A fresh, migrated database of a test's own. Gone when the test is over, however it ends.
pub struct TestDb {
    db: Db,
    options: DbOptions,
    backend: Backend,
}

impl TestDb {
    /// The database as the program holds it.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// Where it is: to open it a second time, or to look at it past the door.
    #[must_use]
    pub fn options(&self) -> &DbOptions {
        &self.options
    }

    /// Which kind it is.
    #[must_use]
    pub fn backend(&self) -> Backend {
        self.backend
    }

    /// A second handle, as another process would have it.
    pub async fn open_again(&self) -> Db {
        open(self.options.clone()).await
    }
}

impl Deref for TestDb {
    type Target = Db;
    fn deref(&self) -> &Db {
        &self.db
    }
}

/// Whether `BEHORIG_TEST_POSTGRES` names a server.
#[must_use]
pub fn postgres_is_here() -> bool {
    postgres::server().is_some()
}

/// Runs a test on SQLite; what [`both_databases!`](crate::both_databases) is made of.
pub fn on_sqlite<F: Future<Output = ()>>(test: impl FnOnce(TestDb) -> F) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let runtime = runtime();
    let options = DbOptions::Sqlite { path: folder.path().join("behorig.sqlite") };
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(async {
            sqlite::lay_out(folder.path()).await;
            run(test, options, Backend::Sqlite).await;
        });
    }));
    drop(runtime);
    if let Err(panic) = outcome {
        resume_unwind(panic);
    }
}

/// Runs a test on PostgreSQL; what [`both_databases!`](crate::both_databases) is made of.
#[expect(clippy::print_stderr, reason = "a test that did not run must say so")]
pub fn on_postgres<F: Future<Output = ()>>(test: impl FnOnce(TestDb) -> F) {
    let Some(server) = postgres::server() else {
        eprintln!("no PostgreSQL here: BEHORIG_TEST_POSTGRES is not set");
        return;
    };
    let runtime = runtime();
    let database = runtime.block_on(postgres::Database::create(&server));
    let options = DbOptions::Postgres { url: database.url(), connections: 8, authority: None };
    let outcome =
        catch_unwind(AssertUnwindSafe(|| runtime.block_on(async { run(test, options, Backend::Postgres).await })));
    runtime.block_on(database.remove());
    drop(runtime);
    if let Err(panic) = outcome {
        resume_unwind(panic);
    }
}

async fn run<F: Future<Output = ()>>(test: impl FnOnce(TestDb) -> F, options: DbOptions, backend: Backend) {
    let db = open(options.clone()).await;
    test(TestDb { db: db.clone(), options, backend }).await;
    db.close();
}

fn runtime() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime")
}

pub(crate) async fn open(options: DbOptions) -> Db {
    let system = SystemName { id: "behorig-test".to_owned(), name: "Behörig, test".to_owned() };
    Db::open(options, system).await.unwrap_or_else(|error| panic!("the test database can't be opened: {error}"))
}

/// Makes two tests of each function, `name::on_sqlite` and `name::on_postgres`.
///
/// `both_databases!(first, second);` names functions written elsewhere in the module as
/// `async fn first(db: TestDb) { … }`, so that rustfmt sees their bodies; the functions can also stand inside:
/// `both_databases! { async fn third(db) { … } }`.
#[macro_export]
macro_rules! both_databases {
    ($($name:ident),+ $(,)?) => { $(
        mod $name {
            #[test]
            fn on_sqlite() {
                $crate::on_sqlite(super::$name);
            }

            #[test]
            fn on_postgres() {
                $crate::on_postgres(super::$name);
            }
        }
    )+ };
    ($($(#[$meta:meta])* async fn $name:ident($db:ident $(: $type:ty)?) $body:block)+) => {
        $($(#[$meta])* async fn $name($db: $crate::TestDb) $body)+
        $crate::both_databases!($($name),+);
    };
}
