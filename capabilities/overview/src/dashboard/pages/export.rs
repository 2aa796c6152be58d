//! The numbers of a figure as a file: each day and each type, where the page puts them together.

use axum::extract::{Path, RawQuery};
use axum::response::{IntoResponse, Redirect, Response};
use behorig_documents::Value;
use behorig_documents::csv::Csv;
use behorig_documents::xlsx::{Workbook, XlsxError};
use behorig_visit::{PageError, Visit};
use http::header;

use super::{PATH, figures_of, query, today, unit_of};
use crate::dashboard::grid::{Detail, Figure, Grid, Line, Number};
use crate::dashboard::rules::{Days, read_asked};

/// A figure as CSV. Service 410 as for the page.
pub(crate) async fn csv(
    visit: Visit,
    Path(figure): Path<String>,
    RawQuery(raw): RawQuery,
) -> Result<Response, PageError> {
    answered(visit, &figure, raw, Kind::Csv).await
}

/// A figure as a workbook. Service 410 as for the page.
pub(crate) async fn xlsx(
    visit: Visit,
    Path(figure): Path<String>,
    RawQuery(raw): RawQuery,
) -> Result<Response, PageError> {
    answered(visit, &figure, raw, Kind::Xlsx).await
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Csv,
    Xlsx,
}

async fn answered(mut visit: Visit, figure: &str, raw: Option<String>, kind: Kind) -> Result<Response, PageError> {
    let typed = query(raw.clone())?;
    let unit = unit_of(&mut visit, &typed).await?;
    let figure = Figure::from_key(figure).ok_or(PageError::NotFound)?;
    let Ok(asked) = read_asked(&typed, unit, today(&visit)) else {
        // What is wrong with the days is said where they are chosen.
        return Ok(Redirect::to(&format!("{PATH}?{}", raw.unwrap_or_default())).into_response());
    };
    let figures = figures_of(&mut visit, asked).await?;
    let grid = figures.grid(visit.lang, figure, Detail::FILE);
    let (title, made) = (visit.lang.t(figure.title()).into_owned(), visit.now.0);
    // Packing takes longer than a request may keep others waiting.
    let written = tokio::task::spawn_blocking(move || match kind {
        Kind::Csv => Ok(as_csv(&grid)),
        Kind::Xlsx => as_workbook(&title, &grid, made),
    });
    let bytes = written.await.map_err(|error| fault(&error))?.map_err(|error| fault(&error))?;
    Ok((head(figure, asked.days, kind), bytes).into_response())
}

fn fault(error: &dyn std::fmt::Display) -> PageError {
    PageError::Fault(format!("a file of the Dashboard: {error}"))
}

fn headings(grid: &Grid) -> impl Iterator<Item = &String> {
    std::iter::once(&grid.lines_are).chain(&grid.headings)
}

/// The lines; what they add up to is for the reader's own program to say.
fn values(line: &Line) -> Vec<Value<'_>> {
    let numbers = line.numbers.iter().map(|number| match number {
        Number::Count(count) | Number::Length(Some(count)) => Value::Whole(*count),
        Number::Share(Some(share)) => Value::Decimal((share * 10.0).floor() / 10.0),
        Number::Share(None) | Number::Length(None) => Value::Empty,
    });
    let day = line.label.parse::<jiff::civil::Date>().map(Value::Date);
    std::iter::once(day.unwrap_or_else(|_| Value::from(line.label.as_str()))).chain(numbers).collect()
}

fn as_csv(grid: &Grid) -> Vec<u8> {
    let mut csv = Csv::new(headings(grid));
    grid.lines.iter().for_each(|line| csv.row(&values(line)));
    csv.take()
}

fn as_workbook(title: &str, grid: &Grid, made: i64) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new(title, headings(grid), made)?;
    grid.lines.iter().try_for_each(|line| book.row(&values(line)))?;
    book.finish()
}

/// The head of a file: something to save, and nothing of it runs on our address. Its name is made of keys and dates alone.
fn head(figure: Figure, days: Days, kind: Kind) -> [(header::HeaderName, String); 5] {
    let (ending, media_type) = match kind {
        Kind::Csv => ("csv", Csv::MEDIA_TYPE),
        Kind::Xlsx => ("xlsx", Workbook::MEDIA_TYPE),
    };
    let name = format!("dashboard-{}-{}-{}.{ending}", figure.key(), days.from, days.to);
    [
        (header::CONTENT_TYPE, media_type.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ]
}
