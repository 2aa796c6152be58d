//! *Anslut användaren*: the order is carried out in one step.

use axum::extract::Path;
use axum::response::Response;
use behorig_access::{AccountId, OrderId};
use behorig_sign_in::one_time_link::{self, VALID_FOR};
use behorig_store::{Door, Event, FieldChange, StoreError, Tx, Work, WriteTx, params};
use behorig_visit::{PageError, Rejected, Seat, Submission, Token, Visit};
use behorig_web::components::{Button, Page, PostForm, one_time_link as shown_once};
use behorig_web::{Errors, Message, format};
use maud::html;

use super::{ORDERS, numbered, order, path_of};
use crate::kinds::Particulars;
use crate::records::{self, Order};
use crate::rules::{Act, after};

/// Connects the user: account, permissions and one-time link in one transaction. Service 397 and 379 at the order's unit; not
/// by who ordered it or whom it is about.
pub(crate) async fn carry_out(Path(id): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let id = super::id(&id)?;
    let version = submission.version()?;
    let token = Token::random().map_err(|error| PageError::Fault(error.to_string()))?;
    let number = {
        let visit = &mut submission.visit;
        let (viewer, now) = (visit.viewer.clone(), visit.now);
        records::for_viewer(visit.snapshot.get().await?, &viewer, id, now).await?.0.number
    };
    // History says that the account came through the door of this order.
    let actor = submission.visit.actor().through(Door::Order(number));
    let key = submission.form.value(PostForm::ONCE).to_owned();
    let seat = submission.visit.seat();
    let input = Input { seat, id, version, token: token.clone() };
    let mut visit = submission.visit;
    match visit.submit(&actor, &key, input, carried_out).await {
        Ok(path) => show_link(visit, id, &path, &token).await,
        Err(Rejected::Errors(errors)) => order::again(&mut visit, id, &errors).await,
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
    token: Token,
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
        let account = particulars.carry_out(tx, &viewer, &order, &input.token, now).await?;
        records::decide(tx, &order, state, None, Some(account)).await?;
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

/// The link, shown to who connected the user, once. A form sent twice made one link; the second answer has none to show.
async fn show_link(mut visit: Visit, id: OrderId, path: &str, token: &Token) -> Result<Response, PageError> {
    let (viewer, now, lang) = (visit.viewer.clone(), visit.now, visit.lang);
    let tx = visit.snapshot.get().await?;
    let Some(account) = made_link(tx, token).await? else {
        return Ok(visit.go_and_tell(path, "orders-connected"));
    };
    let (order, _) = records::for_viewer(tx, &viewer, id, now).await?;
    let ways = match Particulars::of(&order)? {
        Particulars::ConnectAccount(user) => user.reached_at(),
    };
    let address = format!("{}{}", visit.app.settings.public_url, one_time_link::path(token));
    let until = format::date_time(lang, now.plus_millis(VALID_FOR).0);
    let body = html! {
        p { (lang.tr("orders-link-how", &[("name", order.subject.as_str().into()), ("ways", ways.into())])) }
        (shown_once(lang, &lang.t("orders-link"), &address, &lang.tr("orders-link-holds", &[("time", until.into())])))
        div.button-row {
            (Button::primary_link(format!("/anvandare/{account}"), lang.t("orders-to-user")))
            (Button::link(ORDERS, lang.t("orders-to-list")))
        }
    };
    let page = Page::new(lang.t("orders-connected")).section(numbered(lang, order.number)).lead(order.subject.clone());
    let mut response = visit.show(&page, body);
    // The page holds a secret: no cache keeps it.
    response.headers_mut().insert(http::header::CACHE_CONTROL, http::HeaderValue::from_static("no-store"));
    Ok(response)
}

async fn made_link(tx: &mut Tx, token: &Token) -> Result<Option<AccountId>, StoreError> {
    let sql = "SELECT account_id FROM one_time_link WHERE token_hash = ?1";
    let row: Option<(AccountId,)> = tx.optional(sql, params![token.hash()]).await?;
    Ok(row.map(|(account,)| account))
}
