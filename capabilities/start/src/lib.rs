//! Where everyone arrives: the start page of each hat, the search among all functions, the help, and what the program says
//! about itself.
//!
//! It knows of other capabilities only what the menu, the guides and the figures say that the program hands it.

mod attention;
mod commands;
mod contents;
mod figure;
mod finder;
mod followed;
mod guides;
mod pages;
mod reader;

use axum::Extension;
use axum::routing::get;
use behorig_visit::{Access, MenuItem, Route};
use behorig_web::components::Icon;
use behorig_web::{TextSource, paths};

pub use attention::ACCESSIBILITY_CONTACT;
pub use contents::{HelpEntry, HelpSection};
pub use figure::{CardFigure, Counted};
pub use finder::{Finder, Opened};
pub use followed::{FollowedBy, FollowedCustomer, FollowedNow};
pub use guides::guides;

/// The words of this crate.
pub const TEXTS: TextSource = TextSource { sv: include_str!("../texts/sv.ftl"), en: include_str!("../texts/en.ftl") };

/// What the pages are told of the capabilities beside them; of nothing, where nothing is said.
#[derive(Debug, Default)]
pub struct Surroundings {
    /// What waits, counted on the cards of the start page.
    pub figures: Vec<CardFigure>,
    /// The contents of the help; guides that stand under no heading come last.
    pub help: Vec<HelpSection>,
    /// What the search opens by itself.
    pub finders: Vec<Finder>,
    /// Whom a relative follows, and when somebody comes to them.
    pub followed: Option<FollowedBy>,
}

/// The routes.
#[must_use]
pub fn routes(around: Surroundings) -> Vec<Route> {
    let figures = Extension(figure::Figures::new(around.figures));
    let contents = Extension(contents::Contents::new(around.help));
    let finders = Extension(finder::Finders::new(around.finders));
    let follows = Extension(followed::Follows(around.followed));
    vec![
        Route::get(paths::START, Access::SignedIn, get(pages::start::show).layer((figures, follows))),
        Route::get(paths::SEARCH, Access::SignedIn, get(pages::search::show).layer(finders)),
        Route::get(paths::COMMANDS, Access::SignedIn, get(pages::search::list)),
        Route::get(paths::HELP, Access::Anyone, get(pages::help::index).layer(contents.clone())),
        Route::get("/hjalp/{key}", Access::Anyone, get(pages::help::guide).layer(contents)),
        Route::get(paths::ACCESSIBILITY, Access::Anyone, get(pages::about::accessibility)),
        Route::get(pages::ABOUT, Access::Anyone, get(pages::about::program)),
    ]
}

/// The menu: the start page before all sections, the rest found by the command search.
#[must_use]
pub fn menu() -> Vec<MenuItem> {
    let item =
        |section, label, path, access, icon| MenuItem { section, under: None, label, path, access, icon: Some(icon) };
    vec![
        item(Some("menu-section-first"), "start-title", paths::START, Access::SignedIn, Icon::Home),
        item(None, "start-help", paths::HELP, Access::Anyone, Icon::Help),
        item(None, "start-accessibility", paths::ACCESSIBILITY, Access::Anyone, Icon::Info),
        item(None, "start-about", pages::ABOUT, Access::Anyone, Icon::Info),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_pages_is_there_in_both_languages() {
        let others = [behorig_web::TEXTS, behorig_visit::TEXTS];
        let wrong = behorig_web::texts::wrong_words(env!("CARGO_MANIFEST_DIR"), "start-", TEXTS, &others).unwrap();
        assert_eq!(wrong, Vec::<String>::new());
    }
}
