//! The help of re-certification.

use behorig_visit::Guide;
use behorig_web::Lang;
use maud::{Markup, html};

/// The guides.
#[must_use]
pub fn help() -> Vec<Guide> {
    vec![Guide { key: "omprovning", title: "certification-guide", body: guide }]
}

fn guide(lang: Lang) -> Markup {
    let steps = [
        "certification-guide-open",
        "certification-guide-choose",
        "certification-guide-parts",
        "certification-guide-submit",
    ];
    html! {
        p { (lang.t("certification-guide-what")) }
        ol { @for step in steps { li { (lang.tr(step, &[])) } } }
        h2 { (lang.t("certification-guide-own")) }
        p { (lang.t("certification-guide-own-text")) }
        h2 { (lang.t("certification-guide-deputy")) }
        p { (lang.t("certification-guide-deputy-text")) }
        h2 { (lang.t("certification-guide-after")) }
        p { (lang.t("certification-guide-after-text")) }
        h2 { (lang.t("certification-guide-region")) }
        p { (lang.t("certification-guide-region-text")) }
    }
}
