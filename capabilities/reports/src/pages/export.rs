//! A whole report as a file: CSV and a workbook, poured out as they are read, and a document for print.

use std::fmt::Write as _;

use axum::body::Body;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use behorig_documents::csv::Csv;
use behorig_documents::pdf::{Column as PdfColumn, Document, Paper, Part, Section, Table};
use behorig_documents::xlsx::{Workbook, XlsxError};
use behorig_documents::{Language, Value as FileValue};
use behorig_visit::{PageError, Visit};
use behorig_web::{Lang, format};
use bytes::Bytes;
use futures::StreamExt as _;
use http::header;

use super::{id, path_of, period_with_days, report_of};
use crate::records::data::{Kind, Record, Value};
use crate::records::{Report, Wanted};
use crate::run::{CHUNK, Run, Way};

/// As many lines as are read before the first part is sent: whoever waits sees that it comes.
const FIRST_PART: usize = 100;
/// As many rows as are printed; more is not read on paper.
pub(super) const MOST_PRINTED: i64 = 5_000;

async fn begun(visit: &mut Visit, report: &str, way: Way) -> Result<(Report, Run), PageError> {
    let report = report_of(visit, id(report)?, Wanted::Run).await?;
    let run = Run::begin(visit, Some(report.id), &report.definition, way).await?;
    Ok((report, run))
}

fn headings(run: &Run) -> Vec<String> {
    run.ask.columns.iter().map(|column| run.lang().t(column.label).into_owned()).collect()
}

fn in_file(record: &Record) -> Vec<FileValue<'_>> {
    record.values.iter().map(Value::in_file).collect()
}

/// A report as CSV. Who may have it is decided as for its page, and again for each part that is poured out.
pub(crate) async fn csv(mut visit: Visit, Path(report): Path<String>) -> Result<Response, PageError> {
    let (report, run) = begun(&mut visit, &report, Way::Csv).await?;
    let file = File::Csv(Csv::new(headings(&run)));
    pour(visit, &report, run, file).await
}

/// A report as a workbook, poured out as CSV is.
pub(crate) async fn xlsx(mut visit: Visit, Path(report): Path<String>) -> Result<Response, PageError> {
    let (report, run) = begun(&mut visit, &report, Way::Xlsx).await?;
    let book = Workbook::new(&report.definition.name, headings(&run), visit.now.0).map_err(|error| fault(&error))?;
    pour(visit, &report, run, File::Xlsx(Box::new(book))).await
}

fn fault(error: &dyn std::fmt::Display) -> PageError {
    PageError::Fault(format!("a report's file: {error}"))
}

async fn pour(visit: Visit, report: &Report, run: Run, file: File) -> Result<Response, PageError> {
    let (ending, kind) = match &file {
        File::Csv(_) => ("csv", Csv::MEDIA_TYPE),
        File::Xlsx(_) => ("xlsx", Workbook::MEDIA_TYPE),
    };
    let head = head(report, &visit, ending, kind);
    let mut pouring = Pouring { run, file: Some(file), most: FIRST_PART };
    // The first part is read before anything is answered: what is refused is told as a page.
    let first = pouring.next().await?;
    let rest = futures::stream::try_unfold(pouring, |mut pouring| async move {
        let part = pouring.next().await.map_err(|error| {
            tracing::warn!(%error, "a report broke off on its way out");
            std::io::Error::other(error.to_string())
        })?;
        Ok::<_, std::io::Error>(part.map(|part| (part, pouring)))
    });
    let parts = futures::stream::iter(first.map(Ok)).chain(rest);
    Ok((head, Body::from_stream(parts)).into_response())
}

/// A file that is written while its rows are read.
enum File {
    Csv(Csv),
    Xlsx(Box<Workbook>),
}

impl File {
    /// With these rows, what of it is ready.
    fn with(&mut self, records: &[Record]) -> Result<Vec<u8>, XlsxError> {
        match self {
            Self::Csv(csv) => {
                records.iter().for_each(|record| csv.row(&in_file(record)));
                Ok(csv.take())
            }
            Self::Xlsx(book) => {
                records.iter().try_for_each(|record| book.row(&in_file(record)))?;
                book.take()
            }
        }
    }

    fn finish(self) -> Result<Vec<u8>, XlsxError> {
        match self {
            Self::Csv(mut csv) => Ok(csv.take()),
            Self::Xlsx(book) => book.finish(),
        }
    }
}

/// A report on its way out.
struct Pouring {
    run: Run,
    /// None after its end.
    file: Option<File>,
    most: usize,
}

impl Pouring {
    /// The next part; none at the end.
    async fn next(&mut self) -> Result<Option<Bytes>, PageError> {
        let Some(mut file) = self.file.take() else { return Ok(None) };
        let records = self.run.next(self.most).await?;
        self.most = CHUNK;
        // Packing takes longer than a request may keep others waiting.
        let written = tokio::task::spawn_blocking(move || {
            if records.is_empty() {
                return Ok((None, file.finish()?));
            }
            let part = file.with(&records)?;
            Ok::<_, XlsxError>((Some(file), part))
        });
        let (file, part) = written.await.map_err(|error| fault(&error))?.map_err(|error| fault(&error))?;
        self.file = file;
        Ok((self.file.is_some() || !part.is_empty()).then(|| Bytes::from(part)))
    }
}

