//! A reply to the clinic, with files; kept on the server until it is sent.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, RawQuery, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use behorig_access::CaseId;
use behorig_cases::records::{CaseError, Notices, Replied, Reply, for_viewer, open, reply_of_resident};
use behorig_files::{MOST_FROM_RESIDENTS, StoredFile};
use behorig_store::{Recorded, WriteTx};
use behorig_visit::{PageError, Rejected, Visit};
use behorig_web::components::{Button, Fields, PostForm, Section};
use behorig_web::{Errors, FieldName, Form, Lang, field, forms};
use maud::{Markup, html};

use super::attached::{FilesField, Press, first_button, keep_button, kept_line};
use super::case::{self, Reading, Replies};
use super::{case_id, case_path};
use crate::Desk;
use crate::records::{self, Written};
use crate::whom::{Sender, whom};

static BODY: FieldName = field("text", "my-care-reply");
static FILES: FieldName = field("filer", "my-care-files");
/// The longest reply, in characters.
const LONGEST: usize = 10_000;

/// What was written before, in the field.
pub(super) fn typed(written: Option<&Written>) -> Form {
    Form::filled(written.map(|written| (&BODY, written.draft.content.clone())))
}

/// Where one replies.
pub(super) fn form(
    lang: Lang,
    whom: &crate::whom::Whom,
    reading: &Reading,
    replies: Replies,
    typed: &Form,
    errors: &Errors,
) -> Markup {
    let files = reading.written.as_ref().map(|written| written.files.as_slice()).unwrap_or_default();
    let label = lang.t("my-care-files");
    let field = FilesField {
        lang,
        input: &FILES,
        label: &label,
        help: "",
        required: false,
        most: MOST_FROM_RESIDENTS,
        files: files.iter().collect(),
    };
    let limit = u32::try_from(LONGEST).unwrap_or(u32::MAX);
    let path = whom.path(&format!("{}/svar", case_path(reading.thread.case.id)));
    let inside = html! {
        (first_button())
        (Fields::new(lang, typed, errors).long_text(&BODY, 6).limit(limit))
        (field.show(typed, errors))
        (kept_line(lang))
        div.button-row { (Button::primary(lang.t("my-care-send-reply"))) (keep_button(lang)) }
    };
    let form = PostForm::to(path, inside).once(Visit::form_key()).with_files().guarded();
    let (heading, about) = match replies {
        Replies::Here => ("my-care-reply-here", "my-care-reply-here-text"),
        Replies::Anew => ("my-care-reply-anew", "my-care-reply-anew-text"),
    };
    html! { (Section::new(lang.tr(heading, &[]), html! { (form) }).about(lang.tr(about, &[]))) }
}

/// Everything that is sent with a press.
#[derive(Clone)]
struct Pressed {
    sender: Sender,
    case: CaseId,
    body: String,
    new: Vec<StoredFile>,
    press: Press,
    sends: bool,
    notices: Option<Notices>,
}

/// Keeps the reply, and sends it where that was pressed. The resident whom the case is about, or a guardian; asked before a file is
/// taken in, and again in the transaction.
pub(crate) async fn reply(
    mut visit: Visit,
    Extension(desk): Extension<Arc<Desk>>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    request: Request,
) -> Result<Response, PageError> {
    let id = case_id(&id)?;
    let (sender, whom) = whom(&mut visit, query.as_deref()).await?;
    let now = visit.now;
    let tx = visit.snapshot.get().await?;
    let viewer = sender.viewer(tx, now).await?;
    let (case, _) = for_viewer(tx, &viewer, id, now).await?;
    if case.person != Some(whom.person.id) {
        return Err(PageError::NotFound);
    }
    let here = records::written(tx, records::of_reply(whom.writer, id)).await?.map_or(0, |written| written.files.len());
    let sent = super::write::receive(&mut visit, &desk, request, MOST_FROM_RESIDENTS.saturating_sub(here)).await?;
    let press = Press::of(&sent.form);
    let mut errors = Errors::new();
    let new = sent.taken(visit.lang, &FILES, &mut errors);
    let body = match press {
        Press::Onward => sent.form.required(&BODY, forms::text(LONGEST), &mut errors),
        _ => sent.form.optional(&BODY, forms::text(LONGEST), &mut errors),
    };
    let sends = press == Press::Onward && errors.is_empty();
    let body = body.unwrap_or_else(|| sent.form.value(&BODY.name).to_owned());
    let key = sent.form.value(PostForm::ONCE).to_owned();
    let pressed = Pressed { sender, case: id, body, new, press, sends, notices: desk.notices.clone() };
    match carry_out(&mut visit, &key, pressed).await {
        Ok(_) if press == Press::KeepQuietly => Ok(StatusCode::NO_CONTENT.into_response()),
        Ok(path) if errors.is_empty() => {
            if let Some(notices) = desk.notices.as_ref().filter(|_| sends) {
                notices.wake();
            }
            let told = match press {
                Press::Onward => "my-care-reply-sent",
                Press::Keep | Press::KeepQuietly => "my-care-kept",
                Press::Attach => "files-attached-now",
                Press::Remove(_) => "files-removed",
            };
            Ok(visit.go_and_tell(&path, told))
        }
        Ok(_) => again(visit, &whom, id, &sent.form, &errors).await,
        Err(Rejected::Errors(refused)) => again(visit, &whom, id, &sent.form, &refused).await,
        Err(Rejected::Page(error)) => Err(error),
    }
}

