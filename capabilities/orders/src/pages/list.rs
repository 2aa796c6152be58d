//! The list of orders: support's, of those that wait and those that were decided, and everybody's own.

use axum::extract::RawQuery;
use axum::response::Response;
use behorig_access::{OrderId, Service};
use behorig_visit::{PageError, Visit};
use behorig_web::components::{Button, Column, EmptyState, Icon, Page, Pager, Row, Tab, Table, tabs};
use behorig_web::{Form, Lang, format};
use maud::{Markup, Render, html};

use super::{ORDERS, kind, path_of, state_tag, state_word};
use crate::records::{self, Order, Which};
use crate::rules::OrderState;

const ROWS: i64 = 50;
/// The tab of one's own orders.
const OWN: &str = "egna";

/// The orders of the units where the viewer receives them (service 397), and the viewer's own (service 396).
pub(crate) async fn list(mut visit: Visit, RawQuery(raw): RawQuery) -> Result<Response, PageError> {
    let may_order = visit.may_somewhere(Service::OrderNewAccount);
    // Who may neither order nor receive is told why not about the service that would show the list.
    let receives = if may_order && !visit.may_somewhere(Service::ReceiveOrders) {
        None
    } else {
        Some(visit.require_somewhere(Service::ReceiveOrders).await?)
    };
    let query = Form::parse(raw.unwrap_or_default().as_bytes()).map_err(|_| PageError::TooLarge)?;
    let chosen = query.value("lage");
    let after: Option<OrderId> = query.value("efter").parse().ok();
    let state = OrderState::from_key(chosen).unwrap_or(OrderState::Received);
    let own = receives.is_none() || chosen == OWN;
    let which = match (&receives, visit.session.account) {
        (Some(scope), _) if !own => Which::Received(scope, state),
        (_, Some(account)) => Which::Of(account),
        (_, None) => return Err(PageError::NotFound),
    };
    let lang = visit.lang;
    let mut orders = records::list(visit.snapshot.get().await?, &which, after, ROWS + 1).await?;
    let more = orders.len() > 50;
    orders.truncate(50);
    let place = if own { OWN } else { state.key() };
    let next = orders.last().filter(|_| more).map(|last| format!("{ORDERS}?lage={place}&efter={}", last.id));
    let actions = html! {
        @if may_order {
            (Button::primary_link("/bestallningar/ny-anvandare", lang.t("orders-new-user")).icon(Icon::Plus))
        }
    };
    let mut page = Page::new(lang.t("orders-title")).lead(lang.t("orders-lead")).actions(actions).wide();
    if receives.is_some() {
        page = page.below_heading(state_tabs(lang, place));
    }
    let body = html! {
        (rows(lang, visit.now.0, &orders, own))
        (Pager::new(lang, None, next.map(Into::into), ""))
    };
    Ok(visit.show(&page, body))
}

fn state_tabs(lang: Lang, chosen: &str) -> Markup {
    let of_state = |state: &OrderState| {
        let key = state.key();
        Tab::new(format!("{ORDERS}?lage={key}"), state_word(lang, *state), key == chosen)
    };
    let own = Tab::new(format!("{ORDERS}?lage={OWN}"), lang.t("orders-own"), chosen == OWN);
    let all: Vec<Tab<'_>> = OrderState::ALL.iter().map(of_state).chain([own]).collect();
    tabs(&lang.t("orders-title"), &all)
}

fn rows(lang: Lang, now: i64, orders: &[Order], own: bool) -> Markup {
    if orders.is_empty() {
        let (title, text) =
            if own { ("orders-none-own", "orders-none-own-text") } else { ("orders-none", "orders-none-text") };
        return EmptyState::new(Icon::Inbox, lang.t(title), lang.t(text)).render();
    }
    let columns = [
        Column::new(lang.t("orders-number")),
        Column::new(lang.t("orders-concerns")),
        Column::new(lang.t("orders-kind")),
        Column::new(lang.t("orders-unit")),
        Column::new(lang.t("orders-orderer")),
        Column::new(lang.t("orders-when")),
        Column::new(lang.t("orders-state")),
    ];
    let rows = orders.iter().map(|order| {
        Row::link(path_of(order.id, ""), order.number.to_string())
            .cell(order.subject.as_str())
            .cell(kind(lang, order.kind))
            .cell(order.unit_name.as_str())
            .cell(order.orderer_name.as_str())
            .cell(format::near_time(lang, order.ordered_at.0, now))
            .cell(state_tag(lang, order.state))
            .muted(order.state == OrderState::Withdrawn)
    });
    html! { (Table::new(lang.t("orders-title"), columns).rows(rows)) }
}
