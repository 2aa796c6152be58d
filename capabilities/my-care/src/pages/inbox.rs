//! *Mina ärenden*: everything between a resident and clinics, unread first.

use std::sync::Arc;

use axum::Extension;
use axum::extract::RawQuery;
use axum::response::Response;
use behorig_access::PersonId;
use behorig_cases::records::{Place, Ward, notice_address_of, of_person, unread_of_person, wards_of};
use behorig_outbox::Way;
use behorig_store::Tx;
use behorig_visit::{PageError, Visit};
use behorig_web::Form;
use behorig_web::components::{Button, EmptyState, Icon, Page, Section};
use maud::{Markup, html};

use super::lines::{Lines, place_of};
use super::page_about;
use super::search::search_box;
use super::settings::by_ways;
use crate::rules;
use crate::whom::{Whom, whom};
use crate::{CASES, CLINICS, Desk, SETTINGS};

/// A child with how much of theirs is unread.
struct WardLine {
    ward: Ward,
    unread: i64,
}

/// What the page shows.
struct Shown {
    lines: Lines,
    unread: i64,
    wards: Vec<WardLine>,
    /// By which ways the reader could get notices and gets none.
    missed_notices: Vec<Way>,
}

/// The inbox. Anyone signed in as a resident, for themselves or a young child of theirs.
pub(crate) async fn show(
    mut visit: Visit,
    Extension(desk): Extension<Arc<Desk>>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let (_, whom) = whom(&mut visit, query.as_deref()).await?;
    let asked = Form::parse(query.as_deref().unwrap_or_default().as_bytes()).unwrap_or_default();
    let shown = shown(&mut visit, &desk, &whom, place_of(&asked)).await?;
    let is_empty = shown.lines.is_empty();
    if is_empty {
        whom.record_child(&mut visit, "my-care.inbox").await?;
    } else {
        whom.record_reading(&mut visit, "my-care.inbox").await?;
    }
    let lang = visit.lang;
    let lead = lang.tr("my-care-unread", &[("count", shown.unread.into())]);
    let write = Button::link(whom.path(CLINICS), lang.t("my-care-write-new"));
    let listens = whom.path(&format!("{CASES}/handelser"));
    let mut page = Page::new(lang.t("my-care-cases")).lead(lead).live(listens, lang.t("my-care-live-changed"));
    if !is_empty {
        page = page.actions(html! { (write) });
    }
    Ok(visit.show(&page_about(lang, &whom, page), body(&visit, &whom, &shown)))
}

async fn shown(visit: &mut Visit, desk: &Desk, whom: &Whom, place: Place) -> Result<Shown, PageError> {
    let (now, lang) = (visit.now, visit.lang);
    let tx = visit.snapshot.get().await?;
    let listed = of_person(tx, whom.person.id, place).await?;
    let lines = Lines::of(tx, lang, listed).await?;
    let unread = unread_of_person(tx, whom.person.id).await?;
    let mut wards = Vec::new();
    if whom.child().is_none() {
        for ward in wards_of(tx, whom.writer, now).await? {
            let unread = unread_of_person(tx, ward.person).await?;
            wards.push(WardLine { ward, unread });
        }
    }
    let mut missed_notices: Vec<Way> = Way::ALL.into_iter().filter(|way| desk.goes_by(*way)).collect();
    if gets_notices(tx, desk, whom.writer).await? {
        missed_notices.clear();
    }
    Ok(Shown { lines, unread, wards, missed_notices })
}

/// Whether there is an address to which anything is still sent here.
async fn gets_notices(tx: &mut Tx, desk: &Desk, person: PersonId) -> Result<bool, PageError> {
    for way in Way::ALL.into_iter().filter(|way| desk.goes_by(*way)) {
        if notice_address_of(tx, person, way).await?.is_some_and(|address| address.confirmed.is_some()) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn body(visit: &Visit, whom: &Whom, shown: &Shown) -> Markup {
    let lang = visit.lang;
    let write = Button::link(whom.path(CLINICS), lang.t("my-care-write-new"));
    html! {
        @if !shown.lines.is_empty() { (search_box(lang, whom, "", shown.lines.shown(lang))) }
        div #live-list data-live-part {
            @if shown.lines.is_empty() {
                (EmptyState::new(Icon::Inbox, lang.t("my-care-no-cases"), lang.t("my-care-no-cases-text")).action(write))
            } @else {
                (shown.lines.table(visit, whom, &lang.t("my-care-cases")))
                (shown.lines.pager(lang, whom, CASES, ""))
            }
        }
        @if !shown.wards.is_empty() {
            (Section::new(lang.t("my-care-wards"), html! {
                ul {
                    @for line in &shown.wards {
                        li {
                            a href=(rules::about(Some(line.ward.person), CASES)) { (line.ward.name) }
                            " " span.muted { (lang.tr("my-care-unread", &[("count", line.unread.into())])) }
                        }
                    }
                }
            }).about(lang.t("my-care-wards-cases")))
        }
        @if whom.child().is_some() { p { a href=(CASES) { (lang.t("my-care-back-to-own")) } } }
        @if !shown.missed_notices.is_empty() {
            p { a href=(SETTINGS) { (by_ways(lang, "my-care-notices-hint", &shown.missed_notices)) } }
        }
    }
}
