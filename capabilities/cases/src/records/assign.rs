//! Who gets a case: *Fördela* and *Omfördela*.

use behorig_access::{AccountId, CaseId, GroupId, Instant, Service, UnitId, Viewer};
use behorig_store::{ActivityType, Recorded, StoreError, Tx, WriteTx};
use behorig_visit::require;

use super::audit;
use super::case::{Case, for_viewer};
use super::change::{Change, carry_out};
use super::error::CaseError;
use super::groups::{Group, group_at};
use super::notices::Notices;
use super::staff::{able_at, name_of};
use crate::rules::{Act, Kind, Refusal};

/// Whom a case goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    /// One of those who answer cases at the clinic.
    Person(AccountId),
    /// A group of the clinic.
    Group(GroupId),
}

impl To {
    pub(crate) const fn hands(self) -> (Option<AccountId>, Option<GroupId>) {
        match self {
            Self::Person(account) => (Some(account), None),
            Self::Group(group) => (None, Some(group)),
        }
    }
}

/// What became of cases that were to be assigned together.
#[derive(Debug, Clone, Default)]
pub struct Assigned {
    /// Those that went where they were to.
    pub done: Vec<CaseId>,
    /// Those that did not, by reference, each with its reason.
    pub refused: Vec<(String, CaseError)>,
}

/// Assigns cases out of the receivers' inbox. Service 405 where each of them is. A case that somebody able has got in the meantime
/// stays there, and is told of.
///
/// # Errors
/// [`CaseError::NotAble`] where nobody is assigned anything; [`CaseError::Page`] where the viewer may not, or may not know.
pub async fn assign(
    tx: &mut WriteTx,
    viewer: &Viewer,
    cases: &[CaseId],
    to: To,
    notices: Option<&Notices>,
) -> Result<Recorded<Assigned>, CaseError> {
    let mut outcome = Assigned::default();
    let mut changed = Vec::new();
    for id in cases {
        let now = tx.now();
        let (case, part) = for_viewer(tx, viewer, *id, now).await?;
        if !part.of_staff()?.receives {
            require(tx, viewer, Service::AssignCases, case.unit, now).await?;
        }
        must_be_able(tx, case.unit, to).await?;
        match assign_one(tx, &case, to).await {
            Ok(after) => {
                outcome.done.push(after.id);
                changed.push(after);
            }
            Err(error @ (CaseError::Refused(_) | CaseError::Taken(_))) => outcome.refused.push((case.reference, error)),
            Err(error) => return Err(error),
        }
    }
    if changed.is_empty() {
        return Ok(Recorded::nothing_to_record(outcome, "nothing was assigned"));
    }
    tell(tx, notices, to, &changed).await?;
    Ok(audit::record(tx, ActivityType::Write, "cases.assign", None, &changed).await?.with(outcome))
}

async fn assign_one(tx: &mut WriteTx, case: &Case, to: To) -> Result<Case, CaseError> {
    let change = Change { to: Some(to.hands()), event: Some((Act::Assign.key(), None)), ..Change::default() };
    let act = act_of_assigning(tx, case).await?;
    carry_out(tx, case, act, &change).await
}

/// Whoever can no longer answer has a case in name only: it stands in the inbox, and is assigned from there.
async fn act_of_assigning(tx: &mut WriteTx, case: &Case) -> Result<Act, CaseError> {
    let now = tx.now();
    if case.state.is_over() {
        return Ok(Act::Assign);
    }
    if let Some(handler) = case.handler {
        if is_able(tx, case.unit, handler, now).await? {
            return Err(CaseError::Taken(name_of(tx, handler).await?));
        }
        return Ok(Act::Reassign);
    }
    if let Some(group) = case.group {
        return match group_at(tx, case.unit, group, now).await?.filter(Group::is_staffed) {
            Some(group) => Err(CaseError::Taken(group.name)),
            None => Ok(Act::Reassign),
        };
    }
    Ok(Act::Assign)
}

pub(crate) async fn is_able(tx: &mut Tx, unit: UnitId, account: AccountId, now: Instant) -> Result<bool, StoreError> {
    Ok(able_at(tx, unit, now).await?.iter().any(|colleague| colleague.account == account))
}

