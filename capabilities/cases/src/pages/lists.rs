//! What the lists of cases have in common, and two of them: *Mina ärenden*, and the clinic's cases by state.

use axum::extract::RawQuery;
use axum::response::Response;
use behorig_access::{CaseId, Holder, Service, UnitId};
use behorig_registers::units::UnitKind;
use behorig_store::{ActivityType, ActorUnit, Event, Purpose, Resource};
use behorig_visit::{PageError, Visit};
use behorig_web::components::{
    Button, Cell, Choice, Column, EmptyState, Filters, Icon, Page, Pager, Row as TableRow, Table,
};
use behorig_web::{Form, Lang, format};
use maud::{Markup, Render, html};

use super::{
    ALL, MINE, MINE_LIVE, account_of, list_tabs, named, path_of, patient_name, promise, search, state_tag, state_word,
    unit_of,
};
use crate::records::{Listed, Place, Row, of_handler, of_unit, unread_informations_of};
use crate::rules::State;

/// The query of a list.
pub(crate) fn query(query: Option<String>) -> Result<Form, PageError> {
    Form::parse(query.unwrap_or_default().as_bytes()).map_err(|_| PageError::Malformed("a query that no list has"))
}

/// Where the page begins.
pub(crate) fn place(query: &Form) -> Place {
    match (query.value("efter").parse(), query.value("fore").parse()) {
        (Ok(case), _) => Place::After(case),
        (_, Ok(case)) => Place::Before(case),
        _ => Place::Top,
    }
}

/// Writes down who is about to be shown, unless nobody is.
pub(crate) async fn record_reading(visit: &mut Visit, level: &'static str, rows: &[Row]) -> Result<(), PageError> {
    if rows.is_empty() {
        return Ok(());
    }
    let logged = |unit: &behorig_registers::units::Unit| ActorUnit {
        id: unit.hsa_id.as_ref().map_or_else(|| unit.id.to_string(), |id| id.as_str().to_owned()),
        name: unit.name.clone(),
    };
    let care_unit = visit.hat_chain.first().map(logged);
    let care_provider = visit.hat_chain.iter().find(|unit| unit.kind == UnitKind::CareProvider).map(logged);
    let resources = rows
        .iter()
        .map(|row| Resource {
            resource_type: "case",
            resource_id: Some(row.case.id.to_string()),
            patient: row.patient.as_ref().map(|patient| (patient.number, patient.name.clone())),
            care_provider: care_provider.clone(),
            care_unit: care_unit.clone(),
        })
        .collect();
    let event = Event { activity: ActivityType::Read, level, args: None, purpose: Purpose::Care, resources };
    visit.record_reading(event).await
}

/// The name that a row shows its viewer.
pub(crate) fn seen_name(visit: &Visit, row: &Row) -> String {
    let chain: Vec<UnitId> = visit.hat_chain.iter().map(|unit| unit.id).collect();
    let seen = |patient: &crate::records::Patient| patient.is_seen_by(&visit.viewer, &chain, visit.now);
    patient_name(visit.lang, row.patient.as_ref(), seen).into_owned()
}

/// The pages before and after.
pub(crate) fn pager(lang: Lang, path: &str, kept: &str, listed: &Listed) -> Pager<'static> {
    let shown = shown(lang, listed);
    let to = |word: &str, row: Option<&Row>| row.map(|row| format!("{path}?{kept}{word}={}", row.case.id).into());
    let before = listed.rows.first().filter(|_| listed.more_before);
    let after = listed.rows.last().filter(|_| listed.more_after);
    Pager::new(lang, to("fore", before), to("efter", after), shown)
}

/// How many cases a page of a list shows, in words.
pub(crate) fn shown(lang: Lang, listed: &Listed) -> String {
    lang.tr("cases-shown", &[("count", listed.rows.len().into())]).into_owned()
}

/// A list of cases. Who has each is told where somebody else than the viewer has one.
pub(crate) fn table(visit: &Visit, caption: &str, rows: &[Row]) -> Markup {
    let lang = visit.lang;
    let own = |row: &Row| row.case.handler.map(Holder::Account) == Some(visit.viewer.holder());
    let tells_who = !rows.iter().all(own);
    let mut columns =
        vec![Column::new(lang.t("cases-case")), Column::new(lang.t("cases-from")), Column::new(lang.t("cases-state"))];
    if tells_who {
        columns.push(Column::new(lang.t("cases-has-it")));
    }
    columns.push(Column::new(lang.t("cases-due")));
    let row = |row: &Row| {
        let state: Cell = state_tag(lang, row.case.state).into();
        let mut shown = TableRow::link(path_of(row.case.id, ""), Cell::from(named(&row.case)))
            .cell(seen_name(visit, row))
            .cell(state);
        if tells_who {
            let has_it = row.handler.clone().or_else(|| row.group.clone());
            shown = shown.cell(if own(row) {
                lang.t("cases-you").into_owned()
            } else {
                has_it.unwrap_or_else(|| lang.t("cases-nobody").into_owned())
            });
        }
        shown.cell(Cell::from(promise(lang, &row.case, visit.now)))
    };
    Table::new(caption.to_owned(), columns).rows(rows.iter().map(row)).render()
}

