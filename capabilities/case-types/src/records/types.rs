//! Case types of a clinic.

use behorig_access::{CaseTypeId, Instant, Service, UnitId, Viewer};
use behorig_identity::folded;
use behorig_store::{FromRow, Row, StoreError, Tx, WriteTx, params};
use behorig_visit::PageError;
use behorig_web::Lang;

use crate::rules::{Direction, Ready};

/// A case type of a clinic: one of the ready ones, or its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseType {
    /// Its id: what grants name as their object.
    pub id: CaseTypeId,
    /// The clinic's unit.
    pub unit: UnitId,
    /// Which of the ready types; none for the clinic's own.
    pub ready: Option<Ready>,
    /// Its name in Swedish. See [`CaseType::name_in`].
    pub name: String,
    /// Whether residents can begin new cases of it.
    pub active: bool,
    /// *Begränsat urval*: only for residents whom it is handed out to.
    pub restricted: bool,
    /// The promise in working days; none for the clinic's own promise.
    pub reply_days: Option<i64>,
    /// The number of the form that residents meet now; none where nothing is published yet.
    pub published: Option<i64>,
    /// Whether there are changes to the form that are not published.
    pub has_draft: bool,
    /// When it was ended. An ended type is never used again; its cases keep it.
    pub ended_at: Option<Instant>,
    /// For optimistic locking.
    pub version: i64,
}

impl CaseType {
    /// Its name in a language. The clinic's own types have one name.
    #[must_use]
    pub fn name_in(&self, lang: Lang) -> &str {
        match (self.ready, lang) {
            (Some(ready), Lang::En) => ready.english_name(),
            _ => &self.name,
        }
    }

    /// Whether residents can begin new cases of it now: it is active, has a form and is not ended.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.active && self.published.is_some() && self.ended_at.is_none()
    }
}

const COLUMNS: &str = "t.id, t.unit_id, t.ready, t.name, t.active, t.restricted, t.reply_days, t.published,
    t.draft IS NOT NULL, t.ended_at, t.version";

impl FromRow for CaseType {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.next()?,
            unit: row.next()?,
            ready: match row.next::<Option<String>>()? {
                None => None,
                Some(key) => {
                    Some(Ready::from_key(&key).ok_or_else(|| StoreError::Shape(format!("no ready case type: {key}")))?)
                }
            },
            name: row.next()?,
            active: row.next()?,
            restricted: row.next()?,
            reply_days: row.next()?,
            published: row.next()?,
            has_draft: row.next()?,
            ended_at: row.next()?,
            version: row.next()?,
        })
    }
}

/// The case types of a unit that are not ended, active or not, in the clinic's order.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn of_unit(tx: &mut Tx, unit: UnitId) -> Result<Vec<CaseType>, StoreError> {
    tx.all(
        &format!(
            "SELECT {COLUMNS} FROM case_type t WHERE t.unit_id = ?1 AND t.ended_at IS NULL ORDER BY t.position, t.id"
        ),
        params![unit],
    )
    .await
}

/// The case types of a unit that residents can begin new cases of now, in the clinic's order.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn open_of_unit(tx: &mut Tx, unit: UnitId) -> Result<Vec<CaseType>, StoreError> {
    Ok(of_unit(tx, unit).await?.into_iter().filter(CaseType::is_open).collect())
}

/// The case types of a unit that can be handed out now: restricted, active and published.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn restricted_of_unit(tx: &mut Tx, unit: UnitId) -> Result<Vec<CaseType>, StoreError> {
    Ok(of_unit(tx, unit).await?.into_iter().filter(|case_type| case_type.restricted && case_type.is_open()).collect())
}

/// A case type, ended or not.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn find(tx: &mut Tx, id: CaseTypeId) -> Result<Option<CaseType>, StoreError> {
    tx.optional(&sql_of_case_type(), params![id]).await
}

/// The statement of [`find`], for whoever asks it together with something else; the case type is `?1`.
#[must_use]
pub fn sql_of_case_type() -> String {
    format!("SELECT {COLUMNS} FROM case_type t WHERE t.id = ?1")
}

/// A case type that is not ended, for someone with service 407 at its unit.
///
/// # Errors
/// [`PageError::NotFound`] or [`PageError::Refused`].
pub(crate) async fn for_viewer(
    tx: &mut Tx,
    viewer: &Viewer,
    id: CaseTypeId,
    now: Instant,
) -> Result<CaseType, PageError> {
    let found = find(tx, id).await?.ok_or(PageError::NotFound)?;
    behorig_visit::require(tx, viewer, Service::ClinicSettings, found.unit, now).await?;
    if found.ended_at.is_some() { Err(PageError::NotFound) } else { Ok(found) }
}

/// As [`for_viewer`], in the version that a form was filled in on.
///
/// # Errors
/// As [`for_viewer`]; [`StoreError::Stale`] where it was changed in the meantime.
pub(crate) async fn in_version(
    tx: &mut Tx,
    viewer: &Viewer,
    id: CaseTypeId,
    version: i64,
    now: Instant,
) -> Result<CaseType, PageError> {
    let found = for_viewer(tx, viewer, id, now).await?;
    if found.version == version { Ok(found) } else { Err(StoreError::Stale.into()) }
}

