//! The page *Batch*: files in, with a trial first; registers out.

use axum::extract::DefaultBodyLimit;
use axum::extract::multipart::{Multipart, MultipartError};
use axum::response::{IntoResponse, Response};
use axum::routing;
use behorig_access::Service;
use behorig_store::{Recorded, StoreError};
use behorig_visit::{Access, PageError, Route, Submission, Visit, only_by_link};
use behorig_web::components::{Button, Cell, Column, Fields, Notice, Page, PostForm, Row, Section, Table, Tone};
use behorig_web::{Errors, FieldName, Form, Lang, field, format};
use http::header;
use maud::{Markup, html};

use crate::export::{Export, take_out};
use crate::files::{File, FileKind, ImportFiles};
use crate::import::{self, ImportError, Options, PersonChanged, Report};

/// Where the page is.
pub(crate) const PATH: &str = "/batch";
const IMPORT: &str = "/batch/import";
const EXPORT: &str = "/batch/export";
/// The files of one import together, in bytes: 100,000 accounts with their grants are some 20 MB.
const LARGEST_IMPORT: usize = 64 * 1024 * 1024;
/// So many problems are shown; whoever has more has one mistake many times.
const PROBLEMS_SHOWN: usize = 200;

const UNITS: FieldName = field("units", "batch-file-units");
const PERSONS: FieldName = field("persons", "batch-file-persons");
const ACCOUNTS: FieldName = field("accounts", "batch-file-accounts");
const GRANTS: FieldName = field("grants", "batch-file-grants");
const DIRECTORY: FieldName = field("directory", "batch-file-directory");
const SKIP_BAD: FieldName = field("skip-bad", "batch-skip-bad");
const RUN: FieldName = field("run", "batch-run");

const BATCH: Access = Access::Service(Service::Batch);

pub(crate) fn routes(person_changed: Option<PersonChanged>) -> Vec<Route> {
    let bring_in = move |visit, multipart| bring_in(visit, multipart, person_changed.clone());
    vec![
        Route::get(PATH, BATCH, routing::get(show)),
        Route::post(IMPORT, BATCH, routing::post(bring_in).layer(DefaultBodyLimit::max(LARGEST_IMPORT))),
        Route::post(EXPORT, BATCH, routing::post(export)),
    ]
}

/// The page. Service 398 anywhere.
async fn show(mut visit: Visit) -> Result<Response, PageError> {
    visit.require_somewhere(Service::Batch).await?;
    let errors = Errors::new();
    let page = page(visit.lang, &errors);
    Ok(visit.show(&page, html! { (import_form(visit.lang, &errors, false)) (exports(visit.lang)) }))
}

fn page(lang: Lang, errors: &Errors) -> Page<'_> {
    Page::new(lang.t("batch-title")).lead(lang.t("batch-lead")).errors(errors)
}

fn import_form(lang: Lang, errors: &Errors, skip_bad: bool) -> Markup {
    let mut form = Form::default();
    if skip_bad {
        form.fill(&SKIP_BAD, "1");
    }
    let f = Fields::new(lang, &form, errors);
    let accept = ".csv,text/csv";
    let fields = html! {
        (Section::new(lang.t("batch-import"), html! {
            (f.file(&UNITS, accept).optional())
            (f.file(&PERSONS, accept).optional())
            (f.file(&ACCOUNTS, accept).optional())
            (f.file(&GRANTS, accept).optional())
            (f.file(&DIRECTORY, accept).optional())
            (f.tick(&SKIP_BAD))
            p.button-row {
                (Button::primary(lang.t("batch-try")))
                " "
                (Button::secondary(lang.t("batch-run")).sends("run", "1"))
            }
        }).about(lang.t("batch-import-about")))
    };
    html! { (PostForm::to(IMPORT, fields).once(Visit::form_key()).with_files()) }
}

