//! What looks like an identity number where none was asked for, such as in a box to search by words.

/// Whether something that was typed looks like an identity number, which may stand in no address: ten digits or more together,
/// whatever blanks, dashes and plus signs stand between them.
#[must_use]
pub fn looks_like_identity_number(text: &str) -> bool {
    let belongs =
        |letter: char| letter.is_numeric() || matches!(letter, '-' | '+' | '\u{2013}') || letter.is_whitespace();
    let runs = text.split(|letter: char| !belongs(letter));
    runs.map(|run| run.chars().filter(|letter| letter.is_numeric()).count()).any(|digits| digits >= 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identity_numbers_are_known_however_they_are_typed_and_other_numbers_are_not() {
        for number in ["19800101-2389", "800101-2389", "8001012389", "recept 19800101 2389 Ek", "890101+9802"] {
            assert!(looks_like_identity_number(number), "{number}");
        }
        for other in ["2026-11-22", "recept 5 mg", "tel 08-123 45 67", "A1B2C-3D4E5"] {
            assert!(!looks_like_identity_number(other), "{other}");
        }
    }
}
