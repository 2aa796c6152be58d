//! The resident's extract on paper.

use axum::extract::RawQuery;
use axum::response::{IntoResponse, Redirect, Response};
use behorig_documents::pdf::{Column, Document, Paper, Part, Section, Table};
use behorig_registers::persons::Person;
use behorig_store::ActivityType;
use behorig_visit::{PageError, Visit};
use behorig_web::{Errors, format};

use super::extract::{a_year, from_where, oneself, reading};
use super::pdf::{footer, language};
use super::{EXTRACT, as_file, period, query};
use crate::records::extract::{self, Told};
use crate::rules::Days;
use crate::words;

/// As many lines are printed; who has more asks for a shorter period.
const MOST: usize = 10_000;

/// The extract of a period. The resident themselves, with that hat.
pub(crate) async fn show(mut visit: Visit, RawQuery(raw): RawQuery) -> Result<Response, PageError> {
    let me = oneself(&mut visit).await?;
    let asked = query(raw)?;
    let mut errors = Errors::new();
    let days = period::asked(&asked, a_year(&visit), &mut errors);
    if !errors.is_empty() {
        // What is wrong with it is said where it can be mended.
        let (from, to) = (asked.value(&period::FROM.name), asked.value(&period::TO.name));
        let value = behorig_web::paths::query_value;
        return Ok(Redirect::to(&format!("{EXTRACT}?fran={}&till={}", value(from), value(to))).into_response());
    }
    let most = i64::try_from(MOST).unwrap_or(i64::MAX).saturating_add(1);
    let tx = visit.snapshot.get().await?;
    let mut told = extract::page(tx, (me.id, &me.number), days, None, most).await?;
    let is_cut = told.len() > MOST;
    told.truncate(MOST);
    visit.record_reading(reading(&me, ActivityType::Print, "audit.extract-pdf")).await?;
    as_file(document(&visit, &me, days, &told, is_cut), format!("loggutdrag-{}.pdf", days.to)).await
}

fn document(visit: &Visit, me: &Person, days: Days, told: &[Told], is_cut: bool) -> Document {
    let lang = visit.lang;
    let fact = |label, value: String| (lang.t(label).into_owned(), value);
    let rows = told.iter().map(|one| {
        vec![
            format::date_time(lang, one.at.0),
            from_where(lang, one).into_owned(),
            one.provider_name.clone().unwrap_or_default(),
            words::done(lang, &one.activity, one.level.as_deref()).into_owned(),
        ]
    });
    let columns = ["audit-when", "audit-from-where", "audit-provider", "audit-what"];
    let table = Table {
        columns: columns.iter().map(|column| Column::new(lang.t(column))).collect(),
        rows: rows.collect(),
        totals: None,
        when_empty: lang.t("audit-extract-none").into_owned(),
    };
    let cut = is_cut.then(|| lang.tr("audit-extract-cut", &[("count", MOST.into())]).into_owned());
    let title = lang.t("audit-extract-paper").into_owned();
    Document {
        title: title.clone(),
        language: language(lang),
        paper: Paper::Portrait,
        footer: footer(visit),
        made: visit.now.0,
        parts: vec![Part {
            title,
            facts: vec![
                fact("audit-extract-of", format!("{} {}", me.full_name(), me.number)),
                fact("audit-period", format::period(lang, days.from, Some(days.to))),
            ],
            sections: vec![
                Section { heading: None, text: cut, table: Some(table) },
                Section { heading: None, text: Some(lang.t("audit-extract-ask").into_owned()), table: None },
            ],
        }],
    }
}
