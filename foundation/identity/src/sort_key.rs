//! Names in Swedish order, and the words of a search.
//!
//! Both databases compare bytes, so the order is made here once and stored beside the name: the same list on every
//! database, and an index that serves both order and prefix.

use crate::letters::{Letter, letters};

// The bytes of a key. Letters lie above digits, digits above gaps, and everything above the end; 0xff never occurs,
// neither here nor in UTF-8, which is what `prefix_range` rests on.
const END: u8 = 0x00;
const GAP: u8 = 0x02;
const NUMBER: u8 = 0x10;
const LETTER: u8 = 0x20;
const ABOVE_EVERYTHING: u8 = 0xff;

/// A length byte that says "as many digits as one byte counts, and more": the longer number stays the greater.
const AND_MORE: u8 = 0xf0;
const FULL_LENGTH: usize = 0xef;

/// Bytes that sort as a Swedish reader expects, compared byte by byte.
///
/// Case, accents and punctuation do not count (é = e, ü = y, æ = ä, ø = ö); å, ä, ö come after z in that order, and w
/// after v. Blanks, hyphens and slashes part words and come before every letter. Digits are numbers: *Avdelning 2*
/// comes before *Avdelning 12*. Other writing systems come last. Texts that are equal so far are told apart by their
/// own bytes at the end of the key, so equal keys mean equal texts.
#[must_use]
pub fn swedish_sort_key(text: &str) -> Vec<u8> {
    let mut key = sort_prefix(text);
    key.push(END);
    key.extend_from_slice(text.as_bytes());
    key
}

/// The beginning that the sort keys of all texts starting like this have, for [`prefix_range`].
///
/// A number is one unit: `avd 1` finds *Avd 1* and not *Avd 12*.
#[must_use]
pub fn sort_prefix(text: &str) -> Vec<u8> {
    let mut key = Vec::with_capacity(text.len() * 2 + 2);
    let mut digits = Vec::new();
    let mut gap = false;
    for letter in letters(text) {
        if let Letter::Digit(digit) = letter {
            if digits.is_empty() {
                close_gap(&mut gap, &mut key);
            }
            digits.push(digit);
            continue;
        }
        close_number(&mut digits, &mut key);
        match letter {
            Letter::Gap => gap = true,
            Letter::Latin(c) => {
                close_gap(&mut gap, &mut key);
                key.push(LETTER + place_in_alphabet(c));
            }
            Letter::Other(c) => {
                close_gap(&mut gap, &mut key);
                key.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            }
            Letter::Digit(_) | Letter::Apostrophe(_) | Letter::Mark(_) => {}
        }
    }
    close_number(&mut digits, &mut key);
    key
}

/// The half-open range `>= from AND < to` that holds every key (or UTF-8 text) starting with `prefix`.
///
/// An empty prefix gives the range of everything.
#[must_use]
pub fn prefix_range(prefix: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let mut end = prefix.to_vec();
    while end.last() == Some(&ABOVE_EVERYTHING) {
        end.pop();
    }
    match end.last_mut() {
        Some(last) => *last += 1,
        None => end.push(ABOVE_EVERYTHING),
    }
    (prefix.to_vec(), end)
}

/// The text in lower case without accents, å, ä and ö kept: how words are compared in a search. Marks and blanks stay.
#[must_use]
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in letters(text) {
        folded.push(match letter {
            Letter::Gap => ' ',
            other => as_searched(other),
        });
    }
    folded
}

