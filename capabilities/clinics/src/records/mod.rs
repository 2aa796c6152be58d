//! What is stored of a clinic, and the grants that stand on its catchment area.

mod added;
mod area;
mod clinic;
mod made;
mod refit;

#[cfg(test)]
mod tests;

pub use added::{Adding, add_clinic};
pub use area::{catchment_of, clinics_that_reach};
pub use clinic::{Clinic, Notify, clinic, sql_of_clinic};
pub use made::set_up;
pub use refit::{Answer, end_catchment_grants_that_no_longer_fit};

pub(crate) use clinic::{Settings, put, settings};
pub(crate) use refit::{Areas, refit, resources, told, would_end};
