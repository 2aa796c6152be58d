//! `/mina-nycklar/reservkoder`: one's own codes, made and shown once.

use std::sync::Arc;

use axum::extract::Extension;
use axum::response::Response;
use behorig_visit::{PageError, Rejected, Submission, Visit};
use behorig_web::components::{Notice, Page, Tone, link_button, print_button};
use behorig_web::format;
use maud::html;

use super::RecoveryCodes;
use crate::pages::sessions::only_page;
use crate::{KEYS_PATH, SignIn, keys};

/// Makes ten new codes and shows them once; the old ones are void. For anyone who is signed in with an account, not long ago and not
/// with a password alone.
pub(crate) async fn make(
    Extension(deps): Extension<Arc<SignIn>>,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let account = submission.visit.session.account.ok_or(PageError::NotFound)?;
    if !keys::is_fresh(&submission.visit) {
        return Ok(submission.visit.go_and_tell(KEYS_PATH, "sign-in-confirm-first"));
    }
    let codes = RecoveryCodes::random().map_err(|_| PageError::Fault("no randomness".to_owned()))?;
    let seat = submission.visit.seat();
    let made = submission.submit((seat, account, codes.clone()), |tx, (seat, account, codes)| {
        Box::pin(async move {
            let now = tx.now();
            seat.viewer(tx, now).await?;
            let recorded = codes.put(tx, *account).await?;
            Ok::<_, Rejected>(recorded.with(KEYS_PATH.to_owned()))
        })
    });
    let path = made.await.map_err(only_page)?;
    let mut visit = submission.visit;
    // A form sent again finds that the first sending made other codes.
    if !codes.are_of(visit.snapshot.get().await?, account).await? {
        return Ok(visit.go_and_tell(&path, "sign-in-recovery-made-before"));
    }
    Ok(page(&visit, &deps, &codes))
}

fn page(visit: &Visit, deps: &SignIn, codes: &RecoveryCodes) -> Response {
    let lang = visit.lang;
    let whose = lang.tr(
        "sign-in-recovery-whose",
        &[
            ("name", visit.session.full_name().into()),
            ("installation", visit.app.settings.installation.as_str().into()),
            ("time", format::date_time(lang, visit.now.0).into()),
        ],
    );
    let by_mail = if deps.letters.is_some() { "sign-in-recovery-mailed" } else { "sign-in-recovery-logged" };
    let body = html! {
        (Notice::new(Tone::Warning, lang.t("sign-in-recovery-once")).text(lang.t("sign-in-recovery-once-text")))
        p { (whose) }
        ol.lines { @for code in codes.reveal() { li { code { (code) } } } }
        p.hint { (lang.t("sign-in-recovery-how")) " " (lang.t(by_mail)) }
        div.button-row { (print_button(lang)) (link_button(KEYS_PATH, &lang.t("sign-in-recovery-kept"))) }
    };
    visit.show(&Page::new(lang.t("sign-in-recovery-codes")).back(KEYS_PATH, lang.t("sign-in-keys")), body)
}
