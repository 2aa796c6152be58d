//! What everyone chooses for themselves: signature, letters, language.

use behorig_access::AccountId;
use behorig_store::{Event, FieldChange, FromRow, Recorded, Row, StoreError, Tx, WriteTx, params};
use behorig_web::Lang;

/// What somebody can have a letter about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    /// A new case stands in the inbox that they assign from.
    NewCase,
    /// A case was assigned to them.
    Assigned,
    /// A resident wrote in a case of theirs, or can no longer do so.
    Reply,
    /// Internal mail has come.
    Internal,
}

impl NoticeKind {
    /// Every kind, as the page lists them.
    pub const ALL: [Self; 4] = [Self::NewCase, Self::Assigned, Self::Reply, Self::Internal];

    /// As it is sent by the form and stands in the history.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::NewCase => "new-case",
            Self::Assigned => "assigned",
            Self::Reply => "reply",
            Self::Internal => "internal",
        }
    }

    /// The kind with this key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// Text id of what it tells.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::NewCase => "accounts-notice-new-case",
            Self::Assigned => "accounts-notice-assigned",
            Self::Reply => "accounts-notice-reply",
            Self::Internal => "accounts-notice-internal",
        }
    }
}

/// What everyone chooses for themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnChoices {
    /// What stands under what one signs.
    pub signature: Option<String>,
    /// Of what letters are wanted, in the order of [`NoticeKind::ALL`].
    pub notices: Vec<NoticeKind>,
    /// The language of notices.
    pub language: Lang,
    /// For optimistic locking.
    pub version: i64,
}

impl OwnChoices {
    fn wants(&self, kind: NoticeKind) -> bool {
        self.notices.contains(&kind)
    }

    /// The kinds as the history keeps them; nothing where no letter is wanted.
    fn notices_kept(&self) -> Option<String> {
        let keys: Vec<&str> = self.notices.iter().map(|kind| kind.key()).collect();
        (!keys.is_empty()).then(|| keys.join(" "))
    }
}

impl FromRow for OwnChoices {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let signature = row.next()?;
        let language = Lang::from_code(&row.next::<String>()?).unwrap_or_default();
        let version = row.next()?;
        let mut notices = Vec::new();
        for kind in NoticeKind::ALL {
            if row.next()? {
                notices.push(kind);
            }
        }
        Ok(Self { signature, notices, language, version })
    }
}

/// The choices of an account's owner.
pub(crate) async fn own_choices(tx: &mut Tx, account: AccountId) -> Result<OwnChoices, StoreError> {
    tx.one(
        "SELECT signature, language, version, notices AND notice_new_case, notices AND notice_assigned,
             notices AND notice_reply, notices AND notice_internal
         FROM account WHERE id = ?1",
        params![account],
    )
    .await
}

/// The address that letters to an account go to.
pub(crate) async fn own_address(tx: &mut Tx, account: AccountId) -> Result<Option<String>, StoreError> {
    let (email,): (Option<String>,) = tx.one("SELECT email FROM account WHERE id = ?1", params![account]).await?;
    Ok(email)
}

/// Saves what the owner of an account chose, on the version that they saw.
///
/// # Errors
/// [`StoreError::Stale`] where the account was changed in the meantime.
pub async fn save_own(tx: &mut WriteTx, account: AccountId, new: &OwnChoices) -> Result<Recorded<()>, StoreError> {
    let old = own_choices(tx, account).await?;
    tx.change_one(
        "UPDATE account SET signature = ?3, language = ?4, notices = ?5, notice_new_case = ?6, notice_assigned = ?7,
             notice_reply = ?8, notice_internal = ?9, version = version + 1
         WHERE id = ?1 AND version = ?2",
        params![
            account,
            new.version,
            new.signature,
            new.language.code(),
            !new.notices.is_empty(),
            new.wants(NoticeKind::NewCase),
            new.wants(NoticeKind::Assigned),
            new.wants(NoticeKind::Reply),
            new.wants(NoticeKind::Internal)
        ],
    )
    .await?;
    let changed = [
        ("signature", old.signature.clone(), new.signature.clone()),
        ("notices", old.notices_kept(), new.notices_kept()),
        ("language", Some(old.language.code().to_owned()), Some(new.language.code().to_owned())),
    ];
    let changes: Vec<FieldChange> = changed
        .into_iter()
        .filter(|(_, old, new)| old != new)
        .map(|(field, old, new)| FieldChange { field: field.to_owned(), old, new })
        .collect();
    let recorded = tx.record(Event::change("accounts.own-choices", "account", account)).await?;
    tx.history(&recorded, "account", account.uuid(), &changes).await?;
    Ok(recorded)
}
