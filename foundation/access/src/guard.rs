//! A unit always has someone who can administer it.

use crate::Service;

/// The service that makes its holder an administrator of the unit.
pub const ADMINISTRATOR_SERVICE: Service = Service::AdministerGrants;

/// The last administrator of a unit cannot be removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the last administrator of a unit cannot be removed: give someone else the grant first")]
pub struct LastAdministrator;

/// Checks a change that takes an administrator from a unit: a grant ends, an account is blocked or ends, a role loses
/// [`ADMINISTRATOR_SERVICE`].
///
/// `remaining_live_admins` counts the active holders who may use [`ADMINISTRATOR_SERVICE`] at the unit itself after the
/// change, each once.
///
/// # Errors
/// [`LastAdministrator`] when none remains.
pub const fn last_administrator(remaining_live_admins: u64) -> Result<(), LastAdministrator> {
    if remaining_live_admins == 0 { Err(LastAdministrator) } else { Ok(()) }
}

/// Whether the unit shows the warning that it has only one administrator.
pub const fn one_administrator_warning(live_admins: u64) -> bool {
    live_admins == 1
}
