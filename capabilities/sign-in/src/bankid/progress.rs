//! How an order is doing. Whichever node the browser asks, BankID is asked at most every other second.

use behorig_access::Instant;
use behorig_bankid::{
    Attempt, BankIdError, Collected, Completion, ErrorCode, Flow, HintCode, Message, POLL_EVERY, Risk, message_for,
    message_for_error, qr, should_restart,
};
use behorig_identity::IdentityNumber;
use behorig_store::{Recorded, StoreError};
use behorig_visit::{PageError, TokenHash};
use behorig_web::{Lang, format};

use super::BankIdSignIn;
use super::begin::{at_once, begin_again};
use crate::SignIn;
use crate::guest::Guest;
use crate::records::bankid_orders::{self, OrderRow, Status};
use crate::rules::browser::screen_of;

/// An order that BankID could not be asked about for this long is over: none lives longer.
const GIVEN_UP_AFTER: i64 = 4 * 60_000;

/// The text for an answer of too high a risk.
const RISK: &str = "sign-in-bankid-risk";

/// What BankID's answer makes of the order.
enum Next {
    Unchanged,
    Pending(HintCode),
    Over(String),
    Answered(Box<IdentityNumber>),
    Restart,
}

/// The order as it is now, after asking BankID if it is time to. `None`: the browser waits for none.
pub(crate) async fn advance(
    deps: &SignIn,
    bankid: &BankIdSignIn,
    guest: &Guest,
    token: TokenHash,
) -> Result<Option<OrderRow>, PageError> {
    let Some(row) = read(guest, token).await? else { return Ok(None) };
    let every = i64::try_from(POLL_EVERY.as_millis()).unwrap_or(i64::MAX);
    let is_time = row.status == Status::Pending && guest.now.millis_since(row.collected_at) >= every;
    if !is_time || !take_turn(guest, &row, guest.now.plus_millis(-every)).await? {
        return Ok(Some(row));
    }
    let collected = bankid.client.collect(&row.order_ref).await;
    let next = match &collected {
        Ok(collected) => next_of(collected, &row, guest),
        Err(error) => next_of_error(error, &row, guest.now),
    };
    store(deps, bankid, guest, &row, next).await?;
    read(guest, token).await
}

async fn read(guest: &Guest, token: TokenHash) -> Result<Option<OrderRow>, PageError> {
    let mut tx = guest.app.db.read().await?;
    Ok(bankid_orders::of(&mut tx, token).await?)
}

async fn take_turn(guest: &Guest, row: &OrderRow, before: Instant) -> Result<bool, PageError> {
    let input = (row.token, row.order_ref.clone(), before);
    let actor = crate::entry::nobody(guest);
    let taken = guest.app.db.write(&actor, input, |tx, (token, order_ref, before)| {
        Box::pin(async move {
            let taken = bankid_orders::take_turn(tx, *token, order_ref, *before).await?;
            Ok::<_, StoreError>(Recorded::nothing_to_record(taken, "asking how an order is doing is nobody's act"))
        })
    });
    Ok(taken.await?)
}

fn next_of(collected: &Collected, row: &OrderRow, guest: &Guest) -> Next {
    let flow = flow_of(row, &guest.agent);
    let somebody_started = row.hint().shows_that_somebody_started();
    let attempt = Attempt { flow, somebody_started, restarts: row.restarts };
    match collected {
        // A hint that somebody started is not taken back by one that nobody has: the order is then never quietly replaced.
        Collected::Pending(hint) if somebody_started && !hint.shows_that_somebody_started() => Next::Unchanged,
        Collected::Pending(hint) if *hint == row.hint() => Next::Unchanged,
        Collected::Pending(hint) => Next::Pending(hint.clone()),
        failed @ Collected::Failed(_) if should_restart(failed, attempt) => Next::Restart,
        failed @ Collected::Failed(_) => {
            Next::Over(message_for(failed, flow).unwrap_or(Message::Rfa22).id().to_owned())
        }
        Collected::Complete(completion) => answered(completion, guest.now),
    }
}

fn answered(completion: &Completion, now: Instant) -> Next {
    if completion.risk == Some(Risk::High) {
        return Next::Over(RISK.to_owned());
    }
    let today = format::local(now.0).date();
    match IdentityNumber::parse(completion.user.personal_number.as_str(), today) {
        Ok(number) => Next::Answered(Box::new(number)),
        Err(error) => {
            tracing::error!(%error, "BankID named nobody that we can read");
            Next::Over(Message::Rfa22.id().to_owned())
        }
    }
}

