//! All SQL of imports and exports.

pub(crate) mod directory;
pub(crate) mod existing;
pub(crate) mod importer;
pub(crate) mod insert;
mod many;
pub(crate) mod taken_out;

pub(crate) use many::{in_groups, insert_many};
