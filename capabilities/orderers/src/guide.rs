//! The help: *Beställare*.

use behorig_visit::Guide;
use behorig_web::Lang;
use maud::{Markup, html};

use crate::pages::{CHOICE, ORDERERS, SERVICES};

/// The guide of the register of orderers.
#[must_use]
pub fn help() -> Vec<Guide> {
    vec![Guide { key: "bestallare", title: "orderers-guide", body }]
}

/// What can be filled in when somebody is named; each label explains itself in its hint.
const FIELDS: [&str; 4] = ["orderers-who", "orderers-from", "orderers-to", "orderers-proof"];

fn body(lang: Lang) -> Markup {
    html! {
        p { (lang.t("orderers-guide-lead")) }
        p { a href=(ORDERERS) { (lang.t("orderers-guide-open")) } }
        h2 { (lang.t("orderers-guide-name")) }
        ol {
            li { (lang.t("orderers-guide-name-1")) }
            li { (lang.t("orderers-guide-name-2")) }
            li { (lang.t("orderers-guide-name-3")) }
        }
        dl {
            @for label in FIELDS {
                @if let Some(hint) = lang.attribute(label, "hint") { dt { (lang.t(label)) } dd { (hint) } }
            }
        }
        h2 { (lang.t("orderers-guide-end")) }
        p { (lang.t("orderers-guide-end-text")) }
        h2 { (lang.t("orderers-guide-choice")) }
        p { (lang.t("orderers-guide-choice-text")) }
        p { a href=(CHOICE) { (lang.t("orderers-choice")) } }
        h2 { (lang.t("orderers-guide-services")) }
        p { (lang.t("orderers-guide-services-text")) }
        p { a href=(SERVICES) { (lang.t("orderers-services")) } }
    }
}
