//! The two views that are ordered: *Dashboard* ([`dashboard`]), figures and charts of a chosen period, and *Flygledartornet*
//! ([`control_tower`]), how every entrance and clinic stands just now.
//!
//! Both show figures of units and nothing of any person. Whoever looks sees the units where they hold service 410 or 411, and no others.

mod control_tower;
mod dashboard;

use behorig_visit::{Guide, MenuItem, Route};
use behorig_web::TextSource;

/// The words of this capability.
pub const TEXTS: TextSource = TextSource {
    sv: concat!(include_str!("../texts/dashboard/sv.ftl"), "\n", include_str!("../texts/control-tower/sv.ftl")),
    en: concat!(include_str!("../texts/dashboard/en.ftl"), "\n", include_str!("../texts/control-tower/en.ftl")),
};

/// The section of the menu that both stand in.
const MENU_SECTION: &str = "control-tower-menu-section";

/// Everything that can be asked of this capability.
#[must_use]
pub fn routes() -> Vec<Route> {
    let mut routes = dashboard::routes();
    routes.extend(control_tower::routes());
    routes
}

/// What stands in the menu and in the command search.
#[must_use]
pub fn menu() -> Vec<MenuItem> {
    let mut menu = dashboard::menu();
    menu.extend(control_tower::menu());
    menu
}

/// The guides of the help.
#[must_use]
pub fn help() -> Vec<Guide> {
    let mut guides = dashboard::help();
    guides.extend(control_tower::help());
    guides
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_pages_is_there_in_both_languages() {
        let others = [behorig_web::TEXTS, behorig_visit::TEXTS];
        let folder = env!("CARGO_MANIFEST_DIR");
        for prefix in ["dashboard-", "control-tower-"] {
            let wrong = behorig_web::texts::wrong_words(folder, prefix, TEXTS, &others).unwrap();
            assert_eq!(wrong, Vec::<String>::new());
        }
    }
}
