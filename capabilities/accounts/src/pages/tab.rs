//! The tabs that are forms: *Grundinformation*, *Användarkonto*, *HR*, *Anställningsvillkor*, *Kontaktuppgifter*.

use axum::Extension;
use axum::extract::Path;
use axum::response::Response;
use behorig_access::Service;
use behorig_registers::grants;
use behorig_sign_in::{NewPassword, yubikeys};
use behorig_visit::{PageError, Rejected, Submission, Visit, role_name};
use behorig_web::components::{Button, Notice, PostForm, Section, SummaryList, Tone, save_bar};
use behorig_web::{Errors, Form, Message, format};
use maud::{Markup, Render, html};

use super::form::{BLOCKED_SHOWN, SHOWN_AT, changes, filled, sections};
use super::stale::{is_stale, show_what_changed};
use super::{account_id, account_page, account_page_again, ways_out, why_not};
use crate::Deps;
use crate::fields::{Key, Tab};
use crate::records::{Account, Change, for_viewer, save, sole_administrator_at};

/// *Grundinformation*: the manual's form *Administrera användare*. Service 377 at the account's unit.
pub(crate) async fn basics(visit: Visit, Path(id): Path<String>) -> Result<Response, PageError> {
    show(visit, &id, Tab::Basics).await
}

/// *Användarkonto*: how the holder signs in. Service 377 at the account's unit.
pub(crate) async fn sign_in(visit: Visit, Path(id): Path<String>) -> Result<Response, PageError> {
    show(visit, &id, Tab::SignIn).await
}

/// *HR*. Service 381 at the account's unit.
pub(crate) async fn hr(visit: Visit, Path(id): Path<String>) -> Result<Response, PageError> {
    show(visit, &id, Tab::Hr).await
}

/// *Anställningsvillkor*. Service 383 at the account's unit.
pub(crate) async fn terms(visit: Visit, Path(id): Path<String>) -> Result<Response, PageError> {
    show(visit, &id, Tab::Terms).await
}

/// *Kontaktuppgifter*. Service 385 at the account's unit.
pub(crate) async fn contact(visit: Visit, Path(id): Path<String>) -> Result<Response, PageError> {
    show(visit, &id, Tab::Contact).await
}

/// Saves *Grundinformation*. Service 377 at the account's unit, and for each changed field its own (378 or 380).
pub(crate) async fn save_basics(
    deps: Extension<Deps>,
    Path(id): Path<String>,
    submission: Submission,
) -> Result<Response, PageError> {
    save_tab(&deps, &id, submission, Tab::Basics).await
}

/// Saves *Användarkonto*. Service 377 at the account's unit, and for each changed field its own (378, 380 or 393).
pub(crate) async fn save_sign_in(
    deps: Extension<Deps>,
    Path(id): Path<String>,
    submission: Submission,
) -> Result<Response, PageError> {
    save_tab(&deps, &id, submission, Tab::SignIn).await
}

/// Saves *HR*. Services 381 and 382 at the account's unit.
pub(crate) async fn save_hr(
    deps: Extension<Deps>,
    Path(id): Path<String>,
    submission: Submission,
) -> Result<Response, PageError> {
    save_tab(&deps, &id, submission, Tab::Hr).await
}

/// Saves *Anställningsvillkor*. Services 383 and 384 at the account's unit.
pub(crate) async fn save_terms(
    deps: Extension<Deps>,
    Path(id): Path<String>,
    submission: Submission,
) -> Result<Response, PageError> {
    save_tab(&deps, &id, submission, Tab::Terms).await
}

/// Saves *Kontaktuppgifter*. Service 385 at the account's unit, and for each changed field its own (386 or 378).
pub(crate) async fn save_contact(
    deps: Extension<Deps>,
    Path(id): Path<String>,
    submission: Submission,
) -> Result<Response, PageError> {
    save_tab(&deps, &id, submission, Tab::Contact).await
}

async fn show(mut visit: Visit, id: &str, tab: Tab) -> Result<Response, PageError> {
    let id = account_id(id)?;
    let now = visit.now;
    let tx = visit.snapshot.get().await?;
    let account = for_viewer(tx, &visit.viewer, id, tab.service(), now).await?;
    let errors = Errors::new();
    let form = filled(visit.lang, &account, tab, None);
    let seen = Seen { version: account.version, at: now.as_millis() };
    let body = body_of(&mut visit, &account, tab, seen, &form, &errors).await?;
    Ok(account_page(&visit, &account, tab, body))
}

