//! One or several of a list: an opening list, radio buttons, ticks.

use maud::{Markup, Render, html};

use super::input::{described_by, error_line};
use super::{Width, Words};
use crate::Lang;
use crate::forms::{Errors, FieldName, Form, Message};

/// Something that can be chosen.
#[derive(Clone, Debug)]
pub struct Choice<'a> {
    value: Words<'a>,
    label: Words<'a>,
    hint: Option<Words<'a>>,
    group: Option<Words<'a>>,
    code: Option<Words<'a>>,
}

impl<'a> Choice<'a> {
    /// The value that is sent, and the words that are shown.
    pub fn new(value: impl Into<Words<'a>>, label: impl Into<Words<'a>>) -> Self {
        Self { value: value.into(), label: label.into(), hint: None, group: None, code: None }
    }

    /// What choosing it means.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Words<'a>>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The heading that this and the following choices of the same group stand under.
    #[must_use]
    pub fn group(mut self, group: impl Into<Words<'a>>) -> Self {
        self.group = Some(group.into());
        self
    }

    /// A short code before the words, such as the number of a service.
    #[must_use]
    pub fn code(mut self, code: impl Into<Words<'a>>) -> Self {
        self.code = Some(code.into());
        self
    }

    pub(super) fn as_option(&self, chosen: &str) -> Markup {
        html! { option value=(self.value) selected[self.value == chosen] { (self.label) } }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Select,
    Radios,
    Ticks,
}

/// A field whose answers are given, made by [`super::Fields`].
#[derive(Clone, Debug)]
pub struct Choices<'a> {
    lang: Lang,
    field: &'a FieldName,
    kind: Kind,
    chosen: Vec<&'a str>,
    error: Option<&'a Message>,
    label: Option<Words<'a>>,
    hint: Option<Words<'a>>,
    options: Vec<Choice<'a>>,
    prompt: Option<Words<'a>>,
    optional: bool,
    columns: bool,
    read_only: Option<Words<'a>>,
}

impl<'a> Choices<'a> {
    fn new(lang: Lang, field: &'a FieldName, form: &'a Form, errors: &'a Errors, kind: Kind) -> Self {
        Self {
            lang,
            field,
            kind,
            chosen: form.values(&field.name).collect(),
            error: errors.of(&field.name),
            label: None,
            hint: lang.attribute(field.label, "hint"),
            options: Vec::new(),
            prompt: None,
            optional: false,
            columns: false,
            read_only: None,
        }
    }

    pub(super) fn select(lang: Lang, field: &'a FieldName, form: &'a Form, errors: &'a Errors) -> Self {
        Self::new(lang, field, form, errors, Kind::Select)
    }

    pub(super) fn radios(lang: Lang, field: &'a FieldName, form: &'a Form, errors: &'a Errors) -> Self {
        Self::new(lang, field, form, errors, Kind::Radios)
    }

    pub(super) fn ticks(lang: Lang, field: &'a FieldName, form: &'a Form, errors: &'a Errors) -> Self {
        Self::new(lang, field, form, errors, Kind::Ticks)
    }

    /// What can be chosen, in the order in which it is shown.
    #[must_use]
    pub fn options(mut self, options: impl IntoIterator<Item = Choice<'a>>) -> Self {
        self.options.extend(options);
        self
    }

    /// The first line of an opening list, with the empty value: *Välj personalkategori*.
    #[must_use]
    pub fn prompt(mut self, prompt: impl Into<Words<'a>>) -> Self {
        self.prompt = Some(prompt.into());
        self
    }

    /// Words of somebody's own instead of the text that the field names: a form that a clinic has made.
    #[must_use]
    pub fn label(mut self, label: impl Into<Words<'a>>) -> Self {
        self.label = Some(label.into());
        self
    }

