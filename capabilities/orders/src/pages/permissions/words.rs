//! What is wrong with a row, and what is odd about a sheet, in words that say what to do.

use behorig_web::{Errors, FieldName, Lang, Message};

use super::people::RowFields;
use super::read::PASTED;
use crate::kinds::permissions::Request;
use crate::kinds::permissions::table::Note;
use crate::rules::lines::{CheckedRow, Problem};

/// So many are told of a table; whoever has more has one mistake many times.
const MOST_TOLD: usize = 50;
/// As many rows are numbered in one sentence.
const MOST_NUMBERS: usize = 12;

/// Everything that is wrong with the rows: at their fields, or where they stand as a table with the numbers of their rows.
pub(super) fn errors_of(lang: Lang, wanted: &Request, rows: &[CheckedRow]) -> Errors {
    let mut errors = Errors::new();
    let in_rows = rows.len() <= super::people::most_rows(wanted);
    let wrong = rows.iter().flat_map(|row| row.problems.iter().map(move |problem| (row, problem)));
    if in_rows {
        for (row, problem) in wrong {
            errors.add(&field_of(problem, &RowFields::of(row.number)), message(lang, wanted, problem));
        }
        return errors;
    }
    let place = PASTED.on_row(1);
    let count = wrong.clone().count();
    for (row, problem) in wrong.take(MOST_TOLD) {
        let told = message(lang, wanted, problem).words(lang).into_owned();
        errors.add(&place, Message::new("orders-in-row").with("row", name_of(row)).with("told", told));
    }
    if count > MOST_TOLD {
        errors.add_general(Message::new("orders-and-more-wrong").with("count", count - MOST_TOLD));
    }
    errors
}

/// `7, Anna Ek`: the number as the rows are counted, and what helps to find it in a sheet.
fn name_of(row: &CheckedRow) -> String {
    let written = [&row.written.name, &row.written.hsa_id].into_iter().find(|text| !text.trim().is_empty());
    let written = written.map(|text| format!(", {}", text.trim().chars().take(60).collect::<String>()));
    format!("{}{}", row.number, written.unwrap_or_default())
}

fn field_of(problem: &Problem, row: &RowFields) -> FieldName {
    match problem {
        Problem::NameMissing | Problem::NameWrong(_) => row.name.clone(),
        Problem::HsaIdMissing | Problem::HsaIdWrong(_) | Problem::Nobody(_) | Problem::Left => row.hsa_id.clone(),
        Problem::EmailMissing | Problem::EmailWrong(_) => row.email.clone(),
        Problem::RegionOther(_)
        | Problem::UnitMissing
        | Problem::UnitUnknown(_)
        | Problem::UnitSeveral(_)
        | Problem::UnitOfOtherRegion(_)
        | Problem::MayNotOrder(..) => row.unit.clone(),
        Problem::PermissionMissing
        | Problem::PermissionUnknown(_)
        | Problem::Twice { .. }
        | Problem::NotHeld { .. }
        | Problem::HeldAbove { .. } => row.permissions.clone(),
    }
}

/// What is wrong and what to do about it.
fn message(lang: Lang, wanted: &Request, problem: &Problem) -> Message {
    let named = |permission: &str| behorig_visit::role_name(lang, permission).into_owned();
    match problem {
        Problem::NameMissing => Message::new("orders-row-no-name"),
        Problem::NameWrong(id) | Problem::HsaIdWrong(id) | Problem::EmailWrong(id) => Message::new(*id),
        Problem::HsaIdMissing => Message::new("orders-row-no-hsa-id"),
        Problem::Nobody(id) => Message::new("orders-row-nobody").with("id", id.as_str()),
        Problem::Left => Message::new("orders-row-left"),
        Problem::EmailMissing => Message::new("orders-row-no-email"),
        Problem::RegionOther(region) => Message::new("orders-row-other-region")
            .with("region", region.as_str())
            .with("own", wanted.region.name.as_str()),
        Problem::UnitMissing => Message::new("orders-row-no-unit"),
        Problem::UnitUnknown(unit) => Message::new("orders-row-unknown-unit").with("unit", unit.as_str()),
        Problem::UnitSeveral(unit) => Message::new("orders-row-several-units").with("unit", unit.as_str()),
        Problem::UnitOfOtherRegion(unit) => Message::new("orders-row-unit-elsewhere")
            .with("unit", unit.as_str())
            .with("own", wanted.region.name.as_str()),
        Problem::MayNotOrder(unit, why) => {
            Message::new("orders-row-may-not-order").with("unit", unit.as_str()).with("why", lang.t(why).into_owned())
        }
        Problem::PermissionMissing => Message::new("orders-row-no-permission"),
        Problem::PermissionUnknown(text) => {
            let known: Vec<String> = wanted.permissions().iter().map(|one| named(&one.name)).collect();
            Message::new("orders-row-unknown-permission").with("text", text.as_str()).with("known", known.join(", "))
        }
        Problem::Twice { first, second, permission } => Message::new("orders-row-twice")
            .with("first", *first)
            .with("second", *second)
            .with("permission", named(permission)),
        Problem::NotHeld { permission } => Message::new("orders-row-not-held").with("permission", named(permission)),
        Problem::HeldAbove { permission } => {
            Message::new("orders-row-held-above").with("permission", named(permission))
        }
    }
}

/// One sentence for each thing that is odd, with the numbers of its rows.
pub(super) fn notes_in_words(lang: Lang, notes: &[Note]) -> Vec<String> {
    let rows = |pick: fn(&Note) -> Option<usize>| notes.iter().filter_map(pick).collect::<Vec<usize>>();
    let odd = [
        ("orders-note-formula", rows(|note| if let Note::Formula(row) = note { Some(*row) } else { None })),
        ("orders-note-merged", rows(|note| if let Note::Merged(row) = note { Some(*row) } else { None })),
        ("orders-note-date", rows(|note| if let Note::Date(row) = note { Some(*row) } else { None })),
    ];
    let told = odd.into_iter().filter(|(_, rows)| !rows.is_empty());
    let mut words: Vec<String> =
        told.map(|(id, rows)| Message::new(id).with("rows", numbers(lang, &rows)).words(lang).into_owned()).collect();
    let unread: Vec<&str> = notes
        .iter()
        .filter_map(|note| if let Note::Unread(column) = note { Some(column.as_str()) } else { None })
        .collect();
    if !unread.is_empty() {
        words.push(Message::new("orders-note-unread").with("columns", unread.join(", ")).words(lang).into_owned());
    }
    words
}

fn numbers(lang: Lang, rows: &[usize]) -> String {
    let told = rows.iter().take(MOST_NUMBERS).map(ToString::to_string).collect::<Vec<_>>().join(", ");
    match rows.len().saturating_sub(MOST_NUMBERS) {
        0 => told,
        more => Message::new("orders-and-more-rows").with("rows", told).with("count", more).words(lang).into_owned(),
    }
}
