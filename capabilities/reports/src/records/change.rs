//! A report is made, changed and ended, each with its event and its history.

use behorig_access::AccountId;
use behorig_identity::swedish_sort_key;
use behorig_store::{Event, FieldChange, Recorded, StoreError, Tx, WriteTx, params};

use super::Report;
use crate::ReportId;
use crate::rules::{Definition, ShownTo};

/// The kind of record that history names.
pub(crate) const ENTITY: &str = "report";

/// A change of a report that is there.
pub(crate) struct Changing<'a> {
    /// As it is.
    pub report: &'a Report,
    /// The version that the form was filled in on.
    pub version: i64,
    /// As it is to be.
    pub to: &'a Definition,
}

/// Keeps a new report. Whether it may be made was decided before.
pub(crate) async fn create(
    tx: &mut WriteTx,
    owner: AccountId,
    new: &Definition,
) -> Result<Recorded<ReportId>, StoreError> {
    let id = ReportId::new(tx.new_uuid());
    let now = tx.now();
    let (from, until) = days(new);
    tx.execute(
        "INSERT INTO report (id, unit_id, owner_account, name, sort_key, data_set, columns, sorted_by, descending, period,
             shown_to, shown_from, shown_to_date, created_at, version)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, 1)",
        params![
            id,
            new.unit,
            owner,
            new.name,
            swedish_sort_key(&new.name),
            new.set.key(),
            new.columns_stored(),
            new.sorted_by,
            new.descending,
            new.period.key(),
            shown_to(new),
            from,
            until,
            now
        ],
    )
    .await?;
    show_at_units(tx, id, new).await?;
    let recorded = tx.record(Event::change("reports.create", ENTITY, id)).await?;
    let created = FieldChange { field: "created".to_owned(), old: None, new: Some(new.name.clone()) };
    tx.history(&recorded, ENTITY, id.uuid(), &[created]).await?;
    Ok(recorded.with(id))
}

/// Changes a report.
///
/// # Errors
/// [`StoreError::Stale`] where somebody changed it since.
pub(crate) async fn change(tx: &mut WriteTx, changing: &Changing<'_>) -> Result<Recorded<()>, StoreError> {
    let Changing { report, version, to } = *changing;
    let changes = differences(tx, &report.definition, to).await?;
    let (from, until) = days(to);
    tx.change_one(
        "UPDATE report SET unit_id = ?3, name = ?4, sort_key = ?5, columns = ?6, sorted_by = ?7, descending = ?8, period = ?9,
             shown_to = ?10, shown_from = ?11, shown_to_date = ?12, version = version + 1
         WHERE id = ?1 AND version = ?2 AND ended_at IS NULL",
        params![
            report.id,
            version,
            to.unit,
            to.name,
            swedish_sort_key(&to.name),
            to.columns_stored(),
            to.sorted_by,
            to.descending,
            to.period.key(),
            shown_to(to),
            from,
            until
        ],
    )
    .await?;
    tx.execute("DELETE FROM report_unit WHERE report_id = ?1", params![report.id]).await?;
    show_at_units(tx, report.id, to).await?;
    let recorded = tx.record(Event::change("reports.change", ENTITY, report.id)).await?;
    tx.history(&recorded, ENTITY, report.id.uuid(), &changes).await?;
    Ok(recorded)
}

/// Ends a report: nobody has it any more. What it was stays in the history.
///
/// # Errors
/// [`StoreError::Stale`] where somebody changed it since.
pub(crate) async fn end(tx: &mut WriteTx, report: &Report, version: i64) -> Result<Recorded<()>, StoreError> {
    let now = tx.now();
    tx.change_one(
        "UPDATE report SET ended_at = ?3, version = version + 1 WHERE id = ?1 AND version = ?2 AND ended_at IS NULL",
        params![report.id, version, now],
    )
    .await?;
    let recorded = tx.record(Event::change("reports.end", ENTITY, report.id)).await?;
    let ended = FieldChange { field: "ended".to_owned(), old: Some(report.definition.name.clone()), new: None };
    tx.history(&recorded, ENTITY, report.id.uuid(), &[ended]).await?;
    Ok(recorded)
}

/// What differs between a report and what it is to be, as history keeps it.
async fn differences(tx: &mut Tx, old: &Definition, new: &Definition) -> Result<Vec<FieldChange>, StoreError> {
    let mut changes = Vec::new();
    let mut differ = |field: &str, old: Option<String>, new: Option<String>| {
        if old != new {
            changes.push(FieldChange { field: field.to_owned(), old, new });
        }
    };
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
    let order = |one: &Definition| format!("{}{}", one.sorted_by, if one.descending { " desc" } else { "" });
    differ("name", Some(old.name.clone()), Some(new.name.clone()));
    differ("period", Some(old.period.key().to_owned()), Some(new.period.key().to_owned()));
    differ("columns", Some(old.columns_stored()), Some(new.columns_stored()));
    differ("sorted", Some(order(old)), Some(order(new)));
    differ("shown-from", day(old.visibility.from), day(new.visibility.from));
    differ("shown-until", day(old.visibility.until), day(new.visibility.until));
    let (old_unit, new_unit) = (name_of(tx, old.unit).await?, name_of(tx, new.unit).await?);
    let (old_shown, new_shown) = (names_of(tx, old).await?, names_of(tx, new).await?);
    for (field, old, new) in [("unit", old_unit, new_unit), ("shown-to", old_shown, new_shown)] {
        if old != new {
            changes.push(FieldChange { field: field.to_owned(), old, new });
        }
    }
    Ok(changes)
}

async fn name_of(tx: &mut Tx, unit: behorig_access::UnitId) -> Result<Option<String>, StoreError> {
    Ok(behorig_registers::units::find(tx, unit).await?.map(|unit| unit.name))
}

async fn names_of(tx: &mut Tx, definition: &Definition) -> Result<Option<String>, StoreError> {
    let ShownTo::Units(units) = &definition.visibility.to else { return Ok(None) };
    let mut names = Vec::with_capacity(units.len());
    for unit in units {
        names.extend(name_of(tx, *unit).await?);
    }
    Ok(Some(names.join(", ")))
}

async fn show_at_units(tx: &mut WriteTx, id: ReportId, definition: &Definition) -> Result<(), StoreError> {
    let ShownTo::Units(units) = &definition.visibility.to else { return Ok(()) };
    for unit in units {
        tx.execute("INSERT INTO report_unit (report_id, unit_id) VALUES (?1, ?2)", params![id, *unit]).await?;
    }
    Ok(())
}

const fn shown_to(definition: &Definition) -> &'static str {
    match definition.visibility.to {
        ShownTo::Own => "own",
        ShownTo::Units(_) => "units",
    }
}

fn days(definition: &Definition) -> (Option<String>, Option<String>) {
    let Definition { visibility, .. } = definition;
    (visibility.from.map(|day| day.to_string()), visibility.until.map(|day| day.to_string()))
}
