//! `/logga-in/bankid`: waiting for BankID.

use std::sync::Arc;

use axum::extract::Extension;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::Cookie;
use behorig_store::{Recorded, StoreError};
use behorig_visit::{PageError, Posted, Token, tell};
use behorig_web::components::{Notice, Page, QrSignIn, Tone, link_button};
use behorig_web::paths;
use behorig_web::preferences::own_path;
use http::{StatusCode, header};
use maud::html;

use super::{no_hat, sign_in};
use crate::bankid::{
    BankIdSignIn, DEVICE_COOKIE, Finished, NotBegun, ORDER_COOKIE, advance, begin, finish, let_go, message_of,
    order_token, qr_image,
};
use crate::guest::{Guest, new_token, with_cookie};
use crate::records::bankid_orders::{self, OrderRow, Status};
use crate::{BANKID_PATH, SignIn};

const STATUS_PATH: &str = "/logga-in/bankid/lage";
const CANCEL_PATH: &str = "/logga-in/bankid/avbryt";
/// Where there is no script, the page is loaded again this often, in seconds: BankID may be asked every other.
const RELOADED_EVERY: u32 = 3;

fn bankid(deps: &SignIn) -> Result<&BankIdSignIn, PageError> {
    deps.bankid.as_ref().ok_or(PageError::NotFound)
}

/// Begins an order, on this device or on another. For anyone.
pub(crate) async fn start(
    guest: Guest,
    Extension(deps): Extension<Arc<SignIn>>,
    Posted(form): Posted,
) -> Result<Response, PageError> {
    let return_to = own_path(form.value(sign_in::RETURN_TO));
    let confirms = form.has(sign_in::CONFIRMS);
    let known = guest.token_in(DEVICE_COOKIE);
    let device = known.map_or_else(new_token, Ok)?;
    let same_device = form.value("enhet") == "samma";
    match begin(&deps, bankid(&deps)?, &guest, &device, same_device, return_to, confirms).await {
        Ok(token) => {
            let response = Redirect::to(BANKID_PATH).into_response();
            let response = with_cookie(response, &guest.cookie(ORDER_COOKIE, token.reveal().to_owned()));
            Ok(with_cookie(response, &kept_for_good(&guest, &device)))
        }
        Err(NotBegun::Told(message)) => {
            let status = StatusCode::SERVICE_UNAVAILABLE;
            Ok(sign_in::show_with_error(&guest, &deps, status, message, return_to))
        }
        Err(NotBegun::Page(error)) => Err(error),
    }
}

fn kept_for_good(guest: &Guest, device: &Token) -> Cookie<'static> {
    let mut cookie = guest.cookie(DEVICE_COOKIE, device.reveal().to_owned());
    cookie.make_permanent();
    cookie
}

/// The waiting page; when somebody has answered, the way in. For the browser that began.
pub(crate) async fn wait(guest: Guest, Extension(deps): Extension<Arc<SignIn>>) -> Result<Response, PageError> {
    let bankid = bankid(&deps)?;
    let token = order_token(&guest);
    if guest.query.has("svar") {
        return came_back(&guest, token).await;
    }
    let row = match token {
        Some(token) => advance(&deps, bankid, &guest, token.hash()).await?,
        None => None,
    };
    // Another tab of the same browser may have gone in already; the start page knows.
    let Some(row) = row else { return Ok(Redirect::to(paths::START).into_response()) };
    match row.status {
        Status::Over => Ok(over(&guest, &row)),
        Status::Answered if row.may_be_used() => end(&deps, &guest, &row).await,
        Status::Pending | Status::Answered => Ok(waiting(&deps, bankid, &guest, &row)),
    }
}

/// The app has sent a browser back. Only the one that began holds the cookie, and only it may go on: else somebody could
/// begin an order and have another person answer it.
async fn came_back(guest: &Guest, token: Option<Token>) -> Result<Response, PageError> {
    let mut tx = guest.app.db.read().await?;
    let row = match &token {
        Some(token) => bankid_orders::of(&mut tx, token.hash()).await?,
        None => None,
    };
    drop(tx);
    let sent = guest.query.value("svar").as_bytes();
    let is_it = |row: &OrderRow| aws_lc_rs::constant_time::verify_slices_are_equal(row.nonce.as_bytes(), sent).is_ok();
    let Some(row) = row.filter(is_it) else { return Ok(another_browser(guest)) };
    guest
        .app
        .db
        .write(&crate::entry::nobody(guest), row.token, |tx, token| {
            Box::pin(async move {
                bankid_orders::note_return(tx, *token).await?;
                Ok::<_, StoreError>(Recorded::nothing_to_record(
                    (),
                    "coming back from the app is not yet anybody's act",
                ))
            })
        })
        .await?;
    Ok(Redirect::to(BANKID_PATH).into_response())
}

fn another_browser(guest: &Guest) -> Response {
    let lang = guest.lang;
    let body = html! {
        p.lead { (lang.t("sign-in-bankid-other-browser-text")) }
        div.button-row { (link_button(paths::SIGN_IN, &lang.t("sign-in-again"))) }
    };
    guest.show(StatusCode::OK, &Page::new(lang.t("sign-in-bankid-other-browser")).narrow(), body)
}

