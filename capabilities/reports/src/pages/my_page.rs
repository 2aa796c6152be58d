//! *Min sida*: the reports that one has placed there, in one's own order, each run in one press.

use axum::extract::{Path, RawQuery};
use axum::response::{IntoResponse, Redirect, Response};
use behorig_access::Service;
use behorig_store::{Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit};
use behorig_web::components::{Button, Card, Crumb, EmptyState, Icon, Page, PostForm, card_grid};
use behorig_web::{Errors, Lang};
use maud::{Markup, Render, html};

use super::{LIST, MY_PAGE, MY_PAGE_ADD, account, id, in_a_line, path_of, query, report_in};
use crate::ReportId;
use crate::records::{self, Listed, MOST_ON_MY_PAGE, Wanted};
use crate::rules::Step;

/// The page. Service 290 somewhere.
pub(crate) async fn show(mut visit: Visit, RawQuery(raw): RawQuery) -> Result<Response, PageError> {
    visit.require_somewhere(Service::MyPage).await?;
    let is_ordering = query(raw)?.has("ordna");
    let (viewer, now, lang) = (visit.viewer.clone(), visit.now, visit.lang);
    let account = account(&viewer)?;
    let reports = records::on_my_page(visit.snapshot.get().await?, &viewer, account, now).await?;
    let manages = visit.may_somewhere(Service::ManageReports);
    let add = Button::primary_link(MY_PAGE_ADD, lang.t("reports-add")).icon(Icon::Plus);
    let body = html! {
        @if reports.is_empty() {
            (EmptyState::new(Icon::Chart, lang.t("reports-my-page-empty"), lang.t("reports-my-page-empty-text")))
        } @else {
            (cards(lang, &reports))
            details.order-reports open[is_ordering] {
                summary { (lang.t("reports-arrange")) }
                (arranging(lang, &reports))
            }
        }
    };
    let actions = html! {
        @if manages { (Button::link(LIST, lang.t("reports-title"))) }
        (add)
    };
    let page = Page::new(lang.t("reports-my-page")).lead(lang.t("reports-my-page-lead")).actions(actions).wide();
    Ok(visit.show(&page, body))
}

fn cards(lang: Lang, reports: &[Listed]) -> Markup {
    let cards: Vec<Card<'_>> = reports
        .iter()
        .map(|report| Card::new(Icon::Chart, path_of(report.id, ""), report.name.clone(), in_a_line(lang, report)))
        .collect();
    card_grid(&cards)
}

/// The same reports with the buttons that move and remove them.
fn arranging(lang: Lang, reports: &[Listed]) -> Markup {
    let last = reports.len().saturating_sub(1);
    let step = |way: &str, word: &'static str, report: &Listed| {
        Button::secondary(lang.t(word)).sends("at", way.to_owned()).about(report.name.clone()).render()
    };
    html! {
        ol.parts {
            @for (place, report) in reports.iter().enumerate() {
                @let moves = html! {
                    div.steps {
                        @if place > 0 { (step("upp", "reports-up", report)) }
                        @if place < last { (step("ner", "reports-down", report)) }
                    }
                };
                @let remove = html! { (Button::secondary(lang.t("reports-remove")).about(report.name.clone())) };
                li id={ "rapport-" (report.id) } tabindex="-1" {
                    div.line-words { strong { (report.name) } p.hint { (in_a_line(lang, report)) } }
                    div.steps {
                        @if last > 0 { (PostForm::to(on_my_page(report.id, "flytta"), moves).once(Visit::form_key())) }
                        (PostForm::to(on_my_page(report.id, "ta-bort"), remove).once(Visit::form_key()))
                    }
                }
            }
        }
    }
}

fn on_my_page(report: ReportId, what: &str) -> String {
    format!("{MY_PAGE}/{report}/{what}")
}

/// The reports that can be placed there: one's own, and those that one is shown. Service 290 somewhere.
pub(crate) async fn choices(mut visit: Visit) -> Result<Response, PageError> {
    visit.require_somewhere(Service::MyPage).await?;
    let (page, body) = choices_page(&mut visit).await?;
    Ok(visit.show(&page, body))
}

