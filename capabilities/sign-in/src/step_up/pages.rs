//! `/bekrafta`: the ways in which whoever is signed in can prove it anew.

use std::sync::Arc;

use axum::extract::Extension;
use axum::response::{IntoResponse, Redirect, Response};
use behorig_access::{AccountId, Assurance};
use behorig_store::Recorded;
use behorig_visit::{PageError, Submission, Visit, session_cookie};
use behorig_web::components::{Button, Fields, Icon, Page, PostForm, Section, link_button};
use behorig_web::preferences::own_path;
use behorig_web::{Errors, FieldName, Form, field, paths};
use behorig_yubico_otp::Otp;
use maud::html;
use webauthn_rs::prelude::Passkey;

use super::rise::rise;
use crate::by_password::ask_server;
use crate::entry::Entry;
use crate::guest::{Guest, new_token, with_cookie};
use crate::keys::{self, ANSWER, Answer, AskForm, Asked};
use crate::pages::sign_in::{RETURN_TO, bankid_confirm_form};
use crate::records::ceremonies::{self, Ceremony, Kind};
use crate::records::{security_keys, yubikeys};
use crate::yubikeys::Opened;
use crate::{CONFIRM_ANSWER_PATH, CONFIRM_CARD_PATH, CONFIRM_KEY_PATH, CONFIRM_YUBIKEY_PATH, SignIn};

static YUBIKEY: FieldName = field("yubikey", "sign-in-yubikey");
/// The part of the address with the level that is asked.
const LEVEL: &str = "niva";

/// The ways to confirm. For anyone who is signed in.
pub(crate) async fn show(
    guest: Guest,
    mut visit: Visit,
    Extension(deps): Extension<Arc<SignIn>>,
) -> Result<Response, PageError> {
    let wanted = Assurance::from_key(guest.query.value(LEVEL)).unwrap_or(Assurance::TwoFactor);
    let return_to = own_path(guest.query.value(RETURN_TO)).to_owned();
    page(&guest, &mut visit, &deps, wanted, &return_to, &Errors::new()).await
}

async fn page(
    guest: &Guest,
    visit: &mut Visit,
    deps: &SignIn,
    wanted: Assurance,
    return_to: &str,
    errors: &Errors,
) -> Result<Response, PageError> {
    let account = visit.session.account;
    // A key is two factors at most.
    let account = account.filter(|_| wanted <= Assurance::TwoFactor);
    let tx = visit.snapshot.get().await?;
    let (has_key, has_yubikey) = match account {
        Some(account) => (security_keys::has_one(tx, account).await?, yubikeys::has_one(tx, account).await?),
        None => (false, false),
    };
    let has_key = has_key && keys::relying_party(&visit.app.settings).is_ok();
    let has_bankid = deps.bankid.is_some() && visit.session.identity_number.is_some();
    let has_number = visit.session.hsa_id.is_some() || visit.session.identity_number.is_some();
    let has_card = deps.card_port.is_some() && visit.session.account.is_some() && has_number;
    let lang = visit.lang;
    let form = Form::filled([]);
    let fields = Fields::new(lang, &form, errors);
    let sign_in = format!("{}?{RETURN_TO}={}", paths::SIGN_IN, paths::query_value(return_to));
    let body = html! {
        @if has_key {
            (Section::new(lang.t("sign-in-key"), html! {
                (PostForm::to(CONFIRM_KEY_PATH, html! {
                    div.button-row { (Button::primary(lang.t("sign-in-key-use")).icon(Icon::Key)) }
                }).hidden(RETURN_TO, return_to))
            }))
        }
        @if has_bankid { (Section::new(lang.t("sign-in-bankid"), bankid_confirm_form(guest, return_to))) }
        @if has_card {
            (Section::new(lang.t("sign-in-siths"), html! {
                (PostForm::to(CONFIRM_CARD_PATH, html! {
                    div.button-row { (Button::secondary(lang.t("sign-in-siths-start-card")).icon(Icon::Shield)) }
                }).hidden(RETURN_TO, return_to))
            }))
        }
        @if has_yubikey {
            (Section::new(lang.t("sign-in-yubikey"), html! {
                (PostForm::to(CONFIRM_YUBIKEY_PATH, html! {
                    (fields.code(&YUBIKEY))
                    div.button-row { (Button::secondary(lang.t("sign-in-confirm-yubikey"))) }
                }).hidden(RETURN_TO, return_to))
            }))
        }
        @if !(has_key || has_bankid || has_card || has_yubikey) { p { (lang.t("sign-in-confirm-no-way")) } }
        p { (lang.t("sign-in-confirm-else")) }
        div.button-row { (link_button(&sign_in, &lang.t("sign-in-again"))) (link_button(return_to, &lang.t("web-cancel"))) }
    };
    let page = Page::new(lang.t("sign-in-confirm-title")).lead(lang.t("sign-in-confirm-lead")).narrow().errors(errors);
    Ok(if errors.is_empty() { visit.show(&page, body) } else { visit.show_again(&page, body) })
}

