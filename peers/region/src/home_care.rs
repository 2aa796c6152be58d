//! Home care at work: customers with decisions and plans, four weeks of visits that were made, and a year that is planned.
//!
//! Customers and plans are made by the functions that the pages use, as of four weeks ago, so that the visits up to today are there to
//! be made. Only that they were made is written here row by row.

use behorig_access::{AccountId, GrantId, Instant, ObjectId, PersonId, UnitId};
use behorig_home_care::records::{
    NewAssignment, NewIntervention, NewPause, PauseReason, add_assignment, add_customer, add_intervention, add_pause,
};
use behorig_home_care::rules::amounts::{Law, Per};
use behorig_home_care::rules::recurrence::{Recurrence, Weekdays};
use behorig_home_care::{CareVisitId, CustomerId, Deviation, Pause, VisitState};
use behorig_registers::grants;
use behorig_registers::persons::{LocalRegister, PersonRegister};
use behorig_store::{Actor, Db, Door, Event, StoreError, WriteTx, params};
use behorig_web::format;
use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::BuildError;
use crate::dice::Dice;

/// The unit of the test people.
const UNIT: &str = "HEMTJANST-0680-N";
/// Customers of that unit besides those whom somebody follows.
const OTHERS: i64 = 9;
/// The plans begin so many days ago.
const DAYS_BACK: i32 = 28;
/// Staff are named for the visits of so many days to come.
const NAMED_AHEAD: i32 = 3;
/// Whoever makes visits there.
const STAFF: [&str; 3] = ["linnea.bergqvist", "ahmad.karimi", "joakim.friberg"];
/// A visit each day of the week, by its bits.
const EVERY_DAY: i64 = 0x7f;

/// A part of somebody's plan.
struct Part {
    name: &'static str,
    law: Law,
    /// What is decided, in minutes a week.
    granted: i64,
    weekdays: i64,
    every_weeks: i64,
    start: i64,
    window_to: Option<i64>,
    length: i64,
    staff: i64,
}

const fn part(name: &'static str, law: Law, granted: i64, weekdays: i64, start: i64, length: i64) -> Part {
    Part { name, law, granted, weekdays, every_weeks: 1, start, window_to: None, length, staff: 1 }
}

/// What each customer gets, one after the other and then from the beginning.
const PLANS: [&[Part]; 5] = [
    &[
        part("Omvårdnad", Law::Sol, 210, EVERY_DAY, 8 * 60, 30),
        part("Måltidshjälp", Law::Sol, 140, EVERY_DAY, 12 * 60, 20),
        part("Dusch", Law::Sol, 90, 0b0001_0010, 10 * 60, 45),
        Part { every_weeks: 2, ..part("Städ", Law::Sol, 45, 0b0000_1000, 13 * 60, 90) },
    ],
    &[
        part("Tillsyn", Law::Sol, 105, EVERY_DAY, 20 * 60, 15),
        part("Delegerad HSL-insats", Law::Hsl, 140, EVERY_DAY, 8 * 60 + 30, 20),
        Part { window_to: Some(15 * 60), ..part("Promenad", Law::Sol, 80, 0b0001_0101, 13 * 60, 30) },
    ],
    &[
        Part { staff: 2, ..part("Omvårdnad", Law::Sol, 630, EVERY_DAY, 7 * 60 + 15, 45) },
        Part { staff: 2, ..part("Kvällshjälp", Law::Sol, 315, EVERY_DAY, 19 * 60, 45) },
        part("Natthjälp", Law::Sol, 210, EVERY_DAY, 23 * 60 + 45, 30),
    ],
    &[
        part("Inköp", Law::Sol, 60, 0b0000_0010, 11 * 60, 60),
        part("Tvätt", Law::Sol, 45, 0b0001_0000, 9 * 60 + 15, 45),
        part("Matdistribution", Law::Sol, 70, EVERY_DAY, 11 * 60 + 30, 10),
    ],
    &[
        part("Ledsagarservice", Law::Lss, 180, 0b0010_0000, 10 * 60, 120),
        part("Boendestöd", Law::Sol, 120, 0b0000_0101, 14 * 60, 60),
    ],
];

