//! What has happened to a report, in the reader's words.

use behorig_store::FieldChange;
use behorig_store::history::{Changed, changes_of, since};
use behorig_visit::{HistoryWords, PageError, Visit};
use behorig_web::Lang;
use behorig_web::components::{Change, Notice, Tone};
use maud::{Markup, html};

use crate::records::Report;
use crate::records::data::DataSet;
use crate::rules::Period;

/// The whole history, newest first.
pub(super) async fn of(visit: &mut Visit, report: &Report) -> Result<Vec<Changed>, PageError> {
    Ok(changes_of(visit.snapshot.get().await?, "report", report.id.uuid()).await?)
}

/// A history as a timeline.
pub(super) fn timeline(visit: &Visit, set: DataSet, changes: &[Changed]) -> Markup {
    words_of(set).timeline(visit.lang, visit.now, changes)
}

/// What others changed since the form was shown: told above it.
pub(super) async fn meanwhile(visit: &mut Visit, report: &Report, seen: i64) -> Result<Markup, PageError> {
    let newer = since(of(visit, report).await?, seen, report.version);
    let lang = visit.lang;
    Ok(html! {
        (Notice::new(Tone::Warning, lang.t("reports-changed-meanwhile")).text(lang.t("reports-changed-meanwhile-text")))
        (timeline(visit, report.definition.set, &newer))
    })
}

fn happened(changes: &[FieldChange]) -> &'static str {
    match changes {
        [one] if one.field == "created" => "reports-happened-created",
        [one] if one.field == "ended" => "reports-happened-ended",
        _ => "reports-happened-changed",
    }
}

/// The words of a report's history. Columns are named by the data set that they belong to.
fn words_of(set: DataSet) -> HistoryWords {
    let change = match set {
        DataSet::Visits => |lang: Lang, one: &FieldChange| change_of(DataSet::Visits, lang, one),
        DataSet::Interventions => |lang: Lang, one: &FieldChange| change_of(DataSet::Interventions, lang, one),
        DataSet::Cases => |lang: Lang, one: &FieldChange| change_of(DataSet::Cases, lang, one),
        DataSet::Accounts => |lang: Lang, one: &FieldChange| change_of(DataSet::Accounts, lang, one),
        DataSet::Orders => |lang: Lang, one: &FieldChange| change_of(DataSet::Orders, lang, one),
        DataSet::AccessLog => |lang: Lang, one: &FieldChange| change_of(DataSet::AccessLog, lang, one),
    };
    HistoryWords { what: happened, change }
}

fn change_of(set: DataSet, lang: Lang, one: &FieldChange) -> Change<'static> {
    let field = match one.field.as_str() {
        "unit" => "reports-field-unit",
        "period" => "reports-field-period",
        "columns" => "reports-field-columns",
        "sorted" => "reports-field-sort",
        "shown-to" => "reports-field-shown-to",
        "shown-from" => "reports-field-from",
        "shown-until" => "reports-field-until",
        _ => "reports-field-name",
    };
    let told = |value: &Option<String>| match (one.field.as_str(), value.as_deref()) {
        ("shown-to", None) => lang.t("reports-shown-to-own").into_owned(),
        (_, None) => String::new(),
        ("period", Some(key)) => {
            Period::from_key(key).map_or_else(|| key.to_owned(), |period| lang.t(period.label()).into_owned())
        }
        ("columns", Some(keys)) => columns_told(set, lang, keys),
        ("sorted", Some(order)) => order_told(set, lang, order),
        (_, Some(value)) => value.to_owned(),
    };
    Change { field: lang.t(field), from: told(&one.old).into(), to: told(&one.new).into() }
}

fn columns_told(set: DataSet, lang: Lang, keys: &str) -> String {
    let names = keys.split(' ').filter_map(|key| set.column(key)).map(|column| lang.t(column.label).into_owned());
    names.collect::<Vec<String>>().join(", ")
}

fn order_told(set: DataSet, lang: Lang, order: &str) -> String {
    let (key, descending) = order.strip_suffix(" desc").map_or((order, false), |key| (key, true));
    let name = set.sorts().iter().find(|sort| sort.key == key).map_or("reports-field-sort", |sort| sort.label);
    let name = lang.t(name).into_owned();
    if descending { format!("{name}, {}", lang.t("reports-descending-word")) } else { name }
}
