//! What whoever makes a visit does there: begins, ticks, leaves, or finds that it can't be made.

use behorig_access::{Instant, Service, Viewer};
use behorig_home_care::{CareVisitId, Deviation, VisitState};
use behorig_live::topic::visits_of;
use behorig_store::{ActivityType, FieldChange, StoreError, Tx, Work, WriteTx, params};
use behorig_visit::{PageError, Rejected, Seat, require};
use behorig_web::Errors;

use super::KIND;
use super::visit::{self, CareVisit, Rights, event};
use crate::fields::STOPPED;
use crate::rules::course::{Course, Step, Wrong};
use crate::rules::times::typed_time;

/// Steps of one form, in their order.
#[derive(Debug, Clone)]
pub(crate) struct Doing {
    pub seat: Seat,
    pub visit: CareVisitId,
    /// Steps, made for whoever has the place.
    pub steps: fn(&Deed, i64) -> Vec<Step>,
    pub deed: Deed,
}

/// What a form says.
#[derive(Debug, Clone, Default)]
pub(crate) struct Deed {
    /// The audit event's level.
    pub level: &'static str,
    pub added: Vec<String>,
    pub removed: Vec<String>,
    /// When one left, where it is written afterwards.
    pub at: Option<jiff::civil::Time>,
    /// Nobody else will come.
    pub last: bool,
    pub declined: bool,
    pub deviation: Option<Deviation>,
    pub note: Option<String>,
}

/// A visit at which the viewer has a place. Service 416 at its unit.
///
/// # Errors
/// As [`visit::for_viewer`]; [`PageError::NotFound`] to a planner who has no place at it.
pub(crate) async fn own_visit(
    tx: &mut Tx,
    viewer: &Viewer,
    id: CareVisitId,
    now: Instant,
) -> Result<(CareVisit, Rights, i64), PageError> {
    let (visit, rights) = visit::for_viewer(tx, viewer, id, now).await?;
    let Some(place) = rights.own else {
        require(tx, viewer, Service::PerformVisits, visit.unit, now).await?;
        return Err(PageError::NotFound);
    };
    Ok((visit, rights, place))
}

/// Does what a form says, all of it or nothing. Service 416 at the visit's unit, by whoever has a place at it.
pub(crate) fn perform<'t>(tx: &'t mut WriteTx, input: &'t Doing) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let now = tx.now();
        let viewer = input.seat.viewer(tx, now).await?;
        let (visit, rights, place) = own_visit(tx, &viewer, input.visit, now).await?;
        let before = visit.course();
        let mut after = before.clone();
        for step in (input.steps)(&input.deed, place) {
            after = after.take(&step, now).map_err(|wrong| Rejected::Errors(in_words(wrong)))?;
        }
        let deed = &input.deed;
        let mut changes = changes_between(&visit, &before, &after, deed.at.is_some());
        save(tx, &visit, &after).await?;
        if deed.deviation.is_some() || deed.note.is_some() {
            changes.extend(explain(tx, &visit, deed.deviation, deed.note.as_deref().or(visit.note.as_deref()))?);
        }
        tx.touch(visits_of(visit.unit));
        let told = event(ActivityType::Write, deed.level, &rights.chain, std::iter::once(&visit));
        let recorded = tx.record(told.with_args(visit.id.to_string())).await?;
        tx.history(&recorded, KIND, visit.id.uuid(), &changes).await?;
        Ok(recorded.with(crate::pages::visit_path(visit.id, "")))
    })
}

/// What a person can do about it.
fn in_words(wrong: Wrong) -> Errors {
    let mut errors = Errors::new();
    match wrong {
        Wrong::NotAfterStart => errors.add(&STOPPED, "planning-wrong-not-after-start"),
        Wrong::InTheFuture => errors.add(&STOPPED, "planning-wrong-in-the-future"),
        Wrong::WhenWasThat => errors.add(&STOPPED, "planning-wrong-when-was-that"),
        Wrong::TooEarly => errors.add_general("planning-wrong-too-early"),
        Wrong::TooLate => errors.add_general("planning-wrong-too-late"),
        Wrong::NoSuchPlace => errors.add_general("planning-wrong-no-place"),
        Wrong::AlreadyStarted => errors.add_general("planning-wrong-already-started"),
        Wrong::NotStarted => errors.add_general("planning-wrong-not-started"),
        Wrong::AlreadyStopped => errors.add_general("planning-wrong-already-stopped"),
        Wrong::ColleagueWasThere => errors.add_general("planning-wrong-colleague-was-there"),
        Wrong::Stands(state) => errors.add_general(match state {
            VisitState::Planned => "planning-wrong-not-started",
            VisitState::Ongoing => "planning-wrong-already-started",
            VisitState::Performed => "planning-wrong-performed",
            VisitState::Absent | VisitState::Declined => "planning-wrong-not-made",
            VisitState::Cancelled | VisitState::Paused => "planning-wrong-called-off",
        }),
    }
    errors
}

