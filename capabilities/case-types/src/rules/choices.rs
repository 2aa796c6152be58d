//! Choices as a person writes them: one on each line.

use super::{Choice, Words};

/// The lines that choices are written as, in Swedish and in English.
#[must_use]
pub fn lines_of(choices: &[Choice]) -> (String, String) {
    let lines = |of: fn(&Words) -> &str| choices.iter().map(|choice| of(&choice.words)).collect::<Vec<_>>().join("\n");
    let english = lines(|words| &words.en);
    (lines(|words| &words.sv), if english.trim().is_empty() { String::new() } else { english })
}

/// Choices from one on each line, the English ones on the same lines as their Swedish. A choice whose words stand as before
/// keeps its key wherever it stands; one that was reworded where it stood keeps it too; the others get new ones.
///
/// Empty lines after the last choice are passed over; one between two choices is taken out where both languages have it.
pub fn choices_from_lines(sv: &str, en: &str, before: &[Choice], mut new_key: impl FnMut() -> String) -> Vec<Choice> {
    let (swedish, english): (Vec<&str>, Vec<&str>) = (sv.lines().collect(), en.lines().collect());
    let on_line =
        |lines: &[&str], line: usize| lines.get(line).map(|words| words.trim().to_owned()).unwrap_or_default();
    // English without Swedish is a choice without Swedish, which the form's check tells of.
    let written: Vec<Words> = (0..swedish.len().max(english.len()))
        .map(|line| Words { sv: on_line(&swedish, line), en: on_line(&english, line) })
        .filter(|words| !words.is_empty())
        .collect();
    let is_kept = |choice: &Choice| written.iter().any(|words| words.sv == choice.words.sv);
    let mut used = Vec::new();
    let mut choices = Vec::with_capacity(written.len());
    for (line, words) in written.iter().enumerate() {
        let same = before.iter().find(|choice| choice.words.sv == words.sv);
        let reworded = || before.get(line).filter(|choice| !is_kept(choice));
        let key = same.or_else(reworded).map(|choice| choice.key.clone()).filter(|key| !used.contains(key));
        let key = key.unwrap_or_else(&mut new_key);
        used.push(key.clone());
        choices.push(Choice { key, words: words.clone() });
    }
    choices
}

#[cfg(test)]
mod tests {
    use super::super::samples::choice;
    use super::*;
    use proptest::prelude::*;

    fn keys(choices: &[Choice]) -> Vec<&str> {
        choices.iter().map(|choice| choice.key.as_str()).collect()
    }

    fn written(sv: &str, before: &[Choice]) -> Vec<Choice> {
        let mut made = 0;
        choices_from_lines(sv, "", before, || {
            made += 1;
            format!("new{made}")
        })
    }

    #[test]
    fn a_choice_keeps_its_key_when_it_moves_or_is_reworded_where_it_stands() {
        let before = [choice("a", "Ja"), choice("b", "Nej"), choice("c", "Vet inte")];
        assert_eq!(keys(&written("Nej\nJa\nVet inte", &before)), ["b", "a", "c"]);
        assert_eq!(keys(&written("Ja\nNej tack\nVet inte", &before)), ["a", "b", "c"]);
        assert_eq!(keys(&written("Ja\nKanske\nNej\nVet inte", &before)), ["a", "new1", "b", "c"]);
        assert_eq!(keys(&written("Ja\n\n  \nVet inte\n", &before)), ["a", "c"]);
    }

    #[test]
    fn english_stands_on_the_line_of_its_swedish() {
        let mut made = 0;
        let mut new = || {
            made += 1;
            format!("k{made}")
        };
        let choices = choices_from_lines("Ja\nNej", "Yes\n\n", &[], &mut new);
        assert_eq!((choices[0].words.en.as_str(), choices[1].words.en.as_str()), ("Yes", ""));
        assert_eq!(lines_of(&choices), ("Ja\nNej".to_owned(), "Yes\n".to_owned()));
        let lost = choices_from_lines("Ja", "Yes\nNo", &[], &mut new);
        assert_eq!((lost[1].words.sv.as_str(), lost[1].words.en.as_str()), ("", "No"));
    }

    proptest! {
        #[test]
        fn keys_are_each_choices_own_and_unchanged_lines_change_nothing(
            lines in proptest::collection::vec("[a-d]{1,2}", 0..8),
            other in proptest::collection::vec("[a-d]{1,2}", 0..8),
        ) {
            let mut made = 0;
            let mut new = || { made += 1; format!("k{made}") };
            let first = choices_from_lines(&lines.join("\n"), "", &[], &mut new);
            let (sv, en) = lines_of(&first);
            let distinct = |choices: &[Choice]| choices.iter().map(|choice| choice.key.clone()).collect::<std::collections::BTreeSet<_>>().len();
            prop_assert_eq!(distinct(&first), first.len());
            let mut twice = lines.clone();
            twice.sort();
            twice.dedup();
            if twice.len() == lines.len() {
                prop_assert_eq!(&choices_from_lines(&sv, &en, &first, &mut new), &first);
            }
            let second = choices_from_lines(&other.join("\n"), "", &first, &mut new);
            prop_assert_eq!(distinct(&second), second.len());
        }
    }
}