fn next_of_error(error: &BankIdError, row: &OrderRow, now: Instant) -> Next {
    tracing::warn!(%error, "BankID did not say how an order is doing");
    let passes = match error {
        BankIdError::Unreachable(_) | BankIdError::NotAnAnswer => true,
        BankIdError::Refused { code, status, .. } => match code {
            ErrorCode::RequestTimeout | ErrorCode::TooManyRequests | ErrorCode::Maintenance => true,
            // Something between us and BankID answered in its place.
            ErrorCode::Unknown(_) => *status >= 500,
            _ => false,
        },
    };
    if passes && now.millis_since(row.started_at) < GIVEN_UP_AFTER {
        Next::Unchanged
    } else {
        Next::Over(message_for_error(error).id().to_owned())
    }
}

async fn store(
    deps: &SignIn,
    bankid: &BankIdSignIn,
    guest: &Guest,
    row: &OrderRow,
    next: Next,
) -> Result<(), PageError> {
    let (status, hint, answer) = match next {
        Next::Unchanged => return Ok(()),
        Next::Pending(hint) => (Status::Pending, hint.code().to_owned(), None),
        Next::Over(text) => (Status::Over, text, None),
        Next::Answered(number) => {
            let sealed = bankid_orders::sealed_answer(&deps.keys, &row.token, &number)
                .map_err(|error| PageError::Fault(error.to_string()))?;
            (Status::Answered, row.last_hint.clone(), Some(sealed))
        }
        Next::Restart => match begin_again(deps, bankid, guest, row).await? {
            Some(new) => return replace(guest, row, new).await,
            None => (Status::Over, Message::Rfa5.id().to_owned(), None),
        },
    };
    let input = (row.token, row.order_ref.clone(), status, hint, answer);
    let actor = at_once(guest);
    let stored = guest.app.db.write(&actor, input, |tx, (token, order_ref, status, hint, answer)| {
        Box::pin(async move {
            bankid_orders::put(tx, *token, order_ref, *status, hint, answer.as_deref()).await?;
            Ok::<_, StoreError>(Recorded::nothing_to_record((), "who answered is told when they are let in"))
        })
    });
    Ok(stored.await?)
}

async fn replace(guest: &Guest, row: &OrderRow, new: bankid_orders::NewOrder) -> Result<(), PageError> {
    let input = (row.order_ref.clone(), new);
    let actor = at_once(guest);
    let replaced = guest.app.db.write(&actor, input, |tx, (old_ref, new)| {
        Box::pin(async move {
            bankid_orders::replace(tx, old_ref, new).await?;
            Ok::<_, StoreError>(Recorded::nothing_to_record((), "an order is not yet anybody's act"))
        })
    });
    Ok(replaced.await?)
}

/// How the person was to start the app.
fn flow_of(row: &OrderRow, agent: &str) -> Flow {
    if row.same_device { Flow::SameDevice(screen_of(agent)) } else { Flow::Qr }
}

/// The id of what to tell the person now.
pub(crate) fn message_of(row: &OrderRow, agent: &str) -> String {
    match row.status {
        Status::Pending => {
            message_for(&Collected::Pending(row.hint()), flow_of(row, agent)).map_or("", Message::id).to_owned()
        }
        Status::Over => row.last_hint.clone(),
        Status::Answered if row.may_be_used() => Message::Rfa21.id().to_owned(),
        Status::Answered => "sign-in-bankid-come-back".to_owned(),
    }
}

/// The QR code of this second as an image, while there is something to read: nobody has started, and the order is not for
/// this device.
pub(crate) fn qr_image(deps: &SignIn, row: &OrderRow, lang: Lang, now: Instant) -> Option<String> {
    if row.status != Status::Pending || row.same_device || row.hint().shows_that_somebody_started() {
        return None;
    }
    let secret = row.qr_secret(&deps.keys).ok()?;
    let second = u64::try_from(now.millis_since(row.started_at) / 1000).unwrap_or(0);
    let svg = qr::svg(&qr::data(&row.qr_start_token, &secret, second), &lang.t("web-qr-alt"))?;
    Some(format!("data:image/svg+xml,{}", escaped(&svg)))
}

/// What may not stand in a data address as it is.
fn escaped(svg: &str) -> String {
    let mut address = String::with_capacity(svg.len() + svg.len() / 2);
    for c in svg.chars() {
        match c {
            '%' | '#' | '<' | '>' | '"' | ' ' | '&' => address.push_str(&format!("%{:02X}", u32::from(c))),
            _ if c.is_ascii() => address.push(c),
            _ => c.to_string().bytes().for_each(|byte| address.push_str(&format!("%{byte:02X}"))),
        }
    }
    address
}
