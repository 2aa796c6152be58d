//! A colleague found by number or HSA-id, as an administrator of grants fetches one.

use behorig_access::{AccountId, Instant, Standing, UnitId};
use behorig_identity::{HsaId, IdentityNumber};
use behorig_registers::standing;
use behorig_store::{FromRow, Param, Row, StoreError, ToParam, Tx};

/// By what a colleague is fetched: exactly, never by a part of it.
#[derive(Debug, Clone)]
pub(crate) enum Sought {
    /// The identity number.
    Number(IdentityNumber),
    /// One of the HSA-ids.
    HsaId(HsaId),
}

/// A colleague of the organisation, wherever in it they are employed.
#[derive(Debug, Clone)]
pub(crate) struct Colleague {
    /// The account.
    pub account: AccountId,
    /// Given and family name.
    pub name: String,
    /// Title, where there is one.
    pub title: Option<String>,
    /// The name of the unit that the account belongs to.
    pub unit_name: String,
    /// How the account stands.
    pub standing: Standing,
}

impl FromRow for Colleague {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let account = row.next()?;
        let (given, family): (String, String) = (row.next()?, row.next()?);
        let (title, unit_name) = (row.next()?, row.next()?);
        let ended: Option<Instant> = row.next()?;
        let standing = standing(ended, row.next()?, row.next()?, row.next()?);
        Ok(Self { account, name: format!("{given} {family}"), title, unit_name, standing })
    }
}

/// The account, not ended, that is sought, in the organisation that `unit` is part of.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn colleague(tx: &mut Tx, unit: UnitId, sought: &Sought) -> Result<Option<Colleague>, StoreError> {
    let (by, key): (&str, Param) = match sought {
        Sought::Number(number) => ("a.identity_number = ?1", number.to_param()),
        Sought::HsaId(id) => {
            ("a.id = (SELECT h.account_id FROM account_hsa_id h WHERE h.hsa_id = ?1)", id.as_str().to_param())
        }
    };
    let sql = format!(
        "SELECT a.id, a.given_name, a.family_name, a.title, u.name, a.ended_at, a.blocked_at, a.locked_at,
             a.pending_since
         FROM account a JOIN unit u ON u.id = a.unit_id
         WHERE {by} AND a.ended_at IS NULL AND NOT is_hidden(a) AND EXISTS (
             SELECT 1 FROM unit_ancestor own JOIN unit top ON top.id = own.ancestor_id AND top.parent_id IS NULL
             JOIN unit_ancestor there ON there.ancestor_id = top.id
             WHERE own.unit_id = ?2 AND there.unit_id = a.unit_id)"
    );
    tx.optional(&sql, &[key, unit.to_param()]).await
}
