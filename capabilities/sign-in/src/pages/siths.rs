//! `/logga-in/siths`: signing in with a SITHS card.

use std::sync::Arc;

use axum::extract::Extension;
use axum::response::{IntoResponse, Redirect, Response};
use behorig_access::Standing;
use behorig_oidc::Answer;
use behorig_visit::{PageError, Posted, Submission, Token, role_name, tell};
use behorig_web::components::{Button, Choice as Radio, Fields, Icon, Page, PostForm, link_button};
use behorig_web::preferences::own_path;
use behorig_web::{Errors, FieldName, Form, Lang, field, paths};
use http::{HeaderName, HeaderValue, StatusCode, header};
use maud::{Markup, html};

use super::{no_hat, sign_in};
use crate::guest::{Guest, with_cookie};
use crate::records::siths_sign_ins::{self as sign_ins, Purpose, SithsRow};
use crate::siths::{
    COOKIE, Choice, ERRAND, Finished, NotOnTheWay, ProvenCard, SithsSignIn, TICKET, TicketRefusal, begin, begin_errand,
    end_named_by, end_session_of_provider, finish, give_back, shown, take_ticket, token_of,
};
use crate::step_up::{Confirmed, by_card};
use crate::{ASK_FOR_ACCOUNT, CARD_PATH, SITHS_PATH, SignIn};

static PLACE: FieldName = field("uppdrag", "sign-in-siths-place");
const CHOOSE_PATH: &str = "/logga-in/siths/uppdrag";

fn siths(deps: &SignIn) -> Result<&SithsSignIn, PageError> {
    deps.siths.as_ref().ok_or(PageError::NotFound)
}

/// Begins by the identity provider. For anyone.
pub(crate) async fn start(
    guest: Guest,
    Extension(deps): Extension<Arc<SignIn>>,
    Posted(form): Posted,
) -> Result<Response, PageError> {
    let return_to = own_path(form.value(sign_in::RETURN_TO));
    match begin(&deps, siths(&deps)?, &guest, return_to).await {
        Ok((token, address)) => {
            let response = leave_for(&guest, &address, "sign-in-siths-leaving");
            Ok(with_cookie(response, &guest.cookie(COOKIE, token.reveal().to_owned())))
        }
        Err(NotOnTheWay::Told(message)) => {
            Ok(sign_in::show_with_error(&guest, &deps, StatusCode::SERVICE_UNAVAILABLE, message, return_to))
        }
        Err(NotOnTheWay::NotBegun) => Ok(not_begun(&guest)),
        Err(NotOnTheWay::Page(error)) => Err(error),
    }
}

/// A page that leads on to the identity provider at once. A form of ours may lead to no other site, so a redirect would stop at the
/// browser's own guard; and whoever has no script is led on all the same.
pub(super) fn leave_for(guest: &Guest, address: &str, words: &str) -> Response {
    let lang = guest.lang;
    let body = html! { p { a href=(address) { (lang.t("sign-in-siths-go-on")) } } };
    let mut response = guest.show(StatusCode::OK, &Page::new(lang.t(words)).narrow(), body);
    if let Ok(value) = HeaderValue::from_str(&format!("0; url={address}")) {
        response.headers_mut().insert(HeaderName::from_static("refresh"), value);
    }
    response
}

/// What the identity provider sends the browser back with. For the browser that began.
pub(crate) async fn come_back(guest: Guest, Extension(deps): Extension<Arc<SignIn>>) -> Result<Response, PageError> {
    let siths = siths(&deps)?;
    let said = |name: &str| Some(guest.query.value(name).to_owned()).filter(|value| !value.is_empty());
    let answer = Answer { code: said("code"), state: said("state"), error: said("error"), iss: said("iss") };
    match give_back(&deps, siths, &guest, &answer).await {
        Ok(()) => Ok(Redirect::to(SITHS_PATH).into_response()),
        Err(NotOnTheWay::Told(message)) => Ok(without_sign_in(&guest, refused(&guest, StatusCode::FORBIDDEN, message))),
        Err(NotOnTheWay::NotBegun) => Ok(not_begun(&guest)),
        Err(NotOnTheWay::Page(error)) => Err(error),
    }
}

