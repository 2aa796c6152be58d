//! `/mina-inloggningar`: where one is signed in, and ending what one does not know.

use axum::response::Response;
use behorig_access::SessionId;
use behorig_store::{Event, Recorded, StoreError};
use behorig_visit::{PageError, Rejected, Submission, Visit};
use behorig_web::components::{Button, Column, Page, PostForm, Row, Table, Tone, tag};
use behorig_web::{Lang, format};
use maud::{Markup, html};

use crate::SESSIONS_PATH;
use crate::records::sessions::{self, OwnSession};
use crate::rules::browser::{browser_of, system_of};

/// The field that names a session.
const SESSION: &str = "inloggning";

/// One's own live sessions. For anyone who is signed in.
pub(crate) async fn show(mut visit: Visit) -> Result<Response, PageError> {
    let (holder, idle, now) = (visit.viewer.holder(), visit.app.settings.sessions.idle, visit.now);
    let rows = sessions::live_of(visit.snapshot.get().await?, holder, idle, now).await?;
    let lang = visit.lang;
    let others = rows.iter().filter(|row| row.id != visit.session.id).count();
    let columns = [
        Column::new(lang.t("sign-in-session-where")),
        Column::new(lang.t("sign-in-session-method")),
        Column::new(lang.t("sign-in-session-began")),
        Column::new(lang.t("sign-in-session-seen")),
        Column::new(lang.t("sign-in-session-end")).unlabelled(),
    ];
    let table = Table::new(lang.t("sign-in-sessions-title"), columns).rows(rows.iter().map(|row| line(&visit, row)));
    let body = html! {
        (table)
        @if others > 0 {
            (PostForm::to("/mina-inloggningar/avsluta-andra", html! {
                div.button-row { (Button::danger(lang.t("sign-in-session-end-others"))) }
            }).once(Visit::form_key()))
        }
        p.hint { (lang.t("sign-in-sessions-hint")) }
    };
    let page = Page::new(lang.t("sign-in-sessions-title")).lead(lang.t("sign-in-sessions-lead")).wide();
    Ok(visit.show(&page, body))
}

fn line(visit: &Visit, row: &OwnSession) -> Row<'static> {
    let lang = visit.lang;
    let place = place_of(lang, row);
    let is_this = row.id == visit.session.id;
    let end: Markup = if is_this {
        tag(Tone::Info, &lang.t("sign-in-session-this"))
    } else {
        let button = Button::secondary(lang.t("sign-in-session-end")).about(place.clone());
        let form = PostForm::to("/mina-inloggningar/avsluta", html! { (button) });
        html! { (form.hidden(SESSION, row.id.to_string()).once(Visit::form_key())) }
    };
    Row::new(html! { (place) @if let Some(address) = &row.address { " " span.hint { (address) } } })
        .cell(method_in_words(lang, &row.method))
        .cell(format::near_time(lang, row.created_at.0, visit.now.0))
        .cell(format::near_time(lang, row.seen_at.0, visit.now.0))
        .cell(end)
}

fn place_of(lang: Lang, row: &OwnSession) -> String {
    let agent = row.agent.as_deref().unwrap_or_default();
    match (browser_of(agent), system_of(agent)) {
        (Some(browser), Some(system)) => {
            lang.tr("sign-in-session-browser", &[("browser", browser.into()), ("system", system.into())]).into_owned()
        }
        (Some(known), None) | (None, Some(known)) => known.to_owned(),
        (None, None) => lang.t("sign-in-session-unknown-browser").into_owned(),
    }
}

fn method_in_words(lang: Lang, method: &str) -> std::borrow::Cow<'static, str> {
    match method {
        "bankid" => lang.t("sign-in-method-bankid"),
        "siths" => lang.t("sign-in-method-siths"),
        "yubikey" => lang.t("sign-in-method-yubikey"),
        "security-key" => lang.t("sign-in-method-security-key"),
        "passkey" => lang.t("sign-in-method-passkey"),
        "recovery-code" => lang.t("sign-in-method-recovery-code"),
        _ => lang.t("sign-in-method-password"),
    }
}

/// Ends one of one's own sessions. For anyone who is signed in.
pub(crate) async fn end(mut submission: Submission) -> Result<Response, PageError> {
    let session: SessionId = submission.form.value(SESSION).parse().map_err(|_| PageError::Malformed("no session"))?;
    let holder = submission.visit.viewer.holder();
    let ended = submission.submit((holder, session), |tx, (holder, session)| {
        Box::pin(async move {
            if !sessions::end_own(tx, *holder, *session).await? {
                return Ok(Recorded::nothing_to_record(SESSIONS_PATH.to_owned(), "the session had ended"));
            }
            let event = Event::change("sign-in.end-session", "session", session);
            Ok(tx.record(event).await?.with(SESSIONS_PATH.to_owned()))
        })
    });
    let path = ended.await.map_err(only_page)?;
    Ok(submission.visit.go_and_tell(&path, "sign-in-session-ended"))
}

/// Ends all of one's own sessions but this one. For anyone who is signed in.
pub(crate) async fn end_others(mut submission: Submission) -> Result<Response, PageError> {
    let (holder, this) = (submission.visit.viewer.holder(), submission.visit.session.id);
    let ended = submission.submit((holder, this), |tx, (holder, this)| {
        Box::pin(async move {
            let count = sessions::end_own_but(tx, *holder, *this).await?;
            let event = Event::change("sign-in.end-sessions", "session", this).with_args(format!("{count} ended"));
            Ok(tx.record(event).await?.with(SESSIONS_PATH.to_owned()))
        })
    });
    let path = ended.await.map_err(only_page)?;
    Ok(submission.visit.go_and_tell(&path, "sign-in-sessions-ended"))
}

/// These forms have nothing to fill in, so only a page can be in the way.
pub(crate) fn only_page(rejected: Rejected) -> PageError {
    match rejected {
        Rejected::Page(error) => error,
        Rejected::Errors(_) => {
            PageError::Fault(StoreError::Shape("a form without fields had errors".to_owned()).to_string())
        }
    }
}
