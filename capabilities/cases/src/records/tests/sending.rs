//! Cases on their way in, and the lists that they stand in.

use std::collections::BTreeSet;

use behorig_access::{BuiltIn, Holder};
use behorig_outbox::Outbox;
use behorig_store::params;
use behorig_store::seal::Keys;
use proof_support::{TestDb, both_databases, world::DAY};

use super::*;
use crate::rules::{Act, Refusal};

both_databases!(
    a_case_that_is_sent_stands_in_the_inbox_with_its_promise_its_event_and_its_letter,
    nobody_gets_a_letter_of_what_they_do_not_want_letters_of,
    an_open_case_is_withdrawn_by_its_resident_and_by_nobody_else,
    a_list_is_paged_without_loss_or_repeat,
    unread_cases_come_first_and_are_counted,
    a_draft_is_one_for_each_owner_and_target_and_goes_with_what_is_sent,
    a_guardian_writes_for_a_young_child_and_not_for_an_older_one,
    what_is_never_sent_goes_after_ninety_days_and_the_page_says_so,
);

async fn a_case_that_is_sent_stands_in_the_inbox_with_its_promise_its_event_and_its_letter(db: TestDb) {
    let scene = Scene::new(&db).await;
    let input = (scene.case_of(scene.sven), notices());
    let receipt = scene
        .resident(scene.sven, input, |tx, _, (new, notices)| {
            Box::pin(async move { Ok(send(tx, Some(notices), new).await?) })
        })
        .await
        .unwrap();
    assert_eq!(receipt.reference.len(), 10);
    assert_eq!(scene.inbox().await, [receipt.id]);
    // Sent on a Friday with a promise of two working days: the end of Tuesday.
    let due = scene.case(receipt.id).await.due_at().unwrap();
    assert_eq!(due, receipt.due_at);
    assert!(due.millis_since(scene.world.now) > 4 * DAY && due.millis_since(scene.world.now) < 5 * DAY);

    let events = scene.world.events().await;
    let sent = events.iter().find(|event| event.level.as_deref() == Some("cases.send")).unwrap();
    assert_eq!((sent.activity.as_str(), sent.resources.len()), ("Skriva", 1));
    assert!(sent.resources[0].patient.is_some());

    let mut read = scene.world.db().read().await.unwrap();
    let letters: Vec<(String, String)> = read.all("SELECT recipient, subject FROM outbox", params![]).await.unwrap();
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].0, "rut.alm@a.example");
    assert!(!letters[0].1.contains("Sven") && !letters[0].1.contains("Kontakta"), "no care content: {}", letters[0].1);
}

fn notices() -> Notices {
    Notices {
        outbox: Outbox::new(Keys::new(&[7; 32], &[]).unwrap()),
        public_url: "https://behorig.test".to_owned(),
        installation: "Behörig".to_owned(),
    }
}

async fn nobody_gets_a_letter_of_what_they_do_not_want_letters_of(db: TestDb) {
    let scene = Scene::new(&db).await;
    let letters = async |scene: &Scene| -> Vec<(String,)> {
        let input = (scene.case_of(scene.sven), notices());
        let sent = scene.resident(scene.sven, input, |tx, _, (new, notices)| {
            Box::pin(async move { Ok(send(tx, Some(notices), new).await?) })
        });
        sent.await.unwrap();
        let mut read = scene.world.db().read().await.unwrap();
        read.all("SELECT recipient FROM outbox ORDER BY created_at", params![]).await.unwrap()
    };
    let choose = async |sql: &'static str| {
        let changed = scene.world.change(sql, |tx, sql| {
            Box::pin(async move {
                tx.execute(sql, params![]).await?;
                Ok(())
            })
        });
        changed.await;
    };
    // Other letters than of new cases say nothing of new cases.
    choose("UPDATE account SET notice_assigned = FALSE, notice_reply = FALSE").await;
    assert_eq!(letters(&scene).await.len(), 1);
    choose("UPDATE account SET notice_new_case = FALSE, notice_assigned = TRUE").await;
    assert_eq!(letters(&scene).await.len(), 1);
    choose("UPDATE account SET notice_new_case = TRUE, notices = FALSE").await;
    assert_eq!(letters(&scene).await.len(), 1);
    choose("UPDATE account SET notices = TRUE").await;
    assert_eq!(letters(&scene).await.len(), 2);
}

