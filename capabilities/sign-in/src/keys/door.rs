//! Keys at the door: `/logga-in/nyckel`, where a key is asked after the password or alone, and `/logga-in/reservkod`.

use std::sync::Arc;

use axum::extract::Extension;
use axum::response::{IntoResponse, Redirect, Response};
use behorig_access::{AccountId, Assurance, Standing};
use behorig_store::{Recorded, StoreError, WriteTx};
use behorig_visit::{PageError, Posted};
use behorig_web::components::{Button, Fields, Icon, Page, PostForm, Section};
use behorig_web::{Errors, Form, paths};
use http::StatusCode;
use maud::{Markup, html};
use webauthn_rs::prelude::Passkey;

use super::ask::{ANSWER, AskForm, Asked, ask_page, begin, ceremony_of, with_ceremony, without_ceremony};
use super::{Answer, judge, note_refused, relying_party};
use crate::by_password::{Outcome, count_failure};
use crate::entry::{self, Entered, Entry};
use crate::guest::{Guest, new_token};
use crate::pages::{no_hat, sign_in};
use crate::records::ceremonies::{self, Ceremony, Kind};
use crate::records::hats::NoHat;
use crate::records::security_keys::{self, Proof};
use crate::records::{accounts, recovery_codes, throttle as tallies};
use crate::recovery::{CODE, CodeHash, RecoveryCode, note_used};
use crate::rules::throttle::{key_of_address, key_of_name};
use crate::{KEY_PATH, Letters, RECOVERY_PATH, SignIn};

const KINDS: [Kind; 2] = [Kind::Second, Kind::Alone];

/// Whether an account has something else than a YubiKey to be its second factor: a security key, or a recovery code.
pub(crate) async fn has_second(tx: &mut behorig_store::Tx, account: AccountId) -> Result<bool, StoreError> {
    Ok(security_keys::has_one(tx, account).await? || recovery_codes::left(tx, account).await? > 0)
}

/// After a password that was right: asks for the second factor.
pub(crate) async fn begin_second(guest: &Guest, account: AccountId, return_to: &str) -> Result<Response, PageError> {
    let mut tx = guest.app.db.read().await?;
    let keys: Vec<Passkey> =
        security_keys::live_of(&mut tx, account).await?.into_iter().map(|held| held.passkey).collect();
    drop(tx);
    let (options, state) = match relying_party(&guest.app.settings) {
        Ok(party) if !keys.is_empty() => {
            let (options, state) = party.start_passkey_authentication(&keys).map_err(fault)?;
            (as_json(&options.public_key)?, as_json(&state)?)
        }
        // A recovery code alone can help.
        _ => (String::new(), String::new()),
    };
    let asked =
        Asked { kind: Kind::Second, account: Some(account), session: None, name: None, options, state, return_to };
    let (token, _) = begin(guest, asked).await?;
    Ok(with_ceremony(guest, Redirect::to(KEY_PATH).into_response(), &token))
}

/// Asks a key that says by itself whose it is. For anyone.
pub(crate) async fn start_alone(
    guest: Guest,
    Extension(deps): Extension<Arc<SignIn>>,
    Posted(form): Posted,
) -> Result<Response, PageError> {
    let return_to = form.value(sign_in::RETURN_TO);
    let Ok(party) = relying_party(&guest.app.settings) else {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(sign_in::show_with_error(&guest, &deps, status, "sign-in-key-no-name", return_to));
    };
    let (options, state) = party.start_discoverable_authentication().map_err(fault)?;
    let (options, state) = (as_json(&options.public_key)?, as_json(&state)?);
    let asked = Asked { kind: Kind::Alone, account: None, session: None, name: None, options, state, return_to };
    let (token, _) = begin(&guest, asked).await?;
    Ok(with_ceremony(&guest, Redirect::to(KEY_PATH).into_response(), &token))
}

pub(crate) fn as_json<T: serde::Serialize>(value: &T) -> Result<String, PageError> {
    serde_json::to_string(value).map_err(fault)
}

