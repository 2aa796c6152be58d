//! `/byt-losenord`: *Byta lösenord*, for oneself.

use std::sync::Arc;

use axum::extract::Extension;
use axum::response::Response;
use behorig_access::{Assurance, Instant};
use behorig_store::{Actor, Door, Event, FieldChange, Recorded, StoreError};
use behorig_visit::{App, PageError, Rejected, Submission, Visit, end_others};
use behorig_web::components::{Button, Fields, Notice, Page, PostForm, Tone};
use behorig_web::{Errors, FieldName, Form, Message, field, paths};
use http::StatusCode;
use maud::html;

use crate::records::accounts::{self, AtDoor};
use crate::records::throttle as tallies;
use crate::rules::throttle::{Limits, key_of_name};
use crate::{NewPassword, PASSWORD_PATH, PasswordError, PasswordHash, SignIn, Verified};

static CURRENT: FieldName = field("nuvarande", "sign-in-current-password");
pub(crate) static NEW: FieldName = field("nytt", "sign-in-new-password");

/// The form. For anyone who is signed in with an account.
pub(crate) async fn show(mut visit: Visit) -> Result<Response, PageError> {
    let account = own_account(&mut visit).await?;
    Ok(page(&visit, &account, &Errors::new()))
}

async fn own_account(visit: &mut Visit) -> Result<AtDoor, PageError> {
    let id = visit.session.account.ok_or(PageError::NotFound)?;
    Ok(accounts::by_id(visit.snapshot.get().await?, id).await?)
}

/// Whether the password that one has must be given. Not where there is none, and not where somebody else set it and BankID
/// has proven whose account it is: that person may never have seen it.
fn asks_for_current(visit: &Visit, account: &AtDoor) -> bool {
    let proven = visit.session.assurance == Assurance::High && visit.session.password_must_change;
    account.password.is_some() && !proven
}

fn page(visit: &Visit, account: &AtDoor, errors: &Errors) -> Response {
    let lang = visit.lang;
    // Passwords are never sent back, so there is nothing to fill in.
    let form = Form::filled([]);
    let fields = Fields::new(lang, &form, errors);
    let body = html! {
        @if visit.session.password_must_change {
            (Notice::new(Tone::Info, lang.t("sign-in-must-change")).text(lang.t("sign-in-must-change-text")))
        }
        (PostForm::to(PASSWORD_PATH, html! {
            // For password managers, which keep the two together.
            input type="text" name="username" value=(account.user_name) autocomplete="username" readonly hidden;
            @if asks_for_current(visit, account) { (fields.password(&CURRENT)) }
            (fields.password(&NEW).new_password())
            div.button-row { (Button::primary(lang.t("sign-in-change-password"))) }
        }).once(Visit::form_key()))
        p.hint { (lang.t("sign-in-change-password-ends")) }
    };
    let page = Page::new(lang.t("sign-in-change-password")).errors(errors);
    if errors.is_empty() { visit.show(&page, body) } else { visit.show_again(&page, body) }
}

