//! What stands around a case: its clinic, and whom it is about. Asked for at once, and not again by each who needs it.

use behorig_access::{PersonId, UnitId};
use behorig_clinics::{Clinic, sql_of_clinic};
use behorig_identity::IdentityNumber;
use behorig_registers::units::{Unit, sql_of_chain};
use behorig_store::{StoreError, Tx, params};

/// What stands around a case.
#[derive(Debug, Clone)]
pub struct Around {
    /// The clinic and everything above it.
    pub chain: Vec<Unit>,
    /// What the clinic has set.
    pub clinic: Clinic,
    /// Number and name of the person, where there is one.
    pub patient: Option<(IdentityNumber, String)>,
}

impl Around {
    /// The clinic's name.
    pub(crate) fn unit_name(&self) -> &str {
        self.chain.first().map_or("", |unit| unit.name.as_str())
    }
}

/// The statement that gives number, given and family name of a person, who is `?1`.
pub(super) const NAME_OF_PERSON: &str = "SELECT identity_number, given_name, family_name FROM person WHERE id = ?1";

/// A row of [`NAME_OF_PERSON`].
pub(super) type NameOfPerson = (IdentityNumber, String, String);

pub(super) fn as_patient(row: Option<NameOfPerson>) -> Option<(IdentityNumber, String)> {
    row.map(|(number, given, family)| (number, format!("{given} {family}")))
}

/// What stands around a case at a clinic about a person.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn around(tx: &mut Tx, unit: UnitId, person: PersonId) -> Result<Around, StoreError> {
    let (chain, clinics, names): (Vec<Unit>, Vec<Clinic>, Vec<NameOfPerson>) = tx
        .three((&sql_of_chain(), params![unit]), (sql_of_clinic(), params![unit]), (NAME_OF_PERSON, params![person]))
        .await?;
    let clinic = clinics.into_iter().next().unwrap_or_else(|| Clinic::unsaid(unit));
    Ok(Around { chain, clinic, patient: as_patient(names.into_iter().next()) })
}
