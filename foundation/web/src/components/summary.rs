//! What is known about something, line by line, each with its way to change it.

use maud::{Markup, Render, html};

use super::{Button, Words};
use crate::Lang;

struct Line<'a> {
    key: Words<'a>,
    value: Markup,
    change: Option<Words<'a>>,
}

/// A list of keys and values: a record to read, or answers to check before they are sent.
pub struct SummaryList<'a> {
    lang: Lang,
    lines: Vec<Line<'a>>,
}

impl<'a> SummaryList<'a> {
    /// An empty list.
    #[must_use]
    pub const fn new(lang: Lang) -> Self {
        Self { lang, lines: Vec::new() }
    }

    /// A line of words; an empty value is shown as *inte angivet*.
    #[must_use]
    pub fn text(self, key: impl Into<Words<'a>>, value: &str) -> Self {
        let value = html! {
            @if value.is_empty() { span.muted { (self.lang.t("web-not-given")) } } @else { (value) }
        };
        self.line(key, value)
    }

    /// A line of anything.
    #[must_use]
    pub fn line(mut self, key: impl Into<Words<'a>>, value: Markup) -> Self {
        self.lines.push(Line { key: key.into(), value, change: None });
        self
    }

    /// Where the last line can be changed.
    #[must_use]
    pub fn change(mut self, path: impl Into<Words<'a>>) -> Self {
        if let Some(line) = self.lines.last_mut() {
            line.change = Some(path.into());
        }
        self
    }
}

impl Render for SummaryList<'_> {
    fn render(&self) -> Markup {
        html! {
            dl.summary {
                @for line in &self.lines {
                    div {
                        dt { (line.key) }
                        dd { (line.value) }
                        @if let Some(path) = &line.change {
                            dd.summary-change {
                                (Button::link(path.as_ref(), self.lang.t("web-change")).about(line.key.as_ref()))
                            }
                        }
                    }
                }
            }
        }
    }
}
