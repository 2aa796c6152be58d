//! Ending the grant of a line, and everything that follows.

use std::collections::BTreeMap;

use behorig_access::{ADMINISTRATOR_SERVICE, AccountId, GrantId, Instant, Period, last_administrator};
use behorig_registers::grants;
use behorig_store::{FieldChange, Recorded, StoreError, Tx, WriteTx, params};
use behorig_visit::AccessEnded;
use behorig_web::format;

use super::letters::Letters;
use super::line::Line;

/// Whether ending a grant would take the last administrator from its unit.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(super) async fn takes_last_administrator(tx: &mut Tx, line: &Line, now: Instant) -> Result<bool, StoreError> {
    let held: Vec<(GrantId,)> = tx
        .all(
            "SELECT g.id FROM grants g
             JOIN role_service s ON s.role_id = g.role_id AND s.service = ?3
             JOIN account a ON a.id = g.holder_account
             WHERE g.holder_account = ?1 AND g.unit_id = ?2 AND g.object_id IS NULL
               AND g.from_at <= ?4 AND g.ended_at IS NULL AND (g.to_at IS NULL OR g.to_at > ?4)
               AND a.ended_at IS NULL AND a.blocked_at IS NULL AND a.locked_at IS NULL AND a.pending_since IS NULL",
            params![line.account, line.unit, ADMINISTRATOR_SERVICE, now],
        )
        .await?;
    // Who does not administer the unit, or goes on doing so by another grant, takes nobody away.
    if held != [(line.grant,)] {
        return Ok(false);
    }
    let others = grants::other_holders_at(tx, line.unit, ADMINISTRATOR_SERVICE, line.account, now).await?;
    Ok(last_administrator(u64::try_from(others).unwrap_or(0)).is_err())
}

/// The grants that a change has ended, by their holders.
#[derive(Default)]
pub(super) struct Ended(BTreeMap<AccountId, Vec<Gone>>);

struct Gone {
    grant: GrantId,
    words: String,
}

impl Ended {
    /// Ends the grant of a line now.
    ///
    /// # Errors
    /// [`StoreError::Stale`] where it ended or changed since the line was read.
    pub(super) async fn end(&mut self, tx: &mut WriteTx, line: &Line) -> Result<(), StoreError> {
        grants::end(tx, line.grant, line.version).await?;
        self.0
            .entry(line.account)
            .or_default()
            .push(Gone { grant: line.grant, words: in_history(&line.role_name, &line.unit_name, line.period) });
        Ok(())
    }

    /// How many.
    pub(super) fn count(&self) -> usize {
        self.0.values().map(Vec::len).sum()
    }

    /// Writes the history of each, tells whoever follows the end of somebody's access, and writes to those concerned.
    ///
    /// # Errors
    /// Any [`StoreError`] of the database, and the first of whatever follows.
    pub(super) async fn follow(
        &self,
        tx: &mut WriteTx,
        recorded: &Recorded<()>,
        access_ended: &AccessEnded,
        letters: Option<&Letters>,
    ) -> Result<(), StoreError> {
        for (account, gone) in &self.0 {
            for one in gone {
                let change = FieldChange { field: "grant".to_owned(), old: Some(one.words.clone()), new: None };
                tx.history(recorded, "account", account.uuid(), std::slice::from_ref(&change)).await?;
                tx.history(recorded, "grant", one.grant.uuid(), &[change]).await?;
            }
            access_ended.of_account(tx, *account, "right-ended").await?;
            if let Some(letters) = letters {
                let words: Vec<String> = gone.iter().map(|one| one.words.clone()).collect();
                letters.to_holder(tx, *account, &words).await?;
            }
        }
        Ok(())
    }
}

/// A grant as history names it: role, unit and, where it had an end, its days.
pub(super) fn in_history(role: &str, unit: &str, period: Period) -> String {
    let day = |at: Instant| format::local(at.0).date();
    match period.to {
        Some(to) => {
            let last = day(to.plus_millis(-1));
            format!("{role}, {unit}, {} – {last}", day(period.from))
        }
        None => format!("{role}, {unit}"),
    }
}
