//! *Rapporter*: those that the visitor has made, and those that they are shown.

use axum::response::Response;
use behorig_access::Service;
use behorig_visit::{PageError, Visit};
use behorig_web::Lang;
use behorig_web::components::{Button, Cell, Column, EmptyState, Icon, Page, Row, Table, Tone, tag};
use maud::{Markup, Render, html};

use super::{NEW, account, path_of, period_shown};
use crate::records::{self, Listed};

/// The list. Service 266 somewhere.
pub(crate) async fn show(mut visit: Visit) -> Result<Response, PageError> {
    visit.require_somewhere(Service::ManageReports).await?;
    let (viewer, now, lang) = (visit.viewer.clone(), visit.now, visit.lang);
    let account = account(&viewer)?;
    let tx = visit.snapshot.get().await?;
    let own = records::of_owner(tx, account).await?;
    let shown = records::shown_to(tx, &viewer, account, now).await?;
    let body = html! {
        section aria-labelledby="egna" {
            h2 #egna { (lang.t("reports-own")) }
            @if own.is_empty() {
                (EmptyState::new(Icon::Chart, lang.t("reports-none"), lang.t("reports-none-text")))
            } @else { (table(lang, "reports-own", &own, false)) }
        }
        @if !shown.is_empty() {
            section aria-labelledby="andras" {
                h2 #andras { (lang.t("reports-of-others")) }
                p.hint { (lang.t("reports-of-others-text")) }
                (table(lang, "reports-of-others", &shown, true))
            }
        }
    };
    let new = Button::primary_link(NEW, lang.t("reports-new")).icon(Icon::Plus).render();
    Ok(visit.show(&Page::new(lang.t("reports-title")).lead(lang.t("reports-title-lead")).actions(new).wide(), body))
}

fn table(lang: Lang, caption: &'static str, reports: &[Listed], of_others: bool) -> Markup {
    let mut columns = vec![
        Column::new(lang.t("reports-field-name")),
        Column::new(lang.t("reports-field-set")),
        Column::new(lang.t("reports-field-unit")),
        Column::new(lang.t("reports-field-period")),
    ];
    columns.push(Column::new(lang.t(if of_others { "reports-made-by" } else { "reports-field-shown-to" })));
    let rows = reports.iter().map(|report| {
        let last: Cell = if of_others { report.owner_name.clone().into() } else { shown_to(lang, report).into() };
        Row::link(path_of(report.id, ""), report.name.clone())
            .cell(lang.t(report.set.label()))
            .cell(report.unit_name.clone())
            .cell(period_shown(lang, report.set, report.period))
            .cell(last)
    });
    Table::new(lang.t(caption), columns).rows(rows).render()
}

fn shown_to(lang: Lang, report: &Listed) -> Markup {
    let days = match &report.shown {
        (None, None) => None,
        (from, until) => {
            Some(format!("{} – {}", from.as_deref().unwrap_or_default(), until.as_deref().unwrap_or_default()))
        }
    };
    html! {
        @if report.is_shared { (tag(Tone::Info, &lang.t("reports-shown-to-units"))) }
        @else { (lang.t("reports-shown-to-own")) }
        @if let Some(days) = days.filter(|_| report.is_shared) { " " span.hint.nowrap { (days) } }
    }
}
