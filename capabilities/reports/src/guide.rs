//! The help of reports and *Min sida*.

use behorig_visit::Guide;
use behorig_web::Lang;
use maud::{Markup, html};

/// The guides.
#[must_use]
pub fn help() -> Vec<Guide> {
    vec![
        Guide { key: "min-sida", title: "reports-guide-my-page", body: my_page },
        Guide { key: "rapporter", title: "reports-guide", body: reports },
    ]
}

fn my_page(lang: Lang) -> Markup {
    let steps = ["reports-guide-my-page-add", "reports-guide-my-page-run", "reports-guide-my-page-arrange"];
    html! {
        p { (lang.t("reports-guide-my-page-what")) }
        ol { @for step in steps { li { (lang.tr(step, &[])) } } }
        h2 { (lang.t("reports-guide-files")) }
        p { (lang.t("reports-guide-files-text")) }
    }
}

fn reports(lang: Lang) -> Markup {
    let steps = [
        "reports-guide-set",
        "reports-guide-name",
        "reports-guide-columns",
        "reports-guide-preview",
        "reports-guide-shown",
        "reports-guide-save",
    ];
    html! {
        p { (lang.t("reports-guide-what")) }
        ol { @for step in steps { li { (lang.tr(step, &[])) } } }
        h2 { (lang.t("reports-guide-grants")) }
        p { (lang.t("reports-guide-grants-text")) }
        h2 { (lang.t("reports-guide-relatives")) }
        p { (lang.t("reports-guide-relatives-text")) }
        h2 { (lang.t("reports-guide-log")) }
        p { (lang.t("reports-guide-log-text")) }
    }
}
