//! The history of the settings: who changed what, when.

use std::borrow::Cow;

use axum::response::Response;
use behorig_store::FieldChange;
use behorig_store::history::changes_of;
use behorig_visit::{HistoryWords, PageError, Visit};
use behorig_web::Lang;
use behorig_web::components::{Change, EmptyState, Icon, Page};
use maud::Render;

use super::{crumb, own_unit, unit_name};
use crate::fields::{FIELDS, KIND, Part};
use crate::words;

pub(crate) const PATH: &str = "/mottagning/historik";

/// The history. Service 407 at the hat's unit.
pub(crate) async fn show(mut visit: Visit) -> Result<Response, PageError> {
    let unit = own_unit(&mut visit).await?;
    let changes = changes_of(visit.snapshot.get().await?, KIND, unit.uuid()).await?;
    let lang = visit.lang;
    let page = Page::new(lang.t("clinics-history"))
        .section(lang.t("clinics-title"))
        .lead(unit_name(&visit).to_owned())
        .crumbs([crumb(lang)]);
    let body = if changes.is_empty() {
        EmptyState::new(Icon::History, lang.t("clinics-history-none"), lang.t("clinics-history-none-text")).render()
    } else {
        WORDS.timeline(lang, visit.now, &changes)
    };
    Ok(visit.show(&page, body))
}

/// How the settings are told of.
pub(super) const WORDS: HistoryWords = HistoryWords { what, change };

/// Every change is of one page.
fn what(fields: &[FieldChange]) -> &'static str {
    let part = fields.first().and_then(|change| FIELDS.iter().find(|field| field.key == change.field));
    match part.map(|field| field.part) {
        Some(Part::Contact) | None => "clinics-contact",
        Some(Part::Texts) => "clinics-texts",
        Some(Part::Reply) => "clinics-reply",
        Some(Part::Status) => "clinics-status",
        Some(Part::Area) => "clinics-area",
    }
}

fn change(lang: Lang, change: &FieldChange) -> Change<'static> {
    let known = FIELDS.iter().find(|field| field.key == change.field);
    let value = |stored: &Option<String>| match stored {
        Some(stored) => words::of_history(lang, &change.field, stored),
        None => Cow::Borrowed(""),
    };
    let field = known.map_or_else(|| Cow::Owned(change.field.clone()), |field| lang.t(field.label));
    Change { field, from: value(&change.old), to: value(&change.new) }
}
