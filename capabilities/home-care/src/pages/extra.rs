//! An extra visit: once, besides the plan.

use axum::extract::Path;
use axum::response::Response;
use behorig_access::Service;
use behorig_store::{Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit};
use behorig_web::components::{Button, Choice, Fields, PostForm, link_button};
use behorig_web::forms::number;
use behorig_web::{Errors, FieldName, Form, field};
use maud::html;

use super::assignment_form::{STAFF, staff};
use super::history::changed;
use super::occasion::{DAY, care_on, in_history, time_fields, when};
use super::{customer_of, customer_to_change, page_below, path_of, record_change, record_reading, today};
use crate::records::occasions::{self, When};
use crate::records::{Customer, find_visit, interventions_of};
use crate::rules::recurrence::MOST_STAFF;
use crate::{CustomerId, InterventionId};

static PARTS: FieldName = field("insatser", "home-care-parts-once");

/// The form. Service 414 at the customer's unit.
pub(crate) async fn new(mut visit: Visit, Path(id): Path<String>) -> Result<Response, PageError> {
    let customer = customer_of(&mut visit, &id, Service::EditCustomers).await?;
    let form = Form::filled([(&DAY, today(visit.now).to_string()), (&STAFF, "1".to_owned())]);
    show(&mut visit, &customer, &form, Errors::new()).await
}

/// Adds the visit. Service 414 at the customer's unit.
pub(crate) async fn add(Path(id): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let customer = customer_of(&mut submission.visit, &id, Service::EditCustomers).await?;
    let (now, form) = (submission.visit.now, &submission.form);
    let mut errors = Errors::new();
    let when = when(form, now, &mut errors);
    let staff = form.required(&STAFF, number(1..=MOST_STAFF), &mut errors);
    let parts: Vec<InterventionId> = form.chosen(&PARTS, |text| text.parse().map_err(|_| PARTS.missing()), &mut errors);
    if parts.is_empty() && errors.of(&PARTS.name).is_none() {
        errors.add(&PARTS, PARTS.missing());
    }
    if let (Some(when), Some(staff), true) = (when, staff, errors.is_empty()) {
        let input = Input { seat: submission.visit.seat(), customer: customer.id, when, staff, parts };
        match submission.submit(input, added).await {
            Ok(path) => return Ok(submission.visit.go_and_tell(&path, "home-care-visit-added")),
            Err(Rejected::Errors(refused)) => errors = refused,
            Err(Rejected::Page(error)) => return Err(error),
        }
    }
    let form = submission.form.clone();
    show(&mut submission.visit, &customer, &form, errors).await
}

struct Input {
    seat: Seat,
    customer: CustomerId,
    when: When,
    staff: i64,
    parts: Vec<InterventionId>,
}

fn added<'t>(tx: &'t mut WriteTx, input: &'t Input) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let customer = customer_to_change(tx, &input.seat, input.customer).await?;
        care_on(tx, &customer, input.when.day).await?;
        let decided = interventions_of(tx, customer.id).await?;
        let name_of = |id: &InterventionId| {
            let found = decided.iter().find(|one| one.id == *id && one.ended_at.is_none());
            found.map(|one| one.decided.name.clone())
        };
        let names: Option<Vec<String>> = input.parts.iter().map(name_of).collect();
        let Some(names) = names else { return Err(super::general("home-care-intervention-gone")) };
        let id = occasions::add_extra(tx, &customer, input.when, input.staff, &names).await?;
        let after = find_visit(tx, id).await?.ok_or(PageError::NotFound)?;
        let change = changed("extra-visit", None, Some(in_history(&after)));
        let recorded = record_change(tx, "home-care.add-visit", &customer, ("visit", id.uuid()), change).await?;
        Ok(recorded.with(path_of(customer.id, "")))
    })
}

async fn show(visit: &mut Visit, customer: &Customer, form: &Form, errors: Errors) -> Result<Response, PageError> {
    let (lang, day) = (visit.lang, today(visit.now));
    let decided = interventions_of(visit.snapshot.get().await?, customer.id).await?;
    record_reading(visit, "home-care.visit", customer).await?;
    let fields = Fields::new(lang, form, &errors);
    let parts: Vec<Choice<'_>> = decided
        .iter()
        .filter(|one| one.is_current(day))
        .map(|one| Choice::new(one.id.to_string(), one.decided.name.clone()))
        .collect();
    let body = if parts.is_empty() {
        html! {
            p { (lang.t("home-care-decide-first")) }
            p { (link_button(&path_of(customer.id, ""), &lang.t("web-cancel"))) }
        }
    } else {
        let inside = html! {
            (time_fields(&fields))
            (staff(&fields, lang))
            (fields.ticks(&PARTS).options(parts))
            div.button-row {
                (Button::primary(lang.t("home-care-add-visit")))
                (link_button(&path_of(customer.id, ""), &lang.t("web-cancel")))
            }
        };
        html! { (PostForm::to(path_of(customer.id, "/besok/nytt"), inside).once(Visit::form_key())) }
    };
    let page = page_below(visit, lang.t("home-care-add-visit"), customer)
        .lead(lang.t("home-care-extra-about"))
        .errors(&errors);
    Ok(if errors.is_empty() { visit.show(&page, body) } else { visit.show_again(&page, body) })
}
