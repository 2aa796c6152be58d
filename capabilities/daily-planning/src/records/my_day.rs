//! The visits that somebody has on a day, and those of the unit that could be taken over.

use behorig_access::{AccountId, Instant, Scope, Service, UnitId, Viewer};
use behorig_home_care::{CareVisitId, VisitState};
use behorig_live::topic::visits_of;
use behorig_registers::{UnitsInScope, units};
use behorig_store::{ActivityType, FieldChange, StoreError, ToParam, Tx, Work, WriteTx, params};
use behorig_visit::{PageError, Rejected, Seat, require};
use behorig_web::Errors;
use jiff::ToSpan as _;
use jiff::civil::Date;

use super::visit::{self, CareVisit, PLACE, StoredPlace, TABLES, account_of, columns, event, put_places};
use super::{KIND, board};
use crate::rules::times::day_of;

/// A stop that was forgotten longer ago than this is for a planner to correct. In days.
const REMEMBERED: i32 = 14;

/// The visits that somebody has on a day at the units of the scope, in order of time; and before them those of earlier days that
/// were begun and never stopped.
pub(crate) async fn own_visits(
    tx: &mut Tx,
    account: AccountId,
    scope: &Scope,
    day: Date,
) -> Result<Vec<CareVisit>, StoreError> {
    let filter = UnitsInScope::of(scope, "v.unit_id", 4);
    let (of_day, since) = (day.to_string(), day.checked_sub(REMEMBERED.days()).unwrap_or(day).to_string());
    let mut bound = vec![account.to_param(), of_day.to_param(), since.to_param()];
    bound.extend(filter.params());
    let condition = format!(
        "w.account_id = ?1 AND w.day >= ?3 AND {}
         AND (w.day = ?2 OR (w.day < ?2 AND w.started_at IS NOT NULL AND w.stopped_at IS NULL AND v.state = 'ongoing'))",
        filter.sql()
    );
    let visits = format!(
        "SELECT {} FROM {TABLES} JOIN visit_staff w ON w.visit_id = v.id
         WHERE {condition} ORDER BY v.planned_from, v.id",
        columns()
    );
    let places = format!(
        "SELECT {} FROM visit_staff w JOIN visit v ON v.id = w.visit_id
         JOIN visit_staff o ON o.visit_id = v.id JOIN account a ON a.id = o.account_id
         WHERE {condition}",
        PLACE.replace("w.", "o.")
    );
    let (mut visits, places) =
        tx.two::<CareVisit, StoredPlace>((visits.as_str(), &bound), (places.as_str(), &bound)).await?;
    put_places(&mut visits, places);
    Ok(visits)
}

/// The visits of a unit's day that the viewer could take over: nobody has begun them, they are not the viewer's own, and whom they
/// are to is nothing that the viewer may not know.
pub(crate) async fn to_take_over(
    tx: &mut Tx,
    viewer: &Viewer,
    unit: UnitId,
    now: Instant,
) -> Result<Vec<CareVisit>, StoreError> {
    let visits = board::visits_of_day(tx, unit, day_of(now)).await?;
    Ok(visits.into_iter().filter(|visit| can_be_taken(visit, viewer)).collect())
}

fn can_be_taken(visit: &CareVisit, viewer: &Viewer) -> bool {
    let own = account_of(viewer).is_none_or(|account| visit.place_of(account).is_some());
    visit.state == VisitState::Planned && !own && !visit.is_protected()
}

/// Somebody takes a visit over.
#[derive(Debug, Clone)]
pub(crate) struct TakeOver {
    pub seat: Seat,
    pub visit: CareVisitId,
    pub version: i64,
    pub place: i64,
}

/// Whether the viewer may take the visit over. Service 416 at its unit.
///
/// # Errors
/// [`PageError::Refused`] to who holds something else at the unit; [`PageError::NotFound`] to anyone else.
pub(crate) async fn for_taker(
    tx: &mut Tx,
    viewer: &Viewer,
    id: CareVisitId,
    now: Instant,
) -> Result<CareVisit, PageError> {
    let visit = visit::find(tx, id).await?.ok_or(PageError::NotFound)?;
    require(tx, viewer, Service::PerformVisits, visit.unit, now).await?;
    // Who it is to is told to those who go there; a protected customer's visit is given by a planner.
    if visit.is_protected() && account_of(viewer).is_none_or(|account| visit.place_of(account).is_none()) {
        return Err(PageError::NotFound);
    }
    Ok(visit)
}

/// Takes a visit over. Service 416 at its unit, for somebody who can be planned there.
pub(crate) fn take_over<'t>(tx: &'t mut WriteTx, input: &'t TakeOver) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let now = tx.now();
        let viewer = input.seat.viewer(tx, now).await?;
        let visit = for_taker(tx, &viewer, input.visit, now).await?;
        let account = account_of(&viewer).ok_or(PageError::NotFound)?;
        if visit.version != input.version {
            return Err(StoreError::Stale.into());
        }
        let mut errors = Errors::new();
        let (held, today) = (visit.at_place(input.place), day_of(now));
        let staff = board::plannable(tx, visit.unit, visit.day, now).await?;
        let own = staff.iter().find(|one| one.account == account);
        if !can_be_taken(&visit, &viewer) || visit.course().is_its_day(now).is_err() && visit.day != today {
            errors.add_general("planning-wrong-not-planned");
        } else if !(1..=visit.staff_needed).contains(&input.place) {
            errors.add_general("planning-wrong-no-place");
        } else if own.is_none() {
            errors.add_general("planning-wrong-not-plannable");
        }
        if !errors.is_empty() {
            return Err(errors.into());
        }
        tx.change_one(
            "UPDATE visit SET touched = TRUE, version = version + 1 WHERE id = ?1 AND version = ?2",
            params![visit.id, visit.version],
        )
        .await?;
        tx.put("DELETE FROM visit_staff WHERE visit_id = ?1 AND place = ?2", params![visit.id, input.place])?;
        tx.put(
            "INSERT INTO visit_staff (visit_id, place, account_id, day) VALUES (?1, ?2, ?3, ?4)",
            params![visit.id, input.place, account, visit.day.to_string()],
        )?;
        tx.touch(visits_of(visit.unit));
        let chain = units::chain(tx, visit.unit).await?;
        let told = event(ActivityType::Write, "daily-planning.take-over", &chain, std::iter::once(&visit));
        let recorded = tx.record(told.with_args(visit.id.to_string())).await?;
        let change = FieldChange {
            field: "taken-over".to_owned(),
            old: held.map(|held| held.account.to_string()),
            new: Some(account.to_string()),
        };
        tx.history(&recorded, KIND, visit.id.uuid(), &[change]).await?;
        Ok(recorded.with(crate::pages::visit_path(visit.id, "")))
    })
}
