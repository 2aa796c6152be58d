//! What an export reads, inside the reach of who exports. Ordered by key, so that two exports can be compared.

use behorig_access::{PersonId, Scope};
use behorig_identity::IdentityNumber;
use behorig_registers::UnitsInScope;
use behorig_store::{FromRow, Param, Row, StoreError, Tx};

/// A row of texts as it stands in a file.
pub(crate) struct Texts<const N: usize>(pub(crate) [Option<String>; N]);

impl<const N: usize> FromRow for Texts<N> {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let mut texts = [const { None }; N];
        for text in &mut texts {
            *text = row.next()?;
        }
        Ok(Self(texts))
    }
}

pub(crate) async fn units(tx: &mut Tx, scope: &Scope) -> Result<Vec<Texts<6>>, StoreError> {
    let within = UnitsInScope::of(scope, "u.id", 1);
    // A unit without a key is known by its HSA-id. Distance from the top orders parents before what is below them.
    let sql = format!(
        "SELECT COALESCE(u.import_key, u.hsa_id), u.name, u.kind, COALESCE(p.import_key, p.hsa_id), u.hsa_id, u.code
         FROM unit u LEFT JOIN unit p ON p.id = u.parent_id
         WHERE {} AND u.ended_at IS NULL AND COALESCE(u.import_key, u.hsa_id) IS NOT NULL
         ORDER BY (SELECT MAX(a.distance) FROM unit_ancestor a WHERE a.unit_id = u.id), u.sort_key, u.id",
        within.sql()
    );
    let params: Vec<Param<'_>> = within.params().collect();
    tx.all(&sql, &params).await
}

pub(crate) async fn accounts(tx: &mut Tx, scope: &Scope) -> Result<Vec<Texts<15>>, StoreError> {
    let within = UnitsInScope::of(scope, "a.unit_id", 1);
    let sql = format!(
        "SELECT a.user_name, a.given_name, a.family_name, COALESCE(u.import_key, u.hsa_id), a.identity_number,
             (SELECT string_agg(h.hsa_id, ' ') FROM account_hsa_id h WHERE h.account_id = a.id),
             a.title, a.long_title, a.staff_category, a.mobile, a.email, a.employee_number, a.employer, a.workplace, a.work_phone
         FROM account a JOIN unit u ON u.id = a.unit_id
         WHERE {} AND a.ended_at IS NULL AND NOT is_hidden(a) ORDER BY a.user_name_key",
        within.sql()
    );
    let params: Vec<Param<'_>> = within.params().collect();
    tx.all(&sql, &params).await
}

pub(crate) async fn roles(tx: &mut Tx, scope: &Scope) -> Result<Vec<Texts<4>>, StoreError> {
    let within = UnitsInScope::of(scope, "r.organisation_id", 1);
    let sql = format!(
        "SELECT u.name, r.name, r.kind,
             (SELECT string_agg(CAST(s.service AS TEXT), ' ') FROM role_service s WHERE s.role_id = r.id)
         FROM role r JOIN unit u ON u.id = r.organisation_id
         WHERE {} ORDER BY u.sort_key, r.name_key",
        within.sql()
    );
    let params: Vec<Param<'_>> = within.params().collect();
    tx.all(&sql, &params).await
}

/// The staff directory, which is the whole organisation's, like the person register: nothing of it to whose reach is less. People with a
/// protected identity are left out, whichever register marks them: that takes a permission of its own.
pub(crate) async fn directory(tx: &mut Tx, scope: &Scope) -> Result<Vec<Texts<7>>, StoreError> {
    let mut whole = scope.clone();
    whole.roots.retain(|root| root.branch && root.object.is_none());
    if whole.is_empty() {
        return Ok(Vec::new());
    }
    let within = UnitsInScope::of(&whole, "t.id", 1);
    let sql = format!(
        "SELECT d.hsa_id, d.given_name, d.family_name, d.title, d.email, 'nej', d.ended_on FROM directory_person d
         WHERE NOT d.protected AND NOT EXISTS (
             SELECT 1 FROM account_hsa_id h JOIN account a ON a.id = h.account_id
             JOIN person p ON p.identity_number = a.identity_number WHERE h.hsa_id = d.hsa_id AND p.protection <> 'none')
           AND EXISTS (SELECT 1 FROM unit t WHERE t.parent_id IS NULL AND {})
         ORDER BY d.hsa_id",
        within.sql()
    );
    let params: Vec<Param<'_>> = within.params().collect();
    tx.all(&sql, &params).await
}

/// A grant as an export writes it, and the resident or customer that it tells of.
pub(crate) struct GrantOut {
    /// User name, identity number, role, unit, customer, basis.
    pub(crate) texts: [Option<String>; 6],
    pub(crate) branch: bool,
    pub(crate) from: i64,
    pub(crate) to: Option<i64>,
    /// The person whose data the row is.
    pub(crate) subject: Option<(PersonId, IdentityNumber, String)>,
}

impl FromRow for GrantOut {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let Texts(texts) = Texts::from_row(row)?;
        let (branch, from, to) = (row.next()?, row.next()?, row.next()?);
        let subject: (Option<PersonId>, Option<IdentityNumber>, Option<String>) =
            (row.next()?, row.next()?, row.next()?);
        let subject = match subject {
            (Some(id), Some(number), Some(name)) => Some((id, number, name)),
            _ => None,
        };
        Ok(Self { texts, branch, from, to, subject })
    }
}

/// Grants that hold or are to come. Rows about a person, or held by staff, with a protected identity are left out: that takes a permission of its own.
pub(crate) async fn grants(tx: &mut Tx, scope: &Scope, now: i64) -> Result<Vec<GrantOut>, StoreError> {
    let within = UnitsInScope::of(scope, "g.unit_id", 2);
    let sql = format!(
        "SELECT a.user_name, h.identity_number, r.name, COALESCE(u.import_key, u.hsa_id), c.identity_number, g.basis,
             g.branch, g.from_at, g.to_at, COALESCE(h.id, c.id), COALESCE(h.identity_number, c.identity_number),
             COALESCE(h.given_name || ' ' || h.family_name, c.given_name || ' ' || c.family_name)
         FROM grants g
         JOIN role r ON r.id = g.role_id
         JOIN unit u ON u.id = g.unit_id
         LEFT JOIN account a ON a.id = g.holder_account
         LEFT JOIN person h ON h.id = g.holder_person
         LEFT JOIN person c ON c.id = g.object_id AND g.object_kind = 'customer'
         WHERE g.ended_at IS NULL AND (g.to_at IS NULL OR g.to_at > ?1) AND {} AND (g.object_kind IS NULL OR g.object_kind = 'customer')
           AND (h.id IS NULL OR h.protection = 'none') AND (c.id IS NULL OR c.protection = 'none')
           AND (a.id IS NULL OR NOT is_hidden(a))
         ORDER BY a.user_name_key NULLS LAST, h.identity_number NULLS LAST, r.name_key, u.sort_key, g.id",
        within.sql()
    );
    let mut params: Vec<Param<'_>> = vec![Param::Int(now)];
    params.extend(within.params());
    tx.all(&sql, &params).await
}
