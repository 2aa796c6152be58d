//! `/engangslank/{token}`: choosing a password by a link. It is no way in: YubiKey or BankID still count at the sign-in page.

use std::sync::Arc;

use axum::extract::{Extension, Path};
use axum::response::{IntoResponse, Redirect, Response};
use behorig_store::{Event, Recorded, StoreError};
use behorig_visit::{PageError, Posted, Token, end_sessions_of_account};
use behorig_web::components::{Button, Fields, Page, PostForm, link_button};
use behorig_web::{Errors, Form, Message, paths};
use http::StatusCode;
use maud::html;

use super::password::{NEW, new_password, password_changed};
use crate::guest::Guest;
use crate::one_time_link::{Link, LinkState, find, path, use_up};
use crate::records::accounts;
use crate::{PasswordError, SignIn};

/// Whose link it is, and the form. For whoever holds the link.
pub(crate) async fn show(guest: Guest, Path(token): Path<String>) -> Result<Response, PageError> {
    let (link, token) = link_of(&guest, &token).await?;
    Ok(match link.state(guest.now) {
        LinkState::Good => form_page(&guest, StatusCode::OK, &link, &token, &Errors::new()),
        state => closed_page(&guest, state),
    })
}

async fn link_of(guest: &Guest, sent: &str) -> Result<(Link, Token), PageError> {
    let token = Token::from_sent(sent).ok_or(PageError::NotFound)?;
    let mut tx = guest.app.db.read().await?;
    let link = find(&mut tx, token.hash()).await?.ok_or(PageError::NotFound)?;
    Ok((link, token))
}

fn form_page(guest: &Guest, status: StatusCode, link: &Link, token: &Token, errors: &Errors) -> Response {
    let lang = guest.lang;
    let form = Form::filled([]);
    let fields = Fields::new(lang, &form, errors);
    let body = html! {
        dl.summary {
            div { dt { (lang.t("sign-in-user-name")) } dd { (link.user_name) } }
        }
        (PostForm::to(path(token), html! {
            input type="text" name="username" value=(link.user_name) autocomplete="username" readonly hidden;
            (fields.password(&NEW).new_password())
            div.button-row { (Button::primary(lang.t("sign-in-link-choose"))) }
        }))
    };
    let page = Page::new(lang.t("sign-in-link-title"))
        .lead(lang.tr("sign-in-link-lead", &[("name", link.name.as_str().into())]))
        .narrow()
        .errors(errors);
    guest.show(status, &page, body)
}

fn closed_page(guest: &Guest, state: LinkState) -> Response {
    let lang = guest.lang;
    let (title, text) = match state {
        LinkState::Used => (lang.t("sign-in-link-used"), lang.t("sign-in-link-used-text")),
        LinkState::Good | LinkState::Expired => (lang.t("sign-in-link-expired"), lang.t("sign-in-link-expired-text")),
        LinkState::AccountStopped => (lang.t("sign-in-link-stopped"), lang.t("sign-in-link-stopped-text")),
    };
    let body = html! {
        p.lead { (text) }
        div.button-row { (link_button(paths::SIGN_IN, &lang.t("sign-in-to-sign-in"))) }
    };
    guest.show(StatusCode::GONE, &Page::new(title).narrow(), body)
}

/// Gives the account the chosen password and uses the link up. For whoever holds the link.
pub(crate) async fn choose(
    guest: Guest,
    Path(token): Path<String>,
    Extension(deps): Extension<Arc<SignIn>>,
    Posted(form): Posted,
) -> Result<Response, PageError> {
    let (link, token) = link_of(&guest, &token).await?;
    let state = link.state(guest.now);
    if state != LinkState::Good {
        return Ok(closed_page(&guest, state));
    }
    let mut tx = guest.app.db.read().await?;
    let account = accounts::by_id(&mut tx, link.account).await?;
    drop(tx);
    let mut errors = Errors::new();
    let Some(new) = new_password(&form, &account, &mut errors) else {
        return Ok(form_page(&guest, StatusCode::UNPROCESSABLE_ENTITY, &link, &token, &errors));
    };
    let hash = match deps.passwords.hash(new.reveal()).await {
        Ok(hash) => hash,
        Err(PasswordError::Busy) => {
            errors.add_general(Message::new("sign-in-busy"));
            return Ok(form_page(&guest, StatusCode::SERVICE_UNAVAILABLE, &link, &token, &errors));
        }
        Err(error @ PasswordError::Failed) => return Err(PageError::Fault(error.to_string())),
    };
    let actor = accounts::actor_at_door(&guest, &account).await?;
    let input = (token.hash(), account.id, hash);
    let used = guest.app.db.write(&actor, input, |tx, (token, account, hash)| {
        Box::pin(async move {
            if !use_up(tx, *token, *account, hash).await? {
                return Ok(Recorded::nothing_to_record(false, "the link was used and recorded before"));
            }
            end_sessions_of_account(tx, *account).await?;
            let event = Event::change("sign-in.password", "account", account).with_args("one-time link");
            let recorded = tx.record(event).await?;
            tx.history(&recorded, "account", account.uuid(), &[password_changed()]).await?;
            Ok::<_, StoreError>(recorded.with(true))
        })
    });
    // The same form sent twice: the first time chose the password, and the second is led the same way.
    let told = if used.await? { "losenord" } else { return Ok(closed_page(&guest, LinkState::Used)) };
    Ok(Redirect::to(&format!("{}?besked={told}", paths::SIGN_IN)).into_response())
}
