//! A report is built: what it asks, in which columns, whom it is shown to; looked at before it is saved, changed later.

use axum::extract::{Path, RawQuery};
use axum::response::Response;
use behorig_access::Service;
use behorig_store::{StoreError, Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit, require};
use behorig_web::components::{Button, Card, Crumb, EmptyState, Icon, Page, card_grid};
use behorig_web::{Errors, Form};
use maud::{Markup, html};

use super::build_form::{DO, MOVE, SET, Typed};
use super::{LIST, NEW, account, history, id, path_of, query, report_in, report_of};
use crate::ReportId;
use crate::records::data::DataSet;
use crate::records::{self, Changing, Report, UnitChoice, Wanted};
use crate::rules::{Definition, ShownTo};
use crate::run::{Run, Way, may_read};

/// As many lines as a preview shows.
const PREVIEWED: usize = 10;

/// A new report: first what it is about, then its form. Service 266 somewhere.
pub(crate) async fn begin(mut visit: Visit, RawQuery(raw): RawQuery) -> Result<Response, PageError> {
    visit.require_somewhere(Service::ManageReports).await?;
    let query = query(raw)?;
    let set = DataSet::from_key(query.value(SET)).filter(|set| may_read(&visit, *set));
    let Some(set) = set else { return Ok(sets(&visit)) };
    let units = units(&mut visit).await?;
    let own = visit.session.hat_unit.filter(|unit| units.iter().any(|choice| choice.id == *unit));
    let typed = Typed::new(set, own.or(units.first().map(|unit| unit.id)));
    let (page, body) = new_page(&visit, &typed, &units, &Errors::new(), None);
    Ok(visit.show(&page, body))
}

/// What a report can be about: only what the visitor may read somewhere.
fn sets(visit: &Visit) -> Response {
    let lang = visit.lang;
    let cards: Vec<Card<'_>> = DataSet::ALL
        .into_iter()
        .filter(|set| may_read(visit, *set))
        .map(|set| {
            let about = lang.attribute(set.label(), "about").unwrap_or_default();
            Card::new(Icon::Chart, format!("{NEW}?{SET}={}", set.key()), lang.t(set.label()), about)
        })
        .collect();
    let page = Page::new(lang.t("reports-new"))
        .crumbs([Crumb::new(LIST, lang.t("reports-title"))])
        .lead(lang.t("reports-choose-set"))
        .wide();
    let body = html! {
        @if cards.is_empty() { (EmptyState::new(Icon::Chart, lang.t("reports-no-sets"), lang.t("reports-no-sets-text"))) }
        @else { (card_grid(&cards)) }
    };
    visit.show(&page, body)
}

/// Saves a new report, looks at it first, or moves a column. Service 266 at the units that it names.
pub(crate) async fn create(mut submission: Submission) -> Result<Response, PageError> {
    submission.visit.require_somewhere(Service::ManageReports).await?;
    let set = DataSet::from_key(submission.form.value(SET)).ok_or(PageError::Malformed("no data set"))?;
    let units = units(&mut submission.visit).await?;
    let typed = Typed::sent(set, submission.form.clone());
    let mut errors = Errors::new();
    if !may_read(&submission.visit, set) {
        errors.add_general("reports-error-set");
    }
    let asked = Asked::of(&submission.form);
    let definition = if asked == Asked::Move { None } else { typed.parse(&units, &mut errors) };
    if let (Asked::Save, Some(definition)) = (asked, &definition) {
        let seat = submission.visit.seat();
        match submission.submit((seat, definition.clone()), created).await {
            Ok(path) => return Ok(submission.visit.go_and_tell(&path, "reports-created")),
            Err(Rejected::Errors(told)) => errors = told,
            Err(Rejected::Page(error)) => return Err(error),
        }
    }
    let mut visit = submission.visit;
    let preview = previewed(&mut visit, asked, definition.as_ref(), &errors).await?;
    let (page, body) = new_page(&visit, &typed, &units, &errors, preview);
    let page = page.errors(&errors);
    Ok(if errors.is_empty() { visit.show(&page, body) } else { visit.show_again(&page, body) })
}

/// Which button was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    Save,
    Preview,
    Move,
}

impl Asked {
    fn of(form: &Form) -> Self {
        match (form.has(MOVE), form.value(DO)) {
            (true, _) => Self::Move,
            (false, "forhandsgranska") => Self::Preview,
            (false, _) => Self::Save,
        }
    }
}

async fn units(visit: &mut Visit) -> Result<Vec<UnitChoice>, PageError> {
    let (viewer, now) = (visit.viewer.clone(), visit.now);
    Ok(records::unit_choices(visit.snapshot.get().await?, &viewer, now).await?)
}

/// The first rows of a report that is not saved, inside the visitor's own grants as any other run.
async fn previewed(
    visit: &mut Visit,
    asked: Asked,
    definition: Option<&Definition>,
    errors: &Errors,
) -> Result<Option<Markup>, PageError> {
    let Some(definition) = definition.filter(|_| asked == Asked::Preview && errors.is_empty()) else { return Ok(None) };
    let mut run = Run::begin(visit, None, definition, Way::Preview).await?;
    let records = run.next(PREVIEWED).await?;
    let lang = visit.lang;
    Ok(Some(html! {
        section #forhandsgranskning aria-labelledby="forhandsgranskad" {
            h2 #forhandsgranskad { (lang.t("reports-preview-heading")) }
            p.hint { (lang.tr("reports-preview-text", &[("period", run.days().shown().into())])) }
            (super::show::left_out(&run))
            @if records.is_empty() { p { (lang.t("reports-no-rows")) } }
            @else { (super::table::table(&run, &definition.name, &records)) }
        }
    }))
}

