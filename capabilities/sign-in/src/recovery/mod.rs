//! Recovery codes: for whoever has lost the key, one in place of it. Ten at a time, shown once, to be printed.

mod code;
mod own;

use aws_lc_rs::error::Unspecified;
use behorig_access::AccountId;
use behorig_store::{Event, FieldChange, Recorded, StoreError, Tx, WriteTx};
use behorig_web::{FieldName, field};

pub(crate) use code::{CodeHash, RecoveryCode};
pub(crate) use own::make;

use crate::Letters;
use crate::records::{accounts, recovery_codes};

/// So many codes are made at a time.
const MADE: usize = 10;

/// Where a code is typed.
pub(crate) static CODE: FieldName = field("kod", "sign-in-recovery-code");

/// Ten new codes of an account. Shown once, to whoever asked for them.
#[derive(Debug, Clone)]
pub struct RecoveryCodes(Vec<RecoveryCode>);

impl RecoveryCodes {
    /// Codes from the system's randomness.
    ///
    /// # Errors
    /// Where the system gives no randomness.
    pub fn random() -> Result<Self, Unspecified> {
        (0..MADE).map(|_| RecoveryCode::random()).collect::<Result<_, _>>().map(Self)
    }

    /// Gives them to an account, with the event and the history that tell of it; its old ones are void.
    ///
    /// # Errors
    /// Any [`StoreError`] of the database.
    pub async fn put(&self, tx: &mut WriteTx, account: AccountId) -> Result<Recorded<()>, StoreError> {
        let hashes: Vec<CodeHash> = self.0.iter().map(|code| code.hash(account)).collect();
        recovery_codes::replace(tx, account, &hashes).await?;
        let recorded = tx.record(Event::change("sign-in.recovery-codes", "account", account)).await?;
        let change = FieldChange { field: "recovery-codes".to_owned(), old: None, new: Some(hashes.len().to_string()) };
        tx.history(&recorded, "account", account.uuid(), &[change]).await?;
        Ok(recorded)
    }

    /// As they are printed.
    pub fn reveal(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(RecoveryCode::reveal)
    }

    /// Whether an account has these very codes.
    pub(crate) async fn are_of(&self, tx: &mut Tx, account: AccountId) -> Result<bool, StoreError> {
        match self.0.first() {
            Some(first) => recovery_codes::has(tx, account, &first.hash(account)).await,
            None => Ok(false),
        }
    }
}

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
