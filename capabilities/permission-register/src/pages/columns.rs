//! What the columns of a spreadsheet mean: guessed, shown with what stands in them, and settled by whoever sent it.

use axum::extract::{Path, RawQuery};
use axum::response::Response;
use behorig_access::{AccountId, RoleId, Service};
use behorig_documents::sheet_in::Sheet;
use behorig_store::{Recorded, Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit, role_name};
use behorig_web::components::{
    Button, Column, Crumb, Notice, Page, PostForm, Row, SummaryList, Table, Tone, link_button,
};
use behorig_web::{Errors, FieldName, Form, Lang, Message, format};
use maud::{Markup, Render, html};

use super::{IMPORT, REGISTER, account, organisation, own, path_of, query, sheet_of, upload};
use crate::ImportId;
use crate::records::facts::Ground;
use crate::records::import::{self, Import, Outcome};
use crate::rules::columns::{Mapping, MappingFault, Use, guess, heading_row};
use crate::rules::lines::Lines;

const SHEET: &str = "blad";
const HEADINGS: &str = "rubrikrad";
/// So many values of each column are shown.
const SHOWN: usize = 3;

/// What one chooses among.
struct Choices {
    lang: Lang,
    roles: Vec<(RoleId, String)>,
}

/// The columns, or what became of a spreadsheet that was carried out. Service 422 anywhere, one's own spreadsheet.
pub(crate) async fn show(
    mut visit: Visit,
    Path(id): Path<String>,
    RawQuery(raw): RawQuery,
) -> Result<Response, PageError> {
    let import = own(&mut visit, &id).await?;
    if import.done.is_some() {
        return Ok(receipt(&visit, &import));
    }
    let query = query(raw)?;
    let choices = choices(&mut visit).await?;
    let asked = Some(query.value(SHEET).to_owned()).filter(|sheet| !sheet.is_empty());
    let kept = import.mapping.clone().filter(|mapping| asked.is_none() || asked.as_deref() == Some(&mapping.sheet));
    let sheet = sheet_of(&mut visit, &import, asked.or_else(|| kept.as_ref().map(|kept| kept.sheet.clone()))).await?;
    let headings = kept.as_ref().map_or_else(|| heading_row(&sheet, &choices.roles), |kept| kept.headings);
    let uses = kept.map_or_else(|| guess(&sheet, headings, &choices.roles), |kept| kept.uses());
    let page = page(&visit, &import);
    let body = html! {
        (sheets(visit.lang, &import, &sheet))
        (form(&choices, &import, &sheet, headings, &uses, &Errors::new()))
    };
    Ok(visit.show(&page, body))
}

fn page(visit: &Visit, import: &Import) -> Page<'static> {
    let lang = visit.lang;
    Page::new(lang.t("permission-register-columns"))
        .section(import.file_name.clone())
        .crumbs([
            Crumb::new(REGISTER, lang.t("permission-register-title")),
            Crumb::new(IMPORT, lang.t("permission-register-import")),
        ])
        .lead(lang.tr("permission-register-columns-lead", &[("file", import.file_name.clone().into())]))
        .wide()
}

/// The permissions that the visitor's spreadsheets can give.
async fn choices(visit: &mut Visit) -> Result<Choices, PageError> {
    let organisation = organisation(visit, Service::ImportPermissionRegister).await?;
    let (viewer, now, lang) = (visit.viewer.clone(), visit.now, visit.lang);
    let tx = visit.snapshot.get().await?;
    let ground = Ground::read(tx, &viewer, organisation, &Lines::default(), now).await?;
    Ok(Choices { lang, roles: ground.listed(&viewer) })
}

/// The other sheets of the workbook.
fn sheets(lang: Lang, import: &Import, sheet: &Sheet) -> Markup {
    html! {
        @if sheet.sheets.len() > 1 {
            form.sheets method="get" action=(path_of(import.id, "")) {
                div.field {
                    label for=(SHEET) { (lang.t("permission-register-sheet")) }
                    select.input id=(SHEET) name=(SHEET) {
                        @for name in &sheet.sheets { option value=(name) selected[*name == sheet.name] { (name) } }
                    }
                }
                (Button::secondary(lang.t("permission-register-sheet-show")))
            }
        }
    }
}

