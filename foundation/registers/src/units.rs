//! Units: the tree of regions, care providers, clinics and the rest, with its ancestry kept beside it.

use behorig_access::{Instant, UnitId};
use behorig_identity::{HsaId, swedish_sort_key};
use behorig_store::{FromRow, Row, StoreError, Tx, WriteTx, params};

/// What kind of unit it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UnitKind {
    /// Region.
    Region,
    /// Kommun.
    Municipality,
    /// Vårdgivarorganisation.
    CareProvider,
    /// Vårdenhet.
    CareUnit,
    /// Mottagning.
    Clinic,
    /// Patientingång.
    Entrance,
    /// Hemtjänstenhet.
    HomeCareUnit,
}

impl UnitKind {
    /// Every kind, from the widest to the narrowest.
    pub const ALL: [Self; 7] = [
        Self::Region,
        Self::Municipality,
        Self::CareProvider,
        Self::CareUnit,
        Self::Clinic,
        Self::Entrance,
        Self::HomeCareUnit,
    ];

    /// As stored, as files say it, and as the key of its name in the texts (`unit-kind-…`).
    #[must_use]
    pub fn as_stored(self) -> &'static str {
        match self {
            Self::Region => "region",
            Self::Municipality => "municipality",
            Self::CareProvider => "care-provider",
            Self::CareUnit => "care-unit",
            Self::Clinic => "clinic",
            Self::Entrance => "entrance",
            Self::HomeCareUnit => "home-care-unit",
        }
    }

    /// Whether other units stand below one of this kind. Who is given a permission there by an order has it below as well: that is what
    /// *region och vårdenhet/patientingång* of the routine means.
    #[must_use]
    pub const fn has_units_below(self) -> bool {
        matches!(self, Self::Region | Self::Municipality | Self::CareProvider | Self::CareUnit)
    }

    /// The kind that is stored under this word.
    #[must_use]
    pub fn from_stored(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_stored() == text)
    }
}

/// A unit of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Its id.
    pub id: UnitId,
    /// The unit above, or `None` for a root.
    pub parent: Option<UnitId>,
    /// What kind of unit.
    pub kind: UnitKind,
    /// Its name.
    pub name: String,
    /// Its HSA-id, where it has one.
    pub hsa_id: Option<HsaId>,
    /// SCB's code, for a region or a municipality: text, since the leading zero counts.
    pub code: Option<String>,
    /// When it ended.
    pub ended_at: Option<Instant>,
    /// For optimistic locking.
    pub version: i64,
}

const COLUMNS: &str = "u.id, u.parent_id, u.kind, u.name, u.hsa_id, u.code, u.ended_at, u.version";

impl FromRow for Unit {
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
            ended_at: row.next()?,
            version: row.next()?,
        })
    }
}

/// What a new unit is made of.
#[derive(Debug, Clone)]
pub struct NewUnit {
    /// The unit above.
    pub parent: Option<UnitId>,
    /// What kind.
    pub kind: UnitKind,
    /// Name.
    pub name: String,
    /// HSA-id.
    pub hsa_id: Option<HsaId>,
    /// SCB's code.
    pub code: Option<String>,
    /// The key by which files know it.
    pub import_key: Option<String>,
}

/// Puts a unit into the tree, with its ancestry.
///
/// # Errors
/// [`StoreError::Conflict`] on a taken HSA-id or import key.
pub async fn add(tx: &mut WriteTx, unit: &NewUnit) -> Result<UnitId, StoreError> {
    let id = UnitId::new(tx.new_uuid());
    let now = tx.now();
    tx.execute(
        "INSERT INTO unit (id, parent_id, kind, name, sort_key, hsa_id, code, import_key, created_at, version)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 1)",
        params![
            id,
            unit.parent,
            unit.kind.as_stored(),
            unit.name,
            swedish_sort_key(&unit.name),
            unit.hsa_id,
            unit.code,
            unit.import_key,
            now
        ],
    )
    .await?;
    tx.execute("INSERT INTO unit_ancestor (unit_id, ancestor_id, distance) VALUES (?1, ?1, 0)", params![id]).await?;
    tx.execute(
        "INSERT INTO unit_ancestor (unit_id, ancestor_id, distance)
         SELECT u.id, a.ancestor_id, a.distance + 1 FROM unit u CROSS JOIN unit_ancestor a
         WHERE u.id = ?1 AND a.unit_id = ?2",
        params![id, unit.parent],
    )
    .await?;
    Ok(id)
}

/// One unit.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn find(tx: &mut Tx, id: UnitId) -> Result<Option<Unit>, StoreError> {
    tx.optional(&format!("SELECT {COLUMNS} FROM unit u WHERE u.id = ?1"), params![id]).await
}

/// The unit and everything above it: itself first, the root last. Empty where there is no such unit.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn chain(tx: &mut Tx, id: UnitId) -> Result<Vec<Unit>, StoreError> {
    tx.all(&sql_of_chain(), params![id]).await
}

/// The statement of [`chain`], for whoever asks it together with something else; the unit is `?1`.
#[must_use]
pub fn sql_of_chain() -> String {
    sql_of_chain_of("?1")
}

/// As [`sql_of_chain`], of the unit whose id an expression gives.
#[must_use]
pub fn sql_of_chain_of(unit: &str) -> String {
    format!(
        "SELECT {COLUMNS} FROM unit_ancestor a JOIN unit u ON u.id = a.ancestor_id
         WHERE a.unit_id = {unit} ORDER BY a.distance"
    )
}

/// The ids of [`chain`]: what a decision's target is made of.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn chain_ids(tx: &mut Tx, id: UnitId) -> Result<Vec<UnitId>, StoreError> {
    let rows: Vec<(UnitId,)> = tx
        .all("SELECT a.ancestor_id FROM unit_ancestor a WHERE a.unit_id = ?1 ORDER BY a.distance", params![id])
        .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The organisation of a unit: the root of its tree, which owns its roles.
///
/// # Errors
/// [`StoreError::Missing`] where there is no such unit.
pub async fn organisation_of(tx: &mut Tx, id: UnitId) -> Result<UnitId, StoreError> {
    let (root,): (UnitId,) = tx
        .one(
            "SELECT a.ancestor_id FROM unit_ancestor a WHERE a.unit_id = ?1 ORDER BY a.distance DESC LIMIT 1",
            params![id],
        )
        .await?;
    Ok(root)
}

/// Live units of the branch below (and with) `root` whose name begins with `prefix` (empty: all), in order of name.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn in_branch(tx: &mut Tx, root: UnitId, prefix: &str, most: i64) -> Result<Vec<Unit>, StoreError> {
    let (from, to) = behorig_identity::prefix_range(&behorig_identity::sort_prefix(prefix));
    tx.all(
        &format!(
            "SELECT {COLUMNS} FROM unit_ancestor a JOIN unit u ON u.id = a.unit_id
             WHERE a.ancestor_id = ?1 AND u.ended_at IS NULL AND u.sort_key >= ?2 AND u.sort_key < ?3
             ORDER BY u.sort_key, u.id LIMIT ?4"
        ),
        params![root, from, to, most],
    )
    .await
}

/// The live roots, in order of name: the organisations that the installation serves.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn roots(tx: &mut Tx) -> Result<Vec<Unit>, StoreError> {
    tx.all(
        &format!(
            "SELECT {COLUMNS} FROM unit u WHERE u.parent_id IS NULL AND u.ended_at IS NULL ORDER BY u.sort_key, u.id"
        ),
        params![],
    )
    .await
}
