//! What is written in a case, by staff and by the resident.

use behorig_access::{BuiltIn, Instant, ObjectKind, ObjectRef};
use behorig_registers::persons::{LocalRegister, Protection};
use behorig_store::StoreError;
use behorig_visit::PageError;
use proof_support::{
    TestDb, both_databases,
    world::{DAY, HOUR},
};

use super::*;
use crate::rules::{Act, Kind, Refusal};

both_databases!(
    a_case_goes_from_the_inbox_to_its_answer_and_every_word_is_kept,
    an_answer_to_a_case_closed_meanwhile_is_refused,
    what_was_written_since_it_was_read_is_shown_before_anything_is_sent,
    a_reply_after_the_end_begins_a_new_case_that_points_to_the_old_one,
    when_the_approval_ends_replies_end_and_the_case_stays_readable,
    a_case_of_a_type_that_has_ended_is_still_replied_to_and_answered,
    a_restricted_type_is_not_used_again_by_replying_after_it_ended,
    staff_write_to_who_can_be_reached_and_are_told_why_not,
    who_looks_at_a_case_sees_who_else_does,
);

async fn a_case_goes_from_the_inbox_to_its_answer_and_every_word_is_kept(db: TestDb) {
    let scene = Scene::new(&db).await;
    let id = scene.assigned().await;
    scene.write(scene.receiver, id, Act::PartialReply).await.unwrap();
    assert!(matches!(scene.write(scene.receiver, id, Act::Answer).await, Err(CaseError::Page(PageError::Refused(_)))));
    assert!(matches!(scene.reply(scene.sven, id).await, Err(CaseError::Refused(Refusal::NotAsked))));
    scene.write(scene.handler, id, Act::Question).await.unwrap();
    assert_eq!(scene.state(id).await, State::Waiting);
    let scene = scene.later(DAY);
    assert_eq!(scene.reply(scene.sven, id).await.unwrap(), Replied::Here(id));
    let replied = scene.case(id).await;
    assert_eq!(replied.state, State::Partial);
    assert!(replied.due_at().unwrap() > scene.world.now, "a new promise");
    scene.write(scene.handler, id, Act::Answer).await.unwrap();

    let thread = scene.resident_reads(scene.sven, id).await.unwrap();
    let said: Vec<&str> = thread.messages().map(|message| message.kind.key()).collect();
    assert_eq!(said, ["sent", "partial", "question", "reply", "answer"]);
    let authors: Vec<&str> = thread.messages().map(|message| message.author.as_str()).collect();
    assert_eq!(authors, ["Sven Lind", "Rut Alm", "Nils Öberg", "Sven Lind", "Nils Öberg"]);
    assert_eq!(thread.messages().next().unwrap().body, "Ring mig <b>snart</b>.");
    assert_eq!(thread.case.state, State::Closed);
    let for_staff = scene.thread(scene.handler, id).await.unwrap();
    assert!(for_staff.is_read_by_resident(scene.world.now));
    assert_eq!(for_staff.readers.iter().filter(|reader| reader.is_staff).count(), 1);
}

async fn an_answer_to_a_case_closed_meanwhile_is_refused(db: TestDb) {
    let scene = Scene::new(&db).await;
    let id = scene.assigned().await;
    let read = scene.case(id).await.version;
    scene.write(scene.handler, id, Act::Answer).await.unwrap();
    let late = scene.write_in(scene.handler, id, Act::Answer, read).await;
    assert!(matches!(late, Err(CaseError::Refused(Refusal::Closed))), "{late:?}");
    assert_eq!(scene.thread(scene.handler, id).await.unwrap().messages().count(), 2);
}

async fn what_was_written_since_it_was_read_is_shown_before_anything_is_sent(db: TestDb) {
    let scene = Scene::new(&db).await;
    let id = scene.assigned().await;
    let read = scene.case(id).await.version;
    scene.write(scene.receiver, id, Act::PartialReply).await.unwrap();
    let stale = scene.write_in(scene.handler, id, Act::Answer, read).await;
    assert!(matches!(stale, Err(CaseError::Page(PageError::Store(StoreError::Stale)))), "{stale:?}");
}

