//! From whom a message is.

use behorig_identity::Phone;

/// What the telephone shows as the sender: a word of at most eleven letters and digits, or a number that can be answered to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmsSender(String);

/// Why a text is no sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "must be 1 to 11 letters a-z and digits that begin with a letter, such as Kliniken, or a number such as +46701740605"
)]
pub struct SmsSenderError;

/// The networks carry no longer word (3GPP TS 23.040 9.1.2.5: eleven characters of seven bits).
const LONGEST_WORD: usize = 11;

impl SmsSender {
    /// Reads a word such as `Kliniken`, or a telephone number with its country code.
    ///
    /// # Errors
    /// [`SmsSenderError`].
    pub fn parse(text: &str) -> Result<Self, SmsSenderError> {
        let text = text.trim();
        if text.starts_with('+') {
            return Phone::parse(text).map(|phone| Self(phone.as_str().to_owned())).map_err(|_| SmsSenderError);
        }
        let is_word = (1..=LONGEST_WORD).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && text.starts_with(|first: char| first.is_ascii_alphabetic());
        if is_word { Ok(Self(text.to_owned())) } else { Err(SmsSenderError) }
    }

    /// As it is sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_sender_is_a_short_word_or_a_number_with_its_country_code() {
        for (text, kept) in [
            ("Kliniken", "Kliniken"),
            (" Region1 ", "Region1"),
            ("Abcdefghijk", "Abcdefghijk"),
            ("+46 70 174 06 05", "+46701740605"),
        ] {
            assert_eq!(SmsSender::parse(text).unwrap().as_str(), kept);
        }
        for text in ["", "Abcdefghijkl", "Behörig", "Min klinik", "1177", "0701740605", "+46", "a\r\nb", "-"] {
            assert_eq!(SmsSender::parse(text), Err(SmsSenderError), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_and_what_is_read_holds_nothing_to_break_out_of_a_form(text: String) {
            if let Ok(sender) = SmsSender::parse(&text) {
                prop_assert!(sender.as_str().bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'+'));
                prop_assert_eq!(SmsSender::parse(sender.as_str()), Ok(sender.clone()));
            }
        }
    }
}
