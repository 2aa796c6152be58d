//! The fields of a form, bound to what was typed and to what is wrong with it.

use maud::{Markup, html};

use super::input::Kind;
use super::{Button, Choices, Field, Width, Words};
use crate::Lang;
use crate::forms::{Errors, FieldName, Form};

/// Makes fields that already know their label, hint, value and error.
///
/// ```ignore
/// let f = Fields::new(lang, &form, &errors);
/// html! { (f.text(&USER_NAME).width(Width::Half)) (f.password(&NEW_PASSWORD).new_password()) }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Fields<'a> {
    lang: Lang,
    form: &'a Form,
    errors: &'a Errors,
}

impl<'a> Fields<'a> {
    /// Fields for this form and its errors.
    #[must_use]
    pub const fn new(lang: Lang, form: &'a Form, errors: &'a Errors) -> Self {
        Self { lang, form, errors }
    }

    /// A line of text.
    #[must_use]
    pub fn text(&self, field: &'a FieldName) -> Field<'a> {
        self.input(field, Kind::Text)
    }

    /// Several lines of text.
    #[must_use]
    pub fn long_text(&self, field: &'a FieldName, rows: u8) -> Field<'a> {
        self.input(field, Kind::LongText { rows, limit: None })
    }

    /// An e-mail address.
    #[must_use]
    pub fn email(&self, field: &'a FieldName) -> Field<'a> {
        self.input(field, Kind::Typed("email", Some("email"))).width(Width::Half)
    }

    /// A telephone number.
    #[must_use]
    pub fn phone(&self, field: &'a FieldName) -> Field<'a> {
        self.input(field, Kind::Typed("tel", Some("tel"))).width(Width::Number)
    }

    /// A personal, coordination or reserve number: one field, any of the usual spellings.
    #[must_use]
    pub fn identity_number(&self, field: &'a FieldName) -> Field<'a> {
        self.input(field, Kind::Typed("text", None)).width(Width::Number).autocomplete("off").unspelled()
    }

    /// A code that is typed exactly: HSA-id, user name, a YubiKey's code.
    #[must_use]
    pub fn code(&self, field: &'a FieldName) -> Field<'a> {
        self.input(field, Kind::Text).width(Width::Half).autocomplete("off").unspelled()
    }

    /// A whole number, typed with a number pad on a phone.
    #[must_use]
    pub fn number(&self, field: &'a FieldName) -> Field<'a> {
        self.input(field, Kind::Typed("text", Some("numeric"))).width(Width::Short)
    }

    /// A day.
    #[must_use]
    pub fn date(&self, field: &'a FieldName) -> Field<'a> {
        self.input(field, Kind::Typed("date", None)).width(Width::Number)
    }

    /// A password, with a button that shows it. What was typed is never sent back.
    #[must_use]
    pub fn password(&self, field: &'a FieldName) -> Field<'a> {
        self.input(field, Kind::Password).width(Width::Half).autocomplete("current-password").unspelled()
    }

    /// A file to send. `accept` is a list such as `.pdf,.png`.
    #[must_use]
    pub fn file(&self, field: &'a FieldName, accept: &'a str) -> Field<'a> {
        self.input(field, Kind::File { accept, many: false })
    }

    /// One of several, in a list that opens.
    #[must_use]
    pub fn select(&self, field: &'a FieldName) -> Choices<'a> {
        Choices::select(self.lang, field, self.form, self.errors)
    }

    /// One of several, all in sight.
    #[must_use]
    pub fn radios(&self, field: &'a FieldName) -> Choices<'a> {
        Choices::radios(self.lang, field, self.form, self.errors)
    }

    /// Any of several, by tick.
    #[must_use]
    pub fn ticks(&self, field: &'a FieldName) -> Choices<'a> {
        Choices::ticks(self.lang, field, self.form, self.errors)
    }

    /// A single tick: the label stands beside the box.
    #[must_use]
    pub fn tick(&self, field: &'a FieldName) -> Field<'a> {
        self.input(field, Kind::Tick)
    }

    fn input(&self, field: &'a FieldName, kind: Kind<'a>) -> Field<'a> {
        Field::new(self.lang, field, kind, self.form.value(&field.name), self.errors.of(&field.name))
    }
}

/// A part of a long form: its heading and explanation to the left of its fields where there is room.
#[derive(Clone, Debug)]
pub struct Section<'a> {
    heading: Words<'a>,
    about: Option<Words<'a>>,
    body: Markup,
}

impl<'a> Section<'a> {
    /// A part with a heading.
    pub fn new(heading: impl Into<Words<'a>>, body: Markup) -> Self {
        Self { heading: heading.into(), about: None, body }
    }

    /// A sentence under the heading.
    #[must_use]
    pub fn about(mut self, about: impl Into<Words<'a>>) -> Self {
        self.about = Some(about.into());
        self
    }
}

impl maud::Render for Section<'_> {
    fn render(&self) -> Markup {
        html! {
            section.section {
                div.section-words { h2 { (self.heading) } @if let Some(about) = &self.about { p { (about) } } }
                div.section-body { (self.body) }
            }
        }
    }
}

/// The bar under a form that stays in sight: save, and the ways out of it.
#[must_use]
pub fn save_bar(lang: Lang, save: &Button<'_>, others: &Markup) -> Markup {
    html! {
        div.save-bar {
            (save) (others)
            p.unsaved role="status" data-unsaved=(lang.t("web-unsaved")) {}
        }
    }
}

/// Fields beside each other where there is room: a first and a last name, a start and an end.
#[must_use]
pub fn side_by_side(fields: &Markup) -> Markup {
    html! { div.side-by-side { (fields) } }
}