/// Keeps what was written and sends it, where it is to be sent, as one change. What may not be sent is kept all the same.
async fn carry_out(visit: &mut Visit, key: &str, pressed: Pressed) -> Result<String, Rejected> {
    let outcome = submitted(visit, key, pressed.clone()).await;
    if let Err(Rejected::Errors(refused)) = outcome {
        submitted(visit, "", Pressed { sends: false, ..pressed }).await?;
        return Err(Rejected::Errors(refused));
    }
    outcome
}

async fn submitted(visit: &mut Visit, key: &str, pressed: Pressed) -> Result<String, Rejected> {
    let actor = visit.actor();
    visit
        .submit(&actor, key, pressed, |tx, pressed| {
            Box::pin(async move {
                let now = tx.now();
                let whom = pressed.sender.whom(tx, now).await?;
                keep_reply(tx, pressed).await?;
                if pressed.sends {
                    return send_reply(tx, pressed).await;
                }
                let path = whom.path(&case_path(pressed.case));
                Ok(Recorded::nothing_to_record(path, "a draft is its writer's own until it is sent"))
            })
        })
        .await
}

async fn keep_reply(tx: &mut WriteTx, pressed: &Pressed) -> Result<(), Rejected> {
    let now = tx.now();
    let whom = pressed.sender.whom(tx, now).await?;
    let viewer = pressed.sender.viewer(tx, now).await?;
    for_viewer(tx, &viewer, pressed.case, now).await?;
    let key = records::of_reply(whom.writer, pressed.case);
    let gone: Vec<_> = pressed.press.gone().into_iter().collect();
    records::keep_written(tx, key, &pressed.body, &pressed.new, &gone).await?;
    Ok(())
}

async fn send_reply(tx: &mut WriteTx, pressed: &Pressed) -> Result<Recorded<String>, Rejected> {
    let now = tx.now();
    let whom = pressed.sender.whom(tx, now).await?;
    let viewer = pressed.sender.viewer(tx, now).await?;
    let written = records::written(tx, records::of_reply(whom.writer, pressed.case)).await?;
    let reply = Reply {
        case: pressed.case,
        sent_by: whom.writer,
        body: pressed.body.clone(),
        draft: written.map(|written| written.draft.id),
    };
    let sent: Result<Recorded<Replied>, CaseError> =
        reply_of_resident(tx, &viewer, pressed.notices.as_ref(), &reply).await;
    let (recorded, replied) = sent?.split();
    let path = match &replied {
        Replied::Here(id) => case_path(*id),
        Replied::NewCase(receipt) => format!("{}/kvitto", case_path(receipt.id)),
    };
    Ok(recorded.with(whom.path(&path)))
}

async fn again(
    mut visit: Visit,
    whom: &crate::whom::Whom,
    id: CaseId,
    typed: &Form,
    errors: &Errors,
) -> Result<Response, PageError> {
    let thread = open(&mut visit, id).await?;
    let reading = case::reading(&mut visit, whom, thread).await?;
    let body = case::body(&visit, whom, &reading, typed, errors);
    let page = case::page(&visit, whom, &reading);
    Ok(visit.show_again(&page.errors(errors), body))
}
