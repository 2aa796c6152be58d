//! A case type: its name, its promise, whether it is active and for whom it is.

use axum::extract::Path;
use axum::response::Response;
use behorig_access::CaseTypeId;
use behorig_store::{FieldChange, StoreError, Work, WriteTx};
use behorig_visit::{PageError, Rejected, Submission, Visit};
use behorig_web::components::{Button, Fields, Notice, Page, PostForm, Section, Tone, Width, dialog_link};
use behorig_web::forms::{number, text};
use behorig_web::{Errors, FieldName, Form, Lang, field};
use maud::{Markup, html};

use super::changes::{Asked, differ, recorded};
use super::{Part, clinics_promise, end, history, id, page_of, path_of, restriction, state};
use crate::records::grants;
use crate::records::types::{self, CaseType, Settings};

pub(crate) static NAME: FieldName = field("namn", "case-types-name");
pub(crate) static REPLY_DAYS: FieldName = field("svar-inom", "case-types-reply-days");

/// The longest name of a case type, in characters.
const NAME_MAX: usize = 80;
/// The longest promise, in working days.
const DAYS_MAX: i64 = 60;

/// Reads what both a new type and an old one say of themselves. A ready type keeps its name.
pub(crate) fn settings(form: &Form, ready: Option<&str>, errors: &mut Errors) -> Option<Settings> {
    let name = match ready {
        Some(name) => Some(name.to_owned()),
        None => form.required(&NAME, text(NAME_MAX), errors),
    };
    let days = form.optional(&REPLY_DAYS, number(1..=DAYS_MAX), errors);
    if errors.is_empty() { Some(Settings { name: name?, reply_days: days }) } else { None }
}

/// The fields of [`settings`].
pub(crate) fn fields(lang: Lang, form: &Form, errors: &Errors, ready: bool, clinics_promise: i64) -> Markup {
    let f = Fields::new(lang, form, errors);
    let name = f.text(&NAME).width(Width::Half);
    let hint = lang.tr("case-types-reply-days-hint", &[("days", clinics_promise.into())]);
    html! {
        @if ready { (name.read_only(lang.t("case-types-name-of-ready"))) } @else { (name) }
        (f.number(&REPLY_DAYS).optional().hint(hint))
    }
}

/// The form filled with what the type says now.
fn filled(lang: Lang, case_type: &CaseType) -> Form {
    let days = case_type.reply_days.map(|days| days.to_string()).unwrap_or_default();
    Form::filled([(&NAME, case_type.name_in(lang).to_owned()), (&REPLY_DAYS, days)])
}

/// A case type. Service 407 at its unit.
pub(crate) async fn settings_page(mut visit: Visit, Path(case_type): Path<String>) -> Result<Response, PageError> {
    let shown = Shown::read(&mut visit, id(&case_type)?).await?;
    let (page, body) = shown.page(visit.lang, &filled(visit.lang, &shown.case_type), &Errors::new(), None);
    Ok(visit.show(&page, body))
}

/// Saves name and promise. Service 407 at its unit.
pub(crate) async fn save(Path(case_type): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let id: CaseTypeId = id(&case_type)?;
    let shown = Shown::read(&mut submission.visit, id).await?;
    let version = submission.version()?;
    let mut errors = Errors::new();
    let ready = shown.case_type.ready.map(|_| shown.case_type.name.as_str());
    let outcome = match settings(&submission.form, ready, &mut errors) {
        Some(what) => {
            let asked = Asked { seat: submission.visit.seat(), id, version, what };
            submission.submit(asked, saved).await
        }
        None => Err(Rejected::Errors(errors)),
    };
    let Submission { mut visit, form } = submission;
    let lang = visit.lang;
    match outcome {
        Ok(path) => Ok(visit.go_and_tell(&path, "case-types-saved")),
        Err(Rejected::Errors(errors)) => {
            let (page, body) = shown.page(lang, &form, &errors, None);
            Ok(visit.show_again(&page.errors(&errors), body))
        }
        Err(Rejected::Page(PageError::Store(StoreError::Stale))) => {
            let shown = Shown::read(&mut visit, id).await?;
            let notice = history::meanwhile(&mut visit, &shown.case_type, version).await?;
            let (page, body) = shown.page(lang, &form, &Errors::new(), Some(notice));
            Ok(visit.show_again(&page, body))
        }
        Err(Rejected::Page(error)) => Err(error),
    }
}

