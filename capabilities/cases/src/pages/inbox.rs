//! *Fördela*: the receivers' inbox, and the assigning of one or many.

use axum::Extension;
use axum::extract::RawQuery;
use axum::response::Response;
use behorig_access::{CaseId, Service};
use behorig_clinics::working_days_since;
use behorig_store::{Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit};
use behorig_web::components::{
    Button, Cell, Choice, Column, EmptyState, Fields, Icon, Page, PostForm, Row as TableRow, Table, Tone, tag,
};
use behorig_web::{Errors, FieldName, Form, Lang, Message, field};
use maud::{Markup, Render, html};

use super::lists::{came, is_ticked, pager, place, query, record_reading, seen_name, shown};
use super::search::search_box;
use super::{INBOX, INBOX_LIVE, list_tabs, named, path_of, promise, receivers_of_cases, to_from, unit_name, unit_of};
use crate::records::{CaseError, Listed, Notices, Place, Row, To, assign, unassigned};
use crate::rules::as_read_out;

static CASES: FieldName = field("arende", "cases-ticked");
pub(super) static TO: FieldName = field("till", "cases-to");

/// The inbox. Service 405 at the unit of the hat.
pub(crate) async fn show(mut visit: Visit, RawQuery(asked): RawQuery) -> Result<Response, PageError> {
    let query = query(asked)?;
    let (page, body) = page(&mut visit, place(&query), &Form::default(), &Errors::new()).await?;
    Ok(visit.show(&page, body))
}

/// Assigns what was ticked. Service 405 where each case is.
pub(crate) async fn assign_ticked(
    Extension(notices): Extension<Option<Notices>>,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let mut errors = Errors::new();
    let form = &submission.form;
    let cases: Vec<CaseId> = form.chosen(&CASES, |text| text.parse().map_err(|_| CASES.missing()), &mut errors);
    if cases.is_empty() && errors.is_empty() {
        errors.add(&CASES, CASES.missing());
    }
    let to = form.required(&TO, to_from, &mut errors);
    let seat = submission.visit.seat();
    let outcome = match to.filter(|_| errors.is_empty()) {
        Some(to) => submission.submit((seat, cases, to, notices.clone()), assigned).await,
        None => Err(Rejected::Errors(errors)),
    };
    if let Some(notices) = &notices {
        notices.wake();
    }
    let Submission { mut visit, form } = submission;
    match outcome {
        Ok(told) => Ok(visit.go_and_tell(INBOX, if told == SOME { SOME } else { ALL_DONE })),
        Err(Rejected::Errors(errors)) => {
            let (page, body) = page(&mut visit, Place::Top, &form, &errors).await?;
            Ok(visit.show_again(&page.errors(&errors), body))
        }
        Err(Rejected::Page(error)) => Err(error),
    }
}

const ALL_DONE: &str = "cases-told-assigned";
const SOME: &str = "cases-told-some-assigned";

type Input = (Seat, Vec<CaseId>, To, Option<Notices>);

fn assigned<'t>(tx: &'t mut WriteTx, input: &'t Input) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let (seat, cases, to, notices) = input;
        let now = tx.now();
        let viewer = seat.viewer(tx, now).await?;
        let (recorded, outcome) = assign(tx, &viewer, cases, *to, notices.as_ref()).await?.split();
        if outcome.done.is_empty() {
            let mut errors = Errors::new();
            for (reference, error) in &outcome.refused {
                errors.add(&CASES, refused_in_words(reference, error));
            }
            return Err(errors.into());
        }
        Ok(recorded.with(if outcome.refused.is_empty() { ALL_DONE } else { SOME }.to_owned()))
    })
}

fn refused_in_words(reference: &str, error: &CaseError) -> Message {
    match error {
        CaseError::Taken(by) => {
            Message::new("cases-refusal-taken-one").with("reference", as_read_out(reference)).with("by", by.clone())
        }
        other => other.message().unwrap_or_else(|| Message::new("cases-refusal-closed")),
    }
}

