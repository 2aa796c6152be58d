//! The guide of *Byta lösenord*.

use behorig_visit::Guide;
use behorig_web::Lang;
use maud::{Markup, html};

/// The guides of this crate, for *Hjälp*.
#[must_use]
pub fn help() -> Vec<Guide> {
    vec![Guide { key: "byt-losenord", title: "sign-in-change-password", body: password }]
}

fn password(lang: Lang) -> Markup {
    let steps = ["sign-in-guide-password-1", "sign-in-guide-password-2", "sign-in-guide-password-3"];
    let fields = [("sign-in-current-password", "sign-in-guide-current"), ("sign-in-new-password", "sign-in-guide-new")];
    html! {
        p { (lang.t("sign-in-guide-password")) }
        h2 { (lang.t("sign-in-guide-steps")) }
        ol { @for step in steps { li { (lang.t(step)) } } }
        h2 { (lang.t("sign-in-guide-fields")) }
        dl { @for (field, about) in fields { dt { (lang.t(field)) } dd { (lang.t(about)) } } }
        h2 { (lang.t("sign-in-guide-forgotten")) }
        p { (lang.t("sign-in-guide-forgotten-text")) }
        h2 { (lang.t("sign-in-guide-after")) }
        p { (lang.t("sign-in-guide-after-text")) }
    }
}
