//! A planner corrects afterwards how a visit went; what was said before stays in its history.

use behorig_access::Instant;
use behorig_home_care::{CareVisitId, VisitState};
use behorig_live::topic::visits_of;
use behorig_store::{ActivityType, FieldChange, StoreError, Work, WriteTx, params};
use behorig_visit::{Rejected, Seat};
use behorig_web::Errors;
use behorig_web::forms::Message;
use jiff::civil::{Date, Time};

use super::KIND;
use super::visit::{self, CareVisit, event};
use crate::fields::{FROM, STATE, TO};
use crate::rules::times::{LONGEST_STAY, instant_of, next_time, typed_time};

/// How a visit is said to stand after all.
#[derive(Debug, Clone)]
pub(crate) struct Correction {
    pub seat: Seat,
    pub visit: CareVisitId,
    pub version: i64,
    pub state: VisitState,
    /// When it began, where it was made.
    pub from: Option<(Date, Time)>,
    /// When it ended.
    pub to: Option<Time>,
    /// Why it is corrected.
    pub why: String,
}

/// The states that a planner can correct a visit to.
pub(crate) const CORRECTED_TO: [VisitState; 4] =
    [VisitState::Performed, VisitState::Absent, VisitState::Declined, VisitState::Planned];

/// Whether there is something to correct: it has begun, or its time has come.
pub(crate) fn can_be_corrected(visit: &CareVisit, now: Instant) -> bool {
    match visit.state {
        VisitState::Planned => visit.planned_from <= now,
        VisitState::Ongoing | VisitState::Performed | VisitState::Absent | VisitState::Declined => true,
        VisitState::Cancelled | VisitState::Paused => false,
    }
}

/// Corrects a visit. Service 415 at its unit.
pub(crate) fn correct<'t>(tx: &'t mut WriteTx, input: &'t Correction) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let now = tx.now();
        let viewer = input.seat.viewer(tx, now).await?;
        let (visit, rights) = visit::for_planner(tx, &viewer, input.visit, now).await?;
        if visit.version != input.version {
            return Err(StoreError::Stale.into());
        }
        let performed = judge(&visit, input, now)?;
        tx.change_one(
            "UPDATE visit SET state = ?2, performed_from = ?3, performed_to = ?4, touched = TRUE, version = version + 1
             WHERE id = ?1 AND version = ?5",
            params![
                visit.id,
                input.state.as_stored(),
                performed.map(|(from, _)| from),
                performed.map(|(_, to)| to),
                visit.version
            ],
        )
        .await?;
        if input.state != VisitState::Performed {
            tx.put("UPDATE visit_intervention SET performed = FALSE WHERE visit_id = ?1", params![visit.id])?;
        }
        if input.state == VisitState::Planned {
            tx.put(
                "UPDATE visit_staff SET started_at = NULL, stopped_at = NULL WHERE visit_id = ?1",
                params![visit.id],
            )?;
        } else {
            // Whoever never stopped is no longer there.
            let left = performed.map_or(now, |(_, to)| to);
            tx.put(
                "UPDATE visit_staff
                 SET stopped_at = CASE WHEN started_at > CAST(?2 AS BIGINT) THEN started_at ELSE CAST(?2 AS BIGINT) END
                 WHERE visit_id = ?1 AND started_at IS NOT NULL AND stopped_at IS NULL",
                params![visit.id, left],
            )?;
        }
        tx.touch(visits_of(visit.unit));
        let told = event(ActivityType::Write, "daily-planning.correct", &rights.chain, std::iter::once(&visit));
        let recorded = tx.record(told.with_args(visit.id.to_string())).await?;
        tx.history(&recorded, KIND, visit.id.uuid(), &changes(&visit, input, performed)).await?;
        Ok(recorded.with(crate::pages::visit_path(visit.id, "")))
    })
}

type Performed = Option<(Instant, Instant)>;

/// When the visit was made after all, where the correction can be.
fn judge(visit: &CareVisit, input: &Correction, now: Instant) -> Result<Performed, Errors> {
    let mut errors = Errors::new();
    if !can_be_corrected(visit, now) || !CORRECTED_TO.contains(&input.state) {
        errors.add(&STATE, "planning-wrong-called-off");
        return Err(errors);
    }
    if input.state != VisitState::Performed {
        return Ok(None);
    }
    let from = input.from.and_then(|(day, time)| instant_of(day, time));
    let to = from.zip(input.to).and_then(|(from, time)| next_time(from, time));
    match (from, to) {
        (None, _) => errors.add(&FROM, "planning-time-wrong"),
        (Some(_), None) => {
            let hours = LONGEST_STAY / 3_600_000;
            errors.add(&TO, Message::new("planning-wrong-ends-before").with("hours", hours));
        }
        (Some(_), Some(to)) if to > now => errors.add(&TO, "planning-wrong-in-the-future"),
        (Some(from), Some(to)) => return Ok(Some((from, to))),
    }
    Err(errors)
}

fn changes(visit: &CareVisit, input: &Correction, performed: Performed) -> Vec<FieldChange> {
    let mut changes = Vec::new();
    let mut tell = |field: &str, old: Option<String>, new: Option<String>| {
        if old != new {
            changes.push(FieldChange { field: field.to_owned(), old, new });
        }
    };
    tell("state", Some(visit.state.as_stored().to_owned()), Some(input.state.as_stored().to_owned()));
    let told = |made: Performed| made.map(|(from, to)| format!("{}–{}", typed_time(from), typed_time(to)));
    tell("performed", told(visit.performed), told(performed));
    tell("why", None, Some(input.why.clone()));
    changes
}
