//! What is there already of what the files speak of, read in groups.

use std::collections::{HashMap, HashSet};

use behorig_access::{
    AccountId, Assurance, BuiltIn, GrantId, Hat, Instant, ObjectId, PersonId, RoleId, RoleKind, Service, UnitId,
    scope_of,
};
use behorig_identity::{HsaId, IdentityNumber};
use behorig_registers::units::UnitKind;
use behorig_store::{FromRow, Row, StoreError, Tx, params};

use super::in_groups;
use crate::files::OPTIONAL_TEXTS;

#[derive(Debug, Clone)]
pub(crate) struct KnownUnit {
    pub(crate) id: UnitId,
    pub(crate) parent: Option<UnitId>,
    pub(crate) kind: UnitKind,
    pub(crate) name: String,
    pub(crate) hsa_id: Option<String>,
    pub(crate) code: Option<String>,
    pub(crate) key: Option<String>,
    pub(crate) ended: bool,
}

impl FromRow for KnownUnit {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.next()?,
            parent: row.next()?,
            kind: {
                let kind: String = row.next()?;
                UnitKind::from_stored(&kind).ok_or_else(|| StoreError::Shape(format!("no kind of unit: {kind}")))?
            },
            name: row.next()?,
            hsa_id: row.next()?,
            code: row.next()?,
            key: row.next()?,
            ended: row.next::<Option<Instant>>()?.is_some(),
        })
    }
}

pub(crate) async fn units(tx: &mut Tx) -> Result<Vec<KnownUnit>, StoreError> {
    tx.all("SELECT id, parent_id, kind, name, hsa_id, code, import_key, ended_at FROM unit", params![]).await
}

#[derive(Debug, Clone)]
pub(crate) struct KnownRole {
    pub(crate) id: RoleId,
    pub(crate) organisation: UnitId,
    pub(crate) built_in: Option<String>,
    pub(crate) name_key: String,
    pub(crate) kind: RoleKind,
}

impl KnownRole {
    pub(crate) fn is_handed_out(&self) -> bool {
        self.built_in.as_deref() == Some(BuiltIn::HandedOutCaseType.key())
    }
}

impl FromRow for KnownRole {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.next()?,
            organisation: row.next()?,
            built_in: row.next()?,
            name_key: row.next()?,
            kind: {
                let kind: String = row.next()?;
                RoleKind::from_key(&kind).ok_or_else(|| StoreError::Shape(format!("no kind of role: {kind}")))?
            },
        })
    }
}

pub(crate) async fn roles(tx: &mut Tx) -> Result<Vec<KnownRole>, StoreError> {
    tx.all("SELECT id, organisation_id, built_in, name_key, kind FROM role", params![]).await
}

/// Where an importer may work: everywhere, or at these units.
#[derive(Debug, Clone)]
pub(crate) enum Reach {
    /// The program itself: the first import, the demo.
    Everything,
    /// A person: the units where Batch is held. `below` are those below which new units may be made.
    Units {
        /// The units.
        at: HashSet<UnitId>,
        /// The units of whole branches.
        below: HashSet<UnitId>,
        /// Whether a whole organisation is among them.
        organisation: bool,
    },
}

/// The reach of an account that imports: `None` where it holds Batch nowhere.
pub(crate) async fn reach_of(tx: &mut Tx, account: AccountId, now: Instant) -> Result<Option<Reach>, StoreError> {
    let viewer = behorig_registers::viewer_of_account(tx, account, Hat::Staff, Assurance::High, now).await?;
    let scope = scope_of(&viewer, Service::Batch, now);
    if scope.is_empty() {
        return Ok(None);
    }
    let (mut at, mut below, mut organisation) = (HashSet::new(), HashSet::new(), false);
    for root in scope.roots.iter().filter(|root| root.object.is_none()) {
        at.insert(root.unit);
        if root.branch {
            let units: Vec<(UnitId,)> =
                tx.all("SELECT unit_id FROM unit_ancestor WHERE ancestor_id = ?1", params![root.unit]).await?;
            below.extend(units.into_iter().map(|(unit,)| unit));
            let top: Option<(UnitId,)> =
                tx.optional("SELECT id FROM unit WHERE id = ?1 AND parent_id IS NULL", params![root.unit]).await?;
            organisation |= top.is_some();
        }
    }
    at.extend(&below);
    Ok(Some(Reach::Units { at, below, organisation }))
}

#[derive(Debug, Clone)]
pub(crate) struct KnownPerson {
    pub(crate) id: PersonId,
    pub(crate) number: IdentityNumber,
    /// Given name, family name, sex, county, municipality, day of death, protection, street, postal code, city.
    pub(crate) values: [Option<String>; 10],
}

impl FromRow for KnownPerson {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let (id, number) = (row.next()?, row.next()?);
        Ok(Self { id, number, values: texts(row)? })
    }
}

