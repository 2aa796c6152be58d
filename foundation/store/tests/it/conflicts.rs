//! A broken rule of the schema has one name, whichever database says it.

use std::collections::BTreeSet;

use behorig_access::BuiltIn;
use behorig_store::{Db, Recorded, StoreError, params};
use proof_support::{TestDb, World, both_databases, on_postgres, on_sqlite};
use rusqlite::ffi;
use uuid::Uuid;

use crate::notes::writer;

both_databases!(
    each_rule_that_a_form_can_break_has_its_name,
    what_has_ended_leaves_its_number_and_its_key_to_others,
    records_that_lack_something_are_refused_by_name,
    a_refusal_never_tells_an_identity_number,
);

/// Runs one statement with a new id as `?1`.
async fn execute(db: &Db, sql: &str) -> Result<(), StoreError> {
    db.write(&writer(), sql.to_owned(), |tx, sql| {
        Box::pin(async move {
            let id = Uuid::now_v7();
            let params: &[_] = if sql.contains("?1") { params![id] } else { params![] };
            tx.execute(sql, params).await?;
            Ok(Recorded::nothing_to_record((), "a test"))
        })
    })
    .await
}

const YUBIKEY: &str =
    "INSERT INTO yubikey (id, public_id, account_id, private_id_and_key, use_counter, session_counter,
    enrolled_at) SELECT ?1, 'cccccccccccb', id, id, 0, 0, 0 FROM account WHERE user_name = 'anna.ek'";

const ORDER: &str = "INSERT INTO care_order (id, number, kind, state, unit_id, orderer_account, orderer_name, subject,
    particulars, ordered_at, version) SELECT ?1, 1, 'new-account', 'open', unit_id, id, 'Anna Ek', '', '{}', 0, 1 FROM account
    WHERE user_name = 'anna.ek'";

const SAME_NUMBER: &str =
    "INSERT INTO account (id, unit_id, user_name, user_name_key, identity_number, given_name, family_name,
    sort_key, notices, language, password_must_change, created_at, version) SELECT ?1, unit_id, 'other', 'other',
    identity_number, 'Eva', 'Ek', sort_key, TRUE, 'sv', FALSE, 0, 1 FROM account WHERE user_name = 'anna.ek'";

const SAME_USER_NAME: &str = "INSERT INTO account (id, unit_id, user_name, user_name_key, given_name, family_name, sort_key,
    notices, language, password_must_change, created_at, version) SELECT ?1, unit_id, 'ANNA.EK', user_name_key, 'Eva', 'Ek',
    sort_key, TRUE, 'sv', FALSE, 0, 1 FROM account WHERE user_name = 'anna.ek'";

async fn peopled(db: &Db) -> World {
    let world = World::new(db).await;
    world.account("Anna Ek").at(world.clinic).hsa_id("SE5565594230-1337").await;
    world.resident("Sven Lind").await;
    execute(db, YUBIKEY).await.unwrap();
    execute(db, ORDER).await.unwrap();
    execute(db, "INSERT INTO form_receipt (key, outcome, at) SELECT id, '', 0 FROM account").await.unwrap();
    world
}

async fn each_rule_that_a_form_can_break_has_its_name(db: TestDb) {
    peopled(&db).await;
    for (rule, statement) in [
        ("account_user_name", SAME_USER_NAME),
        ("account_identity_number", SAME_NUMBER),
        ("account_hsa_id_unique", "INSERT INTO account_hsa_id SELECT hsa_id, account_id FROM account_hsa_id"),
        ("yubikey_public_id", YUBIKEY),
        ("care_order_number", ORDER),
        ("form_receipt_pkey", "INSERT INTO form_receipt (key, outcome, at) SELECT key, '', 0 FROM form_receipt"),
        (
            "role_name",
            "INSERT INTO role (id, organisation_id, name, name_key, kind, daily_planning, lowest_assurance, gives_all,
                 created_at, version) SELECT ?1, organisation_id, 'X', name_key, kind, FALSE, 'password', FALSE, 0, 1 FROM role
             WHERE built_in = 'support'",
        ),
        (
            "person_identity_number_key",
            "INSERT INTO person (id, identity_number, given_name, family_name, sort_key, protection, updated_at, version)
             SELECT ?1, identity_number, 'X', 'X', sort_key, 'none', 0, 1 FROM person",
        ),
        (
            "unit_hsa_id_key",
            "INSERT INTO unit (id, kind, name, sort_key, hsa_id, created_at, version)
             SELECT ?1, kind, 'X', sort_key, hsa_id, 0, 1 FROM unit WHERE kind = 'region'",
        ),
        (
            "unit_import_key_key",
            "INSERT INTO unit (id, kind, name, sort_key, import_key, created_at, version)
             SELECT ?1, kind, 'X', sort_key, import_key, 0, 1 FROM unit WHERE kind = 'region'",
        ),
    ] {
        let refused = execute(&db, statement).await.unwrap_err();
        assert!(refused.is_conflict_on(rule), "{rule}: {refused:?}");
    }
}

