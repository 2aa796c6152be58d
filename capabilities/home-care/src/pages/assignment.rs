//! An assignment: when somebody comes, how many, and what of the decided interventions is done each time.

use axum::extract::Path;
use axum::response::Response;
use behorig_access::Service;
use behorig_store::{Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit};
use behorig_web::components::{Button, Dialog, PostForm, dialog_link, link_button};
use behorig_web::{Errors, Form, Lang};
use maud::{Markup, Render, html};

use super::assignment_form::{as_filled, fields, first_filled, parse};
use super::history::changed;
use super::left_over::{self, Answer};
use super::{
    changed_meanwhile, customer_of, customer_to_change, id_in, is_stale, page_below, path_of, record_change,
    record_reading, shown, today,
};
use crate::records::{
    Assignment, Customer, Intervention, NewAssignment, assignments, assignments_of, interventions_of, plan,
};
use crate::{AssignmentId, CustomerId};

/// What history calls one.
const KIND: &str = "assignment";

/// The form for a new one. Service 414 at the customer's unit.
pub(crate) async fn new(mut visit: Visit, Path(id): Path<String>) -> Result<Response, PageError> {
    let customer = customer_of(&mut visit, &id, Service::EditCustomers).await?;
    let form = first_filled(today(visit.now));
    show(&mut visit, &customer, None, &form, Errors::new(), Besides::default()).await
}

/// The form for one that is there. Service 414 at the customer's unit.
pub(crate) async fn edit(
    mut visit: Visit,
    Path((id, assignment)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let customer = customer_of(&mut visit, &id, Service::EditCustomers).await?;
    let found = find(&mut visit, &customer, &assignment).await?;
    show(&mut visit, &customer, Some(&found), &as_filled(&found.plan), Errors::new(), Besides::default()).await
}

/// Adds one, with its visits. Service 414 at the customer's unit.
pub(crate) async fn add(Path(id): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let customer = customer_of(&mut submission.visit, &id, Service::EditCustomers).await?;
    carry_out(submission, customer, None).await
}

/// Changes one, with its coming visits. Service 414 at the customer's unit.
pub(crate) async fn save(
    Path((id, assignment)): Path<(String, String)>,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let customer = customer_of(&mut submission.visit, &id, Service::EditCustomers).await?;
    let found = find(&mut submission.visit, &customer, &assignment).await?;
    carry_out(submission, customer, Some(found)).await
}

/// The question before one is ended, for those whose browser shows no dialog. Service 414 at the customer's unit.
pub(crate) async fn end_question(
    mut visit: Visit,
    Path((id, assignment)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let customer = customer_of(&mut visit, &id, Service::EditCustomers).await?;
    let found = find(&mut visit, &customer, &assignment).await?;
    record_reading(&mut visit, "home-care.assignment", &customer).await?;
    let lang = visit.lang;
    let inside = html! {
        (end_text(lang, &found))
        div.button-row {
            (Button::danger(lang.t("home-care-end-assignment")))
            (link_button(&path_of(customer.id, ""), &lang.t("web-cancel")))
        }
    };
    let page = page_below(&visit, lang.t("home-care-end-assignment"), &customer);
    let form =
        PostForm::to(below(&customer, &found, "/avsluta"), inside).once(Visit::form_key()).version(found.version);
    Ok(visit.show(&page, html! { (form) }))
}

/// Ends one: no more visits come of it. Service 414 at the customer's unit.
pub(crate) async fn end(
    Path((id, assignment)): Path<(String, String)>,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let customer = customer_of(&mut submission.visit, &id, Service::EditCustomers).await?;
    let found = find(&mut submission.visit, &customer, &assignment).await?;
    let version = submission.version()?;
    let of = Some((found.id, version));
    let answer = Answer::default();
    let input = Input { seat: submission.visit.seat(), customer: customer.id, of, new: None, answer };
    match submission.submit(input, saved).await {
        Ok(path) => Ok(submission.visit.go_and_tell(&path, "home-care-assignment-ended")),
        Err(Rejected::Errors(errors)) => {
            let form = as_filled(&found.plan);
            show(&mut submission.visit, &customer, Some(&found), &form, errors, Besides::default()).await
        }
        Err(Rejected::Page(error)) => Err(error),
    }
}

async fn find(visit: &mut Visit, customer: &Customer, id: &str) -> Result<Assignment, PageError> {
    let id: AssignmentId = id_in(id)?;
    assignments::find(visit.snapshot.get().await?, customer.id, id).await?.ok_or(PageError::NotFound)
}

fn below(customer: &Customer, one: &Assignment, rest: &str) -> String {
    path_of(customer.id, &format!("/uppdrag/{}{rest}", one.id))
}

async fn carry_out(
    mut submission: Submission,
    customer: Customer,
    found: Option<Assignment>,
) -> Result<Response, PageError> {
    let version = if found.is_some() { submission.version()? } else { 0 };
    let interventions = interventions_of(submission.visit.snapshot.get().await?, customer.id).await?;
    let mut errors = Errors::new();
    let new = parse(&submission.form, &interventions, &mut errors);
    let mut besides = Besides::default();
    if new.is_some() {
        let of = found.as_ref().map(|found| (found.id, version));
        let (seat, answer) = (submission.visit.seat(), Answer::of(&submission.form));
        let input = Input { seat, customer: customer.id, of, new: new.clone(), answer };
        match submission.submit(input, saved).await {
            Ok(path) => return Ok(submission.visit.go_and_tell(&path, "home-care-assignment-saved")),
            Err(Rejected::Errors(refused)) => errors = refused,
            Err(Rejected::Page(error)) if is_stale(&error) => {
                errors.add_general("home-care-changed-meanwhile");
                if let Some(found) = &found {
                    let record = (KIND, found.id.uuid());
                    besides.above = changed_meanwhile(&mut submission.visit, record, version, found.version).await?;
                }
            }
            Err(Rejected::Page(error)) => return Err(error),
        }
    }
    let form = submission.form.clone();
    if let Some(found) = &found {
        besides.asked = left_over::question(&mut submission.visit, found, new.as_ref(), &form, &errors).await?;
    }
    show(&mut submission.visit, &customer, found.as_ref(), &form, errors, besides).await
}

struct Input {
    seat: Seat,
    customer: CustomerId,
    /// Which one, in the version that was shown; none for a new one.
    of: Option<(AssignmentId, i64)>,
    /// What it is to be; none where it is to end.
    new: Option<NewAssignment>,
    /// What becomes of visits that were planned by hand on days that it no longer has.
    answer: Answer,
}

fn saved<'t>(tx: &'t mut WriteTx, input: &'t Input) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let customer = customer_to_change(tx, &input.seat, input.customer).await?;
        let before = match input.of {
            Some((id, _)) => Some(assignments::find(tx, customer.id, id).await?.ok_or(PageError::NotFound)?),
            None => None,
        };
        let mut called_off = Vec::new();
        let (id, level) = match (input.of, &input.new) {
            (None, Some(new)) => {
                require_decided(tx, &customer, new).await?;
                (assignments::add(tx, (customer.id, customer.unit), new).await?, "home-care.add-assignment")
            }
            (Some((id, version)), Some(new)) => {
                require_decided(tx, &customer, new).await?;
                assignments::change(tx, id, version, new).await?;
                if let Some(before) = &before {
                    called_off = left_over::settle(tx, before, new, &input.answer).await?;
                }
                (id, "home-care.change-assignment")
            }
            (Some((id, version)), None) => {
                assignments::end(tx, id, version).await?;
                (id, "home-care.end-assignment")
            }
            (None, None) => return Err(PageError::Malformed("nothing to save").into()),
        };
        plan::replan(tx, &customer, Some(id)).await?;
        let told = |one: &NewAssignment| shown::planned_in_history(one);
        let was = before.as_ref().map(|before| told(&before.plan));
        let change = changed("assignment", was, input.new.as_ref().map(told));
        let recorded = record_change(tx, level, &customer, (KIND, id.uuid()), change).await?;
        for (visit, change) in called_off {
            tx.history(&recorded, "visit", visit.uuid(), &[change]).await?;
        }
        Ok(recorded.with(path_of(customer.id, "")))
    })
}

