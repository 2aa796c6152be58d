//! The search among all functions: as a page, and as the list that `Ctrl K` opens.

use axum::Extension;
use axum::extract::RawQuery;
use axum::response::{IntoResponse, Redirect, Response};
use behorig_identity::looks_like_identity_number;
use behorig_visit::{PageError, Visit};
use behorig_web::components::{Page, command_results, commands_json, find_commands};
use behorig_web::{Form, paths};
use http::header::CONTENT_TYPE;

use crate::commands;
use crate::finder::Finders;

/// As many letters of what is looked for are read.
const LONGEST: usize = 200;

/// The search as a page. Anyone who is signed in; it finds what the viewer may use, and opens what they named and may open.
pub(crate) async fn show(
    mut visit: Visit,
    Extension(finders): Extension<Finders>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let form = Form::parse(query.unwrap_or_default().as_bytes())
        .map_err(|_| PageError::Malformed("a query that no search has"))?;
    let query: String = form.value("q").trim().chars().take(LONGEST).collect();
    // A number is posted where a person is looked for: it does not stay in the address.
    if looks_like_identity_number(&query) {
        return Ok(Redirect::to(paths::SEARCH).into_response());
    }
    let (viewer, now) = (visit.viewer.clone(), visit.now);
    if let Some(path) = finders.opened(visit.snapshot.get().await?, &viewer, &query, now).await? {
        return Ok(Redirect::to(&path).into_response());
    }
    let open = commands::open_to(&visit);
    let found = find_commands(&open, &query);
    let page = Page::new(visit.lang.t("start-search"));
    Ok(visit.show(&page, command_results(visit.lang, paths::SEARCH, &query, &found)))
}

/// The same functions as JSON. Anyone who is signed in.
pub(crate) async fn list(visit: Visit) -> Response {
    let json = commands_json(&commands::open_to(&visit));
    ([(CONTENT_TYPE, "application/json")], json).into_response()
}
