//! What can go wrong in a call to BankID.

use crate::codes::codes;
use serde::Deserialize;

codes! {
    /// Why BankID refused a call.
    ErrorCode {
        /// The person already has an order under way; BankID has now cancelled that one too.
        AlreadyInProgress = "alreadyInProgress",
        /// We asked for something wrong: our fault, not the person's.
        InvalidParameters = "invalidParameters",
        /// The order was cancelled meanwhile.
        Cancelled = "canceled",
        /// Our client certificate may not do this.
        Unauthorized = "unauthorized",
        /// No such order: collected already, too old, or never made by us.
        NotFound = "notFound",
        /// Not a POST.
        MethodNotAllowed = "methodNotAllowed",
        /// The call took too long to arrive.
        RequestTimeout = "requestTimeout",
        /// Not exactly `application/json`.
        UnsupportedMediaType = "unsupportedMediaType",
        /// We ask too often.
        TooManyRequests = "tooManyRequests",
        /// BankID itself failed. The order must not be retried by itself; the person may try again.
        InternalError = "internalError",
        /// BankID is closed for maintenance.
        Maintenance = "Maintenance",
    }
}

/// Why a call gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum BankIdError {
    /// BankID answered that it refuses.
    #[error("BankID refused with HTTP status {status}, {code}: {details}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// The code, unknown and empty when the answer had none.
        code: ErrorCode,
        /// BankID's explanation for developers, cut at 200 characters. Not for the person.
        details: String,
        /// Seconds until a new call is welcome, when BankID said so (`RateLimit-Reset`).
        wait_seconds: Option<u64>,
    },
    /// No connection, a certificate that either side does not trust, or no answer in time.
    #[error("BankID could not be reached: {0}")]
    Unreachable(#[source] reqwest::Error),
    /// An answer that is too large or not of the agreed form. Its content is not kept: it may hold personal data.
    #[error("BankID's answer could not be read")]
    NotAnAnswer,
}

impl BankIdError {
    /// The code of a refusal; `None` when BankID was not reached or not understood.
    #[must_use]
    pub fn code(&self) -> Option<&ErrorCode> {
        match self {
            Self::Refused { code, .. } => Some(code),
            Self::Unreachable(_) | Self::NotAnAnswer => None,
        }
    }

    /// Reads the body of a refusal, which may be no JSON at all when something between us and BankID answered.
    pub(crate) fn refused(status: u16, body: &[u8], wait_seconds: Option<u64>) -> Self {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Body {
            error_code: String,
            #[serde(default)]
            details: String,
        }
        let (code, details) = match serde_json::from_slice::<Body>(body) {
            Ok(body) => (code_ignoring_case(&body.error_code), body.details.chars().take(200).collect()),
            Err(_) => (ErrorCode::Unknown(String::new()), String::new()),
        };
        Self::Refused { status, code, details, wait_seconds }
    }
}

/// BankID's own documents differ on the case of *maintenance*; no code differs from another in case alone.
fn code_ignoring_case(code: &str) -> ErrorCode {
    if code.eq_ignore_ascii_case(ErrorCode::Maintenance.code()) {
        ErrorCode::Maintenance
    } else {
        ErrorCode::from_code(code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code_of(body: &str) -> ErrorCode {
        BankIdError::refused(400, body.as_bytes(), None).code().unwrap().clone()
    }

    #[test]
    fn a_refusal_is_read_by_its_code() {
        let body = r#"{"errorCode":"alreadyInProgress","details":"Order already in progress for pno"}"#;
        assert_eq!(code_of(body), ErrorCode::AlreadyInProgress);
        assert_eq!(code_of(r#"{"errorCode":"Maintenance"}"#), ErrorCode::Maintenance);
        assert_eq!(code_of(r#"{"errorCode":"maintenance"}"#), ErrorCode::Maintenance);
        assert_eq!(code_of(r#"{"errorCode":"somethingNew"}"#), ErrorCode::Unknown("somethingNew".to_owned()));
    }

    #[test]
    fn a_refusal_from_something_in_between_is_understood_as_one() {
        assert_eq!(code_of("<html>502 Bad Gateway</html>"), ErrorCode::Unknown(String::new()));
    }

    #[test]
    fn a_long_explanation_is_cut() {
        let body = format!(r#"{{"errorCode":"internalError","details":"{}"}}"#, "x".repeat(10_000));
        let BankIdError::Refused { details, .. } = BankIdError::refused(500, body.as_bytes(), None) else {
            panic!("a refusal")
        };
        assert_eq!(details.len(), 200);
    }
}
