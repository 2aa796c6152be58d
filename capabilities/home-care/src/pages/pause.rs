//! A pause: days without visits, for a hospital stay or a journey.

use axum::extract::Path;
use axum::response::Response;
use behorig_access::Service;
use behorig_store::{Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit};
use behorig_web::components::{Button, Choice, Dialog, Fields, PostForm, dialog_link, link_button, side_by_side};
use behorig_web::forms::date;
use behorig_web::{Errors, FieldName, Form, Lang, field};
use maud::{Markup, Render, html};

use super::history::changed;
use super::{
    changed_meanwhile, customer_of, customer_to_change, id_in, is_stale, page_below, path_of, record_change,
    record_reading, shown, today,
};
use crate::records::{CarePause, Customer, NewPause, PauseReason, pauses, plan};
use crate::rules::recurrence::Pause;
use crate::{CustomerId, PauseId};

static FROM: FieldName = field("fran", "home-care-first-day-away");
static TO: FieldName = field("till", "home-care-last-day-away");
static REASON: FieldName = field("orsak", "home-care-reason");
/// What history calls one.
const KIND: &str = "pause";

/// The form for a new one. Service 414 at the customer's unit.
pub(crate) async fn new(mut visit: Visit, Path(id): Path<String>) -> Result<Response, PageError> {
    let customer = customer_of(&mut visit, &id, Service::EditCustomers).await?;
    let form = Form::filled([(&FROM, today(visit.now).to_string())]);
    show(&mut visit, &customer, None, &form, Errors::new(), html! {}).await
}

/// The form for one that is there. Service 414 at the customer's unit.
pub(crate) async fn edit(mut visit: Visit, Path((id, pause)): Path<(String, String)>) -> Result<Response, PageError> {
    let customer = customer_of(&mut visit, &id, Service::EditCustomers).await?;
    let found = find(&mut visit, &customer, &pause).await?;
    let days = found.pause.days;
    let form = Form::filled([
        (&FROM, days.from.to_string()),
        (&TO, days.to.map(|day| day.to_string()).unwrap_or_default()),
        (&REASON, found.pause.reason.as_stored().to_owned()),
    ]);
    show(&mut visit, &customer, Some(&found), &form, Errors::new(), html! {}).await
}

/// Adds one. Service 414 at the customer's unit.
pub(crate) async fn add(Path(id): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let customer = customer_of(&mut submission.visit, &id, Service::EditCustomers).await?;
    carry_out(submission, customer, None).await
}

/// Changes one. Service 414 at the customer's unit.
pub(crate) async fn save(
    Path((id, pause)): Path<(String, String)>,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let customer = customer_of(&mut submission.visit, &id, Service::EditCustomers).await?;
    let found = find(&mut submission.visit, &customer, &pause).await?;
    carry_out(submission, customer, Some(found)).await
}

/// The question before one is taken away, for those whose browser shows no dialog. Service 414 at the customer's unit.
pub(crate) async fn end_question(
    mut visit: Visit,
    Path((id, pause)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let customer = customer_of(&mut visit, &id, Service::EditCustomers).await?;
    let found = find(&mut visit, &customer, &pause).await?;
    record_reading(&mut visit, "home-care.pause", &customer).await?;
    let lang = visit.lang;
    let inside = html! {
        p { (lang.t("home-care-end-pause-text")) }
        div.button-row {
            (Button::danger(lang.t("home-care-end-pause")))
            (link_button(&path_of(customer.id, ""), &lang.t("web-cancel")))
        }
    };
    let page = page_below(&visit, lang.t("home-care-end-pause"), &customer);
    let form =
        PostForm::to(below(&customer, &found, "/ta-bort"), inside).once(Visit::form_key()).version(found.version);
    Ok(visit.show(&page, html! { (form) }))
}

/// Takes one away: its visits are planned again. Service 414 at the customer's unit.
pub(crate) async fn end(
    Path((id, pause)): Path<(String, String)>,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let customer = customer_of(&mut submission.visit, &id, Service::EditCustomers).await?;
    // Also one that has ended: sent again, the form meets its receipt.
    let found = pauses::find(submission.visit.snapshot.get().await?, customer.id, id_in(&pause)?).await?;
    let found = found.ok_or(PageError::NotFound)?;
    let version = submission.version()?;
    let input =
        Input { seat: submission.visit.seat(), customer: customer.id, of: Some((found.id, version)), new: None };
    match submission.submit(input, saved).await {
        Ok(path) => Ok(submission.visit.go_and_tell(&path, "home-care-pause-ended")),
        Err(Rejected::Errors(errors)) => {
            let form = submission.form.clone();
            show(&mut submission.visit, &customer, Some(&found), &form, errors, html! {}).await
        }
        Err(Rejected::Page(error)) => Err(error),
    }
}

async fn find(visit: &mut Visit, customer: &Customer, id: &str) -> Result<CarePause, PageError> {
    let id: PauseId = id_in(id)?;
    let found = pauses::find(visit.snapshot.get().await?, customer.id, id).await?;
    found.filter(|pause| pause.ended_at.is_none()).ok_or(PageError::NotFound)
}

fn below(customer: &Customer, one: &CarePause, rest: &str) -> String {
    path_of(customer.id, &format!("/pauser/{}{rest}", one.id))
}

async fn carry_out(
    mut submission: Submission,
    customer: Customer,
    found: Option<CarePause>,
) -> Result<Response, PageError> {
    let version = if found.is_some() { submission.version()? } else { 0 };
    let mut errors = Errors::new();
    let new = parse(&submission.form, &mut errors);
    let mut above = html! {};
    if let Some(new) = new {
        let of = found.as_ref().map(|found| (found.id, version));
        let input = Input { seat: submission.visit.seat(), customer: customer.id, of, new: Some(new) };
        match submission.submit(input, saved).await {
            Ok(path) => return Ok(submission.visit.go_and_tell(&path, "home-care-pause-saved")),
            Err(Rejected::Errors(refused)) => errors = refused,
            Err(Rejected::Page(error)) if is_stale(&error) => {
                errors.add_general("home-care-changed-meanwhile");
                if let Some(found) = &found {
                    let record = (KIND, found.id.uuid());
                    above = changed_meanwhile(&mut submission.visit, record, version, found.version).await?;
                }
            }
            Err(Rejected::Page(error)) => return Err(error),
        }
    }
    let form = submission.form.clone();
    show(&mut submission.visit, &customer, found.as_ref(), &form, errors, above).await
}

fn parse(form: &Form, errors: &mut Errors) -> Option<NewPause> {
    let from = form.required(&FROM, date, errors);
    let to = form.optional(&TO, date, errors);
    let reason = form.required(&REASON, |text| PauseReason::from_stored(text).ok_or_else(|| REASON.missing()), errors);
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        errors.add(&TO, "home-care-ends-before");
    }
    if !errors.is_empty() {
        return None;
    }
    Some(NewPause { days: Pause { from: from?, to }, reason: reason? })
}

