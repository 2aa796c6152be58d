//! A report on the screen: what it adds up to, its rows a page at a time, and the ways to take it along.

use axum::extract::{Path, RawQuery};
use axum::response::Response;
use behorig_access::Service;
use behorig_visit::{PageError, Visit};
use behorig_web::components::{
    Button, Crumb, EmptyState, Figure, Icon, Notice, Page, Pager, PostForm, Tone, figures, print_button,
};
use behorig_web::{Lang, format};
use maud::{Markup, Render, html};

use super::export::MOST_PRINTED;
use super::{LIST, MY_PAGE, MY_PAGE_ADD, account, id, path_of, period_with_days, query, report_of};
use crate::records::data::{Record, Sums, Week};
use crate::records::{self, Report, Wanted};
use crate::run::{Run, Way};

/// As many lines as stand on a page.
const PAGE: usize = 50;
const AFTER: &str = "efter";
/// Asks what a long report adds up to.
const SUMS: &str = "summor";

/// A report. Service 179 (or 266 where it is one's own), and it is one's own or shown to one; its rows by the data set's service.
pub(crate) async fn show(
    mut visit: Visit,
    Path(report): Path<String>,
    RawQuery(raw): RawQuery,
) -> Result<Response, PageError> {
    let report = report_of(&mut visit, id(&report)?, Wanted::Run).await?;
    let query = query(raw)?;
    let around = Around::read(&mut visit, &report).await?;
    let mut run = Run::begin(&mut visit, Some(report.id), &report.definition, Way::Screen).await?;
    let after = query.value(AFTER);
    if !after.is_empty() {
        run.go_on_after(after).await?;
    }
    // What a million visits add up to takes a while: who wants it asks for it, and others see their rows at once.
    let is_long = run.is_long().await?;
    let waits = is_long && query.value(SUMS).is_empty();
    let sums = if after.is_empty() && !waits { run.sums().await? } else { None };
    let records = run.next(PAGE).await?;
    let more = run.has_more().await?;
    let lang = visit.lang;
    let definition = &report.definition;
    let lead = lang.tr(
        "reports-lead",
        &[
            ("set", lang.t(definition.set.label()).into()),
            ("unit", report.unit_name.clone().into()),
            ("period", period_with_days(lang, definition.set, definition.period, visit.now).into()),
        ],
    );
    let page = Page::new(definition.name.clone())
        .crumbs(around.crumb(lang))
        .lead(lead)
        .actions(around.actions(lang, &report))
        .wide();
    let body = html! {
        (left_out(&run))
        @if let Some((sums, weeks)) = &sums { (totals(&run, sums, weeks)) }
        @else if waits && after.is_empty() && run.ask.set.has_sums() { (not_summed(lang, &report)) }
        @if records.is_empty() { (nothing(lang, !after.is_empty(), &report)) }
        @else {
            (super::table::table(&run, &definition.name, &records))
            (pager(lang, &report, &records, !after.is_empty(), more))
        }
        (files(lang, &report, is_long))
    };
    Ok(visit.show(&page, body))
}

/// What the visitor may do around the report.
struct Around {
    manages: bool,
    has_my_page: bool,
    stands_there: bool,
    may_change: bool,
}

impl Around {
    async fn read(visit: &mut Visit, report: &Report) -> Result<Self, PageError> {
        let manages = visit.may_somewhere(Service::ManageReports);
        let has_my_page = visit.may_somewhere(Service::MyPage);
        let may_change = visit.permits(Service::ManageReports, report.definition.unit).await?;
        let account = account(&visit.viewer)?;
        let stands_there = records::is_on(visit.snapshot.get().await?, account, report.id).await?;
        Ok(Self { manages, has_my_page, stands_there, may_change })
    }

