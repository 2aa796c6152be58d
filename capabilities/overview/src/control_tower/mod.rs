//! The control tower (*Flygledartornet*): how every entrance and clinic that one holds stands just now.

use behorig_visit::{Guide, MenuItem, Route};

/// Its pages.
pub(crate) fn routes() -> Vec<Route> {
    Vec::new()
}

/// Its place in the menu.
pub(crate) fn menu() -> Vec<MenuItem> {
    Vec::new()
}

/// Its guide.
pub(crate) fn help() -> Vec<Guide> {
    Vec::new()
}
