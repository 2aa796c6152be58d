//! *Sök i loggen*: what was done at the units that one reviews, the latest first.

use axum::extract::RawQuery;
use axum::response::{IntoResponse, Redirect, Response};
use behorig_access::{PersonId, Scope, Service, UnitId};
use behorig_identity::{HsaId, IdentityNumber, looks_like_identity_number};
use behorig_registers::persons::{Person, Protection};
use behorig_store::{ActivityType, Event, Purpose, Resource};
use behorig_visit::{PageError, Submission, Visit};
use behorig_web::components::{
    Button, Choice, Column, EmptyState, Fields, Icon, Notice, Page, Pager, PostForm, Row, Section, Table, Tone,
};
use behorig_web::paths::query_value;
use behorig_web::{Errors, FieldName, Form, Lang, field, format};
use maud::{Markup, Render, html};

use super::{A_PAGE, SEARCH, crumb_to_list, period, query, subject, today, who as who_acted};
use crate::records::log::{self, Filter, Key, Line};
use crate::records::{places, sees, sight};
use crate::rules::Days;
use crate::words;

static UNIT: FieldName = field("enhet", "audit-unit");
static WHO: FieldName = field("vem", "audit-who");
static KIND: FieldName = field("vad", "audit-kind");
static NUMBER: FieldName = field("nummer", "audit-number");
/// Whom it is about, by the register's id: the number itself stands in no address.
const PATIENT: &str = "invanare";
const AFTER: &str = "efter";
/// What is shown where nothing is asked for: so many days.
const DAYS: i64 = 30;
/// As much of a name counts.
const LONGEST: usize = 100;

/// The log. Service 400, as far as it is held.
pub(crate) async fn show(mut visit: Visit, RawQuery(raw): RawQuery) -> Result<Response, PageError> {
    let scope = visit.require_somewhere(Service::ReviewLogs).await?;
    let asked = query(raw)?;
    let typed = asked.value(&WHO.name).trim();
    if looks_like_identity_number(typed) && HsaId::parse(typed).is_err() {
        return Ok(visit.go_and_tell(SEARCH, "audit-number-elsewhere"));
    }
    let mut errors = Errors::new();
    let (page, body) = page(&mut visit, &scope, &asked, (&Form::default(), &Errors::new()), &mut errors).await?;
    Ok(if errors.is_empty() { visit.show(&page, body) } else { visit.show_again(&page.errors(&errors), body) })
}

/// A number is looked for: it leads to the same list, narrowed by the register's id. Service 400 somewhere.
pub(crate) async fn patient(mut submission: Submission) -> Result<Response, PageError> {
    let scope = submission.visit.require_somewhere(Service::ReviewLogs).await?;
    let form = submission.form.clone();
    let visit = &mut submission.visit;
    let (day, register) = (today(visit.now), std::sync::Arc::clone(&visit.app.register));
    let mut errors = Errors::new();
    let number = form.required(&NUMBER, |text| IdentityNumber::parse(text, day), &mut errors);
    if let Some(number) = number {
        let known = register.by_number(visit.snapshot.get().await?, &number).await?;
        // A number that nobody here has leads to an empty list, as one of whom the log says nothing. So does that of a protected person
        // to who may not see them: the address must not tell that there is somebody.
        let is_seen = match &known {
            Some(person) => subject_of(visit, person.id).await?.is_some(),
            None => false,
        };
        let person = known.filter(|_| is_seen).map_or(PersonId::from_bytes([0; 16]), |person| person.id);
        return Ok(Redirect::to(&address(&form, Some(person), None)).into_response());
    }
    let mut of_period = Errors::new();
    let (page, body) = page(visit, &scope, &form, (&form, &errors), &mut of_period).await?;
    Ok(visit.show_again(&page.errors(&errors), body))
}

/// What is searched for, and what its page has to say of it.
struct Asked {
    filter: Filter,
    person: Option<PersonId>,
    /// The name as it stands in the log of the search, where somebody is meant.
    subject: Option<(IdentityNumber, String)>,
    too_many: bool,
    after: Option<Key>,
}

