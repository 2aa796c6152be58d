//! Adding a key to one's own account.

use axum::response::Response;
use behorig_access::AccountId;
use behorig_store::{Event, FieldChange};
use behorig_visit::{PageError, Rejected, Submission, Visit};
use behorig_web::Errors;
use behorig_web::components::{Page, link_button};
use behorig_web::forms::text;
use maud::html;
use webauthn_rs::prelude::{CredentialID, PasskeyRegistration, RegisterPublicKeyCredential};

use super::ask::{ANSWER, AskForm, Asked, ask_page, begin, ceremony_of, with_ceremony, without_ceremony};
use super::door::{as_json, fault};
use super::own::{self, NAME, is_fresh, own_account};
use super::relying_party;
use crate::guest::Guest;
use crate::records::accounts;
use crate::records::ceremonies::{self, Ceremony, Kind};
use crate::records::security_keys::{self, NewKey};
use crate::{ADDED_KEY_PATH, KEYS_PATH};

const LONGEST_NAME: usize = 60;

/// Has the browser make a key. For anyone who is signed in with an account, not long ago and not with a password alone.
pub(crate) async fn add(guest: Guest, mut submission: Submission) -> Result<Response, PageError> {
    let account = own_account(&submission.visit)?;
    if !is_fresh(&submission.visit) {
        return Ok(submission.visit.go_and_tell(KEYS_PATH, "sign-in-confirm-first"));
    }
    let mut errors = Errors::new();
    let Some(name) = submission.form.required(&NAME, text(LONGEST_NAME), &mut errors) else {
        return own::page(&mut submission.visit, &submission.form, &errors).await;
    };
    let visit = &mut submission.visit;
    let (options, state) = asked(visit, account).await?;
    visit.snapshot.give_up();
    let session = Some(visit.session.id);
    let kind = Kind::Add;
    let asked =
        Asked { kind, account: Some(account), session, name: Some(name.clone()), options, state, return_to: KEYS_PATH };
    let (token, ceremony) = begin(&guest, asked).await?;
    let lang = visit.lang;
    let label = lang.t("sign-in-key-make");
    let form = AskForm { action: ADDED_KEY_PATH, label: &label, makes: true };
    let body = html! {
        ol { @for step in ["sign-in-key-step-1", "sign-in-key-step-2", "sign-in-key-step-3"] { li { (lang.t(step)) } } }
        (ask_page(lang, &visit.app.settings, &ceremony, &form))
        div.button-row { (link_button(KEYS_PATH, &lang.t("web-cancel"))) }
    };
    let title = lang.tr("sign-in-key-adding", &[("name", name.into())]);
    let page = Page::new(title).back(KEYS_PATH, lang.t("sign-in-keys-title"));
    Ok(with_ceremony(&guest, visit.show(&page, body), &token))
}

/// What the browser asks, and what the answer is held against. Keys that the account has are not made anew.
async fn asked(visit: &mut Visit, account: AccountId) -> Result<(String, String), PageError> {
    let party = relying_party(&visit.app.settings)?;
    let tx = visit.snapshot.get().await?;
    let held = security_keys::live_of(tx, account).await?;
    let known: Vec<CredentialID> = held.iter().map(|held| held.passkey.cred_id().clone()).collect();
    let owner = accounts::by_id(tx, account).await?;
    let (options, state) =
        party.start_passkey_registration(account.uuid(), &owner.user_name, &owner.name, Some(known)).map_err(fault)?;
    let mut options = serde_json::to_value(&options.public_key).map_err(fault)?;
    // A key that can remember whose it is should, so that it opens by itself; one that can't is good after a password.
    if let Some(selection) = options.get_mut("authenticatorSelection").and_then(serde_json::Value::as_object_mut) {
        selection.insert("residentKey".to_owned(), "preferred".into());
    }
    Ok((options.to_string(), as_json(&state)?))
}

/// Adds the key that the browser has made. For the session that asked.
pub(crate) async fn answer(guest: Guest, mut submission: Submission) -> Result<Response, PageError> {
    let account = own_account(&submission.visit)?;
    let session = submission.visit.session.id;
    let ceremony = ceremony_of(&guest, &[Kind::Add]).await?;
    let is_own = |ceremony: &Ceremony| ceremony.account == Some(account) && ceremony.session == Some(session);
    let Some(ceremony) = ceremony.filter(is_own) else {
        return Ok(submission.visit.go_and_tell(KEYS_PATH, "sign-in-key-too-late"));
    };
    let told = match made(&guest, &ceremony, submission.form.value(ANSWER), account)? {
        None => "sign-in-key-not-added",
        Some(new) => match store(&mut submission, ceremony, new).await {
            Ok(_) => "sign-in-key-added-now",
            Err(Rejected::Errors(_)) => "sign-in-key-taken",
            Err(Rejected::Page(PageError::Stale)) => "sign-in-key-too-late",
            Err(Rejected::Page(error)) => return Err(error),
        },
    };
    Ok(without_ceremony(&guest, submission.visit.go_and_tell(KEYS_PATH, told)))
}

/// The key, where the answer is one to what was asked.
fn made(guest: &Guest, ceremony: &Ceremony, sent: &str, account: AccountId) -> Result<Option<NewKey>, PageError> {
    let Ok(sent) = serde_json::from_str::<RegisterPublicKeyCredential>(sent) else { return Ok(None) };
    let state: PasskeyRegistration = serde_json::from_str(&ceremony.state).map_err(fault)?;
    let passkey = match relying_party(&guest.app.settings)?.finish_passkey_registration(&sent, &state) {
        Ok(passkey) => passkey,
        Err(error) => {
            tracing::info!(%error, "a new security key was refused");
            return Ok(None);
        }
    };
    Ok(Some(NewKey {
        account,
        name: ceremony.name.clone().unwrap_or_default(),
        credential_id: passkey.cred_id().clone(),
        credential: as_json(&passkey)?,
    }))
}

async fn store(submission: &mut Submission, ceremony: Ceremony, new: NewKey) -> Result<String, Rejected> {
    let seat = submission.visit.seat();
    let input = (seat, ceremony.token, new);
    submission
        .submit(input, |tx, (seat, token, new)| {
            Box::pin(async move {
                let now = tx.now();
                seat.viewer(tx, now).await?;
                if !ceremonies::take(tx, *token).await? {
                    return Err(PageError::Stale.into());
                }
                if let Err(error) = security_keys::add(tx, new).await {
                    if !error.is_conflict_on("security_key_credential") {
                        return Err(error.into());
                    }
                    let mut errors = Errors::new();
                    errors.add(&NAME, "sign-in-key-taken");
                    return Err(errors.into());
                }
                let recorded = tx.record(Event::change("sign-in.key-add", "account", new.account)).await?;
                let change = FieldChange { field: "security-key".to_owned(), old: None, new: Some(new.name.clone()) };
                tx.history(&recorded, "account", new.account.uuid(), &[change]).await?;
                Ok(recorded.with(KEYS_PATH.to_owned()))
            })
        })
        .await
}
