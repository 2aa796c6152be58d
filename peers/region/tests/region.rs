//! The demo's region on both databases, and how fast many accounts are brought in.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test that fails stops and says why; the figures are printed"
)]

use std::time::Instant as Stopwatch;

use behorig_access::{AccountId, GroupId, Service, UnitId};
use behorig_batch::import::{self, Options};
use behorig_cases::rules::State;
use behorig_sign_in::{NewPassword, PasswordHash, Passwords, PasswordsSettings, Verified};
use behorig_store::{Actor, Db, DbOptions, Door, SystemName, params};
use demo_region::{Built, DEMO_PASSWORD, build, test_people, volume};
use proof_support::{NOW, TestDb, both_databases};

both_databases!(
    the_region_is_built_once_and_is_whole,
    the_clinic_of_the_test_people_has_cases_in_every_state_and_somebody_for_each,
    many_accounts_are_brought_in
);

async fn number(db: &TestDb, sql: &str) -> i64 {
    let mut read = db.read().await.unwrap();
    let (count,): (i64,) = read.one(&format!("SELECT CAST(count(*) AS BIGINT) FROM {sql}"), params![]).await.unwrap();
    count
}

async fn the_region_is_built_once_and_is_whole(db: TestDb) {
    let begun = Stopwatch::now();
    assert_eq!(build(&db, NOW).await.unwrap(), Built::Now);
    eprintln!("built in {:?}", begun.elapsed());
    assert_eq!(build(&db, NOW).await.unwrap(), Built::Before);
    for (least, what) in [
        (100, "unit"),
        (10_000, "person"),
        (300, "account"),
        (1_000, "grants"),
        (200, "custody"),
        (30, "person WHERE protection <> 'none'"),
        (30, "person WHERE deceased_on IS NOT NULL"),
        (20, "grants WHERE object_kind = 'customer'"),
        (100, "grants WHERE holder_person IS NOT NULL"),
        (20, "customer"),
        (500, "visit WHERE state = 'performed'"),
        (3_000, "visit WHERE state = 'planned'"),
        (5, "visit WHERE state IN ('absent', 'declined')"),
        (3, "visit WHERE state = 'paused'"),
        (50, "visit WHERE staff_needed = 2 AND performed_to IS NOT NULL"),
        (500, "visit_staff WHERE stopped_at > started_at"),
        (1, "account WHERE blocked_at IS NOT NULL"),
        (1, "account WHERE locked_at IS NOT NULL"),
        (400, "directory_person"),
        (5, "directory_person d WHERE NOT EXISTS (SELECT 1 FROM account_hsa_id h WHERE h.hsa_id = d.hsa_id)"),
        (2, "appointment"),
        (1, "ordering_choice WHERE heads_may_order"),
        (5, "support_matter"),
        (1, "support_matter WHERE state = 'waiting'"),
        (1, "support_matter WHERE state = 'closed'"),
        (10, "support_entry"),
        (5, "care_order"),
        (1, "care_order WHERE state = 'received'"),
        (1, "care_order_line WHERE state = 'done' AND grant_id IS NOT NULL"),
        (9, "care_order_event"),
    ] {
        let found = number(&db, what).await;
        assert!(found >= least, "{found} {what}");
    }
    let unfollowed = "grants g WHERE object_kind = 'customer' AND NOT EXISTS (
        SELECT 1 FROM customer c WHERE c.person_id = g.object_id AND c.unit_id = g.unit_id)";
    assert_eq!(number(&db, unfollowed).await, 0, "every relative of the demo follows a customer");
    let impossible = "visit WHERE performed_to <= performed_from OR planned_to <= planned_from";
    assert_eq!(number(&db, impossible).await, 0);
    let mut read = db.read().await.unwrap();
    for person in test_people() {
        let known: Option<(String,)> = read
            .optional("SELECT given_name FROM person WHERE identity_number = ?1", params![person.number])
            .await
            .unwrap();
        assert!(known.is_some(), "{} is not in the register", person.key);
    }
    let (anna,): (AccountId,) =
        read.one("SELECT id FROM account WHERE user_name_key = ?1", params!["anna.ek"]).await.unwrap();
    let (clinic,): (UnitId,) =
        read.one("SELECT id FROM unit WHERE name = ?1", params!["Rehabkliniken Fysio Centrum"]).await.unwrap();
    let viewer = behorig_registers::viewer_of_account(
        &mut read,
        anna,
        behorig_access::Hat::Staff,
        behorig_access::Assurance::High,
        NOW,
    )
    .await
    .unwrap();
    let at = behorig_access::scope_of(&viewer, Service::EditAccounts, NOW);
    assert!(at.roots.iter().any(|root| root.unit == clinic));
}

