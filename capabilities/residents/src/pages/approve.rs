//! *Godkänn invånare*: a number is typed, name and number are shown, and *Godkänn* approves.

use axum::response::Response;
use behorig_access::{PersonId, Service, UnitId};
use behorig_identity::IdentityNumber;
use behorig_registers::persons::Person;
use behorig_visit::{PageError, Rejected, Submission, Visit};
use behorig_web::components::{Button, Crumb, Fields, Notice, Page, PostForm, Tone, link_button};
use behorig_web::{Errors, FieldName, Form, Lang, Message, field, format};
use maud::{Markup, html};

use super::{LIST, banner, desk_of, own_clinic, page_of, reading, register_of};
use crate::records::change::{self, Give};
use crate::records::{self, Candidate, Held, Who};

/// Where the form is.
pub(crate) const PATH: &str = "/invanare/godkann";
/// The number of whoever is to be approved.
static NUMBER: FieldName = field("personnummer", "residents-number-to-approve");
/// The person whose name and number were shown.
pub(super) const PERSON: &str = "person";

/// The form for a number. Service 402 at the hat's unit.
pub(crate) async fn form(mut visit: Visit) -> Result<Response, PageError> {
    own_clinic(&mut visit, Service::ApproveResidents).await?;
    let errors = Errors::new();
    Ok(visit.show(&page(visit.lang), number_form(visit.lang, &Form::default(), &errors)))
}

/// Shows whose number it is, or approves the person that was shown. Service 402 at the hat's unit.
pub(crate) async fn approve(mut submission: Submission) -> Result<Response, PageError> {
    let unit = own_clinic(&mut submission.visit, Service::ApproveResidents).await?;
    if submission.form.has(PERSON) {
        let person = submission.form.value(PERSON).parse().map_err(|_| PageError::Malformed("no person"))?;
        return confirmed(submission, unit, person).await;
    }
    let lang = submission.visit.lang;
    let mut errors = Errors::new();
    let today = format::local(submission.visit.now.0).date();
    let number = submission.form.required(&NUMBER, |text| IdentityNumber::parse(text, today), &mut errors);
    let visit = &mut submission.visit;
    if let Some(number) = number {
        match of_number(visit, unit, &number).await? {
            Found::Shown(person, catchment) => {
                return Ok(visit.show(&page(lang), question(lang, visit, &person, catchment)));
            }
            Found::Approved(person, held) => {
                errors.add(&NUMBER, Message::new("residents-already-approved").with("name", person.full_name()));
                let body = html! {
                    (number_form(lang, &submission.form, &errors))
                    (already(lang, visit, &person, &held))
                };
                return Ok(visit.show_again(&page(lang).errors(&errors), body));
            }
            Found::Deceased => errors.add(&NUMBER, "residents-deceased-person"),
            Found::Unknown => errors.add(&NUMBER, "residents-unknown-person"),
        }
    }
    let body = number_form(lang, &submission.form, &errors);
    Ok(visit.show_again(&page(lang).errors(&errors), body))
}

async fn confirmed(mut submission: Submission, unit: UnitId, person: PersonId) -> Result<Response, PageError> {
    let desk = desk_of(&submission.visit);
    let input = Give { desk, unit, person, case_type: None, to: None, field: &NUMBER };
    match submission.submit(input, change::give).await {
        Ok(path) => Ok(submission.visit.go_and_tell(&path, "residents-approved")),
        Err(Rejected::Errors(errors)) => {
            let lang = submission.visit.lang;
            let body = number_form(lang, &Form::default(), &errors);
            Ok(submission.visit.show_again(&page(lang).errors(&errors), body))
        }
        Err(Rejected::Page(error)) => Err(error),
    }
}

/// What a number leads to.
enum Found {
    /// Somebody to approve; whether they are there by the catchment area.
    Shown(Person, bool),
    /// Somebody who is approved already.
    Approved(Person, Held),
    Deceased,
    Unknown,
}

/// Whose number it is; whoever is named, or said to be dead, is on the log first.
async fn of_number(visit: &mut Visit, unit: UnitId, number: &IdentityNumber) -> Result<Found, PageError> {
    let (viewer, now, register) = (visit.viewer.clone(), visit.now, register_of(visit));
    let chain: Vec<UnitId> = visit.hat_chain.iter().map(|unit| unit.id).collect();
    let tx = visit.snapshot.get().await?;
    let asks = (&viewer, Service::ApproveResidents, chain.as_slice());
    let (person, found) = match records::candidate(tx, &register, asks, Who::Number(number), now).await? {
        Candidate::Unknown => return Ok(Found::Unknown),
        Candidate::Deceased(person) => (person, Found::Deceased),
        Candidate::Living(person) => match records::approval_of(tx, unit, person.id, now).await? {
            Some(held) => (person.clone(), Found::Approved(person, held)),
            None => {
                let held = records::live_at(tx, unit, &[person.id], now).await?;
                let catchment = held.iter().any(Held::is_by_catchment);
                (person.clone(), Found::Shown(person, catchment))
            }
        },
    };
    let subject = std::iter::once((person.id, &person.number, person.full_name()));
    visit.record_reading(reading("residents.find", &visit.hat_chain, subject)).await?;
    Ok(found)
}

fn page(lang: Lang) -> Page<'static> {
    Page::new(lang.t("residents-approve"))
        .section(lang.t("residents-title"))
        .crumbs([Crumb::new(LIST, lang.t("residents-title"))])
}

fn number_form(lang: Lang, form: &Form, errors: &Errors) -> Markup {
    let fields = html! {
        (Fields::new(lang, form, errors).identity_number(&NUMBER))
        div.button-row {
            (Button::primary(lang.t("residents-next")))
            (link_button(LIST, &lang.t("web-cancel")))
        }
    };
    html! { (PostForm::to(PATH, fields)) }
}

/// Name and number, with the question.
fn question(lang: Lang, visit: &Visit, person: &Person, catchment: bool) -> Markup {
    let unit = visit.hat_chain.first().map(|unit| unit.name.as_str()).unwrap_or_default();
    let ask = html! {
        p { (lang.tr("residents-approve-what", &[("name", person.full_name().into()), ("unit", unit.into())])) }
        div.button-row {
            (Button::primary(lang.t("residents-approve-button")))
            (link_button(PATH, &lang.t("residents-another-person")))
            (link_button(LIST, &lang.t("web-cancel")))
        }
    };
    html! {
        (banner(lang, person, visit.now))
        @if catchment {
            (Notice::new(Tone::Info, lang.t("residents-is-in-catchment")).text(lang.t("residents-is-in-catchment-text")))
        }
        (PostForm::to(PATH, ask).once(Visit::form_key()).hidden(PERSON, person.id.to_string()))
    }
}

fn already(lang: Lang, visit: &Visit, person: &Person, held: &Held) -> Markup {
    html! {
        (banner(lang, person, visit.now))
        p { a href=(page_of(held.grant, "")) { (lang.t("residents-open-page")) } }
    }
}
