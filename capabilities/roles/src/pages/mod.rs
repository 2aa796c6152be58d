//! The pages: one file each, its permission first.

pub(crate) mod add;
pub(crate) mod administer;
pub(crate) mod end;
pub(crate) mod grants;
pub(crate) mod holders;
pub(crate) mod list;
pub(crate) mod matrix;
pub(crate) mod new;
pub(crate) mod removal;
pub(crate) mod role;
pub(crate) mod role_form;
pub(crate) mod role_history;
pub(crate) mod services;
pub(crate) mod ticks;
mod units;
pub(crate) mod who_may;
pub(crate) mod why;

use std::str::FromStr;

use behorig_access::MalformedId;
use behorig_visit::PageError;
use behorig_web::Form;
use behorig_web::components::Crumb;

/// The list of roles.
pub(crate) const ROLES: &str = "/installningar/roller";

/// An id out of a path; what is none leads nowhere.
pub(crate) fn id<I: FromStr<Err = MalformedId>>(text: &str) -> Result<I, PageError> {
    text.parse().map_err(|_| PageError::NotFound)
}

/// The fields of a query string.
pub(crate) fn query(raw: Option<&str>) -> Result<Form, PageError> {
    Form::parse(raw.unwrap_or_default().as_bytes()).map_err(|_| PageError::TooLarge)
}

/// The way from the list of roles.
pub(crate) fn crumb_to_roles<'a>(lang: behorig_web::Lang) -> Crumb<'a> {
    Crumb::new(ROLES, lang.t("roles-title"))
}

/// The page of a role, or a page below it.
pub(crate) fn path_of(role: behorig_access::RoleId, below: &str) -> String {
    format!("{ROLES}/{role}{below}")
}
