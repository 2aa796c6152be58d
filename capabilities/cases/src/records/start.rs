//! Cases that staff begin: an information or a question, to one resident or many.

use behorig_access::{CaseId, DraftId, MessageId, PersonId, Service, UnitId, Viewer};
use behorig_registers::persons::PersonRegister;
use behorig_registers::units;
use behorig_store::{ActivityType, Recorded, WriteTx};
use behorig_visit::{PageError, require};

use super::audit;
use super::case::{Case, Patient};
use super::change::{NewMessage, add_message, insert};
use super::error::{CaseError, Unreachable};
use super::files::copy_files;
use super::notices::Notices;
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

/// Begins a case for each of the residents, who are told by `notices`, or for none. Service 406 at the clinic.
///
/// # Errors
/// [`CaseError::Unreachable`] where one of them can't be reached; a protected identity is unknown to who may not see it.
pub async fn start(
    tx: &mut WriteTx,
    viewer: &Viewer,
    register: &dyn PersonRegister,
    notices: Option<&Notices>,
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
    // The files of the draft become the first one's; each of the others gets them as its own.
    let mut first: Option<(CaseId, MessageId)> = None;
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
            draft: new.draft.filter(|_| first.is_none()),
        };
        let id = add_message(tx, &case, &message).await?;
        match first {
            Some(first) => copy_files(tx, first, (case.id, id)).await?,
            None => first = Some((case.id, id)),
        }
        if let Some(notices) = notices {
            notices.of_message(tx, &case, id).await?;
        }
        begun.push(case);
    }
    let ids = begun.iter().map(|case| case.id).collect();
    Ok(audit::record(tx, ActivityType::Write, "cases.start", None, &begun).await?.with(ids))
}
