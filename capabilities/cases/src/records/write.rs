//! What staff write in a case: *Delsvar*, *Motfråga*, *Svara och avsluta*.

use behorig_access::{CaseId, DraftId, Service, Viewer};
use behorig_registers::units;
use behorig_store::{ActivityType, Recorded, StoreError, WriteTx};
use behorig_visit::{PageError, require};

use super::audit;
use super::case::{Case, StaffPart, for_viewer};
use super::change::{Change, NewMessage, add_event, carry_out};
use super::error::CaseError;
use super::notices::Notices;
use super::reach::{may_write, rights_of};
use super::thread::MessageKind;
use crate::rules::{Act, Refusal};

/// What is written, and how.
#[derive(Debug, Clone)]
pub struct Writing {
    /// [`Act::PartialReply`], [`Act::Question`] or [`Act::Answer`].
    pub act: Act,
    /// The words.
    pub body: String,
    /// The answer alternative that was chosen, in words.
    pub alternative: Option<String>,
    /// Who signs.
    pub signature: String,
    /// The draft that it was written as.
    pub draft: Option<DraftId>,
    /// The version of the case that was read.
    pub version: i64,
}

/// Writes in a case. Service 406 and having it; a partial reply also with service 405 there. Who writes in a group's case gets it; the
/// resident is told by `notices`.
///
/// # Errors
/// [`CaseError::Refused`] where it can't be written in now; a [`StoreError::Stale`] inside where something was written since it was
/// read.
pub async fn write(
    tx: &mut WriteTx,
    viewer: &Viewer,
    notices: Option<&Notices>,
    id: CaseId,
    writing: &Writing,
) -> Result<Recorded<CaseId>, CaseError> {
    let now = tx.now();
    let (case, part) = for_viewer(tx, viewer, id, now).await?;
    let kind = match writing.act {
        Act::PartialReply => MessageKind::Partial,
        Act::Question => MessageKind::Question,
        Act::Answer => MessageKind::Answer,
        _ => return Err(PageError::Malformed("nothing is written so").into()),
    };
    // What is wrong with the case is told before what is wrong with who asks.
    case.state.after(writing.act, case.facts())?;
    must_have(tx, viewer, &case, part.of_staff()?, writing.act).await?;
    if case.version != writing.version {
        return Err(StoreError::Stale.into());
    }
    if writing.act == Act::Question {
        must_be_able_to_reply(tx, &case).await?;
    }
    let message = NewMessage {
        kind,
        body: &writing.body,
        alternative: writing.alternative.as_deref(),
        answers: None,
        signature: Some(&writing.signature),
        draft: writing.draft,
    };
    let takes = case.handler.is_none() && part.of_staff()?.has_it;
    let to = takes.then_some((tx.actor().account, None));
    let change = Change { message: Some(message), to, tells: notices, ..Change::default() };
    let after = carry_out(tx, &case, writing.act, &change).await?;
    if takes {
        add_event(tx, &case, &after, "taken", None).await?;
    }
    let level = match writing.act {
        Act::PartialReply => "cases.partial-reply",
        Act::Question => "cases.question",
        _ => "cases.answer",
    };
    Ok(audit::record(tx, ActivityType::Write, level, None, &[after]).await?.with(id))
}

async fn must_have(tx: &mut WriteTx, viewer: &Viewer, case: &Case, part: StaffPart, act: Act) -> Result<(), CaseError> {
    if part.has_it || (act == Act::PartialReply && part.receives) {
        return Ok(());
    }
    let now = tx.now();
    require(tx, viewer, Service::AnswerCases, case.unit, now).await?;
    Err(Refusal::NotYours.into())
}

async fn must_be_able_to_reply(tx: &mut WriteTx, case: &Case) -> Result<(), CaseError> {
    let now = tx.now();
    let person = case.person.ok_or(Refusal::NotThisKind)?;
    let rights = rights_of(tx, person, now).await?;
    let chain = units::chain_ids(tx, case.unit).await?;
    if may_write(&rights, &chain, case.case_type, now) { Ok(()) } else { Err(Refusal::RepliesEnded.into()) }
}

/// Ends what staff began. Service 406 and having it.
///
/// # Errors
/// [`CaseError::Refused`] where it is over, or a resident's; a [`StoreError::Stale`] inside where something was written since it was
/// read.
pub async fn close(tx: &mut WriteTx, viewer: &Viewer, id: CaseId, version: i64) -> Result<Recorded<CaseId>, CaseError> {
    let now = tx.now();
    let (case, part) = for_viewer(tx, viewer, id, now).await?;
    case.state.after(Act::Close, case.facts())?;
    must_have(tx, viewer, &case, part.of_staff()?, Act::Close).await?;
    if case.version != version {
        return Err(StoreError::Stale.into());
    }
    let change = Change { event: Some((Act::Close.key(), None)), ..Change::default() };
    let after = carry_out(tx, &case, Act::Close, &change).await?;
    Ok(audit::record(tx, ActivityType::Write, "cases.close", None, &[after]).await?.with(id))
}
