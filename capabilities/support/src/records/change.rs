//! What is sent to support, and what is done with it: each one change with one event.

use behorig_access::{AccountId, Hat, OrderableId, UnitId, Viewer};
use behorig_orderers::orderables_of;
use behorig_registers::units;
use behorig_store::{Actor, Door, Event, Recorded, StoreError, WriteTx, params};
use behorig_visit::{PageError, Rejected};
use behorig_web::{Errors, Message};

use super::matter::{Matter, MatterId, find, for_viewer};
use crate::letters::{Letters, Tells};
use crate::rules::{Act, Done, Hand, Priority, State, Subject, What, after};

/// A matter as it is written.
#[derive(Debug, Clone)]
pub struct NewMatter {
    /// Where its sender works: decides who answers it.
    pub unit: UnitId,
    /// Which of the form's subjects; never an order.
    pub subject: Subject,
    /// The service that it is about.
    pub service: OrderableId,
    /// One line.
    pub heading: String,
    /// The words.
    pub words: String,
}

/// Sends a matter, as whoever acts. Any member of staff may.
///
/// # Errors
/// [`Rejected::Errors`] beside the service where it can't be chosen any more; [`PageError::NotFound`] where nobody is signed in to an
/// account, or for an order, which is none.
pub async fn send(
    tx: &mut WriteTx,
    viewer: &Viewer,
    letters: Option<&Letters>,
    new: &NewMatter,
) -> Result<Recorded<MatterId>, Rejected> {
    let (now, id) = (tx.now(), MatterId::new(tx.new_uuid()));
    let Some(sender) = tx.actor().account.filter(|_| viewer.hat() == Hat::Staff && new.subject != Subject::Order)
    else {
        return Err(PageError::NotFound.into());
    };
    let organisation = units::organisation_of(tx, new.unit).await?;
    if !orderables_of(tx, organisation).await?.iter().any(|one| one.id == new.service) {
        let mut errors = Errors::new();
        errors.add(&crate::pages::SERVICE, Message::new("support-service-gone"));
        return Err(errors.into());
    }
    let (last,): (Option<i64>,) = tx.one("SELECT max(number) FROM support_matter", params![]).await?;
    let number = last.unwrap_or(0) + 1;
    tx.execute(
        "INSERT INTO support_matter (id, number, subject, orderable_id, heading, unit_id, sender, state, priority, sent_at,
             changed_at, version)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10, 1)",
        params![
            id,
            number,
            new.subject.key(),
            new.service,
            new.heading,
            new.unit,
            sender,
            State::Received.key(),
            Priority::Normal.number(),
            now
        ],
    )
    .await?;
    tell_of(tx, id, What::Sent, Some(&new.words))?;
    if let Some(letters) = letters
        && let Some(matter) = find(tx, id, now).await?
    {
        letters.to_those_who_answer(tx, &matter).await?;
    }
    Ok(tx.record(event("support.send", id, number)).await?.with(id))
}

/// What somebody does to a matter.
#[derive(Debug, Clone)]
pub struct Deed {
    /// The matter.
    pub matter: MatterId,
    /// Its version when they looked at it.
    pub version: i64,
    /// What they do.
    pub act: Act,
    /// What they write; a priority's number where they set one.
    pub words: Option<String>,
}

