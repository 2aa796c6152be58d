//! *Kontrollera*: what was answered, once more before it is sent; and the sending.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, RawQuery};
use axum::response::{IntoResponse as _, Redirect, Response};
use behorig_access::{CaseTypeId, DraftId, UnitId};
use behorig_case_types::Answers;
use behorig_cases::records::{Around, NewCase, send_around as receive};
use behorig_clinics::due;
use behorig_store::WriteTx;
use behorig_visit::{PageError, Rejected, Submission, Visit};
use behorig_web::components::{Button, Page, PostForm, Section};
use behorig_web::{Errors, Lang, Message};
use maud::{Markup, html};

use super::place::place;
use super::write::{Sheet, ids, page as form_page, sheet_of};
use super::{case_path, page_about};
use crate::whom::{Sender, Whom, whom};
use crate::words::{as_written, promised};
use crate::{Desk, records};

/// What was written, to be checked. Whoever may use the case type; what is not whole goes back to the form.
pub(crate) async fn show(
    mut visit: Visit,
    Path((unit, case_type)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let ids = ids(&unit, &case_type)?;
    let (_, whom) = whom(&mut visit, query.as_deref()).await?;
    whom.record_child(&mut visit, "my-care.check").await?;
    shown(&mut visit, &whom, ids, &Errors::new()).await
}

async fn shown(
    visit: &mut Visit,
    whom: &Whom,
    ids: (UnitId, CaseTypeId),
    errors: &Errors,
) -> Result<Response, PageError> {
    let (lang, now) = (visit.lang, visit.now);
    let tx = visit.snapshot.get().await?;
    let place = place(tx, whom, ids, now).await?;
    let written = records::written(tx, records::of_case_type(whom, place.case_type.id)).await?;
    let sheet = sheet_of(place, written);
    let answers = sheet.place.form.check(lang, &sheet.typed);
    let (Ok(answers), true, None) = (answers, sheet.begun, sheet.place.why_not()) else {
        return Ok(Redirect::to(&whom.path(&sheet.place.path())).into_response());
    };
    let title = lang.tr("my-care-check", &[("type", sheet.place.case_type.name_in(lang).to_owned().into())]);
    let page = Page::new(title)
        .section(sheet.place.unit.name.clone())
        .back(whom.path(&sheet.place.path()), lang.t("my-care-back-to-form"))
        .errors(errors);
    let page = page_about(lang, whom, page);
    let promise = promised(lang, due(now, sheet.place.reply_days()));
    let body = body(lang, whom, &sheet, &answers, &promise);
    Ok(if errors.is_empty() { visit.show(&page, body) } else { visit.show_again(&page, body) })
}

fn body(lang: Lang, whom: &Whom, sheet: &Sheet, answers: &Answers, promise: &str) -> Markup {
    let place = &sheet.place;
    let to_whom = lang.tr("my-care-check-lead", &[("clinic", place.unit.name.clone().into())]);
    let attached: Vec<_> = {
        let sent_along: Vec<_> = answers.attachments().collect();
        sheet.files.iter().filter(|file| sent_along.contains(&file.id)).collect()
    };
    html! {
        p { (to_whom) }
        (answers.shown(&place.form, lang))
        @if !attached.is_empty() {
            (Section::new(lang.t("my-care-attached"), html! { ul { @for file in attached { li { (file.name) } } } }))
        }
        @if let Some(terms) = &place.clinic.terms { (Section::new(lang.t("my-care-terms"), as_written(terms))) }
        p { (lang.tr("my-care-promise", &[("day", promise.to_owned().into())])) }
        (PostForm::to(whom.path(&format!("{}/kontrollera", place.path())), html! {
            div.button-row {
                (Button::primary(lang.t("my-care-send")))
                (Button::link(whom.path(&place.path()), lang.t("my-care-change")))
            }
        }).once(Visit::form_key()))
    }
}

/// Sends the case. Whoever may use the case type in the transaction that sends it.
pub(crate) async fn send(
    Extension(desk): Extension<Arc<Desk>>,
    Path((unit, case_type)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let ids = ids(&unit, &case_type)?;
    let sender = Sender::of(&submission.visit, query.as_deref())?;
    let (lang, notices) = (submission.visit.lang, desk.notices.clone());
    let outcome = submission
        .submit((sender.clone(), ids, lang, notices), |tx, (sender, ids, lang, notices)| {
            Box::pin(async move {
                let now = tx.now();
                let whom = sender.whom(tx, now).await?;
                let (new, around) = whole(tx, &whom, *ids, *lang).await?;
                let (recorded, receipt) = receive(tx, notices.as_ref(), &new, &around).await?.split();
                Ok(recorded.with(crate::rules::about(whom.child(), &format!("{}/kvitto", case_path(receipt.id)))))
            })
        })
        .await;
    match outcome {
        Ok(path) => {
            if let Some(notices) = &desk.notices {
                notices.wake();
            }
            Ok(Redirect::to(&path).into_response())
        }
        Err(Rejected::Page(error)) => Err(error),
        Err(Rejected::Errors(errors)) => not_sent(submission.visit, &sender, ids, &errors).await,
    }
}

/// The case as it is sent, with what stands around it; why it can't be, in words.
async fn whole(
    tx: &mut WriteTx,
    whom: &Whom,
    ids: (UnitId, CaseTypeId),
    lang: Lang,
) -> Result<(NewCase, Around), Rejected> {
    let now = tx.now();
    let place = place(tx, whom, ids, now).await?;
    let refused = |id: &'static str, clinic: &str| {
        let mut errors = Errors::new();
        errors.add_general(Message::new(id).with("clinic", clinic.to_owned()));
        Rejected::Errors(errors)
    };
    if let Some(why) = place.why_not() {
        return Err(refused(why, &place.unit.name));
    }
    let written = records::written(tx, records::of_case_type(whom, place.case_type.id)).await?;
    let draft: Option<DraftId> = written.as_ref().map(|written| written.draft.id);
    let sheet = sheet_of(place, written);
    if draft.is_none() {
        return Err(refused("my-care-nothing-written", ""));
    }
    // The form may have been published anew since it was filled in.
    let answers = sheet.place.form.check(lang, &sheet.typed)?;
    // What hangs in a field that is hidden by now is not sent.
    let sent_along: Vec<_> = answers.attachments().collect();
    let unsent = sheet.files.iter().map(|file| file.id).filter(|file| !sent_along.contains(file));
    records::take_from_draft(tx, draft, unsent.collect()).await?;
    let answers = answers.to_json().map_err(|error| PageError::Fault(error.to_string()))?;
    let place = &sheet.place;
    let new = NewCase {
        unit: place.unit.id,
        case_type: Some(place.case_type.id),
        form_number: Some(place.form_number),
        person: whom.person.id,
        sent_by: whom.writer,
        subject: place.case_type.name.clone(),
        body: String::new(),
        answers: Some(answers),
        reply_days: place.reply_days(),
        follows: None,
        draft,
    };
    Ok((new, place.around(whom)))
}

/// What could not be sent stands where it was written, with the reason.
async fn not_sent(
    mut visit: Visit,
    sender: &Sender,
    ids: (UnitId, CaseTypeId),
    errors: &Errors,
) -> Result<Response, PageError> {
    let now = visit.now;
    let whom = sender.whom(visit.snapshot.get().await?, now).await?;
    let tx = visit.snapshot.get().await?;
    let place = place(tx, &whom, ids, now).await?;
    let written = records::written(tx, records::of_case_type(&whom, place.case_type.id)).await?;
    let sheet = sheet_of(place, written);
    whom.record_child(&mut visit, "my-care.form").await?;
    let lang = visit.lang;
    let page = form_page(lang, &whom, &sheet.place).errors(errors);
    Ok(visit.show_again(&page_about(lang, &whom, page), super::write::body(lang, &whom, &sheet, errors)))
}
