//! The SQL of roles, of their holders, and of who may do what where.

pub(crate) mod colleagues;
pub(crate) mod giving;
pub(crate) mod holders;
pub(crate) mod roles;
pub(crate) mod who;
