//! `/logga-in`: BankID, or user name and password with a YubiKey, on one calm page.

use std::sync::Arc;

use axum::extract::Extension;
use axum::response::{IntoResponse, Redirect, Response};
use behorig_access::Standing;
use behorig_bankid::Screen;
use behorig_visit::{App, PageError, Posted, Token, session_cookie};
use behorig_web::components::{Button, Fields, Icon, Notice, Page, PostForm, Section, Tone};
use behorig_web::preferences::own_path;
use behorig_web::{Errors, FieldName, Form, Lang, Message, field, paths};
use http::{HeaderValue, StatusCode, header};
use maud::{Markup, Render, html};

use super::{no_hat, siths};
use crate::SignIn;
use crate::by_password::{Outcome, Typed, sign_in};
use crate::guest::{Guest, with_cookie};
use crate::keys;
use crate::rules::browser::screen_of;

static USER_NAME: FieldName = field("anvandarnamn", "sign-in-user-name");
static PASSWORD: FieldName = field("losenord", "sign-in-password");
static YUBIKEY: FieldName = field("yubikey", "sign-in-yubikey");
/// The field with the path to go to afterwards.
pub(crate) const RETURN_TO: &str = "till";
/// The field that says that BankID is to confirm the session that is open, and not to open one.
pub(crate) const CONFIRMS: &str = "bekrafta";

/// The sign-in page. For anyone.
pub(crate) async fn show(guest: Guest, Extension(deps): Extension<Arc<SignIn>>) -> Response {
    let form = Form::filled([]);
    let return_to = guest.query.value(RETURN_TO).to_owned();
    page(&guest, &deps, StatusCode::OK, &form, &Errors::new(), &return_to, told_before(&guest))
}

/// Signs in with user name and password. For anyone.
pub(crate) async fn answer(
    guest: Guest,
    Extension(deps): Extension<Arc<SignIn>>,
    Posted(form): Posted,
) -> Result<Response, PageError> {
    let return_to = form.value(RETURN_TO).to_owned();
    let mut errors = Errors::new();
    for required in [&USER_NAME, &PASSWORD] {
        if form.value(&required.name).trim().is_empty() {
            errors.add(required, required.missing());
        }
    }
    if !errors.is_empty() {
        return Ok(page(&guest, &deps, StatusCode::UNPROCESSABLE_ENTITY, &form, &errors, &return_to, None));
    }
    let typed = Typed {
        user_name: form.value(&USER_NAME.name),
        password: form.value(&PASSWORD.name),
        yubikey: form.value(&YUBIKEY.name),
    };
    let (status, message, wait) = match sign_in(&deps, &guest, &typed).await? {
        Outcome::In(token) => return Ok(go_in(&guest.app, &token, &return_to)),
        Outcome::SecondFactor(account) => return keys::begin_second(&guest, account, &return_to).await,
        Outcome::Wrong => (StatusCode::UNPROCESSABLE_ENTITY, "sign-in-wrong".into(), None),
        Outcome::Closed(seconds) => (StatusCode::TOO_MANY_REQUESTS, in_words_of_wait(seconds), Some(seconds)),
        Outcome::Stopped(standing) => (StatusCode::FORBIDDEN, stopped(standing).into(), None),
        Outcome::YubikeyNeeded { has_one: true } => {
            errors.add(&YUBIKEY, "sign-in-yubikey-needed");
            return Ok(again(&guest, &deps, &form, &errors, &return_to));
        }
        Outcome::YubikeyNeeded { has_one: false } => (StatusCode::FORBIDDEN, "sign-in-yubikey-lacking".into(), None),
        Outcome::NoHat(why) => return Ok(no_hat::at_the_door(&guest, &why)),
        Outcome::Busy => (StatusCode::SERVICE_UNAVAILABLE, "sign-in-busy".into(), Some(5)),
    };
    errors.add_general(message);
    let kept = what_is_kept(&form);
    let mut response = page(&guest, &deps, status, &kept, &errors, &return_to, None);
    if let Some(seconds) = wait {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    Ok(response)
}

/// A wait as people count it: in seconds up to a minute, then in minutes.
pub(crate) fn in_words_of_wait(seconds: i64) -> Message {
    if seconds <= 60 {
        Message::new("sign-in-closed-seconds").with("seconds", seconds)
    } else {
        Message::new("sign-in-closed-minutes").with("minutes", (seconds + 59) / 60)
    }
}

fn again(guest: &Guest, deps: &SignIn, form: &Form, errors: &Errors, return_to: &str) -> Response {
    page(guest, deps, StatusCode::UNPROCESSABLE_ENTITY, &what_is_kept(form), errors, return_to, None)
}

/// The user name stays; a password and a used code do not.
fn what_is_kept(form: &Form) -> Form {
    Form::filled([(&USER_NAME, form.value(&USER_NAME.name).to_owned())])
}

/// Into the program, with the new session's cookie.
pub(crate) fn go_in(app: &App, token: &Token, return_to: &str) -> Response {
    with_cookie(Redirect::to(own_path(return_to)).into_response(), &session_cookie(app, token))
}

/// Why an account that was proven to be one's own lets nobody in, and who helps.
pub(crate) fn stopped(standing: Standing) -> &'static str {
    match standing {
        Standing::Active => "sign-in-wrong",
        Standing::Blocked => "sign-in-stopped-blocked",
        Standing::Locked => "sign-in-stopped-locked",
        Standing::Pending => "sign-in-stopped-pending",
        Standing::Ended => "sign-in-stopped-ended",
    }
}

