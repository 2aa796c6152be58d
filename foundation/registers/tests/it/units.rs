use std::collections::BTreeSet;

use behorig_access::UnitId;
use behorig_identity::HsaId;
use behorig_registers::units::{self, NewUnit, Unit, UnitKind};
use behorig_store::{Db, StoreError, params};
use proof_support::{TestDb, World, both_databases};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::cases::for_random;

both_databases!(
    a_units_chain_is_itself_and_everything_above_it,
    a_branch_is_the_unit_and_everything_below_it_by_name,
    a_branch_is_searched_by_the_beginning_of_a_name,
    a_tree_may_be_deep,
    a_unit_keeps_what_it_was_made_of,
    a_unit_below_one_that_does_not_exist_is_refused,
    ancestry_is_the_tree_whatever_the_tree,
);

async fn chain_names(db: &Db, unit: UnitId) -> Vec<String> {
    units::chain(&mut db.read().await.unwrap(), unit).await.unwrap().into_iter().map(|unit| unit.name).collect()
}

async fn branch(db: &Db, root: UnitId, prefix: &str, most: i64) -> Vec<Unit> {
    units::in_branch(&mut db.read().await.unwrap(), root, prefix, most).await.unwrap()
}

fn names(units: &[Unit]) -> Vec<&str> {
    units.iter().map(|unit| unit.name.as_str()).collect()
}

async fn a_units_chain_is_itself_and_everything_above_it(db: TestDb) {
    let world = World::new(&db).await;
    let up = ["Vårdcentralen Ekbacken", "Ekbackens vårdenhet", "Norrsjö vård och omsorg", "Region Norrsjö"];
    assert_eq!(chain_names(&db, world.clinic).await, up);
    assert_eq!(chain_names(&db, world.region).await, ["Region Norrsjö"]);
    let expected = [world.clinic, world.care_unit, world.care_provider, world.region];
    assert_eq!(world.chain(world.clinic).await, expected);

    let mut read = db.read().await.unwrap();
    for unit in expected {
        assert_eq!(units::organisation_of(&mut read, unit).await.unwrap(), world.region);
    }
    let nowhere = UnitId::from_bytes([9; 16]);
    assert_eq!(units::chain(&mut read, nowhere).await.unwrap(), []);
    assert_eq!(units::chain_ids(&mut read, nowhere).await.unwrap(), []);
    assert_eq!(units::find(&mut read, nowhere).await.unwrap(), None);
    assert!(matches!(units::organisation_of(&mut read, nowhere).await, Err(StoreError::Missing)));
}

async fn a_branch_is_the_unit_and_everything_below_it_by_name(db: TestDb) {
    let world = World::new(&db).await;
    for name in ["Öppenvården", "Avdelning 12", "Äldrevården", "Avdelning 2", "Ångestmottagningen"] {
        world.unit(world.other_clinic, UnitKind::Entrance, name).await;
    }
    let below = branch(&db, world.other_clinic, "", 100).await;
    assert_eq!(
        names(&below),
        [
            "Avdelning 2",
            "Avdelning 12",
            "Barnmorskemottagningen Ekbacken",
            "Ångestmottagningen",
            "Äldrevården",
            "Öppenvården"
        ]
    );
    assert_eq!(branch(&db, world.clinic, "", 100).await.len(), 1);
    assert_eq!(branch(&db, world.region, "", 100).await.len(), 11);

    let ended = below.last().unwrap().id;
    world
        .change(ended, |tx, ended| {
            Box::pin(async move {
                tx.change_one("UPDATE unit SET ended_at = ?2 WHERE id = ?1", params![ended, tx.now()]).await
            })
        })
        .await;
    assert_eq!(branch(&db, world.region, "", 100).await.len(), 10, "a unit that has ended is in no list");
    let mut read = db.read().await.unwrap();
    assert_eq!(units::find(&mut read, ended).await.unwrap().unwrap().ended_at, Some(world.now));
    assert_eq!(names(&units::roots(&mut read).await.unwrap()), ["Region Norrsjö"]);
}

async fn a_branch_is_searched_by_the_beginning_of_a_name(db: TestDb) {
    let world = World::new(&db).await;
    assert_eq!(names(&branch(&db, world.region, "VÅRDC", 100).await), ["Vårdcentralen Ekbacken"]);
    assert_eq!(names(&branch(&db, world.region, "region n", 100).await), ["Region Norrsjö"]);
    assert_eq!(branch(&db, world.region, "vardc", 100).await, [], "å is a letter of its own");
    assert_eq!(branch(&db, world.region, "%", 100).await.len(), 6, "a mark is no letter, and finds what nothing finds");
    assert_eq!(branch(&db, world.region, "", 2).await.len(), 2);
    assert_eq!(branch(&db, world.clinic, "barn", 100).await, [], "the clinic beside is not below");
}