async fn what_has_ended_leaves_its_number_and_its_key_to_others(db: TestDb) {
    peopled(&db).await;
    execute(&db, "UPDATE account SET ended_at = 1 WHERE user_name = 'anna.ek'").await.unwrap();
    execute(&db, "UPDATE yubikey SET ended_at = 1").await.unwrap();
    execute(&db, SAME_NUMBER).await.unwrap();
    execute(&db, YUBIKEY).await.unwrap();
    let refused = execute(&db, SAME_USER_NAME).await.unwrap_err();
    assert!(refused.is_conflict_on("account_user_name"), "a user name is nobody else's ever after: {refused:?}");
}

async fn records_that_lack_something_are_refused_by_name(db: TestDb) {
    let world = peopled(&db).await;
    let anna = world.account("Eva Ek").await;
    let grant = world.grant(anna, BuiltIn::InternalMail, world.clinic).await;
    assert_ne!(grant.uuid(), Uuid::nil());
    for (rule, statement) in [
        ("grants_one_holder", "UPDATE grants SET holder_account = NULL"),
        ("grants_whole_object", "UPDATE grants SET object_kind = 'customer'"),
        ("account.given_name", "UPDATE account SET given_name = NULL"),
        (StoreError::FOREIGN_KEY, "UPDATE account SET unit_id = id"),
        (StoreError::FOREIGN_KEY, "DELETE FROM role"),
    ] {
        let refused = execute(&db, statement).await.unwrap_err();
        assert!(refused.is_conflict_on(rule), "{rule}: {refused:?}");
    }
}

async fn a_refusal_never_tells_an_identity_number(db: TestDb) {
    peopled(&db).await;
    let mut read = db.read().await.unwrap();
    let (number,): (String,) = read.one("SELECT identity_number FROM person", &[]).await.unwrap();
    drop(read);
    for statement in [
        SAME_NUMBER,
        "INSERT INTO person (id, identity_number, given_name, family_name, sort_key, protection, updated_at, version)
         SELECT ?1, identity_number, identity_number, 'X', sort_key, 'none', 0, 1 FROM person",
        "UPDATE person SET given_name = NULL",
    ] {
        let refused = execute(&db, statement).await.unwrap_err();
        let text = format!("{refused} {refused:?}");
        assert!(!text.contains(&number) && !text.contains(&number[2..]), "{statement}");
    }
}

/// What SQLite says when a unique rule is broken, made from its own list of them, turned into the name that we give it.
async fn names_on_sqlite(db: &Db) -> BTreeSet<String> {
    let mut read = db.read().await.unwrap();
    let rules: Vec<(String, String)> = read
        .all(
            "SELECT t.name, (SELECT group_concat(t.name || '.' || c.name, ', ') FROM pragma_index_info(i.name) c)
             FROM sqlite_schema t, pragma_index_list(t.name) i
             WHERE t.type = 'table' AND i.\"unique\" = 1 AND t.name <> 'refinery_schema_history'
               AND t.name NOT LIKE 'case_words%'",
            &[],
        )
        .await
        .unwrap();
    rules
        .into_iter()
        .map(|(_, columns)| {
            let said = format!("UNIQUE constraint failed: {columns}");
            let error = rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_CONSTRAINT_UNIQUE), Some(said));
            let StoreError::Conflict { constraint } = error.into() else { panic!("{columns} is no conflict") };
            constraint
        })
        .collect()
}

async fn names_on_postgres(db: &Db) -> BTreeSet<String> {
    let mut read = db.read().await.unwrap();
    let rules: Vec<(String,)> = read
        .all(
            "SELECT CAST(c.relname AS TEXT) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
             JOIN pg_class t ON t.oid = i.indrelid
             WHERE i.indisunique AND t.relnamespace = 'public'::regnamespace AND t.relname <> 'refinery_schema_history'",
            &[],
        )
        .await
        .unwrap();
    rules.into_iter().map(|(name,)| name).collect()
}

#[test]
fn every_unique_rule_of_the_schema_has_one_name_on_both_databases() {
    on_sqlite(|sqlite| async move {
        let on_sqlite = names_on_sqlite(&sqlite).await;
        assert!(on_sqlite.len() > 20, "{on_sqlite:?}");
        let both = tokio::task::spawn_blocking(move || {
            on_postgres(|postgres| async move { assert_eq!(on_sqlite, names_on_postgres(&postgres).await) });
        });
        both.await.unwrap();
    });
}
