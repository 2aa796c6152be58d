//! The pages of orders: one file each.

pub(crate) mod carry_out;
pub(crate) mod decide;
pub(crate) mod decline;
mod lines;
pub(crate) mod list;
pub(crate) mod new_user;
pub(crate) mod order;
pub(crate) mod permissions;
pub(crate) mod question;
pub(crate) mod receipt;
mod told;
pub(crate) mod withdraw;

use std::borrow::Cow;

use behorig_access::OrderId;
use behorig_visit::PageError;
use behorig_web::Lang;
use behorig_web::components::{Crumb, Tone, tag};
use maud::Markup;

use crate::records::Order;
use crate::rules::{Effect, OrderKind, OrderState};

/// The list of orders.
pub(crate) const ORDERS: &str = "/bestallningar";

/// The id in a path; what is none leads nowhere.
pub(crate) fn id(text: &str) -> Result<OrderId, PageError> {
    text.parse().map_err(|_| PageError::NotFound)
}

pub(crate) fn path_of(order: OrderId, below: &str) -> String {
    format!("{ORDERS}/{order}{below}")
}

pub(crate) fn crumb_to_orders<'a>(lang: Lang) -> Crumb<'a> {
    Crumb::new(ORDERS, lang.t("orders-title"))
}

pub(crate) fn numbered(lang: Lang, number: i64) -> Cow<'static, str> {
    lang.tr("orders-order-number", &[("number", number.to_string().into())])
}

pub(crate) fn kind(lang: Lang, order: &Order) -> Cow<'static, str> {
    lang.t(match (order.kind, order.ordering.as_ref().map(|ordering| ordering.effect)) {
        (OrderKind::ConnectAccount, _) => "orders-kind-connect-account",
        (OrderKind::Permissions, Some(Effect::Revoke)) => "orders-kind-revoke",
        (OrderKind::Permissions, _) => "orders-kind-grant",
    })
}

pub(crate) fn state_word(lang: Lang, state: OrderState) -> Cow<'static, str> {
    lang.t(match state {
        OrderState::Received => "orders-state-received",
        OrderState::Asked => "orders-state-asked",
        OrderState::Done => "orders-state-done",
        OrderState::Declined => "orders-state-declined",
        OrderState::Withdrawn => "orders-state-withdrawn",
    })
}

pub(crate) fn state_tag(lang: Lang, state: OrderState) -> Markup {
    let tone = match state {
        OrderState::Received => Tone::Info,
        OrderState::Asked => Tone::Warning,
        OrderState::Done => Tone::Good,
        OrderState::Declined => Tone::Danger,
        OrderState::Withdrawn => Tone::Neutral,
    };
    tag(tone, &state_word(lang, state))
}
