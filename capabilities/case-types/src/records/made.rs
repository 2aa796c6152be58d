//! Case types and templates made by the program itself: the demo, imports, tests of what stands on them.

use behorig_access::{CaseTypeId, TemplateId, UnitId};
use behorig_store::{StoreError, WriteTx};

use super::forms;
use super::templates::{self, TemplateText};
use super::types::{self, NewCaseType};
use crate::rules::{Form, Ready};

/// Activates a ready type at a unit, with the form that it begins with. The caller records the event.
///
/// # Errors
/// [`StoreError::Conflict`] on `case_type_name` or `case_type_ready`.
pub async fn activate_ready(tx: &mut WriteTx, unit: UnitId, ready: Ready) -> Result<CaseTypeId, StoreError> {
    let new = NewCaseType {
        unit,
        ready: Some(ready),
        name: ready.swedish_name().to_owned(),
        restricted: false,
        reply_days: None,
    };
    activate(tx, &new, ready.form()).await
}

/// Makes a case type, publishes its form and activates it. The caller records the event.
///
/// # Errors
/// [`StoreError::Conflict`] on `case_type_name` or `case_type_ready`.
pub async fn activate(tx: &mut WriteTx, new: &NewCaseType, form: &Form) -> Result<CaseTypeId, StoreError> {
    let id = types::add(tx, new).await?;
    forms::publish(tx, id, 1, form).await?;
    types::set_active(tx, id, 2, true).await?;
    Ok(id)
}

/// Makes an active template. The caller records the event.
///
/// # Errors
/// [`StoreError::Conflict`] on `case_template_name`.
pub async fn add_template(tx: &mut WriteTx, unit: UnitId, text: &TemplateText) -> Result<TemplateId, StoreError> {
    templates::add(tx, unit, text, true).await
}
