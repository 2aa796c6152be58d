//! What is searched for, taken apart as the words are by which accounts are found.

use behorig_identity::search_terms;

/// A search takes at most so many words.
const MOST_WORDS: usize = 5;

/// The beginnings of words that are searched for, the longest first, since it finds the fewest: names, or an HSA-id.
pub(crate) fn words_of(search: &str) -> Vec<Vec<u8>> {
    let mut words: Vec<Vec<u8>> = Vec::new();
    for part in search.split_whitespace().take(MOST_WORDS) {
        if looks_like_an_hsa_id(part) {
            words.push(part.to_lowercase().into_bytes());
        } else {
            words.extend(search_terms(part).into_iter().map(String::into_bytes));
        }
    }
    words.sort_unstable();
    words.dedup();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.truncate(MOST_WORDS);
    words
}

fn looks_like_an_hsa_id(word: &str) -> bool {
    let digits = word.get(..2).filter(|start| start.eq_ignore_ascii_case("se")).and_then(|_| word.get(2..));
    digits.is_some_and(|rest| rest.starts_with(|letter: char| letter.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_words_and_an_hsa_id_is_one() {
        let told =
            |search| words_of(search).into_iter().map(|word| String::from_utf8(word).unwrap()).collect::<Vec<_>>();
        assert_eq!(told("Anna-Karin EK"), ["karin", "anna", "ek"]);
        assert_eq!(told("SE2321000016-1abc"), ["se2321000016-1abc"]);
        assert!(told(" % ").is_empty());
    }
}
