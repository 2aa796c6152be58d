//! What residents do with their cases, and what becomes of them when they may no longer write.

use behorig_access::{
    CaseId, DraftId, Instant, ObjectKind, ObjectRef, PersonId, Restrictions, Service, Target, UnitId, Viewer, decide,
};
use behorig_clinics::{ClinicStatus, clinic};
use behorig_registers::units;
use behorig_store::{ActivityType, Recorded, StoreError, Tx, WriteTx, params};
use behorig_visit::PageError;

use super::audit;
use super::case::{COLUMNS, Case, Part, for_viewer};
use super::change::{Change, NewMessage, carry_out};
use super::error::CaseError;
use super::notices::Notices;
use super::own::as_store_error;
use super::promise::{due_in, reply_days};
use super::reach::{may_write, rights_of};
use super::send::{NewCase, Receipt, send};
use super::thread::MessageKind;
use crate::rules::{Act, Refusal};

/// Takes back a case that nobody has been assigned. The resident's own, or the guardian's child's.
///
/// # Errors
/// [`CaseError::Refused`] where somebody has it or it is over; [`CaseError::Page`] to anyone else.
pub async fn withdraw(tx: &mut WriteTx, viewer: &Viewer, id: CaseId) -> Result<Recorded<CaseId>, CaseError> {
    let now = tx.now();
    let (case, part) = for_viewer(tx, viewer, id, now).await?;
    only_residents(part)?;
    let change = Change { event: Some((Act::Withdraw.key(), None)), ..Change::default() };
    let after = carry_out(tx, &case, Act::Withdraw, &change).await?;
    Ok(audit::record(tx, ActivityType::Write, "cases.withdraw", None, &[after]).await?.with(id))
}

fn only_residents(part: Part) -> Result<(), PageError> {
    match part {
        Part::Resident | Part::Guardian => Ok(()),
        Part::Staff(_) => Err(PageError::NotFound),
    }
}

/// A resident's reply.
#[derive(Debug, Clone)]
pub struct Reply {
    /// To which case.
    pub case: CaseId,
    /// Who writes: the person, or a guardian.
    pub sent_by: PersonId,
    /// What is written.
    pub body: String,
    /// The draft that it was written as: its files become the message's, and it is gone.
    pub draft: Option<DraftId>,
}

/// Where a reply went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Replied {
    /// Into the case itself.
    Here(CaseId),
    /// The case was over: into a new one, which points to it.
    NewCase(Receipt),
}

impl Replied {
    /// The case that the reply stands in.
    #[must_use]
    pub const fn case(&self) -> CaseId {
        match self {
            Self::Here(id) => *id,
            Self::NewCase(receipt) => receipt.id,
        }
    }
}

/// Replies to a question of the clinic; what is over is replied to in a new case.
///
/// # Errors
/// [`CaseError::Refused`] where nobody asked, or where the resident may no longer write to the clinic.
pub async fn reply_of_resident(
    tx: &mut WriteTx,
    viewer: &Viewer,
    notices: Option<&Notices>,
    reply: &Reply,
) -> Result<Recorded<Replied>, CaseError> {
    let now = tx.now();
    let (case, part) = for_viewer(tx, viewer, reply.case, now).await?;
    only_residents(part)?;
    match case.state.after(Act::Reply, case.facts()) {
        Err(Refusal::BeginsNewCase) => begin_anew(tx, notices, &case, reply).await,
        Err(refusal) => Err(refusal.into()),
        Ok(_) => reply_here(tx, notices, &case, reply).await,
    }
}

async fn must_be_let_in(tx: &mut Tx, case: &Case, now: Instant) -> Result<(Viewer, Vec<UnitId>), CaseError> {
    let person = case.person.ok_or(Refusal::NotThisKind)?;
    let rights = rights_of(tx, person, now).await?;
    let chain = units::chain_ids(tx, case.unit).await?;
    if may_write(&rights, &chain, case.case_type, now) {
        Ok((rights, chain))
    } else {
        Err(Refusal::RepliesEnded.into())
    }
}

