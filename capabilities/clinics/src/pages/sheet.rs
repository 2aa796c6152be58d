//! What the pages of the settings have in common: a form, filled with what is set, saved as one change.

use std::sync::Arc;

use axum::Extension;
use axum::response::Response;
use behorig_access::UnitId;
use behorig_store::StoreError;
use behorig_store::history::{changes_of, since};
use behorig_visit::{PageError, Rejected, Submission, Visit};
use behorig_web::components::{Button, Page, PostForm, link_button, save_bar};
use behorig_web::{Errors, Form, Lang};
use maud::{Markup, html};

use super::{HUB, crumb, own_settings, own_unit, unit_name};
use crate::fields::KIND;
use crate::neighbours::Neighbours;
use crate::records::{self, Settings};
use crate::saving::{Patch, Sent, saved};

/// A page of the settings.
pub(crate) struct Sheet {
    /// Where it is.
    pub path: &'static str,
    /// Text id of its title.
    pub title: &'static str,
    /// Text id of the sentence under its title; it may name the `$unit`.
    pub lead: &'static str,
    /// The form with what is set.
    pub fill: fn(&Settings) -> Form,
    /// The fields, as typed and with what is wrong.
    pub fields: fn(Lang, &Form, &Errors) -> Markup,
    /// What was typed, parsed whole.
    pub read: fn(&Form, &mut Errors) -> Option<Patch>,
}

/// A sheet as it is shown.
pub(crate) struct Shown<'a> {
    pub form: &'a Form,
    pub errors: &'a Errors,
    /// The version that the form is filled in on.
    pub version: i64,
    /// Above the form.
    pub above: Markup,
    /// Below the form, outside it.
    pub below: Markup,
}

impl<'a> Shown<'a> {
    pub(crate) fn new(form: &'a Form, errors: &'a Errors, version: i64) -> Self {
        Self { form, errors, version, above: html! {}, below: html! {} }
    }
}

/// A sheet with what is set. Service 407 at the hat's unit.
pub(crate) async fn show(mut visit: Visit, sheet: &Sheet) -> Result<Response, PageError> {
    let settings = own_settings(&mut visit).await?;
    let (form, errors) = ((sheet.fill)(&settings), Errors::new());
    Ok(sheet.page(&visit, &Shown::new(&form, &errors, settings.clinic.version)))
}

/// Saves a sheet. Service 407 at the hat's unit.
pub(crate) async fn save(
    Extension(neighbours): Extension<Arc<Neighbours>>,
    mut submission: Submission,
    sheet: &Sheet,
) -> Result<Response, PageError> {
    let unit = own_unit(&mut submission.visit).await?;
    let version = submission.version()?;
    let mut errors = Errors::new();
    let outcome = match (sheet.read)(&submission.form, &mut errors).filter(|_| errors.is_empty()) {
        Some(patch) => send(&mut submission, unit, version, patch, neighbours).await,
        None => Err(Rejected::Errors(errors)),
    };
    let Submission { mut visit, form } = submission;
    match outcome {
        Ok(path) => Ok(visit.go_and_tell(&path, "clinics-saved")),
        Err(Rejected::Errors(errors)) => Ok(sheet.page(&visit, &Shown::new(&form, &errors, version))),
        Err(Rejected::Page(error)) if is_stale(&error) => {
            let (now, above) = meanwhile(&mut visit, unit, version).await?;
            let errors = stale();
            Ok(sheet.page(&visit, &Shown { above, ..Shown::new(&form, &errors, now) }))
        }
        Err(Rejected::Page(error)) => Err(error),
    }
}

/// Sends a change of the settings into its write.
pub(super) async fn send(
    submission: &mut Submission,
    unit: UnitId,
    version: i64,
    patch: Patch,
    neighbours: Arc<Neighbours>,
) -> Result<String, Rejected> {
    let seat = submission.visit.seat();
    let access_ended = submission.visit.app.access_ended.clone();
    submission.submit(Sent { seat, unit, version, patch, neighbours, access_ended }, saved).await
}

/// Whether somebody else changed the same page first.
pub(super) fn is_stale(error: &PageError) -> bool {
    matches!(error, PageError::Stale | PageError::Store(StoreError::Stale))
}

/// What is said of it at the top of the form.
pub(super) fn stale() -> Errors {
    let mut errors = Errors::new();
    errors.add_general("clinics-stale");
    errors
}

/// The version that is current, and what was changed since the one that a form was filled in on.
pub(super) async fn meanwhile(visit: &mut Visit, unit: UnitId, seen: i64) -> Result<(i64, Markup), PageError> {
    let (lang, at) = (visit.lang, visit.now);
    let tx = visit.snapshot.get().await?;
    let current = records::clinic(tx, unit).await?.version;
    let changes = since(changes_of(tx, KIND, unit.uuid()).await?, seen, current);
    Ok((current, super::history::WORDS.timeline(lang, at, &changes)))
}

impl Sheet {
    /// The page, with 422 where something is wrong.
    pub(crate) fn page(&self, visit: &Visit, shown: &Shown<'_>) -> Response {
        let lang = visit.lang;
        let fields = html! {
            ((self.fields)(lang, shown.form, shown.errors))
            (save_bar(lang, &Button::primary(lang.t("clinics-save")), &link_button(HUB, &lang.t("clinics-close"))))
        };
        let form = PostForm::to(self.path, fields).version(shown.version).once(Visit::form_key()).guarded();
        let lead = lang.tr(self.lead, &[("unit", unit_name(visit).into())]);
        let page = Page::new(lang.t(self.title))
            .section(lang.t("clinics-title"))
            .lead(lead)
            .crumbs([crumb(lang)])
            .errors(shown.errors)
            .wide();
        let body = html! { (shown.above) (form) (shown.below) };
        if shown.errors.is_empty() { visit.show(&page, body) } else { visit.show_again(&page, body) }
    }
}
