//! Typing the code.

use std::sync::Arc;

use axum::Extension;
use axum::response::Response;
use behorig_access::PersonId;
use behorig_cases::records::{keep_notice_address, notice_address_of};
use behorig_outbox::Way;
use behorig_store::{Recorded, WriteTx};
use behorig_visit::{PageError, Rejected, Submission};
use behorig_web::{Errors, FieldName, Message, forms};

use super::{Part, again, own, record, take_back};
use crate::address::{self, Typed};
use crate::{Desk, SETTINGS};

/// Confirms an address by its code. Anyone signed in as a resident.
pub(crate) async fn confirm(
    part: &'static Part,
    Extension(desk): Extension<Arc<Desk>>,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let person = own(&submission.visit)?;
    let mut errors = Errors::new();
    let code = submission.form.required(part.code, forms::text(20), &mut errors);
    let outcome = match code {
        Some(code) => {
            submission
                .submit((person, part.way, code), |tx, (person, way, code)| {
                    Box::pin(async move { try_code(tx, *person, *way, code).await })
                })
                .await
        }
        None => Err(Rejected::Errors(errors)),
    };
    let errors = match outcome {
        Ok(done) if done == RIGHT => return Ok(submission.visit.go_and_tell(SETTINGS, part.words.confirmed)),
        Ok(left) => wrong(part.code, &left),
        Err(Rejected::Page(error)) => return Err(error),
        Err(Rejected::Errors(errors)) => errors,
    };
    again(submission, &desk, &errors).await
}

const RIGHT: &str = "right";

fn wrong(field: &FieldName, left: &str) -> Errors {
    let mut errors = Errors::new();
    match left.parse::<i64>() {
        Ok(left) => errors.add(field, Message::new("my-care-code-wrong").with("left", left)),
        Err(_) => errors.add_general("my-care-code-over"),
    }
    errors
}

/// Tries the code; that one was wrong is kept too. Answers how many tries are left.
async fn try_code(tx: &mut WriteTx, person: PersonId, way: Way, code: &str) -> Result<Recorded<String>, Rejected> {
    let now = tx.now();
    let Some(mut address) = notice_address_of(tx, person, way).await? else { return Err(PageError::NotFound.into()) };
    let letter = address.asked.as_ref().and_then(|asked| asked.letter);
    let typed = address::try_code(&mut address, code, now);
    if typed == Typed::Right {
        // It has arrived, however its sending seemed to go: it is not sent again.
        take_back(tx, letter).await?;
    }
    keep_notice_address(tx, &address).await?;
    let (what, outcome) = match typed {
        Typed::Right => ("confirmed", RIGHT.to_owned()),
        Typed::Wrong(left) => ("wrong code", left.to_string()),
        Typed::Over => ("no code holds", String::from("over")),
    };
    Ok(record(tx, person, way, what).await?.with(outcome))
}
