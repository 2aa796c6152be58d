//! *Enheter utan verksamhetschef*: units whose permissions nobody re-certifies.

use axum::extract::RawQuery;
use axum::response::Response;
use behorig_access::UnitId;
use behorig_visit::{PageError, Visit};
use behorig_web::components::{Column, Crumb, EmptyState, Icon, Page, Pager, Row, Table};
use behorig_web::format;
use maud::html;

use super::{A_PAGE, ASKED, FOLLOW_UP, WITHOUT_HEAD, query};
use crate::records::heads::without_head;

/// The list, by name. Service 420 at the units or 421 at their regions.
pub(crate) async fn show(mut visit: Visit, RawQuery(raw): RawQuery) -> Result<Response, PageError> {
    super::follow_up::require(&mut visit).await?;
    let asked = query(raw)?;
    let after: Option<UnitId> = asked.value("efter").parse().ok();
    let (viewer, now, lang) = (visit.viewer.clone(), visit.now, visit.lang);
    let mut units = without_head(visit.snapshot.get().await?, &viewer, after, now, ASKED).await?;
    let has_more = units.len() > A_PAGE;
    units.truncate(A_PAGE);
    let next = units.last().filter(|_| has_more).map(|last| format!("{WITHOUT_HEAD}?efter={}", last.unit).into());
    let columns = [
        Column::new(lang.t("certification-unit")),
        Column::new(lang.t("certification-above")),
        Column::new(lang.t("certification-grants-there")).number(),
    ];
    let rows = units.iter().map(|unit| {
        Row::new(unit.name.clone()).cell(unit.above.clone().unwrap_or_default()).cell(format::number(lang, unit.grants))
    });
    let body = html! {
        @if units.is_empty() {
            (EmptyState::new(Icon::Done, lang.t("certification-all-have-heads"), lang.t("certification-all-have-heads-text")))
        } @else {
            (Table::new(lang.t("certification-without-head"), columns).rows(rows))
            (Pager::new(lang, after.map(|_| WITHOUT_HEAD.into()), next, ""))
        }
    };
    let page = Page::new(lang.t("certification-without-head"))
        .crumbs([Crumb::new(FOLLOW_UP, lang.t("certification-follow-up"))])
        .lead(lang.t("certification-without-head-lead"))
        .wide();
    Ok(visit.show(&page, body))
}
