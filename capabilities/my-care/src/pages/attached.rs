//! Files on a page where something is written: those that are there, and room for more.

use behorig_access::AttachmentId;
use behorig_files::{ACCEPTED, MOST_FROM_RESIDENTS};
use behorig_web::components::{Button, Fields};
use behorig_web::{Errors, FieldName, Form, Lang, format};
use maud::{Markup, html};

use crate::records::DraftFile;

/// What a press of a button asks for besides keeping what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Press {
    /// To go on, or to send.
    Onward,
    /// To keep it for another time.
    Keep,
    /// To keep it while one goes on writing: nobody pressed anything.
    KeepQuietly,
    /// To attach the chosen files.
    Attach,
    /// To take a file away.
    Remove(AttachmentId),
}

/// The name that buttons send their wish by.
pub(crate) const PRESS: &str = "gor";
const KEEP: &str = "spara";
const ATTACH: &str = "bifoga";
const QUIET: &str = "tyst";

impl Press {
    /// What was pressed; whoever presses Enter wants to go on.
    pub(crate) fn of(form: &Form) -> Self {
        match form.value(PRESS) {
            KEEP => Self::Keep,
            ATTACH => Self::Attach,
            QUIET => Self::KeepQuietly,
            other => other.strip_prefix("ta-bort:").and_then(|id| id.parse().ok()).map_or(Self::Onward, Self::Remove),
        }
    }

    /// The file to be taken away.
    pub(crate) fn gone(self) -> Option<AttachmentId> {
        match self {
            Self::Remove(id) => Some(id),
            _ => None,
        }
    }
}

/// Enter in a field presses the first button of its form: this one, which nobody sees.
pub(crate) fn first_button() -> Markup {
    html! { button.reader-only type="submit" tabindex="-1" aria-hidden="true" {} }
}

/// The button that keeps what was written for another time.
pub(crate) fn keep_button(lang: Lang) -> Button<'static> {
    Button::secondary(lang.t("my-care-keep")).sends(PRESS, KEEP)
}

/// Where it is said that what is written was kept while its writer paused.
pub(crate) fn kept_line(lang: Lang) -> Markup {
    html! { p.hint role="status" data-keep-draft data-kept=(lang.t("my-care-kept-at")) {} }
}

/// A field for files, with those that hang there already.
pub(crate) struct FilesField<'a> {
    pub lang: Lang,
    pub input: &'a FieldName,
    pub label: &'a str,
    pub help: &'a str,
    pub required: bool,
    pub files: Vec<&'a DraftFile>,
}

impl FilesField<'_> {
    /// As a part of the form.
    pub(crate) fn show(&self, typed: &Form, errors: &Errors) -> Markup {
        let lang = self.lang;
        let limits = lang.tr("my-care-files-limits", &[("most", MOST_FROM_RESIDENTS.into())]);
        let hint = if self.help.is_empty() { limits.into_owned() } else { format!("{} {limits}", self.help) };
        let fields = Fields::new(lang, typed, errors);
        let mut field = fields.file(self.input, ACCEPTED).many().label(self.label).hint(hint);
        if !self.required {
            field = field.optional();
        }
        html! {
            div.attach data-attach=(lang.t("my-care-attaching")) data-failed=(lang.t("my-care-attach-failed")) {
                (field)
                @if !self.files.is_empty() {
                    ul.attached aria-label=(lang.t("my-care-attached")) {
                        @for file in &self.files { (self.line(file)) }
                    }
                }
                (Button::secondary(lang.t("my-care-attach")).sends(PRESS, ATTACH))
            }
        }
    }

    fn line(&self, file: &DraftFile) -> Markup {
        let size = format::size(self.lang, u64::try_from(file.size).unwrap_or(0));
        let remove = Button::secondary(self.lang.t("my-care-remove-file")).about(file.name.clone());
        html! {
            li { span { (file.name) " (" (size) ")" } " " (remove.sends(PRESS, format!("ta-bort:{}", file.id))) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enter_goes_on_and_each_button_says_what_it_wants() {
        let press = |body: &str| Press::of(&Form::parse(body.as_bytes()).unwrap());
        assert_eq!(press("svar-f1=hej"), Press::Onward);
        assert_eq!(press("gor=spara"), Press::Keep);
        assert_eq!(press("gor=bifoga"), Press::Attach);
        assert_eq!(press("gor=tyst"), Press::KeepQuietly);
        let id = AttachmentId::from_bytes([7; 16]);
        assert_eq!(press(&format!("gor=ta-bort:{id}")), Press::Remove(id));
        assert_eq!(press("gor=ta-bort:nothing"), Press::Onward);
    }
}