async fn page<'a>(
    visit: &mut Visit,
    place: Place,
    form: &Form,
    errors: &Errors,
) -> Result<(Page<'a>, Markup), PageError> {
    let unit = unit_of(visit)?;
    visit.require(Service::AssignCases, unit).await?;
    let (lang, now) = (visit.lang, visit.now);
    let tx = visit.snapshot.get().await?;
    let listed = unassigned(tx, unit, place, now).await?;
    let receivers = receivers_of_cases(tx, lang, unit, None, now).await?;
    let tabs = list_tabs(visit, INBOX).await?;
    record_reading(visit, "cases.inbox", &listed.rows).await?;
    let page = Page::new(lang.t("cases-inbox-title"))
        .lead(lang.tr("cases-inbox-lead", &[("unit", unit_name(visit).into())]))
        .below_heading(tabs)
        .live(INBOX_LIVE, lang.t("cases-live-arrived"))
        .wide();
    let body = html! {
        (search_box(lang, "", shown(lang, &listed)))
        div #live-list data-live-part {
            @if listed.rows.is_empty() {
                (EmptyState::new(Icon::Inbox, lang.t("cases-inbox-none"), lang.t("cases-inbox-none-text")))
            } @else {
                (assigning(visit, &listed, receivers, form, errors))
                (pager(lang, INBOX, "", &listed))
            }
        }
    };
    Ok((page, body))
}

fn assigning(visit: &Visit, listed: &Listed, receivers: Vec<Choice<'_>>, form: &Form, errors: &Errors) -> Markup {
    let lang = visit.lang;
    let f = Fields::new(lang, form, errors);
    let inside = html! {
        @if let Some(error) = errors.of(&CASES.name) { p.error id=(CASES.name) tabindex="-1" { (error.words(lang)) } }
        (table(visit, &listed.rows, form))
        @if receivers.is_empty() {
            p { (lang.t("cases-nobody-answers")) }
        } @else {
            (f.select(&TO).options(receivers).prompt(lang.t("cases-to-prompt")))
            div.button-row { (Button::primary(lang.t("cases-assign"))) }
        }
    };
    PostForm::to(INBOX, inside).once(Visit::form_key()).render()
}

fn table(visit: &Visit, rows: &[Row], form: &Form) -> Markup {
    let lang = visit.lang;
    let columns = [
        Column::new(lang.t("cases-case")),
        Column::new(lang.t("cases-from")),
        Column::new(lang.t("cases-came")).unbroken(),
        Column::new(lang.t("cases-age")).unbroken(),
        Column::new(lang.t("cases-due")),
        Column::new(lang.t("cases-tick")),
    ];
    let row = |row: &Row| {
        let days = working_days_since(row.case.received_at, visit.now);
        TableRow::link(path_of(row.case.id, ""), Cell::from(named(&row.case)))
            .cell(Cell::from(from(visit, row)))
            .cell(came(lang, row, visit.now.0))
            .cell(lang.tr("cases-working-days", &[("count", days.into())]))
            .cell(Cell::from(promise(lang, &row.case, visit.now)))
            .cell(Cell::from(tick(lang, row, form)))
    };
    Table::new(lang.t("cases-inbox-caption"), columns).rows(rows.iter().map(row)).render()
}

/// Whom it is from; and whose it was, where whoever has it can no longer answer.
fn from(visit: &Visit, row: &Row) -> Markup {
    let had = row.handler.clone().or_else(|| row.group.clone());
    html! {
        (seen_name(visit, row))
        @if let Some(name) = had {
            " " (tag(Tone::Warning, &visit.lang.tr("cases-was-with", &[("name", name.into())])))
        }
    }
}

fn tick(lang: Lang, row: &Row, form: &Form) -> Markup {
    let case = row.case.id;
    // Many cases have the same subject; whoever hears the page read tells them apart by their numbers.
    let name = format!("{} {}", row.case.subject, as_read_out(&row.case.reference));
    let label = lang.tr("cases-tick-one", &[("case", name.into())]);
    let id = format!("arende-{case}");
    html! {
        span.choice {
            input type="checkbox" id=(id) name=(CASES.name) value=(case) checked[is_ticked(form, &CASES.name, case)];
            label for=(id) { span.reader-only { (label) } }
        }
    }
}