async fn asked(visit: &mut Visit, form: &Form, errors: &mut Errors) -> Result<Asked, PageError> {
    let days = period::asked(form, Days::until(today(visit.now), DAYS), errors);
    let person: Option<PersonId> = form.value(PATIENT).parse().ok();
    let subject = match person {
        Some(person) => subject_of(visit, person).await?,
        None => None,
    };
    let (viewer, now) = (visit.viewer.clone(), visit.now);
    let tx = visit.snapshot.get().await?;
    let typed: String = form.value(&WHO.name).trim().chars().take(LONGEST).collect();
    let (people, too_many) = if typed.is_empty() {
        (None, false)
    } else {
        let (people, too_many) = log::people(tx, &viewer, &typed, now).await?;
        (Some(people), too_many)
    };
    let kind = words::KINDS.iter().find(|(key, _, _)| *key == form.value(&KIND.name)).map(|(_, kind, _)| *kind);
    let unit = form.value(&UNIT.name).parse::<UnitId>().ok();
    let patient = person.map(|_| subject.as_ref().map(|(number, _)| *number));
    let filter = Filter { days, unit, people, kind, patient };
    Ok(Asked { filter, person, subject, too_many, after: Key::parse(form.value(AFTER)) })
}

/// The person of an id; nobody where the register knows none, or a protected one whom the viewer may not see.
async fn subject_of(visit: &mut Visit, person: PersonId) -> Result<Option<(IdentityNumber, String)>, PageError> {
    let register = std::sync::Arc::clone(&visit.app.register);
    let (viewer, now) = (visit.viewer.clone(), visit.now);
    let chain: Vec<UnitId> = visit.hat_chain.iter().map(|unit| unit.id).collect();
    let found = register.by_id(visit.snapshot.get().await?, person).await?;
    let known = |person: &Person| Some((person.id, person.protection != Protection::None));
    let seen = found.filter(|person| sees(&viewer, &chain, known(person), now));
    Ok(seen.map(|person| (person.number, person.full_name())))
}

/// The page; `number` is what stands in the field of the number, and what is wrong with it.
async fn page(
    visit: &mut Visit,
    scope: &Scope,
    form: &Form,
    number: (&Form, &Errors),
    errors: &mut Errors,
) -> Result<(Page<'static>, Markup), PageError> {
    let lang = visit.lang;
    let asked = asked(visit, form, errors).await?;
    let sight = sight(&visit.viewer, visit.now);
    let tx = visit.snapshot.get().await?;
    let units = places::units(tx, scope).await?;
    let mut lines = if errors.is_empty() {
        log::page(tx, (scope, &sight), &asked.filter, asked.after, A_PAGE + 1).await?
    } else {
        Vec::new()
    };
    let has_more = lines.len() > A_PAGE;
    lines.truncate(A_PAGE);
    if !lines.is_empty() || asked.subject.is_some() {
        visit.record_reading(reading(visit, &asked)).await?;
    }
    let next = lines.last().filter(|_| has_more).map(|last| Key { at: last.at, id: last.id });
    let next = next.map(|key| address(form, asked.person, Some(key)).into());
    let first = asked.after.map(|_| address(form, asked.person, None).into());
    let body = html! {
        (filters(lang, form, &units, &asked, errors))
        @if asked.person.is_some() { (about_a_person(lang, form)) }
        @else { (number_form(lang, form, number)) }
        @if asked.too_many { (Notice::new(Tone::Warning, lang.t("audit-too-many-people"))) }
        @if lines.is_empty() {
            (EmptyState::new(Icon::History, lang.t("audit-no-events"), lang.t("audit-no-events-text")))
        } @else {
            (table(lang, &lines))
        }
        (Pager::new(lang, first, next, ""))
    };
    let page = Page::new(lang.t("audit-search")).lead(lang.t("audit-search-lead")).crumbs([crumb_to_list(lang)]).wide();
    Ok((page, body))
}

