//! Tabs that are links: each is a page of its own, with its own address.

use maud::{Markup, html};

use super::Words;

/// A tab.
#[derive(Clone, Debug)]
pub struct Tab<'a> {
    path: Words<'a>,
    label: Words<'a>,
    current: bool,
}

impl<'a> Tab<'a> {
    /// A tab that leads to `path`; `current` when its page is shown.
    pub fn new(path: impl Into<Words<'a>>, label: impl Into<Words<'a>>, current: bool) -> Self {
        Self { path: path.into(), label: label.into(), current }
    }
}

/// A row of tabs. `label` says what they are parts of.
#[must_use]
pub fn tabs(label: &str, tabs: &[Tab<'_>]) -> Markup {
    html! {
        nav.tabs aria-label=(label) {
            ul {
                @for tab in tabs {
                    li { a href=(tab.path) aria-current=[tab.current.then_some("page")] { (tab.label) } }
                }
            }
        }
    }
}
