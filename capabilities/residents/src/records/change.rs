//! What is changed: an approval is given, a case type handed out, changed or taken back, and everything at a clinic removed. Each
//! is one transaction that decides for itself, with its event and its history.

use behorig_access::{Basis, CaseTypeId, GrantId, Holder, Instant, Period, PersonId, Service, UnitId, Viewer};
use behorig_registers::grants::{self, NewGrant};
use behorig_registers::units::{self, Unit};
use behorig_store::{ActivityType, FieldChange, StoreError, Tx, Work, WriteTx};
use behorig_visit::{AccessEnded, PageError, Rejected, Seat};
use behorig_web::{Errors, FieldName, Message, format};

use super::giving::{self, Giver};
use super::{Candidate, Held, Register, Resident, What, Who, candidate, event};
use crate::pages::{LIST, page_of};

/// Who changes, and where names come from.
#[derive(Clone)]
pub(crate) struct Desk {
    /// Whoever changes.
    pub seat: Seat,
    /// Where names come from.
    pub register: Register,
}

/// Something that a resident is to be given.
pub(crate) struct Give {
    /// By whom.
    pub desk: Desk,
    /// At which clinic.
    pub unit: UnitId,
    /// To whom.
    pub person: PersonId,
    /// What: an approval, or the case type with this id.
    pub case_type: Option<CaseTypeId>,
    /// Until when; none until further notice.
    pub to: Option<Instant>,
    /// The field beside which a case type's refusal is told.
    pub field: &'static FieldName,
}

/// Gives it, and answers where the resident is shown.
pub(crate) fn give<'t>(tx: &'t mut WriteTx, input: &'t Give) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let now = tx.now();
        let viewer = input.desk.seat.viewer(tx, now).await?;
        let service = if input.case_type.is_some() { Service::HandOutCaseTypes } else { Service::ApproveResidents };
        behorig_visit::require(tx, &viewer, service, input.unit, now).await?;
        let chain = units::chain(tx, input.unit).await?;
        let ids: Vec<UnitId> = chain.iter().map(|unit| unit.id).collect();
        let who = Who::Shown(input.person);
        let found = candidate(tx, &input.desk.register, (&viewer, service, &ids), who, now).await?;
        let mut errors = Errors::new();
        let person = match found {
            Candidate::Living(person) => person,
            Candidate::Deceased(_) => return Err(general("residents-deceased-person").into()),
            Candidate::Unknown => return Err(general("residents-unknown-person").into()),
        };
        let what = what_to_give(tx, input, now, &mut errors).await?;
        let same_person = giving::is_oneself(tx, viewer.holder(), person.id).await?;
        let role = match Giver::read(tx, &viewer, &ids, now).await?.may_give(&what, person.id, same_person) {
            Ok(role) if errors.is_empty() => role,
            Ok(_) => return Err(errors.into()),
            Err(refused) => return Err(general(refused.text()).into()),
        };
        let object = input.case_type.map(giving::as_object);
        let (holder, basis) = (Holder::Person(person.id), Basis::LocalAdministrator);
        let period = Period { from: now, to: input.to };
        let new = NewGrant { holder, role, unit: input.unit, branch: false, object, period, basis };
        let grant = grants::give(tx, &new).await?;
        let level = if object.is_some() { "residents.hand-out" } else { "residents.approve" };
        let subject = std::iter::once((person.id, &person.number, person.full_name()));
        let recorded = tx.record(event(ActivityType::Write, level, &chain, subject)).await?;
        tx.history(&recorded, "grant", grant.uuid(), &[change(&what, None, Some(period))]).await?;
        let may_look = behorig_visit::permits(tx, &viewer, Service::ViewResidents, input.unit, now).await?;
        Ok(recorded.with(if may_look { page_of(grant, "") } else { "/".to_owned() }))
    })
}

