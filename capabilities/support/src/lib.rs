//! *Vad gäller ditt ärende?*: what staff write to support, and their answers.
//!
//! The form has the six subjects of the manual *Rutin beställa/avbeställa behörigheter*. An order leads on to the orders; the other
//! subjects become matters with a number, a queue for who holds the service to answer them, and a thread that their sender follows.

mod guide;
mod letters;
mod pages;
mod records;
pub mod rules;

use std::pin::Pin;

use axum::Extension;
use axum::routing::{get, post};
use behorig_access::{Instant, Service, Viewer};
use behorig_store::{StoreError, Tx};
use behorig_visit::{Access, MenuItem, Route};
use behorig_web::TextSource;
use behorig_web::components::Icon;

pub use guide::help;
pub use letters::Letters;
pub use records::{Deed, MatterId, NewMatter, act, count_in_hand_of, hand_back_of, hand_back_strays, send};

/// The words of this capability.
pub const TEXTS: TextSource = TextSource { sv: include_str!("../texts/sv.ftl"), en: include_str!("../texts/en.ftl") };

/// The text id of the matters in hand of an account that ends, with `$count`, for the program to hang them on it.
pub const MATTERS_END: &str = "support-matters-end";

/// The queue.
pub const QUEUE: &str = pages::QUEUE;

/// Everything that can be asked of this capability. `letters` tell of what waits, where mail is set up.
#[must_use]
pub fn routes(letters: Option<Letters>) -> Vec<Route> {
    use pages::{acts, list, matter, new, receipt};
    let answers = Access::Service(Service::AnswerSupport);
    let mut routes = vec![
        Route::get(pages::QUEUE, answers, get(list::queue)),
        Route::get(pages::OWN, Access::Staff, get(list::own)),
        Route::get(pages::NEW, Access::Staff, get(new::show)),
        Route::post(pages::NEW, Access::Staff, post(new::send)),
        Route::get("/support/{id}", Access::Staff, get(matter::show)),
        Route::get("/support/{id}/kvitto", Access::SignedIn, get(receipt::show)),
        Route::post("/support/{id}/ta", answers, post(acts::take)),
        Route::post("/support/{id}/lamna", answers, post(acts::hand_back)),
        Route::post("/support/{id}/prioritet", answers, post(acts::prioritise)),
        Route::post("/support/{id}/svar", answers, post(acts::write)),
        Route::post("/support/{id}/komplettera", Access::Staff, post(acts::reply)),
    ];
    for route in &mut routes {
        route.handler = std::mem::take(&mut route.handler).layer(Extension(letters.clone()));
    }
    routes
}

/// What stands in the menu and in the command search.
#[must_use]
pub fn menu() -> Vec<MenuItem> {
    let item = |label, path, access, icon| MenuItem {
        section: Some("menu-section-orders"),
        under: None,
        label,
        path,
        access,
        icon: Some(icon),
    };
    vec![
        item("support-menu-new", pages::NEW, Access::Staff, Icon::Pencil),
        item("support-menu-own", pages::OWN, Access::Staff, Icon::Help),
        item("support-menu", pages::QUEUE, Access::Service(Service::AnswerSupport), Icon::Tasks),
    ]
}

/// How many matters nobody has in hand yet, of those that the viewer answers, for the card of the start page.
#[must_use]
pub fn waiting<'t>(
    tx: &'t mut Tx,
    viewer: &'t Viewer,
    now: Instant,
) -> Pin<Box<dyn Future<Output = Result<i64, StoreError>> + Send + 't>> {
    Box::pin(async move { records::waiting_for(tx, viewer, pages::MOST_COUNTED, now).await })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_pages_is_there_in_both_languages() {
        let others = [behorig_web::TEXTS, behorig_visit::TEXTS];
        let wrong = behorig_web::texts::wrong_words(env!("CARGO_MANIFEST_DIR"), "support-", TEXTS, &others).unwrap();
        assert_eq!(wrong, Vec::<String>::new());
    }
}
