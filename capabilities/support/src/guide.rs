//! The help of support matters.

use behorig_visit::Guide;
use behorig_web::Lang;
use behorig_web::components::link_button;
use maud::{Markup, html};

use crate::pages::{NEW, subject_word};
use crate::rules::Subject;

/// The guides.
#[must_use]
pub fn help() -> Vec<Guide> {
    vec![Guide { key: "support", title: "support-guide", body: guide }]
}

fn guide(lang: Lang) -> Markup {
    let send = ["support-guide-send-1", "support-guide-send-2", "support-guide-send-3", "support-guide-send-4"];
    let answer =
        ["support-guide-answer-1", "support-guide-answer-2", "support-guide-answer-3", "support-guide-answer-4"];
    html! {
        p { (lang.t("support-guide-what")) }
        p { (link_button(NEW, &lang.t("support-menu-new"))) }
        h2 { (lang.t("support-guide-send")) }
        ol { @for step in send { li { (lang.t(step)) } } }
        h2 { (lang.t("support-subject")) }
        ul.bullets { @for subject in Subject::ALL { li { (subject_word(lang, *subject)) } } }
        h2 { (lang.t("support-guide-answer")) }
        ol { @for step in answer { li { (lang.t(step)) } } }
    }
}
