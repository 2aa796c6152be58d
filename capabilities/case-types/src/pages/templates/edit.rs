//! A template: made, read as the resident will read it, changed.

use axum::extract::Path;
use axum::response::Response;
use behorig_access::{Service, TemplateId, UnitId};
use behorig_store::history::changes_of;
use behorig_store::{Event, FieldChange, StoreError, Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit};
use behorig_web::components::{Button, Choice, Fields, Page, PostForm, Width, dialog_link, link_button, save_bar};
use behorig_web::forms::text;
use behorig_web::{Errors, FieldName, Form, Lang, Message, field};
use maud::{Markup, html};

use super::super::changes::{change, differ, yes_no};
use super::super::history::{meanwhile_in, timeline};
use super::super::{TEMPLATES, clinic_name, clinic_of, id};
use super::{TEMPLATE, as_read, crumb_to_list, kind_name, path_of, placeholder_hint, removal};
use crate::records::templates::{self, Template, TemplateKind, TemplateText};
use crate::rules::check_placeholders;

static NAME: FieldName = field("namn", "case-types-template-name");
static KIND: FieldName = field("slag", "case-types-template-kind");
static SUBJECT: FieldName = field("rubrik", "case-types-template-subject");
static BODY: FieldName = field("text", "case-types-template-body");
static ACTIVE: FieldName = field("aktiv", "case-types-template-is-active");

/// The longest name, in characters.
const NAME_MAX: usize = 80;
/// The longest heading, in characters.
const SUBJECT_MAX: usize = 120;
/// The longest message, in characters.
const BODY_MAX: usize = 10_000;

/// What the form says.
#[derive(Clone)]
struct Typed {
    text: TemplateText,
    active: bool,
}

fn typed(form: &Form, errors: &mut Errors) -> Option<Typed> {
    let filled = |max: usize| {
        move |typed: &str| {
            let typed = text(max)(typed)?;
            check_placeholders(&typed).map_err(|unknown| unknown.message())?;
            Ok::<_, Message>(typed)
        }
    };
    let kind = form.required(&KIND, |key| TemplateKind::from_key(key).ok_or_else(|| KIND.missing()), errors);
    let name = form.required(&NAME, text(NAME_MAX), errors);
    let subject = form.required(&SUBJECT, filled(SUBJECT_MAX), errors);
    let body = form.required(&BODY, filled(BODY_MAX), errors);
    let text = TemplateText { kind: kind?, name: name?, subject: subject?, body: body? };
    Some(Typed { text, active: form.ticked(&ACTIVE) })
}

fn filled(template: &Template) -> Form {
    let text = &template.text;
    let mut form = Form::filled([
        (&KIND, text.kind.key().to_owned()),
        (&NAME, text.name.clone()),
        (&SUBJECT, text.subject.clone()),
        (&BODY, text.body.clone()),
    ]);
    if template.active {
        form.fill(&ACTIVE, "1");
    }
    form
}

/// The form for a new template. Service 407 at the hat's unit.
pub(crate) async fn new(mut visit: Visit) -> Result<Response, PageError> {
    clinic_of(&mut visit).await?;
    let form = Form::filled([(&KIND, TemplateKind::Question.key().to_owned()), (&ACTIVE, "1".to_owned())]);
    let (page, body) = page(&visit, None, &form, &Errors::new(), None);
    Ok(visit.show(&page, body))
}

/// Makes a template, or shows how it will be read. Service 407 at the hat's unit.
pub(crate) async fn create(mut submission: Submission) -> Result<Response, PageError> {
    let unit = clinic_of(&mut submission.visit).await?;
    let mut errors = Errors::new();
    let typed = typed(&submission.form, &mut errors);
    let only_look = submission.form.has("granska");
    let outcome = match typed {
        Some(_) if only_look => return Ok(looked_at(submission, None)),
        Some(typed) => {
            let seat = submission.visit.seat();
            submission.submit((seat, unit, typed), made).await
        }
        None => Err(Rejected::Errors(errors)),
    };
    let Submission { visit, form } = submission;
    match outcome {
        Ok(path) => Ok(visit.go_and_tell(&path, "case-types-template-created")),
        Err(Rejected::Errors(errors)) => {
            let (page, body) = page(&visit, None, &form, &errors, None);
            Ok(visit.show_again(&page.errors(&errors), body))
        }
        Err(Rejected::Page(error)) => Err(error),
    }
}

