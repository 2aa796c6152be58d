//! What a request holds, and how one stands.

use behorig_identity::PersonName;
use behorig_web::Message;

/// What somebody writes to the administrator, at most, in characters.
const LONGEST_MESSAGE: usize = 500;

/// A few lines of free text: what they write, or why the administrator says no.
///
/// # Errors
/// What to do about it.
pub(crate) fn lines(typed: &str) -> Result<String, Message> {
    let text = typed.replace("\r\n", "\n").trim().to_owned();
    if text.chars().count() > LONGEST_MESSAGE {
        return Err(Message::new("new-account-too-long").with("most", LONGEST_MESSAGE as i64));
    }
    Ok(text)
}

/// A name as a card writes it, such as `KARIN  EK`, if it can be one.
pub(crate) fn name(said: &str) -> Option<String> {
    PersonName::parse(said).ok().map(|name| name.as_str().to_owned())
}

/// How a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// An administrator has not answered.
    Waiting,
    /// Permissions were given.
    Approved,
    /// It was declined.
    Declined,
}

impl Standing {
    pub(crate) const fn of(approved: Option<bool>) -> Self {
        match approved {
            None => Self::Waiting,
            Some(true) => Self::Approved,
            Some(false) => Self::Declined,
        }
    }

    /// The text id of its name.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Waiting => "new-account-waiting",
            Self::Approved => "new-account-approved",
            Self::Declined => "new-account-declined",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_keeps_its_lines_and_has_an_end() {
        assert_eq!(lines(" Hej!\r\nJag är ny. "), Ok("Hej!\nJag är ny.".to_owned()));
        assert_eq!(lines(&"å".repeat(500)).map(|text| text.chars().count()), Ok(500));
        assert!(lines(&"å".repeat(501)).is_err());
    }

    #[test]
    fn a_request_waits_until_somebody_answers() {
        assert_eq!(Standing::of(None), Standing::Waiting);
        assert_eq!(Standing::of(Some(true)), Standing::Approved);
        assert_eq!(Standing::of(Some(false)), Standing::Declined);
    }
}
