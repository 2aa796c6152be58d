//! One matter, loaded through its viewer.

use behorig_access::{AccountId, Hat, Holder, Instant, Service, UnitId, Viewer};
use behorig_store::{FromRow, Row, StoreError, Tx, params};
use behorig_visit::{PageError, permits, require};

use super::strays::sql_of_stray;
use crate::rules::{Priority, Standpoint, State, Subject, What};

behorig_access::id! {
    /// A matter that somebody wrote to support.
    MatterId,
}
behorig_store::id_column! { MatterId }

/// A matter.
#[derive(Debug, Clone)]
pub(crate) struct Matter {
    pub id: MatterId,
    pub number: i64,
    pub subject: Subject,
    /// The service that it is about, by name.
    pub service: String,
    pub heading: String,
    pub unit: UnitId,
    pub unit_name: String,
    pub sender: AccountId,
    pub sender_name: String,
    /// As it stands now: what somebody has in name only is *received*.
    pub state: State,
    pub priority: Priority,
    /// Who has it in hand and may answer it; of a closed one, who had it.
    pub handler: Option<AccountId>,
    pub handler_name: Option<String>,
    pub sent_at: Instant,
    pub changed_at: Instant,
    pub closed_at: Option<Instant>,
    pub version: i64,
    /// Whether somebody has it in name only, and may no longer answer it.
    pub is_stray: bool,
}

/// The columns of a [`Matter`], read with [`JOINS`]; service 424 and the time are `?1` and `?2`.
pub(super) fn columns() -> String {
    format!(
        "m.id, m.number, m.subject, o.name, m.heading, m.unit_id, u.name, m.sender, s.given_name, s.family_name, m.state,
         m.priority, m.handler, h.given_name || ' ' || h.family_name, m.sent_at, m.changed_at, m.closed_at, m.version, {}",
        sql_of_stray(1, 2)
    )
}
/// The tables of a [`Matter`].
pub(super) const JOINS: &str = "support_matter m
    JOIN orderable o ON o.id = m.orderable_id
    JOIN unit u ON u.id = m.unit_id
    JOIN shown_account s ON s.id = m.sender
    LEFT JOIN shown_account h ON h.id = m.handler";

impl FromRow for Matter {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let (id, number) = (row.next()?, row.next()?);
        let subject: String = row.next()?;
        let (service, heading, unit, unit_name) = (row.next()?, row.next()?, row.next()?, row.next()?);
        let sender = row.next()?;
        let (given, family): (String, String) = (row.next()?, row.next()?);
        let state: String = row.next()?;
        let priority: i64 = row.next()?;
        let (handler, handler_name) = (row.next()?, row.next()?);
        let (sent_at, changed_at, closed_at, version) = (row.next()?, row.next()?, row.next()?, row.next()?);
        let is_stray: bool = row.next()?;
        let state = State::from_key(&state).ok_or_else(|| unknown("state", &state))?;
        Ok(Self {
            id,
            number,
            subject: Subject::from_key(&subject).ok_or_else(|| unknown("subject", &subject))?,
            service,
            heading,
            unit,
            unit_name,
            sender,
            sender_name: format!("{given} {family}"),
            state: if is_stray { State::Received } else { state },
            priority: Priority::from_number(priority).ok_or_else(|| unknown("priority", &priority.to_string()))?,
            handler: if is_stray { None } else { handler },
            handler_name: if is_stray { None } else { handler_name },
            sent_at,
            changed_at,
            closed_at,
            version,
            is_stray,
        })
    }
}

fn unknown(what: &str, key: &str) -> StoreError {
    StoreError::Shape(format!("no {what} of a support matter: {key}"))
}

/// A matter for one of its two parties: who sent it, or who holds service 424 at its sender's unit.
///
/// # Errors
/// [`PageError::NotFound`] to anyone else; [`PageError::Refused`] with its reason to who holds something else at the unit.
pub(crate) async fn for_viewer(
    tx: &mut Tx,
    viewer: &Viewer,
    id: MatterId,
    now: Instant,
) -> Result<(Matter, Standpoint), PageError> {
    let account = match viewer.holder() {
        Holder::Account(account) if viewer.hat() == Hat::Staff => account,
        _ => return Err(PageError::NotFound),
    };
    let matter = find(tx, id, now).await?.ok_or(PageError::NotFound)?;
    let sender = matter.sender == account;
    let own = sender || is_same_person(tx, account, matter.sender).await?;
    let answers = permits(tx, viewer, Service::AnswerSupport, matter.unit, now).await?;
    if !sender && !answers {
        require(tx, viewer, Service::AnswerSupport, matter.unit, now).await?;
    }
    let has_it = matter.handler == Some(account);
    Ok((matter, Standpoint { sender, own, answers, has_it }))
}

/// Whether two accounts are one person's: by their identity number, where both have one.
async fn is_same_person(tx: &mut Tx, one: AccountId, other: AccountId) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM account a JOIN account b ON b.identity_number = a.identity_number
               WHERE a.id = ?1 AND b.id = ?2)";
    let (is_same,): (bool,) = tx.one(sql, params![one, other]).await?;
    Ok(is_same)
}

pub(super) async fn find(tx: &mut Tx, id: MatterId, now: Instant) -> Result<Option<Matter>, StoreError> {
    let sql = format!("SELECT {} FROM {JOINS} WHERE m.id = ?3", columns());
    tx.optional(&sql, params![Service::AnswerSupport, now, id]).await
}

/// Something that was written in a matter, or happened to it.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub at: Instant,
    /// Who, by name; empty for the program itself.
    pub by: String,
    /// Whether its sender wrote it.
    pub by_sender: bool,
    pub what: What,
    pub words: Option<String>,
}

type EntryRow = (Instant, Option<AccountId>, String, String, Option<String>);

/// What was written in a matter and what happened to it, the newest five hundred of it, the oldest first; to its sender, under whatever account, without what is among
/// those who answer.
pub(crate) async fn entries(tx: &mut Tx, matter: &Matter, who: Standpoint) -> Result<Vec<Entry>, StoreError> {
    let rows: Vec<EntryRow> = tx
        .all(
            "SELECT n.at, n.actor_account, shown_name(n.actor_account, n.actor_name), n.what, n.words
             FROM (SELECT e.at, e.id, e.actor_account, e.actor_name, e.what, e.words FROM support_entry e
                   WHERE e.matter_id = ?1 ORDER BY e.at DESC, e.id DESC LIMIT 500) n
             ORDER BY n.at, n.id",
            params![matter.id],
        )
        .await?;
    let mut entries = Vec::with_capacity(rows.len());
    for (at, actor, by, what, words) in rows {
        let what = What::from_key(&what).ok_or_else(|| unknown("event", &what))?;
        if !(who.own && what.is_internal()) {
            entries.push(Entry { at, by, by_sender: actor == Some(matter.sender), what, words });
        }
    }
    Ok(entries)
}

/// What the form knows of whoever writes: the account's own unit, and where an answer is told, where that is anywhere.
pub(crate) async fn sender_of(tx: &mut Tx, account: AccountId) -> Result<(UnitId, Option<String>), StoreError> {
    let (unit, email, wants): (UnitId, Option<String>, bool) =
        tx.one("SELECT unit_id, email, notices FROM account WHERE id = ?1", params![account]).await?;
    Ok((unit, email.filter(|_| wants)))
}
