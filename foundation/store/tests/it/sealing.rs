//! The door of the sealed log: narrow, and one crate's own.

use std::path::Path;

use behorig_store::StoreError;
use proof_support::{TestDb, both_databases};

both_databases!(sealing_is_refused_what_is_no_table_of_the_log_and_undone_with_what_it_did);

async fn sealing_is_refused_what_is_no_table_of_the_log_and_undone_with_what_it_did(db: TestDb) {
    let sealing = db.sealing();
    let refused = sealing
        .commit((), |tx, ()| {
            Box::pin(async move {
                tx.execute("INSERT INTO audit_witness (name, size, at) VALUES ('one', 1, 1)", &[]).await?;
                tx.execute("UPDATE audit_event SET at = 0", &[]).await
            })
        })
        .await;
    assert!(matches!(refused, Err(StoreError::Refused(_))), "{refused:?}");
    let written = sealing
        .commit((), |tx, ()| {
            Box::pin(
                async move { tx.execute("INSERT INTO audit_witness (name, size, at) VALUES ('two', 1, 1)", &[]).await },
            )
        })
        .await;
    assert_eq!(written.unwrap(), 1);
    let mut read = db.read().await.unwrap();
    let names: Vec<(String,)> = read.all("SELECT name FROM audit_witness", &[]).await.unwrap();
    assert_eq!(names, [("two".to_owned(),)]);
}

#[test]
fn nobody_but_the_sealed_log_asks_for_its_door() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_owned();
    let mut asking = Vec::new();
    for folder in ["behorig/src", "capabilities", "foundation", "protocols", "peers"] {
        look_into(&root.join(folder), &mut asking);
    }
    let own = root.join("capabilities/sealed-log/src");
    assert!(asking.iter().any(|path| path.starts_with(&own)), "the sealed log does");
    let others: Vec<_> = asking
        .iter()
        .filter(|path| !path.starts_with(&own) && !path.starts_with(root.join("foundation/store")))
        .collect();
    assert!(others.is_empty(), "a change is Db::write, with its event: {others:?}");
}

fn look_into(folder: &Path, asking: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            look_into(&path, asking);
        } else if path.extension().is_some_and(|extension| extension == "rs")
            && std::fs::read_to_string(&path).unwrap().contains(".sealing()")
        {
            asking.push(path);
        }
    }
}
