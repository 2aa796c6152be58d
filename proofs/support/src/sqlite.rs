//! A migrated SQLite file, made once in a process and copied for each test.

use std::path::Path;

use behorig_store::DbOptions;
use tokio::sync::OnceCell;

static MIGRATED: OnceCell<Vec<u8>> = OnceCell::const_new();

/// Puts a migrated file into a test's folder.
pub(crate) async fn lay_out(folder: &Path) {
    std::fs::write(folder.join("behorig.sqlite"), migrated().await).expect("a copy of the migrated file");
}

async fn migrated() -> &'static [u8] {
    MIGRATED
        .get_or_init(async || {
            let folder = tempfile::tempdir().expect("a temporary folder");
            let path = folder.path().join("behorig.sqlite");
            let db = crate::both::open(DbOptions::Sqlite { path: path.clone() }).await;
            // Closing brings everything into the one file.
            db.close();
            std::fs::read(path).expect("the migrated file")
        })
        .await
}

/// Tells two sets of migrations apart, so that a server which is kept running never gives a test an older one.
pub(crate) async fn migrations_mark() -> String {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let folder = tempfile::tempdir().expect("a temporary folder");
    lay_out(folder.path()).await;
    let db = crate::both::open(DbOptions::Sqlite { path: folder.path().join("behorig.sqlite") }).await;
    let mut read = db.read().await.expect("a read");
    let applied: Vec<(i64, String)> = read
        .all("SELECT version, checksum FROM refinery_schema_history ORDER BY version", &[])
        .await
        .expect("the migrations of the template");
    let mut hasher = DefaultHasher::new();
    applied.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}
