//! A case type of a clinic, as somebody stands before it.

use behorig_access::{CaseTypeId, Instant, Service, UnitId};
use behorig_case_types::{CaseType, CurrentForm, Form, sql_of_case_type, sql_of_current_form};
use behorig_cases::records::Around;
use behorig_clinics::{Clinic, sql_of_clinic};
use behorig_registers::units::{self, Unit};
use behorig_store::{Tx, params};
use behorig_visit::{PageError, require_target};

use crate::records;
use crate::rules::{self, Door};
use crate::whom::Whom;

/// A case type of a clinic with everything that its pages show.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// The clinic's unit.
    pub unit: Unit,
    /// The unit and everything above it.
    pub chain: Vec<Unit>,
    /// What it says of itself.
    pub clinic: Clinic,
    /// The case type.
    pub case_type: CaseType,
    /// The form that residents meet now.
    pub form: Form,
    /// Its number.
    pub form_number: i64,
    /// Whether a case may be begun now.
    pub door: Door,
}

impl Place {
    /// Where the form is.
    pub(crate) fn path(&self) -> String {
        format!("{}/{}", super::clinic_path(self.unit.id), self.case_type.id)
    }

    /// Why no case can be begun; nothing where one can.
    pub(crate) fn why_not(&self) -> Option<&'static str> {
        match self.door {
            Door::Open => None,
            Door::NotLetIn => Some("my-care-not-let-in"),
            Door::TypeShut => Some("my-care-type-shut"),
            Door::ClinicShut => Some("my-care-clinic-shut"),
        }
    }

    /// What stands around a case that somebody sends from here.
    pub(crate) fn around(&self, whom: &Whom) -> Around {
        let patient = (whom.person.number, whom.person.full_name());
        Around { chain: self.chain.clone(), clinic: self.clinic.clone(), patient: Some(patient) }
    }

    /// The promise, in working days.
    pub(crate) fn reply_days(&self) -> i64 {
        self.case_type.reply_days.unwrap_or(self.clinic.reply_days)
    }
}

/// The case type, to whoever may use it, could use it until it ended, or has written something there.
///
/// # Errors
/// [`PageError::NotFound`] to anyone else, and [`PageError::Refused`] with its reason to who holds something else at the clinic.
pub(crate) async fn place(
    tx: &mut Tx,
    whom: &Whom,
    (unit, case_type): (UnitId, CaseTypeId),
    now: Instant,
) -> Result<Place, PageError> {
    let (types, forms, chain, clinics): (Vec<CaseType>, Vec<CurrentForm>, Vec<Unit>, Vec<Clinic>) = tx
        .four([
            (&sql_of_case_type(), params![case_type]),
            (sql_of_current_form(), params![case_type]),
            (&units::sql_of_chain(), params![unit]),
            (sql_of_clinic(), params![unit]),
        ])
        .await?;
    let case_type = types.into_iter().find(|found| found.unit == unit).ok_or(PageError::NotFound)?;
    let ids: Vec<UnitId> = chain.iter().map(|unit| unit.id).collect();
    let is_permitted = rules::may_use(&whom.rights, &ids, &case_type, now);
    if !is_permitted && !was_let_in(tx, whom, &case_type, now).await? {
        let target = rules::target(&ids, &case_type);
        require_target(tx, &whom.rights, Service::UseCaseType, &target, now).await?;
    }
    let CurrentForm(form) = forms.into_iter().next().ok_or(PageError::NotFound)?;
    let form_number = case_type.published.ok_or(PageError::NotFound)?;
    let clinic = clinics.into_iter().next().unwrap_or_else(|| Clinic::unsaid(unit));
    let door = Door::of(clinic.status, &case_type, is_permitted);
    let unit = chain.first().cloned().ok_or(PageError::NotFound)?;
    Ok(Place { unit, chain, clinic, case_type, form, form_number, door })
}

async fn was_let_in(tx: &mut Tx, whom: &Whom, case_type: &CaseType, now: Instant) -> Result<bool, PageError> {
    let has_written = records::written(tx, records::of_case_type(whom, case_type.id)).await?.is_some();
    Ok(has_written || records::was_let_in(tx, whom.person.id, case_type, now).await?)
}
