//! *Avsluta konto*: the page that lists exactly what ends, and the end itself.

use axum::Extension;
use axum::extract::Path;
use axum::response::Response;
use behorig_access::{AccountId, Service};
use behorig_visit::{PageError, Rejected, Submission, Visit};
use behorig_web::Errors;
use behorig_web::components::{Button, Notice, Page, PostForm, Tone, link_button};
use maud::html;

use super::{account_id, why_not};
use crate::Deps;
use crate::records::{end_account, for_viewer, refused, what_ends};

/// Asks whether the account is to be ended, and lists what ends with it. Service 379 at the account's unit.
pub(crate) async fn ask(
    Extension(deps): Extension<Deps>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let id = account_id(&id)?;
    show(&deps, visit, id, &Errors::new()).await
}

async fn show(deps: &Deps, mut visit: Visit, id: AccountId, errors: &Errors) -> Result<Response, PageError> {
    let (lang, now) = (visit.lang, visit.now);
    let tx = visit.snapshot.get().await?;
    let account = for_viewer(tx, &visit.viewer, id, Service::CreateAccounts, now).await?;
    let ends = what_ends(tx, id, &deps.end_hooks, now).await?;
    let name = account.full_name();
    let back = format!("{}/konto", account.path());
    let body = html! {
        @if let Err(why) = account.rights.acts(Service::CreateAccounts) {
            (Notice::new(Tone::Warning, why_not(lang, why)))
            div.button-row { (link_button(&back, &lang.t("accounts-to-user"))) }
        } @else {
            p { (lang.tr("accounts-end-text", &[("name", name.as_str().into())])) }
            @if ends.is_empty() { p { (lang.t("accounts-nothing-ends")) } }
            @else {
                p { (lang.t("accounts-this-ends")) }
                ul.bullets { @for (label, count) in &ends { li { (lang.tr(label, &[("count", (*count).into())])) } } }
            }
            p { (lang.t("accounts-end-stays")) }
            (PostForm::to(format!("{}/avslut", account.path()), html! {
                div.button-row { (Button::danger(lang.t("accounts-end"))) (link_button(&back, &lang.t("web-cancel"))) }
            }).once(Visit::form_key()).version(account.version))
        }
    };
    let title = lang.tr("accounts-end-question", &[("name", name.as_str().into())]);
    let page = Page::new(title).back(back, name).errors(errors);
    Ok(if errors.is_empty() { visit.show(&page, body) } else { visit.show_again(&page, body) })
}

/// Ends the account and everything that hangs on it. Service 379 at the account's unit, and 378 everywhere that its grants
/// reach.
pub(crate) async fn end(
    Extension(deps): Extension<Deps>,
    Path(id): Path<String>,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let id = account_id(&id)?;
    let version = submission.version()?;
    let seat = submission.visit.seat();
    let hooks = std::sync::Arc::clone(&deps.end_hooks);
    let outcome = submission
        .submit((seat, id, version, hooks), |tx, (seat, id, version, hooks)| {
            Box::pin(async move {
                let now = tx.now();
                let viewer = seat.viewer(tx, now).await?;
                let account = for_viewer(tx, &viewer, *id, Service::CreateAccounts, now).await?;
                if let Err(why) = account.rights.acts(Service::CreateAccounts) {
                    let mut errors = Errors::new();
                    errors.add_general(refused(why));
                    return Err(errors.into());
                }
                let recorded = end_account(tx, &account, *version, hooks).await?;
                Ok(recorded.with(account.path()))
            })
        })
        .await;
    match outcome {
        Ok(path) => Ok(submission.visit.go_and_tell(&path, "accounts-ended")),
        Err(Rejected::Errors(errors)) => show(&deps, submission.visit, id, &errors).await,
        Err(Rejected::Page(error)) => Err(error),
    }
}
