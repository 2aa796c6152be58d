//! The SQL of case types, their forms, and templates.

pub(crate) mod forms;
pub(crate) mod grants;
pub(crate) mod made;
pub(crate) mod templates;
#[cfg(test)]
mod tests;
pub(crate) mod types;

use behorig_store::StoreError;

use crate::rules::FormError;

/// A stored form that is none is a foreign hand in the database.
pub(crate) fn not_a_form(error: FormError) -> StoreError {
    StoreError::Shape(error.to_string())
}