/// Begins by the card's own certificate: to the port for cards. For anyone.
pub(crate) async fn start_with_card(
    guest: Guest,
    Extension(deps): Extension<Arc<SignIn>>,
    Posted(form): Posted,
) -> Result<Response, PageError> {
    show_at_port(&guest, &deps, Purpose::SignIn, own_path(form.value(sign_in::RETURN_TO))).await
}

/// Confirms by the card's own certificate: to the port for cards. For anyone who is signed in with an account.
pub(crate) async fn start_to_confirm(
    guest: Guest,
    Extension(deps): Extension<Arc<SignIn>>,
    submission: Submission,
) -> Result<Response, PageError> {
    let Submission { form, .. } = submission;
    show_at_port(&guest, &deps, Purpose::Confirm, own_path(form.value(sign_in::RETURN_TO))).await
}

async fn show_at_port(guest: &Guest, deps: &SignIn, purpose: Purpose, return_to: &str) -> Result<Response, PageError> {
    let port = deps.card_port.as_ref().ok_or(PageError::NotFound)?;
    let (token, errand) = begin_errand(guest, purpose, return_to).await?;
    let address = format!("{}/?{ERRAND}={}", port.url, errand.reveal());
    let response = leave_for(guest, &address, "sign-in-siths-card-leaving");
    Ok(with_cookie(response, &guest.cookie(COOKIE, token.reveal().to_owned())))
}

/// Back from the port for cards, with a ticket. For the browser that began.
pub(crate) async fn come_back_with_card(
    guest: Guest,
    Extension(deps): Extension<Arc<SignIn>>,
) -> Result<Response, PageError> {
    if deps.card_port.is_none() {
        return Err(PageError::NotFound);
    }
    let Some(ticket) = Token::from_sent(guest.query.value(TICKET)) else { return Ok(not_begun(&guest)) };
    match take_ticket(&guest, &ticket).await? {
        Ok(()) => {}
        Err(TicketRefusal::Late) => return Ok(refused(&guest, StatusCode::FORBIDDEN, "sign-in-siths-card-late")),
        Err(TicketRefusal::OtherBrowser | TicketRefusal::Unknown) => return Ok(not_begun(&guest)),
    }
    match refusal_of(&deps, &guest).await? {
        Some(message) => Ok(without_sign_in(&guest, refused(&guest, StatusCode::FORBIDDEN, &message))),
        None => Ok(Redirect::to(SITHS_PATH).into_response()),
    }
}

async fn refusal_of(deps: &SignIn, guest: &Guest) -> Result<Option<String>, PageError> {
    let Some(token) = token_of(guest).map(|token| token.hash()) else { return Ok(None) };
    let mut tx = guest.app.db.read().await?;
    Ok(sign_ins::of(&mut tx, token).await?.and_then(|row| row.refusal(&deps.keys, &token, guest.now)))
}

/// Lets in whom the card proved, or asks on. For the browser that began.
pub(crate) async fn go_on(guest: Guest, Extension(deps): Extension<Arc<SignIn>>) -> Result<Response, PageError> {
    let Some(Shown { token, card, row }) = proven(&deps, &guest).await? else {
        // Another tab of the same browser may have gone in already; the start page knows.
        return Ok(Redirect::to(paths::START).into_response());
    };
    if row.confirms {
        let confirmed = by_card(&guest, token.hash(), &card).await?;
        return Ok(without_sign_in(&guest, confirmed_with(&guest, &row.return_to, confirmed)));
    }
    let finished = finish(&guest, token.hash(), &card, None).await?;
    end(&guest, &card, &row.return_to, finished).await
}

/// Takes the place to work that was chosen. For the browser that began.
pub(crate) async fn choose(
    guest: Guest,
    Extension(deps): Extension<Arc<SignIn>>,
    Posted(form): Posted,
) -> Result<Response, PageError> {
    let proven = proven(&deps, &guest).await?.filter(|shown| !shown.row.confirms);
    let Some(Shown { token, card, row }) = proven else { return Ok(not_begun(&guest)) };
    let wished = form.value(&PLACE.name);
    if wished.is_empty() {
        let mut errors = Errors::new();
        errors.add(&PLACE, PLACE.missing());
        return choice_page(&guest, &card, &errors).await;
    }
    let finished = finish(&guest, token.hash(), &card, Some(wished)).await?;
    end(&guest, &card, &row.return_to, finished).await
}