/// What it is by name, as long as it is there to give and the resident lacks it.
async fn what_to_give(tx: &mut WriteTx, input: &Give, now: Instant, errors: &mut Errors) -> Result<What, Rejected> {
    let Some(id) = input.case_type else {
        if super::approval_of(tx, input.unit, input.person, now).await?.is_some() {
            errors.add_general("residents-approved-already");
        }
        return Ok(What::Approval);
    };
    let types = behorig_case_types::restricted_of_unit(tx, input.unit).await?;
    let Some(name) = types.into_iter().find(|other| other.id == id).map(|found| found.name) else {
        errors.add(input.field, "residents-type-gone");
        return Err(std::mem::take(errors).into());
    };
    let held = super::ever_at(tx, input.unit, input.person).await?;
    let is_it = |held: &&Held| matches!(&held.what, What::CaseType(other, _) if *other == id);
    if let Some(held) = held.iter().filter(is_it).find(|held| !held.period.is_over_at(now)) {
        let message = match held.period.to {
            None => Message::new("residents-type-already-further"),
            Some(to) => Message::new("residents-type-already").with("until", last_day(to)),
        };
        errors.add(input.field, message.with("type", name.as_str()));
    }
    Ok(What::CaseType(id, name))
}

/// A handed-out case type that is to last to another day, or to be taken back.
pub(crate) struct Alter {
    /// By whom.
    pub desk: Desk,
    /// The grant.
    pub grant: GrantId,
    /// The version that was shown.
    pub version: i64,
    /// What hangs on it.
    pub access_ended: AccessEnded,
    /// The new end; none until further notice.
    pub to: Option<Instant>,
}

/// Lets a handed-out case type last to another day, and answers where the resident is shown.
pub(crate) fn change_end<'t>(tx: &'t mut WriteTx, input: &'t Alter) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let (resident, held) = case_type_of(tx, input).await?;
        grants::change_end(tx, held.grant, input.version, input.to).await?;
        let recorded = record(tx, "residents.change-type", &resident.chain, &[&resident]).await?;
        let period = Period { from: held.period.from, to: input.to };
        let change = change(&held.what, Some(held.period), Some(period));
        tx.history(&recorded, "grant", held.grant.uuid(), &[change]).await?;
        Ok(recorded.with(page_of(held.grant, "")))
    })
}

/// Takes a handed-out case type back, and answers where the resident is shown.
pub(crate) fn take_back<'t>(tx: &'t mut WriteTx, input: &'t Alter) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let (resident, held) = case_type_of(tx, input).await?;
        grants::end(tx, held.grant, input.version).await?;
        if let Some(unit) = resident.unit() {
            input.access_ended.of_resident(tx, resident.person.id, unit.id).await?;
        }
        let recorded = record(tx, "residents.take-back-type", &resident.chain, &[&resident]).await?;
        let change = change(&held.what, Some(held.period), None);
        tx.history(&recorded, "grant", held.grant.uuid(), &[change]).await?;
        Ok(recorded.with(page_of(held.grant, "")))
    })
}

/// The handed-out case type with its resident, to whoever may change it.
async fn case_type_of(tx: &mut WriteTx, input: &Alter) -> Result<(Resident, Held), Rejected> {
    let now = tx.now();
    let viewer = input.desk.seat.viewer(tx, now).await?;
    let service = Service::HandOutCaseTypes;
    let resident = Resident::for_viewer(tx, &input.desk.register, &viewer, input.grant, service, now).await?;
    let is_it = |held: &&Held| held.grant == input.grant && matches!(held.what, What::CaseType(..));
    let held = resident.held.iter().find(is_it).ok_or(PageError::NotFound)?.clone();
    let giver = Giver::read(tx, &viewer, &resident.ids, now).await?;
    giver.may_end(&held.what, resident.person.id).map_err(|refused| general(refused.text()))?;
    if held.period.is_over_at(now) {
        return Err(StoreError::Stale.into());
    }
    Ok((resident, held))
}

/// Residents who are to be removed from a clinic.
pub(crate) struct Remove {
    /// By whom.
    pub desk: Desk,
    /// What hangs on it.
    pub access_ended: AccessEnded,
    /// Each by a grant that they have or had there, with what was shown to end.
    pub residents: Vec<(GrantId, String)>,
}

