//! Clinics at work: what they say of themselves, who answers there, whom they have let in, and two weeks of cases in every state.
//!
//! Everything is made by the functions that the pages use, by whoever would do it and at the time when it happened.

mod answers;
mod done;
mod mail;
mod open;
mod player;
mod scene;
mod settings;
mod story;
mod when;

use behorig_access::{
    Basis, BuiltIn, CaseTypeId, GroupId, Holder, Instant, ObjectKind, ObjectRef, Period, PersonId, UnitId,
};
use behorig_cases::records::{NewAbsence, NewGroup, begin_absence, save_group};
use behorig_registers::grants::{self, NewGrant};
use behorig_registers::units;
use behorig_store::{Actor, Db, Event, FieldChange, Recorded, StoreError, Tx, params};
use behorig_web::{Lang, format};
use jiff::ToSpan as _;

use crate::BuildError;
use crate::people::test_people;
use scene::{Known, Resident, Scene, Type, known};
use settings::{CLINICS, Said};
use when::{Calendar, When};

/// How many of the residents of the neighbouring clinic a clinic without any lets in.
const LET_IN: usize = 8;
/// To whom the restricted type is handed out: for how many days from now, or until further notice.
const HANDED_OUT_FOR: [Option<i64>; 6] = [Some(12), Some(45), None, Some(80), None, Some(20)];

/// Fills the clinics and plays their cases.
pub(crate) async fn set(db: &Db, now: Instant) -> Result<(), BuildError> {
    let calendar = Calendar::before(now);
    let begun = calendar.at(When::Day(14, 8, 0));
    let mut neighbours: Vec<Resident> = Vec::new();
    for said in &CLINICS {
        let mut read = db.read().await?;
        let (unit,): (UnitId,) = read.one("SELECT id FROM unit WHERE import_key = ?1", params![said.unit]).await?;
        let mut scene = Scene::of(&mut read, unit, begun).await?;
        drop(read);
        let actor = scene.staff_actor(scene.administrator()?, begun);
        scene.types = fill_in(db, &actor, said, unit).await?;
        if scene.residents.is_empty() {
            let let_in: Vec<Resident> = neighbours.iter().take(LET_IN).cloned().collect();
            let persons = let_in.iter().map(|resident| resident.person).collect();
            let actor = scene.staff_actor(scene.administrator()?, begun);
            give(db, &actor, Giving { unit, persons, case_type: None, to: Vec::new() }).await?;
            scene.residents = let_in;
        } else if neighbours.is_empty() {
            neighbours.clone_from(&scene.residents);
        }
        if said.operates {
            busy(db, &mut scene, &calendar).await?;
        } else {
            player::play(db, &scene, &calendar, &done::few()).await?;
        }
    }
    Ok(())
}

async fn fill_in(db: &Db, actor: &Actor, said: &'static Said, unit: UnitId) -> Result<Vec<Type>, StoreError> {
    db.write(actor, (said, unit), |tx, (said, unit)| {
        Box::pin(async move {
            let types = said.fill_in(tx, *unit, 2).await?;
            let recorded: Recorded<()> = tx.record(Event::change("demo.build", "clinic", unit)).await?;
            Ok::<_, StoreError>(recorded.with(types))
        })
    })
    .await
}

/// The clinic of the test people: a group, somebody who is away, a restricted type that is handed out, and many cases.
async fn busy(db: &Db, scene: &mut Scene, calendar: &Calendar) -> Result<(), BuildError> {
    // The stories count handlers so: Maria Johansson, Ali Rezai, another physician, a physiotherapist, the rest.
    let order = |staff: &scene::Staff| match (staff.name.as_str(), staff.title.as_deref()) {
        ("Maria Johansson", _) => 0,
        ("Ali Rezai", _) => 1,
        (_, Some("Leg. Läkare")) => 2,
        (_, Some("Leg. Fysioterapeut")) => 3,
        _ => 4,
    };
    scene.handlers.sort_by_key(order);
    scene.receivers.sort_by_key(order);
    scene.first_of_group = 1;
    let begun = calendar.at(When::Day(14, 9, 0));
    scene.group = Some(make_group(db, scene, begun).await?);
    let mut read = db.read().await?;
    scene.known = Some(the_known(&mut read).await?);
    let recovering = test_person(&mut read, "invanare-utdelad").await?;
    drop(read);
    scene.handed_out = scene.residents.iter().rev().take(HANDED_OUT_FOR.len() - 1).cloned().collect();
    scene.handed_out.insert(1, recovering);
    hand_out(db, scene, begun).await?;
    let mut stories = open::received();
    stories.extend(open::assigned());
    stories.extend(open::under_way());
    stories.extend(done::closed());
    stories.extend(done::told());
    player::play(db, scene, calendar, &stories).await?;
    mail::post(db, scene, calendar).await?;
    go_away(db, scene, calendar.at(When::Ago(20))).await?;
    Ok(())
}