async fn choices_page<'a>(visit: &mut Visit) -> Result<(Page<'a>, Markup), PageError> {
    let (viewer, now, lang) = (visit.viewer.clone(), visit.now, visit.lang);
    let account = account(&viewer)?;
    let tx = visit.snapshot.get().await?;
    let placed = records::on_my_page(tx, &viewer, account, now).await?;
    let mut free = records::of_owner(tx, account).await?;
    free.extend(records::shown_to(tx, &viewer, account, now).await?);
    free.retain(|report| !placed.iter().any(|one| one.id == report.id));
    let body = html! {
        @if free.is_empty() {
            (EmptyState::new(Icon::Chart, lang.t("reports-add-none"), lang.t("reports-add-none-text")))
        } @else {
            ul.lines {
                @for report in &free {
                    @let add = html! { (Button::secondary(lang.t("reports-add-this")).about(report.name.clone())) };
                    li {
                        div.line-words { strong { (report.name) } p.hint { (in_a_line(lang, report)) } }
                        (PostForm::to(MY_PAGE_ADD, add).once(Visit::form_key()).hidden("rapport", report.id.to_string()))
                    }
                }
            }
        }
    };
    let page = Page::new(lang.t("reports-add"))
        .crumbs([Crumb::new(MY_PAGE, lang.t("reports-my-page"))])
        .lead(lang.t("reports-add-lead"));
    Ok((page, body))
}

/// What is done to one's page.
#[derive(Clone, Copy)]
enum What {
    Add,
    Step(Step),
    Remove,
}

/// Places a report there. Service 290 somewhere, and the report is one's own or shown to one.
pub(crate) async fn add(mut submission: Submission) -> Result<Response, PageError> {
    submission.visit.require_somewhere(Service::MyPage).await?;
    let report = id(submission.form.value("rapport"))?;
    let seat = submission.visit.seat();
    match submission.submit((seat, report, What::Add), done).await {
        Ok(path) => Ok(submission.visit.go_and_tell(&path, "reports-added")),
        Err(Rejected::Page(error)) => Err(error),
        Err(Rejected::Errors(errors)) => {
            let mut visit = submission.visit;
            let (page, body) = choices_page(&mut visit).await?;
            Ok(visit.show_again(&page.errors(&errors), body))
        }
    }
}

/// A report that stands on the visitor's page. Service 290 somewhere.
async fn placed(visit: &mut Visit, report: &str) -> Result<ReportId, PageError> {
    visit.require_somewhere(Service::MyPage).await?;
    let (report, account) = (id(report)?, account(&visit.viewer)?);
    let stands_there = records::is_on(visit.snapshot.get().await?, account, report).await?;
    stands_there.then_some(report).ok_or(PageError::NotFound)
}

/// Moves a report one step. Service 290 somewhere, and the report stands there.
pub(crate) async fn step(Path(report): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let report = placed(&mut submission.visit, &report).await?;
    let step = match submission.form.value("at") {
        "upp" => Step::Up,
        "ner" => Step::Down,
        _ => return Err(PageError::Malformed("no way to go")),
    };
    let input = (submission.visit.seat(), report, What::Step(step));
    match submission.submit(input, done).await {
        Ok(path) => Ok(Redirect::to(&path).into_response()),
        Err(Rejected::Page(error)) => Err(error),
        Err(Rejected::Errors(_)) => Err(PageError::Malformed("a step has no fields")),
    }
}

/// Takes a report from there. Service 290 somewhere, and the report stands there.
pub(crate) async fn remove(Path(report): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    submission.visit.require_somewhere(Service::MyPage).await?;
    // Whether it stands there is asked in the change: sent again, the form meets its receipt.
    let report = id(&report)?;
    let input = (submission.visit.seat(), report, What::Remove);
    match submission.submit(input, done).await {
        Ok(path) => Ok(submission.visit.go_and_tell(&path, "reports-removed")),
        Err(Rejected::Page(error)) => Err(error),
        Err(Rejected::Errors(_)) => Err(PageError::Malformed("a removal has no fields")),
    }
}

fn done<'t>(tx: &'t mut WriteTx, input: &'t (Seat, ReportId, What)) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let (seat, report, what) = input;
        let now = tx.now();
        let viewer = seat.viewer(tx, now).await?;
        let account = account(&viewer)?;
        if behorig_access::scope_of(&viewer, Service::MyPage, now).is_empty() {
            return Err(PageError::NotFound.into());
        }
        if let What::Add = what {
            report_in(tx, &viewer, *report, Wanted::Run, now).await?;
            if records::on_my_page(tx, &viewer, account, now).await?.len() >= MOST_ON_MY_PAGE {
                let mut errors = Errors::new();
                errors.add_general("reports-error-full");
                return Err(errors.into());
            }
            return Ok(records::add_to(tx, account, *report).await?.with(MY_PAGE.to_owned()));
        }
        if !records::is_on(tx, account, *report).await? {
            return Err(PageError::NotFound.into());
        }
        Ok(match what {
            What::Step(step) => records::move_on(tx, &viewer, account, *report, *step)
                .await?
                .with(format!("{MY_PAGE}?ordna=ja#rapport-{report}")),
            What::Add | What::Remove => records::remove_from(tx, account, *report).await?.with(MY_PAGE.to_owned()),
        })
    })
}
