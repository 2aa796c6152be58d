//! *Avsluta kund*: a question that says what ends, and a last day.

use axum::extract::Path;
use axum::response::Response;
use behorig_access::Service;
use behorig_store::{Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit};
use behorig_web::components::{Button, Dialog, Fields, PostForm, link_button};
use behorig_web::forms::date;
use behorig_web::{Errors, FieldName, Form, Lang, field, format};
use jiff::civil::Date;
use maud::{Markup, Render, html};

use super::history::changed;
use super::{CUSTOMER, customer_of, customer_to_change, page_below, path_of, record_change, record_reading, today};
use crate::CustomerId;
use crate::records::{Assignment, Customer, WhoMaySee, assignments_of, end_customer, who_may_see};

static LAST: FieldName = field("sista-dag", "home-care-last-day-of-care");

/// The question as a page. Service 414 at the customer's unit.
pub(crate) async fn question(mut visit: Visit, Path(id): Path<String>) -> Result<Response, PageError> {
    let customer = customer_of(&mut visit, &id, Service::EditCustomers).await?;
    let form = Form::filled([(&LAST, today(visit.now).to_string())]);
    ask(&mut visit, &customer, &form, Errors::new(), html! {}).await
}

/// Lets the customer's care end with a day. Service 414 at the customer's unit.
pub(crate) async fn carry_out(Path(id): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let customer = customer_of(&mut submission.visit, &id, Service::EditCustomers).await?;
    let mut errors = Errors::new();
    let version = submission.version()?;
    let last = submission.form.required(&LAST, date, &mut errors);
    let now = submission.visit.now;
    if last.is_some_and(|last| last < today(now)) {
        errors.add(&LAST, "home-care-day-is-over");
    } else if last.is_some_and(|last| last < customer.from) {
        errors.add(&LAST, "home-care-ends-before");
    }
    let mut above = html! {};
    if let Some(last) = last.filter(|_| errors.is_empty()) {
        let input = Input { seat: submission.visit.seat(), customer: customer.id, version, last };
        match submission.submit(input, ended).await {
            Ok(path) => return Ok(submission.visit.go_and_tell(&path, "home-care-customer-ended")),
            Err(Rejected::Errors(refused)) => errors = refused,
            Err(Rejected::Page(error)) if super::is_stale(&error) => {
                let record = (CUSTOMER, customer.id.uuid());
                above = super::changed_meanwhile(&mut submission.visit, record, version, customer.version).await?;
                errors.add_general("home-care-changed-meanwhile");
            }
            Err(Rejected::Page(error)) => return Err(error),
        }
    }
    let form = submission.form.clone();
    ask(&mut submission.visit, &customer, &form, errors, above).await
}

async fn ask(
    visit: &mut Visit,
    customer: &Customer,
    form: &Form,
    errors: Errors,
    above: Markup,
) -> Result<Response, PageError> {
    let now = visit.now;
    let tx = visit.snapshot.get().await?;
    let (assignments, who) = (assignments_of(tx, customer.id).await?, who_may_see(tx, customer, now).await?);
    record_reading(visit, "home-care.ask-to-end", customer).await?;
    let lang = visit.lang;
    let inside = html! {
        div.stack {
            (what_ends(lang, &assignments, &who, today(now)))
            (Fields::new(lang, form, &errors).date(&LAST))
        }
        div.button-row {
            (Button::danger(lang.t("home-care-end")))
            (link_button(&path_of(customer.id, ""), &lang.t("web-cancel")))
        }
    };
    let body = html! {
        (above)
        (PostForm::to(path_of(customer.id, "/avsluta"), inside).once(Visit::form_key()).version(customer.version))
    };
    let page = page_below(visit, lang.t("home-care-end"), customer).errors(&errors);
    Ok(if errors.is_empty() { visit.show(&page, body) } else { visit.show_again(&page, body) })
}

/// The same question as a dialog on the customer's page.
pub(super) fn dialog(
    visit: &Visit,
    id: &str,
    customer: &Customer,
    assignments: &[Assignment],
    who: &[WhoMaySee],
) -> Markup {
    let (lang, day) = (visit.lang, today(visit.now));
    let form = Form::filled([(&LAST, day.to_string())]);
    let body = html! {
        div.stack {
            (what_ends(lang, assignments, who, day))
            (Fields::new(lang, &form, &Errors::new()).date(&LAST))
        }
    };
    let answer = Button::danger(lang.t("home-care-end"));
    Dialog::new(lang, id, lang.t("home-care-end"), body, answer, path_of(customer.id, "/avsluta"))
        .once(Visit::form_key())
        .version(customer.version)
        .render()
}

fn what_ends(lang: Lang, assignments: &[Assignment], who: &[WhoMaySee], day: Date) -> Markup {
    let going_on = assignments.iter().filter(|assignment| assignment.is_current(day)).count();
    html! {
        p { (lang.t("home-care-end-text")) }
        ul.bullets {
            li { (lang.tr("home-care-end-assignments", &[("count", going_on.into())])) }
            @for one in who {
                @let until = format::until(lang, one.to.map(|to| format::local(to.plus_millis(-1).0).date()));
                li { (lang.tr("home-care-end-grant", &[("name", one.name.clone().into()), ("until", until.into())])) }
            }
        }
    }
}

struct Input {
    seat: Seat,
    customer: CustomerId,
    version: i64,
    last: Date,
}

fn ended<'t>(tx: &'t mut WriteTx, input: &'t Input) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let customer = customer_to_change(tx, &input.seat, input.customer).await?;
        let ended = end_customer(tx, &customer, input.version, input.last).await?;
        let before = customer.to.map(|day| day.to_string());
        let change = changed("ended", before, Some(input.last.to_string()));
        let about = (CUSTOMER, customer.id.uuid());
        let recorded = record_change(tx, "home-care.end-customer", &customer, about, change).await?;
        ended.history(tx, &recorded).await?;
        Ok(recorded.with(path_of(customer.id, "")))
    })
}
