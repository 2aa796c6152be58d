//! What is wrong with a form, field by field.

use std::borrow::Cow;

use crate::Lang;
use crate::texts::Arg;

/// A field: its name in the request and the id of its label, declared once and used both to parse and to show it.
///
/// The label's text may carry attributes: `.hint` is shown under the label, `.missing` is said when the field is
/// required and empty.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FieldName {
    /// The `name` of the input, and its `id`.
    pub name: Cow<'static, str>,
    /// The text id of its label.
    pub label: &'static str,
}

/// Declares a field: `const USER_NAME: FieldName = field("user-name", "accounts-user-name");`
#[must_use]
pub const fn field(name: &'static str, label: &'static str) -> FieldName {
    FieldName { name: Cow::Borrowed(name), label }
}

impl FieldName {
    /// The same field on row `row` of several: `until` becomes `until.3`.
    #[must_use]
    pub fn on_row(&self, row: impl std::fmt::Display) -> Self {
        Self { name: Cow::Owned(format!("{}.{row}", self.name)), label: self.label }
    }

    /// What is said when this field is required and empty: the label's own `.missing`, or a general sentence.
    #[must_use]
    pub fn missing(&self) -> Message {
        Message { id: Cow::Borrowed(self.label), args: Vec::new(), kind: Kind::Missing }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Plain,
    /// The id is a label; its `.missing` or the general sentence is meant.
    Missing,
}

/// A sentence about what to do, by text id, so that it can be said in either language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    id: Cow<'static, str>,
    args: Vec<(&'static str, Arg)>,
    kind: Kind,
}

impl Message {
    /// The message with this text id.
    #[must_use]
    pub fn new(id: impl Into<Cow<'static, str>>) -> Self {
        Self { id: id.into(), args: Vec::new(), kind: Kind::Plain }
    }

    /// The same message with something put in.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.args.push((name, value.into()));
        self
    }

    /// The text id, for tests and for answers to programs.
    #[must_use]
    pub fn id(&self) -> &str {
        match self.kind {
            Kind::Plain => &self.id,
            Kind::Missing => "web-missing",
        }
    }

    /// The sentence in a language.
    #[must_use]
    pub fn words(&self, lang: Lang) -> Cow<'static, str> {
        match self.kind {
            Kind::Plain => lang.tr(&self.id, &self.args),
            Kind::Missing => lang
                .attribute(&self.id, "missing")
                .unwrap_or_else(|| lang.tr("web-missing", &[("label", lang.t(&self.id).into())])),
        }
    }
}

impl From<&'static str> for Message {
    fn from(id: &'static str) -> Self {
        Self::new(id)
    }
}

/// What is wrong with one field, or, without a field, with the form as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name; empty when the form as a whole is meant.
    pub field: Cow<'static, str>,
    /// What to do about it.
    pub message: Message,
}

/// Everything that is wrong with a form, in the order of its fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Errors {
    list: Vec<FieldError>,
}

impl Errors {
    /// Nothing is wrong yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { list: Vec::new() }
    }

    /// This field is wrong.
    pub fn add(&mut self, field: &FieldName, message: impl Into<Message>) {
        self.list.push(FieldError { field: field.name.clone(), message: message.into() });
    }

    /// The form as a whole is wrong, such as a wrong user name or password.
    pub fn add_general(&mut self, message: impl Into<Message>) {
        self.list.push(FieldError { field: Cow::Borrowed(""), message: message.into() });
    }

    /// Whether everything is right so far.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The first thing that is wrong with this field.
    #[must_use]
    pub fn of(&self, field: &str) -> Option<&Message> {
        self.list.iter().find(|error| error.field == field).map(|error| &error.message)
    }

    /// All of them, in form order.
    pub fn iter(&self) -> impl Iterator<Item = &FieldError> {
        self.list.iter()
    }
}
