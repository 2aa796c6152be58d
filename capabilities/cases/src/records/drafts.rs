//! What somebody is writing and has not sent: one draft for each owner and target.

use behorig_access::{CaseId, CaseTypeId, DraftId, Holder, Instant, PersonId, UnitId};
use behorig_store::{FromRow, Param, Row, StoreError, ToParam as _, Tx, WriteTx, params};
use uuid::Uuid;

/// Whose draft, of what, for whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DraftKey {
    owner: Uuid,
    target: Uuid,
    about: Uuid,
}

impl DraftKey {
    fn own(owner: Holder, target: Uuid) -> Self {
        let owner = match owner {
            Holder::Account(id) => id.uuid(),
            Holder::Person(id) => id.uuid(),
        };
        Self { owner, target, about: owner }
    }

    pub(super) fn values(&self) -> [Param<'_>; 3] {
        [self.owner.to_param(), self.target.to_param(), self.about.to_param()]
    }

    /// Of something that is written in a case.
    #[must_use]
    pub fn in_case(owner: Holder, case: CaseId) -> Self {
        Self::own(owner, case.uuid())
    }

    /// Of a new case to residents of a clinic.
    #[must_use]
    pub fn of_new_case(owner: Holder, unit: UnitId) -> Self {
        Self::own(owner, unit.uuid())
    }

    /// Of new internal mail from a unit: about nobody, which tells it from a new case there.
    #[must_use]
    pub fn of_new_mail(owner: Holder, unit: UnitId) -> Self {
        Self { about: Uuid::nil(), ..Self::own(owner, unit.uuid()) }
    }

    /// Of a new case of a type, for the owner or a child of theirs.
    #[must_use]
    pub fn of_case_type(owner: PersonId, case_type: CaseTypeId, about: PersonId) -> Self {
        Self { about: about.uuid(), ..Self::own(Holder::Person(owner), case_type.uuid()) }
    }
}

/// A draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its id: files hang on it, and it is named when it is sent.
    pub id: DraftId,
    /// What was written, in whatever form its page gave it.
    pub content: String,
    /// When it was last kept.
    pub updated_at: Instant,
    /// Rises with each keeping.
    pub version: i64,
}

/// The draft, where there is one.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn draft_of(tx: &mut Tx, key: DraftKey) -> Result<Option<Draft>, StoreError> {
    tx.optional(DRAFT, &key.values()).await
}

/// The draft with a key, whose values are [`DraftKey::values`].
pub(super) const DRAFT: &str =
    "SELECT id, content, updated_at, version FROM case_draft WHERE owner = ?1 AND target = ?2 AND about = ?3";

impl FromRow for Draft {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { id: row.next()?, content: row.next()?, updated_at: row.next()?, version: row.next()? })
    }
}

/// Keeps what is being written, over what was kept before.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn keep_draft(tx: &mut WriteTx, key: DraftKey, content: &str) -> Result<DraftId, StoreError> {
    let (id, now) = (tx.new_uuid(), tx.now());
    let (id,): (DraftId,) = tx
        .one(
            "INSERT INTO case_draft (id, owner, target, about, content, updated_at, version) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1)
             ON CONFLICT (owner, target, about) DO UPDATE SET content = excluded.content, updated_at = excluded.updated_at,
                 version = case_draft.version + 1
             RETURNING id",
            params![id, key.owner, key.target, key.about, content, now],
        )
        .await?;
    Ok(id)
}

/// Throws a draft away, with its files.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn drop_draft(tx: &mut WriteTx, key: DraftKey) -> Result<(), StoreError> {
    if let Some(draft) = draft_of(tx, key).await? {
        super::files::let_files_go(tx, draft.id).await?;
        tx.execute("DELETE FROM case_draft WHERE id = ?1", params![draft.id]).await?;
    }
    Ok(())
}
