//! What looks like an identity number where none was asked for, such as in a box to search by words or in a spreadsheet.

use std::borrow::Cow;

/// So many digits together look like an identity number.
const DIGITS: usize = 10;
/// What stands in the place of one.
const MASK: &str = "••••••••-••••";

/// Whether something that was typed looks like an identity number, which may stand in no address: ten digits or more together,
/// whatever blanks, dashes and plus signs stand between them.
#[must_use]
pub fn looks_like_identity_number(text: &str) -> bool {
    text.split(|letter: char| !belongs(letter)).any(is_number)
}

/// A text with a mask in the place of whatever looks like an identity number in it: for texts that are kept or shown and were never
/// asked for one.
#[must_use]
pub fn without_identity_numbers(text: &str) -> Cow<'_, str> {
    if !looks_like_identity_number(text) {
        return Cow::Borrowed(text);
    }
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let inside = belongs(first);
        let end = rest.find(|letter: char| belongs(letter) != inside).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        rest = after;
        if !is_number(run) {
            masked.push_str(run);
            continue;
        }
        // The blanks around it part it from the words beside it.
        let blanks_before = run.len() - run.trim_start().len();
        masked.push_str(run.get(..blanks_before).unwrap_or_default());
        masked.push_str(MASK);
        masked.push_str(run.get(run.trim_end().len()..).unwrap_or_default());
    }
    Cow::Owned(masked)
}

/// Whether a letter can stand in an identity number: a digit, a dash of any kind, a plus sign or a blank.
fn belongs(letter: char) -> bool {
    letter.is_numeric() || matches!(letter, '-' | '+' | '\u{2010}'..='\u{2015}' | '\u{2212}') || letter.is_whitespace()
}

fn is_number(run: &str) -> bool {
    run.chars().filter(|letter| letter.is_numeric()).count() >= DIGITS
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn identity_numbers_are_known_however_they_are_typed_and_other_numbers_are_not() {
        for number in [
            "19800101-2389",
            "800101-2389",
            "8001012389",
            "recept 19800101 2389 Ek",
            "890101+9802",
            "800101\u{2011}2389",
        ] {
            assert!(looks_like_identity_number(number), "{number}");
        }
        for other in ["2026-11-22", "recept 5 mg", "tel 08-123 45 67", "A1B2C-3D4E5"] {
            assert!(!looks_like_identity_number(other), "{other}");
        }
    }

    #[test]
    fn a_number_is_masked_where_it_stands_and_the_words_around_it_stay() {
        let masked = |text| without_identity_numbers(text).into_owned();
        assert_eq!(masked("Anna Ek 19800101-2389 (ny)"), "Anna Ek ••••••••-•••• (ny)");
        assert_eq!(masked("198001012389"), "••••••••-••••");
        assert_eq!(masked("800101 2389;900101-2381"), "••••••••-••••;••••••••-••••");
        assert_eq!(masked(" 12 st"), " 12 st");
        assert_eq!(masked(""), "");
    }

    proptest! {
        #[test]
        fn nothing_that_was_masked_looks_like_a_number_and_nothing_else_is_changed(text in "[a-zå0-9 +•-]{0,40}") {
            let masked = without_identity_numbers(&text);
            prop_assert!(!looks_like_identity_number(&masked), "{}", masked);
            if !looks_like_identity_number(&text) {
                prop_assert_eq!(masked.as_ref(), text.as_str());
            }
        }

        #[test]
        fn any_text_is_masked(text: String) {
            prop_assert!(!looks_like_identity_number(&without_identity_numbers(&text)));
        }
    }
}
