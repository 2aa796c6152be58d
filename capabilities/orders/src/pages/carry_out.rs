//! *Anslut användaren*: the order is carried out in one step.

use axum::extract::{Extension, Path};
use axum::response::Response;
use behorig_access::OrderId;
use behorig_sign_in::one_time_link::NewLink;
use behorig_store::{Door, Event, FieldChange, StoreError, Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit};
use behorig_web::components::{Button, Page, PostForm};
use behorig_web::{Errors, Form, Message};
use maud::html;

use super::order::{Around, right_lost};
use super::{ORDERS, numbered, order, path_of};
use crate::kinds::Particulars;
use crate::letters::OrderMail;
use crate::records::{self, Order, may_still_order, note};
use crate::rules::{Act, Happened, after};

/// Connects the user: account, permissions and one-time link in one transaction. Service 397 and 379 at the order's unit; not
/// by who ordered it or whom it is about.
pub(crate) async fn carry_out(
    Extension(around): Extension<Around>,
    Path(id): Path<String>,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let id = super::id(&id)?;
    let version = submission.version()?;
    let link = NewLink::new(around.mail.letters())?;
    let number = {
        let visit = &mut submission.visit;
        let (viewer, now) = (visit.viewer.clone(), visit.now);
        records::for_viewer(visit.snapshot.get().await?, &viewer, id, now).await?.0.number
    };
    // History says that the account came through the door of this order.
    let actor = submission.visit.actor().through(Door::Order(number));
    let key = submission.form.value(PostForm::ONCE).to_owned();
    let seat = submission.visit.seat();
    let input = Input { seat, id, version, link: link.clone(), mail: around.mail.clone() };
    let mut visit = submission.visit;
    match visit.submit(&actor, &key, input, carried_out).await {
        Ok(path) => told_of_link(visit, id, &path, &link).await,
        Err(Rejected::Errors(errors)) => order::again(&mut visit, &around, id, &Form::default(), &errors).await,
        Err(Rejected::Page(PageError::Store(StoreError::Stale))) => {
            Ok(visit.go_and_tell(&path_of(id, ""), "orders-stale"))
        }
        Err(Rejected::Page(error)) => Err(error),
    }
}

struct Input {
    seat: Seat,
    id: OrderId,
    version: i64,
    link: NewLink,
    mail: OrderMail,
}

fn carried_out<'t>(tx: &'t mut WriteTx, input: &'t Input) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let now = tx.now();
        let viewer = input.seat.viewer(tx, now).await?;
        let (order, mut who) = records::for_viewer(tx, &viewer, input.id, now).await?;
        let particulars = Particulars::of(&order)?;
        who.subject = particulars.is_about(records::own_number(tx, &viewer).await?.as_deref());
        let state = after(order.state, Act::CarryOut, who).map_err(told)?;
        if order.version != input.version {
            return Err(StoreError::Stale.into());
        }
        if !may_still_order(tx, &order, now).await? {
            let mut errors = Errors::new();
            errors.add_general(right_lost(&order));
            return Err(errors.into());
        }
        let account = particulars.carry_out(tx, &viewer, &order, &input.link, now).await?;
        records::decide(tx, &order, state, None, Some(account)).await?;
        note(tx, order.id, Happened::Done, None, None)?;
        input.mail.to_orderer(tx, &order, "orders-letter-decided").await?;
        let recorded = tx.record(decision("orders.carry-out", &order)).await?;
        tx.history(&recorded, "order", order.id.uuid(), &[changed(&order, state.key())]).await?;
        Ok(recorded.with(path_of(order.id, "")))
    })
}

/// Why an act is refused, as an error of the form.
pub(super) fn told(why: crate::rules::Refused) -> Rejected {
    let mut errors = Errors::new();
    errors.add_general(Message::new(why.text()));
    errors.into()
}

/// The audit event of a decision.
pub(super) fn decision(level: &'static str, order: &Order) -> Event {
    Event::change(level, "order", order.id).with_args(format!("order {}", order.number))
}

pub(super) fn changed(order: &Order, state: &str) -> FieldChange {
    FieldChange { field: "state".to_owned(), old: Some(order.state.key().to_owned()), new: Some(state.to_owned()) }
}

/// How the link gets to the user, or the link itself: once, to who connected the user. A form sent twice made one link; the second
/// answer has none to tell of.
async fn told_of_link(mut visit: Visit, id: OrderId, path: &str, link: &NewLink) -> Result<Response, PageError> {
    let (viewer, now, lang) = (visit.viewer.clone(), visit.now, visit.lang);
    let tx = visit.snapshot.get().await?;
    let Some(given) = link.committed(tx).await? else {
        return Ok(visit.go_and_tell(path, "orders-connected"));
    };
    let (order, _) = records::for_viewer(tx, &viewer, id, now).await?;
    let ways = match Particulars::of(&order)? {
        Particulars::ConnectAccount(user) => user.reached_at(),
        Particulars::Permissions => String::new(),
    };
    let how = lang.tr("orders-link-how", &[("name", order.subject.as_str().into()), ("ways", ways.into())]);
    let body = html! {
        (link.panel(lang, &visit.app.settings.public_url, &given, &how))
        div.button-row {
            (Button::primary_link(format!("/anvandare/{}", given.account), lang.t("orders-to-user")))
            (Button::link(ORDERS, lang.t("orders-to-list")))
        }
    };
    let page = Page::new(lang.t("orders-connected")).section(numbered(lang, order.number)).lead(order.subject.clone());
    let mut response = visit.show(&page, body);
    // The page may hold a secret: no cache keeps it.
    response.headers_mut().insert(http::header::CACHE_CONTROL, http::HeaderValue::from_static("no-store"));
    Ok(response)
}
