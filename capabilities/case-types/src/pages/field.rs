//! A field of a form: added, changed, moved, removed.

use axum::extract::{Path, RawQuery};
use axum::response::Response;
use behorig_access::CaseTypeId;
use behorig_visit::{PageError, Submission, Visit};
use behorig_web::components::{Icon, Page, Way, ways};
use behorig_web::{Errors, Form, Lang};
use maud::{Markup, html};

use super::edits::{Edit, Editing, Outcome, carry_out};
use super::field_form::{self, kind_name};
use super::piece::{self, Piece};
use super::{Part, crumbs_to, editor, id, path_of, query};
use crate::records::types::CaseType;
use crate::rules::{Draft, Field, KindKey};

/// The kind of a new field is chosen first: a page with all of them, or, with one chosen, the form of the field. Service 407 at
/// the type's unit.
pub(crate) async fn new(
    mut visit: Visit,
    Path(case_type): Path<String>,
    RawQuery(raw): RawQuery,
) -> Result<Response, PageError> {
    let id: CaseTypeId = id(&case_type)?;
    let (case_type, draft) = editor::read(&mut visit, id).await?;
    let (page, body) = match KindKey::from_key(query(raw.as_deref())?.value("slag")) {
        None => kinds(visit.lang, &case_type),
        Some(kind) => {
            let asking = Asking { case_type: &case_type, draft: &draft, what: What::New(kind) };
            asking.page(visit.lang, &Form::default(), &Errors::new(), None)
        }
    };
    Ok(visit.show(&page, body))
}

fn kinds(lang: Lang, case_type: &CaseType) -> (Page<'static>, Markup) {
    let to = |kind: KindKey| Way {
        icon: match kind {
            KindKey::Text | KindKey::LongText => Icon::Pencil,
            KindKey::Choice | KindKey::ManyChoices => Icon::Tasks,
            KindKey::Date => Icon::Calendar,
            KindKey::Number => Icon::Chart,
            KindKey::Phone => Icon::Phone,
            KindKey::File => Icon::Document,
            KindKey::Consent => Icon::Tick,
        },
        path: path_of(case_type.id, &format!("/formular/ny?slag={}", kind.key())).into(),
        title: lang.t(kind_name(kind)),
        text: lang.t(kind_meaning(kind)),
    };
    let all: Vec<Way<'_>> = KindKey::ALL.into_iter().map(to).collect();
    let page = Page::new(lang.t("case-types-field-new")).lead(lang.t("case-types-field-new-lead")).crumbs(crumbs_to(
        lang,
        case_type,
        Part::Form,
    ));
    (page, html! { (ways(&all)) })
}

const fn kind_meaning(kind: KindKey) -> &'static str {
    match kind {
        KindKey::Text => "case-types-kind-text-meaning",
        KindKey::LongText => "case-types-kind-long-text-meaning",
        KindKey::Choice => "case-types-kind-choice-meaning",
        KindKey::ManyChoices => "case-types-kind-many-choices-meaning",
        KindKey::Date => "case-types-kind-date-meaning",
        KindKey::Number => "case-types-kind-number-meaning",
        KindKey::Phone => "case-types-kind-phone-meaning",
        KindKey::File => "case-types-kind-file-meaning",
        KindKey::Consent => "case-types-kind-consent-meaning",
    }
}

/// Adds a field. Service 407 at the type's unit.
pub(crate) async fn add(
    Path(case_type): Path<String>,
    RawQuery(raw): RawQuery,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let id: CaseTypeId = id(&case_type)?;
    super::shown(&mut submission.visit, id).await?;
    let kind =
        KindKey::from_key(query(raw.as_deref())?.value("slag")).ok_or(PageError::Malformed("no kind of field"))?;
    let mut errors = Errors::new();
    let outcome = match field_form::edit(&submission.form, &mut errors) {
        Some(edit) => {
            let editing = Editing { edit: Edit::AddField(kind, edit), beside: field_form::beside };
            carry_out(&mut submission, id, editing, "case-types-field-added").await?
        }
        None => Outcome::Again(errors),
    };
    answer(submission, id, What::New(kind), outcome).await
}

/// The form of a field. Service 407 at the type's unit.
pub(crate) async fn field(
    mut visit: Visit,
    Path((case_type, key)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let (case_type, draft) = editor::read(&mut visit, id(&case_type)?).await?;
    let asking = Asking { case_type: &case_type, draft: &draft, what: What::Old(key) };
    let form = asking.old().map(field_form::filled).ok_or(PageError::NotFound)?;
    let (page, body) = asking.page(visit.lang, &form, &Errors::new(), None);
    Ok(visit.show(&page, body))
}

/// Changes a field. Service 407 at the type's unit.
pub(crate) async fn save(
    Path((case_type, key)): Path<(String, String)>,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let id: CaseTypeId = id(&case_type)?;
    super::shown(&mut submission.visit, id).await?;
    let mut errors = Errors::new();
    let outcome = match field_form::edit(&submission.form, &mut errors) {
        Some(edit) => {
            let editing = Editing { edit: Edit::ChangeField(key.clone(), edit), beside: field_form::beside };
            carry_out(&mut submission, id, editing, "case-types-field-saved").await?
        }
        None => Outcome::Again(errors),
    };
    answer(submission, id, What::Old(key), outcome).await
}

/// Moves a field one step. Service 407 at the type's unit.
pub(crate) async fn step(at: Path<(String, String)>, submission: Submission) -> Result<Response, PageError> {
    piece::step(Piece::Question, at, submission).await
}

/// Asks whether a field is to be removed. Service 407 at the type's unit.
pub(crate) async fn removal(visit: Visit, at: Path<(String, String)>) -> Result<Response, PageError> {
    piece::removal(Piece::Question, visit, at).await
}

/// Removes a field. Service 407 at the type's unit.
pub(crate) async fn remove(at: Path<(String, String)>, submission: Submission) -> Result<Response, PageError> {
    piece::remove(Piece::Question, at, submission).await
}

/// The form of a field again. One that someone else has removed can't be changed; what was typed is there to be copied into a new one.
async fn answer(submission: Submission, id: CaseTypeId, what: What, outcome: Outcome) -> Result<Response, PageError> {
    piece::answer(submission, id, outcome, |again| {
        let asking = Asking { case_type: again.case_type, draft: again.draft, what };
        asking.page(again.lang, again.typed, again.errors, again.notice.as_ref())
    })
    .await
}

/// Which field is asked about.
enum What {
    New(KindKey),
    Old(String),
}

/// Everything that the form of a field shows.
struct Asking<'a> {
    case_type: &'a CaseType,
    draft: &'a Draft,
    what: What,
}

impl Asking<'_> {
    fn old(&self) -> Option<&Field> {
        match &self.what {
            What::Old(key) => self.draft.field(key),
            What::New(_) => None,
        }
    }

    fn page(&self, lang: Lang, form: &Form, errors: &Errors, notice: Option<&Markup>) -> (Page<'static>, Markup) {
        let (kind, key, below) = match &self.what {
            What::New(kind) => (*kind, None, format!("/formular/ny?slag={}", kind.key())),
            What::Old(key) => {
                let kind = self.old().map_or(KindKey::Text, |field| field.kind.key());
                (kind, Some(key.as_str()), format!("/formular/{key}"))
            }
        };
        let title = self
            .old()
            .map_or_else(|| lang.t("case-types-field-new").into_owned(), |field| field.label.of(lang).to_owned());
        let inputs = field_form::inputs(lang, kind, self.draft, key, form, errors);
        piece::form_page(Piece::Question, lang, self.case_type, title, &below, &inputs, notice)
    }
}
