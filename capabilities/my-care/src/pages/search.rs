//! *Sök i Mina ärenden*: by words that were written in them, or by a case's number, which opens it.

use axum::extract::RawQuery;
use axum::response::{IntoResponse, Redirect, Response};
use behorig_access::{Holder, Instant, Viewer};
use behorig_cases::records::{Listed, readable_by_number, search_of_person};
use behorig_cases::rules::Sought;
use behorig_identity::looks_like_identity_number;
use behorig_store::Tx;
use behorig_visit::{PageError, Visit};
use behorig_web::components::{Crumb, EmptyState, Filters, Icon, Notice, Page, Tone};
use behorig_web::paths::query_value;
use behorig_web::{Form, Lang};
use maud::{Markup, html};

use super::lines::{Lines, place_of};
use super::{case_path, page_about};
use crate::whom::{Whom, whom};
use crate::{CASES, rules};

/// Where it is.
pub(crate) const PATH: &str = "/mina-arenden/sok";
/// The search after an identity number was typed into it.
const WORDS_ONLY: &str = "/mina-arenden/sok?sok=ord";
/// What the box is called in an address.
const WORDS: &str = "ord";
/// As many letters of what is looked for are read.
const LONGEST: usize = 200;

/// The box to search in, as it stands above the list; `found` says how many the list below shows.
pub(super) fn search_box<'a>(lang: Lang, whom: &Whom, typed: &'a str, found: String) -> Filters<'a> {
    let filters = Filters::new(lang, PATH, found).search(WORDS, lang.t("my-care-search-box"), typed);
    match whom.child() {
        Some(child) => filters.hidden(rules::CHILD, child.to_string()),
        None => filters,
    }
}

/// The search. Anyone signed in as a resident, in their own cases or those of a young child of theirs.
pub(crate) async fn show(mut visit: Visit, RawQuery(query): RawQuery) -> Result<Response, PageError> {
    let (_, whom) = whom(&mut visit, query.as_deref()).await?;
    let asked = Form::parse(query.unwrap_or_default().as_bytes()).map_err(|_| PageError::TooLarge)?;
    let typed: String = asked.value(WORDS).trim().chars().take(LONGEST).collect();
    let (lang, now, viewer) = (visit.lang, visit.now, visit.viewer.clone());
    let tx = visit.snapshot.get().await?;
    if let Some(path) = opened_by_number(tx, &viewer, &typed, now).await? {
        return Ok(Redirect::to(&path).into_response());
    }
    if looks_like_identity_number(&typed) {
        return Ok(Redirect::to(&whom.path(WORDS_ONLY)).into_response());
    }
    let sought = Sought::from_typed(&typed);
    let listed = match &sought {
        Some(sought) => search_of_person(tx, whom.person.id, sought, place_of(&asked)).await?,
        None => Listed::default(),
    };
    let lines = Lines::of(tx, lang, listed).await?;
    if lines.is_empty() {
        whom.record_child(&mut visit, "my-care.search").await?;
    } else {
        whom.record_reading(&mut visit, "my-care.search").await?;
    }
    let shown = if sought.is_some() { lines.shown(lang) } else { String::new() };
    let body = html! {
        @if asked.value("sok") == WORDS { (Notice::new(Tone::Warning, lang.t("my-care-search-words-only"))) }
        (search_box(lang, &whom, &typed, shown))
        (results(&visit, &whom, &typed, sought.is_some(), &lines))
    };
    let page = Page::new(lang.t("my-care-search")).crumbs([Crumb::new(whom.path(CASES), lang.t("my-care-cases"))]);
    Ok(visit.show(&page_about(lang, &whom, page), body))
}

fn results(visit: &Visit, whom: &Whom, typed: &str, has_words: bool, lines: &Lines) -> Markup {
    let lang = visit.lang;
    html! {
        @if !lines.is_empty() {
            (lines.table(visit, whom, &lang.t("my-care-search-caption")))
            (lines.pager(lang, whom, PATH, &format!("{WORDS}={}&", query_value(typed))))
        } @else if has_words {
            (EmptyState::new(Icon::Search, lang.t("my-care-search-none"), lang.t("my-care-search-none-text")))
        } @else if typed.is_empty() {
            p.hint { (lang.t("my-care-search-hint")) }
        } @else {
            (EmptyState::new(Icon::Search, lang.t("my-care-search-nothing"), lang.t("my-care-search-hint")))
        }
    }
}

/// The page of the case whose number was typed, where it is about the resident who asks or a young child of theirs.
///
/// # Errors
/// Any failure of the database.
pub(crate) async fn opened_by_number(
    tx: &mut Tx,
    viewer: &Viewer,
    typed: &str,
    now: Instant,
) -> Result<Option<String>, PageError> {
    let Holder::Person(reader) = viewer.holder() else { return Ok(None) };
    let case = readable_by_number(tx, viewer, typed, now).await?;
    Ok(case.map(|case| rules::about(case.person.filter(|person| *person != reader), &case_path(case.id))))
}
