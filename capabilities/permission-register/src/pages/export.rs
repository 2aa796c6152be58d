//! The register as a file: CSV and a workbook, poured out as it is read. Taking it out is an event.

use axum::body::Body;
use axum::extract::RawQuery;
use axum::response::{IntoResponse, Response};
use behorig_access::{GrantId, Scope, Service, scope_of};
use behorig_documents::Value;
use behorig_documents::csv::Csv;
use behorig_documents::xlsx::{Workbook, XlsxError};
use behorig_store::{ActivityType, Event, Purpose};
use behorig_visit::{App, PageError, Seat, Visit, role_name};
use behorig_web::{Form, Lang, format};
use bytes::Bytes;
use futures::StreamExt as _;
use http::header;

use super::query;
use super::register::{basis_words, filter_of, led_away};
use crate::records::filter::Filter;
use crate::records::register::{self, Line};

/// As many lines as are read at once.
const CHUNK: usize = 1_000;
/// As many as are read before the first part is sent: whoever waits sees that it comes.
const FIRST_PART: usize = 100;

/// The register as CSV. Service 420, as far as it is held; decided anew for each part that is poured out.
pub(crate) async fn csv(visit: Visit, RawQuery(raw): RawQuery) -> Result<Response, PageError> {
    let file = File::Csv(Csv::new(headings(visit.lang)));
    pour(visit, &query(raw)?, file).await
}

/// The register as a workbook, poured out as CSV is.
pub(crate) async fn xlsx(visit: Visit, RawQuery(raw): RawQuery) -> Result<Response, PageError> {
    let title = visit.lang.t("permission-register-title");
    let book = Workbook::new(&title, headings(visit.lang), visit.now.0).map_err(|error| fault(&error))?;
    pour(visit, &query(raw)?, File::Xlsx(Box::new(book))).await
}

fn fault(error: &dyn std::fmt::Display) -> PageError {
    PageError::Fault(format!("the register's file: {error}"))
}

fn headings(lang: Lang) -> Vec<String> {
    [
        "permission-register-name",
        "permission-register-hsa-id",
        "permission-register-permission",
        "permission-register-unit",
        "permission-register-branch",
        "permission-register-from",
        "permission-register-to",
        "permission-register-basis",
        "permission-register-given-by",
    ]
    .map(|id| lang.t(id).into_owned())
    .into()
}

fn values(lang: Lang, line: &Line) -> Vec<Value<'_>> {
    let (from, to) = register::days(line.period);
    let yes = if line.branch { "permission-register-yes" } else { "permission-register-no" };
    vec![
        line.name().into(),
        line.hsa_id.as_ref().into(),
        role_name(lang, &line.role_name).into(),
        (&line.unit_name).into(),
        lang.t(yes).into(),
        from.into(),
        to.into(),
        basis_words(lang, line).into(),
        line.given_by.as_ref().into(),
    ]
}

async fn pour(mut visit: Visit, query: &Form, file: File) -> Result<Response, PageError> {
    let scope = visit.require_somewhere(Service::ViewPermissionRegister).await?;
    if let Some(away) = led_away(&visit, query) {
        return Ok(away);
    }
    let (filter, day_fault) = filter_of(&visit, query);
    if day_fault.is_some() {
        return Err(PageError::Malformed("no day that has been"));
    }
    let (ending, kind) = match &file {
        File::Csv(_) => ("csv", Csv::MEDIA_TYPE),
        File::Xlsx(_) => ("xlsx", Workbook::MEDIA_TYPE),
    };
    visit.record_reading(event(&filter, ending)).await?;
    let day = filter.as_of.day.unwrap_or_else(|| format::local(visit.now.0).date());
    let head = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"behorighetsregister-{day}.{ending}\"")),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    let (app, seat, lang) = (visit.app.clone(), visit.seat(), visit.lang);
    let mut pouring = Pouring { app, seat, lang, scope, filter, after: None, file: Some(file), most: FIRST_PART };
    // The first part is read before anything is answered: what is refused is told as a page.
    let first = pouring.next().await?;
    let rest = futures::stream::try_unfold(pouring, |mut pouring| async move {
        let part = pouring.next().await.map_err(|error| {
            tracing::warn!(%error, "the permission register broke off on its way out");
            std::io::Error::other(error.to_string())
        })?;
        Ok::<_, std::io::Error>(part.map(|part| (part, pouring)))
    });
    let parts = futures::stream::iter(first.map(Ok)).chain(rest);
    Ok((head, Body::from_stream(parts)).into_response())
}

/// That the register was taken out, with what narrowed it but for whom: a name belongs in no log of ours.
fn event(filter: &Filter, ending: &str) -> Event {
    let id = |id: Option<String>| id.unwrap_or_else(|| "all".to_owned());
    let (unit, role) = (id(filter.unit.map(|unit| unit.to_string())), id(filter.role.map(|role| role.to_string())));
    let day = filter.as_of.day.map_or_else(|| "now".to_owned(), |day| day.to_string());
    let person = if filter.person.trim().is_empty() { "all" } else { "some" };
    Event {
        activity: ActivityType::Read,
        level: "permission-register.export",
        args: Some(format!("as={ending} unit={unit} permission={role} person={person} day={day}")),
        purpose: Purpose::Administration,
        resources: Vec::new(),
    }
}

/// A file that is written while its rows are read.
enum File {
    Csv(Csv),
    Xlsx(Box<Workbook>),
}

impl File {
    /// With these lines, what of it is ready.
    fn with(&mut self, lang: Lang, lines: &[Line]) -> Result<Vec<u8>, XlsxError> {
        match self {
            Self::Csv(csv) => {
                lines.iter().for_each(|line| csv.row(&values(lang, line)));
                Ok(csv.take())
            }
            Self::Xlsx(book) => {
                lines.iter().try_for_each(|line| book.row(&values(lang, line)))?;
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

/// The register on its way out.
struct Pouring {
    app: App,
    seat: Seat,
    lang: Lang,
    scope: Scope,
    filter: Filter,
    after: Option<GrantId>,
    /// None after its end.
    file: Option<File>,
    most: usize,
}

impl Pouring {
    /// The next part; none at the end. Whoever no longer reaches what they did when it began gets no more.
    async fn next(&mut self) -> Result<Option<Bytes>, PageError> {
        let Some(mut file) = self.file.take() else { return Ok(None) };
        let now = self.app.clock.now();
        let mut tx = self.app.db.read().await?;
        let viewer = self.seat.viewer(&mut tx, now).await?;
        if scope_of(&viewer, Service::ViewPermissionRegister, now) != self.scope {
            return Err(PageError::NotFound);
        }
        let lines = register::next(&mut tx, &self.scope, &self.filter, self.after, self.most).await?;
        drop(tx);
        self.most = CHUNK;
        self.after = lines.last().map(|line| line.grant);
        let lang = self.lang;
        // Packing takes longer than a request may keep others waiting.
        let written = tokio::task::spawn_blocking(move || {
            if lines.is_empty() {
                return Ok((None, file.finish()?));
            }
            let part = file.with(lang, &lines)?;
            Ok::<_, XlsxError>((Some(file), part))
        });
        let (file, part) = written.await.map_err(|error| fault(&error))?.map_err(|error| fault(&error))?;
        self.file = file;
        Ok((self.file.is_some() || !part.is_empty()).then(|| Bytes::from(part)))
    }
}
