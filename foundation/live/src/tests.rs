//! What is told and when, on both databases; and from node to node on PostgreSQL.

use std::sync::Arc;
use std::time::Duration;

use behorig_access::Instant;
use behorig_store::{Actor, Db, Door, Recorded, StoreError, Topic, params};
use proof_support::{Backend, TestDb, both_databases};
use tokio::time::timeout;
use uuid::Uuid;

use crate::Live;
use crate::hub::{Listening, News};

both_databases!(
    a_change_is_told_when_it_is_on_disk_and_not_before,
    a_change_that_fails_is_never_told,
    a_change_is_told_on_the_other_node_too,
    a_node_that_lost_the_line_looks_again_when_it_is_back,
);

const SOON: Duration = Duration::from_secs(5);
const A_WHILE: Duration = Duration::from_millis(150);

fn topic() -> Topic {
    Topic::new('c', Uuid::from_u128(7))
}

fn ear(live: &Live) -> Listening {
    live.hub().listen(Uuid::from_u128(1), vec![topic()], Vec::new()).unwrap()
}

/// Writes a setting and touches the topic; fails at its end where it is told to.
async fn change(db: &Db, key: &str, fails: bool) -> Result<(), StoreError> {
    let actor = Actor::system(Door::System, Instant(1_795_165_200_000));
    db.write(&actor, (key.to_owned(), fails), |tx, (key, fails)| {
        Box::pin(async move {
            tx.touch(topic());
            tx.execute("INSERT INTO setting (key, value) VALUES (?1, '')", params![key]).await?;
            if *fails { Err(StoreError::Missing) } else { Ok(Recorded::nothing_to_record((), "a test's own setting")) }
        })
    })
    .await
}

async fn is_there(db: &Db, key: &str) -> bool {
    let mut read = db.read().await.unwrap();
    let row: Option<(String,)> = read.optional("SELECT key FROM setting WHERE key = ?1", params![key]).await.unwrap();
    row.is_some()
}

async fn a_change_is_told_when_it_is_on_disk_and_not_before(db: TestDb) {
    let live = Live::of(&db);
    for at in 0..20 {
        let key = format!("told-{at}");
        let listening = Arc::new(ear(&live));
        let (reader, asked) = (db.db().clone(), key.clone());
        let heard = tokio::spawn(async move {
            let news = timeout(SOON, listening.news()).await.unwrap();
            (news, is_there(&reader, &asked).await)
        });
        change(&db, &key, false).await.unwrap();
        assert_eq!(heard.await.unwrap(), (News::CHANGED, true), "told of what is not there");
    }
}

async fn a_change_that_fails_is_never_told(db: TestDb) {
    let live = Live::of(&db);
    let listening = ear(&live);
    assert!(change(&db, "failed", true).await.is_err());
    change(&db, "there", false).await.unwrap();
    assert_eq!(timeout(SOON, listening.news()).await.unwrap(), News::CHANGED);
    // The same key twice: the statement itself fails.
    assert!(change(&db, "there", false).await.is_err());
    assert!(timeout(A_WHILE, listening.news()).await.is_err());
    assert!(!is_there(&db, "failed").await);
}

/// A second node, and the lines between them. The embedded database has one node alone.
async fn two_nodes(db: &TestDb) -> Option<(Live, Live, Db, Vec<crate::Nodes>)> {
    if db.backend() == Backend::Sqlite {
        let live = Live::of(db);
        let line = live.join_nodes(db.db().clone());
        let listening = ear(&live);
        change(db, "alone", false).await.unwrap();
        assert_eq!(timeout(SOON, listening.news()).await.unwrap(), News::CHANGED);
        drop(line);
        return None;
    }
    let other_db = db.open_again().await;
    let (here, there) = (Live::of(db), Live::of(&other_db));
    let ears = [ear(&here), ear(&there)];
    let lines = vec![here.join_nodes(db.db().clone()), there.join_nodes(other_db.clone())];
    // When the line stands, everyone is told to look.
    for listening in ears {
        assert_eq!(timeout(SOON, listening.news()).await.unwrap(), News::LOOK);
    }
    Some((here, there, other_db, lines))
}

async fn a_change_is_told_on_the_other_node_too(db: TestDb) {
    let Some((here, there, other_db, _lines)) = two_nodes(&db).await else { return };
    let (near, far) = (ear(&here), ear(&there));
    change(&db, "one", false).await.unwrap();
    assert_eq!(timeout(SOON, near.news()).await.unwrap(), News::CHANGED);
    assert_eq!(timeout(SOON, far.news()).await.unwrap(), News::CHANGED);
    // What a node told does not come back to it as news.
    assert!(timeout(A_WHILE, near.news()).await.is_err());
    // A burst is told in few messages, and nothing of it is lost.
    for at in 0..50 {
        change(&other_db, &format!("burst-{at}"), false).await.unwrap();
    }
    assert_eq!(timeout(SOON, near.news()).await.unwrap(), News::CHANGED);
    assert!(change(&db, "one", true).await.is_err());
    tokio::time::sleep(A_WHILE).await;
    let _ = (near.heard(), far.heard());
    assert!(change(&db, "two", true).await.is_err());
    assert!(timeout(A_WHILE, far.news()).await.is_err());
    other_db.close();
}

async fn a_node_that_lost_the_line_looks_again_when_it_is_back(db: TestDb) {
    let Some((_here, there, other_db, _lines)) = two_nodes(&db).await else { return };
    let far = ear(&there);
    let mut read = db.read().await.unwrap();
    let ended: Vec<(bool,)> = read
        .all(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE application_name = 'behorig-live' AND datname = current_database()",
            params![],
        )
        .await
        .unwrap();
    assert_eq!(ended, [(true,), (true,)]);
    drop(read);
    assert_eq!(timeout(SOON, far.news()).await.unwrap(), News::LOOK);
    // The other node's line may take a moment longer; what is changed meanwhile is told when it is back.
    change(&db, "afterwards", false).await.unwrap();
    assert!(timeout(SOON, far.news()).await.unwrap().has(News::CHANGED.and(News::LOOK)));
    other_db.close();
}
