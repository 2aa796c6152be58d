//! Where everyone arrives: the start page of each hat, the search among all functions, the help, and what the program says
//! about itself.
//!
//! It knows of other capabilities only what the menu, the guides and the figures say that the program hands it.

mod attention;
mod commands;
mod contents;
mod figure;
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
pub use guides::guides;

/// The words of this crate.
pub const TEXTS: TextSource = TextSource { sv: include_str!("../texts/sv.ftl"), en: include_str!("../texts/en.ftl") };

/// The routes, with nothing counted on the cards of the start page and the help in the order of its guides.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes_with(Vec::new(), Vec::new())
}

/// The routes, with what waits counted on the cards of the start page, and the contents of the help.
#[must_use]
pub fn routes_with(figures: Vec<CardFigure>, help: Vec<HelpSection>) -> Vec<Route> {
    let figures = Extension(figure::Figures::new(figures));
    let contents = Extension(contents::Contents::new(help));
    vec![
        Route::get(paths::START, Access::SignedIn, get(pages::start::show).layer(figures)),
        Route::get(paths::SEARCH, Access::SignedIn, get(pages::search::show)),
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
    fn every_word_of_the_pages_is_in_both_languages() {
        let problems = behorig_web::texts::check_parity(&[TEXTS]);
        assert!(problems.is_empty(), "{problems:#?}");
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let unknown = behorig_web::texts::unknown_ids(&folder, &[TEXTS, behorig_web::TEXTS, behorig_visit::TEXTS]);
        assert_eq!(unknown.unwrap(), []);
    }
}