/// What of the account its form was filled in on: it stays the same when the form is shown again for an error.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    /// The account's version.
    pub(super) version: i64,
    /// When the form was first shown, in milliseconds.
    pub(super) at: i64,
}

/// The tab's form, and what else stands on it.
pub(super) async fn body_of(
    visit: &mut Visit,
    account: &Account,
    tab: Tab,
    seen: Seen,
    form: &Form,
    errors: &Errors,
) -> Result<Markup, PageError> {
    let lang = visit.lang;
    let (above, inside) = match tab {
        Tab::Basics => (sole_administrator(visit, account).await?, manuals_rest(visit, account).await?),
        _ => (Markup::default(), Markup::default()),
    };
    let below = match tab {
        Tab::SignIn => super::sign_in::acts(visit, account).await?,
        _ => Markup::default(),
    };
    let fields = sections(lang, account, tab, form, errors);
    let writes = account.rights.writes_on(tab);
    let offers_block = tab.fields().any(|shown| shown.key == Key::Blocked && account.rights.writes(shown).is_ok());
    let inside = html! {
        (fields) (inside)
        @if writes { (save_bar(lang, &Button::primary(lang.t("accounts-save")), &ways_out(lang, account))) }
    };
    let path = format!("{}{}", account.path(), tab.step());
    Ok(html! {
        (above)
        @if writes {
            @let posted = PostForm::to(path, inside).once(Visit::form_key()).version(seen.version).guarded()
                .hidden(SHOWN_AT.name.as_ref(), seen.at.to_string());
            @if offers_block { (posted.hidden(BLOCKED_SHOWN.name.as_ref(), "1")) } @else { (posted) }
        } @else {
            (inside)
            div.button-row { (ways_out(lang, account)) }
        }
        (below)
    })
}

/// The warning that the account is the only administrator of a unit.
async fn sole_administrator(visit: &mut Visit, account: &Account) -> Result<Markup, PageError> {
    let (lang, now) = (visit.lang, visit.now);
    if !account.rights.may(Service::ViewGrants) {
        return Ok(Markup::default());
    }
    let units = sole_administrator_at(visit.snapshot.get().await?, account.id, now).await?;
    if units.is_empty() {
        return Ok(Markup::default());
    }
    let title = lang.tr("accounts-only-administrator", &[("units", units.join(", ").into())]);
    Ok(Notice::new(Tone::Warning, title).text(lang.t("accounts-only-administrator-text")).render())
}

/// What the manual's form has besides fields: the YubiKeys, and the permissions.
async fn manuals_rest(visit: &mut Visit, account: &Account) -> Result<Markup, PageError> {
    let (lang, now) = (visit.lang, visit.now);
    let tx = visit.snapshot.get().await?;
    let keys = yubikeys::of_account(tx, account.id).await?;
    let keys: Vec<String> = keys.into_iter().filter(|key| key.ended_at.is_none()).map(|key| key.public_id).collect();
    let held =
        if account.rights.sees(Tab::Grants) { grants::of_account(tx, account.id, now).await? } else { Vec::new() };
    let held: Vec<_> = held.iter().filter(|grant| grant.period.holds_at(now)).collect();
    let path = account.path();
    Ok(html! {
        (Section::new(lang.t("accounts-yubikey"), SummaryList::new(lang)
            .text(lang.t("accounts-yubikey-with-password"), &keys.join(", "))
            .change(format!("{path}{}", Tab::SignIn.step())).render())
            .about(lang.t("accounts-yubikey-about")))
        @if account.rights.sees(Tab::Grants) {
            (Section::new(lang.t("accounts-tab-grants"), SummaryList::new(lang)
                .line(lang.t("accounts-permission"), html! {
                    @if held.is_empty() { span.muted { (lang.t("accounts-no-permission")) } }
                    @else { ul { @for grant in &held { li { (role_name(lang, &grant.role_name)) span.muted { " · " (grant.unit_name) } } } } }
                })
                .change(format!("{path}{}", Tab::Grants.step())).render())
                .about(lang.t("accounts-permissions-about")))
        }
    })
}

