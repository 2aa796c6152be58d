//! The pages of accounts, one file a page, and what they share: the frame of the user page.

pub(crate) mod documents;
pub(crate) mod end;
mod form;
pub(crate) mod history;
mod link;
pub(crate) mod list;
pub(crate) mod new;
pub(crate) mod own;
pub(crate) mod security_key;
pub(crate) mod sign_in;
mod stale;
pub(crate) mod tab;
pub(crate) mod yubikey;

use axum::response::Response;
use behorig_access::{AccountId, Service, Standing};
use behorig_visit::{PageError, Visit};
use behorig_web::components::{Crumb, Page, Tab as TabLink, Tone, tabs, tag};
use behorig_web::{Errors, Lang};
use maud::{Markup, html};

use crate::fields::Tab;
use crate::records::Account;
use crate::rules::NotWritable;

/// The services that write something on the user page; each field asks for its own.
pub(crate) const WRITING: &[Service] = &[
    Service::EditAccounts,
    Service::EditSupportFields,
    Service::EditHr,
    Service::EditEmploymentTerms,
    Service::EditContactDetails,
];

/// The account that a path names.
///
/// # Errors
/// [`PageError::NotFound`] where the path names none.
pub(crate) fn account_id(text: &str) -> Result<AccountId, PageError> {
    text.parse().map_err(|_| PageError::NotFound)
}

/// The user page with one of its tabs: the frame for this crate's tabs and for those of other capabilities.
#[must_use]
pub fn account_page(visit: &Visit, account: &Account, tab: Tab, body: Markup) -> Response {
    visit.show(&frame(visit.lang, account, tab), body)
}

/// The same page with a form again, what is wrong with it, and everything that was typed (422).
#[must_use]
pub fn account_page_again(visit: &Visit, account: &Account, tab: Tab, errors: &Errors, body: Markup) -> Response {
    visit.show_again(&frame(visit.lang, account, tab).errors(errors), body)
}

fn frame(lang: Lang, account: &Account, tab: Tab) -> Page<'static> {
    let path = account.path();
    let links: Vec<TabLink<'_>> = Tab::ALL
        .into_iter()
        .filter(|shown| account.rights.sees(*shown))
        .map(|shown| TabLink::new(format!("{path}{}", shown.step()), lang.t(shown.label()), shown == tab))
        .collect();
    let name = account.full_name();
    let below = html! {
        @if account.standing != Standing::Active { p { (standing_tag(lang, account.standing)) } }
        (tabs(&lang.tr("accounts-tabs-of", &[("name", name.as_str().into())]), &links))
    };
    let lead = match account.user_name() {
        "" => account.unit_name.clone(),
        user_name => format!("{user_name} · {}", account.unit_name),
    };
    Page::new(name)
        .section(lang.t(tab.label()))
        .lead(lead)
        .crumbs([Crumb::new("/anvandare", lang.t("accounts-all"))])
        .below_heading(below)
        .wide()
}

/// How an account stands, in a word.
pub(crate) fn standing_tag(lang: Lang, standing: Standing) -> Markup {
    match standing {
        Standing::Active => tag(Tone::Good, &lang.t("accounts-standing-active")),
        Standing::Blocked => tag(Tone::Danger, &lang.t("accounts-standing-blocked")),
        Standing::Locked => tag(Tone::Warning, &lang.t("accounts-standing-locked")),
        Standing::Pending => tag(Tone::Info, &lang.t("accounts-standing-pending")),
        Standing::Ended => tag(Tone::Neutral, &lang.t("accounts-standing-ended")),
    }
}

/// Why something may not be written or done, and who can.
pub(crate) fn why_not(lang: Lang, why: NotWritable) -> String {
    let service = why.service().map(|service| {
        let name = match lang {
            Lang::Sv => service.swedish_name(),
            Lang::En => service.english_name(),
        };
        format!("{} {name}", service.number())
    });
    lang.tr(why.reason(), &[("service", service.unwrap_or_default().into())]).into_owned()
}

/// The links beside *Spara* that the manual has: *Stäng*, *Historik*, *Hjälp*.
pub(crate) fn ways_out(lang: Lang, account: &Account) -> Markup {
    use behorig_web::components::link_button;
    html! {
        (link_button("/anvandare", &lang.t("accounts-close")))
        @if account.rights.sees(Tab::History) {
            (link_button(&format!("{}{}", account.path(), Tab::History.step()), &lang.t("accounts-tab-history")))
        }
        (link_button("/hjalp/anvandare", &lang.t("web-help")))
    }
}
