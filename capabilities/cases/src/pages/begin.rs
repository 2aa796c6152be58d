//! *Skicka nytt ärende*: an information or a question, from a template or free, to one resident or many. What is written is kept as
//! its writer's draft at the clinic until it is sent; who gets it and what they will read is shown before that.

use axum::Extension;
use axum::extract::{RawQuery, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use behorig_access::{Service, UnitId};
use behorig_case_types::rules::check_placeholders;
use behorig_case_types::{Template, TemplateKind, active_templates};
use behorig_files::{Files, KEEP, MOST_FROM_STAFF, PRESS, Press, StoredFile, first_button, kept_line};
use behorig_identity::IdentityNumber;
use behorig_registers::persons::Person;
use behorig_store::{Recorded, WriteTx};
use behorig_visit::{PageError, Rejected, Submission, Visit};
use behorig_web::components::{Button, Choice, Crumb, Fields, Page, PostForm, link_button};
use behorig_web::{Errors, FieldName, Form, Lang, Message, field, format};
use maud::{Markup, Render, html};
use serde::{Deserialize, Serialize};

use super::answer::{BODY, FILES, LONGEST, files_field};
use super::begin_check;
use super::lists::query;
use super::{MINE, unit_name, unit_of};
use crate::records::{
    CaseError, Draft, DraftKey, Notices, Patient, Unreachable, Written, drop_draft, keep_written, reachable, written,
};
use crate::rules::Kind;

/// Where it is.
pub(crate) const PATH: &str = "/arenden/nytt";
pub(crate) static TO: FieldName = field("till", "cases-begin-to");
pub(crate) static KIND: FieldName = field("slag", "cases-begin-kind");
pub(crate) static SUBJECT: FieldName = field("amne", "cases-begin-subject");
/// To how many at once.
const MOST: usize = 50;
const CHECK: &str = "granska";
/// The button that sends what was checked.
pub(crate) const SEND: &str = "skicka";

/// The form: as it was left, or filled from a template where one is chosen. Service 406 at the unit of the hat.
pub(crate) async fn show(mut visit: Visit, RawQuery(asked): RawQuery) -> Result<Response, PageError> {
    let unit = unit_of(&visit)?;
    visit.require(Service::AnswerCases, unit).await?;
    let query = query(asked)?;
    let key = DraftKey::of_new_case(visit.viewer.holder(), unit);
    let tx = visit.snapshot.get().await?;
    let templates = active_templates(tx, unit).await?;
    let kept = written(tx, key).await?;
    let mut typed = typed_from(kept.as_ref().map(|kept| &kept.draft));
    if let Some(template) = templates.iter().find(|template| template.id.to_string() == query.value("mall")) {
        typed = from_template(template, typed.value(&TO.name));
    }
    let (page, body) = page(&visit, &templates, kept.as_ref(), &typed, &Errors::new());
    Ok(visit.show(&page, body))
}

fn from_template(template: &Template, to: &str) -> Form {
    let kind = match template.text.kind {
        TemplateKind::Information => Kind::Information,
        TemplateKind::Question => Kind::Question,
    };
    Form::filled([
        (&TO, to.to_owned()),
        (&KIND, kind.key().to_owned()),
        (&SUBJECT, template.text.subject.clone()),
        (&BODY, template.text.body.clone()),
    ])
}

/// What is being written, as its draft keeps it.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Sheet {
    to: String,
    kind: String,
    subject: String,
    body: String,
}

impl Sheet {
    fn of(form: &Form) -> Self {
        let value = |field: &FieldName| form.value(&field.name).to_owned();
        Self { to: value(&TO), kind: value(&KIND), subject: value(&SUBJECT), body: value(&BODY) }
    }

    fn is_empty(&self) -> bool {
        self.kind.is_empty() && [&self.to, &self.subject, &self.body].iter().all(|text| text.trim().is_empty())
    }
}

fn typed_from(draft: Option<&Draft>) -> Form {
    let sheet: Sheet = draft.and_then(|draft| serde_json::from_str(&draft.content).ok()).unwrap_or_default();
    Form::filled([(&TO, sheet.to), (&KIND, sheet.kind), (&SUBJECT, sheet.subject), (&BODY, sheet.body)])
}

/// What was typed, whole.
#[derive(Debug, Clone)]
pub(crate) struct Typed {
    pub kind: Kind,
    pub subject: String,
    pub body: String,
    pub numbers: Vec<IdentityNumber>,
}

/// Keeps it, shows it to be checked, changes it again, or sends it. Service 406 at the unit of the hat; asked before a file is taken
/// in, and again in the transaction that sends.
pub(crate) async fn send(
    mut visit: Visit,
    Extension(files): Extension<Files>,
    Extension(notices): Extension<Option<Notices>>,
    request: Request,
) -> Result<Response, PageError> {
    let unit = unit_of(&visit)?;
    visit.require(Service::AnswerCases, unit).await?;
    let key = DraftKey::of_new_case(visit.viewer.holder(), unit);
    let here = written(visit.snapshot.get().await?, key).await?.map_or(0, |kept| kept.files.len());
    let room = MOST_FROM_STAFF.saturating_sub(here);
    let sent = files.receive_from(&mut visit, request, (room, MOST_FROM_STAFF)).await?;
    let mut errors = Errors::new();
    let new = sent.taken(visit.lang, &FILES, &mut errors);
    let pressed = sent.form.value(PRESS).to_owned();
    let mut submission = Submission { visit, form: sent.form };
    if pressed == SEND {
        let typed = read(&submission.form, submission.visit.now.0, &mut errors);
        return match typed {
            Some(typed) => begin_check::send(submission, unit, typed, notices).await,
            None => again(submission, unit, &errors).await,
        };
    }
    let press = Press::of(&submission.form);
    keep(&mut submission, key, new, press).await?;
    if !errors.is_empty() {
        return again(submission, unit, &errors).await;
    }
    let told = match press {
        Press::KeepQuietly => return Ok(StatusCode::NO_CONTENT.into_response()),
        Press::Keep => "cases-told-draft-kept",
        Press::Attach => "files-attached-now",
        Press::Remove(_) => "files-removed",
        Press::Onward => return review(submission, unit, &pressed).await,
    };
    Ok(submission.visit.go_and_tell(PATH, told))
}

