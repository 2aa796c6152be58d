//! What the provider's answer says of a message.

use serde::Deserialize;
use serde_json::Value;

/// What the provider calls a message that it took: it helps to ask about it, and says nothing about anybody. Prints `without an id`
/// where the provider gave none, or none that can stand in a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmsId(Option<String>);

impl SmsId {
    fn of(given: Option<&str>) -> Self {
        let is_safe = |id: &&str| {
            (1..=LONGEST_ID).contains(&id.len())
                && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        };
        Self(given.filter(is_safe).map(str::to_owned))
    }
}

impl std::fmt::Display for SmsId {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.0.as_deref().unwrap_or("without an id"))
    }
}

/// Why a message is not known to be sent. Nothing of the message stands in it, and nothing that the provider said about the number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// The provider can't be reached, or takes no message from us just now: none goes.
    #[error("{0}")]
    Unreachable(String),
    /// The message went to the provider, and what became of it there is not known: sent again, it may come twice.
    #[error("{0}")]
    NotKnown(String),
    /// The provider does not take this message now.
    #[error("{0}")]
    Later(String),
    /// The provider will never take this message: the number does not exist, most often.
    #[error("{0}")]
    Refused(String),
}

/// What is read of the answer: none of it need be there.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Answer {
    id: Value,
    status: Value,
}

const LONGEST_ID: usize = 80;

/// The message as the provider keeps it, or what can be done about it. A success is one whatever else the answer says, unless it
/// says that the message failed: whoever doubts it sends the message again.
pub(crate) fn of_message(status: u16, body: &[u8]) -> Result<SmsId, SendError> {
    if !(200..300).contains(&status) {
        return Err(of_status(status));
    }
    let answer: Answer = serde_json::from_slice(body).unwrap_or_default();
    match answer.status.as_str() {
        Some("failed") => Err(SendError::Refused("the message: its status is failed".to_owned())),
        _ => Ok(SmsId::of(answer.id.as_str())),
    }
}

/// What another status than success says. Its words are never told on: they may repeat the number.
pub(crate) fn of_status(status: u16) -> SendError {
    let told = |what: &str| format!("{what}: HTTP {status}");
    match status {
        401 => SendError::Unreachable(told("the login")),
        // No money left on the account is told by 403.
        402 | 403 => SendError::Unreachable(told("the account may not send, or has no money left")),
        404 | 405 => SendError::Unreachable(told("the address is not that of the API")),
        300..=399 => SendError::Unreachable(told("the provider is somewhere else")),
        429 => SendError::Unreachable(told("too much was sent at once")),
        408 | 425 => SendError::Later(told("the message")),
        400..=499 => SendError::Refused(told("the message")),
        // It may have failed before the message was taken or after.
        _ => SendError::NotKnown(told("the provider")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_documented_answer_is_a_message_that_is_taken() {
        let body = br#"{"status": "created", "direction": "outgoing", "from": "Kliniken", "created": "2018-07-13T13:57:23.741000",
            "to": "+46701740605", "cost": 3500, "id": "s70df59406a1b4643b96f3f91e0bfb7b0"}"#;
        assert_eq!(of_message(200, body).unwrap().to_string(), "s70df59406a1b4643b96f3f91e0bfb7b0");
    }

    #[test]
    fn what_is_about_us_loses_no_message_and_what_is_about_the_number_is_not_tried_again() {
        let away = [401, 402, 403, 404, 301, 302, 429];
        assert!(away.iter().all(|status| matches!(of_message(*status, b""), Err(SendError::Unreachable(_)))));
        assert!([408, 425].iter().all(|status| matches!(of_message(*status, b""), Err(SendError::Later(_)))));
        let broken = [500, 502, 503, 504, 599];
        assert!(broken.iter().all(|status| matches!(of_message(*status, b""), Err(SendError::NotKnown(_)))));
        assert!(
            [400, 406, 413, 422].iter().all(|status| matches!(of_message(*status, b""), Err(SendError::Refused(_))))
        );
        let failed = br#"{"status": "failed", "id": "s1"}"#;
        assert!(matches!(of_message(200, failed), Err(SendError::Refused(_))));
    }

    #[test]
    fn a_message_that_was_taken_is_so_whatever_it_is_called_and_an_odd_name_is_not_told_on() {
        let named = |status, body: &[u8]| of_message(status, body).unwrap().to_string();
        assert_eq!(named(201, br#"{"id": "5e_1-A", "status": "queued"}"#), "5e_1-A");
        assert_eq!(named(202, br#"{"id": "s1"}"#), "s1");
        let long = format!(r#"{{"id": "{}"}}"#, "s".repeat(81));
        for odd in [
            "",
            "OK",
            "{}",
            "[]",
            r#"{"id": 7, "status": 1}"#,
            r#"{"id": ""}"#,
            r#"{"id": "+46701740605"}"#,
            r#"{"id": "a\nb"}"#,
            &long,
        ] {
            assert_eq!(named(200, odd.as_bytes()), "without an id", "{odd}");
        }
    }

    proptest! {
        #[test]
        fn no_words_of_the_provider_are_told_on(status in 100_u16..600, words in "[+a-z0-9 ]{6,40}") {
            let told = match of_message(status, words.as_bytes()) {
                Ok(id) => id.to_string(),
                Err(error) => error.to_string(),
            };
            prop_assert!(!told.contains(&words));
        }
    }
}
