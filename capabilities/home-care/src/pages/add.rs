//! *Ny kund*: a number is typed, name and number are shown, and *Lägg till* makes the person a customer of the unit.

use axum::response::Response;
use behorig_access::{PersonId, Service, UnitId};
use behorig_identity::IdentityNumber;
use behorig_registers::persons::{Person, Protection};
use behorig_registers::units::{self, Unit, UnitKind};
use behorig_store::{ActivityType, Event, Purpose, Resource, StoreError, Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit};
use behorig_web::components::{
    Button, Choice, Crumb, EmptyState, Fields, Icon, Page, PostForm, SummaryList, link_button,
};
use behorig_web::forms::date;
use behorig_web::{Errors, FieldName, Form, Lang, field};
use jiff::civil::Date;
use maud::{Markup, Render, html};

use super::history::changed;
use super::{CUSTOMER, LIST, banner_of, path_of, record_change, shown, today};
use crate::records::{Customer, add_customer, as_logged, home_care_units, living};
use crate::rules::sight;

/// Where the form is.
pub(crate) const PATH: &str = "/kunder/ny";
static UNIT: FieldName = field("enhet", "home-care-unit");
static NUMBER: FieldName = field("personnummer", "home-care-number-to-add");
static FROM: FieldName = field("fran", "home-care-first-day");
/// The person whose name and number were shown.
const PERSON: &str = "person";
/// The form for a number. Service 414 at some home-care unit.
pub(crate) async fn form(mut visit: Visit) -> Result<Response, PageError> {
    let units = units_to_choose(&mut visit).await?;
    let form = Form::filled([(&FROM, today(visit.now).to_string())]);
    let body = number_form(visit.lang, &units, &form, &Errors::new());
    Ok(visit.show(&page(visit.lang), body))
}

/// Shows whose number it is, or adds the person that was shown. Service 414 at the unit.
pub(crate) async fn add(mut submission: Submission) -> Result<Response, PageError> {
    let units = units_to_choose(&mut submission.visit).await?;
    let mut errors = Errors::new();
    let form = &submission.form;
    let chosen = |text: &str| {
        let id: Option<UnitId> = text.parse().ok();
        units.iter().find(|unit| Some(unit.id) == id).ok_or_else(|| UNIT.missing())
    };
    let unit = match units.as_slice() {
        [only] if !form.has(&UNIT.name) => Some(only),
        _ => form.required(&UNIT, chosen, &mut errors),
    };
    let from = form.required(&FROM, date, &mut errors);
    if form.has(PERSON) {
        let person: PersonId = form.value(PERSON).parse().map_err(|_| PageError::Malformed("no person"))?;
        if let (Some(unit), Some(from)) = (unit, from) {
            let input = Input { seat: submission.visit.seat(), unit: unit.id, person, from };
            match submission.submit(input, added).await {
                Ok(path) => return Ok(submission.visit.go_and_tell(&path, "home-care-added")),
                Err(Rejected::Errors(refused)) => errors = refused,
                Err(Rejected::Page(error)) => return Err(error),
            }
        }
        return Ok(again(&submission, &units, &errors));
    }
    let day = today(submission.visit.now);
    let number = form.required(&NUMBER, |text| IdentityNumber::parse(text, day), &mut errors);
    if let (Some(unit), Some(from), Some(number)) = (unit, from, number) {
        match candidate(&mut submission.visit, unit, &number).await? {
            Some(person) if person.deceased_on.is_none() => {
                return Ok(submission
                    .visit
                    .show(&page(submission.visit.lang), question(&submission.visit, unit, &person, from)));
            }
            Some(_) => errors.add(&NUMBER, "home-care-deceased-person"),
            None => errors.add(&NUMBER, "home-care-unknown-person"),
        }
    }
    Ok(again(&submission, &units, &errors))
}

fn again(submission: &Submission, units: &[Unit], errors: &Errors) -> Response {
    let lang = submission.visit.lang;
    let body = number_form(lang, units, &submission.form, errors);
    submission.visit.show_again(&page(lang).errors(errors), body)
}

/// The home-care units at which the visitor may register customers.
async fn units_to_choose(visit: &mut Visit) -> Result<Vec<Unit>, PageError> {
    let scope = visit.require_somewhere(Service::EditCustomers).await?;
    units_in(visit, &scope).await
}

/// The home-care units of a scope, by name.
pub(super) async fn units_in(visit: &mut Visit, scope: &behorig_access::Scope) -> Result<Vec<Unit>, PageError> {
    Ok(home_care_units(visit.snapshot.get().await?, scope).await?)
}

