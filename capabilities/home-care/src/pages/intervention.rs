//! An intervention that was decided: added, changed, ended.

use axum::extract::Path;
use axum::response::Response;
use behorig_access::Service;
use behorig_store::{Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit};
use behorig_web::components::{
    Button, Choice, Dialog, Fields, PostForm, Width, dialog_link, link_button, side_by_side,
};
use behorig_web::forms::{date, number, text};
use behorig_web::{Errors, FieldName, Form, Lang, field};
use maud::{Markup, Render, html};

use super::history::changed;
use super::{
    changed_meanwhile, customer_of, customer_to_change, id_in, is_stale, page_below, path_of, record_change,
    record_reading, shown, today,
};
use crate::records::{Customer, Intervention, NewIntervention, interventions, plan};
use crate::rules::amounts::{Law, Per};
use crate::{CustomerId, InterventionId};

static NAME: FieldName = field("insats", "home-care-intervention-name");
static LAW: FieldName = field("lag", "home-care-law");
static MINUTES: FieldName = field("minuter", "home-care-minutes-decided");
static PER: FieldName = field("per", "home-care-per");
static DECIDED: FieldName = field("beslutad", "home-care-decided-on");
static FROM: FieldName = field("fran", "home-care-first-day");
static TO: FieldName = field("till", "home-care-last-day");
/// What a decided amount can be at most, in minutes: a month around the clock.
const MOST_MINUTES: i64 = 31 * 24 * 60;
/// The longest name, in characters.
const NAME_MAX: usize = 100;
/// What history calls one.
const KIND: &str = "intervention";

/// The names of interventions that are usual; any other can be typed.
const USUAL: [&str; 16] = [
    "home-care-usual-care",
    "home-care-usual-shower",
    "home-care-usual-supervision",
    "home-care-usual-meals",
    "home-care-usual-walk",
    "home-care-usual-cleaning",
    "home-care-usual-laundry",
    "home-care-usual-shopping",
    "home-care-usual-food-delivery",
    "home-care-usual-escort",
    "home-care-usual-respite",
    "home-care-usual-alarm",
    "home-care-usual-night",
    "home-care-usual-housing",
    "home-care-usual-self-care",
    "home-care-usual-health",
];

/// The form for a new one. Service 414 at the customer's unit.
pub(crate) async fn new(mut visit: Visit, Path(id): Path<String>) -> Result<Response, PageError> {
    let customer = customer_of(&mut visit, &id, Service::EditCustomers).await?;
    let day = today(visit.now).to_string();
    let form =
        Form::filled([(&LAW, "sol".to_owned()), (&PER, "week".to_owned()), (&DECIDED, day.clone()), (&FROM, day)]);
    show(&mut visit, &customer, None, &form, Errors::new(), html! {}).await
}

