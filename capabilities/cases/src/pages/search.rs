//! *Sök ärenden*: by words that somebody wrote, among the cases that the viewer may read, or by a case's number, which opens it.

use axum::extract::RawQuery;
use axum::response::{IntoResponse, Redirect, Response};
use behorig_access::Service;
use behorig_identity::looks_like_identity_number;
use behorig_visit::{PageError, Visit};
use behorig_web::components::{EmptyState, Filters, Icon, Notice, Page, Tone};
use behorig_web::paths::query_value;
use behorig_web::{Form, Lang};
use maud::{Markup, html};

use super::lists::{pager, place, query, record_reading, table};
use super::{account_of, list_tabs, path_of, unit_name, unit_of};
use crate::records::{Case, Listed, Within, readable_by_number, search};
use crate::rules::Sought;

/// Where it is.
pub(crate) const PATH: &str = "/arenden/sok";
/// The search after an identity number was typed into it.
const WORDS_ONLY: &str = "/arenden/sok?sok=ord";
/// What the box is called in an address.
pub(crate) const WORDS: &str = "ord";
/// As many letters of what is looked for are read.
const LONGEST: usize = 200;

/// The box to search in, as it stands above the lists; `found` says how many the list below shows.
pub(crate) fn search_box<'a>(lang: Lang, typed: &'a str, found: String) -> Filters<'a> {
    Filters::new(lang, PATH, found).search(WORDS, lang.t("cases-search-box"), typed)
}

/// The search that was asked for in the box above another list.
pub(crate) fn asked_for(query: &Form) -> Option<Response> {
    let typed = query.value(WORDS).trim();
    (!typed.is_empty()).then(|| {
        // What looks like an identity number goes no further.
        let to = if looks_like_identity_number(typed) {
            WORDS_ONLY.to_owned()
        } else {
            format!("{PATH}?{WORDS}={}", query_value(typed))
        };
        Redirect::to(&to).into_response()
    })
}

/// The search. Service 405 at the unit of the hat: all of its cases; or service 406: what one has or had there.
pub(crate) async fn show(mut visit: Visit, RawQuery(asked): RawQuery) -> Result<Response, PageError> {
    let within = within(&mut visit).await?;
    let query = query(asked)?;
    let typed: String = query.value(WORDS).trim().chars().take(LONGEST).collect();
    if let Some(case) = by_number(&mut visit, &typed).await? {
        return Ok(Redirect::to(&path_of(case.id, "")).into_response());
    }
    if looks_like_identity_number(&typed) {
        return Ok(Redirect::to(WORDS_ONLY).into_response());
    }
    let sought = Sought::from_typed(&typed);
    let listed = match &sought {
        Some(sought) => search(visit.snapshot.get().await?, within, sought, place(&query)).await?,
        None => Listed::default(),
    };
    let tabs = list_tabs(&mut visit, PATH).await?;
    record_reading(&mut visit, "cases.search", &listed.rows).await?;
    let (lang, unit) = (visit.lang, unit_name(&visit));
    let lead = match within {
        Within::Clinic(_) => lang.tr("cases-search-lead-clinic", &[("unit", unit.into())]),
        Within::Held(..) => lang.tr("cases-search-lead-held", &[("unit", unit.into())]),
    };
    let page = Page::new(lang.t("cases-search")).lead(lead).below_heading(tabs).wide();
    let shown = if sought.is_some() {
        lang.tr("cases-shown", &[("count", listed.rows.len().into())]).into_owned()
    } else {
        String::new()
    };
    let body = html! {
        @if query.value("sok") == WORDS { (Notice::new(Tone::Warning, lang.t("cases-search-words-only"))) }
        (search_box(lang, &typed, shown))
        (results(&visit, &typed, sought.as_ref(), &listed))
    };
    Ok(visit.show(&page, body))
}

async fn within(visit: &mut Visit) -> Result<Within, PageError> {
    let unit = unit_of(visit)?;
    if visit.permits(Service::AssignCases, unit).await? {
        return Ok(Within::Clinic(unit));
    }
    visit.require(Service::AnswerCases, unit).await?;
    Ok(Within::Held(unit, account_of(visit)?))
}

async fn by_number(visit: &mut Visit, typed: &str) -> Result<Option<Case>, PageError> {
    let (viewer, now) = (visit.viewer.clone(), visit.now);
    readable_by_number(visit.snapshot.get().await?, &viewer, typed, now).await
}

fn results(visit: &Visit, typed: &str, sought: Option<&Sought>, listed: &Listed) -> Markup {
    let lang = visit.lang;
    html! {
        @if !listed.rows.is_empty() {
            (table(visit, &lang.t("cases-search-caption"), &listed.rows))
            (pager(lang, PATH, &format!("{WORDS}={}&", query_value(typed)), listed))
        } @else if sought.is_some() {
            (EmptyState::new(Icon::Search, lang.t("cases-search-none"), lang.t("cases-search-none-text")))
        } @else if typed.is_empty() {
            p.hint { (lang.t("cases-search-hint")) }
        } @else {
            (EmptyState::new(Icon::Search, lang.t("cases-search-nothing"), lang.t("cases-search-hint")))
        }
    }
}
