//! What the provider's answer says of a message.

use serde::Deserialize;

/// What the provider calls a message: it helps to ask about it, and says nothing about anybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmsId(String);

impl std::fmt::Display for SmsId {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Why a message was not sent. Nothing of the message stands in it, and nothing that the provider said about the number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// The provider can't be reached, or takes no message from us just now: none goes.
    #[error("{0}")]
    Unreachable(String),
    /// The provider does not take this message now.
    #[error("{0}")]
    Later(String),
    /// The provider will never take this message: the number does not exist, most often.
    #[error("{0}")]
    Refused(String),
}

#[derive(Deserialize)]
struct Answer {
    id: String,
    status: String,
}

const LONGEST_ID: usize = 80;

/// The message as the provider keeps it, or what can be done about it.
pub(crate) fn of_message(status: u16, body: &[u8]) -> Result<SmsId, SendError> {
    if !(200..300).contains(&status) {
        return Err(of_status(status));
    }
    let answer: Answer = serde_json::from_slice(body).map_err(|_| not_an_answer())?;
    let is_id = (1..=LONGEST_ID).contains(&answer.id.len()) && answer.id.bytes().all(|b| b.is_ascii_alphanumeric());
    match answer.status.as_str() {
        "failed" => Err(SendError::Refused("the message: its status is failed".to_owned())),
        _ if is_id => Ok(SmsId(answer.id)),
        _ => Err(not_an_answer()),
    }
}

/// Something between us and the provider answered in its place, such as a proxy's own page.
fn not_an_answer() -> SendError {
    SendError::Unreachable("the answer is not that of an SMS provider".to_owned())
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
        408 | 425 | 500 => SendError::Later(told("the message")),
        400..=499 => SendError::Refused(told("the message")),
        _ => SendError::Unreachable(told("the provider")),
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
        let away = [401, 402, 403, 404, 301, 302, 429, 502, 503, 504];
        assert!(away.iter().all(|status| matches!(of_message(*status, b""), Err(SendError::Unreachable(_)))));
        assert!([408, 500].iter().all(|status| matches!(of_message(*status, b""), Err(SendError::Later(_)))));
        assert!(
            [400, 406, 413, 422].iter().all(|status| matches!(of_message(*status, b""), Err(SendError::Refused(_))))
        );
        let failed = br#"{"status": "failed", "id": "s1"}"#;
        assert!(matches!(of_message(200, failed), Err(SendError::Refused(_))));
        for other in [&b""[..], b"<html>Welcome to the guests' network", b"{}", br#"{"id": "", "status": "created"}"#] {
            assert!(matches!(of_message(200, other), Err(SendError::Unreachable(_))));
        }
    }

    proptest! {
        #[test]
        fn no_words_of_the_provider_are_told_on(status in 100_u16..600, words in "[+a-z0-9 ]{6,40}") {
            if let Err(error) = of_message(status, words.as_bytes()) {
                prop_assert!(!error.to_string().contains(&words));
            }
        }
    }
}
