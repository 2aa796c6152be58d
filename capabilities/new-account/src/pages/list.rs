//! `/kontoansokningar`: the requests that wait, and those that were answered.

use axum::extract::RawQuery;
use axum::response::Response;
use behorig_access::Service;
use behorig_visit::{PageError, Visit};
use behorig_web::components::{Column, EmptyState, Icon, Page, Row, Table};
use behorig_web::{Form, format};
use maud::html;

use super::standing_tag;
use crate::LIST;
use crate::records;

const WHICH: &str = "visa";
const DECIDED: &str = "besvarade";

/// The list. Service 390, where the requests are.
pub(crate) async fn show(mut visit: Visit, RawQuery(query): RawQuery) -> Result<Response, PageError> {
    visit.require_somewhere(Service::AdministerGrants).await?;
    let query = Form::parse(query.unwrap_or_default().as_bytes()).map_err(|_| PageError::TooLarge)?;
    let decided = query.value(WHICH) == DECIDED;
    let (lang, now) = (visit.lang, visit.now);
    let all = records::list(visit.snapshot.get().await?, &visit.viewer, decided, now).await?;
    let columns = ["new-account-name", "new-account-unit", "new-account-sent", "new-account-standing"];
    let table = Table::new(lang.t("new-account-list"), columns.map(|id| Column::new(lang.t(id))));
    let rows = all.iter().map(|one| {
        Row::link(one.path(), format!("{}, {}", one.family_name, one.given_name))
            .cell(one.unit_name.clone())
            .cell(format::date_time(lang, one.asked_at.as_millis()))
            .cell(standing_tag(lang, one))
    });
    let (other, label) = if decided {
        (LIST.to_owned(), "new-account-show-waiting")
    } else {
        (format!("{LIST}?{WHICH}={DECIDED}"), "new-account-show-decided")
    };
    let body = html! {
        @if all.is_empty() {
            @if decided { (EmptyState::new(Icon::Person, lang.t("new-account-none-decided"), lang.t("new-account-none-decided-text"))) }
            @else { (EmptyState::new(Icon::Person, lang.t("new-account-none"), lang.t("new-account-none-text"))) }
        } @else { (table.rows(rows)) }
        p { a href=(other) { (lang.t(label)) } }
    };
    Ok(visit.show(&Page::new(lang.t("new-account-list")).lead(lang.t("new-account-list-lead")), body))
}
