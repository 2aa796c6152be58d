//! A reply in a thread, with files; kept on the server until it is sent.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use behorig_access::{AttachmentId, CaseId};
use behorig_cases::records::{DraftKey, Notices, draft_of, keep_written, written};
use behorig_files::{MOST_FROM_STAFF, PRESS, Press, StoredFile};
use behorig_store::{Recorded, StoreError, Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit};
use behorig_web::Errors;

use super::{BODY, FILES, LONGEST, SEND, as_page, path_of};
use crate::MailRoom;
use crate::records::{Reply, for_viewer, open, reply};

/// What is kept with any press.
#[derive(Clone)]
struct Kept {
    seat: Seat,
    mail: CaseId,
    body: String,
    new: Vec<StoredFile>,
    gone: Vec<AttachmentId>,
}

/// Keeps the reply, and sends it where that was pressed. Whoever may read the thread; asked before a file is taken in, and again in
/// the transaction.
pub(crate) async fn send(
    mut visit: Visit,
    Extension(room): Extension<Arc<MailRoom>>,
    Path(text): Path<String>,
    request: Request,
) -> Result<Response, PageError> {
    let mail = super::id(&text)?;
    let (viewer, now) = (visit.viewer.clone(), visit.now);
    let tx = visit.snapshot.get().await?;
    for_viewer(tx, &viewer, mail, now).await?;
    let here = written(tx, DraftKey::in_case(viewer.holder(), mail)).await?.map_or(0, |written| written.files.len());
    let space = MOST_FROM_STAFF.saturating_sub(here);
    let sent = room.files.receive_from(&mut visit, request, (space, MOST_FROM_STAFF)).await?;
    let mut errors = Errors::new();
    let new = sent.taken(visit.lang, &FILES, &mut errors);
    let press = Press::of(&sent.form);
    let sends = press == Press::Onward && sent.form.value(PRESS) == SEND;
    let body = sent.form.value(&BODY.name).to_owned();
    let kept = Kept { seat: visit.seat(), mail, body, new, gone: press.gone().into_iter().collect() };
    let mut submission = Submission { visit, form: sent.form };
    if sends {
        return onward(submission, kept, room.notices.clone(), errors).await;
    }
    submission.visit.submit(&submission.visit.actor(), "", kept, keep).await.map_err(as_page)?;
    if !errors.is_empty() {
        return again(submission, mail, &errors).await;
    }
    let told = match press {
        Press::KeepQuietly => return Ok(StatusCode::NO_CONTENT.into_response()),
        Press::Attach => "files-attached-now",
        Press::Remove(_) => "files-removed",
        Press::Keep | Press::Onward => "internal-told-kept",
    };
    Ok(submission.visit.go_and_tell(&path_of(mail, ""), told))
}

/// Sends it; what can't be sent is kept all the same.
async fn onward(
    mut submission: Submission,
    kept: Kept,
    notices: Option<Notices>,
    mut errors: Errors,
) -> Result<Response, PageError> {
    let (mail, messages) = (kept.mail, submission.version()?);
    let body = submission.form.required(&BODY, behorig_web::forms::text(LONGEST), &mut errors);
    let outcome = match body.filter(|_| errors.is_empty()) {
        Some(body) => submission.submit((kept.clone(), body, messages, notices.clone()), sent).await,
        None => Err(Rejected::Errors(errors)),
    };
    let errors = match outcome {
        Ok(path) => {
            if let Some(notices) = &notices {
                notices.wake();
            }
            return Ok(submission.visit.go_and_tell(&path, "internal-told-replied"));
        }
        Err(Rejected::Errors(errors)) => errors,
        Err(Rejected::Page(PageError::Store(StoreError::Stale))) => {
            let mut errors = Errors::new();
            errors.add_general("internal-written-meanwhile");
            errors
        }
        Err(Rejected::Page(error)) => return Err(error),
    };
    let actor = submission.visit.actor();
    submission.visit.submit(&actor, "", kept, keep).await.map_err(as_page)?;
    again(submission, mail, &errors).await
}

async fn again(submission: Submission, mail: CaseId, errors: &Errors) -> Result<Response, PageError> {
    let Submission { mut visit, form } = submission;
    let thread = open(&mut visit, mail).await?;
    let (page, body) = super::thread::page(&visit, &thread, &form, errors);
    Ok(visit.show_again(&page.errors(errors), body))
}

fn keep<'t>(tx: &'t mut WriteTx, kept: &'t Kept) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let now = tx.now();
        let viewer = kept.seat.viewer(tx, now).await?;
        for_viewer(tx, &viewer, kept.mail, now).await?;
        let key = DraftKey::in_case(kept.seat.holder, kept.mail);
        keep_written(tx, key, &kept.body, &kept.new, &kept.gone).await?;
        Ok(Recorded::nothing_to_record(path_of(kept.mail, ""), "a draft is its writer's own until it is sent"))
    })
}

fn sent<'t>(tx: &'t mut WriteTx, input: &'t (Kept, String, i64, Option<Notices>)) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let (kept, body, messages, notices) = input;
        let now = tx.now();
        let viewer = kept.seat.viewer(tx, now).await?;
        let key = DraftKey::in_case(kept.seat.holder, kept.mail);
        if !kept.new.is_empty() {
            keep_written(tx, key, body, &kept.new, &[]).await?;
        }
        let draft = draft_of(tx, key).await?.map(|draft| draft.id);
        let new = Reply { mail: kept.mail, body: body.clone(), messages: *messages, draft };
        Ok(reply(tx, &viewer, notices.as_ref(), &new).await?.with(path_of(kept.mail, "")))
    })
}
