//! The help for residents.

use behorig_web::Lang;
use maud::{Markup, html};

fn parts(lang: Lang, parts: &[(&str, &str)]) -> Markup {
    html! { @for (heading, text) in parts { h2 { (lang.tr(heading, &[])) } p { (lang.tr(text, &[])) } } }
}

pub(crate) fn clinics(lang: Lang) -> Markup {
    html! {
        p { (lang.t("my-care-guide-clinics-what")) }
        (parts(lang, &[
            ("my-care-guide-add", "my-care-guide-add-text"),
            ("my-care-guide-write", "my-care-guide-write-text"),
            ("my-care-guide-files", "my-care-guide-files-text"),
            ("my-care-guide-draft", "my-care-guide-draft-text"),
            ("my-care-guide-child", "my-care-guide-child-text"),
            ("my-care-guide-ended", "my-care-guide-ended-text"),
        ]))
    }
}

pub(crate) fn cases(lang: Lang) -> Markup {
    html! {
        p { (lang.t("my-care-guide-cases-what")) }
        (parts(lang, &[
            ("my-care-guide-search", "my-care-guide-search-text"),
            ("my-care-guide-delivery", "my-care-guide-delivery-text"),
            ("my-care-guide-reply", "my-care-guide-reply-text"),
            ("my-care-guide-withdraw", "my-care-guide-withdraw-text"),
            ("my-care-guide-readers", "my-care-guide-readers-text"),
        ]))
    }
}

pub(crate) fn settings(lang: Lang) -> Markup {
    html! {
        p { (lang.t("my-care-guide-settings-what")) }
        (parts(lang, &[
            ("my-care-guide-notices", "my-care-guide-notices-text"),
            ("my-care-guide-code", "my-care-guide-code-text"),
            ("my-care-guide-choice", "my-care-guide-choice-text"),
            ("my-care-guide-no-notices", "my-care-guide-no-notices-text"),
        ]))
    }
}
