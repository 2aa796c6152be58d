//! One field: label, hint, error and input, tied together for everyone who cannot see that they stand together.

use maud::{Markup, Render, html};

use super::{Icon, Words, icon};
use crate::Lang;
use crate::forms::{FieldName, Message};

/// How wide an input is: a hint at how long the answer is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Width {
    /// As wide as the column.
    #[default]
    Full,
    /// A name or an address.
    Half,
    /// An identity number, a date or a telephone number.
    Number,
    /// A few digits.
    Short,
}

impl Width {
    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Full => "w-full",
            Self::Half => "w-half",
            Self::Number => "w-number",
            Self::Short => "w-short",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind<'a> {
    Text,
    /// An input type and its `inputmode`.
    Typed(&'a str, Option<&'a str>),
    LongText {
        rows: u8,
        limit: Option<u32>,
    },
    Password,
    File {
        accept: &'a str,
        many: bool,
    },
    Tick,
}

/// A field of a form, made by [`super::Fields`].
#[derive(Clone, Debug)]
pub struct Field<'a> {
    lang: Lang,
    field: &'a FieldName,
    kind: Kind<'a>,
    value: &'a str,
    error: Option<&'a Message>,
    label: Option<Words<'a>>,
    hint: Option<Words<'a>>,
    width: Width,
    autocomplete: Option<&'a str>,
    optional: bool,
    unspelled: bool,
    read_only: Option<Words<'a>>,
}

