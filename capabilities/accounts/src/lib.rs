//! Accounts: everybody who signs in, one user page for each, and writing decided field by field.
//!
//! - [`fields`] says where each field stands and which services show and change it; [`rules`] asks that of a viewer.
//! - [`for_viewer`] loads an account through whoever asks; there is no other way to one.
//! - [`create`] makes an account, for the page *+ Användare*, for orders and for whatever else connects a user.
//! - [`account_page`] is the frame of the user page, for the capabilities that add a tab.
//! - Accounts are never deleted, only ended, and what ends with them is a list of [`EndHook`]s.

pub mod fields;
mod guide;
pub mod lists;
mod pages;
pub mod parse;
mod records;
pub mod rules;

use std::sync::Arc;

use axum::Extension;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use behorig_access::Service;
use behorig_sign_in::SignIn;
use behorig_visit::{Access, MenuItem, Route};
use behorig_web::TextSource;
use behorig_web::components::Icon;

pub use fields::Tab;
pub use guide::help;
pub use pages::{account_page, account_page_again};
pub use records::{
    Account, Change, Created, DocumentType, Edge, EndHook, Filter, Found, ListRow, MOST_BYTES, NewAccount, NoticeKind,
    OPEN_CASES_END, OWN_END_HOOKS, OwnChoices, RolesToGive, Sql, StatusFilter, admit, create, end_account,
    find_id_by_number, for_viewer, grants_reach_further, in_scope_sql, list, make_pending, roles_to_give, save,
    sole_administrator_at, suggested_user_name, taken_already, terms_of, turn_away,
};

/// The words of this crate.
pub const TEXTS: TextSource = TextSource { sv: include_str!("../texts/sv.ftl"), en: include_str!("../texts/en.ftl") };

/// What the pages stand on besides the program's own parts.
#[derive(Clone)]
pub(crate) struct Deps {
    /// Passwords are hashed and YubiKeys' secrets sealed there.
    pub(crate) sign_in: Arc<SignIn>,
    /// What ends with an account.
    pub(crate) end_hooks: Arc<[EndHook]>,
}

/// Every page and form of accounts; with an account end [`OWN_END_HOOKS`].
pub fn routes(sign_in: Arc<SignIn>) -> Vec<Route> {
    routes_with(sign_in, &[])
}

