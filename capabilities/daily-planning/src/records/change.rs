//! Who makes which visit, and when: one at a time, or many by tick.

use behorig_access::{AccountId, Service, UnitId};
use behorig_home_care::CareVisitId;
use behorig_home_care::records::has_care_on;
use behorig_live::topic::visits_of;
use behorig_registers::units;
use behorig_store::{ActivityType, FieldChange, Recorded, StoreError, Work, WriteTx, params};
use behorig_visit::{PageError, Rejected, Seat, require};
use behorig_web::Errors;
use behorig_web::forms::Message;
use jiff::ToSpan as _;
use jiff::civil::{Date, Time};

use super::KIND;
use super::board::{self, Colleague, can_be_moved};
use super::visit::{self, CareVisit, event};
use crate::fields::{DAY, STAFF, TIME};
use crate::rules::times::{day_of, instant_of, typed_time};

/// A visit is moved at most this many days from the day that it stands for.
pub(crate) const DAYS_AWAY: i32 = 14;

/// One visit to another person, day or time.
#[derive(Debug, Clone)]
pub(crate) struct Move {
    pub seat: Seat,
    pub visit: CareVisitId,
    pub version: i64,
    /// Which of its places.
    pub place: i64,
    /// Whoever is to have it; nobody yet.
    pub who: Option<AccountId>,
    pub day: Date,
    pub time: Time,
}

/// Moves a visit. Service 415 at its unit. What it answers is the day where it now stands.
pub(crate) fn move_visit<'t>(tx: &'t mut WriteTx, input: &'t Move) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let now = tx.now();
        let viewer = input.seat.viewer(tx, now).await?;
        let (visit, rights) = visit::for_planner(tx, &viewer, input.visit, now).await?;
        if visit.version != input.version {
            return Err(StoreError::Stale.into());
        }
        let staff = board::plannable(tx, visit.unit, input.day, now).await?;
        let mut errors = wrong_with(&visit, input, &staff, day_of(now));
        if input.day != visit.day && !has_care_on(tx, visit.customer, input.day).await? {
            errors.add(&DAY, "planning-wrong-no-care");
        }
        if !errors.is_empty() {
            return Err(errors.into());
        }
        let Some(from) = instant_of(input.day, input.time) else { return Err(PageError::Malformed("no time").into()) };
        let to = from.plus_millis(visit.planned_to.millis_since(visit.planned_from));
        let mut changes = Vec::new();
        let (was, is) = (when(&visit), format!("{} {}–{}", input.day, typed_time(from), typed_time(to)));
        if was != is {
            changes.push(FieldChange { field: "time".to_owned(), old: Some(was), new: Some(is) });
        }
        tx.change_one(
            "UPDATE visit SET day = ?2, planned_from = ?3, planned_to = ?4, touched = TRUE, version = version + 1
             WHERE id = ?1 AND version = ?5",
            params![visit.id, input.day.to_string(), from, to, visit.version],
        )
        .await?;
        tx.put("UPDATE visit_staff SET day = ?2 WHERE visit_id = ?1", params![visit.id, input.day.to_string()])?;
        changes.extend(give_place(tx, &visit, input.place, input.who, input.day).await?);
        tx.touch(visits_of(visit.unit));
        let told = event(ActivityType::Write, "daily-planning.move", &rights.chain, std::iter::once(&visit));
        let recorded = tx.record(told.with_args(visit.id.to_string())).await?;
        tx.history(&recorded, KIND, visit.id.uuid(), &changes).await?;
        Ok(recorded.with(crate::pages::board_path(visit.unit, input.day)))
    })
}

fn wrong_with(visit: &CareVisit, input: &Move, staff: &[Colleague], today: Date) -> Errors {
    let mut errors = Errors::new();
    if !can_be_moved(visit) {
        errors.add_general("planning-wrong-not-planned");
    }
    if !(1..=visit.staff_needed).contains(&input.place) {
        errors.add_general("planning-wrong-no-place");
    }
    if let Some(who) = input.who {
        let elsewhere = visit.place_of(who).is_some_and(|place| place.place != input.place);
        if !staff.iter().any(|one| one.account == who) {
            errors.add(&STAFF, "planning-wrong-not-plannable");
        } else if elsewhere {
            errors.add(&STAFF, "planning-wrong-twice");
        }
    }
    if input.day != visit.day {
        let away = |days: i32| visit.occasion.checked_add(days.days()).unwrap_or(visit.occasion);
        if input.day < today || input.day < away(-DAYS_AWAY) || input.day > away(DAYS_AWAY) {
            errors.add(&DAY, Message::new("planning-wrong-day").with("days", DAYS_AWAY));
        }
    } else if instant_of(input.day, input.time).is_none() {
        errors.add(&TIME, "planning-time-wrong");
    }
    errors
}

