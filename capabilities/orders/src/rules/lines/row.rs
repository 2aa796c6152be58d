//! A row of an order of permissions: as it was written, what the registers know of it, and what it was judged to be.

use std::collections::HashMap;

use behorig_access::{AccountId, GrantId, Period, RoleId, UnitId};
use behorig_identity::HsaId;

use crate::rules::Effect;

/// As many people as one order holds.
pub(crate) const MOST_PEOPLE: usize = 1_000;

/// A row as somebody wrote it: in the form, in a table that was pasted, or in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct WrittenRow {
    pub name: String,
    pub hsa_id: String,
    pub email: String,
    pub region: String,
    /// The unit's name, its HSA-id or its id.
    pub unit: String,
    /// Permissions by name or id.
    pub permissions: Vec<String>,
}

impl WrittenRow {
    /// Whether nothing is written that tells of a person. A permission or a unit that a form has chosen beforehand does not.
    pub(crate) fn is_blank(&self) -> bool {
        [&self.name, &self.hsa_id, &self.email].iter().all(|text| text.trim().is_empty())
    }
}

/// A permission that can be ordered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Permission {
    pub role: RoleId,
    /// As the role is called.
    pub name: String,
}

/// Whom an HSA-id belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Person {
    pub given_name: String,
    pub family_name: String,
    pub email: Option<String>,
    /// The name is shown to nobody, and so compared with nothing.
    pub protected: bool,
    /// Has left: nothing is granted any more.
    pub ended: bool,
    /// The account that has the id: somebody with two ids is one person.
    pub account: Option<AccountId>,
}

/// A unit for which the orderer may order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KnownUnit {
    pub id: UnitId,
    pub name: String,
    /// The unit and everything above it.
    pub chain: Vec<UnitId>,
    /// Whether a permission there covers the units below it too: of a region, a care provider and a care unit.
    pub covers_below: bool,
    /// Ordered as its head of operations, and not as a named orderer.
    pub as_head: bool,
}

/// What the words for a unit were found to mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FoundUnit {
    /// A unit for which the orderer may order.
    One(KnownUnit),
    /// No unit is called so.
    None,
    /// Several are, and the orderer may order for more than one of them.
    Several,
    /// It belongs to another region than the order.
    OtherRegion(String),
    /// The orderer may not order for it; the text id says why and what to do.
    NotAllowed(String, &'static str),
}

/// A grant that is not over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Held {
    pub hsa_id: HsaId,
    pub account: AccountId,
    pub grant: GrantId,
    pub version: i64,
    pub role: RoleId,
    pub unit: UnitId,
    pub branch: bool,
    pub period: Period,
}

/// What is asked for in every row of an order.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub effect: Effect,
    /// The period of the grants.
    pub period: Period,
    pub permissions: Vec<Permission>,
    pub region_name: String,
}

/// What the registers know of what is written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    pub persons: HashMap<HsaId, Person>,
    /// By what is written, without the blanks around it.
    pub units: HashMap<String, FoundUnit>,
    pub held: Vec<Held>,
}

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    NameMissing,
    /// With the text id that says what to do.
    NameWrong(&'static str),
    HsaIdMissing,
    HsaIdWrong(&'static str),
    /// Nobody in the directory has the id.
    Nobody(String),
    /// Whoever has the id has left.
    Left,
    EmailMissing,
    EmailWrong(&'static str),
    /// The row is about another region than the order.
    RegionOther(String),
    UnitMissing,
    UnitUnknown(String),
    UnitSeveral(String),
    UnitOfOtherRegion(String),
    MayNotOrder(String, &'static str),
    PermissionMissing,
    PermissionUnknown(String),
    /// The same person, permission and unit as in an earlier row.
    Twice {
        first: usize,
        second: usize,
        permission: String,
    },
    /// What is to be revoked is not held there.
    NotHeld {
        permission: String,
    },
    /// It is held by a grant for a unit above, and ends there.
    HeldAbove {
        permission: String,
    },
}

/// Why a row must be answered for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// The directory has another name for the id.
    OtherName,
    /// The name is protected, so that nobody can see whether it fits.
    Protected,
}

/// A question about a row. Its answer is bound to the id and both names: where one of them changes it is asked anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Question {
    pub doubt: Doubt,
    /// What the tick *Ja, det är rätt person* sends.
    pub key: String,
    pub answered: bool,
}

/// One permission of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CheckedLine {
    pub role: RoleId,
    pub permission: String,
    /// What is to be granted is held already for all of the period: nothing is left to do, and the order leaves the line out.
    pub held_already: bool,
}

/// A row, judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CheckedRow {
    /// Which row it is, from 1.
    pub number: usize,
    pub written: WrittenRow,
    pub hsa_id: Option<HsaId>,
    pub person: Option<Person>,
    pub email: Option<String>,
    pub unit: Option<KnownUnit>,
    pub lines: Vec<CheckedLine>,
    pub problems: Vec<Problem>,
    pub question: Option<Question>,
}

impl CheckedRow {
    /// Whether nothing is wrong and nothing waits for an answer.
    pub(crate) fn is_right(&self) -> bool {
        self.problems.is_empty() && self.question.as_ref().is_none_or(|question| question.answered)
    }

    /// The name that the order keeps: the directory's, and of a protected person none but the id.
    pub(crate) fn kept_name(&self) -> Option<String> {
        let (person, hsa_id) = (self.person.as_ref()?, self.hsa_id.as_ref()?);
        Some(if person.protected {
            hsa_id.as_str().to_owned()
        } else {
            format!("{} {}", person.given_name, person.family_name)
        })
    }
}
