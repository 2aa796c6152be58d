//! What is to be written, settled before anything is.

use behorig_access::{AccountId, GrantId, Instant, ObjectId, PersonId, RoleId, UnitId};
use behorig_identity::{HsaId, IdentityNumber, UserName};
use behorig_registers::units::UnitKind;

use crate::files::OPTIONAL_TEXTS;

/// A unit that says something else now.
pub(crate) struct UnitChange {
    pub(crate) id: UnitId,
    pub(crate) kind: UnitKind,
    pub(crate) name: String,
    pub(crate) hsa_id: Option<String>,
    pub(crate) code: Option<String>,
    pub(crate) key: Option<String>,
}

/// A person for the register. The values are those of [`crate::records::existing::KnownPerson`].
pub(crate) struct NewPerson {
    pub(crate) id: PersonId,
    pub(crate) number: IdentityNumber,
    pub(crate) values: [Option<String>; 10],
    pub(crate) sort_key: Vec<u8>,
    pub(crate) birth_date: Option<String>,
}

/// A person that the register says something else of.
pub(crate) struct PersonChange {
    pub(crate) id: PersonId,
    pub(crate) values: [Option<String>; 10],
    pub(crate) sort_key: Vec<u8>,
}

/// Who has custody of whom, since when.
pub(crate) struct NewCustody {
    pub(crate) child: PersonId,
    pub(crate) guardian: PersonId,
    pub(crate) from: String,
}

/// An account as it is to stand.
pub(crate) struct NewAccount {
    pub(crate) id: AccountId,
    pub(crate) unit: UnitId,
    pub(crate) user_name: UserName,
    pub(crate) number: Option<IdentityNumber>,
    pub(crate) given_name: String,
    pub(crate) family_name: String,
    pub(crate) sort_key: Vec<u8>,
    pub(crate) hsa_ids: Vec<HsaId>,
    pub(crate) texts: [Option<String>; OPTIONAL_TEXTS.len()],
}

/// An account that is there and is to stand so.
pub(crate) struct AccountChange {
    pub(crate) account: NewAccount,
}

/// One line of an account's history.
pub(crate) struct FieldBefore {
    pub(crate) account: AccountId,
    pub(crate) field: &'static str,
    pub(crate) old: Option<String>,
    pub(crate) new: Option<String>,
}

/// A grant to give.
pub(crate) struct NewGrant {
    pub(crate) id: GrantId,
    pub(crate) account: Option<AccountId>,
    pub(crate) person: Option<PersonId>,
    /// The person's own sort key, kept beside the grant.
    pub(crate) person_sort_key: Option<Vec<u8>>,
    pub(crate) role: RoleId,
    pub(crate) unit: UnitId,
    pub(crate) branch: bool,
    pub(crate) customer: Option<ObjectId>,
    pub(crate) from: Instant,
    pub(crate) to: Option<Instant>,
    pub(crate) basis: &'static str,
}

/// A grant that gets another end or reach.
pub(crate) struct GrantChange {
    pub(crate) id: GrantId,
    pub(crate) to: Option<Instant>,
    pub(crate) branch: bool,
}