/// What a browser has shown and not used yet.
struct Shown {
    token: Token,
    card: ProvenCard,
    row: SithsRow,
}

async fn proven(deps: &SignIn, guest: &Guest) -> Result<Option<Shown>, PageError> {
    let Some(token) = token_of(guest) else { return Ok(None) };
    let hash = token.hash();
    let mut tx = guest.app.db.read().await?;
    let row = sign_ins::of(&mut tx, hash).await?;
    Ok(row.and_then(|row| Some(Shown { card: row.card(&deps.keys, &hash, guest.now)?, token, row })))
}

/// Back into the session that was confirmed, or why it was not.
fn confirmed_with(guest: &Guest, return_to: &str, confirmed: Confirmed) -> Response {
    let lang = guest.lang;
    match confirmed {
        Confirmed::Raised(token) => {
            let mut response = sign_in::go_in(&guest.app, &token, return_to);
            tell(&guest.app, &mut response, "sign-in-confirmed");
            response
        }
        Confirmed::Another => {
            let body = html! {
                p.lead { (lang.t("sign-in-confirm-another-card-text")) }
                div.button-row { (link_button(paths::CONFIRM, &lang.t("sign-in-confirm-again"))) }
            };
            guest.show(StatusCode::FORBIDDEN, &Page::new(lang.t("sign-in-confirm-another-card")).narrow(), body)
        }
        Confirmed::Gone => Redirect::to(paths::START).into_response(),
    }
}

async fn end(guest: &Guest, card: &ProvenCard, return_to: &str, finished: Finished) -> Result<Response, PageError> {
    let lang = guest.lang;
    let response = match finished {
        Finished::In(token, stopped) => {
            let mut response = sign_in::go_in(&guest.app, &token, return_to);
            if let Some(standing) = stopped {
                tell(&guest.app, &mut response, sign_in::stopped(standing));
            }
            response
        }
        Finished::Choose => return choice_page(guest, card, &Errors::new()).await,
        Finished::NoSuchChoice => {
            let mut errors = Errors::new();
            errors.add(&PLACE, "sign-in-hat-gone");
            return choice_page(guest, card, &errors).await;
        }
        // The card is remembered: the form is filled in from it, and whoever has sent it is told how it stands.
        Finished::NoAccount | Finished::Stopped(Standing::Pending) => {
            return Ok(Redirect::to(ASK_FOR_ACCOUNT).into_response());
        }
        Finished::Stopped(standing) => {
            let body = html! {
                p.lead { (lang.t(sign_in::stopped(standing))) }
                div.button-row { (link_button(paths::SIGN_IN, &lang.t("sign-in-other-way"))) }
            };
            guest.show(StatusCode::FORBIDDEN, &Page::new(lang.t("sign-in-stopped")).narrow(), body)
        }
        Finished::NoHat(why) => no_hat::at_the_door(guest, &why),
        Finished::LevelTooLow => refused(guest, StatusCode::FORBIDDEN, "oidc-level-too-low"),
        Finished::Gone => Redirect::to(paths::START).into_response(),
    };
    Ok(without_sign_in(guest, response))
}

async fn choice_page(guest: &Guest, card: &ProvenCard, errors: &Errors) -> Result<Response, PageError> {
    let lang = guest.lang;
    let all = shown(guest, card).await?;
    let form = Form::filled([]);
    let tells_apart =
        all.iter().any(|one| one.hsa_ids != all.first().map(|one| one.hsa_ids.clone()).unwrap_or_default());
    let options = all.iter().map(|one| radio(lang, one, tells_apart));
    let body = html! {
        (PostForm::to(CHOOSE_PATH, html! {
            (Fields::new(lang, &form, errors).radios(&PLACE).options(options))
            div.button-row { (Button::primary(lang.t("sign-in-submit"))) }
        }))
        p { a href=(paths::SIGN_IN) { (lang.t("sign-in-other-way")) } }
    };
    let page =
        Page::new(lang.t("sign-in-siths-choose")).lead(lang.t("sign-in-siths-choose-lead")).narrow().errors(errors);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(guest.show(status, &page, body))
}

