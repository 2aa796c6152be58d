//! Whether a name that somebody has written is the name that the directory has.

use std::collections::HashSet;

use behorig_identity::search_terms;

/// Whether a written name fits: the same words in any order, with or without middle names and second family names, however accents and
/// hyphens are written, as long as one given name and one family name are among them. Initials do not fit: they could be anybody's.
pub(crate) fn fits(written: &str, given: &str, family: &str) -> bool {
    let words = |text: &str| search_terms(text).into_iter().collect::<HashSet<String>>();
    let (written, given, family) = (words(written), words(given), words(family));
    let known: HashSet<String> = given.union(&family).cloned().collect();
    let shares = |part: &HashSet<String>| part.intersection(&written).next().is_some();
    (written.is_subset(&known) || known.is_subset(&written)) && shares(&given) && shares(&family)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_same_person_is_known_however_the_name_is_written() {
        for written in ["Anna Ek", "Ek, Anna", "EK ANNA-KARIN", "Anna Karin Ek", "anna ek", " Ek  Anna "] {
            assert!(fits(written, "Anna-Karin", "Ek"), "{written}");
        }
        assert!(fits("Andre Muller", "André", "Müller"));
        assert!(fits("Anna Ek Berg", "Anna", "Ek"), "a name that has grown");
    }

    #[test]
    fn another_name_or_half_a_name_is_a_question() {
        for written in ["Anna Berg", "Eva Ek", "A. Ek", "Ek", "Anna", "", "Anna Ekberg"] {
            assert!(!fits(written, "Anna-Karin", "Ek"), "{written}");
        }
        assert!(!fits("Asa Ek", "Åsa", "Ek"), "å is a letter of its own");
    }

    proptest! {
        #[test]
        fn a_name_fits_itself_in_any_order_and_case(given in "[A-ZÅÄÖ][a-zåäö]{1,8}(-[A-Z][a-z]{1,6})?", family in "[A-ZÅÄÖ][a-zåäö]{1,8}") {
            for written in [format!("{given} {family}"), format!("{family}, {given}"), format!("{family} {given}").to_uppercase()] {
                prop_assert!(fits(&written, &given, &family), "{}", written);
            }
        }

        #[test]
        fn a_name_that_shares_no_family_name_never_fits(given in "[a-m]{2,8}", family in "[a-m]{2,8}", other in "[n-z]{2,8}") {
            prop_assume!(given != family);
            let written = format!("{given} {other}");
            prop_assert!(!fits(&written, &given, &family));
        }
    }
}
