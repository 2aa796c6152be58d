//! *Flytta*: a visit to another person, day or time.

use axum::extract::{Path, RawQuery};
use axum::response::Response;
use behorig_store::{ActivityType, Tx};
use behorig_visit::{PageError, Submission, Visit};
use behorig_web::components::{Button, Crumb, Fields, Page, PostForm, SummaryList, link_button, side_by_side};
use behorig_web::forms::Message;
use behorig_web::{Errors, Form, Lang, format};
use jiff::civil::Time;
use maud::{Markup, html};

use super::board::{NOBODY, parse_staff, staff_choices};
use super::{
    PLACE, PLANNING, again, board_path, day_in_words, id_in, length, name_of, planned_minutes, query, span, visit_path,
};
use crate::fields::{DAY, STAFF, TIME};
use crate::records::board::{Colleague, plannable};
use crate::records::change::{Move, move_visit};
use crate::records::visit::for_planner;
use crate::records::{CareVisit, Rights, event};
use crate::rules::times::{parse_time, typed_time};

/// What the form shows besides what was typed.
struct Sheet {
    care: CareVisit,
    rights: Rights,
    people: Vec<Colleague>,
}

async fn sheet(visit: &mut Visit, id: &str) -> Result<Sheet, PageError> {
    let id = id_in(id)?;
    let (viewer, now) = (visit.viewer.clone(), visit.now);
    let tx: &mut Tx = visit.snapshot.get().await?;
    let (care, rights) = for_planner(tx, &viewer, id, now).await?;
    let people = plannable(tx, care.unit, care.day, now).await?;
    let read = event(ActivityType::Read, "daily-planning.visit", &rights.chain, std::iter::once(&care));
    visit.record_reading(read.with_args(care.id.to_string())).await?;
    Ok(Sheet { care, rights, people })
}

fn place_in(form: &Form) -> i64 {
    form.value(PLACE).parse().unwrap_or(1)
}

/// A form field for a time of the day.
pub(super) fn time(text: &str) -> Result<Time, Message> {
    parse_time(text).ok_or_else(|| Message::new("planning-time-wrong"))
}

/// The form. Service 415 at the visit's unit.
pub(crate) async fn form(
    mut visit: Visit,
    Path(id): Path<String>,
    RawQuery(asked): RawQuery,
) -> Result<Response, PageError> {
    let sheet = sheet(&mut visit, &id).await?;
    let place = place_in(&query(asked)?);
    let who = sheet.care.at_place(place).filter(|held| sheet.people.iter().any(|one| one.account == held.account));
    let typed = Form::filled([
        (&STAFF, who.map_or_else(|| NOBODY.to_owned(), |held| held.account.to_string())),
        (&DAY, sheet.care.day.to_string()),
        (&TIME, typed_time(sheet.care.planned_from)),
    ]);
    let (page, body) = page(&visit, &sheet, place, &typed, &Errors::new());
    Ok(visit.show(&page, body))
}

/// Moves the visit. Service 415 at its unit.
pub(crate) async fn save(Path(id): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let (viewer, now) = (submission.visit.viewer.clone(), submission.visit.now);
    let visit_id = id_in(&id)?;
    for_planner(submission.visit.snapshot.get().await?, &viewer, visit_id, now).await?;
    let (form, version) = (submission.form.clone(), submission.version()?);
    let place = place_in(&form);
    let mut errors = Errors::new();
    let who = form.required(&STAFF, parse_staff, &mut errors);
    let day = form.required(&DAY, behorig_web::forms::date, &mut errors);
    let at = form.required(&TIME, time, &mut errors);
    if let (Some(who), Some(day), Some(time)) = (who, day, at) {
        let input = Move { seat: submission.visit.seat(), visit: visit_id, version, place, who, day, time };
        match submission.submit(input, move_visit).await {
            Ok(path) => return Ok(submission.visit.go_and_tell(&path, "planning-moved")),
            Err(rejected) => errors = again(rejected)?.into_errors(&mut submission.visit, visit_id).await?,
        }
    }
    let sheet = sheet(&mut submission.visit, &id).await?;
    let (page, body) = page(&submission.visit, &sheet, place, &form, &errors);
    Ok(submission.visit.show_again(&page.errors(&errors), body))
}

fn page<'a>(visit: &Visit, sheet: &Sheet, place: i64, typed: &Form, errors: &Errors) -> (Page<'a>, Markup) {
    let (lang, care) = (visit.lang, &sheet.care);
    let back = board_path(care.unit, care.day);
    let unit = sheet.rights.chain.first().map(|unit| unit.name.clone()).unwrap_or_default();
    let page = Page::new(lang.t("planning-move-title"))
        .crumbs([Crumb::new(PLANNING, lang.t("planning-title")), Crumb::new(back.clone(), unit)])
        .lead(day_in_words(lang, care.day));
    let f = Fields::new(lang, typed, errors);
    let inside = html! {
        (f.select(&STAFF).options(staff_choices(lang, &sheet.people)))
        (side_by_side(&html! { (f.date(&DAY)) (f.text(&TIME).width(behorig_web::components::Width::Short)) }))
        div.button-row {
            (Button::primary(lang.t("planning-move")))
            (link_button(&back, &lang.t("web-cancel")))
        }
    };
    let post = PostForm::to(visit_path(care.id, "/flytta"), inside)
        .version(care.version)
        .once(Visit::form_key())
        .hidden(PLACE, place.to_string());
    (page, html! { (summary(lang, sheet)) (post) })
}

fn summary(lang: Lang, sheet: &Sheet) -> Markup {
    let care = &sheet.care;
    let time = format!(
        "{} {}, {}",
        format::date(care.day),
        span(lang, care.planned_from, care.planned_to),
        length(lang, planned_minutes(care))
    );
    let staff: Vec<&str> = care.places.iter().map(|place| place.name.as_str()).collect();
    let mut list = SummaryList::new(lang)
        .text(lang.t("planning-customer"), &name_of(lang, care, sheet.rights.sees))
        .text(lang.t("planning-planned"), &time)
        .text(lang.t("planning-staff"), &staff.join(", "))
        .text(lang.t("planning-interventions"), &care.interventions.join(", "));
    if let Some((first, last)) = care.window() {
        list = list.text(lang.t("planning-may-begin"), &window_in_words(lang, first, last));
    }
    html! { (list) }
}

fn window_in_words(lang: Lang, first: behorig_access::Instant, last: behorig_access::Instant) -> String {
    if first == last { super::clock(lang, first) } else { span(lang, first, last) }
}