struct Input {
    seat: Seat,
    customer: CustomerId,
    /// Which one, in the version that was shown; none for a new one.
    of: Option<(PauseId, i64)>,
    /// What it is to be; none where it is to be taken away.
    new: Option<NewPause>,
}

fn saved<'t>(tx: &'t mut WriteTx, input: &'t Input) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let customer = customer_to_change(tx, &input.seat, input.customer).await?;
        let before = match input.of {
            Some((id, _)) => Some(pauses::find(tx, customer.id, id).await?.ok_or(PageError::NotFound)?.pause),
            None => None,
        };
        let (id, level) = match (input.of, &input.new) {
            (None, Some(new)) => (pauses::add(tx, customer.id, new).await?, "home-care.add-pause"),
            (Some((id, version)), Some(new)) => {
                pauses::change(tx, id, version, new).await?;
                (id, "home-care.change-pause")
            }
            (Some((id, version)), None) => {
                pauses::end(tx, id, version).await?;
                (id, "home-care.end-pause")
            }
            (None, None) => return Err(PageError::Malformed("nothing to save").into()),
        };
        plan::replan(tx, &customer, None).await?;
        let told = |one: &NewPause| shown::paused_in_history(one);
        let change = changed("pause", before.as_ref().map(told), input.new.as_ref().map(told));
        let recorded = record_change(tx, level, &customer, (KIND, id.uuid()), change).await?;
        Ok(recorded.with(path_of(customer.id, "")))
    })
}

async fn show(
    visit: &mut Visit,
    customer: &Customer,
    found: Option<&CarePause>,
    form: &Form,
    errors: Errors,
    above: Markup,
) -> Result<Response, PageError> {
    record_reading(visit, "home-care.pause", customer).await?;
    let lang = visit.lang;
    let title = if found.is_some() { "home-care-change-pause" } else { "home-care-add-pause" };
    let action = found.map_or_else(|| path_of(customer.id, "/pauser/ny"), |one| below(customer, one, ""));
    let fields = Fields::new(lang, form, &errors);
    let reasons = PauseReason::ALL.iter().map(|reason| Choice::new(reason.as_stored(), lang.t(reason.text())));
    let inside = html! {
        (side_by_side(&html! { (fields.date(&FROM)) (fields.date(&TO).optional()) }))
        (fields.radios(&REASON).options(reasons))
        div.button-row {
            (Button::primary(lang.t("home-care-save")))
            (link_button(&path_of(customer.id, ""), &lang.t("web-cancel")))
            @if let Some(one) = found {
                (dialog_link(&below(customer, one, "/ta-bort"), "ta-bort", &lang.t("home-care-end-pause"), None))
            }
        }
    };
    let mut sent = PostForm::to(action, inside).once(Visit::form_key()).guarded();
    if let Some(one) = found {
        sent = sent.version(one.version);
    }
    let body = html! {
        (above) (sent)
        @if let Some(one) = found { (dialog(lang, customer, one)) }
    };
    let page = page_below(visit, lang.t(title), customer).lead(lang.t("home-care-pause-about")).errors(&errors);
    Ok(if errors.is_empty() { visit.show(&page, body) } else { visit.show_again(&page, body) })
}

fn dialog(lang: Lang, customer: &Customer, one: &CarePause) -> Markup {
    let answer = Button::danger(lang.t("home-care-end-pause"));
    let text = html! { p { (lang.t("home-care-end-pause-text")) } };
    Dialog::new(lang, "ta-bort", lang.t("home-care-end-pause"), text, answer, below(customer, one, "/ta-bort"))
        .once(Visit::form_key())
        .version(one.version)
        .render()
}