/// Only what was decided for this very customer is done.
async fn require_decided(tx: &mut WriteTx, customer: &Customer, new: &NewAssignment) -> Result<(), Rejected> {
    let decided = interventions_of(tx, customer.id).await?;
    let is_decided = |id| decided.iter().any(|one| one.id == id && one.ended_at.is_none());
    if new.interventions.iter().all(|(id, _)| is_decided(*id)) {
        Ok(())
    } else {
        Err(super::general("home-care-intervention-gone"))
    }
}

/// What a form that is shown again says besides its errors.
#[derive(Default)]
struct Besides {
    /// What somebody else has changed.
    above: Markup,
    /// What is asked about visits that were planned by hand.
    asked: Markup,
}

async fn show(
    visit: &mut Visit,
    customer: &Customer,
    found: Option<&Assignment>,
    form: &Form,
    errors: Errors,
    besides: Besides,
) -> Result<Response, PageError> {
    let (lang, day) = (visit.lang, today(visit.now));
    let tx = visit.snapshot.get().await?;
    let (interventions, others) = (interventions_of(tx, customer.id).await?, assignments_of(tx, customer.id).await?);
    record_reading(visit, "home-care.assignment", customer).await?;
    let title = if found.is_some() { "home-care-change-assignment" } else { "home-care-add-assignment" };
    let action = found.map_or_else(|| path_of(customer.id, "/uppdrag/ny"), |one| below(customer, one, ""));
    let current: Vec<&Intervention> = interventions.iter().filter(|one| one.is_current(day)).collect();
    let inside = html! {
        (fields(lang, form, &errors, &current))
        (besides.asked)
        div.button-row {
            (Button::primary(lang.t("home-care-save")))
            (link_button(&path_of(customer.id, ""), &lang.t("web-cancel")))
            @if let Some(one) = found {
                (dialog_link(&below(customer, one, "/avsluta"), "avsluta", &lang.t("home-care-end-assignment"), None))
            }
        }
    };
    let mut sent = PostForm::to(action, inside).once(Visit::form_key()).guarded();
    if let Some(one) = found {
        sent = sent.version(one.version);
    }
    let body = html! {
        (besides.above)
        (sent)
        h2 { (lang.t("home-care-balance")) }
        (shown::balance(lang, &interventions, &others, day))
        @if let Some(one) = found { (dialog(lang, customer, one)) }
    };
    let page = page_below(visit, lang.t(title), customer).errors(&errors);
    Ok(if errors.is_empty() { visit.show(&page, body) } else { visit.show_again(&page, body) })
}

fn end_text(lang: Lang, one: &Assignment) -> Markup {
    let when = shown::when(lang, &one.plan.recurrence);
    html! { p { (lang.tr("home-care-end-assignment-text", &[("when", when.into())])) } }
}

fn dialog(lang: Lang, customer: &Customer, one: &Assignment) -> Markup {
    let answer = Button::danger(lang.t("home-care-end-assignment"));
    let title = lang.t("home-care-end-assignment");
    Dialog::new(lang, "avsluta", title, end_text(lang, one), answer, below(customer, one, "/avsluta"))
        .once(Visit::form_key())
        .version(one.version)
        .render()
}