pub(super) fn fault(error: impl std::fmt::Display) -> PageError {
    PageError::Fault(error.to_string())
}

/// The page that asks the key. For the browser that began.
pub(crate) async fn show(guest: Guest) -> Result<Response, PageError> {
    match ceremony_of(&guest, &KINDS).await? {
        Some(ceremony) => page(&guest, &ceremony, StatusCode::OK, &Errors::new()).await,
        // Another tab may have gone in already; the start page knows.
        None => Ok(Redirect::to(paths::START).into_response()),
    }
}

async fn page(guest: &Guest, ceremony: &Ceremony, status: StatusCode, errors: &Errors) -> Result<Response, PageError> {
    let lang = guest.lang;
    let mut tx = guest.app.db.read().await?;
    let codes = match ceremony.account {
        Some(account) => recovery_codes::left(&mut tx, account).await?,
        None => 0,
    };
    drop(tx);
    let label = lang.t("sign-in-key-use");
    let form = AskForm { action: KEY_PATH, label: &label, makes: false };
    let blank = Form::filled([]);
    let fields = Fields::new(lang, &blank, errors);
    let body = html! {
        @if !ceremony.options.is_empty() {
            (Section::new(lang.t("sign-in-key"), ask_page(lang, &guest.app.settings, ceremony, &form))
                .about(lang.t("sign-in-key-about")))
        }
        @if codes > 0 {
            (Section::new(lang.t("sign-in-recovery"), html! {
                (PostForm::to(RECOVERY_PATH, html! {
                    (fields.code(&CODE))
                    div.button-row { (Button::secondary(lang.t("sign-in-recovery-use"))) }
                }))
            }).about(lang.t("sign-in-recovery-about")))
        }
        p { a href=(paths::SIGN_IN) { (lang.t("sign-in-other-way")) } }
        @if ceremony.kind == Kind::Second { p.hint { (lang.t("sign-in-key-or-yubikey")) } }
    };
    let title = if ceremony.kind == Kind::Alone { "sign-in-passkey-title" } else { "sign-in-second-title" };
    Ok(guest.show(status, &Page::new(lang.t(title)).narrow().errors(errors), body))
}

/// What proves the second factor, or everything.
#[derive(Debug, Clone)]
enum Way {
    Key(Proof),
    Code(CodeHash),
}

/// Lets in whoever has the key. For the browser that began.
pub(crate) async fn answer(
    guest: Guest,
    Extension(deps): Extension<Arc<SignIn>>,
    Posted(form): Posted,
) -> Result<Response, PageError> {
    let Some(ceremony) = ceremony_of(&guest, &KINDS).await? else { return Ok(too_late(&guest, &deps)) };
    let sent = form.value(ANSWER);
    if sent.is_empty() {
        let mut errors = Errors::new();
        errors.add_general("sign-in-key-no-answer");
        return page(&guest, &ceremony, StatusCode::UNPROCESSABLE_ENTITY, &errors).await;
    }
    let mut tx = guest.app.db.read().await?;
    let answer = judge(&mut tx, &guest.app.settings, &ceremony, sent).await?;
    drop(tx);
    match answer {
        Answer::Proven(proof) => let_in(&guest, &deps, &ceremony, proof.account, Way::Key(proof)).await,
        Answer::Copied(key) => {
            note_refused(&guest, key, ceremony.account).await?;
            refuse(&guest, &deps, &ceremony).await
        }
        Answer::Nothing => refuse(&guest, &deps, &ceremony).await,
    }
}

