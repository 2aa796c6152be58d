//! What open pages look at.

use behorig_access::{AccountId, CaseId, PersonId, UnitId};
use behorig_store::Topic;
use uuid::Uuid;

/// The cases of a clinic that nobody has: the receivers' inbox.
#[must_use]
pub const fn inbox_of(unit: UnitId) -> Topic {
    Topic::new('u', unit.uuid())
}

/// The cases that the groups of a clinic have.
#[must_use]
pub const fn groups_at(unit: UnitId) -> Topic {
    Topic::new('g', unit.uuid())
}

/// The cases that somebody has.
#[must_use]
pub const fn in_hand_of(account: AccountId) -> Topic {
    Topic::new('h', account.uuid())
}

/// The cases of a resident.
#[must_use]
pub const fn cases_of(person: PersonId) -> Topic {
    Topic::new('p', person.uuid())
}

/// The visits of a home-care unit: when they are, who makes which, and how they stand.
#[must_use]
pub const fn visits_of(unit: UnitId) -> Topic {
    Topic::new('v', unit.uuid())
}

/// One case.
#[must_use]
pub const fn case(case: CaseId) -> Topic {
    Topic::new('c', case.uuid())
}

/// Who has a case open, and who is writing in it.
#[must_use]
pub const fn company_at(case: CaseId) -> Topic {
    Topic::new(COMPANY, case.uuid())
}

/// The kind of [`company_at`].
pub(crate) const COMPANY: char = 'w';

/// How the cases of a unit stand, counted: every change of any of them touches it.
#[must_use]
pub const fn queue_of(unit: UnitId) -> Topic {
    Topic::new(QUEUE, unit.uuid())
}

/// The kind of [`queue_of`].
pub const QUEUE: char = 'q';

/// The figures of all units as this node has counted them. Told on the node alone: each counts for itself.
pub const FIGURES: Topic = Topic::new('t', Uuid::nil());
