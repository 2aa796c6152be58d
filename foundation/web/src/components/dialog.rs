//! Dialogs: a question before something that cannot be undone. Without JavaScript the same question is a page.

use maud::{Markup, Render, html};

use super::{Button, PostForm, Words};
use crate::Lang;

/// A question with its answer, opened by [`dialog_link`].
pub struct Dialog<'a> {
    lang: Lang,
    id: &'a str,
    title: Words<'a>,
    body: Markup,
    answer: Button<'a>,
    action: Words<'a>,
    once: Option<Words<'a>>,
    version: Option<i64>,
}

impl<'a> Dialog<'a> {
    /// A dialog that asks `title` and posts to `action` when `answer` is pressed.
    pub fn new(
        lang: Lang,
        id: &'a str,
        title: impl Into<Words<'a>>,
        body: Markup,
        answer: Button<'a>,
        action: impl Into<Words<'a>>,
    ) -> Self {
        Self { lang, id, title: title.into(), body, answer, action: action.into(), once: None, version: None }
    }

    /// The key that makes the answer happen once.
    #[must_use]
    pub fn once(mut self, key: impl Into<Words<'a>>) -> Self {
        self.once = Some(key.into());
        self
    }

    /// The version of what is changed.
    #[must_use]
    pub const fn version(mut self, version: i64) -> Self {
        self.version = Some(version);
        self
    }
}

impl Render for Dialog<'_> {
    fn render(&self) -> Markup {
        let cancel = self.lang.t("web-cancel");
        let inside = html! {
            (self.body)
            div.dialog-actions {
                (self.answer)
                // Who presses Enter without reading loses nothing.
                button.button.secondary type="button" data-close autofocus { (cancel) }
            }
        };
        let mut form = PostForm::to(self.action.as_ref(), inside);
        if let Some(key) = &self.once {
            form = form.once(key.as_ref());
        }
        if let Some(version) = self.version {
            form = form.version(version);
        }
        html! {
            dialog.dialog id=(self.id) aria-labelledby={ (self.id) "-title" } {
                h2 id={ (self.id) "-title" } { (self.title) }
                (form)
            }
        }
    }
}

/// A button that opens the dialog `dialog_id`; without JavaScript it leads to `path`, where the same question is a page.
#[must_use]
pub fn dialog_link(path: &str, dialog_id: &str, label: &str, about: Option<&str>) -> Markup {
    html! {
        a.button.secondary href=(path) data-dialog=(dialog_id) {
            (label) @if let Some(about) = about { span.reader-only { " " (about) } }
        }
    }
}
