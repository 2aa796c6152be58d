//! The two languages of every screen.

use std::borrow::Cow;

use crate::texts::{self, Arg};

/// A language that every word of the program exists in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Swedish, the first language of every screen.
    #[default]
    Sv,
    /// English.
    En,
}

impl Lang {
    /// Every language, in the order in which they are shown.
    pub const ALL: [Self; 2] = [Self::Sv, Self::En];

    /// The BCP 47 tag: `sv` or `en`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Sv => "sv",
            Self::En => "en",
        }
    }

    /// The language's name in that language, as a link to it is written.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::Sv => "Svenska",
            Self::En => "English",
        }
    }

    /// The language one can switch to from this one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Sv => Self::En,
            Self::En => Self::Sv,
        }
    }

    /// The language with the tag `code`, if it is one of ours.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.code() == code)
    }

    /// The language that suits an `Accept-Language` header best; Swedish when it names neither.
    ///
    /// Tags are weighed by their `q` (RFC 9110, section 12.5.4); of equals the first wins.
    #[must_use]
    pub fn from_accept_language(header: &str) -> Self {
        let mut best = (0.0_f32, Self::default());
        for range in header.split(',') {
            let mut parts = range.split(';');
            let tag = parts.next().unwrap_or_default().trim();
            let primary = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
            let weight =
                parts.find_map(|p| p.trim().strip_prefix("q=")).and_then(|q| q.trim().parse().ok()).unwrap_or(1.0);
            if let Some(lang) = Self::from_code(&primary)
                && weight > best.0
            {
                best = (weight, lang);
            }
        }
        best.1
    }

    /// The words with this id. An unknown id gives the id itself and is logged as an error.
    #[must_use]
    pub fn t(self, id: &str) -> Cow<'static, str> {
        texts::look_up(self, id, &[])
    }

    /// The words with this id and these arguments put in: `lang.tr("web-welcome", &[("name", name.into())])`.
    #[must_use]
    pub fn tr(self, id: &str, args: &[(&'static str, Arg)]) -> Cow<'static, str> {
        texts::look_up(self, id, args)
    }

    /// An attribute of a text, such as a label's `.hint`, or nothing if the text has none of that name.
    #[must_use]
    pub fn attribute(self, id: &str, attribute: &str) -> Option<Cow<'static, str>> {
        texts::look_up_attribute(self, id, attribute)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browsers_wishes_are_followed_and_swedish_is_the_fallback() {
        assert_eq!(Lang::from_accept_language("en-GB,en;q=0.9,sv;q=0.8"), Lang::En);
        assert_eq!(Lang::from_accept_language("de, sv;q=0.3, en;q=0.7"), Lang::En);
        assert_eq!(Lang::from_accept_language("sv-SE,sv,en"), Lang::Sv);
        assert_eq!(Lang::from_accept_language("fr, de"), Lang::Sv);
        assert_eq!(Lang::from_accept_language(";;;q=,,"), Lang::Sv);
        assert_eq!(Lang::from_accept_language("en;q=0, sv;q=0.1"), Lang::Sv);
    }
}