async fn reply_here(
    tx: &mut WriteTx,
    notices: Option<&Notices>,
    case: &Case,
    reply: &Reply,
) -> Result<Recorded<Replied>, CaseError> {
    let now = tx.now();
    must_be_let_in(tx, case, now).await?;
    let days = reply_days(tx, case.unit, case.case_type).await?;
    let message = NewMessage {
        kind: MessageKind::Reply,
        body: &reply.body,
        alternative: None,
        answers: None,
        signature: None,
        draft: reply.draft,
    };
    let change = Change { message: Some(message), due: Some(due_in(now, days)), ..Change::default() };
    let after = carry_out(tx, case, Act::Reply, &change).await?;
    if let Some(notices) = notices {
        notices.of_reply(tx, &after).await?;
    }
    let recorded = audit::record(tx, ActivityType::Write, "cases.reply", None, &[after]).await?;
    Ok(recorded.with(Replied::Here(case.id)))
}

/// A reply to what is over is a new case of the same type, and so only for whoever may use that type now.
async fn begin_anew(
    tx: &mut WriteTx,
    notices: Option<&Notices>,
    case: &Case,
    reply: &Reply,
) -> Result<Recorded<Replied>, CaseError> {
    let now = tx.now();
    let (rights, chain) = must_be_let_in(tx, case, now).await?;
    if let Some(id) = case.case_type {
        let found = behorig_case_types::find(tx, id).await?;
        let restricted = found.as_ref().is_none_or(|case_type| case_type.restricted);
        let restrictions = if restricted { Restrictions::RESTRICTED_CASE_TYPE } else { Restrictions::NONE };
        let object = ObjectRef { kind: ObjectKind::CaseType, id: id.as_object() };
        let target = Target::at(&chain).object(object).restricted(restrictions);
        if !decide(&rights, Service::UseCaseType, &target, now).is_permit() {
            return Err(Refusal::RepliesEnded.into());
        }
    }
    if clinic(tx, case.unit).await?.status != ClinicStatus::Open {
        return Err(Refusal::RepliesEnded.into());
    }
    let new = NewCase {
        unit: case.unit,
        case_type: case.case_type,
        form_number: None,
        person: case.person.ok_or(Refusal::NotThisKind)?,
        sent_by: reply.sent_by,
        subject: case.subject.clone(),
        body: reply.body.clone(),
        answers: None,
        reply_days: reply_days(tx, case.unit, case.case_type).await?,
        follows: Some(case.id),
        draft: reply.draft,
    };
    let (recorded, receipt) = send(tx, notices, &new).await?.split();
    Ok(recorded.with(Replied::NewCase(receipt)))
}

/// Closes the open cases of a resident at a clinic to replies, when an approval or the last handed-out case type has ended: they stay
/// readable, what waited for the resident waits for the clinic, and whoever has each is told. Gives how many cases that met. Called in
/// the transaction of whatever ended, when the resident may no longer write to the clinic; where they still may, nothing happens.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn end_of_access(
    tx: &mut WriteTx,
    notices: Option<&Notices>,
    person: PersonId,
    unit: UnitId,
) -> Result<usize, StoreError> {
    let now = tx.now();
    let rights = rights_of(tx, person, now).await?;
    let chain = units::chain_ids(tx, unit).await?;
    let sql = format!(
        "SELECT {COLUMNS} FROM care_case c
         WHERE c.person_id = ?1 AND c.person_id IS NOT NULL AND c.unit_id = ?2 AND c.closed_at IS NULL ORDER BY c.id"
    );
    let mut open: Vec<Case> = tx.all(&sql, params![person, unit]).await?;
    open.retain(|case| !may_write(&rights, &chain, case.case_type, now));
    let mut told = Vec::with_capacity(open.len());
    for case in &open {
        let change = Change { event: Some((Act::EndOfAccess.key(), None)), ..Change::default() };
        let after = carry_out(tx, case, Act::EndOfAccess, &change).await.map_err(as_store_error)?;
        if let Some(notices) = notices {
            notices.of_end_of_access(tx, &after).await?;
        }
        told.push(after);
    }
    if !told.is_empty() {
        let _recorded = audit::record(tx, ActivityType::Write, "cases.access-ended", None, &told).await?;
    }
    Ok(told.len())
}
