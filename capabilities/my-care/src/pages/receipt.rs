//! The receipt: the reference, and until when the clinic promises to answer.

use axum::extract::{Path, RawQuery};
use axum::response::Response;
use behorig_cases::records::for_viewer;
use behorig_cases::rules::as_read_out;
use behorig_registers::units;
use behorig_visit::{PageError, Visit};
use behorig_web::components::{Button, Notice, Page, SummaryList, Tone};
use maud::html;

use super::{case_id, case_path, page_about};
use crate::records::subject_in;
use crate::words::{promised, when};
use crate::{CLINICS, whom};

/// The receipt of a case. The resident whom it is about, or a guardian.
pub(crate) async fn show(
    mut visit: Visit,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let id = case_id(&id)?;
    let (sender, whom) = whom::whom(&mut visit, query.as_deref()).await?;
    let (lang, now) = (visit.lang, visit.now);
    let tx = visit.snapshot.get().await?;
    let viewer = sender.viewer(tx, now).await?;
    let (case, _) = for_viewer(tx, &viewer, id, now).await?;
    let clinic = units::find(tx, case.unit).await?.map(|unit| unit.name).unwrap_or_default();
    let subject = subject_in(tx, lang, &case).await?;
    whom.record_child(&mut visit, "my-care.receipt").await?;
    let mut facts = SummaryList::new(lang)
        .text(lang.t("my-care-reference"), &as_read_out(&case.reference))
        .text(lang.t("my-care-clinic"), &clinic)
        .text(lang.t("my-care-type"), &subject)
        .line(lang.t("my-care-sent-at"), when(lang, case.received_at, now));
    if let Some(due) = case.due_at() {
        facts = facts.text(lang.t("my-care-answer-by"), &promised(lang, due));
    }
    let body = html! {
        (Notice::new(Tone::Good, lang.t("my-care-receipt-sent")).text(lang.t("my-care-receipt-text")))
        (facts)
        p { (lang.t("my-care-receipt-next")) }
        div.button-row {
            (Button::primary_link(whom.path(&case_path(case.id)), lang.t("my-care-to-case")))
            (Button::link(whom.path(CLINICS), lang.t("my-care-clinics")))
        }
    };
    let page = Page::new(lang.t("my-care-receipt")).section(clinic).narrow();
    Ok(visit.show(&page_about(lang, &whom, page), body))
}