#[tokio::test]
async fn the_demos_password_signs_its_people_in_and_can_be_chosen_by_a_person() {
    let folder = tempfile::tempdir().unwrap();
    let system = SystemName { id: "demo".to_owned(), name: "Demo".to_owned() };
    let db = Db::open(DbOptions::Sqlite { path: folder.path().join("demo.sqlite") }, system).await.unwrap();
    build(&db, NOW).await.unwrap();
    let mut read = db.read().await.unwrap();
    let (stored,): (String,) = read
        .one("SELECT password_hash FROM account WHERE user_name_key = ?1", params!["karin.sandberg"])
        .await
        .unwrap();
    drop(read);
    let passwords = Passwords::start(PasswordsSettings::default()).unwrap();
    let verified = passwords.verify(DEMO_PASSWORD, Some(&PasswordHash::from_stored(stored))).await.unwrap();
    assert_eq!(verified, Verified::Right { rehash: false });
    assert!(NewPassword::parse(DEMO_PASSWORD, "karin.sandberg").is_ok());
    db.close();
}

/// State, received, due, handler and group.
type CaseRow = (String, i64, i64, Option<AccountId>, Option<GroupId>);

async fn the_clinic_of_the_test_people_has_cases_in_every_state_and_somebody_for_each(db: TestDb) {
    build(&db, NOW).await.unwrap();
    let mut read = db.read().await.unwrap();
    let (clinic,): (UnitId,) =
        read.one("SELECT id FROM unit WHERE name = ?1", params!["Vårdcentralen Rosenlund"]).await.unwrap();
    let cases: Vec<CaseRow> = read
        .all(
            "SELECT state, received_at, due_at, handler_account, group_id FROM care_case WHERE unit_id = ?1",
            params![clinic],
        )
        .await
        .unwrap();
    assert!(cases.len() >= 60, "{} cases", cases.len());
    for state in State::ALL {
        let there = cases.iter().filter(|case| case.0 == state.key()).count();
        assert!(there >= 1, "no {state:?}");
    }
    let open = |case: &&CaseRow| State::from_key(&case.0).is_some_and(|state| !state.is_over());
    let overdue = cases.iter().filter(open).filter(|case| case.2 < NOW.0 && case.3.is_none() && case.4.is_none());
    assert!(overdue.count() >= 3, "some stand in the inbox beyond their promise");
    assert!(cases.iter().filter(open).any(|case| case.4.is_some()), "a group has some");
    let two_weeks_ago = NOW.0 - 16 * 24 * 3_600_000;
    assert!(cases.iter().all(|case| (two_weeks_ago..=NOW.0).contains(&case.1)), "all in the last two weeks");
    let stray = behorig_cases::records::cases_without_responsible(&mut read, NOW).await.unwrap();
    assert!(stray.is_empty(), "{stray:?}");
    let anew = number(&db, "care_case WHERE follows_case IS NOT NULL").await;
    let of_a_child = number(&db, "care_case WHERE sent_by_person <> person_id").await;
    let unread = number(&db, "care_case WHERE kind = 'information' AND resident_unread").await;
    let away = number(&db, "account_absence WHERE substitute IS NOT NULL").await;
    let handed_out = number(&db, "grants WHERE object_kind = 'case-type'").await;
    let soon_over = "grants WHERE object_kind = 'case-type' AND to_at < 1797757200000";
    assert!(anew >= 1 && of_a_child >= 2 && unread >= 2 && away == 1 && handed_out >= 5);
    assert!(number(&db, soon_over).await >= 1, "one ends within thirty days");
}

/// 1,000 accounts, or as many as `BEHORIG_ACCOUNTS` says; the figure is printed.
async fn many_accounts_are_brought_in(db: TestDb) {
    let count = std::env::var("BEHORIG_ACCOUNTS").ok().and_then(|text| text.parse().ok()).unwrap_or(1_000);
    let files = volume::accounts(count);
    let actor = Actor::system(Door::Import, NOW);
    let begun = Stopwatch::now();
    let report = import::run(&db, &actor, files.clone(), Options::default(), &|_| {}).await.unwrap();
    eprintln!("{count} accounts on {:?} in {:?}", db.backend(), begun.elapsed());
    assert_eq!((report.problems.len(), report.applied), (0, true));
    assert_eq!(number(&db, "account").await, i64::try_from(count).unwrap());
    let begun = Stopwatch::now();
    let again = import::run(&db, &actor, files, Options::default(), &|_| {}).await.unwrap();
    eprintln!("and again in {:?}", begun.elapsed());
    assert!(again.files.iter().all(|file| file.counts.added + file.counts.changed == 0));
}
