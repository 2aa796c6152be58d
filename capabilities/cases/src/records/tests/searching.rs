//! Search gives just the readable cases that hold the words, as somebody who read them all would.

use behorig_access::{BuiltIn, Service};
use behorig_store::params;
use proof_support::both_databases;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::*;
use crate::records::search::{Reach, search_by};
use crate::records::words::texts_of;
use crate::rules::{Act, Sought, stems_of};

both_databases!(
    search_gives_what_a_reader_of_all_readable_cases_would_find,
    a_case_is_found_by_words_of_every_message_and_by_its_form,
    a_case_of_another_clinic_is_found_neither_by_its_words_nor_by_its_number,
    a_case_of_before_there_was_an_index_is_found_once_it_is_indexed,
);

const WORDS: [&str; 12] =
    ["recept", "Receptet", "blodprov", "tid", "tiden", "läkare", "sår", "sar", "häl", "hal", "astma", "och"];

fn sentence(runner: &mut TestRunner, words: std::ops::Range<usize>) -> String {
    let words = proptest::collection::vec(select(&WORDS[..]), words);
    words.new_tree(runner).unwrap().current().join(" ")
}

fn chance(runner: &mut TestRunner, of: u32) -> bool {
    (0..of).new_tree(runner).unwrap().current() == 0
}

/// By walking, by the index, by the newest where they fill a page, and by them alone.
const REACHES: [Reach; 4] = [
    Reach { nearest: 0, few: 0 },
    Reach { nearest: 0, few: 1_000 },
    Reach { nearest: 60, few: 1_000 },
    Reach { nearest: 1_000, few: 0 },
];

/// Everything that is found, page by page, and that each page leads back to the one before.
async fn found(scene: &Scene, within: Within, sought: &Sought, reach: Reach) -> Vec<CaseId> {
    let mut read = scene.world.db().read().await.unwrap();
    let (mut all, mut place, mut first_of_last) = (Vec::new(), Place::Top, None);
    loop {
        let page = search_by(&mut read, within, sought, place, reach).await.unwrap();
        let ids: Vec<CaseId> = page.rows.iter().map(|row| row.case.id).collect();
        if let (Some(before), Some(first)) = (first_of_last, ids.first()) {
            let back = search_by(&mut read, within, sought, Place::Before(*first), reach).await.unwrap();
            assert_eq!(back.rows.first().map(|row| row.case.id), Some(before));
        }
        all.extend(&ids);
        match ids.last() {
            Some(last) if page.more_after => (place, first_of_last) = (Place::After(*last), ids.first().copied()),
            _ => return all,
        }
    }
}

/// The newest first, as a reader would find them who opened one readable case after the other.
async fn naively(scene: &Scene, viewer: &Viewer, sought: &Sought) -> Vec<CaseId> {
    let mut read = scene.world.db().read().await.unwrap();
    let cases: Vec<(CaseId,)> = read.all("SELECT id FROM care_case ORDER BY id DESC", &[]).await.unwrap();
    let mut found = Vec::new();
    for (id,) in cases {
        let Ok((case, _)) = for_viewer(&mut read, viewer, id, scene.world.now).await else { continue };
        let mut texts = texts_of(&mut read, id).await.unwrap();
        texts.push(case.subject);
        let stems: Vec<String> = texts.iter().flat_map(|text| stems_of(text)).collect();
        if sought.stems().iter().all(|stem| stems.contains(stem)) {
            found.push(id);
        }
    }
    found
}

async fn send_with(scene: &Scene, person: PersonId, body: &str) -> CaseId {
    let new = NewCase { body: body.to_owned(), ..scene.case_of(person) };
    let sent = scene.resident(person, new, |tx, _, new| Box::pin(async move { Ok(send(tx, None, new).await?) }));
    sent.await.unwrap().id
}

