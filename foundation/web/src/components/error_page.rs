//! A page that says what went wrong and how to go on.

use maud::{Markup, html};

use super::{Button, Page, Shell, Words, link_button};
use crate::paths;

/// A designed page for a refusal or a failure: what happened, in plain words, and links that lead on. Without links of
/// its own it leads to the start page.
#[must_use]
pub fn error_page(shell: &Shell<'_>, title: &str, text: &str, links: &[(Words<'_>, Words<'_>)]) -> Markup {
    let lang = shell.lang;
    Page::new(title).narrow().show(
        shell,
        html! {
            p.lead { (text) }
            div.button-row {
                @for (path, label) in links { (link_button(path.as_ref(), label.as_ref())) }
                @if links.is_empty() { (Button::link(paths::START, lang.t("web-to-start"))) }
            }
        },
    )
}
