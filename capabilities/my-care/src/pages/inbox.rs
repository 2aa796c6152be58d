//! *Mina ärenden*: everything between a resident and clinics, unread first.

use axum::extract::RawQuery;
use axum::response::Response;
use behorig_cases::records::{Listed, Place, Row as CaseRow, Ward, of_person, unread_of_person, wards_of};
use behorig_cases::rules::as_read_out;
use behorig_visit::{PageError, Visit};
use behorig_web::components::{Button, Column, EmptyState, Icon, Page, Pager, Row, Section, Table, Tone, tag};
use behorig_web::{Form, Lang};
use maud::{Markup, html};

use super::{case_path, page_about};
use crate::records::{FirstWords, first_words};
use crate::rules;
use crate::whom::{Whom, whom};
use crate::words::{state, when};
use crate::{CASES, CLINICS};

/// A child with how much of theirs is unread.
struct WardLine {
    ward: Ward,
    unread: i64,
}

/// The inbox. Anyone signed in as a resident, for themselves or a young child of theirs.
pub(crate) async fn show(mut visit: Visit, RawQuery(query): RawQuery) -> Result<Response, PageError> {
    let (_, whom) = whom(&mut visit, query.as_deref()).await?;
    let place = place_of(query.as_deref());
    let now = visit.now;
    let tx = visit.snapshot.get().await?;
    let listed = of_person(tx, whom.person.id, place).await?;
    let unread = unread_of_person(tx, whom.person.id).await?;
    let words = first_words(tx, listed.rows.iter().map(|row| row.case.id)).await?;
    let mut wards = Vec::new();
    if whom.child().is_none() {
        for ward in wards_of(tx, whom.writer, now).await? {
            let unread = unread_of_person(tx, ward.person).await?;
            wards.push(WardLine { ward, unread });
        }
    }
    if !listed.rows.is_empty() {
        whom.record_reading(&mut visit, "my-care.inbox").await?;
    }
    let lang = visit.lang;
    let lead = lang.tr("my-care-unread", &[("count", unread.into())]);
    let write = Button::link(whom.path(CLINICS), lang.t("my-care-write-new"));
    let listens = whom.path(&format!("{CASES}/handelser"));
    let mut page = Page::new(lang.t("my-care-cases")).lead(lead).live(listens, lang.t("my-care-live-changed"));
    if !listed.rows.is_empty() {
        page = page.actions(html! { (write) });
    }
    Ok(visit.show(&page_about(lang, &whom, page), body(&visit, &whom, &listed, &words, &wards)))
}

fn place_of(query: Option<&str>) -> Place {
    let asked = Form::parse(query.unwrap_or_default().as_bytes()).unwrap_or_default();
    match (asked.value("efter").parse(), asked.value("fore").parse()) {
        (Ok(case), _) => Place::After(case),
        (_, Ok(case)) => Place::Before(case),
        _ => Place::Top,
    }
}

fn body(visit: &Visit, whom: &Whom, listed: &Listed, words: &FirstWords, wards: &[WardLine]) -> Markup {
    let lang = visit.lang;
    let write = Button::link(whom.path(CLINICS), lang.t("my-care-write-new"));
    html! {
        div #live-list data-live-part {
            @if listed.rows.is_empty() {
                (EmptyState::new(Icon::Inbox, lang.t("my-care-no-cases"), lang.t("my-care-no-cases-text")).action(write))
            } @else {
                (table(visit, whom, &listed.rows, words))
                (pager(lang, whom, listed))
            }
        }
        @if !wards.is_empty() {
            (Section::new(lang.t("my-care-wards"), html! {
                ul {
                    @for line in wards {
                        li {
                            a href=(rules::about(Some(line.ward.person), CASES)) { (line.ward.name) }
                            " " (lang.tr("my-care-unread", &[("count", line.unread.into())]))
                        }
                    }
                }
            }).about(lang.t("my-care-wards-cases")))
        }
        @if whom.child().is_some() { p { a href=(CASES) { (lang.t("my-care-back-to-own")) } } }
    }
}

fn table(visit: &Visit, whom: &Whom, rows: &[CaseRow], words: &FirstWords) -> Table<'static> {
    let (lang, now) = (visit.lang, visit.now);
    let columns = [
        Column::new(lang.t("my-care-about-what")),
        Column::new(lang.t("my-care-clinic")),
        Column::new(lang.t("my-care-state")),
        Column::new(lang.t("my-care-last")).unbroken(),
    ];
    Table::new(lang.t("my-care-cases"), columns).rows(rows.iter().map(|row| {
        let case = &row.case;
        let words = words.get(&case.id).map(String::as_str).unwrap_or_default();
        let subject = html! {
            @if case.resident_unread { strong { (case.subject) } " " (tag(Tone::Info, &lang.t("my-care-new"))) }
            @else { (case.subject) }
            br;
            span.muted { (as_read_out(&case.reference)) @if !words.is_empty() { " · " (words) } }
        };
        Row::link(whom.path(&case_path(case.id)), subject)
            .cell(row.unit_name.clone())
            .cell(html! { (state(lang, case)) })
            .cell(when(lang, case.last_message_at, now))
    }))
}

fn pager(lang: Lang, whom: &Whom, listed: &Listed) -> Pager<'static> {
    let path =
        |word: &str, row: Option<&CaseRow>| row.map(|row| whom.path(&format!("{CASES}?{word}={}", row.case.id)).into());
    let before = listed.rows.first().filter(|_| listed.more_before);
    let after = listed.rows.last().filter(|_| listed.more_after);
    let shown = lang.tr("my-care-shown", &[("count", listed.rows.len().into())]);
    Pager::new(lang, path("fore", before), path("efter", after), shown)
}