/// The field of a column.
fn field_of(column: usize) -> FieldName {
    FieldName { name: format!("kolumn.{}", column + 1).into(), label: "permission-register-use" }
}

fn form(choices: &Choices, import: &Import, sheet: &Sheet, headings: usize, uses: &[Use], errors: &Errors) -> Markup {
    let lang = choices.lang;
    let columns = ["permission-register-column", "permission-register-column-holds", "permission-register-use"];
    let rows = uses.iter().enumerate().map(|(column, chosen)| {
        let heading = shown(&sheet.cell(headings, column).text());
        let values = (headings + 1..sheet.rows.len()).map(|row| shown(&sheet.cell(row, column).text()));
        let values: Vec<String> = values.filter(|value| !value.is_empty()).take(SHOWN).collect();
        let letter = letter_of(column);
        let named = if heading.is_empty() { letter.clone() } else { heading.clone() };
        Row::new(html! { span.code { (letter) } " " (heading) }).cell(values.join(" · ")).cell(select(
            choices,
            &field_of(column),
            &named,
            *chosen,
            errors,
        ))
    });
    let fields = html! {
        (Table::new(lang.t("permission-register-columns"), columns.map(|id| Column::new(lang.t(id)))).rows(rows))
        @if choices.roles.is_empty() { (Notice::new(Tone::Warning, lang.t("permission-register-no-permissions"))) }
        p.button-row {
            (Button::primary(lang.t("permission-register-columns-check")))
            " "
            (link_button(IMPORT, &lang.t("permission-register-import-other")))
        }
    };
    let read = lang.tr(
        "permission-register-columns-read",
        &[("rows", sheet.rows.len().saturating_sub(headings + 1).into()), ("headings", (headings + 1).into())],
    );
    html! {
        p { (read) }
        (PostForm::to(path_of(import.id, ""), fields)
            .once(Visit::form_key())
            .hidden(SHEET, sheet.name.clone())
            .hidden(HEADINGS, headings.to_string()))
    }
}

fn select(choices: &Choices, field: &FieldName, column: &str, chosen: Use, errors: &Errors) -> Markup {
    let lang = choices.lang;
    let plain = Use::PLAIN.into_iter().map(|one| (one.key(), lang.t(one.label()).into_owned()));
    let ticks = choices.roles.iter().map(|(role, name)| {
        let words = lang.tr("permission-register-use-tick", &[("permission", role_name(lang, name).into())]);
        (Use::Tick(*role).key(), words.into_owned())
    });
    let options: Vec<(String, String)> = plain.chain(ticks).collect();
    let error = errors.of(&field.name);
    html! {
        div.field.wrong[error.is_some()] {
            label.reader-only for=(field.name) { (lang.tr("permission-register-use-of", &[("column", column.to_owned().into())])) }
            @if let Some(error) = error { p.error id={ (field.name) "-error" } { (error.words(lang)) } }
            select.input id=(field.name) name=(field.name) aria-invalid=[error.map(|_| "true")] {
                @for option in &options { option value=(option.0) selected[option.0 == chosen.key()] { (option.1) } }
            }
        }
    }
}

/// What stands in a cell, short. An identity number stands in none: they were masked before the file was kept.
fn shown(text: &str) -> String {
    let short: String = text.chars().take(60).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}

/// A column as spreadsheets call it: A, B … Z, AA.
fn letter_of(column: usize) -> String {
    let letter = char::from(b'A' + u8::try_from(column % 26).unwrap_or(0));
    match (column / 26).checked_sub(1) {
        None => letter.to_string(),
        Some(before) => format!("{}{letter}", letter_of(before)),
    }
}