async fn a_reply_after_the_end_begins_a_new_case_that_points_to_the_old_one(db: TestDb) {
    let scene = Scene::new(&db).await;
    let old = scene.assigned().await;
    scene.write(scene.handler, old, Act::Answer).await.unwrap();
    let Replied::NewCase(receipt) = scene.reply(scene.sven, old).await.unwrap() else { panic!("not a new case") };
    let new = scene.case(receipt.id).await;
    assert_eq!((new.follows, new.state), (Some(old), State::Received));
    assert_eq!(scene.inbox().await, [new.id]);
    let thread = scene.resident_reads(scene.sven, old).await.unwrap();
    assert_eq!(thread.followed_by, [(new.id, new.reference)]);
    assert_eq!(scene.state(old).await, State::Closed);
}

async fn when_the_approval_ends_replies_end_and_the_case_stays_readable(db: TestDb) {
    let scene = Scene::new(&db).await;
    let (asked, closed) = (scene.assigned().await, scene.assigned().await);
    scene.write(scene.handler, asked, Act::Question).await.unwrap();
    scene.write(scene.handler, closed, Act::Answer).await.unwrap();
    let ends = |scene: &Scene| {
        let (world, sven, unit) = (scene.world.clone(), scene.sven, scene.unit);
        async move {
            world.change((sven, unit), |tx, (person, unit)| Box::pin(end_of_access(tx, None, *person, *unit))).await
        }
    };
    assert_eq!(ends(&scene).await, 0, "who may still write is left alone");
    let scene = scene.later(HOUR);
    scene.world.end(scene.approval).await;
    assert_eq!(ends(&scene).await, 1);
    assert_eq!(scene.state(asked).await, State::Partial, "nobody waits for who can't reply");
    assert!(scene.reply(scene.sven, asked).await.is_err());
    assert!(matches!(scene.reply(scene.sven, closed).await, Err(CaseError::Refused(Refusal::RepliesEnded))));
    assert!(scene.resident_reads(scene.sven, asked).await.is_ok());
    assert!(matches!(
        scene.write(scene.handler, asked, Act::Question).await,
        Err(CaseError::Refused(Refusal::RepliesEnded))
    ));
    scene.write(scene.handler, asked, Act::Answer).await.unwrap();
}

async fn a_restricted_type_is_not_used_again_by_replying_after_it_ended(db: TestDb) {
    let scene = Scene::new(&db).await;
    let restricted = scene
        .world
        .change(scene.unit, |tx, unit| {
            Box::pin(async move {
                let new = behorig_case_types::NewCaseType {
                    unit: *unit,
                    ready: None,
                    name: "Blodtryck hemma".to_owned(),
                    restricted: true,
                    reply_days: None,
                };
                behorig_case_types::activate(tx, &new, Ready::ContactMe.form()).await
            })
        })
        .await;
    let object = ObjectRef { kind: ObjectKind::CaseType, id: restricted.as_object() };
    let until = Instant(scene.world.now.0 + HOUR);
    scene.world.grant(scene.sven, BuiltIn::HandedOutCaseType, scene.unit).for_object(object).until(until).await;
    let new = NewCase { case_type: Some(restricted), ..scene.case_of(scene.sven) };
    let sent = scene.resident(scene.sven, new, |tx, _, new| Box::pin(async move { Ok(send(tx, None, new).await?) }));
    let id = sent.await.unwrap().id;
    scene.assign_to(scene.receiver, &[id], To::Person(scene.handler)).await.unwrap();
    scene.write(scene.handler, id, Act::Answer).await.unwrap();
    assert!(matches!(scene.reply(scene.sven, id).await, Ok(Replied::NewCase(_))));
    // A minute after it ended the approval alone does not open it again.
    let scene = scene.later(HOUR + 60_000);
    assert!(matches!(scene.reply(scene.sven, id).await, Err(CaseError::Refused(Refusal::RepliesEnded))));
}

