//! YubiKeys of an account: support enrols one with its public id, private id and AES key, and can end it.

use axum::Extension;
use axum::extract::Path;
use axum::response::Response;
use behorig_access::Service;
use behorig_sign_in::yubikeys::{self, Secrets};
use behorig_visit::{PageError, Rejected, Submission, Visit};
use behorig_web::components::{
    Button, Column, Dialog, Fields, Page, PostForm, Row, Section, Table, dialog_link, link_button,
};
use behorig_web::{Errors, FieldName, Form, Lang, Message, field, format};
use behorig_yubico_otp::{AesKey, PrivateId, PublicId};
use maud::{Markup, Render, html};
use uuid::Uuid;

use super::tab::not_here;
use super::{account_id, account_page_again};
use crate::Deps;
use crate::fields::Tab;
use crate::records::{Account, for_viewer, note_act, refused};

static PUBLIC_ID: FieldName = field("public-id", "accounts-yubikey-public-id");
static PRIVATE_ID: FieldName = field("private-id", "accounts-yubikey-private-id");
static AES_KEY: FieldName = field("aes-key", "accounts-yubikey-aes-key");

/// The keys, and the form for one more.
pub(super) async fn section(
    visit: &mut Visit,
    account: &Account,
    form: &Form,
    errors: &Errors,
) -> Result<Markup, PageError> {
    let lang = visit.lang;
    let keys = yubikeys::of_account(visit.snapshot.get().await?, account.id).await?;
    let rights = account.rights.acts(Service::EditSupportFields);
    let f = Fields::new(lang, form, errors);
    let table = Table::new(
        lang.t("accounts-yubikeys"),
        [
            Column::new(lang.t("accounts-yubikey-public-id")),
            Column::new(lang.t("accounts-yubikey-enrolled")),
            Column::new(lang.t("accounts-status")),
            Column::new(lang.t("accounts-end-yubikey")).unlabelled(),
        ],
    )
    .rows(keys.iter().map(|key| {
        let path = format!("{}/yubikey/{}/avslut", account.path(), key.id);
        let dialog = format!("end-{}", key.id);
        let state = match key.ended_at {
            Some(at) => lang.tr("accounts-ended-at", &[("time", format::date_time(lang, at.as_millis()).into())]),
            None if key.was_used => lang.t("accounts-yubikey-in-use"),
            None => lang.t("accounts-yubikey-unused"),
        };
        Row::new(key.public_id.clone())
            .cell(format::date_time(lang, key.enrolled_at.as_millis()))
            .cell(state)
            .cell(html! {
                @if key.ended_at.is_none() && rights.is_ok() {
                    (dialog_link(&path, &dialog, &lang.t("accounts-end-yubikey"), Some(&key.public_id)))
                    (Dialog::new(lang, &dialog, lang.t("accounts-end-yubikey-question"),
                        html! { p { (lang.tr("accounts-end-yubikey-text", &[("id", key.public_id.as_str().into())])) } },
                        Button::danger(lang.t("accounts-end-yubikey")), path.as_str()).once(Visit::form_key()))
                }
            })
            .muted(key.ended_at.is_some())
    }));
    let body = html! {
        @if keys.is_empty() { p.muted { (lang.t("accounts-no-yubikeys")) } } @else { (table) }
        @match rights {
            Err(why) => { (not_here(lang, why)) }
            Ok(()) => {
                details open[!errors.is_empty()] {
                    summary { (lang.t("accounts-enrol-yubikey")) }
                    (PostForm::to(format!("{}/yubikey", account.path()), html! {
                        (f.code(&PUBLIC_ID)) (f.code(&PRIVATE_ID)) (f.password(&AES_KEY).autocomplete("off"))
                        (Button::secondary(lang.t("accounts-enrol-yubikey-button")))
                    }).once(Visit::form_key()))
                }
            }
        }
    };
    Ok(Section::new(lang.t("accounts-yubikey-with-password"), body).about(lang.t("accounts-yubikey-about")).render())
}

/// A public id in modhex, with what is wrong told beside it.
fn public_id(text: &str) -> Result<PublicId, Message> {
    match PublicId::parse(text) {
        Ok(id) if !id.is_empty() => Ok(id),
        _ => Err(Message::new("accounts-wrong-public-id")),
    }
}

