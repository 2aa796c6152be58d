//! The guide of these pages.

use behorig_visit::Guide;
use behorig_web::Lang;
use maud::{Markup, html};

/// What the pages of roles are for and how each step is done.
#[must_use]
pub fn help() -> Vec<Guide> {
    vec![
        Guide { key: "behorigheter", title: "roles-guide-administer", body: administer },
        Guide { key: "installningar", title: "roles-guide-title", body },
    ]
}

fn administer(lang: Lang) -> Markup {
    let steps = [
        "roles-guide-administer-1",
        "roles-guide-administer-2",
        "roles-guide-administer-3",
        "roles-guide-administer-4",
    ];
    let permissions = [
        ("roles-guide-receiver", "roles-guide-receiver-text"),
        ("roles-guide-handler", "roles-guide-handler-text"),
        ("roles-guide-administrator", "roles-guide-administrator-text"),
    ];
    html! {
        p { (lang.t("roles-guide-administer-what")) }
        ol { @for step in steps { li { (lang.t(step)) } } }
        h2 { (lang.t("roles-guide-permissions")) }
        dl { @for (name, about) in permissions { dt { (lang.t(name)) } dd { (lang.t(about)) } } }
        h2 { (lang.t("roles-guide-register")) }
        p { (lang.t("roles-guide-register-text")) }
        h2 { (lang.t("roles-guide-leaves")) }
        p { (lang.t("roles-guide-leaves-text")) }
    }
}

fn body(lang: Lang) -> Markup {
    let relative =
        ["roles-guide-relative-1", "roles-guide-relative-2", "roles-guide-relative-3", "roles-guide-relative-4"];
    let fields = [
        ("roles-name", "roles-guide-name"),
        ("roles-kind", "roles-guide-kind"),
        ("roles-daily-planning", "roles-guide-daily-planning"),
        ("roles-lowest-assurance", "roles-guide-lowest-assurance"),
        ("roles-template", "roles-guide-template"),
        ("roles-gives", "roles-guide-gives"),
        ("roles-services", "roles-guide-services"),
    ];
    let of_a_grant = [
        ("roles-organisation", "roles-guide-organisation"),
        ("roles-role", "roles-guide-role"),
        ("roles-customer", "roles-guide-customer"),
        ("roles-from", "roles-guide-from"),
        ("roles-to", "roles-guide-to"),
        ("roles-branch", "roles-guide-branch"),
        ("roles-consent", "roles-guide-consent"),
    ];
    let list = |fields: &[(&str, &str)]| {
        html! { dl { @for (name, about) in fields { dt { (lang.t(name)) } dd { (lang.t(about)) } } } }
    };
    let giving = ["roles-guide-give-1", "roles-guide-give-2", "roles-guide-give-3", "roles-guide-give-4"];
    html! {
        p { (lang.t("roles-guide-lead")) }
        h2 { (lang.t("roles-guide-relative")) }
        ol { @for step in relative { li { (lang.t(step)) } } }
        h2 { (lang.t("roles-guide-fields")) }
        (list(&fields))
        h2 { (lang.t("roles-guide-give")) }
        ol { @for step in giving { li { (lang.t(step)) } } }
        h2 { (lang.t("roles-guide-grant-fields")) }
        (list(&of_a_grant))
        h2 { (lang.t("roles-who-may")) }
        p { (lang.t("roles-guide-who-may")) }
    }
}
