//! A resident of a clinic, loaded through whoever asks, and the person that a number belongs to.

use std::sync::Arc;

use behorig_access::{GrantId, Instant, PersonId, Service, Target, UnitId, Viewer};
use behorig_clinics::CatchmentFacts;
use behorig_identity::IdentityNumber;
use behorig_registers::persons::{Person, PersonRegister, Protection};
use behorig_registers::units::{self, Unit};
use behorig_store::{FieldChange, StoreError, Tx, params};
use behorig_visit::{PageError, require_target};
use uuid::Uuid;

use super::{Held, What};
use crate::rules;

/// Where names come from.
pub(crate) type Register = Arc<dyn PersonRegister>;

/// Somebody who holds or held something at a clinic.
pub(crate) struct Resident {
    /// Who.
    pub person: Person,
    /// The clinic and everything above it.
    pub chain: Vec<Unit>,
    /// The ids of the chain.
    pub ids: Vec<UnitId>,
    /// Everything ever held there.
    pub held: Vec<Held>,
}

impl Resident {
    /// The resident of a grant, to whoever may use the service there: by any grant that the resident ever had at the clinic.
    ///
    /// # Errors
    /// [`PageError::Refused`] to who holds something else at the clinic; [`PageError::NotFound`] to anyone else, and where the
    /// person's identity is protected from the viewer.
    pub(crate) async fn for_viewer(
        tx: &mut Tx,
        register: &Register,
        viewer: &Viewer,
        grant: GrantId,
        service: Service,
        now: Instant,
    ) -> Result<Self, PageError> {
        let row: Option<(Option<PersonId>, UnitId)> =
            tx.optional("SELECT holder_person, unit_id FROM grants WHERE id = ?1", params![grant]).await?;
        let Some((Some(person), unit)) = row else { return Err(PageError::NotFound) };
        let chain = units::chain(tx, unit).await?;
        let ids: Vec<UnitId> = chain.iter().map(|unit| unit.id).collect();
        // Who may not ask at all learns it before anything is read about the person.
        let target = Target::at(&ids).object(rules::as_object(person));
        require_target(tx, viewer, service, &target, now).await?;
        let person = register.by_id(tx, person).await?.ok_or(PageError::NotFound)?;
        let held = super::ever_at(tx, unit, person.id).await?;
        let resident = Self { person, chain, ids, held };
        resident.require(tx, viewer, service, now).await?;
        Ok(resident)
    }

    /// Whether the viewer may use one more service about this resident.
    ///
    /// # Errors
    /// As [`Self::for_viewer`].
    pub(crate) async fn require(
        &self,
        tx: &mut Tx,
        viewer: &Viewer,
        service: Service,
        now: Instant,
    ) -> Result<(), PageError> {
        let target = Target::at(&self.ids).object(rules::as_object(self.person.id));
        require_target(tx, viewer, service, &target, now).await?;
        let protected = self.person.protection != Protection::None;
        if rules::may(viewer, service, &self.ids, self.person.id, protected, now) {
            Ok(())
        } else {
            Err(PageError::NotFound)
        }
    }

    /// The clinic.
    pub(crate) fn unit(&self) -> Option<&Unit> {
        self.chain.first()
    }

    /// The clinic's name.
    pub(crate) fn unit_name(&self) -> &str {
        self.unit().map_or("", |unit| &unit.name)
    }

    /// Name and number, as the log has them.
    pub(crate) fn subject(&self) -> (PersonId, &IdentityNumber, String) {
        (self.person.id, &self.person.number, self.person.full_name())
    }

    /// What holds now or will hold.
    pub(crate) fn open(&self, now: Instant) -> impl Iterator<Item = &Held> {
        self.held.iter().filter(move |held| !held.period.is_over_at(now))
    }

    /// What would end, in which version: a form carries it, so that nothing ends that its sender did not see.
    pub(crate) fn seen(&self, now: Instant) -> String {
        let mut seen: Vec<String> = self.open(now).map(|held| format!("{}.{}", held.grant, held.version)).collect();
        seen.sort_unstable();
        seen.join(" ")
    }

