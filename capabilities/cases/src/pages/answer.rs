//! *Besvara*: *Delsvar*, *Motfråga*, *Svara och avsluta*, with the answers that the case type offers and one's own signature.
//!
//! The text of an answer goes into the message, where it is read through and completed before it is sent: by script as soon as it is
//! chosen, and otherwise when a button is pressed over an empty message.

use axum::Extension;
use axum::extract::{Path, Request};
use axum::response::Response;
use behorig_access::{AttachmentId, CaseId};
use behorig_case_types::rules::{Placeholders, fill};
use behorig_files::{Files, FilesField, KEEP, MOST_FROM_STAFF, PRESS, Press, StoredFile, first_button};
use behorig_store::{Recorded, StoreError, Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit};
use behorig_web::components::{Button, Choice, Fields, PostForm};
use behorig_web::{Errors, FieldName, Form, Lang, Message, field};
use maud::{Markup, html};

use super::draft::Typed;
use super::path_of;
use super::thread::{Desk, open, page, save_button};
use crate::records::{
    DraftKey, Notices, Writing, Written, close, draft_of, for_viewer, keep_written, placeholders, write, written,
};
use crate::rules::Act;

pub(crate) static BODY: FieldName = field("meddelande", "cases-body");
pub(crate) static ALTERNATIVE: FieldName = field("svar", "cases-alternative");
pub(crate) static FILES: FieldName = field("filer", "cases-files");
/// As long as a message may be, in letters.
pub(crate) const LONGEST: usize = 10_000;

/// What can be written in the case by this member of staff.
fn open_acts(desk: &Desk) -> Vec<Act> {
    let case = &desk.thread.case;
    let may = |act: &Act| match act {
        Act::PartialReply => desk.part.has_it || desk.part.receives,
        _ => desk.part.has_it,
    };
    [Act::Answer, Act::PartialReply, Act::Question]
        .into_iter()
        .filter(|act| may(act) && case.state.after(*act, case.facts()).is_ok())
        .collect()
}

/// The form under the thread, as far as something can be written.
pub(crate) fn form(visit: &Visit, desk: &Desk, typed: &Form, errors: &Errors) -> Markup {
    let (lang, case) = (visit.lang, &desk.thread.case);
    let acts = open_acts(desk);
    if acts.is_empty() {
        return ending(lang, desk);
    }
    let f = Fields::new(lang, typed, errors);
    let alternatives = alternatives(visit, desk);
    let label = lang.t("cases-files");
    let inside = html! {
        (first_button(KEEP))
        h2 { (lang.t("cases-answer")) }
        @if !alternatives.is_empty() {
            (f.radios(&ALTERNATIVE).options(alternatives.iter().map(|one| Choice::new(one.key.clone(), one.label.clone()))).optional())
            @for one in &alternatives { template data-answer=(one.key) { (one.text) } }
        }
        (f.long_text(&BODY, 8).limit(10_000))
        (files_field(lang, &label, desk.draft.as_ref()).show(typed, errors))
        p.hint { (lang.tr("cases-signed", &[("signature", desk.with.signature.as_str().into())])) }
        div.button-row {
            @for (place, act) in acts.iter().enumerate() { (button(lang, *act, place == 0)) }
            (save_button(lang))
        }
        p.hint role="status" data-draft-status="" {
            @if let Some(written) = &desk.draft { (kept_at(visit, written)) }
        }
    };
    let post = PostForm::to(path_of(case.id, ""), inside)
        .version(case.version)
        .once(Visit::form_key())
        .kept_at(path_of(case.id, "/utkast"))
        .with_files();
    html! { section.answer { (post) } }
}

fn kept_at(visit: &Visit, written: &Written) -> Markup {
    let time = behorig_web::format::near_time(visit.lang, written.draft.updated_at.0, visit.now.0);
    html! { (visit.lang.tr("cases-draft-kept", &[("time", time.into())])) }
}