/// A case type to be made.
#[derive(Clone, Debug)]
pub struct NewCaseType {
    /// The clinic's unit.
    pub unit: UnitId,
    /// Which of the ready types, if one.
    pub ready: Option<Ready>,
    /// Its name in Swedish.
    pub name: String,
    /// *Begränsat urval*.
    pub restricted: bool,
    /// The promise in working days; none for the clinic's own promise.
    pub reply_days: Option<i64>,
}

/// Puts a case type last among those of its unit, without a form and not active.
///
/// # Errors
/// [`StoreError::Conflict`] on `case_type_name` or `case_type_ready`.
pub(crate) async fn add(tx: &mut WriteTx, new: &NewCaseType) -> Result<CaseTypeId, StoreError> {
    let id = CaseTypeId::new(tx.new_uuid());
    let now = tx.now();
    let (last,): (i64,) = tx
        .one(
            "SELECT CAST(COALESCE(max(position), 0) AS BIGINT) FROM case_type WHERE unit_id = ?1 AND ended_at IS NULL",
            params![new.unit],
        )
        .await?;
    tx.execute(
        "INSERT INTO case_type (id, unit_id, ready, name, name_key, position, active, restricted, reply_days, created_at,
             version)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, FALSE, ?7, ?8, ?9, 1)",
        params![
            id,
            new.unit,
            new.ready.map(Ready::key),
            new.name,
            folded(&new.name),
            last + 1,
            new.restricted,
            new.reply_days,
            now
        ],
    )
    .await?;
    Ok(id)
}

/// What the first form of a case type says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Settings {
    pub name: String,
    pub reply_days: Option<i64>,
}

/// Changes name and promise.
///
/// # Errors
/// [`StoreError::Stale`]; [`StoreError::Conflict`] on `case_type_name`.
pub(crate) async fn save(
    tx: &mut WriteTx,
    id: CaseTypeId,
    version: i64,
    settings: &Settings,
) -> Result<(), StoreError> {
    tx.change_one(
        "UPDATE case_type SET name = ?3, name_key = ?4, reply_days = ?5, version = version + 1
         WHERE id = ?1 AND version = ?2",
        params![id, version, settings.name, folded(&settings.name), settings.reply_days],
    )
    .await
}

/// Opens or shuts a case type for new cases.
///
/// # Errors
/// [`StoreError::Stale`].
pub(crate) async fn set_active(tx: &mut WriteTx, id: CaseTypeId, version: i64, active: bool) -> Result<(), StoreError> {
    tx.change_one(
        "UPDATE case_type SET active = ?3, version = version + 1 WHERE id = ?1 AND version = ?2",
        params![id, version, active],
    )
    .await
}

/// Makes a case type restricted, or lets every approved resident use it.
///
/// # Errors
/// [`StoreError::Stale`].
pub(crate) async fn set_restricted(
    tx: &mut WriteTx,
    id: CaseTypeId,
    version: i64,
    restricted: bool,
) -> Result<(), StoreError> {
    tx.change_one(
        "UPDATE case_type SET restricted = ?3, version = version + 1 WHERE id = ?1 AND version = ?2",
        params![id, version, restricted],
    )
    .await
}

/// Moves a case type one step among those of its unit. At the end it stays where it is; whether it moved.
///
/// The places of all are written anew where they differ, so that they can't come to stand on the same.
///
/// # Errors
/// [`StoreError::Stale`].
pub(crate) async fn step(tx: &mut WriteTx, moved: &CaseType, direction: Direction) -> Result<bool, StoreError> {
    let mut order: Vec<CaseTypeId> = of_unit(tx, moved.unit).await?.iter().map(|one| one.id).collect();
    let Some(place) = order.iter().position(|id| *id == moved.id) else { return Err(StoreError::Stale) };
    let other = match direction {
        Direction::Up => place.checked_sub(1),
        Direction::Down => Some(place + 1).filter(|next| *next < order.len()),
    };
    let Some(other) = other else { return Ok(false) };
    order.swap(place, other);
    for (id, position) in order.iter().zip(1_i64..) {
        tx.execute("UPDATE case_type SET position = ?2 WHERE id = ?1 AND position <> ?2", params![*id, position])
            .await?;
    }
    tx.change_one(
        "UPDATE case_type SET version = version + 1 WHERE id = ?1 AND version = ?2",
        params![moved.id, moved.version],
    )
    .await?;
    Ok(true)
}

/// Ends a case type: it is shut, its name is free, and its cases keep it.
///
/// # Errors
/// [`StoreError::Stale`].
pub(crate) async fn end(tx: &mut WriteTx, id: CaseTypeId, version: i64) -> Result<(), StoreError> {
    let now = tx.now();
    tx.change_one(
        "UPDATE case_type SET ended_at = ?3, active = FALSE, draft = NULL, version = version + 1
         WHERE id = ?1 AND version = ?2 AND ended_at IS NULL",
        params![id, version, now],
    )
    .await
}
