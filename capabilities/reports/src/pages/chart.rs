//! Minutes week by week as a small chart, with the same numbers in a table under it.

use behorig_web::components::{Chart, Column as Heading, Look, Row, Shape, Table};
use behorig_web::{Lang, format};
use maud::{Markup, Render};

use crate::records::data::{Sums, Week};
use crate::run::Run;

/// A kind of minutes: the column that opens it, its word, how its bar looks.
struct Series {
    column: &'static str,
    label: &'static str,
    look: Look,
}

const SERIES: [Series; 3] = [
    Series { column: "granted_minutes", label: "reports-chart-granted", look: Look::Outline },
    Series { column: "minutes", label: "reports-chart-planned", look: Look::Soft },
    Series { column: "performed_minutes", label: "reports-chart-performed", look: Look::Solid },
];

/// The chart, where there are two weeks or more and the reader sees a column of minutes.
pub(super) fn chart(run: &Run, weeks: &[Week]) -> Markup {
    let shown: Vec<&Series> = SERIES.iter().filter(|series| run.ask.wants(series.column)).collect();
    let lang = run.lang();
    let of = |sums: &Sums, series: &Series| sums.under(series.column).unwrap_or(0);
    let chart = Chart::new(lang, "chart", lang.t("reports-chart"), Shape::Grouped)
        .groups(weeks.iter().map(|week| week.monday.iso_week_date().week().to_string()));
    let chart = shown.iter().fold(chart, |chart, series| {
        chart.series_looking(series.look, lang.t(series.label), weeks.iter().map(|week| of(&week.sums, series)))
    });
    if weeks.len() < 2 || chart.is_empty() {
        return Markup::default();
    }
    chart.numbers(lang.t("reports-chart-numbers"), numbers(lang, &shown, weeks), false).render()
}

fn numbers(lang: Lang, shown: &[&Series], weeks: &[Week]) -> Markup {
    let mut headings = vec![Heading::new(lang.t("reports-column-week"))];
    headings.extend(shown.iter().map(|series| Heading::new(lang.t(series.label)).number()));
    let rows = weeks.iter().map(|week| {
        let name = format!("{} {}", format::week(lang, week.monday), week.monday.iso_week_date().year());
        let sums = shown.iter().map(|series| week.sums.under(series.column).unwrap_or(0));
        sums.fold(Row::new(name), |row, sum| row.cell(format::number(lang, sum)))
    });
    Table::new(lang.t("reports-chart"), headings).rows(rows).render()
}
