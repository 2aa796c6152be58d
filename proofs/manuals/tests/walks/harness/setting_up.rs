use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use proof_manuals::{Database, FreshDatabase, Outcome, Program};
use tempfile::TempDir;
use tokio_postgres::NoTls;

/// A program that says what a walk waits for and then stays, as the real one does.
fn stand_in(folder: &TempDir, says: &str) -> PathBuf {
    let path = folder.path().join("behorig");
    fs::write(&path, format!("#!/bin/sh\necho \"$@\" \"$BEHORIG_DATABASE_URL\" >&2\n{says}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path
}

#[tokio::test]
async fn the_program_is_started_with_a_folder_of_its_own_and_found_by_the_address_it_prints() -> Outcome<()> {
    let folder = tempfile::tempdir().unwrap();
    let path = stand_in(&folder, "echo Welcome\necho 'http://127.0.0.1:4711/'\nexec sleep 60");
    let program = Program::start_at(&path, Database::Sqlite).await?;
    assert_eq!(program.address, "http://127.0.0.1:4711");
    assert!(program.log().contains("demo --port 0 --data /"), "{}", program.log());
    program.end().await
}

#[tokio::test]
async fn a_program_that_ends_at_once_is_told_with_its_own_words() {
    let folder = tempfile::tempdir().unwrap();
    let path = stand_in(&folder, "echo 'database.url: not an address'; exit 2");
    let failure = Program::start_at(&path, Database::Sqlite).await.map(|_| ()).unwrap_err().to_string();
    assert!(failure.contains("database.url: not an address"), "{failure}");
}

#[tokio::test]
#[ignore = "needs PostgreSQL: cargo xtask test"]
async fn each_test_on_postgresql_has_a_database_that_is_gone_afterwards() -> Outcome<()> {
    let fresh = FreshDatabase::create().await?;
    let url = fresh.url();
    let (client, connection) = tokio_postgres::connect(&url, NoTls).await.unwrap();
    let connection = tokio::spawn(connection);
    client.batch_execute("CREATE TABLE konton (namn TEXT)").await.unwrap();
    fresh.remove().await?;
    assert!(connection.await.unwrap().is_err(), "whoever is connected is thrown out");
    assert!(tokio_postgres::connect(&url, NoTls).await.is_err());
    Ok(())
}
