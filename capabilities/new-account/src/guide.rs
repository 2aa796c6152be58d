//! *Så gör du*: how one gets an account, and what an administrator does about it.

use behorig_visit::Guide;
use behorig_web::Lang;
use maud::{Markup, html};

/// The guides of this crate, for *Hjälp*.
#[must_use]
pub fn help() -> Vec<Guide> {
    vec![Guide { key: "skaffa-konto", title: "new-account-guide", body }]
}

fn body(lang: Lang) -> Markup {
    html! {
        p { (lang.t("new-account-guide-about")) }
        h2 { (lang.t("new-account-guide-ask")) }
        ol {
            li { (lang.t("new-account-guide-ask-1")) }
            li { (lang.t("new-account-guide-ask-2")) }
            li { (lang.t("new-account-guide-ask-3")) }
            li { (lang.t("new-account-guide-ask-4")) }
        }
        h2 { (lang.t("new-account-guide-answer")) }
        ol {
            li { (lang.t("new-account-guide-answer-1")) }
            li { (lang.t("new-account-guide-answer-2")) }
            li { (lang.t("new-account-guide-answer-3")) }
        }
    }
}
