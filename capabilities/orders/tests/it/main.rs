//! Orders as pages, as several people side by side, each test on both databases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod connecting;
mod site;

use behorig_visit::Route;
use behorig_web::TextSource;

const TEXTS: &[TextSource] = &[
    behorig_web::TEXTS,
    behorig_visit::TEXTS,
    behorig_sign_in::TEXTS,
    behorig_accounts::TEXTS,
    behorig_orderers::TEXTS,
    behorig_orders::TEXTS,
];

fn routes() -> Vec<Route> {
    behorig_orders::routes(None)
}
