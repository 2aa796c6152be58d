//! What a file is called.

use crate::{FileRefused, Kind};

const LONGEST: usize = 120;

/// A file's name as it is kept, shown and given back: no folders, nothing that can't be seen, not too long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileName(String);

impl FileName {
    /// Cleans a name that a browser sent.
    ///
    /// # Errors
    /// [`FileRefused::BadName`] where it holds parts of a path, control characters or characters that turn the direction of
    /// writing: browsers send none, and each can pass one file off as another.
    pub fn parse(sent: &str) -> Result<Self, FileRefused> {
        if sent.chars().any(|c| matches!(c, '/' | '\\') || !is_visible(c)) {
            return Err(FileRefused::BadName);
        }
        let composed = composed(sent);
        // Signs that some systems can't have in a name.
        let plain: String = composed
            .chars()
            .map(|c| if matches!(c, ':' | '*' | '?' | '"' | '<' | '>' | '|') { '-' } else { c })
            .collect();
        let words = plain.split_whitespace().collect::<Vec<_>>().join(" ");
        let (stem, extension) = words.rsplit_once('.').map_or((words.as_str(), ""), |(stem, end)| (stem, end));
        let stem = stem.trim_matches(['.', ' ']);
        if stem.is_empty() && extension.is_empty() {
            return Err(FileRefused::BadName);
        }
        let stem = if stem.is_empty() { "bilaga" } else { stem };
        let stem: String = stem.chars().take(LONGEST - 1 - extension.chars().count().min(20)).collect();
        let extension: String = extension.trim().chars().take(20).collect();
        Ok(Self(if extension.is_empty() { stem } else { format!("{stem}.{extension}") }))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The type that the name says, if it says one of those that are taken.
    pub(crate) fn says(&self) -> Said {
        match self.0.rsplit_once('.') {
            None => Said::Nothing,
            Some((_, end)) => {
                let end = end.to_ascii_lowercase();
                Kind::ALL
                    .into_iter()
                    .find(|kind| kind.extensions().contains(&end.as_str()))
                    .map_or(Said::Other, Said::Kind)
            }
        }
    }

    /// The name with the ending of its type, where it has none.
    pub(crate) fn with_ending_of(self, kind: Kind) -> Self {
        if self.says() != Said::Nothing {
            return self;
        }
        let ending = kind.extensions().first().copied().unwrap_or_default();
        Self(format!("{}.{ending}", self.0))
    }
}

/// What a name says of its file's type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Said {
    Nothing,
    Kind(Kind),
    Other,
}

/// Whether a character is seen where it stands and changes nothing around it.
pub(crate) fn is_visible(c: char) -> bool {
    !c.is_control()
        && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{ad}')
}

/// The letters that some systems send in two parts, in one.
fn composed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let whole = match (out.chars().next_back(), c) {
            (Some('a'), '\u{30a}') => 'å',
            (Some('A'), '\u{30a}') => 'Å',
            (Some('a'), '\u{308}') => 'ä',
            (Some('A'), '\u{308}') => 'Ä',
            (Some('o'), '\u{308}') => 'ö',
            (Some('O'), '\u{308}') => 'Ö',
            (Some('e'), '\u{301}') => 'é',
            (Some('E'), '\u{301}') => 'É',
            (Some('u'), '\u{308}') => 'ü',
            _ => {
                out.push(c);
                continue;
            }
        };
        out.pop();
        out.push(whole);
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_with_parts_of_a_path_or_hidden_characters_is_refused() {
        for sent in [
            "../../etc/passwd",
            "..\\avtal.pdf",
            "C:\\fakepath\\a.pdf",
            "/a.pdf",
            "a/b.pdf",
            "a\0.pdf",
            "a\r\nX: y.pdf",
            "a\u{202e}fdp.exe",
            "",
            "   ",
            "...",
            "\u{1b}[31m.pdf",
        ] {
            assert_eq!(FileName::parse(sent), Err(FileRefused::BadName), "{sent:?}");
        }
    }

    #[test]
    fn a_name_is_cleaned_and_keeps_its_ending() {
        for (sent, kept) in [
            ("  remiss   hud .pdf", "remiss hud.pdf"),
            (".pdf", "bilaga.pdf"),
            ("..hemlig.png", "hemlig.png"),
            ("prov: svar?.pdf", "prov- svar-.pdf"),
            ("la\u{308}kare o\u{308}nskas A\u{30a}sa.gif", "läkare önskas Åsa.gif"),
            ("utan ändelse", "utan ändelse"),
        ] {
            assert_eq!(FileName::parse(sent).unwrap().as_str(), kept);
        }
        let long = FileName::parse(&format!("{}.jpeg", "å".repeat(500))).unwrap();
        assert!(long.as_str().ends_with("å.jpeg") && long.as_str().chars().count() <= LONGEST);
    }

    proptest! {
        #[test]
        fn no_name_that_is_kept_leads_anywhere_or_hides_anything(sent in ".{0,200}") {
            if let Ok(name) = FileName::parse(&sent) {
                prop_assert!(!name.as_str().is_empty());
                prop_assert!(!name.as_str().starts_with('.'));
                prop_assert!(name.as_str().chars().count() <= LONGEST);
                prop_assert!(name.as_str().chars().all(|c| is_visible(c) && !matches!(c, '/' | '\\' | ':')));
                prop_assert_eq!(FileName::parse(name.as_str()), Ok(name));
            }
        }
    }
}
