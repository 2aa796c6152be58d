//! How words are found again: what is written is cut into words, each brought to its Swedish stem, and each stem of a clinic made
//! into a token that both databases keep as it is.

use std::collections::BTreeSet;

use behorig_access::UnitId;
use rust_stemmers::{Algorithm, Stemmer};
use sha2::{Digest, Sha256};

/// The longest word, in letters; what is longer is found by its beginning.
const LONGEST: usize = 40;
/// As many different stems of one message are kept: more than anybody writes by hand.
const MOST_OF_A_MESSAGE: usize = 5_000;
/// As many words are looked for at once.
const MOST_SOUGHT: usize = 8;
/// How many letters a token has: 42 bits, so that two stems of a clinic never meet.
const TOKEN_LETTERS: u32 = 9;

/// Words that stand in most of what people write, and find nothing.
const COMMON: [&str; 62] = [
    "alla", "allt", "att", "av", "blev", "bli", "blir", "de", "dem", "den", "denna", "det", "detta", "dig", "din",
    "ditt", "du", "där", "då", "efter", "eller", "en", "er", "ett", "från", "för", "ha", "hade", "han", "har", "hej",
    "hon", "hur", "här", "i", "inte", "jag", "kan", "med", "men", "mig", "min", "mitt", "mot", "mycket", "nu", "när",
    "och", "om", "oss", "på", "sedan", "sig", "sin", "som", "till", "var", "vi", "vill", "vid", "är", "ni",
];

/// The words of a text in their order, in small letters: å, ä and ö are letters of their own, other letters stand without their marks.
fn words_of(text: &str) -> Vec<String> {
    let (mut words, mut word) = (Vec::new(), String::new());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            // Marks that some keyboards send after their letter.
            '\u{30a}' => mark(&mut word, 'a', 'å'),
            '\u{308}' => {
                mark(&mut word, 'a', 'ä');
                mark(&mut word, 'o', 'ö');
            }
            '\u{300}'..='\u{36f}' | '\u{ad}' => {}
            letter if letter.is_alphanumeric() => word.push(plain(letter)),
            _ => words.push(std::mem::take(&mut word)),
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

fn mark(word: &mut String, bare: char, marked: char) {
    if word.ends_with(bare) {
        word.pop();
        word.push(marked);
    }
}

fn plain(letter: char) -> char {
    match letter {
        'à' | 'á' | 'â' | 'ã' => 'a',
        'æ' => 'ä',
        'ç' => 'c',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ñ' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' => 'o',
        'ø' => 'ö',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        'ý' | 'ÿ' => 'y',
        other => other,
    }
}

/// Takes off what the stemmer leaves on: the articles of *receptet* and *klådan*, so that they meet *recept* and *klåda*.
fn without_article(mut stem: String) -> String {
    while let Some(rest) = ["et", "an"].into_iter().find_map(|article| stem.strip_suffix(article)) {
        if rest.chars().count() < 3 {
            break;
        }
        stem.truncate(rest.len());
    }
    stem
}

/// The different stems of a text in the order that they are met, without the commonest words.
#[must_use]
pub fn stems_of(text: &str) -> Vec<String> {
    let stemmer = Stemmer::create(Algorithm::Swedish);
    let mut met = BTreeSet::new();
    let mut stems = Vec::new();
    for word in words_of(text) {
        let lone_letter = word.chars().count() == 1 && !word.chars().all(char::is_numeric);
        if lone_letter || COMMON.contains(&word.as_str()) {
            continue;
        }
        let cut: String = word.chars().take(LONGEST).collect();
        let stem = without_article(stemmer.stem(&cut).into_owned());
        if met.insert(stem.clone()) {
            stems.push(stem);
        }
    }
    stems
}

/// A stem of a clinic as the databases keep it: letters alone, which neither of them takes for anything else.
#[must_use]
pub fn token(unit: UnitId, stem: &str) -> String {
    let hash = Sha256::new().chain_update(unit.as_bytes()).chain_update(stem.as_bytes()).finalize();
    let mut number = hash.iter().take(8).fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
    let mut token = String::with_capacity(TOKEN_LETTERS as usize);
    for _ in 0..TOKEN_LETTERS {
        token.push(char::from(b'a' + u8::try_from(number % 26).unwrap_or_default()));
        number /= 26;
    }
    token
}

/// What is kept of texts that stand in a case of a clinic: their tokens, each with a blank before and after it.
#[must_use]
pub fn kept<'t>(unit: UnitId, texts: impl IntoIterator<Item = &'t str>) -> String {
    let mut met = BTreeSet::new();
    let mut kept = String::new();
    for stem in texts.into_iter().flat_map(stems_of) {
        if met.len() < MOST_OF_A_MESSAGE && !met.contains(&stem) {
            kept.push(' ');
            kept.push_str(&token(unit, &stem));
            met.insert(stem);
        }
    }
    if !kept.is_empty() {
        kept.push(' ');
    }
    kept
}

