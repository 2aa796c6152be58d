//! E-mail addresses.

use crate::field_error::field_error;
use crate::pasted::is_blank;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

/// The longest address that a mail server takes (RFC 5321 4.5.3.1.3, less its angle brackets), in bytes.
const LONGEST_ADDRESS: usize = 254;
const LONGEST_INPUT: usize = 512;
const LONGEST_LOCAL_PART: usize = 64;
const LONGEST_LABEL: usize = 63;

field_error! {
    /// Why a text is not an e-mail address.
    EmailError {
        /// Nothing but blanks.
        Empty = "email-empty", "the e-mail address is empty";
        /// More than 254 bytes, or more than 64 before the `@`.
        TooLong = "email-too-long", "the e-mail address is too long";
        /// No `@`.
        MissingAt = "email-missing-at", "the e-mail address has no @";
        /// A blank in the middle, a second `@`, a control character, or a letter such as å before the `@`.
        ForbiddenCharacter = "email-forbidden-character", "the e-mail address holds a character that addresses cannot";
        /// Nothing before the `@`, or full stops where none can stand.
        WrongLocalPart = "email-wrong-local-part", "what stands before the @ is not a mailbox";
        /// What follows the `@` is not a domain with a full stop in it.
        WrongDomain = "email-wrong-domain", "what follows the @ is not a domain";
    }
}

/// An e-mail address that can be written to: one mailbox at one domain.
///
/// The mailbox keeps its case, as its owner writes it; addresses are compared without regard to case, as mail servers
/// do. The domain is kept in lower case, and in its own letters where it has others than a–z (`räksmörgås.se`): who
/// sends the mail translates it. Quoted mailboxes, addresses with a name, comments and literal network addresses are
/// refused; whether anybody reads the mail is found out by writing to it.
///
/// It belongs to a person, who may have a protected identity: `Debug` is masked and there is no `Display`.
#[derive(Clone)]
pub struct Email {
    address: String,
    folded: String,
}

impl Email {
    /// Reads a typed or pasted address.
    ///
    /// # Errors
    /// The first cause found.
    pub fn parse(text: &str) -> Result<Self, EmailError> {
        let text = text.trim_matches(is_blank);
        if text.is_empty() {
            return Err(EmailError::Empty);
        }
        if text.len() > LONGEST_INPUT {
            return Err(EmailError::TooLong);
        }
        let (local, domain) = text.split_once('@').ok_or(EmailError::MissingAt)?;
        check_local_part(local)?;
        let domain = domain.to_lowercase();
        check_domain(&domain)?;
        let address = format!("{local}@{domain}");
        if address.len() > LONGEST_ADDRESS {
            return Err(EmailError::TooLong);
        }
        Ok(Self { folded: address.to_ascii_lowercase(), address })
    }

    /// The address, for screens, storage and the mail itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.address
    }

    /// The address in lower case, by which addresses are compared and found.
    #[must_use]
    pub fn folded(&self) -> &str {
        &self.folded
    }
}

impl Email {
    /// The address as pages and logs of who was written to show it: `e***@example.se`.
    #[must_use]
    pub fn masked(&self) -> String {
        let (local, domain) = self.address.split_once('@').unwrap_or_default();
        // Of a mailbox of two letters, one would be half of it.
        let first = local.chars().next().filter(|_| local.len() > 2);
        format!("{}***@{domain}", first.map(String::from).unwrap_or_default())
    }
}

fn check_local_part(local: &str) -> Result<(), EmailError> {
    if let Some(c) = local.chars().find(|&c| !is_mailbox_character(c)) {
        let cause = if c == '"' { EmailError::WrongLocalPart } else { EmailError::ForbiddenCharacter };
        return Err(cause);
    }
    if local.len() > LONGEST_LOCAL_PART {
        return Err(EmailError::TooLong);
    }
    if local.split('.').any(str::is_empty) {
        return Err(EmailError::WrongLocalPart);
    }
    Ok(())
}

/// `atext` of RFC 5322 3.2.3, and the full stop between atoms.
fn is_mailbox_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c)
}