async fn make_group(db: &Db, scene: &Scene, at: Instant) -> Result<GroupId, StoreError> {
    let members = scene.handlers.iter().take(3).map(|staff| staff.account).collect();
    let group = NewGroup { existing: None, unit: scene.unit.id, name: "Recept och intyg".to_owned(), members };
    let actor = scene.staff_actor(scene.receiver()?, at);
    db.write(&actor, group, |tx, group| Box::pin(save_group(tx, group))).await
}

/// The second physician is away, and Ali Rezai takes the cases.
async fn go_away(db: &Db, scene: &Scene, at: Instant) -> Result<(), StoreError> {
    let today = format::local(at.0).date();
    let absence = NewAbsence {
        account: scene.handler(2)?.account,
        from: at,
        to: Some(behorig_clinics::end_of_day(today.saturating_add(12.days()))),
        substitute: Some(scene.handler(1)?.account),
    };
    let actor = scene.staff_actor(scene.receiver()?, at);
    db.write(&actor, absence, |tx, absence| Box::pin(begin_absence(tx, absence))).await
}

async fn test_person(tx: &mut Tx, key: &str) -> Result<Resident, StoreError> {
    let people = test_people();
    let (place, person) = people.iter().enumerate().find(|(_, person)| person.key == key).ok_or(StoreError::Missing)?;
    known(tx, person.number, 60 + place).await
}

async fn the_known(tx: &mut Tx) -> Result<Known, StoreError> {
    let child = crate::people::child().ok_or(StoreError::Missing)?;
    Ok(Known {
        nora: test_person(tx, "invanare").await?,
        guardian: test_person(tx, "vardnadshavare").await?,
        child: known(tx, child, 59).await?,
    })
}

async fn hand_out(db: &Db, scene: &Scene, at: Instant) -> Result<(), StoreError> {
    let today = format::local(at.0).date();
    let last = |days: i64| behorig_clinics::end_of_day(today.saturating_add(days.days()));
    let giving = Giving {
        unit: scene.unit.id,
        persons: scene.handed_out.iter().map(|resident| resident.person).collect(),
        case_type: Some((scene.own()?.id, scene.own()?.name.clone())),
        // From two weeks ago, so that the days are counted from today.
        to: HANDED_OUT_FOR.iter().map(|days| days.map(|days| last(days + 20))).collect(),
    };
    give(db, &scene.staff_actor(scene.administrator()?, at), giving).await
}

struct Giving {
    unit: UnitId,
    persons: Vec<PersonId>,
    /// A case type that is handed out; none for an approval.
    case_type: Option<(CaseTypeId, String)>,
    /// Until when, one after the other; none of them is until further notice.
    to: Vec<Option<Instant>>,
}

/// Approves residents or hands a case type out to them, as the local administrators do.
async fn give(db: &Db, actor: &Actor, giving: Giving) -> Result<(), StoreError> {
    db.write(actor, giving, |tx, giving| {
        Box::pin(async move {
            let now = tx.now();
            let organisation = units::organisation_of(tx, giving.unit).await?;
            let template =
                if giving.case_type.is_some() { BuiltIn::HandedOutCaseType } else { BuiltIn::ApprovedResident };
            let role = grants::role_of_template(tx, organisation, template).await?;
            let mut given = Vec::with_capacity(giving.persons.len());
            for (place, person) in giving.persons.iter().enumerate() {
                let object = giving.case_type.as_ref().map(|(id, _)| as_object(*id));
                let period = Period { from: now, to: giving.to.get(place).copied().flatten() };
                let (holder, basis) = (Holder::Person(*person), Basis::LocalAdministrator);
                let grant = NewGrant { holder, role, unit: giving.unit, branch: false, object, period, basis };
                given.push((grants::give(tx, &grant).await?, period.to));
            }
            let recorded = tx.record(Event::change("demo.build", "grant", giving.unit)).await?;
            for (grant, to) in given {
                tx.history(&recorded, "grant", grant.uuid(), &[beginning(giving, to)]).await?;
            }
            Ok::<_, StoreError>(recorded)
        })
    })
    .await
}

fn as_object(case_type: CaseTypeId) -> ObjectRef {
    ObjectRef { kind: ObjectKind::CaseType, id: case_type.as_object() }
}

/// How a grant began, as its history tells it.
fn beginning(giving: &Giving, to: Option<Instant>) -> FieldChange {
    let until = format::until(Lang::Sv, to.map(|to| format::local(to.plus_millis(-1).0).date()));
    let (field, new) = match &giving.case_type {
        Some((_, name)) => ("case-type", format!("{name}, {until}")),
        None => ("approval", until),
    };
    FieldChange { field: field.to_owned(), old: None, new: Some(new) }
}
