//! `/mina-nycklar`: one's own security keys and recovery codes.

use axum::response::Response;
use behorig_access::{AccountId, Assurance};
use behorig_store::{Event, FieldChange};
use behorig_visit::{PageError, Rejected, Submission, Visit, end_others};
use behorig_web::components::{
    Button, Column, Fields, Icon, Notice, Page, PostForm, Row, Section, SummaryList, Table, Tone, link_button,
};
use behorig_web::{Errors, FieldName, Form, field, format};
use maud::{Markup, Render, html};
use uuid::Uuid;

use super::relying_party;
use crate::pages::sessions::only_page;
use crate::records::recovery_codes;
use crate::records::security_keys::{self, SecurityKey};
use crate::{ADD_KEY_PATH, KEYS_PATH, MAKE_CODES_PATH, REMOVE_KEY_PATH, confirm_path};

pub(super) static NAME: FieldName = field("namn", "sign-in-key-name");
/// The field that names a key.
const KEY: &str = "nyckel";
/// What opens other doors is changed in a session no older than this, in milliseconds: whoever finds a screen unlocked adds no key.
const FRESH_FOR: i64 = 15 * 60_000;

/// Whether who is here has proven it lately, by more than a password.
pub(crate) fn is_fresh(visit: &Visit) -> bool {
    let session = &visit.session;
    session.assurance >= Assurance::TwoFactor && visit.now.millis_since(session.created_at) < FRESH_FOR
}

/// One's own keys and how many codes are left. For anyone who is signed in with an account.
pub(crate) async fn show(mut visit: Visit) -> Result<Response, PageError> {
    page(&mut visit, &Form::filled([]), &Errors::new()).await
}

pub(super) fn own_account(visit: &Visit) -> Result<AccountId, PageError> {
    visit.session.account.ok_or(PageError::NotFound)
}

pub(super) async fn page(visit: &mut Visit, form: &Form, errors: &Errors) -> Result<Response, PageError> {
    let account = own_account(visit)?;
    let tx = visit.snapshot.get().await?;
    let keys = security_keys::of_account(tx, account).await?;
    let codes = recovery_codes::left(tx, account).await?;
    let lang = visit.lang;
    let live: Vec<&SecurityKey> = keys.iter().filter(|key| key.ended_at.is_none()).collect();
    let body = html! {
        @if !is_fresh(visit) {
            (Notice::new(Tone::Info, lang.t("sign-in-confirm-first")).text(lang.t("sign-in-confirm-first-text"))
                .link(confirm_path(KEYS_PATH), lang.t("sign-in-confirm-go")))
        }
        (Section::new(lang.t("sign-in-keys"), keys_section(visit, &live, form, errors)).about(lang.t("sign-in-keys-about")))
        (Section::new(lang.t("sign-in-recovery-codes"), codes_section(visit, codes)).about(lang.t("sign-in-recovery-codes-about")))
    };
    let page = Page::new(lang.t("sign-in-keys-title")).lead(lang.t("sign-in-keys-lead")).errors(errors);
    Ok(if errors.is_empty() { visit.show(&page, body) } else { visit.show_again(&page, body) })
}

fn keys_section(visit: &Visit, keys: &[&SecurityKey], form: &Form, errors: &Errors) -> Markup {
    let lang = visit.lang;
    let fields = Fields::new(lang, form, errors);
    html! {
        @if keys.is_empty() { p.muted { (lang.t("sign-in-keys-none")) } } @else { (table(visit, keys)) }
        @if relying_party(&visit.app.settings).is_err() {
            (Notice::new(Tone::Info, lang.t("sign-in-key-no-name")))
        } @else if is_fresh(visit) {
            (PostForm::to(ADD_KEY_PATH, html! {
                (fields.text(&NAME))
                div.button-row { (Button::secondary(lang.t("sign-in-key-add")).icon(Icon::Plus)) }
            }))
        }
    }
}

fn table(visit: &Visit, keys: &[&SecurityKey]) -> Markup {
    let (lang, now) = (visit.lang, visit.now.0);
    let columns = [
        Column::new(lang.t("sign-in-key-name")),
        Column::new(lang.t("sign-in-key-added")),
        Column::new(lang.t("sign-in-key-used")),
        Column::new(lang.t("sign-in-key-remove")).unlabelled(),
    ];
    let rows = keys.iter().map(|key| {
        let used = key
            .used_at
            .map_or_else(|| lang.t("sign-in-key-never").into_owned(), |at| format::near_time(lang, at.0, now));
        let button = Button::secondary(lang.t("sign-in-key-remove")).about(key.name.clone());
        let form = PostForm::to(REMOVE_KEY_PATH, button.render()).hidden(KEY, key.id.to_string());
        Row::new(key.name.clone())
            .cell(format::near_time(lang, key.added_at.0, now))
            .cell(used)
            .cell(form.once(Visit::form_key()).render())
    });
    Table::new(lang.t("sign-in-keys"), columns).rows(rows).render()
}

fn codes_section(visit: &Visit, left: i64) -> Markup {
    let lang = visit.lang;
    let left_in_words = lang.tr("sign-in-recovery-left", &[("count", left.into())]);
    let again = if left > 0 { "sign-in-recovery-make-again" } else { "sign-in-recovery-make" };
    html! {
        (SummaryList::new(lang).text(lang.t("sign-in-recovery-codes"), &left_in_words))
        @if is_fresh(visit) {
            (PostForm::to(MAKE_CODES_PATH, html! {
                div.button-row { (Button::secondary(lang.t(again))) }
                @if left > 0 { p.hint { (lang.t("sign-in-recovery-void")) } }
            }).once(Visit::form_key()))
        } @else {
            div.button-row { (link_button(&confirm_path(KEYS_PATH), &lang.t("sign-in-confirm-go"))) }
        }
    }
}

/// Removes one of one's own keys, and ends one's other sessions: a lost key may have opened one. For anyone who is signed in with an
/// account.
pub(crate) async fn remove(mut submission: Submission) -> Result<Response, PageError> {
    let account = own_account(&submission.visit)?;
    let key: Uuid = submission.form.value(KEY).parse().map_err(|_| PageError::Malformed("no key"))?;
    let (seat, session) = (submission.visit.seat(), submission.visit.session.id);
    let removed = submission.submit((seat, account, key, session), |tx, (seat, account, key, session)| {
        Box::pin(async move {
            let now = tx.now();
            seat.viewer(tx, now).await?;
            let held = security_keys::of_account(tx, *account).await?;
            let name = held.into_iter().find(|held| held.id == *key).map(|held| held.name);
            security_keys::end(tx, *account, *key).await?;
            end_others(tx, *account, *session).await?;
            let recorded = tx.record(Event::change("sign-in.key-remove", "account", *account)).await?;
            let change = FieldChange { field: "security-key".to_owned(), old: name, new: None };
            tx.history(&recorded, "account", account.uuid(), &[change]).await?;
            Ok::<_, Rejected>(recorded.with(KEYS_PATH.to_owned()))
        })
    });
    let path = removed.await.map_err(only_page)?;
    Ok(submission.visit.go_and_tell(&path, "sign-in-key-removed"))
}
