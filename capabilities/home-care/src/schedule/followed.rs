//! The customers whom somebody follows, for the start page and for the phone: each only as far as the viewer may see it now.

use std::pin::Pin;

use behorig_access::{Instant, PersonId, Service, UnitId, Viewer};
use behorig_store::{StoreError, Tx};

use super::path_of;
use crate::records::list::{self, Line, Place, Question, Shown};
use crate::records::relative_columns;
use crate::rules::columns::ScheduleColumn;

/// A customer whom somebody follows.
#[derive(Debug, Clone)]
pub struct Followed {
    /// Whom.
    pub person: PersonId,
    /// Who comes.
    pub unit: UnitId,
    /// Where the schedule is.
    pub path: String,
    /// When somebody comes next, where the viewer sees when visits begin.
    pub next: Option<Instant>,
}

/// The first customers whose schedule the viewer may see by the service, in order of name.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(super) async fn lines(
    tx: &mut Tx,
    viewer: &Viewer,
    service: Service,
    now: Instant,
) -> Result<Vec<Line>, StoreError> {
    let question = Question { viewer, service, name: "", shown: Shown::Current, place: Place::Top };
    Ok(list::page(tx, &question, now).await?.lines)
}

/// The customers whom a relative follows by service 262, with when somebody comes to each.
#[must_use]
pub fn followed<'t>(
    tx: &'t mut Tx,
    viewer: &'t Viewer,
    now: Instant,
) -> Pin<Box<dyn Future<Output = Result<Vec<Followed>, StoreError>> + Send + 't>> {
    Box::pin(async move {
        let lines = lines(tx, viewer, Service::AssignmentScheduleWeb, now).await?;
        let mut followed = Vec::with_capacity(lines.len());
        for line in lines {
            let columns = relative_columns(tx, line.unit).await?.columns;
            let next = line.next.filter(|_| columns.contains(&ScheduleColumn::PlannedStart));
            followed.push(Followed { person: line.person.id, unit: line.unit, path: path_of(line.customer), next });
        }
        Ok(followed)
    })
}
