//! *Besvara*: *Delsvar*, *Motfråga*, *Svara och avsluta*, with the answers that the case type offers and one's own signature.
//!
//! The text of an answer goes into the message, where it is read through and completed before it is sent: by script as soon as it is
//! chosen, and otherwise when a button is pressed over an empty message.

use axum::extract::Path;
use axum::response::Response;
use behorig_access::CaseId;
use behorig_case_types::rules::{Placeholders, fill};
use behorig_store::{Recorded, StoreError, Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit};
use behorig_web::components::{Button, Choice, Fields, PostForm};
use behorig_web::{Errors, FieldName, Form, Lang, Message, field};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};

use super::path_of;
use super::thread::{Desk, open, page, save_button};
use crate::records::{Draft, DraftKey, Writing, close, draft_of, for_viewer, keep_draft, placeholders, write};
use crate::rules::Act;

pub(crate) static BODY: FieldName = field("meddelande", "cases-body");
static ALTERNATIVE: FieldName = field("svar", "cases-alternative");
/// Which button was pressed.
pub(crate) const ACT: &str = "gor";
/// The button that keeps the draft.
pub(crate) const KEEP: &str = "utkast";
/// As long as a message may be, in letters.
pub(crate) const LONGEST: usize = 10_000;

/// What is being written, as its draft keeps it.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Written {
    #[serde(default)]
    body: String,
    #[serde(default)]
    alternative: String,
}

impl Written {
    /// What a form holds now.
    pub fn of(form: &Form) -> Self {
        Self { body: form.value(&BODY.name).to_owned(), alternative: form.value(&ALTERNATIVE.name).to_owned() }
    }

    /// As a draft keeps it.
    pub fn to_content(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// A form filled with what a draft kept.
pub(crate) fn typed_from(draft: Option<&Draft>) -> Form {
    let written: Written = draft.and_then(|draft| serde_json::from_str(&draft.content).ok()).unwrap_or_default();
    Form::filled([(&BODY, written.body), (&ALTERNATIVE, written.alternative)])
}

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
    let inside = html! {
        h2 { (lang.t("cases-answer")) }
        @if !alternatives.is_empty() {
            (f.radios(&ALTERNATIVE).options(alternatives.iter().map(|one| Choice::new(one.key.clone(), one.label.clone()))).optional())
            @for one in &alternatives { template data-answer=(one.key) { (one.text) } }
        }
        (f.long_text(&BODY, 8).limit(10_000))
        p.hint { (lang.tr("cases-signed", &[("signature", desk.with.signature.as_str().into())])) }
        div.button-row {
            @for (place, act) in acts.iter().enumerate() { (button(lang, *act, place == 0)) }
            (save_button(lang))
        }
        p.hint role="status" data-draft-status="" {
            @if let Some(draft) = &desk.draft {
                (lang.tr("cases-draft-kept", &[("time", behorig_web::format::near_time(lang, draft.updated_at.0, visit.now.0).into())]))
            }
        }
    };
    let post = PostForm::to(path_of(case.id, ""), inside)
        .version(case.version)
        .once(Visit::form_key())
        .kept_at(path_of(case.id, "/utkast"));
    html! { section.answer { (post) } }
}

fn button(lang: Lang, act: Act, first: bool) -> Button<'static> {
    let label = lang.t(match act {
        Act::Answer => "cases-answer-and-close",
        Act::Question => "cases-ask-back",
        _ => "cases-partial-reply",
    });
    let button = if first { Button::primary(label) } else { Button::secondary(label) };
    button.sends(ACT, act.key())
}

