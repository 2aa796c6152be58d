//! What can go wrong between the program and its database.

/// A failure of the database, told by what the caller can do about it.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// A uniqueness or check rule of the schema refused the change. `constraint` is the name of the rule: on SQLite it is made
    /// from the index or the columns that it names, so that both databases speak of the same thing.
    #[error("the change breaks the rule {constraint}")]
    Conflict {
        /// The index or constraint, or `table.column` where SQLite names no more.
        constraint: String,
    },
    /// The record was changed by someone else since it was read (optimistic locking by version).
    #[error("the record was changed by someone else in the meantime")]
    Stale,
    /// A row that must exist does not.
    #[error("no such record")]
    Missing,
    /// Two transactions could not be put in order, even after trying again.
    #[error("the database is busy with a change to the same records")]
    Busy,
    /// The database can't be reached or refuses work: disk full, connection lost, shutting down.
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
    /// A value has another type than the program expects: a fault in the program or a foreign hand in the database.
    #[error("a stored value is not what the program expects: {0}")]
    Shape(String),
    /// Any other answer of the database: a fault in the program.
    #[error("the database refused a statement: {0}")]
    Refused(String),
}

impl StoreError {
    /// Whether the failure is the schema rule named `constraint`.
    #[must_use]
    pub fn is_conflict_on(&self, constraint: &str) -> bool {
        matches!(self, Self::Conflict { constraint: broken } if broken == constraint)
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        let rusqlite::Error::SqliteFailure(code, ref message) = error else {
            return Self::Refused(error.to_string());
        };
        let text = message.clone().unwrap_or_else(|| code.to_string());
        match code.code {
            ErrorCode::ConstraintViolation => Self::Conflict { constraint: sqlite_constraint(&text) },
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
            ErrorCode::DiskFull
            | ErrorCode::CannotOpen
            | ErrorCode::SystemIoFailure
            | ErrorCode::ReadOnly
            | ErrorCode::OutOfMemory
            | ErrorCode::DatabaseCorrupt
            | ErrorCode::NotADatabase => Self::Unavailable(text),
            _ => Self::Refused(text),
        }
    }
}

/// SQLite says `UNIQUE constraint failed: account.user_name_key` and names the columns, PostgreSQL the index. The table below
/// makes the two the same for the rules that a form can break.
fn sqlite_constraint(message: &str) -> String {
    let columns = message.rsplit("failed: ").next().unwrap_or(message);
    match columns {
        "account.user_name_key" => "account_user_name",
        "account.identity_number" => "account_identity_number",
        "account_hsa_id.hsa_id" => "account_hsa_id_unique",
        "yubikey.public_id" => "yubikey_public_id",
        "role.organisation_id, role.name_key" => "role_name",
        "care_order.number" => "care_order_number",
        "form_receipt.key" => "form_receipt_pkey",
        "person.identity_number" => "person_identity_number_key",
        "unit.hsa_id" => "unit_hsa_id_key",
        "unit.import_key" => "unit_import_key_key",
        other => other,
    }
    .to_owned()
}

impl From<tokio_postgres::Error> for StoreError {
    fn from(error: tokio_postgres::Error) -> Self {
        use tokio_postgres::error::SqlState;
        let Some(refusal) = error.as_db_error() else {
            return if error.is_closed()
                || std::error::Error::source(&error).is_some_and(|cause| cause.is::<std::io::Error>())
            {
                Self::Unavailable(error.to_string())
            } else {
                Self::Refused(describe(&error))
            };
        };
        let code = refusal.code();
        if *code == SqlState::T_R_SERIALIZATION_FAILURE || *code == SqlState::T_R_DEADLOCK_DETECTED {
            Self::Busy
        } else if code.code().starts_with("23") {
            Self::Conflict { constraint: refusal.constraint().unwrap_or(refusal.message()).to_owned() }
        } else if matches!(code.code().get(..2), Some("53" | "57" | "58" | "08")) {
            Self::Unavailable(refusal.message().to_owned())
        } else {
            Self::Refused(refusal.message().to_owned())
        }
    }
}

fn describe(error: &tokio_postgres::Error) -> String {
    std::error::Error::source(error).map_or_else(|| error.to_string(), |cause| format!("{error}: {cause}"))
}

impl From<deadpool_postgres::PoolError> for StoreError {
    fn from(error: deadpool_postgres::PoolError) -> Self {
        match error {
            deadpool_postgres::PoolError::Backend(cause) => match Self::from(cause) {
                Self::Refused(text) => Self::Unavailable(text),
                other => other,
            },
            other => Self::Unavailable(other.to_string()),
        }
    }
}