async fn an_open_case_is_withdrawn_by_its_resident_and_by_nobody_else(db: TestDb) {
    let scene = Scene::new(&db).await;
    let (first, second) = (scene.send().await.id, scene.assigned().await);
    let eva = scene.world.resident("Eva Ek").await;
    let take_back = |who, id| {
        let scene = &scene;
        async move { scene.resident(who, id, |tx, viewer, id| Box::pin(withdraw(tx, viewer, *id))).await }
    };
    assert!(matches!(take_back(eva, first).await, Err(CaseError::Page(behorig_visit::PageError::NotFound))));
    assert!(matches!(take_back(scene.sven, second).await, Err(CaseError::Refused(Refusal::AlreadyAssigned))));
    take_back(scene.sven, first).await.unwrap();
    assert_eq!(scene.state(first).await, State::Withdrawn);
    assert!(scene.inbox().await.is_empty());
    let to_handler = scene.assign_to(scene.receiver, &[first], To::Person(scene.handler)).await.unwrap();
    assert!(matches!(to_handler.refused[..], [(_, CaseError::Refused(Refusal::Withdrawn))]));
}

async fn a_list_is_paged_without_loss_or_repeat(db: TestDb) {
    let scene = Scene::new(&db).await;
    let mut sent = Vec::new();
    for _ in 0..(2 * PAGE + 7) {
        sent.push(scene.send().await.id);
    }
    // Some are somebody's who can no longer answer: they stand among the others.
    scene.assign_to(scene.receiver, &sent[10..40], To::Person(scene.handler)).await.unwrap();
    scene.world.end(scene.handlers_grant).await;
    let mut read = scene.world.db().read().await.unwrap();
    let (mut place, mut met, mut pages) = (Place::Top, Vec::new(), 0);
    let last = loop {
        let page = unassigned(&mut read, scene.unit, place, scene.world.now).await.unwrap();
        met.extend(page.rows.iter().map(|row| row.case.id));
        pages += 1;
        match page.rows.last().filter(|_| page.more_after) {
            Some(last) => place = Place::After(last.case.id),
            None => break page,
        }
    };
    assert_eq!((pages, met.len()), (3, sent.len()));
    assert_eq!(met.iter().collect::<BTreeSet<_>>(), sent.iter().collect::<BTreeSet<_>>());
    assert!(last.more_before);
    let back = unassigned(&mut read, scene.unit, Place::Before(last.rows[0].case.id), scene.world.now).await.unwrap();
    assert_eq!(back.rows.iter().map(|row| row.case.id).collect::<Vec<_>>(), met[PAGE..2 * PAGE]);
    // The newest first.
    let withdrawn = of_unit(&mut read, scene.unit, State::Received, Place::Top).await.unwrap();
    assert!(withdrawn.rows.is_sorted_by_key(|row| std::cmp::Reverse((row.case.received_at, row.case.id))));
    assert!(withdrawn.more_after);
}

async fn unread_cases_come_first_and_are_counted(db: TestDb) {
    let scene = Scene::new(&db).await;
    let (old, new) = (scene.assigned().await, scene.send().await.id);
    let own = |scene: &Scene| {
        let (db, sven) = (scene.world.db().clone(), scene.sven);
        async move {
            let mut read = db.read().await.unwrap();
            let rows = of_person(&mut read, sven, Place::Top).await.unwrap().rows;
            let ids: Vec<CaseId> = rows.iter().map(|row| row.case.id).collect();
            (ids, unread_of_person(&mut read, sven).await.unwrap())
        }
    };
    assert_eq!(own(&scene).await, (vec![new, old], 0));
    scene.write(scene.handler, old, Act::PartialReply).await.unwrap();
    assert_eq!(own(&scene).await, (vec![old, new], 1));
    scene.resident_reads(scene.sven, old).await.unwrap();
    assert_eq!(own(&scene).await.1, 0);
}