async fn a_tree_may_be_deep(db: TestDb) {
    let world = World::new(&db).await;
    let mut path = vec![world.clinic];
    for level in 1..=40 {
        let below = world.unit(path[path.len() - 1], UnitKind::Entrance, &format!("Nivå {level}")).await;
        path.push(below);
    }
    let mut expected: Vec<UnitId> = path.iter().rev().copied().collect();
    expected.extend([world.care_unit, world.care_provider, world.region]);
    assert_eq!(world.chain(path[40]).await, expected);
    assert_eq!(branch(&db, path[10], "", 100).await.len(), 31);
}

async fn a_unit_keeps_what_it_was_made_of(db: TestDb) {
    let world = World::new(&db).await;
    let new = NewUnit {
        parent: None,
        kind: UnitKind::Municipality,
        name: "Norrsjö kommun".to_owned(),
        hsa_id: Some(HsaId::parse("SE2321000016-3MKB").unwrap()),
        code: Some("0180".to_owned()),
        import_key: Some("kommun".to_owned()),
    };
    let id = world.change(new.clone(), |tx, new| Box::pin(units::add(tx, new))).await;
    let mut read = db.read().await.unwrap();
    let found = units::find(&mut read, id).await.unwrap().unwrap();
    let expected = Unit {
        id,
        parent: None,
        kind: new.kind,
        name: new.name,
        hsa_id: new.hsa_id,
        code: new.code,
        ended_at: None,
        version: 1,
    };
    assert_eq!(found, expected);
    assert_eq!(names(&units::roots(&mut read).await.unwrap()), ["Norrsjö kommun", "Region Norrsjö"]);
    for kind in UnitKind::ALL {
        assert_eq!(UnitKind::from_stored(kind.as_stored()), Some(kind));
    }
}

async fn a_unit_below_one_that_does_not_exist_is_refused(db: TestDb) {
    let world = World::new(&db).await;
    let orphan = NewUnit {
        parent: Some(UnitId::from_bytes([9; 16])),
        kind: UnitKind::Clinic,
        name: "Ingenstans".to_owned(),
        hsa_id: None,
        code: None,
        import_key: None,
    };
    let actor = world.system();
    let refused = db.write(&actor, orphan, |tx, orphan| {
        Box::pin(async move {
            let id = units::add(tx, orphan).await?;
            Ok::<_, StoreError>(behorig_store::Recorded::nothing_to_record(id, "a test"))
        })
    });
    assert!(refused.await.unwrap_err().is_conflict_on(StoreError::FOREIGN_KEY));
    assert_eq!(branch(&db, world.region, "", 100).await.len(), 6);
}

async fn ancestry_is_the_tree_whatever_the_tree(db: TestDb) {
    let world = World::new(&db).await;
    // Each unit hangs below one that was made before it, the first below nothing.
    let trees = vec(any::<prop::sample::Index>(), 1..14);
    for_random(12, file!(), trees, async |places| {
        let parents: Vec<Option<usize>> =
            places.iter().enumerate().map(|(own, place)| (own > 0).then(|| place.index(own))).collect();
        let made = world
            .change(parents.clone(), |tx, parents| {
                Box::pin(async move {
                    let mut made: Vec<UnitId> = Vec::new();
                    for (number, parent) in parents.iter().enumerate() {
                        let unit = NewUnit {
                            parent: parent.map(|parent| made[parent]),
                            kind: UnitKind::Clinic,
                            name: format!("Mottagning {number}"),
                            hsa_id: None,
                            code: None,
                            import_key: None,
                        };
                        made.push(units::add(tx, &unit).await?);
                    }
                    Ok(made)
                })
            })
            .await;
        let above = |own: usize| std::iter::successors(Some(own), |unit| parents[*unit]);
        for own in 0..made.len() {
            let expected: Vec<UnitId> = above(own).map(|unit| made[unit]).collect();
            prop_assert_eq!(world.chain(made[own]).await, expected);
            let below: BTreeSet<UnitId> = branch(&db, made[own], "", 100).await.iter().map(|unit| unit.id).collect();
            let expected = (0..made.len()).filter(|unit| above(*unit).any(|over| over == own));
            prop_assert_eq!(below, expected.map(|unit| made[unit]).collect::<BTreeSet<_>>());
        }
        Ok(())
    });
}