/// Writes how a visit has gone. It was read in this transaction, so that nobody else's change lies between.
async fn save(tx: &mut WriteTx, visit: &CareVisit, after: &Course) -> Result<(), StoreError> {
    tx.change_one(
        "UPDATE visit SET state = ?2, performed_from = ?3, performed_to = ?4, touched = TRUE, version = version + 1
         WHERE id = ?1 AND version = ?5",
        params![
            visit.id,
            after.state.as_stored(),
            after.performed.map(|(from, _)| from),
            after.performed.map(|(_, to)| to),
            visit.version
        ],
    )
    .await?;
    for (place, stay) in &after.stays {
        tx.put(
            "UPDATE visit_staff SET started_at = ?3, stopped_at = ?4 WHERE visit_id = ?1 AND place = ?2",
            params![visit.id, *place, stay.started_at, stay.stopped_at],
        )?;
    }
    if matches!(after.state, VisitState::Ongoing | VisitState::Performed) {
        for (name, ticked) in &after.ticks {
            tx.put(
                "INSERT INTO visit_intervention (visit_id, name, performed) VALUES (?1, ?2, ?3)
                 ON CONFLICT (visit_id, name) DO UPDATE SET performed = excluded.performed",
                params![visit.id, name, *ticked],
            )?;
        }
    }
    Ok(())
}

fn changes_between(visit: &CareVisit, before: &Course, after: &Course, afterwards: bool) -> Vec<FieldChange> {
    let mut changes = Vec::new();
    let mut tell = |field: &str, old: Option<String>, new: Option<String>| {
        if old != new {
            changes.push(FieldChange { field: field.to_owned(), old, new });
        }
    };
    tell("state", Some(before.state.as_stored().to_owned()), Some(after.state.as_stored().to_owned()));
    for place in &visit.places {
        let (was, is) = (before.stays.get(&place.place), after.stays.get(&place.place));
        let told = |at: Option<Instant>| at.map(|at| format!("{} {}", place.name, typed_time(at)));
        tell("started", told(was.and_then(|stay| stay.started_at)), told(is.and_then(|stay| stay.started_at)));
        let stopped = if afterwards { "stopped-afterwards" } else { "stopped" };
        tell(stopped, told(was.and_then(|stay| stay.stopped_at)), told(is.and_then(|stay| stay.stopped_at)));
    }
    let ticked = |course: &Course| {
        let names: Vec<&str> = course.ticks.iter().filter(|(_, on)| **on).map(|(name, _)| name.as_str()).collect();
        (!names.is_empty()).then(|| names.join(", "))
    };
    tell("interventions", ticked(before), ticked(after));
    changes
}

/// Writes why a visit was not as planned, as part of a change of it; what that changed.
fn explain(
    tx: &mut WriteTx,
    visit: &CareVisit,
    deviation: Option<Deviation>,
    note: Option<&str>,
) -> Result<Vec<FieldChange>, StoreError> {
    tx.put(
        "UPDATE visit SET deviation = ?2, note = ?3 WHERE id = ?1",
        params![visit.id, deviation.map(Deviation::as_stored), note],
    )?;
    let mut changes = Vec::new();
    if deviation != visit.deviation {
        let stored = |one: Option<Deviation>| one.map(|one| one.as_stored().to_owned());
        changes.push(FieldChange { field: "deviation".into(), old: stored(visit.deviation), new: stored(deviation) });
    }
    if note != visit.note.as_deref() {
        changes.push(FieldChange { field: "note".into(), old: visit.note.clone(), new: note.map(str::to_owned) });
    }
    Ok(changes)
}

/// Why a visit was not as planned, told afterwards.
#[derive(Debug, Clone)]
pub(crate) struct Explanation {
    pub seat: Seat,
    pub visit: CareVisitId,
    pub version: i64,
    pub deviation: Option<Deviation>,
    pub note: Option<String>,
}

/// Writes why a visit was not as planned. Whoever made it (service 416) or plans there (415).
pub(crate) fn tell_why<'t>(tx: &'t mut WriteTx, input: &'t Explanation) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let now = tx.now();
        let viewer = input.seat.viewer(tx, now).await?;
        let (visit, rights) = visit::for_viewer(tx, &viewer, input.visit, now).await?;
        tx.change_one(
            "UPDATE visit SET touched = TRUE, version = version + 1 WHERE id = ?1 AND version = ?2",
            params![visit.id, input.version],
        )
        .await?;
        let changes = explain(tx, &visit, input.deviation, input.note.as_deref())?;
        tx.touch(visits_of(visit.unit));
        let told = event(ActivityType::Write, "daily-planning.reason", &rights.chain, std::iter::once(&visit));
        let recorded = tx.record(told.with_args(visit.id.to_string())).await?;
        tx.history(&recorded, KIND, visit.id.uuid(), &changes).await?;
        Ok(recorded.with(crate::pages::visit_path(visit.id, "")))
    })
}
