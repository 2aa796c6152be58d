//! The search among all functions: as a page, and as the list that `Ctrl K` opens.

use axum::extract::RawQuery;
use axum::response::{IntoResponse, Response};
use behorig_visit::{PageError, Visit};
use behorig_web::components::{Page, command_results, commands_json, find_commands};
use behorig_web::{Form, paths};
use http::header::CONTENT_TYPE;

use crate::commands;

/// The search as a page. Anyone who is signed in; it finds what the viewer may use.
pub(crate) async fn show(visit: Visit, RawQuery(query): RawQuery) -> Result<Response, PageError> {
    let form = Form::parse(query.unwrap_or_default().as_bytes())
        .map_err(|_| PageError::Malformed("a query that no search has"))?;
    let query = form.value("q").trim();
    let open = commands::open_to(&visit);
    let found = find_commands(&open, query);
    let page = Page::new(visit.lang.t("start-search"));
    Ok(visit.show(&page, command_results(visit.lang, paths::SEARCH, query, &found)))
}

/// The same functions as JSON. Anyone who is signed in.
pub(crate) async fn list(visit: Visit) -> Response {
    let json = commands_json(&commands::open_to(&visit));
    ([(CONTENT_TYPE, "application/json")], json).into_response()
}
