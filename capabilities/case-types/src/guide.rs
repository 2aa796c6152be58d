//! The guides of the help: how an administrator sets up case types and templates.

use behorig_visit::Guide;
use behorig_web::Lang;
use behorig_web::components::link_button;
use maud::{Markup, html};

use crate::pages::{LIST, TEMPLATES};

/// The guides, in the order of the manual.
#[must_use]
pub fn help() -> Vec<Guide> {
    vec![
        Guide { key: "arendetyper", title: "case-types-guide-activate", body: activate },
        Guide { key: "egen-arendetyp", title: "case-types-guide-own", body: own },
        Guide { key: "mallar", title: "case-types-guide-templates", body: templates },
    ]
}

fn steps(lang: Lang, ids: &[&str]) -> Markup {
    html! { ol { @for id in ids { li { (lang.t(id)) } } } }
}

fn fields(lang: Lang, ids: &[(&str, &str)]) -> Markup {
    html! { dl { @for (name, about) in ids { dt { (lang.t(name)) } dd { (lang.t(about)) } } } }
}

fn activate(lang: Lang) -> Markup {
    html! {
        p { (lang.t("case-types-guide-activate-lead")) }
        p { (link_button(LIST, &lang.t("case-types-title"))) }
        h2 { (lang.t("case-types-guide-how")) }
        (steps(lang, &[
            "case-types-guide-activate-1",
            "case-types-guide-activate-2",
            "case-types-guide-activate-3",
            "case-types-guide-activate-4",
            "case-types-guide-activate-5",
        ]))
        h2 { (lang.t("case-types-guide-fields")) }
        (fields(lang, &[
            ("case-types-active", "case-types-guide-active"),
            ("case-types-reply-days", "case-types-guide-reply-days"),
            ("case-types-restricted", "case-types-guide-restricted"),
            ("case-types-form", "case-types-guide-form"),
            ("case-types-alternatives", "case-types-guide-alternatives"),
        ]))
        h2 { (lang.t("case-types-end")) }
        p { (lang.t("case-types-guide-end")) }
    }
}

fn own(lang: Lang) -> Markup {
    html! {
        p { (lang.t("case-types-guide-own-lead")) }
        p { (link_button(&format!("{LIST}/ny"), &lang.t("case-types-new"))) }
        h2 { (lang.t("case-types-guide-how")) }
        (steps(lang, &[
            "case-types-guide-own-1",
            "case-types-guide-own-2",
            "case-types-guide-own-3",
            "case-types-guide-own-4",
            "case-types-guide-own-5",
            "case-types-guide-own-6",
        ]))
        h2 { (lang.t("case-types-guide-kinds")) }
        (fields(lang, &[
            ("case-types-kind-text", "case-types-kind-text-meaning"),
            ("case-types-kind-long-text", "case-types-kind-long-text-meaning"),
            ("case-types-kind-choice", "case-types-kind-choice-meaning"),
            ("case-types-kind-many-choices", "case-types-kind-many-choices-meaning"),
            ("case-types-kind-date", "case-types-kind-date-meaning"),
            ("case-types-kind-number", "case-types-kind-number-meaning"),
            ("case-types-kind-phone", "case-types-kind-phone-meaning"),
            ("case-types-kind-file", "case-types-kind-file-meaning"),
            ("case-types-kind-consent", "case-types-kind-consent-meaning"),
        ]))
        h2 { (lang.t("case-types-guide-condition")) }
        p { (lang.t("case-types-guide-condition-text")) }
        h2 { (lang.t("case-types-guide-versions")) }
        p { (lang.t("case-types-guide-versions-text")) }
    }
}

fn templates(lang: Lang) -> Markup {
    html! {
        p { (lang.t("case-types-guide-templates-lead")) }
        p { (link_button(TEMPLATES, &lang.t("case-types-templates"))) }
        h2 { (lang.t("case-types-guide-how")) }
        (steps(lang, &[
            "case-types-guide-templates-1",
            "case-types-guide-templates-2",
            "case-types-guide-templates-3",
            "case-types-guide-templates-4",
        ]))
        h2 { (lang.t("case-types-guide-fields")) }
        (fields(lang, &[
            ("case-types-template-name", "case-types-guide-template-name"),
            ("case-types-template-information", "case-types-template-information-meaning"),
            ("case-types-template-question", "case-types-template-question-meaning"),
            ("case-types-template-subject", "case-types-guide-template-subject"),
            ("case-types-template-body", "case-types-guide-template-body"),
            ("case-types-template-is-active", "case-types-guide-template-active"),
        ]))
    }
}
