//! A case as stored, and who meets it.

use behorig_access::{
    AccountId, CaseId, CaseTypeId, GroupId, Holder, Instant, ObjectKind, ObjectRef, PersonId, Restrictions, Service,
    Target, UnitId, Viewer, decide,
};
use behorig_identity::IdentityNumber;
use behorig_registers::persons::{Person, Protection};
use behorig_registers::units;
use behorig_store::{FromRow, Row, StoreError, Tx, params};
use behorig_visit::{PageError, require_target};

use crate::rules::{Attention, Facts, Kind, State, attention};

/// A day in the far future, where nothing is promised: 9999-12-31. It keeps the order of lists in one index.
pub(crate) const NO_PROMISE: Instant = Instant(253_402_214_400_000);

/// A case.
#[derive(Debug, Clone)]
pub struct Case {
    /// Its id.
    pub id: CaseId,
    /// The ten letters by which people speak of it.
    pub reference: String,
    /// The clinic.
    pub unit: UnitId,
    /// Who began it, and what it asks for.
    pub kind: Kind,
    /// The case type, where a resident sent it.
    pub case_type: Option<CaseTypeId>,
    /// The published form that it was sent with.
    pub form_number: Option<i64>,
    /// Whom it is about.
    pub person: Option<PersonId>,
    /// The resident who sent it: the person, or a guardian.
    pub sent_by_person: Option<PersonId>,
    /// The staff member who began it.
    pub sent_by_account: Option<AccountId>,
    /// What it is about, in a few words.
    pub subject: String,
    /// How far it has come.
    pub state: State,
    /// Who has it.
    pub handler: Option<AccountId>,
    /// Which group has it.
    pub group: Option<GroupId>,
    /// The closed case that it replies to.
    pub follows: Option<CaseId>,
    /// When it came.
    pub received_at: Instant,
    pub(crate) due: Instant,
    /// When it was last assigned.
    pub assigned_at: Option<Instant>,
    /// When it ended.
    pub closed_at: Option<Instant>,
    /// When somebody last wrote in it.
    pub last_message_at: Instant,
    /// Whether there is something that the resident has not read.
    pub resident_unread: bool,
    /// Whether the resident may write in it.
    pub replies_open: bool,
    /// For optimistic locking.
    pub version: i64,
}

impl Case {
    /// The last moment of the promise, where there is one.
    #[must_use]
    pub fn due_at(&self) -> Option<Instant> {
        (self.due < NO_PROMISE).then_some(self.due)
    }

    /// How it stands against its promise; a case that is over, or waits for the resident, keeps none waiting.
    #[must_use]
    pub fn attention(&self, now: Instant) -> Attention {
        let waits_for_clinic =
            matches!(self.state, State::Received | State::Assigned | State::Partial | State::Answered);
        attention(self.due_at().filter(|_| waits_for_clinic), now)
    }

    /// What the rules ask.
    #[must_use]
    pub fn facts(&self) -> Facts {
        Facts {
            kind: self.kind,
            assigned: self.handler.is_some() || self.group.is_some(),
            replies_open: self.replies_open,
        }
    }
}

/// The columns of a [`Case`] in the order that it is read, of the table alias `c`.
pub(crate) const COLUMNS: &str = "c.id, c.reference, c.unit_id, c.kind, c.case_type_id, c.form_number, c.person_id,
    c.sent_by_person, c.sent_by_account, c.subject, c.state, c.handler_account, c.group_id, c.follows_case, c.received_at,
    c.due_at, c.assigned_at, c.closed_at, c.last_message_at, c.resident_unread, c.replies_open, c.version";

impl FromRow for Case {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.next()?,
            reference: row.next()?,
            unit: row.next()?,
            kind: {
                let key: String = row.next()?;
                Kind::from_key(&key).ok_or_else(|| StoreError::Shape(format!("no kind of case: {key}")))?
            },
            case_type: row.next()?,
            form_number: row.next()?,
            person: row.next()?,
            sent_by_person: row.next()?,
            sent_by_account: row.next()?,
            subject: row.next()?,
            state: {
                let key: String = row.next()?;
                State::from_key(&key).ok_or_else(|| StoreError::Shape(format!("no state of a case: {key}")))?
            },
            handler: row.next()?,
            group: row.next()?,
            follows: row.next()?,
            received_at: row.next()?,
            due: row.next()?,
            assigned_at: row.next()?,
            closed_at: row.next()?,
            last_message_at: row.next()?,
            resident_unread: row.next()?,
            replies_open: row.next()?,
            version: row.next()?,
        })
    }
}

/// The person whom a case is about, as the register has them. Shown to staff by [`Patient::is_seen_by`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patient {
    /// Who.
    pub id: PersonId,
    /// The identity number; prints masked.
    pub number: IdentityNumber,
    /// Given and family name.
    pub name: String,
    /// Whether the identity is protected.
    pub protected: bool,
}

impl Patient {
    /// As the register has a person.
    #[must_use]
    pub fn of(person: &Person) -> Self {
        Self {
            id: person.id,
            number: person.number,
            name: person.full_name(),
            protected: person.protection != Protection::None,
        }
    }

    /// Whether staff see who it is: anyone who meets the case, but of a protected person only who holds service 404 there, or
    /// holds it for just that person.
    #[must_use]
    pub fn is_seen_by(&self, viewer: &Viewer, chain: &[UnitId], now: Instant) -> bool {
        let object = ObjectRef { kind: ObjectKind::Person, id: self.id.as_object() };
        let target = Target::at(chain).object(object).restricted(Restrictions::PROTECTED_IDENTITY);
        !self.protected || decide(viewer, Service::SeeProtectedIdentity, &target, now).is_permit()
    }
}