/// The person of a number, where the viewer may know of them at the unit; whoever is named, or said to be dead, is on the log first.
async fn candidate(visit: &mut Visit, unit: &Unit, number: &IdentityNumber) -> Result<Option<Person>, PageError> {
    let (viewer, now) = (visit.viewer.clone(), visit.now);
    let register = std::sync::Arc::clone(&visit.app.register);
    let tx = visit.snapshot.get().await?;
    let chain = units::chain_ids(tx, unit.id).await?;
    let found = register.by_number(tx, number).await?.filter(|person| {
        let protected = person.protection != Protection::None;
        sight::may(&viewer, Service::EditCustomers, &chain, person.id, protected, now)
    });
    if let Some(person) = &found {
        let resource = Resource {
            resource_type: "person",
            resource_id: Some(person.id.to_string()),
            patient: Some((person.number, person.full_name())),
            care_unit: Some(as_logged(unit)),
            ..Resource::default()
        };
        let event = Event {
            activity: ActivityType::Read,
            level: "home-care.find",
            args: None,
            purpose: Purpose::Administration,
            resources: vec![resource],
        };
        visit.record_reading(event).await?;
    }
    Ok(found)
}

struct Input {
    seat: Seat,
    unit: UnitId,
    person: PersonId,
    from: Date,
}

fn added<'t>(tx: &'t mut WriteTx, input: &'t Input) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let now = tx.now();
        let viewer = input.seat.viewer(tx, now).await?;
        behorig_visit::require(tx, &viewer, Service::EditCustomers, input.unit, now).await?;
        let chain = units::chain(tx, input.unit).await?;
        let ids: Vec<UnitId> = chain.iter().map(|unit| unit.id).collect();
        let found = living(tx, input.person).await?;
        let may = |person: &Person| {
            let protected = person.protection != Protection::None;
            sight::may(&viewer, Service::EditCustomers, &ids, person.id, protected, now)
        };
        let mut errors = Errors::new();
        let Some(person) = found.filter(may) else {
            errors.add(&NUMBER, "home-care-unknown-person");
            return Err(errors.into());
        };
        if chain.first().is_none_or(|unit| unit.kind != UnitKind::HomeCareUnit) {
            errors.add(&UNIT, UNIT.missing());
            return Err(errors.into());
        }
        let customer = match add_customer(tx, input.unit, &person, input.from).await {
            Ok(id) => Customer::for_viewer(tx, &viewer, id, Service::EditCustomers, now).await?,
            Err(StoreError::Conflict { constraint }) if constraint == "customer_of_person" => {
                errors.add(&NUMBER, "home-care-is-customer");
                return Err(errors.into());
            }
            Err(error) => return Err(error.into()),
        };
        let days = changed("customer", None, Some(shown::days_in_history(customer.from, None)));
        let about = (CUSTOMER, customer.id.uuid());
        let recorded = record_change(tx, "home-care.add-customer", &customer, about, days).await?;
        let looks = customer.may(&viewer, Service::ViewCustomers, now);
        Ok(recorded.with(if looks { path_of(customer.id, "") } else { "/".to_owned() }))
    })
}

fn page(lang: Lang) -> Page<'static> {
    Page::new(lang.t("home-care-new-customer"))
        .section(lang.t("home-care-customers"))
        .crumbs([Crumb::new(LIST, lang.t("home-care-customers"))])
}

fn number_form(lang: Lang, units: &[Unit], form: &Form, errors: &Errors) -> Markup {
    if units.is_empty() {
        return EmptyState::new(Icon::Home, lang.t("home-care-no-unit"), lang.t("home-care-no-unit-text")).render();
    }
    let fields = Fields::new(lang, form, errors);
    let choices = units.iter().map(|unit| Choice::new(unit.id.to_string(), unit.name.clone()));
    let inside = html! {
        @if units.len() > 1 { (fields.select(&UNIT).prompt(lang.t("home-care-choose-unit")).options(choices)) }
        (fields.identity_number(&NUMBER))
        (fields.date(&FROM))
        div.button-row {
            (Button::primary(lang.t("home-care-next")))
            (link_button(LIST, &lang.t("web-cancel")))
        }
    };
    PostForm::to(PATH, inside).render()
}

/// Name and number, with the question.
fn question(visit: &Visit, unit: &Unit, person: &Person, from: Date) -> Markup {
    let lang = visit.lang;
    let ask = html! {
        (SummaryList::new(lang)
            .text(lang.t("home-care-unit"), &unit.name)
            .text(lang.t("home-care-first-day"), &from.to_string()))
        div.button-row {
            (Button::primary(lang.t("home-care-add")))
            (link_button(PATH, &lang.t("home-care-another-person")))
            (link_button(LIST, &lang.t("web-cancel")))
        }
    };
    html! {
        (banner_of(lang, person, visit.now))
        (PostForm::to(PATH, ask)
            .once(Visit::form_key())
            .hidden(PERSON, person.id.to_string())
            .hidden(UNIT.name.as_ref(), unit.id.to_string())
            .hidden(FROM.name.as_ref(), from.to_string()))
    }
}
