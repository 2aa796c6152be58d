//! The button of a short form that becomes active when everything is chosen.

use maud::{Markup, Render, html};

use super::{Button, Words};
use crate::Lang;
use crate::forms::FieldName;

/// The primary button of a form together with the fields that it waits for. Pressed too early it says what is missing;
/// without JavaScript it is a button as any other, and the server says it.
#[derive(Clone, Debug)]
pub struct WaitingButton<'a> {
    lang: Lang,
    label: Words<'a>,
    waits: Vec<Wait<'a>>,
}

#[derive(Clone, Debug)]
struct Wait<'a> {
    field: &'a FieldName,
    when: Option<(&'a FieldName, &'a str)>,
}

impl<'a> WaitingButton<'a> {
    /// A button that sends its form.
    pub fn new(lang: Lang, label: impl Into<Words<'a>>) -> Self {
        Self { lang, label: label.into(), waits: Vec::new() }
    }

    /// It waits for this field; the field's own `.missing` says so.
    #[must_use]
    pub fn wait_for(mut self, field: &'a FieldName) -> Self {
        self.waits.push(Wait { field, when: None });
        self
    }

    /// It waits for this field only while another one holds a value, such as a date while *till ett datum* is chosen.
    #[must_use]
    pub fn wait_for_while(mut self, field: &'a FieldName, other: &'a FieldName, value: &'a str) -> Self {
        self.waits.push(Wait { field, when: Some((other, value)) });
        self
    }
}

impl Render for WaitingButton<'_> {
    fn render(&self) -> Markup {
        html! {
            div.waiting data-waits {
                (Button::primary(self.label.as_ref()))
                p.waiting-for role="status" {}
                @for wait in &self.waits {
                    @let (when, value) = wait.when.map(|(other, value)| (&other.name, value)).unzip();
                    span hidden data-waits-for=(wait.field.name) data-when=[when] data-value=[value] {
                        (wait.field.missing().words(self.lang))
                    }
                }
            }
        }
    }
}
