//! The search and the filters above a list, and how many it found.

use maud::{Markup, Render, html};

use super::{Button, Choice, Icon, Words, icon};
use crate::Lang;

/// A filter that is on, with the link that takes it off.
#[derive(Clone, Debug)]
pub struct Chip<'a> {
    label: Words<'a>,
    without: Words<'a>,
}

impl<'a> Chip<'a> {
    /// The filter in words, and the address of the list without it.
    pub fn new(label: impl Into<Words<'a>>, without: impl Into<Words<'a>>) -> Self {
        Self { label: label.into(), without: without.into() }
    }
}

#[derive(Clone, Debug)]
struct Select<'a> {
    name: &'a str,
    label: Words<'a>,
    options: Vec<Choice<'a>>,
    chosen: &'a str,
}

/// A form that narrows a list; it is sent by GET, so that a narrowed list has an address.
#[derive(Clone, Debug)]
pub struct Filters<'a> {
    lang: Lang,
    action: Words<'a>,
    search: Option<(&'a str, Words<'a>, &'a str)>,
    hidden: Vec<(&'a str, Words<'a>)>,
    text: Option<(&'a str, Words<'a>, &'a str)>,
    selects: Vec<Select<'a>>,
    day: Option<(&'a str, Words<'a>, &'a str)>,
    chips: Vec<Chip<'a>>,
    found: Words<'a>,
}

impl<'a> Filters<'a> {
    /// Filters for the list at `action`, which found `found` (in words: *312 användare*).
    pub fn new(lang: Lang, action: impl Into<Words<'a>>, found: impl Into<Words<'a>>) -> Self {
        let (action, found) = (action.into(), found.into());
        let (hidden, selects, chips) = (Vec::new(), Vec::new(), Vec::new());
        Self { lang, action, search: None, hidden, text: None, selects, day: None, chips, found }
    }

    /// A field to search in: its name, its label and what was searched for.
    #[must_use]
    pub fn search(mut self, name: &'a str, label: impl Into<Words<'a>>, value: &'a str) -> Self {
        self.search = Some((name, label.into(), value));
        self
    }

    /// What the list is narrowed by besides, which is no choice: whose list it is.
    #[must_use]
    pub fn hidden(mut self, name: &'a str, value: impl Into<Words<'a>>) -> Self {
        self.hidden.push((name, value.into()));
        self
    }

    /// Something to narrow by that is written, where there is too much of it to choose among: its name, its label and what was written.
    #[must_use]
    pub fn text(mut self, name: &'a str, label: impl Into<Words<'a>>, value: &'a str) -> Self {
        self.text = Some((name, label.into(), value));
        self
    }

    /// A list to choose one of, with the choice made.
    #[must_use]
    pub fn select(
        mut self,
        name: &'a str,
        label: impl Into<Words<'a>>,
        options: impl IntoIterator<Item = Choice<'a>>,
        chosen: &'a str,
    ) -> Self {
        self.selects.push(Select { name, label: label.into(), options: options.into_iter().collect(), chosen });
        self
    }

    /// A day that the list is as of: its name, its label and the day, as `2026-11-22`.
    #[must_use]
    pub fn day(mut self, name: &'a str, label: impl Into<Words<'a>>, value: &'a str) -> Self {
        self.day = Some((name, label.into(), value));
        self
    }

    /// The filters that are on.
    #[must_use]
    pub fn chips(mut self, chips: impl IntoIterator<Item = Chip<'a>>) -> Self {
        self.chips.extend(chips);
        self
    }

    fn chip_list(&self) -> Markup {
        html! {
            @if !self.chips.is_empty() {
                ul.chips aria-label=(self.lang.t("web-filters-on")) {
                    @for chip in &self.chips {
                        li {
                            a.chip href=(chip.without) {
                                span.reader-only { (self.lang.t("web-filter-remove")) " " }
                                (chip.label) (icon(Icon::Close))
                            }
                        }
                    }
                    li { a href=(self.action) { (self.lang.t("web-filters-clear")) } }
                }
            }
        }
    }
}

impl Render for Filters<'_> {
    fn render(&self) -> Markup {
        html! {
            search.filters {
                form method="get" action=(self.action) data-filters {
                    @for (name, value) in &self.hidden { input type="hidden" name=(name) value=(value); }
                    @if let Some((name, label, value)) = &self.search {
                        div.filter.filter-search {
                            label for={ "filter-" (name) } { (label) }
                            div.filter-search-box {
                                (icon(Icon::Search))
                                input.input id={ "filter-" (name) } type="search" name=(name) value=(value)
                                    autocomplete="off" spellcheck="false";
                            }
                        }
                    }
                    @if let Some((name, label, value)) = &self.text {
                        div.filter {
                            label for={ "filter-" (name) } { (label) }
                            input.input id={ "filter-" (name) } type="text" name=(name) value=(value) autocomplete="off"
                                spellcheck="false";
                        }
                    }
                    @for select in &self.selects {
                        div.filter {
                            label for={ "filter-" (select.name) } { (select.label) }
                            select.input id={ "filter-" (select.name) } name=(select.name) {
                                @for choice in &select.options { (choice.as_option(select.chosen)) }
                            }
                        }
                    }
                    @if let Some((name, label, value)) = &self.day {
                        div.filter {
                            label for={ "filter-" (name) } { (label) }
                            input.input id={ "filter-" (name) } type="date" name=(name) value=(value);
                        }
                    }
                    (Button::secondary(self.lang.t("web-search")))
                }
                div.found { p role="status" { (self.found) } (self.chip_list()) }
            }
        }
    }
}
