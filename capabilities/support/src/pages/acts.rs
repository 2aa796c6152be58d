//! What is done to a matter, each a form of its page.

use axum::Extension;
use axum::extract::Path;
use axum::response::Response;
use behorig_store::{StoreError, Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission};
use behorig_web::Errors;

use super::{LONGEST, PRIORITY, WHAT, WORDS, id, matter, path_of};
use crate::Letters;
use crate::records::{self, Deed};
use crate::rules::{Act, Priority};

type Post = Extension<Option<Letters>>;

/// Takes it in hand. Service 424 at the sender's unit.
pub(crate) async fn take(Path(text): Path<String>, letters: Post, form: Submission) -> Result<Response, PageError> {
    carry_out(&text, letters, form, Some((Act::Take, None)), Errors::new()).await
}

/// Hands it back to the queue. Service 424 at the sender's unit.
pub(crate) async fn hand_back(
    Path(text): Path<String>,
    letters: Post,
    form: Submission,
) -> Result<Response, PageError> {
    carry_out(&text, letters, form, Some((Act::HandBack, None)), Errors::new()).await
}

/// Sets its priority. Service 424 at the sender's unit.
pub(crate) async fn prioritise(
    Path(text): Path<String>,
    letters: Post,
    sent: Submission,
) -> Result<Response, PageError> {
    let mut errors = Errors::new();
    let known = |text: &str| Priority::from_key(text).ok_or_else(|| PRIORITY.missing());
    let chosen = sent.form.required(&PRIORITY, known, &mut errors);
    let done = chosen.map(|priority| (Act::Prioritise, Some(priority.key().to_owned())));
    carry_out(&text, letters, sent, done, errors).await
}

/// Answers, asks, closes or notes. Service 424 at the sender's unit.
pub(crate) async fn write(Path(text): Path<String>, letters: Post, sent: Submission) -> Result<Response, PageError> {
    let mut errors = Errors::new();
    let known = |text: &str| match Act::from_key(text) {
        Some(act @ (Act::Answer | Act::Ask | Act::Close | Act::Note)) => Ok(act),
        _ => Err(WHAT.missing()),
    };
    let act = sent.form.required(&WHAT, known, &mut errors);
    let words = sent.form.required(&WORDS, behorig_web::forms::text(LONGEST), &mut errors);
    let done = act.zip(words).map(|(act, words)| (act, Some(words)));
    carry_out(&text, letters, sent, done, errors).await
}

/// Writes more, as its sender.
pub(crate) async fn reply(Path(text): Path<String>, letters: Post, sent: Submission) -> Result<Response, PageError> {
    let mut errors = Errors::new();
    let words = sent.form.required(&WORDS, behorig_web::forms::text(LONGEST), &mut errors);
    carry_out(&text, letters, sent, words.map(|words| (Act::Reply, Some(words))), errors).await
}

/// Does it, or shows the page again with what was typed and why it was not done.
async fn carry_out(
    text: &str,
    Extension(letters): Post,
    mut submission: Submission,
    done: Option<(Act, Option<String>)>,
    errors: Errors,
) -> Result<Response, PageError> {
    let (id, version) = (id(text)?, submission.version()?);
    let seat = submission.visit.seat();
    let outcome = match done {
        Some((act, words)) => {
            let deed = Deed { matter: id, version, act, words };
            submission.submit((seat, deed, letters.clone()), acted).await.map(|path| (path, act))
        }
        None => Err(Rejected::Errors(errors)),
    };
    let Submission { mut visit, form } = submission;
    let errors = match outcome {
        Ok((path, act)) => {
            if let Some(letters) = &letters {
                letters.wake();
            }
            return Ok(visit.go_and_tell(&path, told(act)));
        }
        Err(Rejected::Errors(errors)) => errors,
        Err(Rejected::Page(PageError::Store(StoreError::Stale))) => {
            let mut errors = Errors::new();
            errors.add_general("support-changed-meanwhile");
            errors
        }
        Err(Rejected::Page(error)) => return Err(error),
    };
    matter::again(&mut visit, id, &form, &errors).await
}

fn acted<'t>(tx: &'t mut WriteTx, input: &'t (Seat, Deed, Option<Letters>)) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let (seat, deed, letters) = input;
        let now = tx.now();
        let viewer = seat.viewer(tx, now).await?;
        let (recorded, id) = records::act(tx, &viewer, letters.as_ref(), deed).await?.split();
        Ok(recorded.with(path_of(id, "")))
    })
}

const fn told(act: Act) -> &'static str {
    match act {
        Act::Take => "support-told-take",
        Act::HandBack => "support-told-hand-back",
        Act::Ask => "support-told-ask",
        Act::Answer => "support-told-answer",
        Act::Close => "support-told-close",
        Act::Note => "support-told-note",
        Act::Prioritise => "support-told-prioritise",
        Act::Reply => "support-told-reply",
    }
}
