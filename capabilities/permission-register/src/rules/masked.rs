//! Identity numbers in a spreadsheet: nobody asked for them, so none is kept or shown.

use std::borrow::Cow;

use behorig_identity::{HsaId, looks_like_identity_number, without_identity_numbers};

/// A cell's text as it may be kept: a mask stands for whatever looks like an identity number, but an HSA-id and a day with its time stay
/// what they are.
pub(crate) fn masked(text: &str) -> Cow<'_, str> {
    let is_mine = || HsaId::parse(text).is_ok() || is_meant_as_hsa_id(text) || is_moment(text);
    if !looks_like_identity_number(text) || is_mine() { Cow::Borrowed(text) } else { without_identity_numbers(text) }
}

/// Whether it is meant to be an HSA-id, with a slip in it that its row is told of: where a person's number has the month an
/// organisation's has 20 or more.
fn is_meant_as_hsa_id(text: &str) -> bool {
    let bare: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    let Some((beginning, rest)) = bare.split_once('-') else { return false };
    let (country, number) = beginning.split_at_checked(2).unwrap_or_default();
    country.eq_ignore_ascii_case("se")
        && number.len() == 10
        && number.bytes().all(|digit| digit.is_ascii_digit())
        && number.get(2..4).is_some_and(|month| month >= "20")
        && rest.chars().filter(|letter| letter.is_numeric()).count() < 10
}

/// Whether it is a day and a time of day, as `2026-11-22 00:00:00`: that is as many digits as an identity number has.
fn is_moment(text: &str) -> bool {
    let Some((day, time)) = text.split_once([' ', 'T']) else { return false };
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).count();
    let consists_of =
        |text: &str, marks: &str| text.chars().all(|letter| letter.is_ascii_digit() || marks.contains(letter));
    digits(day) == 8
        && consists_of(day, "-/.")
        && time.get(2..3) == Some(":")
        && consists_of(time, ":.")
        && digits(time) <= 9
}

#[cfg(test)]
mod tests {
    use super::*;
    use behorig_identity::looks_like_identity_number;
    use proptest::prelude::*;

    #[test]
    fn an_identity_number_is_masked_in_whatever_cell_it_stands() {
        for (text, kept) in [
            ("19800101-2384", "••••••••-••••"),
            ("Anna Ek 800101-2384", "Anna Ek ••••••••-••••"),
            ("198001012384", "••••••••-••••"),
            ("19800101 2384", "••••••••-••••"),
            ("SE8001012384", "SE••••••••-••••"),
            ("SE8001012384-1", "SE••••••••-••••"),
            ("SE2321000017-198001012384", "SE••••••••-••••"),
        ] {
            assert_eq!(masked(text), kept, "{text}");
        }
    }

    #[test]
    fn what_is_no_identity_number_stays() {
        for text in [
            "SE2321000016-1ANNA",
            "se2321000016-1anna ",
            "SE2321000017-1ANNA",
            "2026-11-22 00:00:00",
            "2001-10-05T08:30:00.000",
            "46348",
            "Vårdcentralen Ekbacken 2",
            "",
        ] {
            assert_eq!(masked(text), text);
        }
    }

    proptest! {
        #[test]
        fn no_identity_number_is_left_beside_words(before in "[a-zåäö ]{0,8}", number in "(19|20)?[0-9]{2}(0[1-9]|1[0-2])[0-3][0-9][-+ ]?[0-9]{4}", after in "[a-zåäö ]{0,8}") {
            let text = format!("{before}{number}{after}");
            let kept = masked(&text);
            prop_assert!(!looks_like_identity_number(&kept), "{}", kept);
        }
    }
}