impl<'a> Field<'a> {
    pub(super) fn new(
        lang: Lang,
        field: &'a FieldName,
        kind: Kind<'a>,
        value: &'a str,
        error: Option<&'a Message>,
    ) -> Self {
        let hint = lang.attribute(field.label, "hint");
        let (width, autocomplete) = (Width::Full, None);
        Self {
            lang,
            field,
            kind,
            value,
            error,
            label: None,
            hint,
            width,
            autocomplete,
            optional: false,
            unspelled: false,
            read_only: None,
        }
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

    /// How wide the input is.
    #[must_use]
    pub const fn width(mut self, width: Width) -> Self {
        self.width = width;
        self
    }

    /// What the browser may fill in (the tokens of HTML's `autocomplete`).
    #[must_use]
    pub const fn autocomplete(mut self, token: &'a str) -> Self {
        self.autocomplete = Some(token);
        self
    }

    /// A password being chosen: password managers then offer a new one.
    #[must_use]
    pub const fn new_password(self) -> Self {
        self.autocomplete("new-password")
    }

    /// The field may be left empty, and says so.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// At most this many characters: counted while typing in a long text.
    #[must_use]
    pub const fn limit(mut self, characters: u32) -> Self {
        if let Kind::LongText { rows, .. } = self.kind {
            self.kind = Kind::LongText { rows, limit: Some(characters) };
        }
        self
    }

    /// Several files at once.
    #[must_use]
    pub const fn many(mut self) -> Self {
        if let Kind::File { accept, .. } = self.kind {
            self.kind = Kind::File { accept, many: true };
        }
        self
    }

    /// The viewer may read but not write this field: shown as text with who can change it.
    #[must_use]
    pub fn read_only(mut self, who_can_change: impl Into<Words<'a>>) -> Self {
        self.read_only = Some(who_can_change.into());
        self
    }

    pub(super) const fn unspelled(mut self) -> Self {
        self.unspelled = true;
        self
    }

    fn control(&self, described_by: Option<&str>) -> Markup {
        let name = &self.field.name;
        let invalid = self.error.map(|_| "true");
        let spell = self.unspelled.then_some("false");
        let capitals = self.unspelled.then_some("none");
        let class = self.width.class();
        html! {
            @match self.kind {
                Kind::LongText { rows, limit } => {
                    textarea.input id=(name) name=(name) rows=(rows) aria-describedby=[described_by]
                        aria-invalid=[invalid] data-limit=[limit] { "\n" (self.value) }
                }
                Kind::Password => {
                    div.password.(class) {
                        input.input id=(name) name=(name) type="password" aria-describedby=[described_by]
                            aria-invalid=[invalid] autocomplete=[self.autocomplete] spellcheck="false"
                            autocapitalize="none";
                        button.password-eye type="button" hidden aria-controls=(name) aria-pressed="false"
                            data-shown=(self.lang.t("web-password-shown"))
                            data-hidden=(self.lang.t("web-password-hidden")) {
                            (icon(Icon::Eye)) span.reader-only { (self.lang.t("web-password-show")) }
                        }
                    }
                }
                Kind::File { accept, many } => {
                    input.file id=(name) name=(name) type="file" accept=(accept) multiple[many]
                        aria-describedby=[described_by] aria-invalid=[invalid];
                }
                Kind::Text | Kind::Typed(..) | Kind::Tick => {
                    @let (kind, mode) = if let Kind::Typed(kind, mode) = self.kind { (kind, mode) } else { ("text", None) };
                    input.input.(class) id=(name) name=(name) type=(kind) value=(self.value) inputmode=[mode]
                        aria-describedby=[described_by] aria-invalid=[invalid] autocomplete=[self.autocomplete]
                        spellcheck=[spell] autocapitalize=[capitals];
                }
            }
        }
    }

    fn tick(&self, described_by: Option<&str>) -> Markup {
        let name = &self.field.name;
        html! {
            div.choice {
                input type="checkbox" id=(name) name=(name) value="1" checked[!self.value.is_empty()]
                    aria-describedby=[described_by] aria-invalid=[self.error.map(|_| "true")];
                label for=(name) { (self.words()) }
                @if let Some(hint) = &self.hint { p.hint id={ (name) "-hint" } { (hint) } }
            }
        }
    }

    fn as_text(&self, who_can_change: &str) -> Markup {
        let value = match self.kind {
            Kind::Tick if self.value.is_empty() => self.lang.t("web-no"),
            Kind::Tick => self.lang.t("web-yes"),
            _ if self.value.is_empty() => self.lang.t("web-not-given"),
            _ => Words::Borrowed(self.value),
        };
        html! {
            dl.field.read-only {
                dt { (self.words()) }
                dd { (value) }
                @if !who_can_change.is_empty() { dd.hint { (icon(Icon::Lock)) (who_can_change) } }
            }
        }
    }
}

impl Render for Field<'_> {
    fn render(&self) -> Markup {
        if let Some(who) = &self.read_only {
            return self.as_text(who);
        }
        let name = &self.field.name;
        let described_by = described_by(name, self.hint.is_some(), self.error.is_some());
        let described_by = described_by.as_deref();
        html! {
            div.field.wrong[self.error.is_some()] {
                @if self.kind == Kind::Tick {
                    (error_line(self.lang, name, self.error)) (self.tick(described_by))
                } @else {
                    label for=(name) {
                        (self.words())
                        @if self.optional { " " span.optional { (self.lang.t("web-optional")) } }
                    }
                    @if let Some(hint) = &self.hint { p.hint id={ (name) "-hint" } { (hint) } }
                    (error_line(self.lang, name, self.error))
                    (self.control(described_by))
                }
            }
        }
    }
}

/// The ids of a field's hint and error, for `aria-describedby`.
pub(super) fn described_by(name: &str, hint: bool, error: bool) -> Option<String> {
    match (hint, error) {
        (false, false) => None,
        (true, false) => Some(format!("{name}-hint")),
        (false, true) => Some(format!("{name}-error")),
        (true, true) => Some(format!("{name}-hint {name}-error")),
    }
}

/// What is wrong with a field, in the same words as in the summary.
pub(super) fn error_line(lang: Lang, name: &str, error: Option<&Message>) -> Markup {
    html! {
        @if let Some(message) = error {
            p.error id={ (name) "-error" } {
                (icon(Icon::Stop)) span.reader-only { (lang.t("web-error-prefix")) " " } (message.words(lang))
            }
        }
    }
}
