//! *Skriv ut tabell* as a PDF: one customer, the weeks asked for, and the columns that the reader sees.

use axum::extract::{Path, RawQuery};
use axum::response::{IntoResponse, Redirect, Response};
use behorig_documents::Language;
use behorig_documents::pdf::{Column, Document, Paper, Part, Section, Table};
use behorig_store::ActivityType;
use behorig_visit::{PageError, Visit};
use behorig_web::{Lang, format};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};

use super::asked::Asked;
use super::page::{customer_of, reader_of};
use super::path_of;
use super::read::Schedule;
use super::words;
use crate::rules::weeks::IsoWeek;

/// With more columns the paper lies on its side.
const UPRIGHT: usize = 6;

/// The schedule on paper. Service 262 about the customer; for staff 413 too.
pub(crate) async fn show(
    mut visit: Visit,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let customer = customer_of(&mut visit, &id).await?;
    let (_, asked) = Asked::of(query.as_deref(), format::local(visit.now.0).date())?;
    let Ok(asked) = asked else {
        // What is wrong with it is said where it can be mended.
        let page = format!("{}?{}", path_of(customer.id), query.unwrap_or_default());
        return Ok(Redirect::to(&page).into_response());
    };
    let reader = reader_of(&visit, asked.choice);
    let schedule = Schedule::read(visit.snapshot.get().await?, customer, asked.weeks, reader).await?;
    let event = schedule.customer.event(ActivityType::Print, "home-care.schedule-pdf");
    visit.record_reading(event.with_args(asked.query().trim_start_matches('?'))).await?;
    let document = document(&visit, &schedule);
    let written = tokio::task::spawn_blocking(move || document.to_pdf()).await;
    let fault = |error: &dyn std::fmt::Display| PageError::Fault(error.to_string());
    let file = written.map_err(|error| fault(&error))?.map_err(|error| fault(&error))?;
    let headers = [(CONTENT_TYPE, Document::MEDIA_TYPE), (CONTENT_DISPOSITION, "inline; filename=\"kunduppdrag.pdf\"")];
    Ok((headers, file).into_response())
}

fn document(visit: &Visit, schedule: &Schedule) -> Document {
    let (lang, customer) = (visit.lang, &schedule.customer);
    let printed = [
        ("installation", visit.app.settings.installation.clone().into()),
        ("time", format::date_time(lang, visit.now.0).into()),
    ];
    let title = lang.tr("home-care-schedule-pdf-title", &[("name", customer.full_name().into())]).into_owned();
    let facts = vec![
        (lang.t("home-care-schedule-customer").into_owned(), customer.full_name()),
        (lang.t("home-care-schedule-unit").into_owned(), customer.unit_name().to_owned()),
        (lang.t("home-care-schedule-period").into_owned(), words::period(lang, schedule.weeks)),
    ];
    let sections = if schedule.columns.is_empty() {
        vec![Section { text: Some(lang.t("home-care-schedule-no-columns-text").into_owned()), ..Section::default() }]
    } else {
        schedule.weeks.each().map(|week| section(lang, schedule, week)).collect()
    };
    Document {
        title: title.clone(),
        language: match lang {
            Lang::Sv => Language::Swedish,
            Lang::En => Language::English,
        },
        paper: if schedule.columns.len() > UPRIGHT { Paper::Landscape } else { Paper::Portrait },
        footer: lang.tr("home-care-schedule-pdf-printed", &printed).into_owned(),
        made: visit.now.0,
        parts: vec![Part { title, facts, sections }],
    }
}

fn section(lang: Lang, schedule: &Schedule, week: IsoWeek) -> Section {
    let changes: Vec<_> = week.days().filter_map(|day| words::clock_change_on(lang, day)).collect();
    let columns = schedule.columns.iter().map(|column| {
        let heading = lang.t(column.text());
        if words::is_number(*column) { Column::number(heading) } else { Column::new(heading) }
    });
    let rows = schedule.of_week(week).map(|visit| {
        let cell = |column: &_| words::cell(lang, *column, visit, schedule.staff_of(visit));
        schedule.columns.iter().map(cell).collect()
    });
    Section {
        heading: Some(words::week(lang, week).into_owned()),
        text: (!changes.is_empty()).then(|| changes.join(" ")),
        table: Some(Table {
            columns: columns.collect(),
            rows: rows.collect(),
            totals: None,
            when_empty: lang.t("home-care-schedule-no-visits").into_owned(),
        }),
    }
}
