//! Who gets a case, and who meets it.

use behorig_access::BuiltIn;
use behorig_visit::PageError;
use proof_support::{TestDb, both_databases};

use super::*;
use crate::rules::{Act, Refusal};

both_databases!(
    of_two_receivers_at_once_one_assigns_and_the_other_is_told_who_got_it,
    a_case_is_met_by_its_own_and_by_nobody_else,
    a_handler_passes_on_and_hands_back_their_own_and_no_other,
    a_case_goes_only_to_who_can_answer,
    all_of_one_persons_cases_are_passed_on_at_once,
    a_group_has_a_case_until_one_of_it_writes,
);

async fn of_two_receivers_at_once_one_assigns_and_the_other_is_told_who_got_it(db: TestDb) {
    let scene = Scene::new(&db).await;
    let second = scene.world.account("Bo Alm").at(scene.unit).await;
    scene.world.grant(second, BuiltIn::CaseReceiver, scene.unit).await;
    let id = scene.send().await.id;
    let cases = [id];
    let (first, other) = tokio::join!(
        scene.assign_to(scene.receiver, &cases, To::Person(scene.handler)),
        scene.assign_to(second, &cases, To::Person(scene.other_handler)),
    );
    let (first, other) = (first.unwrap(), other.unwrap());
    let (winner, loser) = if first.done.is_empty() { (other, first) } else { (first, other) };
    assert_eq!((winner.done, winner.refused.len()), (vec![id], 0));
    let holder = scene.case(id).await.handler.unwrap();
    let name = if holder == scene.handler { "Nils Öberg" } else { "Eva Dahl" };
    assert!(matches!(&loser.refused[..], [(_, CaseError::Taken(by))] if by == name), "{loser:?}");
    let assignments = scene.thread(scene.receiver, id).await.unwrap().entries.len();
    assert_eq!(assignments, 2, "one message and one assignment");
}

async fn a_case_is_met_by_its_own_and_by_nobody_else(db: TestDb) {
    let scene = Scene::new(&db).await;
    let id = scene.assigned().await;
    assert!(scene.thread(scene.receiver, id).await.is_ok());
    assert!(scene.thread(scene.handler, id).await.is_ok());
    let refused = scene.thread(scene.other_handler, id).await;
    assert!(matches!(refused, Err(CaseError::Page(PageError::Refused(_)))), "{refused:?}");
    let stranger = scene.world.account("Kim Holm").at(scene.world.other_clinic).await;
    scene.world.grant(stranger, BuiltIn::CaseReceiver, scene.world.other_clinic).await;
    let unknown = scene.thread(stranger, id).await;
    assert!(matches!(unknown, Err(CaseError::Page(PageError::NotFound))), "{unknown:?}");
    let forged = CaseId::from_bytes([9; 16]);
    assert!(matches!(scene.thread(scene.receiver, forged).await, Err(CaseError::Page(PageError::NotFound))));
    let readings = scene.world.events().await.into_iter().filter(|event| event.activity == "Läsa").count();
    assert_eq!(readings, 2, "who was refused read nothing");
}

async fn a_handler_passes_on_and_hands_back_their_own_and_no_other(db: TestDb) {
    let scene = Scene::new(&db).await;
    let id = scene.assigned().await;
    let pass = |who, to| {
        let scene = &scene;
        async move {
            scene
                .staff(who, (id, to), |tx, viewer, (id, to)| {
                    Box::pin(reassign(tx, viewer, *id, *to, Some("Du kan det här."), None))
                })
                .await
        }
    };
    let back = |who, wrong| {
        let scene = &scene;
        async move {
            scene
                .staff(who, (id, wrong), |tx, viewer, (id, wrong)| Box::pin(hand_back(tx, viewer, *id, None, *wrong)))
                .await
        }
    };
    assert!(pass(scene.other_handler, To::Person(scene.other_handler)).await.is_err(), "not theirs to take");
    pass(scene.handler, To::Person(scene.other_handler)).await.unwrap();
    assert!(back(scene.handler, true).await.is_err(), "no longer theirs");
    assert_eq!(scene.mine(scene.other_handler).await, [id]);
    back(scene.other_handler, true).await.unwrap();
    assert_eq!((scene.inbox().await, scene.state(id).await), (vec![id], State::Received));
    assert!(matches!(back(scene.receiver, false).await, Err(CaseError::Refused(Refusal::NotAssigned))));
    let thread = scene.thread(scene.receiver, id).await.unwrap();
    let happened: Vec<String> = thread
        .entries
        .iter()
        .filter_map(|entry| match entry {
            Entry::Happening(happening) => Some(happening.what.clone()),
            Entry::Message(_) => None,
        })
        .collect();
    assert_eq!(happened, ["assigned", "reassigned", "wrong-case"]);
}

