//! Recovery codes: for whoever has lost the key, one in place of it. Ten at a time, shown once, to be printed.

mod code;
mod own;

use behorig_access::AccountId;
use behorig_store::{Event, FieldChange, StoreError, WriteTx};
use behorig_web::{FieldName, field};

pub(crate) use code::{CodeHash, RecoveryCode};
pub(crate) use own::make;

use crate::Letters;
use crate::records::{accounts, recovery_codes};

/// So many codes are made at a time.
pub(crate) const MADE: usize = 10;

/// Where a code is typed.
pub(crate) static CODE: FieldName = field("kod", "sign-in-recovery-code");

/// Tells the log, the account's history and its owner, by mail, that a code was used.
pub(crate) async fn note_used(
    tx: &mut WriteTx,
    account: AccountId,
    letters: Option<&Letters>,
) -> Result<(), StoreError> {
    let left = recovery_codes::left(tx, account).await?;
    let event = Event::change("sign-in.recovery-code", "account", account).with_args(format!("{left} left"));
    let recorded = tx.record(event).await?;
    let change = FieldChange { field: "recovery-code".to_owned(), old: None, new: Some(left.to_string()) };
    tx.history(&recorded, "account", account.uuid(), &[change]).await?;
    if let (Some(letters), Some(to)) = (letters, accounts::addressee(tx, account).await?) {
        let letter = letters.of_used_code(to, left, tx.now());
        letters.outbox.put(tx, &letter).await?;
    }
    Ok(())
}
