//! Who sees staff with a protected identity: what `behorig_store` masks for everybody else.

use behorig_access::{AccountId, Holder, Instant, Scope, Service, UnitId, Viewer, scope_of};
use behorig_store::{Reader, StoreError, Tx, account_is_protected, params};

/// Whether the account `a` is of somebody with a protected identity.
pub const ACCOUNT_IS_PROTECTED: &str = account_is_protected!("a");

/// The accounts of everybody with a protected identity, as a list of ids: few, found by the indexes of those who have one.
pub const PROTECTED_ACCOUNTS: &str =
    "SELECT pa.id FROM person pp JOIN account pa ON pa.identity_number = pp.identity_number WHERE pp.protection <> 'none'
        UNION SELECT ph.account_id FROM directory_person pd JOIN account_hsa_id ph ON ph.hsa_id = pd.hsa_id WHERE pd.protected";

/// The units where the viewer sees who somebody with a protected identity is, whoever it is.
#[must_use]
pub fn sight(viewer: &Viewer, now: Instant) -> Scope {
    let all = scope_of(viewer, Service::SeeProtectedIdentity, now);
    Scope { roots: all.roots.into_iter().filter(|root| root.object.is_none()).collect(), bound_by: all.bound_by }
}

/// A viewer as the reader of a transaction, with whether their own identity is protected and the words that stand for a name.
#[must_use]
pub fn reader(viewer: &Viewer, is_protected: bool, mask: &str, now: Instant) -> Reader {
    let account = match viewer.holder() {
        // Only whoever is masked to others has themselves to see.
        Holder::Account(account) if is_protected => Some(account),
        _ => None,
    };
    let roots = sight(viewer, now).roots;
    let of = |branch: bool| -> Vec<UnitId> {
        roots.iter().filter(|root| root.branch == branch).map(|root| root.unit).collect()
    };
    Reader { account, branches: of(true), units: of(false), mask: mask.to_owned(), at: now }
}

/// Whether the transaction's reader may not see whose account it is.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn is_hidden(tx: &mut Tx, account: AccountId) -> Result<bool, StoreError> {
    let found: Option<(AccountId,)> =
        tx.optional("SELECT a.id FROM account a WHERE a.id = ?1 AND is_hidden(a)", params![account]).await?;
    Ok(found.is_some())
}
