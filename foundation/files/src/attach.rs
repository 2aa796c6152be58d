//! Files on a page where something is written: those that are there, room for more, and what the buttons beside them ask for.

use axum::extract::{DefaultBodyLimit, FromRequest as _, Multipart, Request};
use behorig_access::AttachmentId;
use behorig_store::{FromRow, Row, StoreError};
use behorig_visit::{PageError, Visit};
use behorig_web::components::{Button, Fields};
use behorig_web::{Errors, FieldName, Form, Lang, format};
use maud::{Markup, html};

use crate::{ACCEPTED, Files, SentForm};

/// What a press of a button asks for besides keeping what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Press {
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
pub const PRESS: &str = "gor";
/// The wish to keep a draft.
pub const KEEP: &str = "spara";
/// What a form without files may weigh, in bytes.
const MOST_TYPED: usize = 2 * 1024 * 1024;
const ATTACH: &str = "bifoga";
const QUIET: &str = "tyst";

impl Press {
    /// What was pressed; whoever presses Enter wants to go on.
    #[must_use]
    pub fn of(form: &Form) -> Self {
        match form.value(PRESS) {
            KEEP => Self::Keep,
            ATTACH => Self::Attach,
            QUIET => Self::KeepQuietly,
            other => other.strip_prefix("ta-bort:").and_then(|id| id.parse().ok()).map_or(Self::Onward, Self::Remove),
        }
    }

    /// The file to be taken away.
    #[must_use]
    pub fn gone(self) -> Option<AttachmentId> {
        match self {
            Self::Remove(id) => Some(id),
            _ => None,
        }
    }
}

/// Enter in a field presses the first button of its form: this one, which nobody sees. `wish` is what it asks for.
#[must_use]
pub fn first_button(wish: &str) -> Markup {
    html! { button.reader-only type="submit" name=(PRESS) value=(wish) tabindex="-1" aria-hidden="true" {} }
}

/// Where it is said that what is written was kept while its writer paused.
#[must_use]
pub fn kept_line(lang: Lang) -> Markup {
    html! { p.hint role="status" data-keep-draft data-kept=(lang.t("files-kept-at")) {} }
}

/// A file that hangs on something that is being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HangingFile {
    /// Its id.
    pub id: AttachmentId,
    /// Its name.
    pub name: String,
    /// In bytes.
    pub size: i64,
}

impl FromRow for HangingFile {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { id: row.next()?, name: row.next()?, size: row.next()? })
    }
}

impl HangingFile {
    /// Its name and its size.
    #[must_use]
    pub fn shown(&self, lang: Lang) -> String {
        format!("{} ({})", self.name, format::size(lang, u64::try_from(self.size).unwrap_or(0)))
    }
}

/// A field for files, with those that hang there already.
#[derive(Debug)]
pub struct FilesField<'a> {
    /// The language of the page.
    pub lang: Lang,
    /// The field.
    pub input: &'a FieldName,
    /// What is asked for.
    pub label: &'a str,
    /// What helps to answer.
    pub help: &'a str,
    /// Whether there must be one.
    pub required: bool,
    /// How many there may be in all.
    pub most: usize,
    /// Those that are there.
    pub files: Vec<&'a HangingFile>,
}

impl FilesField<'_> {
    /// As a part of the form.
    #[must_use]
    pub fn show(&self, typed: &Form, errors: &Errors) -> Markup {
        let lang = self.lang;
        let limits = lang.tr("files-limits", &[("most", self.most.into())]);
        let hint = if self.help.is_empty() { limits.into_owned() } else { format!("{} {limits}", self.help) };
        let fields = Fields::new(lang, typed, errors);
        let mut field = fields.file(self.input, ACCEPTED).many().label(self.label).hint(hint);
        if !self.required {
            field = field.optional();
        }
        html! {
            div.attach data-attach=(lang.t("files-attaching")) data-failed=(lang.t("files-attach-failed")) {
                (field)
                @if !self.files.is_empty() {
                    ul.attached aria-label=(lang.t("files-attached")) {
                        @for file in &self.files { (self.line(file)) }
                    }
                }
                (Button::secondary(lang.t("files-attach")).sends(PRESS, ATTACH))
            }
        }
    }

    fn line(&self, file: &HangingFile) -> Markup {
        let remove = Button::secondary(self.lang.t("files-remove")).about(file.name.clone());
        html! { li { span { (file.shown(self.lang)) } " " (remove.sends(PRESS, format!("ta-bort:{}", file.id))) } }
    }
}

impl Files {
    /// Reads a form of a visit that may bring files, as it comes: with them by [`Files::receive_form`], without them as any form. No
    /// snapshot is held meanwhile. Whether its sender may is decided before.
    ///
    /// # Errors
    /// As [`Files::receive_form`].
    pub async fn receive_from(
        &self,
        visit: &mut Visit,
        mut request: Request,
        room: (usize, usize),
    ) -> Result<SentForm, PageError> {
        visit.snapshot.give_up();
        let kind = request.headers().get(http::header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        if !kind.is_some_and(|kind| kind.starts_with("multipart/form-data")) {
            // The route has room for files; what is only typed needs no more than any form.
            DefaultBodyLimit::max(MOST_TYPED).apply(&mut request);
            let behorig_visit::Posted(form) = behorig_visit::Posted::from_request(request, &()).await?;
            return Ok(SentForm { form, files: Vec::new() });
        }
        let parts = Multipart::from_request(request, &()).await;
        let parts = parts.map_err(|_| PageError::Malformed("not a form with files"))?;
        self.receive_form(&visit.app.db, &visit.actor(), parts, room).await
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