/// What staff began and nobody has to answer is ended by a button alone.
fn ending(lang: Lang, desk: &Desk) -> Markup {
    let case = &desk.thread.case;
    if !desk.part.has_it || case.state.after(Act::Close, case.facts()).is_err() {
        return Markup::default();
    }
    let inside = html! {
        p { (lang.t("cases-close-text")) }
        div.button-row { (Button::secondary(lang.t("cases-close")).sends(ACT, Act::Close.key())) }
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
    let act = Act::from_key(form.value(ACT))?;
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

/// Writes in the case, keeps the draft or ends what staff began. Service 406 and having it; a partial reply also with service 405.
pub(crate) async fn send(Path(id): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let id = super::id(&id)?;
    let version = submission.version()?;
    let pressed = submission.form.value(ACT).to_owned();
    let (outcome, told) = if pressed == KEEP {
        let written = Written::of(&submission.form).to_content();
        let seat = submission.visit.seat();
        (submission.submit((seat, id, written), kept).await, "cases-told-draft-kept")
    } else if pressed == Act::Close.key() {
        let seat = submission.visit.seat();
        (submission.submit((seat, id, version), ended).await, "cases-told-closed")
    } else {
        let form = form_of(&mut submission.visit, id).await?;
        let mut errors = Errors::new();
        let told = match Act::from_key(&pressed) {
            Some(Act::PartialReply) => "cases-told-partial",
            Some(Act::Question) => "cases-told-question",
            Some(Act::Answer) => "cases-told-answered",
            _ => return Err(PageError::Malformed("no such button")),
        };
        let sent = read(form.as_ref(), &submission.form, &mut errors);
        let seat = submission.visit.seat();
        let outcome = match sent {
            Some(sent) => submission.submit((seat, id, version, sent), written).await,
            None => Err(Rejected::Errors(errors)),
        };
        (outcome, told)
    };
    let Submission { mut visit, form } = submission;
    let errors = match outcome {
        Ok(path) => return Ok(visit.go_and_tell(&path, told)),
        Err(Rejected::Errors(errors)) => errors,
        Err(Rejected::Page(PageError::Store(StoreError::Stale) | PageError::Stale)) => {
            let mut errors = Errors::new();
            errors.add_general("cases-written-meanwhile");
            errors
        }
        Err(Rejected::Page(error)) => return Err(error),
    };
    // Opened anew: what was written in the meantime stands in the thread, and what was typed in the form.
    let desk = open(&mut visit, id).await?;
    let form = with_text_of_choice(&visit, &desk, form);
    let (page, body) = page(&visit, &desk, &form, &errors);
    let typed = html! {
        @if open_acts(&desk).is_empty() && !form.value(&BODY.name).is_empty() { (kept_words(visit.lang, &form)) }
        (body)
    };
    Ok(visit.show_again(&page.errors(&errors), typed))
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

fn written<'t>(tx: &'t mut WriteTx, input: &'t (Seat, CaseId, i64, Sent)) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let (seat, id, version, sent) = input;
        let now = tx.now();
        let viewer = seat.viewer(tx, now).await?;
        let account = seat.account().ok_or(PageError::NotFound)?;
        let draft = draft_of(tx, DraftKey::in_case(seat.holder, *id)).await?;
        let (case, _) = for_viewer(tx, &viewer, *id, now).await?;
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
        Ok(write(tx, &viewer, *id, &writing).await?.with(path_of(*id, "")))
    })
}

fn kept<'t>(tx: &'t mut WriteTx, input: &'t (Seat, CaseId, String)) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let (seat, id, content) = input;
        let now = tx.now();
        let viewer = seat.viewer(tx, now).await?;
        for_viewer(tx, &viewer, *id, now).await?.1.of_staff()?;
        keep_draft(tx, DraftKey::in_case(seat.holder, *id), content).await?;
        Ok(Recorded::nothing_to_record(path_of(*id, ""), "a draft is its writer's own and no part of the case"))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_draft_kept_is_typed_again() {
        let form = Form::filled([(&BODY, "Hej <b>Åsa</b>\nRad två".to_owned()), (&ALTERNATIVE, "a2".to_owned())]);
        let content = Written::of(&form).to_content();
        let draft = Draft {
            id: behorig_access::DraftId::from_bytes([1; 16]),
            content,
            updated_at: behorig_access::Instant(0),
            version: 1,
        };
        assert_eq!(typed_from(Some(&draft)), form);
        assert_eq!(typed_from(None).value(&BODY.name), "");
    }
}
