//! What a resident is writing: a draft on the server, with its files.

use behorig_access::{CaseId, CaseTypeId, Holder, Instant, PersonId, UnitId};
use behorig_case_types::CaseType;
use behorig_cases::records::DraftKey;
pub(crate) use behorig_cases::records::{Written, keep_written, take_from_draft, written};
use behorig_store::{StoreError, Tx, params};

use crate::whom::Whom;

/// The draft of a new case of a type.
pub(crate) fn of_case_type(whom: &Whom, case_type: CaseTypeId) -> DraftKey {
    DraftKey::of_case_type(whom.writer, case_type, whom.person.id)
}

/// The draft of a reply.
pub(crate) fn of_reply(writer: PersonId, case: CaseId) -> DraftKey {
    DraftKey::in_case(Holder::Person(writer), case)
}

/// Whether the person ever held a grant that opened the case type, live or not: then it is told why it is shut, and nothing that was
/// written is lost.
pub(crate) async fn was_let_in(
    tx: &mut Tx,
    person: PersonId,
    case_type: &CaseType,
    now: Instant,
) -> Result<bool, StoreError> {
    let row: Option<(UnitId,)> = tx
        .optional(
            "SELECT unit_id FROM grants WHERE holder_person = ?1 AND unit_id = ?2 AND from_at <= ?5
                 AND (object_id = ?3 OR (object_id IS NULL AND NOT ?4)) LIMIT 1",
            params![person, case_type.unit, case_type.id, case_type.restricted, now],
        )
        .await?;
    Ok(row.is_some())
}

/// How many unread cases a person has, their young children's left out.
pub(crate) async fn unread(tx: &mut Tx, person: PersonId) -> Result<i64, StoreError> {
    behorig_cases::records::unread_of_person(tx, person).await
}
