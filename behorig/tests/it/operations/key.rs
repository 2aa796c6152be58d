//! The key changed by the command line, while a node runs.

use behorig_sign_in::seal::{Keys, Place};
use behorig_store::{Actor, Db, Door, Recorded, StoreError, params};
use proof_support::{Backend, NOW, TestDb, both_databases};

use super::Operator;

both_databases!(
    a_key_is_changed_and_the_old_one_retired_while_a_node_runs,
    an_old_key_is_not_taken_away_while_a_value_needs_it,
);

fn place(row: &[u8]) -> Place<'_> {
    Place { table: "outbox", column: "body", row }
}

async fn letter(db: &Db, keys: &Keys) -> uuid::Uuid {
    let actor = Actor::system(Door::System, NOW);
    db.write(&actor, keys.clone(), |tx, keys| {
        Box::pin(async move {
            let id = tx.new_uuid();
            let sealed = keys.seal(place(id.as_bytes()), b"a letter").unwrap();
            tx.execute(
                "INSERT INTO outbox (id, kind, way, recipient, subject, body, created_at, due_at, give_up_at, attempts)
                 VALUES (?1, 'test', 'mail', 'a@example.se', 'A letter', ?2, ?3, ?3, ?3, 0)",
                params![id, sealed, tx.now()],
            )
            .await?;
            Ok::<_, StoreError>(Recorded::nothing_to_record(id, "a test"))
        })
    })
    .await
    .unwrap()
}

async fn opens(db: &Db, keys: &Keys, id: uuid::Uuid) -> bool {
    let mut tx = db.read().await.unwrap();
    let (body,): (Vec<u8>,) = tx.one("SELECT body FROM outbox WHERE id = ?1", params![id]).await.unwrap();
    keys.open(place(id.as_bytes()), &body).is_ok_and(|clear| clear == b"a letter")
}

async fn a_key_is_changed_and_the_old_one_retired_while_a_node_runs(db: TestDb) {
    let operator = Operator::of(&db);
    // The keys as a running node holds them.
    let node = behorig::key::read(&operator.key_file()).unwrap();
    let first = letter(db.db(), &node).await;
    if db.backend() == Backend::Postgres {
        let early = operator.says(&["key", "rotate"]).await;
        assert!(!early.is_good && early.error.contains("behorig key prepare"), "{early:?}");
        let prepared = operator.says(&["key", "prepare"]).await;
        assert!(prepared.is_good && prepared.out.contains("seals nothing yet"), "{prepared:?}");
        assert!(!operator.says(&["key", "prepare"]).await.is_good, "one is prepared already");
    }
    let rotated = operator.says(&["key", "rotate"]).await;
    assert!(rotated.is_good && rotated.out.contains("1 values are sealed anew"), "{rotated:?}");
    assert!(opens(db.db(), &node, first).await, "the node reads the file again by itself");
    let second = letter(db.db(), &node).await;
    let again = operator.says(&["key", "rotate"]).await;
    assert!(again.is_good && again.out.contains("0 values are sealed anew"), "{again:?}");
    let shown = operator.says(&["key", "show"]).await;
    assert!(shown.out.contains("2 values  seals") && shown.out.contains("0 values  opens"), "{shown:?}");

    let retired = operator.says(&["key", "retire"]).await;
    assert!(retired.is_good, "{retired:?}");
    let file = std::fs::read_to_string(operator.key_file()).unwrap();
    assert_eq!(file.lines().count(), 1);
    assert!(!file.contains("0707"), "the old key is gone from the file");
    let fresh = behorig::key::read(&operator.key_file()).unwrap();
    assert!(opens(db.db(), &fresh, first).await && opens(db.db(), &fresh, second).await);
    // Backups from before need it still.
    let kept = std::fs::read_dir(operator.folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let kept: Vec<_> = kept.filter(|path| path.to_string_lossy().contains(".retired-")).collect();
    assert_eq!(std::fs::read_to_string(&kept[0]).unwrap().trim(), "07".repeat(32));

    for said in [&rotated, &again, &shown, &retired] {
        assert!(!said.out.contains("0707") && !said.error.contains("0707"), "no key is ever shown");
        assert!(!said.out.contains(file.trim()));
    }
    let mut tx = db.read().await.unwrap();
    let told: Vec<(String, String)> = tx
        .all("SELECT activity_level, activity_args FROM audit_event WHERE activity_level LIKE 'key.%' ORDER BY id", &[])
        .await
        .unwrap();
    let told: Vec<_> = told.iter().map(|(level, args)| (level.as_str(), args.as_str())).collect();
    let expected =
        [("key.rotate", "1 values sealed anew"), ("key.rotate", "0 values sealed anew"), ("key.retire", "1 retired")];
    assert_eq!(told, expected);
}

async fn an_old_key_is_not_taken_away_while_a_value_needs_it(db: TestDb) {
    let operator = Operator::of(&db);
    let old = Keys::new(&[7; 32], &[]).unwrap();
    let id = letter(db.db(), &old).await;
    std::fs::write(operator.key_file(), format!("{}\n{}\n", "08".repeat(32), "07".repeat(32))).unwrap();
    let refused = operator.says(&["key", "retire"]).await;
    assert!(!refused.is_good && refused.error.contains("1 of outbox.body"), "{refused:?}");
    assert!(opens(db.db(), &behorig::key::read(&operator.key_file()).unwrap(), id).await);
    let nothing = operator.says(&["key", "show"]).await;
    assert!(nothing.out.contains("0 values  seals") && nothing.out.contains("1 values  opens"), "{nothing:?}");
}