fn new_page<'a>(
    visit: &Visit,
    typed: &Typed,
    units: &[UnitChoice],
    errors: &Errors,
    preview: Option<Markup>,
) -> (Page<'a>, Markup) {
    let lang = visit.lang;
    let set = lang.t(typed.set.label());
    let page = Page::new(lang.tr("reports-new-about", &[("set", set.into())]))
        .crumbs([Crumb::new(LIST, lang.t("reports-title"))])
        .wide();
    // The preview stands first: whoever asked for it is shown it without having to look for it.
    let body = html! {
        @if let Some(preview) = preview { (preview) }
        (typed.show(lang, NEW, None, units, errors))
    };
    (page, body)
}

fn created<'t>(tx: &'t mut WriteTx, input: &'t (Seat, Definition)) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let (seat, definition) = input;
        let now = tx.now();
        let viewer = seat.viewer(tx, now).await?;
        let owner = account(&viewer)?;
        for unit in named(definition) {
            require(tx, &viewer, Service::ManageReports, unit, now).await?;
        }
        let (recorded, id) = records::create(tx, owner, definition).await?.split();
        Ok(recorded.with(path_of(id, "")))
    })
}

/// The units that a report names.
fn named(definition: &Definition) -> Vec<behorig_access::UnitId> {
    let mut named = vec![definition.unit];
    if let ShownTo::Units(units) = &definition.visibility.to {
        named.extend(units);
    }
    named
}

/// A report in its form. Service 266 at its unit.
pub(crate) async fn edit(mut visit: Visit, Path(report): Path<String>) -> Result<Response, PageError> {
    let report = report_of(&mut visit, id(&report)?, Wanted::Change).await?;
    let units = units(&mut visit).await?;
    let typed = Typed::of(&report);
    let (page, body) = edit_page(&mut visit, &report, &typed, &units, &Errors::new(), None).await?;
    Ok(visit.show(&page, body))
}

/// Saves a report, looks at it first, or moves a column. Service 266 at its unit and at the units that it names.
pub(crate) async fn change(Path(report): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let id = id(&report)?;
    let report = report_of(&mut submission.visit, id, Wanted::Change).await?;
    let version = submission.version()?;
    let units = units(&mut submission.visit).await?;
    let typed = Typed::sent(report.definition.set, submission.form.clone());
    let mut errors = Errors::new();
    let asked = Asked::of(&submission.form);
    let definition = if asked == Asked::Move { None } else { typed.parse(&units, &mut errors) };
    let mut notice = None;
    if let (Asked::Save, Some(definition)) = (asked, &definition) {
        let seat = submission.visit.seat();
        match submission.submit((seat, id, version, definition.clone()), changed).await {
            Ok(path) => return Ok(submission.visit.go_and_tell(&path, "reports-saved")),
            Err(Rejected::Page(PageError::Store(StoreError::Stale))) => {
                let now = report_of(&mut submission.visit, id, Wanted::Change).await?;
                notice = Some(history::meanwhile(&mut submission.visit, &now, version).await?);
            }
            Err(Rejected::Errors(told)) => errors = told,
            Err(Rejected::Page(error)) => return Err(error),
        }
    }
    let mut visit = submission.visit;
    let report = report_of(&mut visit, id, Wanted::Change).await?;
    let is_right = errors.is_empty() && notice.is_none();
    let above = match notice {
        Some(notice) => Some(notice),
        None => previewed(&mut visit, asked, definition.as_ref(), &errors).await?,
    };
    let (page, body) = edit_page(&mut visit, &report, &typed, &units, &errors, above).await?;
    let page = page.errors(&errors);
    Ok(if is_right { visit.show(&page, body) } else { visit.show_again(&page, body) })
}

async fn edit_page<'a>(
    visit: &mut Visit,
    report: &Report,
    typed: &Typed,
    units: &[UnitChoice],
    errors: &Errors,
    above: Option<Markup>,
) -> Result<(Page<'a>, Markup), PageError> {
    let changes = history::of(visit, report).await?;
    let lang = visit.lang;
    let name = report.definition.name.clone();
    let end = path_of(report.id, "/avsluta");
    let page = Page::new(lang.tr("reports-change", &[("name", name.clone().into())]))
        .crumbs([Crumb::new(LIST, lang.t("reports-title")), Crumb::new(path_of(report.id, ""), name)])
        .actions(html! { (Button::link(end, lang.t("reports-end"))) })
        .wide();
    let body = html! {
        @if let Some(above) = above { (above) }
        (typed.show(lang, &path_of(report.id, "/andra"), Some(report.version), units, errors))
        section aria-labelledby="historik" {
            h2 #historik { (lang.t("reports-history")) }
            (history::timeline(visit, report.definition.set, &changes))
        }
    };
    Ok((page, body))
}

fn changed<'t>(tx: &'t mut WriteTx, input: &'t (Seat, ReportId, i64, Definition)) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let (seat, id, version, definition) = input;
        let now = tx.now();
        let viewer = seat.viewer(tx, now).await?;
        let report = report_in(tx, &viewer, *id, Wanted::Change, now).await?;
        for unit in named(definition) {
            require(tx, &viewer, Service::ManageReports, unit, now).await?;
        }
        let changing = Changing { report: &report, version: *version, to: definition };
        Ok(records::change(tx, &changing).await?.with(path_of(*id, "")))
    })
}
