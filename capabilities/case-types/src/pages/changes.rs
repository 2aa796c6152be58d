//! What every change of a case type has in common: who may, in which version, and what is told when someone else was first.

use axum::response::Response;
use behorig_access::CaseTypeId;
use behorig_store::{Event, FieldChange, Recorded, StoreError, WriteTx};
use behorig_visit::{PageError, Seat, Visit};

use crate::records::types::{self, CaseType};

/// The kind of record that history names.
pub(crate) const CASE_TYPE: &str = "case-type";

/// A change of a case type as a form asks for it.
#[derive(Clone)]
pub(crate) struct Asked<T> {
    pub seat: Seat,
    pub id: CaseTypeId,
    pub version: i64,
    pub what: T,
}

impl<T> Asked<T> {
    /// The case type, decided anew in the change's own transaction.
    pub(crate) async fn case_type(&self, tx: &mut WriteTx) -> Result<CaseType, PageError> {
        let now = tx.now();
        let viewer = self.seat.viewer(tx, now).await?;
        types::in_version(tx, &viewer, self.id, self.version, now).await
    }
}

/// Someone else was first, and nothing was typed that could be lost: the page is shown as it is now, and says so.
pub(crate) fn shown_as_it_is_now(visit: &Visit, path: &str) -> Response {
    visit.go_and_tell(path, "case-types-stale-told")
}

/// Writes the event and the history of a change, and where to go.
pub(crate) async fn recorded(
    tx: &mut WriteTx,
    level: &'static str,
    id: CaseTypeId,
    changes: &[FieldChange],
    path: String,
) -> Result<Recorded<String>, StoreError> {
    let recorded = tx.record(Event::change(level, CASE_TYPE, id)).await?;
    tx.history(&recorded, CASE_TYPE, id.uuid(), changes).await?;
    Ok(recorded.with(path))
}

/// One changed field.
pub(crate) fn change(field: &str, old: Option<String>, new: Option<String>) -> FieldChange {
    FieldChange { field: field.to_owned(), old, new }
}

/// A yes or no as history keeps it.
pub(crate) fn yes_no(yes: bool) -> Option<String> {
    Some((if yes { "yes" } else { "no" }).to_owned())
}

/// Words as history keeps them: nothing where there are none.
pub(crate) fn words(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// Both, where they differ.
pub(crate) fn differ(changes: &mut Vec<FieldChange>, field: &str, old: Option<String>, new: Option<String>) {
    if old != new {
        changes.push(change(field, old, new));
    }
}
