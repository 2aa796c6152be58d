//! *Ta över ett besök*: a colleague's visit of the day, or one that nobody has. Whom it is to is told to whoever has taken it.

use axum::extract::Path;
use axum::response::Response;
use behorig_access::Service;
use behorig_store::StoreError;
use behorig_visit::{PageError, Rejected, Submission, Visit};
use behorig_web::components::{Button, Column, Crumb, EmptyState, Icon, Page, PostForm, Row, Table};
use behorig_web::{Errors, Lang};
use maud::{Markup, Render, html};

use super::{MY_VISITS, PLACE, day_in_words, id_in, length, planned_minutes, span, visit_path};
use crate::records::CareVisit;
use crate::records::my_day::{TakeOver, for_taker, take_over, to_take_over};
use crate::rules::times::day_of;

/// What can be taken over at the unit of the hat today. Service 416 there. Nobody's data is shown: times and interventions alone.
pub(crate) async fn list(visit: Visit) -> Result<Response, PageError> {
    page(visit, &Errors::new()).await
}

async fn page(mut visit: Visit, errors: &Errors) -> Result<Response, PageError> {
    let unit = visit.session.hat_unit.ok_or(PageError::NotFound)?;
    visit.require(Service::PerformVisits, unit).await?;
    let (viewer, now, lang) = (visit.viewer.clone(), visit.now, visit.lang);
    let visits = to_take_over(visit.snapshot.get().await?, &viewer, unit, now).await?;
    let page = Page::new(lang.t("planning-take-over"))
        .crumbs([Crumb::new(MY_VISITS, lang.t("planning-my-visits"))])
        .lead(day_in_words(lang, day_of(now)))
        .errors(errors);
    let body = html! {
        @if visits.is_empty() {
            (EmptyState::new(Icon::Calendar, lang.t("planning-none-to-take"), lang.t("planning-none-to-take-text")).render())
        } @else {
            p.hint { (lang.t("planning-take-over-hint")) }
            (table(lang, &visits))
        }
    };
    Ok(if errors.is_empty() { visit.show(&page, body) } else { visit.show_again(&page, body) })
}

fn table(lang: Lang, visits: &[CareVisit]) -> Markup {
    let columns = [
        Column::new(lang.t("planning-time")).unbroken(),
        Column::new(lang.t("planning-interventions")),
        Column::new(lang.t("planning-length")).unbroken(),
        Column::new(lang.t("planning-staff")),
        Column::new(lang.t("planning-take")).unlabelled(),
    ];
    let places = visits.iter().flat_map(|care| (1..=care.staff_needed.min(9)).map(move |place| (care, place)));
    let row = |(care, place): (&CareVisit, i64)| {
        let time = span(lang, care.planned_from, care.planned_to);
        let held = care.at_place(place).map(|held| held.name.clone());
        let button = Button::secondary(lang.t("planning-take")).about(time.clone()).render();
        let form = PostForm::to(visit_path(care.id, "/ta-over"), button)
            .version(care.version)
            .once(Visit::form_key())
            .hidden(PLACE, place.to_string());
        Row::new(time)
            .cell(care.interventions.join(", "))
            .cell(length(lang, planned_minutes(care)))
            .cell(held.unwrap_or_else(|| lang.t("planning-without-staff").into_owned()))
            .cell(form.render())
    };
    Table::new(lang.t("planning-take-over"), columns).rows(places.map(row)).render()
}

/// Takes it over. Service 416 at the visit's unit.
pub(crate) async fn take(Path(id): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let id = id_in(&id)?;
    let (viewer, now) = (submission.visit.viewer.clone(), submission.visit.now);
    for_taker(submission.visit.snapshot.get().await?, &viewer, id, now).await?;
    let version = submission.version()?;
    let place = submission.form.value(PLACE).parse().map_err(|_| PageError::Malformed("no place"))?;
    let input = TakeOver { seat: submission.visit.seat(), visit: id, version, place };
    let errors = match submission.submit(input, take_over).await {
        Ok(path) => return Ok(submission.visit.go_and_tell(&path, "planning-taken")),
        Err(Rejected::Errors(errors)) => errors,
        Err(Rejected::Page(PageError::Store(StoreError::Stale) | PageError::Stale)) => {
            let mut errors = Errors::new();
            errors.add_general("planning-changed-by-somebody");
            errors
        }
        Err(Rejected::Page(error)) => return Err(error),
    };
    page(submission.visit, &errors).await
}
