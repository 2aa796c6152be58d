//! *Skicka nytt ärende*: an information or a question, from a template or free, to one resident or many. Who gets it and what they
//! will read is shown before anything is sent.

use axum::extract::RawQuery;
use axum::response::Response;
use behorig_access::{PersonId, Service, UnitId};
use behorig_case_types::rules::{check_placeholders, fill};
use behorig_case_types::{Template, TemplateKind, active_templates};
use behorig_identity::IdentityNumber;
use behorig_registers::persons::{LocalRegister, Person, PersonRegister};
use behorig_store::{ActivityType, Event, Purpose, Resource, Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit};
use behorig_web::components::{Button, Choice, Crumb, Fields, Page, PostForm, SummaryList, link_button};
use behorig_web::{Errors, FieldName, Form, Lang, Message, field, format};
use maud::{Markup, Render, html};

use super::answer::{ACT, BODY, LONGEST};
use super::lists::query;
use super::{MINE, account_of, unit_name, unit_of};
use crate::records::CaseError;
use crate::records::{NewFromStaff, Patient, Unreachable, placeholders, reachable, start};
use crate::rules::Kind;

/// Where it is.
pub(crate) const PATH: &str = "/arenden/nytt";
static TO: FieldName = field("till", "cases-begin-to");
static KIND: FieldName = field("slag", "cases-begin-kind");
static SUBJECT: FieldName = field("amne", "cases-begin-subject");
/// To how many at once.
const MOST: usize = 50;
const CHECK: &str = "granska";
const SEND: &str = "skicka";

/// The form, filled from a template where one is chosen. Service 406 at the unit of the hat.
pub(crate) async fn show(mut visit: Visit, RawQuery(asked): RawQuery) -> Result<Response, PageError> {
    let unit = unit_of(&visit)?;
    visit.require(Service::AnswerCases, unit).await?;
    let query = query(asked)?;
    let templates = active_templates(visit.snapshot.get().await?, unit).await?;
    let chosen = templates.iter().find(|template| template.id.to_string() == query.value("mall"));
    let typed = chosen.map_or_else(Form::default, |template| {
        let kind = match template.text.kind {
            TemplateKind::Information => Kind::Information,
            TemplateKind::Question => Kind::Question,
        };
        Form::filled([
            (&KIND, kind.key().to_owned()),
            (&SUBJECT, template.text.subject.clone()),
            (&BODY, template.text.body.clone()),
        ])
    });
    let (page, body) = page(&visit, &templates, &typed, &Errors::new());
    Ok(visit.show(&page, body))
}

/// What was typed, whole.
#[derive(Debug, Clone)]
struct Typed {
    kind: Kind,
    subject: String,
    body: String,
    numbers: Vec<IdentityNumber>,
}

/// Shows it to be checked, changes it again, or sends it. Service 406 at the unit of the hat.
pub(crate) async fn send(mut submission: Submission) -> Result<Response, PageError> {
    let unit = unit_of(&submission.visit)?;
    submission.visit.require(Service::AnswerCases, unit).await?;
    let mut errors = Errors::new();
    let typed = read(&submission.form, submission.visit.now.0, &mut errors);
    let pressed = submission.form.value(ACT).to_owned();
    let outcome = match typed.filter(|_| pressed == CHECK || pressed == SEND) {
        None => Err(Rejected::Errors(errors)),
        Some(typed) if pressed == SEND => {
            let input = (submission.visit.seat(), unit, typed);
            return match submission.submit(input, sent).await {
                Ok(path) => Ok(submission.visit.go_and_tell(&path, "cases-told-sent")),
                Err(Rejected::Page(error)) => Err(error),
                Err(Rejected::Errors(errors)) => again(submission, unit, &errors).await,
            };
        }
        Some(typed) => met(&mut submission.visit, unit, &typed).await.map(|persons| (typed, persons)),
    };
    match outcome {
        Ok((typed, persons)) => check(submission, unit, &typed, &persons).await,
        Err(Rejected::Errors(errors)) => again(submission, unit, &errors).await,
        Err(Rejected::Page(error)) => Err(error),
    }
}

