//! The Dashboard itself: four numbers at a glance, and six figures, each with its chart, its numbers and its file.

use std::borrow::Cow;

use axum::extract::RawQuery;
use axum::response::Response;
use behorig_visit::{PageError, Visit};
use behorig_web::components::{
    Cell, Chart, Column, Figure as Glance, Page, Row, Shape, Table, figures as at_a_glance, print_button,
};
use behorig_web::{Errors, Lang, format};
use maud::{Markup, Render, html};

use super::form::{Units, filled, form};
use super::{PATH, figures_of, query, today, unit_of};
use crate::dashboard::figures::Figures;
use crate::dashboard::grid::{Detail, Figure, Grid, Line, Number};
use crate::dashboard::rules::{Asked, Period, Step, read_asked};

/// A longer table is opened by whoever wants it.
const OPEN_LINES: usize = 14;

/// The Dashboard. Service 410 at the unit that is chosen; without one, wherever it is held.
pub(crate) async fn show(mut visit: Visit, RawQuery(raw): RawQuery) -> Result<Response, PageError> {
    let typed = query(raw)?;
    let unit = unit_of(&mut visit, &typed).await?;
    let units = Units::read(&mut visit, unit).await?;
    let lang = visit.lang;
    let asked = match read_asked(&typed, unit, today(&visit)) {
        Ok(asked) => asked,
        Err(errors) => {
            let page = page(lang).errors(&errors);
            return Ok(visit.show_again(&page, form(&visit, &units, &typed, &errors)));
        }
    };
    let figures = figures_of(&mut visit, asked).await?;
    let body = html! {
        (form(&visit, &units, &filled(typed, Period::Last30Days), &Errors::new()))
        p.found role="status" { (what(lang, &units, asked, &visit)) }
        (glance(lang, &figures))
        @for figure in Figure::ALL { (drawn(lang, &figures, figure, asked)) }
    };
    let page = page(lang).lead(lang.t("dashboard-lead")).actions(print_button(lang));
    Ok(visit.show(&page, body))
}

fn page(lang: Lang) -> Page<'static> {
    Page::new(lang.t("dashboard-title")).wide()
}

/// What the figures are about, in a line: *Vårdcentralen Ekbacken · 2026-10-24 – 2026-11-22 · räknat i dag kl. 10.00*.
fn what(lang: Lang, units: &Units, asked: Asked, visit: &Visit) -> String {
    let all = || lang.t("dashboard-all-units").into_owned();
    let unit = units.chosen.as_ref().map_or_else(all, |(_, name)| name.clone());
    let counted = lang.tr("dashboard-counted", &[("time", format::near_time(lang, visit.now.0, visit.now.0).into())]);
    [unit, asked.days.shown(), counted.into_owned()].join(" · ")
}

/// Four numbers, each of which one of the figures explains.
fn glance(lang: Lang, figures: &Figures) -> Markup {
    let answered = figures.answered();
    let (waiting, late) = figures.waiting();
    let number = |count: i64| format::number(lang, count);
    let share_note = lang.tr(
        "dashboard-share-note",
        &[("kept", number(answered.kept).into()), ("promised", number(answered.promised).into())],
    );
    let one = |label: &str, value: String, note: Option<Cow<'static, str>>, figure: Figure| Glance {
        label: lang.t(label),
        value: value.into(),
        note,
        path: Some(format!("#{}", figure.key()).into()),
    };
    at_a_glance(&[
        one("dashboard-received", number(figures.received()), None, Figure::Flow),
        one("dashboard-answered", number(answered.lengths.count()), None, Figure::Flow),
        one("dashboard-share", shown(lang, Number::Share(answered.share())), Some(share_note), Figure::Answers),
        one(
            "dashboard-waiting-now",
            number(waiting),
            Some(lang.tr("dashboard-waiting-note", &[("late", number(late).into())])),
            Figure::Backlog,
        ),
    ])
}