/// The columns of an optional [`Patient`] of the table alias `p`, left-joined.
pub(crate) const PATIENT: &str = "p.id, p.identity_number, p.given_name, p.family_name, p.protection";

pub(crate) fn patient_from(row: &Row<'_>) -> Result<Option<Patient>, StoreError> {
    let id: Option<PersonId> = row.next()?;
    let number: Option<IdentityNumber> = row.next()?;
    let (given, family): (Option<String>, Option<String>) = (row.next()?, row.next()?);
    let protection: Option<String> = row.next()?;
    Ok(id.zip(number).map(|(id, number)| Patient {
        id,
        number,
        name: format!("{} {}", given.unwrap_or_default(), family.unwrap_or_default()),
        protected: protection.as_deref() != Some(Protection::None.as_stored()),
    }))
}

struct Found(Option<Patient>);

impl FromRow for Found {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        patient_from(row).map(Self)
    }
}

/// The person whom a case is about.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn patient_of(tx: &mut Tx, case: &Case) -> Result<Option<Patient>, StoreError> {
    let Some(person) = case.person else { return Ok(None) };
    let sql = format!("SELECT {PATIENT} FROM person p WHERE p.id = ?1");
    Ok(tx.optional::<Found>(&sql, params![person]).await?.and_then(|found| found.0))
}

/// Who or which group has a case, by name.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn has_it(tx: &mut Tx, case: &Case) -> Result<Option<String>, StoreError> {
    if let Some(handler) = case.handler {
        return super::staff::name_of(tx, handler).await.map(Some);
    }
    let Some(group) = case.group else { return Ok(None) };
    let row: Option<(String,)> = tx.optional("SELECT name FROM staff_group WHERE id = ?1", params![group]).await?;
    Ok(row.map(|(name,)| name))
}

/// What a member of staff is to a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StaffPart {
    /// May assign and reassign any case of the clinic.
    pub receives: bool,
    /// May answer cases there.
    pub answers: bool,
    /// Has it: as its handler, or in its group.
    pub has_it: bool,
}

/// What a viewer is to a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Staff of the clinic.
    Staff(StaffPart),
    /// The resident whom it is about.
    Resident,
    /// Who has custody of the child whom it is about.
    Guardian,
}

impl Part {
    /// The part of staff.
    ///
    /// # Errors
    /// [`PageError::NotFound`] to a resident: what staff do does not exist for them.
    pub fn of_staff(self) -> Result<StaffPart, PageError> {
        match self {
            Self::Staff(part) => Ok(part),
            Self::Resident | Self::Guardian => Err(PageError::NotFound),
        }
    }
}

pub(crate) async fn find(tx: &mut Tx, id: CaseId) -> Result<Option<Case>, StoreError> {
    tx.optional(&format!("SELECT {COLUMNS} FROM care_case c WHERE c.id = ?1"), params![id]).await
}

/// The case with this reference, as [`crate::rules::from_typed`] reads it. Who may open it is asked when it is opened.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn find_by_reference(tx: &mut Tx, reference: &str) -> Result<Option<CaseId>, StoreError> {
    let row: Option<(CaseId,)> =
        tx.optional("SELECT id FROM care_case WHERE reference = ?1", params![reference]).await?;
    Ok(row.map(|(id,)| id))
}

/// The case, to whoever may meet it: the resident, a guardian of a young child, a receiver of the clinic, and whoever has it.
///
/// # Errors
/// [`PageError::NotFound`] to anyone else; [`PageError::Refused`] with its reason to who holds another grant at the clinic.
pub async fn for_viewer(tx: &mut Tx, viewer: &Viewer, id: CaseId, now: Instant) -> Result<(Case, Part), PageError> {
    let case = find(tx, id).await?.ok_or(PageError::NotFound)?;
    let part = match viewer.holder() {
        Holder::Person(person) => as_resident(tx, &case, person, now).await?,
        Holder::Account(account) => Part::Staff(as_staff(tx, viewer, &case, account, now).await?),
    };
    Ok((case, part))
}

async fn as_resident(tx: &mut Tx, case: &Case, person: PersonId, now: Instant) -> Result<Part, PageError> {
    match case.person {
        Some(about) if about == person => Ok(Part::Resident),
        Some(about) if super::guardians::may_act_for(tx, person, about, now).await? => Ok(Part::Guardian),
        _ => Err(PageError::NotFound),
    }
}

async fn as_staff(
    tx: &mut Tx,
    viewer: &Viewer,
    case: &Case,
    account: AccountId,
    now: Instant,
) -> Result<StaffPart, PageError> {
    let chain = units::chain_ids(tx, case.unit).await?;
    let target = Target::at(&chain);
    let permits = |service| decide(viewer, service, &target, now).is_permit();
    let (receives, answers) = (permits(Service::AssignCases), permits(Service::AnswerCases));
    let has_it = answers && has(tx, case, account).await?;
    if !receives && !has_it {
        require_target(tx, viewer, Service::AssignCases, &target, now).await?;
    }
    Ok(StaffPart { receives, answers, has_it })
}

async fn has(tx: &mut Tx, case: &Case, account: AccountId) -> Result<bool, StoreError> {
    match (case.handler, case.group) {
        (Some(handler), _) => Ok(handler == account),
        (None, Some(group)) => super::groups::is_member(tx, group, account).await,
        (None, None) => Ok(false),
    }
}