async fn a_draft_is_one_for_each_owner_and_target_and_goes_with_what_is_sent(db: TestDb) {
    let scene = Scene::new(&db).await;
    let key = DraftKey::of_case_type(scene.sven, scene.case_type, scene.sven);
    for content in ["Ring", "Ring mig"] {
        let kept = scene.world.change((key, content), |tx, (key, content)| Box::pin(keep_draft(tx, *key, content)));
        kept.await;
    }
    let mut read = scene.world.db().read().await.unwrap();
    let draft = draft_of(&mut read, key).await.unwrap().unwrap();
    assert_eq!((draft.content.as_str(), draft.version), ("Ring mig", 2));
    let elsewhere = DraftKey::in_case(Holder::Person(scene.sven), CaseId::from_bytes([9; 16]));
    assert_eq!(draft_of(&mut read, elsewhere).await.unwrap(), None);
    drop(read);
    let new = NewCase { draft: Some(draft.id), ..scene.case_of(scene.sven) };
    let sent = scene.resident(scene.sven, new, |tx, _, new| Box::pin(async move { Ok(send(tx, None, new).await?) }));
    sent.await.unwrap();
    let mut read = scene.world.db().read().await.unwrap();
    assert_eq!(draft_of(&mut read, key).await.unwrap(), None);
}

async fn a_guardian_writes_for_a_young_child_and_not_for_an_older_one(db: TestDb) {
    let scene = Scene::new(&db).await;
    let mother = scene.world.resident("Maja Lind").await;
    let young = scene.world.resident("Alva Lind").born(jiff::civil::date(2015, 6, 15)).await;
    let older = scene.world.resident("Otto Lind").born(jiff::civil::date(2012, 6, 15)).await;
    for child in [young, older] {
        scene.world.grant(child, BuiltIn::ApprovedResident, scene.unit).await;
        scene
            .world
            .change((child, mother), |tx, (child, guardian)| {
                Box::pin(async move {
                    tx.execute(
                        "INSERT INTO custody (child_id, guardian_id, from_date) VALUES (?1, ?2, '2015-01-01')",
                        params![child, guardian],
                    )
                    .await
                })
            })
            .await;
    }
    let mut read = scene.world.db().read().await.unwrap();
    let wards = wards_of(&mut read, mother, scene.world.now).await.unwrap();
    assert_eq!(wards.iter().map(|ward| ward.person).collect::<Vec<_>>(), [young]);
    drop(read);
    let hers = scene.send_for(young).await.id;
    let his = scene.send_for(older).await.id;
    assert_eq!(scene.resident_reads(mother, hers).await.unwrap().part, Part::Guardian);
    assert!(scene.resident_reads(mother, his).await.is_err());
    let stranger = scene.world.resident("Kim Holm").await;
    assert!(scene.resident_reads(stranger, hers).await.is_err());
}

async fn what_is_never_sent_goes_after_ninety_days_and_the_page_says_so(db: TestDb) {
    let scene = Scene::new(&db).await;
    let case = scene.send().await.id;
    let key = DraftKey::in_case(Holder::Account(scene.handler), case);
    let handler = scene.handler;
    let kept = scene.world.change((key, case, handler), |tx, (key, case, handler)| {
        Box::pin(async move {
            note_presence(tx, *case, *handler, true).await?;
            keep_draft(tx, *key, "{}").await.map(|_| ())
        })
    });
    kept.await;
    let left = async || -> (i64, i64) {
        let mut read = scene.world.db().read().await.unwrap();
        let count = "SELECT (SELECT CAST(count(*) AS BIGINT) FROM case_draft),
             (SELECT CAST(count(*) AS BIGINT) FROM case_presence)";
        read.one(count, params![]).await.unwrap()
    };
    assert_eq!(left().await, (1, 1));
    let at = |days: i64, more: i64| scene.world.now.plus_millis(days * DAY + more);
    let swept = sweep(scene.world.db(), at(DRAFT_DAYS, 0)).await.unwrap();
    assert_eq!((swept.drafts, swept.presences), (0, 1));
    assert_eq!(left().await, (1, 0));
    assert_eq!(sweep(scene.world.db(), at(DRAFT_DAYS, 1)).await.unwrap().drafts, 1);
    assert_eq!(left().await, (0, 0));
    let told = crate::TEXTS.sv.lines().find(|line| line.starts_with("cases-draft-kept =")).unwrap();
    assert!(told.contains(&format!("{DRAFT_DAYS} dagar")), "{told}");
}
