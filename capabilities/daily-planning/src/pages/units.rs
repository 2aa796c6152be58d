//! *Daglig planering*: which unit.

use axum::extract::RawQuery;
use axum::response::Response;
use behorig_access::Service;
use behorig_visit::{PageError, Visit};
use behorig_web::components::{Card, EmptyState, Icon, Page, card_grid};
use behorig_web::{Errors, Form};
use maud::{Render, html};

use super::{PLANNING, asked_day, board, query};
use crate::records::board::units_to_plan;

/// The units to choose from, or the day of the only one. Service 415 anywhere.
pub(crate) async fn show(mut visit: Visit, RawQuery(asked): RawQuery) -> Result<Response, PageError> {
    let scope = visit.require_somewhere(Service::PlanVisits).await?;
    let units = units_to_plan(visit.snapshot.get().await?, &scope).await?;
    if let [(unit, _)] = units.as_slice() {
        let day = asked_day(&query(asked)?, visit.now);
        return board::page(visit, *unit, day, &Form::default(), &Errors::new()).await;
    }
    let lang = visit.lang;
    let page = Page::new(lang.t("planning-title")).lead(lang.t("planning-choose-unit")).wide();
    let card = |(unit, name): &(behorig_access::UnitId, String)| {
        Card::new(Icon::Home, format!("{PLANNING}/{unit}"), name.clone(), lang.t("planning-unit-line"))
    };
    let cards: Vec<Card<'_>> = units.iter().map(card).collect();
    let body = html! {
        @if cards.is_empty() {
            (EmptyState::new(Icon::Home, lang.t("planning-no-units"), lang.t("planning-no-units-text")).render())
        } @else { (card_grid(&cards)) }
    };
    Ok(visit.show(&page, body))
}
