//! The SQL of what can be ordered, of who may order, and of what regions have chosen.

pub(crate) mod appointments;
pub(crate) mod choices;
pub(crate) mod named;
pub(crate) mod orderables;
pub(crate) mod places;
