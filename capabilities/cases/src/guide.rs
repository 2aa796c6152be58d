//! The help of cases: the sections of *Så gör du* that are about them.

use behorig_visit::Guide;
use behorig_web::Lang;
use maud::{Markup, html};

/// The guides, in the order of the work.
#[must_use]
pub fn help() -> Vec<Guide> {
    vec![
        Guide { key: "arenden", title: "cases-guide-assign", body: assign },
        Guide { key: "arenden-omfordela", title: "cases-guide-reassign", body: reassign },
        Guide { key: "arenden-besvara", title: "cases-guide-answer", body: answer },
        Guide { key: "arenden-nytt", title: "cases-guide-begin", body: begin },
    ]
}

fn steps(lang: Lang, opening: &'static str, path: &str, label: &'static str, steps: &[&'static str]) -> Markup {
    html! {
        p { (lang.t(opening)) }
        p { a href=(path) { (lang.t(label)) } }
        ol { @for step in steps { li { (lang.t(step)) } } }
    }
}

fn assign(lang: Lang) -> Markup {
    let ways =
        ["cases-guide-assign-open", "cases-guide-assign-tick", "cases-guide-assign-to", "cases-guide-assign-done"];
    html! {
        (steps(lang, "cases-guide-assign-what", super::pages::INBOX, "cases-inbox", &ways))
        h2 { (lang.t("cases-guide-promise")) }
        p { (lang.t("cases-guide-promise-text")) }
        h2 { (lang.t("cases-guide-lost")) }
        p { (lang.t("cases-guide-lost-text")) }
        h2 { (lang.t("cases-groups")) }
        p { (lang.t("cases-guide-groups-text")) }
    }
}

fn reassign(lang: Lang) -> Markup {
    let ways = ["cases-guide-reassign-open", "cases-guide-reassign-to", "cases-guide-reassign-note"];
    html! {
        (steps(lang, "cases-guide-reassign-what", super::pages::MINE, "cases-mine", &ways))
        h2 { (lang.t("cases-guide-wrong")) }
        p { (lang.t("cases-guide-wrong-text")) }
        h2 { (lang.t("cases-guide-away")) }
        p { (lang.t("cases-guide-away-text")) }
    }
}

fn answer(lang: Lang) -> Markup {
    let ways = ["cases-guide-answer-open", "cases-guide-answer-write", "cases-guide-answer-send"];
    html! {
        (steps(lang, "cases-guide-answer-what", super::pages::MINE, "cases-mine", &ways))
        dl {
            dt { (lang.t("cases-partial-reply")) } dd { (lang.t("cases-guide-partial-text")) }
            dt { (lang.t("cases-ask-back")) } dd { (lang.t("cases-guide-ask-text")) }
            dt { (lang.t("cases-answer-and-close")) } dd { (lang.t("cases-guide-close-text")) }
        }
        h2 { (lang.t("cases-guide-draft")) }
        p { (lang.t("cases-guide-draft-text")) }
    }
}

fn begin(lang: Lang) -> Markup {
    let ways = ["cases-guide-begin-open", "cases-guide-begin-to", "cases-guide-begin-write", "cases-guide-begin-check"];
    html! {
        (steps(lang, "cases-guide-begin-what", super::pages::begin::PATH, "cases-begin", &ways))
        dl {
            dt { (lang.t("cases-kind-information")) } dd { (lang.t("cases-begin-information-hint")) }
            dt { (lang.t("cases-kind-question")) } dd { (lang.t("cases-begin-question-hint")) }
        }
        h2 { (lang.t("cases-guide-reach")) }
        p { (lang.t("cases-guide-reach-text")) }
    }
}