/// Makes the customers of every home-care unit that somebody follows, and a whole unit of them where the test people work.
pub(crate) async fn set(db: &Db, now: Instant) -> Result<(), BuildError> {
    let begun = now.plus_millis(-i64::from(DAYS_BACK) * 24 * 3_600_000);
    let mut read = db.read().await?;
    let (unit,): (UnitId,) = read.one("SELECT id FROM unit WHERE import_key = ?1", params![UNIT]).await?;
    let followed: Vec<(ObjectId, UnitId)> = read
        .all("SELECT DISTINCT object_id, unit_id FROM grants WHERE object_kind = 'customer' ORDER BY 1, 2", params![])
        .await?;
    let others: Vec<(PersonId,)> = read
        .all(
            "SELECT p.id FROM person p
             WHERE p.municipality_code = '0680' AND p.birth_date < '1950-01-01' AND p.deceased_on IS NULL
               AND NOT EXISTS (SELECT 1 FROM grants g WHERE g.object_kind = 'customer' AND g.object_id = p.id)
             ORDER BY p.sort_key, p.id LIMIT ?1",
            params![OTHERS],
        )
        .await?;
    drop(read);
    let mut people: Vec<(PersonId, UnitId)> =
        followed.into_iter().map(|(person, unit)| (PersonId::new(person.uuid()), unit)).collect();
    // The test people's own come first, so that each demo tells the same of them.
    people.sort_by_key(|(_, at)| *at != unit);
    let here = people.iter().filter(|(_, at)| *at == unit).count();
    people.splice(here..here, others.into_iter().map(|(person,)| (person, unit)));
    let actor = Actor::system(Door::Import, begun);
    for (place, (person, at)) in people.into_iter().enumerate() {
        let input = (person, at, place, at == unit);
        db.write(&actor, input, |tx, (person, unit, place, whole)| {
            Box::pin(async move {
                let customer = admit(tx, *unit, *person, *place, *whole).await?;
                tx.record(Event::change("demo.build", "customer", customer)).await
            })
        })
        .await?;
    }
    look_back(db, unit, now).await?;
    ending_soon(db, now).await
}

async fn admit(
    tx: &mut WriteTx,
    unit: UnitId,
    person: PersonId,
    place: usize,
    whole: bool,
) -> Result<CustomerId, StoreError> {
    let today = format::local(tx.now().0).date();
    let from = today.saturating_sub(90.days());
    let details = LocalRegister.by_id(tx, person).await?.ok_or(StoreError::Missing)?;
    let customer = add_customer(tx, unit, &details, from).await?;
    let plan = PLANS.get(place % PLANS.len()).copied().unwrap_or_default();
    for (nth, one) in plan.iter().enumerate().take(if whole { plan.len() } else { 1 }) {
        // One decision of one customer ends in three weeks from the demo's own day: the page warns of it.
        let ends = (place == 1 && nth == 2).then(|| today.saturating_add((DAYS_BACK + 21).days()));
        let decided = NewIntervention {
            name: one.name.to_owned(),
            law: one.law,
            minutes: one.granted,
            per: Per::Week,
            decided_on: from,
            from,
            to: ends,
        };
        let intervention = add_intervention(tx, customer, &decided).await?;
        let recurrence = Recurrence {
            weekdays: Weekdays::from_bits(one.weekdays).unwrap_or_default(),
            every_weeks: one.every_weeks,
            from,
            to: None,
            // Neighbours are visited one after the other.
            start: one.start + 10 * i64::try_from(place % 4).unwrap_or(0),
            window_to: one.window_to.map(|to| to + 30),
            length: one.length,
        };
        let interventions = vec![(intervention, one.length.min(30.max(one.length - 5)))];
        add_assignment(tx, customer, &NewAssignment { recurrence, staff_needed: one.staff, interventions }).await?;
    }
    if whole && place == 2 {
        let away = Pause {
            from: today.saturating_add((DAYS_BACK + 5).days()),
            to: Some(today.saturating_add((DAYS_BACK + 9).days())),
        };
        add_pause(tx, customer, &NewPause { days: away, reason: PauseReason::Hospital }).await?;
    }
    Ok(customer)
}

/// A visit that was planned for a time that has come.
type Been = (CareVisitId, String, Instant, Instant, i64, String);

