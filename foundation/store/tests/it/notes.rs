//! The smallest change there is: a note in the table of settings, with the audit event that tells of it.

use std::collections::BTreeSet;

use behorig_access::Instant;
use behorig_store::{Actor, Db, Door, Event, ReadTx, Recorded, StoreError, WriteTx, params};

/// Who writes notes, at a time that means nothing.
pub fn writer() -> Actor {
    Actor::system(Door::System, Instant(1_795_165_200_000))
}

/// The event of a note.
pub fn told(key: &str) -> Event {
    Event::change("note", "setting", key).with_args(key)
}

/// Writes a note and its event inside a change.
pub async fn note_in(tx: &mut WriteTx, key: &str, value: &str) -> Result<Recorded<()>, StoreError> {
    tx.execute("INSERT INTO setting (key, value) VALUES (?1, ?2)", params![key, value]).await?;
    tx.record(told(key)).await
}

/// Writes a note as a change of its own.
pub async fn note(db: &Db, key: &str) -> Result<(), StoreError> {
    note_of(db, key, "").await
}

/// Writes a note that says something.
pub async fn note_of(db: &Db, key: &str, value: &str) -> Result<(), StoreError> {
    let input = (key.to_owned(), value.to_owned());
    db.write(&writer(), input, |tx, (key, value)| Box::pin(note_in(tx, key, value))).await
}

async fn texts(read: &mut ReadTx, sql: &str) -> BTreeSet<String> {
    let rows: Vec<(String,)> = read.all(sql, &[]).await.unwrap();
    rows.into_iter().map(|(text,)| text).collect()
}

const NOTES: &str = "SELECT key FROM setting";
const TOLD: &str = "SELECT activity_args FROM audit_event WHERE activity_level = 'note'";

/// The notes that are there.
pub async fn notes(db: &Db) -> BTreeSet<String> {
    texts(&mut db.read().await.unwrap(), NOTES).await
}

/// The notes that are there, each of which must stand in the audit log, and no other.
pub async fn notes_and_their_events(db: &Db) -> BTreeSet<String> {
    let mut read = db.read().await.unwrap();
    let there = texts(&mut read, NOTES).await;
    assert_eq!(there, texts(&mut read, TOLD).await, "a note without its event, or an event without its note");
    there
}
