//! Security keys and recovery codes of an account, as administrators see them: their owner adds a key, support can remove one.

use axum::extract::Path;
use axum::response::Response;
use behorig_access::Service;
use behorig_sign_in::security_keys::{self, SecurityKey};
use behorig_visit::{PageError, Rejected, Submission, Visit};
use behorig_web::components::{Button, Column, Dialog, Page, PostForm, Row, Section, Table, dialog_link, link_button};
use behorig_web::format;
use maud::{Markup, Render, html};
use uuid::Uuid;

use super::account_id;
use crate::records::{Account, for_viewer, note_act};

/// The keys of an account; nothing where it never had one.
pub(super) async fn section(visit: &mut Visit, account: &Account) -> Result<Markup, PageError> {
    let keys = security_keys::of_account(visit.snapshot.get().await?, account.id).await?;
    if keys.is_empty() {
        return Ok(Markup::default());
    }
    let lang = visit.lang;
    let may = account.rights.acts(Service::EditSupportFields).is_ok();
    let columns = [
        Column::new(lang.t("accounts-security-key-name")),
        Column::new(lang.t("accounts-yubikey-enrolled")),
        Column::new(lang.t("accounts-status")),
        Column::new(lang.t("accounts-remove-security-key")).unlabelled(),
    ];
    let table = Table::new(lang.t("accounts-security-keys"), columns);
    let table = table.rows(keys.iter().map(|key| line(visit, account, key, may)));
    Ok(Section::new(lang.t("accounts-security-keys"), table.render())
        .about(lang.t("accounts-security-keys-about"))
        .render())
}

fn path_of(account: &Account, key: Uuid) -> String {
    format!("{}/sakerhetsnyckel/{key}/avslut", account.path())
}

fn line(visit: &Visit, account: &Account, key: &SecurityKey, may: bool) -> Row<'static> {
    let (lang, now) = (visit.lang, visit.now.0);
    let path = path_of(account, key.id);
    let dialog = format!("remove-{}", key.id);
    let state = match (key.ended_at, key.used_at) {
        (Some(at), _) => lang.tr("accounts-security-key-removed-at", &[("time", format::date_time(lang, at.0).into())]),
        (None, Some(at)) => {
            lang.tr("accounts-security-key-used", &[("time", format::near_time(lang, at.0, now).into())])
        }
        (None, None) => lang.t("accounts-yubikey-unused"),
    };
    let remove = html! {
        @if key.ended_at.is_none() && may {
            (dialog_link(&path, &dialog, &lang.t("accounts-remove-security-key"), Some(&key.name)))
            (Dialog::new(lang, &dialog, lang.t("accounts-remove-security-key-question"),
                html! { p { (lang.tr("accounts-remove-security-key-text", &[("name", key.name.as_str().into())])) } },
                Button::danger(lang.t("accounts-remove-security-key")), path.as_str()).once(Visit::form_key()))
        }
    };
    Row::new(key.name.clone())
        .cell(format::date_time(lang, key.added_at.0))
        .cell(state)
        .cell(remove)
        .muted(key.ended_at.is_some())
}

/// Asks whether a key is to be removed, where there is no dialog. Service 380 at the account's unit.
pub(crate) async fn ask_to_remove(
    mut visit: Visit,
    Path((id, key)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let id = account_id(&id)?;
    let now = visit.now;
    let tx = visit.snapshot.get().await?;
    let account = for_viewer(tx, &visit.viewer, id, Service::EditSupportFields, now).await?;
    let keys = security_keys::of_account(tx, id).await?;
    let found = keys.iter().find(|held| held.id.to_string() == key && held.ended_at.is_none());
    let key = found.ok_or(PageError::NotFound)?;
    let lang = visit.lang;
    let back = format!("{}/konto", account.path());
    let body = html! {
        p { (lang.tr("accounts-remove-security-key-text", &[("name", key.name.as_str().into())])) }
        (PostForm::to(path_of(&account, key.id), html! {
            div.button-row {
                (Button::danger(lang.t("accounts-remove-security-key"))) (link_button(&back, &lang.t("web-cancel")))
            }
        }).once(Visit::form_key()))
    };
    let page = Page::new(lang.t("accounts-remove-security-key-question")).section(account.full_name());
    Ok(visit.show(&page.back(back.clone(), account.full_name()), body))
}

/// Removes a key. Service 380 at the account's unit.
pub(crate) async fn remove(
    Path((id, key)): Path<(String, String)>,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let id = account_id(&id)?;
    let key: Uuid = key.parse().map_err(|_| PageError::NotFound)?;
    let seat = submission.visit.seat();
    let outcome = submission
        .submit((seat, id, key), |tx, (seat, id, key)| {
            Box::pin(async move {
                let now = tx.now();
                let viewer = seat.viewer(tx, now).await?;
                let account = for_viewer(tx, &viewer, *id, Service::EditSupportFields, now).await?;
                if account.rights.acts(Service::EditSupportFields).is_err() {
                    return Err(PageError::NotFound.into());
                }
                let held = security_keys::of_account(tx, account.id).await?;
                let name = held.into_iter().find(|held| held.id == *key).map(|held| held.name);
                security_keys::end(tx, account.id, *key).await?;
                super::sign_in::sign_out_everywhere(tx, account.id).await?;
                let level = "accounts.security-key.remove";
                let recorded = note_act(tx, &account, level, "security-key", name.as_deref(), None).await?;
                Ok(recorded.with(format!("{}/konto", account.path())))
            })
        })
        .await;
    match outcome {
        Ok(path) => Ok(submission.visit.go_and_tell(&path, "accounts-security-key-removed")),
        Err(Rejected::Page(error)) => Err(error),
        Err(Rejected::Errors(_)) => Err(PageError::Stale),
    }
}
