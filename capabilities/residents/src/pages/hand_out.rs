//! *Dela ut ärendetyp*: a number is typed, name and number are shown, one of the clinic's restricted case types and how long are
//! chosen, and *Dela ut* hands it out.

use axum::extract::Path;
use axum::response::Response;
use behorig_access::{CaseTypeId, Instant, PersonId, Service, UnitId};
use behorig_case_types::{CaseType, restricted_of_unit};
use behorig_identity::IdentityNumber;
use behorig_registers::persons::Person;
use behorig_visit::{PageError, Rejected, Submission, Visit};
use behorig_web::components::{
    Button, Choice, Crumb, EmptyState, Fields, Icon, Page, PostForm, WaitingButton, link_button,
};
use behorig_web::forms::date;
use behorig_web::{Errors, FieldName, Form, Lang, field, format};
use maud::{Markup, Render, html};

use super::approve::PERSON;
use super::{LIST, banner, desk_of, own_clinic, page_of, reading, register_of, resident_of};
use crate::lasting::{Lasting, LastingError};
use crate::records::change::{self, Give};
use crate::records::{self, Candidate, Who};

/// Where the form is.
pub(crate) const PATH: &str = "/invanare/dela-ut";
/// The number of whoever is to get the case type.
static NUMBER: FieldName = field("personnummer", "residents-number-to-hand-out");
static CASE_TYPE: FieldName = field("arendetyp", "residents-type");
/// Until a day, or until further notice.
pub(super) static HOW_LONG: FieldName = field("hur-lange", "residents-how-long");
/// The last day.
pub(super) static LAST_DAY: FieldName = field("till", "residents-last-day");
pub(super) const TO_A_DAY: &str = "datum";
pub(super) const UNTIL_FURTHER_NOTICE: &str = "tills-vidare";

/// The form for a number. Service 403 at the hat's unit.
pub(crate) async fn form(mut visit: Visit) -> Result<Response, PageError> {
    let unit = own_clinic(&mut visit, Service::HandOutCaseTypes).await?;
    let errors = Errors::new();
    let types = restricted_of_unit(visit.snapshot.get().await?, unit).await?;
    let lang = visit.lang;
    let body = if types.is_empty() { none_to_hand_out(lang) } else { number_form(lang, &Form::default(), &errors) };
    Ok(visit.show(&page(lang), body))
}

/// The form for a resident of the list, whose name and number are known. Service 403 at the grant's unit.
pub(crate) async fn form_of(mut visit: Visit, Path(grant): Path<String>) -> Result<Response, PageError> {
    let resident = resident_of(&mut visit, &grant, Service::HandOutCaseTypes).await?;
    // What is handed out is handed out where one works.
    let unit = resident.ids.first().copied().filter(|unit| visit.session.hat_unit == Some(*unit));
    let unit = unit.ok_or(PageError::NotFound)?;
    if resident.person.deceased_on.is_some() {
        return Err(PageError::NotFound);
    }
    Shown { person: resident.person, back: page_of(super::grant_in(&grant)?, "") }
        .show(&mut visit, unit, &Form::default(), &Errors::new())
        .await
}

/// Shows whose number it is, or hands the case type out to the person that was shown. Service 403 at the hat's unit.
pub(crate) async fn hand_out(mut submission: Submission) -> Result<Response, PageError> {
    let unit = own_clinic(&mut submission.visit, Service::HandOutCaseTypes).await?;
    if submission.form.has(PERSON) {
        let person = submission.form.value(PERSON).parse().map_err(|_| PageError::Malformed("no person"))?;
        return chosen(submission, unit, person).await;
    }
    let mut errors = Errors::new();
    let today = format::local(submission.visit.now.0).date();
    let number = submission.form.required(&NUMBER, |text| IdentityNumber::parse(text, today), &mut errors);
    let visit = &mut submission.visit;
    if let Some(number) = number {
        match candidate(visit, Who::Number(&number)).await? {
            Candidate::Living(person) => {
                let shown = Shown { person, back: LIST.to_owned() };
                return shown.show(visit, unit, &Form::default(), &errors).await;
            }
            Candidate::Deceased(person) => {
                // That somebody is dead is something about them.
                let subject = std::iter::once((person.id, &person.number, person.full_name()));
                visit.record_reading(reading("residents.find", &visit.hat_chain, subject)).await?;
                errors.add(&NUMBER, "residents-deceased-person");
            }
            Candidate::Unknown => errors.add(&NUMBER, "residents-unknown-person"),
        }
    }
    let body = number_form(visit.lang, &submission.form, &errors);
    Ok(visit.show_again(&page(visit.lang).errors(&errors), body))
}

async fn candidate(visit: &mut Visit, who: Who<'_>) -> Result<Candidate, PageError> {
    let (viewer, now, register) = (visit.viewer.clone(), visit.now, register_of(visit));
    let chain: Vec<UnitId> = visit.hat_chain.iter().map(|unit| unit.id).collect();
    let tx = visit.snapshot.get().await?;
    let asks = (&viewer, Service::HandOutCaseTypes, chain.as_slice());
    Ok(records::candidate(tx, &register, asks, who, now).await?)
}

