//! Whether a name that somebody wrote is that of a person whose name is known. Lenient in how a name is written, strict in whose it is.

use crate::search_terms;

/// Whether a written name fits a person: in any order, with or without accents and hyphens, without all of several names, with names
/// that have come to it, and with initials beside a whole given name. A nickname, another surname or half a name does not fit: then
/// whoever wrote it is asked.
#[must_use]
pub fn names_agree(written: &str, given: &str, family: &str) -> bool {
    let (written, given, family) = (words(written), words(given), words(family));
    if written.is_empty() {
        return false;
    }
    let whole = written.concat();
    let in_either_order = [[given.concat(), family.concat()], [family.concat(), given.concat()]];
    if in_either_order.iter().any(|own| own.concat() == whole) {
        return true;
    }
    let is_initial = |word: &str| word.chars().count() == 1 && given.iter().any(|name| name.starts_with(word));
    let is_known = |word: &String| given.contains(word) || family.contains(word) || is_initial(word);
    let has_grown = || holds_all(&written, given.iter().chain(&family));
    has_both(&written, &given, &family) && (written.iter().all(is_known) || has_grown())
}

/// Whether one word is a given name and another a family name. One word can't be both, even of somebody who has it as both.
fn has_both(written: &[String], given: &[String], family: &[String]) -> bool {
    let is_other_family =
        |at: usize| written.iter().enumerate().any(|(other, word)| other != at && family.contains(word));
    written.iter().enumerate().any(|(at, word)| given.contains(word) && is_other_family(at))
}

/// Whether all these words stand among others, each in a place of its own.
fn holds_all<'w>(written: &[String], mut wanted: impl Iterator<Item = &'w String>) -> bool {
    let mut left: Vec<&String> = written.iter().collect();
    wanted.all(|word| {
        let place = left.iter().position(|other| *other == word);
        place.map(|at| left.swap_remove(at)).is_some()
    })
}

/// The words of a name as they are compared: small letters without marks. Sheets from programs that know no å, ä and ö write a and o.
fn words(name: &str) -> Vec<String> {
    let plain = |letter: char| match letter {
        'å' | 'ä' => 'a',
        'ö' => 'o',
        other => other,
    };
    search_terms(name).iter().map(|word| word.chars().map(plain).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_fits_however_its_owner_writes_it() {
        for written in [
            "Anna-Karin Åberg Öst",
            "anna karin åberg öst",
            "Åberg Öst, Anna-Karin",
            "Anna Karin Aberg Ost",
            "AnnaKarin ÅbergÖst",
            "Anna Åberg",
            "Anna K. Öst",
            "  Öst   Karin ",
        ] {
            assert!(names_agree(written, "Anna-Karin", "Åberg Öst"), "{written}");
        }
        for written in ["Anna Ek", "Ek, Anna", "EK ANNA-KARIN", "Anna Karin Ek", "anna ek", " Ek  Anna "] {
            assert!(names_agree(written, "Anna-Karin", "Ek"), "{written}");
        }
        assert!(names_agree("Siobhan OBrien", "Siobhán", "O’Brien"));
        assert!(names_agree("Andre Muller", "André", "Müller"));
        assert!(names_agree("Asa Ek", "Åsa", "Ek"), "a sheet that knows no å");
        assert!(names_agree("Anna Ek Berg", "Anna", "Ek"), "a name that has grown");
        assert!(names_agree("Karl Karl", "Karl", "Karl"));
    }

    #[test]
    fn another_persons_name_a_nickname_and_half_a_name_are_questions() {
        for written in ["Bo Åberg", "Anna Lund", "Annie Åberg", "Anna", "Åberg", "A Åberg", "Anna Åberg Lund", "", "-"]
        {
            assert!(!names_agree(written, "Anna-Karin", "Åberg Öst"), "{written}");
        }
        for written in ["Anna Berg", "Eva Ek", "A. Ek", "Ek", "Anna", "", "Anna Ekberg"] {
            assert!(!names_agree(written, "Anna-Karin", "Ek"), "{written}");
        }
        for written in ["Karl", "Karl K.", "Karl Berg"] {
            assert!(!names_agree(written, "Karl", "Karl"), "one word is not two names: {written}");
        }
        assert!(!names_agree("", "", "") && !names_agree("Ek", "", "Berg"));
    }

    proptest! {
        #[test]
        fn order_case_and_hyphens_never_make_two_people_of_one(
            given in "[A-ZÅÄÖ][a-zåäöé]{1,8}(-[A-Z][a-z]{1,8})?",
            family in "[A-ZÅÄÖ][a-zåäöü]{1,10}( [A-Z][a-z]{1,8})?",
        ) {
            let written = [
                format!("{given} {family}"),
                format!("{family}, {given}"),
                format!("{family} {given}").to_uppercase(),
                format!("{given} {family}").replace('-', " "),
            ];
            for written in written {
                prop_assert!(names_agree(&written, &given, &family), "{}", written);
            }
        }

        #[test]
        fn a_surname_of_somebody_else_never_fits(given in "[A-Z][a-z]{1,8}", family in "[A-Z][a-m]{2,8}", other in "[A-Z][n-z]{2,8}") {
            prop_assume!(!given.eq_ignore_ascii_case(&other) && !other.to_lowercase().starts_with(&family.to_lowercase()));
            let written = format!("{given} {other}");
            prop_assert_eq!(names_agree(&written, &given, &family), false);
        }

        #[test]
        fn a_name_that_shares_no_family_name_never_fits(given in "[a-m]{2,8}", family in "[a-m]{2,8}", other in "[n-z]{2,8}") {
            prop_assume!(given != family);
            let written = format!("{given} {other}");
            prop_assert!(!names_agree(&written, &given, &family));
        }

        #[test]
        fn any_text_is_answered(written: String, given: String, family: String) {
            let _ = names_agree(&written, &given, &family);
        }
    }
}
