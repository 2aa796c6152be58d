//! *Fråga beställaren*: a receiver asks, the orderer answers on the order's own page, and the order is back in the queue.

use axum::extract::{Extension, Path};
use axum::response::Response;
use behorig_access::OrderId;
use behorig_store::{StoreError, Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit};
use behorig_web::components::{Button, Crumb, Fields, Page, PostForm, link_button};
use behorig_web::{Errors, FieldName, Form, Lang, field};
use maud::{Markup, Render, html};

use super::carry_out::{changed, decision, told};
use super::order::{Around, Shown, again};
use super::{crumb_to_orders, numbered, path_of};
use crate::letters::OrderMail;
use crate::records::{self, keep_open, note};
use crate::rules::{Act, Happened, OrderState, after};

static QUESTION: FieldName = field("fraga", "orders-question");
static ANSWER: FieldName = field("svar", "orders-answer");
const LONGEST: usize = 1000;

/// The form for a question. Service 397 at the order's unit.
pub(crate) async fn ask_form(
    Extension(around): Extension<Around>,
    mut visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let shown = Shown::read(&mut visit, &around, super::id(&id)?, i64::MIN).await?;
    visit.require(shown.order.kind.received_by(), shown.order.unit).await?;
    if after(shown.order.state, Act::Ask, shown.who).is_err() {
        return Ok(visit.go_and_tell(&path_of(shown.order.id, ""), "orders-stale"));
    }
    let (page, body) = ask_page(visit.lang, &shown, &Form::default(), &Errors::new());
    Ok(visit.show(&page, body))
}

/// Asks the orderer. Service 397 at the order's unit; not by who ordered it.
pub(crate) async fn ask(
    Extension(around): Extension<Around>,
    Path(id): Path<String>,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let id = super::id(&id)?;
    let outcome = say(&mut submission, id, &QUESTION, Act::Ask, &around.mail).await?;
    let Submission { mut visit, form } = submission;
    match outcome {
        Ok(path) => {
            around.mail.wake();
            Ok(visit.go_and_tell(&path, "orders-told-asked"))
        }
        Err(Rejected::Page(PageError::Store(StoreError::Stale))) => {
            Ok(visit.go_and_tell(&path_of(id, ""), "orders-stale"))
        }
        Err(Rejected::Errors(errors)) => {
            let shown = Shown::read(&mut visit, &around, id, i64::MIN).await?;
            visit.require(shown.order.kind.received_by(), shown.order.unit).await?;
            let (page, body) = ask_page(visit.lang, &shown, &form, &errors);
            Ok(visit.show_again(&page.errors(&errors), body))
        }
        Err(Rejected::Page(error)) => Err(error),
    }
}

/// Answers what is asked. For the orderer.
pub(crate) async fn answer(
    Extension(around): Extension<Around>,
    Path(id): Path<String>,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let id = super::id(&id)?;
    let outcome = say(&mut submission, id, &ANSWER, Act::Answer, &around.mail).await?;
    let Submission { mut visit, form } = submission;
    match outcome {
        Ok(path) => {
            around.mail.wake();
            Ok(visit.go_and_tell(&path, "orders-told-answered"))
        }
        Err(Rejected::Page(PageError::Store(StoreError::Stale))) => {
            Ok(visit.go_and_tell(&path_of(id, ""), "orders-stale"))
        }
        Err(Rejected::Errors(errors)) => again(&mut visit, &around, id, &form, &errors).await,
        Err(Rejected::Page(error)) => Err(error),
    }
}

/// Says something about an order, to the other party.
async fn say(
    submission: &mut Submission,
    id: OrderId,
    name: &FieldName,
    act: Act,
    mail: &OrderMail,
) -> Result<Result<String, Rejected>, PageError> {
    let version = submission.version()?;
    let mut errors = Errors::new();
    let words = submission.form.required(name, behorig_web::forms::text(LONGEST), &mut errors);
    let Some(words) = words else { return Ok(Err(Rejected::Errors(errors))) };
    let seat = submission.visit.seat();
    Ok(submission.submit(Said { seat, id, version, words, act, mail: mail.clone() }, said).await)
}

struct Said {
    seat: Seat,
    id: OrderId,
    version: i64,
    words: String,
    act: Act,
    mail: OrderMail,
}

fn said<'t>(tx: &'t mut WriteTx, input: &'t Said) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let now = tx.now();
        let viewer = input.seat.viewer(tx, now).await?;
        let (order, who) = records::for_viewer(tx, &viewer, input.id, now).await?;
        let state = after(order.state, input.act, who).map_err(told)?;
        if order.version != input.version {
            return Err(StoreError::Stale.into());
        }
        keep_open(tx, &order, state).await?;
        let asks = state == OrderState::Asked;
        let (what, level) = if asks { (Happened::Asked, "orders.ask") } else { (Happened::Answered, "orders.answer") };
        note(tx, order.id, what, None, Some(&input.words))?;
        if asks {
            input.mail.to_orderer(tx, &order, "orders-letter-asked").await?;
        } else {
            input.mail.to_receivers(tx, &order, "orders-letter-answered").await?;
        }
        let recorded = tx.record(decision(level, &order)).await?;
        tx.history(&recorded, "order", order.id.uuid(), &[changed(&order, state.key())]).await?;
        Ok(recorded.with(path_of(order.id, "")))
    })
}

fn ask_page<'a>(lang: Lang, shown: &'a Shown, form: &Form, errors: &Errors) -> (Page<'a>, Markup) {
    let order = &shown.order;
    let fields = html! {
        (Fields::new(lang, form, errors).long_text(&QUESTION, 4).limit(1000))
        div.button-row {
            (Button::primary(lang.t("orders-ask-send")))
            (link_button(&path_of(order.id, ""), &lang.t("web-cancel")))
        }
    };
    let page = Page::new(lang.t("orders-ask"))
        .lead(lang.t("orders-ask-lead"))
        .crumbs([crumb_to_orders(lang), Crumb::new(path_of(order.id, ""), numbered(lang, order.number))]);
    let post = PostForm::to(path_of(order.id, "/fraga"), fields).version(order.version).once(Visit::form_key());
    (page, html! { (post) })
}

/// Where the orderer answers, while something is asked.
pub(super) fn answer_form(lang: Lang, shown: &Shown, form: &Form, errors: &Errors) -> Markup {
    let order = &shown.order;
    if after(order.state, Act::Answer, shown.who).is_err() {
        return Markup::default();
    }
    let fields = html! {
        (Fields::new(lang, form, errors).long_text(&ANSWER, 4).limit(1000))
        div.button-row { (Button::primary(lang.t("orders-answer-send"))) }
    };
    let post = PostForm::to(path_of(order.id, "/svar"), fields).version(order.version).once(Visit::form_key());
    html! {
        section aria-labelledby="asked-of-you" {
            h2 #asked-of-you { (lang.t("orders-asked-of-you")) }
            @if let Some(question) = shown.last_question() { blockquote { p { (question) } } }
            (post.render())
        }
    }
}
