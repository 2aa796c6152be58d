//! *Invånare*: everyone who is approved for communication with the hat's unit.

use axum::extract::RawQuery;
use axum::response::{IntoResponse, Redirect, Response};
use behorig_access::{Service, UnitId};
use behorig_visit::{PageError, Visit};
use behorig_web::components::{Cell, Column, EmptyState, Filters, Icon, Notice, Page, Pager, Row, Table, Tone, tag};
use behorig_web::{Form, Lang};
use maud::{Markup, html};

use super::{LIST, day, last_day, reading};
use crate::records::{self, Approved, Listed, Place, Question};
use crate::rules::Sight;

/// The list after a number was searched for.
const NAME_ONLY: &str = "/invanare?sok=namn";

/// What the address asks for.
struct Asked {
    name: String,
    place: Place,
    had_number: bool,
}

impl Asked {
    fn from_query(query: Option<String>) -> Result<Self, PageError> {
        let form = Form::parse(query.unwrap_or_default().as_bytes())
            .map_err(|_| PageError::Malformed("a query that no list has"))?;
        let place = match (form.value("efter").parse(), form.value("fore").parse()) {
            (Ok(grant), _) => Place::After(grant),
            (_, Ok(grant)) => Place::Before(grant),
            _ => Place::Top,
        };
        Ok(Self { name: form.value("namn").trim().to_owned(), place, had_number: form.value("sok") == "namn" })
    }

    /// Identity numbers never stand in an address: one that was typed here is dropped before anything is done with it.
    fn holds_a_number(&self) -> bool {
        self.name.chars().any(|letter| letter.is_numeric())
    }
}

/// The list. Service 401 at the hat's unit; protected persons by service 404.
pub(crate) async fn show(mut visit: Visit, RawQuery(query): RawQuery) -> Result<Response, PageError> {
    let Some(unit) = visit.session.hat_unit else { return Err(PageError::NotFound) };
    visit.require(Service::ViewResidents, unit).await?;
    let asked = Asked::from_query(query)?;
    if asked.holds_a_number() {
        return Ok(Redirect::to(NAME_ONLY).into_response());
    }
    let listed = listed(&mut visit, unit, &asked).await?;
    if !listed.rows.is_empty() {
        let residents = listed.rows.iter().map(|row| (row.person, &row.number, row.full_name()));
        let event = reading("residents.list", &visit.hat_chain, residents);
        visit.record_reading(event).await?;
    }
    let lang = visit.lang;
    let unit_name = visit.hat_chain.first().map(|unit| unit.name.clone()).unwrap_or_default();
    let page =
        Page::new(lang.t("residents-title")).lead(lang.tr("residents-lead", &[("unit", unit_name.into())])).wide();
    Ok(visit.show(&page, body(lang, &asked, &listed)))
}

async fn listed(visit: &mut Visit, unit: UnitId, asked: &Asked) -> Result<Listed, PageError> {
    let chain: Vec<UnitId> = visit.hat_chain.iter().map(|unit| unit.id).collect();
    let sight = Sight::of(&visit.viewer, &chain, visit.now);
    let question = Question { unit, name: &asked.name, place: asked.place, sight: &sight };
    let now = visit.now;
    Ok(records::approved_at(visit.snapshot.get().await?, &question, now).await?)
}

fn body(lang: Lang, asked: &Asked, listed: &Listed) -> Markup {
    let shown = lang.tr("residents-shown", &[("count", listed.rows.len().into())]);
    html! {
        @if asked.had_number { (Notice::new(Tone::Warning, lang.t("residents-name-only"))) }
        (Filters::new(lang, LIST, shown.clone()).search("namn", lang.t("residents-search"), &asked.name))
        @if listed.rows.is_empty() { (nobody(lang, asked)) } @else {
            (table(lang, &listed.rows))
            (pager(lang, asked, listed, &shown))
        }
    }
}

fn nobody(lang: Lang, asked: &Asked) -> EmptyState<'static> {
    if asked.name.is_empty() {
        EmptyState::new(Icon::People, lang.t("residents-none"), lang.t("residents-none-text"))
    } else {
        EmptyState::new(Icon::Search, lang.t("residents-none-found"), lang.t("residents-none-found-text"))
    }
}

fn table(lang: Lang, rows: &[Approved]) -> Table<'static> {
    let columns = [
        Column::new(lang.t("residents-name")),
        Column::new(lang.t("residents-number")),
        Column::new(lang.t("residents-from")),
        Column::new(lang.t("residents-until")),
    ];
    Table::new(lang.t("residents-caption"), columns).rows(rows.iter().map(|row| {
        let protected = lang.t("web-protected");
        let name: Cell = html! {
            (row.family_name) ", " (row.given_name)
            @if row.protected { " " (tag(Tone::Danger, &protected)) }
        }
        .into();
        Row::link(format!("{LIST}/{}", row.grant), name)
            .cell(row.number.shown())
            .cell(day(row.from))
            .cell(last_day(lang, row.to))
    }))
}

fn pager(lang: Lang, asked: &Asked, listed: &Listed, shown: &str) -> Pager<'static> {
    let path = |word: &str, row: Option<&Approved>| {
        row.map(|row| {
            let name = encoded(&asked.name);
            let search = if name.is_empty() { String::new() } else { format!("namn={name}&") };
            format!("{LIST}?{search}{word}={}", row.grant).into()
        })
    };
    let before = listed.rows.first().filter(|_| listed.more_before);
    let after = listed.rows.last().filter(|_| listed.more_after);
    Pager::new(lang, path("fore", before), path("efter", after), shown.to_owned())
}

/// A name as a value of an address.
fn encoded(name: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(name.len());
    for byte in name.bytes() {
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
    fn a_name_survives_its_way_through_an_address() {
        for name in ["Åkerström", "von Essen", "a&b=c%+?#"] {
            let asked = Asked::from_query(Some(format!("namn={}", encoded(name)))).unwrap();
            assert_eq!(asked.name, name);
        }
    }

    #[test]
    fn whatever_looks_like_a_number_is_not_searched_for() {
        let asked = |query: &str| Asked::from_query(Some(query.to_owned())).unwrap();
        assert!(asked("namn=19800101-2389").holds_a_number());
        assert!(asked("namn=198001").holds_a_number());
        assert!(!asked("namn=Ek").holds_a_number());
    }

    #[test]
    fn a_place_is_a_grant_and_anything_else_is_the_top() {
        let id = "0197a0b0-0000-7000-8000-000000000001";
        let place = |query: String| Asked::from_query(Some(query)).unwrap().place;
        assert_eq!(place(format!("efter={id}")), Place::After(id.parse().unwrap()));
        assert_eq!(place(format!("fore={id}")), Place::Before(id.parse().unwrap()));
        assert_eq!(place("efter=Ek".to_owned()), Place::Top);
    }
}