async fn write_in(scene: &Scene, who: AccountId, case: CaseId, body: &str) {
    let writing = Writing {
        act: Act::PartialReply,
        body: body.to_owned(),
        alternative: None,
        signature: "Nils".to_owned(),
        draft: None,
        version: scene.case(case).await.version,
    };
    let written = scene.staff(who, (case, writing), |tx, viewer, (case, writing)| {
        Box::pin(async move { write(tx, viewer, None, *case, writing).await })
    });
    written.await.unwrap();
}

async fn search_gives_what_a_reader_of_all_readable_cases_would_find(db: TestDb) {
    let scene = Scene::new(&db).await;
    let mut runner = TestRunner::default();
    let eva = scene.world.resident("Eva Björk").await;
    let members = vec![scene.handler];
    let group = scene.world.change((scene.unit, members), |tx, (unit, members)| {
        Box::pin(async move {
            let new = NewGroup {
                existing: None,
                unit: *unit,
                name: "Mottagningssköterskor".to_owned(),
                members: members.clone(),
            };
            Ok(save_group(tx, &new).await?.split().1)
        })
    });
    let group = group.await;
    let (mut scene, mut said) = (scene, Vec::new());
    for at in 0..120 {
        scene = scene.later(at);
        let body = sentence(&mut runner, 0..4);
        let person = if chance(&mut runner, 2) { scene.sven } else { eva };
        let case = send_with(&scene, person, &body).await;
        let to = match (0_u32..4).new_tree(&mut runner).unwrap().current() {
            0 => None,
            1 => Some(To::Person(scene.handler)),
            2 => Some(To::Person(scene.other_handler)),
            _ => Some(To::Group(group)),
        };
        if let Some(to) = to {
            scene.assign_to(scene.receiver, &[case], to).await.unwrap();
        }
        if to == Some(To::Person(scene.handler)) && chance(&mut runner, 3) {
            write_in(&scene, scene.handler, case, &sentence(&mut runner, 1..4)).await;
        }
        said.push(body);
    }
    let mut hits = 0;
    for _ in 0..12 {
        let Some(sought) = Sought::from_typed(&sentence(&mut runner, 1..3)) else { continue };
        for reach in REACHES {
            for (who, within) in [
                (scene.receiver, Within::Clinic(scene.unit)),
                (scene.handler, Within::Held(scene.unit, scene.handler)),
                (scene.other_handler, Within::Held(scene.unit, scene.other_handler)),
            ] {
                let viewer = scene.world.viewer(who).await;
                let ours = found(&scene, within, &sought, reach).await;
                assert_eq!(
                    ours,
                    naively(&scene, &viewer, &sought).await,
                    "{sought:?} {within:?} {reach:?} in {said:?}"
                );
                hits += ours.len();
            }
        }
        let viewer = scene.world.resident_viewer(scene.sven).await;
        let mut read = scene.world.db().read().await.unwrap();
        let listed = search_of_person(&mut read, scene.sven, &sought, Place::Top).await.unwrap();
        drop(read);
        let theirs: Vec<CaseId> = listed.rows.iter().map(|row| row.case.id).collect();
        let mut all = naively(&scene, &viewer, &sought).await;
        assert_eq!(listed.more_after, all.len() > PAGE);
        all.truncate(PAGE);
        assert_eq!(theirs, all, "{sought:?} in {said:?}");
    }
    assert!(hits > 100, "{hits}");
}

async fn a_case_is_found_by_words_of_every_message_and_by_its_form(db: TestDb) {
    let scene = Scene::new(&db).await;
    let answers = r#"[{"field":"a","text":"Klåda på vänster vad"},{"field":"b","choice":"hemlig"}]"#;
    let new = NewCase { answers: Some(answers.to_owned()), ..scene.case_of(scene.sven) };
    let sent = scene.resident(scene.sven, new, |tx, _, new| Box::pin(async move { Ok(send(tx, None, new).await?) }));
    let case = sent.await.unwrap().id;
    scene.assign_to(scene.receiver, &[case], To::Person(scene.handler)).await.unwrap();
    write_in(&scene, scene.handler, case, "Remissen är skickad").await;
    for (words, is_found) in [
        ("klåda", true),
        ("KLÅDAN", true),
        ("klada", false),
        ("remiss", true),
        ("klåda remissen", true),
        ("kontakta", true),
        ("hemlig", false),
        ("klåda blodprov", false),
    ] {
        let sought = Sought::from_typed(words).unwrap();
        for reach in REACHES {
            let found = found(&scene, Within::Clinic(scene.unit), &sought, reach).await;
            assert_eq!(found, if is_found { vec![case] } else { vec![] }, "{words}");
        }
    }
}

