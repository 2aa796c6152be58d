//! *Avslå*: no, with a reason that the orderer reads.

use axum::extract::{Extension, Path};
use axum::response::Response;
use behorig_access::OrderId;
use behorig_store::{StoreError, Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit};
use behorig_web::components::{Button, Crumb, Fields, Page, PostForm, link_button};
use behorig_web::{Errors, FieldName, Form, Lang, field};
use maud::{Markup, html};

use super::carry_out::{changed, decision, told};
use super::decide::ground;
use super::order::{Around, Shown};
use super::{crumb_to_orders, numbered, path_of};
use crate::kinds::Particulars;
use crate::records::{self, OrderedLine, all_lines, close_lines, note, why_not_rejected};
use crate::rules::{Act, Happened, LineState, OrderState, after};

static REASON: FieldName = field("skal", "orders-reason");
const LONGEST: usize = 1000;

/// The question. Service 397 at the order's unit.
pub(crate) async fn question(
    Extension(around): Extension<Around>,
    mut visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let shown = Shown::read(&mut visit, &around, super::id(&id)?, i64::MIN).await?;
    visit.require(shown.order.kind.received_by(), shown.order.unit).await?;
    if after(shown.order.state, Act::Decline, shown.who).is_err() {
        return Ok(visit.go_and_tell(&path_of(shown.order.id, ""), "orders-stale"));
    }
    let (page, body) = page(visit.lang, &shown, &Form::default(), &Errors::new());
    Ok(visit.show(&page, body))
}

/// Declines. Service 397 at the order's unit; not by who ordered it or whom it is about.
pub(crate) async fn decline(
    Extension(around): Extension<Around>,
    Path(id): Path<String>,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let id = super::id(&id)?;
    let version = submission.version()?;
    let mut errors = Errors::new();
    let reason = submission.form.required(&REASON, behorig_web::forms::text(LONGEST), &mut errors);
    let seat = submission.visit.seat();
    let outcome = match reason {
        Some(reason) => submission.submit((seat, id, version, reason, around.clone()), declined).await,
        None => Err(Rejected::Errors(errors)),
    };
    let Submission { mut visit, form } = submission;
    match outcome {
        Ok(path) => {
            around.mail.wake();
            Ok(visit.go_and_tell(&path, "orders-declined"))
        }
        Err(Rejected::Page(PageError::Store(StoreError::Stale))) => {
            Ok(visit.go_and_tell(&path_of(id, ""), "orders-stale"))
        }
        Err(Rejected::Errors(errors)) => {
            let shown = Shown::read(&mut visit, &around, id, i64::MIN).await?;
            visit.require(shown.order.kind.received_by(), shown.order.unit).await?;
            let (page, body) = page(visit.lang, &shown, &form, &errors);
            Ok(visit.show_again(&page.errors(&errors), body))
        }
        Err(Rejected::Page(error)) => Err(error),
    }
}

type Input = (Seat, OrderId, i64, String, Around);

fn declined<'t>(tx: &'t mut WriteTx, input: &'t Input) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let (seat, id, version, reason, around) = input;
        let now = tx.now();
        let viewer = seat.viewer(tx, now).await?;
        let (order, mut who) = records::for_viewer(tx, &viewer, *id, now).await?;
        let lines = all_lines(tx, order.id, seat.account()).await?;
        let own_number = records::own_number(tx, &viewer).await?;
        let open: Vec<&OrderedLine> = lines.iter().filter(|line| line.state.is_open()).collect();
        let is_about_oneself = Particulars::of(&order)?.is_about(own_number.as_deref());
        who.subject = is_about_oneself || open.iter().any(|line| line.about_asker);
        after(order.state, Act::Decline, who).map_err(told)?;
        if order.version != *version {
            return Err(StoreError::Stale.into());
        }
        let (state, count) = if order.ordering.is_some() {
            // Each line is declined by a receiver of its own unit, as it is when it is chosen by itself.
            let ground = ground(tx, around, &order, &lines, who).await?;
            let errors = why_not_rejected(&viewer, &ground, &open, now);
            if !errors.is_empty() {
                return Err(errors.into());
            }
            let (state, count) = close_lines(tx, &order, &lines, LineState::Rejected, Some(reason)).await?;
            (state, Some(count))
        } else {
            records::decide(tx, &order, OrderState::Declined, Some(reason), None).await?;
            (OrderState::Declined, None)
        };
        note(tx, order.id, Happened::Declined, count, Some(reason))?;
        around.mail.to_orderer(tx, &order, "orders-letter-declined").await?;
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
        .lead(lang.t(if order.ordering.is_some() { "orders-decline-lead-lines" } else { "orders-decline-lead" }))
        .crumbs([crumb_to_orders(lang), Crumb::new(path_of(order.id, ""), numbered(lang, order.number))]);
    let post = PostForm::to(path_of(order.id, "/avslag"), fields).version(order.version).once(Visit::form_key());
    (page, html! { (post) })
}