async fn chosen(mut submission: Submission, unit: UnitId, person: PersonId) -> Result<Response, PageError> {
    let mut errors = Errors::new();
    let form = &submission.form;
    let case_type: Option<CaseTypeId> =
        form.required(&CASE_TYPE, |text| text.parse().map_err(|_| CASE_TYPE.missing()), &mut errors);
    let to = how_long(form, submission.visit.now, &mut errors);
    if let (Some(case_type), Some(to), true) = (case_type, to, errors.is_empty()) {
        let desk = desk_of(&submission.visit);
        let input = Give { desk, unit, person, case_type: Some(case_type), to, field: &CASE_TYPE };
        match submission.submit(input, change::give).await {
            Ok(path) => return Ok(submission.visit.go_and_tell(&path, "residents-handed-out")),
            Err(Rejected::Errors(refused)) => errors = refused,
            Err(Rejected::Page(error)) => return Err(error),
        }
    }
    let visit = &mut submission.visit;
    match candidate(visit, Who::Shown(person)).await? {
        Candidate::Living(person) => {
            Shown { person, back: LIST.to_owned() }.show(visit, unit, &submission.form, &errors).await
        }
        Candidate::Deceased(_) | Candidate::Unknown => {
            let mut errors = Errors::new();
            errors.add(&NUMBER, "residents-unknown-person");
            let body = number_form(visit.lang, &Form::default(), &errors);
            Ok(visit.show_again(&page(visit.lang).errors(&errors), body))
        }
    }
}

/// The end that was chosen, where it can be one: `Some(None)` is until further notice.
pub(super) fn how_long(form: &Form, now: Instant, errors: &mut Errors) -> Option<Option<Instant>> {
    let lasting = match form.value(&HOW_LONG.name) {
        UNTIL_FURTHER_NOTICE => Some(Lasting::UntilFurtherNotice),
        TO_A_DAY => form.required(&LAST_DAY, date, errors).map(Lasting::Through),
        _ => {
            errors.add(&HOW_LONG, HOW_LONG.missing());
            None
        }
    };
    match lasting?.end(now, format::stockholm()) {
        Ok(end) => Some(end),
        Err(LastingError::Past) => {
            errors.add(&LAST_DAY, "residents-day-is-over");
            None
        }
        Err(LastingError::OutsideTheCalendar) => {
            errors.add(&LAST_DAY, "web-date-wrong");
            None
        }
    }
}

/// How long, as it is chosen.
pub(super) fn how_long_fields(lang: Lang, form: &Form, errors: &Errors) -> Markup {
    let fields = Fields::new(lang, form, errors);
    html! {
        (fields.radios(&HOW_LONG).options([
            Choice::new(TO_A_DAY, lang.t("residents-to-a-day")),
            Choice::new(UNTIL_FURTHER_NOTICE, lang.t("residents-until-further-notice")),
        ]))
        div data-while=(HOW_LONG.name) data-value=(TO_A_DAY) { (fields.date(&LAST_DAY)) }
    }
}

fn page(lang: Lang) -> Page<'static> {
    Page::new(lang.t("residents-hand-out"))
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

fn none_to_hand_out(lang: Lang) -> Markup {
    EmptyState::new(Icon::Document, lang.t("residents-no-types"), lang.t("residents-no-types-text"))
        .action(Button::link(LIST, lang.t("residents-back-to-list")))
        .render()
}

/// The person whose name and number are shown above the choices.
struct Shown {
    person: Person,
    back: String,
}

impl Shown {
    async fn show(&self, visit: &mut Visit, unit: UnitId, form: &Form, errors: &Errors) -> Result<Response, PageError> {
        let lang = visit.lang;
        let types = restricted_of_unit(visit.snapshot.get().await?, unit).await?;
        let subject = std::iter::once((self.person.id, &self.person.number, self.person.full_name()));
        visit.record_reading(reading("residents.find", &visit.hat_chain, subject)).await?;
        let page = page(lang).errors(errors);
        let body = if types.is_empty() { none_to_hand_out(lang) } else { self.choices(lang, &types, form, errors) };
        let body = html! { (banner(lang, &self.person, visit.now)) (body) };
        Ok(if errors.is_empty() { visit.show(&page, body) } else { visit.show_again(&page, body) })
    }

    fn choices(&self, lang: Lang, types: &[CaseType], form: &Form, errors: &Errors) -> Markup {
        let fields = Fields::new(lang, form, errors);
        let types = types.iter().map(|one| Choice::new(one.id.to_string(), one.name_in(lang)));
        let ready = WaitingButton::new(lang, lang.t("residents-hand-out-button"))
            .wait_for(&CASE_TYPE)
            .wait_for(&HOW_LONG)
            .wait_for_while(&LAST_DAY, &HOW_LONG, TO_A_DAY);
        let inside = html! {
            (fields.select(&CASE_TYPE).prompt(lang.t("residents-choose-type")).options(types))
            (how_long_fields(lang, form, errors))
            div.button-row { (ready) (link_button(&self.back, &lang.t("web-cancel"))) }
        };
        let form = PostForm::to(PATH, inside).once(Visit::form_key()).hidden(PERSON, self.person.id.to_string());
        html! { (form) }
    }
}
