//! Placeholders: `{namn}` in a template stands for the resident's name until the template is used.

use behorig_web::Message;

/// What a template can leave open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placeholder {
    /// The resident's name.
    Name,
    /// The clinic's name.
    Clinic,
    /// The signature of whoever sends.
    Signature,
    /// *Titel*: signs replies.
    Title,
    /// *Lång titel*: signs letters.
    LongTitle,
}

impl Placeholder {
    /// Every placeholder, in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::Name, Self::Clinic, Self::Signature, Self::Title, Self::LongTitle];

    /// The word between the braces in Swedish.
    #[must_use]
    pub const fn swedish(self) -> &'static str {
        match self {
            Self::Name => "namn",
            Self::Clinic => "mottagning",
            Self::Signature => "signatur",
            Self::Title => "titel",
            Self::LongTitle => "lång titel",
        }
    }

    /// The word between the braces in English.
    #[must_use]
    pub const fn english(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Clinic => "clinic",
            Self::Signature => "signature",
            Self::Title => "title",
            Self::LongTitle => "long title",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        let word = behorig_identity::folded(word.trim());
        // A template in English may say it in English.
        Self::ALL.into_iter().find(|known| word == behorig_identity::folded(known.swedish()) || word == known.english())
    }
}

/// What placeholders are filled with when a template is used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placeholders {
    /// The resident's name.
    pub name: String,
    /// The clinic's name.
    pub clinic: String,
    /// The sender's signature.
    pub signature: String,
    /// The sender's title.
    pub title: String,
    /// The sender's long title.
    pub long_title: String,
}

impl Placeholders {
    fn of(&self, placeholder: Placeholder) -> &str {
        match placeholder {
            Placeholder::Name => &self.name,
            Placeholder::Clinic => &self.clinic,
            Placeholder::Signature => &self.signature,
            Placeholder::Title => &self.title,
            Placeholder::LongTitle => &self.long_title,
        }
    }
}

/// A placeholder that there is none of: the word between the braces.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such placeholder: {0}")]
pub struct UnknownPlaceholder(pub String);

impl UnknownPlaceholder {
    /// Which it is, and which there are.
    #[must_use]
    pub fn message(&self) -> Message {
        Message::new("case-types-wrong-placeholder").with("word", format!("{{{}}}", self.0))
    }
}

/// A piece of a text.
enum Piece<'t> {
    Words(&'t str),
    /// What stands between two braces on one line.
    Braced(&'t str),
}

/// The pieces of a text, in order. A brace without its fellow on the same line is a brace.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let (before, from) = rest.split_at(open);
        let inside = from.get(1..).unwrap_or_default();
        let end = inside.find(['}', '{', '\n']).filter(|end| inside[*end..].starts_with('}'));
        found.push(Piece::Words(before));
        match end {
            Some(end) => {
                found.push(Piece::Braced(&inside[..end]));
                rest = &inside[end + 1..];
            }
            None => {
                found.push(Piece::Words("{"));
                rest = inside;
            }
        }
    }
    found.push(Piece::Words(rest));
    found
}

/// Whether every placeholder of a text is one.
///
/// # Errors
/// [`UnknownPlaceholder`] with the first that is none.
pub fn check_placeholders(text: &str) -> Result<(), UnknownPlaceholder> {
    let mut braced = pieces(text).into_iter().filter_map(|piece| match piece {
        Piece::Braced(word) => Some(word),
        Piece::Words(_) => None,
    });
    match braced.find(|word| Placeholder::from_word(word).is_none()) {
        Some(unknown) => Err(UnknownPlaceholder(unknown.trim().to_owned())),
        None => Ok(()),
    }
}

/// The text with its placeholders filled in, once: what is filled in is never looked into. What is no placeholder stays.
#[must_use]
pub fn fill(text: &str, with: &Placeholders) -> String {
    let mut filled = String::with_capacity(text.len());
    for piece in pieces(text) {
        match piece {
            Piece::Words(words) => filled.push_str(words),
            Piece::Braced(word) => match Placeholder::from_word(word) {
                Some(placeholder) => filled.push_str(with.of(placeholder)),
                None => {
                    filled.push('{');
                    filled.push_str(word);
                    filled.push('}');
                }
            },
        }
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn anna() -> Placeholders {
        Placeholders {
            name: "Sven Lind".to_owned(),
            clinic: "Vårdcentralen Ekbacken".to_owned(),
            signature: "Anna Ek, distriktssköterska".to_owned(),
            title: "Leg. sjuksköterska".to_owned(),
            long_title: "Leg. sjuksköterska, specialist i öppen vård".to_owned(),
        }
    }

    #[test]
    fn every_placeholder_is_filled_in_in_both_languages_and_however_it_is_written() {
        let told = fill("Hej {Namn}! {mottagning}\n{signatur}, {titel}, {lång titel}", &anna());
        assert_eq!(
            told,
            "Hej Sven Lind! Vårdcentralen Ekbacken\nAnna Ek, distriktssköterska, Leg. sjuksköterska, \
             Leg. sjuksköterska, specialist i öppen vård"
        );
        assert_eq!(fill("{name} {clinic} { long title }", &anna()), fill("{namn} {mottagning} {LÅNG TITEL}", &anna()));
    }

    #[test]
    fn an_unknown_placeholder_is_named() {
        assert_eq!(check_placeholders("Hej {namn}, ring {telefon}."), Err(UnknownPlaceholder("telefon".to_owned())));
        assert_eq!(check_placeholders("{}"), Err(UnknownPlaceholder(String::new())));
        assert_eq!(check_placeholders("Hej {namn}!"), Ok(()));
    }

    #[test]
    fn a_brace_without_its_fellow_is_a_brace() {
        for text in ["a { b", "a } b", "{\n}", "{{", "}{"] {
            assert_eq!(check_placeholders(text), Ok(()), "{text}");
            assert_eq!(fill(text, &anna()), text);
        }
        assert_eq!(fill("{ {namn}", &anna()), "{ Sven Lind");
    }

    #[test]
    fn what_is_filled_in_is_never_looked_into() {
        let sly = Placeholders { name: "{signatur}".to_owned(), ..anna() };
        assert_eq!(fill("Hej {namn}", &sly), "Hej {signatur}");
    }

    proptest! {
        #[test]
        fn a_checked_text_is_filled_in_whole_and_no_text_panics(text in "[{}a-zå\\n ]{0,40}|(\\{namn\\}|\\{titel\\}|[ a-z{}\\n]){0,12}") {
            let empty = Placeholders::default();
            let filled = fill(&text, &empty);
            let has_one_brace = text.matches('{').count() == 1;
            if check_placeholders(&text).is_ok() && has_one_brace {
                prop_assert!(check_placeholders(&filled).is_ok());
                prop_assert_eq!(fill(&filled, &empty), filled.clone());
            }
            prop_assert!(filled.len() <= text.len());
        }
    }
}