/// A figure: its chart, its numbers in a table, its files.
fn drawn(lang: Lang, figures: &Figures, figure: Figure, asked: Asked) -> Markup {
    let detail = Detail::of_page(asked.days);
    let grid = figures.grid(lang, figure, detail);
    let about = lang.attribute(figure.title(), "about").unwrap_or_default();
    let chart = Chart::new(lang, figure.key(), lang.t(figure.title()), shape_of(figure)).as_section().about(about);
    let chart = if figure == Figure::Answers { shares(lang, chart, &grid, figures) } else { series(chart, &grid) };
    let is_in_time = matches!(figure, Figure::Flow | Figure::Types | Figure::SignIns);
    let open = grid.lines.len() <= OPEN_LINES;
    // Day after day of noughts says no more than that there is nothing.
    let numbers = if grid.lines.is_empty() || (is_in_time && !open && grid.has_nothing()) {
        html! { p { (lang.t("dashboard-nothing")) } }
    } else {
        table(lang, &lang.t(figure.title()), &grid)
    };
    let is_cut = is_in_time && detail.step == Step::Week;
    chart
        .latest_last(is_in_time)
        .numbers(lang.t("dashboard-numbers"), numbers, open)
        .wide_numbers(grid.headings.len() > 3)
        .after(files(lang, figure, asked, is_cut))
        .render()
}

const fn shape_of(figure: Figure) -> Shape {
    match figure {
        Figure::Flow => Shape::Lines,
        Figure::Types | Figure::Backlog | Figure::SignIns => Shape::Stacked,
        Figure::Answers | Figure::Orders => Shape::Rows,
    }
}

/// Every column is a series.
fn series<'a>(chart: Chart<'a>, grid: &Grid) -> Chart<'a> {
    let chart = chart.groups(grid.lines.iter().map(|line| line.short.clone()));
    grid.headings.iter().enumerate().fold(chart, |chart, (at, heading)| chart.series(heading.clone(), grid.column(at)))
}

/// Of each type with promises, the share of them that was kept; only whole parts of a hundred are drawn.
fn shares<'a>(lang: Lang, chart: Chart<'a>, grid: &Grid, figures: &Figures) -> Chart<'a> {
    let whole = |line: &Line| match line.numbers.get(SHARE) {
        Some(Number::Share(Some(share))) => Some(*share as i64),
        _ => None,
    };
    let promised = grid.lines.iter().filter_map(|line| Some((line.label.clone(), whole(line)?)));
    let all = (lang.t("dashboard-total").into_owned(), figures.answered().whole_share());
    let drawn: Vec<(String, i64)> = promised.chain([all]).collect();
    let (groups, values): (Vec<String>, Vec<i64>) = drawn.into_iter().unzip();
    chart.percent().groups(groups).series(lang.t("dashboard-share"), values)
}

/// The place of the share among the numbers of answers.
const SHARE: usize = 4;

fn table(lang: Lang, caption: &str, grid: &Grid) -> Markup {
    let headings = grid.headings.iter().map(|heading| Column::new(heading.clone()).number());
    let columns = [Column::new(grid.lines_are.clone()).unbroken()].into_iter().chain(headings);
    let row = |line: &Line| {
        let numbers = line.numbers.iter().map(|number| Cell::text(shown(lang, *number)));
        numbers.fold(Row::new(line.label.clone()), Row::cell)
    };
    let rows = grid.lines.iter().chain(&grid.total).map(row);
    Table::new(caption.to_owned(), columns).rows(rows).render()
}

/// A number as it is read.
fn shown(lang: Lang, number: Number) -> String {
    match number {
        Number::Count(count) | Number::Length(Some(count)) => format::number(lang, count),
        Number::Share(Some(share)) => format!("{}\u{a0}%", format::decimal(lang, down_to_tenths(share), 1)),
        Number::Share(None) | Number::Length(None) => "–".to_owned(),
    }
}

/// Downwards, so that a hundred is only said where every promise was kept.
fn down_to_tenths(share: f64) -> f64 {
    (share * 10.0).floor() / 10.0
}

/// The numbers as files.
fn files(lang: Lang, figure: Figure, asked: Asked, is_cut: bool) -> Markup {
    let path = |ending: &str| format!("{PATH}/{}/tabell.{ending}{}", figure.key(), asked.query());
    let about = lang.t(figure.title());
    html! {
        p.chart-files {
            @if is_cut { (lang.t("dashboard-file-has-days")) " " }
            a href=(path("csv")) { (lang.t("dashboard-as-csv")) span.reader-only { ": " (about) } } " "
            a href=(path("xlsx")) { (lang.t("dashboard-as-xlsx")) span.reader-only { ": " (about) } }
        }
    }
}
