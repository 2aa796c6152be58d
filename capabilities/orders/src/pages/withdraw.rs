//! *Återta*: the orderer takes an order back while it waits.

use axum::extract::{Extension, Path};
use axum::response::Response;
use behorig_access::OrderId;
use behorig_store::{StoreError, Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit};
use behorig_web::Form;
use behorig_web::components::{Button, Crumb, Page, PostForm, link_button};
use maud::html;

use super::carry_out::{changed, decision, told};
use super::order::{Around, Shown};
use super::{crumb_to_orders, numbered, order, path_of};
use crate::records::{self, all_lines, close_lines, note};
use crate::rules::{Act, Happened, LineState, OrderState, after};

/// The question as a page. For the orderer.
pub(crate) async fn question(
    Extension(around): Extension<Around>,
    mut visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let shown = Shown::read(&mut visit, &around, super::id(&id)?, i64::MIN).await?;
    let (lang, order) = (visit.lang, &shown.order);
    if after(order.state, Act::Withdraw, shown.who).is_err() {
        return Ok(visit.go_and_tell(&path_of(order.id, ""), "orders-stale"));
    }
    let text = if order.ordering.is_some() { "orders-withdraw-text-lines" } else { "orders-withdraw-text" };
    let answer = html! {
        p { (lang.t(text)) }
        div.button-row {
            (Button::danger(lang.t("orders-withdraw")))
            (link_button(&path_of(order.id, ""), &lang.t("web-cancel")))
        }
    };
    let page = Page::new(lang.t("orders-withdraw-title"))
        .crumbs([crumb_to_orders(lang), Crumb::new(path_of(order.id, ""), numbered(lang, order.number))])
        .narrow();
    let post = PostForm::to(path_of(order.id, "/aterta"), answer).version(order.version).once(Visit::form_key());
    Ok(visit.show(&page, html! { (post) }))
}

/// Takes the order back. For the orderer, while it waits.
pub(crate) async fn withdraw(
    Extension(around): Extension<Around>,
    Path(id): Path<String>,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let id = super::id(&id)?;
    let version = submission.version()?;
    let seat = submission.visit.seat();
    let outcome = submission.submit((seat, id, version), withdrawn).await;
    let mut visit = submission.visit;
    match outcome {
        Ok(path) => Ok(visit.go_and_tell(&path, "orders-withdrawn")),
        Err(Rejected::Page(PageError::Store(StoreError::Stale))) => {
            Ok(visit.go_and_tell(&path_of(id, ""), "orders-stale"))
        }
        Err(Rejected::Errors(errors)) => order::again(&mut visit, &around, id, &Form::default(), &errors).await,
        Err(Rejected::Page(error)) => Err(error),
    }
}

fn withdrawn<'t>(tx: &'t mut WriteTx, input: &'t (Seat, OrderId, i64)) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let (seat, id, version) = input;
        let now = tx.now();
        let viewer = seat.viewer(tx, now).await?;
        let (order, who) = records::for_viewer(tx, &viewer, *id, now).await?;
        after(order.state, Act::Withdraw, who).map_err(told)?;
        if order.version != *version {
            return Err(StoreError::Stale.into());
        }
        // What is done already stays done: only what still waits is taken back.
        let (state, count) = if order.ordering.is_some() {
            let lines = all_lines(tx, order.id, seat.account()).await?;
            let (state, count) = close_lines(tx, &order, &lines, LineState::Withdrawn, None).await?;
            (state, Some(count))
        } else {
            records::decide(tx, &order, OrderState::Withdrawn, None, None).await?;
            (OrderState::Withdrawn, None)
        };
        note(tx, order.id, Happened::Withdrawn, count, None)?;
        let recorded = tx.record(decision("orders.withdraw", &order)).await?;
        tx.history(&recorded, "order", order.id.uuid(), &[changed(&order, state.key())]).await?;
        Ok(recorded.with(path_of(order.id, "")))
    })
}