/// *Mina ärenden*: what one has, and what one's groups have, the oldest promise first; or the informations that one has sent and
/// nobody has read, for which there is nothing to do. Service 406 at the unit of the hat.
pub(crate) async fn mine(mut visit: Visit, RawQuery(asked): RawQuery) -> Result<Response, PageError> {
    let unit = unit_of(&visit)?;
    visit.require(Service::AnswerCases, unit).await?;
    let (query, account, lang) = (query(asked)?, account_of(&visit)?, visit.lang);
    if let Some(search) = search::asked_for(&query) {
        return Ok(search);
    }
    let sent = query.value(SHOW) == SENT;
    let tx = visit.snapshot.get().await?;
    let listed = match sent {
        true => unread_informations_of(tx, unit, account, place(&query)).await?,
        false => of_handler(tx, unit, account, place(&query)).await?,
    };
    let tabs = list_tabs(&mut visit, MINE).await?;
    record_reading(&mut visit, "cases.mine", &listed.rows).await?;
    let page = Page::new(lang.t("cases-mine"))
        .lead(super::unit_name(&visit))
        .actions(Button::primary_link(super::begin::PATH, lang.t("cases-begin")).icon(Icon::Plus).render())
        .below_heading(tabs)
        .live(MINE_LIVE, lang.t("cases-live-arrived"))
        .wide();
    let body = html! {
        (own_filters(lang, sent, &listed))
        div #live-list data-live-part {
            @if listed.rows.is_empty() && sent {
                (EmptyState::new(Icon::Mail, lang.t("cases-mine-sent-none"), lang.t("cases-mine-sent-none-text")))
            } @else if listed.rows.is_empty() {
                (EmptyState::new(Icon::Inbox, lang.t("cases-mine-none"), lang.t("cases-mine-none-text")))
            } @else {
                (table(&visit, &lang.t("cases-mine"), &listed.rows))
                (pager(lang, MINE, if sent { "visa=skickat&" } else { "" }, &listed))
            }
        }
    };
    Ok(visit.show(&page, body))
}

const SHOW: &str = "visa";
const SENT: &str = "skickat";

/// The search, and which of one's cases are shown.
fn own_filters<'a>(lang: Lang, sent: bool, listed: &Listed) -> Filters<'a> {
    let choices = [Choice::new("", lang.t("cases-mine-open")), Choice::new(SENT, lang.t("cases-mine-sent"))];
    let chosen = if sent { SENT } else { "" };
    let filters = Filters::new(lang, MINE, shown(lang, listed)).search(search::WORDS, lang.t("cases-search-box"), "");
    filters.select(SHOW, lang.t("cases-mine-show"), choices, chosen)
}

/// The clinic's cases in one state, the newest first. Service 405 at the unit of the hat.
pub(crate) async fn all(mut visit: Visit, RawQuery(asked): RawQuery) -> Result<Response, PageError> {
    let unit = unit_of(&visit)?;
    visit.require(Service::AssignCases, unit).await?;
    let (query, lang) = (query(asked)?, visit.lang);
    if let Some(search) = search::asked_for(&query) {
        return Ok(search);
    }
    let state = State::from_key(query.value("lage")).unwrap_or(State::Assigned);
    let listed = of_unit(visit.snapshot.get().await?, unit, state, place(&query)).await?;
    let tabs = list_tabs(&mut visit, ALL).await?;
    record_reading(&mut visit, "cases.list", &listed.rows).await?;
    let shown = shown(lang, &listed);
    let states: Vec<Choice<'_>> =
        State::ALL.iter().map(|state| Choice::new(state.key(), state_word(lang, *state))).collect();
    let filters = Filters::new(lang, ALL, shown).search(search::WORDS, lang.t("cases-search-box"), "").select(
        "lage",
        lang.t("cases-state"),
        states,
        state.key(),
    );
    let page = Page::new(lang.t("cases-all")).lead(super::unit_name(&visit)).below_heading(tabs).wide();
    let body = html! {
        (filters)
        @if listed.rows.is_empty() {
            (EmptyState::new(Icon::Search, lang.t("cases-all-none"), lang.t("cases-all-none-text")))
        } @else {
            (table(&visit, &lang.t("cases-all"), &listed.rows))
            (pager(lang, ALL, &format!("lage={}&", state.key()), &listed))
        }
    };
    Ok(visit.show(&page, body))
}

/// Whether a case was ticked in a form.
pub(crate) fn is_ticked(form: &Form, field: &str, case: CaseId) -> bool {
    form.values(field).any(|value| value == case.to_string())
}

/// When a case came, as lists say it.
pub(crate) fn came(lang: Lang, row: &Row, now: i64) -> String {
    format::near_time(lang, row.case.received_at.0, now)
}
