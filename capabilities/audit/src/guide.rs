//! The help of log review, and that of the resident's extract.

use behorig_visit::Guide;
use behorig_web::Lang;
use maud::{Markup, html};

/// The guides.
#[must_use]
pub fn help() -> Vec<Guide> {
    vec![
        Guide { key: "loggranskning", title: "audit-guide", body: guide },
        Guide { key: "vem-har-last-om-mig", title: "audit-guide-extract", body: extract },
    ]
}

fn guide(lang: Lang) -> Markup {
    let steps = ["audit-guide-plan", "audit-guide-draw", "audit-guide-judge", "audit-guide-sign"];
    let rules = [
        ("audit-rule-share", "audit-guide-share"),
        ("audit-rule-protected", "audit-guide-protected"),
        ("audit-rule-surname", "audit-guide-surname"),
        ("audit-rule-colleagues", "audit-guide-colleagues"),
        ("audit-rule-hours", "audit-guide-hours"),
        ("audit-rule-unrelated", "audit-guide-unrelated"),
    ];
    html! {
        p { (lang.t("audit-guide-what")) }
        ol { @for step in steps { li { (lang.tr(step, &[])) } } }
        h2 { (lang.t("audit-guide-rules")) }
        @for (name, text) in rules { p { strong { (lang.tr(name, &[])) } ". " (lang.tr(text, &[])) } }
        h2 { (lang.t("audit-guide-again")) }
        p { (lang.t("audit-guide-again-text")) }
        h2 { (lang.t("audit-guide-own")) }
        p { (lang.t("audit-guide-own-text")) }
        h2 { (lang.t("audit-guide-search")) }
        p { (lang.t("audit-guide-search-text")) }
        h2 { (lang.t("audit-guide-export")) }
        p { (lang.t("audit-guide-export-text")) }
        h2 { (lang.t("audit-retention")) }
        p { (lang.t("audit-guide-retention-text")) }
        h2 { (lang.t("web-protected")) }
        p { (lang.t("audit-guide-hidden-text")) }
    }
}

fn extract(lang: Lang) -> Markup {
    html! {
        p { (lang.t("audit-guide-extract-what")) }
        p { (lang.t("audit-guide-extract-names")) }
        p { (lang.t("audit-guide-extract-ask")) }
    }
}
