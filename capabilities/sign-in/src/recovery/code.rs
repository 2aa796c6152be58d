//! One code: sixteen letters and digits that no eye confuses, in groups of four.

use aws_lc_rs::digest::{Context, SHA256};
use aws_lc_rs::error::Unspecified;
use behorig_access::AccountId;

/// Without I, L, O and U: Crockford's base 32.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// 80 bits: nobody finds one by trying, with the door that slows down or with the hashes in hand.
const LETTERS: usize = 16;

/// A code, which never prints but where it is shown.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct RecoveryCode([u8; LETTERS]);

/// What the database keeps of a code: SHA-256 of account and code. Slow hashes are for what people choose; this has 80 random bits,
/// and with the account in it two who have the same code have different hashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CodeHash(pub(crate) [u8; 32]);

impl std::fmt::Debug for RecoveryCode {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("RecoveryCode(…)")
    }
}

impl RecoveryCode {
    /// A new code from the system's randomness.
    ///
    /// # Errors
    /// Where the system gives no randomness.
    pub(crate) fn random() -> Result<Self, Unspecified> {
        let mut letters = [0; LETTERS];
        aws_lc_rs::rand::fill(&mut letters)?;
        for letter in &mut letters {
            // 256 is eight times 32: every letter is as likely as any other.
            *letter = ALPHABET.get(usize::from(*letter % 32)).copied().unwrap_or(b'0');
        }
        Ok(Self(letters))
    }

    /// A code as people type it: in any case, with blanks and hyphens anywhere, and with the letters that look like digits.
    ///
    /// # Errors
    /// The text that tells what a code looks like.
    pub(crate) fn parse(typed: &str) -> Result<Self, &'static str> {
        const WRONG: &str = "sign-in-recovery-malformed";
        let mut letters = [0; LETTERS];
        let mut places = letters.iter_mut();
        for typed in typed.chars().filter(|letter| !letter.is_whitespace() && !matches!(letter, '-' | '–')) {
            let letter = match typed.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                letter => letter,
            };
            let known = u8::try_from(letter).ok().filter(|letter| ALPHABET.contains(letter)).ok_or(WRONG)?;
            *places.next().ok_or(WRONG)? = known;
        }
        if places.next().is_some() { Err(WRONG) } else { Ok(Self(letters)) }
    }

    /// As it is shown and printed.
    pub(crate) fn reveal(&self) -> String {
        let groups: Vec<String> =
            self.0.chunks(4).map(|group| group.iter().copied().map(char::from).collect()).collect();
        groups.join("-")
    }

    /// What to store and to search by.
    pub(crate) fn hash(&self, account: AccountId) -> CodeHash {
        let mut context = Context::new(&SHA256);
        context.update(account.as_bytes());
        context.update(&self.0);
        let mut hash = [0; 32];
        hash.copy_from_slice(context.finish().as_ref());
        CodeHash(hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn account(number: u8) -> AccountId {
        AccountId::from_bytes([number; 16])
    }

    #[test]
    fn a_code_is_shown_in_groups_of_four_and_never_prints() {
        let code = RecoveryCode::random().unwrap();
        let shown = code.reveal();
        assert_eq!(shown.len(), 19);
        assert_eq!(shown.split('-').map(str::len).collect::<Vec<_>>(), [4, 4, 4, 4]);
        assert_eq!(format!("{code:?}"), "RecoveryCode(…)");
        assert_ne!(shown, RecoveryCode::random().unwrap().reveal());
    }

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let code = RecoveryCode::parse("0123-4567-89AB-CDEF").unwrap();
        for typed in ["0123456789abcdef", " o i23 4567 89ab cdef ", "O123–4567–89AB–CDEF", "0l23 4567-89aB-cDeF"]
        {
            assert_eq!(RecoveryCode::parse(typed).unwrap(), code, "{typed}");
        }
        for wrong in ["", "0123-4567-89AB-CDE", "0123-4567-89AB-CDEF0", "0123-4567-89AB-CDEU", "åäö"] {
            assert_eq!(RecoveryCode::parse(wrong), Err("sign-in-recovery-malformed"), "{wrong}");
        }
    }

    #[test]
    fn the_same_code_of_two_people_has_two_hashes() {
        let code = RecoveryCode::random().unwrap();
        assert_eq!(code.hash(account(1)), code.hash(account(1)));
        assert_ne!(code.hash(account(1)), code.hash(account(2)));
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_again(bytes in any::<[u8; 16]>()) {
            let code = RecoveryCode(bytes.map(|byte| ALPHABET[usize::from(byte % 32)]));
            prop_assert_eq!(RecoveryCode::parse(&code.reveal()), Ok(code));
        }

        #[test]
        fn nothing_that_is_typed_brings_it_down(typed in ".{0,40}") {
            let _ = RecoveryCode::parse(&typed);
        }
    }
}
