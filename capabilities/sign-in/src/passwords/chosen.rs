//! Which passwords may be chosen. Length is what matters (NIST SP 800-63B); no capital, digit or sign is demanded.

use behorig_identity::UserName;
use behorig_web::Message;

/// The fewest characters of a password.
pub const SHORTEST: usize = 12;
/// The most characters of a password.
pub const LONGEST: usize = 200;
/// Fewer different characters than this, and a password is a drumming on the table.
const FEWEST_DIFFERENT: usize = 5;

/// Words and rows of keys that common passwords are made of, in lower case. Digits and signs around them add nothing.
const COMMON: [&str; 44] = [
    "password",
    "passw0rd",
    "passord",
    "lösenord",
    "losenord",
    "lösen",
    "losen",
    "hemligt",
    "hemlig",
    "qwerty",
    "qwertyuiop",
    "qwertyuiopå",
    "asdfghjkl",
    "asdfghjklö",
    "zxcvbnm",
    "qazwsx",
    "qazwsxedc",
    "abcdefgh",
    "abcdefghijkl",
    "abc",
    "sommar",
    "sommaren",
    "vinter",
    "vintern",
    "våren",
    "hösten",
    "midsommar",
    "januari",
    "februari",
    "september",
    "oktober",
    "november",
    "december",
    "måndag",
    "fredag",
    "välkommen",
    "valkommen",
    "welcome",
    "letmein",
    "iloveyou",
    "administrator",
    "admin",
    "behörig",
    "behorig",
];

/// Why a password was not taken. Each says what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordFault {
    /// Fewer than [`SHORTEST`] characters.
    #[error("the password is too short")]
    TooShort,
    /// More than [`LONGEST`] characters.
    #[error("the password is too long")]
    TooLong,
    /// It is the user name, forwards, backwards or with digits around it.
    #[error("the password is the user name")]
    UserName,
    /// It is among those that everybody tries first.
    #[error("the password is one of the most common")]
    Common,
}

impl From<PasswordFault> for Message {
    fn from(fault: PasswordFault) -> Self {
        match fault {
            PasswordFault::TooShort => Self::new("sign-in-password-too-short").with("fewest", SHORTEST),
            PasswordFault::TooLong => Self::new("sign-in-password-too-long").with("most", LONGEST),
            PasswordFault::UserName => Self::new("sign-in-password-is-user-name"),
            PasswordFault::Common => Self::new("sign-in-password-common"),
        }
    }
}

/// A password that may be chosen. `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct NewPassword(String);

impl NewPassword {
    /// Judges a password for the account of `user_name`. It is taken exactly as typed, blanks and all, since a password
    /// manager's must not be changed.
    ///
    /// # Errors
    /// The first [`PasswordFault`] found.
    pub fn parse(text: &str, user_name: &str) -> Result<Self, PasswordFault> {
        match text.chars().count() {
            count if count < SHORTEST => return Err(PasswordFault::TooShort),
            count if count > LONGEST => return Err(PasswordFault::TooLong),
            _ => {}
        }
        let folded = text.to_lowercase();
        let core = folded.trim_matches(|c: char| !c.is_alphabetic());
        if is_made_of(&folded, core, &user_name.to_lowercase()) {
            return Err(PasswordFault::UserName);
        }
        let mut different: Vec<char> = folded.chars().collect();
        different.sort_unstable();
        different.dedup();
        if different.len() < FEWEST_DIFFERENT || is_a_run(&folded) || COMMON.contains(&core) || is_doubled(core) {
            return Err(PasswordFault::Common);
        }
        Ok(Self(text.to_owned()))
    }

    /// The same judgement for a parsed user name.
    ///
    /// # Errors
    /// As [`parse`](Self::parse).
    pub fn parse_for(text: &str, user_name: &UserName) -> Result<Self, PasswordFault> {
        Self::parse(text, user_name.folded())
    }

    /// The password, for hashing and for nothing else.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for NewPassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewPassword(****)")
    }
}

fn is_made_of(folded: &str, core: &str, user_name: &str) -> bool {
    let backwards: String = user_name.chars().rev().collect();
    !user_name.is_empty()
        && ([folded, core].contains(&user_name)
            || folded == backwards
            || folded == user_name.repeat(2)
            || core == user_name.trim_matches(|c: char| !c.is_alphabetic()) && !core.is_empty())
}

/// `123456789012`, `abcdefghijkl`: every character follows the one before it.
fn is_a_run(folded: &str) -> bool {
    let codes: Vec<u32> = folded.chars().map(u32::from).collect();
    let steps = |step: fn(u32) -> u32| codes.windows(2).filter(|pair| matches!(pair, [a, b] if *b == step(*a))).count();
    // One break is let through: 1234567890 is followed by 12.
    steps(|code| code + 1).max(steps(|code| code.wrapping_sub(1))) + 3 >= codes.len()
}

fn is_doubled(core: &str) -> bool {
    let count = core.chars().count();
    let half: String = core.chars().take(count / 2).collect();
    count.is_multiple_of(2) && core == half.repeat(2) && COMMON.contains(&half.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fault(text: &str) -> Option<PasswordFault> {
        NewPassword::parse(text, "anna.ek").err()
    }

    #[test]
    fn a_long_sentence_is_a_good_password_without_digits_or_signs() {
        assert_eq!(fault("tre gula båtar på sjön"), None);
        assert_eq!(fault("  blanks around it  "), None);
        assert_eq!(NewPassword::parse("  blanks around it  ", "x").unwrap().reveal(), "  blanks around it  ");
    }

    #[test]
    fn what_everybody_tries_first_is_refused() {
        for text in [
            "Lösenord1234",
            "password2026!",
            "!!!Sommar2026",
            "123456789012",
            "210987654321",
            "aaaaaaaaaaaa",
            "abababababab",
            "QwertyUiop12",
            "lösenlösen12",
            "abcdefghijkl",
            "Behörig12345",
        ] {
            assert_eq!(fault(text), Some(PasswordFault::Common), "{text}");
        }
    }

    #[test]
    fn the_user_name_is_no_password_however_it_is_dressed() {
        for (user_name, text) in [
            ("anna.eklund1", "Anna.Eklund1"),
            ("anna.eklund1", "1dnulke.anna"),
            ("annaek", "annaek123456"),
            ("annaek", "AnnaekAnnaek"),
            ("annaek7", "annaek202611"),
        ] {
            assert_eq!(NewPassword::parse(text, user_name).err(), Some(PasswordFault::UserName), "{text}");
        }
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert_eq!(fault("åäöåäöåäöåä"), Some(PasswordFault::TooShort));
        assert_eq!(fault(&"ordens rad ".repeat(19)), Some(PasswordFault::TooLong));
        assert_eq!(format!("{:?}", NewPassword::parse("tre gula båtar", "x")), "Ok(NewPassword(****))");
    }

    proptest! {
        #[test]
        fn any_text_at_all_is_judged(text: String, user_name: String) {
            if let Ok(taken) = NewPassword::parse(&text, &user_name) {
                prop_assert!((SHORTEST..=LONGEST).contains(&taken.reveal().chars().count()));
                prop_assert_ne!(taken.reveal().to_lowercase(), user_name.to_lowercase());
            }
        }
    }
}