fn made<'t>(tx: &'t mut WriteTx, input: &'t (Seat, UnitId, Typed)) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let (seat, unit, typed) = input;
        let now = tx.now();
        let viewer = seat.viewer(tx, now).await?;
        behorig_visit::require(tx, &viewer, Service::ClinicSettings, *unit, now).await?;
        let id = templates::add(tx, *unit, &typed.text, typed.active).await.map_err(name_taken)?;
        let recorded = tx.record(Event::change("case-templates.create", TEMPLATE, id)).await?;
        let created = change("created", None, Some(typed.text.name.clone()));
        tx.history(&recorded, TEMPLATE, id.uuid(), &[created]).await?;
        Ok(recorded.with(path_of(id, "")))
    })
}

/// A template. Service 407 at its unit.
pub(crate) async fn template(mut visit: Visit, Path(template): Path<String>) -> Result<Response, PageError> {
    let template = super::shown(&mut visit, id(&template)?).await?;
    let now = visit.now;
    let changes = changes_of(visit.snapshot.get().await?, TEMPLATE, template.id.uuid()).await?;
    let (page, body) = page(&visit, Some(&template), &filled(&template), &Errors::new(), None);
    let lang = visit.lang;
    let body = html! {
        (body)
        section.as-read aria-labelledby="historik" {
            h2 #historik { (lang.t("case-types-history")) }
            details { summary { (lang.t("case-types-history-show")) } (timeline(lang, now, &changes)) }
        }
    };
    Ok(visit.show(&page, body))
}

/// Saves a template, or shows how it will be read. Service 407 at its unit.
pub(crate) async fn save(Path(template): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let id: TemplateId = id(&template)?;
    let old = super::shown(&mut submission.visit, id).await?;
    let version = submission.version()?;
    let mut errors = Errors::new();
    let typed = typed(&submission.form, &mut errors);
    let only_look = submission.form.has("granska");
    let outcome = match typed {
        Some(_) if only_look => return Ok(looked_at(submission, Some(&Template { version, ..old }))),
        Some(typed) => {
            let seat = submission.visit.seat();
            submission.submit((seat, id, version, typed), saved).await
        }
        None => Err(Rejected::Errors(errors)),
    };
    let Submission { mut visit, form } = submission;
    match outcome {
        Ok(path) => Ok(visit.go_and_tell(&path, "case-types-template-saved")),
        Err(Rejected::Errors(errors)) => {
            let (page, body) = page(&visit, Some(&Template { version, ..old }), &form, &errors, None);
            Ok(visit.show_again(&page.errors(&errors), body))
        }
        Err(Rejected::Page(PageError::Store(StoreError::Stale))) => {
            let now = super::shown(&mut visit, id).await?;
            let notice = meanwhile_in(&mut visit, TEMPLATE, id.uuid(), version, now.version).await?;
            let (page, body) = page(&visit, Some(&now), &form, &Errors::new(), Some(notice));
            Ok(visit.show_again(&page, body))
        }
        Err(Rejected::Page(error)) => Err(error),
    }
}

fn saved<'t>(tx: &'t mut WriteTx, input: &'t (Seat, TemplateId, i64, Typed)) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let (seat, id, version, typed) = input;
        let now = tx.now();
        let viewer = seat.viewer(tx, now).await?;
        let template = templates::in_version(tx, &viewer, *id, *version, now).await?;
        let changes = differences(&template, typed);
        if changes.is_empty() {
            return Ok(behorig_store::Recorded::nothing_to_record(path_of(*id, ""), "nothing was changed"));
        }
        templates::save(tx, *id, *version, &typed.text, typed.active).await.map_err(name_taken)?;
        let recorded = tx.record(Event::change("case-templates.save", TEMPLATE, id)).await?;
        tx.history(&recorded, TEMPLATE, id.uuid(), &changes).await?;
        Ok(recorded.with(path_of(*id, "")))
    })
}