/// Lets in whoever has the password and a recovery code. For the browser that gave the password.
pub(crate) async fn recover(
    guest: Guest,
    Extension(deps): Extension<Arc<SignIn>>,
    Posted(form): Posted,
) -> Result<Response, PageError> {
    let Some(ceremony) = ceremony_of(&guest, &[Kind::Second]).await? else { return Ok(too_late(&guest, &deps)) };
    let Some(account) = ceremony.account else { return Ok(too_late(&guest, &deps)) };
    let mut errors = Errors::new();
    // What is no code at all is a slip of the hand and no guess.
    let typed = form.required(&CODE, RecoveryCode::parse, &mut errors);
    let Some(code) = typed else {
        return page(&guest, &ceremony, StatusCode::UNPROCESSABLE_ENTITY, &errors).await;
    };
    let_in(&guest, &deps, &ceremony, account, Way::Code(code.hash(account))).await
}

fn too_late(guest: &Guest, deps: &SignIn) -> Response {
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    let response = sign_in::show_with_error(guest, deps, status, "sign-in-key-too-late", paths::START);
    without_ceremony(guest, response)
}

/// An answer that proves nothing uses up what was asked, and after a password it counts as a guess.
async fn refuse(guest: &Guest, deps: &SignIn, ceremony: &Ceremony) -> Result<Response, PageError> {
    let nobody = entry::nobody(guest);
    let taken = guest.app.db.write(&nobody, ceremony.token, |tx, token| {
        Box::pin(async move {
            let taken = ceremonies::take(tx, *token).await?;
            Ok::<_, StoreError>(Recorded::nothing_to_record(taken, "nobody was let in"))
        })
    });
    if taken.await?
        && let Some(account) = ceremony.account
    {
        count(guest, account).await?;
    }
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    let response = sign_in::show_with_error(guest, deps, status, "sign-in-key-refused", &ceremony.return_to);
    Ok(without_ceremony(guest, response))
}

async fn count(guest: &Guest, account: AccountId) -> Result<Outcome, PageError> {
    let mut tx = guest.app.db.read().await?;
    let account = accounts::by_id(&mut tx, account).await?;
    drop(tx);
    count_failure(guest, [key_of_name(&account.user_name), key_of_address(guest.address)], Some(account)).await
}

struct Input {
    ceremony: Ceremony,
    account: AccountId,
    keys: [String; 2],
    way: Way,
    entry: Entry,
    letters: Option<Letters>,
}

#[derive(Debug)]
enum Judged {
    In,
    Closed(i64),
    Gone,
    /// The key was removed or is one of two, or the code is none.
    Refused,
    Stopped(Standing),
    NoHat(NoHat),
}

async fn let_in(
    guest: &Guest,
    deps: &SignIn,
    ceremony: &Ceremony,
    account: AccountId,
    way: Way,
) -> Result<Response, PageError> {
    let mut tx = guest.app.db.read().await?;
    let account = accounts::by_id(&mut tx, account).await?;
    drop(tx);
    entry::lock_if_unused(guest, &account).await?;
    let actor = accounts::actor_at_door(guest, &account).await?;
    let method = match (&way, ceremony.kind) {
        (Way::Code(_), _) => "recovery-code",
        (Way::Key(_), Kind::Alone) => "passkey",
        (Way::Key(_), _) => "security-key",
    };
    let by_code = matches!(way, Way::Code(_));
    let entry = Entry::by(guest, new_token()?, method, Assurance::TwoFactor);
    let token = entry.token.clone();
    let input = Input {
        ceremony: ceremony.clone(),
        account: account.id,
        keys: [key_of_name(&account.user_name), key_of_address(guest.address)],
        way,
        entry,
        letters: deps.letters.clone(),
    };
    let judged = match guest.app.db.write(&actor, input, |tx, input| Box::pin(judge_entry(tx, input))).await {
        // Used in the meantime, too old, or the password was changed: neither key nor code is used up by it.
        Err(StoreError::Stale) => Judged::Gone,
        judged => judged?,
    };
    match judged {
        Judged::In => {
            if let (true, Some(letters)) = (by_code, &deps.letters) {
                letters.outbox.wake();
            }
            Ok(without_ceremony(guest, sign_in::go_in(&guest.app, &token, &ceremony.return_to)))
        }
        Judged::Gone => Ok(too_late(guest, deps)),
        Judged::Stopped(standing) => {
            let told = sign_in::stopped(standing);
            let response = sign_in::show_with_error(guest, deps, StatusCode::FORBIDDEN, told, paths::START);
            Ok(without_ceremony(guest, response))
        }
        Judged::NoHat(why) => Ok(without_ceremony(guest, no_hat::at_the_door(guest, &why))),
        Judged::Closed(seconds) => Ok(closed(guest, ceremony, seconds).await?),
        Judged::Refused if by_code => match count(guest, account.id).await? {
            Outcome::Closed(seconds) => closed(guest, ceremony, seconds).await,
            _ => {
                let mut errors = Errors::new();
                errors.add(&CODE, "sign-in-recovery-wrong");
                page(guest, ceremony, StatusCode::UNPROCESSABLE_ENTITY, &errors).await
            }
        },
        Judged::Refused => refuse(guest, deps, ceremony).await,
    }
}