/// The words that somebody looks for: cases that hold all of them are found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sought(Vec<String>);

impl Sought {
    /// What was typed; `None` where there is nothing in it to look for. Of more than eight words the first eight count.
    #[must_use]
    pub fn from_typed(text: &str) -> Option<Self> {
        let mut stems = stems_of(text);
        stems.truncate(MOST_SOUGHT);
        (!stems.is_empty()).then_some(Self(stems))
    }

    /// The stems, each once.
    #[must_use]
    pub fn stems(&self) -> &[String] {
        &self.0
    }

    /// The tokens of a clinic that are looked for.
    #[must_use]
    pub fn tokens(&self, unit: UnitId) -> Vec<String> {
        self.0.iter().map(|stem| token(unit, stem)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn unit(byte: u8) -> UnitId {
        UnitId::from_bytes([byte; 16])
    }

    #[test]
    fn a_word_is_found_in_its_other_forms() {
        for (one, other) in
            [("recept", "receptet"), ("blodprov", "Blodproverna"), ("tid", "tiden"), ("läkare", "LÄKARNA")]
        {
            assert_eq!(stems_of(one), stems_of(other), "{one}, {other}");
        }
        assert_ne!(stems_of("recept"), stems_of("blodprov"));
    }

    #[test]
    fn letters_with_rings_and_dots_are_letters_of_their_own_however_they_are_typed() {
        assert_ne!(stems_of("sår"), stems_of("sar"));
        assert_ne!(stems_of("röst"), stems_of("rost"));
        assert_ne!(stems_of("häl"), stems_of("hal"));
        assert_eq!(stems_of("sa\u{30a}r röst ha\u{308}l"), stems_of("sår ro\u{308}st häl"));
        assert_eq!(stems_of("idé Müller"), stems_of("ide muller"));
    }

    #[test]
    fn common_words_and_lone_letters_find_nothing_but_numbers_do() {
        assert_eq!(stems_of("Hej, jag är i C och vill ha det"), Vec::<String>::new());
        assert_eq!(Sought::from_typed(" – !"), None);
        assert_eq!(stems_of("5 mg"), ["5", "mg"]);
        let sorted: BTreeSet<&str> = COMMON.into_iter().collect();
        assert_eq!(sorted.len(), COMMON.len());
    }

    #[test]
    fn tokens_of_one_clinic_say_nothing_of_another() {
        assert_ne!(token(unit(1), "recept"), token(unit(2), "recept"));
        assert_eq!(kept(unit(1), ["recept recept", "receptet"]), format!(" {} ", token(unit(1), "recept")));
        assert_eq!(kept(unit(1), ["", "och"]), "");
    }

    proptest! {
        #[test]
        fn anything_at_all_is_cut_into_words_without_panic(text: String) {
            for stem in stems_of(&text) {
                prop_assert!(!stem.is_empty() && stem.chars().count() <= LONGEST);
            }
        }

        #[test]
        fn any_swedish_looking_word_has_a_stem_that_capitals_and_marks_around_it_do_not_change(word in "[a-zåäö]{2,30}") {
            let shouted = format!("»{}«,", word.to_uppercase());
            prop_assert_eq!(stems_of(&word), stems_of(&shouted));
            prop_assert!(stems_of(&word).len() <= 1);
        }

        #[test]
        fn a_token_is_nine_small_letters(stem: String, byte: u8) {
            let token = token(unit(byte), &stem);
            prop_assert!(token.len() == 9 && token.bytes().all(|letter| letter.is_ascii_lowercase()));
        }

        #[test]
        fn whatever_was_kept_is_found_by_any_of_its_words(text in "[a-zåäö0-9 ,.-]{0,200}", byte: u8) {
            let kept = kept(unit(byte), [text.as_str()]);
            for word in words_of(&text) {
                if let Some(sought) = Sought::from_typed(&word) {
                    for token in sought.tokens(unit(byte)) {
                        let spaced = format!(" {token} ");
                        prop_assert!(kept.contains(&spaced), "{word}");
                    }
                }
            }
        }
    }
}