/// When a visit is planned, as history has it.
fn when(visit: &CareVisit) -> String {
    format!("{} {}–{}", visit.day, typed_time(visit.planned_from), typed_time(visit.planned_to))
}

/// Gives a place to somebody, or takes it back; what that changed, if anything.
async fn give_place(
    tx: &mut WriteTx,
    visit: &CareVisit,
    place: i64,
    who: Option<AccountId>,
    day: Date,
) -> Result<Option<FieldChange>, StoreError> {
    let held = visit.at_place(place);
    if held.map(|held| held.account) == who {
        return Ok(None);
    }
    tx.put("DELETE FROM visit_staff WHERE visit_id = ?1 AND place = ?2", params![visit.id, place])?;
    if let Some(who) = who {
        tx.put(
            "INSERT INTO visit_staff (visit_id, place, account_id, day) VALUES (?1, ?2, ?3, ?4)",
            params![visit.id, place, who, day.to_string()],
        )?;
    }
    // Ids, and not names: who is shown to whom is decided when it is read.
    let id = |account: AccountId| account.to_string();
    Ok(Some(FieldChange { field: "staff".to_owned(), old: held.map(|held| id(held.account)), new: who.map(id) }))
}

/// Many places to one person.
#[derive(Debug, Clone)]
pub(crate) struct Give {
    pub seat: Seat,
    pub unit: UnitId,
    pub day: Date,
    /// Each visit, its place, and the version in which it was seen.
    pub places: Vec<(CareVisitId, i64, i64)>,
    /// Whoever is to have them; nobody.
    pub who: Option<AccountId>,
}

/// Gives many places to one person, all or none. Service 415 at the unit.
pub(crate) fn give<'t>(tx: &'t mut WriteTx, input: &'t Give) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let now = tx.now();
        let viewer = input.seat.viewer(tx, now).await?;
        require(tx, &viewer, Service::PlanVisits, input.unit, now).await?;
        let staff = board::plannable(tx, input.unit, input.day, now).await?;
        let mut errors = Errors::new();
        if input.who.is_some_and(|who| !staff.iter().any(|one| one.account == who)) {
            errors.add(&STAFF, "planning-wrong-not-plannable");
        }
        let (mut given, mut stale) = (Vec::new(), 0);
        for (id, place, version) in &input.places {
            let found = visit::find(tx, *id).await?.filter(|visit| visit.unit == input.unit && visit.day == input.day);
            match found {
                Some(visit) if visit.version == *version && can_be_moved(&visit) => {
                    if !(1..=visit.staff_needed).contains(place) {
                        return Err(PageError::Malformed("no such place").into());
                    }
                    given.push((visit, *place));
                }
                _ => stale += 1,
            }
        }
        if stale > 0 {
            errors.add_general(Message::new("planning-some-changed").with("count", stale));
        }
        let twice = given.iter().enumerate().any(|(at, (visit, place))| {
            let has_other = |one: AccountId| visit.place_of(one).is_some_and(|held| held.place != *place);
            let ticked_both = given.iter().skip(at + 1).any(|(other, _)| other.id == visit.id);
            input.who.is_some_and(|who| has_other(who) || ticked_both)
        });
        if twice {
            errors.add(&STAFF, "planning-wrong-twice");
        }
        if !errors.is_empty() {
            return Err(errors.into());
        }
        record_given(tx, input, &given).await
    })
}

async fn record_given(
    tx: &mut WriteTx,
    input: &Give,
    given: &[(CareVisit, i64)],
) -> Result<Recorded<String>, Rejected> {
    tx.touch(visits_of(input.unit));
    let chain = units::chain(tx, input.unit).await?;
    let told = event(ActivityType::Write, "daily-planning.give", &chain, given.iter().map(|(visit, _)| visit));
    let recorded = tx.record(told).await?;
    for (at, (visit, place)) in given.iter().enumerate() {
        // Both places of a visit can be ticked to take both back; it is one change of the visit.
        if given.iter().take(at).all(|(earlier, _)| earlier.id != visit.id) {
            tx.change_one(
                "UPDATE visit SET touched = TRUE, version = version + 1 WHERE id = ?1 AND version = ?2",
                params![visit.id, visit.version],
            )
            .await?;
        }
        let changed = give_place(tx, visit, *place, input.who, input.day).await?;
        tx.history(&recorded, KIND, visit.id.uuid(), changed.as_slice()).await?;
    }
    Ok(recorded.with(crate::pages::board_path(input.unit, input.day)))
}
