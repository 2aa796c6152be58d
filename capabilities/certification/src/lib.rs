//! Re-certification (*omprövning*): once in a period that the region chooses, a head of operations confirms or ends, line by line, who has
//! what at the unit.
//!
//! A round is a snapshot of the grants of staff at the unit, and below it as far as no nearer head answers there. What is ended ends at
//! once; what nobody confirms is reported to the region and, where it has chosen a grace, ended by [`Upkeep`]. Nobody decides their own.

mod guide;
mod ids;
mod pages;
mod records;
mod rules;
mod upkeep;

use axum::Extension;
use axum::routing::{get, post};
use behorig_access::{Instant, Service, Viewer};
use behorig_store::{Boxed, StoreError, Tx};
use behorig_visit::{Access, MenuItem, Route};
use behorig_web::TextSource;
use behorig_web::components::Icon;

pub use guide::help;
pub use ids::RoundId;
pub use records::letters::Letters;
pub use upkeep::{Cause, Failed, Kept, Task, Upkeep};

/// The words of this capability.
pub const TEXTS: TextSource = TextSource { sv: include_str!("../texts/sv.ftl"), en: include_str!("../texts/en.ftl") };

/// Where the open rounds are.
pub const LIST: &str = pages::LIST;
/// Where rounds are followed up.
pub const FOLLOW_UP: &str = pages::FOLLOW_UP;

/// Who sees a round: who certifies there, who administers its region, who audits it.
const SEES: Access =
    Access::AnyOf(&[Service::CertifyGrants, Service::ViewPermissionRegister, Service::AdministerOrderers]);
const ANSWERS: Access = Access::AnyOf(&[Service::CertifyGrants, Service::AdministerOrderers]);
const FOLLOWS_UP: Access = Access::AnyOf(&[Service::ViewPermissionRegister, Service::AdministerOrderers]);
const CERTIFIES: Access = Access::Service(Service::CertifyGrants);

/// Everything that can be asked of this capability. Letters go to whoever a permission is taken from, where there is anything to send
/// them by.
#[must_use]
pub fn routes(letters: Option<Letters>) -> Vec<Route> {
    use pages::{answer, deputies, deputy_end, follow_up, list, pdf, round, without_head};
    let audits = Access::Service(Service::ViewPermissionRegister);
    vec![
        Route::get(pages::LIST, CERTIFIES, get(list::show)),
        Route::get(pages::FOLLOW_UP, FOLLOWS_UP, get(follow_up::show)),
        Route::get(pages::WITHOUT_HEAD, FOLLOWS_UP, get(without_head::show)),
        Route::get(pages::DEPUTIES, CERTIFIES, get(deputies::show)),
        Route::post(pages::DEPUTIES, CERTIFIES, post(deputies::name)),
        Route::get("/omprovning/stallforetradare/{grant}/avsluta", CERTIFIES, get(deputy_end::question)),
        Route::post("/omprovning/stallforetradare/{grant}/avsluta", CERTIFIES, post(deputy_end::end)),
        Route::get("/omprovning/{id}", SEES, get(round::show)),
        Route::post("/omprovning/{id}", ANSWERS, post(answer::save).layer(Extension(letters))),
        Route::get("/omprovning/{id}/omprovning.pdf", audits, get(pdf::show)),
    ]
}

/// What stands in the menu and in the command search.
#[must_use]
pub fn menu() -> Vec<MenuItem> {
    let item =
        |section, label, path, access, icon| MenuItem { section, under: None, label, path, access, icon: Some(icon) };
    let orders = Some("menu-section-orders");
    vec![
        item(orders, "certification-title", pages::LIST, CERTIFIES, Icon::Tick),
        item(orders, "certification-follow-up", pages::FOLLOW_UP, FOLLOWS_UP, Icon::Tasks),
        item(None, "certification-deputies", pages::DEPUTIES, CERTIFIES, Icon::Switch),
        item(None, "certification-without-head", pages::WITHOUT_HEAD, FOLLOWS_UP, Icon::Building),
    ]
}

/// How many open rounds wait for the viewer, counted to `most`.
pub fn waiting_for<'t>(
    tx: &'t mut Tx,
    viewer: &'t Viewer,
    most: i64,
    now: Instant,
) -> Boxed<'t, Result<i64, StoreError>> {
    Box::pin(records::round::waiting_for(tx, viewer, most, now))
}

/// How many rounds wait for the regions that the viewer administers, counted to `most`.
pub fn waiting_for_region<'t>(
    tx: &'t mut Tx,
    viewer: &'t Viewer,
    most: i64,
    now: Instant,
) -> Boxed<'t, Result<i64, StoreError>> {
    Box::pin(records::round::waiting_for_region(tx, viewer, most, now))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_pages_is_in_both_languages() {
        let others = [behorig_web::TEXTS, behorig_visit::TEXTS];
        let wrong =
            behorig_web::texts::wrong_words(env!("CARGO_MANIFEST_DIR"), "certification-", TEXTS, &others).unwrap();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
