//! *Förhandsgranska*: the form as the resident meets it, to be tried; nothing that is typed there is kept.

use axum::extract::{Path, RawQuery};
use axum::response::Response;
use behorig_access::CaseTypeId;
use behorig_visit::{PageError, Submission, Visit};
use behorig_web::components::{Button, Notice, Page, PostForm, Tone};
use behorig_web::{Errors, Form as Sent, Lang, format};
use maud::{Markup, html};

use super::publish;
use super::{Part, id, page_of, path_of, query};
use crate::records::forms::{self, Publication};
use crate::records::types::CaseType;
use crate::rules::{Alternative, Draft, Form, Part as At, Problem};

/// The form as it will be. Service 407 at the type's unit.
pub(crate) async fn preview(
    mut visit: Visit,
    Path(case_type): Path<String>,
    RawQuery(raw): RawQuery,
) -> Result<Response, PageError> {
    let shown = Shown::read(&mut visit, id(&case_type)?, &query(raw.as_deref())?).await?;
    let (page, body) = shown.page(visit.lang, &Sent::default(), &Errors::new(), None);
    Ok(visit.show(&page, body))
}

/// Judges what was typed into the preview as it will be judged when residents type it, and keeps nothing. Service 407 at the
/// type's unit.
pub(crate) async fn tried(
    Path(case_type): Path<String>,
    RawQuery(raw): RawQuery,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let shown = Shown::read(&mut submission.visit, id(&case_type)?, &query(raw.as_deref())?).await?;
    let Submission { visit, form: sent } = submission;
    let Ok(form) = shown.draft.check() else {
        let (page, body) = shown.page(visit.lang, &sent, &Errors::new(), None);
        return Ok(visit.show_again(&page, body));
    };
    match form.check(shown.read_in, &sent) {
        Ok(answers) => {
            let told = html! {
                (Notice::new(Tone::Good, visit.lang.t("case-types-tried")).text(visit.lang.t("case-types-tried-text")))
                (answers.shown(&form, shown.read_in))
            };
            let (page, body) = shown.page(visit.lang, &sent, &Errors::new(), Some(told));
            Ok(visit.show(&page, body))
        }
        Err(errors) => {
            let (page, body) = shown.page(visit.lang, &sent, &errors, None);
            Ok(visit.show_again(&page.errors(&errors), body))
        }
    }
}

/// Everything that the page shows.
struct Shown {
    case_type: CaseType,
    draft: Draft,
    publication: Option<Publication>,
    /// The language that the form is shown in.
    read_in: Lang,
}

impl Shown {
    async fn read(visit: &mut Visit, id: CaseTypeId, query: &Sent) -> Result<Self, PageError> {
        let case_type = super::shown(visit, id).await?;
        let read_in = Lang::from_code(query.value("sprak")).unwrap_or(visit.lang);
        let tx = visit.snapshot.get().await?;
        let draft = forms::working(tx, &case_type).await?;
        let publication = forms::publication(tx, &case_type).await?;
        Ok(Self { case_type, draft, publication, read_in })
    }

    fn page<'a>(&self, lang: Lang, sent: &Sent, errors: &Errors, told: Option<Markup>) -> (Page<'a>, Markup) {
        let case_type = &self.case_type;
        let body = html! {
            @match self.draft.check() {
                Ok(form) => {
                    (self.publishing(lang))
                    (told.unwrap_or_default())
                    (as_resident(lang, self.read_in, &form, case_type.name_in(self.read_in), sent, errors,
                        Some(&path_of(case_type.id, "/forhandsgranska"))))
                    (answers_of_staff(lang, self.read_in, form.alternatives()))
                }
                Err(problems) => { (wrong(lang, case_type, &self.draft, &problems)) }
            }
        };
        (page_of(lang, case_type, Part::Preview), body)
    }

    fn publishing(&self, lang: Lang) -> Markup {
        let told = self.publication.as_ref().map(|publication| {
            let at = format::date_time(lang, publication.at.0);
            let of = [("number", publication.number.into()), ("time", at.into())];
            match publication.by.clone() {
                Some(name) => {
                    let [number, time] = of;
                    lang.tr("case-types-published-by", &[number, time, ("name", name.into())])
                }
                None => lang.tr("case-types-published", &of),
            }
            .into_owned()
        });
        let is_new = self.case_type.has_draft;
        html! {
            @if is_new { (publish::panel(lang, &self.case_type, told)) }
            @else if let Some(told) = told { p.hint { (told) } }
        }
    }
}

/// What must be mended before anyone can meet the form, each with the way there.
fn wrong(lang: Lang, case_type: &CaseType, draft: &Draft, problems: &[Problem]) -> Markup {
    let place = |problem: &Problem| match &problem.part {
        At::Form | At::Intro => (path_of(case_type.id, "/formular"), lang.t("case-types-form").into_owned()),
        At::Field(key) => {
            let label = draft.field(key).map(|field| field.label.of(lang).to_owned()).unwrap_or_default();
            (path_of(case_type.id, &format!("/formular/{key}")), label)
        }
        At::Alternative(key) => {
            let label = draft.alternative(key).map(|one| one.label.of(lang).to_owned()).unwrap_or_default();
            (path_of(case_type.id, &format!("/svar/{key}")), label)
        }
    };
    html! {
        (Notice::new(Tone::Warning, lang.t("case-types-not-whole")).text(lang.t("case-types-not-whole-text")))
        ul.lines {
            @for problem in problems {
                @let (path, label) = place(problem);
                li { a href=(path) { (label) } span { (problem.wrong.message().words(lang)) } }
            }
        }
    }
}

/// A form in a frame, as the resident meets it. Where `action` is, it can be tried.
pub(crate) fn as_resident(
    lang: Lang,
    read_in: Lang,
    form: &Form,
    name: &str,
    sent: &Sent,
    errors: &Errors,
    action: Option<&str>,
) -> Markup {
    let other = read_in.other();
    let fields = html! {
        (form.fields(read_in, sent, errors))
        @if action.is_some() {
            div.button-row lang=(lang.code()) { (Button::secondary(lang.t("case-types-try"))) }
        }
    };
    html! {
        section.as-read aria-labelledby="som-invanaren" {
            div.part-heading {
                h2 #som-invanaren { (lang.t("case-types-as-resident")) }
                @if let Some(action) = action {
                    (Button::link(format!("{action}?sprak={}", other.code()), other.own_name()))
                }
            }
            div.as-read-page lang=(read_in.code()) {
                h3 { (name) }
                @if !form.intro().is_empty() { p lang=(form.intro().language(read_in).code()) { (form.intro().of(read_in)) } }
                @match action {
                    Some(action) => { (PostForm::to(format!("{action}?sprak={}", read_in.code()), fields)) }
                    None => { fieldset disabled aria-label=(name) { (fields) } }
                }
            }
        }
    }
}

/// What staff may answer, each with the text that a reply begins with.
pub(crate) fn answers_of_staff(lang: Lang, read_in: Lang, alternatives: &[Alternative]) -> Markup {
    html! {
        section.as-read aria-labelledby="som-vardgivaren" {
            h2 #som-vardgivaren { (lang.t("case-types-as-staff")) }
            @if alternatives.is_empty() { p { (lang.t("case-types-no-alternatives-text")) } }
            @for one in alternatives {
                details lang=(read_in.code()) {
                    summary { (one.label.of(read_in)) }
                    @if one.text.is_empty() { p.hint lang=(lang.code()) { (lang.t("case-types-no-reply")) } }
                    @else { p.letter { (one.text.of(read_in)) } }
                }
            }
        }
    }
}