async fn again(submission: Submission, unit: UnitId, errors: &Errors) -> Result<Response, PageError> {
    let Submission { mut visit, form } = submission;
    let templates = active_templates(visit.snapshot.get().await?, unit).await?;
    let (page, body) = page(&visit, &templates, &form, errors);
    if errors.is_empty() {
        return Ok(visit.show(&page, body));
    }
    Ok(visit.show_again(&page.errors(errors), body))
}

fn read(form: &Form, now: i64, errors: &mut Errors) -> Option<Typed> {
    let today = format::local(now).date();
    let numbers = form.required(&TO, |text| numbers_in(text, today), errors);
    let kind = form.required(
        &KIND,
        |text| {
            Kind::from_key(text)
                .filter(|kind| matches!(kind, Kind::Information | Kind::Question))
                .ok_or_else(|| KIND.missing())
        },
        errors,
    );
    let subject = form.required(&SUBJECT, behorig_web::forms::text(120), errors);
    let body = form.required(&BODY, behorig_web::forms::text(LONGEST), errors);
    for (field, text) in [(&SUBJECT, &subject), (&BODY, &body)] {
        if let Some(Err(unknown)) = text.as_deref().map(check_placeholders) {
            errors.add(field, unknown.message());
        }
    }
    let typed = Typed { kind: kind?, subject: subject?, body: body?, numbers: numbers? };
    errors.is_empty().then_some(typed)
}

/// The numbers, one on each line, each once.
fn numbers_in(text: &str, today: jiff::civil::Date) -> Result<Vec<IdentityNumber>, Message> {
    let mut numbers = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let number = IdentityNumber::parse(line, today).map_err(|error| Message::new(error.message_id()))?;
        if !numbers.contains(&number) {
            numbers.push(number);
        }
    }
    if numbers.len() > MOST {
        return Err(Message::new("cases-begin-too-many").with("most", MOST));
    }
    Ok(numbers)
}

/// Who has these numbers, if each of them can be reached.
async fn met(visit: &mut Visit, unit: UnitId, typed: &Typed) -> Result<Vec<Person>, Rejected> {
    let (viewer, now, register) = (visit.viewer.clone(), visit.now, std::sync::Arc::clone(&visit.app.register));
    let chain: Vec<UnitId> = visit.hat_chain.iter().map(|unit| unit.id).collect();
    let tx = visit.snapshot.get().await?;
    let (mut persons, mut errors) = (Vec::with_capacity(typed.numbers.len()), Errors::new());
    for number in &typed.numbers {
        let found = register.by_number(tx, number).await?;
        let found = found.filter(|person| Patient::of(person).is_seen_by(&viewer, &chain, now));
        let why = match &found {
            None => Some(Unreachable::Unknown),
            Some(person) => reachable(tx, unit, person, now).await?.err(),
        };
        match (found, why) {
            (Some(person), None) => persons.push(person),
            (_, why) => {
                let error = CaseError::from(why.unwrap_or(Unreachable::Unknown));
                let reason = error.message().unwrap_or_else(|| TO.missing());
                errors.add(
                    &TO,
                    Message::new("cases-begin-not-to")
                        .with("number", number.shown())
                        .with("why", reason.words(visit.lang).into_owned()),
                );
            }
        }
    }
    if errors.is_empty() { Ok(persons) } else { Err(errors.into()) }
}