fn waiting(deps: &SignIn, bankid: &BankIdSignIn, guest: &Guest, row: &OrderRow) -> Response {
    let lang = guest.lang;
    let message = lang.t(&message_of(row, &guest.agent));
    let mut qr = QrSignIn::new(lang, STATUS_PATH, message, CANCEL_PATH);
    if let Some(image) = qr_image(deps, row, lang, guest.app.clock.now()) {
        qr = qr.code(image);
    }
    if row.same_device && row.status == Status::Pending {
        qr = qr.same_device(bankid.app.autostart_url(&row.auto_start_token, None));
    }
    let page = Page::new(lang.t("sign-in-bankid-title")).narrow().refresh_without_script(RELOADED_EVERY);
    guest.show(StatusCode::OK, &page, html! { (qr) })
}

fn over(guest: &Guest, row: &OrderRow) -> Response {
    let lang = guest.lang;
    let body = html! {
        (Notice::new(Tone::Warning, lang.t(&row.last_hint)))
        (sign_in::bankid_form(guest, &row.return_to, true))
        p { a href=(paths::SIGN_IN) { (lang.t("sign-in-other-way")) } }
    };
    guest.show(StatusCode::OK, &Page::new(lang.t("sign-in-bankid-title")).narrow(), body)
}

async fn end(deps: &SignIn, guest: &Guest, row: &OrderRow) -> Result<Response, PageError> {
    let lang = guest.lang;
    let response = match finish(deps, guest, row).await? {
        Finished::In(token, stopped) => {
            // Who comes in with another hat than the account that was stopped starts where it is told why.
            let return_to = if stopped.is_some() { paths::START } else { &row.return_to };
            let mut response = sign_in::go_in(&guest.app, &token, return_to);
            if let Some(standing) = stopped {
                tell(&guest.app, &mut response, sign_in::stopped(standing));
            }
            response
        }
        Finished::Stopped(standing) => {
            let body = html! {
                p.lead { (lang.t(sign_in::stopped(standing))) }
                div.button-row { (link_button(paths::SIGN_IN, &lang.t("sign-in-other-way"))) }
            };
            guest.show(StatusCode::FORBIDDEN, &Page::new(lang.t("sign-in-stopped")).narrow(), body)
        }
        Finished::Unknown => {
            let body = html! {
                p.lead { (lang.t("sign-in-unknown-text")) }
                p { (lang.t("sign-in-unknown-staff")) }
                p { (lang.t("sign-in-unknown-resident")) }
                div.button-row { (link_button(paths::SIGN_IN, &lang.t("sign-in-other-way"))) }
            };
            guest.show(StatusCode::FORBIDDEN, &Page::new(lang.t("sign-in-unknown")).narrow(), body)
        }
        Finished::Confirmed(token) => {
            let mut response = sign_in::go_in(&guest.app, &token, &row.return_to);
            tell(&guest.app, &mut response, "sign-in-confirmed");
            response
        }
        Finished::Another => {
            let body = html! {
                p.lead { (lang.t("sign-in-confirm-another-text")) }
                div.button-row { (link_button(paths::CONFIRM, &lang.t("sign-in-confirm-again"))) }
            };
            guest.show(StatusCode::FORBIDDEN, &Page::new(lang.t("sign-in-confirm-another")).narrow(), body)
        }
        Finished::NoHat(why) => no_hat::at_the_door(guest, &why),
        Finished::Gone => Redirect::to(paths::START).into_response(),
    };
    Ok(without_order(guest, response))
}

fn without_order(guest: &Guest, response: Response) -> Response {
    let mut gone = guest.cookie(ORDER_COOKIE, String::new());
    gone.make_removal();
    with_cookie(response, &gone)
}

/// How the order is doing, for the waiting page's own script. For the browser that began.
pub(crate) async fn status(guest: Guest, Extension(deps): Extension<Arc<SignIn>>) -> Result<Response, PageError> {
    let row = match order_token(&guest) {
        Some(token) => advance(&deps, bankid(&deps)?, &guest, token.hash()).await?,
        None => None,
    };
    let told = match row {
        None => serde_json::json!({ "message": "", "next": paths::START }),
        Some(row) => {
            let message = guest.lang.t(&message_of(&row, &guest.agent)).into_owned();
            let mut told = serde_json::Map::from_iter([("message".to_owned(), message.into())]);
            if let Some(image) = qr_image(&deps, &row, guest.lang, guest.app.clock.now()) {
                told.insert("qr".to_owned(), image.into());
            }
            if row.status == Status::Over || row.may_be_used() {
                told.insert("next".to_owned(), BANKID_PATH.into());
            }
            told.into()
        }
    };
    Ok(([(header::CONTENT_TYPE, "application/json")], told.to_string()).into_response())
}

/// Lets the order go. For the browser that began.
pub(crate) async fn cancel(guest: Guest, Extension(deps): Extension<Arc<SignIn>>) -> Result<Response, PageError> {
    let_go(bankid(&deps)?, &guest).await?;
    Ok(without_order(&guest, Redirect::to(paths::SIGN_IN).into_response()))
}
