//! What hangs on the end of an access, on both databases.

use std::sync::Arc;

use behorig_access::{Assurance, BuiltIn, Hat, ObjectKind, ObjectRef};
use behorig_registers::persons::LocalRegister;
use behorig_store::{Db, params};
use behorig_visit::{HatChoice, NewSession, SessionLimits, Token};
use proof_support::{TestDb, World, both_databases};

use behorig_visit::{AccessEnd, AccessEnded};

use super::*;

both_databases!(what_the_program_hangs_on_is_done_in_the_same_transaction, what_fails_there_undoes_all_of_it);

/// An administrator of the clinic at work, and a resident with an approval and a case type there.
async fn scene(world: &World) -> (Desk, PersonId, [GrantId; 2]) {
    let anna = world.account("Anna Ek").at(world.clinic).await;
    world.grant(anna, BuiltIn::LocalAdministrator, world.clinic).await;
    let choice = HatChoice { hat: Hat::Staff, account: Some(anna), person: None, unit: Some(world.clinic) };
    let session = world
        .change(choice, |tx, choice| {
            Box::pin(async move {
                let token = Token::random().unwrap();
                let new = NewSession {
                    choice: *choice,
                    assurance: Assurance::High,
                    method: "bankid",
                    address: None,
                    agent: None,
                };
                behorig_visit::open(tx, &token, &new, SessionLimits::default()).await
            })
        })
        .await;
    let seat = Seat {
        session,
        holder: Holder::Account(anna),
        hat: Hat::Staff,
        hat_unit: Some(world.clinic),
        assurance: Assurance::High,
        reader: Arc::default(),
    };
    let sven = world.resident("Sven Lind").await;
    let approval = world.grant(sven, BuiltIn::ApprovedResident, world.clinic).await;
    let object = ObjectRef { kind: ObjectKind::CaseType, id: CaseTypeId::from_bytes([7; 16]).as_object() };
    let handed_out = world.grant(sven, BuiltIn::HandedOutCaseType, world.clinic).for_object(object).await;
    (Desk { seat, register: Arc::new(LocalRegister) }, sven, [approval, handed_out])
}

async fn notes(world: &World) -> Vec<String> {
    let mut read = world.db().read().await.unwrap();
    let rows: Vec<(String,)> =
        read.all("SELECT value FROM setting WHERE key LIKE 'told.%' ORDER BY key", params![]).await.unwrap();
    rows.into_iter().map(|(value,)| value).collect()
}

async fn live(world: &World, person: PersonId) -> usize {
    let mut read = world.db().read().await.unwrap();
    super::super::live_at(&mut read, world.clinic, &[person], world.now).await.unwrap().len()
}

/// Writes down whose access ended, and how much they still hold there.
fn telling() -> AccessEnded {
    AccessEnded::nothing().and(|tx, end| {
        Box::pin(async move {
            let AccessEnd::Resident { person, unit } = end else { return Ok(()) };
            let now = tx.now();
            let left = super::super::live_at(tx, unit, &[person], now).await?.len();
            let (key, value) = (format!("told.{}", tx.new_uuid()), format!("{person} {left}"));
            tx.execute("INSERT INTO setting (key, value) VALUES (?1, ?2)", params![key, value]).await?;
            Ok(())
        })
    })
}

async fn removed(db: &Db, world: &World, input: Remove) -> Result<String, Rejected> {
    db.write(&world.system(), input, remove).await
}

async fn what_the_program_hangs_on_is_done_in_the_same_transaction(db: TestDb) {
    let world = World::new(&db).await;
    let (desk, sven, [approval, handed_out]) = scene(&world).await;
    let taken = Alter { desk: desk.clone(), grant: handed_out, version: 1, access_ended: telling(), to: None };
    db.db().write(&world.system(), taken, take_back).await.unwrap();
    assert_eq!(notes(&world).await, [format!("{sven} 1")], "told after the end, and what is left can be asked");
    let residents = vec![(approval, format!("{approval}.1"))];
    removed(db.db(), &world, Remove { desk, access_ended: telling(), residents }).await.unwrap();
    assert_eq!(notes(&world).await, [format!("{sven} 1"), format!("{sven} 0")]);
}

async fn what_fails_there_undoes_all_of_it(db: TestDb) {
    let world = World::new(&db).await;
    let (desk, sven, [approval, handed_out]) = scene(&world).await;
    let mut seen = [format!("{approval}.1"), format!("{handed_out}.1")];
    seen.sort();
    let access_ended = AccessEnded::nothing().and(|_, _| Box::pin(std::future::ready(Err(StoreError::Missing))));
    let residents = vec![(handed_out, seen.join(" "))];
    let outcome = removed(db.db(), &world, Remove { desk, access_ended, residents }).await;
    assert!(outcome.is_err());
    assert_eq!(live(&world, sven).await, 2);
}
