//! What can be ordered and who may order it: orderable services, named orderers, heads of operations, what a region has chosen.

use behorig_visit::{Guide, MenuItem, Route};
use behorig_web::TextSource;

/// The words of this capability.
pub const TEXTS: TextSource = TextSource { sv: include_str!("../texts/sv.ftl"), en: include_str!("../texts/en.ftl") };

/// Everything that can be asked of this capability.
#[must_use]
pub fn routes() -> Vec<Route> {
    Vec::new()
}

/// What stands in the menu and in the command search.
#[must_use]
pub fn menu() -> Vec<MenuItem> {
    Vec::new()
}

/// The guides of the help.
#[must_use]
pub fn help() -> Vec<Guide> {
    Vec::new()
}
