//! What administrators do on *Användarkonto* besides its fields: links, locks, YubiKeys, and the end of the account.

use axum::extract::{Extension, Path};
use axum::response::Response;
use behorig_access::{Instant, Service, Standing};
use behorig_sign_in::one_time_link::{self, Latest, NewLink};
use behorig_visit::{PageError, Rejected, Submission, Visit, end_sessions_of_account};
use behorig_web::components::{Button, PostForm, Section, SummaryList, link_button};
use behorig_web::{Errors, Form, Lang, format};
use maud::{Markup, Render, html};

use super::tab::not_here;
use super::{account_id, link, standing_tag};
use crate::Deps;
use crate::records::{Account, for_viewer, reactivate as unlock, refused};

/// The acts below the form, each shown with the reason where the viewer may not do it.
pub(super) async fn acts(visit: &mut Visit, account: &Account) -> Result<Markup, PageError> {
    let (lang, now) = (visit.lang, visit.now);
    let latest = one_time_link::latest(visit.snapshot.get().await?, account.id).await?;
    let keys = super::yubikey::section(visit, account, &Form::default(), &Errors::new()).await?;
    let security_keys = super::security_key::section(visit, account).await?;
    Ok(html! {
        (state(lang, account))
        (one_time_link_section(lang, account, latest.as_ref(), now))
        (keys)
        (security_keys)
        (end_section(lang, account))
    })
}

fn state(lang: Lang, account: &Account) -> Markup {
    let time = |at: Option<Instant>| {
        at.map_or_else(|| lang.t("accounts-never").into_owned(), |at| format::date_time(lang, at.as_millis()))
    };
    let reason = match account.lock_reason.as_deref() {
        Some("unused") => lang.t("accounts-locked-unused"),
        Some(_) => lang.t("accounts-locked-failures"),
        None => "".into(),
    };
    let locked = account.standing == Standing::Locked;
    let list = SummaryList::new(lang)
        .line(
            lang.t("accounts-status"),
            html! {
                (standing_tag(lang, account.standing)) @if locked { " " (reason) }
            },
        )
        .text(lang.t("accounts-last-sign-in"), &time(account.last_sign_in_at))
        .text(lang.t("accounts-password-set"), &time(account.password_changed_at))
        .text(
            lang.t("accounts-password-must-change"),
            &lang.t(if account.password_must_change { "web-yes" } else { "web-no" }),
        )
        .text(lang.t("accounts-created"), &time(Some(account.created_at)));
    Section::new(
        lang.t("accounts-state"),
        html! {
            (list)
            @if locked {
                @if account.rights.may(Service::ReactivateAccounts) {
                    (PostForm::to(format!("{}/ateraktivering", account.path()), html! {
                        (Button::secondary(lang.t("accounts-reactivate")))
                    }).once(Visit::form_key()).version(account.version))
                } @else { (not_here(lang, crate::rules::NotWritable::Service(Service::ReactivateAccounts))) }
            }
        },
    )
    .render()
}

fn one_time_link_section(lang: Lang, account: &Account, latest: Option<&Latest>, now: Instant) -> Markup {
    let sending = match account.rights.acts(Service::SendSignInLink) {
        Ok(()) => PostForm::to(
            format!("{}/engangslank", account.path()),
            html! { (Button::secondary(lang.t("accounts-send-link"))) },
        )
        .once(Visit::form_key())
        .version(account.version)
        .render(),
        Err(why) => not_here(lang, why),
    };
    let body = html! {
        @if let Some(latest) = latest { (latest.summary(lang, now)) }
        (sending)
    };
    Section::new(lang.t("accounts-link"), body).about(lang.t("accounts-link-about")).render()
}

fn end_section(lang: Lang, account: &Account) -> Markup {
    let body = match account.rights.acts(Service::CreateAccounts) {
        Ok(()) => link_button(&format!("{}/avslut", account.path()), &lang.t("accounts-end")),
        Err(why) => not_here(lang, why),
    };
    Section::new(lang.t("accounts-end"), body).about(lang.t("accounts-end-about")).render()
}

/// Unlocks a locked account. Service 392 at the account's unit.
pub(crate) async fn reactivate(Path(id): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let id = account_id(&id)?;
    let version = submission.version()?;
    let seat = submission.visit.seat();
    let outcome = submission
        .submit((seat, id, version), |tx, (seat, id, version)| {
            Box::pin(async move {
                let now = tx.now();
                let viewer = seat.viewer(tx, now).await?;
                let account = for_viewer(tx, &viewer, *id, Service::ReactivateAccounts, now).await?;
                let recorded = unlock(tx, &account, *version).await?;
                behorig_sign_in::forget_failures(tx, account.user_name()).await?;
                Ok(recorded.with(format!("{}/konto", account.path())))
            })
        })
        .await;
    match outcome {
        Ok(path) => Ok(submission.visit.go_and_tell(&path, "accounts-reactivated")),
        Err(Rejected::Page(error)) => Err(error),
        Err(Rejected::Errors(_)) => Err(PageError::Stale),
    }
}

/// Makes a one-time link and has it mailed, or shows it once where that is not possible. Service 393 at the account's unit, and
/// everywhere that the account's grants reach.
pub(crate) async fn send_link(
    Extension(deps): Extension<Deps>,
    Path(id): Path<String>,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let id = account_id(&id)?;
    let seat = submission.visit.seat();
    let link = NewLink::new(deps.sign_in.letters.as_ref())?;
    let outcome = submission
        .submit((seat, id, link.clone()), |tx, (seat, id, link)| {
            Box::pin(async move {
                let now = tx.now();
                let viewer = seat.viewer(tx, now).await?;
                let account = for_viewer(tx, &viewer, *id, Service::SendSignInLink, now).await?;
                if let Err(why) = account.rights.acts(Service::SendSignInLink) {
                    let mut errors = Errors::new();
                    errors.add_general(refused(why));
                    return Err(errors.into());
                }
                let recorded = link.give(tx, account.id).await?;
                Ok(recorded.with(format!("{}/konto", account.path())))
            })
        })
        .await;
    let mut visit = submission.visit;
    match outcome {
        Ok(path) => match link.committed(visit.snapshot.get().await?).await? {
            Some(given) => Ok(link::show(&visit, &visit.lang.t("accounts-link-made"), &path, &link, &given)),
            None => Ok(visit.go_and_tell(&path, "accounts-link-made-before")),
        },
        Err(Rejected::Errors(_)) => Ok(visit.go_and_tell(&format!("/anvandare/{id}/konto"), "accounts-not-done")),
        Err(Rejected::Page(error)) => Err(error),
    }
}

/// Ends the sessions of an account after something about how it signs in changed.
pub(super) async fn sign_out_everywhere(
    tx: &mut behorig_store::WriteTx,
    account: behorig_access::AccountId,
) -> Result<(), behorig_store::StoreError> {
    end_sessions_of_account(tx, account).await.map(|_| ())
}
