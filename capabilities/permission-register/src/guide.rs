//! The help of the permission register and of the import.

use behorig_visit::Guide;
use behorig_web::Lang;
use maud::{Markup, html};

/// The guides.
#[must_use]
pub fn help() -> Vec<Guide> {
    vec![Guide { key: "behorighetsregister", title: "permission-register-guide", body: register }]
}

fn register(lang: Lang) -> Markup {
    let reading = [
        "permission-register-guide-narrow",
        "permission-register-guide-day",
        "permission-register-guide-basis",
        "permission-register-guide-files",
    ];
    let importing = [
        "permission-register-guide-send",
        "permission-register-guide-columns",
        "permission-register-guide-check",
        "permission-register-guide-questions",
        "permission-register-guide-differences",
        "permission-register-guide-lacking",
        "permission-register-guide-carry-out",
    ];
    html! {
        p { (lang.t("permission-register-guide-what")) }
        ul { @for line in reading { li { (lang.t(line)) } } }
        h2 { (lang.t("permission-register-guide-import")) }
        p { (lang.t("permission-register-guide-import-text")) }
        ol { @for step in importing { li { (lang.t(step)) } } }
        h2 { (lang.t("permission-register-guide-kinds")) }
        p { (lang.t("permission-register-guide-kinds-text")) }
    }
}
