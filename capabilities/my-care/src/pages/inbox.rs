//! *Mina ärenden*: everything between a resident and clinics, unread first.

use std::sync::Arc;

use axum::Extension;
use axum::extract::RawQuery;
use axum::response::Response;
use behorig_access::PersonId;
use behorig_cases::records::{
    Listed, Place, Row as CaseRow, Ward, notice_address_of, of_person, unread_of_person, wards_of,
};
use behorig_cases::rules::as_read_out;
use behorig_store::Tx;
use behorig_visit::{PageError, Visit};
use behorig_web::components::{Button, Column, EmptyState, Icon, Page, Pager, Row, Section, Table, Tone, tag};
use behorig_web::{Form, Lang};
use maud::{Markup, html};

use super::{case_path, page_about};
use crate::records::{first_words, subject_in};
use crate::rules;
use crate::whom::{Whom, whom};
use crate::words::{state, when};
use crate::{CASES, CLINICS, Desk, SETTINGS};

/// A child with how much of theirs is unread.
struct WardLine {
    ward: Ward,
    unread: i64,
}

/// What the page shows.
struct Shown {
    listed: Listed,
    /// What each of them is about, in the reader's language, and its first words.
    said: Vec<(String, String)>,
    unread: i64,
    wards: Vec<WardLine>,
    /// Letters are sent here, and the reader gets none.
    gets_no_notices: bool,
}

/// The inbox. Anyone signed in as a resident, for themselves or a young child of theirs.
pub(crate) async fn show(
    mut visit: Visit,
    Extension(desk): Extension<Arc<Desk>>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let (_, whom) = whom(&mut visit, query.as_deref()).await?;
    let shown = shown(&mut visit, &desk, &whom, place_of(query.as_deref())).await?;
    let is_empty = shown.listed.rows.is_empty();
    if !is_empty {
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
    let unread = unread_of_person(tx, whom.person.id).await?;
    let mut words = first_words(tx, listed.rows.iter().map(|row| row.case.id)).await?;
    let mut said = Vec::with_capacity(listed.rows.len());
    for row in &listed.rows {
        let subject = subject_in(tx, lang, &row.case).await?;
        said.push((subject, words.remove(&row.case.id).unwrap_or_default()));
    }
    let mut wards = Vec::new();
    if whom.child().is_none() {
        for ward in wards_of(tx, whom.writer, now).await? {
            let unread = unread_of_person(tx, ward.person).await?;
            wards.push(WardLine { ward, unread });
        }
    }
    let gets_no_notices = desk.notices.is_some() && !gets_notices(tx, whom.writer).await?;
    Ok(Shown { listed, said, unread, wards, gets_no_notices })
}

async fn gets_notices(tx: &mut Tx, person: PersonId) -> Result<bool, PageError> {
    Ok(notice_address_of(tx, person).await?.is_some_and(|address| address.confirmed.is_some()))
}

fn place_of(query: Option<&str>) -> Place {
    let asked = Form::parse(query.unwrap_or_default().as_bytes()).unwrap_or_default();
    match (asked.value("efter").parse(), asked.value("fore").parse()) {
        (Ok(case), _) => Place::After(case),
        (_, Ok(case)) => Place::Before(case),
        _ => Place::Top,
    }
}

fn body(visit: &Visit, whom: &Whom, shown: &Shown) -> Markup {
    let lang = visit.lang;
    let write = Button::link(whom.path(CLINICS), lang.t("my-care-write-new"));
    html! {
        div #live-list data-live-part {
            @if shown.listed.rows.is_empty() {
                (EmptyState::new(Icon::Inbox, lang.t("my-care-no-cases"), lang.t("my-care-no-cases-text")).action(write))
            } @else {
                (table(visit, whom, shown))
                (pager(lang, whom, &shown.listed))
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
        @if shown.gets_no_notices { p { a href=(SETTINGS) { (lang.t("my-care-notices-hint")) } } }
    }
}

fn table(visit: &Visit, whom: &Whom, shown: &Shown) -> Table<'static> {
    let (lang, now) = (visit.lang, visit.now);
    let columns = [
        Column::new(lang.t("my-care-about-what")),
        Column::new(lang.t("my-care-state")),
        Column::new(lang.t("my-care-last")).unbroken(),
    ];
    Table::new(lang.t("my-care-cases"), columns).rows(shown.listed.rows.iter().zip(&shown.said).map(
        |(row, (about, words))| {
            let case = &row.case;
            let subject = html! {
                @if case.resident_unread { strong { (about) } " " (tag(Tone::Info, &lang.t("my-care-new"))) }
                @else { (about) }
                @if !words.is_empty() { br; span.muted { (words) } }
                br;
                span.muted { (row.unit_name) " · " span.nowrap { (as_read_out(&case.reference)) } }
            };
            Row::link(whom.path(&case_path(case.id)), subject).cell(html! { (state(lang, case)) }).cell(when(
                lang,
                case.last_message_at,
                now,
            ))
        },
    ))
}

fn pager(lang: Lang, whom: &Whom, listed: &Listed) -> Pager<'static> {
    let path =
        |word: &str, row: Option<&CaseRow>| row.map(|row| whom.path(&format!("{CASES}?{word}={}", row.case.id)).into());
    let before = listed.rows.first().filter(|_| listed.more_before);
    let after = listed.rows.last().filter(|_| listed.more_after);
    let shown = lang.tr("my-care-shown", &[("count", listed.rows.len().into())]);
    Pager::new(lang, path("fore", before), path("efter", after), shown)
}