async fn closed(guest: &Guest, ceremony: &Ceremony, seconds: i64) -> Result<Response, PageError> {
    let mut errors = Errors::new();
    errors.add_general(sign_in::in_words_of_wait(seconds));
    let mut response = page(guest, ceremony, StatusCode::TOO_MANY_REQUESTS, &errors).await?;
    response.headers_mut().insert(http::header::RETRY_AFTER, http::HeaderValue::from(seconds));
    Ok(response)
}

/// Everything is read again here: the tallies, the ceremony, the password that came before it, the account, the key or code.
async fn judge_entry(tx: &mut WriteTx, input: &Input) -> Result<Recorded<Judged>, StoreError> {
    const NOBODY_IN: &str = "nobody was let in, and nothing changed";
    let nobody = |judged| Ok(Recorded::nothing_to_record(judged, NOBODY_IN));
    let (now, ceremony) = (tx.now(), &input.ceremony);
    if ceremony.kind == Kind::Second
        && let Some(seconds) = tallies::wait(tx, &input.keys, now).await?
    {
        return nobody(Judged::Closed(seconds));
    }
    let is_used = match &input.way {
        Way::Key(proof) => security_keys::use_up(tx, proof).await?,
        Way::Code(code) => recovery_codes::use_up(tx, input.account, code).await?,
    };
    if !is_used {
        if let Way::Key(proof) = &input.way {
            let event = super::answer::event_of_copy(proof.key, Some(proof.account));
            return Ok(tx.record(event).await?.with(Judged::Refused));
        }
        return nobody(Judged::Refused);
    }
    let is_in_time = ceremonies::take(tx, ceremony.token).await?
        && (ceremony.kind != Kind::Second
            || accounts::kept_password_since(tx, input.account, ceremony.begun_at).await?);
    if !is_in_time {
        return Err(StoreError::Stale);
    }
    let account = accounts::by_id(tx, input.account).await?;
    if account.standing != Standing::Active {
        return nobody(Judged::Stopped(account.standing));
    }
    if let Way::Code(_) = input.way {
        note_used(tx, account.id, input.letters.as_ref()).await?;
    }
    let (recorded, entered) = entry::let_in(tx, &input.entry, Some(&account), None).await?.split();
    Ok(match entered {
        Entered::With(_) => {
            let [name, _] = &input.keys;
            tallies::forget(tx, name).await?;
            recorded.with(Judged::In)
        }
        Entered::LevelTooLow => recorded.with(Judged::Gone),
        Entered::NoHat(why) => recorded.with(Judged::NoHat(why)),
    })
}

/// A button on the sign-in page that asks a key which says by itself whose it is.
pub(crate) fn passkey_form(guest: &Guest, return_to: &str) -> Markup {
    let lang = guest.lang;
    if relying_party(&guest.app.settings).is_err() {
        return html! {};
    }
    let button = Button::secondary(lang.t("sign-in-passkey-use")).icon(Icon::Key);
    html! { (PostForm::to(crate::PASSKEY_PATH, html! { div.button-row { (button) } }).hidden(sign_in::RETURN_TO, return_to)) }
}