fn own_account(visit: &Visit) -> Result<AccountId, PageError> {
    visit.session.account.ok_or(PageError::NotFound)
}

/// Asks one of one's own keys. For anyone who is signed in with an account.
pub(crate) async fn ask_key(guest: Guest, submission: Submission) -> Result<Response, PageError> {
    let Submission { mut visit, form } = submission;
    let account = own_account(&visit)?;
    let held = security_keys::live_of(visit.snapshot.get().await?, account).await?;
    visit.snapshot.give_up();
    let held: Vec<Passkey> = held.into_iter().map(|held| held.passkey).collect();
    if held.is_empty() {
        return Ok(Redirect::to(paths::CONFIRM).into_response());
    }
    let party = keys::relying_party(&visit.app.settings)?;
    let (options, state) =
        party.start_passkey_authentication(&held).map_err(|error| PageError::Fault(error.to_string()))?;
    let asked = Asked {
        kind: Kind::Confirm,
        account: Some(account),
        session: Some(visit.session.id),
        name: None,
        options: keys::as_json(&options.public_key)?,
        state: keys::as_json(&state)?,
        return_to: form.value(RETURN_TO),
    };
    let (token, ceremony) = keys::begin(&guest, asked).await?;
    let lang = visit.lang;
    let label = lang.t("sign-in-key-use");
    let asks = AskForm { action: CONFIRM_ANSWER_PATH, label: &label, makes: false };
    let body = html! {
        (keys::ask_page(lang, &visit.app.settings, &ceremony, &asks))
        div.button-row { (link_button(&ceremony.return_to, &lang.t("web-cancel"))) }
    };
    let page = Page::new(lang.t("sign-in-confirm-title")).narrow();
    Ok(keys::with_ceremony(&guest, visit.show(&page, body), &token))
}