/// What happened just before this page: signed out, or a password chosen by a link.
fn told_before(guest: &Guest) -> Option<Notice<'static>> {
    let told = match guest.query.value("besked") {
        "utloggad" => guest.lang.t("sign-in-signed-out"),
        "losenord" => guest.lang.t("sign-in-password-chosen"),
        _ => return None,
    };
    Some(Notice::new(Tone::Good, told))
}

/// The sign-in page with a message about what went wrong elsewhere, such as at BankID.
pub(crate) fn show_with_error(
    guest: &Guest,
    deps: &SignIn,
    status: StatusCode,
    message: &'static str,
    return_to: &str,
) -> Response {
    let mut errors = Errors::new();
    errors.add_general(message);
    page(guest, deps, status, &Form::filled([]), &errors, return_to, None)
}

fn page(
    guest: &Guest,
    deps: &SignIn,
    status: StatusCode,
    form: &Form,
    errors: &Errors,
    return_to: &str,
    told: Option<Notice<'_>>,
) -> Response {
    let lang = guest.lang;
    let (has_bankid, has_siths) = (deps.bankid.is_some(), deps.siths.is_some() || deps.card_port.is_some());
    let body = html! {
        @if let Some(told) = &told { (told) }
        @if let Some(told) = about_the_demo(guest, deps) { (told) }
        @if has_bankid {
            (Section::new(lang.t("sign-in-bankid"), bankid_form(guest, return_to, true)).about(lang.t("sign-in-bankid-about")))
        }
        @if has_siths {
            (Section::new(lang.t("sign-in-siths"), siths::form(guest, deps, return_to, !has_bankid)).about(lang.t("sign-in-siths-about")))
        }
        (Section::new(lang.t("sign-in-by-password"), password_form(lang, form, errors, return_to, !has_bankid && !has_siths))
            .about(lang.t("sign-in-by-password-about")))
        (keys::passkey_form(guest, return_to))
        p.hint { (lang.t(if has_siths { "sign-in-no-account-but-a-card" } else { "sign-in-no-account" })) }
    };
    let page = Page::new(lang.t("sign-in-title")).narrow().errors(errors);
    guest.show(status, &page, body)
}

/// In a demo BankID is a stand-in, and a visitor has no phone that could read its codes: told where the stand-in is, and where
/// mail comes that would else go to people.
pub(crate) fn about_the_demo(guest: &Guest, deps: &SignIn) -> Option<Notice<'static>> {
    let phone = deps.bankid.as_ref().filter(|_| guest.app.settings.demo)?.app.origin();
    let notice = Notice::new(Tone::Info, guest.lang.t("sign-in-demo")).text(guest.lang.t("sign-in-demo-text"));
    let notice = notice.link(phone, guest.lang.t("sign-in-demo-phone"));
    Some(match deps.demo_mailbox.clone() {
        Some(mailbox) => notice.link(mailbox, guest.lang.t("sign-in-demo-mailbox")),
        None => notice,
    })
}

/// The two ways to start BankID; the likelier one on this device is the page's primary button.
pub(crate) fn bankid_form(guest: &Guest, return_to: &str, primary: bool) -> Markup {
    bankid_buttons(guest, primary).hidden(RETURN_TO, return_to).render()
}

/// The same, to confirm the session that is open.
pub(crate) fn bankid_confirm_form(guest: &Guest, return_to: &str) -> Markup {
    bankid_buttons(guest, false).hidden(RETURN_TO, return_to).hidden(CONFIRMS, "1").render()
}

fn bankid_buttons<'a>(guest: &Guest, primary: bool) -> PostForm<'a> {
    let lang = guest.lang;
    let on_phone = screen_of(&guest.agent) == Screen::Mobile;
    let here = ("samma", lang.t("sign-in-bankid-here"), Icon::Phone);
    let elsewhere = ("annan", lang.t("sign-in-bankid-elsewhere"), Icon::Phone);
    let (first, second) = if on_phone { (here, elsewhere) } else { (elsewhere, here) };
    let likelier = if primary { Button::primary(first.1) } else { Button::secondary(first.1) };
    let body = html! {
        div.button-row {
            (likelier.icon(first.2).sends("enhet", first.0))
            (Button::secondary(second.1).sends("enhet", second.0))
        }
    };
    PostForm::to(crate::BANKID_PATH, body)
}

fn password_form(lang: Lang, form: &Form, errors: &Errors, return_to: &str, primary: bool) -> Markup {
    let fields = Fields::new(lang, form, errors);
    let label = lang.t("sign-in-submit");
    let body = html! {
        (fields.code(&USER_NAME).autocomplete("username"))
        (fields.password(&PASSWORD))
        (fields.code(&YUBIKEY).optional())
        div.button-row { (if primary { Button::primary(label) } else { Button::secondary(label) }) }
    };
    html! { (PostForm::to(paths::SIGN_IN, body).hidden(RETURN_TO, return_to)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_told_as_people_count_it() {
        assert_eq!(in_words_of_wait(60).id(), "sign-in-closed-seconds");
        assert_eq!(in_words_of_wait(61), Message::new("sign-in-closed-minutes").with("minutes", 2));
    }
}