/// Enrols a YubiKey. Service 380 at the account's unit, and 378 everywhere that the account's grants reach.
pub(crate) async fn enrol(
    Extension(deps): Extension<Deps>,
    Path(id): Path<String>,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let id = account_id(&id)?;
    let mut errors = Errors::new();
    let form = &submission.form;
    let public = form.required(&PUBLIC_ID, public_id, &mut errors);
    let private = form.required(
        &PRIVATE_ID,
        |text| PrivateId::parse(text).map_err(|_| Message::new("accounts-wrong-private-id")),
        &mut errors,
    );
    let key = form.required(
        &AES_KEY,
        |text| AesKey::parse(text).map_err(|_| Message::new("accounts-wrong-aes-key")),
        &mut errors,
    );
    let (Some(public), Some(private), Some(key)) = (public, private, key) else {
        return again(submission, id, &errors).await;
    };
    let seat = submission.visit.seat();
    let input = (seat, id, public, Secrets::Ours(private, key), deps.sign_in);
    let outcome = submission
        .submit(input, |tx, (seat, id, public, secrets, sign_in)| {
            Box::pin(async move {
                let now = tx.now();
                let viewer = seat.viewer(tx, now).await?;
                let account = for_viewer(tx, &viewer, *id, Service::EditSupportFields, now).await?;
                let mut errors = Errors::new();
                if let Err(why) = account.rights.acts(Service::EditSupportFields) {
                    errors.add(&PUBLIC_ID, refused(why));
                    return Err(errors.into());
                }
                if let Err(error) = yubikeys::enrol(tx, &sign_in.keys, account.id, public, secrets).await {
                    if !error.is_conflict_on("yubikey_public_id") {
                        return Err(error.into());
                    }
                    errors.add(&PUBLIC_ID, "accounts-taken-yubikey");
                    return Err(errors.into());
                }
                let public = public.to_string();
                let recorded = note_act(tx, &account, "accounts.yubikey.enrol", "yubikey", None, Some(&public)).await?;
                Ok(recorded.with(format!("{}/konto", account.path())))
            })
        })
        .await;
    match outcome {
        Ok(path) => Ok(submission.visit.go_and_tell(&path, "accounts-yubikey-enrolled-now")),
        Err(Rejected::Errors(errors)) => again(submission, id, &errors).await,
        Err(Rejected::Page(error)) => Err(error),
    }
}

async fn again(submission: Submission, id: behorig_access::AccountId, errors: &Errors) -> Result<Response, PageError> {
    let Submission { mut visit, form: typed } = submission;
    let now = visit.now;
    let account = for_viewer(visit.snapshot.get().await?, &visit.viewer, id, Service::EditSupportFields, now).await?;
    // The key itself is not sent back; what is not secret is.
    let mut form = Form::default();
    for shown in [&PUBLIC_ID, &PRIVATE_ID] {
        form.fill(shown, typed.value(&shown.name));
    }
    let body = section(&mut visit, &account, &form, errors).await?;
    Ok(account_page_again(&visit, &account, Tab::SignIn, errors, body))
}

/// Asks whether a YubiKey is to be ended, where there is no dialog. Service 380 at the account's unit.
pub(crate) async fn ask_to_end(
    mut visit: Visit,
    Path((id, key)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let id = account_id(&id)?;
    let now = visit.now;
    let tx = visit.snapshot.get().await?;
    let account = for_viewer(tx, &visit.viewer, id, Service::EditSupportFields, now).await?;
    let keys = yubikeys::of_account(tx, id).await?;
    let found = keys.iter().find(|held| held.id.to_string() == key && held.ended_at.is_none());
    let key = found.ok_or(PageError::NotFound)?;
    Ok(question(&visit, visit.lang, &account, key.id, &key.public_id))
}

fn question(visit: &Visit, lang: Lang, account: &Account, key: Uuid, public_id: &str) -> Response {
    let back = format!("{}/konto", account.path());
    let body = html! {
        p { (lang.tr("accounts-end-yubikey-text", &[("id", public_id.into())])) }
        (PostForm::to(format!("{}/yubikey/{key}/avslut", account.path()), html! {
            div.button-row { (Button::danger(lang.t("accounts-end-yubikey"))) (link_button(&back, &lang.t("web-cancel"))) }
        }).once(Visit::form_key()))
    };
    let page = Page::new(lang.t("accounts-end-yubikey-question")).section(account.full_name());
    visit.show(&page.back(back.clone(), account.full_name()), body)
}

/// Ends a YubiKey. Service 380 at the account's unit.
pub(crate) async fn end(
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
                let held = yubikeys::of_account(tx, account.id).await?;
                let public = held.iter().find(|held| held.id == *key).map(|held| held.public_id.clone());
                yubikeys::end(tx, account.id, *key).await?;
                super::sign_in::sign_out_everywhere(tx, account.id).await?;
                let recorded =
                    note_act(tx, &account, "accounts.yubikey.end", "yubikey", public.as_deref(), None).await?;
                Ok(recorded.with(format!("{}/konto", account.path())))
            })
        })
        .await;
    match outcome {
        Ok(path) => Ok(submission.visit.go_and_tell(&path, "accounts-yubikey-ended")),
        Err(Rejected::Page(error)) => Err(error),
        Err(Rejected::Errors(_)) => Err(PageError::Stale),
    }
}
