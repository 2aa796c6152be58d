//! What is known around accesses: family names, protected identities, colleagues, and whether there was any care.

use std::collections::{HashMap, HashSet};

use behorig_access::{AccountId, UnitId};
use behorig_identity::IdentityNumber;
use behorig_store::{StoreError, Tx};

use super::bound::Bound;
use crate::rules::{Access, Days, Facts, shares_family_name};

/// So many are asked about at once.
const A_QUESTION: usize = 200;

/// What is known around some accesses.
#[derive(Debug, Default)]
pub(super) struct Known {
    staff: HashMap<AccountId, String>,
    persons: HashMap<IdentityNumber, (String, bool)>,
    colleagues: HashSet<IdentityNumber>,
    related: HashSet<IdentityNumber>,
}

impl Known {
    /// Around accesses at and below a unit in a period.
    pub(super) async fn around(tx: &mut Tx, unit: UnitId, days: Days, accesses: &[Access]) -> Result<Self, StoreError> {
        let mut known = Self::default();
        let staff: HashSet<AccountId> = accesses.iter().map(|access| access.account).collect();
        let staff: Vec<AccountId> = staff.into_iter().collect();
        for some in staff.chunks(A_QUESTION) {
            known.read_staff(tx, some).await?;
        }
        let patients: HashSet<IdentityNumber> = accesses.iter().map(|access| access.patient).collect();
        let patients: Vec<IdentityNumber> = patients.into_iter().collect();
        for some in patients.chunks(A_QUESTION) {
            known.read_persons(tx, some).await?;
            known.colleagues.extend(colleagues(tx, unit, days, some).await?);
            known.related.extend(related(tx, unit, days, some).await?);
        }
        Ok(known)
    }

    async fn read_staff(&mut self, tx: &mut Tx, staff: &[AccountId]) -> Result<(), StoreError> {
        let mut bound = Bound::default();
        let ids = bound.ids(staff.iter().map(AccountId::as_bytes));
        let sql = format!("SELECT a.id, a.family_name FROM account a WHERE a.id IN ({ids})");
        let rows: Vec<(AccountId, String)> = tx.all(&sql, &bound.params()).await?;
        self.staff.extend(rows);
        Ok(())
    }

    async fn read_persons(&mut self, tx: &mut Tx, numbers: &[IdentityNumber]) -> Result<(), StoreError> {
        let mut bound = Bound::default();
        let numbers = bound.texts(numbers.iter().map(IdentityNumber::as_stored));
        let sql = format!(
            "SELECT p.identity_number, p.family_name, p.protection <> 'none' FROM person p
             WHERE p.identity_number IN ({numbers})"
        );
        let rows: Vec<(IdentityNumber, String, bool)> = tx.all(&sql, &bound.params()).await?;
        self.persons.extend(rows.into_iter().map(|(number, family, protected)| (number, (family, protected))));
        Ok(())
    }

    /// What is known around one of them.
    pub(super) fn of(&self, access: &Access) -> Facts {
        let person = self.persons.get(&access.patient);
        let staff = self.staff.get(&access.account);
        Facts {
            protected: person.is_some_and(|(_, protected)| *protected),
            same_family_name: person.zip(staff).is_some_and(|((family, _), staff)| shares_family_name(family, staff)),
            colleague: self.colleagues.contains(&access.patient),
            related: self.related.contains(&access.patient),
        }
    }
}

/// Those who had a permission of staff at the unit or below it in the period.
async fn colleagues(
    tx: &mut Tx,
    unit: UnitId,
    days: Days,
    numbers: &[IdentityNumber],
) -> Result<Vec<IdentityNumber>, StoreError> {
    let (from, to) = days.moments();
    let mut bound = Bound::default();
    let numbers = bound.texts(numbers.iter().map(IdentityNumber::as_stored));
    let unit = bound.bytes(*unit.as_bytes());
    let (from, to) = (bound.int(from.0), bound.int(to.0));
    let sql = format!(
        "SELECT a.identity_number FROM account a WHERE a.identity_number IN ({numbers})
           AND EXISTS (SELECT 1 FROM grants g JOIN role r ON r.id = g.role_id AND r.kind = 'staff'
             JOIN unit_ancestor x ON x.unit_id = g.unit_id AND x.ancestor_id = {unit}
             WHERE g.holder_account = a.id AND g.from_at < {to} AND (g.to_at IS NULL OR g.to_at > {from}))"
    );
    let rows: Vec<(IdentityNumber,)> = tx.all(&sql, &bound.params()).await?;
    Ok(rows.into_iter().map(|(number,)| number).collect())
}

/// Those who had a case that was open, an approval that held, or a visit, at the unit or below it, some time in the period.
async fn related(
    tx: &mut Tx,
    unit: UnitId,
    days: Days,
    numbers: &[IdentityNumber],
) -> Result<Vec<IdentityNumber>, StoreError> {
    let (from, to) = days.moments();
    let mut bound = Bound::default();
    let numbers = bound.texts(numbers.iter().map(IdentityNumber::as_stored));
    let unit = bound.bytes(*unit.as_bytes());
    let (from, to) = (bound.int(from.0), bound.int(to.0));
    let (first, last) = (bound.text(days.from.to_string()), bound.text(days.to.to_string()));
    let below = |column: &str| {
        format!("EXISTS (SELECT 1 FROM unit_ancestor x WHERE x.unit_id = {column} AND x.ancestor_id = {unit})")
    };
    let sql = format!(
        "SELECT p.identity_number FROM person p WHERE p.identity_number IN ({numbers}) AND (
             EXISTS (SELECT 1 FROM care_case c WHERE c.person_id = p.id AND c.received_at < {to}
               AND (c.closed_at IS NULL OR c.closed_at >= {from}) AND {})
           OR EXISTS (SELECT 1 FROM grants g WHERE g.holder_person = p.id AND g.from_at < {to}
               AND (g.to_at IS NULL OR g.to_at > {from}) AND {})
           OR EXISTS (SELECT 1 FROM customer k JOIN visit v ON v.customer_id = k.id
               WHERE k.person_id = p.id AND v.day >= {first} AND v.day <= {last} AND {}))",
        below("c.unit_id"),
        below("g.unit_id"),
        below("v.unit_id"),
    );
    let rows: Vec<(IdentityNumber,)> = tx.all(&sql, &bound.params()).await?;
    Ok(rows.into_iter().map(|(number,)| number).collect())
}
