//! Which policy means which level of assurance.

use std::collections::BTreeMap;
use std::fmt;

/// The arc below which SITHS has its certificate policies.
const ARC: &str = "1.2.752.74.8.";
const LONGEST_POLICY: usize = 64;

/// How surely the holder was identified when the card was issued, by the Swedish trust framework (*tillitsnivå*).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CardAssurance {
    /// Level 2: a reserve card.
    Loa2,
    /// Level 3: an ordinary card, and Mobilt SITHS.
    Loa3,
}

impl CardAssurance {
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

impl fmt::Display for CardAssurance {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.key())
    }
}

/// The configured table from policy to level. There is none built in: which policies are in use is Inera's to say, and changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyLevels(BTreeMap<String, CardAssurance>);

/// Why a table can't be used. Each text names the entry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyLevelsError {
    /// Not `POLICY=LEVEL`.
    #[error("{0:?} must be a policy, = and a level, such as 1.2.752.74.8.512=loa3")]
    Entry(String),
    /// Not a policy of SITHS.
    #[error("{0:?} must be numbers with full stops below 1.2.752.74.8, such as 1.2.752.74.8.512")]
    Policy(String),
    /// Not a level.
    #[error("{0:?} must be loa2 or loa3")]
    Level(String),
    /// The same policy twice.
    #[error("{0} stands there twice: remove one")]
    Twice(String),
    /// No policy: no card would ever do.
    #[error("names no policy: no card could sign in")]
    Empty,
}

impl PolicyLevels {
    /// Reads `1.2.752.74.8.512=loa3`, with commas or blanks between several.
    ///
    /// # Errors
    /// [`PolicyLevelsError`], which names the entry.
    pub fn parse(text: &str) -> Result<Self, PolicyLevelsError> {
        let mut levels = BTreeMap::new();
        for entry in text.split([',', ' ', '\t', '\r', '\n']).filter(|entry| !entry.is_empty()) {
            let (policy, level) = entry.split_once('=').ok_or_else(|| PolicyLevelsError::Entry(entry.to_owned()))?;
            if !is_policy_of_siths(policy) {
                return Err(PolicyLevelsError::Policy(policy.to_owned()));
            }
            let level = CardAssurance::from_key(level).ok_or_else(|| PolicyLevelsError::Level(level.to_owned()))?;
            if levels.insert(policy.to_owned(), level).is_some() {
                return Err(PolicyLevelsError::Twice(policy.to_owned()));
            }
        }
        if levels.is_empty() { Err(PolicyLevelsError::Empty) } else { Ok(Self(levels)) }
    }

    /// The level that a certificate's policies give. Where they give several, the lowest: nobody has promised more than that for
    /// certain. Policies that are not in the table give nothing.
    pub(crate) fn level_of(&self, policies: &[String]) -> Option<CardAssurance> {
        policies.iter().filter_map(|policy| self.0.get(policy)).min().copied()
    }
}

fn is_policy_of_siths(policy: &str) -> bool {
    let below = policy.strip_prefix(ARC).filter(|_| policy.len() <= LONGEST_POLICY);
    let is_number = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()) && (part == "0" || !part.starts_with('0'))
    };
    below.is_some_and(|below| below.split('.').all(is_number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_and_the_lowest_level_counts() {
        let levels = PolicyLevels::parse("1.2.752.74.8.512=loa3,\n 1.2.752.74.8.2.1=LoA2").unwrap();
        let of =
            |policies: &[&str]| levels.level_of(&policies.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>());
        assert_eq!(of(&["1.2.752.74.8.512"]), Some(CardAssurance::Loa3));
        assert_eq!(of(&["1.2.752.74.8.512", "1.2.752.74.8.2.1"]), Some(CardAssurance::Loa2));
        assert_eq!(of(&["2.5.29.32.0", "1.2.752.74.8.512"]), Some(CardAssurance::Loa3));
        assert_eq!(of(&["2.5.29.32.0", "1.2.752.74.8.5120", "1.2.752.74.8"]), None);
        assert_eq!(of(&[]), None);
    }

    #[test]
    fn what_is_no_table_is_told_by_its_entry() {
        for (text, why) in [
            ("", PolicyLevelsError::Empty),
            (" , ", PolicyLevelsError::Empty),
            ("1.2.752.74.8.512", PolicyLevelsError::Entry("1.2.752.74.8.512".to_owned())),
            ("1.2.752.78.1.5=loa3", PolicyLevelsError::Policy("1.2.752.78.1.5".to_owned())),
            ("1.2.752.74.8.=loa3", PolicyLevelsError::Policy("1.2.752.74.8.".to_owned())),
            ("1.2.752.74.8.05=loa3", PolicyLevelsError::Policy("1.2.752.74.8.05".to_owned())),
            ("1.2.752.74.8.x=loa3", PolicyLevelsError::Policy("1.2.752.74.8.x".to_owned())),
            ("1.2.752.74.8.512=loa4", PolicyLevelsError::Level("loa4".to_owned())),
            ("1.2.752.74.8.1=loa3 1.2.752.74.8.1=loa2", PolicyLevelsError::Twice("1.2.752.74.8.1".to_owned())),
        ] {
            assert_eq!(PolicyLevels::parse(text), Err(why), "{text}");
        }
    }
}
