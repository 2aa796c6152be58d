//! The list of orders: the queue of those that wait, those that were decided, and everybody's own.

use std::collections::HashMap;

use axum::extract::RawQuery;
use axum::response::Response;
use behorig_access::{AccountId, OrderId, Service};
use behorig_clinics::working_days_since;
use behorig_store::{StoreError, Tx};
use behorig_visit::{PageError, Visit};
use behorig_web::components::{Button, Cell, Column, EmptyState, Icon, Page, Pager, Row, Tab, Table, Tone, tabs, tag};
use behorig_web::{Form, Lang, format};
use maud::{Markup, Render, html};

use super::told::ToldRight;
use super::{ORDERS, kind, path_of, state_tag, state_word};
use crate::records::{self, Order, Which, rights_of, sizes};
use crate::rules::OrderState;

const ROWS: i64 = 50;
/// The tab of one's own orders.
const OWN: &str = "egna";
/// An order that has waited longer than so many working days is marked.
const LONG: i64 = 2;

/// The orders of the units where the viewer receives them (service 397), and the viewer's own (services 396, 418 and 419).
pub(crate) async fn list(mut visit: Visit, RawQuery(raw): RawQuery) -> Result<Response, PageError> {
    let orders_users = visit.may_somewhere(Service::OrderNewAccount);
    let orders_permissions =
        visit.may_somewhere(Service::OrderPermissions) || visit.may_somewhere(Service::OrderAsHead);
    // Who may neither order nor receive is told why not about the service that would show the list.
    let orders_only = (orders_users || orders_permissions) && !visit.may_somewhere(Service::ReceiveOrders);
    let receives = if orders_only { None } else { Some(visit.require_somewhere(Service::ReceiveOrders).await?) };
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
    let (lang, now) = (visit.lang, visit.now);
    let tx = visit.snapshot.get().await?;
    let mut orders = records::list(tx, &which, after, ROWS + 1).await?;
    let more = orders.len() > 50;
    orders.truncate(50);
    let listed = Listed::read(tx, orders, own || !state.is_open(), now).await?;
    let place = if own { OWN } else { state.key() };
    let next = listed.orders.last().filter(|_| more).map(|last| format!("{ORDERS}?lage={place}&efter={}", last.id));
    let mut page = Page::new(lang.t("orders-title"))
        .lead(lang.t("orders-lead"))
        .actions(new_orders(lang, orders_permissions, orders_users))
        .wide();
    if receives.is_some() {
        page = page.below_heading(state_tabs(lang, place));
    }
    let body = html! {
        (listed.show(lang, own))
        (Pager::new(lang, None, next.map(Into::into), ""))
    };
    Ok(visit.show(&page, body))
}

/// What one may order: the first of them is what the page is for.
fn new_orders(lang: Lang, permissions: bool, users: bool) -> Markup {
    let (user_path, user) = ("/bestallningar/ny-anvandare", lang.t("orders-new-user"));
    html! {
        @if permissions {
            (Button::primary_link("/bestallningar/behorigheter/ny", lang.t("orders-new-permissions")).icon(Icon::Plus))
        }
        @if users && permissions { (Button::link(user_path, user).icon(Icon::Plus)) }
        @else if users { (Button::primary_link(user_path, user).icon(Icon::Plus)) }
    }
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

/// Orders with what a list tells of each besides.
struct Listed {
    orders: Vec<Order>,
    sizes: HashMap<OrderId, i64>,
    /// The check of those that wait, asked now. None on lists that tell the state instead.
    rights: Option<HashMap<OrderId, ToldRight>>,
    now: behorig_access::Instant,
}

impl Listed {
    async fn read(
        tx: &mut Tx,
        orders: Vec<Order>,
        tells_state: bool,
        now: behorig_access::Instant,
    ) -> Result<Self, StoreError> {
        let with_lines = || orders.iter().filter(|order| order.ordering.is_some());
        let ids: Vec<OrderId> = with_lines().map(|order| order.id).collect();
        let sizes = sizes(tx, &ids).await?;
        let rights = if tells_state {
            None
        } else {
            let asked: Vec<(OrderId, AccountId)> = with_lines().map(|order| (order.id, order.orderer)).collect();
            let mut told = HashMap::new();
            for (order, right) in rights_of(tx, &asked, now).await? {
                told.insert(order, ToldRight::of(tx, right).await?);
            }
            Some(told)
        };
        Ok(Self { orders, sizes, rights, now })
    }

    fn show(&self, lang: Lang, own: bool) -> Markup {
        if self.orders.is_empty() {
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
            Column::new(lang.t(if self.rights.is_some() { "orders-right" } else { "orders-state" })),
        ];
        let rows = self.orders.iter().map(|order| {
            Row::link(path_of(order.id, ""), order.number.to_string())
                .cell(self.concerns(lang, order))
                .cell(kind(lang, order))
                .cell(order.unit_name.as_str())
                .cell(order.orderer_name.as_str())
                .cell(Cell::from(self.age(lang, order)))
                .cell(Cell::from(self.standing(lang, order)))
                .muted(order.state == OrderState::Withdrawn)
        });
        html! { (Table::new(lang.t("orders-title"), columns).rows(rows)) }
    }

    fn concerns(&self, lang: Lang, order: &Order) -> String {
        match self.sizes.get(&order.id) {
            Some(lines) => {
                format!("{}, {}", order.subject, lang.tr("orders-count-lines", &[("count", (*lines).into())]))
            }
            None => order.subject.clone(),
        }
    }

    /// When it came, and how long that is ago while it waits; marked where that is long.
    fn age(&self, lang: Lang, order: &Order) -> Markup {
        let days = working_days_since(order.ordered_at, self.now);
        let words = lang.tr("orders-working-days", &[("count", days.into())]);
        html! {
            (format::near_time(lang, order.ordered_at.0, self.now.0))
            @if order.state.is_open() && days > LONG { " " (tag(Tone::Warning, &words)) }
            @else if order.state.is_open() && days > 0 { " " span.muted { (words) } }
        }
    }

    /// The check's result where the list is a queue, else the state.
    fn standing(&self, lang: Lang, order: &Order) -> Markup {
        match &self.rights {
            Some(rights) => rights.get(&order.id).map(|right| right.show(lang)).unwrap_or_default(),
            None => state_tag(lang, order.state),
        }
    }
}
