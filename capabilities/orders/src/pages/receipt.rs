//! The receipt of an order: its number, and what happens next.

use axum::extract::Path;
use axum::response::Response;
use behorig_visit::{PageError, Visit};
use behorig_web::components::{Button, Notice, Page, Tone, copyable};
use maud::html;

use super::{ORDERS, path_of};
use crate::records;
use crate::rules::OrderKind;

/// The receipt, for the orderer.
pub(crate) async fn receipt(mut visit: Visit, Path(id): Path<String>) -> Result<Response, PageError> {
    let (viewer, now, lang) = (visit.viewer.clone(), visit.now, visit.lang);
    let (order, who) = records::for_viewer(visit.snapshot.get().await?, &viewer, super::id(&id)?, now).await?;
    if !who.orderer {
        return Err(PageError::NotFound);
    }
    let (lead, name, next) = match order.kind {
        OrderKind::ConnectAccount => ("orders-receipt-lead", "name", "orders-next-text"),
        OrderKind::Permissions => ("orders-receipt-lead-permissions", "service", "orders-next-permissions"),
    };
    let body = html! {
        (copyable(lang, &lang.t("orders-number"), &order.number.to_string()))
        (Notice::new(Tone::Info, lang.t("orders-next")).text(lang.t(next)))
        div.button-row {
            (Button::primary_link(path_of(order.id, ""), lang.t("orders-to-order")))
            (Button::link(ORDERS, lang.t("orders-to-list")))
        }
    };
    let page = Page::new(lang.t("orders-receipt"))
        .lead(lang.tr(lead, &[(name, order.subject.as_str().into()), ("unit", order.unit_name.as_str().into())]))
        .narrow();
    Ok(visit.show(&page, body))
}
