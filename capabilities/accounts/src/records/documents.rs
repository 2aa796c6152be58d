//! The typed files of an account: agreements, identity documents, certificates. Never deleted, only ended.

use behorig_access::{AccountId, DocumentId, Instant};
use behorig_store::{Event, FieldChange, FromRow, Recorded, Row, StoreError, Tx, WriteTx, params};

/// The largest file, in bytes.
pub const MOST_BYTES: usize = 20 * 1024 * 1024;

/// What kind of document it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentType {
    /// *Anställningsavtal*.
    Agreement,
    /// *Legitimation*.
    Licence,
    /// *Intyg*.
    Certificate,
    /// *Övrigt*.
    Other,
}

impl DocumentType {
    /// Every kind, in the order of the list.
    pub const ALL: [Self; 4] = [Self::Agreement, Self::Licence, Self::Certificate, Self::Other];

    /// As stored.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Agreement => "agreement",
            Self::Licence => "licence",
            Self::Certificate => "certificate",
            Self::Other => "other",
        }
    }

    /// The text id of its name.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Agreement => "accounts-document-agreement",
            Self::Licence => "accounts-document-licence",
            Self::Certificate => "accounts-document-certificate",
            Self::Other => "accounts-document-other",
        }
    }

    /// The kind stored under this word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// A file to be kept, judged by its content.
#[derive(Debug, Clone)]
pub struct NewDocument {
    /// What kind.
    pub kind: DocumentType,
    /// The file's name, without folders.
    pub name: String,
    /// What its content is.
    pub media_type: &'static str,
    /// The content.
    pub content: Vec<u8>,
}

/// A kept file, without its content.
#[derive(Debug, Clone)]
pub struct StoredDocument {
    /// Its id.
    pub id: DocumentId,
    /// What kind.
    pub kind: DocumentType,
    /// The file's name.
    pub name: String,
    /// How large it is, in bytes.
    pub size: i64,
    /// When it was added.
    pub added_at: Instant,
    /// By whom.
    pub added_by: Option<String>,
}

impl FromRow for StoredDocument {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.next()?,
            kind: DocumentType::from_key(&row.next::<String>()?).unwrap_or(DocumentType::Other),
            name: row.next()?,
            size: row.next()?,
            added_at: row.next()?,
            added_by: row.next()?,
        })
    }
}

/// The live files of an account, the latest first.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn documents_of(tx: &mut Tx, account: AccountId) -> Result<Vec<StoredDocument>, StoreError> {
    tx.all(
        "SELECT d.id, d.document_type, d.name, d.size, d.added_at, a.given_name || ' ' || a.family_name
         FROM account_document d LEFT JOIN shown_account a ON a.id = d.added_by
         WHERE d.account_id = ?1 AND d.ended_at IS NULL ORDER BY d.added_at DESC, d.id DESC LIMIT 200",
        params![account],
    )
    .await
}

/// A live file of an account: its name, what it is, and its content.
pub(crate) async fn document(
    tx: &mut Tx,
    account: AccountId,
    id: DocumentId,
) -> Result<Option<(String, String, Vec<u8>)>, StoreError> {
    tx.optional(
        "SELECT name, media_type, content FROM account_document WHERE id = ?1 AND account_id = ?2 AND ended_at IS NULL",
        params![id, account],
    )
    .await
}

/// Keeps a file.
pub(crate) async fn add_document(
    tx: &mut WriteTx,
    account: AccountId,
    new: &NewDocument,
) -> Result<Recorded<()>, StoreError> {
    let id = DocumentId::new(tx.new_uuid());
    let (now, by) = (tx.now(), tx.actor().account);
    let size = i64::try_from(new.content.len()).unwrap_or(i64::MAX);
    tx.execute(
        "INSERT INTO account_document (id, account_id, document_type, name, media_type, size, content, added_at, added_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![id, account, new.kind.key(), new.name, new.media_type, size, new.content, now, by],
    )
    .await?;
    let change = FieldChange { field: "document".to_owned(), old: None, new: Some(new.name.clone()) };
    let recorded = tx.record(Event::change("accounts.documents.add", "account", account)).await?;
    tx.history(&recorded, "account", account.uuid(), &[change]).await?;
    Ok(recorded)
}

/// Ends a file: it is no longer shown, and the history says that it was there.
///
/// # Errors
/// [`StoreError::Stale`] where it has ended already.
pub(crate) async fn end_document(
    tx: &mut WriteTx,
    account: AccountId,
    id: DocumentId,
) -> Result<Recorded<()>, StoreError> {
    let now = tx.now();
    let named: Option<(String,)> = tx
        .optional("SELECT name FROM account_document WHERE id = ?1 AND account_id = ?2", params![id, account])
        .await?;
    tx.change_one(
        "UPDATE account_document SET ended_at = ?3 WHERE id = ?1 AND account_id = ?2 AND ended_at IS NULL",
        params![id, account, now],
    )
    .await?;
    let change = FieldChange { field: "document".to_owned(), old: named.map(|(name,)| name), new: None };
    let recorded = tx.record(Event::change("accounts.documents.end", "account", account)).await?;
    tx.history(&recorded, "account", account.uuid(), &[change]).await?;
    Ok(recorded)
}
