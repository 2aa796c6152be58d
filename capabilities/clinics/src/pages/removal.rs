//! *Ta bort betjäningsområdet*: nobody is let in by it any more.

use std::sync::Arc;

use axum::Extension;
use axum::response::Response;
use behorig_visit::{PageError, Rejected, Submission, Visit};
use behorig_web::components::{Button, Crumb, Dialog, Notice, Page, PostForm, Section, Tone, dialog_link, link_button};
use maud::{Markup, html};

use super::{area, crumb, own_settings, own_unit, sheet};
use crate::neighbours::Neighbours;
use crate::records::{self, Settings};
use crate::saving::Patch;
use crate::words;

pub(crate) const PATH: &str = "/mottagning/betjaningsomrade/ta-bort";

const DIALOG: &str = "ta-bort-betjaningsomrade";

/// The way to the question, and the question as a dialog.
pub(super) async fn section(visit: &mut Visit, settings: &Settings) -> Result<Markup, PageError> {
    let what_ends = what_ends(visit, settings).await?;
    let lang = visit.lang;
    let answer = Button::danger(lang.t("clinics-area-remove-answer"));
    let title = lang.t("clinics-area-remove-question");
    let dialog = Dialog::new(lang, DIALOG, title, what_ends, answer, PATH)
        .once(Visit::form_key())
        .version(settings.clinic.version);
    let link = dialog_link(PATH, DIALOG, &lang.t("clinics-area-remove"), None);
    let section = Section::new(lang.t("clinics-area-remove"), html! { p.button-row { (link) } })
        .about(lang.t("clinics-area-remove-after"));
    Ok(html! { (section) (dialog) })
}

async fn what_ends(visit: &mut Visit, settings: &Settings) -> Result<Markup, PageError> {
    let (lang, now) = (visit.lang, visit.now);
    let ending = records::would_end(visit.snapshot.get().await?, settings.clinic.unit, None, now).await?;
    Ok(html! {
        @if let Some(area) = &settings.area { p { (words::catchment_in_words(lang, area)) } }
        p { strong { (lang.tr("clinics-area-ends", &[("count", ending.into())])) } }
        @if ending > 0 { p { (lang.t("clinics-area-remove-ended")) } }
        p { (lang.t("clinics-area-remove-after")) }
    })
}

/// The question as a page, for those whose browser shows no dialog. Service 407 at the hat's unit.
pub(crate) async fn question(mut visit: Visit) -> Result<Response, PageError> {
    let settings = own_settings(&mut visit).await?;
    let lang = visit.lang;
    let page = Page::new(lang.t("clinics-area-remove-question"))
        .section(lang.t("clinics-title"))
        .crumbs([crumb(lang), Crumb::new(area::PATH, lang.t("clinics-area"))])
        .narrow();
    if settings.area.is_none() {
        let body = html! {
            (Notice::new(Tone::Info, lang.t("clinics-area-none")).text(lang.t("clinics-area-none-text")))
            p { (link_button(area::PATH, &lang.t("clinics-area-to"))) }
        };
        return Ok(visit.show(&page, body));
    }
    let what_ends = what_ends(&mut visit, &settings).await?;
    let answers = html! {
        div.button-row {
            (Button::danger(lang.t("clinics-area-remove-answer")))
            (link_button(area::PATH, &lang.t("web-cancel")))
        }
    };
    let form = PostForm::to(PATH, answers).version(settings.clinic.version).once(Visit::form_key());
    Ok(visit.show(&page, html! { (what_ends) (form) }))
}

/// Removes the area. Service 407 at the hat's unit.
pub(crate) async fn remove(
    Extension(neighbours): Extension<Arc<Neighbours>>,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let unit = own_unit(&mut submission.visit).await?;
    let version = submission.version()?;
    match sheet::send(&mut submission, unit, version, Patch::Area(None), neighbours).await {
        Ok(path) => Ok(submission.visit.go_and_tell(&path, "clinics-area-removed")),
        // Somebody else changed what is asked about: the page shows how it is now.
        Err(Rejected::Page(error)) if sheet::is_stale(&error) => {
            Ok(submission.visit.go_and_tell(PATH, "clinics-area-changed"))
        }
        Err(Rejected::Page(error)) => Err(error),
        Err(Rejected::Errors(_)) => Err(PageError::Fault("a removal has no fields".to_owned())),
    }
}