    fn words(&self) -> Words<'_> {
        self.label.as_ref().map_or_else(|| self.lang.t(self.field.label), |label| Words::Borrowed(label.as_ref()))
    }

    /// A hint instead of the label's own `.hint`.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Words<'a>>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Nothing need be chosen, and the field says so.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// In two columns where there is room: a long list of services.
    #[must_use]
    pub const fn columns(mut self) -> Self {
        self.columns = true;
        self
    }

    /// The viewer may read but not choose: shown as text with who can change it.
    #[must_use]
    pub fn read_only(mut self, who_can_change: impl Into<Words<'a>>) -> Self {
        self.read_only = Some(who_can_change.into());
        self
    }

    fn is_chosen(&self, choice: &Choice<'_>) -> bool {
        self.chosen.iter().any(|value| *value == choice.value)
    }

    fn heading(&self) -> Markup {
        html! {
            (self.words())
            @if self.optional { " " span.optional { (self.lang.t("web-optional")) } }
        }
    }

    fn as_select(&self) -> Markup {
        let name = &self.field.name;
        let described_by = described_by(name, self.hint.is_some(), self.error.is_some());
        html! {
            div.field.wrong[self.error.is_some()] {
                label for=(name) { (self.heading()) }
                @if let Some(hint) = &self.hint { p.hint id={ (name) "-hint" } { (hint) } }
                (error_line(self.lang, name, self.error))
                select.input.(Width::Half.class()) id=(name) name=(name) aria-describedby=[described_by]
                    aria-invalid=[self.error.map(|_| "true")] {
                    @if let Some(prompt) = &self.prompt { option value="" { (prompt) } }
                    @for run in self.options.chunk_by(|a, b| a.group == b.group) {
                        @let group = run.first().and_then(|choice| choice.group.as_ref());
                        @let lines = html! {
                            @for choice in run {
                                option value=(choice.value) selected[self.is_chosen(choice)] { (choice.label) }
                            }
                        };
                        @if let Some(group) = group { optgroup label=(group) { (lines) } } @else { (lines) }
                    }
                }
            }
        }
    }

    fn as_group(&self) -> Markup {
        let name = &self.field.name;
        let described_by = described_by(name, self.hint.is_some(), self.error.is_some());
        let mut index = 0;
        html! {
            fieldset.field.wrong[self.error.is_some()] aria-describedby=[described_by] {
                legend { (self.heading()) }
                @if let Some(hint) = &self.hint { p.hint id={ (name) "-hint" } { (hint) } }
                (error_line(self.lang, name, self.error))
                @for run in self.options.chunk_by(|a, b| a.group == b.group) {
                    @if let Some(group) = run.first().and_then(|choice| choice.group.as_ref()) {
                        p.choice-group { (group) }
                    }
                    div.choices.columns[self.columns] {
                        @for choice in run {
                            ({ index += 1; self.one(choice, index) })
                        }
                    }
                }
            }
        }
    }

    fn one(&self, choice: &Choice<'_>, index: usize) -> Markup {
        // The error summary links to the field's own name: the first choice bears it.
        let id = if index == 1 { self.field.name.to_string() } else { format!("{}-{index}", self.field.name) };
        let kind = if self.kind == Kind::Radios { "radio" } else { "checkbox" };
        let hint_id = choice.hint.is_some().then(|| format!("{id}-hint-of-choice"));
        html! {
            div.choice {
                input type=(kind) id=(id) name=(self.field.name) value=(choice.value)
                    checked[self.is_chosen(choice)] aria-describedby=[hint_id.as_deref()];
                label for=(id) {
                    @if let Some(code) = &choice.code { span.code { (code) } " " }
                    (choice.label)
                }
                @if let Some(hint) = &choice.hint { p.hint id=[hint_id.as_deref()] { (hint) } }
            }
        }
    }

    fn as_text(&self, who_can_change: &str) -> Markup {
        let chosen: Vec<_> = self.options.iter().filter(|choice| self.is_chosen(choice)).collect();
        html! {
            dl.field.read-only {
                dt { (self.words()) }
                @for choice in &chosen { dd { (choice.label) } }
                @if chosen.is_empty() { dd { (self.lang.t("web-not-given")) } }
                @if !who_can_change.is_empty() { dd.hint { (super::icon(super::Icon::Lock)) (who_can_change) } }
            }
        }
    }
}

impl Render for Choices<'_> {
    fn render(&self) -> Markup {
        match (&self.read_only, self.kind) {
            (Some(who), _) => self.as_text(who),
            (None, Kind::Select) => self.as_select(),
            (None, Kind::Radios | Kind::Ticks) => self.as_group(),
        }
    }
}