fn differences(template: &Template, typed: &Typed) -> Vec<FieldChange> {
    let (old, new) = (&template.text, &typed.text);
    let mut changes = Vec::new();
    differ(&mut changes, "name", Some(old.name.clone()), Some(new.name.clone()));
    differ(&mut changes, "kind", Some(old.kind.key().to_owned()), Some(new.kind.key().to_owned()));
    differ(&mut changes, "subject", Some(old.subject.clone()), Some(new.subject.clone()));
    differ(&mut changes, "body", Some(old.body.clone()), Some(new.body.clone()));
    differ(&mut changes, "active", yes_no(template.active), yes_no(typed.active));
    changes
}

fn name_taken(error: StoreError) -> Rejected {
    if error.is_conflict_on("case_template_name") {
        let mut errors = Errors::new();
        errors.add(&NAME, "case-types-template-name-taken");
        return errors.into();
    }
    error.into()
}

/// The form again with how it will be read under it; nothing is saved.
fn looked_at(submission: Submission, template: Option<&Template>) -> Response {
    let Submission { visit, form } = submission;
    let (page, body) = page(&visit, template, &form, &Errors::new(), None);
    visit.show(&page, body)
}

fn page<'a>(
    visit: &Visit,
    template: Option<&Template>,
    form: &Form,
    errors: &Errors,
    notice: Option<Markup>,
) -> (Page<'a>, Markup) {
    let lang = visit.lang;
    let action = template.map_or_else(|| format!("{TEMPLATES}/ny"), |template| path_of(template.id, ""));
    let others = html! {
        (Button::secondary(lang.t("case-types-preview")).sends("granska", "1"))
        @match template {
            Some(template) => {
                (dialog_link(&path_of(template.id, "/ta-bort"), "ta-bort", &lang.t("case-types-remove"), None))
            }
            None => { (link_button(TEMPLATES, &lang.t("web-cancel"))) }
        }
    };
    let inputs = html! {
        (inputs(lang, form, errors))
        (save_bar(lang, &Button::primary(lang.t("case-types-save")), &others))
    };
    let mut post = PostForm::to(action, inputs).once(Visit::form_key()).guarded();
    if let Some(template) = template {
        post = post.version(template.version);
    }
    let kind = TemplateKind::from_key(form.value(&KIND.name)).unwrap_or(TemplateKind::Question);
    let (subject, message) = (form.value(&SUBJECT.name), form.value(&BODY.name));
    let body = html! {
        @if let Some(notice) = &notice { (notice) }
        (post)
        @if let Some(template) = template { (removal::dialog(lang, template)) }
        @if !subject.is_empty() || !message.is_empty() { (as_read(lang, &clinic_name(visit), kind, subject, message)) }
    };
    let title = template.map_or_else(|| lang.t("case-types-template-new").into_owned(), |one| one.text.name.clone());
    let page = Page::new(title)
        .section(lang.t("case-types-templates"))
        .lead(lang.t("case-types-template-lead"))
        .crumbs([crumb_to_list(lang)]);
    (page, body)
}

fn inputs(lang: Lang, form: &Form, errors: &Errors) -> Markup {
    let f = Fields::new(lang, form, errors);
    let kinds = TemplateKind::ALL.map(|kind| {
        let meaning = match kind {
            TemplateKind::Information => "case-types-template-information-meaning",
            TemplateKind::Question => "case-types-template-question-meaning",
        };
        Choice::new(kind.key(), lang.t(kind_name(kind))).hint(lang.t(meaning))
    });
    html! {
        (f.text(&NAME).width(Width::Half))
        (f.radios(&KIND).options(kinds))
        (f.text(&SUBJECT))
        (f.long_text(&BODY, 10).limit(u32::try_from(BODY_MAX).unwrap_or(u32::MAX)).hint(placeholder_hint(lang)))
        (f.tick(&ACTIVE))
    }
}
