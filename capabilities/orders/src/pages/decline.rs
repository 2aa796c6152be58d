//! *Avslå*: no, with a reason that the orderer reads.

use axum::extract::Path;
use axum::response::Response;
use behorig_access::OrderId;
use behorig_store::{StoreError, Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit};
use behorig_web::components::{Button, Crumb, Fields, Page, PostForm, link_button};
use behorig_web::{Errors, FieldName, Form, Lang, field};
use maud::{Markup, html};

use super::carry_out::{changed, decision, told};
use super::order::Shown;
use super::{crumb_to_orders, numbered, path_of};
use crate::kinds::Particulars;
use crate::records;
use crate::rules::{Act, after};

static REASON: FieldName = field("skal", "orders-reason");
const LONGEST: usize = 1000;

/// The question. Service 397 at the order's unit.
pub(crate) async fn question(mut visit: Visit, Path(id): Path<String>) -> Result<Response, PageError> {
    let shown = Shown::read(&mut visit, super::id(&id)?).await?;
    visit.require(shown.order.kind.received_by(), shown.order.unit).await?;
    if after(shown.order.state, Act::Decline, shown.who).is_err() {
        return Ok(visit.go_and_tell(&path_of(shown.order.id, ""), "orders-stale"));
    }
    let (page, body) = page(visit.lang, &shown, &Form::default(), &Errors::new());
    Ok(visit.show(&page, body))
}

/// Declines. Service 397 at the order's unit; not by who ordered it or whom it is about.
pub(crate) async fn decline(Path(id): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let id = super::id(&id)?;
    let version = submission.version()?;
    let mut errors = Errors::new();
    let reason = submission.form.required(&REASON, behorig_web::forms::text(LONGEST), &mut errors);
    let seat = submission.visit.seat();
    let outcome = match reason {
        Some(reason) => submission.submit((seat, id, version, reason), declined).await,
        None => Err(Rejected::Errors(errors)),
    };
    let Submission { mut visit, form } = submission;
    match outcome {
        Ok(path) => Ok(visit.go_and_tell(&path, "orders-declined")),
        Err(Rejected::Page(PageError::Store(StoreError::Stale))) => {
            Ok(visit.go_and_tell(&path_of(id, ""), "orders-stale"))
        }
        Err(Rejected::Errors(errors)) => {
            let shown = Shown::read(&mut visit, id).await?;
            visit.require(shown.order.kind.received_by(), shown.order.unit).await?;
            let (page, body) = page(visit.lang, &shown, &form, &errors);
            Ok(visit.show_again(&page.errors(&errors), body))
        }
        Err(Rejected::Page(error)) => Err(error),
    }
}

fn declined<'t>(tx: &'t mut WriteTx, input: &'t (Seat, OrderId, i64, String)) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let (seat, id, version, reason) = input;
        let now = tx.now();
        let viewer = seat.viewer(tx, now).await?;
        let (order, mut who) = records::for_viewer(tx, &viewer, *id, now).await?;
        who.subject = Particulars::of(&order)?.is_about(records::own_number(tx, &viewer).await?.as_deref());
        let state = after(order.state, Act::Decline, who).map_err(told)?;
        if order.version != *version {
            return Err(StoreError::Stale.into());
        }
        records::decide(tx, &order, state, Some(reason), None).await?;
        let recorded = tx.record(decision("orders.decline", &order)).await?;
        tx.history(&recorded, "order", order.id.uuid(), &[changed(&order, state.key())]).await?;
        Ok(recorded.with(path_of(order.id, "")))
    })
}

fn page<'a>(lang: Lang, shown: &'a Shown, form: &Form, errors: &Errors) -> (Page<'a>, Markup) {
    let order = &shown.order;
    let fields = html! {
        (Fields::new(lang, form, errors).long_text(&REASON, 4).limit(1000))
        div.button-row {
            (Button::danger(lang.t("orders-decline")))
            (link_button(&path_of(order.id, ""), &lang.t("web-cancel")))
        }
    };
    let page = Page::new(lang.tr("orders-decline-title", &[("number", order.number.to_string().into())]))
        .lead(lang.t("orders-decline-lead"))
        .crumbs([crumb_to_orders(lang), Crumb::new(path_of(order.id, ""), numbered(lang, order.number))]);
    let post = PostForm::to(path_of(order.id, "/avslag"), fields).version(order.version).once(Visit::form_key());
    (page, html! { (post) })
}
