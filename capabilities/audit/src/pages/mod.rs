//! The pages, one file each, and what they have in common.

pub(crate) mod event;
pub(crate) mod export;
pub(crate) mod extract;
pub(crate) mod extract_pdf;
pub(crate) mod judge;
mod lines;
pub(crate) mod list;
pub(crate) mod new;
pub(crate) mod pdf;
pub(crate) mod period;
pub(crate) mod plans;
pub(crate) mod retention;
pub(crate) mod review;
pub(crate) mod search;

use axum::response::{IntoResponse, Response};
use behorig_access::Instant;
use behorig_documents::pdf::Document;
use behorig_identity::IdentityNumber;
use behorig_store::{Actor, Resource};
use behorig_visit::PageError;
use behorig_web::components::{Crumb, Tone, tag};
use behorig_web::{Form, Lang, format};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use jiff::civil::Date;
use maud::Markup;

use crate::ReviewId;
use crate::records::review::Review;
use crate::rules::is_overdue;

/// The reviews.
pub(crate) const LIST: &str = "/loggranskning";
/// The log itself.
pub(crate) const SEARCH: &str = "/loggranskning/handelser";
/// A new review.
pub(crate) const NEW: &str = "/loggranskning/ny";
/// How often units are reviewed.
pub(crate) const PLANS: &str = "/loggranskning/plan";
/// How long the log is kept.
pub(crate) const RETENTION: &str = "/loggranskning/gallring";
/// The log as files for others.
pub(crate) const EXPORT: &str = "/loggranskning/export";
/// The resident's extract.
pub(crate) const EXTRACT: &str = "/vem-har-last-om-mig";
/// The same on paper.
pub(crate) const EXTRACT_PDF: &str = "/vem-har-last-om-mig/utdrag.pdf";

/// As many rows as a page of a list shows.
pub(crate) const A_PAGE: usize = 50;
/// As many are asked for, to know whether there are more.
pub(crate) const ASKED: i64 = 51;

/// The page of a review, or a page below it.
pub(crate) fn path_of(review: ReviewId, below: &str) -> String {
    format!("{LIST}/{review}{below}")
}

/// An id out of a path; what is none leads nowhere.
fn id<T: std::str::FromStr>(text: &str) -> Result<T, PageError> {
    text.parse().map_err(|_| PageError::NotFound)
}

/// The fields of a query string.
fn query(raw: Option<String>) -> Result<Form, PageError> {
    Form::parse(raw.unwrap_or_default().as_bytes()).map_err(|_| PageError::TooLarge)
}

fn crumb_to_list<'a>(lang: Lang) -> Crumb<'a> {
    Crumb::new(LIST, lang.t("audit-title"))
}

/// Today in Sweden.
fn today(now: Instant) -> Date {
    format::local(now.0).date()
}

/// How a review stands, in a word.
fn state(lang: Lang, review: &Review, now: Instant) -> Markup {
    let (tone, word) = match &review.signed {
        Some(_) => (Tone::Good, "audit-state-signed"),
        None if is_overdue(review.due_on, today(now)) => (Tone::Danger, "audit-state-overdue"),
        None => (Tone::Info, "audit-state-open"),
    };
    tag(tone, &lang.t(word))
}

/// Who acted: of staff with a protected identity that alone, to who may not see who it is.
fn who(lang: Lang, name: Option<&str>, is_protected: bool) -> String {
    match name {
        Some(name) => name.to_owned(),
        None if is_protected => lang.t("web-protected").into_owned(),
        None => String::new(),
    }
}

/// A person as an event about them names them, at the unit where whoever reads sits.
fn subject(actor: &Actor, resource_type: &'static str, id: Option<String>, who: (IdentityNumber, String)) -> Resource {
    Resource {
        resource_type,
        resource_id: id,
        patient: Some(who),
        care_provider: actor.care_provider.clone(),
        care_unit: actor.unit.clone(),
    }
}

/// A document as a file that its reader opens; no cache keeps it.
async fn as_file(document: Document, name: String) -> Result<Response, PageError> {
    let fault = |error: &dyn std::fmt::Display| PageError::Fault(format!("a review on paper: {error}"));
    let written = tokio::task::spawn_blocking(move || document.to_pdf()).await;
    let file = written.map_err(|error| fault(&error))?.map_err(|error| fault(&error))?;
    let head = [
        (CONTENT_TYPE, Document::MEDIA_TYPE.to_owned()),
        (CONTENT_DISPOSITION, format!("inline; filename=\"{name}\"")),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((head, file).into_response())
}