async fn a_case_of_another_clinic_is_found_neither_by_its_words_nor_by_its_number(db: TestDb) {
    let scene = Scene::new(&db).await;
    let elsewhere = scene.world.other_clinic;
    scene.world.grant(scene.sven, BuiltIn::ApprovedResident, elsewhere).await;
    let new = NewCase { unit: elsewhere, case_type: None, body: "recept".to_owned(), ..scene.case_of(scene.sven) };
    let sent = scene.resident(scene.sven, new, |tx, _, new| Box::pin(async move { Ok(send(tx, None, new).await?) }));
    let there = sent.await.unwrap();
    let here = scene.send().await;
    let sought = Sought::from_typed("recept").unwrap();
    for reach in REACHES {
        assert_eq!(found(&scene, Within::Clinic(scene.unit), &sought, reach).await, []);
        assert_eq!(found(&scene, Within::Clinic(elsewhere), &sought, reach).await, [there.id]);
    }
    let viewer = scene.world.viewer(scene.receiver).await;
    let now = scene.world.now;
    let mut read = scene.world.db().read().await.unwrap();
    for (typed, opens) in [
        (crate::rules::as_read_out(&here.reference), Some(here.id)),
        (here.reference.to_lowercase(), Some(here.id)),
        (there.reference.clone(), None),
        ("0000000000".to_owned(), None),
        ("recept".to_owned(), None),
    ] {
        let opened = readable_by_number(&mut read, &viewer, &typed, now).await.unwrap();
        assert_eq!(opened.map(|case| case.id), opens, "{typed}");
    }
    let theirs = scene.world.resident_viewer(scene.sven).await;
    let opened = readable_by_number(&mut read, &theirs, &there.reference, now).await.unwrap();
    assert_eq!(opened.map(|case| case.id), Some(there.id));
    let stranger = scene.world.viewer(scene.other_handler).await;
    assert!(behorig_access::scope_of(&stranger, Service::AnswerCases, now).roots.len() == 1);
    assert!(readable_by_number(&mut read, &stranger, &here.reference, now).await.unwrap().is_none());
}

async fn a_case_of_before_there_was_an_index_is_found_once_it_is_indexed(db: TestDb) {
    let scene = Scene::new(&db).await;
    let mut cases = Vec::new();
    for _ in 0..101 {
        cases.push(send_with(&scene, scene.sven, "gammalt recept").await);
    }
    let sought = Sought::from_typed("recepten").unwrap();
    scene
        .world
        .change((), |tx, ()| {
            Box::pin(async move {
                tx.execute("DELETE FROM case_search", params![]).await?;
                if tx.dialect() == behorig_store::Dialect::Sqlite {
                    tx.execute("INSERT INTO case_words (case_words) VALUES ('delete-all')", params![]).await?;
                }
                Ok(())
            })
        })
        .await;
    let within = Within::Clinic(scene.unit);
    for reach in REACHES {
        assert_eq!(found(&scene, within, &sought, reach).await, []);
    }
    assert_eq!(index_older_cases(scene.world.db(), scene.world.now).await.unwrap(), 101);
    cases.reverse();
    for reach in REACHES {
        assert_eq!(found(&scene, within, &sought, reach).await, cases, "{reach:?}");
    }
    assert_eq!(index_older_cases(scene.world.db(), scene.world.now).await.unwrap(), 0);
}