/// The form for one that is there. Service 414 at the customer's unit.
pub(crate) async fn edit(
    mut visit: Visit,
    Path((id, intervention)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let customer = customer_of(&mut visit, &id, Service::EditCustomers).await?;
    let found = find(&mut visit, &customer, &intervention).await?;
    let decided = &found.decided;
    let form = Form::filled([
        (&NAME, decided.name.clone()),
        (&LAW, decided.law.as_stored().to_owned()),
        (&MINUTES, decided.minutes.to_string()),
        (&PER, decided.per.as_stored().to_owned()),
        (&DECIDED, decided.decided_on.to_string()),
        (&FROM, decided.from.to_string()),
        (&TO, decided.to.map(|day| day.to_string()).unwrap_or_default()),
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
    Path((id, intervention)): Path<(String, String)>,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let customer = customer_of(&mut submission.visit, &id, Service::EditCustomers).await?;
    let found = find(&mut submission.visit, &customer, &intervention).await?;
    carry_out(submission, customer, Some(found)).await
}

/// Ends one: it is no part of any visit from now on. Service 414 at the customer's unit.
pub(crate) async fn end(
    Path((id, intervention)): Path<(String, String)>,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let customer = customer_of(&mut submission.visit, &id, Service::EditCustomers).await?;
    let found = find(&mut submission.visit, &customer, &intervention).await?;
    let version = submission.version()?;
    let input =
        Input { seat: submission.visit.seat(), customer: customer.id, of: Some((found.id, version)), new: None };
    match submission.submit(input, saved).await {
        Ok(path) => Ok(submission.visit.go_and_tell(&path, "home-care-intervention-ended")),
        Err(Rejected::Errors(errors)) => {
            let form = submission.form.clone();
            show(&mut submission.visit, &customer, Some(&found), &form, errors, html! {}).await
        }
        Err(Rejected::Page(error)) => Err(error),
    }
}

/// The question before one is ended, for those whose browser shows no dialog. Service 414 at the customer's unit.
pub(crate) async fn end_question(
    mut visit: Visit,
    Path((id, intervention)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let customer = customer_of(&mut visit, &id, Service::EditCustomers).await?;
    let found = find(&mut visit, &customer, &intervention).await?;
    record_reading(&mut visit, "home-care.intervention", &customer).await?;
    let lang = visit.lang;
    let inside = html! {
        p { (lang.tr("home-care-end-intervention-text", &[("name", found.decided.name.clone().into())])) }
        div.button-row {
            (Button::danger(lang.t("home-care-end-intervention")))
            (link_button(&path_of(customer.id, ""), &lang.t("web-cancel")))
        }
    };
    let page = page_below(&visit, lang.t("home-care-end-intervention"), &customer);
    let form =
        PostForm::to(below(&customer, &found, "/avsluta"), inside).once(Visit::form_key()).version(found.version);
    Ok(visit.show(&page, html! { (form) }))
}

async fn find(visit: &mut Visit, customer: &Customer, id: &str) -> Result<Intervention, PageError> {
    let id: InterventionId = id_in(id)?;
    interventions::find(visit.snapshot.get().await?, customer.id, id).await?.ok_or(PageError::NotFound)
}

fn below(customer: &Customer, one: &Intervention, rest: &str) -> String {
    path_of(customer.id, &format!("/insatser/{}{rest}", one.id))
}

async fn carry_out(
    mut submission: Submission,
    customer: Customer,
    found: Option<Intervention>,
) -> Result<Response, PageError> {
    let mut errors = Errors::new();
    let new = parse(&submission.form, &mut errors);
    let version = if found.is_some() { submission.version()? } else { 0 };
    let mut above = html! {};
    if let Some(new) = new {
        let of = found.as_ref().map(|found| (found.id, version));
        let input = Input { seat: submission.visit.seat(), customer: customer.id, of, new: Some(new) };
        match submission.submit(input, saved).await {
            Ok(path) => return Ok(submission.visit.go_and_tell(&path, "home-care-intervention-saved")),
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

fn parse(form: &Form, errors: &mut Errors) -> Option<NewIntervention> {
    let one_line =
        |typed: &str| text(NAME_MAX)(typed).map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "));
    let name = form.required(&NAME, one_line, errors);
    let law = form.required(&LAW, |text| Law::from_stored(text).ok_or_else(|| LAW.missing()), errors);
    let minutes = form.required(&MINUTES, number(1..=MOST_MINUTES), errors);
    let per = form.required(&PER, |text| Per::from_stored(text).ok_or_else(|| PER.missing()), errors);
    let decided_on = form.required(&DECIDED, date, errors);
    let from = form.required(&FROM, date, errors);
    let to = form.optional(&TO, date, errors);
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        errors.add(&TO, "home-care-ends-before");
    }
    if !errors.is_empty() {
        return None;
    }
    let (name, law, minutes, per) = (name?, law?, minutes?, per?);
    Some(NewIntervention { name, law, minutes, per, decided_on: decided_on?, from: from?, to })
}

struct Input {
    seat: Seat,
    customer: CustomerId,
    /// Which one, in the version that was shown; none for a new one.
    of: Option<(InterventionId, i64)>,
    /// What it is to be; none where it is to end.
    new: Option<NewIntervention>,
}

fn saved<'t>(tx: &'t mut WriteTx, input: &'t Input) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let customer = customer_to_change(tx, &input.seat, input.customer).await?;
        let before = match input.of {
            Some((id, _)) => Some(interventions::find(tx, customer.id, id).await?.ok_or(PageError::NotFound)?.decided),
            None => None,
        };
        let (id, level) = match (input.of, &input.new) {
            (None, Some(new)) => (interventions::add(tx, customer.id, new).await?, "home-care.add-intervention"),
            (Some((id, version)), Some(new)) => {
                interventions::change(tx, id, version, new).await?;
                (id, "home-care.change-intervention")
            }
            (Some((id, version)), None) => {
                interventions::end(tx, id, version).await?;
                (id, "home-care.end-intervention")
            }
            (None, None) => return Err(PageError::Malformed("nothing to save").into()),
        };
        plan::replan(tx, &customer, None).await?;
        let told = |one: &NewIntervention| shown::decided_in_history(one);
        let change = changed("intervention", before.as_ref().map(told), input.new.as_ref().map(told));
        let recorded = record_change(tx, level, &customer, (KIND, id.uuid()), change).await?;
        Ok(recorded.with(path_of(customer.id, "")))
    })
}

async fn show(
    visit: &mut Visit,
    customer: &Customer,
    found: Option<&Intervention>,
    form: &Form,
    errors: Errors,
    above: Markup,
) -> Result<Response, PageError> {
    record_reading(visit, "home-care.intervention", customer).await?;
    let lang = visit.lang;
    let title = if found.is_some() { "home-care-change-intervention" } else { "home-care-add-intervention" };
    let action = found.map_or_else(|| path_of(customer.id, "/insatser/ny"), |one| below(customer, one, ""));
    let inside = html! {
        (fields(lang, form, &errors))
        div.button-row {
            (Button::primary(lang.t("home-care-save")))
            (link_button(&path_of(customer.id, ""), &lang.t("web-cancel")))
            @if let Some(one) = found {
                (dialog_link(&below(customer, one, "/avsluta"), "avsluta", &lang.t("home-care-end-intervention"), None))
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
    let page = page_below(visit, lang.t(title), customer).errors(&errors);
    Ok(if errors.is_empty() { visit.show(&page, body) } else { visit.show_again(&page, body) })
}

fn dialog(lang: Lang, customer: &Customer, one: &Intervention) -> Markup {
    let text = lang.tr("home-care-end-intervention-text", &[("name", one.decided.name.clone().into())]);
    let answer = Button::danger(lang.t("home-care-end-intervention"));
    let title = lang.t("home-care-end-intervention");
    Dialog::new(lang, "avsluta", title, html! { p { (text) } }, answer, below(customer, one, "/avsluta"))
        .once(Visit::form_key())
        .version(one.version)
        .render()
}

fn fields(lang: Lang, form: &Form, errors: &Errors) -> Markup {
    let fields = Fields::new(lang, form, errors);
    let laws = Law::ALL.iter().map(|law| Choice::new(law.as_stored(), law.abbreviation()));
    let periods = Per::ALL.iter().map(|per| {
        let label = match per {
            Per::Day => "home-care-per-day",
            Per::Week => "home-care-per-week",
            Per::Month => "home-care-per-month",
        };
        Choice::new(per.as_stored(), lang.t(label))
    });
    let usual: Vec<_> = USUAL.iter().map(|name| lang.t(name)).collect();
    html! {
        (fields.text(&NAME).width(Width::Half).hint(lang.tr("home-care-usual", &[("names", usual.join(", ").into())])))
        (fields.radios(&LAW).options(laws))
        (side_by_side(&html! {
            (fields.number(&MINUTES))
            (fields.select(&PER).options(periods))
        }))
        (fields.date(&DECIDED))
        (side_by_side(&html! { (fields.date(&FROM)) (fields.date(&TO).optional()) }))
    }
}