fn texts<const N: usize>(row: &Row<'_>) -> Result<[Option<String>; N], StoreError> {
    let mut values = [const { None }; N];
    for value in &mut values {
        *value = row.next()?;
    }
    Ok(values)
}

pub(crate) async fn persons(tx: &mut Tx, numbers: &[IdentityNumber]) -> Result<Vec<KnownPerson>, StoreError> {
    let sql = "SELECT id, identity_number, given_name, family_name, sex, county_code, municipality_code, deceased_on,
            protection, street, postal_code, city
        FROM person WHERE identity_number IN ({keys})";
    in_groups(tx, sql, numbers).await
}

/// The custody that holds now, as child and guardian.
pub(crate) async fn custody(tx: &mut Tx, children: &[PersonId]) -> Result<Vec<(PersonId, PersonId)>, StoreError> {
    let sql = "SELECT child_id, guardian_id FROM custody WHERE to_date IS NULL AND child_id IN ({keys})";
    in_groups(tx, sql, children).await
}

#[derive(Debug, Clone)]
pub(crate) struct KnownAccount {
    pub(crate) id: AccountId,
    pub(crate) user_name_key: String,
    pub(crate) user_name: String,
    pub(crate) unit: UnitId,
    pub(crate) given_name: String,
    pub(crate) family_name: String,
    pub(crate) number: Option<IdentityNumber>,
    pub(crate) ended: bool,
    /// In the order of [`OPTIONAL_TEXTS`].
    pub(crate) texts: [Option<String>; OPTIONAL_TEXTS.len()],
}

impl FromRow for KnownAccount {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.next()?,
            user_name_key: row.next()?,
            user_name: row.next()?,
            unit: row.next()?,
            given_name: row.next()?,
            family_name: row.next()?,
            number: row.next()?,
            ended: row.next::<Option<Instant>>()?.is_some(),
            texts: texts(row)?,
        })
    }
}

pub(crate) async fn accounts(tx: &mut Tx, keys: &[String]) -> Result<Vec<KnownAccount>, StoreError> {
    let sql = format!(
        "SELECT id, user_name_key, user_name, unit_id, given_name, family_name, identity_number, ended_at, {}
         FROM account WHERE user_name_key IN ({{keys}})",
        OPTIONAL_TEXTS.join(", ")
    );
    in_groups(tx, &sql, keys).await
}

/// Who has these identity numbers, among accounts that have not ended.
pub(crate) async fn holders_of_numbers(
    tx: &mut Tx,
    numbers: &[IdentityNumber],
) -> Result<HashMap<IdentityNumber, AccountId>, StoreError> {
    let sql = "SELECT identity_number, id FROM account WHERE ended_at IS NULL AND identity_number IN ({keys})";
    Ok(in_groups(tx, sql, numbers).await?.into_iter().collect())
}

/// Who has these HSA-ids.
pub(crate) async fn holders_of_hsa_ids(tx: &mut Tx, ids: &[HsaId]) -> Result<HashMap<HsaId, AccountId>, StoreError> {
    let sql = "SELECT hsa_id, account_id FROM account_hsa_id WHERE hsa_id IN ({keys})";
    Ok(in_groups(tx, sql, ids).await?.into_iter().collect())
}

/// The HSA-ids of these accounts.
pub(crate) async fn hsa_ids_of(tx: &mut Tx, accounts: &[AccountId]) -> Result<Vec<(AccountId, HsaId)>, StoreError> {
    let sql = "SELECT account_id, hsa_id FROM account_hsa_id WHERE account_id IN ({keys}) ORDER BY hsa_id";
    in_groups(tx, sql, accounts).await
}

#[derive(Debug, Clone)]
pub(crate) struct KnownGrant {
    pub(crate) id: GrantId,
    pub(crate) account: Option<AccountId>,
    pub(crate) person: Option<PersonId>,
    pub(crate) role: RoleId,
    pub(crate) unit: UnitId,
    pub(crate) object: Option<ObjectId>,
    pub(crate) branch: bool,
    pub(crate) from: Instant,
    pub(crate) to: Option<Instant>,
    pub(crate) ended: bool,
}

impl FromRow for KnownGrant {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.next()?,
            account: row.next()?,
            person: row.next()?,
            role: row.next()?,
            unit: row.next()?,
            object: row.next()?,
            branch: row.next()?,
            from: row.next()?,
            to: row.next()?,
            ended: row.next::<Option<Instant>>()?.is_some(),
        })
    }
}

pub(crate) async fn grants(
    tx: &mut Tx,
    accounts: &[AccountId],
    persons: &[PersonId],
) -> Result<Vec<KnownGrant>, StoreError> {
    let columns = "id, holder_account, holder_person, role_id, unit_id, object_id, branch, from_at, to_at, ended_at";
    let of = |holder: &str| format!("SELECT {columns} FROM grants WHERE {holder} IN ({{keys}})");
    let mut found = in_groups(tx, &of("holder_account"), accounts).await?;
    found.extend(in_groups(tx, &of("holder_person"), persons).await?);
    Ok(found)
}