fn check_domain(domain: &str) -> Result<(), EmailError> {
    if domain.chars().any(|c| is_blank(c) || c.is_control() || c == '@') {
        return Err(EmailError::ForbiddenCharacter);
    }
    let labels: Vec<&str> = domain.split('.').collect();
    let is_label = |label: &&str| {
        (1..=LONGEST_LABEL).contains(&label.len())
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    // A last label of digits alone would be a network address.
    let has_top = labels.last().is_some_and(|top| top.chars().any(char::is_alphabetic));
    if labels.len() < 2 || !has_top || !labels.iter().all(is_label) {
        return Err(EmailError::WrongDomain);
    }
    Ok(())
}

impl PartialEq for Email {
    fn eq(&self, other: &Self) -> bool {
        self.folded == other.folded
    }
}

impl Eq for Email {}

impl PartialOrd for Email {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Email {
    fn cmp(&self, other: &Self) -> Ordering {
        self.folded.cmp(&other.folded)
    }
}

impl Hash for Email {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.folded.hash(state);
    }
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email(****)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_address_keeps_its_case_and_is_compared_without_it() {
        let email = Email::parse(" Eva.Lund+jour@Mottagningen.EXAMPLE\u{a0}").unwrap();
        assert_eq!(email.as_str(), "Eva.Lund+jour@mottagningen.example");
        assert_eq!(email, Email::parse("eva.lund+jour@mottagningen.example").unwrap());
        assert_eq!(Email::parse("info@Räksmörgås.example").unwrap().as_str(), "info@räksmörgås.example");
    }

    #[test]
    fn each_fault_is_told_by_its_own_cause() {
        let long_mailbox = format!("{}@a.example", "a".repeat(65));
        let long_address = format!("a@{}example", "abcdefghi.".repeat(25));
        let cases = [
            ("\u{a0} ", EmailError::Empty),
            (long_mailbox.as_str(), EmailError::TooLong),
            (long_address.as_str(), EmailError::TooLong),
            ("eva.lund", EmailError::MissingAt),
            ("eva lund@a.example", EmailError::ForbiddenCharacter),
            ("eva@lund@a.example", EmailError::ForbiddenCharacter),
            ("eva@a.example\r\nBcc: b@a.example", EmailError::ForbiddenCharacter),
            ("åsa@a.example", EmailError::ForbiddenCharacter),
            ("Eva <eva@a.example>", EmailError::ForbiddenCharacter),
            ("@a.example", EmailError::WrongLocalPart),
            ("eva..lund@a.example", EmailError::WrongLocalPart),
            ("\"eva lund\"@a.example", EmailError::WrongLocalPart),
            ("eva@", EmailError::WrongDomain),
            ("eva@example", EmailError::WrongDomain),
            ("eva@-a.example", EmailError::WrongDomain),
            ("eva@192.0.2.1", EmailError::WrongDomain),
            ("eva@[192.0.2.1]", EmailError::WrongDomain),
            ("eva@a..example", EmailError::WrongDomain),
        ];
        for (text, cause) in cases {
            assert_eq!(Email::parse(text), Err(cause), "{text}");
        }
        assert_eq!(Email::parse(&"a".repeat(1_000_000)), Err(EmailError::TooLong));
    }

    #[test]
    fn an_address_never_prints_in_a_log() {
        assert_eq!(format!("{:?}", Email::parse("eva@a.example").unwrap()), "Email(****)");
    }

    #[test]
    fn an_address_is_shown_by_its_first_letter_and_its_domain() {
        assert_eq!(Email::parse("eva.lund@a.example").unwrap().masked(), "e***@a.example");
        assert_eq!(Email::parse("ev@a.example").unwrap().masked(), "***@a.example");
    }

    proptest! {
        #[test]
        fn what_is_kept_reads_back_as_the_same_address(text in "[a-zA-Z0-9_+-]{1,12}(\\.[a-z]{1,5})?@([a-zåäöA-Z0-9]{1,9}\\.){1,3}[a-z]{2,6}") {
            let email = Email::parse(&text).unwrap();
            let again = Email::parse(email.as_str()).unwrap();
            prop_assert_eq!(again.as_str(), email.as_str());
            prop_assert_eq!(Email::parse(email.folded()).unwrap(), email);
        }

        #[test]
        fn any_text_is_read_or_refused_and_nothing_read_breaks_a_mail_header(text in any::<String>()) {
            if let Ok(email) = Email::parse(&text) {
                prop_assert!(!email.as_str().chars().any(|c| c.is_control() || c.is_whitespace()));
            }
        }
    }
}