    /// Whether the clinic's catchment area covers the resident, so that they could add the clinic again.
    pub(crate) async fn is_in_catchment(&self, tx: &mut Tx, now: Instant) -> Result<bool, StoreError> {
        let Some(unit) = self.unit() else { return Ok(false) };
        let today = behorig_web::format::local(now.0).date();
        let area = behorig_clinics::catchment_of(tx, unit.id).await?;
        Ok(area.is_some_and(|area| area.covers(&CatchmentFacts::from(&self.person), today)))
    }

    /// Whether the resident is approved, or will be.
    pub(crate) fn is_approved(&self, now: Instant) -> bool {
        self.open(now).any(|held| held.what == What::Approval)
    }
}

/// Whom somebody means.
#[derive(Clone, Copy)]
pub(crate) enum Who<'a> {
    /// The person with this number.
    Number(&'a IdentityNumber),
    /// The person whose name and number were shown.
    Shown(PersonId),
}

/// Who it is, as far as the viewer may know.
pub(crate) enum Candidate {
    /// Nobody, or somebody whose identity is protected from the viewer: the two are told apart by nothing.
    Unknown,
    /// Somebody who has died.
    Deceased(Person),
    /// A living person.
    Living(Person),
}

/// The person who is to be approved or to be handed a case type by `service`.
pub(crate) async fn candidate(
    tx: &mut Tx,
    register: &Register,
    (viewer, service, chain): (&Viewer, Service, &[UnitId]),
    who: Who<'_>,
    now: Instant,
) -> Result<Candidate, StoreError> {
    let found = match who {
        Who::Number(number) => register.by_number(tx, number).await?,
        Who::Shown(person) => register.by_id(tx, person).await?,
    };
    let may =
        |person: &Person| rules::may(viewer, service, chain, person.id, person.protection != Protection::None, now);
    Ok(match found.filter(may) {
        None => Candidate::Unknown,
        Some(person) if person.deceased_on.is_some() => Candidate::Deceased(person),
        Some(person) => Candidate::Living(person),
    })
}

/// The approval that somebody has given this person at the clinic and that is not over. What the person took by the catchment
/// area is none: it ends when they move, and an approval does not.
pub(crate) async fn approval_of(
    tx: &mut Tx,
    unit: UnitId,
    person: PersonId,
    now: Instant,
) -> Result<Option<Held>, StoreError> {
    let held = super::ever_at(tx, unit, person).await?;
    let is_approval =
        |held: &Held| held.what == What::Approval && !held.is_by_catchment() && !held.period.is_over_at(now);
    Ok(held.into_iter().find(is_approval))
}

/// Something that changed for a resident at a clinic.
pub(crate) struct Changed {
    /// The grant that it was about.
    pub grant: GrantId,
    /// The event that told of it.
    pub event: Uuid,
    /// When.
    pub at: Instant,
    /// By whom.
    pub who: String,
    /// Through which door, as stored.
    pub door: String,
    /// What.
    pub change: FieldChange,
}

/// A page of history shows at most this many changes.
const MOST: i64 = 200;

/// What changed for a resident at the clinic, newest first. What happened at other clinics is none of this one's business.
pub(crate) async fn history_of(tx: &mut Tx, unit: UnitId, person: PersonId) -> Result<Vec<Changed>, StoreError> {
    type Stored = (GrantId, Uuid, Instant, String, String, String, Option<String>, Option<String>);
    let rows: Vec<Stored> = tx
        .all(
            "SELECT g.id, h.event_id, h.at, shown_name(h.actor_account, h.actor_name), h.door, h.field, h.old_value, h.new_value
             FROM grants g JOIN history h ON h.entity_id = g.id AND h.entity_kind = 'grant'
             WHERE g.holder_person = ?1 AND g.unit_id = ?2 ORDER BY h.at DESC, h.id DESC LIMIT ?3",
            params![person, unit, MOST],
        )
        .await?;
    let changed = |(grant, event, at, who, door, field, old, new): Stored| Changed {
        grant,
        event,
        at,
        who,
        door,
        change: FieldChange { field, old, new },
    };
    Ok(rows.into_iter().map(changed).collect())
}
