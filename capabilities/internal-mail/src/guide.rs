//! The help of internal mail.

use behorig_visit::Guide;
use behorig_web::Lang;
use maud::{Markup, html};

/// The guides.
#[must_use]
pub fn help() -> Vec<Guide> {
    vec![Guide { key: "internpost", title: "internal-guide", body: guide }]
}

fn guide(lang: Lang) -> Markup {
    let steps = ["internal-guide-open", "internal-guide-to", "internal-guide-write", "internal-guide-send"];
    html! {
        p { (lang.t("internal-guide-what")) }
        ol { @for step in steps { li { (lang.tr(step, &[])) } } }
        dl {
            dt { (lang.t("internal-to-persons")) } dd { (lang.t("internal-guide-person")) }
            dt { (lang.t("internal-to-roles")) } dd { (lang.t("internal-guide-role")) }
            dt { (lang.t("internal-to-groups")) } dd { (lang.t("internal-guide-group")) }
        }
        h2 { (lang.t("internal-guide-read")) }
        p { (lang.t("internal-guide-read-text")) }
        h2 { (lang.t("internal-guide-notice")) }
        p { (lang.t("internal-guide-notice-text")) }
    }
}
