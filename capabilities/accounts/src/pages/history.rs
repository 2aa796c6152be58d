//! *Historik*: who changed what, when, from what to what and through which door.

use axum::extract::{Path, RawQuery};
use axum::response::Response;
use behorig_access::Service;
use behorig_visit::{PageError, Visit, door_name};
use behorig_web::components::{Change, EmptyState, Event, Icon, Pager, Timeline};
use behorig_web::{Form, Lang};
use maud::{Render, html};

use super::{account_id, account_page};
use crate::fields::{Field, Tab};
use crate::parse::to_read;
use crate::records::{Account, HistoryRow, NoticeKind, for_viewer, history_of};

const ROWS: usize = 100;

/// The account's history; what stands on a tab is shown to those who may see the tab. Service 391 at the account's unit.
pub(crate) async fn show(
    mut visit: Visit,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let id = account_id(&id)?;
    let (lang, now) = (visit.lang, visit.now);
    let query = Form::parse(query.unwrap_or_default().as_bytes()).map_err(|_| PageError::TooLarge)?;
    let before = query.value("fore").parse().ok();
    let tx = visit.snapshot.get().await?;
    let account = for_viewer(tx, &visit.viewer, id, Service::ViewHistory, now).await?;
    let mut rows = history_of(tx, id, before, i64::try_from(ROWS + 1).unwrap_or(i64::MAX)).await?;
    let more = rows.len() > ROWS;
    rows.truncate(ROWS);
    let path = format!("{}{}", account.path(), Tab::History.step());
    let next = rows.last().filter(|_| more).map(|row| format!("{path}?fore={}", row.id));
    let body = html! {
        @if rows.is_empty() {
            (EmptyState::new(Icon::Clock, lang.t("accounts-no-history"), lang.t("accounts-no-history-text")))
        } @else {
            (Timeline::new(lang, now.as_millis(), events(lang, &account, &rows)))
            (Pager::new(lang, before.map(|_: uuid::Uuid| path.clone().into()), next.map(Into::into), "").render())
        }
    };
    Ok(account_page(&visit, &account, Tab::History, body))
}

/// One event for the rows that belong together.
fn events(lang: Lang, account: &Account, rows: &[HistoryRow]) -> Vec<Event<'static>> {
    rows.chunk_by(|a, b| a.event == b.event)
        .filter_map(|rows| {
            let first = rows.first()?;
            Some(Event {
                at: first.at.as_millis(),
                what: lang.t(what_happened(rows)),
                who: first.who.clone().into(),
                door: Some(door_name(lang, &first.door)),
                changes: rows.iter().rev().filter_map(|row| change(lang, account, row)).collect(),
            })
        })
        .collect()
}

fn what_happened(rows: &[HistoryRow]) -> &'static str {
    let has = |field: &str| rows.iter().any(|row| row.field == field);
    if has("ended") {
        "accounts-happened-ended"
    } else if rows.iter().any(|row| row.field == "user-name" && row.old.is_none()) {
        "accounts-happened-created"
    } else if has("locked") {
        "accounts-happened-lock"
    } else if rows.iter().any(|row| row.field == "one-time-link" && row.new.as_deref() != Some("*")) {
        "accounts-happened-link-mailed"
    } else if has("one-time-link") {
        "accounts-happened-link"
    } else if has("yubikey") {
        "accounts-happened-yubikey"
    } else if has("security-key") {
        "accounts-happened-security-key"
    } else if has("recovery-codes") {
        "accounts-happened-recovery-codes"
    } else if has("recovery-code") {
        "accounts-happened-recovery-code"
    } else if has("document") {
        "accounts-happened-document"
    } else if has("grant") {
        "accounts-happened-grant"
    } else if has("grant-kept") {
        "accounts-happened-grant-kept"
    } else {
        "accounts-happened-changed"
    }
}

/// What changed, if the viewer may see it; the event itself is always told.
fn change(lang: Lang, account: &Account, row: &HistoryRow) -> Option<Change<'static>> {
    if let Some(field) = Field::named(&row.field) {
        let read = |kept: Option<&str>| kept.map(|kept| to_read(lang, field, kept)).unwrap_or_default();
        // No door keeps what a password was or became; all that can be told is that it is new.
        let new = row.new.as_deref().or((row.field == "password").then_some(""));
        return account.rights.reads(field).then(|| Change {
            field: lang.t(field.name.label),
            from: read(row.old.as_deref()).into(),
            to: read(new).into(),
        });
    }
    let (label, needed) = match row.field.as_str() {
        "one-time-link" if row.new.as_deref() != Some("*") => ("accounts-field-email", Service::ViewAccounts),
        "grant" | "grant-kept" => ("accounts-permission", Service::ViewGrants),
        "document" => ("accounts-tab-documents", Service::ViewDocuments),
        "yubikey" => ("accounts-yubikey", Service::ViewAccounts),
        "security-key" => ("accounts-security-key-name", Service::ViewAccounts),
        "signature" => ("accounts-field-signature", Service::ViewAccounts),
        "notices" => ("accounts-field-notices", Service::ViewAccounts),
        "language" => ("accounts-field-language", Service::ViewAccounts),
        // The event's own words say all there is to say.
        _ => return None,
    };
    let said = |value: Option<&str>| match (row.field.as_str(), value) {
        ("notices", value) => notices(lang, value.unwrap_or_default()),
        ("language", Some(code)) => Lang::from_code(code).map_or_else(String::new, |other| other.own_name().to_owned()),
        (_, value) => value.unwrap_or_default().to_owned(),
    };
    account.rights.may(needed).then(|| Change {
        field: lang.t(label),
        from: said(row.old.as_deref()).into(),
        to: said(row.new.as_deref()).into(),
    })
}

/// The letters that were chosen, in words.
fn notices(lang: Lang, kept: &str) -> String {
    let told: Vec<_> = kept.split(' ').filter_map(NoticeKind::from_key).map(|kind| lang.t(kind.label())).collect();
    if told.is_empty() { lang.t("accounts-notice-none").into_owned() } else { told.join(", ") }
}
