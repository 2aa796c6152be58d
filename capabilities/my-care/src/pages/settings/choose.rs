//! Choosing the language, and which way notices come.

use std::sync::Arc;

use axum::Extension;
use axum::response::Response;
use behorig_access::PersonId;
use behorig_cases::records::keep_notice_address;
use behorig_outbox::Way;
use behorig_store::{Event, Recorded, WriteTx};
use behorig_visit::{PageError, Rejected, Submission};
use behorig_web::{Errors, Lang, Message};

use super::{LANGUAGE, WAYS, addresses_of, again, own};
use crate::{Desk, SETTINGS, address};

/// The choice as the form has it.
pub(super) fn stored(ways: &[Way]) -> &'static str {
    match ways {
        [one] => one.as_stored(),
        _ => "both",
    }
}

fn read(text: &str) -> Result<Vec<Way>, Message> {
    match (text, Way::from_stored(text)) {
        ("both", _) => Ok(Way::ALL.to_vec()),
        (_, Some(way)) => Ok(vec![way]),
        (_, None) => Err(Message::new("my-care-notice-ways-wrong")),
    }
}

/// Keeps the language of notices, and the ways where there is more than one. Anyone signed in as a resident.
pub(crate) async fn choose(
    Extension(desk): Extension<Arc<Desk>>,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let person = own(&submission.visit)?;
    let mut errors = Errors::new();
    let language = |code: &str| Lang::from_code(code).ok_or(Message::new("my-care-notice-language-wrong"));
    let language = submission.form.required(&LANGUAGE, language, &mut errors);
    // The form asks for it only where there is something to choose.
    let ways = submission.form.optional(&WAYS, read, &mut errors);
    let outcome = match language {
        Some(language) if errors.is_empty() => {
            submission
                .submit((person, language, ways), |tx, (person, language, ways)| {
                    Box::pin(async move { keep(tx, *person, *language, ways.as_deref()).await })
                })
                .await
        }
        _ => Err(Rejected::Errors(errors)),
    };
    match outcome {
        Ok(path) => Ok(submission.visit.go_and_tell(&path, "my-care-notices-saved")),
        Err(Rejected::Page(error)) => Err(error),
        Err(Rejected::Errors(errors)) => again(submission, &desk, &errors).await,
    }
}

async fn keep(
    tx: &mut WriteTx,
    person: PersonId,
    language: Lang,
    ways: Option<&[Way]>,
) -> Result<Recorded<String>, Rejected> {
    let mut addresses = addresses_of(tx, person, language).await?;
    address::choose(&mut addresses, ways, language);
    for address in &addresses {
        keep_notice_address(tx, address).await?;
    }
    let what = match ways {
        None => "language".to_owned(),
        Some(ways) => format!("language, by {}", stored(ways)),
    };
    let event = Event::change("my-care.notice-address", "resident", person).with_args(what);
    Ok(tx.record(event).await?.with(SETTINGS.to_owned()))
}