fn saved<'t>(tx: &'t mut WriteTx, asked: &'t Asked<Settings>) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let case_type = asked.case_type(tx).await?;
        let path = path_of(case_type.id, "");
        let changes = differences(&case_type, &asked.what);
        if changes.is_empty() {
            return Ok(behorig_store::Recorded::nothing_to_record(path, "nothing was changed"));
        }
        types::save(tx, case_type.id, case_type.version, &asked.what).await.map_err(name_taken)?;
        Ok(recorded(tx, "case-types.save", case_type.id, &changes, path).await?)
    })
}

fn differences(case_type: &CaseType, settings: &Settings) -> Vec<FieldChange> {
    let mut changes = Vec::new();
    differ(&mut changes, "name", Some(case_type.name.clone()), Some(settings.name.clone()));
    let days = |days: Option<i64>| days.map(|days| days.to_string());
    differ(&mut changes, "reply-days", days(case_type.reply_days), days(settings.reply_days));
    changes
}

/// A taken name is told at the name; anything else of the database as it is.
pub(crate) fn name_taken(error: StoreError) -> Rejected {
    if error.is_conflict_on("case_type_name") {
        let mut errors = Errors::new();
        errors.add(&NAME, "case-types-error-name-taken");
        return errors.into();
    }
    error.into()
}

/// Everything that the page shows.
struct Shown {
    case_type: CaseType,
    promise: i64,
    approved: i64,
    handed_out: i64,
}

impl Shown {
    async fn read(visit: &mut Visit, id: CaseTypeId) -> Result<Self, PageError> {
        let case_type = super::shown(visit, id).await?;
        let now = visit.now;
        let tx = visit.snapshot.get().await?;
        Ok(Self {
            promise: clinics_promise(tx, case_type.unit).await?,
            approved: grants::approved(tx, case_type.unit, now).await?,
            handed_out: grants::handed_out(tx, id, now).await?,
            case_type,
        })
    }

    fn page<'a>(&self, lang: Lang, form: &Form, errors: &Errors, notice: Option<Markup>) -> (Page<'a>, Markup) {
        let case_type = &self.case_type;
        let basics = html! {
            (fields(lang, form, errors, case_type.ready.is_some(), self.promise))
            div.button-row { (Button::primary(lang.t("case-types-save"))) }
        };
        let basics = PostForm::to(path_of(case_type.id, ""), basics)
            .version(case_type.version)
            .once(Visit::form_key())
            .guarded();
        let body = html! {
            @if let Some(notice) = &notice { (notice) }
            @else if case_type.published.is_none() {
                (Notice::new(Tone::Info, lang.t("case-types-next")).text(lang.t("case-types-next-text"))
                    .link(path_of(case_type.id, "/formular"), lang.t("case-types-to-form")))
            }
            (Section::new(lang.t("case-types-settings"), html! { (basics) }))
            (Section::new(lang.t("case-types-state"), self.state(lang)))
            (Section::new(lang.t("case-types-restricted"), self.restriction(lang)))
            (Section::new(lang.t("case-types-end"), self.ending(lang)))
        };
        (page_of(lang, case_type, Part::Settings), body)
    }

    fn state(&self, lang: Lang) -> Markup {
        let told = match (self.case_type.published.is_some(), self.case_type.active) {
            (false, _) => "case-types-state-unpublished",
            (true, true) => "case-types-state-active",
            (true, false) => "case-types-state-inactive",
        };
        html! { p { (lang.t(told)) } div.button-row { (state::switch(lang, &self.case_type, false)) } }
    }

    fn restriction(&self, lang: Lang) -> Markup {
        let restricted = self.case_type.restricted;
        let (told, word) = if restricted {
            ("case-types-is-restricted", "case-types-unrestrict")
        } else {
            ("case-types-is-unrestricted", "case-types-restrict")
        };
        html! {
            p { (lang.tr(told, &[("count", self.handed_out.into())])) }
            div.button-row {
                (dialog_link(&path_of(self.case_type.id, "/begransat"), "begransat", &lang.t(word), None))
            }
            (restriction::dialog(lang, &self.case_type, self.approved, self.handed_out))
        }
    }

    fn ending(&self, lang: Lang) -> Markup {
        html! {
            p { (lang.t("case-types-end-about")) }
            div.button-row {
                (dialog_link(&path_of(self.case_type.id, "/avsluta"), "avsluta", &lang.t("case-types-end"), None))
            }
            (end::dialog(lang, &self.case_type, self.handed_out))
        }
    }
}
