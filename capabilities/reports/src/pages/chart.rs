//! Minutes week by week as a small chart, with the same numbers in a table under it.

use behorig_web::components::{Column as Heading, Row, Table};
use behorig_web::{Lang, format};
use maud::{Markup, Render, html};

use crate::records::data::{Sums, Week};
use crate::run::Run;

/// A kind of minutes: the column that opens it, its word, how its bar looks.
struct Series {
    column: &'static str,
    label: &'static str,
    class: &'static str,
}

const SERIES: [Series; 3] = [
    Series { column: "granted_minutes", label: "reports-chart-granted", class: "granted" },
    Series { column: "minutes", label: "reports-chart-planned", class: "planned" },
    Series { column: "performed_minutes", label: "reports-chart-performed", class: "performed" },
];

/// In units of the drawing.
const HEIGHT: i64 = 140;
const GROUP: i64 = 60;
const GAP: i64 = 12;

/// The chart, where there are two weeks or more and the reader sees a column of minutes.
pub(super) fn chart(run: &Run, weeks: &[Week]) -> Markup {
    let shown: Vec<&Series> = SERIES.iter().filter(|series| run.ask.wants(series.column)).collect();
    let of = |sums: &Sums, series: &Series| sums.under(series.column).unwrap_or(0).max(0);
    let highest = weeks.iter().flat_map(|week| shown.iter().map(|series| of(&week.sums, series))).max().unwrap_or(0);
    if weeks.len() < 2 || shown.is_empty() || highest == 0 {
        return Markup::default();
    }
    let lang = run.lang();
    let bars = i64::try_from(shown.len()).unwrap_or(1);
    let width = (GROUP - GAP) / bars;
    let across = i64::try_from(weeks.len()).unwrap_or(1) * GROUP;
    html! {
        figure.chart {
            figcaption #chart-name { (lang.t("reports-chart")) }
            ul.chart-legend {
                @for series in &shown { li { span class={ "chart-mark " (series.class) } aria-hidden="true" {} (lang.t(series.label)) } }
            }
            div.chart-room tabindex="0" role="group" aria-labelledby="chart-name" {
                svg role="img" aria-labelledby="chart-name" viewBox={ "0 0 " (across) " " (HEIGHT + 20) } preserveAspectRatio="xMinYMid meet" {
                    @for (at, week) in (0_i64..).zip(weeks) {
                        @for (bar, series) in (0_i64..).zip(&shown) {
                            @let height = of(&week.sums, series) * HEIGHT / highest;
                            rect class=(series.class) x=(at * GROUP + GAP / 2 + bar * width) y=(HEIGHT - height) width=(width - 2) height=(height) {}
                        }
                        text x=(at * GROUP + GROUP / 2) y=(HEIGHT + 15) text-anchor="middle" { (week.monday.iso_week_date().week()) }
                    }
                    line x1="0" x2=(across) y1=(HEIGHT) y2=(HEIGHT) {}
                }
            }
            details {
                summary { (lang.t("reports-chart-numbers")) }
                (numbers(lang, &shown, weeks))
            }
        }
    }
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