fn exports(lang: Lang) -> Markup {
    let buttons = html! {
        p { (lang.t("batch-export-about-files")) }
        p.button-row {
            @for what in Export::ALL {
                @let label = match what {
                    Export::Units => lang.t("batch-export-units"),
                    Export::Accounts => lang.t("batch-export-accounts"),
                    Export::Grants => lang.t("batch-export-grants"),
                    Export::Roles => lang.t("batch-export-roles"),
                    Export::Directory => lang.t("batch-export-directory"),
                };
                (Button::secondary(label).sends("what", what.key())) " "
            }
        }
    };
    let section = html! { (Section::new(lang.t("batch-export"), buttons).about(lang.t("batch-export-about"))) };
    html! { (PostForm::to(EXPORT, section).once(Visit::form_key())) }
}

/// What was sent with the form of files.
struct Upload {
    files: ImportFiles,
    run: bool,
    skip_bad: bool,
}

/// Tries files, or brings them in. Service 398 anywhere; the import itself decides row by row how far it reaches.
async fn bring_in(
    mut visit: Visit,
    multipart: Multipart,
    person_changed: Option<PersonChanged>,
) -> Result<Response, PageError> {
    visit.require_somewhere(Service::Batch).await?;
    // Files may arrive slowly, and the import writes: no snapshot is held open for it.
    visit.snapshot.give_up();
    let upload = read_upload(multipart).await?;
    if upload.files.is_empty() {
        let mut errors = Errors::new();
        errors.add(&UNITS, "batch-no-file");
        let page = page(visit.lang, &errors);
        let body = html! { (import_form(visit.lang, &errors, upload.skip_bad)) (exports(visit.lang)) };
        return Ok(visit.show_again(&page, body));
    }
    let options = Options { dry_run: !upload.run, skip_bad: upload.skip_bad, person_changed, ..Options::default() };
    let actor = visit.actor();
    let report = match import::run(&visit.app.db, &actor, upload.files, options, &|_| {}).await {
        Ok(report) => report,
        Err(ImportError::Refused(_)) => {
            visit.require_somewhere(Service::Batch).await?;
            return Err(PageError::NotFound);
        }
        Err(ImportError::Store(error)) => return Err(error.into()),
    };
    Ok(show_report(&visit, &report, upload.skip_bad))
}

async fn read_upload(mut multipart: Multipart) -> Result<Upload, PageError> {
    let refused = |error: MultipartError| {
        if error.status() == http::StatusCode::PAYLOAD_TOO_LARGE {
            PageError::TooLarge
        } else {
            PageError::Malformed("not a form of files")
        }
    };
    let mut upload = Upload { files: ImportFiles::default(), run: false, skip_bad: false };
    while let Some(part) = multipart.next_field().await.map_err(refused)? {
        let field = part.name().unwrap_or_default().to_owned();
        let name = part.file_name().unwrap_or_default().to_owned();
        let bytes = part.bytes().await.map_err(refused)?;
        if field == RUN.name {
            upload.run = true;
        } else if field == SKIP_BAD.name {
            upload.skip_bad = !bytes.is_empty();
        } else if let Some(kind) = FileKind::ALL.into_iter().find(|kind| kind.key() == field)
            && !bytes.is_empty()
        {
            upload.files.set(kind, File { name, bytes: bytes.to_vec() });
        }
    }
    Ok(upload)
}

fn show_report(visit: &Visit, report: &Report, skip_bad: bool) -> Response {
    let lang = visit.lang;
    let errors = Errors::new();
    let title = if report.dry_run { lang.t("batch-tried") } else { lang.t("batch-report") };
    let page = Page::new(title).back(PATH, lang.t("batch-title")).wide();
    let (tone, told) = match (report.applied, report.dry_run, report.problems.is_empty()) {
        (true, _, true) => (Tone::Good, lang.t("batch-done")),
        (true, _, false) => (Tone::Warning, lang.t("batch-done-with-bad")),
        (false, true, true) => (Tone::Info, lang.t("batch-would-do")),
        (false, true, false) => (Tone::Warning, lang.t("batch-would-not-do")),
        (false, false, _) => (Tone::Danger, lang.t("batch-nothing-done")),
    };
    let body = html! {
        (Notice::new(tone, told))
        (counts(lang, report))
        @if !report.problems.is_empty() { (problems(lang, report)) }
        @if !report.applied { (import_form(lang, &errors, skip_bad)) }
    };
    if report.applied || report.dry_run { visit.show(&page, body) } else { visit.show_again(&page, body) }
}

