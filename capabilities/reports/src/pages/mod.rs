//! The pages, one file each, and what they have in common.

pub(crate) mod build;
mod build_form;
mod chart;
pub(crate) mod end;
pub(crate) mod export;
mod history;
pub(crate) mod list;
pub(crate) mod my_page;
pub(crate) mod show;
mod table;

use behorig_access::{AccountId, Instant, Viewer};
use behorig_store::Tx;
use behorig_visit::{PageError, Visit};
use behorig_web::{Form, Lang, format};

use crate::ReportId;
use crate::records::data::{DataSet, account_of};
use crate::records::{Listed, Report, Wanted};
use crate::rules::Period;

/// *Min sida*.
pub(crate) const MY_PAGE: &str = "/min-sida";
/// Where reports are placed on it.
pub(crate) const MY_PAGE_ADD: &str = "/min-sida/lagg-till";
/// The list of reports.
pub(crate) const LIST: &str = "/rapporter";
/// A new report.
pub(crate) const NEW: &str = "/rapporter/ny";

/// The page of a report, or a page below it.
pub(crate) fn path_of(report: ReportId, below: &str) -> String {
    format!("{LIST}/{report}{below}")
}

/// An id out of a path; what is none leads nowhere.
pub(crate) fn id(text: &str) -> Result<ReportId, PageError> {
    text.parse().map_err(|_| PageError::NotFound)
}

/// The fields of a query string.
pub(crate) fn query(raw: Option<String>) -> Result<Form, PageError> {
    Form::parse(raw.unwrap_or_default().as_bytes()).map_err(|_| PageError::TooLarge)
}

/// Whose pages they are. Residents hold none of the services that open them.
pub(crate) fn account(viewer: &Viewer) -> Result<AccountId, PageError> {
    account_of(viewer.holder()).ok_or(PageError::NotFound)
}

/// A report, to a visitor who may do with it what they want.
pub(crate) async fn report_of(visit: &mut Visit, id: ReportId, wanted: Wanted) -> Result<Report, PageError> {
    let (viewer, now) = (visit.viewer.clone(), visit.now);
    Report::for_viewer(visit.snapshot.get().await?, &viewer, id, wanted, now).await
}

/// A report on its way into a write: read anew there.
pub(crate) async fn report_in(
    tx: &mut Tx,
    viewer: &Viewer,
    id: ReportId,
    wanted: Wanted,
    now: Instant,
) -> Result<Report, PageError> {
    Report::for_viewer(tx, viewer, id, wanted, now).await
}

/// What a report asks, in a line: *Besök · Hemtjänsten Björkgården · Aktuell månad*.
pub(crate) fn in_a_line(lang: Lang, listed: &Listed) -> String {
    [lang.t(listed.set.label()).into_owned(), listed.unit_name.clone(), period_shown(lang, listed.set, listed.period)]
        .join(" · ")
}

/// A period in words; accounts are as they are.
pub(crate) fn period_shown(lang: Lang, set: DataSet, period: Period) -> String {
    lang.t(if set.has_period() { period.label() } else { "reports-as-of-now" }).into_owned()
}

/// A period with its days: *Aktuell månad, 2026-11-01 – 2026-11-30*.
pub(crate) fn period_with_days(lang: Lang, set: DataSet, period: Period, now: Instant) -> String {
    let words = period_shown(lang, set, period);
    if !set.has_period() {
        return format!("{words}, {}", format::date_time(lang, now.0));
    }
    let days = period.days(format::local(now.0).date());
    format!("{words}, {}", days.shown())
}
