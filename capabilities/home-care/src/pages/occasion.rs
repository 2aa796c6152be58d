//! One occasion of an assignment, or an extra visit, before it has begun: moved, called off, brought back.

use axum::extract::Path;
use axum::response::Response;
use behorig_access::{Instant, Service};
use behorig_store::{Tx, Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit};
use behorig_web::components::{Button, Fields, PostForm, SummaryList, Width, link_button, side_by_side};
use behorig_web::forms::{date, number};
use behorig_web::{Errors, FieldName, Form, Lang, field, format};
use jiff::civil::Date;
use maud::{Markup, html};

use super::assignment_form::{LENGTH, START};
use super::history::changed;
use super::{
    changed_meanwhile, clock, clock_in_field, customer_of, customer_to_change, id_in, is_stale, page_below, path_of,
    record_change, record_reading, span, today,
};
use crate::records::occasions::{self, When};
use crate::records::{Customer, HORIZON_DAYS, PlannedVisit, find_visit, has_care_on};
use crate::rules::recurrence::{LONGEST, SHORTEST, moment};
use crate::rules::visit_state::VisitState;
use crate::{CareVisitId, CustomerId};

pub(super) static DAY: FieldName = field("dag", "home-care-day-of-visit");
/// What a button asks for.
const DO: &str = "gor";
const MOVE: &str = "flytta";
const CALL_OFF: &str = "stall-in";
const BRING_BACK: &str = "aterstall";
/// What history calls one.
const KIND: &str = "visit";

/// The visit, with what can be done about it. Service 414 at the customer's unit.
pub(crate) async fn show(mut visit: Visit, Path((id, one)): Path<(String, String)>) -> Result<Response, PageError> {
    let customer = customer_of(&mut visit, &id, Service::EditCustomers).await?;
    let found = find(visit.snapshot.get().await?, &customer, &one).await?;
    let from = format::local(found.planned_from.0);
    let minute = i64::from(from.hour()) * 60 + i64::from(from.minute());
    let form = Form::filled([
        (&DAY, found.day.to_string()),
        (&START, clock_in_field(minute)),
        (&LENGTH, found.planned_minutes().to_string()),
    ]);
    render(&mut visit, &customer, &found, &form, Errors::new(), html! {}).await
}

/// Moves it, calls it off or brings it back. Service 414 at the customer's unit.
pub(crate) async fn carry_out(
    Path((id, one)): Path<(String, String)>,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let customer = customer_of(&mut submission.visit, &id, Service::EditCustomers).await?;
    let found = find(submission.visit.snapshot.get().await?, &customer, &one).await?;
    let version = submission.version()?;
    let mut errors = Errors::new();
    let now = submission.visit.now;
    let (what, told) = match submission.form.value(DO) {
        MOVE => (when(&submission.form, now, &mut errors).map(Wish::Move), "home-care-visit-moved"),
        CALL_OFF => (Some(Wish::State(VisitState::Cancelled)), "home-care-visit-called-off"),
        BRING_BACK => (Some(Wish::State(VisitState::Planned)), "home-care-visit-brought-back"),
        _ => return Err(PageError::Malformed("nothing to do with a visit")),
    };
    let mut above = html! {};
    if let Some(wish) = what {
        let input = Input { seat: submission.visit.seat(), customer: customer.id, visit: found.id, version, wish };
        match submission.submit(input, done).await {
            Ok(path) => return Ok(submission.visit.go_and_tell(&path, told)),
            Err(Rejected::Errors(refused)) => errors = refused,
            Err(Rejected::Page(error)) if is_stale(&error) => {
                errors.add_general("home-care-changed-meanwhile");
                let record = (KIND, found.id.uuid());
                above = changed_meanwhile(&mut submission.visit, record, version, found.version).await?;
            }
            Err(Rejected::Page(error)) => return Err(error),
        }
    }
    let form = submission.form.clone();
    render(&mut submission.visit, &customer, &found, &form, errors, above).await
}

async fn find(tx: &mut Tx, customer: &Customer, id: &str) -> Result<PlannedVisit, PageError> {
    let id: CareVisitId = id_in(id)?;
    let found = find_visit(tx, id).await?;
    found.filter(|visit| visit.customer == customer.id).ok_or(PageError::NotFound)
}

/// When a visit is to be, as it was filled in: a time to come, within the year that plans are written for.
pub(super) fn when(form: &Form, now: Instant, errors: &mut Errors) -> Option<When> {
    let day = form.required(&DAY, date, errors);
    let start = form.required(&START, clock, errors);
    let length = form.required(&LENGTH, number(SHORTEST..=LONGEST), errors);
    let (day, start, length) = (day?, start?, length?);
    let from = moment(day, start, format::stockholm())?;
    if from <= now {
        errors.add(&DAY, "home-care-day-is-over");
    } else if day > today(now).saturating_add(jiff::Span::new().days(HORIZON_DAYS)) {
        errors.add(&DAY, "home-care-day-too-far");
    }
    errors.is_empty().then(|| When { day, from, to: from.plus_millis(length * 60_000) })
}