/// Keeps what the columns mean, and goes on to what the rows would do. Service 422 anywhere, one's own spreadsheet.
pub(crate) async fn save(Path(id): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let import = own(&mut submission.visit, &id).await?;
    if import.done.is_some() {
        return Err(PageError::Stale);
    }
    let name = Some(submission.form.value(SHEET).to_owned());
    let sheet = sheet_of(&mut submission.visit, &import, name).await?;
    let choices = choices(&mut submission.visit).await?;
    let mapping = mapping_of(&submission.form, &sheet, &choices);
    let errors = errors_of(&mapping);
    if !errors.is_empty() {
        let visit = &submission.visit;
        let body = html! {
            (sheets(visit.lang, &import, &sheet))
            (form(&choices, &import, &sheet, mapping.headings, &mapping.uses(), &errors))
        };
        return Ok(visit.show_again(&page(visit, &import).errors(&errors), body));
    }
    let (seat, account) = (submission.visit.seat(), account(&submission.visit)?);
    match submission.submit((seat, account, import.id, mapping), saved).await {
        Ok(path) => Ok(axum::response::IntoResponse::into_response(axum::response::Redirect::to(&path))),
        Err(Rejected::Page(error)) => Err(error),
        Err(Rejected::Errors(_)) => Err(PageError::Malformed("no columns")),
    }
}

/// What was chosen. A permission that may not be given is none of the choices.
fn mapping_of(form: &Form, sheet: &Sheet, choices: &Choices) -> Mapping {
    let width = sheet.rows.iter().map(Vec::len).max().unwrap_or(0);
    let may = |one: &Use| match one {
        Use::Tick(role) => choices.roles.iter().any(|(id, _)| id == role),
        _ => true,
    };
    let chosen = |column: usize| Use::from_key(form.value(&field_of(column).name));
    let uses: Vec<Use> = (0..width).map(|column| Some(chosen(column)).filter(may).unwrap_or(Use::Nothing)).collect();
    let headings = form.value(HEADINGS).parse().unwrap_or_else(|_| heading_row(sheet, &choices.roles));
    Mapping::new(sheet.name.clone(), headings.min(sheet.rows.len()), &uses)
}

fn errors_of(mapping: &Mapping) -> Errors {
    let mut errors = Errors::new();
    for fault in mapping.faults() {
        match fault {
            MappingFault::NoHsaId => errors.add_general("permission-register-no-hsa-id-column"),
            MappingFault::NoName => errors.add_general("permission-register-no-name-column"),
            MappingFault::NoUnit => errors.add_general("permission-register-no-unit-column"),
            MappingFault::NoPermission => errors.add_general("permission-register-no-permission-column"),
            MappingFault::Twice(one) => {
                let again = mapping.uses().iter().rposition(|other| *other == one).unwrap_or(0);
                errors.add(&field_of(again), Message::new("permission-register-column-twice"));
            }
        }
    }
    errors
}

type Saving = (Seat, AccountId, ImportId, Mapping);

fn saved<'t>(tx: &'t mut WriteTx, input: &'t Saving) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let (seat, account, id, mapping) = input;
        upload::may_import(tx, seat).await?;
        import::map(tx, *account, *id, mapping).await?;
        let path = path_of(*id, "/kontroll");
        Ok(Recorded::nothing_to_record(path, "what columns mean changes nothing before it is carried out"))
    })
}

/// What became of a spreadsheet that was carried out.
fn receipt(visit: &Visit, import: &Import) -> Response {
    let lang = visit.lang;
    let (at, outcome) = import.done.unwrap_or((visit.now, Outcome::default()));
    let page = Page::new(lang.t("permission-register-import-done"))
        .section(import.file_name.clone())
        .crumbs([Crumb::new(REGISTER, lang.t("permission-register-title"))]);
    let facts = SummaryList::new(lang)
        .text(lang.t("permission-register-file"), &import.file_name)
        .text(lang.t("permission-register-import-done-at"), &format::date_time(lang, at.0))
        .text(lang.t("permission-register-import-given"), &format::number(lang, outcome.given))
        .text(lang.t("permission-register-import-changed-count"), &format::number(lang, outcome.changed))
        .text(lang.t("permission-register-import-ended"), &format::number(lang, outcome.ended));
    let body = html! {
        (facts.render())
        p.button-row { (Button::primary_link(REGISTER, lang.t("permission-register-show"))) }
    };
    visit.show(&page, body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_called_as_spreadsheets_call_them() {
        assert_eq!([0, 25, 26, 51, 52, 199].map(letter_of), ["A", "Z", "AA", "AZ", "BA", "GR"]);
    }

    #[test]
    fn a_long_cell_is_shown_by_its_beginning() {
        assert_eq!(shown("Anna Ek"), "Anna Ek");
        assert_eq!(shown(&"å".repeat(61)), format!("{}…", "å".repeat(60)));
    }
}
