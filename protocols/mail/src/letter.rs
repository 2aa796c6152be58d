//! A letter as it goes over the wire (RFC 5322): headers that nothing typed by anybody can break out of.

use std::borrow::Cow;
use std::time::{Duration, SystemTime};

use behorig_identity::Email;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::{Address, address::AddressError};

/// From whom our letters are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailFrom(Mailbox);

/// Why a text is no sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be an address such as noreply@example.se, or Behörig <noreply@example.se>")]
pub struct MailFromError;

impl MailFrom {
    /// Reads `noreply@example.se` or `Name <noreply@example.se>`.
    ///
    /// # Errors
    /// [`MailFromError`].
    pub fn parse(text: &str) -> Result<Self, MailFromError> {
        if text.chars().any(char::is_control) {
            return Err(MailFromError);
        }
        let (name, address) = match text.trim().strip_suffix('>') {
            Some(rest) => rest.rsplit_once('<').ok_or(MailFromError)?,
            None => ("", text.trim()),
        };
        let address = Email::parse(address).map_err(|_| MailFromError)?;
        let address = on_the_wire(&address).map_err(|_| MailFromError)?;
        let name = name.trim().trim_matches('"').trim();
        if name.contains(['<', '>', '@', '"']) {
            return Err(MailFromError);
        }
        Ok(Self(Mailbox::new((!name.is_empty()).then(|| name.to_owned()), address)))
    }

    pub(crate) fn address(&self) -> &Address {
        &self.0.email
    }
}

/// The address with its domain in the letters that the wire takes: `räksmörgås.se` becomes `xn--…`.
pub(crate) fn on_the_wire(email: &Email) -> Result<Address, AddressError> {
    let (local, domain) = email.as_str().split_once('@').ok_or(AddressError::MissingParts)?;
    let domain =
        idna::domain_to_ascii_cow(domain.as_bytes(), idna::AsciiDenyList::URL).unwrap_or(Cow::Borrowed(domain));
    Address::new(local, domain)
}

/// A letter to be sent. `Debug` shows neither to whom nor what.
pub struct Letter<'a> {
    /// The same for each sending of the letter; letters, digits and hyphens.
    pub id: &'a str,
    /// To whom.
    pub to: &'a Email,
    /// The subject.
    pub subject: &'a str,
    /// The text.
    pub text: &'a str,
    /// When it was written, in milliseconds since 1970.
    pub written_at: i64,
}

impl std::fmt::Debug for Letter<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Letter({}, ****)", self.id)
    }
}

/// The letter's bytes and whom its envelope is to.
pub(crate) fn composed(from: &MailFrom, letter: &Letter<'_>) -> Result<(Vec<u8>, Address), lettre::error::Error> {
    let to = on_the_wire(letter.to).map_err(|_| lettre::error::Error::EmailMissingAt)?;
    let written = SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(letter.written_at).unwrap_or(0));
    // RFC 3834: no holiday answers to what a program wrote.
    let automatic = HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned());
    let plain: String = letter.subject.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let message = Message::builder()
        .from(from.0.clone())
        .to(Mailbox::new(None, to.clone()))
        .subject(plain)
        .date(written)
        .message_id(Some(format!("<{}@{}>", letter.id, from.address().domain())))
        .raw_header(automatic)
        .header(ContentType::TEXT_PLAIN)
        .body(letter.text.to_owned())?;
    Ok((message.formatted(), to))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn wire(subject: &str, text: &str) -> String {
        let from = MailFrom::parse("Behörig <noreply@region.example>").unwrap();
        let to = Email::parse("eva@a.example").unwrap();
        let letter = Letter { id: "1-2", to: &to, subject, text, written_at: 1_700_000_000_000 };
        String::from_utf8(composed(&from, &letter).unwrap().0).unwrap()
    }

    /// The header lines, unfolded.
    fn headers(wire: &str) -> Vec<String> {
        let head = wire.split("\r\n\r\n").next().unwrap();
        head.replace("\r\n ", " ").replace("\r\n\t", " ").split("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn a_letter_says_from_whom_to_whom_when_and_that_a_program_wrote_it() {
        let wire = wire("Välj lösenord", "Hej Åsa!\n\nhttps://a.example/x\n");
        let headers = headers(&wire);
        for wanted in [
            "To: eva@a.example",
            "Date: Tue, 14 Nov 2023 22:13:20 +0000",
            "Message-ID: <1-2@region.example>",
            "Auto-Submitted: auto-generated",
        ] {
            assert!(headers.iter().any(|line| line == wanted), "{wanted}: {headers:#?}");
        }
        assert!(wire.is_ascii());
    }

    #[test]
    fn a_sender_is_an_address_with_or_without_a_name() {
        for good in
            ["noreply@region.example", "Behörig <noreply@region.example>", "\"Region Norr\" <a@räksmörgås.example>"]
        {
            assert!(MailFrom::parse(good).is_ok(), "{good}");
        }
        assert_eq!(MailFrom::parse("a@räksmörgås.example").unwrap().address().domain(), "xn--rksmrgs-5wao1o.example");
        for bad in [
            "",
            "Behörig",
            "Behörig <>",
            "a@b",
            "x\r\nBcc: <a@a.example>",
            "<a@a.example> <b@a.example>",
            "a@a.example>",
        ] {
            assert_eq!(MailFrom::parse(bad), Err(MailFromError), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn no_subject_and_no_text_adds_a_header(subject: String, text: String) {
            let wire = wire(&subject, &text);
            let names: Vec<String> =
                headers(&wire).iter().map(|line| line.split(':').next().unwrap().to_ascii_lowercase()).collect();
            let known = ["from", "to", "subject", "date", "message-id", "auto-submitted", "content-type",
                "content-transfer-encoding", "mime-version"];
            prop_assert!(names.iter().all(|name| known.contains(&name.as_str())), "{names:?}");
            prop_assert!(wire.is_ascii() && !wire.replace("\r\n", "").contains(['\r', '\n']));
        }
    }

    #[test]
    fn a_subject_with_line_ends_stays_one_header() {
        let wire = wire("Hej\r\nBcc: b@a.example\r\n\r\n<script>", "x");
        assert!(!headers(&wire).iter().any(|line| line.to_ascii_lowercase().starts_with("bcc")), "{wire}");
    }
}
