//! Taking an address away.

use axum::response::Response;
use behorig_cases::records::{keep_notice_address, withdraw_notices};
use behorig_visit::{PageError, Rejected, Submission, Visit};
use behorig_web::components::{Button, Page, PostForm};
use maud::html;

use super::{Part, addresses_of, own, record, take_back};
use crate::{SETTINGS, address};

/// Asks before the address is taken away. Anyone signed in as a resident.
pub(crate) async fn ask_removal(part: &'static Part, visit: Visit) -> Result<Response, PageError> {
    own(&visit)?;
    let (lang, words) = (visit.lang, &part.words);
    let body = html! {
        p { (lang.t(words.remove_text)) }
        (PostForm::to(part.remove, html! {
            div.button-row {
                (Button::danger(lang.t(words.remove)))
                a.button.secondary href=(SETTINGS) { (lang.t("web-cancel")) }
            }
        }).once(Visit::form_key()))
    };
    Ok(visit.show(&Page::new(lang.t(words.remove_title)).section(lang.t("my-care-settings")).narrow(), body))
}

/// Takes the address away. As [`ask_removal`].
pub(crate) async fn remove(part: &'static Part, mut submission: Submission) -> Result<Response, PageError> {
    let (person, lang) = (own(&submission.visit)?, submission.visit.lang);
    let outcome = submission
        .submit((person, part.way, lang), |tx, (person, way, lang)| {
            Box::pin(async move {
                let mut addresses = addresses_of(tx, *person, *lang).await?;
                for address in addresses.iter().filter(|address| address.way == *way) {
                    take_back(tx, address.asked.as_ref().and_then(|asked| asked.letter)).await?;
                }
                withdraw_notices(tx, *person, *way).await?;
                address::take_away(&mut addresses, *way);
                for address in &addresses {
                    keep_notice_address(tx, address).await?;
                }
                Ok(record(tx, *person, *way, "removed").await?.with(SETTINGS.to_owned()))
            })
        })
        .await;
    match outcome {
        Ok(path) => Ok(submission.visit.go_and_tell(&path, part.words.removed)),
        Err(Rejected::Page(error)) => Err(error),
        Err(Rejected::Errors(_)) => Err(PageError::Stale),
    }
}
