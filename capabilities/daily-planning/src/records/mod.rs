//! All that is asked of the database and changed in it about the day of a home-care unit. The visits themselves are written by
//! `behorig_home_care`.

pub(crate) mod board;
pub(crate) mod change;
pub(crate) mod correction;
pub(crate) mod my_day;
pub(crate) mod perform;
pub(crate) mod visit;

pub(crate) use visit::{CareVisit, Place, Rights, event};

/// What history calls a visit.
pub(crate) const KIND: &str = "visit";