/// As [`routes`], where more ends with an account: what other capabilities hang on it.
pub fn routes_with(sign_in: Arc<SignIn>, more: &[EndHook]) -> Vec<Route> {
    let deps = Deps { sign_in, end_hooks: OWN_END_HOOKS.iter().chain(more).copied().collect() };
    let deps = || Extension(deps.clone());
    let service = Access::Service;
    let files = || DefaultBodyLimit::max(MOST_BYTES + 64 * 1024);
    let tab_fields = Access::AnyOf(pages::WRITING);
    vec![
        Route::get("/anvandare", service(Service::ViewAccounts), get(pages::list::show)),
        Route::post("/anvandare/sok", service(Service::ViewAccounts), post(pages::list::by_number)),
        Route::get("/anvandare/ny", service(Service::CreateAccounts), get(pages::new::show)),
        Route::post("/anvandare/ny", service(Service::CreateAccounts), post(pages::new::make).layer(deps())),
        Route::get("/anvandare/{id}", service(Service::ViewAccounts), get(pages::tab::basics)),
        Route::post("/anvandare/{id}", tab_fields, post(pages::tab::save_basics).layer(deps())),
        Route::get("/anvandare/{id}/konto", service(Service::ViewAccounts), get(pages::tab::sign_in)),
        Route::post("/anvandare/{id}/konto", tab_fields, post(pages::tab::save_sign_in).layer(deps())),
        Route::get("/anvandare/{id}/hr", service(Service::ViewHr), get(pages::tab::hr)),
        Route::post("/anvandare/{id}/hr", service(Service::EditHr), post(pages::tab::save_hr).layer(deps())),
        Route::get(
            "/anvandare/{id}/anstallningsvillkor",
            service(Service::ViewEmploymentTerms),
            get(pages::tab::terms),
        ),
        Route::post(
            "/anvandare/{id}/anstallningsvillkor",
            service(Service::EditEmploymentTerms),
            post(pages::tab::save_terms).layer(deps()),
        ),
        Route::get("/anvandare/{id}/kontaktuppgifter", service(Service::ViewContactDetails), get(pages::tab::contact)),
        Route::post("/anvandare/{id}/kontaktuppgifter", tab_fields, post(pages::tab::save_contact).layer(deps())),
        Route::get("/anvandare/{id}/dokument", service(Service::ViewDocuments), get(pages::documents::show)),
        Route::post(
            "/anvandare/{id}/dokument",
            service(Service::EditDocuments),
            post(pages::documents::add).layer(files()),
        ),
        Route::get("/anvandare/{id}/dokument/{document}", service(Service::ViewDocuments), get(pages::documents::open)),
        Route::post(
            "/anvandare/{id}/dokument/{document}/avslut",
            service(Service::EditDocuments),
            post(pages::documents::end),
        ),
        Route::get("/anvandare/{id}/historik", service(Service::ViewHistory), get(pages::history::show)),
        Route::post(
            "/anvandare/{id}/ateraktivering",
            service(Service::ReactivateAccounts),
            post(pages::sign_in::reactivate),
        ),
        Route::post(
            "/anvandare/{id}/engangslank",
            service(Service::SendSignInLink),
            post(pages::sign_in::send_link).layer(deps()),
        ),
        Route::post(
            "/anvandare/{id}/yubikey",
            service(Service::EditSupportFields),
            post(pages::yubikey::enrol).layer(deps()),
        ),
        Route::get(
            "/anvandare/{id}/yubikey/{key}/avslut",
            service(Service::EditSupportFields),
            get(pages::yubikey::ask_to_end),
        ),
        Route::post(
            "/anvandare/{id}/yubikey/{key}/avslut",
            service(Service::EditSupportFields),
            post(pages::yubikey::end),
        ),
        Route::get(
            "/anvandare/{id}/sakerhetsnyckel/{key}/avslut",
            service(Service::EditSupportFields),
            get(pages::security_key::ask_to_remove),
        ),
        Route::post(
            "/anvandare/{id}/sakerhetsnyckel/{key}/avslut",
            service(Service::EditSupportFields),
            post(pages::security_key::remove),
        ),
        Route::get("/anvandare/{id}/avslut", service(Service::CreateAccounts), get(pages::end::ask).layer(deps())),
        Route::post("/anvandare/{id}/avslut", service(Service::CreateAccounts), post(pages::end::end).layer(deps())),
        Route::get("/mitt-konto", Access::OwnAccount, get(pages::own::show)),
        Route::post("/mitt-konto", Access::OwnAccount, post(pages::own::save)),
    ]
}

/// Where accounts stand in the menu and in the command search.
#[must_use]
pub fn menu() -> Vec<MenuItem> {
    let users = Some("menu-section-users");
    vec![
        MenuItem {
            section: users,
            under: None,
            label: "accounts-all",
            path: "/anvandare",
            access: Access::Service(Service::ViewAccounts),
            icon: Some(Icon::People),
        },
        MenuItem {
            section: users,
            under: None,
            label: "accounts-new",
            path: "/anvandare/ny",
            access: Access::Service(Service::CreateAccounts),
            icon: Some(Icon::Plus),
        },
        MenuItem {
            section: None,
            under: None,
            label: "accounts-locked-menu",
            path: "/anvandare?status=lasta",
            access: Access::Service(Service::ReactivateAccounts),
            icon: Some(Icon::Lock),
        },
        MenuItem {
            section: Some(behorig_visit::OWN_SECTION),
            under: None,
            label: "accounts-own",
            path: "/mitt-konto",
            access: Access::OwnAccount,
            icon: Some(Icon::Person),
        },
    ]
}

/// The way to the users that the manual of seed 000 takes: *Arkiv, Systemadministration, Administrera användare*. It stands after
/// the rest of the menu, beside *Arkiv, Byta lösenord*.
#[must_use]
pub fn archive_menu() -> Vec<MenuItem> {
    vec![MenuItem {
        section: Some(behorig_visit::ARCHIVE_SECTION),
        under: Some("menu-section-system"),
        label: "accounts-administer",
        path: "/anvandare",
        access: Access::Service(Service::ViewAccounts),
        icon: Some(Icon::People),
    }]
}