/// The words of a text, folded, for a search by the beginning of words: what is stored and what is asked for are taken
/// apart alike. Apostrophes belong to their word (O’Brien is `obrien`), every other mark parts two words.
///
/// As many words come out as go in; the caller bounds the length of the text.
#[must_use]
pub fn search_terms(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for letter in letters(text) {
        match (letter, words.last_mut()) {
            (Letter::Apostrophe(_), _) => {}
            (Letter::Digit(_) | Letter::Latin(_) | Letter::Other(_), Some(word)) => word.push(as_searched(letter)),
            _ => words.push(String::new()),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn as_searched(letter: Letter) -> char {
    match letter {
        Letter::Gap => ' ',
        Letter::Digit(digit) => char::from(b'0' + digit),
        Letter::Latin('ü') => 'u',
        Letter::Latin(c) | Letter::Other(c) | Letter::Apostrophe(c) | Letter::Mark(c) => c,
    }
}

fn place_in_alphabet(letter: char) -> u8 {
    match letter {
        'å' => 26,
        'ä' => 27,
        'ö' => 28,
        'ü' => b'y' - b'a',
        _ => u8::try_from(letter).unwrap_or(b'a').saturating_sub(b'a'),
    }
}

/// A gap counts only between two things: blanks around a name and several in a row change nothing.
fn close_gap(gap: &mut bool, key: &mut Vec<u8>) {
    if *gap && !key.is_empty() {
        key.push(GAP);
    }
    *gap = false;
}

/// A number is its length and then its digits, so that a longer one is greater; zeros before it do not count.
fn close_number(digits: &mut Vec<u8>, key: &mut Vec<u8>) {
    if digits.is_empty() {
        return;
    }
    let significant = digits.iter().skip_while(|&&digit| digit == 0);
    let mut length = significant.clone().count();
    key.push(NUMBER);
    while length >= FULL_LENGTH {
        key.push(AND_MORE);
        length -= FULL_LENGTH;
    }
    // One more than the length, so that no byte of a number is the end.
    key.push(u8::try_from(length + 1).unwrap_or(AND_MORE));
    key.extend(significant.map(|digit| b'0' + digit));
    digits.clear();
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::cmp::Ordering;

    fn sorted(mut names: Vec<&str>) -> Vec<&str> {
        names.sort_by_key(|name| swedish_sort_key(name));
        names
    }

    fn starts_with(text: &str, beginning: &str) -> bool {
        let (from, to) = prefix_range(&sort_prefix(beginning));
        let key = swedish_sort_key(text);
        from <= key && key < to
    }

    #[test]
    fn å_ä_ö_come_after_z_in_that_order() {
        let right = vec!["Andersson", "Vik", "Wik", "Zetterlund", "Åberg", "Ängström", "Öberg"];
        let mut shuffled = right.clone();
        shuffled.reverse();
        assert_eq!(sorted(shuffled), right);
    }

    #[test]
    fn accents_and_case_do_not_part_names_that_belong_together() {
        assert_eq!(sorted(vec!["Idh", "Idén", "IDEN", "Ides"]), ["IDEN", "Idén", "Ides", "Idh"]);
        assert_eq!(sorted(vec!["Myrberg", "Müller", "Mylén"]), ["Mylén", "Müller", "Myrberg"]);
        assert_eq!(sorted(vec!["Öst", "Østergaard", "Ærlig", "Ängby"]), ["Ängby", "Ærlig", "Öst", "Østergaard"]);
    }

    #[test]
    fn a_decomposed_letter_sorts_as_the_composed_one() {
        assert_eq!(sort_prefix("A\u{30a}sa O\u{308}berg E\u{301}va"), sort_prefix("Åsa Öberg Éva"));
        assert_eq!(folded("A\u{30a}sa"), "åsa");
    }

    #[test]
    fn numbers_sort_by_their_size() {
        let right = vec!["Avd", "Avd 1", "Avd 2", "Avd 02 A", "Avd 12", "Avd 100", "Avd A"];
        let mut shuffled = right.clone();
        shuffled.reverse();
        assert_eq!(sorted(shuffled), right);
        assert!(swedish_sort_key(&"9".repeat(300)) < swedish_sort_key(&"1".repeat(301)));
        assert!(swedish_sort_key(&"9".repeat(238)) < swedish_sort_key(&"1".repeat(239)));
    }

    #[test]
    fn a_hyphen_parts_words_and_other_marks_do_not_count() {
        assert_eq!(sort_prefix("Anna-Karin"), sort_prefix(" anna  karin "));
        assert_eq!(sort_prefix("O'Brien"), sort_prefix("OBrien"));
        assert!(swedish_sort_key("Af Klint") < swedish_sort_key("Afzelius"));
    }

    #[test]
    fn a_beginning_finds_its_names_and_no_others() {
        for name in ["Åsa", "åsbrink", "ÅS", "Ås-Eriksson"] {
            assert!(starts_with(name, "ås"), "{name}");
        }
        for name in ["Å", "Asa", "Åt", "Äs", ""] {
            assert!(!starts_with(name, "ås"), "{name}");
        }
        for name in ["", "Ö", "漢字", "🌷"] {
            assert!(starts_with(name, ""), "{name}");
        }
    }

    #[test]
    fn words_of_a_search_are_folded_alike_on_both_sides() {
        assert_eq!(search_terms("  Anna-Karin O’Brien, Müller (Åsa)"), ["anna", "karin", "obrien", "muller", "åsa"]);
        assert_eq!(search_terms("' OR 1=1; --"), ["or", "1", "1"]);
        assert!(search_terms(" -- ").is_empty());
        assert_eq!(folded("Émile Ångström, Łódź"), "emile ångström, lodz");
    }

    /// What a Swede would say if asked about two words at a time.
    fn naive_order(a: &str, b: &str) -> Ordering {
        #[derive(PartialEq, Eq, PartialOrd, Ord)]
        enum Unit {
            Gap,
            Number(u128),
            Letter(usize),
        }
        fn units(text: &str) -> Vec<Unit> {
            let text = text.to_lowercase();
            let mut units = Vec::new();
            for word in text.split([' ', '-']).filter(|word| !word.is_empty()) {
                if !units.is_empty() {
                    units.push(Unit::Gap);
                }
                let mut rest = word;
                while let Some(c) = rest.chars().next() {
                    let digits = rest.len() - rest.trim_start_matches(|d: char| d.is_ascii_digit()).len();
                    if digits > 0 {
                        units.push(Unit::Number(rest[..digits].parse().unwrap()));
                        rest = &rest[digits..];
                    } else {
                        units.push(Unit::Letter("abcdefghijklmnopqrstuvwxyzåäö".chars().position(|l| l == c).unwrap()));
                        rest = &rest[c.len_utf8()..];
                    }
                }
            }
            units
        }
        units(a).cmp(&units(b)).then_with(|| a.cmp(b))
    }

    proptest! {
        #[test]
        fn keys_order_as_a_naive_reader_does(a in "[a-eyzåäöA-EYZÅÄÖ0-3 -]{0,10}", b in "[a-eyzåäöA-EYZÅÄÖ0-3 -]{0,10}") {
            prop_assert_eq!(swedish_sort_key(&a).cmp(&swedish_sort_key(&b)), naive_order(&a, &b));
        }

        #[test]
        fn a_prefix_range_holds_exactly_what_starts_so(text in any::<String>(), prefix in any::<String>(), cut in 0usize..8) {
            let key = swedish_sort_key(&text);
            for prefix in [sort_prefix(&prefix), key[..cut.min(key.len())].to_vec()] {
                let (from, to) = prefix_range(&prefix);
                prop_assert_eq!(from <= key && key < to, key.starts_with(&prefix));
            }
        }

        #[test]
        fn equal_keys_mean_equal_texts_and_no_key_holds_the_end_early(a in any::<String>(), b in any::<String>()) {
            prop_assert_eq!(swedish_sort_key(&a) == swedish_sort_key(&b), a == b);
            prop_assert!(!sort_prefix(&a).contains(&END));
            prop_assert!(!swedish_sort_key(&a).contains(&ABOVE_EVERYTHING));
        }

        #[test]
        fn folding_twice_changes_nothing(text in any::<String>()) {
            let once = folded(&text);
            prop_assert_eq!(folded(&once), once);
        }
    }
}