async fn save_tab(deps: &Deps, id: &str, mut submission: Submission, tab: Tab) -> Result<Response, PageError> {
    let id = account_id(id)?;
    let version = submission.version()?;
    let now = submission.visit.now;
    let tx = submission.visit.snapshot.get().await?;
    let account = for_viewer(tx, &submission.visit.viewer, id, tab.service(), now).await?;
    submission.visit.snapshot.give_up();
    let mut errors = Errors::new();
    let today = format::local(now.as_millis()).date();
    let mut wanted = changes(&account, tab, &submission.form, today, &mut errors);
    if errors.is_empty() {
        wanted.extend(start_password(deps, &account, tab, &submission.form, &mut errors).await?);
    }
    if !errors.is_empty() {
        return again(submission, &account, tab, &errors).await;
    }
    let seat = submission.visit.seat();
    let path = format!("{}{}", account.path(), tab.step());
    let app = submission.visit.app.clone();
    let outcome = submission
        .submit((seat, id, wanted, version, path, app), move |tx, (seat, id, wanted, version, path, app)| {
            Box::pin(async move {
                let now = tx.now();
                let viewer = seat.viewer(tx, now).await?;
                let account = for_viewer(tx, &viewer, *id, tab.service(), now).await?;
                let recorded = save(tx, &account, *version, wanted).await?;
                if wanted.iter().any(Change::blocks) {
                    app.access_ended.of_account(tx, account.id, "blocked").await?;
                }
                Ok(recorded.with(path.clone()))
            })
        })
        .await;
    match outcome {
        Ok(path) => Ok(submission.visit.go_and_tell(&path, "accounts-saved")),
        Err(Rejected::Errors(errors)) => again(submission, &account, tab, &errors).await,
        Err(Rejected::Page(error)) if is_stale(&error) => {
            let Submission { visit, form } = submission;
            show_what_changed(visit, id, tab, &form).await
        }
        Err(Rejected::Page(error)) => Err(error),
    }
}

async fn again(submission: Submission, account: &Account, tab: Tab, errors: &Errors) -> Result<Response, PageError> {
    let Submission { mut visit, form: typed } = submission;
    let form = filled(visit.lang, account, tab, Some(&typed));
    let number = |name: &str| typed.value(name).parse().ok();
    let seen = Seen {
        version: number(PostForm::VERSION).unwrap_or(account.version),
        at: number(&SHOWN_AT.name).unwrap_or(visit.now.as_millis()),
    };
    let body = body_of(&mut visit, account, tab, seen, &form, errors).await?;
    Ok(account_page_again(&visit, account, tab, errors, body))
}

/// The start password, judged and hashed, where one was typed.
async fn start_password(
    deps: &Deps,
    account: &Account,
    tab: Tab,
    form: &Form,
    errors: &mut Errors,
) -> Result<Option<Change>, PageError> {
    let field = Key::Password.field();
    let typed = form.value(&field.name.name);
    if typed.is_empty() || !tab.fields().any(|shown| shown.key == Key::Password) {
        return Ok(None);
    }
    if let Err(why) = account.rights.writes(field) {
        errors.add(&field.name, crate::records::refused(why));
        return Ok(None);
    }
    let name = form.value(&Key::UserName.field().name.name);
    let name = if name.is_empty() { account.user_name() } else { name };
    match NewPassword::parse(typed, name) {
        Ok(password) => hashed(deps, &password).await.map(|hash| Some(Change::Password(hash))),
        Err(fault) => {
            errors.add(&field.name, Message::from(fault));
            Ok(None)
        }
    }
}

/// The hash of a password, made on the threads that are there for it.
pub(super) async fn hashed(deps: &Deps, password: &NewPassword) -> Result<behorig_sign_in::PasswordHash, PageError> {
    use behorig_sign_in::PasswordError;
    deps.sign_in.passwords.hash(password.reveal()).await.map_err(|error| match error {
        PasswordError::Busy => PageError::TooMany(5),
        PasswordError::Failed => PageError::Fault(error.to_string()),
    })
}

/// A notice that something on the page may not be done, with the reason.
pub(super) fn not_here(lang: behorig_web::Lang, why: crate::rules::NotWritable) -> Markup {
    html! { p.hint { (why_not(lang, why)) } }
}