async fn staff_write_to_who_can_be_reached_and_are_told_why_not(db: TestDb) {
    let scene = Scene::new(&db).await;
    let begin = |kind, person| {
        let scene = &scene;
        async move {
            let new = NewFromStaff {
                unit: scene.unit,
                kind,
                to: vec![(person, "Provsvar".to_owned(), "Dina prover är bra.".to_owned())],
                signature: "Nils Öberg, Leg. Läkare".to_owned(),
                draft: None,
            };
            scene
                .staff(scene.handler, new, |tx, viewer, new| Box::pin(start(tx, viewer, &LocalRegister, None, new)))
                .await
        }
    };
    let stranger = scene.world.resident("Kim Holm").await;
    let dead = scene.world.resident("Åke Ek").deceased_on(jiff::civil::date(2026, 1, 1)).await;
    let child = scene.world.resident("Alva Ek").born(jiff::civil::date(2015, 6, 15)).await;
    let hidden = scene.world.resident("Ylva Hemlig").protected(Protection::Marked).await;
    for person in [dead, child, hidden] {
        scene.world.grant(person, BuiltIn::ApprovedResident, scene.unit).await;
    }
    for (person, why) in [
        (stranger, Unreachable::NotApproved),
        (dead, Unreachable::Deceased),
        (child, Unreachable::NoGuardian),
        (hidden, Unreachable::Unknown),
    ] {
        let refused = begin(Kind::Question, person).await;
        assert!(matches!(&refused, Err(CaseError::Unreachable(met)) if *met == why), "{why:?}: {refused:?}");
    }
    let told = begin(Kind::Information, scene.sven).await.unwrap()[0];
    let asked = begin(Kind::Question, scene.sven).await.unwrap()[0];
    assert_eq!(scene.mine(scene.handler).await, [asked], "an information waits for nobody");
    scene.resident_reads(scene.sven, told).await.unwrap();
    assert_eq!(scene.state(told).await, State::Closed, "an information is over when it is read");
    assert!(matches!(scene.reply(scene.sven, told).await, Err(CaseError::Refused(Refusal::NotThisKind))));
    scene.resident_reads(scene.sven, asked).await.unwrap();
    scene.reply(scene.sven, asked).await.unwrap();
    assert_eq!(scene.state(asked).await, State::Answered);
    let version = scene.case(asked).await.version;
    scene
        .staff(scene.handler, (asked, version), |tx, viewer, (id, version)| Box::pin(close(tx, viewer, *id, *version)))
        .await
        .unwrap();
    assert_eq!(scene.state(asked).await, State::Closed);
}

async fn who_looks_at_a_case_sees_who_else_does(db: TestDb) {
    let scene = Scene::new(&db).await;
    let id = scene.assigned().await;
    let note = |who| {
        let scene = &scene;
        async move {
            scene.world.change((id, who), |tx, (id, who)| Box::pin(note_presence(tx, *id, *who, true))).await;
        }
    };
    note(scene.handler).await;
    note(scene.handler).await;
    let others = |scene: &Scene| {
        let (db, me, now) = (scene.world.db().clone(), scene.receiver, scene.world.now);
        async move { others_at(&mut db.read().await.unwrap(), id, me, now).await.unwrap() }
    };
    let there = others(&scene).await;
    assert_eq!(there.len(), 1);
    assert!(there[0].name == "Nils Öberg" && there[0].writing);
    assert!(others(&scene.later(HOUR)).await.is_empty(), "who has gone is gone");
}

async fn a_case_of_a_type_that_has_ended_is_still_replied_to_and_answered(db: TestDb) {
    let scene = Scene::new(&db).await;
    let id = scene.assigned().await;
    scene.write(scene.handler, id, Act::Question).await.unwrap();
    let end = scene.world.change(scene.case_type, |tx, case_type| {
        Box::pin(async move {
            let now = tx.now();
            let end = "UPDATE case_type SET active = FALSE, ended_at = ?2 WHERE id = ?1";
            assert_eq!(tx.execute(end, behorig_store::params![case_type, now]).await?, 1);
            Ok(())
        })
    });
    end.await;
    let scene = scene.later(DAY);
    assert_eq!(scene.thread(scene.handler, id).await.unwrap().messages().count(), 2);
    assert_eq!(scene.reply(scene.sven, id).await.unwrap(), Replied::Here(id));
    scene.write(scene.handler, id, Act::Answer).await.unwrap();
    assert_eq!(scene.resident_reads(scene.sven, id).await.unwrap().messages().count(), 4);
}