/// The files of something that staff are writing.
pub(crate) fn files_field<'a>(lang: Lang, label: &'a str, written: Option<&'a Written>) -> FilesField<'a> {
    let files = written.map(|written| written.files.iter().collect()).unwrap_or_default();
    FilesField { lang, input: &FILES, label, help: "", required: false, most: MOST_FROM_STAFF, files }
}

fn button(lang: Lang, act: Act, first: bool) -> Button<'static> {
    let label = lang.t(match act {
        Act::Answer => "cases-answer-and-close",
        Act::Question => "cases-ask-back",
        _ => "cases-partial-reply",
    });
    let button = if first { Button::primary(label) } else { Button::secondary(label) };
    button.sends(PRESS, act.key())
}

/// What staff began and nobody has to answer is ended by a button alone.
fn ending(lang: Lang, desk: &Desk) -> Markup {
    let case = &desk.thread.case;
    if !desk.part.has_it || case.state.after(Act::Close, case.facts()).is_err() {
        return Markup::default();
    }
    let inside = html! {
        p { (lang.t("cases-close-text")) }
        div.button-row { (Button::secondary(lang.t("cases-close")).sends(PRESS, Act::Close.key())) }
    };
    let post = PostForm::to(path_of(case.id, ""), inside).version(case.version).once(Visit::form_key());
    html! { section.answer { (post) } }
}

/// An answer that the case type offers, with its text as it would be sent by this member of staff.
struct Offered {
    key: String,
    label: String,
    text: String,
}

/// The answers that the case type offers; they are written to the resident in Swedish, whatever language staff work in.
fn alternatives(visit: &Visit, desk: &Desk) -> Vec<Offered> {
    let Some(form) = desk.form.as_ref().filter(|_| desk.part.has_it) else { return Vec::new() };
    let thread = &desk.thread;
    let is_seen = thread.patient.as_ref().is_some_and(|one| one.is_seen_by(&visit.viewer, &thread.chain, visit.now));
    let name = if is_seen { desk.with.name.clone() } else { String::new() };
    let with = Placeholders { name, ..desk.with.clone() };
    form.alternatives()
        .iter()
        .map(|one| {
            let text = one.text.of(Lang::Sv);
            // Who may not see a protected person greets without the name.
            let text = if is_seen { text.to_owned() } else { text.replace(" {namn}", "") };
            Offered { key: one.key.clone(), label: one.label.of(visit.lang).to_owned(), text: fill(&text, &with) }
        })
        .collect()
}

/// The text of a chosen answer in the message, to be read through: where one was chosen and nothing written.
fn with_text_of_choice(visit: &Visit, desk: &Desk, typed: Form) -> Form {
    let key = typed.value(&ALTERNATIVE.name).to_owned();
    let chosen = alternatives(visit, desk).into_iter().find(|one| one.key == key);
    match chosen.filter(|_| typed.value(&BODY.name).trim().is_empty()) {
        Some(one) => Form::filled([(&BODY, one.text), (&ALTERNATIVE, key)]),
        None => typed,
    }
}

/// What was sent.
struct Sent {
    act: Act,
    body: String,
    alternative: Option<String>,
}

/// Reads what was sent: the message, and which answer of the case type it was made from.
fn read(desk_form: Option<&behorig_case_types::Form>, form: &Form, errors: &mut Errors) -> Option<Sent> {
    let act = Act::from_key(form.value(PRESS))?;
    let key = form.value(&ALTERNATIVE.name);
    let chosen = desk_form
        .and_then(|form| form.alternatives().iter().find(|one| one.key == key))
        .map(|one| one.label.of(Lang::Sv).to_owned());
    if chosen.is_none() && !key.is_empty() {
        errors.add(&ALTERNATIVE, Message::new("cases-alternative-gone"));
    }
    if chosen.is_some() && form.value(&BODY.name).trim().is_empty() {
        errors.add(&BODY, "cases-alternative-put");
        return None;
    }
    let body = form.required(&BODY, behorig_web::forms::text(LONGEST), errors)?;
    errors.is_empty().then_some(Sent { act, body, alternative: chosen })
}