/// The visits of the unit up to now were made, or not, and somebody is named for those of the next days.
async fn look_back(db: &Db, unit: UnitId, now: Instant) -> Result<(), BuildError> {
    let today = format::local(now.0).date();
    let mut read = db.read().await?;
    let mut staff: Vec<AccountId> = Vec::new();
    for user_name in STAFF {
        let (id,) = read.one("SELECT id FROM account WHERE user_name_key = ?1", params![user_name]).await?;
        staff.push(id);
    }
    let last = today.saturating_add(NAMED_AHEAD.days()).to_string();
    let visits: Vec<Been> = read
        .all(
            "SELECT id, day, planned_from, planned_to, staff_needed, interventions FROM visit
             WHERE unit_id = ?1 AND day <= ?2 AND state = 'planned' ORDER BY day, planned_from, id",
            params![unit, last],
        )
        .await?;
    drop(read);
    let actor = Actor::system(Door::Import, now);
    db.write(&actor, (visits, staff, unit), |tx, (visits, staff, unit)| {
        Box::pin(async move {
            let mut dice = Dice::new(21);
            let now = tx.now();
            for visit in visits {
                make(tx, &mut dice, staff, visit, now)?;
            }
            tx.record(Event::change("demo.build", "unit", unit)).await
        })
    })
    .await?;
    Ok(())
}

/// Names whoever makes a visit and, where its time has come, says what came of it.
fn make(
    tx: &mut WriteTx,
    dice: &mut Dice,
    staff: &[AccountId],
    (id, day, from, to, needed, interventions): &Been,
    now: Instant,
) -> Result<(), StoreError> {
    let is_over = to.plus_millis(30 * 60_000) < now;
    let outcome = dice.below(40);
    let late = 60_000 * i64::try_from(dice.below(12)).unwrap_or(0);
    let longer = 60_000 * i64::try_from(dice.below(8)).unwrap_or(0);
    let (state, deviation, note) = match outcome {
        _ if !is_over => (VisitState::Planned, None, None),
        0 => (VisitState::Absent, Some(Deviation::CustomerAway), Some("Ingen öppnade. Dottern är underrättad.")),
        1 => (VisitState::Declined, Some(Deviation::CustomerDeclined), None),
        2 => (VisitState::Performed, Some(Deviation::LongerNeeded), Some("Behövde mer hjälp än vanligt.")),
        _ => (VisitState::Performed, None, None),
    };
    let longer = if outcome == 2 { longer + 15 * 60_000 } else { longer - 3 * 60_000 };
    let done = state == VisitState::Performed;
    let began = done.then(|| from.plus_millis(late));
    let ended = done.then(|| to.plus_millis((late + longer).max(2 * 60_000 - (to.0 - from.0))));
    tx.put(
        "UPDATE visit SET state = ?2, touched = TRUE, performed_from = ?3, performed_to = ?4, deviation = ?5, note = ?6,
             version = version + 1
         WHERE id = ?1",
        params![id, state.as_stored(), began, ended, deviation.map(Deviation::as_stored), note],
    )?;
    let evening = format::local(from.0).hour() >= 17;
    let first = if evening { 2 } else { dice.below(2) };
    for place in 0..usize::try_from(*needed).unwrap_or(1) {
        let Some(account) = staff.get((first + place) % staff.len().max(1)) else { continue };
        let number = i64::try_from(place).unwrap_or(0) + 1;
        tx.put(
            "INSERT INTO visit_staff (visit_id, place, account_id, day, started_at, stopped_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![id, number, account, day, began, ended],
        )?;
    }
    for name in interventions.lines().filter(|_| done) {
        tx.put("INSERT INTO visit_intervention (visit_id, name, performed) VALUES (?1, ?2, TRUE)", params![id, name])?;
    }
    Ok(())
}

/// One relative's permission ends in three weeks, so that renewal is asked for.
async fn ending_soon(db: &Db, now: Instant) -> Result<(), BuildError> {
    let mut read = db.read().await?;
    let (grant, version): (GrantId, i64) = read
        .one(
            "SELECT g.id, g.version FROM grants g JOIN account a ON a.id = g.holder_account
             WHERE a.user_name_key = ?1 AND g.object_kind = 'customer'",
            params!["johan.aberg"],
        )
        .await?;
    drop(read);
    let last: Date = format::local(now.0).date().saturating_add(21.days());
    let end = last.to_zoned(format::stockholm().clone()).map_or(now, |at| Instant(at.timestamp().as_millisecond()));
    let actor = Actor::system(Door::Import, now);
    db.write(&actor, (grant, version, end), |tx, (grant, version, end)| {
        Box::pin(async move {
            grants::change_end(tx, *grant, *version, Some(*end)).await?;
            tx.record(Event::change("demo.build", "grant", grant)).await
        })
    })
    .await?;
    Ok(())
}
