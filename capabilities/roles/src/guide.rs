//! The guide of these pages.

use behorig_visit::Guide;
use behorig_web::Lang;
use maud::{Markup, html};

/// What the pages of roles are for and how each step is done.
#[must_use]
pub fn help() -> Vec<Guide> {
    vec![Guide { key: "installningar", title: "roles-guide-title", body }]
}

fn body(lang: Lang) -> Markup {
    let relative =
        ["roles-guide-relative-1", "roles-guide-relative-2", "roles-guide-relative-3", "roles-guide-relative-4"];
    let fields =
        ["roles-name", "roles-kind", "roles-daily-planning", "roles-lowest-assurance", "roles-template", "roles-gives"];
    let giving = ["roles-guide-give-1", "roles-guide-give-2", "roles-guide-give-3", "roles-guide-give-4"];
    html! {
        p { (lang.t("roles-guide-lead")) }
        h2 { (lang.t("roles-guide-relative")) }
        ol { @for step in relative { li { (lang.t(step)) } } }
        h2 { (lang.t("roles-guide-fields")) }
        dl {
            @for name in fields {
                dt { (lang.t(name)) }
                dd { (lang.attribute(name, "hint").unwrap_or_else(|| lang.t("roles-guide-plain"))) }
            }
        }
        h2 { (lang.t("roles-guide-give")) }
        ol { @for step in giving { li { (lang.t(step)) } } }
        h2 { (lang.t("roles-who-may")) }
        p { (lang.t("roles-guide-who-may")) }
    }
}
