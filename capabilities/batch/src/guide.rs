//! The guide of *Batch*: the steps, and every column of every file, made from the columns themselves.

use behorig_visit::Guide;
use behorig_web::Lang;
use behorig_web::components::{Column, Row, Table};
use maud::{Markup, html};

use crate::files::{FileKind, columns_of};

/// The guides of this crate, for *Hjälp*.
#[must_use]
pub fn help() -> Vec<Guide> {
    vec![Guide { key: "batch", title: "batch-guide-title", body }]
}

/// What stands in each column, in the columns' order.
const UNITS: [&str; 6] = [
    "batch-holds-unit-key",
    "batch-holds-name",
    "batch-holds-unit-kind",
    "batch-holds-unit-parent",
    "batch-holds-unit-hsa-id",
    "batch-holds-unit-code",
];
const PERSONS: [&str; 13] = [
    "batch-holds-person-number",
    "batch-holds-name",
    "batch-holds-name",
    "batch-holds-sex",
    "batch-holds-county-code",
    "batch-holds-municipality-code",
    "batch-holds-deceased",
    "batch-holds-protection",
    "batch-holds-text",
    "batch-holds-text",
    "batch-holds-text",
    "batch-holds-guardian",
    "batch-holds-guardian",
];
const ACCOUNTS: [&str; 15] = [
    "batch-holds-user-name",
    "batch-holds-name",
    "batch-holds-name",
    "batch-holds-unit",
    "batch-holds-account-number",
    "batch-holds-hsa-ids",
    "batch-holds-title",
    "batch-holds-long-title",
    "batch-holds-staff-category",
    "batch-holds-phone",
    "batch-holds-email",
    "batch-holds-text",
    "batch-holds-text",
    "batch-holds-text",
    "batch-holds-phone",
];
const GRANTS: [&str; 9] = [
    "batch-holds-holder-account",
    "batch-holds-holder-person",
    "batch-holds-role",
    "batch-holds-unit",
    "batch-holds-branch",
    "batch-holds-customer",
    "batch-holds-from",
    "batch-holds-to",
    "batch-holds-basis",
];

const DIRECTORY: [&str; 7] = [
    "batch-holds-directory-hsa-id",
    "batch-holds-name",
    "batch-holds-name",
    "batch-holds-text",
    "batch-holds-email",
    "batch-holds-protected",
    "batch-holds-ended-on",
];

const fn held_by(file: FileKind) -> &'static [&'static str] {
    match file {
        FileKind::Units => &UNITS,
        FileKind::Persons => &PERSONS,
        FileKind::Accounts => &ACCOUNTS,
        FileKind::Grants => &GRANTS,
        FileKind::Directory => &DIRECTORY,
    }
}

fn body(lang: Lang) -> Markup {
    let list = |steps: &[&str]| html! { ol { @for step in steps { li { (lang.t(step)) } } } };
    html! {
        p { (lang.t("batch-guide-lead")) }
        h2 { (lang.t("batch-import")) }
        (list(&["batch-guide-import-1", "batch-guide-import-2", "batch-guide-import-3", "batch-guide-import-4"]))
        h2 { (lang.t("batch-guide-rules")) }
        ul {
            @for rule in ["batch-guide-rule-1", "batch-guide-rule-2", "batch-guide-rule-3", "batch-guide-rule-4"] {
                li { (lang.t(rule)) }
            }
        }
        h2 { (lang.t("batch-guide-fields")) }
        dl {
            @for kind in FileKind::ALL { dt { (lang.t(name(kind))) } dd { (lang.t(about(kind))) } }
            dt { (lang.t("batch-skip-bad")) }
            dd { (lang.t("batch-guide-skip-bad")) }
        }
        h2 { (lang.t("batch-export")) }
        (list(&["batch-guide-export-1", "batch-guide-export-2"]))
        h2 { (lang.t("batch-guide-files")) }
        p { (lang.t("batch-guide-files-text")) }
        @for kind in FileKind::ALL { h3 { (lang.t(name(kind))) } (columns(lang, kind)) }
    }
}

const fn name(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Units => "batch-file-units",
        FileKind::Persons => "batch-file-persons",
        FileKind::Accounts => "batch-file-accounts",
        FileKind::Grants => "batch-file-grants",
        FileKind::Directory => "batch-file-directory",
    }
}

const fn about(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Units => "batch-guide-units",
        FileKind::Persons => "batch-guide-persons",
        FileKind::Accounts => "batch-guide-accounts",
        FileKind::Grants => "batch-guide-grants",
        FileKind::Directory => "batch-guide-directory",
    }
}

fn columns(lang: Lang, kind: FileKind) -> Table<'static> {
    let headings = ["batch-column", "batch-guide-other-name", "batch-guide-holds"].map(|id| Column::new(lang.t(id)));
    let rows = columns_of(kind).iter().zip(held_by(kind)).map(|(column, holds)| {
        let (own, other) = match lang {
            Lang::Sv => (column.sv, column.en),
            Lang::En => (column.en, column.sv),
        };
        let needed = html! { @if column.required { (lang.t("batch-guide-required")) " " } (lang.t(holds)) };
        Row::new(html! { span.code { (own) } }).cell(html! { span.code { (other) } }).cell(needed)
    });
    Table::new(lang.t(name(kind)), headings).rows(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_guide_tells_of_every_column_in_both_languages() {
        behorig_web::texts::install(&[behorig_web::TEXTS, behorig_visit::TEXTS, crate::TEXTS]).unwrap();
        for lang in Lang::ALL {
            let page = body(lang).into_string();
            for kind in FileKind::ALL {
                assert_eq!(columns_of(kind).len(), held_by(kind).len(), "{kind:?}");
                for column in columns_of(kind) {
                    assert!(page.contains(&format!(">{}<", column.sv)), "{}", column.sv);
                    assert!(page.contains(&format!(">{}<", column.en)), "{}", column.en);
                }
                for holds in held_by(kind) {
                    assert_ne!(lang.t(holds), *holds, "a missing text");
                }
            }
        }
    }
}
