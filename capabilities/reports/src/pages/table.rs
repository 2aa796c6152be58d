//! The rows of a report as a table.

use behorig_web::components::{Cell, Column as Heading, Row, Table};
use maud::{Markup, Render};

use crate::records::data::{Kind, Record};
use crate::run::Run;

/// The rows in a table with the columns that the reader sees.
pub(super) fn table(run: &Run, caption: &str, records: &[Record]) -> Markup {
    let lang = run.lang();
    let headings = run.ask.columns.iter().map(|column| {
        let heading = Heading::new(lang.t(column.label));
        match column.kind {
            Kind::Sum | Kind::Number => heading.number(),
            Kind::Day | Kind::Clock | Kind::Moment => heading.unbroken(),
            Kind::Text => heading,
        }
    });
    let rows = records.iter().map(|record| {
        let mut cells = record.values.iter().map(|value| Cell::text(value.shown(lang)));
        let first = cells.next().unwrap_or_else(|| Cell::text(""));
        cells.fold(Row::new(first), Row::cell)
    });
    Table::new(caption.to_owned(), headings).rows(rows).render()
}