/// Ends everything that the residents hold at their clinics, and answers where to go: to the list, or nowhere where all had ended
/// before.
pub(crate) fn remove<'t>(tx: &'t mut WriteTx, input: &'t Remove) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let now = tx.now();
        let viewer = input.desk.seat.viewer(tx, now).await?;
        let grants: Vec<GrantId> = input.residents.iter().map(|(grant, _)| *grant).collect();
        let leaving = to_remove(tx, &input.desk.register, &viewer, &grants, now).await?;
        let is_as_shown = |resident: &Resident| {
            let shown = input.residents.iter().find(|(grant, _)| resident.held.iter().any(|held| held.grant == *grant));
            shown.is_some_and(|(_, seen)| *seen == resident.seen(now))
        };
        if !leaving.iter().all(is_as_shown) {
            return Err(general("residents-changed-meanwhile").into());
        }
        let mut ended = Vec::new();
        for resident in &leaving {
            let Some(unit) = resident.unit().map(|unit| unit.id) else { continue };
            let gone = end_all_at_clinic(tx, resident.person.id, unit).await?;
            if !gone.is_empty() {
                input.access_ended.of_resident(tx, resident.person.id, unit).await?;
            }
            ended.extend(gone);
        }
        let chain = leaving.first().map(|resident| resident.chain.clone()).unwrap_or_default();
        let recorded = record(tx, "residents.remove", &chain, &leaving.iter().collect::<Vec<_>>()).await?;
        for held in &ended {
            tx.history(&recorded, "grant", held.grant.uuid(), &[change(&held.what, Some(held.period), None)]).await?;
        }
        Ok(recorded.with(LIST.to_owned()))
    })
}

/// The residents of these grants, each once, whom the viewer may remove from the clinic. Service 402 where they are approved, else
/// 403.
pub(crate) async fn to_remove(
    tx: &mut Tx,
    register: &Register,
    viewer: &Viewer,
    grants: &[GrantId],
    now: Instant,
) -> Result<Vec<Resident>, Rejected> {
    let mut found: Vec<Resident> = Vec::new();
    let mut giver: Option<(UnitId, Giver<'_>)> = None;
    for grant in grants {
        if found.iter().any(|resident| resident.held.iter().any(|held| held.grant == *grant)) {
            continue;
        }
        let resident = Resident::for_viewer(tx, register, viewer, *grant, Service::ViewResidents, now).await?;
        let service = if resident.is_approved(now) { Service::ApproveResidents } else { Service::HandOutCaseTypes };
        resident.require(tx, viewer, service, now).await?;
        let unit = *resident.ids.first().ok_or(StoreError::Missing)?;
        let giver = match &mut giver {
            Some((at, giver)) if *at == unit => giver,
            other => &mut other.insert((unit, Giver::read(tx, viewer, &resident.ids, now).await?)).1,
        };
        giver.may_remove(&resident).map_err(|refused| general(refused.text()))?;
        found.push(resident);
    }
    Ok(found)
}

/// Ends every grant of a resident at a clinic now, and gives what ended. Whether it may be done was decided before; the caller
/// records it, and tells whoever must know.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn end_all_at_clinic(
    tx: &mut WriteTx,
    person: PersonId,
    unit: UnitId,
) -> Result<Vec<Held>, StoreError> {
    let now = tx.now();
    let mut open = super::ever_at(tx, unit, person).await?;
    open.retain(|held| !held.period.is_over_at(now));
    for held in &open {
        grants::end(tx, held.grant, held.version).await?;
    }
    Ok(open)
}

async fn record(
    tx: &mut WriteTx,
    level: &'static str,
    chain: &[Unit],
    residents: &[&Resident],
) -> Result<behorig_store::Recorded<()>, StoreError> {
    let subjects = residents.iter().map(|resident| resident.subject());
    tx.record(event(ActivityType::Write, level, chain, subjects)).await
}

fn general(text: &'static str) -> Errors {
    let mut errors = Errors::new();
    errors.add_general(text);
    errors
}

/// A change as history tells of it: until when, and of which case type.
fn change(what: &What, old: Option<Period>, new: Option<Period>) -> FieldChange {
    let (field, name) = match what {
        What::Approval => ("approval", None),
        What::CaseType(_, name) => ("case-type", Some(name)),
        What::Role(name) => ("role", Some(name)),
    };
    let told = |period: Period| match name {
        Some(name) => format!("{name}, {}", until(period.to)),
        None => until(period.to),
    };
    FieldChange { field: field.to_owned(), old: old.map(told), new: new.map(told) }
}

/// How history stores that something ends on no day. It is put into the reader's words when it is shown.
pub(crate) const UNTIL_FURTHER_NOTICE: &str = "tills vidare";

/// The last day of a grant that ends so, as history stores it.
fn until(to: Option<Instant>) -> String {
    to.map_or_else(|| UNTIL_FURTHER_NOTICE.to_owned(), last_day)
}

fn last_day(to: Instant) -> String {
    format::date(format::local(to.plus_millis(-1).0).date())
}

#[cfg(test)]
mod tests;