/// What is kept with any press: what was typed, the files that came, and the one that goes.
#[derive(Clone)]
struct Kept {
    seat: Seat,
    case: CaseId,
    content: String,
    new: Vec<StoredFile>,
    gone: Vec<AttachmentId>,
}

/// Writes in the case, keeps the draft or ends what staff began. Service 406 and having it; a partial reply also with service 405.
/// Asked before a file is taken in, and again in the transaction.
pub(crate) async fn send(
    mut visit: Visit,
    Extension(files): Extension<Files>,
    Extension(notices): Extension<Option<Notices>>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, PageError> {
    let id = super::id(&id)?;
    let room = MOST_FROM_STAFF.saturating_sub(files_here(&mut visit, id).await?);
    let sent = files.receive_from(&mut visit, request, (room, MOST_FROM_STAFF)).await?;
    let mut errors = Errors::new();
    let new = sent.taken(visit.lang, &FILES, &mut errors);
    let press = Press::of(&sent.form);
    let content = Typed::of(&sent.form).to_content();
    let kept = Kept { seat: visit.seat(), case: id, content, new, gone: press.gone().into_iter().collect() };
    let submission = Submission { visit, form: sent.form };
    let (mut submission, outcome, told) = match press {
        Press::Onward => onward(submission, kept.clone(), notices.as_ref(), errors).await?,
        _ => keeping(submission, kept.clone(), press, errors).await,
    };
    let errors = match outcome {
        Ok(path) => {
            if let Some(notices) = &notices {
                notices.wake();
            }
            return Ok(submission.visit.go_and_tell(&path, told));
        }
        Err(Rejected::Errors(errors)) => errors,
        Err(Rejected::Page(PageError::Store(StoreError::Stale) | PageError::Stale)) => {
            let mut errors = Errors::new();
            errors.add_general("cases-written-meanwhile");
            errors
        }
        Err(Rejected::Page(error)) => return Err(error),
    };
    // What could not be sent is kept all the same, with the files that came along.
    if press != Press::Onward || !kept.new.is_empty() {
        let actor = submission.visit.actor();
        submission.visit.submit(&actor, "", kept, keep).await.map_err(as_page)?;
    }
    let Submission { visit, form } = submission;
    again(visit, id, form, &errors).await
}

/// How many files hang on what the visitor is writing in the case.
async fn files_here(visit: &mut Visit, id: CaseId) -> Result<usize, PageError> {
    let (viewer, now) = (visit.viewer.clone(), visit.now);
    let tx = visit.snapshot.get().await?;
    for_viewer(tx, &viewer, id, now).await?.1.of_staff()?;
    let here = written(tx, DraftKey::in_case(viewer.holder(), id)).await?;
    Ok(here.map_or(0, |written| written.files.len()))
}

type Carried = (Submission, Result<String, Rejected>, &'static str);

/// Keeps what was typed, with its files.
async fn keeping(mut submission: Submission, kept: Kept, press: Press, errors: Errors) -> Carried {
    let told = match press {
        Press::Attach => "files-attached-now",
        Press::Remove(_) => "files-removed",
        _ => "cases-told-draft-kept",
    };
    if !errors.is_empty() {
        return (submission, Err(Rejected::Errors(errors)), told);
    }
    let outcome = submission.submit(kept, keep).await;
    (submission, outcome, told)
}

/// Writes in the case, or ends what staff began.
async fn onward(
    mut submission: Submission,
    kept: Kept,
    notices: Option<&Notices>,
    mut errors: Errors,
) -> Result<Carried, PageError> {
    let (id, version) = (kept.case, submission.version()?);
    let pressed = submission.form.value(PRESS).to_owned();
    if pressed == Act::Close.key() {
        let outcome = submission.submit((kept.seat, id, version), ended).await;
        return Ok((submission, outcome, "cases-told-closed"));
    }
    let told = match Act::from_key(&pressed) {
        Some(Act::PartialReply) => "cases-told-partial",
        Some(Act::Question) => "cases-told-question",
        Some(Act::Answer) => "cases-told-answered",
        _ => return Err(PageError::Malformed("no such button")),
    };
    let form = form_of(&mut submission.visit, id).await?;
    let sent = read(form.as_ref(), &submission.form, &mut errors);
    let outcome = match sent.filter(|_| errors.is_empty()) {
        Some(sent) => submission.submit((kept, version, sent, notices.cloned()), send_now).await,
        None => Err(Rejected::Errors(errors)),
    };
    Ok((submission, outcome, told))
}

/// Opened anew: what was written in the meantime stands in the thread, and what was typed in the form.
async fn again(mut visit: Visit, id: CaseId, form: Form, errors: &Errors) -> Result<Response, PageError> {
    let desk = open(&mut visit, id).await?;
    let form = with_text_of_choice(&visit, &desk, form);
    let (page, body) = page(&visit, &desk, &form, errors);
    let typed = html! {
        @if open_acts(&desk).is_empty() && !form.value(&BODY.name).is_empty() { (kept_words(visit.lang, &form)) }
        (body)
    };
    Ok(visit.show_again(&page.errors(errors), typed))
}

fn as_page(rejected: Rejected) -> PageError {
    match rejected {
        Rejected::Page(error) => error,
        Rejected::Errors(_) => PageError::Stale,
    }
}

/// Where nothing can be written any more, what was typed is shown, to be kept elsewhere.
fn kept_words(lang: Lang, form: &Form) -> Markup {
    html! { section.answer { h2 { (lang.t("cases-you-wrote")) } p.said { (form.value(&BODY.name)) } } }
}

async fn form_of(visit: &mut Visit, id: CaseId) -> Result<Option<behorig_case_types::Form>, PageError> {
    let (viewer, now) = (visit.viewer.clone(), visit.now);
    let tx = visit.snapshot.get().await?;
    let (case, _) = for_viewer(tx, &viewer, id, now).await?;
    match case.case_type.zip(case.form_number) {
        Some((case_type, number)) => Ok(behorig_case_types::published_form(tx, case_type, number).await?),
        None => Ok(None),
    }
}

fn send_now<'t>(tx: &'t mut WriteTx, input: &'t (Kept, i64, Sent, Option<Notices>)) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let (kept, version, sent, notices) = input;
        let (now, id) = (tx.now(), kept.case);
        let viewer = kept.seat.viewer(tx, now).await?;
        let account = kept.seat.account().ok_or(PageError::NotFound)?;
        let (case, _) = for_viewer(tx, &viewer, id, now).await?;
        let key = DraftKey::in_case(kept.seat.holder, id);
        if !kept.new.is_empty() {
            keep_written(tx, key, &kept.content, &kept.new, &[]).await?;
        }
        let draft = draft_of(tx, key).await?;
        let with = placeholders(tx, account, case.unit, case.person).await?;
        let writing = Writing {
            act: sent.act,
            // As it was read through: what stands in braces here was typed, and is no question about anybody's name.
            body: sent.body.clone(),
            alternative: sent.alternative.clone(),
            signature: with.signature,
            draft: draft.map(|draft| draft.id),
            version: *version,
        };
        Ok(write(tx, &viewer, notices.as_ref(), id, &writing).await?.with(path_of(id, "")))
    })
}

fn keep<'t>(tx: &'t mut WriteTx, kept: &'t Kept) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let now = tx.now();
        let viewer = kept.seat.viewer(tx, now).await?;
        for_viewer(tx, &viewer, kept.case, now).await?.1.of_staff()?;
        let key = DraftKey::in_case(kept.seat.holder, kept.case);
        keep_written(tx, key, &kept.content, &kept.new, &kept.gone).await?;
        Ok(Recorded::nothing_to_record(path_of(kept.case, ""), "a draft is its writer's own and no part of the case"))
    })
}

fn ended<'t>(tx: &'t mut WriteTx, input: &'t (Seat, CaseId, i64)) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let (seat, id, version) = input;
        let now = tx.now();
        let viewer = seat.viewer(tx, now).await?;
        Ok(close(tx, &viewer, *id, *version).await?.with(path_of(*id, "")))
    })
}