/// Shows it to be checked, or to be changed again.
async fn review(mut submission: Submission, unit: UnitId, pressed: &str) -> Result<Response, PageError> {
    if pressed != CHECK {
        return again(submission, unit, &Errors::new()).await;
    }
    let mut errors = Errors::new();
    let Some(typed) = read(&submission.form, submission.visit.now.0, &mut errors) else {
        return again(submission, unit, &errors).await;
    };
    match met(&mut submission.visit, unit, &typed).await {
        Ok(persons) => begin_check::check(submission, unit, &typed, &persons).await,
        Err(Rejected::Errors(errors)) => again(submission, unit, &errors).await,
        Err(Rejected::Page(error)) => Err(error),
    }
}

/// Keeps what was typed, with its files. A form with nothing in it is no draft.
async fn keep(submission: &mut Submission, key: DraftKey, new: Vec<StoredFile>, press: Press) -> Result<(), PageError> {
    let sheet = Sheet::of(&submission.form);
    let visit = &mut submission.visit;
    visit.snapshot.give_up();
    visit
        .app
        .db
        .write(&visit.actor(), (key, sheet, new, press), |tx, (key, sheet, new, press)| {
            Box::pin(async move { kept(tx, *key, sheet, new, *press).await })
        })
        .await
}

async fn kept(
    tx: &mut WriteTx,
    key: DraftKey,
    sheet: &Sheet,
    new: &[StoredFile],
    press: Press,
) -> Result<Recorded<()>, PageError> {
    let content = serde_json::to_string(sheet).map_err(|error| PageError::Fault(error.to_string()))?;
    let gone: Vec<_> = press.gone().into_iter().collect();
    keep_written(tx, key, &content, new, &gone).await?;
    if sheet.is_empty() && written(tx, key).await?.is_some_and(|kept| kept.files.is_empty()) {
        drop_draft(tx, key).await?;
    }
    Ok(Recorded::nothing_to_record((), "a draft is its writer's own until it is sent"))
}

/// The form again, as it was typed and kept.
pub(crate) async fn again(submission: Submission, unit: UnitId, errors: &Errors) -> Result<Response, PageError> {
    let Submission { mut visit, form } = submission;
    let key = DraftKey::of_new_case(visit.viewer.holder(), unit);
    let tx = visit.snapshot.get().await?;
    let templates = active_templates(tx, unit).await?;
    let kept = written(tx, key).await?;
    let (page, body) = page(&visit, &templates, kept.as_ref(), &form, errors);
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

fn page<'a>(
    visit: &Visit,
    templates: &[Template],
    kept: Option<&Written>,
    typed: &Form,
    errors: &Errors,
) -> (Page<'a>, Markup) {
    let lang = visit.lang;
    let f = Fields::new(lang, typed, errors);
    let kinds = [
        Choice::new(Kind::Information.key(), lang.t("cases-kind-information"))
            .hint(lang.t("cases-begin-information-hint")),
        Choice::new(Kind::Question.key(), lang.t("cases-kind-question")).hint(lang.t("cases-begin-question-hint")),
    ];
    let label = lang.t("cases-files");
    let inside = html! {
        (first_button(CHECK))
        (f.long_text(&TO, 3))
        (f.radios(&KIND).options(kinds))
        (f.text(&SUBJECT))
        (f.long_text(&BODY, 8).limit(10_000))
        (files_field(lang, &label, kept).show(typed, errors))
        (kept_line(lang))
        div.button-row {
            (Button::primary(lang.t("cases-begin-review")).sends(PRESS, CHECK))
            (Button::secondary(lang.t("cases-save-draft")).sends(PRESS, KEEP))
            (link_button(MINE, &lang.t("web-cancel")))
        }
    };
    let body = html! {
        (from_templates(lang, templates))
        (PostForm::to(PATH, inside).once(Visit::form_key()).with_files().guarded())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_draft_kept_is_typed_again_and_an_empty_form_is_none() {
        let text = |words: &str| words.to_owned();
        let form = Form::filled([
            (&TO, text("19800101-2380\n")),
            (&KIND, text("question")),
            (&SUBJECT, text("Inför <b>besöket</b>")),
            (&BODY, text("Hej\ndu")),
        ]);
        let draft = Draft {
            id: behorig_access::DraftId::from_bytes([1; 16]),
            content: serde_json::to_string(&Sheet::of(&form)).unwrap(),
            updated_at: behorig_access::Instant(0),
            version: 1,
        };
        assert_eq!(typed_from(Some(&draft)), form);
        assert!(!Sheet::of(&form).is_empty());
        assert!(Sheet::of(&typed_from(None)).is_empty());
    }
}
