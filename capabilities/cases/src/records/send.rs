//! A resident's case on its way in: durable with its message, its audit event and the letters that tell of it.

use behorig_access::{CaseId, CaseTypeId, DraftId, Instant, MessageId, PersonId, Service, UnitId};
use behorig_clinics::Notify;
use behorig_store::{ActivityType, Recorded, StoreError, WriteTx, params};

use super::around::{Around, around};
use super::audit;
use super::case::Case;
use super::change::{NewMessage, add_message, insert, insert_and_ask};
use super::notices::Notices;
use super::staff::sql_of_staff_at;
use super::thread::MessageKind;
use crate::rules::Kind;

/// A case as a resident sends it. Whether they may use its type, and whether the clinic takes cases, was decided before, in the
/// same transaction.
#[derive(Debug, Clone)]
pub struct NewCase {
    /// The clinic.
    pub unit: UnitId,
    /// The case type; none for a reply to what staff asked.
    pub case_type: Option<CaseTypeId>,
    /// The published form that was filled in.
    pub form_number: Option<i64>,
    /// Whom it is about.
    pub person: PersonId,
    /// Who writes: the same person, or a guardian.
    pub sent_by: PersonId,
    /// What it is about in a few words: the name of the case type.
    pub subject: String,
    /// What was written freely; may be empty.
    pub body: String,
    /// What was filled into the form, as JSON.
    pub answers: Option<String>,
    /// The promise, in working days.
    pub reply_days: i64,
    /// The closed case that it replies to.
    pub follows: Option<CaseId>,
    /// The draft that it was written as: its files become the case's, and it is gone.
    pub draft: Option<DraftId>,
}

/// What the resident is told of a case that was received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The case.
    pub id: CaseId,
    /// The ten letters by which people speak of it; see [`crate::rules::as_read_out`].
    pub reference: String,
    /// Until when the clinic promises to answer.
    pub due_at: Instant,
    /// Its first message.
    pub message: MessageId,
}

/// Receives a case at a clinic.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn send(tx: &mut WriteTx, notices: Option<&Notices>, new: &NewCase) -> Result<Recorded<Receipt>, StoreError> {
    let around = around(tx, new.unit, new.person).await?;
    send_around(tx, notices, new, &around).await
}

/// As [`send`], by who knows already what stands around the case, read in this transaction.
///
/// # Errors
/// As [`send`].
pub async fn send_around(
    tx: &mut WriteTx,
    notices: Option<&Notices>,
    new: &NewCase,
    around: &Around,
) -> Result<Recorded<Receipt>, StoreError> {
    let due_at = super::promise::due_in(tx.now(), new.reply_days);
    let mut case = Case {
        case_type: new.case_type,
        form_number: new.form_number,
        person: Some(new.person),
        sent_by_person: Some(new.sent_by),
        subject: new.subject.clone(),
        follows: new.follows,
        due: due_at,
        ..Case::beginning(tx, Kind::Resident, new.unit)
    };
    let receivers = if notices.is_some() && around.clinic.notify == Notify::Receivers {
        let now = tx.now();
        let sql = sql_of_staff_at();
        insert_and_ask(tx, &mut case, Some((&sql, params![new.unit, Service::AssignCases, now]))).await?
    } else {
        insert(tx, &mut case).await?;
        Vec::new()
    };
    let message = NewMessage {
        kind: MessageKind::Sent,
        body: &new.body,
        alternative: None,
        answers: new.answers.as_deref(),
        signature: None,
        draft: new.draft,
    };
    let message = add_message(tx, &case, &message).await?;
    if let Some(notices) = notices {
        notices.of_new_case(tx, around, receivers).await?;
    }
    let recorded = audit::record_around(tx, ActivityType::Write, "cases.send", &case, around).await?;
    Ok(recorded.with(Receipt { id: case.id, reference: case.reference, due_at, message }))
}
