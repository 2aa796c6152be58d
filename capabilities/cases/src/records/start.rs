//! Cases that staff begin: an information or a question, to one resident or many.

use behorig_access::{CaseId, DraftId, PersonId, Service, UnitId, Viewer};
use behorig_registers::persons::PersonRegister;
use behorig_registers::units;
use behorig_store::{ActivityType, Recorded, WriteTx};
use behorig_visit::{PageError, require};

use super::audit;
use super::case::{Case, Patient};
use super::change::{NewMessage, add_message, insert};
use super::error::{CaseError, Unreachable};
use super::reach::reachable;
use super::thread::MessageKind;
use crate::rules::Kind;

/// What staff send.
#[derive(Debug, Clone)]
pub struct NewFromStaff {
    /// The clinic.
    pub unit: UnitId,
    /// [`Kind::Information`] or [`Kind::Question`].
    pub kind: Kind,
    /// To whom, each with the subject and the body as filled in for them.
    pub to: Vec<(PersonId, String, String)>,
    /// Who signs.
    pub signature: String,
    /// The draft that it was written as.
    pub draft: Option<DraftId>,
}

/// Begins a case for each of the residents, or for none. Service 406 at the clinic.
///
/// # Errors
/// [`CaseError::Unreachable`] where one of them can't be reached; a protected identity is unknown to who may not see it.
pub async fn start(
    tx: &mut WriteTx,
    viewer: &Viewer,
    register: &dyn PersonRegister,
    new: &NewFromStaff,
) -> Result<Recorded<Vec<CaseId>>, CaseError> {
    let now = tx.now();
    require(tx, viewer, Service::AnswerCases, new.unit, now).await?;
    let kind = match new.kind {
        Kind::Information => MessageKind::Information,
        Kind::Question => MessageKind::Question,
        Kind::Resident | Kind::Internal => return Err(PageError::Malformed("no such case is begun so").into()),
    };
    let chain = units::chain_ids(tx, new.unit).await?;
    let mut begun = Vec::with_capacity(new.to.len());
    for (person, subject, body) in &new.to {
        let found = register.by_id(tx, *person).await?.ok_or(Unreachable::Unknown)?;
        if !Patient::of(&found).is_seen_by(viewer, &chain, now) {
            return Err(Unreachable::Unknown.into());
        }
        reachable(tx, new.unit, &found, now).await??;
        let mut case = Case {
            person: Some(*person),
            sent_by_account: tx.actor().account,
            handler: tx.actor().account,
            assigned_at: Some(now),
            subject: subject.clone(),
            ..Case::beginning(tx, new.kind, new.unit)
        };
        insert(tx, &mut case).await?;
        let message = NewMessage {
            kind,
            body,
            alternative: None,
            answers: None,
            signature: Some(&new.signature),
            draft: if begun.is_empty() { new.draft } else { None },
        };
        add_message(tx, &case, &message).await?;
        begun.push(case);
    }
    let ids = begun.iter().map(|case| case.id).collect();
    Ok(audit::record(tx, ActivityType::Write, "cases.start", None, &begun).await?.with(ids))
}