fn file_name(lang: Lang, kind: FileKind) -> std::borrow::Cow<'static, str> {
    lang.t(match kind {
        FileKind::Units => UNITS.label,
        FileKind::Persons => PERSONS.label,
        FileKind::Accounts => ACCOUNTS.label,
        FileKind::Grants => GRANTS.label,
        FileKind::Directory => DIRECTORY.label,
    })
}

fn counts(lang: Lang, report: &Report) -> Markup {
    let columns = ["batch-file", "batch-added", "batch-changed", "batch-same", "batch-bad"];
    let columns = columns.into_iter().enumerate().map(|(at, id)| {
        let column = Column::new(lang.t(id));
        if at == 0 { column } else { column.number() }
    });
    let number = |count: u64| format::number(lang, i64::try_from(count).unwrap_or(i64::MAX));
    let rows = report.files.iter().map(|file| {
        Row::new(Cell::text(file_name(lang, file.kind)))
            .cell(number(file.counts.added))
            .cell(number(file.counts.changed))
            .cell(number(file.counts.same))
            .cell(number(file.counts.bad))
    });
    html! { (Table::new(lang.t("batch-counts"), columns).rows(rows)) }
}

fn problems(lang: Lang, report: &Report) -> Markup {
    let columns = ["batch-file", "batch-line", "batch-column", "batch-reason"].map(|id| Column::new(lang.t(id)));
    let rows = report.problems.iter().take(PROBLEMS_SHOWN).map(|problem| {
        Row::new(Cell::text(file_name(lang, problem.file)))
            .cell(problem.line.to_string())
            .cell(problem.column.unwrap_or("–"))
            .cell(html! {
                (problem.reason.words(lang))
                @if let Some(way) = problem.reason.instead() { br; (only_by_link(lang, way)) }
            })
    });
    let more = report.problems.len().saturating_sub(PROBLEMS_SHOWN);
    html! {
        h2 { (lang.t("batch-problems")) }
        (Table::new(lang.t("batch-problems"), columns).rows(rows))
        @if more > 0 { p { (lang.tr("batch-more-problems", &[("count", more.into())])) } }
    }
}

/// A register as CSV. Service 398, as far as it is held; the event is on disk before the file is handed out.
async fn export(mut submission: Submission) -> Result<Response, PageError> {
    let scope = submission.visit.require_somewhere(Service::Batch).await?;
    let what = Export::from_key(submission.form.value("what")).ok_or(PageError::Malformed("no such export"))?;
    let (actor, reader) = (submission.visit.actor(), submission.visit.seat().reader);
    let (now, db) = (submission.visit.now, submission.visit.app.db.clone());
    submission.visit.snapshot.give_up();
    let csv = db
        .write(&actor, (what, scope, reader), move |tx, (what, scope, reader)| {
            Box::pin(async move {
                tx.read_for(std::sync::Arc::clone(reader));
                let taken = take_out(tx, *what, scope, now.0).await?;
                let recorded: Recorded<()> = tx.record(taken.event).await?;
                Ok::<_, StoreError>(recorded.with(taken.csv))
            })
        })
        .await?;
    let day = format::local(now.0).date();
    let disposition = format!("attachment; filename=\"behorig-{}-{day}.csv\"", what.key());
    let headers =
        [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    Ok((headers, csv).into_response())
}
