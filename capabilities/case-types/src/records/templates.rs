//! Templates that staff start cases from.

use behorig_access::{Instant, Service, TemplateId, UnitId, Viewer};
use behorig_identity::folded;
use behorig_store::{FromRow, Row, StoreError, Tx, WriteTx, params};
use behorig_visit::PageError;

use crate::rules::{Placeholders, fill};

/// What a template starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TemplateKind {
    /// An information: the resident can't reply.
    Information,
    /// A question: the resident can reply.
    Question,
}

impl TemplateKind {
    /// Both kinds.
    pub const ALL: [Self; 2] = [Self::Information, Self::Question];

    /// As stored.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Information => "information",
            Self::Question => "question",
        }
    }

    /// The kind with this key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// What a template says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateText {
    /// What it starts.
    pub kind: TemplateKind,
    /// What staff pick it by.
    pub name: String,
    /// The heading that the resident reads; it may hold placeholders.
    pub subject: String,
    /// The message; it may hold placeholders.
    pub body: String,
}

/// A template of a clinic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// Its id.
    pub id: TemplateId,
    /// The clinic's unit.
    pub unit: UnitId,
    /// What it says.
    pub text: TemplateText,
    /// Whether staff can start cases from it.
    pub active: bool,
    /// When it was removed.
    pub ended_at: Option<Instant>,
    /// For optimistic locking.
    pub version: i64,
}

impl Template {
    /// The heading and the message with their placeholders filled in.
    #[must_use]
    pub fn fill(&self, with: &Placeholders) -> (String, String) {
        (fill(&self.text.subject, with), fill(&self.text.body, with))
    }
}

const COLUMNS: &str = "t.id, t.unit_id, t.kind, t.name, t.subject, t.body, t.active, t.ended_at, t.version";

impl FromRow for Template {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.next()?,
            unit: row.next()?,
            text: TemplateText {
                kind: {
                    let key: String = row.next()?;
                    TemplateKind::from_key(&key)
                        .ok_or_else(|| StoreError::Shape(format!("no kind of template: {key}")))?
                },
                name: row.next()?,
                subject: row.next()?,
                body: row.next()?,
            },
            active: row.next()?,
            ended_at: row.next()?,
            version: row.next()?,
        })
    }
}

/// The templates of a unit, active or not, by name.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn templates_of_unit(tx: &mut Tx, unit: UnitId) -> Result<Vec<Template>, StoreError> {
    let mut found: Vec<Template> = tx
        .all(
            &format!("SELECT {COLUMNS} FROM case_template t WHERE t.unit_id = ?1 AND t.ended_at IS NULL ORDER BY t.id"),
            params![unit],
        )
        .await?;
    found.sort_by_cached_key(|template| behorig_identity::swedish_sort_key(&template.text.name));
    Ok(found)
}

/// The templates of a unit that staff can start cases from now, by name.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn active_templates(tx: &mut Tx, unit: UnitId) -> Result<Vec<Template>, StoreError> {
    Ok(templates_of_unit(tx, unit).await?.into_iter().filter(|template| template.active).collect())
}

/// A template, removed or not.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn find_template(tx: &mut Tx, id: TemplateId) -> Result<Option<Template>, StoreError> {
    tx.optional(&format!("SELECT {COLUMNS} FROM case_template t WHERE t.id = ?1"), params![id]).await
}

/// A template that is not removed, for someone with service 407 at its unit.
///
/// # Errors
/// [`PageError::NotFound`] or [`PageError::Refused`].
pub(crate) async fn for_viewer(
    tx: &mut Tx,
    viewer: &Viewer,
    id: TemplateId,
    now: Instant,
) -> Result<Template, PageError> {
    let found = find_template(tx, id).await?.ok_or(PageError::NotFound)?;
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
    id: TemplateId,
    version: i64,
    now: Instant,
) -> Result<Template, PageError> {
    let found = for_viewer(tx, viewer, id, now).await?;
    if found.version == version { Ok(found) } else { Err(StoreError::Stale.into()) }
}

/// Makes a template.
///
/// # Errors
/// [`StoreError::Conflict`] on `case_template_name`.
pub(crate) async fn add(
    tx: &mut WriteTx,
    unit: UnitId,
    text: &TemplateText,
    active: bool,
) -> Result<TemplateId, StoreError> {
    let id = TemplateId::new(tx.new_uuid());
    let now = tx.now();
    tx.execute(
        "INSERT INTO case_template (id, unit_id, kind, name, name_key, subject, body, active, created_at, version)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 1)",
        params![id, unit, text.kind.key(), text.name, folded(&text.name), text.subject, text.body, active, now],
    )
    .await?;
    Ok(id)
}

/// Changes a template.
///
/// # Errors
/// [`StoreError::Stale`]; [`StoreError::Conflict`] on `case_template_name`.
pub(crate) async fn save(
    tx: &mut WriteTx,
    id: TemplateId,
    version: i64,
    text: &TemplateText,
    active: bool,
) -> Result<(), StoreError> {
    tx.change_one(
        "UPDATE case_template SET kind = ?3, name = ?4, name_key = ?5, subject = ?6, body = ?7, active = ?8,
             version = version + 1
         WHERE id = ?1 AND version = ?2",
        params![id, version, text.kind.key(), text.name, folded(&text.name), text.subject, text.body, active],
    )
    .await
}

/// Removes a template: its name is free, and cases that were started from it stay as they are.
///
/// # Errors
/// [`StoreError::Stale`].
pub(crate) async fn end(tx: &mut WriteTx, id: TemplateId, version: i64) -> Result<(), StoreError> {
    let now = tx.now();
    tx.change_one(
        "UPDATE case_template SET ended_at = ?3, active = FALSE, version = version + 1
         WHERE id = ?1 AND version = ?2 AND ended_at IS NULL",
        params![id, version, now],
    )
    .await
}
