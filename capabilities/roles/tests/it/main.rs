//! Roles and grants as pages, as several people side by side, each test on both databases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod administer;
mod grants;
mod roles;
mod site;

use behorig_visit::Route;
use behorig_web::TextSource;

const TEXTS: &[TextSource] = &[behorig_web::TEXTS, behorig_visit::TEXTS, behorig_accounts::TEXTS, behorig_roles::TEXTS];

fn routes() -> Vec<Route> {
    behorig_roles::routes()
}
