//! Two people save the same account: the second is shown what the first changed, and nothing of either is lost.

use axum::response::Response;
use behorig_access::{AccountId, Instant};
use behorig_visit::{PageError, Visit};
use behorig_web::{Errors, Form, Lang, Message, format};

use super::account_page_again;
use super::form::{SHOWN_AT, filled};
use super::tab::{Seen, body_of};
use crate::fields::{Field, Kind, Tab};
use crate::parse::{self, to_read, to_type};
use crate::records::{HistoryRow, for_viewer, history_since};

/// The form again on the account as it is now. What somebody else changed and this person did not is taken over; what both
/// changed stays as this person typed it, with what the other wrote beside it.
pub(super) async fn show_what_changed(
    mut visit: Visit,
    id: AccountId,
    tab: Tab,
    typed: &Form,
) -> Result<Response, PageError> {
    let now = visit.now;
    let since = Instant(typed.value(&SHOWN_AT.name).parse().unwrap_or(now.as_millis()));
    let tx = visit.snapshot.get().await?;
    let account = for_viewer(tx, &visit.viewer, id, tab.service(), now).await?;
    let changed = history_since(tx, id, since).await?;
    let mut errors = Errors::new();
    let mut form = typed.clone();
    let mut merged = Form::default();
    for shown in tab.fields().filter(|shown| account.rights.reads(shown)) {
        let Some((first, last)) = ends_of(&changed, shown) else { continue };
        let today = format::local(now.as_millis()).date();
        if is_untouched(&form, shown, first, today) {
            merged.fill(&shown.name, to_type(shown, account.values.text(shown.key)));
        } else {
            errors.add(&shown.name, what_happened(visit.lang, shown, last, now));
        }
    }
    if errors.is_empty() {
        let who = changed.last().map(|row| row.who.clone()).unwrap_or_default();
        errors.add_general(Message::new("accounts-changed-by-another").with("who", who));
    }
    form = taken_over(&form, &merged, tab);
    let form = filled(visit.lang, &account, tab, Some(&form));
    let seen = Seen { version: account.version, at: now.as_millis() };
    let body = body_of(&mut visit, &account, tab, seen, &form, &errors).await?;
    Ok(account_page_again(&visit, &account, tab, &errors, body))
}

/// The first and the last change of a field.
fn ends_of<'r>(changed: &'r [HistoryRow], shown: &Field) -> Option<(&'r HistoryRow, &'r HistoryRow)> {
    let mut of_field = changed.iter().filter(|row| row.field == shown.name.name);
    let first = of_field.next()?;
    Some((first, of_field.next_back().unwrap_or(first)))
}

/// Whether what was sent is what the field held when the form was shown.
fn is_untouched(form: &Form, shown: &Field, first: &HistoryRow, today: jiff::civil::Date) -> bool {
    if shown.kind == Kind::Password {
        return form.value(&shown.name.name).is_empty();
    }
    let sent = parse::parse_in(form, shown, today);
    sent.is_ok_and(|sent| sent.map(|stored| parse::to_keep(shown, &stored)) == first.old)
}

fn what_happened(lang: Lang, shown: &Field, last: &HistoryRow, now: Instant) -> Message {
    Message::new("accounts-changed-field")
        .with("who", last.who.clone())
        .with("time", format::near_time(lang, last.at.as_millis(), now.as_millis()))
        .with(
            "value",
            match last.new.as_deref() {
                Some(kept) => to_read(lang, shown, kept),
                None => lang.t("web-empty-value").into_owned(),
            },
        )
}

/// What was typed, with what was taken over in its place.
fn taken_over(typed: &Form, merged: &Form, tab: Tab) -> Form {
    let mut form = Form::default();
    for shown in tab.fields() {
        let name = &shown.name.name;
        if merged.has(name) {
            form.fill(&shown.name, merged.value(name));
        } else if typed.has(name) {
            form.fill(&shown.name, typed.value(name));
        }
    }
    form
}

/// Whether somebody else changed the account first.
pub(super) fn is_stale(error: &PageError) -> bool {
    matches!(error, PageError::Stale | PageError::Store(behorig_store::StoreError::Stale))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fields::Key;

    fn row(field: &str, old: Option<&str>) -> HistoryRow {
        HistoryRow {
            id: uuid::Uuid::nil(),
            event: uuid::Uuid::nil(),
            at: Instant(0),
            who: "Anna Ek".to_owned(),
            door: "page".to_owned(),
            field: field.to_owned(),
            old: old.map(str::to_owned),
            new: None,
        }
    }

    #[test]
    fn a_field_that_only_the_other_changed_counts_as_untouched() {
        let today = jiff::civil::date(2026, 11, 21);
        let form = Form::parse("mobile=070-123+45+67&title=Leg.+l%C3%A4kare&email=".as_bytes()).unwrap();
        let untouched = |key: Key, old| is_untouched(&form, key.field(), &row("x", old), today);
        assert!(untouched(Key::Mobile, Some("+46701234567")));
        assert!(untouched(Key::Email, None));
        assert!(!untouched(Key::Title, Some("Receptionist")));
    }
}
