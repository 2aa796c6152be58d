//! The receipt of what was sent: its number, and what happens next.

use axum::extract::Path;
use axum::response::Response;
use behorig_visit::{PageError, Visit};
use behorig_web::components::{Button, Notice, Page, Tone, copyable};
use maud::html;

use super::{OWN, path_of, subject_word};
use crate::records;

/// The receipt, for the sender.
pub(crate) async fn show(mut visit: Visit, Path(text): Path<String>) -> Result<Response, PageError> {
    let (viewer, now, lang) = (visit.viewer.clone(), visit.now, visit.lang);
    let tx = visit.snapshot.get().await?;
    let (matter, who) = records::for_viewer(tx, &viewer, super::id(&text)?, now).await?;
    if !who.sender {
        return Err(PageError::NotFound);
    }
    let body = html! {
        (copyable(lang, &lang.t("support-receipt-number"), &matter.number.to_string()))
        (Notice::new(Tone::Info, lang.t("support-next")).text(lang.t("support-next-text")))
        div.button-row {
            (Button::primary_link(path_of(matter.id, ""), lang.t("support-to-matter")))
            (Button::link(OWN, lang.t("support-menu-own")))
        }
    };
    let lead = format!("{}: {}", subject_word(lang, matter.subject), matter.heading);
    Ok(visit.show(&Page::new(lang.t("support-receipt")).lead(lead).narrow(), body))
}
