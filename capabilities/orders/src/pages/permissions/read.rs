//! The people of an order as they were sent: rows of the form, tables that were pasted, a file.

use behorig_documents::sheet_in::SheetRefused;
use behorig_visit::PageError;
use behorig_web::forms::{FormWithFiles, text};
use behorig_web::{Errors, FieldName, Form, Message, field};

use super::people::{People, RowFields};
use crate::kinds::permissions::Request;
use crate::kinds::permissions::table::{self, Table, TableRefused};
use crate::rules::lines::{MOST_PEOPLE, Permission, WrittenRow};

/// Rows that go from step to step, hidden.
pub(super) static CARRIED: FieldName = field("rader", "orders-paste");
pub(super) static PASTED: FieldName = field("klistra", "orders-paste");
pub(super) static FILE: FieldName = field("fil", "orders-file");
/// As many parts as the longest order is carried in.
const PARTS: usize = 200;
/// As many rows as a form of any service has.
const ROWS: usize = 100;

/// Everybody who was sent along. What can't be read is told beside its field, and stays as it was typed.
///
/// # Errors
/// A fault of the program.
pub(super) async fn people(sent: &FormWithFiles, wanted: &Request, errors: &mut Errors) -> Result<People, PageError> {
    let permissions = wanted.permissions();
    let mut people = People { rows: typed(&sent.form), ..People::default() };
    people.rows.retain(|row| !row.is_blank());
    for (at, text) in tables(&sent.form, errors) {
        match table::read(text.as_bytes(), "", &permissions) {
            Ok(table) => people.add(table),
            Err(refused) => {
                errors.add(&at, message(&refused));
                people.unread.push(text);
            }
        }
    }
    let files: Vec<_> =
        sent.files_of(&FILE, errors).into_iter().map(|file| (file.content.clone(), file.name.clone())).collect();
    for (content, name) in files {
        match read_file(content, name, permissions.clone()).await? {
            Ok(table) => people.add(table),
            Err(refused) => errors.add(&FILE, message(&refused)),
        }
    }
    if people.rows.len() > MOST_PEOPLE {
        errors.add_general(too_many(people.rows.len()));
    }
    Ok(people)
}

/// Reading a workbook computes, and is done where that keeps nobody waiting.
async fn read_file(
    content: axum::body::Bytes,
    name: String,
    permissions: Vec<Permission>,
) -> Result<Result<Table, TableRefused>, PageError> {
    tokio::task::spawn_blocking(move || table::read(&content, &name, &permissions))
        .await
        .map_err(|error| PageError::Fault(format!("a sheet could not be read: {error}")))
}

/// The rows of the form, blank ones too.
fn typed(form: &Form) -> Vec<WrittenRow> {
    let rows = (1..=ROWS).map(RowFields::of).take_while(|row| form.has(&row.hsa_id.name));
    rows.map(|row| WrittenRow {
        name: form.value(&row.name.name).to_owned(),
        hsa_id: form.value(&row.hsa_id.name).to_owned(),
        email: form.value(&row.email.name).to_owned(),
        region: String::new(),
        unit: form.value(&row.unit.name).to_owned(),
        permissions: form.values(&row.permissions.name).map(str::to_owned).collect(),
    })
    .collect()
}

/// The tables of the form with their fields: those that were carried, then those that were pasted.
fn tables(form: &Form, errors: &mut Errors) -> Vec<(FieldName, String)> {
    let mut found = Vec::new();
    for field in [&CARRIED, &PASTED] {
        for part in (1..=PARTS).map(|part| field.on_row(part)).take_while(|part| form.has(&part.name)) {
            let before = errors.iter().count();
            let read = form.optional(&part, text(usize::MAX), errors).is_some();
            // One that was cut is not read by half; and blanks at its beginning may be an empty first column.
            if read && errors.iter().count() == before {
                let whole = form.value(&part.name).to_owned();
                found.push((part, whole));
            }
        }
    }
    found
}

/// The people as a form that was not judged yet carries them on.
pub(super) fn as_sent(form: &Form) -> Vec<String> {
    let mut carried = table::written(&typed(form).into_iter().filter(|row| !row.is_blank()).collect::<Vec<_>>(), &[]);
    carried.extend(tables(form, &mut Errors::new()).into_iter().map(|(_, text)| text));
    carried
}

fn too_many(people: usize) -> Message {
    Message::new("orders-too-many-people").with("count", people).with("max", MOST_PEOPLE)
}

fn message(refused: &TableRefused) -> Message {
    match refused {
        TableRefused::Sheet(refused) => Message::new(of_sheet(*refused)),
        TableRefused::Headings(missing) => {
            // Told in Swedish on both languages' pages: so the headings of the sheets read.
            let names: Vec<String> = missing.iter().map(|label| behorig_web::Lang::Sv.t(label).into_owned()).collect();
            Message::new("orders-headings-missing").with("missing", names.join(", "))
        }
        TableRefused::TooMany(people) => too_many(*people),
        TableRefused::Nobody => Message::new("orders-table-empty"),
    }
}

const fn of_sheet(refused: SheetRefused) -> &'static str {
    match refused {
        SheetRefused::Password => "orders-sheet-password",
        SheetRefused::Macros => "orders-sheet-macros",
        SheetRefused::OldWorkbook | SheetRefused::OtherWorkbook => "orders-sheet-other-kind",
        SheetRefused::Broken => "orders-sheet-broken",
        SheetRefused::NotText => "orders-sheet-not-text",
        SheetRefused::TooLarge
        | SheetRefused::TooManyRows
        | SheetRefused::TooManyColumns
        | SheetRefused::TooManyCells => "orders-sheet-too-large",
        SheetRefused::NoSuchSheet | SheetRefused::Empty => "orders-table-empty",
    }
}