/// That the log was read, on the log: what was asked for, and of whom.
fn reading(visit: &Visit, asked: &Asked) -> Event {
    let filter = &asked.filter;
    let mut told = format!("{} to {}", filter.days.from, filter.days.to);
    if let Some(unit) = filter.unit {
        told.push_str(&format!(", unit {unit}"));
    }
    if let Some(people) = &filter.people {
        told.push_str(&format!(", people {}", people.len()));
    }
    if let Some(kind) = filter.kind {
        told.push_str(&format!(", {}", kind.as_stored()));
    }
    let resource = match (&asked.subject, asked.person) {
        (Some(who), Some(person)) => subject(&visit.actor(), "resident", Some(person.to_string()), who.clone()),
        _ => Resource { resource_type: "log-event", ..Resource::default() },
    };
    Event {
        activity: ActivityType::Read,
        level: "audit.search",
        args: Some(told),
        purpose: Purpose::Quality,
        resources: vec![resource],
    }
}

/// The list with what narrows it.
fn address(form: &Form, person: Option<PersonId>, after: Option<Key>) -> String {
    let names = [&period::FROM, &period::TO, &UNIT, &WHO, &KIND];
    let mut parts: Vec<String> = names
        .into_iter()
        .filter(|name| !form.value(&name.name).trim().is_empty())
        .map(|name| format!("{}={}", name.name, query_value(form.value(&name.name).trim())))
        .collect();
    parts.extend(person.map(|person| format!("{PATIENT}={person}")));
    parts.extend(after.map(|key| format!("{AFTER}={}", key.in_address())));
    if parts.is_empty() { SEARCH.to_owned() } else { format!("{SEARCH}?{}", parts.join("&")) }
}

fn filters(lang: Lang, form: &Form, units: &[(UnitId, String)], asked: &Asked, errors: &Errors) -> Markup {
    let filled = period::filled(form, asked.filter.days);
    let f = Fields::new(lang, &filled, errors);
    let units = units.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone()));
    let kinds = words::KINDS.iter().map(|(key, _, label)| Choice::new(*key, lang.t(label)));
    html! {
        search {
            form method="get" action=(SEARCH) novalidate {
                (period::fields(&f))
                (f.select(&UNIT).options(units).prompt(lang.t("audit-all-units")).optional())
                (f.text(&WHO).optional())
                (f.select(&KIND).options(kinds).prompt(lang.t("audit-all-kinds")).optional())
                @if let Some(person) = asked.person { input type="hidden" name=(PATIENT) value=(person); }
                div.button-row { (Button::primary(lang.t("web-search"))) }
            }
        }
    }
}

fn number_form(lang: Lang, form: &Form, (typed, errors): (&Form, &Errors)) -> Markup {
    let fields = html! {
        (Fields::new(lang, typed, errors).identity_number(&NUMBER))
        div.button-row { (Button::secondary(lang.t("audit-number-search"))) }
    };
    let mut sent = PostForm::to(SEARCH, fields);
    for name in [&period::FROM, &period::TO, &UNIT, &WHO, &KIND] {
        sent = sent.hidden(name.name.as_ref(), form.value(&name.name));
    }
    Section::new(lang.t("audit-number-heading"), sent.render()).about(lang.t("audit-number-about")).render()
}

fn about_a_person(lang: Lang, form: &Form) -> Markup {
    Notice::new(Tone::Info, lang.t("audit-about-a-person"))
        .text(lang.t("audit-about-a-person-text"))
        .link(address(form, None, None), lang.t("audit-about-everybody"))
        .render()
}

fn table(lang: Lang, lines: &[Line]) -> Markup {
    let columns = [
        Column::new(lang.t("audit-when")).unbroken(),
        Column::new(lang.t("audit-who")),
        Column::new(lang.t("audit-what")),
        Column::new(lang.t("audit-persons")).number(),
        Column::new(lang.t("audit-unit")),
    ];
    let rows = lines.iter().map(|line| {
        let who = html! {
            (who_acted(lang, line.user_name.as_deref(), line.is_hidden))
            @if let Some(title) = &line.user_title { br; span.hint { (title) } }
        };
        Row::link(format!("{SEARCH}/{}", line.id), format::date_time(lang, line.at.0))
            .cell(who)
            .cell(words::done(lang, &line.activity, line.level.as_deref()))
            .cell(format::number(lang, line.persons))
            .cell(line.unit_name.clone().unwrap_or_default())
    });
    Table::new(lang.t("audit-search"), columns).rows(rows).render()
}