/// Changes one's own password and ends one's other sessions. For anyone who is signed in with an account.
pub(crate) async fn change(
    Extension(deps): Extension<Arc<SignIn>>,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let account = own_account(&mut submission.visit).await?;
    let asks = asks_for_current(&submission.visit, &account);
    let key = key_of_name(&account.user_name);
    if asks {
        let now = submission.visit.now;
        let tx = submission.visit.snapshot.get().await?;
        if let Some(seconds) = tallies::of(tx, &key).await?.wait(now) {
            return Err(PageError::TooMany(seconds));
        }
    }
    let mut errors = Errors::new();
    let typed_current = submission.form.value(&CURRENT.name).to_owned();
    if asks && typed_current.is_empty() {
        errors.add(&CURRENT, CURRENT.missing());
    }
    let Some(new) = new_password(&submission.form, &account, &mut errors).filter(|_| errors.is_empty()) else {
        return Ok(page(&submission.visit, &account, &errors));
    };
    let current_is_right = match check(&deps, asks, &typed_current, &account).await {
        Ok(is_right) => is_right,
        Err(error) => return busy_or_fault(&submission.visit, &account, error),
    };
    let hash = match deps.passwords.hash(new.reveal()).await {
        Ok(hash) => hash,
        Err(error) => return busy_or_fault(&submission.visit, &account, error),
    };
    let change = Change { account: account.clone(), session: submission.visit.session.id, current_is_right, hash };
    match submit(&mut submission, change).await {
        Ok(path) => Ok(submission.visit.go_and_tell(&path, "sign-in-password-changed")),
        Err(Rejected::Errors(errors)) => {
            count_wrong(submission.visit.app.clone(), submission.visit.now, key).await?;
            Ok(page(&submission.visit, &account, &errors))
        }
        Err(Rejected::Page(error)) => Err(error),
    }
}

/// The new password as typed, blanks and all, judged for this account.
pub(crate) fn new_password(form: &Form, account: &AtDoor, errors: &mut Errors) -> Option<NewPassword> {
    let judge = |_: &str| NewPassword::parse(form.value(&NEW.name), &account.user_name);
    form.required(&NEW, judge, errors)
}

async fn check(deps: &SignIn, asks: bool, typed: &str, account: &AtDoor) -> Result<bool, PasswordError> {
    Ok(!asks || deps.passwords.verify(typed, account.password.as_ref()).await? != Verified::Wrong)
}

fn busy_or_fault(visit: &Visit, account: &AtDoor, error: PasswordError) -> Result<Response, PageError> {
    match error {
        PasswordError::Failed => Err(PageError::Fault(error.to_string())),
        PasswordError::Busy => {
            let mut errors = Errors::new();
            errors.add_general(Message::new("sign-in-busy"));
            let mut response = page(visit, account, &errors);
            *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
            Ok(response)
        }
    }
}

struct Change {
    account: AtDoor,
    session: behorig_access::SessionId,
    current_is_right: bool,
    hash: PasswordHash,
}

/// A form that was sent twice is found by its receipt before the current password is judged: the first time changed it.
async fn submit(submission: &mut Submission, change: Change) -> Result<String, Rejected> {
    submission
        .submit(change, |tx, change| {
            Box::pin(async move {
                if !change.current_is_right {
                    let mut errors = Errors::new();
                    errors.add(&CURRENT, "sign-in-current-wrong");
                    return Err(Rejected::Errors(errors));
                }
                let id = change.account.id;
                if accounts::by_id(tx, id).await?.password != change.account.password {
                    return Err(Rejected::Page(PageError::Stale));
                }
                accounts::set_password(tx, id, &change.hash).await?;
                end_others(tx, id, change.session).await?;
                let recorded = tx.record(Event::change("sign-in.password", "account", id)).await?;
                tx.history(&recorded, "account", id.uuid(), &[password_changed()]).await?;
                Ok(recorded.with(paths::START.to_owned()))
            })
        })
        .await
}

/// What history tells of a new password: that there is one.
pub(crate) fn password_changed() -> FieldChange {
    FieldChange { field: "password".to_owned(), old: None, new: None }
}

/// A wrong current password is a guess as good as any at the door, and counts under the same name.
async fn count_wrong(app: App, now: Instant, key: String) -> Result<(), PageError> {
    let system = Actor::system(Door::System, now);
    let counted = app.db.write(&system, key, |tx, key| {
        Box::pin(async move {
            let now = tx.now();
            let tally = tallies::of(tx, key).await?.after_failure(now, Limits::ACCOUNT);
            tallies::put(tx, key, tally).await?;
            Ok::<_, StoreError>(Recorded::nothing_to_record((), "a failure is told by its tally"))
        })
    });
    Ok(counted.await?)
}
