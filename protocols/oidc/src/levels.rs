//! Which authentication context means which level of assurance.

use std::fmt;

use serde::{Deserialize, Serialize};

const LONGEST_CONTEXT: usize = 200;

/// How surely a person is who they say, by the Swedish trust framework (*tillitsnivå*).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Assurance {
    /// Level 2.
    Loa2,
    /// Level 3.
    Loa3,
}

impl Assurance {
    /// Its name in configuration: `loa2`, `loa3`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Loa2 => "loa2",
            Self::Loa3 => "loa3",
        }
    }

    fn from_key(key: &str) -> Option<Self> {
        [Self::Loa2, Self::Loa3].into_iter().find(|level| level.key().eq_ignore_ascii_case(key))
    }
}

impl fmt::Display for Assurance {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.key())
    }
}

/// The table from authentication context (`acr`) to level, in the order of preference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcrLevels(Vec<(String, Assurance)>);

/// Why a table can't be used. Each text names the entry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AcrLevelsError {
    /// Not `CONTEXT=LEVEL`.
    #[error("{0:?} must be a context, = and loa2 or loa3, such as http://id.sambi.se/loa/loa3=loa3")]
    Entry(String),
    /// The same context twice.
    #[error("{0} stands there twice: remove one")]
    Twice(String),
    /// No context: nobody could sign in.
    #[error("names no context: nobody could sign in")]
    Empty,
}

impl Default for AcrLevels {
    /// The levels of Sambi, and level 3 of the Swedish trust framework.
    fn default() -> Self {
        Self(vec![
            ("http://id.sambi.se/loa/loa3".to_owned(), Assurance::Loa3),
            ("http://id.elegnamnden.se/loa/1.0/loa3".to_owned(), Assurance::Loa3),
            ("http://id.sambi.se/loa/loa2".to_owned(), Assurance::Loa2),
        ])
    }
}

impl AcrLevels {
    /// Reads `http://id.sambi.se/loa/loa3=loa3`, with commas or blanks between several.
    ///
    /// # Errors
    /// [`AcrLevelsError`], which names the entry.
    pub fn parse(text: &str) -> Result<Self, AcrLevelsError> {
        let mut levels: Vec<(String, Assurance)> = Vec::new();
        for entry in text.split([',', ' ', '\t', '\r', '\n']).filter(|entry| !entry.is_empty()) {
            let wrong = || AcrLevelsError::Entry(entry.chars().take(LONGEST_CONTEXT).collect());
            // The last one: a context is an address, and may have one of its own.
            let (context, level) = entry.rsplit_once('=').ok_or_else(wrong)?;
            let level = Assurance::from_key(level).ok_or_else(wrong)?;
            if context.is_empty() || context.len() > LONGEST_CONTEXT {
                return Err(wrong());
            }
            if levels.iter().any(|(known, _)| known == context) {
                return Err(AcrLevelsError::Twice(context.to_owned()));
            }
            levels.push((context.to_owned(), level));
        }
        if levels.is_empty() { Err(AcrLevelsError::Empty) } else { Ok(Self(levels)) }
    }

    /// The level of a context; none of one that is not in the table, however well it sounds.
    pub(crate) fn level_of(&self, context: &str) -> Option<Assurance> {
        self.0.iter().find(|(known, _)| known == context).map(|(_, level)| *level)
    }

    /// The contexts that reach a level, to be asked for.
    pub(crate) fn reaching(&self, level: Assurance) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(_, reached)| *reached >= level).map(|(context, _)| context.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_context_has_the_level_that_the_table_says_and_no_other() {
        let levels = AcrLevels::default();
        assert_eq!(levels.level_of("http://id.sambi.se/loa/loa3"), Some(Assurance::Loa3));
        assert_eq!(levels.level_of("http://id.sambi.se/loa/loa2"), Some(Assurance::Loa2));
        for context in
            ["", "loa3", "http://id.sambi.se/loa/loa4", "http://id.sambi.se/loa/loa3 ", "HTTP://ID.SAMBI.SE/loa/loa3"]
        {
            assert_eq!(levels.level_of(context), None, "{context:?}");
        }
        assert_eq!(levels.reaching(Assurance::Loa3).count(), 2);
        assert_eq!(levels.reaching(Assurance::Loa2).count(), 3);
    }

    #[test]
    fn a_table_is_read_or_told_what_is_wrong() {
        let levels = AcrLevels::parse("urn:x?a=1=loa3, http://id.sambi.se/loa/loa2=LoA2").unwrap();
        assert_eq!(levels.level_of("urn:x?a=1"), Some(Assurance::Loa3));
        let entry = |text: &str| AcrLevelsError::Entry(text.to_owned());
        for (text, why) in [
            ("", AcrLevelsError::Empty),
            ("urn:x", entry("urn:x")),
            ("urn:x=loa4", entry("urn:x=loa4")),
            ("=loa3", entry("=loa3")),
            ("urn:x=loa3 urn:x=loa2", AcrLevelsError::Twice("urn:x".to_owned())),
        ] {
            assert_eq!(AcrLevels::parse(text), Err(why), "{text}");
        }
    }
}