/// A report on paper.
pub(crate) async fn pdf(mut visit: Visit, Path(report): Path<String>) -> Result<Response, PageError> {
    let (report, mut run) = begun(&mut visit, &report, Way::Pdf).await?;
    let mut printed = Printed::new(&run);
    loop {
        let records = run.next(CHUNK).await?;
        if records.is_empty() {
            break;
        }
        if i64::try_from(printed.rows.len() + records.len()).is_ok_and(|rows| rows > MOST_PRINTED) {
            return Ok(visit.go_and_tell(&path_of(report.id, ""), "reports-too-long-for-pdf"));
        }
        printed.add(records.iter().map(|record| record.values.as_slice()));
    }
    let document = printed.document(&visit, &report, &run);
    let drawn = tokio::task::spawn_blocking(move || document.to_pdf()).await.map_err(|error| fault(&error))?;
    let bytes = drawn.map_err(|error| fault(&error))?;
    Ok((head(&report, &visit, "pdf", Document::MEDIA_TYPE), bytes).into_response())
}

/// Rows on their way to paper, with what they add up to.
struct Printed {
    lang: Lang,
    rows: Vec<Vec<String>>,
    sums: Vec<Option<i64>>,
}

impl Printed {
    fn new(run: &Run) -> Self {
        let sums = run.ask.columns.iter().map(|column| (column.kind == Kind::Sum).then_some(0)).collect();
        Self { lang: run.lang(), rows: Vec::new(), sums }
    }

    fn add<'a>(&mut self, rows: impl Iterator<Item = &'a [Value]>) {
        for values in rows {
            for (sum, value) in self.sums.iter_mut().zip(values) {
                if let (Some(sum), Value::Number(number)) = (sum, value) {
                    *sum = sum.saturating_add(*number);
                }
            }
            self.rows.push(values.iter().map(|value| value.shown(self.lang)).collect());
        }
    }

    /// The row of sums: named in its first cell, as long as that one is not itself a sum.
    fn totals(&self) -> Option<Vec<String>> {
        if self.rows.is_empty() || self.sums.iter().all(Option::is_none) {
            return None;
        }
        let cell = |(at, sum): (usize, &Option<i64>)| match (at, sum) {
            (_, Some(sum)) => format::number(self.lang, *sum),
            (0, None) => self.lang.t("reports-sum").into_owned(),
            (_, None) => String::new(),
        };
        Some(self.sums.iter().enumerate().map(cell).collect())
    }

    fn document(self, visit: &Visit, report: &Report, run: &Run) -> Document {
        let (lang, now) = (self.lang, visit.now);
        let totals = self.totals();
        let definition = &report.definition;
        let columns: Vec<PdfColumn> = run
            .ask
            .columns
            .iter()
            .map(|column| {
                let heading = lang.t(column.label);
                if column.kind.is_number() { PdfColumn::number(heading) } else { PdfColumn::new(heading) }
            })
            .collect();
        let mut facts = vec![
            (lang.t("reports-field-unit").into_owned(), report.unit_name.clone()),
            (
                lang.t("reports-field-period").into_owned(),
                period_with_days(lang, definition.set, definition.period, now),
            ),
        ];
        if !run.left_out.is_empty() {
            let names: Vec<String> = run.left_out.iter().map(|column| lang.t(column.label).into_owned()).collect();
            facts.push((lang.t("reports-left-out-fact").into_owned(), names.join(", ")));
        }
        let paper = if columns.len() > 6 { Paper::Landscape } else { Paper::Portrait };
        let table = Table { columns, rows: self.rows, totals, when_empty: lang.t("reports-no-rows").into_owned() };
        let section = Section { heading: None, text: None, table: Some(table) };
        let footer = format!("{} · {}", visit.app.settings.installation, format::date_time(lang, now.0));
        let language = match lang {
            Lang::Sv => Language::Swedish,
            Lang::En => Language::English,
        };
        let title = definition.name.clone();
        let part = Part { title: title.clone(), facts, sections: vec![section] };
        Document { title, language, paper, footer, made: now.0, parts: vec![part] }
    }
}

/// The head of a file: something to save, and nothing of it runs on our address.
fn head(report: &Report, visit: &Visit, ending: &str, kind: &str) -> [(header::HeaderName, String); 5] {
    let today = format::local(visit.now.0).date();
    [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, disposition(&format!("{} {today}.{ending}", report.definition.name))),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ]
}

/// RFC 6266, with the name in the form of RFC 8187. A slash would be a folder.
fn disposition(name: &str) -> String {
    let mut out = String::from("attachment; filename*=UTF-8''");
    for byte in name.replace(['/', '\\'], "-").bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_somebodys_own_breaks_out_of_no_header_and_no_folder() {
        assert_eq!(disposition("Månad/\"\r\nx.csv"), "attachment; filename*=UTF-8''M%C3%A5nad-%22%0D%0Ax.csv");
    }

    #[test]
    fn what_is_printed_adds_up_and_says_so_in_its_first_column() {
        behorig_web::texts::install(&[
            behorig_web::TEXTS,
            behorig_visit::TEXTS,
            behorig_home_care::TEXTS,
            crate::TEXTS,
        ])
        .unwrap();
        let mut printed = Printed { lang: Lang::Sv, rows: Vec::new(), sums: vec![None, Some(0)] };
        assert_eq!(printed.totals(), None, "nothing to add up");
        let row = |minutes: Value| [Value::text("Anna"), minutes];
        let rows = [row(Value::Number(30)), row(Value::Nothing), row(Value::Number(1_200))];
        printed.add(rows.iter().map(<[Value; 2]>::as_slice));
        assert_eq!(printed.totals(), Some(vec!["Summa".to_owned(), "1\u{a0}230".to_owned()]));
    }
}
