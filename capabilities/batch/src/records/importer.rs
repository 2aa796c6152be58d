//! Who imports from the command line, as stored.

use behorig_access::{AccountId, UnitId};
use behorig_store::{FromRow, Row, StoreError, Tx, params};

/// An account that wants to import.
pub(crate) struct Importer {
    /// The account.
    pub(crate) account: AccountId,
    /// Given and family name.
    pub(crate) name: String,
    /// Title, where there is one.
    pub(crate) title: Option<String>,
    /// The unit that it belongs to.
    pub(crate) unit: UnitId,
    /// The first of its HSA-ids.
    pub(crate) hsa_id: Option<String>,
}

impl FromRow for Importer {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let account = row.next()?;
        let (given, family): (String, String) = (row.next()?, row.next()?);
        let name = format!("{given} {family}");
        Ok(Self { account, name, title: row.next()?, unit: row.next()?, hsa_id: row.next()? })
    }
}

/// The account of a user name, folded as accounts keep it.
pub(crate) async fn importer(tx: &mut Tx, user_name_key: &str) -> Result<Option<Importer>, StoreError> {
    tx.optional(
        "SELECT a.id, a.given_name, a.family_name, a.title, a.unit_id,
             (SELECT min(h.hsa_id) FROM account_hsa_id h WHERE h.account_id = a.id)
         FROM account a WHERE a.user_name_key = ?1",
        params![user_name_key],
    )
    .await
}