fn radio(lang: Lang, choice: &Choice, tells_apart: bool) -> Radio<'static> {
    let unit = choice.hat.unit_name.clone().unwrap_or_default();
    let roles: Vec<_> = choice.hat.details.iter().map(|role| role_name(lang, role).into_owned()).collect();
    let ids = choice.hsa_ids.iter().filter(|_| tells_apart).cloned();
    let said: Vec<String> = roles.into_iter().chain(ids).collect();
    let hint = if said.is_empty() { lang.t("sign-in-hat-no-role").into_owned() } else { said.join(", ") };
    Radio::new(choice.key.clone(), unit).hint(hint)
}

/// A sign-in that went wrong, and what to do.
fn refused(guest: &Guest, status: StatusCode, message: &str) -> Response {
    let lang = guest.lang;
    let body = html! {
        p.lead { (lang.t(message)) }
        div.button-row { (link_button(paths::SIGN_IN, &lang.t("sign-in-again"))) }
    };
    guest.show(status, &Page::new(lang.t("sign-in-siths-failed")).narrow(), body)
}

fn not_begun(guest: &Guest) -> Response {
    refused(guest, StatusCode::FORBIDDEN, "sign-in-siths-not-begun")
}

fn without_sign_in(guest: &Guest, response: Response) -> Response {
    let mut gone = guest.cookie(COOKIE, String::new());
    gone.make_removal();
    with_cookie(response, &gone)
}

/// The identity provider tells by itself that somebody signed out there (OpenID Connect Back-Channel Logout 1.0, 2.5). For the provider:
/// the token proves that it is it.
pub(crate) async fn signed_out_there(
    guest: Guest,
    Extension(deps): Extension<Arc<SignIn>>,
    Posted(form): Posted,
) -> Result<Response, PageError> {
    let siths = siths(&deps)?;
    let now = crate::siths::timestamp(guest.now);
    let no_store = [(header::CACHE_CONTROL, "no-store")];
    match siths.provider.logout_notice(form.value("logout_token"), now).await {
        Ok(notice) => {
            end_named_by(&guest, &siths.issuer, &notice).await?;
            Ok((StatusCode::OK, no_store).into_response())
        }
        Err(error) => {
            tracing::warn!(%error, "a logout notice was not believed");
            let why = [(header::CACHE_CONTROL, "no-store"), (header::CONTENT_TYPE, "application/json")];
            Ok((StatusCode::BAD_REQUEST, why, r#"{"error":"invalid_request"}"#).into_response())
        }
    }
}

/// The identity provider has the browser ask for this page when somebody signs out there (OpenID Connect Front-Channel Logout 1.0, 2).
/// It asks from within a page of its own, without our cookie: the session is the one that it names. For anyone who knows that name.
pub(crate) async fn signed_out_there_in_browser(
    guest: Guest,
    Extension(deps): Extension<Arc<SignIn>>,
) -> Result<Response, PageError> {
    let siths = siths(&deps)?;
    let (issuer, session) = (guest.query.value("iss"), guest.query.value("sid"));
    if issuer == siths.issuer && !session.is_empty() {
        end_session_of_provider(&guest, issuer, session).await?;
    }
    let lang = guest.lang;
    let body = html! { div.button-row { (link_button(paths::SIGN_IN, &lang.t("sign-in-to-sign-in"))) } };
    let mut response = guest.show(StatusCode::OK, &Page::new(lang.t("sign-in-signed-out")).narrow(), body);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// The buttons of the sign-in page. Where there is a provider it comes first: it knows the commissions, and takes Mobilt SITHS too. The
/// card in its reader is the way beside it, which needs nobody else.
pub(super) fn form(guest: &Guest, deps: &SignIn, return_to: &str, primary: bool) -> Markup {
    let button = |words: &str, primary: bool| {
        let label = guest.lang.t(words).into_owned();
        if primary { Button::primary(label) } else { Button::secondary(label) }.icon(Icon::Shield)
    };
    let posted = |path: &'static str, button: Button<'static>| {
        PostForm::to(path, html! { div.button-row { (button) } }).hidden(sign_in::RETURN_TO, return_to)
    };
    html! {
        @if deps.siths.is_some() { (posted(SITHS_PATH, button("sign-in-siths-start", primary))) }
        @if deps.card_port.is_some() {
            (posted(CARD_PATH, button("sign-in-siths-start-card", primary && deps.siths.is_none())))
        }
    }
}