async fn check(submission: Submission, unit: UnitId, typed: &Typed, persons: &[Person]) -> Result<Response, PageError> {
    let Submission { mut visit, form } = submission;
    let account = account_of(&visit)?;
    let first = persons.first().map(|person| person.id);
    let with = placeholders(visit.snapshot.get().await?, account, unit, first).await?;
    let resources = persons
        .iter()
        .map(|person| Resource {
            resource_type: "resident",
            resource_id: Some(person.id.to_string()),
            patient: Some((person.number, person.full_name())),
            ..Resource::default()
        })
        .collect();
    let event =
        Event { activity: ActivityType::Read, level: "cases.begin", args: None, purpose: Purpose::Care, resources };
    visit.record_reading(event).await?;
    let lang = visit.lang;
    let summary = SummaryList::new(lang)
        .line(
            lang.t("cases-begin-to"),
            html! { ul { @for person in persons { li { (person.full_name()) ", " span.nowrap { (person.number.shown()) } } } } },
        )
        .text(lang.t("cases-begin-kind"), &super::kind_word(lang, typed.kind))
        .text(lang.t("cases-begin-subject"), &fill(&typed.subject, &with))
        .line(lang.t("cases-body"), html! { p.said { (fill(&typed.body, &with)) } p.said { (with.signature) } });
    let inside = html! {
        (summary)
        @if persons.len() > 1 { p.hint { (lang.t("cases-begin-each")) } }
        div.button-row {
            (Button::primary(lang.t("cases-begin-send")).sends(ACT, SEND))
            (Button::secondary(lang.t("cases-begin-change")).sends(ACT, "andra"))
        }
    };
    let mut post = PostForm::to(PATH, inside).once(Visit::form_key());
    for field in [&TO, &KIND, &SUBJECT, &BODY] {
        post = post.hidden(field.name.clone(), form.value(&field.name).to_owned());
    }
    let page = Page::new(lang.t("cases-begin-check"))
        .lead(lang.t("cases-begin-check-lead"))
        .crumbs([Crumb::new(MINE, lang.t("cases-mine")), Crumb::new(PATH, lang.t("cases-begin"))]);
    Ok(visit.show(&page, html! { (post) }))
}

fn sent<'t>(tx: &'t mut WriteTx, input: &'t (Seat, UnitId, Typed)) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let (seat, unit, typed) = input;
        let now = tx.now();
        let viewer = seat.viewer(tx, now).await?;
        let account = seat.account().ok_or(PageError::NotFound)?;
        let mut to: Vec<(PersonId, String, String)> = Vec::with_capacity(typed.numbers.len());
        let mut signature = String::new();
        for number in &typed.numbers {
            let found = LocalRegister.by_number(tx, number).await?;
            let person = found.ok_or(CaseError::Unreachable(Unreachable::Unknown))?;
            let with = placeholders(tx, account, *unit, Some(person.id)).await?;
            to.push((person.id, fill(&typed.subject, &with), fill(&typed.body, &with)));
            signature = with.signature;
        }
        let new = NewFromStaff { unit: *unit, kind: typed.kind, to, signature, draft: None };
        let recorded = start(tx, &viewer, &LocalRegister, &new).await?;
        Ok(recorded.with(MINE.to_owned()))
    })
}

fn page<'a>(visit: &Visit, templates: &[Template], typed: &Form, errors: &Errors) -> (Page<'a>, Markup) {
    let lang = visit.lang;
    let f = Fields::new(lang, typed, errors);
    let kinds = [
        Choice::new(Kind::Information.key(), lang.t("cases-kind-information"))
            .hint(lang.t("cases-begin-information-hint")),
        Choice::new(Kind::Question.key(), lang.t("cases-kind-question")).hint(lang.t("cases-begin-question-hint")),
    ];
    let inside = html! {
        (f.long_text(&TO, 3))
        (f.radios(&KIND).options(kinds))
        (f.text(&SUBJECT))
        (f.long_text(&BODY, 8).limit(10_000))
        div.button-row {
            (Button::primary(lang.t("cases-begin-review")).sends(ACT, CHECK))
            (link_button(MINE, &lang.t("web-cancel")))
        }
    };
    let body = html! {
        (from_templates(lang, templates))
        (PostForm::to(PATH, inside).once(Visit::form_key()).guarded())
    };
    let page = Page::new(lang.t("cases-begin"))
        .lead(lang.tr("cases-begin-lead", &[("unit", unit_name(visit).into())]))
        .crumbs([Crumb::new(MINE, lang.t("cases-mine"))]);
    (page, body)
}

fn from_templates(lang: Lang, templates: &[Template]) -> Markup {
    if templates.is_empty() {
        return Markup::default();
    }
    html! {
        h2 { (lang.t("cases-begin-template")) }
        ul.bullets {
            @for template in templates {
                li { a href={ (PATH) "?mall=" (template.id) } { (template.text.name) } }
            }
        }
    }
    .render()
}
