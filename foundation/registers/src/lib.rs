//! The records that every capability stands on: units, the person register, roles, and the grants that make a viewer.
//!
//! Rules stay in `behorig-access`; here is how its values are stored and read. Grants are read in the request's own transaction
//! and nowhere kept.

pub mod directory;
pub mod grants;
pub mod orderables;
pub mod persons;
pub mod places;
pub mod rights;
pub mod roles;
mod scope;
pub mod settings;
pub mod staff;
pub mod units;
mod viewer;

pub use scope::UnitsInScope;
pub use viewer::{
    InHand, grants_in_the_hand_of, grants_since, id_of, sql_of_grants, sql_of_grants_named, standing,
    viewer_of_account, viewer_of_person,
};