/// Raises the session of whoever has the key. For the session that asked.
pub(crate) async fn answer(guest: Guest, submission: Submission) -> Result<Response, PageError> {
    let Submission { mut visit, form } = submission;
    let (account, session) = (own_account(&visit)?, visit.session.id);
    let ceremony = keys::ceremony_of(&guest, &[Kind::Confirm]).await?;
    let is_own = |ceremony: &Ceremony| ceremony.account == Some(account) && ceremony.session == Some(session);
    let Some(ceremony) = ceremony.filter(is_own) else {
        return Ok(visit.go_and_tell(paths::CONFIRM, "sign-in-key-too-late"));
    };
    let settings = visit.app.settings.clone();
    let answer = keys::judge(visit.snapshot.get().await?, &settings, &ceremony, form.value(ANSWER)).await?;
    visit.snapshot.give_up();
    let (proof, copied) = match answer {
        Answer::Proven(proof) => (Some(proof), None),
        Answer::Copied(key) => (None, Some(key)),
        Answer::Nothing => (None, None),
    };
    if let Some(key) = copied {
        keys::note_refused(&guest, key, Some(account)).await?;
    }
    let entry = Entry::by(&guest, new_token()?, "security-key", Assurance::TwoFactor);
    let token = entry.token.clone();
    let seat = visit.seat();
    let input = (seat, ceremony.token, proof, entry);
    let actor = visit.actor();
    let raised = visit.app.db.write(&actor, input, |tx, (seat, ceremony, proof, entry)| {
        Box::pin(async move {
            let now = tx.now();
            seat.viewer(tx, now).await?;
            let Some(proof) = proof else {
                ceremonies::take(tx, *ceremony).await?;
                return Ok(Recorded::nothing_to_record(false, "nothing was raised"));
            };
            if !ceremonies::take(tx, *ceremony).await? {
                return Err(PageError::Stale);
            }
            if !security_keys::use_up(tx, proof).await? {
                return Ok(tx.record(keys::event_of_copy(proof.key, Some(proof.account))).await?.with(false));
            }
            Ok(rise(tx, seat.session, entry, None).await?.with(true))
        })
    });
    let told = match raised.await {
        Ok(true) => {
            let gone = keys::without_ceremony(&guest, visit.go_and_tell(&ceremony.return_to, "sign-in-confirmed"));
            return Ok(with_cookie(gone, &session_cookie(&visit.app, &token)));
        }
        Ok(false) => "sign-in-key-refused",
        Err(PageError::Stale) => "sign-in-key-too-late",
        Err(error) => return Err(error),
    };
    Ok(keys::without_ceremony(&guest, visit.go_and_tell(paths::CONFIRM, told)))
}

/// Raises the session of whoever has the account's YubiKey. For anyone who is signed in with an account.
pub(crate) async fn by_yubikey(
    guest: Guest,
    Extension(deps): Extension<Arc<SignIn>>,
    submission: Submission,
) -> Result<Response, PageError> {
    let Submission { mut visit, form } = submission;
    let account = own_account(&visit)?;
    let return_to = own_path(form.value(RETURN_TO)).to_owned();
    let mut errors = Errors::new();
    let otp = form.required(&YUBIKEY, |typed| Otp::parse(typed).map_err(|_| "sign-in-confirm-wrong"), &mut errors);
    let enrolled = match &otp {
        Some(otp) => yubikeys::live(visit.snapshot.get().await?, otp.public_id()).await?,
        None => None,
    };
    visit.snapshot.give_up();
    let key = enrolled.filter(|key| key.account == account);
    let opened = match (&key, &otp) {
        (Some(key), Some(otp)) => key.open(&deps.keys, otp),
        _ => Opened::NotMade,
    };
    let server_said_yes = ask_server(&deps, &otp, opened).await;
    let proof = match (opened, key) {
        (Opened::Made(counters), Some(key)) => Some((key.id, Some(counters))),
        (Opened::AskServer, Some(key)) if server_said_yes => Some((key.id, None)),
        _ => None,
    };
    let entry = Entry::by(&guest, new_token()?, "yubikey", Assurance::TwoFactor);
    let token = entry.token.clone();
    let raised = match proof {
        None => false,
        Some((key, counters)) => {
            let input = (visit.seat(), key, counters, entry);
            let actor = visit.actor();
            let raised = visit.app.db.write(&actor, input, |tx, (seat, key, counters, entry)| {
                Box::pin(async move {
                    let now = tx.now();
                    seat.viewer(tx, now).await?;
                    if let Some(counters) = counters
                        && !yubikeys::use_up(tx, *key, *counters).await?
                    {
                        return Ok(Recorded::nothing_to_record(false, "nothing was raised"));
                    }
                    Ok::<_, PageError>(rise(tx, seat.session, entry, None).await?.with(true))
                })
            });
            raised.await?
        }
    };
    if !raised {
        if errors.is_empty() {
            errors.add(&YUBIKEY, "sign-in-confirm-wrong");
        }
        return page(&guest, &mut visit, &deps, Assurance::TwoFactor, &return_to, &errors).await;
    }
    let response = visit.go_and_tell(&return_to, "sign-in-confirmed");
    Ok(with_cookie(response, &session_cookie(&visit.app, &token)))
}