async fn a_case_goes_only_to_who_can_answer(db: TestDb) {
    let scene = Scene::new(&db).await;
    let id = scene.send().await.id;
    let elsewhere = scene.world.account("Kim Holm").at(scene.world.other_clinic).await;
    scene.world.grant(elsewhere, BuiltIn::CaseHandler, scene.world.other_clinic).await;
    let blocked = scene.world.account("Lo Berg").at(scene.unit).blocked().await;
    scene.world.grant(blocked, BuiltIn::CaseHandler, scene.unit).await;
    let forged = behorig_access::GroupId::from_bytes([9; 16]);
    for to in [To::Person(elsewhere), To::Person(blocked), To::Person(scene.receiver), To::Group(forged)] {
        let refused = scene.assign_to(scene.receiver, &[id], to).await;
        assert!(matches!(refused, Err(CaseError::NotAble)), "{to:?}: {refused:?}");
    }
    let by_a_handler = scene.assign_to(scene.handler, &[id], To::Person(scene.handler)).await;
    assert!(matches!(by_a_handler, Err(CaseError::Page(PageError::Refused(_)))));
    assert_eq!(scene.inbox().await, [id]);
}

async fn all_of_one_persons_cases_are_passed_on_at_once(db: TestDb) {
    let scene = Scene::new(&db).await;
    let (first, second, over) = (scene.assigned().await, scene.assigned().await, scene.assigned().await);
    scene.write(scene.handler, over, Act::Answer).await.unwrap();
    let pass_on = |to| {
        let scene = &scene;
        async move {
            scene
                .staff(scene.receiver, (scene.unit, scene.handler, to), |tx, viewer, (unit, from, to)| {
                    Box::pin(pass_on_all_of(tx, viewer, *unit, *from, *to, Some("Sjuk i dag."), None))
                })
                .await
                .unwrap()
        }
    };
    assert_eq!(pass_on(Some(To::Person(scene.other_handler))).await, 2);
    assert_eq!(scene.mine(scene.other_handler).await, [first, second]);
    assert_eq!(scene.case(over).await.handler, Some(scene.handler), "what is over stays with who answered it");
    assert_eq!(pass_on(None).await, 0);
    let by_a_handler = scene
        .staff(scene.handler, scene.unit, |tx, viewer, unit| {
            let account = tx.actor().account.unwrap();
            Box::pin(pass_on_all_of(tx, viewer, *unit, account, None, None, None))
        })
        .await;
    assert!(by_a_handler.is_err());
}

async fn a_group_has_a_case_until_one_of_it_writes(db: TestDb) {
    let scene = Scene::new(&db).await;
    let new = NewGroup {
        existing: None,
        unit: scene.unit,
        name: "Diabetesteamet".to_owned(),
        members: vec![scene.handler, scene.other_handler],
    };
    let group = scene
        .staff(scene.receiver, new, |tx, _, new| Box::pin(async move { Ok(save_group(tx, new).await?) }))
        .await
        .unwrap();
    let (first, second) = (scene.send().await.id, scene.send().await.id);
    scene.assign_to(scene.receiver, &[first, second], To::Group(group)).await.unwrap();
    assert!(scene.inbox().await.is_empty());
    assert_eq!(scene.mine(scene.other_handler).await, [first, second]);
    scene.write(scene.other_handler, first, Act::PartialReply).await.unwrap();
    assert_eq!(scene.case(first).await.handler, Some(scene.other_handler));
    assert_eq!(scene.mine(scene.handler).await, [second]);

    // Nobody left in it can answer: the case is in the inbox by itself; ended, visibly.
    let end = |version| {
        let scene = &scene;
        async move {
            scene
                .staff(scene.receiver, (scene.unit, group, version), |tx, _, (unit, id, version)| {
                    Box::pin(async move { Ok(end_group(tx, *unit, *id, *version).await?) })
                })
                .await
        }
    };
    assert!(end(7).await.is_err(), "changed by somebody else");
    end(1).await.unwrap();
    assert_eq!(scene.inbox().await, [second]);
    assert_eq!(scene.state(second).await, State::Received);
}
