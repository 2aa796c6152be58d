//! The ten letters by which people speak of a case.

use behorig_access::CaseId;

/// Crockford's alphabet: no letter that is taken for a digit, and no U.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// How many letters a reference has.
const LENGTH: usize = 10;

/// A reference for a case, out of its id's second (18 bits: three days and nights) and its randomness (32 bits). `attempt` gives
/// another one where the first is taken.
#[must_use]
pub fn reference_of(id: CaseId, attempt: u8) -> String {
    let bytes = id.as_bytes();
    let millis = bytes.iter().take(6).fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
    let random = bytes.iter().skip(12).fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
    // An odd factor visits every number before it meets one again.
    let random = random.wrapping_add(u64::from(attempt).wrapping_mul(0x9E37_79B1)) & 0xFFFF_FFFF;
    // The random part first, so that cases of one second neither look alike nor meet on one page of the index.
    let bits = random << 18 | (millis / 1000) & 0x3_FFFF;
    (0..LENGTH).rev().map(|place| letter(bits >> (5 * place))).collect()
}

fn letter(bits: u64) -> char {
    let at = usize::try_from(bits & 31).unwrap_or(0);
    LETTERS.get(at).map_or('0', |letter| char::from(*letter))
}

/// As it is shown: two halves of five.
#[must_use]
pub fn as_read_out(reference: &str) -> String {
    match reference.split_at_checked(LENGTH / 2) {
        Some((first, last)) if !last.is_empty() => format!("{first}-{last}"),
        _ => reference.to_owned(),
    }
}

/// The reference that somebody typed, whatever its case, blanks and dashes, with what is easily misread set right; `None` where it
/// is none.
#[must_use]
pub fn from_typed(text: &str) -> Option<String> {
    let letters: String = text
        .chars()
        .filter(|letter| !matches!(letter, '-' | ' ' | '\u{a0}'))
        .map(|letter| match letter.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect();
    let is_one = letters.len() == LENGTH && letters.bytes().all(|letter| LETTERS.contains(&letter));
    is_one.then_some(letters)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;

    proptest! {
        #[test]
        fn a_reference_is_ten_letters_that_are_read_back_however_they_are_typed(bytes: [u8; 16], attempt: u8) {
            let reference = reference_of(CaseId::from_bytes(bytes), attempt);
            prop_assert_eq!(reference.len(), 10);
            prop_assert_eq!(from_typed(&as_read_out(&reference)), Some(reference.clone()));
            prop_assert_eq!(from_typed(&reference.to_lowercase()), Some(reference));
        }

        #[test]
        fn anything_at_all_is_read_without_panic(text: String) {
            let _ = from_typed(&text);
            let _ = as_read_out(&text);
        }

        #[test]
        fn another_attempt_is_another_reference(bytes: [u8; 16], first: u8, second: u8) {
            let id = CaseId::from_bytes(bytes);
            prop_assert_eq!(first == second, reference_of(id, first) == reference_of(id, second));
        }
    }

    #[test]
    fn cases_of_one_second_have_references_of_their_own() {
        let one = |n: u32| {
            let mut bytes = [7; 16];
            bytes[12..].copy_from_slice(&n.wrapping_mul(2_654_435_761).to_be_bytes());
            reference_of(CaseId::from_bytes(bytes), 0)
        };
        assert_eq!((0..10_000).map(one).collect::<HashSet<_>>().len(), 10_000);
    }

    #[test]
    fn what_is_misread_is_set_right() {
        assert_eq!(from_typed("oil12-abcde").as_deref(), Some("01112ABCDE"));
        assert_eq!(from_typed("12345"), None);
        assert_eq!(from_typed("12345-6789å"), None);
    }
}
