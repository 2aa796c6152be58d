//! Orders: someone asks, someone else decides, and what was asked for is done in the decision's own transaction.
//!
//! One mechanism for every kind of order: a row of `care_order` with its particulars, a state, and who decided when and why. A
//! kind says who may order it, who decides, how it is shown and what carrying it out does: *Ansluta en ny användare*, and *Beställa*
//! or *avbeställa behörigheter*, whose lines are each decided by themselves. Nobody approves their own order, or one for themselves.

mod guide;
mod kinds;
mod letters;
mod pages;
mod records;
pub mod rules;

use std::sync::Arc;

use axum::Extension;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use behorig_access::Service;
use behorig_registers::directory::LocalDirectory;
use behorig_sign_in::Letters;
use behorig_visit::{Access, MenuItem, Route};
use behorig_web::TextSource;
use behorig_web::components::Icon;

use letters::OrderMail;
use pages::order::Around;

pub use guide::help;
pub use records::waiting_in;

/// The words of this capability.
pub const TEXTS: TextSource = TextSource { sv: include_str!("../texts/sv.ftl"), en: include_str!("../texts/en.ftl") };

/// Who meets an order at all: orderers see their own, receivers those of their units.
const EITHER: &[Service] =
    &[Service::OrderNewAccount, Service::ReceiveOrders, Service::OrderPermissions, Service::OrderAsHead];
/// Who orders permissions: named orderers, and heads of operations where their region has chosen so.
const ORDERS_PERMISSIONS: &[Service] = &[Service::OrderPermissions, Service::OrderAsHead];

/// Everything that can be asked of this capability. `letters` carry one-time links, and tell people of orders, where mail is set up.
#[must_use]
pub fn routes(letters: Option<Letters>) -> Vec<Route> {
    let order = Access::Service(Service::OrderNewAccount);
    let permissions = Access::AnyOf(ORDERS_PERMISSIONS);
    let receive = Access::Service(Service::ReceiveOrders);
    let around = Around { mail: OrderMail::by(letters), directory: Arc::new(LocalDirectory) };
    let files = DefaultBodyLimit::max(pages::permissions::BODY);
    let routes = vec![
        Route::get("/bestallningar", Access::AnyOf(EITHER), get(pages::list::list)),
        Route::get("/bestallningar/ny-anvandare", order, get(pages::new_user::new)),
        Route::post("/bestallningar/ny-anvandare", order, post(pages::new_user::send)),
        Route::get(pages::permissions::PATH, permissions, get(pages::permissions::new)),
        Route::post(pages::permissions::PATH, permissions, post(pages::permissions::steps).layer(files)),
        Route::get("/bestallningar/{id}", Access::AnyOf(EITHER), get(pages::order::order)),
        Route::get("/bestallningar/{id}/kvitto", Access::SignedIn, get(pages::receipt::receipt)),
        Route::post("/bestallningar/{id}/anslut", receive, post(pages::carry_out::carry_out)),
        Route::post("/bestallningar/{id}/rader", receive, post(pages::decide::decide)),
        Route::get("/bestallningar/{id}/fraga", receive, get(pages::question::ask_form)),
        Route::post("/bestallningar/{id}/fraga", receive, post(pages::question::ask)),
        Route::post("/bestallningar/{id}/svar", Access::SignedIn, post(pages::question::answer)),
        Route::get("/bestallningar/{id}/avslag", receive, get(pages::decline::question)),
        Route::post("/bestallningar/{id}/avslag", receive, post(pages::decline::decline)),
        Route::get("/bestallningar/{id}/aterta", Access::SignedIn, get(pages::withdraw::question)),
        Route::post("/bestallningar/{id}/aterta", Access::SignedIn, post(pages::withdraw::withdraw)),
    ];
    let around_it = |route: Route| Route { handler: route.handler.layer(Extension(around.clone())), ..route };
    routes.into_iter().map(around_it).collect()
}

/// What stands in the menu and in the command search.
#[must_use]
pub fn menu() -> Vec<MenuItem> {
    let section = Some("menu-section-orders");
    vec![
        MenuItem {
            section,
            under: None,
            label: "orders-menu",
            path: "/bestallningar",
            access: Access::AnyOf(EITHER),
            icon: Some(Icon::Inbox),
        },
        MenuItem {
            section,
            under: None,
            label: "orders-menu-permissions",
            path: pages::permissions::PATH,
            access: Access::AnyOf(ORDERS_PERMISSIONS),
            icon: Some(Icon::Plus),
        },
        MenuItem {
            section,
            under: None,
            label: "orders-menu-new-user",
            path: "/bestallningar/ny-anvandare",
            access: Access::Service(Service::OrderNewAccount),
            icon: Some(Icon::Plus),
        },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_pages_is_there_in_both_languages() {
        let others = [behorig_web::TEXTS, behorig_visit::TEXTS];
        let wrong = behorig_web::texts::wrong_words(env!("CARGO_MANIFEST_DIR"), "orders-", TEXTS, &others).unwrap();
        assert_eq!(wrong, Vec::<String>::new());
    }
}