    /// The page that most come from.
    fn crumb(&self, lang: Lang) -> Option<Crumb<'static>> {
        if self.has_my_page && (self.stands_there || !self.manages) {
            Some(Crumb::new(MY_PAGE, lang.t("reports-my-page")))
        } else if self.manages {
            Some(Crumb::new(LIST, lang.t("reports-title")))
        } else {
            None
        }
    }

    fn actions(&self, lang: Lang, report: &Report) -> Markup {
        let add = html! { (Button::secondary(lang.t("reports-place")).icon(Icon::Plus)) };
        html! {
            (print_button(lang))
            @if self.may_change { (Button::link(path_of(report.id, "/andra"), lang.t("web-change"))) }
            @if self.has_my_page && !self.stands_there {
                (PostForm::to(MY_PAGE_ADD, add).once(Visit::form_key()).hidden("rapport", report.id.to_string()))
            }
        }
    }
}

/// Which columns the reader does not get, and why.
pub(super) fn left_out(run: &Run) -> Markup {
    if run.left_out.is_empty() {
        return Markup::default();
    }
    let lang = run.lang();
    let names: Vec<String> = run.left_out.iter().map(|column| lang.t(column.label).into_owned()).collect();
    let told = lang.tr("reports-left-out", &[("columns", names.join(", ").into())]);
    Notice::new(Tone::Info, told).text(lang.t("reports-left-out-text")).render()
}

/// What the whole report adds up to, as far as the reader sees the columns that are added up.
fn totals(run: &Run, sums: &Sums, weeks: &[Week]) -> Markup {
    let lang = run.lang();
    let mut shown = vec![Figure {
        label: lang.t("reports-total-visits"),
        value: format::number(lang, sums.rows).into(),
        note: None,
        path: None,
    }];
    for column in &run.ask.columns {
        let Some(sum) = sums.under(column.key) else { continue };
        let value = format::number(lang, sum).into();
        shown.push(Figure { label: lang.t(column.label), value, note: None, path: None });
    }
    html! { (figures(&shown)) (super::chart::chart(run, weeks)) }
}

fn nothing(lang: Lang, is_later_page: bool, report: &Report) -> Markup {
    let empty = if is_later_page {
        EmptyState::new(Icon::Chart, lang.t("reports-no-more"), lang.t("reports-no-more-text"))
            .action(Button::link(path_of(report.id, ""), lang.t("reports-to-top")))
    } else {
        EmptyState::new(Icon::Chart, lang.t("reports-no-rows"), lang.t("reports-no-rows-text"))
    };
    empty.render()
}

fn pager(lang: Lang, report: &Report, records: &[Record], is_later_page: bool, more: bool) -> Markup {
    let last = records.last().filter(|_| more);
    let next = last.map(|last| path_of(report.id, &format!("?{AFTER}={}", last.id)).into());
    let shown = lang.tr("reports-shown", &[("count", records.len().into())]);
    html! {
        @if is_later_page { p { a href=(path_of(report.id, "")) { (lang.t("reports-to-top")) } } }
        (Pager::new(lang, None, next, shown))
    }
}

/// What it adds up to is there for the asking.
fn not_summed(lang: Lang, report: &Report) -> Markup {
    Notice::new(Tone::Info, lang.t("reports-long"))
        .text(lang.t("reports-long-text"))
        .link(path_of(report.id, &format!("?{SUMS}=ja")), lang.t("reports-long-sum"))
        .render()
}

/// The whole report as files. Of a long one the browser itself shows how much has come; nobody prints it.
fn files(lang: Lang, report: &Report, is_long: bool) -> Markup {
    let link = |kind: &str, label: &str| Button::link(path_of(report.id, &format!("/rapport.{kind}")), lang.t(label));
    html! {
        section.take-along aria-labelledby="ta-med" {
            h2 #ta-med { (lang.t("reports-take-along")) }
            p.hint { (lang.t("reports-take-along-text")) }
            @if is_long { p.hint { (lang.tr("reports-take-along-long", &[("most", format::number(lang, MOST_PRINTED).into())])) } }
            div.button-row {
                (link("csv", "reports-as-csv"))
                (link("xlsx", "reports-as-xlsx"))
                @if !is_long { (link("pdf", "reports-as-pdf")) }
            }
        }
    }
}
