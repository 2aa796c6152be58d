//! The help of daily planning.

use behorig_visit::Guide;
use behorig_web::Lang;
use maud::{Markup, html};

/// The guides.
#[must_use]
pub fn help() -> Vec<Guide> {
    vec![
        Guide { key: "planering", title: "planning-guide", body: planning },
        Guide { key: "besok", title: "planning-guide-visits", body: visits },
    ]
}

fn planning(lang: Lang) -> Markup {
    let steps = ["planning-guide-day", "planning-guide-move", "planning-guide-drag", "planning-guide-many"];
    html! {
        p { (lang.t("planning-guide-what")) }
        ol { @for step in steps { li { (lang.tr(step, &[])) } } }
        h2 { (lang.t("planning-guide-clashes")) }
        p { (lang.t("planning-guide-clashes-text")) }
        h2 { (lang.t("planning-guide-who")) }
        p { (lang.t("planning-guide-who-text")) }
        h2 { (lang.t("planning-guide-travel")) }
        p { (lang.t("planning-guide-travel-text")) }
        h2 { (lang.t("planning-guide-correct")) }
        p { (lang.t("planning-guide-correct-text")) }
    }
}

fn visits(lang: Lang) -> Markup {
    let steps = ["planning-guide-next", "planning-guide-start", "planning-guide-tick", "planning-guide-stop"];
    html! {
        p { (lang.t("planning-guide-visits-what")) }
        ol { @for step in steps { li { (lang.tr(step, &[])) } } }
        h2 { (lang.t("planning-guide-forgotten")) }
        p { (lang.t("planning-guide-forgotten-text")) }
        h2 { (lang.t("planning-guide-two")) }
        p { (lang.t("planning-guide-two-text")) }
        h2 { (lang.t("planning-guide-not-made")) }
        p { (lang.t("planning-guide-not-made-text")) }
        h2 { (lang.t("planning-guide-take-over")) }
        p { (lang.t("planning-guide-take-over-text")) }
    }
}
