//! The SQL of roles, of their holders, and of who may do what where.

pub(crate) mod history;
pub(crate) mod holders;
pub(crate) mod roles;
