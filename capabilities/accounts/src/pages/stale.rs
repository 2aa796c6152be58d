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
    let today = format::local(now.as_millis()).date();
    // What this person may not write is shown as it is now, and cannot stand against anything.
    for shown in tab.fields().filter(|shown| account.rights.writes(shown).is_ok()) {
        let Some((first, last)) = ends_of(&changed, shown) else { continue };
        if holds_already(&form, shown, account.values.get(shown.key), today) {
            continue;
        }
        if is_untouched(&form, shown, first, today) {
            merged.fill(&shown.name, to_type(shown, account.values.text(shown.key)));
        } else {
            errors.add(&shown.name, what_happened(visit.lang, shown, last, now));
        }
    }
    if errors.is_empty() {
        errors.add_general(
            Message::new("accounts-changed-by-another").with("who", who_changed(visit.lang, changed.last())),
        );
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

/// Whether what was sent is what the field holds now: then nothing stands against anything.
fn holds_already(form: &Form, shown: &Field, current: Option<&str>, today: jiff::civil::Date) -> bool {
    shown.kind != Kind::Password && parse::parse_in(form, shown, today).is_ok_and(|sent| sent.as_deref() == current)
}

/// Who changed it: a person by name; where no person did, the door that the change came through.
fn who_changed(lang: Lang, row: Option<&HistoryRow>) -> String {
    let Some(row) = row else { return lang.t("accounts-who-another").into_owned() };
    let named = !row.who.trim().is_empty();
    if named && (row.account.is_some() || row.door == "page") {
        return row.who.clone();
    }
    match row.door.as_str() {
        "import" => lang.t("accounts-who-import").into_owned(),
        "command-line" => lang.t("accounts-who-command-line").into_owned(),
        "system" => lang.t("accounts-who-system").into_owned(),
        other => match other.strip_prefix("order ") {
            Some(number) => lang.tr("accounts-who-order", &[("number", number.into())]).into_owned(),
            None => lang.t("accounts-who-another").into_owned(),
        },
    }
}

fn what_happened(lang: Lang, shown: &Field, last: &HistoryRow, now: Instant) -> Message {
    Message::new("accounts-changed-field")
        .with("who", who_changed(lang, Some(last)))
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
            account: Some(AccountId::new(uuid::Uuid::nil())),
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

    #[test]
    fn a_change_that_no_person_made_is_told_by_its_door() {
        behorig_web::texts::install(&[behorig_web::TEXTS, behorig_visit::TEXTS, crate::TEXTS]).unwrap();
        let by_nobody = |who: &str, door: &str| HistoryRow {
            account: None,
            who: who.to_owned(),
            door: door.to_owned(),
            ..row("title", None)
        };
        let said = |lang, row: &HistoryRow| who_changed(lang, Some(row));
        assert_eq!(said(Lang::Sv, &row("title", None)), "Anna Ek");
        assert_eq!(said(Lang::Sv, &by_nobody("Behörig", "import")), "Importen");
        assert_eq!(said(Lang::En, &by_nobody("Behörig", "import")), "The import");
        assert_eq!(said(Lang::Sv, &by_nobody("Behörig", "system")), "Programmet");
        assert_eq!(said(Lang::Sv, &by_nobody("Behörig", "command-line")), "Kommandoraden");
        assert_eq!(said(Lang::En, &by_nobody("", "order 17")), "Order 17");
        for door in ["page", "import", "command-line", "system", "order 17", "a door of later days"] {
            for lang in Lang::ALL {
                assert!(!said(lang, &by_nobody("", door)).trim().is_empty(), "{door} is somebody");
            }
        }
        assert_eq!(who_changed(Lang::Sv, None), "Någon annan");
    }
}