async fn must_be_able(tx: &mut WriteTx, unit: UnitId, to: To) -> Result<(), CaseError> {
    let now = tx.now();
    let able = match to {
        To::Person(account) => is_able(tx, unit, account, now).await?,
        To::Group(group) => group_at(tx, unit, group, now).await?.is_some_and(|group| group.is_staffed()),
    };
    if able { Ok(()) } else { Err(CaseError::NotAble) }
}

/// Passes a case on, with a note. Service 405 where it is, or service 406 and having it.
///
/// # Errors
/// [`CaseError`] where nobody has it, it is over, or whom it goes to can't answer.
pub async fn reassign(
    tx: &mut WriteTx,
    viewer: &Viewer,
    id: CaseId,
    to: To,
    note: Option<&str>,
    notices: Option<&Notices>,
) -> Result<Recorded<CaseId>, CaseError> {
    let now = tx.now();
    let (case, part) = for_viewer(tx, viewer, id, now).await?;
    part.of_staff()?;
    must_be_able(tx, case.unit, to).await?;
    let change = Change { to: Some(to.hands()), event: Some((Act::Reassign.key(), note)), ..Change::default() };
    let after = carry_out(tx, &case, Act::Reassign, &change).await?;
    let changed = [after];
    tell(tx, notices, to, &changed).await?;
    Ok(audit::record(tx, ActivityType::Write, "cases.reassign", None, &changed).await?.with(id))
}

/// What a case is called that went back because it was somebody else's to answer.
pub(crate) const WRONG_CASE: &str = "wrong-case";

/// Gives a case back to the receivers' inbox, with a note; `wrong` as *fel ärende*. Service 405 where it is, or service 406 and
/// having it.
///
/// # Errors
/// [`CaseError`] where nobody has it or it is over.
pub async fn hand_back(
    tx: &mut WriteTx,
    viewer: &Viewer,
    id: CaseId,
    note: Option<&str>,
    wrong: bool,
) -> Result<Recorded<CaseId>, CaseError> {
    let now = tx.now();
    let (case, part) = for_viewer(tx, viewer, id, now).await?;
    part.of_staff()?;
    if !matches!(case.kind, Kind::Resident | Kind::Question) {
        return Err(Refusal::NotThisKind.into());
    }
    let what = if wrong { WRONG_CASE } else { Act::HandBack.key() };
    let change = Change { to: Some((None, None)), event: Some((what, note)), ..Change::default() };
    let after = carry_out(tx, &case, Act::HandBack, &change).await?;
    Ok(audit::record(tx, ActivityType::Write, "cases.hand-back", None, &[after]).await?.with(id))
}

/// Passes on every open case that one person has at a unit, to somebody or back to the receivers' inbox. Service 405 there.
///
/// # Errors
/// [`CaseError::NotAble`] where whom they go to can't answer; [`CaseError::Page`] where the viewer may not.
pub async fn pass_on_all_of(
    tx: &mut WriteTx,
    viewer: &Viewer,
    unit: UnitId,
    account: AccountId,
    to: Option<To>,
    note: Option<&str>,
    notices: Option<&Notices>,
) -> Result<Recorded<usize>, CaseError> {
    let now = tx.now();
    require(tx, viewer, Service::AssignCases, unit, now).await?;
    if let Some(to) = to {
        must_be_able(tx, unit, to).await?;
    }
    let mut cases = super::own::in_hand_of(tx, account).await?;
    cases.retain(|case| case.unit == unit);
    let changed = super::own::move_all(tx, &cases, to, note).await?;
    if changed.is_empty() {
        return Ok(Recorded::nothing_to_record(0, "there was nothing to pass on"));
    }
    if let Some(to) = to {
        tell(tx, notices, to, &changed).await?;
    }
    Ok(audit::record(tx, ActivityType::Write, "cases.pass-on-all", None, &changed).await?.with(changed.len()))
}

async fn tell(tx: &mut WriteTx, notices: Option<&Notices>, to: To, cases: &[Case]) -> Result<(), StoreError> {
    let (Some(notices), Some(first)) = (notices, cases.first()) else { return Ok(()) };
    match to {
        To::Person(account) => notices.of_assigned(tx, account, first, cases.len()).await,
        To::Group(group) => notices.of_assigned_to_group(tx, group, first, cases.len()).await,
    }
}
