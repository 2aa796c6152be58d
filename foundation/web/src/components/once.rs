//! Things to be copied: a reference number, and a link that is shown once.

use maud::{Markup, html};

use super::{Icon, icon};
use crate::Lang;

/// A value with a button that copies it.
#[must_use]
pub fn copyable(lang: Lang, label: &str, value: &str) -> Markup {
    html! {
        div.copyable {
            p.copyable-label { (label) }
            output.copyable-value tabindex="0" aria-label=(label) { (value) }
            button.button.secondary type="button" hidden data-copy data-copied=(lang.t("web-copied")) {
                (icon(Icon::Copy)) span { (lang.t("web-copy")) } span.reader-only { " " (label) }
            }
        }
    }
}

/// A one-time link that is shown now and never again, with how long it holds.
#[must_use]
pub fn one_time_link(lang: Lang, label: &str, address: &str, holds_until: &str) -> Markup {
    html! {
        section.one-time aria-label=(label) {
            (copyable(lang, label, address))
            p.hint { (icon(Icon::Clock)) (holds_until) " " (lang.t("web-shown-once")) }
        }
    }
}
