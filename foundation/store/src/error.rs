//! What can go wrong between the program and its database.

/// A failure of the database, told by what the caller can do about it.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// A rule of the schema refused the change. `constraint` is the same on both databases.
    #[error("the change breaks the rule {constraint}")]
    Conflict {
        /// The name that PostgreSQL gives a unique index or a check; `table.column` for a column that needs a value;
        /// [`StoreError::FOREIGN_KEY`] for a record that others refer to or that refers to none.
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
    /// The database can't be reached or refuses work: disk full, connection lost, shutting down. Only when the connection was
    /// lost during the commit itself may the change stand all the same; a form sent again is then known by its receipt.
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
    /// The name of every rule that one record refers to another; SQLite doesn't tell them apart.
    pub const FOREIGN_KEY: &'static str = "foreign key";

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
            ErrorCode::ConstraintViolation => {
                Self::Conflict { constraint: sqlite_constraint(code.extended_code, &text) }
            }
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

/// SQLite says `UNIQUE constraint failed: account.user_name_key` and names the columns, PostgreSQL the index. What is not
/// listed is a primary key; a test holds the list to the schema.
fn sqlite_constraint(extended_code: i32, message: &str) -> String {
    use rusqlite::ffi;
    let broken = message.split_once("failed: ").map_or(message, |(_, broken)| broken);
    match extended_code {
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY => StoreError::FOREIGN_KEY.to_owned(),
        ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY => match broken {
            "account.user_name_key" => "account_user_name".to_owned(),
            "account.identity_number" => "account_identity_number".to_owned(),
            "account_hsa_id.hsa_id" => "account_hsa_id_unique".to_owned(),
            "yubikey.public_id" => "yubikey_public_id".to_owned(),
            "security_key.credential_id" => "security_key_credential".to_owned(),
            "siths_sign_in.errand_hash" => "siths_sign_in_errand".to_owned(),
            "account_request.account_id" => "account_request_of_account".to_owned(),
            "role.organisation_id, role.name_key" => "role_name".to_owned(),
            "orderable.organisation_id, orderable.name_key" => "orderable_name".to_owned(),
            "care_order.number" => "care_order_number".to_owned(),
            "person.identity_number" => "person_identity_number_key".to_owned(),
            "session.token_hash" => "session_token".to_owned(),
            "case_type.unit_id, case_type.name_key" => "case_type_name".to_owned(),
            "case_type.unit_id, case_type.ready" => "case_type_ready".to_owned(),
            "case_template.unit_id, case_template.name_key" => "case_template_name".to_owned(),
            "care_case.reference" => "care_case_reference".to_owned(),
            "case_draft.owner, case_draft.target, case_draft.about" => "case_draft_of_owner".to_owned(),
            "staff_group.unit_id, staff_group.name_key" => "staff_group_name".to_owned(),
            "customer.person_id, customer.unit_id" => "customer_of_person".to_owned(),
            "visit.assignment_id, visit.occasion" => "visit_of_assignment".to_owned(),
            "support_matter.number" => "support_matter_number".to_owned(),
            "certification_round.unit_id, certification_round.due_on" => "certification_round_of_unit".to_owned(),
            "schedule_feed.secret_hash" => "schedule_feed_secret".to_owned(),
            "audit_leaf.position" => "audit_leaf_position".to_owned(),
            "unit.hsa_id" => "unit_hsa_id_key".to_owned(),
            "unit.import_key" => "unit_import_key_key".to_owned(),
            columns => format!("{}_pkey", columns.split('.').next().unwrap_or(columns)),
        },
        _ => broken.to_owned(),
    }
}

impl From<tokio_postgres::Error> for StoreError {
    fn from(error: tokio_postgres::Error) -> Self {
        let Some(refusal) = error.as_db_error() else {
            return if error.is_closed()
                || std::error::Error::source(&error).is_some_and(|cause| cause.is::<std::io::Error>())
            {
                Self::Unavailable(describe(&error))
            } else {
                Self::Refused(describe(&error))
            };
        };
        let message = || refusal.message().to_owned();
        let code = refusal.code().code();
        match (code.get(..2).unwrap_or_default(), code) {
            (_, "40001" | "40P01") => Self::Busy,
            (_, "23502") => Self::Conflict { constraint: column(refusal) },
            (_, "23503") => Self::Conflict { constraint: Self::FOREIGN_KEY.to_owned() },
            ("23", _) => Self::Conflict { constraint: refusal.constraint().map_or_else(message, str::to_owned) },
            // Also a server that only reads, as a standby does, a transaction that it gave up, and a damaged file.
            ("53" | "57" | "58" | "08", _) | (_, "25006" | "25P03" | "XX001" | "XX002") => Self::Unavailable(message()),
            _ => Self::Refused(message()),
        }
    }
}

fn column(refusal: &tokio_postgres::error::DbError) -> String {
    format!("{}.{}", refusal.table().unwrap_or_default(), refusal.column().unwrap_or_default())
}

fn describe(error: &tokio_postgres::Error) -> String {
    std::error::Error::source(error).map_or_else(|| error.to_string(), |cause| format!("{error}: {cause}"))
}

/// Whatever stops us from connecting: the server can't be used.
pub(crate) fn unreachable_server(error: tokio_postgres::Error) -> StoreError {
    match StoreError::from(error) {
        StoreError::Refused(text) => StoreError::Unavailable(text),
        other => other,
    }
}
