//! A letter, before it is written and when it is about to be sent.

use behorig_access::Instant;

use crate::Address;

behorig_access::id! {
    /// Which letter. It says nothing about anybody, and stands in logs and in the letter's own `Message-ID`.
    LetterId,
}

behorig_store::id_column! { LetterId }

/// A letter to be written. `Debug` shows neither to whom nor what.
#[derive(Clone)]
pub struct Letter {
    pub(crate) kind: &'static str,
    pub(crate) recipient: Address,
    pub(crate) subject: String,
    pub(crate) body: String,
    pub(crate) give_up_at: Instant,
}

impl Letter {
    /// A letter to one address. `kind` names it in logs. The subject is stored as it is, so it may hold no secret; the body may.
    /// Whatever would end a header line in the subject becomes a blank. After `give_up_at` nobody is helped by it any more: it is
    /// not sent then, and its body is wiped. A text message has no subject: leave it empty.
    #[must_use]
    pub fn new(
        kind: &'static str,
        recipient: impl Into<Address>,
        subject: &str,
        body: String,
        give_up_at: Instant,
    ) -> Self {
        let subject: String = subject
            .chars()
            .map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c })
            .collect();
        // A text that holds NUL is none to PostgreSQL, and no mail may hold one.
        let body = body.replace('\0', "");
        Self { kind, recipient: recipient.into(), subject: subject.trim().to_owned(), body, give_up_at }
    }
}

impl std::fmt::Debug for Letter {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Letter({}, ****)", self.kind)
    }
}

/// A letter in a carrier's hands. `Debug` shows neither to whom nor what.
#[derive(Clone, PartialEq, Eq)]
pub struct Post {
    /// The same however often the letter is sent, so that its reader's program knows a repeat.
    pub id: LetterId,
    /// What it is called in logs.
    pub kind: String,
    /// To whom.
    pub recipient: Address,
    /// One line; empty in a text message.
    pub subject: String,
    /// The text, which may hold a secret.
    pub body: String,
    /// When it was written.
    pub written_at: Instant,
}

impl std::fmt::Debug for Post {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Post({}, {}, ****)", self.id, self.kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use behorig_identity::Email;
    use proptest::prelude::*;

    fn letter(subject: &str) -> Letter {
        Letter::new(
            "test",
            Email::parse("eva@a.example").unwrap(),
            subject,
            "https://a.example/secret".to_owned(),
            Instant(0),
        )
    }

    #[test]
    fn a_letter_prints_neither_to_whom_nor_what() {
        assert_eq!(format!("{:?}", letter("Hej Eva")), "Letter(test, ****)");
    }

    proptest! {
        #[test]
        fn no_subject_ends_its_own_header_line(subject: String) {
            prop_assert!(!letter(&subject).subject.chars().any(char::is_control));
        }
    }
}
