//! Reports: saved questions (data set, unit, relative period, columns, who sees them), and *Min sida*, where each person places those
//! that they use.
//!
//! A report runs inside the grants of whoever reads it, whoever built it: rows are filtered by the reader's scope for the data set's own
//! service, columns that the reader may not see are left out and said to be, and every run is one event with its purpose and its
//! subjects. It leaves as a table, on paper, as CSV, XLSX and PDF.

mod guide;
mod ids;
mod monthly;
mod pages;
mod records;
mod rules;
mod run;

use axum::routing::{get, post};
use behorig_access::Service;
use behorig_visit::{Access, MenuItem, Route};
use behorig_web::TextSource;
use behorig_web::components::Icon;

pub use guide::help;
pub use ids::ReportId;
pub use monthly::{MonthlyReports, put_monthly, put_on_my_page};

/// The words of this capability.
pub const TEXTS: TextSource = TextSource { sv: include_str!("../texts/sv.ftl"), en: include_str!("../texts/en.ftl") };

/// *Min sida*.
pub const MY_PAGE: &str = pages::MY_PAGE;
/// The list of reports.
pub const LIST: &str = pages::LIST;

/// Everything that can be asked of this capability.
#[must_use]
pub fn routes() -> Vec<Route> {
    use pages::{build, end, export, list, my_page, show};
    let mine = Access::Service(Service::MyPage);
    let manage = Access::Service(Service::ManageReports);
    let run = Access::AnyOf(&[Service::OwnReports, Service::ManageReports]);
    vec![
        Route::get(pages::MY_PAGE, mine, get(my_page::show)),
        Route::get(pages::MY_PAGE_ADD, mine, get(my_page::choices)),
        Route::post(pages::MY_PAGE_ADD, mine, post(my_page::add)),
        Route::post("/min-sida/{id}/flytta", mine, post(my_page::step)),
        Route::post("/min-sida/{id}/ta-bort", mine, post(my_page::remove)),
        Route::get(pages::LIST, manage, get(list::show)),
        Route::get(pages::NEW, manage, get(build::begin)),
        Route::post(pages::NEW, manage, post(build::create)),
        Route::get("/rapporter/{id}", run, get(show::show)),
        Route::get("/rapporter/{id}/rapport.csv", run, get(export::csv)),
        Route::get("/rapporter/{id}/rapport.xlsx", run, get(export::xlsx)),
        Route::get("/rapporter/{id}/rapport.pdf", run, get(export::pdf)),
        Route::get("/rapporter/{id}/andra", manage, get(build::edit)),
        Route::post("/rapporter/{id}/andra", manage, post(build::change)),
        Route::get("/rapporter/{id}/avsluta", manage, get(end::question)),
        Route::post("/rapporter/{id}/avsluta", manage, post(end::end)),
    ]
}

/// What stands in the menu and in the command search.
#[must_use]
pub fn menu() -> Vec<MenuItem> {
    let item = |section, label, path, service, icon| MenuItem {
        section,
        under: None,
        label,
        path,
        access: Access::Service(service),
        icon: Some(icon),
    };
    let section = Some("reports-menu-section");
    vec![
        item(section, "reports-my-page", pages::MY_PAGE, Service::MyPage, Icon::Chart),
        item(section, "reports-title", pages::LIST, Service::ManageReports, Icon::Document),
        item(None, "reports-new", pages::NEW, Service::ManageReports, Icon::Plus),
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
        let known = [TEXTS, behorig_home_care::TEXTS, behorig_web::TEXTS, behorig_visit::TEXTS];
        assert_eq!(behorig_web::texts::unknown_ids(&folder, &known).unwrap(), []);
    }

    #[test]
    fn every_word_that_is_told_or_chosen_by_a_rule_exists() {
        let mut folders = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
        let mut met = 0;
        while let Some(folder) = folders.pop() {
            for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let source = std::fs::read_to_string(&path).unwrap();
                let plain = |text: &str| {
                    text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
                };
                for id in source.split('"').filter(|part| part.starts_with(concat!("reports", "-")) && plain(part)) {
                    met += 1;
                    let known = TEXTS.sv.lines().any(|line| line.split(" =").next() == Some(id));
                    assert!(known, "{id} in {}", path.display());
                }
            }
        }
        assert!(met > 100, "{met}");
    }
}