/// Does it, as whoever acts. Service 424 at the sender's unit, or the sender, as the rules say.
///
/// # Errors
/// [`Rejected::Errors`] where the rules refuse it, [`StoreError::Stale`] inside where somebody was there before; else as for reading it.
pub async fn act(
    tx: &mut WriteTx,
    viewer: &Viewer,
    letters: Option<&Letters>,
    deed: &Deed,
) -> Result<Recorded<MatterId>, Rejected> {
    let now = tx.now();
    let (matter, who) = for_viewer(tx, viewer, deed.matter, now).await?;
    if matter.version != deed.version {
        return Err(StoreError::Stale.into());
    }
    let done = after(matter.state, matter.closed_at, deed.act, who, now).map_err(|why| {
        let mut errors = Errors::new();
        errors.add_general(Message::new(why.text()));
        Rejected::from(errors)
    })?;
    let priority = match (deed.act, deed.words.as_deref().and_then(Priority::from_key)) {
        (Act::Prioritise, Some(chosen)) => chosen,
        (Act::Prioritise, None) => return Err(PageError::Malformed("no priority").into()),
        _ => matter.priority,
    };
    let actor = tx.actor().account;
    if matter.is_stray {
        // Whoever had it could no longer answer it: it stood in the queue already, and now its thread says so.
        let by = Actor::system(Door::System, now);
        tell_by(tx, &by, matter.id, What::HandedBack, None)?;
    }
    keep(tx, &matter, done, priority, actor).await?;
    tell_of(tx, matter.id, done.what, deed.words.as_deref())?;
    if let Some(letters) = letters {
        tell(tx, letters, &matter, done.what).await?;
    }
    Ok(tx.record(event(level(done.what), matter.id, matter.number)).await?.with(matter.id))
}

async fn keep(
    tx: &mut WriteTx,
    matter: &Matter,
    done: Done,
    priority: Priority,
    actor: Option<AccountId>,
) -> Result<(), StoreError> {
    let now = tx.now();
    let handler = match done.hand {
        Hand::AsBefore => matter.handler,
        Hand::Actor => actor,
        Hand::Nobody => None,
    };
    let closed_at = match (matter.closed_at, done.state) {
        (None, State::Closed) => Some(now),
        (closed_at, State::Closed) => closed_at,
        _ => None,
    };
    tx.change_one(
        "UPDATE support_matter SET state = ?3, priority = ?4, handler = ?5, changed_at = ?6, closed_at = ?7,
             version = version + 1
         WHERE id = ?1 AND version = ?2",
        params![matter.id, matter.version, done.state.key(), priority.number(), handler, now, closed_at],
    )
    .await
}

/// Tells whom it concerns: the sender of an answer, and of what the sender writes whoever has it, else all who answer.
async fn tell(tx: &mut WriteTx, letters: &Letters, matter: &Matter, what: What) -> Result<(), StoreError> {
    match what {
        What::Answered | What::Closed => letters.to(tx, matter.sender, Tells::Answered, matter).await,
        What::Asked => letters.to(tx, matter.sender, Tells::Asked, matter).await,
        What::Reopened => letters.to_those_who_answer(tx, matter).await,
        What::Replied => match matter.handler {
            Some(handler) => letters.to(tx, handler, Tells::Replied, matter).await,
            None => Ok(()),
        },
        What::Sent | What::Taken | What::HandedBack | What::Noted | What::Prioritised => Ok(()),
    }
}

/// Writes down in the thread what happened, by whoever acts.
pub(super) fn tell_of(tx: &mut WriteTx, matter: MatterId, what: What, words: Option<&str>) -> Result<(), StoreError> {
    let by = tx.actor().clone();
    tell_by(tx, &by, matter, what, words)
}

fn tell_by(tx: &mut WriteTx, by: &Actor, matter: MatterId, what: What, words: Option<&str>) -> Result<(), StoreError> {
    let (id, now) = (tx.new_uuid(), tx.now());
    tx.put(
        "INSERT INTO support_entry (id, matter_id, at, actor_account, actor_name, what, words)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![id, matter, now, by.account, by.name, what.key(), words],
    )
}

const fn level(what: What) -> &'static str {
    match what {
        What::Sent => "support.send",
        What::Taken => "support.take",
        What::HandedBack => "support.hand-back",
        What::Asked => "support.ask",
        What::Answered => "support.answer",
        What::Closed => "support.close",
        What::Noted => "support.note",
        What::Prioritised => "support.prioritise",
        What::Replied => "support.reply",
        What::Reopened => "support.reopen",
    }
}

fn event(level: &'static str, id: MatterId, number: i64) -> Event {
    Event::change(level, "matter", id).with_args(format!("matter {number}"))
}