#[derive(Clone, Copy)]
enum Wish {
    Move(When),
    State(VisitState),
}

struct Input {
    seat: Seat,
    customer: CustomerId,
    visit: CareVisitId,
    version: i64,
    wish: Wish,
}

fn done<'t>(tx: &'t mut WriteTx, input: &'t Input) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let customer = customer_to_change(tx, &input.seat, input.customer).await?;
        let found = find_visit(tx, input.visit).await?.filter(|visit| visit.customer == customer.id);
        let before = found.ok_or(PageError::NotFound)?;
        if before.planned_from <= tx.now() {
            return Err(super::general("home-care-visit-has-begun"));
        }
        let level = match input.wish {
            Wish::Move(when) => {
                if before.state != VisitState::Planned {
                    return Err(super::general("home-care-visit-not-planned"));
                }
                if before.assignment.is_some() && occasions::overlaps_itself(tx, &before, when).await? {
                    let mut errors = Errors::new();
                    errors.add(&START, "home-care-visit-overlaps");
                    return Err(errors.into());
                }
                care_on(tx, &customer, when.day).await?;
                occasions::move_to(tx, before.id, input.version, when).await?;
                "home-care.move-visit"
            }
            Wish::State(state) => {
                if !before.state.may_become(state) {
                    return Err(super::general("home-care-visit-not-planned"));
                }
                occasions::set_state(tx, before.id, input.version, state).await?;
                "home-care.change-visit"
            }
        };
        let after = find_visit(tx, before.id).await?.ok_or(PageError::NotFound)?;
        let change = changed("visit", Some(in_history(&before)), Some(in_history(&after)));
        let recorded = record_change(tx, level, &customer, (KIND, before.id.uuid()), change).await?;
        Ok(recorded.with(path_of(customer.id, "")))
    })
}

/// Nobody comes after the last day, nor in a pause.
pub(super) async fn care_on(tx: &mut Tx, customer: &Customer, day: Date) -> Result<(), Rejected> {
    let wrong = if customer.to.is_some_and(|to| day > to) {
        "home-care-after-end"
    } else if !has_care_on(tx, customer.id, day).await? {
        "home-care-in-pause"
    } else {
        return Ok(());
    };
    let mut errors = Errors::new();
    errors.add(&DAY, wrong);
    Err(errors.into())
}

/// A visit as history keeps it.
pub(super) fn in_history(visit: &PlannedVisit) -> String {
    let at = format::date_time(Lang::Sv, visit.planned_from.0);
    format!("{at}, {} min, {}", visit.planned_minutes(), Lang::Sv.t(visit.state.text()))
}

async fn render(
    visit: &mut Visit,
    customer: &Customer,
    found: &PlannedVisit,
    form: &Form,
    errors: Errors,
    above: Markup,
) -> Result<Response, PageError> {
    record_reading(visit, "home-care.visit", customer).await?;
    let (lang, now) = (visit.lang, visit.now);
    let times = span(lang, found.planned_from, found.planned_to);
    let body = html! {
        (above)
        (SummaryList::new(lang)
            .text(lang.t("home-care-day"), &format::long_date(lang, found.day))
            .text(lang.t("home-care-time"), &times)
            .text(lang.t("home-care-interventions"), &found.interventions.join(", "))
            .text(lang.t("home-care-state"), &lang.t(found.state.text())))
        @if found.planned_from > now { (choices(lang, customer, found, form, &errors)) }
        @else { p { (lang.t("home-care-visit-has-begun")) } }
    };
    let page = page_below(visit, lang.t("home-care-visit"), customer).errors(&errors);
    Ok(if errors.is_empty() { visit.show(&page, body) } else { visit.show_again(&page, body) })
}

fn choices(lang: Lang, customer: &Customer, found: &PlannedVisit, form: &Form, errors: &Errors) -> Markup {
    let action = path_of(customer.id, &format!("/besok/{}", found.id));
    let back = link_button(&path_of(customer.id, ""), &lang.t("web-cancel"));
    let inside = match found.state {
        VisitState::Planned => html! {
            (time_fields(&Fields::new(lang, form, errors)))
            div.button-row {
                (Button::primary(lang.t("home-care-move-visit")).sends(DO, MOVE))
                (Button::danger(lang.t("home-care-call-off")).sends(DO, CALL_OFF))
                (back)
            }
        },
        VisitState::Cancelled => html! {
            div.button-row { (Button::primary(lang.t("home-care-bring-back")).sends(DO, BRING_BACK)) (back) }
        },
        _ => html! { p { (back) } },
    };
    html! { (PostForm::to(action, inside).once(Visit::form_key()).version(found.version)) }
}

/// Day, start and length of one visit.
pub(super) fn time_fields(fields: &Fields<'_>) -> Markup {
    html! {
        (fields.date(&DAY))
        (side_by_side(&html! {
            (fields.text(&START).width(Width::Short).autocomplete("off"))
            (fields.number(&LENGTH))
        }))
    }
}
