//! Whether a name that somebody wrote is that of a person in the directory. Lenient in how a name is written, strict in whose it is: pure.

use behorig_identity::search_terms;

/// Whether a written name fits a person: in any order, with or without accents and hyphens, without all of several names, and with
/// initials beside a whole given name. A nickname or another surname does not fit: then the orderer is asked.
#[must_use]
pub(crate) fn names_agree(written: &str, given: &str, family: &str) -> bool {
    let (written, given, family) = (words(written), words(given), words(family));
    let whole = written.concat();
    if !whole.is_empty()
        && [[given.concat(), family.concat()], [family.concat(), given.concat()]]
            .iter()
            .any(|own| own.concat() == whole)
    {
        return true;
    }
    let is_initial = |word: &str| word.chars().count() == 1 && given.iter().any(|name| name.starts_with(word));
    let known = |word: &String| given.contains(word) || family.contains(word) || is_initial(word);
    // One word can't be both names, even of somebody who has it as both.
    written.len() > 1
        && written.iter().all(known)
        && written.iter().any(|word| given.contains(word))
        && written.iter().any(|word| family.contains(word))
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
        assert!(names_agree("Siobhan OBrien", "Siobhán", "O’Brien"));
    }

    #[test]
    fn another_persons_name_a_nickname_and_half_a_name_are_questions() {
        for written in ["Bo Åberg", "Anna Lund", "Annie Åberg", "Anna", "Åberg", "A Åberg", "Anna Åberg Lund", "", "-"]
        {
            assert!(!names_agree(written, "Anna-Karin", "Åberg Öst"), "{written}");
        }
        assert!(!names_agree("Karl", "Karl", "Karl"), "one word is not two names");
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
                format!("{given} {family}").to_uppercase(),
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
        fn any_text_is_answered(written: String, given: String, family: String) {
            let _ = names_agree(&written, &given, &family);
        }
    }
}
